"""Nothing is kept for ever of how staff signed in."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

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


def sign_in(password: str = SECRET) -> Client:
    client = Client()
    client.post(LOGIN, {"username": "ana", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def publish_due() -> str:
    out = StringIO()
    call_command("publish_due", stdout=out)
    return out.getvalue()


def test_only_a_session_that_is_over_is_removed(ana):
    over, open_ = sign_in(), sign_in()
    ended = Session.objects.filter(session_key=over.session.session_key)
    ended.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "Sessions and sign-ins forgotten: 1\n" in publish_due()
    assert not ended.exists()
    assert is_in(open_)


def test_a_sign_in_is_kept_for_ninety_days(ana):
    for age in (89, 91):
        sign_in()
        noted = AccessLog.objects.latest("pk")
        noted.attempt_time, noted.path_info = timezone.now() - timedelta(days=age), f"/{age}/"
        noted.save()
    publish_due()
    assert [noted.path_info for noted in AccessLog.objects.all()] == ["/89/"]


def test_failures_are_kept_as_long_as_they_count(ana):
    for _time in range(10):
        sign_in("wrong")
    publish_due()
    assert not is_in(sign_in())
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    publish_due()
    assert not AccessAttempt.objects.exists()
    assert is_in(sign_in())


def test_after_a_flood_of_wrong_passwords_staff_can_sign_in(ana):
    with connection.cursor() as cursor:
        cursor.execute(MANY_FAILURES)
    publish_due()
    assert is_in(sign_in())
