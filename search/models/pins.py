"""Questions whose best answers staff know: up to three articles that come first."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.languages import default_locale, locale_choices
from articles.models import Article
from search import operators
from search.phrases import Phrase, in_order
from search.questions import clean

PLACES = ("first", "second", "third")


def _place(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", **options
    )


class PinnedQuestion(models.Model):
    """A question and the articles that are shown first when visitors ask it, while published."""

    locale = models.CharField(max_length=10, choices=locale_choices, default=default_locale)
    question = models.CharField(
        max_length=200,
        help_text=_(
            "Its words in any order and form: “cancel plan” is “Cancelling my plan?”, too."
        ),
    )
    contains = models.BooleanField(
        _("also within longer questions"),
        default=False,
        help_text=_("Also when more is asked than these words: “how to cancel a plan abroad”."),
    )
    first = _place(help_text=_("An article of the same locale."))
    second = _place()
    third = _place()
    lexemes = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        ordering = ["locale", "question", "pk"]
        indexes = [models.Index("locale", "lexemes__0", name="pins_of_a_lexeme")]
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        permissions = [("explain_results", "Can see why an article is a result")]

    def __str__(self) -> str:
        return self.question

    def save(self, *args, **kwargs) -> None:
        """Save with the lexemes of the question; the next search knows the pins."""
        self.index()
        super().save(*args, **kwargs)

    @property
    def articles(self) -> list[Article]:
        """The pinned articles in their order, published or not."""
        pinned = (getattr(self, place) for place in PLACES)
        return [article for article in pinned if article]

    def clean(self) -> None:
        """Refuse a question without words or pinned before, small words alone within longer
        questions, none or the same articles, and another locale's."""
        phrase = self._phrase()
        if self.question and not phrase.lexemes:
            raise ValidationError({"question": _("This has no word to be found by.")})
        if self.question and self.contains and phrase.is_small:
            told = _("Small words alone: it would come first for every question with them.")
            raise ValidationError({"contains": told})
        if self.question and (same := self._same()):
            message = _("“%s” is pinned already, and is the same question. Change that one.")
            raise ValidationError({"question": message % same})
        if not self.articles:
            raise ValidationError({"first": _("Choose an article.")})
        chosen: set[int] = set()
        for place in PLACES:
            article = getattr(self, place)
            if article and article.pk in chosen:
                raise ValidationError({place: _("It is pinned already.")})
            refuse_other_locale(article, self.locale, place)
            chosen.add(article.pk if article else 0)

    def _same(self) -> PinnedQuestion | None:
        """Return another that visitors ask by the same words, within longer questions or not.

        Both would be shown, the older one first.
        """
        self.index()
        other_pins = PinnedQuestion.objects.exclude(pk=self.pk)
        return other_pins.filter(locale=self.locale, lexemes=self.lexemes).first()

    def index(self) -> None:
        """Set what the question is matched by."""
        self.lexemes = sorted(set(self._phrase().telling))

    def _phrase(self) -> Phrase:
        """What a visitor's question of these words is looked up by: "refund -fee" by "refund"."""
        return in_order([operators.read(clean(self.question)).words], self.locale)[0]


def refuse_other_locale(article: Article | None, locale: str, field: str) -> None:
    """Raise ValidationError for an article that questions in `locale` never find."""
    if article and article.locale != locale:
        raise ValidationError(
            {field: _("This article is in another locale (%s).") % article.get_locale_display()}
        )
