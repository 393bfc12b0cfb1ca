"""Each foreign mark becomes ours, on snippets of our own; unknown ones stay readable."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing import foreign_dialects, front_matter
from articles.importing.code import Kept
from articles.importing.head import Head
from articles.importing.pages import Page
from articles.importing.report import Refused, Report
from articles.markup import render


@dataclass
class Files:
    """A source in memory."""

    files: dict[str, str] = field(default_factory=dict)
    name: str = "kb"

    @property
    def names(self) -> list[str]:
        return sorted(self.files)

    def has(self, name: str) -> bool:
        return name in self.files

    def read(self, name: str, limit: int) -> bytes:
        return self.files[name].encode()


def convert(
    text: str, name: str = "docs/page.md", report: Report | None = None, **files: str
) -> str:
    body = front_matter.split(text)[1]
    page = Page(name, PurePosixPath(name), "en-us", Head(), "Page", body, text)
    kept = Kept()
    source = Files({key.replace("__", "/") + ".md": value for key, value in files.items()})
    converted = foreign_dialects.convert(page, kept, source, report or Report())
    return kept.restore(converted).strip("\n")


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
    ],
)
def test_mkdocs(text, expected):
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
def test_microsoft(text, expected):
    assert convert(text) == expected


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% note %}\n\nOne\n\n{% endnote %}", "> [!NOTE]\n> One"),
        ("{% warning %}\n**Hot**\n{% endwarning %}", "> [!WARNING]\n> **Hot**"),
        ('{% details "Why?" %}\nOne\n{% enddetails %}', "::: details Why?\n\nOne\n\n:::"),
        ("{% comment %}gone{% endcomment %}Text", "Text"),
        ("{% ifversion a %}One{% else %}Two{% endif %} end", "One end"),
        ("1. One\n{% ifversion a %}\n1. Two\n{% endif %}\n1. Three", "1. One\n1. Two\n1. Three"),
        ("On {% data variables.product.prodname_big_tool %}.", "On big tool."),
        ('Edit {% term "the file" %}.', "Edit the file."),
        (
            "{% highlight js %}\nlet a = '{% x %}'\n{% endhighlight %}",
            "```js\nlet a = '{% x %}'\n```",
        ),
        ("{% raw %}`{{ a }}`{% endraw %}", "`{{ a }}`"),
        ("{% callout warning %}\nHot\n{% endcallout%}", "> [!WARNING]\n> Hot"),
        ('{{% notice tip "Save" %}}One{{% /notice %}}', "> [!TIP]\n> **Save**\n>\n> One"),
        ("1. Do\n\n   {% image b/a.png The door %}", "1. Do\n\n   ![The door](b/a.png)"),
        ('{% img left "/a.jpeg" 300 200 %}', "![](/a.jpeg)"),
        ('{% picture a.png alt="The door" %}', "![The door](a.png)"),
        ("Use {{ticket.id}} here", "Use {{ticket.id}} here"),
        ('{{< alert type="warning" >}}\nHot\n{{< /alert >}}', "> [!WARNING]\n> Hot"),
        ('{{% details title="Why?" %}}One{{% /details %}}', "::: details Why?\n\nOne\n\n:::"),
        ('{{< figure src="a.png" alt="A" caption="B" >}}', '![A](a.png "B")'),
        ('[x]({{< ref "a.md" >}})', "[x](a.md)"),
        (
            '{{< tabs >}}{{< tab title="A" >}}One{{< /tab >}}{{< /tabs >}}',
            ":::: tabs\n\n::: tab A\n\nOne\n\n:::\n\n::::",
        ),
        ("{{< unknown >}}Text{{< /unknown >}}", "Text"),
        ('The {{domxref("Node.list", "list")}} and {{Compat}}', "The `list` and "),
        (
            "{% configuration %}\nhost:\n  description: The host.\n{% endconfiguration %}",
            "- **host**: The host.",
        ),
    ],
)
def test_templates(text, expected):
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
def test_gitlab_discourse_and_kramdown(text, expected):
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
def test_obsidian(text, expected):
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
        ("```{toctree}\na\nb\n```\nOne\n% for us", "One"),
        ("{kbd}`Ctrl`, {guilabel}`Save`, {py:mod}`~a.b`", "`Ctrl`, **Save**, `b`"),
        ("{doc}`the page <b/c>` and {term}`a word <b>`", "[the page](b/c) and a word"),
        ("(a-part)=\n\n## Part\n\n```{r}\nx\n```", "## Part {#a-part}\n\n```{r}\nx\n```"),
        ("```\n```{note}\n(a)=\n```", "```\n```{note}\n(a)=\n```"),
    ],
)
def test_myst(text, expected):
    assert convert(text) == expected


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
def test_readme(text, expected):
    assert convert(text) == expected


def test_docusaurus_in_mdx():
    text = """import Tabs from '@theme/Tabs';

{/* a note */}
<Tabs>
  <TabItem value="a" label="App">

  One

  </TabItem>
</Tabs>

