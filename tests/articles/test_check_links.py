"""The command that asks other sites, against a server on this machine; and whom it never asks."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import ExternalAddress, Finding
from articles.quality.link_requests import ask, may_ask
from tests.articles.pages import change

HERE = [ipaddress.ip_network("127.0.0.0/8")]


class Site(BaseHTTPRequestHandler):
    """Answers as its paths say; counts who is asked for what, and how many at a time."""

    asked: Counter = Counter()
    now = most = 0
    healed = False
    lock = threading.Lock()
    redirects = {
        "/moved": (301, "/there"), "/moved-twice": (308, "/moved"), "/for-now": (302, "/there"),
        "/mixed": (301, "/for-now"), "/ring": (301, "/ring"), "/to-gone": (301, "/gone"),
        "/inside": (302, "http://10.0.0.1/"), "/metadata": (301, "http://169.254.169.254/latest/"),
        "/scheme": (302, "file:///etc/passwd"), "/odd": (302, "http://[/"),
        "/with-name": (302, "http://me:secret@127.0.0.1/"),
    }  # fmt: skip
    statuses = {"/gone": 404, "/closed": 403, "/broken": 500, "/busy": 429}

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        with Site.lock:
            Site.asked[f"{self.command} {self.path}"] += 1
            Site.now += 1
            Site.most = max(Site.most, Site.now)
        if self.path.startswith("/page"):
            self.server.is_closing.wait(0.01)  # long enough for another one to arrive
        with Site.lock:
            Site.now -= 1
        self.say()

    def say(self) -> None:
        if self.path == "/drip":
            self.drip()
        elif self.path == "/no-head" and self.command == "HEAD":
            self.send_error(405)
        elif self.path in self.redirects:
            status, there = self.redirects[self.path]
            self.send_response(status)
            self.send_header("Location", there)
            self.end_headers()
        else:
            self.send_response(200 if Site.healed else self.statuses.get(self.path, 200))
            self.end_headers()

    def drip(self) -> None:
        """A byte now and then: each one within the time limit of a socket."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            if self.server.is_closing.wait(0.05):
                return
            self.wfile.write(b"x")
            self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site():
    """The address of a site on this machine."""
    Site.asked, Site.most, Site.healed = Counter(), 0, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads, server.is_closing = True, threading.Event()
    server.handle_error = lambda *_: None  # a connection that the command cuts is none
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.is_closing.set()
    server.shutdown()
    server.server_close()


def check(*options: str) -> str:
    out = StringIO()
    call_command(
        "check_links", "--allow", "127.0.0.0/8", "--pause", "0", "--older-than", "0",
        *options, stdout=out,
    )  # fmt: skip
    return out.getvalue()


# Asking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "moved_to"),
    [
        ("/there", 200, ""),
        ("/no-head", 200, ""),
        ("/closed", 403, ""),
        ("/gone", 404, ""),
        ("/moved", 200, "/there"),
        ("/moved-twice", 200, "/there"),
        ("/for-now", 200, ""),
        ("/mixed", 200, ""),
        ("/to-gone", 404, ""),
    ],
)
def test_what_an_address_answers(site, path, status, moved_to):
    answer = ask(site + path, 5, HERE)
    assert (answer.status, answer.moved_to) == (status, moved_to and site + moved_to)


@pytest.mark.parametrize("path", ["/inside", "/metadata", "/scheme", "/with-name"])
def test_a_redirect_does_not_lead_where_we_do_not_ask(site, path):
    answer = ask(site + path, 5, HERE)
    assert answer.is_refused
    assert answer.status is None


@pytest.mark.parametrize("path", ["/ring", "/odd"])
def test_a_redirect_to_nothing_is_no_answer(site, path):
    answer = ask(site + path, 5, HERE)
    assert answer.error
    assert not answer.is_there
    assert not answer.is_refused


def test_a_server_that_drips_has_no_more_time_than_any(site):
    start = time.monotonic()
    answer = ask(f"{site}/drip", 0.3, HERE)
    assert answer.error == "No answer in time."
    assert time.monotonic() - start < 1.5


