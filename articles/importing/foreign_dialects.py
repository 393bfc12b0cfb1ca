"""Turns the Markdown of other systems into ours, once, at the import.

What the renderer reads by itself (GitHub's, Adobe's and Docusaurus' callouts, footnotes, heading
anchors) is left alone. Each converter looks for its own marks first and does nothing without them.
Code is hidden from all of them; a mark that nobody knows stays readable text.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import partial

from . import (
    blocks,
    containers,
    definitions,
    emoji,
    front_matter,
    html_to_markdown,
    jsx,
    microsoft,
    mkdocs,
    myst,
    obsidian,
    partials,
    readme,
    templates,
    variables,
    wordpress,
)
from .code import HiddenCode
from .pages import Page
from .report import Refused, Report
from .sources import Source, decode

MAX_INCLUDED = 500_000
_ADMONITION_WORD = re.compile(
    r"^(?P<indent>[ \t]*)(?P<kind>NOTE|TIP|WARNING|CAUTION|IMPORTANT|DANGER|FLAG|INFO):[ \t]*\n"
    r"(?P<text>(?:(?P=indent)[^\s][^\n]*\n?)+)",
    re.MULTILINE,
)
_ANNOUNCED = re.compile(
    r"^> ?(?:\*\*|__)(Note|Tip|Warning|Caution|Important|Danger|Info|Attention)"
    r"(?::(?:\*\*|__)|(?:\*\*|__):?)[ \t]*", re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
_GITLAB_TABS = re.compile(
    r"^::Tabs[ \t]*\n((?:(?!^::Tabs).)*?)^::EndTabs[ \t]*$", re.MULTILINE | re.DOTALL
)
_GITLAB_TAB = re.compile(r"^:::TabTitle[ \t]+(.+)$", re.MULTILINE)
_DISCOURSE_FOLD = re.compile(
    r"\[details(?:=\"?([^\[\]\n]*?)\"?)?\]\s*\n((?:(?!\[details\b).)*?)\n\s*\[/details\]", re.DOTALL
)
_SHOWN_VIDEO = re.compile(
    r"^(?P<indent>[ \t]*)!\[(?P<title>[^\[\]\n]*)\]"
    r"\((?P<url>https?://(?:www\.)?(?:youtube\.com/watch|youtu\.be/|vimeo\.com/\d)[^\s()]*)\)"
    r"[ \t]*$",
    re.MULTILINE,
)
_PICTURE_MARK = re.compile(r"^([ \t>]*)!(?=!\[[^\[\]\n]*\]\([^()\n]*\)[ \t]*$)", re.MULTILINE)
_DISCOURSE_SIZE = re.compile(r"(!\[[^\]\n|]*)\|\d+x\d+(?:,\s*\d+%)?\]")
_TOC_MARK = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*toc\s*\}|<TOC\s*/>)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# Of kramdown `{: .class }`, of Python-Markdown also `{ .class }`.
_ATTRIBUTE_LINE = re.compile(
    r"^[ \t]*\{(?:::?|[ \t]*[.#][A-Za-z])[^{}\n]*\}[ \t]*$\n?", re.MULTILINE
)
_ABBREVIATION = re.compile(r"^\*\[[^\[\]\n]+\]:[ \t][^\n]*\n?", re.MULTILINE)
_KEYS = re.compile(r"(?<![\w+])\+\+([a-z][\w-]*(?:\+[\w-]+)*)\+\+(?![\w+])")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+)(?<=[^\s=])==(?![=\w])")
# Translated by a machine: with the spaces it would be text, asterisks and all.
_LOOSE_STRONG = re.compile(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)"
    r"\*\*[ \t]*([^\s*](?:[^*\n]*[^\s*])?)[ \t]*\*\*([:：]?)[ \t]*$",
    re.MULTILINE,
)
_EMOJI_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:(?:\{[^}\n]*\})?[ \t]*")
# An anchor that no address can hold, as converters from wikis write them.
_ODD_ANCHOR = re.compile(
    r"^(#{1,6}[ \t][^\n{]*?)[ \t]*\{#[^{}\n]*[^\w.{}\n-][^{}\n]*\}[ \t]*$", re.M
)
_LINK_ATTRIBUTES = re.compile(
    r"(?<!!)(\[[^\[\]\n]*\]\([^()\n]*\))\{:?[ \t]*(?:[.#][\w-]|target=|rel=|title=)[^{}\n]*\}"
)
_JEKYLL_NOTE = re.compile(
    rf"^\{{:[ \t]*\.(?P<kind>{'|'.join(blocks.CALLOUTS)})(?P<has_title>-title)?[ \t]*\}}[ \t]*\n"
    r"(?P<text>(?:>[^\n]*(?:\n|\Z))+|(?:[^\s>#{|][^\n]*(?:\n|\Z))+)",
    re.MULTILINE,
)
_TOC_ITEM = re.compile(r"^(?:[-*+]|1\.)[ \t]+[^\n]*\n\{:\s*toc\b[^{}\n]*\}[ \t]*$", re.MULTILINE)
_EMPTY_HEADING = re.compile(r"^#{1,6}[ \t]*\n", re.MULTILINE)
_EMPTY_CALLOUT = re.compile(r"^> \[![A-Z]+\][ \t]*\n(?:>[ \t]*\n)*(?!>)", re.MULTILINE)
_VITEPRESS_CODE = re.compile(r"^<<<[ \t]+[@~./][^\n]*\n?", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def convert(page: Page, hidden: HiddenCode, source: Source, report: Report) -> str:
    """Return the body of `page` in our dialect, with its code hidden in `hidden`.

    Raises Refused for what cannot be read.
    """
    includes = Includes(page, source, report)
    has_jsx = jsx.is_in(page.name, page.body)
    text = readme.blocks_of(partials.put_in(page.body, includes.text))
    text = myst.convert(text, includes.text) if myst.is_in(text) else text
    text = mkdocs.convert(jsx.outdented(text) if has_jsx else text)
    text = templates.code(containers.code_groups(definitions.convert(text)))
    changed = text != page.body
    text = before = hidden.hide(text)
    variable = partial(variables.of_github, source)
    text = templates.convert(text, includes.text, variable, variables.lookup(source, page.raw))
    text = microsoft.convert(text, includes.text)
    text = _gitlab(text)
    text = readme.convert(obsidian.convert(_discourse(text)))
    text = jsx.convert(text) if has_jsx else text
    text = containers.convert(text)
    text = hidden.hide_more(text) if includes.used else text
    text = html_to_markdown.convert(text, hidden)
    text = wordpress.convert(text, page, report)
    text = _small_marks(text)
    changed = changed or text != before
    return _BLANK_LINES.sub("\n\n", text) if changed else text


def _small_marks(text: str) -> str:
    """Marks of one line each."""
    text = _VITEPRESS_CODE.sub("", _ANNOUNCED.sub(_announced, text))
    text = _PICTURE_MARK.sub(r"\1", _SHOWN_VIDEO.sub(_shown_video, text))
    if ":" in text:
        text = emoji.convert(_EMOJI_ICON.sub("", text))
    if "{" in text:
        text = _ATTRIBUTE_LINE.sub("", _JEKYLL_NOTE.sub(_jekyll_note, _TOC_ITEM.sub("", text)))
        text = _ODD_ANCHOR.sub(r"\1", _LINK_ATTRIBUTES.sub(r"\1", text))
    text = _KEYS.sub(_keys, text) if "++" in text else text
    text = _LOOSE_STRONG.sub(r"\1**\2**\3", text) if "** " in text or " **" in text else text
    text = _HIGHLIGHT.sub(r"**\1**", _ABBREVIATION.sub("", text))
    text = _TOC_MARK.sub("", text) if "oc" in text.lower() else text
    return _EMPTY_CALLOUT.sub("", _EMPTY_HEADING.sub("", text))


def _keys(match: re.Match[str]) -> str:
    """`++ctrl+page-up++` of Python-Markdown."""
    keys = (key.replace("-", " ").capitalize() for key in match[1].split("+"))
    return "+".join(map(blocks.code_span, keys))


def _shown_video(match: re.Match[str]) -> str:
    """A video that is written as a picture."""
    video = blocks.fenced("video", f"{match['url']} {match['title']}", "")
    return match["indent"] + blocks.indented(video, match["indent"])


def _announced(match: re.Match[str]) -> str:
    """`> **Note:** text`, where a quote begins; inside of one it is the author's own emphasis."""
    before = match.string[: match.start()].rstrip("\n")
    if before.rpartition("\n")[2].startswith(">") and match.string[match.start() - 2] != "\n":
        return match[0]
    return f"> [!{blocks.CALLOUTS[match[1].lower()]}]\n> "


