"""What authors write, and the HTML, contents and text that come of it."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import Block, Heading, preview, render, sanitize

# What an article may hold, written out again rather than imported: the gate is under test.
TAGS = """
    a aside blockquote br code details div em figcaption figure h2 h3 h4 h5 h6 hr img input li ol
    p pre s section strong summary sup table tbody td th thead tr ul
"""
ATTRIBUTES = """
    alt aria-label checked class data-tab decoding disabled height href id loading rel role scope
    src start tabindex title type width
"""
SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\s]*):")
VOID = {"br", "hr", "img", "input"}


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")


def assert_safe(html: str) -> Page:
    """Only known elements and attributes, no foreign scheme, every element closed."""
    page = Page(html)
    assert not page.open
    for tag, attrs in page.elements:
        assert tag in TAGS.split()
        assert set(attrs) <= set(ATTRIBUTES.split())
        for name, allowed in (("href", {"http", "https", "mailto", "tel"}), ("src", {"https"})):
            found = SCHEME.match(attrs.get(name) or "")
            assert not found or found[1].lower() in allowed, attrs
        if tag == "input":
            assert attrs["type"] == "checkbox"
    return page


def texts(body: str) -> list[str]:
    return [block.text for block in render(body).blocks]


# --- The dialect, element by element


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "> [!NOTE]\n> Keep **it**.",
            '<aside class="callout callout-note" role="note">\n'
            '<p class="callout-title">Note</p>\n<p>Keep <strong>it</strong>.</p>\n</aside>\n',
        ),
        (
            ">[!WARNING]\n>\n>Hot.",
            '<aside class="callout callout-warning" role="note">\n'
            '<p class="callout-title">Warning</p>\n<p>Hot.</p>\n</aside>\n',
        ),
        (
            ":::tip[Save *time*]\nx\n:::",
            '<aside class="callout callout-tip" role="note">\n'
            '<p class="callout-title">Save <em>time</em></p>\n<p>x</p>\n</aside>\n',
        ),
        (
            "::: steps\n1. One\n2. Two\n:::",
            '<div class="steps">\n<ol>\n<li>One</li>\n<li>Two</li>\n</ol>\n</div>\n',
        ),
        (
            ":::: tabs\n::: tab On the app\nTap.\n:::\n::: tab On the web\nClick.\n:::\n::::",
            '<div class="tabs">\n'
            '<section class="tab" data-tab="on-the-app">\n'
            '<h3 class="tab-title" id="on-the-app">On the app</h3>\n<p>Tap.</p>\n</section>\n'
            '<section class="tab" data-tab="on-the-web">\n'
            '<h3 class="tab-title" id="on-the-web">On the web</h3>\n<p>Click.</p>\n</section>\n'
            "</div>\n",
        ),
        (
            "::: details How long does it take?\nA day.\n:::",
            '<details class="accordion" id="how-long-does-it-take">\n'
            "<summary>How long does it take?</summary>\n"
            '<div class="accordion-body">\n<p>A day.</p>\n</div>\n</details>\n',
        ),
        (
            "+++**Is it `on`?**\n\nYes.\n\n+++",
            '<details class="accordion" id="is-it-on">\n'
            "<summary><strong>Is it <code>on</code>?</strong></summary>\n"
            '<div class="accordion-body">\n<p>Yes.</p>\n</div>\n</details>\n',
        ),
        (
            "::: action Self-service tool\nUse [this](/a) or\n\n[Freeze](https://app.example/f)\n:::",
            '<aside class="action">\n<p class="action-title">Self-service tool</p>\n'
            '<p>Use <a href="/a">this</a> or</p>\n'
            '<p><a href="https://app.example/f" class="button" rel="noopener">Freeze</a></p>\n'
            "</aside>\n",
        ),
        (
            "::: video https://video.example/1 How to add a bank\n:::",
            '<p class="video"><a href="https://video.example/1" rel="noopener">'
            "How to add a bank</a></p>\n",
        ),
        (
            '![The menu](https://img.example/m.png "Where it is")',
            '<figure><img src="https://img.example/m.png" alt="The menu" loading="lazy"'
            ' decoding="async"><figcaption>Where it is</figcaption></figure>\n',
        ),
        (
            'See ![*icon*](i.png){width="24"} here',
            '<p>See <img src="i.png" alt="icon" width="24" loading="lazy" decoding="async">'
            " here</p>\n",
        ),
        (
            "| A | B |\n|---|--:|\n| 1<br>2 | x |",
            '<div class="table-scroll" tabindex="0" role="region" aria-label="Table">\n<table>\n'
            '<thead>\n<tr>\n<th scope="col">A</th>\n<th scope="col" class="align-right">B</th>\n'
            '</tr>\n</thead>\n<tbody>\n<tr>\n<td>1<br>\n2</td>\n<td class="align-right">x</td>\n'
            "</tr>\n</tbody>\n</table>\n</div>\n",
        ),
        (
            '```Bash {lines="1"}\nls <x>\n```',
            '<pre tabindex="0"><code class="language-bash">ls &lt;x&gt;\n</code></pre>\n',
        ),
        ("    plain\n", '<pre tabindex="0"><code>plain\n</code></pre>\n'),
        (
            "- [x] done\n- [ ] open",
            '<ul class="tasks">\n'
            '<li class="task"><input aria-label="Done" checked="" disabled="" type="checkbox"> done'
            '</li>\n<li class="task"><input aria-label="To do" disabled="" type="checkbox"> open'
            "</li>\n</ul>\n",
        ),
        (
            "So[^1].\n\n[^1]: Why.",
            '<p>So<sup class="footnote"><a href="#fn:1" id="fnref:1" aria-label="Footnote 1">1</a>'
            '</sup>.</p>\n<section class="footnotes" aria-label="Footnotes">\n<ol>\n'
            '<li id="fn:1"><p>Why. <a href="#fnref:1" class="footnote-back"'
            ' aria-label="Back to the text">↩</a></p>\n</li>\n</ol>\n</section>\n',
        ),
        (
            "# Set up {#Set_up}",
            '<div class="heading"><h2 id="Set_up">Set up</h2><a class="anchor" href="#Set_up"'
            ' aria-label="Link to this section: Set up">#</a></div>\n',
        ),
        ("~~old~~ [!DNL Commerce]", "<p><s>old</s> Commerce</p>\n"),
        (
            "**[!UICONTROL Save]** [!UICONTROL Go]",
            "<p><strong>Save</strong> <strong>Go</strong></p>\n",
        ),
        (
            "[[!DNL Tool]: search](x.md){target=_blank}",
            '<p><a href="x.md">Tool: search</a></p>\n',
        ),
        (">[!DNL Search] works", "<blockquote>\n<p>Search works</p>\n</blockquote>\n"),
        (
            "At (https://a.example/b_c_d?e=1), or me@a.example.",
            '<p>At (<a href="https://a.example/b_c_d?e=1" rel="noopener">'
            "https://a.example/b_c_d?e=1</a>), or"
            ' <a href="mailto:me@a.example">me@a.example</a>.</p>\n',
        ),
        (
            "詳細はhttps://a.example/xを参照",
            '<p>詳細は<a href="https://a.example/x" rel="noopener">https://a.example/x</a>を参照</p>\n',
        ),
        ("<b>bold</b> <BR/>next", "<p>&lt;b&gt;bold&lt;/b&gt; <br>\nnext</p>\n"),
        ("::: setps\nx\n:::", "<p>::: setps\nx\n:::</p>\n"),
    ],
)
def test_an_element_of_the_dialect_becomes_exactly_this(markdown, html):
    assert preview(markdown) == html


@pytest.mark.parametrize(
    ("kind", "style", "title"),
    [
        ("tip", "tip", "Tip"),
        ("IMPORTANT", "important", "Important"),
        ("CAUTION", "warning", "Caution"),
        ("INFO", "note", "Info"),
        ("SUCCESS", "tip", "Success"),
        ("ERROR", "warning", "Error"),
        ("MORELIKETHIS", "note", "More like this"),
        ("AVAILABILITY", "note", "Availability"),
    ],
)
def test_any_marked_quote_takes_the_nearest_style_and_its_own_title(kind, style, title):
    html = preview(f"> [!{kind}]\n> x")
    assert f'class="callout callout-{style}"' in html
    assert f'<p class="callout-title">{title}</p>' in html


def test_titles_of_ours_follow_the_active_language():
    with translation.override("de"):
        assert '<p class="callout-title">' in preview("> [!NOTE]\n> x")


def test_steps_hold_figures_and_callouts():
    html = preview('::: steps\n1. One\n\n   ![a](a.png "c")\n\n   > [!TIP]\n   > t\n\n2. Two\n:::')
    inside = re.search(r"<li>(.*?)</li>", html, re.DOTALL)[1]
    assert "<figcaption>c</figcaption></figure>" in inside
    assert '<aside class="callout callout-tip" role="note">' in inside


def test_a_fence_that_is_never_closed_ends_with_the_text():
    assert assert_safe(preview("::: details Why\ntext")).text.split() == ["Why", "text"]


def test_attributes_met_in_imported_bases_are_not_shown():
    body = (
        '![a](a.png){zoomable="yes"} [b](b.md){.x target=_blank} `c`{.y}\n\n'
        '## D {#d .x}\n\n| e |\n|---|\n| f |\n\n{style="table-layout:auto"}\n'
    )
    assert "{" not in preview(body)


def test_braces_that_are_no_attributes_stay():
    assert preview("`{print $5}` and {sku: {eq: 1}} ${token}") == (
        "<p><code>{print $5}</code> and {sku: {eq: 1}} ${token}</p>\n"
    )


def test_a_width_that_is_no_number_of_pixels_is_dropped():
    assert "width" not in preview('![a](a.png){width="100%"}')


def test_several_tables_have_names_that_differ():
    labels = re.findall(r'aria-label="(Table[^"]*)"', preview("|a|\n|-|\n|b|\n\n" * 2))
    assert labels == ["Table", "Table 2"]


# --- Anchors and contents


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


# --- The text to search


def test_blocks_know_the_heading_above_them():
    body = "Before.\n\n## A\n\nOne.\n\n- two\n- three\n\n### B {#bee}\n\n|c|d|\n|-|-|\n|e|f|\n"
    assert render(body).blocks == (
        Block("Before.", "", ""),
        Block("One.", "A", "a"),
        Block("two", "A", "a"),
        Block("three", "A", "a"),
        Block("c · d", "B", "bee"),
        Block("e · f", "B", "bee"),
    )


def test_an_accordion_is_a_heading_for_what_is_inside_only():
    body = "## Fees\n\n::: details Is it free?\nYes.\n\n## Inner\n\nx\n:::\n\nAfter.\n"
    assert render(body).blocks == (
        Block("Is it free?", "Is it free?", "is-it-free"),
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
    assert texts(body) == ["Said.", "First", "Source."]


def test_a_callout_title_of_the_author_is_text():
    assert texts("::: tip Save time\nx\n:::") == ["Save time", "x"]


def test_separate_elements_are_never_glued_together():
    assert texts("a<br>b\nc  \nd\n\n- e\n  - f\n") == ["a b c d", "e", "f"]
    assert texts("| g<br>h | i |\n|-|-|\n") == ["g h · i"]


def test_text_is_plain():
    assert texts("**a** [b](c) `<d>` &lt;e&gt; &amp; ~~f~~ <u>g</u>") == [
        "a b <d> <e> & f <u>g</u>"
    ]
    assert texts("```\nx  =\n  1\n```") == ["x = 1"]


# --- Hostile input

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


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("vector", VECTORS + ADDRESSES)
def test_a_script_never_comes_through(place, vector):
    rendered = render(place.replace("{}", vector).replace("{{", "{").replace("}}", "}"))
    assert_safe(rendered.html)
    for heading in rendered.contents:
        assert re.fullmatch(r"[\w.-]+", heading.anchor)


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
        '<img src="http://a.example/d" onerror="x"><input type="text" name="q">'
        '<code class="language-x y">e</code><h2 id="a b">f</h2><form><iframe></iframe></form>'
        '<div role="dialog" tabindex="5">g</div><section data-tab="&quot;">h</section>'
    )
    assert sanitize.clean(html) == (
        '<p class="video">a</p><a class="button">c</a><img><input type="checkbox">'
        "<code>e</code><h2>f</h2><div>g</div><section>h</section>"
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
    assert all(
        block.text and block.text == " ".join(block.text.split()) for block in rendered.blocks
    )
