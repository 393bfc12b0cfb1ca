"""Whether the database is what this code asks for."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def is_current() -> bool:
    """Return whether every migration was run; a database that is away may well be current."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return True
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
