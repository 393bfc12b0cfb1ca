"""Who may open which address: every role, every state of an article, every route of the URLconf.

A route that is not listed here fails. The rights are written down here a second time, on purpose:
this is what the groups of a new site must come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles import trash
from articles.models import Article

SECRET = "xyzzy"  # stands in the text, the title and the tags of the article
STATES = ("draft", "in review", "scheduled", "live", "expired", "deleted")
# What each role may do with each model: view, add, change, delete, publish, remove for good (x),
# and whether it may see why an article is a result (e).
WRITING = {"article": "vac", "category": "v", "tag": "v", "votetotal": "v", "votereason": "v"}
REVIEWING = WRITING | {"pinnedquestion": "e"}
TEACHING = {"synonymset": "vacd", "pinnedquestion": "vacde", "goldenquery": "vacd"}
PUBLISHING = WRITING | {
    "article": "vacdp", "category": "vacd", "tag": "vcd", "askedquestion": "v",
    "publicationset": "vacd", "notice": "vacd", "votereason": "vd",
}  # fmt: skip
OWNING = {
    "branding": "vc", "article": "vacdpx", "user": "vacd", "group": "vacd", "auditentry": "v",
    "signin": "v", "failedsignin": "v",
}  # fmt: skip
ROLES = {
    "anonymous": {},
    "author": WRITING,
    "reviewer": REVIEWING,
    "publisher": PUBLISHING | TEACHING,
    "administrator": PUBLISHING | TEACHING | OWNING,
}

# Everything outside of the admin: an address to try, and what it answers while the article is live
# and while it is not.
PUBLIC = {
    "healthz": ("/healthz", 200, 200),
    "robots.txt": ("/robots.txt", 200, 200),
    "sitemap.xml": ("/sitemap.xml", 200, 200),
    "sitemap-lists-<int:number>.xml": ("/sitemap-lists-1.xml", 200, 200),
    "sitemap-articles-<int:number>.xml": ("/sitemap-articles-1.xml", 200, 404),
    "api/v1/articles": ("/api/v1/articles", 200, 200),
    "api/v1/articles/<str:slug>": ("/api/v1/articles/answer", 200, 404),
    "api/v1/search": (f"/api/v1/search?q={SECRET}", 200, 200),
    "api/v1/openapi.json": ("/api/v1/openapi.json", 200, 200),
    "api/<path:rest>": ("/api/v2/articles", 404, 404),
    "branding-<slug:version>.css": ("/branding-0.css", 404, 404),
    "widget/": ("/widget/", 200, 200),
    "media/<path:path>": ("/media/none.png", 404, 404),
    "search/": (f"/search/?q={SECRET}", 200, 200),
    "search/suggest/": (f"/search/suggest/?q={SECRET}", 200, 200),
    "search/suggest/opensearch/": (f"/search/suggest/opensearch/?q={SECRET}", 200, 200),
    "opensearch.xml": ("/opensearch.xml", 200, 200),
    "llms.txt": ("/llms.txt", 200, 200),
    "feeds/": ("/feeds/", 200, 200),
    "feeds/articles.atom": ("/feeds/articles.atom", 200, 200),
    "feeds/articles/<str:slug>.atom": ("/feeds/articles/answer.atom", 200, 404),
    "feeds/tags/<str:slug>.atom": (f"/feeds/tags/{SECRET}.atom", 200, 404),
    "feeds/<slug:tab>.atom": ("/feeds/faq.atom", 200, 200),
    "feeds/<slug:tab>/<slug:category>.atom": ("/feeds/faq/billing.atom", 200, 200),
    "": ("/", 200, 200),
    "articles/<str:slug>/": ("/articles/answer/", 200, 404),
    "articles/<str:slug>.md": ("/articles/answer.md", 200, 404),
    "articles/<str:slug>/view.gif": ("/articles/answer/view.gif", 200, 200),
    "articles/<str:slug>/helpful/": ("/articles/answer/helpful/", 302, 404),
    "preview/<str:token>/": ("/preview/made-up/", 404, 404),
    "tags/<str:slug>/": (f"/tags/{SECRET}/", 200, 404),
    "<slug:tab>/": ("/faq/", 200, 200),
    "<slug:tab>/<slug:category>/": ("/faq/billing/", 200, 200),
}
# What visitors' pages show to staff, the right needed, and whether the article must have a page;
# empty for everybody else.
FOR_STAFF = {
    "articles/<str:slug>/staff/": ("/articles/answer/staff/", "article v", True),
    "search/staff/": ("/search/staff/?q=pay", "pinnedquestion e", False),
}
SEARCHES = ("search/", "search/suggest/", "api/v1/search")
# An expired article was public once, and is gone.
WHEN_EXPIRED = {"articles/<str:slug>/": 410}
# What a visitor may open below /admin/, and what it answers: the way in and out, nothing else.
DOORS = {
    "admin/login/": 200,
    "admin/logout/": 302,
    "admin/password_reset/": 200,
    "admin/password_reset/done/": 200,
    "admin/reset/<uidb64>/<token>/": 200,  # that the link does not work
    "admin/reset/done/": 200,
}

# Pages of the admin about one article: the right needed, what they answer to whoever has it, and
# what when there is no such article.
ABOUT_ARTICLE = {
    "admin/articles/article/<path:object_id>/change/": ("v", 200, 302),
    "admin/articles/article/<path:object_id>/history/": ("v", 200, 302),
    "admin/articles/article/<path:object_id>/delete/": ("d", 200, 302),
    "admin/articles/article/<path:object_id>/": ("", 302, 302),
    "admin/articles/article/<int:object_id>/translations/": ("v", 200, 404),
    "admin/articles/article/<int:object_id>/difference/": (
        "v",
        404,
        404,
    ),  # nothing to compare with
    "admin/articles/article/<int:object_id>/restore/<int:version_id>/": ("", 405, 405),
    "admin/articles/article/<int:object_id>/leave/": ("p", 200, 404),
    "admin/articles/article/<int:object_id>/instead/": ("v", 200, 404),
    "admin/articles/article/<int:object_id>/merge/": ("p", 200, 404),
    "admin/articles/article/<int:object_id>/preview-link/": ("c", 200, 404),
    "admin/articles/article/<int:object_id>/presence/": ("", 405, 405),
    "admin/articles/article/<int:object_id>/still-true/": ("", 405, 405),
    "admin/articles/article/<int:object_id>/give-to/": ("", 405, 405),
    "admin/articles/article/picker/<int:object_id>/": ("v", 200, 404),
}
HAS_PAGE = {"live", "expired"}
# Pages of the admin's own or of ours: an address, the model and right needed, what it answers.
OTHERS = {
    "admin/": ("/admin/", "", 200),
    "admin/password_change/": ("/admin/password_change/", "", 200),
    "admin/password_change/done/": ("/admin/password_change/done/", "", 200),
    "admin/autocomplete/": ("/admin/autocomplete/", "", 403),
    "admin/jsi18n/": ("/admin/jsi18n/", "", 200),
    "admin/r/<path:content_type_id>/<path:object_id>/": ("/admin/r/0/0/", "", 404),
    "admin/articles/article/csv/": ("/admin/articles/article/csv/", "article v", 200),
    "admin/search/askedquestion/csv/": ("/admin/search/askedquestion/csv/", "askedquestion v", 200),
    "admin/search/askedquestion/gaps/csv/": (
        "/admin/search/askedquestion/gaps/csv/", "askedquestion v", 200,
    ),
    "admin/articles/article/calendar/": ("/admin/articles/article/calendar/", "article v", 200),
    "admin/articles/article/overdue/": ("/admin/articles/article/overdue/", "article v", 200),
    "admin/articles/article/quality/": ("/admin/articles/article/quality/", "article v", 200),
    "admin/articles/article/choices/": ("/admin/articles/article/choices/", "", 403),
    "admin/articles/article/picker/": ("/admin/articles/article/picker/", "article v", 200),
    "admin/articles/article/bulk/<slug:name>/": (
        "/admin/articles/article/bulk/move/", "article c", 302,
    ),
    "admin/articles/article/problems/": ("/admin/articles/article/problems/", "", 405),
    "admin/articles/article/found/": ("/admin/articles/article/found/", "", 405),
    "admin/articles/article/unsaved/": ("/admin/articles/article/unsaved/", "", 405),
    "admin/articles/article/unsaved/discard/": (
        "/admin/articles/article/unsaved/discard/", "", 405,
    ),
    "admin/articles/article/trash/": ("/admin/articles/article/trash/", "article d", 200),
    "admin/articles/article/trash/restore/": ("/admin/articles/article/trash/restore/", "", 405),
    "admin/articles/article/trash/<int:object_id>/remove/": (
        "/admin/articles/article/trash/0/remove/", "article x", 404,
    ),
    "admin/articles/publicationset/<int:object_id>/check/": (
        "/admin/articles/publicationset/0/check/", "publicationset v", 404,
    ),
    "admin/articles/branding/": ("/admin/articles/branding/", "branding v", 302),
    "admin/articles/branding/preview/": ("/admin/articles/branding/preview/", "branding c", 405),
    "admin/articles/branding/colours.css": (
        "/admin/articles/branding/colours.css", "branding c", 200,
    ),
    "admin/search/askedquestion/gaps/": (
        "/admin/search/askedquestion/gaps/", "askedquestion v", 200,
    ),
    "admin/search/askedquestion/gaps/ignore/": (
        "/admin/search/askedquestion/gaps/ignore/", "", 405,
    ),
    "admin/markdownx/paste/": ("/admin/markdownx/paste/", "", 405),
    "admin/articles/category/<int:category_id>/move/<str:direction>/": (
        "/admin/articles/category/1/move/up/", "", 405,
    ),
    "admin/auth/user/<id>/password/": ("/admin/auth/user/0/password/", "user c", 404),
    "admin/markdownx/upload/": ("/admin/markdownx/upload/", "", 405),
    "admin/markdownx/markdownify/": ("/admin/markdownx/markdownify/", "", 405),
    "admin/^(?P<app_label>articles|auth|taggit|search)/$": (
        "/admin/articles/", "article v", 200,
    ),
    "admin/(?P<url>.*)$": ("/admin/nothing-is-here/", "", 404),
}  # fmt: skip
# Pages that every model of the admin has: the right needed, and what they answer about a row that
# does not exist.
OF_MODEL = {
    "": ("v", 200),
    "add/": ("a", 200),
    "<path:object_id>/change/": ("v", 302),
    "<path:object_id>/history/": ("", 302),
    "<path:object_id>/delete/": ("d", 302),
    "<path:object_id>/": ("", 302),
}


def routes(patterns, prefix: str = "") -> Iterator[str]:
    """Yield every route of the URLconf as it is written there."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


