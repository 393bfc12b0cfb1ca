"""Reads before a worker is made what Django would read when it is first needed.

A `git pull` changes these files under the running site: a worker that shows a page for the first
time would put a new template into old code, and one that is made anew would import half of each.
It takes a third of a second, and all workers share what was read.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation


def preload() -> None:
    """Import all views, and read all templates and the words of all locales.

    Raises ImproperlyConfigured for a template that cannot be read, as one of TEMPLATES_DIR.
    """
    get_resolver().url_patterns  # noqa: B018 - imports them
    own = settings.BASE_DIR / "templates"
    for path in own.rglob("*.*"):
        name = path.relative_to(own).as_posix()
        try:
            get_template(name)
        except (TemplateSyntaxError, OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"TEMPLATES_DIR: {name} is no template: {error}") from error
    for locale in settings.LOCALES:
        with translation.override(locale):
            translation.gettext("")
