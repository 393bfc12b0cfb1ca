"""The desk's own pages: at which address each stands, and how it is shown in the admin's frame."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any, NamedTuple, TypeVar

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Methods = Callable[[Callable], Callable]

require_form = require_http_methods(["GET", "HEAD", "POST"])


class Address(NamedTuple):
    """Where a view stands below the list of its admin, and by which methods it may be asked."""

    route: str
    name: str
    methods: Methods


def at(route: str, name: str, methods: Methods = require_safe) -> Callable[[View], View]:
    """Make a method of a `PagesMixin` the view at `route`; `name` is that of its URL.

    `methods` is a decorator of `django.views.decorators.http` or `require_form`, for a page that
    takes its own form.
    """

    def mark(view: View) -> View:
        vars(view)["address"] = Address(route, name, methods)
        return view

    return mark


class PagesMixin(ModelAdmin):
    """Serves the methods that `at` marks, for whoever may enter the admin; each asks for more."""

    def get_urls(self) -> list:
        own = []
        for name, function in getmembers(type(self), isfunction):
            if address := vars(function).get("address"):
                view = self.admin_site.admin_view(address.methods(getattr(self, name)))
                own.append(path(address.route, view, name=address.name))
        return [*own, *super().get_urls()]


def page(
    desk: ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Return `template` as a page of `desk`; the context says its `title`."""
    request.current_app = desk.admin_site.name
    frame = {**desk.admin_site.each_context(request), "opts": desk.opts, "subtitle": None}
    return TemplateResponse(request, template, frame | context)
