"""Take the pictures of README and docs again: `make screenshots`.

Starts the site as `make run` does, with a database of its own and the demo content, and looks at
it with the Chromium of the browser tests. Pictures are WebP, so that they stay small in git.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
PORT = "8493"
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = "screenshots-only"  # noqa: S105 - of a site that lives for half a minute


def main() -> None:
    """Start the site, photograph it, end it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        site = subprocess.Popen(
            [sys.executable, "-m", "helpcenter.run"],
            cwd=ROOT,
            env=os.environ
            | {"VAR_DIR": var, "PORT": PORT, "ADMIN_PASSWORD": PASSWORD}
            | {"SITE_NAME": "Larkbooks Help", "CONTACT_URL": "mailto:support@larkbooks.example"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            while site.stdout and (line := site.stdout.readline()):
                if "Admin  http" in line:
                    break
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                    args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
                )
                photograph(browser)
                browser.close()
        finally:
            site.terminate()
            site.wait()


def photograph(browser: Browser) -> None:
    """Take every picture."""
    desktop, phone = (1280, 860), (390, 844)
    _take(browser, "home", "/", desktop)
    _take(browser, "home-dark", "/", desktop, dark=True)
    _take(browser, "search", "/search/?q=I+lost+my+phone%2C+how+can+I+log+in%3F", desktop)
    _take(browser, "article", "/articles/connect-bank/", desktop)
    _take(browser, "article-phone", "/articles/lost-phone/", phone, dark=True)
    _take(browser, "admin-articles", "/admin/articles/article/", desktop, _sign_in)
    _take(browser, "editor", "/admin/articles/article/", desktop, _sign_in, _open_an_article)


def _take(browser: Browser, name: str, path: str, size, *steps, dark: bool = False) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.goto(SITE + path)
    for step in steps:
        step(page)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.save(IMAGES / f"{name}.webp", quality=82, method=6)
    print(f"docs/images/{name}.webp")
    context.close()


def _sign_in(page: Page) -> None:
    page.fill("#id_username", "admin")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("#result_list")


def _open_an_article(page: Page) -> None:
    page.goto(f"{SITE}/admin/articles/article/?q=lost+phone")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_timeout(1500)  # the preview follows the text after a moment


if __name__ == "__main__":
    main()
