"""What our dialect adds inside a line: breaks, product terms, attributes, bare addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .dialect import ATTRIBUTES
from .links import TELEPHONE

LINE_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)

# Adobe marks names not to translate (DNL) and words of the interface (UICONTROL).
TERM = re.compile(r"\[!(DNL|UICONTROL)\s([^\[\]]{1,300}(?:\[[^\[\]]{0,100}\][^\[\]]{0,300})?)\]")

WIDTH = re.compile(r"""\bwidth=["']?(\d{1,4})(?:px)?(?=["'\s}])""")

# ASCII only, so that an address ends where Chinese or Japanese text goes on without a space. The
# caps keep the cost linear.
BARE_ADDRESS = re.compile(
    rf"""(?<![A-Za-z0-9_@/.-])
    (?: (?P<url> (?:https?://|www\.) (?=[A-Za-z0-9])
                 [A-Za-z0-9\-._~:/?\#\[\]@!$&'()*+,;=%]{{1,2000}})
      | (?P<mail> [A-Za-z0-9._%+-]{{1,64}} @
                  [A-Za-z0-9-]{{1,63}} (?:\.[A-Za-z0-9-]{{1,63}}){{1,8}} )
      | (?P<telephone> {TELEPHONE.pattern} )
    )""",
    re.VERBOSE,
)
MAYBE_ADDRESS = re.compile(r"@|://|www\.|\+[1-9]")
NO_DIGITS = re.compile(r"[^0-9]+")
NOT_AT_END = "?!.,:;*_~'\"[]"


def line_break(state: StateInline, silent: bool) -> bool:
    """Read a literal `<br>`, the only way to break a line within a table cell."""
    match = LINE_BREAK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("hardbreak", "br", 0).markup = "<br>"
    state.pos = match.end()
    return True


def product_term(state: StateInline, silent: bool) -> bool:
    """Read `[!DNL X]` as X and `[!UICONTROL X]` as strong X.

    Looking ahead (`silent`) it claims nothing: a link's text may not hold another link, and to the
    parser this would look like one.
    """
    match = None if silent else TERM.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    strong, end = match[1] == "UICONTROL", state.posMax
    if strong:
        state.push("strong_open", "strong", 1)
    state.pos, state.posMax = match.span(2)
    state.md.inline.tokenize(state)
    state.pos, state.posMax = match.end(), end
    if strong:
        state.push("strong_close", "strong", -1)
    return True


def attributes(state: StateInline, silent: bool) -> bool:
    """Swallow `{width=600 .class}` behind a picture, a link or code; keep a picture's width."""
    if silent or state.pending or not state.tokens:
        return False
    target = state.tokens[-1]
    if target.type not in ("image", "link_close", "code_inline"):
        return False
    match = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    width = WIDTH.search(match[0])
    if width and target.type == "image":
        target.meta["width"] = int(width[1])
    state.pos = match.end()
    return True


def link_bare_addresses(state: StateCore) -> None:
    """Make links of web and mail addresses and telephone numbers that stand in the text."""
    for token in state.tokens:
        if token.type == "inline" and "as_typed" not in token.meta:
            token.children = list(_linked(token.children or []))


def _linked(children: list[Token]) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += child.nesting if child.tag == "a" else 0
        if child.type == "text" and not inside and MAYBE_ADDRESS.search(child.content):
            yield from _split_at_addresses(child.content)
        else:
            yield child


def _split_at_addresses(text: str) -> Iterator[Token]:
    done = 0
    for match in BARE_ADDRESS.finditer(text):
        address = _trimmed(match[0])
        url = address if "://" in address else f"https://{address}"
        if match["mail"]:
            url = f"mailto:{address}"
        elif match["telephone"]:
            url = f"tel:+{NO_DIGITS.sub('', address.replace('(0)', ''))}"
        if match.start() > done:
            yield Token("text", "", 0, content=text[done : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": url})
        yield Token("text", "", 0, content=address)
        yield Token("link_close", "a", -1)
        done = match.start() + len(address)
    if done < len(text):
        yield Token("text", "", 0, content=text[done:])


def _trimmed(address: str) -> str:
    """Leave to the sentence what belongs to it: its full stop, and a bracket not opened inside."""
    while True:
        trimmed = address.rstrip(NOT_AT_END)
        if trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
            trimmed = trimmed[:-1]
        if trimmed == address:
            return address
        address = trimmed


def emphasise_once(state: StateCore) -> None:
    """Drop emphasis inside the same emphasis.

    It says nothing more, and 25,000 levels of it, which a run of `*` can make, would take the
    sanitiser minutes: its cost grows with the square of the depth.
    """
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_without_repeats(token.children))


def _without_repeats(children: list[Token]) -> Iterator[Token]:
    depth: Counter[str] = Counter()
    for child in children:
        if child.tag not in ("strong", "em", "s"):
            yield child
            continue
        before, depth[child.tag] = depth[child.tag], depth[child.tag] + child.nesting
        if before == 0 or depth[child.tag] == 0:
            yield child