def test_nothing_private_is_asked_unless_allowed(site):
    assert ask(f"{site}/there", 5).is_refused
    assert ask(f"http://localhost:{site.rsplit(':')[-1]}/there", 5).is_refused
    assert not Site.asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_asked(address):
    assert not may_ask(ipaddress.ip_address(address))


def test_public_addresses_are_asked():
    for address in ("1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"):
        assert may_ask(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://me:pw@a.example/", "http:///x", "file:///etc/passwd"]
)
def test_other_addresses_are_refused_before_anything_is_looked_up(url):
    assert ask(url, 1).is_refused


@pytest.mark.parametrize("path", ["/\r\nX: y", "/ü", "/%", "/" + "a" * 3000, "?q=1"])
def test_any_path_is_asked_without_an_error(site, path):
    assert ask(site + path, 2, HERE).url == site + path


# The command --------------------------------------------------------------------------------------


def test_three_failures_in_a_row_make_a_dead_link_and_an_answer_heals_it(site, publish):
    article = publish("Links", f"[a]({site}/gone#part) [b]({site}/there)", summary="Said.")
    for number in (1, 2, 3):
        assert not Finding.objects.exists()
        assert f"{site}/gone: status 404 ({number} in a row)" in check()
    finding = Finding.objects.get(article=article)
    assert (finding.rule, finding.detail, finding.line) == ("dead_link", f"{site}/gone#part", 1)
    Site.healed = True
    assert "0 dead" in check()
    assert not Finding.objects.exists()


def test_a_page_that_moved_for_good_is_a_hint(site, publish):
    publish("Links", f"[a]({site}/moved)", summary="Said.")
    assert f"{site}/moved moved to {site}/there" in check()
    assert Finding.objects.get().rule == "moved_link"


def test_what_is_closed_to_programs_is_not_dead(site, publish):
    publish("Links", f"{site}/closed {site}/busy")
    for _ in range(3):
        check()
    assert not ExternalAddress.objects.dead().exists()


def test_one_host_is_asked_one_address_after_the_other(site, publish):
    publish("Links", " ".join(f"{site}/page{n}" for n in range(12)))
    assert "12 asked" in check("--at-once", "8")
    assert (Site.most, len(Site.asked)) == (1, 12)


def test_only_what_is_due_is_asked_the_longest_unasked_first(site, publish):
    publish("Links", f"{site}/one {site}/two")
    assert "1 asked" in check("--limit", "1")
    assert "1 asked" in check("--limit", "1")
    assert set(Site.asked) == {"HEAD /one", "HEAD /two"}
    assert "0 asked" in check("--older-than", "7")


def test_the_round_ends_when_its_time_is_over(site, publish):
    publish("Links", " ".join(f"{site}/drip?{n}" for n in range(50)) + f" {site}/drip")
    start = time.monotonic()
    check("--time-limit", "0.3", "--pause", "0.1", "--timeout", "0.2")
    assert time.monotonic() - start < 3
    assert ExternalAddress.objects.filter(checked_at=None).exists()


def test_addresses_that_no_article_links_to_are_forgotten(site, publish):
    article = publish("Links", f"{site}/one")
    check()
    article.unpublish()
    check()
    assert not ExternalAddress.objects.exists()


def test_writing_and_reading_ask_nobody(site, publish, admin_client, client):
    article = publish("Links", f"{site}/one ![picture]({site}/two.png)")
    client.get("/articles/links/")
    admin_client.get(change(article))
    admin_client.get("/admin/articles/article/quality/")
    admin_client.post("/admin/articles/article/problems/", {"body": article.body})
    call_command("check_quality", verbosity=0)
    assert not Site.asked


@pytest.mark.parametrize("option", [["--allow", "x"], ["--timeout", "0"], ["--time-limit", "nan"]])
@pytest.mark.django_db
def test_options_that_mean_nothing_are_refused(option):
    with pytest.raises(CommandError):
        call_command("check_links", *option)
