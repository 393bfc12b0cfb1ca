"""Where the published articles link to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..linking import HREF_LENGTH, TEXT_LENGTH, Target
from .published import PublishedArticle


class Link(models.Model):
    """A link or a picture of a published article, written with its page.

    An article that is linked to is named by locale and slug, never by its id: whether that leads
    to a page, over a redirect or nowhere is looked up when somebody asks, so neither renaming nor
    unpublishing writes here.
    """

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("page of this site")
        ANCHOR = "anchor", _("place on the same page")
        MEDIA = "media", _("file of this site")
        EXTERNAL = "external", _("other site")

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind)
    line = models.PositiveIntegerField()
    href = models.CharField(max_length=HREF_LENGTH, help_text="As it was typed.")
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    address = models.CharField(
        max_length=HREF_LENGTH, help_text="Without the anchor: a path of this site, or a URL."
    )
    locale = models.CharField(max_length=10, blank=True)
    slug = models.CharField(max_length=200, blank=True)
    anchor = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["locale", "slug"], condition=~Q(slug=""), name="links_to_article"),
            models.Index(
                fields=["address"], condition=Q(kind="external"), name="links_to_other_sites"
            ),
        ]

    def __str__(self) -> str:
        return self.href

    @property
    def target(self) -> Target:
        return Target(self.kind, self.address, self.locale, self.slug, self.anchor)