ALL = list(routes(get_resolver().url_patterns))
ADMIN = {route for route in ALL if route.startswith("admin/")} - set(DOORS)
MODELS = {f"admin/{m._meta.app_label}/{m._meta.model_name}/": m for m in admin.site._registry}
OF_MODELS = {
    model + page: (MODELS[model]._meta.model_name, page) for model in MODELS for page in OF_MODEL
}


def path_of(route: str, pk: int = 0) -> str:
    """Return an address that matches a route, with `pk` for every argument."""
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)|<[^>]+>", str(pk), route)
    return "/" + re.sub(r"[\^$\\]|\?", "", path)


@pytest.fixture
def article_in(write, publish, faq, make_category):
    """Return a function that makes the article in a state; of a deleted one the id is left."""
    billing = make_category("billing", parent=faq)
    told = {"title": f"{SECRET} answer", "body": f"{SECRET} text.", "tags": [SECRET]}
    told |= {"slug": "answer", "category": billing}
    now, day = timezone.now(), timedelta(days=1)

    def make(state: str) -> Article:
        if state in ("live", "expired"):
            return publish(**told, expire_at=now - day if state == "expired" else now + day)
        article = write(**told, publish_at=now + day if state == "scheduled" else None)
        if state == "in review":
            article.submit()
        if state == "deleted":
            trash.delete(article.pk)
        return article

    return make


