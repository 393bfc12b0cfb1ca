"""What `make check` looks at beside style: types, and migrations; and what imports what."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
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


@pytest.mark.parametrize(
    ("app", "above"), [("articles", "search|helpcenter"), ("search", "helpcenter")]
)
def test_imports_run_one_way(app, above):
    files = [*(settings.BASE_DIR / app).rglob("*.py")]
    imports = re.compile(rf"^ *(from|import) ({above})\b", re.M)
    assert files
    assert [str(file) for file in files if imports.search(file.read_text())] == []
