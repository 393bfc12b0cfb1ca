"""Users and groups: Django's own pages, which write into the audit log who may do what."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group

from .noted import NotedMixin

User = get_user_model()
admin.site.unregister([User, Group])


@admin.register(User)
class NotedUserAdmin(NotedMixin, UserAdmin):
    private = ("first_name", "last_name", "email")


@admin.register(Group)
class NotedGroupAdmin(NotedMixin, GroupAdmin):
    pass
