"""The page that makes and withdraws preview links of an article; for who may change it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from articles import previews
from articles.models import Article

from .desk import ArticleDesk
from .pages import at, require_form


class PreviewLinksMixin(ArticleDesk):
    """Adds the page; the rest of the admin shows the way to it."""

    @at("<int:object_id>/preview-link/", "articles_article_preview_link", require_form)
    def preview_link_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Offer a link for some hours; show it once when it is made."""
        article = self._article_to_change(request, object_id)
        if "_withdraw" in request.POST:
            return self._withdraw(request, article)
        context: dict[str, object] = {"title": _("Preview link"), "hours": previews.HOURS}
        if request.method == "POST":
            made, context["until"] = previews.address(article, _hours(request))
            context["link"] = request.build_absolute_uri(made)
        template = "admin/articles/article/preview_link.html"
        return self._page(request, article, template, context)

    def _withdraw(self, request: HttpRequest, article: Article) -> HttpResponse:
        previews.withdraw(article)
        said = _("None of the preview links made so far works any more.")
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(request.path)


def _hours(request: HttpRequest) -> int:
    chosen = {str(hours): hours for hours in previews.HOURS}
    try:
        return chosen[request.POST["hours"]]
    except KeyError as error:
        raise BadRequest("A preview link works for 1, 8 or 24 hours.") from error
