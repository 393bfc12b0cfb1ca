"""What the Markdown editor asks while somebody writes: a preview, a place for a picture, and
Markdown for what was pasted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from . import images, markup, uploads
from .importing import Refused, clipboard
from .markup.text import unix_lines
from .models import BODY_MAX_LENGTH

# Some 50 pages of a word processor; converting this much takes 2 s.
MAX_PASTED = 250_000

View = Callable[[HttpRequest], HttpResponse]


def for_writers(view: View) -> View:
    """Answer 403, not a login page, to all but staff who may write: the script shows a message."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        user = request.user
        may_write = user.has_perm("articles.change_article") or user.has_perm(
            "articles.add_article"
        )
        if not (user.is_active and user.is_staff and may_write):
            raise PermissionDenied
        return view(request)

    return guarded


@require_POST
@for_writers
def preview(request: HttpRequest) -> HttpResponse:
    """Render the text in the editor by the very function that renders the public page.

    No more of it than an article can hold: saving refuses the rest.
    """
    locale = request.POST.get("locale", "")
    known = locale if locale in settings.LOCALES else settings.LANGUAGE_CODE
    text = unix_lines(request.POST.get("content", ""))[:BODY_MAX_LENGTH]
    with translation.override(known):
        html = markup.render(text, lines=True).html
    return HttpResponse(html, headers={"Cache-Control": "no-store"})


@require_POST
@for_writers
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a picture and answer with the Markdown that shows it, in markdownx's own format."""
    picture = request.FILES.get("image")
    if picture is None:
        return JsonResponse({"image": ["Choose a picture to upload."]}, status=400)
    try:
        url = images.store(picture)
    except images.InvalidImage as error:
        return JsonResponse({"image": [str(error)]}, status=400)
    except uploads.NotKept as error:
        return JsonResponse({"image": [str(error)]}, status=507)
    return JsonResponse({"image_code": f"![]({url})"})


@require_POST
@for_writers
def paste(request: HttpRequest) -> JsonResponse:
    """Answer with the Markdown of formatted text, and how many pictures of it were left out."""
    html = request.POST.get("html", "")
    if len(html) > MAX_PASTED:
        return JsonResponse({"error": "This is too long to be converted."}, status=413)
    try:
        pasted = clipboard.read(html, f"{request.scheme}://{request.get_host()}")
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse({"markdown": pasted.markdown, "pictures": pasted.pictures})
