"""What staff tell search as a file: synonyms, pinned results and golden queries of each locale.

    en-us:
      synonyms:
        - terms: refund, money back
      pinned_results:
        - question: opening hours
          articles: [holiday-hours-2026]
      golden_queries:
        - question: I lost my phone
          article: lost-phone
          within: 1

Synonyms are known by their terms, pinned results by their question, golden queries by question and
article: what the site has is brought up to date, what the file does not name stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

import yaml
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import model_to_dict

from articles.importing import safe_yaml
from articles.importing.report import Note, Refused, Report
from articles.models import Article

from .models import GoldenQuery, PinnedQuestion, SynonymSet
from .models.pins import PLACES
from .phrases import terms

MAX_SIZE = 1024 * 1024
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FIELDS = {
    "synonyms": ("terms", "also_finds"),
    "pinned_results": ("question", "articles", "contains"),
    "golden_queries": ("question", "article", "within"),
}


class Rule(NamedTuple):
    """One entry of a file, as it stands there."""

    locale: str
    section: str
    fields: dict[str, Any]
    line: int


def import_rules(text: str, name: str) -> Report:
    """Bring the site's rules up to date with a file's `text`; all of them or, with an error, none.

    The report counts what was created, changed and unchanged; its errors and warnings name the
    lines of `name`. Locales that the site does not have are skipped.
    """
    report = Report()
    try:
        rules = list(_read(text, name, report))
    except Refused as error:
        report.refuse(name, error)
        return report
    with transaction.atomic():
        for rule in rules:
            try:
                row, outcome = _write(rule)
            except ValidationError as error:
                report.errors += _notes(error, rule, name)
                continue
            report.counts[outcome] += 1
            for remark in row.remarks() if isinstance(row, SynonymSet) else []:
                report.warn(name, remark, rule.line)
        transaction.set_rollback(bool(report.errors))
    return report


def export_rules() -> str:
    """Return all rules of the site as a file's text; those of deleted articles are left out."""
    exported = {locale: rules for locale in settings.LOCALES if (rules := _rules_of(locale))}
    return yaml.safe_dump(exported, allow_unicode=True, sort_keys=False, width=100)


def _rules_of(locale: str) -> dict[str, list[dict[str, Any]]]:
    """Return section -> its rules, as the file has them; no section is empty."""
    of = {"locale": locale}
    pinned = PinnedQuestion.objects.filter(**of).select_related(*PLACES)
    golden = GoldenQuery.objects.filter(**of).select_related("article")
    rules = {
        "synonyms": [_said(row) for row in SynonymSet.objects.filter(**of)],
        "pinned_results": [_shown_first(row) for row in pinned],
        "golden_queries": [_must_find(row) for row in golden],
    }
    kept = {section: [rule for rule in rules[section] if rule] for section in rules}
    return {section: named for section, named in kept.items() if named}


def _said(row: SynonymSet) -> dict[str, Any]:
    return {"terms": row.terms} | ({"also_finds": row.also_finds} if row.also_finds else {})


def _shown_first(row: PinnedQuestion) -> dict[str, Any]:
    """Return the question and what is pinned to it; nothing when all of that is deleted."""
    slugs = [article.slug for article in row.articles if not article.deleted_at]
    rule = {"question": row.question, "articles": slugs}
    return rule | ({"contains": True} if row.contains else {}) if slugs else {}


def _must_find(row: GoldenQuery) -> dict[str, Any]:
    if row.article is None or row.article.deleted_at:
        return {}
    return {"question": row.question, "article": row.article.slug, "within": row.within}


def _read(text: str, name: str, report: Report) -> Iterator[Rule]:
    """Yield the rules of a file for the locales of the site. Raises Refused."""
    tree = safe_yaml.compose(text, most=MAX_SIZE)
    seen: set[int] = set()
    for locale, sections in _pairs(tree, "locales"):
        if locale not in settings.LOCALES:
            report.skip(name, f"The site has no locale {locale!r}.")
            continue
        for section, rules in _pairs(sections, "sections"):
            if section not in FIELDS:
                message = f"There is no section {section!r}; there are {', '.join(FIELDS)}."
                raise Refused(message, line=_line(rules))
            if not isinstance(rules, yaml.SequenceNode):
                raise Refused(f"{section} must be a list.", line=_line(rules))
            for rule in rules.value:
                fields = {key: safe_yaml.plain(value, seen) for key, value in _pairs(rule, "")}
                yield Rule(locale, section, fields, _line(rule))


