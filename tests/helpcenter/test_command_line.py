"""A command that cannot go on says in a sentence what an operator can mend."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection

from helpcenter.command_line import plain_refusals

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["SELECT FROM nowhere", "SELECT nothing FROM articles_article"])
def test_a_database_that_was_not_migrated_is_told_with_the_way_to_do_it(query):
    with (
        pytest.raises(SystemExit, match=r"does not exist.*First run: manage\.py migrate"),
        plain_refusals(),
        connection.cursor() as cursor,
    ):
        cursor.execute(query)


def test_a_database_that_is_away_and_ctrl_c_are_told():
    with pytest.raises(SystemExit, match="The database failed: no route"), plain_refusals():
        raise OperationalError("no route")
    with pytest.raises(SystemExit, match="The database failed: could not"), plain_refusals():
        raise psycopg.errors.DiskFull("could not extend file")  # the embedded one, as it starts
    with pytest.raises(SystemExit, match="Interrupted"), plain_refusals():
        raise KeyboardInterrupt


def test_a_folder_that_cannot_be_written_and_a_full_disk_are_told():
    with pytest.raises(SystemExit, match=r"'/proc/1/nothing': .* able to write"), plain_refusals():
        raise PermissionError(errno.EACCES, "Permission denied", "/proc/1/nothing")
    with pytest.raises(SystemExit, match=r"^No space left on device"), plain_refusals():
        Path("/dev/full").write_text("x")


def test_a_command_ends_without_a_word_where_its_reader_has_enough():
    with subprocess.Popen(["true"], stdin=subprocess.PIPE) as reader:
        reader.wait()
        asked = subprocess.run(
            [sys.executable, "manage.py", "help"],
            cwd=ROOT, stdout=reader.stdin, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (1, "")


def test_a_command_of_a_start_that_fails_is_told():
    with pytest.raises(SystemExit, match=r"^templates has no \.csv files"), plain_refusals():
        call_command("import_articles", "templates", "--format", "csv")


def test_an_error_of_ours_keeps_its_traceback():
    with pytest.raises(ProgrammingError), plain_refusals(), connection.cursor() as cursor:
        cursor.execute("SELEC 1")
    with pytest.raises(FileNotFoundError), plain_refusals():
        Path("/nowhere").read_text()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("check_links --limit 0", "'0' is not a whole number from 1 to 999999"),
        ("check_links --pause=-1", "'-1' is not a number from 0 to"),
        ("check_links --at-once many", "'many' is not a whole number"),
        ("publish_due --every nan", "'nan' is not a number from 1"),
        ("empty_trash --older-than=-1", "'-1' is not a whole number from 0"),
        ("import_articles templates --format csv", "templates has no .csv files"),
    ],
)
def test_a_number_or_a_folder_that_means_nothing_is_refused(command, told):
    with pytest.raises(CommandError, match=told):
        call_command(*command.split())
