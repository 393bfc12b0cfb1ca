"""Formatted text from the clipboard, as word processors and browsers put it there."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from articles.editor import MAX_PASTED
from articles.importing import Refused, clipboard

WORD = """
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.
<span>&nbsp; </span></span>Open <b>Cards</b><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o
</span>on the left</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.
</span>Freeze</p>
<p class=MsoNormal>Done.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·</span>
One</p>
"""
DOCS = """<b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span>Fees</span></h2>
<p><span style="font-weight:700">Bold</span><span style="font-weight:400"> and</span>
<span style="font-style:italic">slanted</span></p>
<table><tr><td><p>Plan</p></td><td><p>Price</p></td></tr><tr><td>Small</td><td>5</td></tr></table>
<img src="https://docs.example/x.png"></b>"""


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (WORD, "1. Open **Cards**\n   - on the left\n2. Freeze\n\nDone.\n\n- One"),
        (
            DOCS,
            "## Fees\n\n**Bold** and *slanted*\n\n| Plan | Price |\n| --- | --- |\n| Small | 5 |",
        ),
        ("<h1>A</h1><h2>B</h2><p>c</p>", "## A\n\n### B\n\nc"),
        ("<ul><li>a</li><li><a href='https://x.example/'>b</a></li></ul>",
         "- a\n- [b](https://x.example/)"),
        ("<p>2 * 3 [x] <script>alert(1)</script>_y_</p>", "2 \\* 3 \\[x\\] \\_y\\_"),
        ("<ul><li><input type='checkbox' checked> a</li></ul>", "- [x] a"),
        ("<p>a</p><iframe src='https://www.youtube.com/embed/x'></iframe><p>b</p>",
         "a\n\n::: video https://www.youtube.com/embed/x\n:::\n\nb"),
        ("<iframe title='Map' src='javascript:alert(1)'></iframe>"
         "<iframe src='https://x.example/map'></iframe>", "[x.example/map](https://x.example/map)"),
        ("<video title='Tour'><source src='https://x.example/a.mp4'>Sorry</video>",
         "::: video https://x.example/a.mp4 Tour\n:::"),
        ("<audio src='https://x.example/a.mp3'></audio>",
         "[x.example/a.mp3](https://x.example/a.mp3)"),
        ("<video src='blob:https://x.example/1'></video><p>a</p>", "a"),
        ('<ul><li role="checkbox" aria-checked="true"><img src="data:a"><p>a</p></li>'
         '<li role="checkbox" aria-checked="false"><img src="data:b"><p>b</p></li></ul>',
         "- [x] a\n- [ ] b"),
        ("<ol><li><p>a</p></li><ul><li><p>b</p></li></ul></ol>", "1. a\n\n   - b"),
        ('<div style="white-space: pre;"><div>if x:</div><br><div>    y</div></div>',
         "```\nif x:\n\n    y\n```"),
        ("one<br>two", "one\n\ntwo"),
        ("plain words", "plain words"),
        ("", ""),
    ],
    ids=["word", "docs", "headings", "list", "escaped", "tasks", "player", "frames", "video",
         "audio", "blob", "docs-tasks", "docs-list", "code", "breaks", "plain", "empty"],
)  # fmt: skip
def test_the_formatting_becomes_markdown(html, markdown):
    assert clipboard.read(html).markdown == markdown


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://help.acme.co/articles/a/", "/articles/a/"),
        ("https://help.acme.co", "/"),
        ("https://help.acme.co?q=a", "/?q=a"),
        ("https://help.acme.com/a", "https://help.acme.com/a"),
        (
            "https://www.google.com/url?q=https://x.example/a%3Fb%3D1&sa=D",
            "https://x.example/a?b=1",
        ),
    ],
)
def test_links_lead_where_they_led_those_to_this_site_without_its_host(address, expected):
    pasted = clipboard.read(f'<a href="{address}">a</a>', "https://help.acme.co")
    assert pasted.markdown == f"[a]({expected})"


def test_a_video_of_this_site_has_no_host():
    pasted = clipboard.read(
        "<video src='https://x.example/media/a.mp4'></video>", "https://x.example"
    )
    assert pasted.markdown == "::: video /media/a.mp4\n:::"


def test_pictures_are_left_out_and_counted():
    assert clipboard.read(DOCS).pictures == 1


@pytest.mark.parametrize(
    "piece",
    ["<span style='font-weight:700'>", "<ul><li>", "<td>", "<a ", "<!--", "</", "<b><p>", "&#",
     "<table>", "<p style='mso-list:l0 level1'>x</p>", "<br>", "\xa0",
     "</pre><br><div style='white-space: pre'>", "<b class={}><p></i></i>", "<pre>", "<p>"],
)  # fmt: skip
def test_what_no_person_copied_is_read_or_refused_soon(piece):
    start = time.process_time()
    with suppress(Refused):
        clipboard.read("".join(piece.format(n) for n in range(MAX_PASTED))[:MAX_PASTED])
    assert time.process_time() - start < 4
