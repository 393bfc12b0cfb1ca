"""The groups that a new site comes with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from articles import groups


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
def test_a_group_that_a_site_has_is_left_as_it_is():
    groups.make()
    Group.objects.get(name="Authors").permissions.clear()
    groups.make()
    assert permissions("Authors") == set()
