"""How tags are kept: those of an article, and those of each of its versions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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


class VersionTags(models.Model):
    """Tags of a version; simple-history cannot follow taggit's relation by itself."""

    tag_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    history_type: str  # simple-history's

    class Meta:
        abstract = True
