"""The places on a page that can be linked to."""

from __future__ import annotations

import re

ID = re.compile(r' id="([^"]+)"')


def anchors(html: str) -> set[str]:
    """Return the ids in the sanitised HTML of an article."""
    return set(ID.findall(html))
