"""While somebody types: titles that fit, then what others asked; never an error, never slow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.models import PublishedArticle, ViewTotal
from search import suggestions as module
from search.models import AskedQuestion, TitlePlace
from search.question_log import Asked, write
from search.statistics import recount
from search.suggestions import DAYS, MAX_SUGGESTIONS, TIMES, parts, suggestions

pytestmark = pytest.mark.django_db


def lines(text: str, locale: str = "en-us") -> list[str]:
    return ["".join(part for part, _ in line.parts) for line in suggestions(text, locale)]


@pytest.fixture(autouse=True)
def _in_the_default_locale():
    """A request of an earlier test may have left another one active."""
    with translation.override("en-us"):
        yield


WITH_PASS = {"How do I reset my password?", "Password rules", "Passkeys instead of passwords"}


@pytest.fixture
def site(publish):
    publish("How do I reset my password?")
    publish("Password rules")
    publish("Passkeys instead of passwords")
    publish("Refunds")


def test_titles_are_offered_whose_words_begin_with_what_is_typed(site):
    for typed, offered in {
        "pass": WITH_PASS,
        "PASSWORD R": {"Password rules", "How do I reset my password?"},
        "reset pass": {"How do I reset my password?"},
        "password reset": {"How do I reset my password?"},
        "how-do": {"How do I reset my password?"},
        "word": set(),
        "pasword": WITH_PASS,
        "p": set(),
        "  p ": set(),
    }.items():
        assert set(lines(typed)) == offered, typed


def test_titles_that_begin_with_it_come_first_then_those_read_most(publish):
    for title, views in (("My card", 900), ("Card lost", 5), ("Card found", 7), ("A card", 0)):
        ViewTotal.objects.create(article=publish(title), views=views)
    assert lines("card") == ["Card found", "Card lost", "My card", "A card"]


def test_of_titles_that_differ_in_a_year_the_latest_comes_first(publish):
    now = timezone.now()
    for title, days, views in (
        ("Hours over the 2025 holidays", 380, 4380),
        ("Holiday cards", 400, 900),
        ("Hours over the 2026 holidays", 10, 163),
        ("Holidays of 12 bookkeepers", 500, 5),
    ):
        article = publish(title)
        ViewTotal.objects.create(article=article, views=views)
        day = now - timedelta(days=days)
        PublishedArticle.objects.filter(article=article).update(published_at=day)
    assert lines("holiday") == [
        "Holiday cards",
        "Holidays of 12 bookkeepers",
        "Hours over the 2026 holidays",
        "Hours over the 2025 holidays",
    ]


def test_at_most_eight_lines_are_offered(publish):
    for number in range(12):
        publish(f"Card {number}")
    assert len(lines("card")) == MAX_SUGGESTIONS


def test_a_line_names_the_section_and_leads_to_the_article(publish, faq):
    publish("Refunds & fees", locale="en-us")
    (line,) = suggestions("refunds", "en-us")
    assert (line.url, line.section) == ("/articles/refunds-fees/", "FAQ")


def test_only_the_locale_is_offered_and_linked(client, publish):
    publish("Colour", locale="en-gb")
    publish("Color")
    answer = client.get("/en-gb/search/suggest/", {"q": "colo"}).json()["suggestions"]
    assert [line["url"] for line in answer] == ["/en-gb/articles/colour/"]


@pytest.mark.parametrize("typed", ["東京", "京都", "都の設"])
def test_titles_without_spaces_are_found_by_any_of_their_letters(publish, typed):
    publish("東京都の設定")
    assert lines(typed) == ["東京都の設定"]


@pytest.mark.parametrize("typed", ["cafe", "café", "CAFÉ", "ｃａｆｅ"])
def test_accents_and_widths_do_not_matter(publish, typed):
    publish("Café à la carte")
    assert lines(typed) == ["Café à la carte"]


def test_a_draft_and_what_was_taken_off_are_not_offered(write, publish):
    write("Secret plan")
    gone = publish("Secret past")
    gone.unpublish()
    renamed = publish("Secret name")
    renamed.title = "Open name"
    renamed.publish()
    assert lines("secret") == []
    assert lines("open") == ["Open name"]


@pytest.mark.parametrize("typed", ["emai", "e-mai", "e mai", "mail", "my email ad", "email my"])
def test_a_title_with_a_hyphen_behind_a_first_letter_is_suggested_however_it_is_typed(
    publish, typed
):
    publish("Is my E\u2011mail address used?")
    assert [one.url for one in suggestions(typed, "en-us")] == [
        "/articles/is-my-email-address-used/"
    ]


def test_every_title_has_its_places_and_no_other(publish):
    article = publish("One two")
    article.delete()
    publish("Three, four!")
    publish("Five")
    PublishedArticle.objects.filter(title="Five").update(title="Six")
    assert sorted(TitlePlace.objects.values_list("place", "words")) == [
        (0, "six"),
        (0, "three four"),
        (1, "four"),
    ]


FAQ = "## 1. Can I get a refund?\n\nYes.\n\n## Refund fees\n\nNone.\n\n## Who gets it?\n\nYou.\n"


def test_a_question_inside_an_article_is_offered_behind_titles_and_leads_to_its_answer(publish):
    publish("Plans and prices", FAQ)
    publish("About refunds")
    found = suggestions("refu", "en-us")
    assert [line.url for line in found] == [
        "/articles/about-refunds/",
        "/articles/plans-and-prices/#1-can-i-get-a-refund",
    ]
    assert found[1].parts == [("Can I get a ", False), ("refu", True), ("nd?", False)]
    assert lines("refund can") == ["Can I get a refund?"]


def test_a_question_that_begins_as_what_is_typed_comes_before_titles_with_it_inside(publish):
    publish("Where can I see it?", FAQ)
    assert lines("can i") == ["Can I get a refund?", "Where can I see it?"]


def test_words_of_two_questions_of_one_article_find_neither(publish):
    publish("Plans and prices", FAQ)
    assert lines("refund who") == []


def test_a_long_answer_is_offered_once(publish):
    publish("Plans", f"## Can I get a refund?\n\n{'This is how it is done. ' * 200}")
    assert lines("refund") == ["Can I get a refund?"]


def test_a_question_that_is_gone_or_differs_is_not_offered(publish):
    article = publish("Plans and prices", FAQ)
    article.body = FAQ.replace("Who gets it?", "Who pays it?")
    article.title = "Prices"
    article.publish()
    assert (lines("who"), lines("refund")) == (["Who pays it?"], ["Can I get a refund?"])
    article.unpublish()
    assert not TitlePlace.objects.exists()


def test_a_recount_places_questions_that_are_missing_and_no_other(publish):
    publish("Plans and prices", FAQ)
    places = set(TitlePlace.objects.values_list("passage_id", "place", "words"))
    TitlePlace.objects.filter(words__contains="refund").delete()
    recount()
    assert set(TitlePlace.objects.values_list("passage_id", "place", "words")) == places
    assert TitlePlace.objects.count() == len(places)


def ask_often(text: str, times: int, days: int, locale: str = "en-us", fits: bool = True) -> None:
    today = timezone.localdate()
    asked = [(today - timedelta(days=n % days), text, 1, fits) for n in range(times)]
    write([Asked(locale, *one) for one in asked])


def test_questions_that_were_asked_again_and_again_follow_the_titles(publish):
    publish("Refunds")
    ask_often("refund for a friend", TIMES, DAYS)
    assert lines("refund") == ["Refunds", "refund for a friend"]
    line = suggestions("Refund f", "en-us")[-1]
    assert line.parts == [("refund f", True), ("or a friend", False)]
    assert line.url == "/search/?q=refund+for+a+friend"


@pytest.mark.parametrize(
    "asked",
    [{"times": 4, "days": 4}, {"times": 9, "days": 2}, {"times": 9, "days": 3, "fits": False},
     {"times": 9, "days": 3, "locale": "en-gb"}],
)  # fmt: skip
def test_what_was_asked_rarely_or_is_not_answered_is_not_shown(asked):
    ask_often("refund for jane", **asked)
    assert lines("refund") == []


def test_what_one_address_asked_by_many_browsers_is_not_shown(client, publish, monkeypatch):
    publish("Refunds", "A refund for a friend.")
    for number in range(DAYS):
        day = timezone.localdate() + timedelta(days=number)
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "localdate", lambda day=day: day)
            for browser in ("Firefox", "Chromium", "Safari"):
                client.get("/search/", {"q": "refund for a friend"}, HTTP_USER_AGENT=browser)
    assert AskedQuestion.objects.filter(fits=True).count() == DAYS
    assert "refund for a friend" not in lines("refund f")


def test_titles_leave_room_for_questions(publish):
    for number in range(9):
        publish(f"Refund {number}")
    ask_often("refund for a friend", TIMES, DAYS)
    assert len(lines("refund")) == MAX_SUGGESTIONS
    assert lines("refund")[-1] == "refund for a friend"


@pytest.mark.parametrize(
    ("title", "words", "marked"),
    [
        ("Reset my password", ["pass", "re"], "[Re]set my [pass]word"),
        ("Été: l'ETE", ["ete"], "[Été]: l'[ETE]"),
        ("Pass-through", ["pass", "p"], "[Pass]-through"),
        ("<b>bold</b>", ["b"], "<[b]>bold</[b]>"),
        ("How do I sign in?", ["how", "do", "i"], "[How] [do] [I] sign in?"),
        ("Why is it so?", ["why", "i"], "[Why] [i]s [i]t so?"),
        ("Nothing", ["x"], "Nothing"),
        ("How do I downgrade or cancel?", ["do", "i", "ca"], "How [do] [I] downgrade or [ca]ncel?"),
        ("Do downgrade", ["do"], "[Do] [do]wngrade"),
    ],
)
def test_the_typed_beginnings_are_marked(title, words, marked):
    assert "".join(f"[{part}]" if hit else part for part, hit in parts(title, words)) == marked


@given(title=st.text(max_size=60), words=st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_the_parts_are_the_title_whatever_matches(title, words):
    assert "".join(part for part, _ in parts(title, words)) == title


HOSTILE = [
    "q=%00%00", "q=%ff%fe", "q=%ed%a0%80", "q=" + "a" * 100_000, "q=" + "refund+" * 5000, "",
    "q=%27%3B+DROP+TABLE", "q=%5C%5C%27%25%25__", "q=%25s%25(typed)s", "q=%7B0%7D%7Blongest%7D",
    "q=%F0%9F%99%82%F0%9F%99%82", "q=" + "%E6%BC%A2" * 500, "q=%EE%80%80re%EE%80%81", "q[]=x",
    "q=%E2%80%AEre", "q=%F4%8F%BF%BF%F4%8F%BF%BF", "q=%C2%AA%C2%AA",
]  # fmt: skip


def test_nothing_that_is_typed_is_an_error(client, site):
    for query in HOSTILE:
        response = client.get(f"/search/suggest/?{query}")
        assert response.status_code == 200, query[:30]
        assert isinstance(response.json()["suggestions"], list), query[:30]


@hypothesis_settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)
@given(text=st.text() | st.text(alphabet="paswordé İıß'.%_\\{}()", min_size=2))
def test_any_text_is_answered(site, text):
    assert len(suggestions(text, "en-us")) <= MAX_SUGGESTIONS


def test_an_answer_may_be_kept_for_a_minute_and_is_not_indexed(client, site):
    response = client.get("/search/suggest/", {"q": "pass"})
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Content-Type"] == "application/json"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_what_has_expired_is_not_offered_and_what_soon_will_is_not_kept_longer(client, publish):
    now = timezone.now()
    publish("Passed offer", expire_at=now - timedelta(seconds=1))
    publish("Passing offer", expire_at=now + timedelta(seconds=30))
    assert lines("pass") == ["Passing offer"]
    for path in ("/search/suggest/", "/search/suggest/opensearch/"):
        kept = client.get(path, {"q": "pass"}).headers["Cache-Control"]
        assert 0 <= int(kept.removeprefix("public, max-age=")) <= 30


def test_while_the_database_is_away_nothing_is_offered_and_nothing_kept(client, monkeypatch):
    def away(*args):
        raise OperationalError("away")

    monkeypatch.setattr(module.bounded, "rows", away)
    response = client.get("/search/suggest/", {"q": "pass"})
    assert response.status_code == 200
    assert response.json() == {"suggestions": []}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/search/suggest/", "/search/suggest/opensearch/"])
def test_a_flood_of_what_is_typed_is_slowed_down_and_nobody_else(client, site, settings, path):
    settings.QUESTIONS_PER_MINUTE = 1
    flood = [client.get(path, {"q": "pass"}) for _time in range(11)]
    assert [answer.status_code for answer in flood] == [200] * 10 + [429]
    assert 1 <= int(flood[-1].headers["Retry-After"]) <= 6
    assert flood[-1].headers["Cache-Control"] == "no-store"
    assert client.get(path, {"q": "pass"}, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert client.get("/search/", {"q": "password"}).status_code == 200


def test_two_statements_answer_whatever_the_number_of_articles(publish):
    for number in range(30):
        publish(f"Card {number} reset")
    for typed in ("card", "card reset", "reset card 7"):
        with CaptureQueriesContext(connection) as captured:
            assert lines(typed)
        assert len(captured) == 2


def test_a_search_box_names_what_the_script_needs(client, site):
    html = client.get("/en-gb/").content.decode()
    assert 'data-suggest="/en-gb/search/suggest/"' in html
