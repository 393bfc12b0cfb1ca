"""Branding by the environment: what is wrong stops the start, and files of the site come first."""

from __future__ import annotations

import pytest

from tests.helpcenter.test_settings import settings_with


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"ACCENT_COLOUR": "#55aaff"}, "hard to read on light pages; #"),
        ({"HEADER_LINKS": "Status=javascript:x"}, "HEADER_LINKS: no link may lead to"),
        ({"ANALYTICS_SCRIPT": "http://example.com/x.js"}, "ANALYTICS_SCRIPT is"),
        ({"TEMPLATES_DIR": "/nowhere/at/all"}, "TEMPLATES_DIR: there is no folder"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start(tmp_path, wrong, complaint):
    assert complaint in settings_with(tmp_path, **wrong).stderr


def test_folders_and_links_are_read_from_the_environment(tmp_path):
    expression = (
        "settings.TEMPLATES[0]['DIRS'][0] == settings.STATICFILES_DIRS[0], settings.HEADER_LINKS"
    )
    folders = {"TEMPLATES_DIR": str(tmp_path), "STATIC_DIR": str(tmp_path)}
    told = settings_with(tmp_path, expression, **folders, HEADER_LINKS="A b=https://x.example/?a=b")
    assert told.stdout == "True [('A b', 'https://x.example/?a=b')]\n"


@pytest.mark.django_db
def test_a_template_of_the_site_takes_the_place_of_ours_and_may_extend_it(
    client, settings, tmp_path
):
    (tmp_path / "_footer.html").write_text("<footer>By {{ brand.name }} only</footer>")
    (tmp_path / "base.html").write_text(
        '{% extends "base.html" %}{% block extra_head %}<meta name="ours">{% endblock %}'
    )
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    html = client.get("/").content.decode()
    assert "<footer>By Help Center only</footer>" in html
    assert '<meta name="ours">' in html
    assert "bottom-row" not in html
    assert 'id="page:announcer"' in html  # scripts speak through it
