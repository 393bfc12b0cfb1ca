"""Where each article stands in an export, and in which of its two versions."""

from __future__ import annotations

from django.conf import settings

from ..models import Article, Category, PublishedArticle


def shown(article: Article) -> Article | PublishedArticle:
    """Return what is exported: what visitors read, or the working copy of a draft."""
    return article.published if article.is_live else article


def places_of(articles: list[Article]) -> dict[int, str]:
    """Return the file of each article. A place belongs to a source and its translations."""
    categories = {category.pk: category for category in Category.objects.all()}
    for category in categories.values():  # so that their ancestry need not be read one by one
        category.parent = categories.get(category.parent_id or 0)
    keys = {pk: [c.key for c in category.ancestry()] for pk, category in categories.items()}
    by_id = {article.pk: article for article in articles}
    owners: dict[str, int] = {}
    places: dict[int, str] = {}
    taken: set[str] = set()
    for article in articles:
        source = by_id.get(article.translation_of_id or 0)
        beside = _beside(places.get(source.pk), source, article) if source else None
        if beside is None or beside in taken:
            version = shown(article)
            place = "/".join([*keys[version.category_id], version.slug])
            while owners.setdefault(place, article.pk) != article.pk:
                place += f"-{article.locale}"
            beside = f"{article.locale}/{place}.md"
        places[article.pk] = beside
        taken.add(beside)
    return places


def _beside(place: str | None, source: Article, translation: Article) -> str | None:
    """Return the place beside `place`, the source's own, in the folder of the translation."""
    if place is None or source.locale != settings.LANGUAGE_CODE:
        return None
    return f"{translation.locale}/{place.split('/', 1)[1]}"