@pytest.fixture
def as_role(make_colleague, at_desk):
    """Return a function that returns the browser of somebody of a role."""

    def sign_in(role: str) -> Client:
        if role == "anonymous":
            return Client()
        return at_desk(make_colleague(role, f"{role.capitalize()}s"))

    return sign_in


def test_every_route_is_known():
    assert {route for route in ALL if not route.startswith("admin/")} == (
        set(PUBLIC) | set(FOR_STAFF)
    )
    assert set(ABOUT_ARTICLE) | set(OTHERS) | set(OF_MODELS) == ADMIN
    assert set(DOORS) <= set(ALL)


def test_the_doors_are_open_to_a_visitor(client, db):
    assert {route: client.get(path_of(route)).status_code for route in DOORS} == DOORS


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_an_article_is_shown_to_those_who_may(article_in, as_role, role, state):
    pk, client, wrong = article_in(state).pk, as_role(role), {}
    for route, (path, when_live, otherwise) in PUBLIC.items():
        answer = client.get(path)
        asked_for = SECRET in path  # an address may be repeated on the page
        # A page that is gone names the title that it had.
        hidden = state != "live" and not asked_for and answer.status_code != 410
        leaks = hidden and SECRET.encode() in answer.content
        expected = when_live if state == "live" else otherwise
        if state == "expired":
            expected = WHEN_EXPIRED.get(route, expected)
        if (answer.status_code, leaks) != (expected, False):
            wrong[route] = answer.status_code
        if route in SEARCHES and (b"/articles/answer/" in answer.content) != (state == "live"):
            wrong[route] = "shown" if state != "live" else "not shown"
    for route, (path, needed, has_page) in FOR_STAFF.items():
        model, _space, right = needed.partition(" ")
        answer = client.get(path)
        is_shown = right in ROLES[role].get(model, "") and (state in HAS_PAGE or not has_page)
        if (answer.status_code, bool(answer.content)) != (
            (200, True) if is_shown else (204, False)
        ):
            wrong[route] = answer.status_code
    rights = ROLES[role].get("article", "")
    for route, (right, status, when_gone) in ABOUT_ARTICLE.items():
        expected = when_gone if state == "deleted" else status
        if route.endswith("/difference/") and state in HAS_PAGE:
            expected = 200
        if right not in rights:
            expected = 403
        answer = client.get(path_of(route, pk))
        if role == "anonymous":
            assert_to_login(answer, route)
        elif answer.status_code != expected:
            wrong[route] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_other_page_of_the_admin_is_for_those_who_may(as_role, role, db):
    client, wrong = as_role(role), {}
    of_models = {
        route: (path_of(route), f"{model} {OF_MODEL[page][0]}", OF_MODEL[page][1])
        for route, (model, page) in OF_MODELS.items()
        if route not in ABOUT_ARTICLE
    }
    for route, (path, needed, status) in (of_models | OTHERS).items():
        model, _space, right = needed.partition(" ")
        expected = status if right in ROLES[role].get(model, "") else 403
        answer = client.get(path)
        if role == "anonymous":
            assert_to_login(answer, route)
        elif answer.status_code != expected:
            wrong[route] = answer.status_code
    assert wrong == {}


def assert_to_login(answer, route: str) -> None:
    """A visitor is led to the login, or refused; an address that exists answers like any other."""
    assert answer.status_code in (302, 403, 405), route
    if answer.status_code == 302:
        assert answer.url.startswith("/admin/login/") or answer.url.endswith("/change/"), route


def test_nothing_is_done_for_a_visitor_or_for_somebody_without_rights(article_in, at_desk):
    pk = article_in("draft").pk
    nobody = at_desk(User.objects.create_user("nobody"))
    for route in ADMIN:
        for method in ("get", "post"):
            assert_to_login(getattr(Client(), method)(path_of(route, pk)), route)
        assert nobody.get(path_of(route, pk)).status_code in (302, 403, 405), route
    assert Article.objects.count() == 1
