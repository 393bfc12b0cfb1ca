"""What articles are called and how they write their words: what a question may have meant."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from articles.models import Article


class KnownTitle(models.Model):
    """A title that an article was published under, as its lexemes in order (see titles.py).

    With an `anchor`, it is a question that stood by itself in the article, at that anchor.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    locale = models.CharField(max_length=10)
    key = models.TextField()
    anchor = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "key", "article", "anchor"], name="one_row_per_known_title"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale})"


class SurfaceWord(models.Model):
    """A word as articles write it, in lower case, with what is left of it without any one letter.

    A trigger adds the words of every new passage (migration 0003). None is ever taken away: how
    many passages hold a word is said by the ledger, and a word may stand here twice.
    """

    word = models.TextField()
    deletions = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="surface_words"),
            models.Index(
                fields=["word"], opclasses=["text_pattern_ops"], name="words_by_beginning"
            ),
            GinIndex(fields=["deletions"], name="words_by_deletion"),
        ]

    def __str__(self) -> str:
        return self.word


class TitlePlace(models.Model):
    """A title from one of its words on, folded; written by triggers (migrations 0006 and 0013).

    With a `passage_id`, it is a question that stands by itself, and there begins its answer.
    """

    article_id = models.BigIntegerField()
    passage_id = models.BigIntegerField(default=0, db_default=0)
    locale = models.CharField(max_length=10)
    place = models.SmallIntegerField()
    words = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                fields=["locale", "words"],
                opclasses=["varchar_ops", "text_pattern_ops"],
                include=["article_id", "passage_id"],
                condition=models.Q(place=0),
                name="titles_by_beginning",
            ),
            models.Index(
                fields=["locale", "words"],
                opclasses=["varchar_ops", "text_pattern_ops"],
                include=["article_id", "passage_id", "place"],
                name="titles_by_any_word",
            ),
            models.Index(
                fields=["article_id", "words"],
                opclasses=["int8_ops", "text_pattern_ops"],
                include=["locale", "passage_id", "place"],
                name="places_of_a_title",
            ),
        ]

    def __str__(self) -> str:
        return self.words
