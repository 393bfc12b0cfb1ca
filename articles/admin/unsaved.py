"""Unsaved work in the form of an article: kept while somebody types, and offered back later.

The script of the form sends what it holds; everything else works without one. Each opened form has
a key, so that two windows never overwrite each other.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import unsaved
from articles.forms import ArticleForm
from articles.models import Article, UnsavedText

from .article_list import is_about_one
from .desk import ArticleDesk, person
from .pages import at

OLDEST = timedelta(days=90)


def when(text: UnsavedText) -> str:
    """Return when something was typed: the time, and the day unless it is today."""
    moment, today = timezone.localtime(text.saved_at), timezone.localdate()
    return date_format(moment, "TIME_FORMAT" if moment.date() == today else "DATETIME_FORMAT")


def as_version(text: UnsavedText, article: Article) -> SimpleNamespace:
    """Return unsaved work as something to compare with a version of the article."""
    data = text.data
    lines = {name: data[name] for name in ("title", "slug", "summary") if name in data}
    tags = data.get("tags", "").split(",")
    return SimpleNamespace(
        **lines,
        locale=article.locale,
        body=data.get("body", ""),
        tag_names=sorted({" ".join(tag.split()) for tag in tags} - {""}),
        typed=when(text),
    )


def fill(form: ArticleForm, text: UnsavedText) -> None:
    """Make unsaved work what a form begins with; a choice that is none any more is left out."""
    sent = unsaved.as_sent(text)
    for name, field in form.fields.items():
        if field.widget.value_omitted_from_data(sent, {}, name):
            continue
        value = field.widget.value_from_datadict(sent, {}, name)
        if isinstance(field, forms.ModelChoiceField):
            try:
                value = getattr(field.to_python(value), "pk", None)
            except ValidationError:
                continue
        form.initial[name] = value


class UnsavedMixin(ArticleDesk):
    """What the form keeps, offers back and forgets; nobody sees the work of another."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if is_about_one(request):
            articles = articles.annotate(unsaved=unsaved.typed_by(person(request)))
        return articles

    def unsaved_context(
        self, request: HttpRequest, article: Article | None, form: ArticleForm
    ) -> dict[str, Any]:
        """Return what the form shows of unsaved work; `?unsaved=KEY` fills the form with it."""
        pk = article.pk if article is not None else None
        sent, restored = request.POST.get("unsaved_key", ""), None
        if request.method != "POST" and (
            restored := unsaved.of_form(person(request), pk, request.GET.get("unsaved", ""))
        ):
            fill(form, restored)
            restored.typed = when(restored)
            sent = restored.key
        key = sent if unsaved.is_key(sent) else secrets.token_hex(8)
        offers = unsaved.offered(person(request), article, but=key)
        for offer in offers:
            offer.typed = when(offer)
        return {"unsaved_key": key, "unsaved_offers": offers, "unsaved_restored": restored}

    def settle_unsaved(self, request: HttpRequest, article: Article) -> None:
        """Forget what the saved form had kept."""
        unsaved.settle(person(request), request.POST.get("unsaved_key", ""), article.pk)

    def keep_sent(self, request: HttpRequest, article: Article) -> bool:
        """Keep what somebody tried to save in an article that was deleted meanwhile."""
        key = request.POST.get("unsaved_key", "")
        try:
            data = unsaved.fields_of(request.POST)
        except unsaved.TooLong:
            return False
        key = key if unsaved.is_key(key) else secrets.token_hex(8)
        return bool(unsaved.keep(person(request), article.pk, key, data, timezone.now()))

    # What the script asks -----------------------------------------------------------------------

    @at("unsaved/", "articles_article_unsaved", require_POST)
    def keep_view(self, request: HttpRequest) -> JsonResponse:
        """Keep what the form holds. 409: another user signed in; `settled`: it was saved before."""
        if request.POST.get("user") != str(request.user.pk):
            return JsonResponse({}, status=409)
        article, key = self._form_of(request), request.POST.get("key", "")
        if not unsaved.is_key(key):
            return JsonResponse({}, status=400)
        try:
            data = unsaved.fields_of(request.POST)
        except unsaved.TooLong:
            return JsonResponse({"error": _("Not kept: the text is too long.")}, status=400)
        kept = unsaved.keep(person(request), article, key, data, _typed_at(request))
        if kept is None:
            return JsonResponse({"settled": True})
        return JsonResponse({"kept": _("Draft kept at %s") % when(kept)})

    @at("unsaved/discard/", "articles_article_discard", require_POST)
    def discard_view(self, request: HttpRequest) -> HttpResponse:
        """Forget unsaved work, and open the form without it."""
        article = self._form_of(request)
        unsaved.settle(person(request), request.POST.get("discard", ""), article)
        if "quiet" not in request.POST:
            self.message_user(request, _("The unsaved work was discarded."), messages.SUCCESS)
        if article is None:
            return redirect("admin:articles_article_add")
        return redirect("admin:articles_article_change", article)

    def _form_of(self, request: HttpRequest) -> int | None:
        """Return the article whose form asks, None for a new one; refuse who may not write it."""
        asked = request.POST.get("article", "")
        if not asked:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.get_object(request, asked)
        if article is None:
            raise Http404("No such article.")
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article.pk


def _typed_at(request: HttpRequest):
    """Return when something was typed: so many seconds ago, by the browser's own clock."""
    age = request.POST.get("age", "0")
    seconds = int(age) if age.isascii() and age.isdigit() and len(age) < 9 else 0
    return timezone.now() - min(timedelta(seconds=seconds), OLDEST)
