"""How statements of pages are asked: placeholders by name, any length, values in binary form."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.reading import rows

pytestmark = pytest.mark.django_db


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    whole=st.integers(-(2**63), 2**63 - 1),
    real=st.floats(allow_nan=False),
    at=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
)
def test_any_value_comes_back_as_it_went(text, whole, real, at):
    sql = """SELECT %(text)s::text, %(whole)s::bigint, %(real)s::float8, %(at)s::timestamptz,
                    %(texts)s::text[], %(text)s::text, 'of 100 %%'"""
    values = {"text": text, "whole": whole, "real": real, "at": at, "texts": [text, ""]}
    assert rows(sql, values) == [(text, whole, real, at, [text, ""], text, "of 100 %")]


def test_a_statement_may_leave_parameters_unused():
    assert rows("SELECT %(one)s::int", {"two": 2, "one": 1}) == [(1,)]


def test_a_statement_is_logged_with_its_values():
    with CaptureQueriesContext(connection) as asked:
        rows("SELECT %(word)s::text", {"word": "escrow"})
    assert [query["sql"] for query in asked] == ["SELECT 'escrow'::text"]


def test_what_postgresql_refuses_is_an_error_of_django():
    with pytest.raises(DataError):
        rows("SELECT %(whole)s::text::int", {"whole": "many"})
