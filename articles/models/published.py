"""What visitors read: the published articles, and the passages that answer their questions.

Only `Article.publish()` writes them and only `Article.unpublish()` takes them away. No public query
touches `Article`, so a draft cannot leak.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import translation

from .. import indexing, linking, markup, passages, paths, relating, repeated, translating
from ..folding import UNSPACED

# How fast people read (Trauzettel-Klosinski and Dietz, 2012): English 228 words a minute, Japanese
# 357 letters, Chinese 255. Five letters of others without spaces between words count as a word.
WORDS_A_MINUTE = 230
LETTERS_A_MINUTE = {"ja": 357, "zh": 255} | dict.fromkeys(["km", "lo", "my", "th"], 1150)


class PublishedArticle(models.Model):
    """What visitors read of an article: rendered, sanitised and ready to show."""

    article = models.OneToOneField(
        "Article", models.CASCADE, primary_key=True, related_name="published"
    )
    locale = models.CharField(max_length=10)
    translation_of = models.ForeignKey("Article", models.SET_NULL, null=True, related_name="+")
    # Of all that say the same in some locale: the number of the one that the others translate,
    # which need not be live.
    source_id = models.BigIntegerField()
    tab = models.ForeignKey("Category", models.PROTECT, related_name="+")
    category = models.ForeignKey("Category", models.PROTECT, related_name="published_articles")
    slug = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500)
    body = models.TextField()
    html = models.TextField()
    contents = models.JSONField(default=list, help_text="[[level, text, anchor], ...]")
    tabs = models.JSONField(
        default=list, db_default=[], help_text="Of each group [[title, anchor], ...]."
    )
    opening = models.TextField()
    tag_names = ArrayField(models.CharField(max_length=100), default=list)
    tag_slugs = ArrayField(models.CharField(max_length=100), default=list)
    paragraphs = ArrayField(
        models.BigIntegerField(), default=list, db_default=[],
        help_text="Digests of those that may be repeated.",
    )  # fmt: skip
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    pinned = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expire_at = models.DateTimeField(null=True)

    rendered: markup.Rendered  # what `render` has made of the text

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_page_per_slug"),
        ]
        indexes = [
            # The listing of All and of a tab: the newest 15 without sorting the rest.
            models.Index(
                F("locale"), F("pinned").desc(), F("updated_at").desc(), F("article").desc(),
                name="listing_of_all",
            ),
            models.Index(
                F("locale"), F("tab"), F("pinned").desc(), F("updated_at").desc(),
                F("article").desc(), name="listing_of_a_tab",
            ),
            # Those before and after an article in the list of its category.
            models.Index(
                F("locale"), F("category"), F("pinned").desc(), F("updated_at").desc(),
                F("article").desc(), name="listing_of_a_category",
            ),
            # The counts of tabs and categories, without reading the pages themselves.
            models.Index(fields=["locale", "category", "expire_at"], name="counts_of_categories"),
            GinIndex(fields=["tag_slugs"], name="articles_of_a_tag"),
            GinIndex(fields=["paragraphs"], name="articles_of_a_paragraph", fastupdate=False),
            models.Index(fields=["source_id", "locale"], name="translations_of_a_source"),
            models.Index(
                fields=["expire_at"], condition=Q(expire_at__isnull=False), name="pages_that_expire"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return paths.article(self.slug, self.locale)

    @classmethod
    @transaction.atomic
    def rebuild_if_there(cls, pk: int) -> bool:
        """Render, split and index one again; its text and dates stay.

        Returns False when it was unpublished or deleted meanwhile.
        """
        if page := cls._in_turn(pk):
            page.write_page()
        return page is not None

    @classmethod
    @transaction.atomic
    def index_if_there(cls, pk: int) -> bool:
        """Index one again whose paragraphs others have begun to repeat; its page stays as it is."""
        if page := cls._in_turn(pk):
            page._index(markup.render(page.body))
        return page is not None

    @classmethod
    def _in_turn(cls, pk: int) -> PublishedArticle | None:
        """Return a page as it is once whoever publishes it is done."""
        waiting = cls.objects.select_related("article").select_for_update(of=("article",))
        return cls.objects.filter(pk=pk).first() if waiting.filter(pk=pk).first() else None

    def write_page(self) -> None:
        """Save the published text with all that derives from it."""
        rendered = self.write_what_is_searched()
        translating.group(self.pk)
        linking.replace_links(self, rendered.links)
        relating.write_subject(self)

    def write_what_is_searched(self) -> markup.Rendered:
        """Save page, passages and vectors, and return the rendered text."""
        rendered = self.render()
        if self._state.adding:
            self.source_id = self.article_id
        self.save(force_insert=self._state.adding)
        self._index(rendered)
        return rendered

    def _index(self, rendered: markup.Rendered) -> None:
        said_elsewhere = repeated.note_repeated(self.locale, self.paragraphs)
        read = repeated.without(rendered.blocks, said_elsewhere, self.locale)
        indexing.index(self, passages.split(read))

    def render(self) -> markup.Rendered:
        """Set what derives from the text, and return it rendered; nothing is saved."""
        with translation.override(self.locale):
            self.rendered = rendered = markup.render(self.body)
        self.html = rendered.html
        self.contents = [[h.level, h.text, h.anchor] for h in rendered.contents]
        self.tabs = [[[tab.title, tab.anchor] for tab in group] for group in rendered.tabs]
        self.opening = passages.opening(rendered.blocks) or self.summary
        self.paragraphs = repeated.digests(rendered.blocks, self.locale)
        self.reading_minutes = _reading_minutes(rendered.blocks, self.locale)
        self.tab = self.category.ancestry()[0]
        return rendered


def _reading_minutes(blocks: Iterable[markup.Block], locale: str) -> int:
    text, minutes = "\n".join(block.text for block in blocks), 0.0
    if a_minute := LETTERS_A_MINUTE.get(locale.split("-")[0]):
        minutes = sum(map(len, UNSPACED.findall(text))) / a_minute
        text = UNSPACED.sub(" ", text)
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    return max(1, round(minutes + words / WORDS_A_MINUTE))


class RepeatedParagraph(models.Model):
    """A paragraph that so many articles say that search does not read it (see repeated.py).

    Settled when the articles that said it before are indexed without it.
    """

    paragraph = models.BigIntegerField(primary_key=True)
    locale = models.CharField(max_length=10)
    is_settled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.paragraph} ({self.locale})"


class Passage(models.Model):
    """A piece of a published article that can answer a question by itself."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="passages")
    locale = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=500, blank=True)
    anchor = models.CharField(max_length=500, blank=True)
    question = models.CharField(
        max_length=500, blank=True, default="", db_default="",
        help_text="The heading without its number, where it is a question that stands by itself.",
    )  # fmt: skip
    text = models.TextField()
    words = models.PositiveIntegerField(help_text="Word positions in the vector.")
    vector = SearchVectorField()

    class Meta:
        ordering = ["article", "position"]
        indexes = [GinIndex(fields=["vector"], name="passages_by_lexeme", fastupdate=False)]

    def __str__(self) -> str:
        return self.text[:80]


class Subject(models.Model):
    """What a published article is about, and the articles that are about the same (relating.py)."""

    article = models.OneToOneField(
        PublishedArticle, models.CASCADE, primary_key=True, related_name="subject"
    )
    locale = models.CharField(max_length=10)
    vector = SearchVectorField()
    related = ArrayField(models.BigIntegerField(), default=list, help_text="The most alike first.")
    scores = ArrayField(models.FloatField(), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="subjects_by_lexeme", fastupdate=False),
            GinIndex(fields=["related"], name="subjects_that_name", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.article_id)
