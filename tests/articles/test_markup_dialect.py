"""The dialect, element by element: what authors write, and the HTML that comes of it."""

import re

import pytest
from django.utils import translation

from articles.markup import preview
from tests.articles.rendered import assert_safe


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
            'How to add a bank <span class="video-host">video.example</span></a></p>\n',
        ),
        (
            '![The menu](https://img.example/m.png "Where it is")',
            '<figure><img src="https://img.example/m.png" alt="The menu"'
            ' decoding="async"><figcaption>Where it is</figcaption></figure>\n',
        ),
        (
            'See ![*icon*](i.png){width="24"} here',
            '<p>See <img src="i.png" alt="icon" width="24" decoding="async"> here</p>\n',
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
            "Call +1 (202) 555-0143 (+49 (0)30 1234567), (+64)50 861 4264."
            " None: +1 000, +1 250 000, +1 000 000 000, C+12345678, 1234567890.",
            '<p>Call <a href="tel:+12025550143">+1 (202) 555-0143</a>'
            ' (<a href="tel:+49301234567">+49 (0)30 1234567</a>),'
            ' <a href="tel:+64508614264">(+64)50 861 4264</a>.'
            " None: +1 000, +1 250 000, +1 000 000 000, C+12345678, 1234567890.</p>\n",
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
        ("CAUTION", "caution", "Caution"),
        ("INFO", "note", "Info"),
        ("SUCCESS", "tip", "Success"),
        ("WARNING", "warning", "Warning"),
        ("ERROR", "caution", "Error"),
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
