"""Databases that a benchmark has to itself, on the server that the site uses.

The server is DATABASE_URL's, or the embedded one. The site's own database is only connected to, so
that another one can be created or dropped beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from helpcenter.embedded import ensure_running

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()


def server_url() -> str:
    """Return the URL of the site's database; starts the embedded server when there is no other."""
    return os.environ.get("DATABASE_URL") or ensure_running(VAR_DIR / "postgres")


def url_of(server: str, name: str) -> str:
    """Return the URL of the database `name` on the server of the URL `server`."""
    parts = urlsplit(server)
    # urlunsplit would lose the empty host of a socket's URL.
    return server.replace(f"{parts.netloc}{parts.path}", f"{parts.netloc}/{name}", 1)


def exists(server: str, name: str) -> bool:
    """Return whether the server has a database `name`."""
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return found.rowcount == 1


def create(server: str, name: str) -> None:
    """Create an empty database `name`; one that was there is dropped first."""
    drop(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(server: str, name: str) -> None:
    """Drop the database `name`, whoever is connected to it; none there is no error."""
    with psycopg.connect(server, autocommit=True) as connection:
        statement = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
