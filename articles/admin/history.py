"""Who changed what and when, the difference between any two versions, and the way back to one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import label_for_field, unquote
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import markup, page_difference, text_difference, unsaved
from articles.forms import ArticleForm
from articles.models import Article, PublishedArticle
from articles.restoring import restore, restore_places
from articles.templatetags.formats import day_and_time

from . import record
from .choices import is_id
from .desk import ArticleDesk, person
from .pages import at
from .tree import category_names
from .unsaved import as_version
from .versioned import who_saved

VERSIONS_PER_PAGE = 25
UNSAVED = "unsaved-"  # and the key of the form, in an address
# What the form calls the fields that a version stores by another name.
FIELD_OF = {"category_id": "category", "owner_id": "owner", "translation_of_id": "translation_of"}


class Entry(NamedTuple):
    """One line of the history: a version, and what it changed in the one before."""

    version: Any
    fields: list[str]
    words_added: int
    words_removed: int
    previous: Any = None


def entries(newest_first: list, before: Any | None) -> list[Entry]:
    """Return what each version changed; `before` is the version older than the last of them."""
    older = [*newest_first[1:], before]
    return [_entry(new, old) for new, old in zip(newest_first, older, strict=True)]


def _entry(new: Any, old: Any | None) -> Entry:
    if old is None:
        return Entry(new, [], len(new.body.split()), 0)
    fields = [field_label(change.field) for change in text_difference.changed_fields(old, new)]
    return Entry(new, fields, *text_difference.words_changed(old.body, new.body), old)


def field_label(field: str) -> str:
    """Return what the form calls a field of a version."""
    name = FIELD_OF.get(field, field)
    return _("tags") if name == "tags" else str(label_for_field(name, Article))


def rendered(version: Any) -> str:
    """Return a version's text as visitors read it or would read it."""
    if isinstance(version, PublishedArticle):
        return version.html
    with translation.override(version.locale):
        return markup.render(version.body).html


