"""What stands in the head of a file becomes the fields of its article."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.models import Article, PublishedArticle
from tests.articles.sources import article, folder, refused, run

pytestmark = pytest.mark.django_db


def test_front_matter_fills_the_fields_of_an_article(tmp_path):
    text = """---
title: "Reset: your password"
slug: reset
category: account
tags: [password, Security]
summary: In one minute.
published: 2025-03-14
updated: 2026-02-01
pinned: true
unknown: [ignored]
---
Press **Reset**.
"""
    run(folder(tmp_path, {"any-name.md": text}), publish=True)
    found = article()
    assert (found.title, found.summary, found.body) == (
        "Reset: your password", "In one minute.", "Press **Reset**.",
    )  # fmt: skip
    assert found.category.key == "account"
    assert sorted(found.tags.names()) == ["Security", "password"]
    assert found.published_at == datetime(2025, 3, 14, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.pinned
    assert found.published.updated_at == datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("description: Short.", "summary", "Short."),
        ("excerpt: Short.", "summary", "Short."),
        ("date: 2024-05-06", "published_at", datetime(2024, 5, 6, tzinfo=UTC)),
        ("createdAt: 2024-05-06T10:00:00Z", "published_at", datetime(2024, 5, 6, 10, tzinfo=UTC)),
        ("lastmod: 2024-05-06", "updated_at", datetime(2024, 5, 6, tzinfo=UTC)),
        ("ms.date: 05/06/2024", "updated_at", datetime(2024, 5, 6, tzinfo=UTC)),
        ("last_updated: May 6, 2024", "updated_at", datetime(2024, 5, 6, tzinfo=UTC)),
        ("promoted: true", "pinned", True),
        ("slug: /", "slug", "reset"),
    ],
)
def test_keys_of_other_systems_are_read(tmp_path, head, field, value):
    run(folder(tmp_path, {"reset.md": f"---\ntitle: Reset\n{head}\n---\nText"}))
    assert getattr(article(), field) == value


def test_a_comma_line_of_features_becomes_tags(tmp_path):
    run(folder(tmp_path, {"reset.md": "---\ntitle: Reset\nfeature: Cloud, Paas, cloud\n---\nText"}))
    assert sorted(article().tags.names()) == ["Cloud", "Paas"]


def test_text_between_two_rules_is_no_head(tmp_path):
    run(folder(tmp_path, {"reset.md": "---\n\nText\n\n---\n\nMore"}))
    assert article().body == "---\n\nText\n\n---\n\nMore"


def test_toml_of_hugo_is_read(tmp_path):
    text = '+++\ntitle = "Reset"\ndate = 2024-05-06\ntags = ["a"]\n+++\nText'
    run(folder(tmp_path, {"reset.md": text}))
    assert (article().title, article().published_at.year) == ("Reset", 2024)


def test_json_of_hugo_is_read(tmp_path):
    text = '{\n  "title": "Reset it",\n  "draft": true,\n  "tags": ["a"], "slug": null\n}\n\nText'
    run(folder(tmp_path, {"reset.md": text, "b.md": '{"a": 1}'}))
    reset = article()
    assert (reset.title, reset.body, [tag.name for tag in reset.tags.all()]) == (
        "Reset it", "Text", ["a"],
    )  # fmt: skip
    assert article("b").body == '{"a": 1}'


def test_broken_toml_is_refused_and_a_fold_is_text(tmp_path):
    files = {"a.md": "+++\ntitle = {{ x }}\n+++\nA", "b.md": "+++\nMore\n+++\nB"}
    assert "a.md:1: The TOML is broken" in refused(folder(tmp_path, files))
    assert article("b").body.startswith("+++")


def test_a_day_is_its_midnight_in_the_time_zone_of_the_site(tmp_path, settings):
    settings.TIME_ZONE = "America/New_York"
    run(folder(tmp_path, {"reset.md": "---\npublished: 2025-07-01\n---\nText"}))
    assert article().published_at == datetime(2025, 7, 1, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("name", "text", "title", "body"),
    [
        ("a.md", "# Heading\n\nText", "Heading", "Text"),
        ("a.md", "---\ntitle: Title\n---\n# Heading\nText", "Title", "Text"),
        ("a.md", "Heading\n=======\n\nText", "Heading", "Text"),
        (
            "a.md",
            "---\ntitle: Pay | Cards | Example\n---\n# Pay by card\n\nText",
            "Pay by card",
            "Text",
        ),
        ("a.md", "---\ntitle: Pay | Cards | Example\n---\nText", "Pay", "Text"),
        ("a.md", "<!-- c -->\n\n# Heading\n\nText", "Heading", "Text"),
        ("a.mdx", 'import A from "a";\n\n# Heading\n\nText', "Heading", "Text"),
        ("field-types.md", "## Field Types\n\nText", "Field types", "Text"),
        (
            "a.md",
            "---\ntitle: About {% data variables.product.prodname_pages %}\n---\nText",
            "About pages",
            "Text",
        ),
        ("how-to-pay.md", "Text\n\n# Later", "How to pay", "Text\n\n# Later"),
        ("a.md", "---\ntitle: The [!DNL *Tool*] of `x`\n---\nText", "The Tool of x", "Text"),
        (
            "a.md",
            "\ufeff---\r\ntitle: Windows\r\n---\r\nOne\r\n\r\nTwo\r\n",
            "Windows",
            "One\n\nTwo",
        ),
    ],
)
def test_the_title_comes_from_front_matter_heading_or_name(tmp_path, name, text, title, body):
    run(folder(tmp_path, {name: text}))
    found = Article.objects.get()
    assert (found.title, found.body) == (title, body)


def test_a_head_is_read_as_readme_writes_it(tmp_path):
    head = """---
category: 5fdf7610134322007389a6ed
createdAt: "Fri Jul 26 2024 11:26:15 GMT+0200 (Central European Summer Time)"
hidden: true
---

Text"""
    run(folder(tmp_path, {"faq/reset.md": head}), publish=True)
    assert article().category.key == "faq"
    assert article().published_at == datetime(2024, 7, 26, 9, 26, 15, tzinfo=UTC)
    assert not PublishedArticle.objects.exists()
