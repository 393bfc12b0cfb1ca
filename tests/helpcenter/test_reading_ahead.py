"""A site whose files change while it runs goes on with those that it was started with."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from helpcenter import reading_ahead
from tests.helpcenter.test_settings import settings_with, url_of

# What a worker finds: it is forked from a process that has imported this, or imports it itself.
WORKER = """
import os, sys
import helpcenter.wsgi
from django.template.loader import get_template
assert "helpcenter.urls" in sys.modules
open(os.environ["TEMPLATES_DIR"] + "/404.html", "w").write("new")
print(get_template("404.html").render())
"""


def test_a_page_that_was_not_asked_for_before_an_upgrade_is_the_old_one(tmp_path, db):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/staticfiles.json").touch()
    (tmp_path / "404.html").write_text("old")
    worker = settings_with(
        tmp_path,
        f"exec({WORKER!r})",
        DATABASE_URL=url_of(connection.settings_dict["NAME"]),
        TEMPLATES_DIR=str(tmp_path),
    )
    assert worker.stdout.startswith("old\n"), worker.stderr


def test_a_template_that_is_none_stops_the_start_by_its_name(tmp_path, settings):
    (tmp_path / "404.html").write_text("{% nothing %}")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    with pytest.raises(ImproperlyConfigured, match=r"TEMPLATES_DIR: 404\.html .* 'nothing'"):
        reading_ahead.read()
