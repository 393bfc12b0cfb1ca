"""Who may do what: the groups that a new site comes with.

A migration makes each group once, with the permissions below; a site changes them as it likes. So
a permission that is added here later reaches new sites only, and the others by a migration that
calls `grant`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

APPS = ("articles", "search", "taggit", "auth")

# What the desk has pages of: a permission for another table does nothing.
AT_DESK = (
    "article", "category", "publicationset", "notice", "branding", "auditentry", "votetotal",
    "votereason", "synonymset", "pinnedquestion", "goldenquery", "askedquestion", "tag", "user",
    "group",
)  # fmt: skip

AUTHORS = ("articles.add_article", "articles.change_article", "articles.view_article",
           "articles.view_category", "taggit.view_tag")  # fmt: skip
REVIEWERS = (*AUTHORS, "articles.review_article", "search.explain_results")
PUBLISHERS = (
    *REVIEWERS, "articles.publish_article", "articles.delete_article",
    "articles.add_category", "articles.change_category", "articles.delete_category",
    "articles.view_publicationset", "articles.add_publicationset",
    "articles.change_publicationset", "articles.delete_publicationset",
    "articles.view_notice", "articles.add_notice", "articles.change_notice",
    "articles.delete_notice",
    "articles.delete_votereason",
    "taggit.add_tag", "taggit.change_tag", "taggit.delete_tag",
    "search.*",
)  # fmt: skip
# Whoever may change users can make themselves anything: these are the owners of the site.
ADMINISTRATORS = ("articles.*", "search.*", "taggit.*", "auth.*")

GROUPS = {
    "Authors": AUTHORS,
    "Reviewers": REVIEWERS,
    "Publishers": PUBLISHERS,
    "Administrators": ADMINISTRATORS,
}


def make(apps: Any = installed, schema_editor: Any = None) -> None:
    """Make the groups that do not exist; one of the same name is left as the site has it."""
    Group = apps.get_model("auth", "Group")
    for name, permissions in GROUPS.items():
        if not Group.objects.filter(name=name).exists():
            Group.objects.create(name=name)
            grant(apps, name, permissions)


def grant(apps: Any, group: str, permissions: Iterable[str]) -> None:
    """Give permissions ("app.codename", or "app.*" for all that an app has at the desk) to a
    group, if it exists.

    For migrations: `apps` are the migration's own. A permission is made after all migrations, so
    those that do not exist yet are made now.
    """
    for label in APPS:
        create_permissions(installed.get_app_config(label), verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for found in Group.objects.filter(name=group):
        for name in permissions:
            label, codename = name.split(".")
            at_desk = {"content_type__model__in": AT_DESK}
            which = at_desk if codename == "*" else {"codename": codename}
            found.permissions.add(
                *Permission.objects.filter(content_type__app_label=label, **which)
            )
