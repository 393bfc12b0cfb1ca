"""Judged collections: articles, questions, and which article answers which question how well.

The format is BEIR's: `corpus.jsonl` ({"_id", "title", "text"}), `queries.jsonl` ({"_id", "text"},
optionally "sources": articles that the question was taken from) and `qrels.tsv` (question, article,
grade). Other fields of an article are not read, as in BEIR.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GRADE = re.compile(r"-?\d{1,9}")


class Malformed(Exception):
    """A file is missing or a line of it cannot be read; the message names both."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the grades of its answers; a `sources` article cannot be an answer."""

    text: str
    grades: Mapping[str, int]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collected:
    """A collection; only questions that have a judged answer."""

    documents: list[Document]
    queries: list[Query]


def read(folder: Path) -> Collected:
    """Return the collection in `folder`; raises Malformed."""
    documents = [
        Document(
            _text(record, "_id", place),
            _text(record, "title", place, default=""),
            _text(record, "text", place, default=""),
        )
        for place, record in _records(folder / "corpus.jsonl")
    ]
    known = {document.id for document in documents}
    grades = _grades(folder / "qrels.tsv", known)
    every_query = [
        _query(record, grades.get(_text(record, "_id", place), {}), place)
        for place, record in _records(folder / "queries.jsonl")
    ]
    if not (queries := [query for query in every_query if query.grades]):
        raise Malformed(f"{folder}: no question has a judged answer.")
    return Collected(documents, queries)


def _query(record: dict[str, Any], grades: Mapping[str, int], place: str) -> Query:
    """Return a question; what is said of its sources is no judgement, for they are no answers."""
    sources = record.get("sources") or []
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise Malformed(f"{place}: 'sources' are no list of strings.")
    answers = {document: grade for document, grade in grades.items() if document not in sources}
    return Query(_text(record, "text", place), answers, frozenset(sources))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, line) of every line that is not empty."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path}, line {number}", line.rstrip("\n")
    except FileNotFoundError as error:
        raise Malformed(f"{path} is missing.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(f"{path} cannot be read: {error}") from error


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, line in _lines(path):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise Malformed(f"{place}: not JSON: {error.msg}.") from error
        if not isinstance(record, dict):
            raise Malformed(f"{place}: not a JSON object.")
        yield place, record


def _text(record: dict[str, Any], name: str, place: str, default: str | None = None) -> str:
    value = record.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Malformed(f"{place}: {name!r} is missing or no string.")
    return value


def _grades(path: Path, known: Collection[str]) -> dict[str, dict[str, int]]:
    """Return question -> article -> grade; grades of 0 judge an article as no answer."""
    grades: dict[str, dict[str, int]] = {}
    for place, line in _lines(path):
        columns = line.split("\t")
        if len(columns) != 3:
            raise Malformed(f"{place}: {len(columns)} columns instead of 3.")
        query, document, grade = columns
        if query == "query-id":
            continue
        if not GRADE.fullmatch(grade.strip()):
            raise Malformed(f"{place}: the grade {grade!r} is no number.")
        if document not in known:
            raise Malformed(f"{place}: the corpus has no article {document!r}.")
        if int(grade) > 0:
            grades.setdefault(query, {})[document] = int(grade)
    return grades


def measures(ranking: Sequence[str], query: Query) -> dict[str, float]:
    """Return the measures of one ranking, best first: BEIR's, with the grade itself as the gain."""
    ranking = [document for document in ranking if document not in query.sources]
    hits = [number for number, document in enumerate(ranking) if document in query.grades]
    ideal = sorted(query.grades.values(), reverse=True)
    return {
        "ndcg10": _gain([query.grades.get(d, 0) for d in ranking[:10]]) / _gain(ideal[:10]),
        "mrr10": 1 / (hits[0] + 1) if hits and hits[0] < 10 else 0.0,
        "recall100": sum(number < 100 for number in hits) / len(query.grades),
        "success1": float(bool(hits) and hits[0] == 0),
    }


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))
