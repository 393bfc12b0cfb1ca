"""What runs beside the site is started again when it has ended, and not too often."""

from __future__ import annotations

from helpcenter.supervisor import Supervised


def starts(program: Supervised, seconds: range) -> list[int]:
    """Look once a second; return when the program was started, which has ended by the next look."""
    started = []
    for second in seconds:
        before = program._process
        program.check(second)
        if program._process is not before:
            started.append(second)
            program._process.wait()
    return started


def test_what_ends_at_once_waits_twice_as_long_each_time_and_a_minute_at_most():
    broken = Supervised("It", ["-c", ""])
    assert starts(broken, range(1, 250)) == [1, 2, 4, 8, 16, 32, 64, 124, 184, 244]


def test_what_ran_well_for_as_long_as_its_pause_does_not_wait():
    is_missing = True
    program = Supervised("It", ["-c", ""], lambda: is_missing)
    assert starts(program, range(1, 65)) == [1, 2, 4, 8, 16, 32, 64]
    is_missing = False
    assert starts(program, range(65, 130)) == []
    is_missing = True
    assert starts(program, range(130, 133)) == [130, 131]


def test_a_start_that_takes_long_and_fails_is_no_time_that_went_well():
    program = Supervised("It", ["-c", "import time; time.sleep(60)"], lambda: False)
    program.start()
    program._pause = 8
    program.check(5)
    assert program._pause == 8
    program.end()


def test_a_machine_that_has_no_room_for_a_process_goes_on_serving(caplog):
    program = Supervised("It", [])
    program._command = ["/nowhere"]
    assert starts(program, range(1, 4)) == []
    assert caplog.text.count("It cannot be started: ") == 2


def test_what_still_runs_is_not_started_twice_and_ends_with_the_site():
    program = Supervised("It", ["-c", "import time; time.sleep(60)"])
    program.start()
    running = program._process
    program.check(1)
    assert program._process is running
    program.end()
    assert running.returncode is not None
