"""Publication sets in tests: made of a few words, and their buttons pressed."""

from __future__ import annotations

from articles.models import PublicationSet, SetItem
from tests.articles.pages import page, texts

SETS = "/admin/articles/publicationset/"


def check(one: PublicationSet) -> str:
    return f"{SETS}{one.pk}/check/"


def press(desk, one, button, **said) -> str:
    """Press a button of a set's page and return what is said then."""
    one.refresh_from_db()
    answer = desk.post(check(one), {button: "1", "version": one.version} | said, follow=True)
    return " ".join(texts(page(answer), ".messagelist li"))


def make(*items: tuple, name: str = "Spring") -> PublicationSet:
    one = PublicationSet.objects.create(name=name)
    for deed, article, *old_slug in items:
        SetItem.objects.create(
            publication_set=one, deed=deed, article=article, old_slug="".join(old_slug)
        )
    return one
