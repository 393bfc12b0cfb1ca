"""LOCALES as an operator writes it, and addresses that begin like a locale."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from helpcenter.locales import named

WORDS = Path("locale")


def test_locales_are_named_as_addresses_have_them_and_in_their_own_words():
    written = ["pt-BR", " zh_Hant", "lo", "", "de", "pt-br"]
    assert named(written, WORDS) == [
        ("pt-br", "Português (Brasil)"), ("zh-hant", "中文 (繁體)"), ("lo", "ລາວ"),
        ("de", "Deutsch"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([], "names no locale"),
        ([" "], "names no locale"),
        (["en-us", "xx"], "names 'xx', which is no locale"),
        (["en us"], "names 'en us', which is no locale"),
        (["fil", "en-us"], "begins with 'fil', for which Django has no words"),
    ],
)
def test_what_cannot_be_a_locale_is_told(written, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        named(written, WORDS)


@pytest.mark.parametrize("key", ["de-registration", "ar-vr", "en-suite"])
def test_a_tab_may_begin_like_a_locale(client, publish, make_category, key):
    publish("Sign off", "How to.", category=make_category(key))
    answer = client.get(f"/{key}/")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en-us")


def test_a_locale_for_which_django_has_no_words_has_its_pages(publish, settings):
    settings.LOCALES = ["en-us", "lo"]
    settings.LANGUAGES = [("en-us", "English"), ("lo", "ລາວ")]
    publish("ຄ່າທຳນຽມ", "Text.", slug="fees", locale="lo")
    answer = Client().get("/lo/articles/fees/")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "lo")


def test_the_admin_is_in_one_language_and_names_categories_as_the_site_does(
    settings, admin_client, make_category
):
    settings.LOCALES, settings.LANGUAGE_CODE = ["de"], "de"
    settings.LANGUAGES = [("de", "Deutsch")]
    make_category("help", name="Hilfe")
    answer = admin_client.get("/admin/articles/article/")
    page = answer.content.decode()
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in page
    assert "Log out" in page
    assert "Hilfe" in page
