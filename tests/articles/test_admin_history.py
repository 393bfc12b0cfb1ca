"""History, differences and restoring, through the admin's own pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import branding, text_difference
from articles.models import Article
from tests.articles.pages import LIST, change, page, submit, told, words


def history(article) -> str:
    return f"{LIST}{article.pk}/history/"


def difference(article, before="live", after="now") -> str:
    return f"{LIST}{article.pk}/difference/?from={before}&to={after}"


def rows(response) -> list[list[str]]:
    table = page(response).select_one(".desk-history tbody")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td")[1:4]]
        for row in table.select("tr")
    ]


@pytest.fixture
def edited(at_desk, author, publisher, write) -> Article:
    """Written by ana, published and unpublished by petra, then rewritten by ana."""
    submit(at_desk(author), f"{LIST}add/", title="Title", body="One two three.",
           category=write("Other").category_id, tags="a")  # fmt: skip
    article = Article.objects.get(title="Title")
    submit(at_desk(publisher), change(article), "_publish")
    submit(at_desk(author), change(article), title="New title", body="One two four five.", tags="b")
    return article


def test_history_says_who_changed_what_and_how_many_words(at_desk, author, edited):
    assert rows(at_desk(author).get(history(edited))) == [
        ["ana", "Changed title, tags", "+2 −1"],
        ["petra", "Published published on, updated on", "0"],
        ["ana", "Created", "+3"],
    ]


def test_the_writers_note_stands_in_the_history_with_the_deed(at_desk, publisher, write):
    article = write("Title", "One.")
    desk = at_desk(publisher)
    submit(desk, change(article), body="Two.", note="  Said it <b>better</b>  ")
    submit(desk, change(article), "_publish", body="Three.", note="n" * 100)
    submit(desk, change(article), note="Nothing but a note")
    assert [row[1].split("  ")[0] for row in rows(desk.get(history(article)))][:3] == [
        "Nothing but a note",
        f"Published: {'n' * 100} published on, updated on",
        "Said it <b>better</b>",
    ]
    refused = submit(desk, change(article), body="Four.", note="n" * 101)
    assert "Ensure this value has at most 100 characters" in refused.content.decode()
    assert submit(desk, change(article), body="Four.", note="a\0b").status_code == 200
    article.refresh_from_db()
    assert article.body == "Three."


def test_history_is_cut_into_pages(at_desk, author, write):
    article = write("Title", "0")
    for number in range(1, 30):
        article.body = str(number)
        article.save()
    desk = at_desk(author)
    assert len(rows(desk.get(history(article)))) == 25
    older = rows(desk.get(history(article) + "?page=2"))
    assert len(older) == 5
    assert older[0][2] == "+1 −1"
    for nonsense in ("0", "-1", "x", "9" * 30, "%00"):
        assert desk.get(f"{history(article)}?page={nonsense}").status_code == 200


def test_history_takes_a_fixed_number_of_queries(
    at_desk, admin_user, write, django_assert_max_num_queries
):
    article = write("Title", "0", tags=["a"])
    for number in range(20):
        article.body = str(number)
        article.save()
    desk = at_desk(admin_user)
    branding.current()  # a process reads it once a second
    with django_assert_max_num_queries(7):
        desk.get(history(article))


def test_the_difference_to_what_visitors_read_shows_fields_and_lines(at_desk, author, edited):
    response = at_desk(author).get(difference(edited))
    fields = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page(response).select(".diff-fields tbody tr")
    }
    assert fields == {"Title": ["Title", "New title"], "Tags": ["a", "b"]}
    heads = [h.get_text() for h in page(response).select(".diff thead th")]
    assert heads == ["What visitors read", "Working copy"]
    assert [d.get_text() for d in page(response).select(".diff del")] == ["three"]
    assert [i.get_text() for i in page(response).select(".diff ins")] == ["four five"]


def test_the_difference_names_articles_people_and_categories_by_their_names(
    at_desk, author, write, make_category
):
    source, article = write("Source", locale="en-gb"), write("Title", locale="de")
    article.translation_of, article.owner = source, author
    article.category = make_category("news", name="News")
    article.save()
    first = article.history.earliest("history_id").history_id
    changed = page(at_desk(author).get(difference(article, first))).select(".diff-fields tbody tr")
    named = {words(row.th): words(row.select("td")[1]) for row in changed}
    assert named == {"Category": "News", "Translation of": "Source (en-gb)", "Owner": "ana"}


def test_a_version_that_does_not_exist_is_not_found(at_desk, author, edited):
    desk = at_desk(author)
    for asked in ("x", "0", "9" * 30, "9" * 5000, "-1", "%00", "١"):
        assert desk.get(difference(edited, asked)).status_code == 404, asked


def test_a_version_of_another_article_is_not_found(at_desk, author, edited, write):
    other = write("Other one").history.get().history_id
    desk = at_desk(author)
    assert desk.get(difference(edited, other)).status_code == 404
    assert desk.post(f"{LIST}{edited.pk}/restore/{other}/").status_code == 404


def test_a_draft_has_no_difference_to_what_visitors_read(at_desk, author, write):
    assert at_desk(author).get(difference(write("Draft"))).status_code == 404


def test_restoring_brings_a_version_back_byte_for_byte_as_the_working_copy(
    at_desk, author, make_category, write, client
):
    body = "  Tabs\tand  spaces \n\n\n```\ncode\n```\n\N{ZERO WIDTH SPACE}\N{PARTY POPPER}\r\n\n"
    article = write("Ünïcode  title", body, tags=["b", "A c"], summary="Sum.")
    article.publish()
    old = article.history.order_by("-history_id").first()
    other = make_category("other")
    submit(at_desk(author), change(article), title="x", body="y", summary="z", tags="q",
           category=other.pk)  # fmt: skip
    shown = client.get(article.get_absolute_url()).content
    desk = at_desk(author)
    page_of_version = page(desk.get(difference(article, old.history_id)))
    action = page_of_version.select_one(".desk-difference form")["action"]
    count = article.history.count()
    assert desk.post(action).status_code == 302

    restored = Article.objects.get(pk=article.pk)
    assert (restored.title, restored.body, restored.summary) == ("Ünïcode  title", body, "Sum.")
    assert restored.category.key == "faq"
    assert sorted(restored.tags.names()) == ["A c", "b"]
    assert not restored.differs_from_published()
    assert client.get(article.get_absolute_url()).content == shown
    newest = restored.history.order_by("-history_id").first()
    assert restored.history.count() == count + 1
    assert newest.history_change_reason.startswith("Restored the version of")
    assert newest.history_user == author
    assert newest.tag_names == ["A c", "b"]


def test_places_of_a_version_are_brought_back_and_the_rest_stays(at_desk, author, write):
    article = write("Title", "one\n\ntwo\n\nthree\n\nfour\n\nfive", summary="Sum.")
    old = article.history.first()
    desk = at_desk(author)
    submit(desk, change(article), title="New", body="ONE\n\ntwo\n\nfour\n\nfive\n\nsix")
    shown = page(desk.get(difference(article, old.history_id)))
    form, ticks = shown.select_one("#restore"), shown.select(".diff .place input")
    assert [tick["form"] for tick in ticks] == ["restore"] * 3
    sent = {"_places": "1", "seen": form.select_one("[name=seen]")["value"]}
    refused = desk.post(form["action"], sent, follow=True)
    assert "tick the places" in told(refused)
    desk.post(form["action"], sent | {"place": ticks[1]["value"]})
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.body) == ("New", "ONE\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix")
    assert now.history.first().history_change_reason.startswith("Restored parts of the version")
    again = desk.post(form["action"], sent | {"place": ticks[0]["value"]}, follow=True)
    assert "somebody saved the article since" in told(again)
    assert Article.objects.get(pk=article.pk).body == now.body


HOSTILE = [
    ("Two  spaces", "\n\nFirst lines are empty.\n", ["a"]),
    ("Ends in tabs", "x \t \n\t\n", ["\N{PARTY POPPER} party", "Ünïcode"]),
    ("<b>&amp;</b>", "a\r\nb\rc\x0b\x1c\u2028d\ufeff", ["B", "b c"]),
    ("'\";--", "\N{ZERO WIDTH JOINER}\U0001f469\u200d\U0001f680", []),
]


def test_every_hostile_version_comes_back_byte_for_byte(at_desk, author, write):
    article = write("Title", "Text.")
    versions_of = {}
    for title, body, tags in HOSTILE:
        article.title, article.body = title, body
        article.save()
        article.set_tags(tags)
        versions_of[article.history.latest().history_id] = (title, body, sorted(tags))
    desk = at_desk(author)
    for version, written in versions_of.items():
        desk.post(f"{LIST}{article.pk}/restore/{version}/")
        back = Article.objects.get(pk=article.pk)
        assert (back.title, back.body, sorted(back.tags.names())) == written


@pytest.mark.parametrize(("title", "body", "tags"), [h for h in HOSTILE if "\r" not in h[1]])
def test_the_form_keeps_hostile_text_as_it_was_typed(at_desk, author, faq, title, body, tags):
    desk = at_desk(author)
    sent = body.replace("\n", "\r\n")
    submit(desk, f"{LIST}add/", title=title, body=sent, tags=", ".join(tags), category=faq.pk)
    article = Article.objects.get()
    assert (article.title, article.body, sorted(article.tags.names())) == (
        title, body, sorted(tags)
    )  # fmt: skip
    submit(desk, change(article), summary="More.")
    article.refresh_from_db()
    assert (article.title, article.body) == (title, body)


def test_any_version_can_be_restored_through_publishing_and_retagging(at_desk, publisher, write):
    article = write("One", "1", tags=["a"])
    desk = at_desk(publisher)
    submit(desk, change(article), "_publish", tags="b", body="2")
    submit(desk, change(article), tags="")
    submit(desk, change(article), "_unpublish", tags="c, d", body="3")
    expected = {v.history_id: (v.body, v.tag_names) for v in article.history.all()}
    assert list(expected.values()) == [("3", ["c", "d"]), ("2", []), ("2", ["b"]), ("1", ["a"])]
    for version, (body, tags) in expected.items():
        desk.post(f"{LIST}{article.pk}/restore/{version}/")
        article.refresh_from_db()
        assert (article.body, sorted(article.tags.names())) == (body, tags)


def test_restoring_needs_a_post_and_the_right_to_change(at_desk, author, reader, edited):
    url = f"{LIST}{edited.pk}/restore/{edited.history.first().history_id}/"
    assert at_desk(author).get(url).status_code == 405
    assert at_desk(reader).post(url).status_code == 403
    assert at_desk(author, enforce_csrf_checks=True).post(url).status_code == 403


def test_a_reader_may_look_at_history_and_difference_but_sees_no_button(at_desk, reader, edited):
    desk = at_desk(reader)
    assert desk.get(history(edited)).status_code == 200
    version = edited.history.order_by("-history_id").first().history_id
    shown = desk.get(difference(edited, version))
    assert shown.status_code == 200
    assert not page(shown).select(".desk-difference form")


# The comparison itself ----------------------------------------------------------------------------

line = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=20)
text = st.lists(st.sampled_from(["", "same", "other one", "x"]) | line, max_size=30).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(before=text, after=text)
def test_both_texts_can_be_read_off_the_rows_again(before, after):
    shown = text_difference.side_by_side(before, after)
    if before == after:
        assert shown == []
        return
    left = {r.left_number: "".join(s.text for s in r.left) for r in shown if r.left_number}
    right = {r.right_number: "".join(s.text for s in r.right) for r in shown if r.right_number}
    old, new = before.split("\n"), after.split("\n")
    assert all(old[number - 1] == line for number, line in left.items())
    assert all(new[number - 1] == line for number, line in right.items())
    hidden = sum(r.hidden for r in shown)
    assert (len(left) + hidden, len(right) + hidden) == (len(old), len(new))


@settings(max_examples=100, deadline=None)
@given(before=text, after=text)
def test_words_added_less_words_removed_is_the_growth(before, after):
    added, removed = text_difference.words_changed(before, after)
    assert added - removed == len(after.split()) - len(before.split())


def test_a_text_of_many_lines_is_compared_without_difflibs_worst_case():
    before = "\n".join(str(n % 97) for n in range(60_000))
    assert len(text_difference.side_by_side(before, before + "\nmore")) == 60_001
