"""Find and replace over many articles: what is ticked of what was shown. And the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import replacing
from articles.admin import bulk
from articles.models import Article
from tests.articles.pages import answer, ask, errors, page, texts, told, words

MAY = datetime(2025, 5, 1, 12, tzinfo=UTC)
State = Article.State


@pytest.fixture
def cards(write, publish) -> dict[str, Article]:
    live = publish("The Card", "A card, a cardboard box & a <b>CARD</b>.", published_at=MAY)
    return {"live": live, "draft": write("Other", "No such thing.", summary="Cards")}


def show(desk, articles, **said):
    asked = ask(desk, "replace", articles.values())
    said = {"where": ["title", "summary", "body"]} | said
    return answer(desk, asked, "_preview", **said)


@pytest.mark.parametrize(
    ("said", "title", "body"),
    [
        ({}, "The debit", "A debit, a debitboard box & a <b>debit</b>."),
        ({"match_case": "on"}, "The Card", "A debit, a debitboard box & a <b>CARD</b>."),
        ({"whole_words": "on"}, "The debit", "A debit, a cardboard box & a <b>debit</b>."),
        ({"where": ["title"]}, "The debit", "A card, a cardboard box & a <b>CARD</b>."),
    ],
)
def test_what_is_shown_is_what_is_replaced(at_desk, author, cards, said, title, body):
    desk = at_desk(author)
    shown = show(desk, cards, find="card", instead="debit", **said)
    before = cards["live"].history.count()
    article = Article.objects.get(pk=cards["live"].pk)
    assert article.title == "The Card"
    places = page(shown).select(".desk-place:has(strong:-soup-contains('The Card')) .desk-context")
    for removed in page(shown).select("del"):
        removed.decompose()
    answer(desk, shown, take=[article.pk], **said)
    article.refresh_from_db()
    assert (article.title, article.body) == (title, body)
    assert any("debit" in words(place) for place in places)
    assert article.history.count() == before + 1
    assert article.history.first().history_change_reason == "Replaced “card” by “debit”"
    assert article.state_now == State.CHANGED


LINKS = """A [{text}](/{address}/ "{text}"), ![{text}]({address}.png), [{text}][1] ({text}).

[{text}](<my {address}.pdf>), [{text}](/it_(the_{address})_{address}/)

https://x.example/{address} <https://{address}.example> help@my-{address}.example

