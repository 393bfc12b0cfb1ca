"""Each foreign mark becomes ours, on snippets of our own; unknown ones stay readable."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.code import HiddenCode
from articles.importing.report import Refused, Report
from articles.markup import render
from tests.articles.dialects import convert


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!! note\n    One\n\n    Two\n\nAfter", "> [!NOTE]\n> One\n>\n> Two\n\nAfter"),
        ('!!! warning "Mind"\n    One', "> [!WARNING]\n> **Mind**\n>\n> One"),
        ('!!! danger ""\n\tOne', "> [!CAUTION]\n> One"),
        ('??? tip "How?"\n    One', "::: details How?\n\nOne\n\n:::"),
        (
            '??? note "Outer"\n    !!! tip\n        ```\n        !!! note\n        ```',
            "::: details Outer\n\n> [!TIP]\n> ```\n> !!! note\n> ```\n\n:::",
        ),
        (
            '=== "App"\n    One\n=== "Web"\n\n    Two\n',
            ":::: tabs\n\n::: tab App\n\nOne\n\n:::\n\n::: tab Web\n\nTwo\n\n:::\n\n::::",
        ),
        ("- Item\n\n    !!! note\n        In it", "- Item\n\n    > [!NOTE]\n    > In it"),
        ("```\n!!! note\n    x\n```", "```\n!!! note\n    x\n```"),
        ("Great!!! note this", "Great!!! note this"),
        ("!!! Workflow\n    One", "> [!NOTE]\n> **Workflow**\n>\n> One"),
        ('??? help "Why so?"\n    ## Why so?\n    One', "::: details Why so?\n\nOne\n\n:::"),
        ("!![A](a.png)\n\nSee!![A](a.png)", "![A](a.png)\n\nSee!![A](a.png)"),
        ("Title\n=====", "Title\n====="),
        (":material-check: Done", "Done"),
        ("[Go](https://x.example){ .md-button }", "[Go](https://x.example)"),
        ("Text\n{ .annotate }\n\n*[API]: Interface\n", "Text"),
        ("++ctrl+page-up++, C++ and `++a++`", "`Ctrl`+`Page up`, C++ and `++a++`"),
        ("==New== and a==b==c", "**New** and a==b==c"),
    ],
)
def test_marks_of_mkdocs_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (':::image type="content" source="a b.png" alt-text="A [b]":::', "![A (b)](a%20b.png)"),
        ("[!VIDEO https://x.example/v]", "::: video https://x.example/v\n:::"),
        ("> [!VIDEO](https://x.example/v)", "::: video https://x.example/v\n:::"),
        (
            '> [!div class="nextstepaction"]\n> [Next](https://x.example)',
            "> [Next](https://x.example)",
        ),
        ("[!BADGE Beta]{type=positive} text", "**Beta** text"),
        ('::: moniker range="a"\nText\n::: moniker-end\nMore', "Text\nMore"),
        (':::zone pivot="x"\n\nText\n\n:::zone-end', "Text"),
        (':::row:::\n:::column span="2":::\nText\n:::column-end:::\n:::row-end:::', "Text"),
        ('The :::no-loc text="Blob"::: store', "The Blob store"),
        (
            "## [App](#tab/a)\nOne\n## [Web](#tab/w)\nTwo\n\n---\n\nAfter",
            ":::: tabs\n\n::: tab App\n\nOne\n\n:::\n\n::: tab Web\n\nTwo\n\n:::\n\n::::\n\nAfter",
        ),
        ('## <a name="start"></a>Begin', "## Begin {#start}"),
        ("> [!NOTE]\n> Stays", "> [!NOTE]\n> Stays"),
    ],
)
def test_marks_of_microsoft_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOTE:\nOne\ntwo\n\nAfter", "> [!NOTE]\n> One\n> two\n\nAfter"),
        ("1. Do\n\n   WARNING:\n   Hot", "1. Do\n\n   > [!WARNING]\n   > Hot"),
        (
            "::Tabs\n\n:::TabTitle App\n\nOne\n\n:::TabTitle Web\n\nTwo\n\n::EndTabs",
            ":::: tabs\n\n::: tab App\n\nOne\n\n:::\n\n::: tab Web\n\nTwo\n\n:::\n\n::::",
        ),
        ("[[_TOC_]]\n\nText", "Text"),
        ('[details="Why?"]\nOne\n[/details]', "::: details Why?\n\nOne\n\n:::"),
        ("![a|690x400](a.png)", "![a](a.png)"),
        ("> **Note:** One", "> [!NOTE]\n> One"),
        ("> **Noted** by all", "> **Noted** by all"),
        ("Text\n{: .class }", "Text"),
        ("{::options parse='x' /}\nText", "Text"),
        ("## A {#b('c')-d}", "## A"),
        ("## A {#b-c}", "## A {#b-c}"),
    ],
)
def test_marks_of_gitlab_discourse_and_kramdown_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!hint] Save time\n> Press it.", "> [!TIP]\n> **Save time**\n>\n> Press it."),
        ("> [!note] Note\n> One", "> [!NOTE]\n> One"),
        ("> [!note]- How?\n> One\n>\n> Two", "::: details How?\n\nOne\n\nTwo\n\n:::"),
        ("> [!faq]+\n> One", "::: details Faq\n\nOne\n\n:::"),
        ("> [!tip] Only this.", "> [!tip] Only this."),
        ("> [!tip] It goes\n> on.", "> [!tip] It goes\n> on."),
        (
            "> [!note] Out\n> > [!tip] In\n> > One",
            "> [!NOTE]\n> **Out**\n>\n> > [!TIP]\n> > **In**\n> >\n> > One",
        ),
        ("One ^a-name\n^other\n2 ^10", "One\n2 ^10"),
        ("One %% for us\nonly %%two", "One %% for us\nonly %%two"),
        ("One %% for us\nonly %% two", "One  two"),
        (
            "![Tour](https://www.youtube.com/watch?v=abc)",
            "::: video https://www.youtube.com/watch?v=abc Tour\n:::",
        ),
    ],
)
def test_marks_of_obsidian_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```{note}\nOne\n```", "> [!NOTE]\n> One"),
        (":::{warning} Hot\n:::", "> [!WARNING]\n> Hot"),
        ("```{admonition} Mind\n:class: tip\n\nOne\n```", "> [!TIP]\n> **Mind**\n>\n> One"),
        ("```{dropdown} Why?\n:open:\n\nOne\n```", "::: details Why?\n\nOne\n\n:::"),
        (
            "::::{tab-set}\n:sync-group: a\n\n:::{tab-item} App\n:sync: b\n\n"
            "```{tip}\nOne\n```\n:::\n::::",
            ":::: tabs\n\n::: tab App\n\n> [!TIP]\n> One\n\n:::\n\n::::",
        ),
        ("```{code-block} js\n:linenos:\n\na({ref}`b`)\n```", "```js\na({ref}`b`)\n```"),
        ("1. Do\n\n   ```{tip}\n   One\n   ```", "1. Do\n\n   > [!TIP]\n   > One"),
        (
            "```{figure} a.png\n:alt: A door\n:width: 40px\n\nThe door\n```",
            '![A door](a.png "The door"){width=40}',
        ),
        (
            "```{list-table}\n:header-rows: 1\n\n* - A\n  - B\n* - `c`\n  - d\n    e\n```",
            "| A | B |\n| --- | --- |\n| `c` | d e |",
        ),
        (
            '```{csv-table} Sizes\n:header: "Name", "Size, cm"\n\n"S|M", "1\n2"\nL\n```',
            "**Sizes**\n\n| Name | Size, cm |\n| --- | --- |\n| S\\|M | 1<br>2 |\n| L |  |",
        ),
        (
            "```{csv-table}\n:header-rows: 1\n:delim: ;\n\na; b\n1; {kbd}`c`\n```",
            "| a | b |\n| --- | --- |\n| 1 | `c` |",
        ),
        ("```{csv-table}\n:delim: too long\n\na; b\n```", "a; b"),
        (
            "```{glossary}\nBox\nCrate\n  One.\n\n  - Two\n\nLid\n  Three\n```",
            "**Box**\n\n**Crate**\n\nOne.\n\n- Two\n\n**Lid**\n\nThree",
        ),
        ("```{glossary}\nBox\n: One.\n```", "**Box**\n\nOne."),
        ("```{toctree}\na\nb\n```\nOne\n% for us", "One"),
        ("{kbd}`Ctrl`, {guilabel}`Save`, {py:mod}`~a.b`", "`Ctrl`, **Save**, `b`"),
        ("{doc}`the page <b/c>` and {term}`a word <b>`", "[the page](b/c) and a word"),
        ("(a-part)=\n\n## Part\n\n```{r}\nx\n```", "## Part {#a-part}\n\n```{r}\nx\n```"),
        ("```\n```{note}\n(a)=\n```", "```\n```{note}\n(a)=\n```"),
        ("`/a/{id}` until `b`, {term}`c`", "`/a/{id}` until `b`, c"),
    ],
)
def test_marks_of_myst_become_ours(text, expected):
    assert convert(text) == expected


def test_code_that_ends_in_braces_makes_no_myst():
    text = "Ask for `/a/{id}` until `state`\n% stays"
    assert convert(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[block:callout]\n{"type": "info", "title": "Hot", "body": "One `a`"}\n[/block]\nTwo',
            "> [!NOTE]\n> **Hot**\n>\n> One `a`\n\nTwo",
        ),
        ('[block:api-header]\n{\n  "title": "Part"\n}\n[/block]\nOne', "## Part\n\nOne"),
        (
            '[block:image]\n{"images": [{"image": ["https://x.example/a.png", "b c.png", 9, "#f"],'
            ' "caption": "A door"}]}\n[/block]',
            '![](https://x.example/a.png "A door")',
        ),
        (
            '[block:image]\n{"images": [{"image": ["a.png", null, "A door"]}]}\n[/block]',
            "![A door](a.png)",
        ),
        (
            '[block:parameters]\n{"data": {"h-0": "A", "h-1": "B", "0-0": "1|2", "0-1": "3\\n4"},'
            ' "cols": 2, "rows": 1}\n[/block]',
            "| A | B |\n| --- | --- |\n| 1\\|2 | 3<br>4 |",
        ),
        (
            '[block:code]\n{"codes": [{"code": "a", "language": "sh"}]}\n[/block]',
            "```sh\na\n```",
        ),
        (
            '[block:code]\n{"codes": [{"code": "a", "language": "sh", "name": "One"},'
            ' {"code": "b", "language": "js"}]}\n[/block]',
            ":::: tabs\n\n::: tab One\n\n```sh\na\n```\n\n:::\n\n"
            "::: tab js\n\n```js\nb\n```\n\n:::\n\n::::",
        ),
        (
            '[block:embed]\n{"html": "<a>", "url": "https://youtu.be/a", "title": "A"}\n[/block]',
            "::: video https://youtu.be/a A\n:::",
        ),
        ('[Map](https://x.example "@embed")', "[Map](https://x.example)"),
        ('[block:html]\n{"html": "<b>One</b>"}\n[/block]', "**One**"),
        ("[block:callout]\nno json\n[/block]", "[block:callout]\nno json\n[/block]"),
        ("> 🚧 **Mind:**\n>\n> One", "> [!WARNING]\n> **Mind**\n>\n> One"),
        ("> ℹ️ One\n> two", "> [!NOTE]\n> One\n> two"),
        ("> 😀 One", "> 😀 One"),
        ("A <<glossary:word>> in [it](doc:a-page#b)", "A word in [it](/docs/a-page#b)"),
    ],
)
def test_blocks_of_readme_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: advice Mind\nOne\n:::", "**Mind**\n\nOne"),
        ("::: hint\nOne\n:::", "::: tip\nOne\n:::"),
        ("::: {.column width=50%}\nOne\n:::", "One"),
        (":::: outer\n::: tip\nOne\n:::\n::::", "::: tip\nOne\n:::"),
        ("::: details Why? {open}\nOne\n:::", "::: details Why?\nOne\n:::"),
        ("`a`\n:   One\n\n    Two\n:   Three\n\nText", "**`a`**\n\nOne\n\nTwo\n\nThree\n\nText"),
        ("One\nTwo\n: three", "One\nTwo\n: three"),
        ("```\na\n: b\n```\n: c", "```\na\n: b\n```\n: c"),
        ("::: never closed", "::: never closed"),
        ("`::: advice`", "`::: advice`"),
        (
            "::: code-group\n\n```sh [npm]\na\n```\n\n:::",
            ":::: tabs\n\n::: tab npm\n\n```sh\na\n```\n\n:::\n\n::::",
        ),
        ("[[toc]]\n\nText", "Text"),
        ("<blockquote>\n\n**One**\n\n</blockquote>", "> **One**"),
        (
            "| a | b |\n|---|---|\n| c | d <details><summary>e</summary>f</details> |",
            "| a | b |\n|---|---|\n| c | d **e**<br>f |",
        ),
        ("[a](https://x.example){.b target=_blank}", "[a](https://x.example)"),
        ("Done :tada: at 10:30:20, :nothing_known:", "Done 🎉 at 10:30:20, :nothing_known:"),
        ("{: .note }\n> One", "> [!NOTE]\n> One"),
        ("{: .warning-title }\n> Mind\n>\n> One", "> [!WARNING]\n> **Mind**\n>\n> One"),
        ("1. TOC\n{:toc}\n\nText", "Text"),
        ("##\n\nText", "Text"),
    ],
)
def test_containers_and_marks_of_other_generators(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[caption id="a_1" align="left" width="300"]<img src="a.png" alt="A" width="300" /> '
            "What <em>it</em> shows[/caption]",
            '![A](a.png "What it shows"){width=300}',
        ),
        (
            "\\[caption id=\"a\\_1\"\\][![A](a.png)](b.png) What it [shows](c.md)\\[/caption\\]",
            '[![A](a.png "What it shows")](b.png)',
        ),
        ('[caption id="a"]Words[/caption]', "Words"),
        ("One\n[embed]https://youtu.be/a_b[/embed]\nTwo",
         "One\n\n::: video https://youtu.be/a_b\n:::\n\nTwo"),
        ('[embed width="4"]<https://x.example/p>[/embed]', "[x.example/p](https://x.example/p)"),
        ('[video width="4" mp4="https://x.example/a.mp4"][/video]',
         "::: video https://x.example/a.mp4\n:::"),
        ('[audio mp3="a.mp3"][/audio]', "[a.mp3](a.mp3)"),
        ('One\n\n[gallery ids="1,2" link="file"]\n\nTwo', "One\n\nTwo"),
        ("`[gallery]` and [gallery] and [video] and [caption]",
         "`[gallery]` and [gallery] and [video] and [caption]"),
    ],
)  # fmt: skip
def test_shortcodes_of_wordpress_become_ours(text, expected):
    assert convert(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("** 再現手順：**\n\n1. ** 結果 **:", "**再現手順：**\n\n1. **結果**:"),
        ("**Issue: **", "**Issue:**"),
        ("** **\n* * *\n2 ** 3 ** 4", "** **\n* * *\n2 ** 3 ** 4"),
    ],
)
def test_a_line_of_strong_text_needs_no_spaces_inside_its_marks(text, expected):
    assert convert(text) == expected


def test_a_gallery_of_numbers_is_warned_of_by_its_line():
    report = Report()
    convert('One\n\n[gallery ids="1,2"]', report=report)
    assert [(note.line, "gallery" in note.message) for note in report.warnings] == [(3, True)]


@pytest.mark.parametrize(
    "text",
    [
        ":::note Title\n\nText\n\n:::",
        "+++Title\n\nText\n\n+++",
        "[!DNL Product] and [!UICONTROL Save]",
        "![a](https://x.example/a.png){width=40}",
        "- [ ] task\n- [x] done",
        "Text[^1]\n\n[^1]: Note",
        "a < b and c > d",
        "Your <project-id> and <name>",
        "50% off {today}",
        "a || b",
        "***\n\n* * *",
        "<br>",
    ],
)
def test_what_the_renderer_reads_or_nobody_knows_stays(text):
    assert convert(text) == text


@given(st.text(st.sampled_from("`~<>{}[]()!:|#%=\"' \n\tab-+*_0/"), max_size=200))
def test_any_text_converts_and_renders(text):
    with suppress(Refused):
        render(convert(text))


@given(st.text(st.sampled_from("`~ \n\t>-1.a\ue000\ue001"), max_size=120))
def test_hidden_code_comes_back_as_it_was(text):
    hidden = HiddenCode()
    assert hidden.restore(hidden.hide_all(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "[!a]\n" + "\t" * 200_000,
        "import \n" * 20_000,
        "export {\n" * 20_000,
        "[details]\na\n[/details]\n" + "[details=" * 20_000,
        "[details]\na\n[/details]\n" + "[details]\n" * 20_000,
        "::Tabs\n" * 20_000,
        "<b>\n" * 20_000,
    ],
    ids=lambda text: repr(text[-9:]),
)
def test_a_hostile_text_is_read_to_its_end(text):
    assert isinstance(convert(text, "docs/page.mdx"), str)  # minutes once a search goes backwards
