"""Which parts of an article are there to move around in it: no answer, so not read by search.

Left out are a button (a paragraph that is one link of a few words), a caption in italics below a
picture, "Was this article helpful?", and links to other articles under a heading or a line such as
"Related reading". The words of such links would otherwise find the article that links, not the one
that is linked to. A sentence under such a heading stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from .text import plain

ELSEWHERE = re.compile(
    r"(?:see also|related\b.*|(?:further|additional|more|recommended|suggested) "
    r"(?:reading|information|resources|articles|links|topics)|useful links.*|(?:learn|read) more"
    r"|siehe auch|verwandte .*|weiterführende .*|(?:weitere|mehr) informationen|zum weiterlesen"
    r"|voir aussi|articles? (?:connexes?|liés?|associés?)|(?:pour )?en savoir plus"
    r"|véase también|ver también|(?:artículos|lecturas?) relacionad[oa]s?|más información"
    r"|vedi anche|articoli correlati|per saperne di più|veja também|artigos relacionados|saiba mais"
    r"|zie ook|gerelateerde .*|meer informatie"
    r"|関連.*|参照|参考.*|相关.*|相關.*|另请参阅|另見|관련.*|참고.*)\s*[:：]?",
    re.IGNORECASE,
)
FEEDBACK = re.compile(
    r"(?:was|is|did) (?:this|the) (?:article|page|answer|information|content)? ?"
    r"(?:helpful|useful|help you|answer your question)\s*\?.{0,20}"
    r"|war (?:dieser artikel|diese seite|das) hilfreich\s*\?.{0,20}"
    r"|cet article vous a-t-il été utile\s*\?.{0,20}|¿(?:te|le) (?:ha sido|fue|resultó) útil.{0,40}"
    r"|(?:back to|return to) (?:the )?top",
    re.IGNORECASE,
)
# "[Cron jobs](...) in our developer documentation." says no more than its link.
MAX_WORDS_BESIDE = 8
MAX_WORDS_OF_BUTTON = 6
LETTERS = re.compile(r"[^\W_]")
DIGIT = re.compile(r"\d")


def boilerplate(tokens: list[Token]) -> Iterator[int]:
    """Yield the indexes of the inline tokens in a finished stream that search does not read."""
    is_elsewhere = after_picture = False
    items = 0
    for index, token in enumerate(tokens):
        if token.type in ("heading_open", "accordion_open", "tab_open", "footnote_block_open"):
            is_elsewhere = bool(ELSEWHERE.fullmatch(token.meta.get("text", "")))
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.type == "inline" and token.meta.get("indexed", True):
            is_paragraph = tokens[index - 1].type == "paragraph_open"
            inline = _inline_text(token)
            if is_paragraph and ELSEWHERE.fullmatch(inline.text):
                is_elsewhere = True
                yield index
            elif (is_elsewhere and inline.leads_elsewhere) or (
                is_paragraph
                and not items
                and (inline.is_alone or _is_caption(token, after_picture))
            ):
                yield index
            after_picture = _has_picture(token)


class InlineText(NamedTuple):
    """What inline tokens say, what of it is beside the links, and how many links there are."""

    text: str
    beside: str
    links: int

    @property
    def leads_elsewhere(self) -> bool:
        """Whether it only names other pages, or says that their names follow."""
        if not self.links:
            return self.text.endswith((":", "："))
        return len(self.beside.split()) <= MAX_WORDS_BESIDE

    @property
    def is_alone(self) -> bool:
        """Whether a paragraph of it answers nothing: feedback, a button, "See also: ..."."""
        if FEEDBACK.fullmatch(self.text):
            return True
        return self.is_button or bool(
            self.links and ELSEWHERE.fullmatch(self.beside.strip(" ,;.|·"))
        )

    @property
    def is_button(self) -> bool:
        """Whether it is one link of a few words; one with a number names a document ("W-9")."""
        if self.links != 1 or LETTERS.search(self.beside) or self.text.endswith((".", "!", "。")):
            return False
        if DIGIT.search(self.text) or len(self.text) > 60:
            return False
        return len(self.text.split()) <= MAX_WORDS_OF_BUTTON


def _inline_text(token: Token) -> InlineText:
    children, beside, depth, links = token.children or [], [], 0, 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
            links += child.nesting > 0
        elif not depth:
            beside.append(child)
    return InlineText(plain(children), plain(beside), links)


def _has_picture(token: Token) -> bool:
    return any(child.type == "image" for child in token.children or ())


def _is_caption(token: Token, after_picture: bool) -> bool:
    """Whether all that is said beside or after a picture is in italics."""
    if not (after_picture or _has_picture(token)):
        return False
    depth = 0
    for child in token.children or ():
        if child.type in ("em_open", "em_close"):
            depth += child.nesting
        elif not depth and child.type != "image" and _said_plainly(child):
            return False
    return True


def _said_plainly(child: Token) -> bool:
    return child.type not in ("text", "softbreak", "hardbreak") or bool(child.content.strip())