def _pairs(node: yaml.Node | None, of: str) -> list[tuple[str, yaml.Node]]:
    """Return the keys and values of a mapping, none of an empty one. Raises Refused."""
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in safe_yaml.NULLS):
        return []
    if not isinstance(node, yaml.MappingNode):
        expected = f"{of.capitalize()} are expected" if of else "Fields are expected"
        raise Refused(f"{expected}, each as `name: value`.", line=_line(node))
    return [(str(key.value), value) for key, value in node.value]


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _write(rule: Rule) -> tuple[Model, str]:
    """Save what `rule` says; return the row and what that changed. Raises ValidationError."""
    if unknown := [field for field in rule.fields if field not in FIELDS[rule.section]]:
        known = ", ".join(FIELDS[rule.section])
        raise ValidationError({unknown[0]: f"There is no such field; there are {known}."})
    row = ROWS[rule.section](rule)
    before = _stored(row)
    row.full_clean()
    if before == model_to_dict(row):
        return row, "unchanged"
    row.save()
    return row, "changed" if before else "created"


def _stored(row: Model) -> dict[str, Any]:
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    return model_to_dict(stored) if stored else {}


def _synonyms(rule: Rule) -> SynonymSet:
    written = ", ".join(terms(_text(rule, "terms")))
    row = SynonymSet.objects.filter(locale=rule.locale, terms=written).first()
    row = row or SynonymSet(locale=rule.locale, terms=written)
    row.also_finds = _text(rule, "also_finds")
    return row


def _pinned(rule: Rule) -> PinnedQuestion:
    question = _text(rule, "question")
    row = PinnedQuestion.objects.filter(locale=rule.locale, question=question).first()
    row = row or PinnedQuestion(locale=rule.locale, question=question)
    slugs = terms(_text(rule, "articles"))
    if len(slugs) > len(PLACES):
        raise ValidationError({"articles": f"At most {len(PLACES)} articles."})
    for place, slug in zip_longest(PLACES, slugs):
        setattr(row, place, _article(rule.locale, slug, "articles") if slug else None)
    row.contains = (_text(rule, "contains") or "false").capitalize()  # type: ignore[assignment]
    return row


def _golden(rule: Rule) -> GoldenQuery:
    question = _text(rule, "question")
    article = _article(rule.locale, _text(rule, "article"), "article")
    row = GoldenQuery.objects.filter(question=question, article=article).first()
    row = row or GoldenQuery(locale=rule.locale, question=question, article=article)
    row.within = _text(rule, "within") or row._meta.get_field("within").default
    return row


ROWS = {"synonyms": _synonyms, "pinned_results": _pinned, "golden_queries": _golden}


def _text(rule: Rule, field: str) -> str:
    """Return a field's text; of a list, its items with commas between. Raises ValidationError."""
    value = rule.fields.get(field) or ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if UNSTORABLE.search(text):
        raise ValidationError({field: "It holds a character that no text has."})
    return text


def _article(locale: str, slug: str, field: str) -> Article:
    """Return the article at this address, live or not. Raises ValidationError."""
    article = Article.objects.filter(locale=locale, slug=slug).first()
    if article is None:
        raise ValidationError({field: f"No article in {locale} has the address {slug!r}."})
    return article


def _notes(error: ValidationError, rule: Rule, name: str) -> list[Note]:
    """Return a note for each field that is wrong; pins name their articles in one field."""
    by_field = {
        "" if field == NON_FIELD_ERRORS else "articles" if field in PLACES else field: messages
        for field, messages in error.message_dict.items()
    }
    return [
        Note(name, " ".join(messages), rule.line, field) for field, messages in by_field.items()
    ]
