"""Articles that staff put first when a question is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import trash
from articles.models import PublishedArticle
from search.models import PinnedQuestion
from search.results import find
from tests.articles.pages import active_content, errors, fields, page, submit

pytestmark = pytest.mark.django_db

LIST = "/admin/search/pinnedquestion/"
ADD = f"{LIST}add/"
FORM = "#pinnedquestion_form"
FILLER = "Nothing of interest stands in this sentence about other matters."


def pin(question: str, *articles, **fields) -> PinnedQuestion:
    places = dict(zip(("first", "second", "third"), articles, strict=False))
    return PinnedQuestion.objects.create(question=question, **places, **fields)


@pytest.fixture
def shop(publish, make_category) -> dict:
    news = make_category("news")
    return {
        "cancel": publish("Cancel your plan", f"How to cancel a plan. {FILLER}"),
        "change": publish("Change your plan", f"How to change a plan. {FILLER}"),
        "offer": publish("Before you go", FILLER, category=news),
        "other": publish("Shipping", f"{FILLER}"),
    }


def test_articles_pinned_in_the_admin_come_first_in_their_order(at_desk, searcher, shop, titles):
    assert titles("cancel plan") == ["Cancel your plan", "Change your plan"]
    sent = fields(at_desk(searcher).get(ADD), FORM) | {
        "question": "cancel plan", "first": shop["offer"].pk, "second": shop["change"].pk,
        "_save": "1",
    }  # fmt: skip
    response = at_desk(searcher).post(ADD, sent)
    assert response.headers["Location"] == LIST
    assert titles("cancel plan") == ["Before you go", "Change your plan", "Cancel your plan"]


def test_a_pinned_article_comes_first_itself_and_not_an_answer_in_it(publish):
    publish("Fees", f"What a fee is. {FILLER}")
    plans = publish("Plans", f"Of plans. {FILLER}\n\n## Is there a fee for nonprofits?\n\nNo fee.")

    def found() -> list[str]:
        return [card.question or card.plain_title for card in find("fee", "en-us").cards()]

    assert found() == ["Fees", "Is there a fee for nonprofits?"]
    pin("fee", plans)
    assert found() == ["Plans", "Fees", "Is there a fee for nonprofits?"]


def test_a_question_is_its_telling_words_in_any_order_and_form(shop, titles):
    pin("cancel a plan", shop["offer"])
    for asked in ("plan cancel", "Cancelling my plans?", "how do I cancel the plan"):
        assert titles(asked)[0] == "Before you go", asked
    for asked in ("cancel", "cancel plan abroad", "plan"):
        assert titles(asked)[0] != "Before you go", asked


def test_a_contained_question_is_pinned_within_longer_ones_only_when_staff_say_so(shop, titles):
    pin("cancel plan", shop["offer"], contains=True)
    assert titles("cancel plan abroad")[0] == "Before you go"
    assert titles("cancel shipping")[0] != "Before you go"


def test_the_closest_pins_come_first_and_at_most_three_in_all(shop, publish, titles):
    last = publish("Last", FILLER)
    pin("plan", last, shop["other"], contains=True)
    pin("cancel plan", shop["offer"], shop["change"])
    assert titles("cancel plan")[:4] == [
        "Before you go", "Change your plan", "Last", "Cancel your plan",
    ]  # fmt: skip


def test_of_pins_that_are_equally_close_the_older_comes_first(shop, titles):
    pin("cancel plan", shop["offer"], contains=True)
    pin("yearly plan", shop["other"], contains=True)
    assert titles("cancel the yearly plan")[:2] == ["Before you go", "Shipping"]


def test_a_pinned_article_is_counted_once_and_in_its_own_tab_only(client, shop, faq):
    pin("cancel plan", shop["change"], shop["offer"])
    response = client.get("/search/", {"q": "cancel plan"})
    assert [card.plain_title for card in response.context["cards"]] == [
        "Change your plan", "Before you go", "Cancel your plan",
    ]  # fmt: skip
    assert response.context["found"] == 3
    counts = {node.key: node.articles for node in response.context["facets"].tabs}
    assert counts == {"faq": 2, "news": 1}
    in_faq = client.get("/search/", {"q": "cancel plan", "tab": "faq"})
    assert [card.plain_title for card in in_faq.context["cards"]] == [
        "Change your plan", "Cancel your plan",
    ]  # fmt: skip


def test_visitors_see_no_mark_of_a_pin(client, shop):
    pin("shipping", shop["cancel"])
    cards = page(client.get("/search/", {"q": "shipping"})).select("li.card")
    assert [card["class"] for card in cards] == [["card"], ["card"]]
    assert "pinned" not in "".join(map(str, cards)).lower()


def test_a_pin_shows_for_a_question_that_nothing_else_answers(client, shop):
    pin("zebra crossing", shop["other"])
    response = client.get("/search/", {"q": "crossing zebra"})
    assert [card.plain_title for card in response.context["cards"]] == ["Shipping"]
    assert "Nothing of interest" in response.content.decode()


def test_only_what_is_published_in_the_locale_is_shown(shop, write, publish, titles):
    draft = write("Draft about cancelling", "cancel plan")
    abroad = publish("Abroad", "x", locale="en-gb")
    pin("shipping", draft, shop["offer"], abroad)
    assert titles("shipping") == ["Before you go", "Shipping"]
    shop["offer"].unpublish()
    assert titles("shipping") == ["Shipping"]
    draft.publish()
    assert titles("shipping") == ["Draft about cancelling", "Shipping"]


def test_a_pinned_article_that_has_expired_is_not_counted_either(shop):
    pin("zebra crossing", shop["offer"], shop["other"])
    an_hour_ago = timezone.now() - timedelta(hours=1)
    PublishedArticle.objects.filter(article=shop["offer"]).update(expire_at=an_hour_ago)
    assert [hit.article_id for hit in find("zebra crossing", "en-us").hits] == [shop["other"].pk]


def test_a_deleted_article_leaves_the_other_pins(at_desk, searcher, shop, titles):
    pin("shipping", shop["offer"], shop["cancel"])
    shop["offer"].delete()
    assert titles("shipping") == ["Cancel your plan", "Shipping"]
    shop["cancel"].delete()
    assert titles("shipping") == ["Shipping"]
    assert "were deleted" in at_desk(searcher).get(LIST).content.decode()


def test_a_pinned_article_stays_pinned_while_it_is_in_the_trash(at_desk, searcher, shop, titles):
    row = pin("cancel plan", shop["offer"], shop["other"])
    trash.delete(shop["other"].pk)
    submit(at_desk(searcher), f"{LIST}{row.pk}/change/", _form=FORM, contains="on")
    row.refresh_from_db()
    assert (row.contains, row.articles) == (True, [shop["offer"], shop["other"]])


def test_the_exact_title_stays_behind_pins_and_before_the_rest(shop, titles):
    pin("change your plan", shop["offer"])
    assert titles("change your plan")[:2] == ["Before you go", "Change your plan"]


def test_a_question_without_pins_costs_no_statement_for_them(shop):
    pin("cancel plan", shop["offer"])
    with CaptureQueriesContext(connection) as none:
        find("shipping", "en-us")
    with CaptureQueriesContext(connection) as one:
        find("cancel plan", "en-us")
    assert len(one) == len(none) + 1


@pytest.mark.django_db(transaction=True)
def test_kept_result_pages_follow_a_pin_that_is_saved_or_deleted(client, shop):
    def read() -> str:
        return [client.get("/search/?q=shipping").content.decode() for _time in range(3)][-1]

    assert "Before you go" not in read()
    told = pin("shipping", shop["offer"])
    assert "Before you go" in read()
    told.delete()
    assert "Before you go" not in read()


def test_rebuilding_derives_the_lexemes_again(shop, titles):
    pin("shipping", shop["offer"])
    PinnedQuestion.objects.update(lexemes=["stale"])
    assert titles("shipping") == ["Shipping"]
    call_command("rebuild_articles", verbosity=0)
    assert titles("shipping")[0] == "Before you go"


def test_the_form_refuses_nothing_twice_and_elsewhere(at_desk, searcher, shop, publish):
    desk, abroad = at_desk(searcher), publish("Abroad", locale="en-gb")
    one = str(shop["offer"].pk)
    for told, complaint in [
        ({"question": "plan"}, "Choose an article"),
        ({"question": "?!", "first": one}, "no word to be found by"),
        ({"question": "plan", "first": one, "third": one}, "pinned already"),
        ({"question": "plan", "first": str(abroad.pk)}, "another locale (English (UK))"),
        ({"question": "plan", "first": "99999"}, "not one of the available choices"),
        ({"question": "plan\0", "first": one}, "Null characters"),
        ({"question": "how do I", "contains": "on", "first": one}, "Small words alone"),
    ]:
        choice = fields(desk.get(ADD), FORM) | told | {"_save": "1"}
        assert complaint in errors(desk.post(ADD, choice)), told
    assert not PinnedQuestion.objects.exists()


def test_the_form_refuses_a_question_that_other_words_pin_already(at_desk, searcher, shop):
    desk, other = at_desk(searcher), str(shop["offer"].pk)
    mine = pin("cancel plan", shop["offer"])
    for told, is_refused in [
        ({"question": "Cancelling my plans?"}, True),
        ({"question": "cancelling my plans", "contains": "on"}, True),
        ({"question": "cancel plan", "locale": "en-gb"}, False),
        ({"question": "plan"}, False),
    ]:
        refused = errors(submit(desk, ADD, _form=FORM, first=other, **told))
        assert ("“cancel plan” is pinned already" in refused) is is_refused, told
    again = submit(desk, f"{LIST}{mine.pk}/change/", _form=FORM, question="plans, to cancel")
    assert again.status_code == 302


def test_the_list_names_the_pins_and_leads_to_the_results(at_desk, searcher, shop, write):
    pin("cancel plan", shop["offer"], write("A <b>draft"))
    row = page(at_desk(searcher).get(LIST)).select_one("#result_list tbody tr")
    assert row.select_one(".field-pinned").get_text() == ("Before you goA <b>draft (not published)")
    assert row.select_one(".field-results a")["href"] == "/search/?q=cancel+plan&why=1"
    assert active_content(page(at_desk(searcher).get(LIST))) == []


def test_the_list_says_in_a_word_which_are_shown_within_longer_questions(at_desk, searcher, shop):
    pin("a plan", shop["offer"])
    pin("cancel plan", shop["offer"], contains=True)
    shown = page(at_desk(searcher).get(LIST)).select(".field-in_longer")
    assert [cell.get_text() for cell in shown] == ["", "Yes"]


@pytest.mark.parametrize("pins", [1, 30])
def test_the_list_takes_a_fixed_number_of_queries(
    at_desk, searcher, publish, django_assert_max_num_queries, pins
):
    for number in range(pins):
        pin(f"question {number}", publish(f"Article {number}"), publish(f"Other {number}"))
    desk = at_desk(searcher)
    with django_assert_max_num_queries(7):
        assert len(page(desk.get(LIST)).select("#result_list tbody tr")) == pins


def test_of_more_pins_than_are_read_the_closest_count(shop, titles):
    said = {"question": "plan", "lexemes": ["plan"], "contains": True, "first": shop["cancel"]}
    PinnedQuestion.objects.bulk_create([PinnedQuestion(**said) for _number in range(100)])
    pin("plan upgrade", shop["offer"])
    assert titles("plan upgrade")[0] == "Before you go"


def test_a_change_through_the_form_is_a_new_question(at_desk, searcher, shop, titles):
    told = pin("plan", shop["offer"])
    response = submit(
        at_desk(searcher), f"{LIST}{told.pk}/change/", _form=FORM, question="shipping"
    )
    assert response.status_code == 302
    assert titles("shipping")[0] == "Before you go"
    assert titles("plan")[0] != "Before you go"


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)
@example(text="-fee\x1b0")
@given(text=st.text(max_size=60))
def test_any_question_that_is_pinned_finds_its_pin(shop, text):
    text = text.replace("\0", "")
    told = PinnedQuestion(question=text, first=shop["offer"], pk=77)
    told.save()
    found = [hit.article_id for hit in find(text, "en-us").hits]
    assert (shop["offer"].pk in found) == bool(told.lexemes)
