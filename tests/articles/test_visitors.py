"""Who asks is told by the address, as far as its owner cannot choose it."""

from __future__ import annotations

import pytest

from articles.visitors import client_address, subscriber


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


@pytest.mark.parametrize(
    ("trusts", "forwarded", "address"),
    [
        (False, "192.0.2.7", "127.0.0.1"),
        (True, "192.0.2.7", "192.0.2.7"),
        (True, "10.9.8.7, 192.0.2.7 ", "192.0.2.7"),  # whatever the visitor sent comes first
        (True, "", "127.0.0.1"),
    ],
)
def test_only_the_last_address_that_a_trusted_proxy_names_is_believed(
    rf, settings, trusts, forwarded, address
):
    settings.TRUST_PROXY_HEADERS = trusts
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
