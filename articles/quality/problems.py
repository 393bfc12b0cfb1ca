"""What can be wrong with an article's text, found without asking anything else.

A rule is a name that is stored; its words are put together when somebody reads them, in their
language. The limits are those after which readers or other search engines lose something:

- a title beyond 65 characters is cut in the results of other search engines (600 pixels there);
- a sentence beyond 45 words and a paragraph beyond 150 are read again or not at all;
- a reading ease below 30 is that of a scientific paper (Flesch 1948).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import markup
from ..passages import sentences
from . import ease

TITLE_LENGTH = 65
SENTENCE_WORDS = 45
PARAGRAPH_WORDS = 150
DETAIL_LENGTH = 500
# A shorter line may be a name, which stays as it is, and so do addresses and code.
TRANSLATED_LENGTH = 40
NOT_PROSE = re.compile(r"<?https?://\S+>?|`+[^`]+`+")
# What the buttons of the editor put into an empty block (editor/blocks.js).
SAMPLES = {
    "First step", "Second step", "Its answer.", "What readers should know.",
    "What makes it easier.", "What must not be missed.", "What can go wrong.",
    "What to do on the app.", "What to do on the web.",
}  # fmt: skip

ERROR, WARNING, HINT = 3, 2, 1
SEVERITIES = {ERROR: _("Error"), WARNING: _("Warning"), HINT: _("Hint")}


Groups = tuple[tuple[markup.Tab, ...], ...]


class Rule(NamedTuple):
    """A kind of problem; `message` may show the problem's `detail`."""

    severity: int
    name: str | Promise
    message: str | Promise


