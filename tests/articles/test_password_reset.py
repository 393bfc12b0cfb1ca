"""Staff who forgot their password set a new one by mail; nobody else learns or gets anything."""

from __future__ import annotations

import re
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from articles.models import AuditEntry
from articles.password_reset import STAYS_HERE, outgoing
from tests.articles.pages import errors, page, submit, texts, words

LOGIN, ASK = "/admin/login/?next=/admin/", "/admin/password_reset/"
SECRET = "correct-horse-battery"


@pytest.fixture
def ana(ana) -> User:
    ana.set_password("forgotten")
    ana.save()
    return ana


def ask(email: str = "ana@example.com", **options):
    return Client().post(ASK, {"email": email}, **options)


def sent() -> list:
    """Return what was sent, when the thread that sends it has."""
    outgoing.submit(int).result()
    return mail.outbox


def link() -> str:
    """Return the path of the newest link."""
    return re.findall(r"/admin/reset/\S+", sent()[-1].body)[0]


def sign_in(password: str, **options):
    return Client().post(LOGIN, {"username": "ana", "password": password}, **options)


def set_password(address: str, password: str = SECRET, **options):
    browser = Client(**options)
    form = browser.get(address, follow=True).redirect_chain[-1][0]
    both = {"new_password1": password, "new_password2": password}
    return submit(browser, form, _form="#login-form", **both)


def test_a_colleague_sets_a_new_password_and_signs_in(ana):
    offered = page(Client().get(LOGIN)).find("a", string="Forgotten your login credentials?")
    assert Client().get(offered["href"]).status_code == 200
    assert ask().url == "/admin/password_reset/done/"
    assert set_password(link()).url == "/admin/reset/done/"
    assert sign_in("forgotten").status_code == 200
    assert sign_in(SECRET).status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.title, entry.user_name) == ("User: ana", "ana")
    assert (entry.deed, entry.comment) == ("changed", "Password, by a link in mail")


def test_the_mail_is_plain_and_leads_to_the_address_of_the_site_whatever_host_was_asked(
    ana, settings
):
    settings.SITE_URL, settings.SITE_NAME = "https://help.example.com", "Larkbooks"
    ask(headers={"host": "localhost"})
    message = sent()[0]
    assert (message.subject, message.to) == ("New password for Larkbooks", ["ana@example.com"])
    assert "\nhttps://help.example.com/admin/reset/" in message.body
    assert "for ana at Larkbooks" in message.body
    assert (message.alternatives, "localhost" in message.body) == ([], False)


@pytest.mark.parametrize(
    "without", [{"is_active": False}, {"is_staff": False}, {"password": "!"}, {"email": ""}]
)
def test_only_who_may_sign_in_gets_mail_and_everybody_reads_the_same(ana, without):
    User.objects.filter(pk=ana.pk).update(**without)
    answer = ask()
    assert (answer.status_code, answer.url) == (302, "/admin/password_reset/done/")
    assert sent() == []


def test_nobody_waits_for_the_mail_server(ana):
    may_go_on = Event()
    outgoing.submit(may_go_on.wait)
    assert (ask().status_code, mail.outbox) == (302, [])
    may_go_on.set()
    assert len(sent()) == 1


def test_a_mail_server_that_is_down_is_in_the_log(ana, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert ask().status_code == 302
    sent()
    assert f"Failed to send password reset email to {ana.pk}" in caplog.text


def test_a_link_works_once(ana):
    ask()
    address = link()
    set_password(address)
    assert "does not work any more" in Client().get(address).content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_a_link_of_who_lost_access_does_not_work(ana, change):
    ask()
    User.objects.filter(pk=ana.pk).update(**change)
    assert "does not work any more" in Client().get(link()).content.decode()


def test_a_new_password_ends_the_other_sessions(ana, at_desk):
    desk = at_desk(ana)
    ask()
    set_password(link())
    assert desk.get("/admin/").url.startswith("/admin/login/")


def test_the_page_of_the_new_password_has_no_token_in_its_address_and_is_kept_nowhere(ana):
    ask()
    answer = Client().get(link(), follow=True)
    assert re.fullmatch(r"/admin/reset/\w+/set-password/", answer.request["PATH_INFO"])
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


def test_a_weak_password_is_refused_beside_its_field(ana):
    ask()
    answer = set_password(link(), "ana")
    assert "too short" in errors(answer)
    field = page(answer).select_one("#id_new_password1")
    rules = page(answer).find(id=field["aria-describedby"])
    assert "at least 8 characters" in words(rules)
    assert page(answer).select_one("[autocomplete=username]")["value"] == "ana"
    assert sign_in("forgotten").status_code == 302


def test_a_flood_for_one_account_is_refused_however_it_is_written(ana):
    ways = ["ana@example.com", "ANA@example.com", "ana@Example.com", "Ana@example.com"]
    answers = [ask(way, REMOTE_ADDR=f"192.0.2.{n}") for n, way in enumerate(ways)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert texts(page(answers[-1]), ".errornote") == [
        "That was asked for too often. Try again in 20 minutes."
    ]
    assert 1190 < int(answers[-1].headers["Retry-After"]) <= 1200
    assert len(sent()) == 3


def test_a_flood_from_one_network_is_refused_whether_there_are_accounts_or_not(ana):
    flood = [ask(f"{n}@example.com", REMOTE_ADDR=f"2001:db8::{n}") for n in range(11)]
    assert [answer.status_code for answer in flood] == [302] * 10 + [429]
    assert ask(REMOTE_ADDR="2001:db9::1").status_code == 302


def test_a_new_password_unlocks_the_account_from_where_it_was_set_alone(ana):
    for address in ("192.0.2.1", "192.0.2.2"):
        locked = [sign_in("wrong", REMOTE_ADDR=address) for _time in range(10)][-1]
        assert page(locked).find("a", string="Or set a new password")["href"] == ASK
    ask()
    set_password(link(), REMOTE_ADDR="192.0.2.1")
    assert sign_in(SECRET, REMOTE_ADDR="192.0.2.1").status_code == 302
    assert sign_in(SECRET, REMOTE_ADDR="192.0.2.2").status_code == 429


@pytest.mark.parametrize("backend", STAYS_HERE)
def test_where_no_mail_leaves_the_site_nothing_is_offered(ana, settings, backend):
    settings.EMAIL_BACKEND = backend
    told = page(Client().get(LOGIN)).select_one(".password-reset-link")
    assert words(told) == "Who forgot the password asks an administrator for a new one."
    assert not told.select("a")
    for path in (ASK, f"{ASK}done/", "/admin/reset/MQ/made-up/", "/admin/reset/done/"):
        answer = Client().get(path)
        assert (answer.status_code, words(page(answer).h1)) == (404, "Ask an administrator")
    assert ask().status_code == 404
    assert sent() == []