[1]: /{address}
"""


@pytest.mark.parametrize(
    ("where", "text", "address"),
    [
        (["body"], "debit", "card"),
        (["addresses"], "card", "debit"),
        (["body", "addresses"], "debit", "debit"),
    ],
)
def test_links_lead_where_they_led_unless_their_addresses_are_ticked(
    at_desk, author, write, where, text, address
):
    article = write("Title", LINKS.format(text="card", address="card"))
    desk = at_desk(author)
    shown = show(desk, {"one": article}, find="card", instead="debit", where=where)
    answer(desk, shown, take=[article.pk], where=where)
    article.refresh_from_db()
    assert article.body == LINKS.format(text=text, address=address)


def test_what_says_the_new_text_already_stays(at_desk, author, write):
    article = write("My card", "A card plus. A Card, a card PLUS.", summary="To card@card.example.")
    desk = at_desk(author)
    for _time in range(2):
        shown = show(desk, {"one": article}, find="card", instead="card plus")
        answer(desk, shown, take=[article.pk])
    article.refresh_from_db()
    assert article.title == "My card plus"
    assert article.summary == "To card@card.example."
    assert article.body == "A card plus. A card plus, a card plus PLUS."


def test_only_ticked_articles_are_changed_and_nothing_that_was_not_shown(at_desk, author, cards):
    desk = at_desk(author)
    shown = show(desk, cards, find="card", instead="debit")
    assert texts(page(shown), ".desk-place strong") == ["Other", "The Card"]
    again = answer(desk, shown, find="box", instead="bin", take=[cards["live"].pk])
    assert texts(page(again), ".desk-place strong") == ["The Card"]  # shown, not done
    assert "Nothing was replaced" in words(page(again).select_one("#places .errornote"))
    assert page(shown).select_one(".errornote") is None
    assert cards["live"].history.count() == 2
    answer(desk, shown, take=[cards["draft"].pk, 10**17, "x\x00"])
    assert Article.objects.get(pk=cards["draft"].pk).summary == "debits"
    assert cards["live"].history.count() == 2


def test_one_place_of_five_stays_as_it_is(at_desk, author, write):
    five = write("Card fees", "A card. Your card. Their card.", summary="On cards")
    other, desk = write("Other card", "No more."), at_desk(author)
    shown = show(desk, {"five": five, "other": other}, find="card", instead="debit")
    boxes = page(shown).select("#places [type=checkbox][name=place]")
    assert [box.parent.select_one(".desk-context").get_text() for box in boxes] == [
        "Carddebit fees", "On carddebits",
        "A carddebit. Your card. Their card.", "A card. Your carddebit. Their card.",
        "A card. Your card. Their carddebit.",
    ]  # fmt: skip
    assert all(box.has_attr("checked") for box in boxes)
    stays = boxes.pop(3)["value"]
    # Refused for want of a word to readers, or for an edit, the page keeps what was unticked.
    five.save()
    places = [box["value"] for box in boxes] + [hidden_place(shown, other)]
    again = answer(desk, shown, place=places)
    assert told(again).startswith("Nothing was changed.")
    unticked = page(again).select("[name=place][type=checkbox]:not([checked])")
    assert [box["value"] for box in unticked] == [stays]
    assert told(answer(desk, again, place=places)) == "2 articles changed."
    five.refresh_from_db()
    assert (five.title, five.summary) == ("debit fees", "On debits")
    assert five.body == "A debit. Your card. Their debit."
    assert Article.objects.get(pk=other.pk).title == "Other debit"


def hidden_place(shown, article) -> str:
    """Return what is sent of an article whose only place has the tick of the article."""
    place = f".desk-place:has([value='{article.pk}']) [name=place]"
    return page(shown).select_one(place)["value"]


def test_an_article_without_its_tick_or_any_of_its_places_is_left_alone(at_desk, author, cards):
    desk = at_desk(author)
    shown = show(desk, cards, find="card", instead="debit")
    every = [place["value"] for place in page(shown).select("[name=place]")]
    assert told(answer(desk, shown, take=[], place=every)) == "0 articles changed."
    shown = show(desk, cards, find="card", instead="debit")
    assert told(answer(desk, shown, place=["nonsense"])) == "0 articles changed."
    assert cards["live"].history.count() == 2


def test_the_ticks_stay_while_readers_are_told_nothing_yet(at_desk, publisher, cards):
    desk = at_desk(publisher)
    shown = show(desk, cards, find="card", instead="debit")
    again = answer(desk, shown, take=[cards["live"].pk], publish_too="on")
    assert "Say what changed" in errors(again)
    taken = {box["value"]: box.has_attr("checked") for box in page(again).select("[name=take]")}
    assert taken == {str(cards["live"].pk): True, str(cards["draft"].pk): False}
    assert told(answer(desk, again, change_note="New")) == "1 article changed. 1 of them published."


def test_of_too_many_places_the_first_are_shown_and_only_articles_have_ticks(
    at_desk, author, write, monkeypatch, settings
):
    assert 2 * replacing.TICKED + 50 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    monkeypatch.setattr(replacing, "TICKED", 9)
    monkeypatch.setattr(bulk, "TICKED", 9)
    one, desk = write("One", "card " * 10), at_desk(author)
    shown = show(desk, {"one": one}, find="card", instead="debit")
    assert not page(shown).select("[name=place]")
    assert len(page(shown).select("#places del")) == replacing.HITS_SHOWN
    assert "and 5 more places" in words(page(shown).select_one("#places"))
    answer(desk, shown)
    one.refresh_from_db()
    assert one.body.split() == ["debit"] * 10


def test_a_replacement_is_published_with_a_word_to_readers(at_desk, publisher, cards, see):
    desk = at_desk(publisher)
    assert "Say what changed" in errors(show(desk, cards, find="card", publish_too="on"))
    shown = show(
        desk, cards, find="card", instead="debit", publish_too="on", change_note="A new name"
    )
    answer(desk, shown, take=[a.pk for a in cards.values()])
    states = dict(Article.objects.values_list("title", "state_now"))
    assert states == {"The debit": State.LIVE, "Other": State.DRAFT}
    assert texts(see("/articles/the-card/"), ".changes dd") == ["A new name"]


def test_a_replacement_that_one_article_cannot_take_changes_none(at_desk, author, cards, write):
    write("card", "Fine.")
    desk = at_desk(author)
    everything = {article.title: article for article in Article.objects.all()}
    shown = show(desk, everything, find="card", instead="x" * 199)
    said = answer(desk, shown, take=[a.pk for a in everything.values()])
    assert told(said).startswith("Nothing was changed. The Card: Ensure this value has at most 200")
    assert set(Article.objects.values_list("title", flat=True)) == set(everything)


@pytest.mark.parametrize("find", ["", "x\x00", "y" * 201])
def test_an_unusable_search_is_a_form_error(at_desk, author, cards, find):
    assert errors(show(at_desk(author), cards, find=find))


# Going back in time ------------------------------------------------------------------------------


def test_a_mistaken_deed_is_undone_for_all_its_articles_and_for_their_readers(
    at_desk, publisher, cards, make_category, see
):
    desk, other = at_desk(publisher), make_category("other")
    live, draft = cards.values()
    hour = timedelta(hours=1)
    Article.history.update(history_date=timezone.now() - 2 * hour)
    answer(desk, ask(desk, "move", [live, draft]), category=other.pk, publish_too="on")
    shown = show(desk, cards, find="card", instead="debit", publish_too="on", change_note="New")
    answer(desk, shown, take=[live.pk, draft.pk])
    assert texts(see("/articles/the-card/"), "h1") == ["The debit"]
    asked = ask(desk, "go_back", [live, draft])
    back = {"moment": f"{timezone.localtime() - hour:%Y-%m-%dT%H:%M}", "publish_too": "on"}
    assert errors(answer(desk, asked, **back)).startswith("Say what changed")
    said = answer(desk, asked, is_minor_edit="on", **back)
    assert told(said) == "2 articles changed. 1 of them published."
    assert texts(see("/articles/the-card/"), "h1") == ["The Card"]
    for article, summary in ((live, ""), (draft, "Cards")):
        article.refresh_from_db()
        assert (article.summary, article.category.key) == (summary, "faq")
