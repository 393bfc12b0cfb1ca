"""Golden queries: red as soon as an answer is lost, in the admin and on the command line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from search import bounded, golden, ranking
from search.admin import golden as golden_admin
from search.models import GoldenQuery, PinnedQuestion
from search.models.golden import FIRST_PAGE
from tests.articles.pages import active_content, errors, fields, page, submit, texts

SLOW = """
    WITH ranked AS (SELECT 1 AS article_id, 1 AS id, 1.0 AS score, NULL AS anchor
                      FROM pg_sleep(5)),
         best AS (TABLE ranked), refined AS (TABLE ranked)"""

pytestmark = pytest.mark.django_db

LIST = "/admin/search/goldenquery/"
FORM = "#goldenquery_form"


@pytest.fixture
def shop(publish) -> dict:
    return {
        "refunds": publish("Refunds", "How refunds work."),
        "abroad": publish("Buying abroad", "A refund takes longer there."),
        "other": publish("Shipping", "Nothing about that."),
    }


def must_find(question: str, article, within: int = 1, **more) -> GoldenQuery:
    return GoldenQuery.objects.create(question=question, article=article, within=within, **more)


def rows(response) -> dict[str, list[str]]:
    """Question -> what its row says of state, place and article."""
    return {
        row.select_one(".field-question").get_text(): [
            row.select_one(f".field-{name}").get_text() for name in ("verdict", "rank", "title")
        ]
        for row in page(response).select("#result_list tbody tr")
    }


def check(*options: str, capsys) -> tuple[int, str]:
    try:
        call_command("check_golden_queries", *options)
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_a_golden_query_is_made_in_the_admin_and_its_state_is_seen(at_desk, searcher, shop):
    desk = at_desk(searcher)
    sent = fields(desk.get(f"{LIST}add/"), FORM) | {
        "question": "refund", "article": shop["abroad"].pk, "within": "2", "_save": "1",
    }  # fmt: skip
    assert desk.post(f"{LIST}add/", sent).headers["Location"] == LIST
    assert rows(desk.get(LIST)) == {"refund": ["Green", "2", "Buying abroad · Live · FAQ"]}
    assert "Within" in texts(page(desk.get(LIST)), "thead th")
    GoldenQuery.objects.update(within=1)
    assert rows(desk.get(LIST)) == {"refund": ["Red", "2", "Buying abroad · Live · FAQ"]}


def test_red_is_what_is_not_found_not_published_or_deleted(at_desk, searcher, shop, write):
    must_find("refund", shop["other"], 15)
    must_find("draft", write("A draft"), 15)
    must_find("gone", shop["refunds"], 15)
    shop["refunds"].delete()
    assert rows(at_desk(searcher).get(LIST)) == {
        "draft": ["Red", "not found", "A draft · Draft · FAQ"],
        "gone": ["Red", "not found", "deleted"],
        "refund": ["Red", "not found", "Shipping · Live · FAQ"],
    }


def test_pins_count_because_visitors_get_them(at_desk, searcher, shop):
    must_find("refund", shop["other"])
    PinnedQuestion.objects.create(question="refund", first=shop["other"])
    assert rows(at_desk(searcher).get(LIST))["refund"] == ["Green", "1", "Shipping · Live · FAQ"]


def test_check_now_counts_and_names_what_stands_before_a_red_one(at_desk, searcher, shop):
    good, bad = must_find("refunds", shop["refunds"]), must_find("refund", shop["abroad"])
    response = at_desk(searcher).post(
        LIST, {"action": "check_now", "_selected_action": [good.pk, bad.pk]}, follow=True
    )
    said = [message.get_text() for message in page(response).select(".messagelist li")]
    assert said == ["1 green, 1 red.", "“refund”: 2, behind “Refunds”."]


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_is_red_and_says_so(
    at_desk, searcher, shop, monkeypatch, capsys
):
    must_find("refund", shop["refunds"])
    monkeypatch.setattr(bounded, "TIME_LIMIT_MS", 20)
    monkeypatch.setattr(ranking, "PASSAGES", SLOW)
    assert rows(at_desk(searcher).get(LIST))["refund"][:2] == ["Red", "took too long"]
    status, out = check(capsys=capsys)
    assert status == 1
    assert "took too long" in out


def test_a_slow_page_leaves_the_rest_unchecked_and_says_so(at_desk, searcher, shop, monkeypatch):
    must_find("refund", shop["refunds"])
    monkeypatch.setattr(golden_admin, "SECONDS_FOR_A_PAGE", 0.0)
    monkeypatch.setattr(golden_admin, "SECONDS_FOR_A_CHECK", 0.0)
    desk = at_desk(searcher)
    assert rows(desk.get(LIST))["refund"][0] == "Not checked"
    chosen = {"action": "check_now", "_selected_action": [GoldenQuery.objects.get().pk]}
    said = page(desk.post(LIST, chosen, follow=True)).select_one(".messagelist").get_text()
    assert "0 green, 0 red. 1 was not checked" in said


def test_the_list_checks_only_the_shown_page(at_desk, searcher, shop, monkeypatch):
    for number in range(30):
        must_find(f"refund {number}", shop["refunds"])
    checked = []
    find = golden.find
    monkeypatch.setattr(golden, "find", lambda *asked: checked.append(asked) or find(*asked))
    assert len(rows(at_desk(searcher).get(f"{LIST}?p=2"))) == 5
    assert len(checked) == 5


def test_all_green_ends_well(shop, capsys):
    must_find("refund", shop["refunds"])
    assert check(capsys=capsys) == (
        0,
        "green  1 (within 1)  refund  [en-us]\n1 golden query, 0 red.\n",
    )


def test_one_red_ends_with_1_and_says_what_stands_before_it(shop, capsys):
    must_find("refunds", shop["refunds"])
    must_find("refund", shop["abroad"])
    status, out = check(capsys=capsys)
    assert status == 1
    assert out.splitlines() == [
        "red    2 (within 1)  refund  [en-us]",
        "         1. Refunds",
        "green  1 (within 1)  refunds  [en-us]",
        "2 golden queries, 1 red.",
    ]


def test_json_is_a_list_with_a_record_for_each(shop, capsys):
    must_find("refund", shop["abroad"])
    status, out = check("--json", capsys=capsys)
    assert status == 1
    assert json.loads(out) == [
        {
            "question": "refund",
            "locale": "en-us",
            "article": "Buying abroad",
            "within": 1,
            "green": False,
            "rank": 2,
            "timed_out": False,
            "before": ["Refunds"],
        }
    ]


def test_a_locale_is_checked_alone_and_an_unknown_one_is_refused(shop, publish, capsys):
    must_find("refund", shop["abroad"])
    must_find("refund", publish("Refunds", "Refund", locale="en-gb"), locale="en-gb")
    assert check("--locale", "en-gb", capsys=capsys)[0] == 0
    assert check("--locale", "en-us", capsys=capsys)[0] == 1
    with pytest.raises(CommandError, match="no locale 'xx'"):
        call_command("check_golden_queries", "--locale", "xx")


def test_without_golden_queries_nothing_is_red(capsys, db):
    assert check(capsys=capsys) == (0, "0 golden queries, 0 red.\n")


def test_the_form_refuses_another_locale_and_impossible_places(at_desk, searcher, publish):
    desk, abroad = at_desk(searcher), publish("Abroad", locale="en-gb")
    for told, complaint in [
        ({"article": str(abroad.pk)}, "another locale"),
        ({"article": ""}, "required"),
        ({"within": "0"}, "greater than or equal to 1"),
        ({"within": "16"}, "less than or equal to 15"),
    ]:
        sent = fields(desk.get(f"{LIST}add/"), FORM) | {"question": "q"} | told | {"_save": "1"}
        assert complaint in errors(desk.post(f"{LIST}add/", sent)), told


def test_a_question_is_checked_once_for_each_article(at_desk, searcher, shop):
    desk, mine = at_desk(searcher), must_find("refund", shop["abroad"])
    sent = {"question": "refund", "article": str(shop["abroad"].pk)}
    refused = submit(desk, f"{LIST}add/", _form=FORM, **sent)
    assert "is checked for this article already" in errors(refused)
    again = submit(desk, f"{LIST}{mine.pk}/change/", _form=FORM, within="9")
    assert again.status_code == 302
    for told in ({"article": str(shop["other"].pk)}, {"question": "refunds"}):
        assert submit(desk, f"{LIST}add/", _form=FORM, **sent | told).status_code == 302


def test_hostile_questions_are_shown_as_text(at_desk, searcher, publish):
    evil = "\"><script>alert(1)</script>' & | ! :* ("
    bad = must_find(evil, publish(evil, "text"), 1)
    publish("First", "first")
    must_find("first", bad.article)
    desk = at_desk(searcher)
    chosen = {"action": "check_now", "_selected_action": list(GoldenQuery.objects.values_list("pk", flat=True))}  # fmt: skip # noqa: E501
    assert active_content(page(desk.post(LIST, chosen, follow=True))) == []


def test_the_first_page_is_as_long_as_the_form_says(settings):
    assert FIRST_PAGE == settings.ARTICLES_PER_PAGE
    told = GoldenQuery._meta.get_field("within").help_text
    assert f"{FIRST_PAGE}: anywhere on the first page" in told
