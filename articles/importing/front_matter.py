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

from .report import Refused

MAX_HEAD = 64 * 1024
NULLS = frozenset(["", "~", "null", "Null", "NULL"])
# The C parser recurses without a limit: brackets or dashes a few thousand deep end the process.
TOO_DEEP = re.compile(r"(?:[\[{][^\]}\[{]*){40}|(?:-[ \t]+){20}|(?:\?[ \t]+){20}")
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
    if (found := YAML_HEAD.match(text)) and (values := _yaml(found[1])) is not None:
        return values, text[found.end() :]
    if (found := TOML_HEAD.match(text)) and (values := _toml(found[1])) is not None:
        return values, text[found.end() :]
    if text.startswith("{") and (known := _json(text[:MAX_HEAD])):
        return known[0], text[known[1] :]
    if re.match(r"---[ \t]*\n[\w-]+:", text):
        raise Refused("The front matter has no end: close it with a line of three dashes.", line=1)
    return {}, text


def _yaml(head: str) -> dict[str, Value] | None:
    """Return the values of a head; None when it is none (text between two rules)."""
    node = compose(head, first_line=2)
    if node is None:
        return {}
    if isinstance(node, yaml.ScalarNode):
        return None
    if not isinstance(node, yaml.MappingNode):
        raise Refused("The front matter is not a list of `key: value` lines.", line=2)
    seen: set[int] = set()
    return {
        key.value: Value(plain(value, seen), key.start_mark.line + 2)
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def compose(text: str, first_line: int = 1, most: int = MAX_HEAD) -> yaml.Node | None:
    """Return the tree of a YAML document of at most `most` characters.

    Raises Refused for one that is broken or hostile.
    """
    if len(text) > most:
        raise Refused(f"The YAML is longer than {most // 1024} KB.", line=first_line)
    if TOO_DEEP.search(text):
        raise Refused("The YAML is nested too deeply.", line=first_line)
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise Refused(
            f"The YAML is broken: {problem}. Put values with `:`, `#` or quotes in quotes.",
            line=mark.line + first_line if mark else first_line,
        ) from error
    except RecursionError as error:
        raise Refused("The YAML is nested too deeply.", line=first_line) from error


def plain(node: yaml.Node, seen: set[int]) -> Any:
    """Return a node as None, str, list or dict. `seen` finds aliases, which may be a bomb."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in NULLS else node.value
    if id(node) in seen:
        raise Refused("YAML aliases (`*name`) are not read.", line=node.start_mark.line + 1)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, seen) for item in node.value]
    return {str(plain(key, seen)): plain(value, seen) for key, value in node.value}


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
