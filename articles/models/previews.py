"""Links by which people without a login see an article before it is published."""

from __future__ import annotations

from django.db import models

from .articles import Article


class WithdrawnPreviews(models.Model):
    """How often the preview links of an article were withdrawn; a link knows when it was made."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="withdrawn_previews"
    )
    times = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.article_id}: {self.times}"
