"""Who is signed in, and what they may do: one statement for both, on every page of the admin.

Django asks for the user, for their own permissions and for those of their groups one by one.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Q, Value
from django.db.models.functions import Concat


def permitted() -> ArraySubquery:
    """Return what reads the permissions ("app.codename") of a user together with them."""
    user = OuterRef(OuterRef("pk"))
    own = get_user_model().user_permissions.through.objects.filter(user=user)
    of_groups = Group.permissions.through.objects.filter(group__user=user)
    permissions = Permission.objects.order_by().filter(
        Q(pk__in=own.values("permission")) | Q(pk__in=of_groups.values("permission"))
    )
    return ArraySubquery(
        permissions.values(label=Concat("content_type__app_label", Value("."), "codename"))
    )


class StaffBackend(ModelBackend):
    """Django's own, in one statement."""

    def get_user(self, user_id: int) -> User | None:
        users = get_user_model()._default_manager.annotate(permitted=permitted())
        user = users.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        """Return what was read with the user; Django asks where it was not, as for a new one."""
        is_read = hasattr(user_obj, "permitted") and not hasattr(user_obj, "_perm_cache")
        if is_read and user_obj.is_active and not user_obj.is_superuser and obj is None:
            setattr(user_obj, "_perm_cache", set(getattr(user_obj, "permitted")))  # noqa: B009, B010
        return super().get_all_permissions(user_obj, obj)
