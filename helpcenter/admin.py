"""What the admin calls itself and the parts that others wrote, and what stands in which part.

Its header has the site's name (templates/admin/base_site.html).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SIGN_INS = ("SignIn", "FailedSignIn")
PARTS = {"auth": _("People"), "taggit": _("Tags")}
for label, name in PARTS.items():
    apps.get_app_config(label).verbose_name = name


class Desk(admin.AdminSite):
    index_title = _("Your desk")
    enable_nav_sidebar = False  # the pages of the desk need the width

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Put how people signed in beside the people; whoever sees the one sees the other."""
        parts = {part["app_label"]: part for part in super().get_app_list(request)}
        people, articles = parts.get("auth"), parts.get("articles")
        if people and articles:
            found = [row for row in articles["models"] if row["object_name"] in SIGN_INS]
            articles["models"] = [row for row in articles["models"] if row not in found]
            people["models"] = sorted([*people["models"], *found], key=lambda row: row["name"])
        shown = [part for part in parts.values() if part["models"]]
        return [part for part in shown if app_label in (None, part["app_label"])]
