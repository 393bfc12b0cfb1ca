"""Files that other texts include stand where their mark was, once and bounded."""

from __future__ import annotations

import pytest

from articles.importing.report import Refused, Report
from tests.articles.dialects import convert


def test_an_included_file_is_put_in_with_its_own_code_left_alone():
    text = "Before\n\n[!INCLUDE [x](part.md)]\n\nAfter"
    part = "---\na: b\n---\nIn `<b>` <b>it</b>"
    assert convert(text, docs__part=part) == "Before\n\nIn `<b>` **it**\n\nAfter"
    assert convert(text) == "Before\n\nAfter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. One\n\n   {!part.md!}", "1. One\n\n   Two\n   Three"),
        ('!!! tip\n    --8<-- "part.md"', "> [!TIP]\n> Two\n> Three"),
        ('{% include-markdown "part.md"\n   start="x" %}', "Two\nThree"),
    ],
)
def test_an_included_file_stands_as_deep_as_its_mark(text, expected):
    assert convert(text, docs__part="Two\nThree") == expected


def test_an_imported_file_of_mdx_stands_where_its_component_does():
    text = (
        'import Open from "../parts/_open.md"\n\n'
        "<Steps>\n  <Open app='Books' />\n\n  1. Save.\n</Steps>"
    )
    parts = {
        "parts/_open": 'import Sure from "./_sure.md"\n\n1. Open {props.app}.\n\n<Sure />',
        "parts/_sure": "1. Be sure.",
    }
    expected = "1. Open Books.\n\n1. Be sure.\n\n1. Save."
    assert convert(text, "docs/page.mdx", **parts) == expected


def test_imports_that_go_round_in_circles_end():
    part = 'import Open from "./_open.md"\n\nOne\n\n<Open />'
    text = 'import Open from "../parts/_open.md"\n\n<Open />'
    assert convert(text, "docs/page.mdx", **{"parts/_open": part}).startswith("One\n\nOne")


def test_a_part_that_is_missing_is_reported():
    report = Report()
    convert("One\n\n{!gone.md!}\n\n{!gone.md!}", report=report)
    expected = "There is no 'gone.md', which the page includes. Add it and import again."
    assert list(map(str, report.warnings)) == [f"docs/page.md:3: {expected}"]


def test_a_page_that_includes_too_much_is_refused():
    with pytest.raises(Refused, match="includes more than"):
        convert("[!INCLUDE [x](part.md)]\n" * 100, docs__part="x" * 10_000)
