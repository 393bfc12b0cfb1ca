"""Categories: the form that places and names one, and what keeps one from being deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, count
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.importing.categories import ascii_key, is_allowed
from articles.models import Article, Category, CategoryTranslation, lock_category_tree
from articles.versioned_form import VersionedForm

from .audited import AuditedMixin
from .category_list import CategoryListMixin
from .choices import ChoicesMixin
from .tree import all_branches
from .versioned import RowsOfLocales, VersionedInline, VersionedMixin

Response = TypeVar("Response", bound=HttpResponse | None)
NAMED = 20  # things that the page names which keep a category from being deleted


def _in(categories: Iterable[int]) -> Q:
    """Articles that are in one of `categories`, or are live there until published again."""
    return Q(category__in=categories) | Q(published__category__in=categories)


def _kind(thing: Model) -> str:
    """Name what keeps a category: one that nobody sees is said to be deleted."""
    if getattr(thing, "deleted_at", None):
        return _("Deleted article")
    return capfirst(str(thing._meta.verbose_name))


class CategoryForm(VersionedForm):
    """Place and key of a category, with its names."""

    parts = ("translations",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "key" in self.fields:
            self.fields["key"].required = False
            hint = _("Part of the address: /key/. Left empty, it is made from the name.")
            self.fields["key"].help_text = hint

    def clean_parent(self) -> Category | None:
        """Refuse a parent that is no longer there.

        Whoever moves or deletes a category meanwhile waits, else two could stand below each other,
        or one below none. Deleting locks the tree before it locks rows, and so does this.
        """
        lock_category_tree()
        if (chosen := self.cleaned_data["parent"]) is None:
            return None
        parent = Category.objects.filter(pk=chosen.pk).first()  # it was read before the lock
        if parent is None:
            raise ValidationError(_("This category was deleted a moment ago."))
        return parent

    def clean_key(self) -> str:
        """Make the key of a new category from its first name, with a number where it is taken.

        Nobody takes it before this one is saved: the tree is locked.
        """
        if key := self.cleaned_data["key"]:
            return key
        wanted = ascii_key(self.data.get("translations-0-name", ""))
        taken = set(Category.objects.values_list("key", flat=True))
        numbered = (f"{wanted[:44]}-{number}" for number in count(2))
        return next(k for k in chain([wanted], numbered) if k not in taken and is_allowed(k))


class TranslationInline(VersionedInline):
    """Name and description in each locale."""

    model = CategoryTranslation
    formset = RowsOfLocales
    extra = 1
    min_num = 1
    verbose_name = gettext_lazy("name")
    verbose_name_plural = gettext_lazy("names")


@admin.register(Category)
class CategoryAdmin(
    CategoryListMixin, ChoicesMixin, VersionedMixin, AuditedMixin, admin.ModelAdmin
):
    """The tree of categories; root categories are the tabs of the site."""

    form = CategoryForm
    fields = ["parent", "key", "icon"]
    nothing_yet = gettext_lazy(
        "No category yet. Every article stands in one. Those at the top are the tabs of the site, "
        "such as “FAQ”; others stand below them."
    )
    inlines = [TranslationInline]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: object):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "parent":
            field.choices = [("", _("None: this is a tab"))] + [
                (branch.id, branch.label) for branch in all_branches(request)
            ]
        return field

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Category, inline: InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        """Each blank row begins with the next locale that lacks a name, the default one first."""
        named = set(obj.translations.values_list("locale", flat=True)) if obj.pk else set()
        blank = [{"locale": code} for code in settings.LOCALES if code not in named]
        return super().get_formset_kwargs(request, obj, inline, prefix) | {"initial": blank}

    def save_model(self, request: HttpRequest, obj: Category, form, change: bool) -> None:
        """A new category, or one that moved below another parent, comes last there."""
        if not change or "parent" in form.changed_data:
            siblings = Category.objects.filter(parent=obj.parent_id)
            last = siblings.aggregate(Max("position"))["position__max"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name what keeps a category from being deleted, the first few of many."""
        ids = [category.pk for category in objs]
        contents = [
            *Category.objects.filter(parent__in=ids).prefetch_related("translations")[: NAMED + 1],
            *Article.with_deleted.filter(_in(ids)).only("title", "deleted_at")[: NAMED + 1],
        ]
        protected = [f"{_kind(thing)}: {thing}" for thing in contents[:NAMED]]
        if len(contents) > NAMED:
            protected.append(_("… and more"))
        may = self.has_delete_permission(request)
        return (
            [str(category) for category in objs],
            {self.opts.verbose_name_plural: len(objs)},
            set() if may else {self.opts.verbose_name},
            protected,
        )

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        lock_category_tree()
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        lock_category_tree()
        super().delete_queryset(request, queryset)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._keeping_filled(request, super().delete_view, *args, **kwargs)

    def response_action(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        return self._keeping_filled(request, super().response_action, *args, **kwargs)

    def _keeping_filled(
        self, request: HttpRequest, view: Callable[..., Response], *args: Any, **kwargs: Any
    ) -> Response | HttpResponseRedirect:
        """Let `view` delete empty categories, all or none; one filled a moment ago is kept."""
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except ProtectedError:
            message = _("Articles or categories are in it. Move them first.")
            self.message_user(request, message, messages.ERROR)
            return redirect("admin:articles_category_changelist")
