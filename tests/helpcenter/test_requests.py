"""The charset that a request names changes nothing of what it asks for."""

from __future__ import annotations

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from articles import page_cache
from helpcenter.requests import Handler

ASKED = "/search/?q=how%20to%20pay%3F"


@pytest.fixture
def answer(transactional_db, publish):
    """Return a function that answers an address as the site does, beside a charset or none."""
    publish("How do I pay?", "By card.")
    page_cache.clear()
    site = Handler()

    def answer(address: str, charset: str = "") -> HttpResponseBase:
        environ = RequestFactory().get(address, headers={"User-Agent": "Firefox"}).environ
        if charset:
            environ["CONTENT_TYPE"] = f"text/plain; charset={charset}"
        return site(environ, lambda *_status_and_headers: None)

    return answer


def test_nobody_puts_another_question_into_the_kept_page_of_an_address(answer):
    first = answer(ASKED).content
    page_cache.clear()
    for _time in range(2):  # a page is kept from the second time on
        answer(ASKED, "utf-16")
    assert answer(ASKED).content == first


@pytest.mark.parametrize("charset", ["idna", "hex", "undefined", "utf-16", "nonsense"])
def test_no_charset_of_a_request_is_a_server_error(answer, charset):
    assert b'"question":"how to pay?"' in answer(f"/api/v1{ASKED[:7]}{ASKED[8:]}", charset).content
