"""How a link to a page looks where it is shared: the picture of an article, and of the site."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from django.templatetags.static import static

IMAGE = re.compile(r"<img\s[^>]*>")
ATTRIBUTE = re.compile(r'\s(src|alt|width|height)="([^"]*)"')
# Networks leave out a smaller one, and a button's picture says nothing about an article.
SMALLEST = 200
SITE_PICTURE = "helpcenter/share.png"
SITE_PICTURE_SIZE = (1200, 630)


class Picture(NamedTuple):
    """A picture and what it shows; sizes in pixels, 0 for unknown."""

    src: str
    alt: str
    width: int = 0
    height: int = 0


def picture_of(text: str) -> Picture | None:
    """Return the first picture in an article's sanitised HTML that is large enough to show it."""
    for image in IMAGE.finditer(text):
        attributes = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(image[0])}
        width, height = int(attributes.get("width") or 0), int(attributes.get("height") or 0)
        if attributes.get("src") and (not width or min(width, height or width) >= SMALLEST):
            return Picture(attributes["src"], attributes.get("alt", ""), width, height)
    return None


def site_picture(name: str) -> Picture:
    """Return the picture of the whole site, which is called `name`."""
    return Picture(static(SITE_PICTURE), name, *SITE_PICTURE_SIZE)


def open_graph_locale(locale: str) -> str:
    """Return `en-gb` as OpenGraph writes it: en_GB."""
    language, _dash, territory = locale.partition("-")
    return f"{language}_{territory.upper()}" if territory else language
