"""Notices: the lines above every page, and which of them visitors see now."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Notice

from .audited import AuditedMixin
from .locales import AnyLocaleMixin, LocaleColumnMixin
from .versioned import VersionedMixin


@admin.register(Notice)
class NoticeAdmin(LocaleColumnMixin, AnyLocaleMixin, VersionedMixin, AuditedMixin):
    """Where the support team says what many would ask today."""

    list_display = ["text", "kind", "state", "starts_at", "ends_at", "locale_label"]
    fields = ["text", "kind", "address", "locale", "starts_at", "ends_at"]
    list_per_page = 50
    view_on_site = False
    nothing_yet = gettext_lazy(
        "No notices. Add one when something happens that many will ask about, such as an outage: "
        "visitors read it above every page, and it goes by itself at the time that you say."
    )

    @admin.display(description=gettext_lazy("state"))
    def state(self, notice: Notice) -> str:
        now = timezone.now()
        if notice.ends_at and notice.ends_at <= now:
            return _("Over")
        is_early = notice.starts_at and notice.starts_at > now
        return _("Not yet") if is_early else _("Shown now")

    @admin.display(description=gettext_lazy("locale"), ordering="locale")
    def locale_label(self, notice: Notice) -> str:
        return dict(settings.LANGUAGES).get(notice.locale, _("All locales"))
