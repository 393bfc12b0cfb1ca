"""A document or a part of one in HTML, as Markdown of our dialect.

`markdownify` walks the tree; what it cannot say in Markdown is decided here: tables with spans,
lists and paragraphs in their cells become GitHub tables with `<br>`, `<details>` our accordion,
a player our video card.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag
from markdownify import MarkdownConverter

from . import blocks
from .code import MARK, HiddenCode
from .html_pieces import (
    BREAK,
    SUBSCRIPT,
    SUPERSCRIPT,
    box,
    breaking_lines,
    callout_kind,
    emphasised,
    frame,
    image,
    language,
    page_link,
    playable,
    small,
    target,
    video,
)  # fmt: skip
from .html_tables import has_header, spread
from .html_trees import anchor_of, begins_item, letters_beside, put_right, read

_DROPPED = ["script", "style", "noscript", "template", "svg", "select", "textarea"]
_LINE_START = re.compile(r"^(#{1,6}(?=\s)|>|[-+](?=\s)|:::|\+\+\+|~~~|={3,}$|-{3,}$)", re.MULTILINE)
_NUMBER_START = re.compile(r"^(\d{1,9})([.)])(?=\s)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def to_markdown(html: str, hidden: HiddenCode | None = None) -> str:
    """Return `html` in our dialect. Raises Refused when it is nested too deeply to read.

    With `hidden` the HTML stands in a Markdown file: its text may be Markdown and is not escaped.
    """
    soup = read(html)
    for element in soup(_DROPPED):
        element.decompose()
    put_right(soup)
    text = Converter(hidden).convert_soup(soup)
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", breaking_lines(text)).strip("\n")


class Converter(MarkdownConverter):
    """One method per element that markdownify leaves out or writes differently."""

    def __init__(self, hidden: HiddenCode | None) -> None:
        super().__init__(
            heading_style="atx", bullets="-", strong_em_symbol="*", escape_misc=False,
            autolinks=False, newline_style="backslash",
        )  # fmt: skip
        self.hidden = hidden

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what our dialect would read as marks."""
        if self.hidden is not None or not text:
            return text
        text = re.sub(r"([\\`*\[\]<]|~~|&(?=#?\w+;))", r"\\\1", text)
        text = re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text)
        text = _LINE_START.sub(r"\\\1", text)
        return _NUMBER_START.sub(r"\1\\\2", text)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Keep the paragraphs of Markdown that stands inside of HTML."""
        text = str(el)
        if (
            self.hidden is not None
            and _BLANK_LINE.search(text)
            and "pre" not in (parent_tags or ())
        ):
            lines = [line.strip() for line in text.strip().split("\n")]
            return "\n\n" + "\n".join(lines) + "\n\n"
        return super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]

    # Text ---------------------------------------------------------------------------------------

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        inline = parent_tags & {"td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "a"}
        return "<br>" if inline else f"{BREAK}\n"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        is_marked = parent_tags & {"b", "strong"}
        return text if is_marked else emphasised(text, "**", *letters_beside(el))

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        is_marked = parent_tags & {"i", "em"}
        return text if is_marked else emphasised(text, "*", *letters_beside(el))

    convert_b, convert_i = convert_strong, convert_em

    def convert_u(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return small(text, SUPERSCRIPT)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return small(text, SUBSCRIPT)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        if not href or href.lower().startswith(("javascript:", "data:", "vbscript:")):
            return text
        shown = " ".join(text.split()) or ""
        return f"[{shown}]({target(href)})" if shown else ""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return image({name: str(value) for name, value in el.attrs.items()})

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        content = el.get_text()
        return text if MARK.search(content) else blocks.code_span(content)

    def convert_input(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return box(str(el), begins_item(el))

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        content = el.get_text()
        if parent_tags & {"td", "th"}:
            return "\n" + code_lines(content) + "\n"
        code = el.find("code")
        classes = [*(el.get("class") or []), *((code.get("class") or []) if code else [])]
        return f"\n\n{blocks.code_block(content, language(classes))}\n\n"

    # Blocks -------------------------------------------------------------------------------------

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"^(?:<br>|\s)+|(?:<br>|\s)+$", "", text)
        if not text or "_inline" in parent_tags:
            return text
        anchor = f" {{#{name}}}" if (name := anchor_of(el)) else ""
        return f"\n\n{'#' * n} {' '.join(text.split())}{anchor}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip().strip('*')}**\n\n" if text.strip() else ""

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        summary = el.find("summary")
        title = summary.get_text(" ") if summary else ""
        return f"\n\n{blocks.fenced('details', title, text)}\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        kind = callout_kind(el.get("class") or [])
        if kind and text.strip() and not parent_tags & {"td", "th"}:
            return f"\n\n{blocks.callout(kind, '', text)}\n\n"
        return f"\n\n{text.strip()}\n\n" if text.strip() else "\n\n"

    convert_section = convert_article = convert_aside = convert_figure = convert_div
    convert_form = convert_header = convert_footer = convert_main = convert_center = convert_dd = (
        convert_div
    )

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_div(el, text, parent_tags)

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        link = None if text.strip() else el.find("a", href=True)  # a tweet before its script ran
        text = page_link(str(link["href"])) if link else text
        return str(super().convert_blockquote(el, text, parent_tags))  # type: ignore[misc]

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = str(el.get("src") or el.get("data-src") or el.get("url") or "")
        title = str(el.get("title") or "")
        in_cell = parent_tags & {"td", "th"}
        return page_link(source, title) if in_cell else f"\n\n{frame(source, title)}\n\n"

    convert_oembed = convert_iframe

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        sources = [str(source.get("src") or "") for source in (el, *el.find_all("source"))]
        source, title = playable(sources), str(el.get("title") or "")
        return page_link(source, title) if parent_tags & {"td", "th"} else video(source, title)

    def convert_audio(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = el if el.get("src") else el.find("source") or el
        return page_link(str(source.get("src") or ""), str(el.get("title") or ""))

    convert_embed = convert_audio

    def convert_object(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if text.strip() else page_link(str(el.get("data") or ""))

    # Tables -------------------------------------------------------------------------------------

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        el.attrs["markdown"] = text
        return ""

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        el.attrs["markdown"] = text
        return ""

    def convert_thead(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    convert_tbody = convert_tfoot = convert_thead

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [row for row in el.find_all("tr") if row.find_parent("table") is el]
        if not rows:
            return text
        grid = spread(rows)
        if parent_tags & {"td", "th"}:
            lines = (" – ".join(cell.strip() for cell in row if cell.strip()) for row in grid)
            return "\n".join(self.flat(line) for line in lines if line)
        caption = el.find("caption")
        before = f"**{str(caption['markdown']).strip()}**\n\n" if caption else ""
        if max(len(row) for row in grid) == 1:
            return "\n\n" + before + "\n\n".join(row[0].strip() for row in grid) + "\n\n"
        cells = [[self.flat(cell) for cell in row] for row in grid]
        return f"\n\n{before}{blocks.table(cells, has_header(rows, cells))}\n\n"

    def flat(self, cell: str) -> str:
        """Return the Markdown of a cell in one line, with `<br>` between its paragraphs."""
        if self.hidden is not None:
            cell = MARK.sub(lambda mark: self._in_a_cell(mark[0]), cell)
        cell = re.sub(r"^[ \t]*[-*+][ \t]+", "• ", cell.strip(), flags=re.MULTILINE)
        cell = re.sub(r"^[ \t]*#{1,6}[ \t]+(.+)$", r"**\1**", cell, flags=re.MULTILINE)
        cell = re.sub(r"^>[ \t]?(?:\[![A-Z]+\])?", "", cell, flags=re.MULTILINE)
        cell = re.sub(r"\\?\n\s*", "<br>", cell)
        cell = re.sub(r"(?:<br>\s*){2,}", "<br>", cell).removeprefix("<br>").removesuffix("<br>")
        return re.sub(r"(?<!\\)\|", r"\\|", " ".join(cell.split()))

    def _in_a_cell(self, mark: str) -> str:
        """A block of code cannot stand in a cell: each of its lines becomes a code span."""
        assert self.hidden is not None  # noqa: S101 - asked only then
        code = self.hidden.restore(mark)
        if "\n" not in code:
            return self.hidden.keep(re.sub(r"(?<!\\)\|", r"\\|", code))
        lines = code.split("\n")[1:-1] if code.lstrip().startswith(("```", "~~~")) else [code]
        return self.hidden.keep(
            code_lines("\n".join(lines)).replace("|", "\\|").replace("\n", "<br>")
        )


def code_lines(content: str) -> str:
    """Return each line of `content` as a code span."""
    return "\n".join(blocks.code_span(line) for line in content.split("\n") if line.strip())
