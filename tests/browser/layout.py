"""What tests ask of the layout of a page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page, once loaded, is wider than its window.

    After a click first expect something of the page that it leads to: what is loaded at that moment
    may still be the page before.
    """
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def overflowing(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [
            "page", ...[...document.querySelectorAll("main *")]
                .filter((element) => element.getBoundingClientRect().right > innerWidth)
                .map((element) => element.outerHTML.slice(0, 80))]"""
    )


def colour(element: Locator, which: str) -> str:
    """Return a colour that the page gives to `element`, as "#rrggbb"."""
    shown = element.evaluate("(element, which) => getComputedStyle(element)[which]", which)
    return "#" + bytes(map(int, re.findall(r"\d+", shown)[:3])).hex()
