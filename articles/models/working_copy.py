"""The text that staff work at, and where it stands: everything of an article but its publishing."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from .. import paths
from ..languages import default_locale, locale_choices
from .categories import Category
from .old_paths import OldPath, lock_slugs
from .published import PublishedArticle
from .tags import TaggedArticle

# A passage's vector holds 1 MB at most; a body of this size is split into hundreds of passages.
BODY_MAX_LENGTH = 500_000


class WorkingCopy(models.Model):
    """One article in one locale, as staff edit it."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=200,
        blank=True,
        allow_unicode=True,
        help_text=_("The address: /articles/slug/. Left empty, it is made from the title."),
    )
    locale = models.CharField(max_length=10, choices=locale_choices, default=default_locale)
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles")
    summary = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("One or two sentences under the title and on cards without a question."),
    )
    body = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(BODY_MAX_LENGTH)])
    tags = TaggableManager(through=TaggedArticle, blank=True)
    pinned = models.BooleanField(
        default=False, help_text=_("Pinned articles come first in their tab.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    translation_of = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    review_by = models.DateField(_("read again on"), null=True, blank=True)
    edited_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the title, with the locale of a translation: many have that of their source."""
        return self.title if self.locale == default_locale() else f"{self.title} ({self.locale})"

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs) -> None:
        """Save the working copy; visitors see nothing of it before `publish()`."""
        if not self.slug:
            lock_slugs(self.locale)
            self.slug = self.free_slug(slugify(self.title, allow_unicode=True) or "article")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return paths.article(self.slug, self.locale)

    def free_slug(self, wanted: str) -> str:
        """Return `wanted`, cut to fit, with a number behind it when another article has it.

        An article that was renamed but not published again still has its old address, too; and an
        address that leads to another article goes on leading there, unless that one was deleted.
        """
        near = {"locale": self.locale, "slug__startswith": wanted[:190]}
        written = type(self)._default_manager.filter(**near).exclude(pk=self.pk).values_list("slug")
        live = PublishedArticle.objects.filter(**near).exclude(pk=self.pk).values_list("slug")
        old = OldPath.objects.filter(**near, article__deleted_at=None).exclude(article=self.pk)
        taken = {slug for (slug,) in written.union(live, old.values_list("slug"))}
        candidates = [wanted[:200], *(f"{wanted[:190]}-{n}" for n in range(2, len(taken) + 3))]
        return next(slug for slug in candidates if slug not in taken)
