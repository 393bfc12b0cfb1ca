"""Zendesk's JSON and tables come in on the same way as Markdown."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError

from articles.models import Article
from tests.articles.sources import folder, refused, run

pytestmark = pytest.mark.django_db


def zendesk(**changes) -> dict:
    """An export with two articles, one of them with `changes`."""
    article = {
        "id": 11, "title": "Reset it", "locale": "en-us", "section_id": 2, "draft": False,
        "promoted": True, "label_names": ["password", "help"],
        "created_at": "2024-05-06T10:00:00Z", "updated_at": "2024-06-07T11:00:00Z",
        "html_url": "https://x.example/hc/en-us/articles/11-Reset-it",
        "body": '<p>See <a href="https://x.example/hc/en-us/articles/12-Other#a">other</a> and '
        '<a href="/hc/en-us/articles/99-gone">gone</a>.</p><table><tr><th>a</th></tr></table>',
    }  # fmt: skip
    other = {"id": 12, "title": "Other", "locale": "en-us", "section_id": 2, "body": "<p>x</p>"}
    return {
        "categories": [{"id": 1, "name": "Getting started"}],
        "sections": [{"id": 2, "name": "Sign-in", "category_id": 1}],
        "articles": [article | changes, other],
    }


def test_a_zendesk_export_becomes_articles(tmp_path):
    run(
        folder(tmp_path, {"hc.json": json.dumps(zendesk())}) / "hc.json",
        format="zendesk",
        publish=True,
    )
    article = Article.objects.get(slug="reset-it")
    assert [c.key for c in article.category.ancestry()] == ["getting-started", "sign-in"]
    assert str(article.category) == "Sign-in"
    assert article.body.startswith("See [other](/articles/other/#a) and gone.")
    assert article.pinned
    assert sorted(article.tags.names()) == ["help", "password"]
    assert (article.published_at.month, article.updated_at.month) == (5, 6)


def test_the_lists_of_a_zendesk_export_may_be_files_of_their_own(tmp_path):
    data = zendesk(draft=True)
    files = {f"{name}.json": json.dumps({name: entries}) for name, entries in data.items()}
    out = run(folder(tmp_path, files), format="zendesk", publish=True)
    assert "2 created" in out
    assert "1 published" in out


def test_a_translation_in_a_zendesk_export_is_linked(tmp_path):
    data = zendesk()
    address = "https://x.example/hc/en-gb/articles/11-Please"
    other = data["articles"][1] | {"locale": "en-gb", "title": "Another"}
    data["articles"] += [data["articles"][0] | {"locale": "en-gb", "html_url": address}, other]
    source = folder(tmp_path, {"hc.json": json.dumps(data)})
    run(source, format="zendesk")
    translation = Article.objects.get(locale="en-gb", slug="please")
    assert translation.translation_of.slug == "reset-it"
    assert translation.body.startswith("See [other](/en-gb/articles/another/#a)")
    assert "4 unchanged" in run(source, format="zendesk")


def test_pictures_of_a_zendesk_export_stay_where_they_are(tmp_path):
    body = '<img src="/hc/article_attachments/1/a.png"><img src="//cdn.example/b.png">'
    run(folder(tmp_path, {"hc.json": json.dumps(zendesk(body=body))}), format="zendesk")
    assert Article.objects.get(slug="reset-it").body == (
        "![](https://x.example/hc/article_attachments/1/a.png)![](https://cdn.example/b.png)"
    )


def test_an_article_that_two_pages_of_a_zendesk_list_hold_comes_in_once(tmp_path):
    data = zendesk()
    files = {"1.json": json.dumps(data), "2.json": json.dumps({"articles": data["articles"][1:]})}
    assert "2 created, 0 changed, 0 unchanged" in run(folder(tmp_path, files), format="zendesk")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": None}, "must be text"),
        ({"id": None}, "has no id"),
        ({"title": "x" * 201}, "201 characters"),
        ({"created_at": "later"}, "is not a date"),
        ({"locale": "tlh"}, "no locale 'tlh'"),
        ({"label_names": "a" * 101}, "100 are allowed"),
        ({"body": "a\0b"}, "must be text"),
    ],
)
def test_a_bad_entry_is_refused_and_the_others_are_kept(tmp_path, change, said):
    source = folder(tmp_path, {"hc.json": json.dumps(zendesk(**change))})
    assert said in refused(source, format="zendesk")
    assert [article.slug for article in Article.objects.all()] == ["other"]


@pytest.mark.parametrize("text", ["[", "{}", '{"articles": 5}', "[" * 100_000, '{"articles": []}'])
def test_what_is_no_zendesk_export_is_refused(tmp_path, text):
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(folder(tmp_path, {"hc.json": text}), format="zendesk")


TABLE = """title;category;tags;published;views;body
Reset it;FAQ > Account;password, help;2024-05-06;12;"Press **Reset**.

See [other](other.md)."
'=1+1;FAQ;;;;'-5 degrees
"""


def test_a_table_becomes_articles(tmp_path):
    source = folder(tmp_path, {"kb.csv": "\ufeff" + TABLE.replace("\n", "\r\n")}) / "kb.csv"
    run(source, format="csv", publish=True)
    reset = Article.objects.get(title="Reset it")
    assert [c.key for c in reset.category.ancestry()] == ["faq", "account"]
    assert reset.body == "Press **Reset**.\n\nSee other."
    assert sorted(reset.tags.names()) == ["help", "password"]
    assert reset.view_total.views == 12
    assert Article.objects.get(title="=1+1").body == "-5 degrees"
    assert "2 unchanged" in run(source, format="csv", publish=True)


def test_html_in_a_table_becomes_markdown(tmp_path):
    source = folder(tmp_path, {"kb.csv": "title,html\nA,<p>1 * <b>x</b></p>\n"}) / "kb.csv"
    run(source, format="csv")
    assert Article.objects.get().body == r"1 \* **x**"


def test_shortcodes_of_wordpress_in_a_table_are_read(tmp_path):
    html = "<p>[caption id='a_1' width='9']<img src='https://x.example/a.png'> One_[/caption]</p>"
    embed = "<p>[embed]https://youtu.be/a[/embed]</p>"
    source = folder(tmp_path, {"kb.csv": f"title,html\nA,{html}{embed}\n"}) / "kb.csv"
    run(source, format="csv")
    expected = '![](https://x.example/a.png "One_")\n\n::: video https://youtu.be/a\n:::'
    assert Article.objects.get().body == expected


def test_a_bad_row_is_named_by_its_line(tmp_path):
    text = "title,published,body\nA,2024-13-45,x\n,,y\nGood,,z\n"
    said = refused(folder(tmp_path, {"kb.csv": text}) / "kb.csv", format="csv")
    assert "2 of the files failed" in said
    assert "kb.csv:2: published: '2024-13-45'" in said
    assert "kb.csv:3: title: The article has no title" in said
    assert Article.objects.get().title == "Good"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "title\nx\n"])
def test_what_is_no_table_of_articles_is_refused(tmp_path, text):
    with pytest.raises(CommandError, match="the first row must name"):
        run(folder(tmp_path, {"kb.csv": text}) / "kb.csv", format="csv")
