"""The audit says what it lacks before it begins."""

import pytest

from bench import audit


@pytest.mark.parametrize("site", ["http://127.0.0.1:9", "no-address"])
def test_without_a_site_the_audit_says_how_to_start_one(monkeypatch, site):
    monkeypatch.setattr("sys.argv", ["audit", "--site", site])
    with pytest.raises(SystemExit, match=f"{site}/ does not answer.*make run"):
        audit.main()
