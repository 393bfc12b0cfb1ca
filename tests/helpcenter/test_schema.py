"""A server asks before its first page whether the database is what its code asks for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from helpcenter import schema

pytestmark = pytest.mark.django_db


def test_a_database_that_lacks_a_migration_is_not_current():
    assert schema.is_current()
    [newest] = MigrationLoader(connection).graph.leaf_nodes("articles")
    MigrationRecorder(connection).record_unapplied(*newest)
    assert not schema.is_current()


def test_a_database_that_has_one_of_a_later_version_is_current():
    MigrationRecorder(connection).record_applied("articles", "9999_later")
    assert schema.is_current()
