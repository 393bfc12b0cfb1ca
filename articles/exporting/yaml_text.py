"""What an export writes as YAML: heads of files and the tree of categories."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import yaml

from ..models import Category

RARE_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")


def categories() -> list[dict[str, Any]]:
    """Return the tree of categories as `categories.yml` lists it; two statements."""
    below: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.prefetch_related("translations"):
        below[category.parent_id].append(category)
    return [_entry(tab, below) for tab in below[None]]


def _entry(category: Category, below: dict[int | None, list[Category]]) -> dict[str, Any]:
    names = {t.locale: t.name for t in category.translations.all()}
    descriptions = {t.locale: t.description for t in category.translations.all()}
    entry = {
        "key": category.key,
        "icon": category.icon,
        "names": dict(sorted(names.items())),
        "descriptions": {key: text for key, text in sorted(descriptions.items()) if text},
        "children": [_entry(child, below) for child in below[category.pk]],
    }
    return {k: value for k, value in entry.items() if value or k == "names"}


class Dumper(yaml.SafeDumper):
    """Writes texts with rare line breaks in double quotes; other styles lose them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if RARE_BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)


def as_yaml(data: Any) -> bytes:
    """Return `data` as YAML in UTF-8, long lines unbroken."""
    return yaml.dump(
        data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000
    ).encode()
