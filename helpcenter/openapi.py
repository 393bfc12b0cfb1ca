"""What programs read about the API (OpenAPI 3.1): openapi.yaml with this site put in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import absolute, branding
from articles.endpoints import as_json, endpoint

DESCRIPTION = Path(__file__).with_name("openapi.yaml")


@cache
def _written() -> dict[str, Any]:
    return yaml.safe_load(DESCRIPTION.read_text())


@endpoint
def description(request: HttpRequest) -> HttpResponse:
    """What the API answers at this site: its address, its name, its locales."""
    written = _written()
    locale = {"type": "string", "enum": settings.LOCALES, "default": settings.LANGUAGE_CODE}
    parts = written["components"]
    parameters = parts["parameters"] | {
        "locale": parts["parameters"]["locale"] | {"schema": locale},
    }
    return as_json(
        written
        | {
            "info": written["info"] | {"title": f"{branding.current().name} API"},
            "servers": [{"url": absolute.origin(request)}],
            "components": parts | {"parameters": parameters},
        }
    )
