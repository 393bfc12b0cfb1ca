"""The tabs of a body: what each holds, and which stand beside each other."""

from __future__ import annotations

from articles import markup

ONE = "::: tab App\nTap *Save*.\n\n```\ncode\n```\n:::\n::: tab Web\nClick.\n:::\n"
INNER = ":::: tabs\n::: tab Phone\nHold it.\n:::\n::::\n"


def test_each_tab_has_its_anchor_its_line_and_what_it_holds():
    ((app, web),) = markup.render(f"Text.\n\n:::: tabs\n{ONE}::::\n").tabs
    assert app == markup.Tab("App", "app", 4, ("Tap *Save*.", "code\n"))
    assert web == markup.Tab("Web", "web", 11, ("Click.",))


def test_each_group_is_one_and_its_anchors_are_those_of_the_page():
    first, second = markup.tabs_of(f":::: tabs\n{ONE}::::\n\nText.\n\n:::: tabs\n{ONE}::::\n")
    assert [tab.anchor for tab in first + second] == ["app", "web", "app-2", "web-2"]


def test_tabs_inside_of_a_tab_are_what_it_holds():
    ((outer,),) = markup.tabs_of(f":::::: tabs\n::::: tab Outer\n{INNER}:::::\n::::::\n")
    assert (outer.title, outer.source) == ("Outer", ("Phone", "Hold it."))


def test_a_tab_that_stands_in_no_group_is_none():
    assert markup.tabs_of(f":::: tabs\n{ONE}::::\n\n::: tab Lone\nText.\n:::\n")[1:] == ()
    assert markup.tabs_of("::: tab Lone\nText.\n:::\n") == ()
