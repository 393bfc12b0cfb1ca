"""What axe finds wrong with a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# Its preloading of styles breaks the policy of the pages, which would fail the test.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# The rules for which another colour scheme can make a difference.
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, context: str | None = None) -> list[str]:
    """Return everything that is wrong with a page, or with the `context` in it (a selector)."""
    return [_described(page, one) for one in _run(page, OPTIONS, context)]


def serious(page: Page) -> list[str]:
    """Return what keeps somebody from using a page."""
    return _serious(page, OPTIONS)


def serious_in_both_schemes(page: Page) -> list[str]:
    """Return the same in light and in dark, which the page shows afterwards."""
    page.emulate_media(color_scheme="light")
    found = serious(page)
    page.emulate_media(color_scheme="dark")
    return found + _serious(page, OPTIONS | {"runOnly": COLOURS})


def _serious(page: Page, options: dict) -> list[str]:
    found = _run(page, options)
    return [_described(page, one) for one in found if one["impact"] in ("serious", "critical")]


def _run(page: Page, options: dict, context: str | None = None) -> list[dict]:
    return AXE.run(page, context=context, options=options).response["violations"]


def _described(page: Page, one: dict) -> str:
    return f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]}"
