"""Addresses of what visitors browse and read."""

from django.urls import path

from . import feedback, feeds, markdown_twins, previews, staff_bar, views

app_name = "articles"

urlpatterns = [
    path("", views.listing, name="all"),
    path("articles/<str:slug>/", views.detail, name="detail"),
    path("articles/<str:slug>/view.gif", views.count_view, name="count_view"),
    path("articles/<str:slug>.md", markdown_twins.twin, name="twin"),
    path("articles/<str:slug>/helpful/", feedback.helpful, name="helpful"),
    path("articles/<str:slug>/staff/", staff_bar.staff, name="staff"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("llms.txt", markdown_twins.index, name="llms"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("feeds/", feeds.feeds, name="feeds"),
    # "articles" and "tags" are no keys of tabs (RESERVED_KEYS).
    path("feeds/articles.atom", feeds.feed, name="feed"),
    path("feeds/articles/<str:slug>.atom", feeds.feed_of_article, name="feed_of_article"),
    path("feeds/tags/<str:slug>.atom", feeds.feed_of_tag, name="feed_of_tag"),
    path("feeds/<slug:tab>.atom", feeds.feed, name="feed_of_tab"),
    path("feeds/<slug:tab>/<slug:category>.atom", feeds.feed, name="feed_of_category"),
    path("<slug:tab>/", views.listing, name="tab"),
    path("<slug:tab>/<slug:category>/", views.listing, name="category"),
]
