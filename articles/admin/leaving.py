"""How an article leaves the site: who links to it is told before, another may take its place."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.quality.inbound import linked_from

from . import views_chart
from .instead import SUGGESTED, InsteadForm, live_articles
from .pages import at, require_form
from .trash import TrashMixin
from .tree import category_names


class LeavingMixin(TrashMixin):
    """Unpublishing and deleting warn of links, and offer to lead visitors to another article."""

    def asks_first(self, request: HttpRequest, article: Article) -> bool:
        """Whether unpublishing would break links, so that staff are told before; asked once."""
        if "_unpublish" not in request.POST:
            return False
        cache = vars(request)
        if "_breaks_links" not in cache:
            cache["_breaks_links"] = linked_from([article.pk], 1)[0] > 0
        return cache["_breaks_links"]

    @at("<int:object_id>/leave/", "articles_article_leave", require_form)
    def leave_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Tell what links to the article; take it off the site, and lead its visitors elsewhere."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        article = self._article_to_change(request, object_id)
        form = InsteadForm(request.POST or None, gone=article)
        if request.method == "POST" and form.is_valid():
            try:
                return self._take_off(request, article, form.cleaned_data["instead"])
            except ValidationError as error:
                form.add_error("instead", error)
        title = _("Unpublish") if article.is_live else _("Redirect")
        context = {"title": title, "is_live": article.is_live, **self._at_stake(article, form)}
        return self._page(request, article, "admin/articles/article/leave.html", context)

    @transaction.atomic
    def _take_off(
        self, request: HttpRequest, article: Article, instead: Article | None
    ) -> HttpResponse:
        """Do it to the article as it is once nobody else is at it, not as it was opened."""
        if instead:
            article.hand_over_addresses(instead)
        article = get_object_or_404(Article.objects.select_for_update(), pk=article.pk)
        if article.is_live:
            article.unpublish()
            self.log_change(request, article, _("Unpublished."))
            self.message_user(
                request, _("Unpublished: visitors no longer find this article."), messages.SUCCESS
            )
        if instead:
            self._say_redirected(request, article, instead)
        return redirect("admin:articles_article_change", article.pk)

    def _say_redirected(self, request: HttpRequest, article: Article, instead: Article) -> None:
        self.log_change(request, article, _("Redirected to “%s”.") % instead.title)
        address = instead.published.get_absolute_url()
        message = format_html(
            '{} <a href="{}">{}</a>.', _("Its addresses lead to"), address, instead.title
        )
        self.message_user(request, message, messages.SUCCESS)

    def _at_stake(self, article: Article, form: InsteadForm) -> dict[str, object]:
        """Return what would be lost: links, earlier addresses and readers; four statements."""
        count, inbound = linked_from([article.pk])
        return {
            "form": form,
            "inbound_count": count,
            "inbound": inbound,
            "old_paths": article.old_paths.exclude(slug=article.slug).count(),
            "read": views_chart.last_days(article).total,
        }

    @at("<int:object_id>/instead/", "articles_article_instead")
    def instead_view(self, request: HttpRequest, object_id: int) -> JsonResponse:
        """Live articles of its locale that search finds for what is typed, to choose one."""
        article = self._article(request, object_id)
        articles = live_articles([article.pk]).filter(locale=article.locale)
        words = request.GET.get("q", "").replace("\0", " ")[:200]
        matches, _repeats = self.get_search_results(request, articles, words)
        names = category_names(request)
        return JsonResponse(
            {
                "articles": [
                    {
                        "title": f"{match.published.title} · {names.get(match.category_id, '')}",
                        "address": match.published.get_absolute_url(),
                    }
                    for match in matches[:SUGGESTED]
                ]
            },
            headers={"Cache-Control": "no-store"},
        )

    # Deleting -----------------------------------------------------------------------------------

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Ask once more when the article that was named to take the place cannot."""
        if request.method == "POST" and request.POST.get("instead", "").strip():
            article = self.get_object(request, object_id)
            if article and self.has_delete_permission(request, article):
                form = InsteadForm(request.POST, gone=article)
                if not form.is_valid():
                    message = " ".join(str(error) for error in form.errors["instead"])
                    self.message_user(request, message, messages.ERROR)
                    return HttpResponseRedirect(request.get_full_path())
                vars(request)["_instead"] = form.cleaned_data["instead"]
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:  # it went off the site at this very moment
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        article = context["object"]
        at_stake = self._at_stake(article, InsteadForm(gone=article))
        return super().render_delete_form(request, context | at_stake)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        if instead := getattr(request, "_instead", None):
            obj.hand_over_addresses(instead)
        super().delete_model(request, obj)

    def warn_of_links(self, request: HttpRequest, articles: Iterable[int]) -> None:
        """Say how many live articles link to `articles` (ids), which have left the site."""
        if count := linked_from(articles, 1)[0]:
            message = ngettext(
                "%d live article linked to what is gone now.",
                "%d live articles linked to what is gone now.",
                count,
            )
            report = reverse("admin:articles_article_quality") + "?rule=broken_link"
            link = format_html('{} <a href="{}">{}</a>', message % count, report, _("See which"))
            self.message_user(request, link, messages.WARNING)
