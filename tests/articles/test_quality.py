"""Problems while writing, what is kept of them, and the report, through the admin's own pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import branding, restoring
from articles.models import Article, Checkup, ExternalAddress, Finding
from tests.articles.pages import LIST, change, page, submit, texts, words

REPORT = f"{LIST}quality/"
PROBLEMS = f"{LIST}problems/"
LONG = " ".join(f"This is sentence number {n} about cards and fees." for n in range(40))


def rules(article: Article) -> list[str]:
    return sorted(Finding.objects.filter(article=article).values_list("rule", flat=True))


def listed(client, **typed: str) -> list[str]:
    """Return the problems that the editor lists for what is typed."""
    response = client.post(PROBLEMS, {"locale": "en-us", "summary": "Said."} | typed)
    assert response.status_code == 200
    return texts(page(response), ".problem-list li")


# While writing ------------------------------------------------------------------------------------


def test_problems_are_listed_for_what_is_typed_and_nothing_is_kept(at_desk, author, publish):
    publish("Fees", "## Cards\n\nText.")
    body = "[a](/articles/none/)\n\n![](/media/x.png)\n\n[b](/articles/fees/#no) [c](#no)"
    lines = listed(at_desk(author), title="New", body=body)
    assert lines == [
        "Error “/articles/none/” leads nowhere on this site. line 1",
        "Error There is no file “/media/x.png”. line 3",
        "Warning The picture “x.png” says nothing to people who cannot see it: "
        "![what it shows](...) line 3",
        "Warning “/articles/fees/#no”: the page is there, the place in it is not. line 5",
        "Warning “#no”: the page is there, the place in it is not. line 5",
    ]
    assert Checkup.objects.count() == 1


def test_only_who_may_write_is_told(at_desk, reader, client):
    assert at_desk(reader).post(PROBLEMS, {"body": "#"}).status_code == 403
    assert client.post(PROBLEMS, {"body": "#"}).status_code == 302
    assert at_desk(reader).get(PROBLEMS).status_code == 405


@pytest.mark.parametrize("article", ["", "9" * 20, str(2**63), "1\0", "x", "٣"])
def test_hostile_input_is_no_server_error(at_desk, author, article):
    typed = {"title": "\0" * 300, "slug": "\0../", "body": "[x](/articles/%00)\0" * 50,
             "locale": "xx\0", "article": article}  # fmt: skip
    assert at_desk(author).post(PROBLEMS, typed).status_code == 200


def test_what_is_typed_is_escaped(at_desk, author):
    body = "#### <script>alert(1)</script>\n\n[x](/articles/<img>/)"
    answer = at_desk(author).post(PROBLEMS, {"title": "<b>", "body": body}).content.decode()
    assert "<script" not in answer
    assert "<img" not in answer


def test_the_form_shows_the_problems_of_what_was_saved_without_javascript(at_desk, author, write):
    article = write("Title", "Text.", summary="Said.")
    desk = at_desk(author)
    submit(desk, change(article), body="## One\n\n#### Two [x](/nope/)")
    shown = page(desk.get(change(article)))
    assert texts(shown, ".problem-list li") == [
        "Error “/nope/” leads nowhere on this site. line 3",
        "Warning “Two x” leaves out a level of headings. line 3",
    ]
    assert words(shown.select_one(".problem-count")) == "2"
    submit(desk, change(article), body="Fine.")
    assert texts(page(desk.get(change(article))), ".editor-problems .problem-none") == [
        "No problems found."
    ]


def test_reading_ease_is_said_in_words(at_desk, author, write):
    article = write("Title", LONG)
    submit(at_desk(author), change(article), summary="Said.")
    ease = page(at_desk(author).get(change(article))).select_one(".problem-ease")
    assert words(ease).startswith("Reads easy (")


def test_a_link_to_a_redirect_and_one_to_a_dead_page_are_told(at_desk, author, publish):
    moved = publish("Old")
    moved.slug = "new"
    moved.publish()
    ExternalAddress.objects.create(url="https://a.example/gone", failures=3)
    ExternalAddress.objects.create(url="https://a.example/late", failures=2)
    ExternalAddress.objects.create(url="https://a.example/old", moved_to="https://b.example/")
    body = "[a](/articles/old/) https://a.example/gone https://a.example/late https://a.example/old"
    assert listed(at_desk(author), title="T", body=body) == [
        "Error “https://a.example/gone” did not answer the last times it was checked. line 1",
        "Hint “/articles/old/” leads over a redirect. Link to the new address. line 1",
        "Hint “https://a.example/old → https://b.example/” leads over a redirect. "
        "Link to the new address. line 1",
    ]


def test_an_address_that_leads_to_another_article_is_told_before_it_is_taken(
    at_desk, author, publish
):
    renamed = publish("Limits")
    renamed.slug = "card-limits"
    renamed.publish()
    (line,) = listed(at_desk(author), title="New", slug="limits", body="Text.")
    assert line.startswith("Warning This address leads to “Limits” now.")


# What is kept -------------------------------------------------------------------------------------


def test_links_are_looked_at_again_when_their_target_comes_goes_or_loses_its_place(publish, write):
    target = write("Target", "## Part\n\nText.")
    linking = publish("Linking", "[x](/articles/target/#part)", summary="Said.")
    assert rules(linking) == ["broken_link"]
    target.publish()
    assert rules(linking) == []
    target.body = "No part."
    target.publish()
    assert rules(linking) == ["missing_anchor"]
    target.slug, target.body = "elsewhere", "## Part\n\nText."
    target.publish()
    assert rules(linking) == ["moved_link"]
    target.unpublish()
    assert rules(linking) == ["broken_link"]
    target.publish()
    target.delete()
    assert rules(linking) == ["broken_link"]


TABS = ":::: tabs\n::: tab App\nTap {}.\n:::\n::: tab Web\nClick {}.\n:::\n::::\n"


def test_a_change_of_one_tab_is_told_until_the_other_follows(publish):
    article = publish("Save", TABS.format("Save", "Save"), summary="Said.")
    article.body = TABS.format("Keep", "Save")
    article.save()
    call_command("check_quality", verbosity=0)
    (finding,) = Finding.objects.filter(rule="one_tab")
    assert (finding.line, finding.detail) == (2, "App")
    article.body = TABS.format("Keep", "Keep")
    article.save()
    call_command("check_quality", verbosity=0)
    assert rules(article) == []
    article.body = TABS.format("Keep", "Save")
    article.publish()  # that both are right so is the publisher's word
    assert rules(article) == []


@pytest.mark.parametrize(
    "body",
    [TABS.format("Keep", "Save").replace("App", "Phone"), "Tap Keep.", TABS.format("a", "b")],
)
def test_other_changes_of_tabs_are_no_problem(publish, body):
    article = publish("Save", f"Text.\n\n{TABS.format('Save', 'Save')}", summary="Said.")
    article.body = body
    article.save()
    call_command("check_quality", verbosity=0)
    assert rules(article) == []


def test_the_command_counts_articles_and_problems_in_words(write, capsys):
    write("Title", "[x](/nope/)", summary="Said.")
    call_command("check_quality")
    assert "1 article looked at, 1 problem." in capsys.readouterr().out
    write("Other title", "[x](/nope/) [y](/none/)", summary="Said.")
    call_command("check_quality")
    assert "2 articles looked at, 3 problems." in capsys.readouterr().out


def test_a_version_that_is_restored_is_looked_at_again(write):
    article = write("Title", "[x](/nope/)", summary="Said.")
    article.body = "Fine."
    article.publish()
    assert rules(article) == []
    restoring.restore(article.pk, article.history.earliest("history_id"))
    assert rules(article) == ["broken_link"]


def test_two_articles_that_say_nearly_the_same_are_told_of_each_other(publish, write):
    one = publish("Card fees", LONG, summary="Said.")
    two = write("Fees of cards", LONG.replace("number 7", "number seven"), summary="Said.")
    write("British", LONG, locale="en-gb")
    two.publish()
    kept = Finding.objects.filter(rule="similar")
    assert set(kept.values_list("article", "other")) == {(one.pk, two.pk), (two.pk, one.pk)}
    assert all(int(finding.detail.split()[0]) > 85 for finding in kept)
    two.body = "Something else altogether, in a few words only."
    two.publish()
    assert "similar" not in rules(one) + rules(two)


def test_checking_everything_finds_what_was_written_past_the_admin(write):
    article = write("Title", "[x](/nope/)", summary="Said.")
    call_command("check_quality", verbosity=0)
    assert rules(article) == ["broken_link"]
    Article.objects.update(body="Fine.")
    call_command("check_quality", "--new", verbosity=0)
    assert rules(article) == ["broken_link"]
    call_command("check_quality", verbosity=0)
    assert rules(article) == []


def test_a_link_by_a_key_that_a_category_gave_up_is_one_over_a_redirect(
    at_desk, author, make_category
):
    cards = make_category("cards")
    cards.key = "plastic"
    cards.save()
    lines = listed(at_desk(author), title="New", body="[a](/cards/) [b](/plastic/) [c](/none/)")
    assert lines == [
        "Error “/none/” leads nowhere on this site. line 1",
        "Hint “/cards/” leads over a redirect. Link to the new address. line 1",
    ]


CODE = "```\ncurl https://api.example.com/cards/freeze --request POST\n```\n"
SOURCE = (
    "Every card has a limit of its own that you set.\n\n"
    f"- Open **Cards** and choose the card to freeze.\n- Freeze\n\n{CODE}"
)


def test_lines_that_a_translation_has_from_its_source_are_a_problem(
    at_desk, author, publish, write
):
    source = publish("Cards", SOURCE)
    german = write("Karten", SOURCE, locale="de", translation_of=source)
    british = write("Cards", SOURCE, locale="en-gb", translation_of=source)
    call_command("check_quality")
    assert "untranslated" in rules(german)
    assert "untranslated" not in rules(british)
    desk = at_desk(author)
    typed = {"title": "Karten", "locale": "de", "translation_of": str(source.pk)}
    said = "Warning Lines that are still as in the source: {}. This is the first. line {}"
    half = SOURCE.replace("Every card has a limit", "Jede Karte hat ein Limit")
    assert said.format(2, 1) in listed(desk, body=SOURCE, **typed)
    assert said.format(1, 3) in listed(desk, body=half, **typed)
    assert listed(desk, body=f"- Freeze\n\n{CODE}", **typed) == []
    long = "https://api.example.com/v1/cards/freeze-and-report"
    address = f"{long}\n\n`curl {long}`\n"
    source.body = address
    source.publish()
    assert listed(desk, body=address, **typed) == []


# The report ---------------------------------------------------------------------------------------


@pytest.fixture
def troubled(publish, make_category) -> dict[str, Article]:
    news = make_category("news", name="News")
    return {
        "hint": publish("No summary", "Text."),
        "error": publish("Broken", "[x](/nope/)", summary="Said."),
        "warning": publish("Headings", "## A\n\n#### B\n\n#### C\n\n##\n", category=news),
        "sound": publish("Sound", "Text.", summary="Said."),
    }


def reported(client, query: str = "") -> list[str]:
    return texts(page(client.get(REPORT + query)), ".quality-list h2")


def test_the_report_lists_the_worst_first_and_is_narrowed(at_desk, reader, troubled, make_category):
    desk = at_desk(reader)
    assert reported(desk) == ["Broken", "Headings", "No summary"]
    assert reported(desk, "?order=number") == ["Headings", "No summary", "Broken"]
    assert reported(desk, "?rule=no_summary") == ["No summary", "Headings"]
    news = troubled["warning"].category_id
    assert reported(desk, f"?tab={news}") == ["Headings"]
    assert reported(desk, f"?tab={news}&rule=broken_link") == []
    assert reported(desk, "?locale=en-gb") == []
    assert reported(desk, "?rule=%00&tab=99999999999999999999&locale=x&page=-1") == [
        "Broken", "Headings", "No summary",
    ]  # fmt: skip


def test_the_report_is_for_who_may_see_articles(at_desk, make_staff):
    assert at_desk(make_staff("nobody", [])).get(REPORT).status_code == 403


def test_the_report_takes_nine_queries_however_many_articles(
    admin_client, publish, django_assert_max_num_queries
):
    for number in range(8):
        publish(f"Title {number}", f"[x](/nope{number}/)")
    branding.current()  # a process reads it once a second
    with django_assert_max_num_queries(9):
        assert len(reported(admin_client)) == 8


def test_the_form_takes_nine_queries_however_many_links_and_problems(
    admin_client, publish, django_assert_max_num_queries
):
    article = publish("Title", " ".join(f"[x](/articles/a{n}/) [y](/faq/)" for n in range(20)))
    for number in range(5):
        publish(f"Linking {number}", "[x](/articles/title/)")
    branding.current()  # a process reads it once a second
    with django_assert_max_num_queries(9):
        shown = page(admin_client.get(change(article)))
    assert texts(shown, ".linked-from a") == [f"Linking {number}" for number in range(5)]
    assert len(shown.select(".links-to li.wrong")) == 20


def test_the_list_leads_to_the_report(at_desk, author):
    assert page(at_desk(author).get(LIST)).select_one(f"a[href='{REPORT}']")


def test_who_may_not_publish_is_not_offered_to_merge(at_desk, author, admin_user, publish):
    publish("One", LONG)
    two = publish("Two", LONG)
    for user, offered in ((author, False), (admin_user, True)):
        assert isinstance(user, User)
        shown = str(page(at_desk(user).get(change(two))))
        assert (f"/{two.pk}/merge/" in shown) is offered
