"""The embedded server: shared by processes, stopped with the last one, usable after a kill -9."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from helpcenter import cluster

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from helpcenter.embedded import ensure_running
print(ensure_running(Path(sys.argv[1])), flush=True)
sys.stdin.readline()
"""


class Holder:
    """A process of its own that uses the embedded server until it is told to leave."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate("\n", timeout=30)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """What the tests start servers on, one after the other: making it takes longer than a start."""
    data = tmp_path_factory.mktemp("embedded") / "postgres"
    Holder(data).leave()
    return data


@pytest.fixture
def hold(data):
    """Return a function that starts a process holding the server; all are ended after the test."""
    holders = []

    def start(data: Path = data) -> Holder:
        holders.append(Holder(data))
        return holders[-1]

    yield start
    for holder in holders:
        if holder.process.poll() is None:
            holder.leave()
    if (data / "postmaster.pid").exists():  # a server was killed
        Holder(data).leave()


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def ends(url: str, within: float) -> bool:
    """Return whether the server answers no more before so many seconds have passed."""
    deadline = time.monotonic() + within
    while (is_there := answers(url)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_there


def kill_server(data: Path) -> None:
    os.kill(int((data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)


def waiting_for(data: Path) -> list[str]:
    """Return the ids of the processes that wait to stop the server on `data`."""
    command = f"helpcenter.server_watcher\0{data}\0".encode()
    return [
        path.parent.name
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.read_bytes().endswith(command)
    ]


def test_the_last_process_out_stops_the_server(hold):
    first, second = hold(), hold()
    assert first.url == second.url
    first.leave()
    assert answers(second.url)
    second.leave()
    assert not answers(second.url)


def test_the_server_goes_on_while_others_use_it_and_ends_when_the_last_one_is_killed(hold):
    first, last = hold(), hold()
    first.kill()
    assert ends(last.url, within=1) is False
    last.kill()
    assert ends(last.url, within=20)


def test_who_starts_while_the_server_of_a_killed_process_ends_finds_its_data(hold):
    killed = hold()
    with psycopg.connect(killed.url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    killed.kill()
    following = hold()
    with psycopg.connect(following.url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    following.leave()
    assert not answers(following.url)


def test_a_server_that_is_started_again_is_still_waited_for_by_one_process(hold, data):
    holder = hold()
    for _time in range(2):
        kill_server(data)
        following = hold()
        following.leave()
    assert len(waiting_for(data)) == 1
    holder.kill()
    assert ends(holder.url, within=20)


def test_a_killed_server_recovers_on_the_next_start(hold, data):
    holder = hold()
    with psycopg.connect(holder.url) as connection:
        connection.execute("CREATE TABLE recovered (n int)")
    kill_server(data)
    holder.leave()
    following = hold()
    with psycopg.connect(following.url) as connection:
        assert connection.execute("SELECT count(*) FROM recovered").fetchone() == (0,)


def test_the_site_is_not_superuser_of_its_own_database(hold):
    with psycopg.connect(hold().url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert row.fetchone() == (False,)


BUFFERS = "SELECT setting::int * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'"


def test_the_server_keeps_more_in_memory_from_its_second_start_on(hold, data):
    (data / "postgresql.auto.conf").write_text("")  # as it is made
    first = hold()
    with psycopg.connect(first.url) as connection:
        assert connection.execute(BUFFERS).fetchone() == (128,)
    first.leave()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    with psycopg.connect(hold().url) as connection:
        assert connection.execute(BUFFERS).fetchone() == (max(128, min(memory // 8, 1024)),)


def test_memory_that_an_administrator_gave_the_server_stays(hold, data):
    set_by_hand = data / "postgresql.auto.conf"
    set_by_hand.write_text("shared_buffers = '96MB'\n")
    hold()
    assert "96MB" in set_by_hand.read_text()


def test_the_folder_may_have_any_name(hold, tmp_path):
    folder = tmp_path / "plain"
    folder.mkdir()
    for name in ("a b's 5%+&#ü", "long" * 30):
        folder = folder.rename(tmp_path / name)
        holder = hold(folder / "postgres")
        assert answers(holder.url)
        holder.leave()
        assert not answers(holder.url)


def test_a_server_whose_socket_is_elsewhere_is_found_there_again_after_a_kill(hold, tmp_path):
    data = tmp_path / ("long" * 30) / "postgres"
    holder = hold(data)
    assert not cluster.is_away(data)
    os.kill(int((data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)
    while answers(holder.url):
        time.sleep(0.1)
    assert cluster.is_away(data)
    following = hold(data)
    assert following.url == holder.url
    assert answers(holder.url)
    following.leave()
    holder.leave()
    assert not (data.parent / "postgres.sockets").exists()


@pytest.mark.parametrize("note", ["", "1\n/data\n1\n5432\n", "1\n/data\n1\n5432\n\n", "\ufffd"])
def test_a_server_that_has_not_written_where_it_listens_is_away(tmp_path, note):
    (tmp_path / "postmaster.pid").write_text(note, "utf-16" if note == "\ufffd" else None)
    assert cluster.is_away(tmp_path)
    assert cluster.answering(tmp_path) is None


def test_a_name_that_no_shell_can_be_given_is_refused_by_name(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"VAR_DIR: .* must not contain '\$'"):
        cluster.start(tmp_path / "$HOME" / "postgres")


def test_a_process_that_has_the_id_of_a_killed_server_is_neither_used_nor_stopped(hold, data):
    other = subprocess.Popen(["sleep", "60"], user=data.stat().st_uid)  # as the server
    text = "\n".join(map(str, [other.pid, data, int(time.time()), 5432, data, "", "", "ready"]))
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (data / name).write_text(text)
    holder = hold()
    assert answers(holder.url)
    holder.leave()
    assert other.poll() is None
    other.kill()
    other.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a server for somebody else")
def test_root_runs_the_server_as_the_owner_of_the_data_and_gives_away_what_it_has_copied(
    hold, data, tmp_path
):
    copy = shutil.copytree(data, tmp_path / "postgres")
    for owner in (pwd.getpwnam(cluster.SYSTEM_USER).pw_uid, 65534):
        holder = hold(copy)
        assert answers(holder.url)
        server = (copy / "postmaster.pid").read_text().split("\n", 1)[0]
        assert Path(f"/proc/{server}").stat().st_uid == copy.stat().st_uid == owner
        holder.leave()
        for path in (copy, *copy.rglob("*")):
            os.chown(path, 65534, 65534)


def test_data_are_made_where_that_was_interrupted_and_the_machine_lacks_its_own_locale(
    hold, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    (tmp_path / "postgres.new/base").mkdir(parents=True)
    assert answers(hold(tmp_path / "postgres").url)


def test_the_log_of_a_running_server_keeps_its_end_when_it_has_grown_too_long(
    hold, data, monkeypatch
):
    monkeypatch.setattr(cluster, "LONGEST_LOG", 20_000)
    monkeypatch.setattr(cluster, "KEPT_OF_LOG", 5_000)
    log, wrong = data / "log", "SELECT * FROM nowhere_{}"
    with psycopg.connect(hold().url, autocommit=True) as connection:
        for number in range(400):
            with pytest.raises(psycopg.errors.UndefinedTable):
                connection.execute(wrong.format(number))
            cluster.shorten_log(data)
            assert log.stat().st_size < 21_000
    lines = log.read_text().splitlines()
    assert wrong.format(399) in lines[-1]
    assert wrong.format(0) not in log.read_text()
    assert log.stat().st_size > 4_000


def test_the_log_does_not_grow_because_somebody_asks_whether_the_server_is_there(hold, data):
    hold()
    before = (data / "log").stat().st_size
    hold()
    assert (data / "log").stat().st_size == before


# What a server writes whose disk is full when it recovers.
FULL = """\
10:00:01 UTC [1] HINT:  This probably means that some data is corrupted.
10:00:02 UTC [2] FATAL:  could not write to file "pg_wal/xlogtemp.2": No space left on device
10:00:02 UTC [3] FATAL:  the database system is starting up
10:00:02 UTC [1] LOG:  startup process (PID 2) exited with exit code 1
10:00:02 UTC [1] LOG:  terminating any other active server processes
10:00:02 UTC [1] LOG:  shutting down due to startup process failure
10:00:02 UTC [1] LOG:  database system is shut down
"""


def test_a_server_that_ends_while_it_starts_is_refused_with_what_ended_it():
    told = str(cluster._failure("start", FULL)).splitlines()
    assert told[1].endswith("No space left on device")
    assert not any("HINT" in line for line in told)


def test_data_of_another_version_are_refused_with_the_words_of_the_server(data):
    version = data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("15\n")
    with pytest.raises(ImproperlyConfigured, match="initialized by PostgreSQL version 15"):
        cluster.start(data)
    version.write_text(kept)
