"""Lighthouse on the four kinds of page, for a phone and a desktop: `make audit`.

It takes a site that `make run` serves with the demo content (`--site http://127.0.0.1:8000`), asks
npx for Lighthouse 12, which keeps it in npm's own cache, and ends with 1 when a category of a page
is below 95. Needs Node 18 or newer and Chromium. Results are kept out of search engines on purpose,
so of that page the audit "is-crawlable" is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from urllib.request import urlopen

LIGHTHOUSE = "lighthouse@12"
LEAST = 95
PAGES = {
    "home": "/",
    "listing": "/faq/",
    "search": "/search/?q=card+declined",
    "article": "/articles/reset-password/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Print a line for each page and form factor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    site = parser.parse_args().site.rstrip("/")
    _refuse_without_pages(site)
    chromium = next((path for name in NAMES if (path := shutil.which(name))), None)
    if not (chromium and shutil.which("npx")):
        sys.exit("The audit needs Chromium and Node with npx.")
    print("| page | screen |", " | ".join(CATEGORIES), "|\n|---|---|--:|--:|--:|--:|", flush=True)
    lowest = 100
    for page, path in PAGES.items():
        for screen in ("mobile", "desktop"):
            scores = audited(site + path, screen, chromium)
            lowest = min(lowest, *scores)
            print(f"| {page} | {screen} |", " | ".join(map(str, scores)), "|", flush=True)
    sys.exit(0 if lowest >= LEAST else 1)


def _refuse_without_pages(site: str) -> None:
    for path in PAGES.values():
        try:
            urlopen(site + path, timeout=10).close()
        except (OSError, ValueError) as error:
            sys.exit(
                f"{site}{path} does not answer as a page ({error}). Start a site with the demo by "
                "`make run` beside the audit, or name where one runs: make audit ARGS='--site URL'."
            )


def audited(url: str, screen: str, chromium: str) -> list[int]:
    """Return the score of each category, 0 to 100, of one load of `url`."""
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--output-path=stdout",
               "--chrome-flags=--headless=new --no-sandbox"]  # fmt: skip
    if screen == "desktop":
        command.append("--preset=desktop")
    if "/search/" in url:
        command.append("--skip-audits=is-crawlable")
    told = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium}, stdout=subprocess.PIPE, check=True
    )
    categories = json.loads(told.stdout)["categories"]
    return [round(100 * categories[name]["score"]) for name in CATEGORIES]


if __name__ == "__main__":
    main()
