"""Articles: the form in which Save keeps a draft and Publish shows it to visitors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import paths
from articles.forms import ArticleForm
from articles.models import Article, PublishedArticle
from articles.quality import findings
from articles.review_form import deed_asked

from . import deeds, views_chart
from .article_list import ArticleListMixin
from .article_lookup import LookupMixin
from .article_sheet import SheetMixin
from .bulk import BulkMixin
from .calendar import CalendarMixin
from .choices import ChoicesMixin, is_id
from .desk import possible_owners
from .history import HistoryMixin, rendered
from .link_picker import LinkPickerMixin
from .merging import MergeMixin
from .overdue import OverdueMixin
from .presence import PresenceMixin
from .preview_links import PreviewLinksMixin
from .quality import QualityMixin
from .record import note_changes
from .review import ReviewMixin
from .states import badges, shown_state, trouble
from .translating import TranslatingMixin
from .tree import all_branches, category_names
from .votes import VotesMixin

# Only who may publish may also decide when it happens by itself.
SCHEDULE = ("publish_at", "expire_at")


@admin.register(Article)
class ArticleAdmin(
    # The list, and what is done with many of it. What leaves the site is asked about one by one,
    # too: BulkMixin brings LeavingMixin along, this TrashMixin, and this UnsavedMixin.
    ArticleListMixin,
    LookupMixin,
    SheetMixin,
    BulkMixin,
    # The form, and what its scripts ask for.
    ReviewMixin,
    PresenceMixin,
    QualityMixin,
    ChoicesMixin,
    LinkPickerMixin,
    VotesMixin,
    PreviewLinksMixin,
    # Pages about one article.
    HistoryMixin,
    TranslatingMixin,
    MergeMixin,
    # Pages about many.
    CalendarMixin,
    OverdueMixin,
    admin.ModelAdmin,
):
    """Where the support team writes, publishes and keeps the articles.

    Each mixin is a part of the form or a page beside it. Their order decides nothing: where several
    extend a method (`get_queryset`, `render_change_form`), each adds its own and calls `super()`.
    """

    form = ArticleForm
    autocomplete_fields = ["translation_of"]
    view_on_site = False  # the form has a link of its own, which knows what is live
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "body"], "classes": ["desk-text"]}),
        (
            gettext_lazy("When you publish"),
            {"fields": ["change_note", "is_minor_edit"], "classes": ["desk-change-note"]},
        ),
        (
            gettext_lazy("Where"),
            {
                "fields": ["category", "tags", "locale", "translation_of", "pinned"],
                "classes": ["desk-half"],
            },
        ),
        (
            gettext_lazy("When and who"),
            {
                "fields": [
                    "publish_at", "expire_at", "review_by", "owner", "published_at", "updated_at",
                ],
                "classes": ["desk-half"],
            },
        ),
    ]  # fmt: skip

    # The form -----------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """Readers of an article that is not live have nothing that could have changed.

        Whoever may only read gets the text as visitors will read it, not its Markdown.
        """
        parts = list(super().get_fieldsets(request, obj))
        if not self._may_write(request, obj):
            text = ("title", "slug", "summary", "text_as_page")
            parts[0] = (None, {"fields": text, "classes": ("desk-text",)})
        has_readers = obj is not None and obj.live_slug is not None
        return [part for part in parts if has_readers or "change_note" not in part[1]["fields"]]

    @admin.display(description=gettext_lazy("Text"))
    def text_as_page(self, article: Article) -> str:
        page = {"html": rendered(article), "locale": article.locale}
        return render_to_string("admin/articles/article/_text_as_page.html", page)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        if self._is_read_only(request, obj):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        fixed = [] if self.has_publish_permission(request) else list(SCHEDULE)
        if obj is not None and obj.live_slug is not None:
            fixed.append("locale")  # its address and its readers belong to the locale
        return fixed

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any):
        if db_field.name == "owner":
            kwargs["queryset"] = possible_owners()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "category":
            field.choices = [("", "")] + [(b.id, b.label) for b in all_branches(request)]
            if len(field.choices) == 1:
                where = reverse("admin:articles_category_changelist")
                hint = _('There is none yet. Add the first one under <a href="{}">Categories</a>.')
                field.help_text = format_html(hint, where)
        return field

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "translation_of" in form.base_fields:  # which came with the article
            form.base_fields["translation_of"].widget.known = self._source_of(request, obj)
        return form

    def _source_of(self, request: HttpRequest, article: Article) -> Article | None:
        if source := article.translation_of:
            names = category_names(request)
            source.category_name = names.get(source.category_id, "")
        return source

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk} | super().get_changeform_initial_data(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show or save the form; buttons that publish or approve are for those who may.

        A picture at a relative address makes the preview ask below the form: nothing is missing.
        """
        if object_id is not None and not is_id(object_id):
            raise Http404("No such page.")
        needed = deeds.NEEDED.get(_deed(request))
        if needed and not request.user.has_perm(needed):
            raise PermissionDenied
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody took the slug or made the tag at this very moment; now the form can see it.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        article = kwargs.get("obj")
        form = context["adminform"].form
        may_write = self._may_write(request, article)
        context |= {
            "has_publish_permission": self.has_publish_permission(request),
            "may_write": may_write,
            "note": form["note"] if may_write else "",
        }
        if may_write:
            context |= self.unsaved_context(request, article, form)
            context["others"] = self.others(request, article) if article else ""
        if article is not None and article.pk:
            context |= {
                "title": article.title,
                "subtitle": None,
                "state": shown_state(article),
                "state_badge": badges(article),
                "trouble": trouble(article),
                "live_url": article.live_slug and paths.article(article.live_slug, article.locale),
                "chart": views_chart.last_days(article),
                "overview": self.overview(request, article, form),
            }
        if form.conflict:
            context |= self.conflict_of(request, form, form.conflict)
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_write(self, request: HttpRequest, article: Article | None) -> bool:
        if article is None:
            return self.has_add_permission(request)
        may = self.has_change_permission(request, article)
        return may and not self._is_read_only(request, article)

    # Saving -------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool):
        """Save the working copy. Each deed leaves one version: publishing writes its own."""
        obj.note = form.cleaned_data.get("note", "")
        if self._deed_now(request, obj):
            obj.save_without_historical_record()
        elif form.changed_data or not change:
            obj.save_version("")
        if "expire_at" in form.changed_data:  # a date, not a text: it holds at once
            PublishedArticle.objects.filter(article=obj).update(expire_at=obj.expire_at)
        note_changes(obj, form, self._deed_now(request, obj))

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool):
        article = form.instance
        deed = self._deed_now(request, article)
        self.settle_unsaved(request, article)
        if not deed:
            if form.changed_data:
                article.set_tags(form.cleaned_data["tags"])
            findings.keep([article.pk])
            return
        if "tags" in form.cleaned_data:  # not where the article is held, and only reviewed
            article.tags.set(form.cleaned_data["tags"])
        comment = form.cleaned_data["comment"]
        deeds.do(deed, article, comment)
        if deed != "publish":  # which looks at the text itself
            findings.keep([article.pk])
        deeds.tell(request, deed, [article], comment)

    def _deed_now(self, request: HttpRequest, article: Article) -> str:
        """The deed that a button asks for; nothing when a page of its own asks about it first."""
        return "" if self.asks_first(request, article) else _deed(request)

    def response_add(self, request: HttpRequest, obj: Article, *args: Any) -> HttpResponse:
        return self._back_to_form(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._back_to_form(request, obj)

    def _back_to_form(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Stay where the author writes, and say what visitors see now."""
        if self.keep_comment(request, article):
            warning = _("Your comment went to nobody: it waits below for a button of the review.")
            self.message_user(request, warning, messages.WARNING)
        if self.asks_first(request, article):
            self.message_user(request, _("Saved, and still on the site."), messages.INFO)
            return redirect("admin:articles_article_leave", article.pk)
        message = deeds.done_message(_deed(request), article)
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)


def _deed(request: HttpRequest) -> str:
    """Return what a button of the form asks for beside saving, if anything."""
    return deed_asked(request.POST) if request.method == "POST" else ""
