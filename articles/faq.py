"""Which headings are questions that stand by themselves, so that the answer below is an answer.

Decides by the form alone, in any language: a heading or the title of an accordion that ends with a
question mark, or that is numbered and begins with an interrogative ("1. How cards are sent"). A
number in front is no part of the question. One or two words ("Which format?") lean on the title
above them and do not stand by themselves.
"""

from __future__ import annotations

import re

from .folding import UNSPACED

# "1. ", "2) ", "3、", "Q: ", "Q4. ", "1.2 "; not the year that a question begins with.
NUMBER = re.compile(
    r"\s*(?:Q(?:uestion)?\s*(?:\d{1,3})?\s*[.:：)]|\d{1,2}(?:\.\d{1,3})+\.?(?=\s)|"
    r"[(（]?\d{1,3}[.:：)）、．](?!\d))\s*(?=\S)",
    re.IGNORECASE,
)
MARKS = ("?", "？", "؟", "\u037e", "⁇")
AFTER_MARK = "\"'”’»」』)） *_"
FEWEST_WORDS = 3
FEWEST_LETTERS = 5  # of a script that is written without spaces

INTERROGATIVES = re.compile(
    r"(?:how|what|why|when|where|who|whose|which|can|could|do|does|did|is|are|may|must|should|will"
    r"|wie|was|warum|wann|wo|wer|welche[rsmn]?|kann|darf|muss"
    r"|comment|pourquoi|quand|où|qui|quels?|quelles?|combien|puis-je|est-ce"
    r"|cómo|qué|por qué|cuándo|dónde|quién|cuál|cuánto|puedo"
    r"|come|perché|quando|dove|chi|quale|quanto|posso|como|por que|onde|quem|qual"
    r"|hoe|wat|waarom|wanneer|waar|welke|kan|mag)\b",
    re.IGNORECASE,
)
ASKING_ENDS = ("か", "吗", "嗎", "呢", "까", "나요")


def standing(heading: str) -> str:
    """Return the question that `heading` is, without its number; "" when it does not stand alone.

    Any string is accepted.
    """
    number = NUMBER.match(heading)
    text = heading[number.end() :].strip() if number else heading.strip()
    said = text.rstrip(AFTER_MARK)
    if not (said.endswith(MARKS) or (number and _asks(said))):
        return ""
    return text if _says_enough(said) else ""


def _asks(said: str) -> bool:
    return bool(INTERROGATIVES.match(said)) or said.endswith(ASKING_ENDS)


def _says_enough(said: str) -> bool:
    if len(re.findall(r"[^\W_]+", said)) >= FEWEST_WORDS:
        return True
    return sum(len(run) for run in UNSPACED.findall(said)) >= FEWEST_LETTERS
