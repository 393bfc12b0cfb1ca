"""How commands end that cannot go on: whatever an operator can mend is a sentence, no traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable


@contextmanager
def plain_refusals() -> Iterator[None]:
    """End the process with 1 and a sentence about the settings or the database."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database failed: {error}")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        first = str(error).partition("\n")[0]
        sys.exit(f"The database is not up to date ({first}). First run: manage.py migrate")
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
