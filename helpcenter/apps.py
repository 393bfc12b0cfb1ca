"""The admin with a site of its own."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "helpcenter.admin.Desk"
