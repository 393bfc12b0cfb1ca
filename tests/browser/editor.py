"""The form of an article, and the preview beside its text."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from articles.models import Article


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def preview(page: Page) -> Locator:
    return page.frame_locator(".editor-frame").locator(".prose")