RULES = {
    "broken_link": Rule(ERROR, _("Link to nowhere"), _("“%s” leads nowhere on this site.")),
    "missing_file": Rule(ERROR, _("Missing file"), _("There is no file “%s”.")),
    "dead_link": Rule(
        ERROR, _("Dead link"), _("“%s” did not answer the last times it was checked.")
    ),
    "missing_anchor": Rule(
        WARNING, _("Link to a missing place"), _("“%s”: the page is there, the place in it is not.")
    ),
    "missing_alt": Rule(
        WARNING,
        _("Picture without words"),
        _("The picture “%s” says nothing to people who cannot see it: ![what it shows](...)"),
    ),
    "similar": Rule(WARNING, _("Nearly the same"), _("Says nearly the same as %s.")),
    "takes_address": Rule(
        WARNING,
        _("Takes an address"),
        _("This address leads to %s now. Published here, it no longer does."),
    ),
    "title_in_text": Rule(
        WARNING, _("Title in the text"), _("“%s” is a heading of the title's level. Begin with ##.")
    ),
    "jumped_heading": Rule(
        WARNING, _("Heading out of order"), _("“%s” leaves out a level of headings.")
    ),
    "empty_heading": Rule(WARNING, _("Empty heading"), _("A heading without words.")),
    "left_over": Rule(
        WARNING, _("Left over"), _("“%s” is what the editor put there for you to replace.")
    ),
    "untranslated": Rule(
        WARNING,
        _("Not translated"),
        _("Lines that are still as in the source: %s. This is the first."),
    ),
    "one_tab": Rule(
        HINT,
        _("Only some of the tabs changed"),
        _("“%s” was changed since visitors read it, a tab beside it was not."),
    ),
    "long_title": Rule(
        HINT,
        _("Long title"),
        _("The title has %s characters; other search engines cut it after about 65."),
    ),
    "no_summary": Rule(
        HINT, _("No summary"), _("Without a summary, cards show the first sentences.")
    ),
    "moved_link": Rule(
        HINT, _("Link over a redirect"), _("“%s” leads over a redirect. Link to the new address.")
    ),
    "long_sentence": Rule(HINT, _("Long sentence"), _("A sentence of %s words.")),
    "long_paragraph": Rule(HINT, _("Long paragraph"), _("A paragraph of %s words.")),
    "hard_to_read": Rule(HINT, _("Hard to read"), _("The text is very difficult to read (%s).")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` is that of the body, counted from 1, or 0 for the article as a whole.

    `other` is the id of another article that the problem is about.
    """

    rule: str
    line: int = 0
    detail: str = ""
    other: int | None = None

    @property
    def severity(self) -> int:
        return RULES[self.rule].severity

    @property
    def message(self) -> str:
        return message(self.rule, self.detail)


def message(rule: str, detail: str) -> str:
    """Return a problem in words."""
    said = str(RULES[rule].message)
    return said % detail if "%s" in said else said


def of_rendered(
    title: str, summary: str, rendered: markup.Rendered, measured: int | None
) -> list[Problem]:
    """Return what is wrong with a text, in the order of its lines; asks no database.

    `measured` is how easy it is to read (ease.py).
    """
    problems = [
        *_of_head(title, summary),
        *_of_headings(rendered.headings),
        *_of_pictures(rendered.links),
        *_of_samples(rendered.paragraphs),
        *_of_sentences(rendered.paragraphs),
        *_of_ease(measured),
    ]
    return sorted(problems, key=lambda problem: problem.line)


def of_tabs(now: Groups, live: Groups) -> Iterator[Problem]:
    """Yield where one tab of a group differs from what is `live`, and another does not.

    App and web change together more often than one alone. Groups are compared in their order, and
    only those whose tabs are still the same ones.
    """
    for group, before in zip(now, live, strict=False):
        if [tab.title for tab in group] == [tab.title for tab in before]:
            pairs = zip(group, before, strict=True)
            changed = [tab for tab, was in pairs if tab.source != was.source]
            if 0 < len(changed) < len(group):
                titles = ", ".join(tab.title for tab in changed)
                yield Problem("one_tab", changed[0].line, titles[:DETAIL_LENGTH])


def of_translation(
    body: str, paragraphs: tuple[markup.Paragraph, ...], source: str
) -> Iterator[Problem]:
    """Yield where the prose of a translation is still that of its `source`."""
    lines = body.split("\n")
    theirs = {line.strip() for line in source.split("\n")}
    began = (paragraph.line for paragraph in paragraphs if 0 < paragraph.line <= len(lines))
    same = [
        line
        for line in dict.fromkeys(began)
        if len(text := lines[line - 1].strip()) >= TRANSLATED_LENGTH
        and text in theirs
        and not NOT_PROSE.fullmatch(text)
    ]
    if same:
        yield Problem("untranslated", same[0], str(len(same)))


def _of_head(title: str, summary: str) -> Iterator[Problem]:
    if len(title) > TITLE_LENGTH:
        yield Problem("long_title", detail=str(len(title)))
    if not summary.strip():
        yield Problem("no_summary")


def _of_headings(headings: tuple[markup.Typed, ...]) -> Iterator[Problem]:
    above = 1  # the title
    for heading in headings:
        text = heading.text[:DETAIL_LENGTH]
        if not text:
            yield Problem("empty_heading", heading.line)
        elif heading.level == 1:
            yield Problem("title_in_text", heading.line, text)
        elif heading.level > above + 1:
            yield Problem("jumped_heading", heading.line, text)
        above = max(2, heading.level)


def _of_pictures(links: tuple[markup.Outgoing, ...]) -> Iterator[Problem]:
    for link in links:
        if link.is_picture and not link.text:
            name = link.href.rsplit("/", 1)[-1]
            yield Problem("missing_alt", link.line, name[:DETAIL_LENGTH])


def _of_samples(paragraphs: tuple[markup.Paragraph, ...]) -> Iterator[Problem]:
    for paragraph in paragraphs:
        if paragraph.text.strip() in SAMPLES:
            yield Problem("left_over", paragraph.line, paragraph.text.strip())


def _of_sentences(paragraphs: tuple[markup.Paragraph, ...]) -> Iterator[Problem]:
    for paragraph in paragraphs:
        if (words := len(paragraph.text.split())) > PARAGRAPH_WORDS:
            yield Problem("long_paragraph", paragraph.line, str(words))
        if words > SENTENCE_WORDS:
            longest = max(len(sentence.split()) for sentence in sentences(paragraph.text))
            if longest > SENTENCE_WORDS:
                yield Problem("long_sentence", paragraph.line, str(longest))


def _of_ease(measured: int | None) -> Iterator[Problem]:
    if measured is not None and measured < ease.VERY_DIFFICULT:
        yield Problem("hard_to_read", detail=str(measured))
