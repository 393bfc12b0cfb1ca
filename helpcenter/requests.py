"""How a request is read, before anything else sees it: as UTF-8, whatever it says of itself.

Django decodes the query, too, by the charset of a request's Content-Type. With that one header the
page of a question would be that of another one, and would be kept for everybody who asks at this
address; and for some of Python's codecs there would be no page at all. Every address of ours and
every form is UTF-8.
"""

from __future__ import annotations

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """Django's own, in one encoding."""

    @property
    def encoding(self) -> str:
        return settings.DEFAULT_CHARSET

    @encoding.setter
    def encoding(self, named: str) -> None:
        """Pass over the one that the Content-Type names."""


class Handler(WSGIHandler):
    request_class = Request
