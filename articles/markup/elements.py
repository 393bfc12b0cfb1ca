"""The blocks of a help center as tokens: what each one opens with, and what closes it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from markdown_it.token import Token

from . import video

Pair = tuple[list[Token], list[Token]]

# Written kind: (style, title). The page has five styles; other kinds take the nearest one.
CALLOUTS: dict[str, tuple[str, str | Promise]] = {
    "note": ("note", gettext_lazy("Note")),
    "info": ("note", gettext_lazy("Info")),
    "morelikethis": ("note", gettext_lazy("More like this")),
    "tip": ("tip", gettext_lazy("Tip")),
    "success": ("tip", gettext_lazy("Success")),
    "important": ("important", gettext_lazy("Important")),
    "warning": ("warning", gettext_lazy("Warning")),
    "caution": ("caution", gettext_lazy("Caution")),
    "danger": ("caution", gettext_lazy("Danger")),
    "error": ("caution", gettext_lazy("Error")),
}


def _element(kind: str, tag: str, css: str, **attrs: str) -> tuple[Token, Token]:
    given: dict[str, str | int | float] = {"class": css, **attrs} if css else {**attrs}
    opening = Token(f"{kind}_open", tag, 1, attrs=given, block=True)
    return opening, Token(f"{kind}_close", tag, -1, block=True)


def _titled(kind: str, tag: str, css: str, title: str, indexed: bool = True) -> list[Token]:
    opening, closing = _element(kind, tag, css)
    inline = Token("inline", "", 0, content=title, children=[], meta={"indexed": indexed})
    return [opening, inline, closing]


def callout(kind: str, title: str = "") -> Pair:
    """An aside in one of the five styles; a title that is ours, not the author's, is no text."""
    style, standard = CALLOUTS.get(kind, ("note", kind.capitalize()))
    opening, closing = _element("callout", "aside", f"callout callout-{style}", role="note")
    label = _titled("label", "p", "callout-title", title or str(standard), indexed=bool(title))
    return [opening, *label], [closing]


def _group(name: str) -> Callable[[str], Pair]:
    def group(title: str) -> Pair:
        opening, closing = _element(name, "div", name)
        return [opening], [closing]

    return group


def _tab(title: str) -> Pair:
    opening, closing = _element("tab", "section", "tab")
    return [opening, *_titled("tab_title", "h3", "tab-title", title or gettext("Tab"))], [closing]


def details(title: str) -> Pair:
    """An accordion; its summary is the heading of what it hides."""
    opening, closing = _element("accordion", "details", "accordion")
    inner, inner_end = _element("accordion_body", "div", "accordion-body")
    summary = _titled("summary", "summary", "", title or gettext("Details"), indexed=False)
    return [opening, *summary, inner], [inner_end, closing]


def _action(title: str) -> Pair:
    opening, closing = _element("action", "aside", "action")
    label = _titled("label", "p", "action-title", title) if title else []
    return [opening, *label], [closing]


def _video(address: str) -> Pair:
    """A plain link, ready parsed: no player and no third party before the reader asks."""
    url, _, name = address.partition(" ")
    opening, closing = _element("video", "p", "video")
    inline = Token("inline", "", 0, meta={"indexed": False})
    player, host = video.player(url), video.host(url)
    link: dict[str, str | int | float] = {"href": url}
    inline.children = [
        Token("link_open", "a", 1, attrs=link | ({"data-player": player} if player else {})),
        Token("text", "", 0, content=name.strip() or gettext("Watch the video")),
        Token("link_close", "a", -1),
    ]
    if host:
        inline.children[2:2] = [
            Token("text", "", 0, content=" "),
            Token("video_host_open", "span", 1, attrs={"class": "video-host"}),
            Token("text", "", 0, content=host),
            Token("video_host_close", "span", -1),
        ]
    return [opening, inline, closing], []


FENCES: dict[str, Callable[[str], Pair]] = {
    "steps": _group("steps"),
    "tabs": _group("tabs"),
    "tab": _tab,
    "details": details,
    "action": _action,
    "video": _video,
}
