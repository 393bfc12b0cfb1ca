"""Who asks is told by the address, as far as its owner cannot choose it."""

from __future__ import annotations

import pytest

from articles.visitors import subscriber


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::"),
        ("2001:db8::ffff:1", "2001:db8::"),
        ("2001:db8:0:1::1", "2001:db8:0:1::"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_all_addresses_of_a_line_are_one_subscriber(rf, address, line):
    assert subscriber(rf.get("/", REMOTE_ADDR=address)) == line
