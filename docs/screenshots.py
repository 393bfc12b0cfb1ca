"""Take the pictures of README and docs again: `make screenshots`.

Starts the site as `make run` does, with a database of its own and the demo content, and looks at
it with the Chromium of the browser tests; `docs.desk` adds a day of a support team. Pictures are
WebP, so that they stay small in git. Some show Japanese, which needs a font (fonts-noto-cjk).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium-headless-shell", "chromium", "google-chrome")
ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
PORT = "8493"
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = "screenshots-only"  # noqa: S105 - of a site that lives for half a minute


def chromium() -> str | None:
    """Return the path of the browser that is there, or None for Playwright's own."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def main() -> None:
    """Start the site, photograph it, end it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | {
            "VAR_DIR": var, "PORT": PORT, "ADMIN_PASSWORD": PASSWORD,
            "DJANGO_SETTINGS_MODULE": "helpcenter.settings",
        }  # fmt: skip
        site = subprocess.Popen(
            [sys.executable, "-m", "helpcenter.run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            while site.stdout and (line := site.stdout.readline()):
                if "Admin  http" in line:
                    break
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium(),
                    args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
                )
                photograph(browser)
                subprocess.run(
                    [sys.executable, "-m", "docs.desk"], cwd=ROOT, env=environment, check=True
                )
                photograph_the_desk(browser)
                browser.close()
        finally:
            site.terminate()
            site.wait()


def photograph(browser: Browser) -> None:
    """Take the pictures of the site as it comes."""
    desktop, phone = (1280, 860), (390, 844)
    _take(browser, "home", "/", desktop)
    _take(browser, "home-dark", "/", desktop, dark=True)
    _take(browser, "suggestions", "/", desktop, _type("lost"))
    _take(browser, "search", "/search/?q=I+lost+my+phone%2C+how+can+I+log+in%3F", desktop)
    _take(browser, "article", "/articles/connect-bank/", desktop)
    _take(browser, "article-phone", "/articles/lost-phone/", phone, dark=True)
    _take(browser, "admin-articles", "/admin/articles/article/", desktop, _sign_in())
    _take(
        browser, "editor", "/admin/articles/article/", desktop, _sign_in(), _form_of("lost-phone")
    )


def photograph_the_desk(browser: Browser) -> None:
    """Take the pictures of the guide for staff, each as somebody who may do what it shows."""
    articles = "/admin/articles/article/"
    _show(browser, "desk-start", "/admin/")
    _show(browser, "desk-list", articles)
    _show(browser, "desk-review", articles, _form_of("card-declined"), user="rob")
    _show(browser, "desk-difference", articles, _form_of("lost-phone", "difference/?from=live"))
    _show(browser, "desk-history", articles, _form_of("lost-phone", "history/"))
    _show(browser, "desk-calendar", f"{articles}calendar/")
    _show(browser, "desk-set", "/admin/articles/publicationset/", _open_the_set)
    _show(browser, "desk-bulk", f"{articles}?q=phone", _ask_to_unpublish)
    _show(browser, "desk-quality", f"{articles}quality/")
    _show(browser, "desk-overdue", f"{articles}overdue/")
    _show(browser, "desk-asked", "/admin/search/askedquestion/")
    _show(browser, "desk-unanswered", "/admin/search/askedquestion/gaps/?locale=en-us")
    _show(
        browser, "desk-preview", articles, _form_of("card-declined", "preview-link/"), _make_a_link
    )


def _show(browser: Browser, name: str, path: str, *steps, user: str = "petra") -> None:
    """Take a picture of the desk, smaller than the others: there are many."""
    _take(browser, name, path, (1160, 760), _sign_in(user), *steps, scale=1.25, quality=70)


def _take(
    browser: Browser, name: str, path: str, size, *steps,
    dark: bool = False, scale: float = 1.5, quality: int = 82,
) -> None:  # fmt: skip
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.goto(SITE + path)
    for step in steps:
        step(page)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.save(IMAGES / f"{name}.webp", quality=quality, method=6)
    print(f"docs/images/{name}.webp")
    context.close()


def _sign_in(user: str = "admin") -> Callable[[Page], None]:
    def sign_in(page: Page) -> None:
        page.fill("#id_username", user)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_selector("#user-tools")

    return sign_in


def _type(question: str) -> Callable[[Page], None]:
    def type_it(page: Page) -> None:
        page.locator("input[name=q]").press_sequentially(question)
        page.wait_for_selector("[role=option]")

    return type_it


def _form_of(slug: str, page_of_it: str = "change/") -> Callable[[Page], None]:
    """Open the form of the article at `slug`, or another page about it, as the list leads there."""

    def open_it(page: Page) -> None:
        page.goto(f"{SITE}/admin/articles/article/?locale=en-us&q={slug.replace('-', '+')}")
        links = page.locator("#result_list tbody th a").all()
        forms = [link.get_attribute("href") or "" for link in links]
        for form in forms:
            page.goto(SITE + form)
            if page.input_value("#id_slug") == slug:
                break
        page.goto(SITE + form.replace("change/", page_of_it).split("?_")[0])
        page.wait_for_timeout(1500)  # the preview follows the text after a moment

    return open_it


def _open_the_set(page: Page) -> None:
    page.locator("#result_list tbody th a").first.click()
    page.goto(page.url.split("change/")[0] + "check/")


def _make_a_link(page: Page) -> None:
    page.click("text=Make a link")


def _ask_to_unpublish(page: Page) -> None:
    for box in page.locator("#result_list input.action-select").all()[:3]:
        box.check()
    page.select_option("select[name=action]", "unpublish_selected")
    page.click("button[name=index]")
    page.wait_for_selector(".desk-bulk")


if __name__ == "__main__":
    main()
