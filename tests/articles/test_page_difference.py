"""The difference of two pages: what is marked, that it is safe, and that it ends soon."""

from __future__ import annotations

import random
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markup, page_difference, text_difference
from tests.articles.pages import LIST, POISONED_BODY, active_content, change, page, submit, texts


def compare(before: str, after: str) -> list[page_difference.Pair]:
    return page_difference.side_by_side(markup.render(before).html, markup.render(after).html)


def kinds(pairs) -> list[str]:
    return [pair.kind for pair in pairs]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("One two three.", "One 2 three!", "One <del>two</del> three<del>.</del>",
         "One <ins>2</ins> three<ins>!</ins>"),
        ("a **b** c", "a b c", "a <strong><del>b</del></strong> c", "a <ins>b</ins> c"),
        ("see [x](/a/) now", "see [x](/b/) now", 'see <a href="/a/"><del>x</del></a> now',
         'see <a href="/b/"><ins>x</ins></a> now'),
        ("a & b < c", "a &lt; b < c", "a <del>&amp;</del> b &lt; c", "a <ins>&lt;</ins> b &lt; c"),
    ],
)  # fmt: skip
def test_words_are_marked_where_they_differ_in_text_look_or_target(before, after, left, right):
    [pair] = compare(before, after)
    assert (pair.left, pair.right) == (f"<p>{left}</p>", f"<p>{right}</p>")


def test_blocks_stand_beside_what_they_became_and_unchanged_ones_are_folded():
    same = "\n\n".join(f"Same {n}." for n in range(6))
    before = f"Gone for good.\n\nThe first one of all words.\n\n{same}\n\n- a\n- b"
    after = f"Brand new here.\n\nThe first two of all words.\n\n{same}\n\n- a\n- c"
    pairs = compare(before, after)
    assert kinds(pairs) == ["removed", "added", "changed", "same", "hidden", "same", "changed"]
    assert pairs[4].hidden == 4
    assert pairs[6].right == "<ul>\n<li>a</li>\n<li><ins>c</ins></li>\n</ul>"


def test_pages_that_only_differ_in_their_markdown_look_the_same():
    assert compare("*a*\n\nb", "_a_\n\n\nb\n") == []


def test_no_id_stands_twice_and_nothing_is_folded_away():
    pairs = compare("## A\n\n::: details Q?\nOld\n:::", "## A b\n\n::: details Q?\nNew\n:::")
    soup = BeautifulSoup("".join(p.left + p.right for p in pairs), "html.parser")
    assert soup.select("[id]") == []
    assert all(found.has_attr("open") for found in soup.select("details"))


word = st.sampled_from(
    ["a", "b", "**c**", "[d](/e/)", "\n\n", "\n- ", "&amp;", "`<x>`", "字", "# "]
)
text = st.lists(word, max_size=25).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(before=text, after=text)
def test_without_the_marks_each_side_is_its_page(before, after):
    pairs = compare(before, after)
    if not pairs:
        return
    for side, body, mark in (("left", before, "del"), ("right", after, "ins")):
        shown = "".join(p.left if p.kind == "hidden" else getattr(p, side) for p in pairs)
        bare = shown.replace(f"<{mark}>", "").replace(f"</{mark}>", "")
        assert bare == "".join(page_difference.blocks(markup.render(body).html))


def test_comparing_texts_of_the_greatest_length_ends_soon():
    chance = random.Random(1)
    lines = [" ".join(f"w{chance.randrange(3000)}" for _ in range(60)) for _ in range(1200)]
    others = [" ".join(f"w{chance.randrange(3000)}" for _ in range(60)) for _ in range(1200)]
    hard = [
        ("\n\n".join(lines), "\n\n".join(others)),
        ("a b " * 120_000, "a b " * 120_000 + "c"),
        ("a\n\n" * 160_000, "a\n\n" * 150_000 + "b"),
        ("\n\n".join(["a b " * 250] * 480), "\n\n".join(["b a " * 250] * 480)),
    ]
    began = time.monotonic()
    for before, after in hard:
        assert compare(before, after)
        assert text_difference.side_by_side(before, after)
    assert time.monotonic() - began < 60  # 6 s here; hours without the limits


def test_the_page_of_the_difference_is_one_click_from_the_text_and_runs_nothing(
    at_desk, author, reader, publish
):
    article = publish("Title", POISONED_BODY + "\n\nOld words.", tags=["a"])
    submit(at_desk(author), change(article), body=POISONED_BODY + "\n\nNew words.", title="Other")
    text = at_desk(reader).get(f"{LIST}{article.pk}/difference/")
    address = page(text).select_one(".desk-switch a:not([aria-current])")["href"]
    shown = at_desk(reader).get(f"{LIST}{article.pk}/difference/{address}")
    assert shown.status_code == 200
    assert active_content(page(shown)) == []
    assert texts(page(shown), ".pair.heads p") == ["What visitors read", "Working copy"]
    assert texts(page(shown), ".pair del, .pair ins") == ["Old", "New"]
    assert texts(page(shown), ".diff-fields td") == ["Title", "Other"]
    assert not page(shown).select("form")
    version = article.history.order_by("history_id").first().history_id
    old = at_desk(author).get(f"{LIST}{article.pk}/difference/?from={version}&to=now&as=page")
    assert page(old).select_one("form.submit-row button")
