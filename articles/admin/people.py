"""Users and groups: Django's own pages, which write into the audit log who may do what.

Nobody but staff signs in, so who is added is staff; and nobody locks themselves out.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article, Deed, audit

from .audited import AuditedMixin
from .choices import ChoicesMixin
from .desk import person

User = get_user_model()
admin.site.unregister([User, Group])
OF_EVERY_TABLE = "^(add|change|delete|view)_"
# What lets somebody in.
ACCESS = ("is_active", "is_staff", "is_superuser")


class PasswordOfUserForm(AdminPasswordChangeForm):
    """Django's form without the switch that turns a password off: nothing else lets anybody in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class PermissionsField(ModelMultipleChoiceField):
    """Permissions in words, without the program's names for the parts that they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name


def permissions(request: HttpRequest | None, holder: str) -> dict[str, Any]:
    """Return what a form of a `holder`, user or group, offers to be ticked: the permissions that
    do something at the desk, and those held already. Django offers those of every table.
    """
    match = request.resolver_match if request else None
    held_already = Q(**{holder: match.kwargs.get("object_id") if match else None})
    kinds = ContentType.objects.get_for_models(*admin.site._registry, for_concrete_models=False)
    at_desk = Q(content_type__in=kinds.values()) | ~Q(codename__regex=OF_EVERY_TABLE)
    offered = Permission.objects.filter(at_desk | held_already).distinct()
    ticked = {"form_class": PermissionsField, "widget": CheckboxSelectMultiple}
    return ticked | {"queryset": offered}


class NoHashWidget(ReadOnlyPasswordHashWidget):
    """The way to a new password, without how the present one is kept."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"summary": []}


class AccessLabels:
    """What the forms of a user say of ACCESS, to be changed or only read."""

    labels = {"is_staff": gettext_lazy("Staff"), "is_superuser": gettext_lazy("May do everything")}
    help_texts = {
        "is_active": gettext_lazy("Taken off, they cannot sign in. All that they wrote stays."),
        "is_staff": gettext_lazy("Only staff can sign in; nobody else has anything to do here."),
        "is_superuser": gettext_lazy(
            "Whatever the groups say, also make others such. For few people."
        ),
    }


class UserForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(
        label=gettext_lazy("Password"),
        widget=NoHashWidget,
        help_text=gettext_lazy("Nobody can read it. A new one ends every session of the old one."),
    )

    class Meta(AccessLabels, UserChangeForm.Meta):
        pass


class NewUserForm(UserCreationForm):
    class Meta(AccessLabels, UserCreationForm.Meta):
        pass


@admin.register(User)
class AuditedUserAdmin(AuditedMixin, ChoicesMixin, UserAdmin):
    private = ("first_name", "last_name", "email")
    form = UserForm
    add_form = NewUserForm
    change_password_form = PasswordOfUserForm
    add_fieldsets = [
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
        (None, {"classes": ("wide",), "fields": ("email", "groups", "is_staff")}),
    ]
    fieldsets = [
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("Permissions"), {"fields": (*ACCESS, "groups")}),
        (
            gettext_lazy("Permissions beside those of the groups"),
            {"fields": ("user_permissions",), "classes": ("collapse",)},
        ),
        (
            gettext_lazy("Important dates"),
            {"fields": ("last_login", "date_joined"), "classes": ("collapse",)},
        ),
    ]
    list_display = ("username", "email", "groups_label", "is_active", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("groups"))
    def groups_label(self, user: AbstractUser) -> str:
        every = [group.name for group in user.groups.all()]
        return ", ".join([_("everything"), *every] if user.is_superuser else every)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs: Any):
        """Groups and permissions are ticked; of groups the form says what they are for."""
        if db_field.name == "groups":
            hint = _("What they may do. Without a group they may sign in and no more.")
            kwargs |= {"widget": CheckboxSelectMultiple, "help_text": hint}
        else:
            kwargs |= permissions(request, "user")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        own = ACCESS if obj is not None and obj == request.user else ()
        return [*super().get_readonly_fields(request, obj), *own]

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name the users only, not what was noted of their work: all that they wrote stays."""
        _named, _counts, refused, protected = super().get_deleted_objects(objs, request)
        own = {_("your own account")} if request.user in objs else set()
        users = [_leaving(user) for user in objs]
        return users, {self.opts.verbose_name_plural: len(users)}, refused | own, protected


@transaction.atomic
def own_password(request: HttpRequest) -> HttpResponse:
    """Django's page on which staff change their own password; the audit log notes that they did."""
    answer = admin.site.password_change(request)
    if isinstance(answer, HttpResponseRedirect):
        audit.note_thing(Deed.CHANGED, person(request), comment=_("Password, by themselves"))
    return answer


def _leaving(user: AbstractUser) -> str:
    """Return who is deleted, and the way to the articles that have no owner then."""
    if not (owned := Article.objects.filter(owner=user.pk).count()):
        return user.get_username()
    return format_html(
        '{} · <a href="{}?owner={}">{}</a>',
        user.get_username(),
        reverse("admin:articles_article_changelist"),
        user.pk,
        ngettext(
            "owner of %d article, which will have none",
            "owner of %d articles, which will have none",
            owned,
        )
        % owned,
    )


@admin.register(Group)
class AuditedGroupAdmin(AuditedMixin, GroupAdmin):
    def formfield_for_manytomany(
        self, db_field, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        kwargs |= permissions(request, "group")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
