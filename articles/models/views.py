"""How often articles are read, apart from their own rows, which counting never touches."""

from __future__ import annotations

from django.db import models

from .articles import Article


class ViewCount(models.Model):
    """How often an article was read on one day, apart from the article's own row."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="view_counts")
    day = models.DateField()
    views = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="one_count_per_article_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}: {self.views}"


class ViewTotal(models.Model):
    """The sum of an article's ViewCounts, written together with them: one row to read per card."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="view_total"
    )
    views = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.views}"


class Visit(models.Model):
    """Somebody read an article on a day; a second look on that day does not count.

    `visitor` is a keyed hash that changes every day, so it says nothing about anybody later.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    day = models.DateField()
    visitor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "article", "visitor"], name="one_visit_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}"
