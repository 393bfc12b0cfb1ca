"""How every address below /api/ answers: reading only, in one locale, and errors as RFC 9457 says.

`endpoint` makes a view one: GET, HEAD and OPTIONS; `?locale=` is the language of the answer; ETags
of the content, so that asking again costs no transfer; the origins of API_CORS_ORIGINS may read it
from their pages; one address may ask API_REQUESTS_PER_MINUTE times. Answers are asked about every
time (`no-cache`): an article that expired is gone from every cache at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import (
    get_conditional_response,
    patch_vary_headers,
    set_response_etag,
)
from django.views.decorators.csrf import csrf_exempt

from .rate_limit import TokenBuckets
from .visitors import subscriber

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_KEPT = "86400"  # seconds

buckets = TokenBuckets()

View = Callable[..., HttpResponse]


class Problem(Exception):
    """An answer that is an error; `detail` says to a person what to change."""

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}

    def response(self) -> HttpResponse:
        data = {"type": "about:blank", "title": self.status.phrase, "status": self.status.value,
                "detail": self.detail}  # fmt: skip
        headers = {"Cache-Control": "no-store"} | self.headers
        return as_json(data, self.status.value, "application/problem+json", headers)


DATABASE_AWAY = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The database cannot be reached or took too long.",
    {"Retry-After": "5"},
)


def bad_request(detail: str) -> Problem:
    """Return the problem of a parameter that cannot be understood."""
    return Problem(HTTPStatus.BAD_REQUEST, detail)


def as_json(
    data: object,
    status: int = 200,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return `data` as JSON that is not escaped beyond need."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    headers = {"Cache-Control": "no-cache"} | (headers or {})
    return HttpResponse(text, content_type, status, headers=headers)


def endpoint(view: View) -> View:
    """Decorate a view of the API; it raises Problem, and its active locale is the one asked for."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **parameters: Any) -> HttpResponse:
        locale = request.GET.get("locale", settings.LANGUAGE_CODE)
        with translation.override(locale if locale in settings.LOCALES else settings.LANGUAGE_CODE):
            try:
                response = _answer(view, request, locale, parameters)
            except Problem as problem:
                response = problem.response()
            except OperationalError:
                response = DATABASE_AWAY.response()
            response.headers["Content-Language"] = translation.get_language()
        response.headers["X-Robots-Tag"] = "noindex"
        return _with_cors(request, response)

    return answer


def _answer(view: View, request: HttpRequest, locale: str, parameters: dict) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        detail = f"This address can only be read: {METHODS}."
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, {"Allow": METHODS})
    _limit_rate(request)
    if locale not in settings.LOCALES:
        raise bad_request(f"No locale {locale[:20]!r}; there are: {', '.join(settings.LOCALES)}.")
    if any("\x00" in value for _name, values in request.GET.lists() for value in values):
        raise bad_request("A parameter contains a NUL character.")
    response = view(request, **parameters)
    if response.status_code != HTTPStatus.OK:
        return response
    set_response_etag(response)
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response


def _limit_rate(request: HttpRequest) -> None:
    wait = buckets.take(subscriber(request), settings.API_REQUESTS_PER_MINUTE)
    if wait:
        detail = f"At most {settings.API_REQUESTS_PER_MINUTE} requests a minute; please wait."
        headers = {"Retry-After": str(math.ceil(wait))}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers)


def _with_cors(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say whether a page of another origin may read the answer (CORS); cookies never count."""
    allowed = settings.API_CORS_ORIGINS
    if not allowed:
        return response
    asking = request.headers.get("Origin", "")
    if "*" not in allowed:
        patch_vary_headers(response, ["Origin"])
        if asking not in allowed:
            return response
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else asking
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Content-Type"
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_KEPT
    return response


@endpoint
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below /api/."""
    raise Problem(HTTPStatus.NOT_FOUND, "No such address; /api/v1/openapi.json lists them all.")


def whole_number(request: HttpRequest, name: str, most: int, default: int) -> int:
    """Return the whole number of `?name=`, from 1 to `most`. Raises Problem for any other value."""
    text = request.GET.get(name, "")
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= number <= most:
        raise bad_request(f"{name} must be a whole number from 1 to {most}.")
    return number
