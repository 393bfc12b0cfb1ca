"""YAML that strangers wrote, read so that it can do no harm.

Every value stays the text that stands there: no types are guessed, no objects are made. What is too
long or nested too deeply is refused, and so are aliases, which can grow without end.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from .report import Refused

MAX_LENGTH = 64 * 1024
NULLS = frozenset(["", "~", "null", "Null", "NULL"])
# The C parser recurses without a limit: brackets or dashes a few thousand deep end the process.
TOO_DEEP = re.compile(r"(?:[\[{][^\]}\[{]*){40}|(?:-[ \t]+){20}|(?:\?[ \t]+){20}")


def load(text: str, most: int = MAX_LENGTH) -> Any:
    """Return a document as None (also an empty one), str, list or dict. Raises Refused."""
    node = compose(text, most=most)
    return plain(node, set()) if node else None


def compose(text: str, first_line: int = 1, most: int = MAX_LENGTH) -> yaml.Node | None:
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
    """Return a node as None, str, list or dict. `seen` has the ids of those that were read.

    Raises Refused for an alias: nested ones may stand for more than memory holds.
    """
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in NULLS else node.value
    if id(node) in seen:
        raise Refused("YAML aliases (`*name`) are not read.", line=node.start_mark.line + 1)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, seen) for item in node.value]
    return {str(plain(key, seen)): plain(value, seen) for key, value in node.value}
