"""What the names in templates stand for, as far as the source itself says it.

`page.title` and `$frontmatter.title` are in the head of the file, `site.email` in Jekyll's
`_config.yml`, GitHub's `variables.product.name` in `data/variables/product.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from . import front_matter, safe_yaml
from .report import Refused
from .sources import Source, decode

MAX_FILE_BYTES = 500_000
# The site has its own addresses: a link begins with the path behind these.
NOWHERE = frozenset(["baseurl", "base_url", "url", "github.url"])


def lookup(source: Source, raw: str) -> Callable[[str], str | None]:
    """Return a function that says what a name of a template stands for in the file `raw`.

    None for a name of which nobody knows what it is; "" for one that has no value.
    """

    def value(name: str) -> str | None:
        scope, _dot, key = name.partition(".")
        if scope in ("page", "frontmatter"):
            return _shown(_head(raw).get(key))
        if scope == "site":
            return "" if key in NOWHERE else _shown(_config(source).get(key))
        return None

    return value


def of_github(source: Source, path: str) -> str | None:
    """Return the value of `variables.product.name`; None without one."""
    *folders, file, key = path.split(".")
    name = str(PurePosixPath("data", *folders, f"{file}.yml"))
    if not source.has(name):
        return None
    match = re.search(
        rf"^{re.escape(key)}:[ \t]*(?:>-?[ \t]*\n[ \t]+)?(.+)$",
        decode(source.read(name, MAX_FILE_BYTES)),
        re.MULTILINE,
    )
    return match[1].strip().strip("'\"") if match else None


def _head(raw: str) -> dict[str, Any]:
    return {key: value.content for key, value in front_matter.split(raw)[0].items()}


def _config(source: Source) -> dict[str, Any]:
    if not source.has("_config.yml"):
        return {}
    try:
        values = safe_yaml.load(decode(source.read("_config.yml", MAX_FILE_BYTES)))
    except Refused:
        return {}
    return values if isinstance(values, dict) else {}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else ""
