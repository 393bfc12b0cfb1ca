"""Words that mean the same, as staff say it.

`SynonymSet` is what staff edit; its `Synonym` rows say the same in lexemes, one for each term that
may be asked and each that is then found, and are what a question reads. They derive from the set
whenever it is saved; `rebuild_articles` derives all of them again.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.languages import default_locale, locale_choices
from search.phrases import Phrase, in_order, terms

# Each of so many terms finds each other: 380 rows. More is a list of something else.
MAX_TERMS = 20
MAX_LENGTH = 100


class SynonymSet(models.Model):
    """Terms that mean the same; or, with `also_finds`, terms that also find others."""

    locale = models.CharField(max_length=10, choices=locale_choices, default=default_locale)
    terms = models.TextField(
        help_text=_("Words or phrases with commas between: refund, money back, chargeback.")
    )
    also_finds = models.TextField(
        blank=True,
        help_text=_(
            "Left empty, each of the terms finds the others. Filled in, the terms above also find"
            " these, and these find nothing more: 2fa also finds two-step verification."
        ),
    )

    class Meta:
        ordering = ["locale", "terms", "pk"]
        verbose_name = _("synonym set")
        verbose_name_plural = _("synonym sets")

    def __str__(self) -> str:
        asked, also = terms(self.terms), terms(self.also_finds)
        return " → ".join([", ".join(asked), ", ".join(also)]) if also else " = ".join(asked)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save; the next question of every worker knows the terms."""
        super().save(*args, **kwargs)
        self.index()

    def clean(self) -> None:
        """Tidy both lists; refuse what has no word, one term alone, too many, and what finds
        nothing."""
        asked, also = self._tidied("terms"), self._tidied("also_finds")
        if not also and len(asked) < 2:
            raise ValidationError(
                {"terms": _("Write at least two terms, or what the one term also finds.")}
            )
        phrases = self._phrases()
        if all(phrases[term].is_small for term in also or asked):
            field = "also_finds" if also else "terms"
            message = _("Words as small as these are in nearly every article: they find nothing.")
            raise ValidationError({field: message})
        if not self._meanings(phrases):
            raise ValidationError(
                {"terms": _("These are forms of one word to the search: it finds all by itself.")}
            )

    def _tidied(self, field: str) -> list[str]:
        """Write a list with commas between and return its terms; raises ValidationError."""
        written = terms(getattr(self, field))
        if len(written) > MAX_TERMS or any(len(term) > MAX_LENGTH for term in written):
            limits = {"terms": MAX_TERMS, "length": MAX_LENGTH}
            message = _("At most %(terms)s terms of %(length)s characters each.") % limits
            raise ValidationError({field: message})
        for term, phrase in zip(written, in_order(written, self.locale), strict=True):
            if not phrase.lexemes:
                raise ValidationError({field: _("“%s” has no word to be found by.") % term})
        setattr(self, field, ", ".join(written))
        return written

    def remarks(self) -> list[str]:
        """Return what deserves a look though it is no error; of a set that is saved."""
        phrases = self._phrases()
        is_common = _("“%s” is in many questions: each of them finds the other terms, too.")
        is_repeated = _("“%s” says the same, all of this, or a part of it. Keep one of the two.")
        return [
            *(is_common % term for term in terms(self.terms) if phrases[term].is_small),
            *(is_repeated % other for other in self._repeated()),
        ]

    def _repeated(self) -> models.QuerySet[SynonymSet]:
        """Return the sets that mean all that this one means, or nothing else."""
        other_sets = SynonymSet.objects.filter(locale=self.locale).exclude(pk=self.pk)
        of_other = Synonym.objects.filter(of=OuterRef("pk"))
        same = {"asked": OuterRef("asked"), "found": OuterRef("found")}
        in_other = Synonym.objects.filter(of=OuterRef(OuterRef("pk")), **same)
        only_here = self.synonyms.filter(~Exists(in_other))
        only_there = of_other.filter(~Exists(self.synonyms.filter(**same)))
        return other_sets.filter(Exists(of_other)).filter(~Exists(only_here) | ~Exists(only_there))

    def _phrases(self) -> dict[str, Phrase]:
        """Return what each term of both lists is to the search; one SQL statement."""
        every = [*terms(self.terms), *terms(self.also_finds)]
        return dict(zip(every, in_order(every, self.locale), strict=True))

    def _meanings(self, phrases: dict[str, Phrase]) -> dict[tuple, str]:
        """Return (lexemes asked, lexemes found) -> the term that is asked."""
        asked, also = terms(self.terms), terms(self.also_finds)
        return {
            (phrases[term].lexemes, phrases[meant].telling): term
            for term in asked
            for meant in also or asked
            if phrases[term].lexemes and set(phrases[meant].telling) - set(phrases[term].lexemes)
        }

    @transaction.atomic
    def index(self) -> None:
        """Write the synonyms that the terms mean, in place of those they meant before."""
        self.synonyms.all().delete()
        Synonym.objects.bulk_create(
            Synonym(of=self, locale=self.locale, term=term, asked=[*asked], found=[*found])
            for (asked, found), term in self._meanings(self._phrases()).items()
        )


class Synonym(models.Model):
    """Who asks for `asked`, lexemes in their order, also finds `found`."""

    of = models.ForeignKey(SynonymSet, models.CASCADE, related_name="synonyms")
    locale = models.CharField(max_length=10)
    term = models.TextField(help_text="What is asked, as staff wrote it.")
    asked = ArrayField(models.TextField())
    found = ArrayField(models.TextField())

    class Meta:
        indexes = [models.Index("locale", "asked__0", name="synonyms_of_a_lexeme")]

    def __str__(self) -> str:
        return f"{self.term} ({self.locale}): {' '.join(self.found)}"
