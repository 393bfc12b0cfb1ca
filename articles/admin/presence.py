"""Who else has the article open: a line at the top of the form, kept up to date by a small poll."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import presence
from articles.models import Article

from .desk import ArticleDesk, person
from .pages import at


def sentence(others: list[str]) -> str:
    """Say who else is there; nothing when nobody is."""
    if not others:
        return ""
    sentence = ngettext(
        "%(names)s has this article open, too.",
        "%(names)s have this article open, too.",
        len(others),
    )
    return sentence % {"names": get_text_list(others, _("and"))}


class PresenceMixin(ArticleDesk):
    """Whoever may change an article is seen by the others who have it open."""

    def others(self, request: HttpRequest, article: Article) -> str:
        """Note who opens the form, and return the line that the page begins with."""
        return sentence(presence.meet(person(request), article.pk))

    @at("<int:object_id>/presence/", "articles_article_presence", require_POST)
    def presence_view(self, request: HttpRequest, object_id: int) -> JsonResponse:
        """Note that the form is still open, or closed; tell who else is there and who saved."""
        article = get_object_or_404(Article.objects.only("pk"), pk=object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if "leave" in request.POST:
            presence.leave(person(request), article.pk)
            return JsonResponse({})
        lines = [self.others(request, article), saved_since(article, request.POST.get("version"))]
        answer = JsonResponse({"told": " ".join(filter(None, lines))})
        answer["Cache-Control"] = "no-store"
        return answer


def saved_since(article: Article, version: str | None) -> str:
    """Say who saved after the form was opened at `version`; nothing when nobody did."""
    newest = Article.history.newest_ids([article.pk]).get(article.pk)
    if newest is None or not version or str(newest) == version:
        return ""
    saved = article.history.newest()
    text = _("%(who)s saved it at %(time)s, after you had opened it.")
    time = date_format(localtime(saved.history_date), "TIME_FORMAT")
    return text % {"who": saved.history_user or _("Somebody"), "time": time}
