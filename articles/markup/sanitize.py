"""The single gate: no HTML reaches a page that `clean` has not passed.

The renderer escapes all that authors write, so in a sound build this changes nothing. It is here
for the day when a rule of the parser, or one of ours, forgets to.
"""

from __future__ import annotations

import re
from typing import Any

import nh3

from . import links, video

ATTRIBUTES = {
    "a": {"href", "title", "id", "aria-label", "data-player", "download"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height"},
    **{tag: {"id"} for tag in ("h2", "h3", "h4", "h5", "h6", "details", "li")},
    "section": {"data-tab", "aria-label"},
    "ol": {"start"},
    "div": {"aria-label"},
    "code": {"class"},
    "input": {"aria-label", "checked", "disabled"},
}

VALUES = {
    "a": {"rel": {"noopener"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "aside": {"role": {"note"}},
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "pre": {"tabindex": {"0"}},
    "th": {"scope": {"col"}},
}

STYLES = ("note", "tip", "important", "warning", "caution")

CLASSES = {
    "a": {"anchor", "button", "enlarge", "file", "footnote-back"},
    "aside": {"callout", "action", *(f"callout-{style}" for style in STYLES)},
    "details": {"accordion"},
    "div": {"accordion-body", "heading", "steps", "table-scroll", "tabs"},
    "h3": {"tab-title"},
    "li": {"task"},
    "ol": {"tasks"},
    "p": {"action-title", "callout-title", "video"},
    "section": {"footnotes", "tab"},
    "span": {"file-facts", "video-host"},
    "sup": {"footnote"},
    "td": {"align-center", "align-right"},
    "th": {"align-center", "align-right"},
    "ul": {"tasks"},
}

PLAIN = {"blockquote", "br", "em", "figcaption", "figure", "hr", "s", "strong", "summary"}
TABLE = {"table", "tbody", "thead", "tr"}

TAGS = PLAIN | TABLE | set(ATTRIBUTES) | set(VALUES) | set(CLASSES)

LANGUAGE_CLASS = re.compile(r"language-[a-z0-9_+#.-]{1,30}")
ANCHOR = re.compile(r"[\w.:-]+")
COPIES = re.compile(r"[\w/.%-]+ \d{1,4}w(?:, [\w/.%-]+ \d{1,4}w){0,3}")
SIZES = re.compile(r"min\(\d{1,4}px, 100vw\)")
FILE_NAME = re.compile(r"[\w-]{1,90}\.[a-z0-9]{1,5}")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value to keep, or None to drop the attribute."""
    if name == "src":
        return value if links.may_show(value) else None
    if name == "href":
        return value if links.may_link(value) else None
    if name == "srcset":
        # A relative path with no scheme or host: a copy stands beside its picture.
        return value if COPIES.fullmatch(value) and "//" not in value else None
    if name == "sizes":
        return value if SIZES.fullmatch(value) else None
    if name == "data-player":
        return value if video.is_player(value) else None
    if name == "download":
        return value if FILE_NAME.fullmatch(value) else None
    if name in ("id", "data-tab"):
        return value if ANCHOR.fullmatch(value) else None
    if name in ("width", "height", "start", "data-line"):
        return value if value.isascii() and value.isdigit() else None
    if tag == "code":
        return value if LANGUAGE_CLASS.fullmatch(value) else None
    return value


RULES: dict[str, Any] = {
    "tags": TAGS,
    "attributes": ATTRIBUTES,
    "attribute_filter": _attribute,
    "tag_attribute_values": VALUES,
    # One value only: nh3 adds several in an order that changes from run to run.
    "set_tag_attribute_values": {"input": {"type": "checkbox"}},
    "allowed_classes": CLASSES,
    "url_schemes": set(links.SCHEMES),
    "link_rel": None,
}

_public = nh3.Cleaner(**RULES)
_numbered = nh3.Cleaner(**RULES | {"attributes": {"*": {"data-line"}, **ATTRIBUTES}})
# Two versions on one page: marks on what differs, nothing folded, and no address twice.
_compared = nh3.Cleaner(
    **RULES
    | {
        "tags": TAGS | {"del", "ins"},
        "attributes": {tag: names - {"id"} for tag, names in ATTRIBUTES.items()},
        "set_tag_attribute_values": {"input": {"type": "checkbox"}, "details": {"open": ""}},
    }
)


def clean(html: str, *, lines: bool = False) -> str:
    """Return `html` with only the tags, attributes, classes and addresses of an article.

    `lines` keeps the numbers of lines, too, which the preview of the editor has.
    """
    return (_numbered if lines else _public).clean(html)


def clean_compared(html: str) -> str:
    """Return what `clean` does, with `del` and `ins`, without ids, and with details open."""
    return _compared.clean(html)
