"""Addresses of the site. The default locale has no prefix; the others do (/en-gb/...)."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles import sitemaps
from search import opensearch

from . import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_of_lists"),
    path("sitemap-articles-<int:number>.xml", sitemaps.articles, name="sitemap_of_articles"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/markdownx/", include("articles.markdownx_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("opensearch.xml", opensearch.description, name="opensearch"),
        path("", include("articles.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "helpcenter.views.bad_request"
handler403 = "helpcenter.views.forbidden"
handler404 = "helpcenter.views.not_found"
handler500 = "helpcenter.views.server_error"
