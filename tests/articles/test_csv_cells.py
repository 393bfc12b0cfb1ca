"""Cells of CSV files: what begins like a formula is guarded, and comes back as it was."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.csv_cells import STRETCH, csv_file, guarded, unguarded

BEGINNINGS = "=+-@\t\r\n＝＋－＠"


def read(lines) -> list[list[str]]:
    return list(csv.reader("".join(lines).removeprefix("\ufeff").splitlines(keepends=True)))


@pytest.mark.parametrize("sign", BEGINNINGS)
def test_what_begins_like_a_formula_begins_with_a_quote(sign):
    assert guarded(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    assert guarded(f"'{sign}SUM(A1)") == f"''{sign}SUM(A1)"


@pytest.mark.parametrize("text", ["", "Refunds", "'Tis", "a=b", "e-mail", "''", " =1"])
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == unguarded(text) == text


@given(st.text() | st.text(f"'a{BEGINNINGS}"))
def test_every_text_comes_back_and_none_is_a_formula(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(BEGINNINGS))


def test_a_file_is_what_excel_reads(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    late = datetime(2026, 3, 1, 20, tzinfo=UTC)
    told = "".join(csv_file([["=1", 'a "b"; c', 7, None], [late, date(2026, 3, 1), 0, "ü"]]))
    assert told == ('\ufeff"\'=1","a ""b""; c",7,""\r\n"2026-03-02","2026-03-01",0,"ü"\r\n')


def test_rows_are_read_a_stretch_at_a_time():
    numbers = iter(range(3 * STRETCH))
    lines = csv_file([number] for number in numbers)
    assert next(lines).startswith("\ufeff0\r\n1\r\n")
    assert next(numbers) == STRETCH
    assert len(read(lines)) == 2 * STRETCH - 1


def test_a_file_that_nobody_reads_to_its_end_closes_what_it_reads_from():
    is_open = [True]

    def rows():
        try:
            yield from ([number] for number in range(3 * STRETCH))
        finally:
            is_open.clear()

    lines = csv_file(row for row in rows())
    next(lines)
    lines.close()
    assert not is_open
