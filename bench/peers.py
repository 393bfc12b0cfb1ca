"""Other search engines, each as its documentation would have it used, to measure the site against.

All of them index a title and a text of each article, stem in its language, and answer a question
whose words are all optional. bm25s keeps its index in memory and has no snippets, so it takes part
in judged rankings only.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol

import bm25s
import Stemmer
import tantivy
from bm25s import stopwords

from articles.folding import UNSPACED

# ISO 639-1 code -> (Snowball's name, tantivy's name or "", bm25s' list of stop words or "").
LANGUAGES = {
    "cs": ("czech", "", ""),
    "da": ("danish", "Danish", "DANISH"),
    "de": ("german", "German", "GERMAN"),
    "el": ("greek", "Greek", ""),
    "en": ("english", "English", "EN"),
    "es": ("spanish", "Spanish", "SPANISH"),
    "fa": ("persian", "", ""),
    "fi": ("finnish", "Finnish", ""),
    "fr": ("french", "French", "FRENCH"),
    "hu": ("hungarian", "Hungarian", ""),
    "it": ("italian", "Italian", "ITALIAN"),
    "nl": ("dutch", "Dutch", "DUTCH"),
    "no": ("norwegian", "Norwegian", "NORWEGIAN"),
    "pl": ("polish", "", ""),
    "pt": ("portuguese", "Portuguese", "PORTUGUESE"),
    "ro": ("romanian", "Romanian", ""),
    "ru": ("russian", "Russian", "RUSSIAN"),
    "sv": ("swedish", "Swedish", "SWEDISH"),
    "tr": ("turkish", "Turkish", "TURKISH"),
}
SNIPPET_CHARACTERS = 300

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it says what it does on every call


class Document(NamedTuple):
    """What a peer indexes of an article."""

    title: str
    text: str


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case; no character of them means anything to a parser."""
    return re.findall(r"\w+", text.lower())


def bigrams(text: str) -> str:
    """Return `text` with scripts that know no spaces cut into pairs of letters."""
    return UNSPACED.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def _pairs(letters: str) -> list[str]:
    return [one + following for one, following in pairwise(letters)] or [letters]


class Peer(Protocol):
    """An engine that indexes documents, numbered from 0, and ranks them."""

    @property
    def name(self) -> str: ...
    def index(self, documents: Sequence[Document]) -> None: ...
    def ranking(self, question: str, limit: int) -> list[int]: ...


class Fts5:
    """SQLite's full text search: the title counts twice, BM25."""

    name = "SQLite FTS5"

    def __init__(self, path: Path | str) -> None:
        """Open or create the index in the file `path`; `:memory:` keeps it nowhere."""
        self._connection = sqlite3.connect(path)
        # Its only stemmer is for English, and still lifts German a little (nDCG@10 0.703 to 0.711).
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS article"
            " USING fts5(title, text, tokenize = 'porter unicode61 remove_diacritics 2')"
        )

    def index(self, documents: Iterable[Document]) -> None:
        """Add the documents, numbered from 0, and merge the index into one piece."""
        with self._connection as connection:
            connection.executemany(
                "INSERT INTO article (rowid, title, text) VALUES (?, ?, ?)",
                ((number, *document) for number, document in enumerate(documents)),
            )
            connection.execute("INSERT INTO article (article) VALUES ('optimize')")
            # Ranking by the hidden column is what SQLite's documentation calls faster than bm25().
            connection.execute(
                "INSERT INTO article (article, rank) VALUES ('rank', 'bm25(2.0, 1.0)')"
            )

    def ranking(self, question: str, limit: int) -> list[int]:
        """Return the numbers of the best documents, best first."""
        return [number for (number,) in self._rows("rowid", question, limit)]

    def page(self, question: str, limit: int) -> list[tuple[str, str]]:
        """Return (title, snippet with marks) of the best documents."""
        snippet = "snippet(article, 1, '<mark>', '</mark>', '…', 48)"
        return self._rows(f"title, {snippet}", question, limit)

    def _rows(self, columns: str, question: str, limit: int) -> list[tuple]:
        asked = " OR ".join(f'"{word}"' for word in words(question))
        if not asked:
            return []
        sql = f"SELECT {columns} FROM article WHERE article MATCH ? ORDER BY rank LIMIT ?"
        return self._connection.execute(sql, [asked, limit]).fetchall()


