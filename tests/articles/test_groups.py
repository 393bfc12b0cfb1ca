"""The groups that a new site comes with."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission

from articles import groups
from articles.staff import StaffBackend


def permissions(group: str) -> set[str]:
    found = Group.objects.get(name=group).permissions
    return {
        f"{app}.{name}" for app, name in found.values_list("content_type__app_label", "codename")
    }


@pytest.mark.django_db
def test_groups_are_made_before_any_permission_exists_and_each_may_what_the_one_before_may():
    Group.objects.all().delete()
    Permission.objects.all().delete()
    groups.make()
    may = [permissions(name) for name in ("Authors", "Reviewers", "Publishers", "Administrators")]
    assert may[0] < may[1] < may[2] < may[3]
    assert may[0] == set(groups.AUTHORS)
    assert may[1] - may[0] == {"articles.review_article", "search.explain_results"}
    assert {"articles.publish_article", "search.add_synonymset"} <= may[2]
    assert not any(name.startswith("auth.") or "audit" in name for name in may[2])
    assert {"auth.add_user", "auth.change_group", "articles.view_auditentry"} <= may[3]


@pytest.mark.django_db
def test_groups_have_no_permission_for_a_table_without_a_page_at_the_desk():
    at_desk = {model._meta.model_name for model in admin.site._registry}
    held = Permission.objects.filter(group__isnull=False).values_list("content_type__model")
    assert {model for (model,) in held} == set(groups.AT_DESK)
    assert set(groups.AT_DESK) == at_desk - {"signin", "failedsignin"}  # whoever may see users


@pytest.mark.django_db
def test_a_group_that_a_site_has_is_left_as_it_is():
    groups.make()
    Group.objects.get(name="Authors").permissions.clear()
    groups.make()
    assert permissions("Authors") == set()


def test_who_signs_in_may_what_django_says_in_one_query(
    make_colleague, django_assert_max_num_queries
):
    user = make_colleague("paul", "Publishers")
    user.groups.add(Group.objects.get(name="Reviewers"))
    user.user_permissions.add(Permission.objects.get(codename="add_user"))
    with django_assert_max_num_queries(1):
        known = StaffBackend().get_user(user.pk)
        may = StaffBackend().get_all_permissions(known)
    assert may == ModelBackend().get_all_permissions(user)
    assert {"auth.add_user", "articles.publish_article"} <= may
    user.is_active = False
    user.save()
    assert StaffBackend().get_user(user.pk) is None
    assert StaffBackend().get_user(0) is None
