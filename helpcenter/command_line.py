"""How commands end that cannot go on: whatever an operator can mend is a sentence, no traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

# A folder of another user, one that is read-only, a disk that is full.
MENDABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


@contextmanager
def plain_refusals() -> Iterator[None]:
    """End the process with 1 and a sentence about the settings, the database or the disk."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; what is left must not fail at exit either
        # https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except (OperationalError, psycopg.OperationalError) as error:
        sys.exit(f"The database failed: {error}")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        first = str(error).partition("\n")[0]
        sys.exit(f"The database is not up to date ({first}). First run: manage.py migrate")
    except OSError as error:
        if error.errno not in MENDABLE:
            raise
        what = f"{str(error.filename)!r}: " if error.filename else ""
        what += f"{error.strerror}."
        sys.exit(f"{what} Whoever runs this must be able to write there, and there must be room.")
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
