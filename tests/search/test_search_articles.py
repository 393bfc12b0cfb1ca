"""search_articles: what the site would answer, on the command line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_json_is_a_list_of_answers_without_marks(publish, capsys):
    publish("Refunds", "## Time\n\nA refund takes five days.")
    call_command("search_articles", "refund time", "--json")
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer.pop("score") > 0
    assert answer == {
        "slug": "refunds",
        "title": "Refunds",
        "passage": "Time: A refund takes five days.",
        "anchor": "time",
    }


def test_an_answer_inside_an_article_is_told_with_its_question_or_as_json_with_its_anchor(
    publish, capsys
):
    publish("Card fees", "::: details How long does a refund take?\nFive days.\n:::")
    call_command("search_articles", "refund", "--json")
    (answer,) = json.loads(capsys.readouterr().out)
    assert (answer["title"], answer["anchor"]) == ("Card fees", "how-long-does-a-refund-take")
    call_command("search_articles", "refund")
    assert "How long does a refund take? (in Card fees)" in capsys.readouterr().out


def test_without_answers_json_is_an_empty_list(publish, capsys):
    publish("Refunds", "text")
    call_command("search_articles", "xyzzy", "--json")
    assert json.loads(capsys.readouterr().out) == []


def test_people_read_titles_addresses_and_the_number_of_answers(publish, capsys):
    publish("Refunds", "A refund takes five days.")
    publish("Refunds abroad", "A refund takes ten days.", locale="en-gb")
    call_command("search_articles", "refund", "--locale", "en-gb")
    output = capsys.readouterr().out
    assert "Refunds abroad" in output
    assert "/en-gb/articles/refunds-abroad/" in output
    assert "1 of 1 article." in output


def test_tab_and_limit_narrow_the_answers(publish, make_category, capsys):
    news = make_category("news")
    for number in range(4):
        publish(f"Refund {number}", "Refunds.")
    publish("News of refunds", "Refunds.", category=news)
    call_command("search_articles", "refunds", "--tab", "news", "--json")
    assert [a["slug"] for a in json.loads(capsys.readouterr().out)] == ["news-of-refunds"]
    call_command("search_articles", "refunds", "--limit", "2", "--json")
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--locale", "xx"], "no locale 'xx'"),
        (["--tab", "nothing"], "no tab 'nothing'"),
        (["--limit", "0"], "from 1 to 1000"),
    ],
)
def test_a_wrong_option_is_refused(faq, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("search_articles", "refund", *options)


@pytest.mark.parametrize("question", ["?" + "-" * 33, "\0", "\ud800", "", "🙂", "' \\"])
def test_no_question_is_an_error(publish, question, capsys):
    publish("Refunds", "text")
    call_command("search_articles", question, "--json")
    assert json.loads(capsys.readouterr().out) == []
