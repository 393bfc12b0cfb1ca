"""What everybody gets alike is compressed for who accepts it; what holds a secret never is."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse

from articles.compression import is_accepted
from articles.editions import Edition
from articles.models import ViewTotal
from articles.page_cache import CachedPage
from articles.templatetags.formats import views_place

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
ADDRESSES = [
    "/", "/faq/", "/articles/how-do-i-pay/", "/search/?q=pay", "/search/?q=qwxz", "/nothing-here/",
    "/feeds/articles.atom", "/articles/how-do-i-pay.md", "/llms.txt", "/sitemap-lists-1.xml",
    "/api/v1/articles", "/api/v1/openapi.json",
]  # fmt: skip


@pytest.fixture
def article(publish):
    for n in range(9):
        publish(f"Article {n} of some", "Some words.", summary="What there is to know about it.")
    return publish("How do I pay?", "By card, in any of the ways below. " * 60, tags=["cards"])


def test_who_accepts_it_gets_the_same_text_compressed(client, article):
    for path in ADDRESSES:
        plain = client.get(path)
        packed = client.get(path, headers=GZIP)
        assert packed.status_code == plain.status_code, path
        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.content) == plain.content, path
        assert packed.headers["Content-Length"] == str(len(packed.content)), path
        assert "Content-Encoding" not in plain.headers, path
        vary = [answer.headers["Vary"] for answer in (plain, packed)]
        assert all("Accept-Encoding" in names for names in vary), path


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("GZIP;q=0.5", True), ("*", True), ("br, *;q=0.1", True), ("", False),
     ("br", False), ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("*;q=0", False),
     ("identity, gzip ; q = 0.001", True)],
)  # fmt: skip
def test_a_weight_of_zero_refuses(header, expected):
    assert is_accepted(header) is expected


def test_what_depends_on_a_cookie_is_not_compressed(at_desk, make_staff, article):
    staff = at_desk(make_staff("ana", ["explain_results"]))
    for path in ("/admin/login/", "/admin/", "/search/?q=pay&why=1"):
        answer = staff.get(path, headers=GZIP, follow=True)
        assert len(answer.content) > 1000, path
        assert "Content-Encoding" not in answer.headers, path


def test_a_compressed_answer_that_did_not_change_is_304(client, article):
    for path in ("/feeds/articles.atom", "/articles/how-do-i-pay.md", "/api/v1/articles"):
        tag = client.get(path, headers=GZIP).headers["ETag"]
        again = client.get(path, headers=GZIP | {"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), path
        assert "Accept-Encoding" in again.headers["Vary"], path


def test_a_head_request_tells_the_length_of_the_compressed_page(client, article):
    answer, head = (ask("/", headers=GZIP) for ask in (client.get, client.head))
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]
    assert (head.headers["Content-Encoding"], head.content) == ("gzip", b"")


def test_a_short_answer_stays_as_it_is(client, db):
    answer = client.get("/healthz", headers=GZIP)
    assert (answer.content, answer.headers.get("Content-Encoding")) == (b"ok\n", None)


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_shows_the_counts_of_this_moment(client, article):
    def read() -> str:
        return gzip.decompress(client.get("/", headers=GZIP).content).decode()

    assert "1,940" not in [read() for _time in range(3)][-1]
    ViewTotal.objects.create(article=article, views=1940)
    assert "1,940" in read()


def test_a_kept_page_is_compressed_once_for_the_same_counts():
    page = CachedPage.of(HttpResponse(views_place("card", 7, 1)), Edition(1, None))
    first, same, other = (page.response({7: count}).gzipped() for count in (2, 2, 3))
    assert first is same
    assert gzip.decompress(other) == page.response({7: 3}).content
