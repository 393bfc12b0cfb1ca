"""Run to see what the site would answer to a question.

manage.py search_articles "How do I reset my password?"
manage.py search_articles "invoice" --locale en-gb --tab faq --limit 5 --json
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from articles import reading
from articles.management.counted import counted
from articles.management.options import between, check_locale
from articles.reading import CategoryNode
from search import bounded
from search.address import Address
from search.matching import END, START
from search.results import ResultCard, find

PLAIN = str.maketrans("", "", START + END)


class Command(BaseCommand):
    help = "Answer a question as the site would."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question", help="in quotes, as a visitor would type it")
        parser.add_argument(
            "--locale", default=settings.LANGUAGE_CODE, help="whose articles (%(default)s)"
        )
        parser.add_argument("--tab", help="key of a root category")
        parser.add_argument(
            "--limit", type=between(1, 1000), default=settings.ARTICLES_PER_PAGE,
            help="most answers (%(default)s)",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        check_locale(options["locale"])
        tab = self._tab(options["tab"], options["locale"])
        try:
            results = find(options["question"], options["locale"])
            results = results.narrowed(Address(options["question"], tab))
            cards = results.cards(limit=options["limit"])
        except bounded.TookTooLong as error:
            raise CommandError("The search took too long and was cancelled.") from error
        if options["json"]:
            self.stdout.write(json.dumps([_record(card) for card in cards], ensure_ascii=False))
        else:
            self._print(cards, results.articles(), options["locale"])

    def _tab(self, key: str | None, locale: str) -> CategoryNode | None:
        """Return the tab with this key; raises CommandError for a key that is none."""
        if key is None:
            return None
        tabs = {node.key: node for node in reading.tabs(locale)}
        if key not in tabs:
            raise CommandError(f"There is no tab {key!r}; there are {', '.join(tabs) or 'none'}.")
        return tabs[key]

    def _print(self, cards: list[ResultCard], total: int, locale: str) -> None:
        bold = self.style.MIGRATE_HEADING
        for number, card in enumerate(cards, 1):
            with translation.override(locale):
                url = card.url
            within = f" (in {card.plain_title})" if card.question else ""
            title = bold(card.question or card.plain_title)
            self.stdout.write(f"{number:>3}. {title}{within}  {card.score:.2f}")
            self.stdout.write(f"     {url}")
            self.stdout.write(f"     {card.passage.translate(PLAIN)}\n\n")
        self.stdout.write(f"{len({card.id for card in cards})} of {counted(total, 'article')}.")


def _record(card: ResultCard) -> dict[str, object]:
    return {
        "slug": card.slug,
        "title": card.plain_title,
        "passage": card.passage.translate(PLAIN),
        "anchor": card.anchor,
        "score": round(card.score, 4),
    }
