"""A site whose files change while it runs goes on with those that it was started with."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from helpcenter import preloading
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
COLLECTOR = """
import gc
import helpcenter.wsgi
from django.urls import get_resolver
print(any(watched is get_resolver() for watched in gc.get_objects()))
"""


@pytest.fixture
def in_worker(tmp_path, db):
    """Return a function that runs a script as a worker would and returns what it printed."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static/staticfiles.json").touch()
    url = url_of(connection.settings_dict["NAME"])

    def run(script: str) -> str:
        folder = str(tmp_path)
        ended = settings_with(tmp_path, f"exec({script!r})", DATABASE_URL=url, TEMPLATES_DIR=folder)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.partition("\n")[0]

    return run


def test_a_page_that_was_not_asked_for_before_an_upgrade_is_the_old_one(in_worker, tmp_path):
    (tmp_path / "404.html").write_text("old")
    assert in_worker(WORKER) == "old"


def test_a_worker_looks_for_garbage_only_in_what_it_made_itself(in_worker):
    assert in_worker(COLLECTOR) == "False"


def test_a_template_that_is_none_stops_the_start_by_its_name(tmp_path, settings):
    (tmp_path / "404.html").write_text("{% nothing %}")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    with pytest.raises(ImproperlyConfigured, match=r"TEMPLATES_DIR: 404\.html .* 'nothing'"):
        preloading.preload()
