"""Marks of template languages and components of MDX become ours."""

from __future__ import annotations

import pytest

from tests.articles.dialects import convert


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
def test_marks_of_templates_become_ours_or_go(text, expected):
    assert convert(text) == expected


def test_tabs_and_notes_of_docusaurus_in_mdx_become_ours():
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
def test_components_of_mdx_become_ours_or_leave_their_text(text, expected):
    assert convert(text, "docs/page.mdx") == expected


def test_a_picture_that_a_module_stands_for_keeps_its_path():
    text = (
        "import Map from '@site/static/img/map.png';\n\n"
        "<Image src={Map} alt='Map' />\n\n"
        "<img src={useBaseUrl('/img/a.png')} alt='A' />\n\n"
        "<img src={require('./b.png').default} alt='B' />"
    )
    assert convert(text, "docs/page.mdx") == (
        "![Map](static/img/map.png)\n\n![A](/img/a.png)\n\n![B](./b.png)"
    )


def test_a_component_in_a_cell_leaves_its_text():
    text = "<Note>\n\n| A | B |\n|---|---|\n| <Key>Esc</Key> | <Note>b</Note> |\n\n</Note>"
    assert "> | Esc | b |" in convert(text, "docs/page.mdx")


def test_tabs_have_the_labels_of_their_values():
    text = (
        "<Tabs values={[{label: 'On the app', value: 'app'}, {value: 'web', label: 'Web'}]}>\n"
        '<TabItem value="app">A</TabItem>\n<TabItem value="web">B</TabItem>\n</Tabs>'
    )
    converted = convert(text, "docs/page.mdx")
    assert "::: tab On the app\n" in converted
    assert "::: tab Web\n" in converted


def test_what_is_indented_inside_of_components_is_no_code_and_keeps_its_lists():
    text = "<Steps>\n  <Step>\n    - One\n      - Two\n\n    Then.\n  </Step>\n</Steps>"
    assert convert(text, "docs/page.mdx") == "- One\n  - Two\n\nThen."


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
        ('{% embed url="https://x.example/a.mp4" %}', "::: video https://x.example/a.mp4\n:::"),
        ('{% embed url="https://x.example/v/?a=b" %}', "[x.example/v](https://x.example/v/?a=b)"),
        ('Click **{% octicon "gear" aria-label="gear" %} Settings**', "Click **Settings**"),
        ('| {% octicon "check" aria-label="Yes" %} |', "| Yes |"),
        ("{% tip %}\n\n**Tip**: One\n\n{% endtip %}", "> [!TIP]\n> One"),
        ("> [!NOTE]\n> {% data reusables.none %}\n\nText", "Text"),
        (
            '{{% alert title="Caution" color="warning" %}}\nOne\n{{% /alert %}}',
            "> [!CAUTION]\n> One",
        ),
        ('{{< button href="https://x.example" >}}Go{{< /button >}}', "[Go](https://x.example)"),
        (
            '{{< figure src="a b.png" caption="See *it*" width="40" >}}',
            '![See it](a%20b.png "See it"){width=40}',
        ),
        ("{{< youtube id=abc >}}", "::: video https://www.youtube.com/watch?v=abc\n:::"),
        ('{{< vimeo "12" >}}', "::: video https://vimeo.com/12\n:::"),
        ('{{< x user="ann" id="12" >}}', "[x.com/ann/status/12](https://x.com/ann/status/12)"),
        ("{{< gist ann 12 >}}", "[gist.github.com/ann/12](https://gist.github.com/ann/12)"),
        ('{{< video src="a.mp4" >}}', "::: video a.mp4\n:::"),
        ('{{< card link="../a" title="A" subtitle="B" >}}', "- [A](../a): B"),
        ('{{< button relref="/a" >}}Go{{< /button >}}', "[Go](/a)"),
        (
            "{{< tabpane text=true >}}{{% tab header=A %}}One{{% /tab %}}{{< /tabpane >}}",
            ":::: tabs\n\n::: tab A\n\nOne\n\n:::\n\n::::",
        ),
        (
            '{{< tabs items="A," >}}{{< tab >}}a{{< /tab >}}{{< tab >}}b{{< /tab >}}{{< /tabs >}}',
            ":::: tabs\n\n::: tab A\n\na\n\n:::\n\n::: tab 2\n\nb\n\n:::\n\n::::",
        ),
        ('A {{< tooltip text="pod" id="x" >}}', "A pod"),
        ('## {{% heading "prerequisites" %}}\n', "## Prerequisites"),
    ],
)
def test_templates_of_jekyll_gitbook_github_and_hugo_become_ours(text, expected):
    assert convert(f"---\nauthor: Ann\n---\n\n{text}").strip() == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{% a" * 40_000,
        "{{% a" + " " * 200_000,
        "{% a" + " " * 200_000,
        "{{ a" + " " * 200_000,
        "{% highlight a %}\n" * 10_000,
        "::: code-group\n" + "``` a [b]\n" * 20_000 + ":::\n",
        "<img " + "a" * 200_000 + ">",
        "<Note " + "a" * 200_000 + ">x</Note>",
        "{abbr}`a" + " " * 200_000 + "b`",
        "[!BADGE " + " " * 200_000,
        "[!BADGE a" * 20_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_hostile_text_is_read_to_its_end(text):
    assert isinstance(convert(text, "a.mdx"), str)  # each takes minutes where a search goes back
