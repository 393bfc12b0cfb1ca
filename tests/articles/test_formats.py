"""Dates, numbers, matches and addresses as visitors read them."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from articles import paths
from articles.models import Icon
from articles.paging import Page
from articles.templatetags import formats

SEPTEMBER = datetime(2023, 9, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en-us", "Sep 26, 2023"), ("en-gb", "26 Sept 2023"), ("de", "26.09.2023")],
)
def test_a_date_is_written_as_its_locale_writes_it(locale, text):
    with translation.override(locale):
        assert formats.day(SEPTEMBER) == f'<time datetime="2023-09-26">{text}</time>'


def test_a_date_is_the_day_on_the_calendar_of_the_site():
    with timezone.override("Pacific/Auckland"):
        assert 'datetime="2023-09-27"' in formats.day(SEPTEMBER)


def test_both_dates_of_a_card_say_which_they_are():
    with translation.override("en-gb"):
        published = BeautifulSoup(formats.published_on(SEPTEMBER), "html.parser")
        updated = BeautifulSoup(formats.updated_on(SEPTEMBER), "html.parser")
    assert published.text == "Published on 26 Sept 2023"
    assert updated.text == "Updated on 26 Sept 2023"


@pytest.mark.parametrize(("locale", "text"), [("en-us", "149,333"), ("de", "149.333")])
def test_a_number_has_the_separators_of_its_locale(locale, text):
    with translation.override(locale):
        assert formats.number(149333) == text


@pytest.mark.parametrize(("count", "text"), [(1, "1 view"), (2, "2 views"), (1940, "1,940 views")])
def test_views_are_counted_in_words_for_screen_readers(count, text):
    with translation.override("en-us"):
        seen = BeautifulSoup(formats.shown_views(count, "card"), "html.parser")
        on_page = BeautifulSoup(formats.shown_views(count, "page"), "html.parser")
        assert on_page.text == seen.text == text
    assert [hidden.text for hidden in seen.select(".visually-hidden")] == [
        text.lstrip("0123456789,")
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (Page(1, 12), "Showing 1-12 of 12 articles"),
        (Page(1, 1), "Showing 1-1 of 1 article"),
        (Page(1, 15), "Showing 1-15 of 15 articles"),
        (Page(2, 16), "Showing 16-16 of 16 articles"),
        (Page(83, 12345), "Showing 1,231-1,245 of 12,345 articles"),
    ],
)
def test_a_list_closes_with_what_it_shows(page, text):
    with translation.override("en-us"):
        assert formats.count_line(page) == text


def test_matches_are_marked():
    assert formats.marked("A \ue000code\ue001 &co") == "A <mark>code</mark> &amp;co"


def test_a_dot_between_two_items_begins_no_line():
    assert formats.marked("\ue000One\ue001 · two") == "<mark>One</mark>\N{NO-BREAK SPACE}· two"


def test_a_telephone_number_stays_in_one_line_of_a_passage():
    assert (
        formats.marked("\ue000Call\ue001 +1 202-555-0143 now")
        == '<mark>Call</mark> <span class="whole">+1 202-555-0143</span> now'
    )


@pytest.mark.parametrize("text", ["a\ue000b", "a\ue001b", "\ue001a\ue000b", "a\ue000\ue000b\ue001"])
def test_a_mark_without_its_partner_is_never_shown(text):
    html = formats.marked(text)
    assert html.count("<mark>") == html.count("</mark>")
    assert not {"\ue000", "\ue001"} & set(html)


@given(st.text(alphabet=st.sampled_from("ab<>&\"' \ue000\ue001"), max_size=40))
def test_nothing_but_marks_comes_out_of_a_passage(text):
    # The parser folds spaces that stand alone in an element.
    page = BeautifulSoup(f"|{formats.marked(text)}|", "html.parser")
    assert {element.name for element in page.find_all(True)} <= {"mark"}
    shown = f"|{text}|".replace("\ue000", "").replace("\ue001", "")
    assert page.text.split() == shown.split()


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_a_list_of_links_holds_nothing_but_its_links(targets):
    page = BeautifulSoup(f"<ul>{formats.links(targets, 'chip')}</ul>", "html.parser")
    assert {element.name for element in page.find_all(True)} <= {"ul", "li", "a"}
    assert len(page.select("li > a.chip")) == len(targets)


@given(st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1))
def test_a_path_is_what_django_itself_would_make_of_the_slug(slug):
    for locale in ("en-us", "en-gb"):
        with translation.override(locale):
            assert paths.article(slug) == reverse("articles:detail", args=[slug])
            assert paths.tag(slug) == reverse("articles:tag", args=[slug])


# Files ------------------------------------------------------------------------------------------


def _file(name: str) -> bytes:
    return Path(finders.find(f"helpcenter/{name}")).read_bytes()


def test_every_icon_that_a_page_can_ask_for_is_drawn():
    drawn = {symbol["id"] for symbol in BeautifulSoup(_file("icons.svg"), "html.parser")("symbol")}
    templates = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    asked = {name for text in templates for name in re.findall(r'{% icon "(\w+)"', text)}
    assert asked | set(Icon.values) <= drawn


def test_styles_and_scripts_stay_small():
    def size(*names: str) -> int:
        return sum(len(gzip.compress(_file(name))) for name in names)

    assert size("site.css") < 20_000
    assert size("site.js", "suggest.js", "theme.js") < 15_000
