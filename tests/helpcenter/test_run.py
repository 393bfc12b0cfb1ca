"""`make run` in a process of its own: starts, Ctrl-C, a closed terminal, what ends beside it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from articles.models import Article
from helpcenter import cluster, run

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The site as `make run` starts it, with everything it keeps in a folder of the test."""

    def __init__(
        self, var: Path, *arguments: str, until: str = "Admin  http", **environment: str
    ) -> None:
        self.port = free_port()
        inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.process = subprocess.Popen(
            # From nohup or a shell in the background it would inherit what is nothing to end for.
            ["env", "--default-signal=HUP,INT", sys.executable, "-m", "helpcenter.run", *arguments],
            cwd=ROOT,
            env=inherited | {"VAR_DIR": str(var), "PORT": str(self.port)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self.listen(until)

    def listen(self, until: str) -> None:
        """Read what it says up to the line that holds `until`."""
        while until not in self.said:
            line = self.process.stdout.readline()
            assert line, f"It ended before {until!r}: {self.said}"
            self.said += line

    def get(self, path: str, method: str = "GET") -> str:
        """Ask at once: a site that says it is ready listens."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        with urllib.request.urlopen(asked, timeout=10) as response:
            return response.read().decode()

    def interrupt(self, number: int = signal.SIGINT) -> None:
        """Send a signal to all of its processes, as a terminal does."""
        os.killpg(self.process.pid, number)
        self.said += self.process.communicate(timeout=60)[0]


@pytest.fixture
def start(tmp_path):
    """Return a function that starts the site; what still runs after the test is interrupted."""
    sites = []

    def run(*arguments: str, **options: str) -> Site:
        sites.append(Site(tmp_path / "var", *arguments, **options))
        return sites[-1]

    yield run
    for site in sites:
        if site.process.poll() is None:
            site.interrupt()


def server_runs(var: Path) -> bool:
    return (var / "postgres/postmaster.pid").exists()


def read_once(site: Site, path: str) -> None:
    """Ask for what counts a view, as a browser does."""
    address = f"http://127.0.0.1:{site.port}{path}view.gif"
    asked = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0"})
    urllib.request.urlopen(asked, timeout=10).close()


def views(page: str) -> int:
    return int(re.search(r"([\d,]+) views", page)[1].replace(",", ""))


def manage(*command: str, var: Path) -> None:
    """Run a command of the site whose state is in `var`; it must succeed."""
    environment = os.environ | {"VAR_DIR": str(var)}
    environment.pop("DATABASE_URL", None)
    call = [sys.executable, "manage.py", *command]
    subprocess.run(call, cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.mark.long
def test_the_first_start_shows_the_demo_and_a_password_and_the_second_loses_nothing(
    start, tmp_path
):
    interrupted = start(until="Importing")
    interrupted.interrupt(signal.SIGHUP)
    assert interrupted.said.endswith("the next start goes on from here.\n")
    assert not server_runs(tmp_path / "var")

    first = start()
    assert re.search(r"user admin, password \S{12,}, shown this once", first.said)
    listing = first.get("/")
    total = re.search(r"Showing 1-15 of (\d+) articles", listing)
    assert int(total[1]) >= 40
    assert "<title>Larkbooks Help</title>" in listing
    assert 'href="mailto:support@larkbooks.example' in listing
    path = re.search(r'href="(/articles/[^"/]+/)"', listing)[1]
    before = views(first.get(path))
    read_once(first, path)
    manage("check_golden_queries", var=tmp_path / "var")
    assert first.get("/feeds/", "HEAD") == ""
    first.interrupt()  # within the second that a view may wait
    assert first.process.returncode == 0
    assert "was sent" not in first.said
    assert "HEAD" not in first.said  # whoever watches a site asks so all day
    assert not server_runs(tmp_path / "var"), first.said

    second = start()
    assert "shown this once" not in second.said
    assert "Importing" not in second.said
    listing = second.get("/")
    assert total[0] in listing
    assert "font-family" in second.get(re.search(r'href="(/static/[^"]+\.css)"', listing)[1])
    assert views(second.get(path)) == before + 1
    second.interrupt(signal.SIGHUP)  # its terminal is closed
    assert second.process.returncode == 0
    assert not server_runs(tmp_path / "var"), second.said


@pytest.mark.long
@pytest.mark.parametrize("arguments", [(), ("--reload",)])
def test_what_is_killed_beside_the_site_comes_back_by_itself(start, tmp_path, arguments):
    site = start(*arguments, DEMO="0", PUBLISH_EVERY="1")
    assert answers(site, within=20)
    killed = beside(site, tmp_path)
    for process in killed:
        os.kill(process, signal.SIGKILL)
    until = time.monotonic() + 30  # some seconds, where nothing else runs
    while len(beside(site, tmp_path) - killed) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(beside(site, tmp_path) - killed) == len(killed) == 2
    assert answers(site, within=30)
    site.interrupt()
    assert "The embedded PostgreSQL has ended; it is started again." in site.said
    assert "publish_due has ended; it is started again." in site.said
    assert not server_runs(tmp_path / "var"), site.said


def beside(site: Site, folder: Path) -> set[int]:
    """Return the ids of the database server and of the scheduler, of those that there are."""
    try:
        server = (folder / "var/postgres/postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        server = ""
    return {int(server or 0), *children_named("publish_due", of=site.process.pid)} - {0}


def answers(site: Site, within: float) -> bool:
    """Return whether the home page of a site is there before so many seconds have passed."""
    end = time.monotonic() + within
    while True:
        try:
            return "Nothing here yet" in site.get("/")
        except OSError:  # nobody listens, or 503
            if time.monotonic() >= end:
                return False
            time.sleep(0.2)


@pytest.mark.long
def test_signals_of_other_servers_end_neither_a_start_nor_the_site(start):
    site = start(until="Starting the database", DEMO="0")
    os.kill(site.process.pid, signal.SIGUSR1)
    os.kill(site.process.pid, signal.SIGUSR2)
    site.listen(until="Admin  http")
    os.kill(site.process.pid, signal.SIGUSR1)  # gunicorn's: open the log files again
    os.kill(site.process.pid, signal.SIGUSR2)  # and: let new code take over
    site.listen(until="new code takes a stop and a start")
    assert answers(site, within=20)
    site.interrupt()
    assert site.process.returncode == 0
    assert "Traceback" not in site.said


@pytest.mark.long
def test_the_log_of_the_database_is_kept_short_while_the_site_runs(start, tmp_path):
    start(DEMO="0")
    log = tmp_path / "var/postgres/log"
    os.truncate(log, cluster.LONGEST_LOG + 1)  # to that length
    until = time.monotonic() + 20
    while log.stat().st_size > cluster.KEPT_OF_LOG and time.monotonic() < until:
        time.sleep(0.2)
    assert log.stat().st_size <= cluster.KEPT_OF_LOG


SCHEDULE = """
from django.utils import timezone
from articles.models import Article, Category
faq = Category.objects.create(key="faq")
Article.objects.create(title="Due now", slug="due", category=faq, publish_at=timezone.now())
"""


@pytest.mark.long
def test_a_chosen_password_is_not_printed_what_is_due_goes_live_and_ctrl_c_leaves_nothing(
    start, tmp_path
):
    home = tmp_path / "home"
    home.mkdir()
    site = start(DEMO="0", PUBLISH_EVERY="1", ADMIN_PASSWORD="a-password-of-my-own", HOME=str(home))
    assert "the one in ADMIN_PASSWORD" in site.said
    assert "a-password-of-my-own" not in site.said
    assert "Nothing here yet" in site.get("/")  # then everything is started
    [scheduler] = children_named("publish_due", of=site.process.pid)
    manage("shell", "-c", SCHEDULE, var=tmp_path / "var")
    deadline = time.monotonic() + 15
    while "Due now" not in site.get("/") and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "Due now" in site.get("/")
    assert list(home.iterdir()) == []
    site.interrupt()
    assert not Path(f"/proc/{scheduler}").exists()
    assert not server_runs(tmp_path / "var"), site.said


def children_named(word: str, of: int) -> list[int]:
    """Return the ids of the processes that `of` started with `word` in their command."""
    below = Path(f"/proc/{of}/task/{of}/children").read_text().split()
    return [int(pid) for pid in below if word in command_of(pid)]


def command_of(pid: str) -> str:
    """Return the command of a process; "" of one that has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_a_refused_setting_is_a_sentence_not_a_traceback(tmp_path):
    for name, value, told in (
        ("LOCALES", "xx", "LOCALES names 'xx', which is no locale"),
        ("HOST", "nowhere.invalid", "HOST is 'nowhere.invalid'"),
    ):
        refused = subprocess.run(
            [sys.executable, "-m", "helpcenter.run"],
            cwd=ROOT,
            env=os.environ | {"VAR_DIR": str(tmp_path), "PORT": str(free_port()), name: value},
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 1
        assert told in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.django_db
def test_of_two_starts_at_once_the_second_prepares_when_the_first_is_done():
    take = "SELECT pg_try_advisory_lock(hashtext('helpcenter'))"
    second = connection.copy()
    with second.cursor() as cursor:
        with run.alone():
            assert cursor.execute(take).fetchone() == (False,)
        assert cursor.execute(take).fetchone() == (True,)
        cursor.execute("SELECT pg_advisory_unlock_all()")
    second.close()


@pytest.mark.django_db
def test_a_demo_that_cannot_be_imported_whole_is_not_there_at_all(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "articles/demo").mkdir(parents=True)
    (tmp_path / "articles/demo/a.md").write_text("# An article\n\nIts text.\n")
    with pytest.raises(CommandError, match=r"demo\.yml"):
        run._demo()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("host", "bound", "shown"),
    [
        ("127.0.0.1", "127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "[::1]", "http://[::1]:8000/"),
        ("[::]", "[::]", "http://[::1]:8000/"),
    ],
)
def test_every_form_of_a_host_is_bound_and_shown_as_a_browser_can_ask_it(
    monkeypatch, host, bound, shown
):
    monkeypatch.setenv("HOST", host)
    assert run.host() == bound
    assert f"Site   {shown}\n" in run.welcome(bound, 8000, "your own login")


def test_a_taken_port_is_said_plainly_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = subprocess.run(
            [sys.executable, "-m", "helpcenter.run"],
            cwd=ROOT,
            env=os.environ | {"VAR_DIR": str(tmp_path), "PORT": port},
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in refused.stderr
    assert list(tmp_path.iterdir()) == []
