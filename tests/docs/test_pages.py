"""README and docs: every link leads somewhere, every picture is taken by the script and shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]+`", "", text)
    return [first or second for first, second in LINK.findall(text)]


def anchors(page: Path) -> set[str]:
    """Return what GitHub calls the headings of `page`."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_its_heading(page):
    for link in links(page):
        path, _hash, anchor = link.partition("#")
        if not path.startswith("https://"):
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), link
            assert not anchor or anchor in anchors(there), link


def test_every_picture_is_taken_by_the_script_and_shown():
    shown = {Path(link).stem for page in PAGES for link in links(page) if link.endswith(".webp")}
    taken = re.findall(
        r'(?:_take|_show)\(\s*browser, "([^"]+)"', (ROOT / "docs/screenshots.py").read_text()
    )
    assert shown == set(taken) == {path.stem for path in ROOT.glob("docs/images/*.webp")}
