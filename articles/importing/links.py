"""Where the links and pictures of a file lead on the site.

Of a link that leads nowhere the text stays: a visitor would only meet "not found".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve

from .. import paths
from ..markup.text import slug
from ..models import Article, Category
from . import blocks, dead_ends
from .code import HiddenCode
from .link_syntax import (
    ANY_TARGET,
    LINK,
    PICTURE,
    REFERENCE,
    VIDEO_CARD,
    WIKI,
    bare,
    retarget,
    split,
)
from .media import PICTURES, VIDEOS, Media
from .pages import MARKDOWN, Page
from .report import Refused, Report
from .targets import Targets

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class Links:
    """Rewrites the links of one import; those of an export of ours (`native`) by simpler rules."""

    def __init__(
        self,
        targets: Targets,
        media: Media,
        report: Report,
        native: bool = False,
        old_site: str = "",
    ) -> None:
        self._targets = targets
        self._media = media
        self._report = report
        self._native = native
        self._old_site = _address_of(old_site)
        self._is_of_the_site = cache(_is_of_the_site)  # of this import: the next one may know more

    def pictures_of(self, body: str) -> Iterator[str]:
        """Yield the targets in `body` that look like pictures."""
        targets = [match[1] for match in ANY_TARGET.finditer(body)]
        targets += [match["target"] for match in REFERENCE.finditer(body)]
        for target in targets:
            path = bare(target)[0]
            if PurePosixPath(path).suffix.lower() in PICTURES:
                yield path

    def want_pictures(self, page: Page, body: str) -> None:
        """Begin to store what `page` will show."""
        for path in self.pictures_of(body):
            if not _SCHEME.match(path) and (name := self._targets.file_at(page, path)):
                self._media.want(name)

    def rewrite(self, page: Page, body: str, hidden: HiddenCode) -> str:
        """Return `body` with every link and picture leading to its place on the site."""
        if self._native:
            return retarget(body, partial(self._native_target, page))
        if self._old_site:
            body = retarget(body, partial(self._of_old_site, page, hidden))
        body = PICTURE.sub(partial(self._shown, page, hidden), body)
        body = VIDEO_CARD.sub(partial(self._played, page, hidden), body)
        body = LINK.sub(partial(self._linked, page, hidden), body)
        body = REFERENCE.sub(partial(self._defined, page, hidden), body)
        if "[[" in body:
            body = WIKI.sub(partial(self._wiki, page), body)
        return dead_ends.removed(body)

    def _native_target(self, page: Page, target: str) -> str:
        """A link of our own export: relative to its file, to an article or a file of ours."""
        path, mark, rest = split(target)
        if not path or path.startswith("/") or _SCHEME.match(path):
            return target
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path))
        try:
            if linked := self._targets.page(name):
                return paths.article(linked.slug, linked.locale) + mark + rest
            if not self._targets.has_file(name):
                return target
            is_picture = PurePosixPath(name).suffix.lower() in PICTURES
            keep = self._media.picture if is_picture else self._media.attachment
            return keep(name) + mark + rest
        except Refused as error:
            self._warn(page, path, f"The file {path!r} is not kept. {error}")
            return target

    def _of_old_site(self, page: Page, hidden: HiddenCode, target: str) -> str:
        """The path of an address of the old site, when the import has what was there."""
        address = hidden.restore(target).strip("<>")
        if not self._old_site or not (match := self._old_site.match(address)):
            return target
        path = bare(address[match.end() :])[0]
        is_here = self._targets.page_at(page, path) or self._targets.file_at(page, path)
        return address[match.end() :] if is_here else target

    def _shown(self, page: Page, hidden: HiddenCode, match: re.Match[str]) -> str:
        """A picture: stored, or its alternative text where there is none to show."""
        path, _rest = bare(hidden.restore(match["target"]))
        if PurePosixPath(path).suffix.lower() in VIDEOS and _stands_alone(match):
            return blocks.fenced("video", f"{path} {match['alt']}", "")
        if not path or _SCHEME.match(path):
            return match[0]
        if (name := self._targets.file_at(page, path)) is None:
            self._warn(page, path, f"There is no picture {path!r}.")
            return "" if _stands_alone(match) else match["alt"]
        try:
            url = self._media.picture(name)
        except Refused as error:
            hint = " Save it as PNG." if name.lower().endswith(".svg") else ""
            self._warn(page, path, f"The picture {path!r} is not shown. {error}{hint}")
            return "" if _stands_alone(match) else match["alt"]
        # Away from the rewriting of links that follows.
        attributes = match["attributes"] or ""
        return f"![{match['alt']}]({hidden.keep(url)}{match['end']}{attributes}"

    def _played(self, page: Page, hidden: HiddenCode, match: re.Match[str]) -> str:
        """A video: the card of one that plays here, a link to another file, or only its title."""
        path, _rest = bare(hidden.restore(match["target"]))
        if _SCHEME.match(path) or path.startswith(settings.MEDIA_URL):
            return match[0]
        before, title = match["before"], match["title"].strip()
        if (url := self._url(page, path)) is None:
            return before + title
        if PurePosixPath(url).suffix not in VIDEOS:
            return f"{before}[{title or posixpath.basename(path)}]({hidden.keep(url)})"
        return before + blocks.indented(blocks.fenced("video", f"{url} {title}", ""), before)

    def _linked(self, page: Page, hidden: HiddenCode, match: re.Match[str]) -> str:
        """A link to its place on the site; to nowhere, only its text."""
        text, space, end = match["text"], match["space"], match["end"]
        if "](" in text and LINK.search(text):  # the inner link is the link, as CommonMark has it
            inner = LINK.sub(partial(self._linked, page, hidden), text)
            return f"[{inner}]({space}{match['target']}{end}"
        path, rest = bare(hidden.restore(match["target"]))
        if labelled := self._targets.labelled(path or rest):
            target, anchor, heading = labelled
            return f"[{text or heading}]({paths.article(target.slug, target.locale)}{anchor})"
        if not text.strip():
            text = self._text_for(page, path)
        if not text or not path or _SCHEME.match(path):
            return match[0] if text else ""
        if _says_nothing(text, path) and (linked := self._targets.page_at(page, path)):
            text = linked.title
        if path.startswith("/") and self._is_of_the_site(path):
            return match[0]
        if url := self._url(page, path):
            return f"[{text}]({space}{url}{rest}{end}"
        return dead_ends.marked(text)

    def _text_for(self, page: Page, path: str) -> str:
        """A link without text has the title of its page; "" where a lost picture was the text."""
        if not path or _SCHEME.match(path):
            return ""
        if linked := self._targets.page_at(page, path):
            return linked.title
        if self._targets.file_at(page, path) is None:
            self._warn(page, path, f"There is no {path!r}: the link, which has no text, goes.")
        return ""

    def _defined(self, page: Page, hidden: HiddenCode, match: re.Match[str]) -> str:
        """The target of a link that is defined elsewhere: `[id]: target`."""
        path, rest = bare(hidden.restore(match["target"]))
        if not path or _SCHEME.match(path) or not (url := self._url(page, path)):
            return match[0]
        return f"{match['label']}{match['space']}{url}{rest}"

    def _url(self, page: Page, path: str) -> str | None:
        """Return where `path` leads on the site; None when that is nowhere."""
        if target := self._targets.page_at(page, path):
            return paths.article(target.slug, target.locale)
        if (name := self._targets.file_at(page, path)) is not None:
            suffix = PurePosixPath(name).suffix.lower()
            if target := self._targets.page(name):
                return paths.article(target.slug, target.locale)
            if suffix in MARKDOWN:
                self._warn(page, path, f"{name} is no article here: the link to it is left out.")
                return None
            try:
                if suffix in PICTURES:
                    return self._media.picture(name)
                return self._media.attachment(name)
            except Refused as error:
                self._warn(page, path, f"The link to {path!r} is left out. {error}")
                return None
        self._warn(page, path, f"There is no {path!r}: the link is left out, its text stays.")
        return None

    def _warn(self, page: Page, piece: str, message: str) -> None:
        line = page.line_of(piece) or page.line_of(posixpath.basename(piece))
        self._report.warn(page.name, message, line)

    def _wiki(self, page: Page, match: re.Match[str]) -> str:
        """`[[Page]]`, `[[Page#Part|text]]`, `[[#Part]]`, `![[a.png]]`: by title, slug or file."""
        name, _hash, part = match["name"].strip().rstrip("\\").partition("#")
        if name.startswith("_"):  # GitLab's [[_TOC_]]
            return ""
        words = (match["text"] or "").strip()
        if PurePosixPath(name).suffix.lower() in PICTURES:
            return self._wiki_picture(page, name, words)
        part = part.rpartition("#")[2]
        # Obsidian's `^name` is that of a block, which has no address here.
        anchor = f"#{slug(part)}" if part and not part.startswith("^") else ""
        text = words or name or part.lstrip("^")
        url = self._wiki_url(page, name, text) if name else ""
        if url or (anchor and not name):
            return f"[{text}]({url}{anchor})"
        return dead_ends.marked(text)

    def _wiki_url(self, page: Page, name: str, text: str) -> str | None:
        for key in (name, PurePosixPath(name).name, text):
            if target := self._targets.titled(key, page.locale):
                return paths.article(target.slug, target.locale)
        return self._url(page, name)

    def _wiki_picture(self, page: Page, name: str, words: str) -> str:
        """`![[a.png|words]]`; Obsidian's `|300` is its width."""
        if (stored := self._targets.file_at(page, name)) is None:
            self._warn(page, name, f"There is no picture {name!r}.")
            return ""
        width = re.fullmatch(r"(\d{1,4})(?:x\d+)?", words)
        alt, size = ("", f"{{width={width[1]}}}") if width else (words, "")
        try:
            return f"![{alt}]({self._media.picture(stored)}){size}"
        except Refused as error:
            self._warn(page, name, f"The picture {name!r} is not shown. {error}")
            return alt


