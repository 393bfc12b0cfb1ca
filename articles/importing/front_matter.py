"""The head of an article's file: YAML between `---` lines, Hugo's TOML between `+++` or its JSON.

Read as text with the line of each key; what the values mean is decided in `head`.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from . import safe_yaml
from .report import Refused

YAML_HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TOML_HEAD = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TOML_KEY = re.compile(r"\s*[\w-]+[ \t]*=")


@dataclass
class Value:
    """What stands behind a key, and in which line of the file."""

    content: Any
    line: int | None = None


def split(text: str) -> tuple[dict[str, Value], str]:
    """Return the head of `text`, by key, and the body behind it. Raises Refused."""
    if (match := YAML_HEAD.match(text)) and (values := _yaml(match[1])) is not None:
        return values, text[match.end() :]
    if (match := TOML_HEAD.match(text)) and (values := _toml(match[1])) is not None:
        return values, text[match.end() :]
    if text.startswith("{") and (known := _json(text[: safe_yaml.MAX_LENGTH])):
        return known[0], text[known[1] :]
    if re.match(r"---[ \t]*\n[\w-]+:", text):
        raise Refused("The front matter has no end: close it with a line of three dashes.", line=1)
    return {}, text


def _yaml(head: str) -> dict[str, Value] | None:
    """Return the values of a head; None when it is none (text between two rules)."""
    node = safe_yaml.compose(head, first_line=2)
    if node is None:
        return {}
    if isinstance(node, yaml.ScalarNode):
        return None
    if not isinstance(node, yaml.MappingNode):
        raise Refused("The front matter is not a list of `key: value` lines.", line=2)
    seen: set[int] = set()
    return {
        key.value: Value(safe_yaml.plain(value, seen), key.start_mark.line + 2)
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def _toml(head: str) -> dict[str, Value] | None:
    """Return the values of Hugo's TOML; None when it is none (a `+++` block of the text).

    Raises Refused for one that is broken.
    """
    try:
        values = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        if TOML_KEY.match(head):
            raise Refused(f"The TOML is broken: {error}.", line=1) from error
        return None
    return {key: Value(_as_text(value)) for key, value in values.items()}


def _json(text: str) -> tuple[dict[str, Value], int] | None:
    """Return the values of Hugo's JSON and where it ends; None when an object is no head."""
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if "title" not in values:
        return None
    return {key: Value(_as_text(value)) for key, value in values.items()}, end


def _as_text(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else str(value)
