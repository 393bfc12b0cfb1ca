"""The tags of an article."""

from __future__ import annotations

from django.db import models
from taggit.models import ItemBase, Tag


class TaggedArticle(ItemBase):
    """A tag on an article: a real foreign key instead of taggit's generic one."""

    content_object = models.ForeignKey("Article", models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_articles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_per_article")
        ]
