"""Pages as a browser sees them: their words, what a form would send, and what could run."""

from __future__ import annotations

import csv
import re
from datetime import timedelta

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone

from articles import branding, notices
from articles.models import ViewCount, ViewTotal

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
FORM = "#article_form"

ARTICLE_BODY = (
    "First words of it.\n\n## Before you start\n\nText.\n\n### Details\n\nMore.\n\n## After\n\nEnd."
)
# One poison for every place where text is shown.
POISON = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"
POISONED_BODY = (
    "## <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\n"
    '![x](javascript:alert(1) "\\" onload=alert(1)")\n\n</textarea><script>alert(2)</script>\n\n'
    "[data](data:text/html;base64,PHNjcmlwdD4=) <svg/onload=alert(1)>\n"
)


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element: Tag | None) -> str:
    """Return the text of an element that must be there, its white space folded."""
    assert element is not None
    return " ".join(element.get_text().split())


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [words(element) for element in page.select(selector)]


def titles(response) -> list[str]:
    """Return what the admin's list of articles shows."""
    return [link.get_text() for link in page(response).select("th.field-title a")]


def led_to(client: Client, slug: str) -> str | int:
    """Return where /articles/slug/ leads in one step, or the status of what it answers."""
    response = client.get(f"/articles/{slug}/")
    return response.url if response.status_code == 301 else response.status_code


def download_link(response) -> str:
    """Return where the link at the foot of a list leads."""
    (link,) = page(response).select(".desk-download a")
    assert link.get_text() == "Download as CSV"
    return link["href"]


def csv_rows(response) -> list[list[str]]:
    """Return the lines of a file that is sent, the headings first."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))


def change(article) -> str:
    return f"{LIST}{article.pk}/change/"


def fields(response, form: str = FORM) -> dict[str, str]:
    """Return what the browser would send if the form were submitted as it stands."""
    sent = {}
    for field in page(response).select_one(form).select("input, textarea, select"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "file") or field.has_attr("disabled"):
            continue
        if field.name == "textarea":
            # A browser drops the first line end and sends CRLF.
            sent[name] = field.text.removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            sent[name] = next((o["value"] for o in field.select("option[selected]")), "")
        elif kind not in ("checkbox", "radio") or field.has_attr("checked"):
            sent[name] = field.get("value", "on" if kind == "checkbox" else "")
    return sent


def submit(client: Client, url: str, button: str = "_save", _form: str = FORM, **changes: str):
    """Open a form, change some fields, press a button; return the answer, not following it."""
    opened = client.get(url)
    assert opened.status_code == 200, opened
    return client.post(url, fields(opened, _form) | changes | {button: "1"})


def errors(response) -> str:
    return " ".join(e.get_text(" ", strip=True) for e in page(response).select(".errorlist"))


def active_content(html: BeautifulSoup | str) -> list[str]:
    """Return everything in a page that could run: inline scripts, handlers, foreign schemes."""
    soup = html if isinstance(html, BeautifulSoup) else BeautifulSoup(html, "html.parser")
    found = [str(s) for s in soup.find_all("script") if not _is_harmless(s)]
    found += [str(s) for s in soup.find_all("style")]
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            if name == "srcdoc":
                found += active_content(text)
            elif name.startswith("on") or name == "style" or _runs(name, text):
                found.append(f"{element.name} {name}={text}")
    return found


def _is_harmless(script: Tag) -> bool:
    """Return whether a script is one of our files, or data that cannot end before its end."""
    is_data = script.get("type") == "application/ld+json" and not re.search("[<>&]", script.text)
    return is_data or script.get("src", "").startswith("/")


def _runs(name: str, address: str) -> bool:
    leads = name in ("href", "src", "action", "formaction", "xlink:href")
    return leads and bool(re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE))


def select(client, action: str, articles, **more):
    """Choose articles and an action, and say yes on the page that asks."""
    sent = {"action": action, "_selected_action": [a.pk for a in articles]} | more
    asked = client.post(LIST, sent, follow=True)
    if not (form := page(asked).select_one("form:has([name=chosen])")):
        return asked
    said = {"_apply": "1", "change_note": "Why"}
    return client.post(form["action"], fields(asked, "#content-main form") | said, follow=True)


def ask(client: Client, deed: str, articles, **more):
    """Choose articles in the list and begin a deed; return the page that asks."""
    chosen = {"action": f"{deed}_selected", "_selected_action": [a.pk for a in articles]}
    return client.post(LIST, chosen | more)


def answer(client: Client, asked, button="_apply", **said):
    """Fill in the page that asked and press a button."""
    form = page(asked).select_one("#content-main form")
    repeated: dict[str, list[str]] = {}
    for box in form.select("[type=hidden][name], [type=checkbox][name][checked]"):
        repeated.setdefault(box["name"], []).append(box.get("value", "on"))
    sent = fields(asked, "#content-main form") | repeated | {button: "1"} | said
    return client.post(form["action"], sent, follow=True)


def told(response) -> str:
    """Return what the admin says was done."""
    return " ".join(texts(page(response), ".messagelist li"))


def read_frame() -> None:
    """Read what a process reads once a second for the frame of every page."""
    branding.current()
    branding.sections()
    notices.current()


def read(article, times: int, days_ago: int = 1) -> None:
    """Count so many views of an article on a day."""
    day = timezone.localdate() - timedelta(days=days_ago)
    ViewCount.objects.create(article=article, day=day, views=times)
    total, _made = ViewTotal.objects.get_or_create(article=article, defaults={"views": 0})
    total.views += times
    total.save()
