"""What `make check` looks at beside style: types, and migrations."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command


def test_types_are_right():
    # mypy reads the settings; with a database named there, no server is started for it.
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1/none"}
    checked = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def test_no_model_lacks_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
