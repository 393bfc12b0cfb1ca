"""The way back to "Unanswered questions" from a form that was begun there.

A synonym or a pin is done when it is saved, so its form leads back by itself. An article is saved
many times before it is done: its form stays open, and the way back stands above it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

# The parameter of a form's address; its value is what the page of questions was narrowed by. ALL
# says "nothing": Django leaves empty parameters out of the address that a form is sent to.
FROM, ALL = "from_gaps", "all"


def way_back(request: HttpRequest) -> str:
    """Return the address of the page as it was narrowed; nothing when the form began elsewhere."""
    if FROM not in request.GET:
        return ""
    narrowed = request.GET[FROM]
    query = QueryDict("" if narrowed == ALL else narrowed)
    return reverse("admin:search_askedquestion_gaps", query=query)


class LeadsBackMixin(admin.ModelAdmin):
    """A form that leads back once it is saved."""

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        if address := way_back(request):
            return HttpResponseRedirect(address)
        return super().response_post_save_add(request, obj)


class KeepsWayBackMixin(admin.ModelAdmin):
    """A form that stays open and shows the way back."""

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        context["way_back"] = way_back(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return _keeping(request, super().response_add(request, obj, *args))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return _keeping(request, super().response_change(request, obj))


def _keeping(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the redirect to the form, with the way back in its address."""
    if FROM in request.GET:
        query = QueryDict(mutable=True)
        query[FROM] = request.GET[FROM]
        response["Location"] += f"?{query.urlencode()}"
    return response
