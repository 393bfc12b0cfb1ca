"""Anchors, contents and the text to search that come of what authors write."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import Block, Heading, preview, render
from tests.articles.rendered import Page, block_texts


def test_contents_are_the_headings_of_levels_two_and_three():
    rendered = render("# One\n\n### *Two* `x` [y](z) {#two}\n\n#### Deep\n\nSet\n---\n\n##\n")
    assert rendered.contents == (
        Heading(2, "One", "one"),
        Heading(3, "Two x y", "two"),
        Heading(2, "Set", "set"),
    )


def test_anchors_are_unique_and_the_authors_own_win():
    rendered = render("## Same\n\n## Same\n\n## Other {#same}\n\n## Same-2\n\n## !!!\n\n## ???\n")
    assert [heading.anchor for heading in rendered.contents] == [
        "same-2",
        "same-3",
        "same",
        "same-2-2",
        "section",
        "section-2",
    ]


def test_an_anchor_keeps_letters_of_any_script():
    assert [h.anchor for h in render("## パスワードの再設定\n\n## Größe ändern\n").contents] == [
        "パスワードの再設定",
        "größe-ändern",
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["A", "a", "a-2", "é", "!", "fn:1", "A {#x}", "B {#x}"])))
def test_no_id_comes_twice(titles):
    page = Page(preview("".join(f"## {title}\n\n::: details {title}\n:::\n\n" for title in titles)))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids)) == 2 * len(titles)


def test_the_link_to_a_heading_is_beside_it_not_in_it():
    html = preview("## Fees & limits\n")
    assert "<h2 " in html
    assert re.search(r"<h2[^>]*>(.*?)</h2>", html)[1] == "Fees &amp; limits"


def test_a_footnote_stands_under_the_heading_of_its_first_mark():
    notes = "[^x]: First.\n\n[^y]: Last."
    body = f"## A\n\nOne[^x].\n\n## B\n\nTwo[^x], [^y].\n\n## C\n\nThree.\n\n{notes}"
    found = {block.text: block.anchor for block in render(body).blocks}
    assert (found["First."], found["Last."], found["Three."]) == ("a", "b", "c")


def test_blocks_know_the_heading_above_them():
    body = "Before.\n\n## A\n\nOne.\n\n- two\n- three\n\n### B {#bee}\n\n|c|d|\n|-|-|\n|e|f|\n"
    assert render(body).blocks == (
        Block("Before.", "", ""),
        Block("One.", "A", "a"),
        Block("two", "A", "a"),
        Block("three", "A", "a"),
        Block("c: e – d: f", "B", "bee", is_row=True),
    )


def test_an_accordion_is_a_heading_for_what_is_inside_only():
    body = "## Fees\n\n::: details Is it free?\nYes.\n\n## Inner\n\nx\n:::\n\nAfter.\n"
    assert render(body).blocks == (
        Block("Yes.", "Is it free?", "is-it-free"),
        Block("x", "Inner", "inner"),
        Block("After.", "Fees", "fees"),
    )


def test_text_in_a_tab_links_to_the_tab_and_keeps_the_heading_around_it():
    body = "## Pay\n\n:::: tabs\n::: tab App\nTap.\n:::\n::: tab Web\nClick.\n:::\n::::\n\nDone.\n"
    assert render(body).blocks == (
        Block("App", "Pay", "app"),
        Block("Tap.", "Pay", "app"),
        Block("Web", "Pay", "web"),
        Block("Click.", "Pay", "web"),
        Block("Done.", "Pay", "pay"),
    )


def test_captions_buttons_videos_numbers_and_marks_are_no_text():
    body = (
        '![alt words](a.png "caption words")\n\n'
        "::: action Tool\nUse the button.\n\n[Go](https://a.example)\n:::\n\n"
        "::: video https://a.example/v Watch it\n:::\n\n"
        "> [!NOTE]\n> Said[^1].\n\n1. First\n\n[^1]: Source.\n"
    )
    assert block_texts(body) == ["Said.", "First", "Source."]


def test_a_callout_title_of_the_author_is_text():
    assert block_texts("::: tip Save time\nx\n:::") == ["Save time", "x"]


def test_separate_elements_are_never_glued_together():
    assert block_texts("a<br>b\nc  \nd\n\n- e\n  - f\n") == ["a b c d", "e", "f"]
    assert block_texts("| g<br>h | i |\n|-|-|\n") == ["g h: i"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Team | $12 | $120", "Team – Monthly: $12; A year: $120"),
        ("Is it kept? | No. | For a week", "Is it kept? Monthly: No. A year: For a week"),
        ("| $12 | $120", "Monthly: $12; A year: $120"),
        ("Team | | $120", "Team – A year: $120"),
        ("今すぐ。 | はい | いいえ", "今すぐ。 Monthly: はい; A year: いいえ"),
        ("Free | |", "Free"),
        ("| |", ""),
    ],
)
def test_a_row_of_a_table_is_said_with_the_names_of_its_columns(row, said):
    table = f"| Plan | Monthly | A year |\n|-|-|-|\n| |\n| Solo | $8 | $80 |\n| {row} |\n"
    assert block_texts(table) == list(filter(None, ["Plan: Solo – Monthly: $8; A year: $80", said]))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "| Plan | Price |\n|-|-|\n| Solo | $8 |\n| Team | $12 |",
            "Plan: Solo – Price: $8\nTeam: $12",
        ),
        ("| Plans |\n|-|\n| Solo |\n| Team |", "Plans: Solo\nTeam"),
        ("| | | |\n|-|-|-|\n| Solo | $8 | $80 |", "Solo: $8; $80"),
        ("| | | Free? |\n|-|-|-|\n| Solo | $8 | no |", "Solo – $8; Free? no"),
        ("| Plan | Monthly | A year |\n|-|-|-|", "Plan: Monthly; A year"),
        ("| | |\n|-|-|", ""),
    ],
)
def test_the_names_of_the_columns_are_said_once_where_one_row_says_them_all(table, said):
    assert "\n".join(block_texts(table)) == said


def test_a_name_of_a_column_that_is_a_text_is_said_once():
    text = "The price of a plan for each month of the year"
    rows = f"| Plan | {text} | Free |\n|-|-|-|\n| Solo | $8 | no |\n| Team | $12 | no |\n"
    assert block_texts(rows) == [f"Plan: Solo – {text}: $8; Free: no", "Team: $12; no"]


def test_each_table_has_its_own_columns():
    table = "| Plan | {0} | B |\n|-|-|-|\n| Solo | 1 | 2 |\n\n"
    line = "Plan: Solo – {0}: 1; B: 2"
    assert block_texts(table.format("A") + table.format("C")) == [
        line.format("A"),
        line.format("C"),
    ]


def test_text_is_plain():
    assert block_texts("**a** [b](c) `<d>` &lt;e&gt; &amp; ~~f~~ <u>g</u>") == [
        "a b <d> <e> & f <u>g</u>"
    ]
    assert block_texts("```\nx  =\n\n  1\n```") == ["x =\n1"]
