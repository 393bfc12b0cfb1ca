"""Publication sets: the list of them, and the form that puts one together."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_unicode_slug
from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, PublicationSet, SetItem
from articles.models.sets import MAX_ITEMS
from articles.versioned_form import VersionedForm

from .audited import AuditedMixin
from .choices import ChoicesMixin, choice_label
from .desk import person
from .set_check import CheckMixin, set_badge
from .tree import with_category_name
from .versioned import VersionedMixin, VersionedRows


class ArticleName(forms.Widget):
    """An article as choices tell it; it leads to its form unless it was deleted."""

    def __init__(self, item: SetItem) -> None:
        super().__init__()
        self.item = item

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        article = self.item.target
        if self.item.is_gone:
            return format_html("{}", choice_label(article))
        address = reverse("admin:articles_article_change", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, choice_label(article))


class ArticleThere(forms.Field):
    """The article of an item that is in the set already: read, and neither sent nor looked up.

    As many choices as a set has items took a browser a minute to make ready.
    """

    def __init__(self, item: SetItem) -> None:
        super().__init__(label=_("article"), widget=ArticleName(item), disabled=True)
        self.article = item.article

    def clean(self, value: object) -> Article | None:
        return self.article


class SetItemForm(forms.ModelForm):
    """One deed. An old address may be pasted whole; what counts is its slug."""

    class Meta:
        model = SetItem
        fields = ["deed", "article", "old_slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].required = True
        if self.instance.article:
            self.fields["article"] = ArticleThere(self.instance)
        self.fields["old_slug"].widget.attrs["placeholder"] = _("/articles/old/")

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        slug = re.split(r"[?#]", said.get("old_slug") or "")[0].strip("/ ").rsplit("/", 1)[-1]
        said["old_slug"] = slug if said.get("deed") == SetItem.Deed.REDIRECT else ""
        if said.get("deed") == SetItem.Deed.REDIRECT:
            try:
                validate_unicode_slug(slug)
            except ValidationError:
                self.add_error("old_slug", _("Which address? For example /articles/old-name/"))
        return said


class SetItemFormSet(VersionedRows):
    """All deeds of a set: of one article, publishing and unpublishing cannot both happen."""

    def clean(self) -> None:
        super().clean()
        sent = {form.instance.pk for form in self.forms}
        saved = self.get_queryset().all()  # a colleague may have added some meanwhile
        added = [item for item in saved if item.pk not in sent]
        seen = {item.article for item in added if item.deed != SetItem.Deed.REDIRECT}
        for form in self.forms:
            said = getattr(form, "cleaned_data", None) or {}
            article = said.get("article")
            if said.get("DELETE") or not article or said.get("deed") == SetItem.Deed.REDIRECT:
                continue
            if article in seen:
                form.add_error("article", _("This article is in the set already."))
            seen.add(article)


class SetItemInline(ChoicesMixin, admin.TabularInline):
    model = SetItem
    form = SetItemForm
    formset = SetItemFormSet
    autocomplete_fields = ["article"]
    extra = 1
    max_num = MAX_ITEMS
    verbose_name_plural = gettext_lazy("What happens")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SetItem]:
        items = super().get_queryset(request).defer("before", "after")
        articles = with_category_name(Article.with_deleted.defer("body", "summary"))
        return items.prefetch_related(Prefetch("article", articles))

    def _may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.is_open
        return is_open and request.user.has_perm("articles.change_publicationset")

    has_add_permission = has_change_permission = has_delete_permission = _may_change

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        wanted = "articles.view_publicationset", "articles.change_publicationset"
        return any(user.has_perm(permission) for permission in wanted)


class SetForm(VersionedForm):
    parts = ("items",)


@admin.register(PublicationSet)
class PublicationSetAdmin(CheckMixin, VersionedMixin, AuditedMixin, admin.ModelAdmin):
    """Sets are put together by who may change them and published by who may publish articles."""

    form = SetForm
    inlines = [SetItemInline]
    fields = ["name", "note"]
    list_display = ["name", "state_label", "count", "moment", "made_by_name"]
    list_filter = ["state"]
    search_fields = ["name", "note"]
    show_facets = admin.ShowFacets.NEVER
    actions = None
    nothing_yet = gettext_lazy(
        "No set yet. In a set, several articles, addresses and an announcement go live at one "
        "moment, and back together if need be."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublicationSet]:
        return super().get_queryset(request).annotate(count_of_items=Count("items"))

    @transaction.atomic
    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> PublicationSet | None:
        """Before a set is changed, wait for whoever is at it: it may be live by then."""
        publication_set = super().get_object(request, object_id, from_field)
        if publication_set and request.method == "POST":
            list(PublicationSet.objects.filter(pk=publication_set.pk).select_for_update())
            publication_set = super().get_object(request, object_id, from_field)
        return publication_set

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_label(self, publication_set: PublicationSet) -> str:
        return set_badge(publication_set)

    @admin.display(description=gettext_lazy("items"), ordering="count_of_items")
    def count(self, publication_set: PublicationSet) -> int:
        return publication_set.count_of_items

    @admin.display(description=gettext_lazy("when"))
    def moment(self, publication_set: PublicationSet):
        return publication_set.publish_at or publication_set.done_at

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        """One way to save: it leads to the check."""
        publication_set = kwargs.get("obj")
        context |= {
            "title": publication_set.name if publication_set else _("New publication set"),
            "subtitle": None,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is scheduled or live is not changed: first unschedule it or roll it back."""
        return (obj is None or obj.is_open) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or obj.is_open) and super().has_delete_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            return self._overtaken(request, object_id)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, *args)
        except PermissionDenied:
            return self._overtaken(request, object_id)

    def _overtaken(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """Lead to a set that somebody scheduled or published while its form was open."""
        publication_set = object_id and self.get_object(request, object_id)
        may_change = self.has_change_permission(request)
        if not publication_set or publication_set.is_open or not may_change:
            raise PermissionDenied
        message = _("Nothing was changed: “%s” was scheduled or published in the meantime.")
        self.message_user(request, message % publication_set, messages.ERROR)
        return self.response_change(request, publication_set)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """A set is a list of deeds; deleting it changes no article."""
        sets = list(objs)
        allowed = all(self.has_delete_permission(request, row) for row in sets)
        refused = set() if allowed else {self.opts.verbose_name}
        counts = {self.opts.verbose_name_plural: len(sets)}
        return [str(row) for row in sets], counts, refused, []

    def save_model(self, request: HttpRequest, obj: PublicationSet, form: Any, change: bool):
        if not change:
            obj.made_by_name = person(request).get_username()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: PublicationSet, *args: Any) -> HttpResponse:
        return redirect("admin:articles_publicationset_check", obj.pk)

    def response_change(self, request: HttpRequest, obj: PublicationSet) -> HttpResponse:
        return self.response_add(request, obj)
