"""Addresses of what visitors browse and read."""

from django.urls import path

from . import feedback, previews, views

app_name = "articles"

urlpatterns = [
    path("", views.listing, name="all"),
    path("articles/<str:slug>/", views.detail, name="detail"),
    path("articles/<str:slug>/view.gif", views.count_view, name="count_view"),
    path("articles/<str:slug>/helpful/", feedback.helpful, name="helpful"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("<slug:tab>/", views.listing, name="tab"),
    path("<slug:tab>/<slug:category>/", views.listing, name="category"),
]