<Card title="x">Text</Card>
"""
    assert convert(text, "docs/page.mdx") == (
        ":::: tabs\n\n::: tab App\n\nOne\n\n:::\n\n::::\n\n**x**\n\nText"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<Note>Take **care**.</Note>", "> [!NOTE]\n> Take **care**."),
        (
            '<Callout type="warning" title="Mind">\n  Hot\n</Callout>',
            "> [!WARNING]\n> **Mind**\n>\n> Hot",
        ),
        ('<Accordion title="Why?" icon="x">One</Accordion>', "::: details Why?\n\nOne\n\n:::"),
        ('<Step title="Open it">\n    Tap.\n</Step>', "**Open it**\n\nTap."),
        ('<Card title="More" href="/b">One</Card>', "**[More](/b)**\n\nOne"),
        ('<LinkCard title="More" href="/b" description="Read" />', "[More](/b): Read"),
        ('Is <Badge text="new" /> here', "Is new here"),
        ('<YouTube id="abc" />', "::: video https://www.youtube.com/watch?v=abc\n:::"),
        ('<Term title="hidden">A word</Term> here', "**hidden**\n\nA word\n\n here"),
        ('In a <Term title="hidden">word</Term>', "In a word"),
        (
            "<Fields\n  list={[{ name: 'a', type: 'Map<b, c>',\n    description: 'One.' }]}\n/>",
            "- **a**: One.",
        ),
        (
            "<Tabs items={['App', 'Web']}>\n  <Tabs.Tab>\n    One\n  </Tabs.Tab>\n"
            "  <Tabs.Tab>\n    ```js\n    a\n    ```\n  </Tabs.Tab>\n</Tabs>",
            ":::: tabs\n\n::: tab App\n\nOne\n\n:::\n\n::: tab Web\n\n```js\na\n```\n\n:::\n\n::::",
        ),
        (
            "<CodeGroup>\n```sh npm\na\n```\n```sh yarn\nb\n```\n</CodeGroup>",
            ":::: tabs\n\n::: tab npm\n\n```sh\na\n```\n\n:::\n\n"
            "::: tab yarn\n\n```sh\nb\n```\n\n:::\n\n::::",
        ),
        ("<ShopTip>\n  Pay **later**.\n</ShopTip>", "> [!TIP]\n> Pay **later**."),
        ("<ToolTip>A word</ToolTip> here", "A word here"),
        (
            "Click **Bin**\n(<BinIcon />) or the <OldBinIcon /> icon",
            "Click **Bin** or the old bin icon",
        ),
        ("<Open>\n\nnever closed", "never closed"),
        ("export const a = {\n  b: 1,\n}\n\nText{' '}here", "Text here"),
    ],
)
def test_components_of_mdx(text, expected):
    assert convert(text, "docs/page.mdx") == expected


def test_what_is_indented_inside_of_components_is_no_code_and_keeps_its_lists():
    text = "<Steps>\n  <Step>\n    - One\n      - Two\n\n    Then.\n  </Step>\n</Steps>"
    assert convert(text, "docs/page.mdx") == "- One\n  - Two\n\nThen."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: advice Mind\nOne\n:::", "**Mind**\n\nOne"),
        ("::: hint\nOne\n:::", "::: tip\nOne\n:::"),
        ("::: {.column width=50%}\nOne\n:::", "One"),
        (":::: outer\n::: tip\nOne\n:::\n::::", "::: tip\nOne\n:::"),
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
        ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
        ("[a]({{ '/b/' | relative_url }})", "[a](/b/)"),
        ("By {{ $frontmatter.author }}{{ page.none }}", "By Ann"),
        ("{% for a in b %}\n- {{ a.c }}\n{% endfor %}\nText", "Text"),
        ('{% include note.html content="One" %}', "> [!NOTE]\n> One"),
        (
            '{% tabs %}{% tab title="A" %}One{% endtab %}{% endtabs %}',
            ":::: tabs\n\n::: tab A\n\nOne\n\n:::\n\n::::",
        ),
        ('{% embed url="https://x.example/v" %}', "::: video https://x.example/v\n:::"),
        ('Click **{% octicon "gear" aria-label="gear" %} Settings**', "Click **Settings**"),
        ('| {% octicon "check" aria-label="Yes" %} |', "| Yes |"),
        ("{% tip %}\n\n**Tip**: One\n\n{% endtip %}", "> [!TIP]\n> One"),
        ("> [!NOTE]\n> {% data reusables.none %}\n\nText", "Text"),
        (
            '{{% alert title="Caution" color="warning" %}}\nOne\n{{% /alert %}}',
            "> [!CAUTION]\n> One",
        ),
        ('{{< button href="https://x.example" >}}Go{{< /button >}}', "[Go](https://x.example)"),
        ('A {{< tooltip text="pod" id="x" >}}', "A pod"),
        ('## {{% heading "prerequisites" %}}\n', "## Prerequisites"),
    ],
)
def test_templates_of_jekyll_gitbook_github_and_hugo(text, expected):
    assert convert(f"---\nauthor: Ann\n---\n\n{text}").strip() == expected


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
    kept = Kept()
    assert kept.restore(kept.hide_all(text)) == text
