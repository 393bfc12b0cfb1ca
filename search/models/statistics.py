"""What is known about the words of all published articles.

`search_lexemecount` is a ledger: a trigger on the passages appends what each statement added (+) or
took away (-), so two publishers never wait for one another's row. How many passages hold a lexeme
is the sum of its rows, and so is how often they say it (`words`) and how many have it in the title
(`in_titles`). The row of the empty lexeme counts the passages themselves and their words.
"""

from __future__ import annotations

from django.db import models


class LexemeCount(models.Model):
    """A change of the number of passages that hold a lexeme, or the sum of many changes."""

    locale = models.CharField(max_length=10)
    lexeme = models.TextField(blank=True)
    passages = models.IntegerField()
    words = models.BigIntegerField(default=0)
    in_titles = models.IntegerField(db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["locale", "lexeme"],
                include=["passages", "words", "in_titles"],
                name="all_counts_of_a_lexeme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lexeme} ({self.locale}): {self.passages:+}"
