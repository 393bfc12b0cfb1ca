"""How the desk's own pages are shown in the frame of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def page(
    desk: ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Return `template` as a page of `desk`; the context says its `title`."""
    request.current_app = desk.admin_site.name
    frame = {**desk.admin_site.each_context(request), "opts": desk.opts, "subtitle": None}
    return TemplateResponse(request, template, frame | context)