class HistoryMixin(ArticleDesk):
    """The pages of an article's history; whoever may change the article may restore."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Know the newest version of each article: the form carries its number."""
        of_one = Article.history.filter(id=OuterRef("pk")).order_by("-history_id")
        newest = Subquery(of_one.values("history_id")[:1])
        return super().get_queryset(request).annotate(newest_version=newest)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """The versions of an article, newest first; of a deleted one, the way to the trash."""
        try:
            article = self._article(request, unquote(object_id))
        except Http404:
            return super().history_view(request, object_id, extra_context)
        versions = article.history.select_related("history_user").order_by("-history_id")
        page = Paginator(versions, VERSIONS_PER_PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        before = versions.filter(history_id__lt=shown[-1].history_id).first() if shown else None
        return self._page(
            request,
            article,
            "admin/articles/article/object_history.html",
            {"title": _("History"), "page": page, "entries": entries(shown, before)}
            | {"deeds": record.of(article)}
            | (extra_context or {}),
        )

    @at("<int:object_id>/difference/", "articles_article_difference")
    def difference_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Two versions side by side; `from` and `to` are a version's number, "live" or "now"."""
        article = self._article(request, object_id)
        before = self._version(request, article, request.GET.get("from", "live"))
        after = self._version(request, article, request.GET.get("to", "now"))
        as_page = request.GET.get("as") == "page"
        may_change = self.has_change_permission(request, article)
        compared = (
            {"pairs": page_difference.side_by_side(rendered(before), rendered(after))}
            if as_page
            else {"rows": text_difference.side_by_side(before.body, after.body)}
        )
        return self._page(
            request,
            article,
            f"admin/articles/article/{'page_' if as_page else ''}difference.html",
            {
                "title": _("Difference"),
                "before": self._heading(before),
                "after": self._heading(after),
                "asked": (request.GET.get("from", "live"), request.GET.get("to", "now")),
                "fields": self._changes(request, before, after),
                "restorable": before if hasattr(before, "history_id") else None,
                "can_restore": may_change and not self._is_held(request, article),
                "may_tick": isinstance(after, Article) and hasattr(before, "history_id"),
                **compared,
            },
        )

    def conflict_of(self, request: HttpRequest, form: ArticleForm, theirs: Any) -> dict[str, Any]:
        """Return what the form shows of a version that was saved first: all that both say."""
        mine, opened = form.written(), form.cleaned_data.get("version", "")
        return {
            "conflict": theirs,
            "conflict_who": who_saved(request, theirs.history_user),
            "conflict_fields": self._changes(request, theirs, mine),
            "conflict_rows": text_difference.side_by_side(theirs.body, mine.body),
            "opened": opened if opened.isdigit() else "",
        }

    @at("<int:object_id>/restore/<int:version_id>/", "articles_article_restore", require_POST)
    def restore_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """Bring a version back as the working copy."""
        article = self._article_to_change(request, object_id)
        version = get_object_or_404(article.history, history_id=version_id)
        if self._is_held(request, article):
            message = _("Nothing is restored: what is scheduled stays as it is.")
            self.message_user(request, message, messages.ERROR)
            return redirect("admin:articles_article_change", article.pk)
        if "_places" in request.POST:
            return self._restore_places(request, article, version)
        restored = restore(article.pk, version)
        message = _("The version of %s is the working copy again. Visitors do not see it yet.")
        self.message_user(request, message % day_and_time(version.history_date))
        self.log_change(request, restored, _("Restored a version."))
        return redirect("admin:articles_article_change", article.pk)

    def _restore_places(self, request: HttpRequest, article: Article, version: Any) -> HttpResponse:
        """Bring back what was ticked, or say why not and show the difference again."""
        places = {int(place) for place in request.POST.getlist("place") if is_id(place)}
        seen = request.POST.get("seen", "")
        if not places:
            refused = _("Nothing is restored: tick the places to bring back.")
        elif is_id(seen) and restore_places(article.pk, version, places, int(seen)):
            self.message_user(
                request,
                _("The ticked places are back in the working copy. Visitors see no change yet."),
            )
            return redirect("admin:articles_article_change", article.pk)
        else:
            refused = _("Nothing is restored: somebody saved the article since. This is it now.")
        self.message_user(request, refused, messages.ERROR)
        address = reverse("admin:articles_article_difference", args=[article.pk])
        return HttpResponseRedirect(f"{address}?from={version.history_id}&to=now")

    def _version(self, request: HttpRequest, article: Article, wanted: str) -> Any:
        if wanted == "now":
            return article
        if wanted == "live":
            return get_object_or_404(PublishedArticle, article=article)
        if wanted.startswith(UNSAVED):
            text = unsaved.of_form(person(request), article.pk, wanted.removeprefix(UNSAVED))
            if text is None:
                raise Http404("Nothing unsaved.")
            return as_version(text, article)
        if not is_id(wanted):
            raise Http404("No such version.")
        return get_object_or_404(article.history, history_id=int(wanted))

    def _heading(self, version: Any) -> str:
        if isinstance(version, Article):
            return _("Working copy")
        if isinstance(version, PublishedArticle):
            return _("What visitors read")
        if hasattr(version, "typed"):
            return _("Unsaved work of %s") % version.typed
        who = version.author or _("the site")
        return _("%(when)s by %(who)s") % {"when": day_and_time(version.history_date), "who": who}

    def _changes(self, request: HttpRequest, before: Any, after: Any) -> list[tuple]:
        return [
            (
                field_label(change.field),
                self._shown(request, change.field, change.before),
                self._shown(request, change.field, change.after),
            )
            for change in text_difference.changed_fields(before, after)
        ]

    def _shown(self, request: HttpRequest, field: str, value: Any) -> str:
        """Return a stored value as staff read it."""
        if value is None or value == "" or value == []:
            return "—"
        if field == "category_id":
            return category_names(request).get(value, _("deleted"))
        if field == "owner_id":
            return str(get_user_model().objects.filter(pk=value).first() or _("deleted"))
        if field == "translation_of_id":
            return str(Article.objects.filter(pk=value).first() or _("deleted"))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return day_and_time(value)
        if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        return ", ".join(value) if isinstance(value, list) else str(value)
