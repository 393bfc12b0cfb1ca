"""Words that a question writes in two and the articles in one, and the other way round.

Decides which of them count:

- Two words of the question that follow each other also ask for the one word that they make, or make
  with a dot between them, when articles hold it ("pass word", "env php").
- A word that no article holds, or hardly any, asks for the two words that an article writes side by
  side, with a space, a hyphen or an apostrophe between them ("wifi", "oclock"). These go before
  words that only look like it. A single letter is such a word only where it is bound to the other
  one ("d'accord"): "adatabase" is a typing error.
- A word that does not even look like one of the articles asks for any two words that it is made of
  ("resetpassword"). Of all ways to cut it, those count whose rarer half is held by most.
- Of a compound in a language that writes it as one word, a part alone will do ("Kreditkarte" where
  articles have "Karte"), and the page says that the articles lack the compound.

They are worth a share of their own rarity, and a joined word never more than the two that were
said.

Decides, too, when the page proposes them: when a word was said that no article holds, or so few
that it is in doubt. It does not propose the parts of a name (names.py), those of a compound in a
language that writes it as one word, or two words with a space between them that are one in good
English ("anyone"). A word cut at a stop word in a way that nobody writes ("some body" for
"somebody") is a guess: it is looked for, and not taken for the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from articles.folding import UNSPACED
from articles.languages import joins_words

from .spelling import LETTERS, RARE, TIMES_MORE
from .vocabulary import MAX_HELD

WORTH = 0.8
# Letters of both words together, and of a part of one that nobody writes so.
SHORTEST, SHORTEST_PART = 5, 3
MAX_PAIRS = 12
# Unknown words that are cut; each costs two looks into the ledger for every letter.
MAX_CUT = 8


class LexemeCounts(NamedTuple):
    """So many passages hold a lexeme, say it so many times, and so many have it in the title."""

    passages: int
    times: int
    in_titles: int
    is_kept: bool = True  # it is no stop word


class Compound(NamedTuple):
    """What was `typed` at `place`, as it may be `written` instead: each lexeme of that.

    Unless it `is_sure` to be the same, it is looked for and no word is made of it. What articles
    have letter by letter `is_written`.
    """

    typed: str
    written: str
    place: int
    lexemes: tuple[tuple[str, LexemeCounts], ...]
    is_proposed: bool
    is_sure: bool = True
    is_written: bool = False


def pairs(folded: str) -> list[tuple[str, str]]:
    """Return (two words, all that stands before them) of those that may be one; letters only."""
    words = folded.split()
    places = (n for n in range(len(words) - 1) if _may_be_one(*words[n : n + 2]))
    return [(" ".join(words[n : n + 2]), " ".join(words[:n])) for n in islice(places, MAX_PAIRS)]


def _may_be_one(first: str, second: str) -> bool:
    return (
        len(first) + len(second) >= SHORTEST
        and all(LETTERS.fullmatch(word) for word in (first, second))
        and not UNSPACED.search(first + second)
    )


# The place in the question of the words that `pair.before` stands before: PostgreSQL counts all its
# tokens but blanks (12), which are not what spaces separate ("can't" is two, "." is none).
PLACE = "(SELECT count(*)::int + 1 FROM ts_parse('default', pair.before) WHERE tokid <> 12)"

# What is known of {0} part of a word, when any passage holds it.
PART_HELD = """
    LATERAL (SELECT stem.lexeme, helpcenter_vector(%(builtin)s, part.{0}) <> '' AS is_kept,
                    sum(ledger.passages) AS passages, sum(ledger.words) AS times,
                    sum(ledger.in_titles) AS in_titles
               FROM unnest(helpcenter_vector(%(config)s, part.{0})) AS stem
               JOIN search_lexemecount AS ledger USING (lexeme)
              WHERE ledger.locale = %(locale)s
              GROUP BY stem.lexeme HAVING sum(ledger.passages) > 0) AS {0}"""
COUNTS = "json_build_array({0}.lexeme, {0}.passages, {0}.times, {0}.in_titles, {0}.is_kept)"

# For one row of `word`, as JSON: the best cut of a word of the question that is `said`. One that a
# passage writes, with a space, a hyphen or an apostrophe between the parts, comes first.
CUT = f"""
    SELECT json_build_array(said.word, coalesce(text.cut, part.one || ' ' || part.other),
                            text.cut IS NOT NULL, word.passages = 0,
                            json_build_array({COUNTS.format("one")},
                                             {COUNTS.format("other")}))::text
      FROM said,
           generate_series(1, length(said.word) - 1) AS place,
           LATERAL (SELECT left(said.word, place) AS one, substr(said.word, place + 1) AS other)
                AS part,
           {PART_HELD.format("one")},
           {PART_HELD.format("other")}
      LEFT JOIN LATERAL (
           SELECT substring(read.text FROM written.pattern) AS cut
             FROM articles_passage AS passage
             JOIN articles_publishedarticle AS article USING (article_id),
                  concat_ws(E'\n', article.title, passage.heading, passage.text) AS read (text),
                  (SELECT '(?i)\\m' || part.one || CASE WHEN least(place, length(part.other)) = 1
                          THEN '[^[:alnum:][:space:]]' ELSE '[^[:alnum:]\\n]' END
                          || part.other || '\\M') AS written (pattern)
            WHERE least(one.passages, other.passages) <= {MAX_HELD}
              AND passage.locale = %(locale)s
              AND passage.vector @@ helpcenter_phrase(%(config)s,
                                                     part.one || ' ' || part.other)
              AND read.text ~ written.pattern
            LIMIT 1) AS text ON true
     WHERE said.lexeme = word.lexeme AND said.word = ANY(%(cut)s::text[])
       AND (text.cut IS NOT NULL OR
            word.passages = 0 AND least(place, length(said.word) - place) >= {SHORTEST_PART})
     ORDER BY text.cut IS NULL, least(one.passages, other.passages) DESC, place LIMIT 1"""  # noqa: S608

# The same of a compound in a language that joins words: the longest word at its end, which says
# what it is, or else at its beginning. It is `typed` for itself: the compound stays unknown.
HALF = f"""
    SELECT json_build_array(part.one, part.one, false, false,
                            json_build_array({COUNTS.format("one")}))::text
      FROM said,
           generate_series({SHORTEST}, length(said.word) - {SHORTEST_PART}) AS letters,
           unnest(ARRAY[right(said.word, letters), left(said.word, letters)])
                WITH ORDINALITY AS part (one, number),
           {PART_HELD.format("one")}
     WHERE %(joins)s AND said.lexeme = word.lexeme AND said.word = ANY(%(cut)s::text[])
       AND word.passages = 0 AND one.is_kept
       AND EXISTS (SELECT FROM search_surfaceword AS known WHERE known.word = part.one)
     ORDER BY part.number, letters DESC LIMIT 1"""  # noqa: S608


def cut(row: str, place: int, locale: str) -> Compound:
    """Return the word at `place` as the words that CUT, HALF or those of names.py found in it."""
    typed, written, is_written, is_told, counts = json.loads(row)
    lexemes = tuple((lexeme, LexemeCounts(*counts)) for lexeme, *counts in counts)
    if written[1:].islower():  # "Wi-Fi" is a name, "Ma'am" begins a sentence
        written = written.lower()
    is_kept = all(counts.is_kept for _, counts in lexemes)
    is_error = is_kept or (is_written and " " not in written)
    is_proposed = is_told and is_error and not joins_words(locale)
    return Compound(
        typed, written, place, lexemes, is_proposed, is_sure=is_written or is_kept,
        is_written=is_written,
    )  # fmt: skip


def joined(
    typed: str, place: int, lexeme: str, counts: LexemeCounts, said: Mapping[int, tuple[int, bool]]
) -> Compound | None:
    """Return the two words at `place` as one; None when that would mean nothing.

    `counts` says how many hold it; `said` has, for each place of the question, the passages that
    hold the word there and whether it is no stop word. Two stop words are no word ("for the"). What
    begins otherwise is a guess, or nothing: PostgreSQL reads "card.café" as "card.caf" and "e".
    """
    pair = [said[at] for at in (place, place + 1) if at in said]
    if not any(is_kept for _passages, is_kept in pair):
        return None
    doubted = [number for number, is_kept in pair if is_kept and number <= RARE]
    is_likely = any(counts.passages >= max(1, TIMES_MORE * number) for number in doubted)
    is_whole = normalize("NFD", typed)[0] == lexeme[0]
    if not is_whole and len(lexeme) < SHORTEST_PART:
        return None
    written = lexeme if "." in lexeme else typed.replace(" ", "")
    return Compound(
        typed, written, place, ((lexeme, counts),), is_likely and is_whole, is_sure=is_whole
    )


def most_said(compound: Compound, worths: Mapping[int, float]) -> float:
    """Return what `compound` may be worth at most: as much as the two words that were said.

    Without a limit where one of them is unknown, and for a word that was cut.
    """
    places = (compound.place, compound.place + 1)
    if " " not in compound.typed or not all(place in worths for place in places):
        return float("inf")
    return sum(worths[place] for place in places)


def unique(compounds: Iterable[Compound | None], known: Iterable[str]) -> list[Compound]:
    """Return the compounds that bring at least one lexeme that is not known, each lexeme once."""
    seen, chosen = set(known), []
    for compound in compounds:
        if compound and not {lexeme for lexeme, _ in compound.lexemes} <= seen:
            seen.update(lexeme for lexeme, _ in compound.lexemes)
            chosen.append(compound)
    return chosen
