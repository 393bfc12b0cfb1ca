"""A new gunicorn takes over from the old one, as docs/production.md has it for an upgrade."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.helpcenter.test_run import ROOT, free_port

OPTIONS = (
    "--worker-class helpcenter.worker.Worker --preload --workers 2 --threads 4 --keep-alive 75 "
    "--no-control-socket --log-level critical"
)
# It answers with what stood in a file when its master loaded it, and the id of that.
SITE = """
import os, time
open(f"{os.getpid()}.loads", "w").close()
version = open("version").read()

def application(environ, start_response):
    time.sleep(0.02)
    start_response("200 OK", [])
    return [f"{version} {os.getppid()}".encode()]
"""


class Visitors(threading.Thread):
    """Somebody who asks again and again, and notes who answered, and what went wrong."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.masters: dict[str, int] = {}
        self.wrong: list[OSError] = []
        self.stopped = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        self.join()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                with urllib.request.urlopen(self.address, timeout=20) as answer:
                    version, master = answer.read().decode().split()
                self.masters[version] = int(master)
            except OSError as error:
                self.wrong.append(error)

    def wait_for(self, version: str) -> int:
        """Return the id of the master of a version once it has answered."""
        wait_until(lambda: version in self.masters)
        return self.masters[version]


def wait_until(is_so: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def loaded(folder: Path) -> set[int]:
    """Return the ids of the masters that have begun to load the site."""
    return {int(path.stem) for path in folder.glob("*.loads")}


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "version").write_text("old")
    (tmp_path / "upgraded.py").write_text(SITE)
    return tmp_path


@pytest.fixture
def visitors(folder) -> Iterator[Visitors]:
    """Visitors of a site that gunicorn serves; whoever serves it after the test is ended."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("gunicorn")), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [*command, *OPTIONS.split(), "--pythonpath", str(ROOT), "upgraded:application"], cwd=folder
    ) as old:
        visitors = Visitors(f"http://127.0.0.1:{port}/")
        try:
            wait_until(lambda: answers(visitors.address))
            with visitors:
                yield visitors
        finally:
            for master in {old.pid, *visitors.masters.values()}:
                with suppress(ProcessLookupError):
                    os.kill(master, signal.SIGTERM)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=20).close()
    except OSError:
        return False
    return True


def test_no_visitor_gets_an_error_while_new_code_takes_over(folder, visitors):
    old = visitors.wait_for("old")
    (folder / "version").write_text("new")
    os.kill(old, signal.SIGUSR2)
    visitors.wait_for("new")
    os.kill(old, signal.SIGTERM)
    os.waitpid(old, 0)
    visitors.masters.clear()
    visitors.wait_for("new")
    time.sleep(0.5)
    assert list(visitors.masters) == ["new"]
    assert visitors.wrong == []


def test_the_old_code_goes_on_where_the_new_one_does_not_start(folder, visitors):
    old = visitors.wait_for("old")
    (folder / "version").unlink()
    os.kill(old, signal.SIGUSR2)
    wait_until(lambda: loaded(folder) > {old})
    [new] = loaded(folder) - {old}
    wait_until(lambda: not Path(f"/proc/{new}").exists())
    visitors.masters.clear()
    assert visitors.wait_for("old") == old
    assert visitors.wrong == []