def _jekyll_note(match: re.Match[str]) -> str:
    """`{: .note }` before a paragraph or a quote; of `.note-title` the first line is the title."""
    lines = [re.sub(r"^>[ ]?", "", line) for line in match["text"].strip("\n").split("\n")]
    title = lines.pop(0) if match["has_title"] else ""
    return blocks.callout(match["kind"], title, "\n".join(lines)) + "\n"


def _gitlab(text: str) -> str:
    if "::Tabs" in text:
        text = _GITLAB_TABS.sub(_gitlab_tabs, text)
    return _ADMONITION_WORD.sub(_admonition_word, text)


def _admonition_word(match: re.Match[str]) -> str:
    """`NOTE:` on a line of its own, and the lines below it."""
    indent = match["indent"]
    callout = blocks.callout(match["kind"], "", _outdented(match["text"], indent))
    return blocks.indented(indent + callout, indent) + "\n"


def _outdented(text: str, prefix: str) -> str:
    return "\n".join(line.removeprefix(prefix) for line in text.split("\n"))


def _gitlab_tabs(match: re.Match[str]) -> str:
    parts = _GITLAB_TAB.split(match[1])
    tabs = [
        blocks.fenced("tab", title, content)
        for title, content in zip(parts[1::2], parts[2::2], strict=True)
    ]
    return blocks.fenced("tabs", "", "\n\n".join(tabs))