class Tantivy:
    """tantivy, the Rust library after Lucene's model: title and text, BM25 of each.

    A title that counts twice makes it worse: in the mean of seven collections 0.639, not 0.644.
    """

    name = "tantivy"

    def __init__(self, folder: Path | None, language: str = "en") -> None:
        """Open or create the index in `folder`; None keeps it in memory."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True)
        builder.add_text_field("title", stored=True, tokenizer_name="stemmed")
        builder.add_text_field("text", stored=True, tokenizer_name="stemmed")
        self._schema = builder.build()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder) if folder else None)
        self._index.register_tokenizer("stemmed", _analyzer(language))

    def index(self, documents: Iterable[Document]) -> None:
        """Add the documents, numbered from 0."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for number, (title, text) in enumerate(documents):
            writer.add_document(tantivy.Document(number=number, title=title, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ranking(self, question: str, limit: int) -> list[int]:
        """Return the numbers of the best documents, best first."""
        searcher = self._index.searcher()
        hits = searcher.search(self._query(question), limit, count=False).hits
        return [searcher.doc(address)["number"][0] for _score, address in hits]

    def page(self, question: str, limit: int) -> list[tuple[str, str]]:
        """Return (title, snippet with marks) of the best documents."""
        searcher, query = self._index.searcher(), self._query(question)
        snippets = tantivy.SnippetGenerator.create(searcher, query, self._schema, "text")
        snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        found = []
        for _score, address in searcher.search(query, limit, count=False).hits:
            document = searcher.doc(address)
            found.append((document["title"][0], snippets.snippet_from_doc(document).to_html()))
        return found

    def _query(self, question: str) -> tantivy.Query:
        return self._index.parse_query(" ".join(words(question)), ["title", "text"])


def _stop_words(name: str) -> list[str]:
    """Return one of bm25s' lists of stop words; "" names an empty one."""
    return list(getattr(stopwords, f"STOPWORDS_{name}")) if name else []


def _analyzer(language: str) -> tantivy.TextAnalyzer:
    """Return what tantivy calls `en_stem`, for any language."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    _snowball, stemmer, _stop_list = LANGUAGES.get(language, ("", "", ""))
    if stemmer:
        builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()


class Bm25s:
    """bm25s: exact BM25 as Lucene computes it, Snowball's stemmer, stop words dropped.

    The title stands before the text twice: in the mean of seven collections 0.628 instead of 0.619.
    """

    name = "bm25s"

    def __init__(self, language: str = "en") -> None:
        snowball, _tantivy, stop_list = LANGUAGES.get(language, ("", "", ""))
        self._stemmer = Stemmer.Stemmer(snowball) if snowball else None
        self._stop_words = _stop_words(stop_list)
        self._bm25 = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        self._count = 0

    def index(self, documents: Sequence[Document]) -> None:
        """Add the documents, numbered from 0."""
        self._count = len(documents)
        tokens = self._tokens([f"{title}\n{title}\n{text}" for title, text in documents])
        self._bm25.index(tokens, show_progress=False)

    def ranking(self, question: str, limit: int) -> list[int]:
        """Return the numbers of the best documents, best first."""
        tokens = self._tokens([question])
        if not tokens[0]:
            return []
        numbers, scores = self._bm25.retrieve(
            tokens, k=min(limit, self._count), show_progress=False, sorted=True
        )
        found = zip(numbers[0], scores[0], strict=True)
        return [int(number) for number, score in found if score > 0]

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        return bm25s.tokenize(
            texts,
            stopwords=self._stop_words,
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )
