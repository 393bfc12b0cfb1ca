"""How staff who forgot their password set a new one: Django's own views, and what is ours of them.

Mail goes to those alone who may sign in, and the page says the same to everybody. It is sent by a
thread: otherwise the time that a mail server takes would tell who has an account. A network and an
account get a few an hour.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

from axes import utils as axes
from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from . import absolute, branding
from .languages import staff_language
from .models import Deed, audit
from .rate_limit import TokenBuckets
from .visitors import subscriber

# Mails an hour.
MAX_OF_NETWORK, MAX_OF_ACCOUNT = 10, 3
# Backends whose mail nobody gets.
STAYS_HERE = [f"django.core.mail.backends.{kind}.EmailBackend" for kind in ("console", "dummy")]

buckets = TokenBuckets(60 * 60)
outgoing = ThreadPoolExecutor(1, "mail")


def is_offered() -> bool:
    """Return whether mail leaves the site."""
    return settings.EMAIL_BACKEND not in STAYS_HERE


def private_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view of these pages: no cache keeps it, no search engine lists it, no other site
    learns its address. Where no mail leaves the site, it says whom to ask instead.
    """

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponseBase:
        if is_offered():
            response: HttpResponseBase = view(request, **named)
        else:
            context = {"title": _("Ask an administrator")}
            response = render(request, "registration/no_mail.html", context, status=404)
        # Stricter, a browser would not say either that a form is sent from the site itself.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def may_sign_in(user: User) -> bool:
    """Return whether `user` is let into the admin."""
    return user.is_active and user.is_staff


class MailForm(PasswordResetForm):
    """Sends the mail to those who may sign in, outside of the request."""

    def get_users(self, email: str) -> Any:
        return (user for user in super().get_users(email) if may_sign_in(user))

    def send_mail(self, *args: Any, **named: Any) -> None:
        in_english = translation.override(staff_language())
        outgoing.submit(in_english(super().send_mail), *args, **named)


class MailView(PasswordResetView):
    """Asks for the address, and has the mail sent that leads to `NewPasswordView`."""

    form_class = MailForm
    email_template_name = "registration/password_reset_email.txt"
    title = _("Set a new password")

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        if wait := _seconds_to_wait(self.request, form.cleaned_data["email"]):
            return self._refused(form, wait)
        name, site = branding.current().name, absolute.origin(self.request)
        self.extra_email_context = {"site_name": name, "site": site}
        return super().form_valid(form)

    def _refused(self, form: PasswordResetForm, wait: float) -> HttpResponse:
        minutes = math.ceil(wait / 60)
        message = ngettext(
            "That was asked for too often. Try again in %(n)s minute.",
            "That was asked for too often. Try again in %(n)s minutes.",
            minutes,
        )
        form.add_error(None, message % {"n": minutes})
        response = self.form_invalid(form)
        response.status_code = 429
        response.headers["Retry-After"] = str(math.ceil(wait))
        return response


def _seconds_to_wait(request: HttpRequest, email: str) -> float:
    # Folded as Django compares addresses, or each spelling of one would be an account of its own.
    account = unicodedata.normalize("NFKC", email).casefold()
    return buckets.take(subscriber(request), MAX_OF_NETWORK) or buckets.take(
        account, MAX_OF_ACCOUNT
    )


class NewPasswordView(PasswordResetConfirmView):
    """Takes the new password of whoever has the link, and notes it."""

    title = _("Set a new password")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user and may_sign_in(user) else None

    @transaction.atomic
    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Lift the lock of this account from here, too, as signing in does.

        Whoever has the mail may try again; who guesses from elsewhere stays locked out.
        """
        audit.note_thing(Deed.CHANGED, form.user, form.user, str(_("Password, by a link in mail")))
        axes.reset(ip=subscriber(self.request), username=form.user.get_username())
        return super().form_valid(form)
