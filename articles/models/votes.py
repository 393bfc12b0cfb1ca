"""Whether articles help: votes of visitors, counted apart from the articles like views."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .articles import Article

VOTE_REASON_MAX_LENGTH = 500


class VoteCount(models.Model):
    """How many visitors of one day said that an article helped, and how many that it did not."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="vote_counts")
    day = models.DateField()
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="one_vote_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}: {self.helpful} of {self.helpful + self.unhelpful}"


class VoteTotal(models.Model):
    """The sum of an article's VoteCounts, written together with them."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="vote_total"
    )
    helpful = models.PositiveIntegerField(_("helpful"), default=0)
    unhelpful = models.PositiveIntegerField(_("not helpful"), default=0)
    title: str  # of the article, where a query reads it along

    class Meta:
        verbose_name = _("article with votes")
        verbose_name_plural = _("articles with votes")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.helpful} of {self.helpful + self.unhelpful}"


class AnswerVotes(models.Model):
    """The votes on one answer inside an article: on what stands at `anchor` below its `question`.

    They are among the votes on the article, too.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="answer_votes")
    anchor = models.CharField(max_length=500)
    question = models.CharField(max_length=500)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "anchor"], name="one_count_of_an_answer")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.helpful} of {self.helpful + self.unhelpful}"


class Vote(models.Model):
    """Somebody voted on a day; a second vote on that day does not count.

    On an article, or on the answer at `anchor` in it. `visitor` and `sender` are keyed hashes that
    change every day: of the address and the browser, and of the address alone, which bounds how
    many votes come from one place.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    day = models.DateField()
    visitor = models.BigIntegerField()
    sender = models.BigIntegerField()
    anchor = models.CharField(max_length=500, blank=True, default="", db_default="")
    helpful = models.BooleanField()
    has_reason = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "article", "visitor", "anchor"], name="one_vote_per_day"
            )
        ]
        indexes = [models.Index(fields=["day", "sender"], name="votes_from_one_place")]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}"


class VoteReason(models.Model):
    """What a visitor missed in an article, or in its answer to a `question`.

    Nothing is kept of who said it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="vote_reasons")
    day = models.DateField(_("day"))
    text = models.CharField(_("what was missing"), max_length=VOTE_REASON_MAX_LENGTH)
    question = models.CharField(
        _("in the answer to"), max_length=500, blank=True, default="", db_default=""
    )
    title: str  # of the article, where a query reads it along

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons why an article did not help")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["article", "-day", "-id"], name="newest_reasons")]

    def __str__(self) -> str:
        return self.text[:80]
