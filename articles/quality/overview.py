"""What the form of an article says about its links and its problems, read in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from .ease import level
from .examining import REACH_RULES, Examined
from .inbound import LINKED_FROM, MAX_SHOWN, Inbound
from .problems import RULES, SEVERITIES, message

MAX_OUTGOING = 200

OVERVIEW = f"""
    SELECT json_build_object(
        'ease', (SELECT reading_ease FROM articles_checkup WHERE article_id = %(article)s),
        'checked', EXISTS (SELECT FROM articles_checkup WHERE article_id = %(article)s),
        'problems', (SELECT json_agg(problem) FROM (
            SELECT finding.rule, finding.line, finding.detail, other.id AS other, other.title
              FROM articles_finding AS finding
              LEFT JOIN articles_article AS other
                     ON other.id = finding.other_id AND other.deleted_at IS NULL
             WHERE finding.article_id = %(article)s
               AND (finding.other_id IS NULL OR other.id IS NOT NULL)
             ORDER BY finding.severity DESC, finding.line, finding.id) AS problem),
        'outgoing', (SELECT json_agg(link) FROM (
            SELECT link.href, link.text, link.kind, link.line FROM articles_link AS link
             WHERE link.article_id = %(article)s ORDER BY link.id
             LIMIT {MAX_OUTGOING}) AS link),
        'inbound', (SELECT json_agg(json_build_array(
                           source.article_id, source.title, source.locale, source.text,
                           source.line, source.is_old, source.count))
                      FROM ({LINKED_FROM}) AS source)
    )::text"""  # noqa: S608

# Problems of a link, shown where the links are listed, too.
OF_A_LINK = {*REACH_RULES, "dead_link"}


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in words; `other` is the id of another article that it is about."""

    rule: str
    line: int
    message: str
    other: int | None = None

    @property
    def severity(self) -> int:
        return RULES[self.rule].severity

    @property
    def severity_name(self) -> str:
        return str(SEVERITIES[self.severity])


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link of the page that visitors read; `problem` names what is wrong with it, or ""."""

    href: str
    text: str
    kind: str
    line: int
    problem: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the form says of an article; `was_checked` is false where nobody has looked yet."""

    article: int | None
    was_checked: bool
    ease: int | None
    problems: list[ShownProblem]
    inbound_count: int = 0
    inbound: tuple[Inbound, ...] = ()
    outgoing: tuple[ShownLink, ...] = ()

    @property
    def ease_level(self) -> str | Promise:
        return "" if self.ease is None else level(self.ease)


def of_saved(article: int) -> Overview:
    """Return what is kept of a saved article; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(OVERVIEW, {"article": article, "articles": [article], "most": MAX_SHOWN})
        stored = json.loads(cursor.fetchone()[0])
    problems = stored["problems"] or []
    wrong = {
        problem["detail"].split(" → ")[0]: RULES[problem["rule"]].name
        for problem in problems
        if problem["rule"] in OF_A_LINK
    }
    inbound = stored["inbound"] or []
    return Overview(
        article,
        stored["checked"],
        stored["ease"],
        [
            shown_problem(p["rule"], p["line"], p["detail"], p["other"], p["title"])
            for p in problems
        ],
        inbound[0][-1] if inbound else 0,
        tuple(Inbound(*row[:-1]) for row in inbound),
        tuple(
            ShownLink(**link, problem=wrong.get(link["href"], ""))
            for link in stored["outgoing"] or ()
        ),
    )


def of_examined(examined: Examined, titles: dict[int, str]) -> Overview:
    """Return what a look at an unsaved text found; `titles` are those of other articles."""
    return Overview(
        examined.article.pk,
        True,
        examined.ease,
        [
            shown_problem(p.rule, p.line, p.detail, p.other, titles.get(p.other or 0, ""))
            for p in examined.problems
            if p.other is None or p.other in titles
        ],
    )


def shown_problem(
    rule: str, number: int, detail: str, other: int | None, title: str | None
) -> ShownProblem:
    """Return a problem as it is shown, with the title of the article that it is about, too."""
    if other is not None:
        detail = f"“{title}” ({detail})" if detail else f"“{title}”"
    return ShownProblem(rule, number, message(rule, detail), other)
