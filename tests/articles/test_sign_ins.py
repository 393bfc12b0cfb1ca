"""How staff signed in: nothing of it is kept for ever, and administrators see what is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.admin.sign_ins import browser_of
from articles.models import AuditEntry
from tests.articles.commands import publish_due
from tests.articles.pages import page, texts, told, words

LOGIN = "/admin/login/?next=/admin/"
SECRET = "correct-horse-battery"
# Psycopg lets a statement have one less.
MANY_FAILURES = """
    INSERT INTO axes_accessattempt (username, attempt_time, failures_since_start, ip_address,
                                    user_agent, http_accept, path_info, get_data, post_data)
    SELECT 'guess ' || number, now() - interval '61 minutes', 1, '192.0.2.1', '', '', '', '', ''
      FROM generate_series(1, 65536) AS number"""


@pytest.fixture
def ana(ana):
    ana.set_password(SECRET)
    ana.save()
    return ana


def sign_in(password: str = SECRET, browser: str = "") -> Client:
    client = Client(headers={"user-agent": browser})
    client.post(LOGIN, {"username": "ana", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_only_a_session_that_is_over_is_removed(ana):
    over, open_ = sign_in(), sign_in()
    ended = Session.objects.filter(session_key=over.session.session_key)
    ended.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "Sessions and sign-ins forgotten: 1\n" in publish_due(verbosity=2)
    assert not ended.exists()
    assert is_in(open_)


def test_a_sign_in_is_kept_for_ninety_days(ana):
    for age in (89, 91):
        sign_in()
        noted = AccessLog.objects.latest("pk")
        noted.attempt_time, noted.path_info = timezone.now() - timedelta(days=age), f"/{age}/"
        noted.save()
    publish_due(verbosity=2)
    assert [noted.path_info for noted in AccessLog.objects.all()] == ["/89/"]


def test_failures_are_kept_as_long_as_they_count(ana):
    for _time in range(10):
        sign_in("wrong")
    publish_due(verbosity=2)
    assert not is_in(sign_in())
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    publish_due(verbosity=2)
    assert not AccessAttempt.objects.exists()
    assert is_in(sign_in())


def test_after_a_flood_of_wrong_passwords_staff_can_sign_in(ana):
    with connection.cursor() as cursor:
        cursor.execute(MANY_FAILURES)
    publish_due(verbosity=2)
    assert is_in(sign_in())


# What administrators see of it --------------------------------------------------------------------

SIGN_INS, FAILED = "/admin/articles/signin/", "/admin/articles/failedsignin/"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def administrator(make_colleague):
    return make_colleague("olga", "Administrators")


def test_an_administrator_sees_who_signed_in_from_where(ana, administrator, at_desk):
    sign_in(browser=EDGE)
    shown = page(at_desk(administrator).get(f"{SIGN_INS}?q=ana"))
    columns = [f"#result_list .field-{name}" for name in ("username", "network", "browser")]
    assert [texts(shown, column) for column in columns] == [
        ["ana"], ["127.0.0.1"], ["Edge · Windows"],
    ]  # fmt: skip
    assert shown.select_one("#result_list tbody a, .actions, .addlink") is None
    assert texts(shown, "#changelist-filter summary") == ["By day"]


def test_an_administrator_lets_in_who_is_locked_out(ana, administrator, at_desk):
    for _time in range(3):
        sign_in("wrong", browser=IPHONE)
    desk = at_desk(administrator)
    column = "#result_list .field-state"
    assert texts(page(desk.get(FAILED)), column) == ["May try 7 more times"]
    for _time in range(7):
        sign_in("wrong", browser=EDGE)
    shown = page(desk.get(FAILED))
    assert [said[:16] for said in texts(shown, column)] == ["Locked out until"] * 2
    ticked = [box["value"] for box in shown.select("#result_list [name=_selected_action]")]
    desk.post(FAILED, {"action": "let_in", "_selected_action": ticked[:1]})
    assert is_in(sign_in())
    shown = desk.get(FAILED)
    assert told(shown) == "Let in again: ana."
    assert page(shown).select_one(".desk-nothing")
    noted = AuditEntry.objects.get()
    assert (noted.title, noted.comment, noted.user_name) == (
        "User: ana", "Let in again after wrong passwords", "olga",
    )  # fmt: skip


def test_whoever_may_not_see_users_sees_no_sign_ins(at_desk, petra, make_staff):
    for path in (SIGN_INS, FAILED):
        assert at_desk(petra).get(path).status_code == 403
    looker = make_staff("lou", ["view_user"])
    for _time in range(10):
        sign_in("wrong")
    shown = page(at_desk(looker).get(FAILED))
    assert len(texts(shown, "#result_list .field-state")) == 1
    assert shown.select_one("[name=action]") is None


def test_sign_ins_stand_with_the_people(at_desk, make_staff):
    looker = at_desk(make_staff("lou", ["view_user"]))
    for path in ("/admin/", "/admin/auth/"):
        parts = page(looker.get(path)).select("#content-main .module")
        assert [words(part.caption) for part in parts] == ["People"]
        assert texts(parts[0], "th a") == ["Sign-ins", "Sign-ins that failed", "Users"]
    assert looker.get("/admin/articles/").status_code == 404
    crumbs = page(looker.get(SIGN_INS)).select_one(".breadcrumbs")
    assert words(crumbs) == "Home › People › Sign-ins"


def test_who_may_see_groups_only_has_no_sign_ins_beside_them(at_desk, make_staff):
    looker = at_desk(make_staff("lou", ["view_group"]))
    assert texts(page(looker.get("/admin/")), "#content-main .module th a") == ["Groups"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (EDGE, "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox · Linux",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(said, shown):
    assert browser_of(said) == shown
