"""Addresses of what visitors ask."""

from django.urls import path

from . import opensearch, views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("staff/", views.staff, name="staff"),
    path("suggest/", views.suggest, name="suggest"),
    path("suggest/opensearch/", opensearch.completions, name="completions"),
]
