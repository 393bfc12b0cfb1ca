"""A real browser in front of the real server."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from articles.models import Category, Notice, ViewTotal
from tests.browser.every_block import BODY, LONG

# Playwright's sync interface runs an event loop in the test's thread; Django would refuse the
# database there, though nothing here shares a connection between tasks.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Chromium heeds the last such list only, so Playwright's own stands here again. Of ours the first
# two make every window load a hidden page for its address bar, which takes more of the processor
# than the page under test; the third keeps a process for a page that is never opened.
FEATURES = [
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess",
]  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(FEATURES)}",
]  # fmt: skip
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
       AND backend_type = 'client backend'"""

REPORT_VIOLATIONS = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; Playwright's own download is never used.

    While its event loop runs in this thread, Django has another connection there. Nobody else
    closes that one, and the test database could not be dropped.
    """
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail('Chromium is missing (Debian: "apt install chromium"). Or: -m "not browser".')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        connection.close()


def wait_for_answers() -> None:
    """Let the server end what pages have asked for: the tables are emptied next."""
    for _look in range(100):
        with connection.cursor() as cursor:
            cursor.execute(AT_WORK)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.fixture
def visit(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a path: visit("/faq/", width=320, scheme="dark") -> Page.

    Further arguments go to Playwright's `new_context`. A console error, an exception or a violation
    of the content security policy in any of the pages fails the test.
    """
    problems: list[str] = []
    contexts = []

    def report(page: Page, message) -> None:
        # The browser calls a page that answers 404 an error; here that is what was asked for.
        if message.type == "error" and message.location.get("url") != page.url:
            problems.append(f"{page.url}: {message.text}")

    def open_page(path: str, width: int = 1280, scheme: str = "light", **options) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            **options,
        )
        contexts.append(context)
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        page.on("console", lambda message: report(page, message))
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.goto(path, wait_until="load")
        return page

    yield open_page
    found = [*problems]
    for context in contexts:
        context.set_offline(True)  # what a page sends as it is closed would meet empty tables
        context.close()
    wait_for_answers()
    assert found == []


def login_of(user: User) -> dict:
    """Return what a browser keeps of a login."""
    client = Client()
    client.force_login(user, backend="articles.staff.StaffBackend")
    session = client.cookies["sessionid"].value
    cookie = {"name": "sessionid", "value": session, "domain": "localhost", "path": "/",
              "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}  # fmt: skip
    return {"cookies": [cookie], "origins": []}


@pytest.fixture
def signed_in(db) -> dict:
    """What a browser keeps of a superuser's login."""
    return login_of(User.objects.create_superuser("petra"))


@pytest.fixture
def desk(visit, signed_in):
    """Return a function that opens a page of the admin, signed in: desk("/admin/", width=390).

    A superuser sits there, or the `user` that it is given.
    """

    def sit_down(path: str, user: User | None = None, **options) -> Page:
        login = login_of(user) if user else signed_in
        return visit(path, storage_state=login, **options)

    return sit_down


@pytest.fixture
def account(publish, faq, make_category, settings) -> Category:
    """A category with an article that has every kind of thing, on a site with a contact."""
    settings.CONTACT_URL = "https://example.com/contact"
    account = make_category("account", parent=faq, name="Account and sign-in", icon="user")
    article = publish(
        "Change my password", BODY, category=account, pinned=True, tags=["security", LONG.lower()],
        summary="In the app or on the web.",
    )  # fmt: skip
    ViewTotal.objects.create(article=article, views=149333)
    return account


@pytest.fixture
def full(account, publish, make_category):
    """More articles than a list shows; far below them a category without any; and a notice."""
    Notice.objects.create(text=LONG, kind="warning", address="/")
    above = account
    for n in range(3):
        above = make_category(f"level-{n}", parent=above, name=LONG[: 40 + n])
    make_category("empty", parent=above, name="Nutzungsbedingungsdokumente")
    for n in range(16):
        publish(f"{LONG} {n}", "Some text.\n\n## A part\n\nMore.", category=account)
