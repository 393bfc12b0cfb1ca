"""Addresses of the site. The default locale has no prefix; the others do (/en-gb/...)."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles import api, endpoints, sitemaps
from search import api as search_api
from search import opensearch

from . import branding, openapi, views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists-<int:number>.xml", sitemaps.lists, name="sitemap_of_lists"),
    path("sitemap-articles-<int:number>.xml", sitemaps.articles, name="sitemap_of_articles"),
    path("api/v1/articles", api.articles, name="api_articles"),
    path("api/v1/articles/<str:slug>", api.article, name="api_article"),
    path("api/v1/search", search_api.search, name="api_search"),
    path("api/v1/openapi.json", openapi.description, name="openapi"),
    path("api/<path:rest>", endpoints.nothing, name="api_nothing"),
    path("branding-<slug:version>.css", branding.stylesheet, name="branding"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/markdownx/", include("articles.markdownx_urls")),
    path("admin/", include("articles.password_reset_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("opensearch.xml", opensearch.description, name="opensearch"),
        path("widget/", views.widget, name="widget"),
        path("", include("articles.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "helpcenter.views.bad_request"
handler403 = "helpcenter.views.forbidden"
handler404 = "helpcenter.views.not_found"
handler500 = "helpcenter.views.server_error"
