"""How one imported article becomes rows: created, changed or left alone.

An article is known by its address (`known`). Only what its file says is compared and written; when
nothing differs nothing is saved, so a second import makes no version.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from taggit.models import Tag

from .. import relating
from ..models import (
    Article,
    ChangeNote,
    Deed,
    OldPath,
    Passage,
    PublishedArticle,
    Subject,
    TaggedArticle,
    audit,
)
from ..quality import findings
from . import counts
from .categories import Categories
from .comparing import difference, differs, is_live_already, new_tags
from .draft import Draft
from .existing_articles import articles_at
from .report import Refused, Report

IMPORTED = "Imported"
# PostgreSQL goes on reading whole tables that were empty when it looked last: 25 ms instead of
# 0.2 ms for the tags of an article, half of the time of an import.
ANALYZE_AFTER = 100


class Writer:
    """Writes the drafts of one import inside of the caller's transaction."""

    def __init__(self, categories: Categories, report: Report, *, publish: bool) -> None:
        self._categories = categories
        self._report = report
        self._publish = publish
        self._known: dict[tuple[str, str], Article] = {}
        self._deleted: dict[tuple[str, str], datetime] = {}
        self._sources: dict[PurePosixPath, Article] = {}
        self._tags: dict[str, Tag] = {}
        self._now = timezone.now()
        self._went_live: list[Article] = []
        self._written: list[Article] = []
        self._views: list[tuple[Article, dict[date, int] | int]] = []
        self._new: list[int] = []

    def look_up(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Read the articles that the site has at these (locale, slug) in a few queries."""
        slugs: dict[str, list[str]] = {}
        for locale, slug in addresses:
            slugs.setdefault(locale, []).append(slug)
        for locale in slugs:
            for slug, article in articles_at(locale, slugs[locale]).items():
                self._known[locale, slug] = article
            deleted = Article.deleted.in_locale(locale).filter(slug__in=slugs[locale])
            for slug, moment in deleted.order_by("deleted_at").values_list("slug", "deleted_at"):
                self._deleted[locale, slug] = moment

    def write(self, draft: Draft) -> None:
        """Write one draft whole or not at all, and count what became of it.

        What staff deleted stays deleted, though its file is still there.
        """
        address = (draft.locale, draft.slug)
        if address in self._deleted and address not in self._known:
            day = date_format(timezone.localtime(self._deleted[address]), "DATE_FORMAT")
            self._report.skip(
                draft.file,
                f"was deleted on {day}; bring it back in the admin or remove it for good",
            )
            return
        made = len(self._categories.made)
        try:
            with transaction.atomic():
                outcome = self._write(draft)
        except (Refused, ValidationError, DatabaseError) as error:
            self._categories.forget(self._categories.made[made:])
            self._known.pop((draft.locale, draft.slug), None)
            self._tags.clear()
            for refusal in _refusals(error):
                self._report.refuse(draft.file, refusal)
        else:
            self._report.counts[outcome] += 1
            article = self._known[draft.locale, draft.slug]
            if outcome == "created" and article.is_live:
                self._went_live.append(article)
            if outcome == "created" and self._report.counts[outcome] == ANALYZE_AFTER:
                analyze()

    def finish(self) -> None:
        """Write what is known of the articles only now that all are there.

        Their views, which of them went live, and what the new ones are related to. What is wrong
        with their texts is looked at by `publish_due`.
        """
        counts.set_views(self._views)
        audit.note_all(Deed.PUBLISHED, self._went_live, comment=IMPORTED)
        findings.forget(article.pk for article in self._written)
        findings.addresses_changed({article.slug for article in self._written})
        live = Subject.objects.filter(pk__in=self._new)  # one that was refused has left none
        relating.relate(list(live.values_list("pk", flat=True)))

    def _write(self, draft: Draft) -> str:
        known = self._known.get((draft.locale, draft.slug))
        article = known or Article(locale=draft.locale, slug=draft.slug)
        outcome = self._change(article, draft) if known else self._create(article, draft)
        self._remember(article, draft)
        if outcome != "unchanged":
            self._written.append(article)
        return outcome

    def _create(self, article: Article, draft: Draft) -> str:
        """Save a new article once, published or not: one version, and nothing to lock."""
        for name, value in self._wanted(draft).items():
            setattr(article, name, value)
        article.published_at = article.published_at or article.updated_at
        goes_live = self._publish and draft.is_due(self._now)
        if goes_live:
            article.published_at = article.published_at or self._now
            article.updated_at = article.updated_at or article.published_at
        self._check(article)
        article.save_version(IMPORTED)
        self._tag_new(article, draft.tags or [])
        if goes_live:
            self._new.append(article.go_live(None).pk)
            self._report.counts["published"] += 1
        if self._report.is_dry_run:
            self._report.tell(draft.file, f"create “{article.title}”")
        return "created"

    def _change(self, article: Article, draft: Draft) -> str:
        wanted = self._wanted(draft)
        if draft.native and is_live_already(article, draft, wanted):
            return "unchanged"  # an export holds what visitors read; a newer edit stays
        changed = {name: value for name, value in wanted.items() if differs(article, name, value)}
        tags = new_tags(article, draft.tags)
        lines = difference(article, changed, tags) if self._report.is_dry_run else []
        for name, value in changed.items():
            setattr(article, name, value)
        if changed:
            self._check(article)
            article.save_version(IMPORTED)
        if tags is not None:
            article.set_tags(tags)
            article._prefetched_objects_cache = {}  # type: ignore[attr-defined]
        if lines:
            self._report.tell(draft.file, "change", lines)
        goes_live = (
            self._publish and draft.is_due(self._now) and not self._stays_off(article, draft)
        )
        published = goes_live and self._publish_if_new(article, draft)
        return "changed" if changed or tags is not None or published else "unchanged"

    def _check(self, article: Article) -> None:
        article.clean_fields(exclude=["category", "owner", "translation_of"])  # those are rows

    def _tag_new(self, article: Article, names: list[str]) -> None:
        """Tag an article that has no tags yet: two queries, however many tags it gets."""
        if names:
            tags = [self._tag(name) for name in names]
            TaggedArticle.objects.bulk_create(
                TaggedArticle(content_object=article, tag=tag) for tag in tags
            )
            article.history.update(tag_names=sorted(tag.name for tag in tags))

    def _tag(self, name: str) -> Tag:
        """Return the tag of this name in whatever case; taggit finds it a free slug."""
        key = name.casefold()
        if key not in self._tags:
            self._tags[key] = Tag.objects.filter(name__iexact=name).first() or Tag(name=name)
            if self._tags[key].pk is None:
                self._tags[key].save()
        return self._tags[key]

    def _wanted(self, draft: Draft) -> dict[str, Any]:
        category = (
            self._categories.named(draft.category)
            if draft.category
            else self._categories.for_folders(draft.folders, named=draft.named)
        )
        wanted = {
            "title": draft.title,
            "body": draft.body,
            "category": category,
            "summary": draft.summary,
            "pinned": draft.pinned,
            "published_at": draft.published_at,
            "updated_at": draft.updated_at,
            "publish_at": draft.waits_until(self._now),
            "expire_at": draft.expire_at,
            "review_by": draft.review_by,
            "translation_of": self._source_of(draft, category.pk),
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def _stays_off(self, article: Article, draft: Draft) -> bool:
        """What staff took off the site is imported, and stays off it until they publish it."""
        if article.is_live or (deed := audit.taken_off(article)) is None:
            return False
        day = date_format(timezone.localtime(deed.at), "DATE_FORMAT")
        message = f"was taken off the site on {day} and stays off it; publish it in the admin"
        self._report.warn(draft.file, message)
        return True

    def _publish_if_new(self, article: Article, draft: Draft) -> bool:
        """Publish when visitors would read something else than now."""
        if article.is_live:
            live = article.published
            if live.expire_at == article.expire_at and not article.differs_from_published():
                return False
        article.publish(now=draft.updated_at or self._now, unreviewed=True)
        self._report.counts["published"] += 1
        if self._report.is_dry_run:
            self._report.tell(draft.file, "publish")
        return True

    def _source_of(self, draft: Draft, category: int) -> Article | None:
        """Return the article that the draft translates."""
        if draft.translation_of:
            if draft.translation_of == "none":
                return None
            locale, _slash, slug = draft.translation_of.rpartition("/")
            return self._at(locale or settings.LANGUAGE_CODE, slug)
        if draft.locale == settings.LANGUAGE_CODE:
            return None
        if self._sources:
            return self._sources.get(draft.place) if draft.place else None
        # The default locale was imported before: then the same address in the same category.
        source = self._at(settings.LANGUAGE_CODE, draft.slug)
        return source if source and source.category_id == category else None

    def _at(self, locale: str, slug: str) -> Article | None:
        if (locale, slug) not in self._known:
            self.look_up([(locale, slug)])
        return self._known.get((locale, slug))

    def _remember(self, article: Article, draft: Draft) -> None:
        self._known[article.locale, article.slug] = article
        if draft.place and article.locale == settings.LANGUAGE_CODE:
            self._sources[draft.place] = article
        if draft.views:
            self._views.append((article, draft.views))
        if draft.changes:
            _note_changes(article, draft.changes)
        for slug in draft.old_slugs:
            if not Article.objects.in_locale(article.locale).filter(slug=slug).exists():
                OldPath.objects.get_or_create(
                    locale=article.locale, slug=slug, defaults={"article": article}
                )


def _note_changes(article: Article, changes: list[tuple[datetime, str]]) -> None:
    """Add what readers were told of changes; what they were told here since stays."""
    known = set(article.change_notes.values_list("changed_at", "text"))
    # The file has the newest first, and of one day the last one written comes first again.
    ChangeNote.objects.bulk_create(
        ChangeNote(article=article, changed_at=moment, text=text)
        for moment, text in reversed(changes)
        if (moment, text) not in known
    )


def analyze() -> None:
    """Tell PostgreSQL how large the tables are that an import fills; takes some milliseconds."""
    models = [Article, PublishedArticle, Passage, Tag, TaggedArticle, OldPath]
    names = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(names)}")


def _refusals(error: Exception) -> list[Refused]:
    """Return what went wrong, one refusal per field."""
    if isinstance(error, ValidationError):
        if not hasattr(error, "error_dict"):
            return [Refused(" ".join(error.messages))]
        return [Refused(" ".join(found), field=name) for name, found in error.message_dict.items()]
    if isinstance(error, Refused):
        return [error]
    return [Refused(f"The database refused it: {error}".strip())]
