"""Production refuses to start on anything unsafe; a bare checkout starts safely by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "0123456789abcdef" * 4
PRODUCTION = {
    "HELPCENTER_ENV": "production",
    "SECRET_KEY": GOOD_KEY,
    "ALLOWED_HOSTS": "help.example.com",
}


def settings_with(tmp_path: Path, expression: str = "'started'", **environment: str):
    """Import the settings in a process of their own and print `expression` of them."""
    base = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://x@y/z",
    }
    return subprocess.run(
        [sys.executable, "-c", f"from helpcenter import settings; print({expression})"],
        cwd=ROOT,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def url_of(database: str) -> str:
    """Return the URL of a database on the server of the tests."""
    at = {name: quote(str(value), "") for name, value in connection.settings_dict.items()}
    url = "postgres://{USER}:{PASSWORD}@/{database}?host={HOST}&port={PORT}"
    return url.format(**at, database=database).removesuffix("&port=")


@pytest.mark.parametrize(
    ("unsafe", "complaint"),
    [
        ({"DEBUG": "1"}, "DEBUG must be off"),
        ({"SECRET_KEY": "django-insecure-" + GOOD_KEY}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"SITE_URL": "help.example.com"}, "SITE_URL is"),
    ],
)
def test_production_refuses_unsafe_settings(tmp_path, unsafe, complaint):
    refused = settings_with(tmp_path, **PRODUCTION | unsafe)
    assert refused.returncode == 1
    assert complaint in refused.stderr


def test_production_refuses_hosts_that_nobody_named(tmp_path):
    environment = {key: value for key, value in PRODUCTION.items() if key != "ALLOWED_HOSTS"}
    assert "ALLOWED_HOSTS must name" in settings_with(tmp_path, **environment).stderr


def test_production_starts_on_safe_settings_with_https_only_cookies(tmp_path):
    expression = "[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.DEBUG]"
    assert settings_with(tmp_path, expression, **PRODUCTION).stdout == "[True, True, False]\n"


@pytest.mark.parametrize(
    ("trusts", "header"), [("1", "('HTTP_X_FORWARDED_PROTO', 'https')\n"), ("0", "None\n")]
)
def test_only_of_a_trusted_proxy_https_is_believed(tmp_path, trusts, header):
    told = "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)"
    assert settings_with(tmp_path, told, TRUST_PROXY_HEADERS=trusts).stdout == header


def test_a_misspelt_environment_is_an_error(tmp_path):
    assert "use local or production" in settings_with(tmp_path, HELPCENTER_ENV="prod").stderr


def test_the_generated_secret_key_is_kept_and_private(tmp_path):
    first = settings_with(tmp_path, "settings.SECRET_KEY").stdout
    assert first == settings_with(tmp_path, "settings.SECRET_KEY").stdout
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    (tmp_path / "secret_key").write_text("")  # as a full disk leaves it
    assert "secret_key' is empty; delete it" in settings_with(tmp_path).stderr


@pytest.mark.parametrize(
    ("environment", "seconds", "below"),
    [
        (PRODUCTION, 31_536_000, True),
        (PRODUCTION | {"SECURE_HSTS_SECONDS": "300"}, 300, True),
        (PRODUCTION | {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "0"}, 31_536_000, False),
        ({"SECURE_HSTS_SECONDS": "300", "SECURE_HSTS_INCLUDE_SUBDOMAINS": "1"}, 0, False),
    ],
)
def test_browsers_come_by_https_only_for_as_long_as_production_says(
    tmp_path, environment, seconds, below
):
    names = ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    told = ", ".join(f"settings.SECURE_HSTS_{name}" for name in names)
    assert settings_with(tmp_path, told, **environment).stdout == f"{seconds} {below} {below}\n"


def test_deployment_checks_of_django_are_clean_in_production(tmp_path):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION
        | {"DATABASE_URL": "postgres://x@127.0.0.1:1/z"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


def test_mail_is_written_to_the_console_unless_a_server_is_named(tmp_path):
    told = "(settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT)"
    assert "console" in settings_with(tmp_path, told).stdout
    server = settings_with(tmp_path, told, EMAIL_URL="smtp+tls://u:p@mail.example.com:587").stdout
    assert "smtp.EmailBackend', 'mail.example.com', 587" in server


def test_a_page_waits_seconds_and_a_command_longer_for_a_database_whose_machine_is_gone(tmp_path):
    pages = "__import__('helpcenter.wsgi').wsgi.connection.settings_dict['OPTIONS']"
    url = {"DATABASE_URL": "postgres://x@y/z?options=-c search_path=kb", "DEBUG": "1"}
    told = settings_with(tmp_path, f"{pages}['tcp_user_timeout'], {pages}['options']", **url).stdout
    assert told == "3000 -c search_path=kb -c statement_timeout=10s\n"
    told = f"{pages}['pool']['connection_class'].__name__"
    assert settings_with(tmp_path, told, DEBUG="1").stdout == "PageConnection\n"
    commands = "settings.DATABASES['default']['OPTIONS']"
    told = f"'tcp_user_timeout' in {commands}, 'connection_class' in {commands}['pool']"
    assert settings_with(tmp_path, told).stdout == "False False\n"


def test_a_server_that_would_answer_every_page_with_500_says_what_to_run_instead(tmp_path, db):
    environment = PRODUCTION | {"DATABASE_URL": url_of("postgres")}
    refused = settings_with(tmp_path, "__import__('helpcenter.wsgi')", **environment)
    assert refused.returncode == 1
    assert "run manage.py collectstatic" in refused.stderr
    static_files = tmp_path / "static/staticfiles.json"
    static_files.parent.mkdir()
    static_files.touch()
    refused = settings_with(tmp_path, "__import__('helpcenter.wsgi')", **environment)
    assert refused.returncode == 1
    assert "run manage.py migrate" in refused.stderr