def _discourse(text: str) -> str:
    if "[details" in text and "[/details]" in text:
        text = _DISCOURSE_FOLD.sub(
            lambda match: f"\n\n{blocks.fenced('details', match[1] or '', match[2])}\n\n", text
        )
    return _DISCOURSE_SIZE.sub(r"\1]", text) if "|" in text else text


@dataclass
class Includes:
    """Texts of other files that a page includes: found beside it or from the root, read once."""

    page: Page
    source: Source
    report: Report
    used: int = 0
    _known: dict[str, str | None] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """Return the Markdown of an included file, without its front matter; None without one.

        Raises Refused once the page includes more than MAX_INCLUDED in all.
        """
        if path not in self._known:
            self._known[path] = self._read(path)
        text = self._known[path]
        self.used += len(text or "")
        if self.used > MAX_INCLUDED:
            raise Refused(f"The page includes more than {MAX_INCLUDED // 1000} KB of other files.")
        return text

    def _read(self, path: str) -> str | None:
        for name in self._places(path):
            if self.source.has(name):
                try:
                    return front_matter.split(decode(self.source.read(name, MAX_INCLUDED)))[
                        1
                    ].strip()
                except Refused:
                    return None
        self.report.warn(
            self.page.name,
            f"There is no {path!r}, which the page includes. Add it and import again.",
            self.page.line_of(path),
        )
        return None

    def _places(self, path: str) -> list[str]:
        if path.startswith("reusables."):
            return [f"data/{path.replace('.', '/')}.md"]
        folder = posixpath.dirname(self.page.name)
        bare = path.removeprefix("~/").lstrip("/")
        tried = [posixpath.join(folder, path), bare, f"_includes/{bare}", f"includes/{bare}"]
        return [posixpath.normpath(place) for place in tried]
