"""How staff signed in, as django-axes keeps it, under the names that the desk has for it."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.utils.translation import gettext_lazy as _


class SignIn(AccessLog):
    """Somebody signed in."""

    class Meta:
        proxy = True
        default_permissions: list[str] = []  # who may see users may see these
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")


class FailedSignIn(AccessAttempt):
    """So many wrong passwords in a row, for one name, from one address and browser."""

    # What the desk reads along: of the name from the address, with every browser.
    failures: int
    last_at: datetime

    class Meta:
        proxy = True
        default_permissions: list[str] = []
        verbose_name = _("sign-in that failed")
        verbose_name_plural = _("sign-ins that failed")
