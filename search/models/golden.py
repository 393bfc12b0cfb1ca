"""Questions whose answer must not get lost."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.languages import default_locale, locale_choices
from articles.models import Article

from .pins import refuse_other_locale

FIRST_PAGE = 15


class GoldenQuery(models.Model):
    """`question` must find `article` among the first `within`.

    A deleted article leaves its golden queries behind, red: somebody should know.
    """

    locale = models.CharField(max_length=10, choices=locale_choices, default=default_locale)
    question = models.CharField(max_length=200)
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("An article of the same locale."),
    )
    within = models.PositiveSmallIntegerField(
        _("within the first"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(FIRST_PAGE)],
        help_text=_("1: it must be the first result. 15: anywhere on the first page."),
    )

    class Meta:
        ordering = ["locale", "question", "pk"]
        verbose_name = _("golden query")
        verbose_name_plural = _("golden queries")

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        """Refuse an article that this locale's questions never find, and one that is checked."""
        refuse_other_locale(self.article, self.locale, "article")
        same = GoldenQuery.objects.filter(locale=self.locale, question=self.question)
        if self.article and same.filter(article=self.article).exclude(pk=self.pk).exists():
            told = _("This question is checked for this article already. Change that golden query.")
            raise ValidationError({"question": told})
