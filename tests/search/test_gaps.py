"""Unanswered questions: gathered from the log, asked again, closed by what staff do."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from search.gaps import DAYS, MAX_WORDINGS, SHOWN, UNOPENED, gaps, heed, ignore, shares
from search.models import AskedQuestion, IgnoredQuestion, PinnedQuestion, SynonymSet
from search.question_log import Asked, Opened, write
from tests.articles.pages import change, csv_rows, download_link, errors, page, submit, words
from tests.search.test_question_log import ask

pytestmark = pytest.mark.django_db

GAPS = "/admin/search/askedquestion/gaps/"
IGNORE = f"{GAPS}ignore/"


def asked(
    text: str,
    times: int = 1,
    *,
    ago: int = 0,
    fits: bool = False,
    locale: str = "en-us",
    opened: int = 0,
):
    day = timezone.localdate() - timedelta(days=ago)
    write([Asked(locale, day, text, int(fits), fits)] * times)
    write([Opened(locale, day, text)] * opened)


def texts(locales=("en-us",)) -> list[str]:
    return [gap.text for gap in gaps(locales)]


@pytest.fixture
def site(publish):
    return publish("Refunds", "How a refund works, and how long the bank takes.")


def test_the_log_knows_whether_a_result_fits(client, site):
    for question in ("refund", "xyzzy", "refund of gift cards in another currency"):
        ask(client, question)
    noted = dict(AskedQuestion.objects.values_list("text", "fits"))
    assert noted == {
        "refund": True,
        "xyzzy": False,
        "refund of gift cards in another currency": False,
    }


def test_a_weak_part_of_the_results_is_no_gap_where_another_article_fits(
    client, publish, make_category
):
    publish("Refunds", "How a refund of gift cards works.")
    publish("News", "About a refund.", category=make_category("news"))
    ask(client, "gift cards refund", data={"tab": "news"})
    assert AskedQuestion.objects.get().fits


def test_the_widget_notes_it_too(client, site):
    for question in ("refund", "refund of gift cards in another currency"):
        ask(client, question, path="/api/v1/search", data={"note": "1"})
    assert sorted(AskedQuestion.objects.values_list("fits", flat=True)) == [False, True]


@pytest.mark.parametrize("narrowing", [{}, {"tab": "faq"}, {"tab": "news"}])
@pytest.mark.parametrize("path", ["/search/", "/api/v1/search"])
def test_a_search_of_a_part_is_noted_as_answered_when_the_site_answers(
    client, site, make_category, narrowing, path
):
    make_category("news")
    for text in ("refunds", "refund pianos"):
        ask(client, text, path=path, data={"note": "1", **narrowing})
    kept = AskedQuestion.objects.order_by("text").values_list("text", "fits")
    assert list(kept) == [("refund pianos", False), ("refunds", True)]


@pytest.mark.parametrize("path", ["/search/", "/api/v1/search"])
def test_results_in_another_order_are_not_noted(client, site, path):
    ask(client, "refunds", path=path, data={"note": "1", "sort": "newest"})
    assert not AskedQuestion.objects.exists()


@pytest.mark.parametrize("fits", [True, False])
def test_of_a_day_the_last_time_counts_in_one_batch_or_in_several(db, fits):
    today = timezone.localdate()
    first, last = (Asked("en-us", today, "refund", *found) for found in ((3, not fits), (2, fits)))
    for batch in ([first, last], [first], [last]):
        write(batch)
    row = AskedQuestion.objects.get()
    assert (row.times, row.results, row.fits) == (4, 2, fits)
    assert shares(["en-us"])[0].unanswered == (0 if fits else 4)


def test_what_fitted_the_last_time_is_no_gap(db):
    asked("payroll", ago=3)
    assert texts() == ["payroll"]
    asked("payroll", ago=1, fits=True)
    assert texts() == []


def test_what_was_asked_long_ago_only_is_no_gap_but_is_compared_with(db):
    asked("pension", ago=DAYS)
    asked("payroll", 2, ago=1)
    asked("payroll", 5, ago=DAYS + 3)
    (gap,) = gaps(["en-us"])
    assert (gap.text, gap.lately, gap.before) == ("payroll", 2, 5)


def test_what_fits_and_is_opened_by_nobody_is_a_gap_that_only_a_pin_closes(publish, site):
    publish("Fees", "What a refund costs.")
    asked("bank refund", UNOPENED, fits=True)
    assert texts() == []  # nobody has opened anything: perhaps it cannot be seen here
    asked("fees", 9, fits=True, opened=1)
    asked("costs", UNOPENED - 1, fits=True)
    (gap,) = gaps(["en-us"])
    assert (gap.text, gap.is_unopened, gap.is_closed) == ("bank refund", True, False)
    PinnedQuestion.objects.create(locale="en-us", question="bank refund", first=site)
    assert gaps(["en-us"])[0].is_closed


def test_what_was_asked_before_anybody_looked_is_no_gap(db):
    asked("fees", 9, fits=True, opened=1)
    asked("refund", 9, fits=True)
    assert texts() == ["refund"]
    AskedQuestion.objects.filter(text="refund").update(opened=None)
    assert texts() == []


@pytest.mark.parametrize("ago", [0, 3])
def test_an_answer_that_one_visitor_got_ends_a_gap_however_many_asked_before(db, ago):
    asked("fees", 9, fits=True, opened=1)
    asked("payroll", 4 * UNOPENED, ago=ago)
    assert texts() == ["payroll"]
    asked("payroll", fits=True)
    assert texts() == []
    AskedQuestion.objects.update(day=F("day") - timedelta(days=1))
    asked("payroll", UNOPENED, fits=True)
    assert gaps(["en-us"])[0].is_unopened


def test_questions_without_a_word_are_not_alike(db):
    for text in ("→", "👍👍", "🙂"):
        asked(text)
    assert sorted(texts()) == ["→", "👍👍", "🙂"]


def test_wordings_of_one_question_are_one_gap_under_the_one_asked_most(db):
    asked("student discounts", 2)
    asked("is there a discount for students", 3)
    asked("studend discount", 1)
    asked("gift card", 4)
    (first, second) = gaps(["en-us"])
    assert first.text == "is there a discount for students"
    assert first.others == ["student discounts", "studend discount"]
    assert (first.lately, second.lately) == (6, 4)


def test_locales_keep_their_gaps_apart(db):
    asked("payroll")
    asked("payroll", locale="en-gb")
    assert [gap.locale for gap in gaps(["en-us", "en-gb"])] == ["en-gb", "en-us"]
    assert [gap.locale for gap in gaps(["en-gb"])] == ["en-gb"]


def test_a_gap_says_what_is_found_now_and_which_words_no_article_has(site):
    asked("refund of gift cards")
    (gap,) = gaps(["en-us"])
    assert (gap.answer, gap.is_closed, gap.missing) == ("Refunds", False, ("gift", "cards"))
    assert gap.term == "gift, cards"


def test_a_word_taken_for_another_closes_no_gap(publish):
    publish("Rules", "Apply a rule to what you watch.")
    asked("apple watch")
    (gap,) = gaps(["en-us"])
    assert (gap.answer, gap.missing, gap.is_closed) == ("Rules", ("apple",), False)


@pytest.mark.parametrize("deed", ["article", "synonym", "pin"])
def test_what_staff_do_closes_a_gap_before_anybody_asks_again(site, publish, deed):
    asked("money back", 3)
    asked("crypto", 2)
    assert texts() == ["money back", "crypto"]
    if deed == "article":
        publish("Your money back", "It takes a week.")
    elif deed == "synonym":
        SynonymSet.objects.create(terms="money back, refund")
    else:
        PinnedQuestion.objects.create(question="money back", first=site)
    assert [(gap.text, gap.is_closed) for gap in gaps(["en-us"])] == [
        ("crypto", False),
        ("money back", True),
    ]


def test_what_is_ignored_is_left_out_until_it_is_heeded(db):
    asked("asdf")
    ignore("en-us", ["asdf"])
    ignore("en-us", ["asdf"])
    asked("asdf", ago=1)
    assert texts() == []
    heed("en-us", ["asdf"])
    assert texts() == ["asdf"]


def test_the_share_without_an_answer_is_told_of_two_months(db):
    asked("refund", 3, fits=True)
    asked("payroll", 1)
    asked("payroll", 2, ago=DAYS)
    lately, before = shares(["en-us"])
    assert (lately.asked, lately.unanswered, lately.percent) == (4, 1, 25)
    assert (before.asked, before.percent) == (2, 100)
    assert shares(["de"])[0].percent == 0


def test_a_full_log_costs_a_bounded_number_of_statements(db):
    today = timezone.localdate()
    words = [sha256(str(n).encode()).hexdigest()[:12] for n in range(MAX_WORDINGS + 50)]
    write([Asked("en-us", today, word, 0, False) for word in words])
    with CaptureQueriesContext(connection) as captured:
        found = gaps(["en-us"])
    assert len(found) == SHOWN
    assert len(captured) <= 2 + 4 * SHOWN


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200).filter(lambda text: "\x00" not in text))
def test_no_question_of_the_log_is_an_error(db, text):
    safe = text.encode("utf-8", "ignore").decode()
    if safe:
        asked(safe)
    assert gaps(["en-us"]) is not None


@pytest.fixture
def desk(at_desk, make_staff):
    """The browser of somebody who teaches search and reads the log."""
    rights = ["view_askedquestion", "add_synonymset", "add_pinnedquestion"]
    return at_desk(make_staff("sam", rights))


def test_the_page_leads_to_the_forms_that_close_a_gap(desk, site):
    asked("<b>payroll")
    shown = page(desk.get(GAPS))
    assert shown.select_one(".desk-due-title").get_text() == "<b>payroll"
    links = [link["href"] for link in shown.select(".desk-deeds a")]
    assert links == [
        "/admin/search/synonymset/add/?terms=b%2C%20payroll&locale=en-us&from_gaps=all",
        "/admin/search/pinnedquestion/add/?question=%3Cb%3Epayroll&locale=en-us&from_gaps=all",
    ]
    form = page(desk.get(links[1]))
    assert form.select_one("#id_question")["value"] == "<b>payroll"


@pytest.mark.parametrize("narrowed", ["", "?locale=en-us"])
@pytest.mark.parametrize("kind", ["synonymset", "pinnedquestion"])
def test_a_form_begun_at_a_gap_comes_back_there_once_it_is_saved(desk, site, kind, narrowed):
    asked("money back")
    begun = page(desk.get(GAPS + narrowed)).select_one(f".desk-deeds a[href*={kind}]")["href"]
    changes = {"terms": "money back, refund"} if kind == "synonymset" else {"first": str(site.pk)}
    refused = submit(desk, begun, _form=f"#{kind}_form", **dict.fromkeys(changes, ""))
    assert errors(refused)
    answer = submit(desk, begun, _form=f"#{kind}_form", **changes)
    assert answer["Location"] == GAPS + narrowed
    shown = page(desk.get(answer["Location"]))
    assert "was added successfully" in words(shown.select_one(".messagelist .success"))
    assert words(shown.select_one(".state-live")) == "Answered now"


def test_a_synonym_that_no_article_has_together_closes_nothing(site, publish):
    publish("Wallets", "What a wallet is.")
    publish("Odd things", "Any thing.")
    question = "zebra long bank refund work"
    asked(question)
    told = SynonymSet.objects.create(terms="zebra, wallet thing")
    (gap,) = gaps(["en-us"])
    assert (gap.is_closed, gap.missing) == (False, ("zebra",))
    told.terms = "zebra, bank takes"
    told.save()
    (gap,) = gaps(["en-us"])
    assert (gap.is_closed, gap.missing) == (True, ())


@pytest.mark.parametrize("narrowed", ["", "?locale=en-us"])
def test_an_article_begun_at_a_gap_stays_open_with_the_way_back_above_it(
    at_desk, make_staff, faq, narrowed
):
    rights = ["view_askedquestion", "view_article", "add_article", "change_article"]
    writer = at_desk(make_staff("ana", rights))
    asked("payroll")
    begun = page(writer.get(GAPS + narrowed)).select_one(".desk-deeds a")["href"]
    begun = page(writer.get(begun)).select_one("#article_form")["action"]
    saved = submit(writer, begun, body="Once a month.", category=str(faq.pk))["Location"]
    saved_again = submit(writer, saved, body="Twice a month.")["Location"]
    for form in (begun, saved, saved_again):
        assert page(writer.get(form)).select(f".breadcrumbs a[href='{GAPS}{narrowed}']")
    elsewhere = saved.partition("?")[0]
    assert elsewhere == change(Article.objects.get())
    assert not page(writer.get(elsewhere)).select(".breadcrumbs a[href*=gaps]")


@pytest.mark.parametrize("value", ["//evil.example", "a&b=%3Cscript%3E", "locale=xx", "%00"])
def test_the_way_back_leads_nowhere_else(desk, value):
    url = f"/admin/search/synonymset/add/?from_gaps={quote(value)}"
    answer = submit(desk, url, _form="#synonymset_form", terms="refund, money back")
    assert answer["Location"].startswith(f"{GAPS}?")
    assert desk.get(answer["Location"]).status_code == 200


def test_a_gap_is_left_out_with_all_its_wordings_and_shown_again(desk):
    asked("asdf", 2)
    asked("asdf asdf")
    form = page(desk.get(GAPS)).select_one(".desk-deeds form")
    sent = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    told = {"locale": "en-us", "text": [value for name, value in sent if name == "text"]}
    assert "left out from now on" in desk.post(IGNORE, told, follow=True).content.decode()
    assert texts() == []
    assert IgnoredQuestion.objects.count() == 2
    desk.post(IGNORE, told | {"again": ""})
    assert texts() == ["asdf"]


@pytest.mark.parametrize(
    "told",
    [{}, {"locale": "xx", "text": "a"}, {"locale": "de"}, {"locale": "de", "text": ""}],
)
def test_nothing_is_left_out_by_a_request_that_names_nothing(desk, told):
    assert desk.post(IGNORE, told).status_code == 400
    assert not IgnoredQuestion.objects.exists()


def test_who_may_only_read_the_log_leaves_nothing_out(at_desk, make_staff):
    reader = at_desk(make_staff("reader", ["view_askedquestion"]))
    asked("asdf")
    assert not page(reader.get(GAPS)).select(".desk-deeds form, .desk-deeds a")
    assert reader.post(IGNORE, {"locale": "en-us", "text": "asdf"}).status_code == 403
    nobody = at_desk(make_staff("nobody", []))
    assert nobody.get(GAPS).status_code == 403


def test_the_desk_says_how_much_found_no_answer(desk):
    assert not page(desk.get("/admin/")).select(".desk-overdue a[href*=gaps]")
    asked("payroll", 2)
    asked("refund", 3, fits=True)
    said = page(desk.get("/admin/")).select_one(".desk-overdue:has(a[href*=gaps])").get_text()
    assert "2 questions found no article that fits of 5 in the last 30 days" in said


def test_the_file_has_the_gaps_of_the_page(admin_client, publish):
    publish("Refunds", "How a refund works.")
    asked("refund of pianos", 3)
    asked("piano refunds", 2)
    asked("refund of pianos", 4, ago=DAYS)
    asked("=cmd", locale="fr")
    head, *lines = csv_rows(
        admin_client.get(download_link(admin_client.get(f"{GAPS}?locale=en-us")))
    )
    assert head == [
        "Question", "Also asked as", "Locale", "Asked in 30 days", "In the 30 days before",
        "Finds at best", "Nobody opened a result", "No article says", "Answered now",
    ]  # fmt: skip
    assert lines == [
        ["refund of pianos", "piano refunds", "en-us", "5", "4", "Refunds", "no", "pianos", "no"]
    ]
    everything = csv_rows(admin_client.get(f"{GAPS}csv/?locale=xx"))
    assert [line[0] for line in everything[1:]] == ["refund of pianos", "'=cmd"]
