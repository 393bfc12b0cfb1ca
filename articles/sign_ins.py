"""How long sessions and sign-ins of staff are kept.

A session until it is over, a sign-in for KEPT_DAYS, a failed one as long as it counts towards
locking its user out.
"""

from __future__ import annotations

from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.sessions.models import Session
from django.db import connection

KEPT_DAYS = 90

# By the ORM it would be the pk of each in one statement, which fails beyond 65,535: django-axes
# does that as somebody signs in, and after a flood of wrong passwords nobody could.
FORGET_FAILURES = "DELETE FROM axes_accessattempt WHERE attempt_time < %s"


def forget(now: datetime) -> int:
    """Delete what is over; return how many rows that were."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_FAILURES, [now - get_cool_off()])
        failures = cursor.rowcount
    sessions, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return failures + sessions + AxesProxyHandler.reset_logs(age_days=KEPT_DAYS)
