"""Formatted text from the clipboard, as Markdown: from a web page, Google Docs or Word.

Decides what the writer meant: bold and italics that are only styles are said as such, Word's
paragraphs that look like a list are one, links to this site lose its host, a table's first row is
its head, and the highest heading is a section of the article. A player becomes a video's card, a
page in a frame a link. Pictures are left out and counted: their files are not here, or belong to
somebody else.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

from articles.markup.text import only_text

from .html_documents import to_markdown
from .html_trees import read as read_tree
from .report import Refused

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# Word's own style of a paragraph in a list: "mso-list:l0 level2 lfo1".
WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
WORD_MARK = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NUMBERED = re.compile(r"\s*(?:\d{1,4}|[a-z]{1,4})[.)]", re.IGNORECASE)
BOLD = re.compile(r"font-weight:\s*(bold|[6-9]00)", re.IGNORECASE)
NOT_BOLD = re.compile(r"font-weight:\s*(normal|[1-5]00)", re.IGNORECASE)
LINE_END = re.compile(r"\s*\n\s*")
# Where one of these is not closed, HTML puts a copy into every paragraph that follows: of 100 KB it
# made 150 MB. By another name they are elements like others.
COPIED = re.compile(
    r"(</?)(?=(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>])", re.IGNORECASE
)
# A parser's work grows with the square of what is open: 28,000 lists in each other took more than
# half a minute. 50 pages of a word processor have 5,000 elements.
MAX_ELEMENTS = 10_000
BEGINS = re.compile(r"<[a-z]", re.IGNORECASE)
# What is read; of all other elements their text.
TAGS = {
    "article", "aside", "audio", "blockquote", "br", "caption", "center", "del", "details", "div",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe",
    "img", "input", "kbd", "li", "main", "ol", "p", "pre", "samp", "section", "source", "span",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
    "x-a", "x-b", "x-code", "x-em", "x-font", "x-i", "x-s", "x-strong", "x-tt",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "style", "data-style"},
    "x-a": {"href"},
    **{player: {"src", "title"} for player in ("audio", "iframe", "source", "video")},
    "input": {"type", "checked"},
    "li": {"role", "aria-checked"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
# A page that Google Docs published or saved leads through Google to every address.
THROUGH_GOOGLE = re.compile(r"https://www\.google\.com/url\?(?:[^#]*&)?q=(https?(?::|%3A)[^&#]+)")
AS_TYPED = re.compile(r"white-space:\s*pre\s*(?:;|\Z)", re.IGNORECASE)


class Pasted(NamedTuple):
    """The Markdown of what was pasted, and the number of pictures that were left out."""

    markdown: str
    pictures: int


def read(html: str, site: str = "") -> Pasted:
    """Return what the HTML of a clipboard says. `site` is the scheme and host of this site.

    Raises Refused when it is nested too deeply to read, or has too many elements.
    """
    if sum(1 for _begin in BEGINS.finditer(html)) > MAX_ELEMENTS:
        raise Refused("This has too many parts to be converted. Paste it in several pieces.")
    soup = _cleaned(html)
    _say_code(soup)
    for text in soup.find_all(string=LINE_END):  # Word breaks its lines where it likes
        if text.find_parent("pre") is None:
            text.replace_with(LINE_END.sub(" ", text))
    _say_tasks(soup)
    pictures = soup.find_all("img")
    for picture in pictures:
        picture.decompose()
    _join_word_lists(soup)
    for element in soup.find_all(["span", "b", "strong", "i", "em", "font"]):
        _say_style(soup, element)
    for link in soup.find_all("a", href=True):
        link["href"] = _without_host(_direct(str(link["href"])), site)
    for player in soup.find_all(src=True):
        player["src"] = _without_host(str(player["src"]), site)
    _lower_headings(soup)
    _name_columns(soup)
    for break_ in soup.find_all("br"):
        if break_.parent is soup or break_.find_parent(["p", "li", "td", "th", "pre"]) is None:
            break_.name = "p"
    return Pasted(to_markdown(str(soup)), len(pictures))


def _cleaned(html: str) -> BeautifulSoup:
    """Return the tree of `html` with what is read of it alone. Raises Refused."""
    # A browser's parser: every element is closed, and none is missed that is written badly.
    html = COPIED.sub(r"\1x-", only_text(html))
    html = nh3.clean(html, TAGS, {"script", "style", "title"}, ATTRIBUTES, link_rel=None)
    soup = read_tree(html.replace("<x-", "<").replace("</x-", "</"))
    for element in soup.select("[data-style]"):  # the browser must not apply it
        element["style"] = element.attrs.pop("data-style")
    return soup


def _direct(address: str) -> str:
    """Return where an address leads in the end."""
    match = THROUGH_GOOGLE.match(address)
    return unquote(match[1]) if match else address


def _without_host(address: str, site: str) -> str:
    """Return the path of an address of this site; that of another one may begin like it."""
    path = address.removeprefix(site)
    if path == address or path[:1] not in ("", "/", "?", "#"):
        return address
    return path if path.startswith("/") else f"/{path}"


def _say_code(soup: BeautifulSoup) -> None:
    """Make code of the lines of an editor for programs, each of which is an element of its own."""
    for block in soup.find_all("div", style=AS_TYPED):
        if block.find(lambda inside: inside.name not in ("div", "span", "br")) is None:
            for line in block.find_all("div"):
                line.append("\n")
            block.name = "pre"


def _say_tasks(soup: BeautifulSoup) -> None:
    """Put a box where Google Docs shows a picture of one."""
    for item in soup.select("li[role=checkbox]"):
        if picture := item.find("img"):
            picture.decompose()
        checked = {"checked": ""} if item.get("aria-checked") == "true" else {}
        (item.find("p") or item).insert(
            0, soup.new_tag("input", attrs={"type": "checkbox", **checked})
        )


def _say_style(soup: BeautifulSoup, element: Tag) -> None:
    """Say in elements what is said in styles: Google Docs wraps all of it in a <b> that is not."""
    style = str(element.get("style") or "")
    if element.name in ("b", "strong") and NOT_BOLD.search(style):
        element.unwrap()
        return
    if element.name not in ("span", "font") or not element.get_text().strip():
        return
    if element.find_parent(HEADINGS):  # a heading is bold by itself
        return
    if BOLD.search(style) and not element.find_parent(["b", "strong", "th"]):
        element.wrap(soup.new_tag("strong"))
    if ITALIC.search(style) and not element.find_parent(["i", "em"]):
        element.wrap(soup.new_tag("em"))


def _join_word_lists(soup: BeautifulSoup) -> None:
    """Make lists of the paragraphs that Word only indents and marks."""
    lists: list[Tag] = []
    last: Tag | None = None
    for paragraph in soup.find_all(["p", "h1", "h2", "h3", "div"]):
        match = WORD_LIST.search(str(paragraph.get("style") or ""))
        if not match:
            continue
        if not lists or _next_element(last) is not paragraph:
            lists = []
        last = _add_to_list(soup, lists, int(match[1]), paragraph)


def _add_to_list(soup: BeautifulSoup, lists: list[Tag], level: int, paragraph: Tag) -> Tag:
    """Move a paragraph into the list of its level; return the outermost list, which stands there.

    `lists` are those that are open, the outermost first.
    """
    sign = ""
    for mark in paragraph.find_all(style=WORD_MARK):
        sign = sign or mark.get_text()
        mark.decompose()
    del lists[max(1, level) :]
    while len(lists) < max(1, level):
        inner = soup.new_tag("ol" if NUMBERED.match(sign) else "ul")
        if not lists:
            paragraph.insert_before(inner)
        else:
            items = lists[-1].find_all("li", recursive=False)
            (items[-1] if items else lists[-1]).append(inner)
        lists.append(inner)
    item = soup.new_tag("li")
    item.extend(list(paragraph.contents))
    lists[-1].append(item)
    paragraph.decompose()
    return lists[0]


def _next_element(element: Tag | None) -> Tag | None:
    """Return what follows `element`, blanks aside."""
    following = element.next_sibling if element else None
    while isinstance(following, NavigableString) and not following.strip():
        following = following.next_sibling
    return following if isinstance(following, Tag) else None


def _lower_headings(soup: BeautifulSoup) -> None:
    """The title is the page's only h1: what is pasted begins below it."""
    if soup.find("h1"):
        for heading in soup.find_all(HEADINGS):
            heading.name = f"h{min(6, int(heading.name[1]) + 1)}"


def _name_columns(soup: BeautifulSoup) -> None:
    """Make the first row of a table its head: word processors and spreadsheets have no other."""
    for table in soup.find_all("table"):
        first = table.find("tr")
        if first and not table.find("th"):
            for cell in first.find_all("td", recursive=False):
                cell.name = "th"
