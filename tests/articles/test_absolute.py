"""Addresses in text that leaves the site lead to the site."""

from __future__ import annotations

import pytest

from articles import absolute

BASE = "https://help.example/articles/me/"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ('<a href="/x/?a=1&amp;b=2#c">', '<a href="https://help.example/x/?a=1&amp;b=2#c">'),
        ('<a href="#part">', f'<a href="{BASE}#part">'),
        ('<a href="mailto:a@b.cd">', '<a href="mailto:a@b.cd">'),
        ('<a href="https://x.example/">', '<a href="https://x.example/">'),
        ('<a href="http://[bad/">', '<a href="http://[bad/">'),
        ('<img src="/a.png" alt="1 > 0">', '<img src="https://help.example/a.png" alt="1 > 0">'),
        ('<img srcset="/a.webp 800w, /b.webp 1600w">',
         '<img srcset="https://help.example/a.webp 800w, https://help.example/b.webp 1600w">'),
        ('<code>&lt;a href="/x"&gt;</code>', '<code>&lt;a href="/x"&gt;</code>'),
        ('<img alt="a href=&quot;/x&quot; src=">', '<img alt="a href=&quot;/x&quot; src=">'),
    ],
)  # fmt: skip
def test_every_address_in_a_tag_becomes_absolute_and_text_stays(written, sent):
    assert absolute.html(written, BASE) == sent
