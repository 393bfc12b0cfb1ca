"""Who may open which address. Generated from the URLconf: an address not listed here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver

# Everything outside of the admin, with an address to try as a visitor and what it answers.
PUBLIC = {
    "healthz": ("/healthz", 200),
    "robots.txt": ("/robots.txt", 200),
    "media/<path:path>": ("/media/none.png", 404),
    "search/": ("/search/?q=answer", 200),
    "search/suggest/": ("/search/suggest/?q=answer", 200),
    "": ("/", 200),
    "articles/<str:slug>/": ("/articles/answer/", 200),
    "articles/<str:slug>/view.gif": ("/articles/answer/view.gif", 200),
    "articles/<str:slug>/helpful/": ("/articles/answer/helpful/", 302),
    "preview/<str:token>/": ("/preview/made-up/", 404),
    "tags/<str:slug>/": ("/tags/money/", 200),
    "<slug:tab>/": ("/faq/", 200),
    "<slug:tab>/<slug:category>/": ("/faq/billing/", 200),
}
# What a visitor may open below /admin/: the way in and out, nothing else.
DOORS = {"login/", "logout/"}


def routes(patterns, prefix: str = "") -> Iterator[str]:
    """Yield every route of the URLconf as it is written there."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def address_of(route: str) -> str:
    """Return a path that matches a route of the admin, with 1 for every argument."""
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)|<[^>]+>", "1", route)
    return "/" + re.sub(r"[\^$\\]|\?", "", path).replace(".*", "1")


ALL = list(routes(get_resolver().url_patterns))
ADMIN = [route for route in ALL if route.startswith("admin/")]


@pytest.fixture
def site(publish, faq, make_category):
    billing = make_category("billing", parent=faq)
    return publish("Answer", "The answer.", tags=["money"], category=billing)


def test_every_public_route_is_known():
    assert {route for route in ALL if not route.startswith("admin/")} == set(PUBLIC)


@pytest.mark.parametrize("route", PUBLIC)
def test_a_visitor_may_open(client, site, route):
    path, status = PUBLIC[route]
    assert client.get(path).status_code == status


@pytest.mark.parametrize("route", sorted(set(ADMIN) - {f"admin/{door}" for door in DOORS}))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_kept_out_of(client, site, route, method):
    response = getattr(client, method)(address_of(route))
    assert response.status_code in (302, 403, 405)
    if response.status_code == 302:
        assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("route", sorted(set(ADMIN) - {f"admin/{door}" for door in DOORS}))
def test_somebody_signed_in_without_rights_is_kept_out_of(client, site, route, django_user_model):
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(address_of(route)).status_code in (302, 403, 405)
