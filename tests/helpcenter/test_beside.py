"""What runs beside the site is started again when it has ended, and not too often."""

from __future__ import annotations

from helpcenter.beside import Kept


def starts(kept: Kept, seconds: range) -> list[int]:
    """Look once a second; return when the program was started, which has ended by the next look."""
    started = []
    for second in seconds:
        before = kept._process
        kept.look(second)
        if kept._process is not before:
            started.append(second)
            kept._process.wait()
    return started


def test_what_ends_at_once_waits_twice_as_long_each_time_and_a_minute_at_most():
    broken = Kept("It", ["-c", ""])
    assert starts(broken, range(1, 250)) == [1, 2, 4, 8, 16, 32, 64, 124, 184, 244]


def test_what_ran_well_for_as_long_as_its_pause_does_not_wait():
    is_missing = True
    kept = Kept("It", ["-c", ""], lambda: is_missing)
    assert starts(kept, range(1, 65)) == [1, 2, 4, 8, 16, 32, 64]
    is_missing = False
    assert starts(kept, range(65, 130)) == []
    is_missing = True
    assert starts(kept, range(130, 133)) == [130, 131]


def test_a_start_that_takes_long_and_fails_is_no_time_that_went_well():
    kept = Kept("It", ["-c", "import time; time.sleep(60)"], lambda: False)
    kept.start()
    kept._pause = 8
    kept.look(5)
    assert kept._pause == 8
    kept.end()


def test_a_machine_that_has_no_room_for_a_process_goes_on_serving(caplog):
    kept = Kept("It", [])
    kept._command = ["/nowhere"]
    assert starts(kept, range(1, 4)) == []
    assert caplog.text.count("It cannot be started: ") == 2


def test_what_still_runs_is_not_started_twice_and_ends_with_the_site():
    kept = Kept("It", ["-c", "import time; time.sleep(60)"])
    kept.start()
    running = kept._process
    kept.look(1)
    assert kept._process is running
    kept.end()
    assert running.returncode is not None
