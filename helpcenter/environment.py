"""Variables of the environment: each is read as what it must be, or refused by its name.

A refusal is ImproperlyConfigured that says the variable, its value and what to write instead. An
empty value counts as none. The value of a URL, which may hold a password, is not repeated.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def refusal(name: str, wanted: str) -> ImproperlyConfigured:
    """Return the error for the value that the variable `name` has."""
    return ImproperlyConfigured(f"{name} is {os.environ[name]!r}; use {wanted}.")


def text(name: str, default: str = "") -> str:
    """Return a variable; an empty one counts as not set."""
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """Return whether a variable is 1, true, yes or on. Raises ImproperlyConfigured for nonsense."""
    value = text(name).lower()
    if value and value not in TRUE + FALSE:
        raise refusal(name, "1 or 0")
    return value in TRUE if value else default


def number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    """Return a whole number from `least` to `most`. Raises ImproperlyConfigured for others."""
    value = text(name, str(default))
    is_number = value.isascii() and value.isdigit() and len(value) <= 10
    if not (is_number and least <= int(value) <= most):
        raise refusal(name, f"a whole number from {least} to {most}")
    return int(value)


def seconds(name: str, default: float, most: int) -> float:
    """Return a number of seconds from 0 to `most`, whole or not. Raises ImproperlyConfigured."""
    try:
        value = float(text(name, str(default)))
    except ValueError:
        value = -1
    if not 0 <= value <= most:  # nor is nan
        raise refusal(name, f"a number of seconds from 0 to {most}, such as 0.5")
    return value


def checked(name: str, fits: Callable[[str], object], wanted: str, default: str = "") -> str:
    """Return a variable that `fits`, or is empty; `wanted` says what would fit.

    Raises ImproperlyConfigured for what does not.
    """
    value = text(name, default)
    if value and not fits(value):
        raise refusal(name, wanted)
    return value


def words(
    name: str, default: list[str], fits: Callable[[str], object] = bool, wanted: str = ""
) -> list[str]:
    """Return what stands between commas, each of which `fits`; [] when the value is empty.

    Raises ImproperlyConfigured for the first that does not fit, with what is `wanted`.
    """
    if name not in os.environ:
        return default
    values = [value for part in os.environ[name].split(",") if (value := part.strip())]
    if wrong := [value for value in values if not fits(value)]:
        raise ImproperlyConfigured(f"{name}: {wrong[0]!r} is none; use {wanted}.")
    return values


def database(url: str) -> dict[str, Any]:
    """Return Django's configuration of a DATABASE_URL. Raises ImproperlyConfigured."""
    wanted = "postgres://user:password@host:5432/name; write %40 for @ in a password"
    try:
        is_ours = url.startswith(("postgres://", "postgresql://"))
        configuration = environ.Env.db_url_config(url) if is_ours else {}
    except ValueError:
        configuration = {}
    if not configuration.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL: use {wanted}.")
    return configuration


def mail(default: str) -> dict[str, Any]:
    """Return Django's settings of EMAIL_URL. Raises ImproperlyConfigured."""
    try:
        configuration = environ.Env.email_url_config(text("EMAIL_URL", default))
    except (ValueError, ImproperlyConfigured):
        configuration = {}
    if not configuration or (
        ".smtp." in configuration["EMAIL_BACKEND"] and not configuration["EMAIL_HOST"]
    ):
        raise ImproperlyConfigured("EMAIL_URL: use smtp+tls://user:password@mail.example.com:587.")
    return configuration
