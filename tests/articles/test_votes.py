"""Votes: one per visitor, article and day, from pages of this site, never at the page's expense."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import trash, voting
from articles.models import (
    AnswerVotes,
    Article,
    PublishedArticle,
    Vote,
    VoteCount,
    VoteReason,
    VoteTotal,
)
from tests.articles.pages import change, page, texts, words

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
HERE = {"HTTP_USER_AGENT": BROWSER, "HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def article(publish) -> Article:
    return publish("Title", "Text.")


def say(client, data, slug="title", **headers):
    return client.post(f"/articles/{slug}/helpful/", data, **HERE | headers)


def votes() -> tuple[int, int]:
    """Return (helpful, unhelpful); totals and days are written together."""
    columns = "helpful", "unhelpful"
    totals = list(VoteTotal.objects.values_list(*columns))
    assert totals == list(VoteCount.objects.values_list(*columns))
    return totals[0] if totals else (0, 0)


def test_the_foot_of_an_article_asks_and_the_answer_counts_once_a_day(article, client, see):
    form = see("/articles/title/").select_one(".article-foot .helpful form")
    assert [b["value"] for b in form.select("button")] == ["yes", "no"]
    before = Article.objects.values().get(), PublishedArticle.objects.values().get()
    for _time in range(2):
        answer = client.post(form["action"], {"helpful": "yes"}, **HERE)
        assert words(page(answer).h1) == "Thank you"
    assert votes() == (1, 0)
    say(client, {"helpful": "no"}, REMOTE_ADDR="192.0.2.1")
    assert votes() == (1, 1)
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert (Article.objects.values().get(), PublishedArticle.objects.values().get()) == before


def test_who_says_no_is_asked_why_and_is_not_named(article, client):
    asked = page(say(client, {"helpful": "no"})).select_one("form[data-helpful]")
    assert asked.select_one("textarea")["maxlength"] == "500"
    said = "Where is\r\nthe <b>button</b>? ana@example.com, +49 170 – 1234567\x00"
    for _time in range(2):
        assert words(page(say(client, {"reason": said})).h1) == "Thank you"
    assert VoteReason.objects.get().text == "Where is the <b>button</b>? … …"


ANSWERS = "::: details May I pay by card?\nYes.\n:::\n\n::: details Do you take cash?\nNo.\n:::\n"


def test_an_answer_has_votes_and_reasons_of_its_own_which_count_for_the_article(publish, client):
    publish("Paying", ANSWERS)
    anchors = "may-i-pay-by-card", "do-you-take-cash"
    for anchor in (anchors[0], *anchors):
        say(client, {"helpful": "no", "answer": anchor}, "paying")
    say(client, {"helpful": "yes"}, "paying")
    asked = page(say(client, {"helpful": "no", "answer": anchors[1]}, "paying")).select_one(
        "form[data-helpful]"
    )
    assert asked.select_one("[name=answer]")["value"] == anchors[1]
    say(client, {"reason": "Why not?", "answer": anchors[1]}, "paying")
    rows = AnswerVotes.objects.order_by("pk").values_list("anchor", "question", "unhelpful")
    assert list(rows) == [
        (anchors[0], "May I pay by card?", 1), (anchors[1], "Do you take cash?", 1),
    ]  # fmt: skip
    assert votes() == (1, 2)
    assert VoteReason.objects.get().question == "Do you take cash?"


@pytest.mark.parametrize("anchor", ["gone", "", "\x00", "x" * 2000])
def test_a_vote_on_an_answer_that_is_not_there_is_one_on_the_article(article, client, anchor):
    say(client, {"helpful": "no", "answer": anchor})
    assert votes() == (0, 1)
    assert not AnswerVotes.objects.exists()


def test_a_vote_on_a_text_of_another_locale_is_answered_in_the_readers_own(article, client, see):
    form = see("/de/articles/title/").select_one(".helpful form")
    answer = page(client.post(form["action"], {"helpful": "no"}, **HERE))
    assert answer.html["lang"] == "de"
    assert answer.select_one("form[data-helpful]")["action"] == form["action"]
    back = [link["href"] for link in answer.select(".eyebrow a, .helpful-back a")]
    assert back == ["/de/articles/title/"] * 2
    assert votes() == (0, 1)


def test_a_reason_is_taken_only_from_who_said_no_today(article, publish, client):
    say(client, {"helpful": "no"}, REMOTE_ADDR="192.0.2.1")
    say(client, {"helpful": "no"}, publish("Other").slug)
    say(client, {"reason": "Spam"})
    say(client, {"helpful": "yes"})
    say(client, {"reason": "Spam"})
    assert not VoteReason.objects.exists()


def test_a_reason_without_a_word_is_asked_for_again_and_nobody_says_it_will_be_read(
    article, client
):
    say(client, {"helpful": "no"})
    field = page(say(client, {"reason": " \r\n"})).textarea
    assert field.has_attr("required")
    assert not VoteReason.objects.exists()


def test_a_reason_that_is_too_long_comes_back_to_be_shortened(article, client):
    say(client, {"helpful": "no"})
    answer = say(client, {"reason": "long " * 101})
    assert answer.status_code == 400
    assert page(answer).textarea.text.strip() == ("long " * 101).strip()
    assert not VoteReason.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "http://[x"},
    ],
)
def test_another_site_cannot_make_a_visitor_vote(article, client, headers):
    assert say(client, {"helpful": "yes"}, **headers).status_code == 403
    assert votes() == (0, 0)


@pytest.mark.parametrize("origin", ["http://testserver", "https://help.example.com"])
def test_an_older_browser_says_by_its_origin_where_it_is(article, client, settings, origin):
    settings.CSRF_TRUSTED_ORIGINS = ["https://help.example.com"]
    say(client, {"helpful": "yes"}, HTTP_SEC_FETCH_SITE="", HTTP_ORIGIN=origin)
    assert votes() == (1, 0)


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1"])
def test_crawlers_do_not_vote(article, client, agent):
    assert say(client, {"helpful": "yes"}, HTTP_USER_AGENT=agent).status_code == 200
    assert votes() == (0, 0)


def test_one_place_has_few_votes_however_many_browsers_it_claims(article, client, monkeypatch):
    monkeypatch.setattr(voting, "MAX_FOR_ONE_ARTICLE", 2)
    places = ["2001:db8::1", "2001:db8::2", "2001:db8::3"]
    statuses = [
        say(
            client, {"helpful": "no"}, HTTP_USER_AGENT=f"{BROWSER} {n}", REMOTE_ADDR=place
        ).status_code
        for n, place in enumerate(places)
    ]
    assert statuses == [200, 200, 429]
    assert votes() == (0, 2)


def test_votes_on_answers_are_among_the_few_that_one_place_has_on_their_article(
    publish, client, monkeypatch
):
    monkeypatch.setattr(voting, "MAX_FOR_ONE_ARTICLE", 2)
    publish("Paying", ANSWERS)
    sent = [{"answer": "may-i-pay-by-card"}, {}, {"answer": "do-you-take-cash"}]
    statuses = [say(client, {"helpful": "no"} | on, "paying").status_code for on in sent]
    assert statuses == [200, 200, 429]
    assert votes() == (0, 2)
    assert AnswerVotes.objects.get().unhelpful == 1


def test_every_answer_of_a_long_article_has_a_vote(publish, client, see):
    publish("Paying", "".join(f"::: details May I pay in {n}?\nYes.\n:::\n\n" for n in range(40)))
    asked = see("/articles/paying/").select_one("[data-answers]")["data-answers"].split()
    assert len(asked) == 40
    say(client, {"helpful": "no", "answer": asked[-1]}, "paying")
    assert AnswerVotes.objects.get().question == "May I pay in 39?"


def test_one_place_has_few_votes_a_day_whatever_they_are_on(article, publish, client, monkeypatch):
    monkeypatch.setattr(voting, "MAX_FROM_ONE_PLACE", 2)
    slugs = ["title", publish("Other").slug, publish("Third").slug]
    assert [say(client, {"helpful": "no"}, slug).status_code for slug in slugs] == [200, 200, 429]
    Vote.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert say(client, {"helpful": "no"}, slugs[-1]).status_code == 200


@pytest.mark.parametrize(
    ("slug", "data", "status"),
    [
        ("title", {}, 400),
        ("title", {"helpful": "maybe"}, 400),
        ("title", {"helpful": "yes\x00"}, 400),
        ("draft", {"helpful": "yes"}, 404),
        ("%00", {"helpful": "yes"}, 400),
        ("x" * 3000, {"helpful": "yes"}, 404),
    ],
)
def test_nonsense_is_refused(article, write, client, slug, data, status):
    write("Draft", slug="draft")
    assert say(client, data, slug).status_code == status
    assert not Vote.objects.exists()


def test_a_vote_on_an_article_that_was_renamed_meanwhile_counts(article, client):
    article.slug = "renamed"
    article.publish()
    assert say(client, {"helpful": "yes"}).status_code == 200
    assert votes() == (1, 0)


def test_forgetting_who_voted_keeps_the_counts(article, client):
    say(client, {"helpful": "yes"})
    assert voting.forget_voters(timezone.localdate()) == 0
    assert voting.forget_voters(timezone.localdate() + timedelta(days=1)) == 1
    assert votes() == (1, 0)


def test_an_article_takes_the_votes_of_one_that_it_replaces(article, publish):
    other = publish("Other")
    for one, yes in ((article, 1), (other, 2)):
        VoteCount.objects.create(article=one, day=date(2025, 1, 1), helpful=yes, unhelpful=1)
        VoteTotal.objects.create(article=one, helpful=yes, unhelpful=1)
    third = publish("Third")
    for one in (other, third):
        VoteReason.objects.create(article=one, day=date(2025, 1, 1), text="Why")
    for one in (article, other):
        for anchor in ("both", f"of-{one.slug}"):
            AnswerVotes.objects.create(article=one, anchor=anchor, question=anchor, helpful=1)
    voting.take_over(article.pk, other.pk)
    assert votes() == (3, 2)
    answers = AnswerVotes.objects.values_list("article", "anchor", "helpful")
    assert set(answers) == {
        (article.pk, "both", 2), (article.pk, "of-title", 1), (article.pk, "of-other", 1),
    }  # fmt: skip
    assert set(VoteReason.objects.values_list("article", flat=True)) == {article.pk, third.pk}


def test_staff_read_votes_and_reasons_on_the_form_and_in_reports(at_desk, reader, article):
    VoteTotal.objects.create(article=article, helpful=3, unhelpful=1)
    VoteReason.objects.create(
        article=article, day=timezone.localdate(), text="<i>No</i> picture", question="How?"
    )
    AnswerVotes.objects.create(article=article, anchor="how", question="How?", unhelpful=1)
    desk = at_desk(reader)
    shown = words(page(desk.get(change(article))).select_one(".desk-votes"))
    assert "75 % of the votes are Yes. 3 Yes, 1 No." in shown
    assert "How? 0 Yes, 1 No" in shown
    assert "<i>No</i> picture How? ·" in shown
    report = page(desk.get("/admin/articles/votetotal/"))
    assert texts(report, "#result_list tbody td") == ["Title", "3", "1", "75 %"]
    report = page(desk.get("/admin/articles/votereason/?q=picture"))
    assert words(report.select_one(".field-text")) == "<i>No</i> picture"
    assert words(report.select_one(".field-question")) == "How?"
    assert (
        desk.post(f"/admin/articles/votereason/{VoteReason.objects.get().pk}/delete/").status_code
        == 403
    )


def test_articles_are_sorted_by_whom_they_helped_though_one_has_no_votes(
    at_desk, reader, article, publish
):
    for one, votes in ((article, (1, 3)), (publish("Better"), (3, 1)), (publish("None"), (0, 0))):
        VoteTotal.objects.create(article=one, helpful=votes[0], unhelpful=votes[1])
    report = page(at_desk(reader).get("/admin/articles/votetotal/?o=4"))
    assert texts(report, "#result_list .field-article_link") == ["Title", "Better", "None"]


def test_the_reports_leave_deleted_articles_out(at_desk, reader, article):
    VoteTotal.objects.create(article=article, helpful=3, unhelpful=1)
    VoteReason.objects.create(article=article, day=timezone.localdate(), text="Why")
    trash.delete(article.pk)
    for report in ("votetotal", "votereason"):
        shown = page(at_desk(reader).get(f"/admin/articles/{report}/"))
        assert not shown.select("#result_list tbody tr"), report


def test_staff_without_articles_read_no_votes(at_desk, make_staff, article):
    desk = at_desk(make_staff("nora", ["view_tag"]))
    for report in ("votetotal", "votereason"):
        assert desk.get(f"/admin/articles/{report}/").status_code == 403
