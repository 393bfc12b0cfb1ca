"""What many articles say word by word finds none of them, until it is rare again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from articles import repeated
from articles.models import Passage, PublishedArticle, RepeatedParagraph
from tests.articles.commands import publish_due

pytestmark = pytest.mark.django_db

HELP = "Contact our support team when nothing of this has helped you."


@pytest.fixture
def several(publish):
    """Return a function that publishes articles that all say HELP: several(4)."""

    def make(count: int, first: int = 0, text: str = HELP):
        return [
            publish(f"Guide {n}", f"Subject number {n} is a matter of its own.\n\n{text}")
            for n in range(first, first + count)
        ]

    return make


def read() -> str:
    return " ".join(Passage.objects.values_list("text", flat=True))


def settle() -> str:
    told = publish_due(verbosity=2).splitlines()
    return "".join(line for line in told if "indexed again" in line)


def test_a_paragraph_that_five_articles_say_is_read_in_none(several):
    several(4)
    assert read().count(HELP) == 4
    several(3, first=4)
    assert read().count(HELP) == 4  # the first four do not know yet
    assert settle() == "Articles indexed again without what others repeat: 7"
    assert HELP not in read()
    assert "Subject number 3 is a matter of its own." in read()
    assert settle() == ""


def test_it_is_read_again_when_few_are_left_that_say_it(several):
    articles = several(6)
    settle()
    for article in articles[:3]:
        article.unpublish()
    settle()
    assert HELP not in read()  # half of what it takes: neither often nor rare
    articles[3].unpublish()
    assert settle() == "Articles indexed again without what others repeat: 2"
    assert read().count(HELP) == 2
    assert not RepeatedParagraph.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_an_error_stopped_is_done_the_next_time(several):
    articles = several(6)
    settle()
    for article in articles[:5]:
        article.unpublish()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_passage RENAME TO passages_away")
        with pytest.raises(ProgrammingError):
            repeated.settle()
        cursor.execute("ALTER TABLE passages_away RENAME TO articles_passage")
    assert repeated.settle() == 1
    assert read().count(HELP) == 1


def test_visitors_still_read_it_on_the_page(several, client):
    several(5)
    settle()
    assert all(HELP in html for html in PublishedArticle.objects.values_list("html", flat=True))


@pytest.mark.parametrize("text", ["All plans, yearly", f"## How do I get help?\n\n{HELP}"])
def test_short_facts_and_answers_to_questions_may_repeat(several, text):
    several(6, text=text)
    settle()
    assert read().count(text.splitlines()[-1]) == 6


def test_another_locale_counts_for_itself(several, publish):
    several(4)
    publish("Anleitung", HELP, locale="en-gb")
    settle()
    assert read().count(HELP) == 5


def test_more_articles_must_say_it_where_there_are_more():
    assert [repeated.needed(n) for n in (0, 5, 30, 100, 1226, 100_000)] == [5, 5, 5, 10, 35, 316]


def test_rebuilding_leaves_it_out_of_all_that_said_it_before(several):
    several(5)
    call_command("rebuild_articles", stdout=StringIO())
    assert HELP not in read()


def test_publishing_takes_two_statements_more_at_most_while_nothing_is_new(several, publish):
    several(6)
    settle()
    with CaptureQueriesContext(connection) as captured:
        publish("Guide", f"Another matter, told in a paragraph of its own.\n\n{HELP}")
    asked = [
        query["sql"] for query in captured if "unnest" in query["sql"] or "repeated" in query["sql"]
    ]
    assert len([sql for sql in asked if "paragraph" in sql and "articles_passage" not in sql]) == 2
