"""A backup as docs/production.md has it: the dump comes back whole, and an empty one is refused."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from helpcenter.cluster import INSTALL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # pg_restore of PostgreSQL 18 says what servers before 17 do not understand.
    pytest.mark.skipif(
        "DATABASE_URL" in os.environ,
        reason="pg_dump and pg_restore here belong to the site's own PostgreSQL, not to yours",
    ),
]

TABLES = """
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
ROWS = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t"


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess:
    at = connection.settings_dict
    server = ("-h", at["HOST"], "-U", at["USER"])
    return subprocess.run([INSTALL / "bin" / program, *server, *arguments], capture_output=True)


def restore(dump: Path, database: str) -> subprocess.CompletedProcess:
    return run("pg_restore", "--no-owner", "--exit-on-error", "-d", database, dump)


def rows(database: str) -> dict[str, tuple]:
    """Return of each table of `database` how much it holds, and a hash of it."""
    at = connection.settings_dict
    with psycopg.connect(host=at["HOST"], user=at["USER"], dbname=database) as other:
        names = [name for (name,) in other.execute(TABLES)]
        return {name: other.execute(ROWS.format(name)).fetchone() for name in names}


@pytest.fixture
def empty() -> Iterator[str]:
    """The name of an empty database of the same user."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield name
        cursor.execute(f"DROP DATABASE {name}")


def test_a_dump_comes_back_whole(publish, write, empty, tmp_path):
    publish("Refunds", "How *refunds* work.", tags=["money"])
    write("Draft", "Ω\t\\N")
    dump, here = tmp_path / "help-center.dump", connection.settings_dict["NAME"]
    assert run("pg_dump", "-Fc", "-f", dump, here).returncode == 0
    assert restore(dump, empty).stderr == b""
    found = rows(empty)
    assert found == rows(here)
    assert found["articles_article"][0] == 2


def test_an_empty_dump_fails(empty, tmp_path):
    dump = tmp_path / "help-center.dump"
    dump.touch()
    assert restore(dump, empty).returncode == 1