def _address_of(site: str) -> re.Pattern[str] | None:
    """Return what the addresses of a site begin with, by either scheme; None for no site."""
    host = re.sub(r"^https?://", "", site.rstrip("/"))
    return re.compile(rf"(?:https?:)?//{re.escape(host)}(?=/)", re.IGNORECASE) if host else None


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether nothing else is in its line, where the words for a lost picture make no sense."""
    before = match.string[: match.start()].rpartition("\n")[2]
    after = match.string[match.end() :].partition("\n")[0]
    return not before.strip(" \t>") and not after.strip()


def _says_nothing(text: str, path: str) -> bool:
    """Whether the text of a link is GitHub's mark for "its title" or merely the path itself."""
    return text == "AUTOTITLE" or text in (path, posixpath.basename(path))


def _is_of_the_site(path: str) -> bool:
    """Whether `path` is that of an article, category or other page that the site has now."""
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return False
    if match.view_name == "articles:detail":
        slug = match.kwargs["slug"]
        return Article.objects.filter(slug=slug).exists()
    if match.view_name in ("articles:tab", "articles:category"):
        key = [*match.kwargs.values()][-1]
        return Category.objects.filter(Q(key=key) | Q(former_keys__contains=[key])).exists()
    return match.view_name is not None and not match.view_name.startswith("admin")
