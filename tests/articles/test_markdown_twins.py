"""Articles as plain Markdown, and the list of them for programs that read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import markdown_twins
from articles.plain_markdown import plain_markdown

DEMO = Path(settings.BASE_DIR / "articles/demo")
DIALECT = re.compile(r"^\s*:::|\{#|\[!\w+\]|^\+\+\+", re.MULTILINE)


def plain(body: str) -> str:
    return plain_markdown(body, lambda target: urljoin("https://h.example/articles/me/", target))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# Big {#big}\n\n## Fees {#fees .x}", "## Big\n\n## Fees"),
        ("> [!NOTE]\n> Text.", "> **Note**\n>\n> Text."),
        ("::: warning\nNot twice.\n\nNever.\n:::\nAfter.",
         "> **Warning**\n>\n> Not twice.\n>\n> Never.\n\nAfter."),
        ("::: tip Save time\nDo.\n:::", "> **Save time**\n>\n> Do."),
        ("::: steps\n1. One\n2. Two\n:::", "1. One\n2. Two"),
        (":::: tabs\n::: tab On the app\nTap.\n:::\n::: tab On the web\nClick.\n:::\n::::",
         "**On the app**\n\nTap.\n\n**On the web**\n\nClick."),
        ("::: details Can I?\nYes.\n:::", "**Can I?**\n\nYes."),
        ("+++Can I?\nYes.\n+++", "**Can I?**\n\nYes."),
        ("::: action Tool\n[Go](/x/)\n:::", "**Tool**\n\n[Go](https://h.example/x/)"),
        ("::: video https://v.example/1 Watch it\n:::", "[Watch it](https://v.example/1)"),
        ("1. One\n   ::: note\n   Look.\n   :::", "1. One\n   > **Note**\n   >\n   > Look."),
        ("1. ::: note\n   Look.\n   :::\n2. b", "1. > **Note**\n   >\n   > Look.\n\n2. b"),
        ("- > [!TIP] Do\n  > it", "- > **Tip**\n  >\n  > Do\n  > it"),
        ('![A](/media/a.png "B"){width=600}', '![A](https://h.example/media/a.png "B")'),
        ("[a](#part) [b](b/) [c](mailto:c@d.ef)",
         "[a](https://h.example/articles/me/#part) [b](https://h.example/articles/me/b/) "
         "[c](mailto:c@d.ef)"),
        ("[ref]\n\n[ref]: /x/ 'T'", "[ref]\n\n[ref]: https://h.example/x/ 'T'"),
        ("[!DNL Product], [!UICONTROL Save]", "Product, **Save**"),
        ("```\n::: note\n[x](/y) {#a}\n```", "```\n::: note\n[x](/y) {#a}\n```"),
        ("`[x](/y)` and {braces}", "`[x](/y)` and {braces}"),
        ("::: nonsense\ntext\n:::", "::: nonsense\ntext\n:::"),
        ("| a |\n|---|\n| b |", "| a |\n|---|\n| b |"),
    ],
)  # fmt: skip
def test_our_blocks_become_what_every_reader_understands(written, read):
    assert plain(written) == f"{read}\n"


@pytest.mark.parametrize("locale", ["en-us", "en-gb"])
def test_no_article_of_the_demo_keeps_a_trace_of_the_dialect(locale):
    bodies = [path.read_text().split("---\n", 2)[2] for path in (DEMO / locale).rglob("*.md")]
    assert len(bodies) > 10
    for body in bodies:
        text = plain(body)
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        assert not DIALECT.search(prose)
        assert "](/" not in prose
        assert text.count("```") == body.count("```")


@given(st.text(alphabet=st.sampled_from(":+ >`#[]!(){}\n-1.ab|\\~\tNOTEdtailsp")))
def test_any_text_has_a_plain_form(body):
    assert plain(body).endswith("\n")


def test_the_twin_says_what_the_page_says(client, publish):
    at = datetime(2026, 9, 7, tzinfo=UTC)
    publish("How do I pay?", "::: tip\n[So](/articles/b/)\n:::", summary="By card.",
            published_at=at, updated_at=at)  # fmt: skip
    response = client.get("/articles/how-do-i-pay.md")
    page = "http://testserver/articles/how-do-i-pay/"
    assert response.content.decode() == (
        f"# How do I pay?\n\n> By card.\n\n- Address: <{page}>\n- Published: 2026-09-07\n"
        "- Updated: 2026-09-07\n\n> **Tip**\n>\n> [So](http://testserver/articles/b/)\n"
    )
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Link"] == f'<{page}>; rel="canonical"'
    asked = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/articles/how-do-i-pay.md", headers=asked).status_code == 304


def test_the_days_of_a_twin_are_those_of_the_page(client, see, publish):
    publish("Late", published_at=datetime(2026, 9, 7, 20, tzinfo=UTC))
    with timezone.override("Asia/Tokyo"):
        assert see("/articles/late/").select_one("main time")["datetime"] == "2026-09-08"
        assert "- Published: 2026-09-08" in client.get("/articles/late.md").content.decode()


def test_the_page_names_its_twin_and_an_old_address_leads_to_it(see, client, publish):
    article = publish("One")
    link = see("/articles/one/").select_one("link[type='text/markdown']")
    assert link["href"] == "/articles/one.md"
    article.slug = "two"
    article.publish()
    assert client.get("/articles/one.md").headers["Location"] == "/articles/two.md"


def test_only_published_text_has_a_twin(client, publish, write):
    article = publish("Live", "Public.")
    article.body = "Secret."
    article.save()
    write("Draft")
    assert "Secret" not in client.get("/articles/live.md").content.decode()
    assert client.get("/articles/draft.md").status_code == 404
    assert "draft" not in client.get("/llms.txt").content.decode()


def test_the_list_has_the_form_of_llmstxt_org(client, publish, faq, make_category, settings):
    settings.SITE_NAME = "Help Center"
    publish("A [b] question?", slug="a", summary="Said\nbriefly.")
    publish("News", category=make_category("news"))
    make_category("empty")
    response = client.get("/llms.txt")
    lines = response.content.decode().split("\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "# Help Center"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## FAQ",
        "## News",
        "## Optional",
    ]
    assert r"- [A \[b\] question?](http://testserver/articles/a.md): Said briefly." in lines
    assert "- [News](http://testserver/articles/news.md)" in lines


def test_many_tabs_share_the_list_and_each_shows_its_newest(
    client, publish, make_category, monkeypatch
):
    monkeypatch.setattr(markdown_twins, "MAX_LISTED", 4)
    for key in ("one", "two"):
        tab = make_category(key)
        for number in range(3):
            day = datetime(2025, 1, 1 + number, tzinfo=UTC)
            publish(f"{key} {number}", category=tab, published_at=day, updated_at=day)
    lines = client.get("/llms.txt").content.decode().split("\n")
    listed = [line[3:].partition("]")[0] for line in lines if ".md" in line and line[0] == "-"]
    assert listed == ["one 2", "one 1", "two 2", "two 1"]
