"""Who signed in, from where, and who is locked out after wrong passwords: there to be let in again.

django-axes keeps both and has lists of its own, which show all that it keeps.
"""

from __future__ import annotations

import re
from typing import Any

from axes import utils as axes
from axes.helpers import get_cool_off
from axes.models import AccessBase
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import F, Max, QuerySet, Sum, Window
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Deed, FailedSignIn, SignIn, audit
from articles.templatetags.formats import day_and_time, number

from .people import User
from .read_only import ReadOnlyAdmin

# What browsers call themselves: each also takes the names of those below it.
BROWSERS = {
    "Edge": "Edg", "Opera": "OPR", "Firefox": "Firefox|FxiOS", "Chrome": "Chrom|CriOS",
    "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
    "ChromeOS": "CrOS", "macOS": "Macintosh", "Linux": "Linux",
}  # fmt: skip


def browser_of(user_agent: str) -> str:
    """Return a browser and its system in words; what it says of itself where neither is known."""
    named = [
        next((name for name, said in names.items() if re.search(said, user_agent)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, named)) or user_agent


class SignInsAdmin(ReadOnlyAdmin):
    """A list for whoever may see users."""

    search_fields = ["username", "ip_address"]
    search_help_text = gettext_lazy("A username, or the address of a network")
    ordering = ["-attempt_time", "-pk"]
    change_list_template = "admin/articles/sign_ins.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("auth.view_user") or request.user.has_perm("auth.change_user")

    @admin.display(description=gettext_lazy("when"), ordering="attempt_time")
    def at(self, row: AccessBase) -> str:
        return day_and_time(row.attempt_time)

    @admin.display(description=gettext_lazy("from"), ordering="ip_address")
    def network(self, row: AccessBase) -> str:
        return row.ip_address or ""

    @admin.display(description=gettext_lazy("with"))
    def browser(self, row: AccessBase) -> str:
        return format_html('<span title="{}">{}</span>', row.user_agent, browser_of(row.user_agent))


class DayFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("day")


@admin.register(SignIn)
class SignInAdmin(SignInsAdmin):
    """Who signed in during the last 90 days, the newest first."""

    list_display = ["at", "username", "network", "browser"]
    list_filter = [("attempt_time", DayFilter)]


@admin.register(FailedSignIn)
class FailedSignInAdmin(SignInsAdmin):
    """The wrong passwords that still count; who may change users lets people in again."""

    list_display = ["at", "username", "network", "browser", "times", "state"]
    actions = ["let_in"]
    nothing_yet = gettext_lazy(
        "Nobody gave a wrong password within the last hour. Ten lock an account, on the network "
        "that they came from, for an hour; who is locked out is let in again here."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FailedSignIn]:
        of_one = [F("username"), F("ip_address")]
        counting = (
            super().get_queryset(request).filter(attempt_time__gt=timezone.now() - get_cool_off())
        )
        return counting.annotate(
            failures=Window(Sum("failures_since_start"), of_one),
            last_at=Window(Max("attempt_time"), of_one),
        )

    def has_let_in_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth.change_user")

    @admin.display(description=gettext_lazy("times"), ordering="failures_since_start")
    def times(self, row: FailedSignIn) -> str:
        return number(row.failures_since_start)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: FailedSignIn) -> str:
        left = settings.AXES_FAILURE_LIMIT - row.failures
        if left > 0:
            return ngettext("May try once more", "May try %d more times", left) % left
        until = _("Locked out until %s") % day_and_time(row.last_at + get_cool_off())
        return format_html('<span class="state state-red">{}</span>', until)

    @admin.action(description=gettext_lazy("Let in again"), permissions=["let_in"])
    def let_in(self, request: HttpRequest, queryset: QuerySet[FailedSignIn]) -> None:
        chosen = sorted({(row.username, row.ip_address) for row in queryset})
        for name, network in chosen:
            axes.reset(username=name, ip=network)
        for user in User.objects.filter(username__in={name for name, _network in chosen}):
            audit.note_thing(Deed.CHANGED, user, comment=_("Let in again after wrong passwords"))
        names = ", ".join(sorted({name for name, _network in chosen}))
        self.message_user(request, _("Let in again: %s.") % names, messages.SUCCESS)
