"""Hostile and absurd text: nothing runs, nothing hangs, every element is closed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import Block, Heading, preview, render, sanitize
from tests.articles.rendered import assert_safe

VECTORS = [
    "&#x6A&#x61vascript:alert(1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!-- --><script>alert(1)</script>",
    "<br onclick=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>@import 'https://evil.example'</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "</h2><script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "]]><script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
]

ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "java%0ascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript:alert(1)",
    "javascript&colon;alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "file:///etc/passwd",
    "blob:https://a.example/x",
    "view-source:javascript:alert(1)",
    'https://a.example/" onclick="alert(1)',
]

PLACES = [
    "{}",
    "**{}**",
    "# {}",
    "## x {{#{}}}",
    "> [!NOTE]\n> {}",
    "> [!{}]\n> x",
    "::: tip {}\nx\n:::",
    "::: details {}\nx\n:::",
    "+++{}\nx\n+++",
    ":::: tabs\n::: tab {}\nx\n:::\n::::",
    "::: action {}\n[x](y)\n:::",
    "::: video {} x\n:::",
    "::: video https://a.example/v {}\n:::",
    "``` {}\nx\n```",
    "```\n{}\n```",
    "`{}`",
    "![{}](a.png)",
    "![x]({})",
    '![x](a.png "{}")',
    "![x](a.png){{width={}}}",
    "[x]({})",
    "[x](<{}>)",
    '[x](y "{}")',
    "[{}](y)",
    "[x][r]\n\n[r]: {}",
    "<{}>",
    "x[^1]\n\n[^1]: {}",
    "[^{}] \n\n[^{}]: x",
    "| {} |\n|---|\n| {} |",
    "- [x] {}",
    "[!UICONTROL {}]",
    "https://a.example/{}",
    "[![x]({})]({})",
]


@pytest.mark.parametrize("vector", VECTORS + ADDRESSES)
def test_a_script_comes_through_at_no_place(vector):
    for place in PLACES:
        rendered = render(place.replace("{}", vector).replace("{{", "{").replace("}}", "}"))
        assert_safe(rendered.html)
        for heading in rendered.contents:
            assert re.fullmatch(r"[\w.-]+", heading.anchor), place


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_foreign_scheme_makes_neither_link_nor_picture(address):
    page = assert_safe(preview(f"[x](<{address}>)\n\n![y](<{address}>)\n"))
    hosts = [attrs.get("href") or attrs.get("src") for _, attrs in page.elements]
    assert all(not host or host.startswith("https://a.example/") for host in hosts)


@pytest.mark.parametrize("address", ["http://a.example/x.png", "//a.example/x.png"])
def test_a_picture_from_elsewhere_needs_https_and_leaves_its_alt_text_otherwise(address):
    assert preview(f"An ![icon]({address}) here") == "<p>An icon here</p>\n"


def test_the_gate_itself_holds():
    html = (
        '<p onclick="x" style="color:red" class="evil video">a<script>b</script></p>'
        '<a href="javascript:x" rel="opener" target="_blank" class="button x">c</a>'
        '<img src="http://a.example/d" onerror="x" width="6e9"><input type="text" name="q">'
        '<code class="language-x y">e</code><h2 id="a b">f</h2><form><iframe></iframe></form>'
        '<div role="dialog" tabindex="5">g</div><section data-tab="&quot;">h</section>'
        '<ol start="-3"></ol>'
    )
    assert sanitize.clean(html) == (
        '<p class="video">a</p><a class="button">c</a><img><input type="checkbox">'
        "<code>e</code><h2>f</h2><div>g</div><section>h</section><ol></ol>"
    )


def test_controls_private_use_characters_and_surrogates_are_removed():
    rendered = render("## a\x00b\ue000c\uf8ff\n\n\ud800d&#xE000;e\x1b\x85&#57344;\ufffe")
    assert rendered.contents == (Heading(2, "abc", "abc"),)
    assert rendered.blocks == (Block("de", "abc", "abc"),)
    assert "\n<p>de</p>\n" in rendered.html


def test_emphasis_cannot_nest_without_end():
    assert preview("*" * 2400 + "a" + "*" * 2400).count("<strong>") <= 1


@pytest.mark.parametrize(
    "body",
    [
        "[" * 20_000,
        "![" * 20_000,
        ">" * 100_000,
        "> " * 100_000 + "a",
        "- " * 50_000 + "a",
        "".join("  " * depth + "- a\n" for depth in range(600)),
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 9_000,
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 60_000,
        "|" + "a|" * 9_000 + "\n|" + "-|" * 9_000 + "\n|" + "b|" * 9_000,
        "*" * 100_000 + "a",
        "*a_" * 100_000,
        "**a " * 100_000,
        ("**a *b _c " * 150 + "\n\n") * 100,
        "Lorem ipsum dolor sit amet. " * 36_000,
        "a\n" * 500_000,
        "# a\n" * 100_000,
        "::: tip\n" * 50_000,
        ":::: tabs\n::: tab a\n" * 4_000,
        "+++a\n" * 9_000,
        "![" * 1_500 + "a" + "](b)" * 1_500,
        "[" * 1_500 + "a" + "](b)" * 1_500,
        "[^a]: x\n\n" + "[^" * 100_000,
        "[^a]: " * 50_000,
        "![](a){a=" * 50_000,
        "`" * 50_000 + "a",
        "".join("`" * n + "a" for n in range(600)),
        "www." * 100_000 + ")" * 100_000,
        "a@" * 100_000,
        ":" * 500_000,
        "\\" * 500_000,
        "\r" * 200_000,
        "# a" + " " * 400_000 + "b",
        "[!UICONTROL " * 50_000,
    ],
    ids=lambda body: repr(body[:14]),
)
def test_pathological_text_renders(body):
    assert_safe(render(body).html)


def test_a_body_that_no_person_wrote_is_shown_as_typed():
    assert preview("# a\n" * 20_000).startswith('<pre tabindex="0"><code># a\n# a\n')


@settings(deadline=None)
@given(st.text())
def test_any_text_renders_to_safe_html(body):
    assert_safe(render(body).html)


PARTS = [*VECTORS, *ADDRESSES, *PLACES, "\n", "\n\n", "> ", "- ", "1. ", ":::: tabs\n", ":::\n"]
PARTS += ["+++\n", "|", "---", "    ", "\t", "[", "](", ")", "`", "```", "*", "**", "~~", "{", "}"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_any_mixture_of_markup_renders_to_safe_html(body):
    rendered = render(body)
    assert_safe(rendered.html)
    lines = [line for block in rendered.blocks for line in block.text.split("\n")]
    assert all(line and line == " ".join(line.split()) for line in lines)
