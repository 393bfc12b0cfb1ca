"""Fixtures that every test may use: the shared vocabulary of the tests."""

from __future__ import annotations

import gc

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from articles import branding, endpoints, notices, page_cache, password_reset
from articles.models import Article, AuditEntry, Category, CategoryTranslation
from search import bounded, throttling
from search.question_log import askers, openers

# An example that takes 200 ms on a busy machine is no failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: at the end the other processes would wait for one of them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, not among all modules and tests: that took 10 %."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 10, 10)


# What the migrations of a new site write and no test changes.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty_tables(_test: TransactionTestCase) -> None:
    """Delete the rows that a test with transactions of its own has left.

    Django's flush empties all seventy tables and then makes every permission again: a second a
    test. Emptying the written ones by TRUNCATE took 160 ms, as each of their indexes gets a new
    file; deleting the few rows takes 15. Triggers may write while others are deleted, hence the
    loop. The audit log refuses to have rows deleted.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = sorted(set(names) - KEPT)
        holds_rows = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables)
        while written := cursor.execute(holds_rows).fetchall():
            for (name,) in written:
                is_log = name == AuditEntry._meta.db_table
                cursor.execute(f"TRUNCATE {name}" if is_log else f"DELETE FROM {name}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The audit log refuses to be emptied, which tests with transactions of their own must do."""
    TransactionTestCase._fixture_teardown = empty_tables
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_auditentry DISABLE TRIGGER keep_all")


@pytest.fixture(autouse=True)
def _site(settings, tmp_path, monkeypatch):
    """Uploaded files go to a folder of the test; views are written at once; logins are quick."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VIEWS_FLUSH_SECONDS = 0
    settings.QUESTIONS_PER_MINUTE = 0  # a test asks more than any visitor
    page_cache.clear()
    branding.forget()
    notices.forget()
    # A busy machine must not cost a counted page one more query, nor cut a search short.
    monkeypatch.setattr(branding, "FRESH", 3600)
    monkeypatch.setattr(bounded, "TIME_LIMIT_MS", 30_000)
    askers.forget()
    openers.forget()
    endpoints.buckets.forget()
    throttling.questions.forget()
    throttling.lookups.forget()
    password_reset.buckets.forget()
    # The real one takes a third of a second on purpose, for every user of a test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def make_category(db):
    """Return a function that makes a category: make_category("faq", parent=None, name="FAQ")."""

    def make(key: str, parent: Category | None = None, name: str | None = None, **fields):
        category = Category.objects.create(key=key, parent=parent, **fields)
        CategoryTranslation.objects.create(
            category=category, locale=settings.LANGUAGE_CODE, name=name or key.capitalize()
        )
        return category

    return make


@pytest.fixture
def faq(make_category) -> Category:
    return make_category("faq", name="FAQ")


@pytest.fixture
def write(faq):
    """Return a function that writes a draft: write("Title", "Body", tags=["a"], **fields)."""

    def make(title: str, body: str = "", tags: list[str] | None = None, **fields) -> Article:
        article = Article.objects.create(
            title=title, body=body, **{"category": faq, "locale": "en-us"} | fields
        )
        if tags:
            article.set_tags(tags)
        return article

    return make


@pytest.fixture
def publish(write):
    """Return a function that writes and publishes: the same arguments as `write`."""

    def make(*args, **fields) -> Article:
        article = write(*args, **fields)
        article.publish()
        return article

    return make


@pytest.fixture
def demo(db) -> None:
    """The demo site, as it is shipped."""
    call_command("import_articles", settings.BASE_DIR / "articles/demo", publish=True, verbosity=0)
    call_command("import_search_rules", settings.BASE_DIR / "search/demo.yml", verbosity=0)


@pytest.fixture
def make_staff(db):
    """Return a function that makes a user of the admin: make_staff("ana", ["view_article"])."""

    def make(name: str, permissions: list[str]) -> User:
        user = User.objects.create_user(name, is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        return user

    return make


@pytest.fixture
def make_colleague(db):
    """Return a function that makes staff of a group with mail: make_colleague("ana", "Authors")."""

    def make(name: str, group: str) -> User:
        user = User.objects.create_user(name, f"{name}@example.com", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def at_desk():
    """Return a function that signs a user in: at_desk(author).get(...)."""

    def sign_in(user: User, **options) -> Client:
        client = Client(**options)
        client.force_login(user, backend="articles.staff.StaffBackend")
        return client

    return sign_in
