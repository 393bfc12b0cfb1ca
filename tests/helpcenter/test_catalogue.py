"""Every word of the public pages has a translation in every language that the site comes with."""

from __future__ import annotations

import re

import pytest
from babel.messages.mofile import read_mo
from django.conf import settings

from helpcenter import catalogue

PLACES = re.compile(r"%\(\w+\)s|%s|\{\}|</?\w+[^>]*>")
# "One article" and "two articles" are words without a number in Arabic.
WITHOUT_NUMBER = (1, 2)
SHIPPED = ["ar", "de", "fr", "ja"]


def forms(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_the_site_speaks_every_language_that_it_offers_from_the_start():
    offered = {code.split("-")[0] for code in settings.LOCALES} - {"en"}
    assert offered <= set(catalogue.locales()) == set(SHIPPED)


@pytest.mark.parametrize("locale", SHIPPED)
def test_every_public_text_is_translated(locale):
    texts = {(m.id, m.context) for m in catalogue.public_texts() if m.id}
    catalog = catalogue.read(locale)
    assert texts == {(m.id, m.context) for m in catalog if m.id}, "run `make messages`"
    assert catalogue.lacking(catalog) == []


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_translation_has_the_places_and_tags_of_the_text(locale):
    for message in catalogue.read(locale):
        if message.id:
            said = message.id[-1] if isinstance(message.id, tuple) else message.id
            for number, form in enumerate(forms(message)):
                places = sorted(PLACES.findall(form))
                if locale == "ar" and number in WITHOUT_NUMBER and places:
                    assert set(places) <= set(PLACES.findall(said)), form
                elif not (locale == "ar" and number in WITHOUT_NUMBER):
                    assert places == sorted(PLACES.findall(said)), form


@pytest.mark.parametrize("locale", SHIPPED)
def test_what_is_compiled_is_what_was_translated(locale):
    with (catalogue.LOCALE / locale / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = [(m.id, m.string) for m in read_mo(file) if m.id]
    written = [(m.id, m.string) for m in catalogue.read(locale) if m.id]
    assert sorted(map(_flat, compiled)) == sorted(map(_flat, written))


def _flat(pair: tuple) -> tuple[str, ...]:
    """Return a text and its translation, each in all numbers, in one row."""
    return tuple(part for said in pair for part in ([said] if isinstance(said, str) else said))


def test_templates_and_modules_are_both_read_and_what_staff_read_is_not():
    texts = {message.id for message in catalogue.public_texts()}
    assert {"Was this helpful?", "Most viewed", ("%(number)s view", "%(number)s views")} <= texts
    assert "Why this result?" not in texts
