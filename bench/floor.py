"""FLOOR+: the honest floor of this stack, a bare Django view to measure the site against.

Default middleware of `startproject`, ONE indexed query over the psycopg pool, one template. It
serves the same bodies from a table `bench_page` that `bench.pages` fills from the site's articles.
"""

from __future__ import annotations

import os

import environ
from django.conf import settings

database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
database["HOST"] = database["OPTIONS"].pop("host", database["HOST"])
database["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 8}}

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
</head><body><h1>{{ title }}</h1><p>{{ updated_at }}</p>{{ html|safe }}</body></html>"""
LISTING = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Articles</title>
</head><body>{% for title, slug, opening, updated_at in rows %}<h2><a href="/articles/{{ slug }}/">
{{ title }}</a></h2><p>{{ opening }}</p><p>{{ updated_at }}</p>{% endfor %}</body></html>"""

settings.configure(
    SECRET_KEY="floor" * 12,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"article.html": ARTICLE, "listing.html": LISTING},
                    )
                ],
            },
        }
    ],
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - needs the settings above
from django.db import connection  # noqa: E402
from django.http import Http404  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def article(request, slug):
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, updated_at, html FROM bench_page WHERE slug = %s", [slug])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    context = dict(zip(("title", "updated_at", "html"), row, strict=True))
    return render(request, "article.html", context)


def listing(request):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, slug, opening, updated_at FROM bench_page"
            " ORDER BY updated_at DESC, slug DESC LIMIT 15"
        )
        rows = cursor.fetchall()
    return render(request, "listing.html", {"rows": rows})


urlpatterns = [path("", listing), path("articles/<str:slug>/", article)]
application = get_wsgi_application()
