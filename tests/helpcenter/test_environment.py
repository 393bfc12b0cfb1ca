"""A value of the environment that means nothing is refused, and by the name of its variable."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpcenter import environment, run
from helpcenter import settings as those_of_the_tests


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """Return a function that reads the settings of an environment: settings_with("DEBUG", "1")."""
    monkeypatch.setenv("DATABASE_URL", "postgres://x@y/z")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def read(name: str, value: str) -> ModuleType:
        monkeypatch.setenv(name, value)
        spec = spec_from_file_location("helpcenter.read_again", those_of_the_tests.__file__)
        settings = module_from_spec(spec)
        spec.loader.exec_module(settings)
        return settings

    return read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "https://help.example.com"),
        ("ALLOWED_HOSTS", "help.example.com:443"),
        ("API_CORS_ORIGINS", "shop.example.com"),
        ("API_REQUESTS_PER_MINUTE", "-1"),
        ("QUESTIONS_PER_MINUTE", "many"),
        ("CSRF_TRUSTED_ORIGINS", "help.example.com"),
        ("DATABASE_POOL_SIZE", "0"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://x@y/z"),
        ("DATABASE_URL", "postgres://x@y:port/z"),
        ("DATABASE_URL", "postgres://x@y"),
        ("DEBUG", "perhaps"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "http://mail.example.com"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example.com:port"),
        ("LOG_LEVEL", "loud"),
        ("PAGE_CACHE_CHARACTERS", "much"),
        ("PAGE_TIMEOUT", "x"),
        ("PAGE_TIMEOUT", "-1"),
        ("PAGE_TIMEOUT", "40000min"),
        ("QUESTIONS_KEPT_DAYS", "-5"),
        ("REVIEW_AFTER_DAYS", "0"),
        ("REVIEW_REQUIRED", "perhaps"),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "perhaps"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("SECURE_SSL_REDIRECT", "perhaps"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TRUST_PROXY_HEADERS", "perhaps"),
        ("VIDEO_PLAYERS", "player.example.com; script-src *"),
        ("VIEWS_FLUSH_SECONDS", "nan"),
        ("VIEWS_FLUSH_SECONDS", "1e10"),
    ],
)
def test_settings_name_the_variable_that_they_refuse(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "maybe"),
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("PORT", "٣٠٠٠"),
        ("PUBLISH_EVERY", "x"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_THREADS", "many"),
    ],
)
def test_a_start_names_the_variable_that_it_refuses(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        run.start(reload=False)


def test_a_url_that_is_refused_is_not_repeated_with_its_password(settings_with):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with("DATABASE_URL", "postgres://x:secret@y:port/z")
    assert "secret" not in str(refused.value)


def test_a_secret_that_begins_with_a_dollar_is_no_name_of_another_variable(settings_with):
    assert settings_with("SECRET_KEY", "$ecret").SECRET_KEY == "$ecret"


def test_every_word_for_yes_and_no_is_understood_and_an_empty_value_is_none(monkeypatch):
    for value, told in (("On", True), ("yes", True), ("0", False), ("FALSE", False)):
        monkeypatch.setenv("REVIEW_REQUIRED", value)
        assert environment.flag("REVIEW_REQUIRED") is told
    monkeypatch.setenv("REVIEW_REQUIRED", "")
    assert environment.flag("REVIEW_REQUIRED", default=True) is True
