"""Turns the Markdown of other systems into ours, once, at the import.

What the renderer reads by itself (GitHub's, Adobe's and Docusaurus' callouts, footnotes, heading
anchors) is left alone. Each converter looks for its own marks first and does nothing without them.
Code is hidden from all of them; a mark that nobody knows stays readable text.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from . import blocks, front_matter, html_to_markdown, microsoft, mkdocs, templates
from .code import Kept
from .pages import Page
from .report import Refused
from .sources import Source, decode

MAX_INCLUDED = 500_000
_ADMONITION_WORD = re.compile(
    r"^([ \t]*)(NOTE|TIP|WARNING|CAUTION|IMPORTANT|DANGER|FLAG|INFO):[ \t]*\n"
    r"((?:\1[^\s][^\n]*\n?)+)",
    re.MULTILINE,
)
_ANNOUNCED = re.compile(
    r"^> ?(?:\*\*|__)(Note|Tip|Warning|Caution|Important|Danger|Info|Attention)"
    r"(?::(?:\*\*|__)|(?:\*\*|__):?)[ \t]*", re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
_GITLAB_TABS = re.compile(r"^::Tabs[ \t]*\n(.*?)^::EndTabs[ \t]*$", re.MULTILINE | re.DOTALL)
_GITLAB_TAB = re.compile(r"^:::TabTitle[ \t]+(.+)$", re.MULTILINE)
_DISCOURSE_FOLD = re.compile(
    r"\[details(?:=\"?([^\]\n]*?)\"?)?\]\s*\n(.*?)\n\s*\[/details\]", re.DOTALL
)
_DISCOURSE_SIZE = re.compile(r"(!\[[^\]\n|]*)\|\d+x\d+(?:,\s*\d+%)?\]")
_MDX_LINE = re.compile(
    r"^(?:import\s[^\n]*\sfrom\s+['\"][^\n]*|export\s+(?:const|default)\b[^\n]*)\n", re.M
)
_MDX_TAB = re.compile(r"<TabItem\b([^<>]*)>(.*?)</TabItem>", re.DOTALL)
_MDX_TABS = re.compile(r"<Tabs\b[^<>]*>(.*?)</Tabs>", re.DOTALL)
_MDX_TAG = re.compile(r"</?[A-Z]\w*(?:\.\w+)*(?:\s[^<>]*)?/?>")
_MDX_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_MDX_ANCHOR = re.compile(
    r"^(#{1,6}[ \t][^\n]*?)[ \t]*\{/\*[ \t]*#([\w-]+)[ \t]*\*/\}", re.MULTILINE
)
_LABEL = re.compile(r"(?:label|title)\s*=\s*[\"'{]+([^\"'}]+)")
_TOC_MARK = re.compile(r"^[ \t]*(?:\[TOC\]|\[\[_TOC_\]\]|\{:\s*toc\s*\}|\[toc\])[ \t]*$", re.M)
_KRAMDOWN = re.compile(r"^[ \t]*\{::?[^{}\n]*\}[ \t]*$\n?", re.MULTILINE)
_EMOJI_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:(?:\{[^}\n]*\})?[ \t]*")
# An anchor that no address can hold, as converters from wikis write them.
_ODD_ANCHOR = re.compile(
    r"^(#{1,6}[ \t][^\n{]*?)[ \t]*\{#[^{}\n]*[^\w.{}\n-][^{}\n]*\}[ \t]*$", re.M
)
_BUTTON = re.compile(r"(\]\([^()\s]*\))\{[ \t]*\.md-button[^}\n]*\}")
_SNIPPET = re.compile(r"^[ \t]*-{2,}8<-{2,}[ \t]+[\"']([^\"'\n]+)[\"'][ \t]*$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def convert(page: Page, kept: Kept, source: Source) -> str:
    """Return the body of `page` in our dialect, with its code hidden in `kept`.

    Raises Refused for what cannot be read.
    """
    includes = Includes(page, source)
    text = mkdocs.convert(page.body)
    text = _SNIPPET.sub(lambda found: includes.text(found[1]) or "", text)
    text = templates.code(text)
    changed = text != page.body
    text = before = kept.hide(text)
    text = templates.convert(text, includes.text, includes.variable)
    text = microsoft.convert(text, includes.text)
    text = _gitlab(text)
    text = _discourse(text)
    if page.name.endswith(".mdx") or "<TabItem" in text:
        text = _mdx(text)
    text = kept.hide_more(text) if includes.used else text
    text = html_to_markdown.convert(text, kept)
    text = _small_marks(text)
    changed = changed or text != before
    return _BLANK_LINES.sub("\n\n", text) if changed else text


def _small_marks(text: str) -> str:
    """Marks of one line each."""
    text = _ANNOUNCED.sub(lambda found: f"> [!{blocks.CALLOUTS[found[1].lower()]}]\n> ", text)
    if ":" in text:
        text = _EMOJI_ICON.sub("", text)
    if "{" in text:
        text = _BUTTON.sub(r"\1", _KRAMDOWN.sub("", text))
        text = _ODD_ANCHOR.sub(r"\1", text)
    return _TOC_MARK.sub("", text) if "oc" in text.lower() else text


def _gitlab(text: str) -> str:
    if "::Tabs" in text:
        text = _GITLAB_TABS.sub(_gitlab_tabs, text)
    return _ADMONITION_WORD.sub(
        lambda found: (
            blocks.indented(
                found[1] + blocks.callout(found[2], "", _outdented(found[3], found[1])), found[1]
            )
            + "\n"
        ),
        text,
    )


def _outdented(text: str, prefix: str) -> str:
    return "\n".join(line.removeprefix(prefix) for line in text.split("\n"))


def _gitlab_tabs(found: re.Match[str]) -> str:
    parts = _GITLAB_TAB.split(found[1])
    tabs = [
        blocks.fenced("tab", title, content)
        for title, content in zip(parts[1::2], parts[2::2], strict=True)
    ]
    return blocks.fenced("tabs", "", "\n\n".join(tabs))


def _discourse(text: str) -> str:
    if "[details" in text and "[/details]" in text:
        text = _DISCOURSE_FOLD.sub(
            lambda found: f"\n\n{blocks.fenced('details', found[1] or '', found[2])}\n\n", text
        )
    return _DISCOURSE_SIZE.sub(r"\1]", text) if "|" in text else text


def _mdx(text: str) -> str:
    """JSX in Markdown: imports go, tabs become ours, other components leave what they hold."""
    text = _MDX_ANCHOR.sub(r"\1 {#\2}", _MDX_LINE.sub("", text))
    text = _MDX_COMMENT.sub("", text) if "*/}" in text else text
    if "</TabItem>" in text:
        text = _MDX_TAB.sub(_mdx_tab, text)
    if "</Tabs>" in text:
        text = _MDX_TABS.sub(lambda found: f"\n\n{blocks.fenced('tabs', '', found[1])}\n\n", text)
    return _MDX_TAG.sub("", text)


def _mdx_tab(found: re.Match[str]) -> str:
    label = _LABEL.search(found[1]) or re.search(r"value\s*=\s*[\"']([^\"']+)", found[1])
    lines = [
        line.strip() if line.startswith((" ", "\t")) else line for line in found[2].split("\n")
    ]
    return f"\n\n{blocks.fenced('tab', label[1] if label else '', chr(10).join(lines))}\n\n"


@dataclass
class Includes:
    """Texts of other files that a page includes: found beside it or from the root, read once."""

    page: Page
    source: Source
    used: int = 0
    _known: dict[str, str | None] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """Return the Markdown of an included file, without its front matter; None without one."""
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
        return None

    def _places(self, path: str) -> list[str]:
        if path.startswith("reusables."):
            return [f"data/{path.replace('.', '/')}.md"]
        folder = posixpath.dirname(self.page.name)
        bare = path.removeprefix("~/").lstrip("/")
        tried = [posixpath.join(folder, path), bare, f"_includes/{bare}", f"includes/{bare}"]
        return [posixpath.normpath(place) for place in tried]

    def variable(self, path: str) -> str | None:
        """Return GitHub's `variables.product.name` out of `data/variables/product.yml`."""
        *folders, file, key = path.split(".")
        name = str(PurePosixPath("data", *folders, f"{file}.yml"))
        if not self.source.has(name):
            return None
        found = re.search(
            rf"^{re.escape(key)}:[ \t]*(?:>-?[ \t]*\n[ \t]+)?(.+)$",
            decode(self.source.read(name, MAX_INCLUDED)),
            re.MULTILINE,
        )
        return found[1].strip().strip("'\"") if found else None
