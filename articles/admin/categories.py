"""Categories: a tree that staff order with buttons, one step up or down among the neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.models import (
    Article,
    Category,
    CategoryTranslation,
    Deed,
    audit,
    take_turns_at_moving,
)
from articles.versioned_form import VersionedForm

from .choices import ChoicesMixin
from .filters import TabFilter
from .noted import NotedMixin
from .pages import PagesMixin, at
from .tree import all_branches, branches, counts
from .versioned import VersionedMixin, VersionedRows

STEPS = {"up": -1, "down": 1}
Answer = TypeVar("Answer", bound=HttpResponse | None)
# A line of the list is nearly a kilobyte, and nobody looks through more.
MOST_UNFOLDED = 300
NAMED = 20  # things that the page names which keep a category from being deleted


def _in(categories: Iterable[int]) -> Q:
    """Articles that are in one of `categories`, or are live there until published again."""
    return Q(category__in=categories) | Q(published__category__in=categories)


def _kind(thing: Model) -> str:
    """Name what keeps a category: one that nobody sees is said to be deleted."""
    if getattr(thing, "deleted_at", None):
        return _("Deleted article")
    return capfirst(str(thing._meta.verbose_name))


@transaction.atomic
def move(category: Category, step: int) -> bool:
    """Swap `category` with the neighbour before (-1) or after (+1) it; return whether it had one.

    The neighbours get new numbers, so equal positions (an import leaves some) do no harm.
    """
    siblings = list(
        Category.objects.select_for_update()
        .filter(parent=category.parent_id)
        .order_by("position", "key")
    )
    here = siblings.index(category)
    there = here + step
    if not 0 <= there < len(siblings):
        return False
    siblings[here], siblings[there] = siblings[there], siblings[here]
    for position, sibling in enumerate(siblings):
        sibling.position = position
    Category.objects.bulk_update(siblings, ["position"])
    return True


def _where_listed(category: Category) -> str:
    """Return the address of the list that shows `category`: of many, those of its tab alone."""
    path = category.ancestry()
    is_folded = len(path) > 2 and Category.objects.count() > MOST_UNFOLDED
    narrowed = {BelowTabFilter.parameter_name: path[0].pk} if is_folded else {}
    return reverse("admin:articles_category_changelist", query=narrowed)


class BelowTabFilter(TabFilter):
    """A tab and all below it. Where that would be hundreds of lines, all tabs show two levels."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        below = [b.id for b in self.branches if chosen in map(str, b.path)]
        self.folds = len(self.branches) > MOST_UNFOLDED and not request.GET.get(SEARCH_VAR)
        if not below and self.folds:
            below = [b.id for b in self.branches if b.depth < 2]
        return queryset.filter(pk__in=below) if below else queryset

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        every, *tabs = super().choices(changelist)
        if self.folds:
            every["display"] = _("Tabs and what is right below")
        return iter([every, *tabs])


class TreeChangeList(ChangeList):
    """The list in tree order; a search shows what it found as far as the tree still holds."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = branches(self.result_list)
        written, live = counts()
        for branch in found:
            branch.category.depth = branch.depth
            branch.category.written, branch.category.live = written[branch.id], live[branch.id]
        self.result_list = [branch.category for branch in found]


class CategoryForm(VersionedForm):
    """Place and key of a category, with its names."""

    parts = ("translations",)

    def clean_parent(self) -> Category | None:
        """Refuse a parent that is no longer there.

        Whoever moves or deletes a category meanwhile waits, else two could stand below each other,
        or one below none. Deleting takes turns before it locks rows, and so does this.
        """
        take_turns_at_moving()
        if (chosen := self.cleaned_data["parent"]) is None:
            return None
        parent = Category.objects.filter(pk=chosen.pk).first()  # it was read before our turn came
        if parent is None:
            raise ValidationError(_("This category was deleted a moment ago."))
        return parent


class TranslationInline(admin.TabularInline):
    """Name and description in each locale; whoever may change a category may name it."""

    model = CategoryTranslation
    formset = VersionedRows
    extra = 1
    min_num = 1
    verbose_name = gettext_lazy("name")
    verbose_name_plural = gettext_lazy("names")

    def _may(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return any(request.user.has_perm(f"articles.{deed}_category") for deed in ("add", "change"))

    has_add_permission = has_change_permission = has_delete_permission = _may

    def has_view_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return True  # the page around it asks already


@admin.register(Category)
class CategoryAdmin(PagesMixin, ChoicesMixin, VersionedMixin, NotedMixin, admin.ModelAdmin):
    """The tree of categories; root categories are the tabs of the site."""

    form = CategoryForm
    list_display = ["name", "order", "count_of_articles", "key"]
    list_per_page = list_max_show_all = 1000  # a tree is of no use in pages
    sortable_by = ()
    search_fields = ["key", "translations__name"]
    list_filter = [BelowTabFilter]
    show_facets = admin.ShowFacets.NEVER
    fields = ["parent", "key", "icon"]
    inlines = [TranslationInline]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The address asks by the list's own filter, never by the fields of the database."""
        return lookup == BelowTabFilter.parameter_name

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return TreeChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).prefetch_related("translations")

    @admin.display(description=gettext_lazy("category"))
    def name(self, category: Category) -> str:
        depth = min(getattr(category, "depth", 0), 5)
        return format_html('<span class="tree-{}">{}</span>', depth, category)

    @admin.display(description=gettext_lazy("articles"), empty_value="")
    def count_of_articles(self, category: Category) -> str:
        """How many are written, how many of them visitors can read; a link to all of them."""
        if not category.written:
            return ""
        return format_html(
            '<a href="{}?category={}">{}</a>',
            reverse("admin:articles_article_changelist"),
            category.pk,
            ngettext("%(count)s article", "%(count)s articles", category.written)
            % {"count": category.written}
            + (f" ({_('%(count)s live') % {'count': category.live}})" if category.live else ""),
        )

    @admin.display(description=gettext_lazy("order"))
    def order(self, category: Category) -> str:
        """Two buttons of the list's own form: they work with a keyboard and without JavaScript."""
        return format_html(
            '<span class="order">{}{}</span>',
            self._button(category, "up", _("Move %(name)s up"), "↑"),
            self._button(category, "down", _("Move %(name)s down"), "↓"),
        )

    def _button(self, category: Category, direction: str, label: str, arrow: str) -> str:
        return format_html(
            '<button id="{0}-{1}" formaction="{2}" aria-label="{3}" title="{3}">{4}</button>',
            direction,
            category.pk,
            reverse("admin:articles_category_move", args=[category.pk, direction]),
            label % {"name": category},
            arrow,
        )

    @at("<int:category_id>/move/<str:direction>/", "articles_category_move", require_POST)
    def move_view(self, request: HttpRequest, category_id: int, direction: str) -> HttpResponse:
        """Move a category one step and come back to its button."""
        category = get_object_or_404(Category, pk=category_id)
        if not self.has_change_permission(request, category):
            raise PermissionDenied
        if direction in STEPS and not self._moved(category, direction):
            edge = _("first") if direction == "up" else _("last")
            self.message_user(request, _("It is the %s one already.") % edge, messages.INFO)
        return HttpResponseRedirect(f"{_where_listed(category)}#{direction}-{category_id}")

    @transaction.atomic
    def _moved(self, category: Category, direction: str) -> bool:
        if has_moved := move(category, STEPS[direction]):
            step = _("One step up") if direction == "up" else _("One step down")
            audit.note_thing(Deed.CHANGED, category, comment=step)
        return has_moved

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
            siblings = Category.objects.filter(parent=obj.parent_id).exclude(pk=obj.pk)
            last = siblings.aggregate(Max("position"))["position__max"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name what keeps a category from being deleted, the first few of many."""
        ids = [category.pk for category in objs]
        held = [
            *Category.objects.filter(parent__in=ids).prefetch_related("translations")[: NAMED + 1],
            *Article.with_deleted.filter(_in(ids)).only("title", "deleted_at")[: NAMED + 1],
        ]
        protected = [f"{_kind(thing)}: {thing}" for thing in held[:NAMED]]
        if len(held) > NAMED:
            protected.append(_("… and more"))
        may = self.has_delete_permission(request)
        return (
            [str(category) for category in objs],
            {self.opts.verbose_name_plural: len(objs)},
            set() if may else {self.opts.verbose_name},
            protected,
        )

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        take_turns_at_moving()
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        take_turns_at_moving()
        super().delete_queryset(request, queryset)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._keeping_filled(request, super().delete_view, *args, **kwargs)

    def response_action(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        return self._keeping_filled(request, super().response_action, *args, **kwargs)

    def _keeping_filled(
        self, request: HttpRequest, view: Callable[..., Answer], *args: Any, **kwargs: Any
    ) -> Answer | HttpResponseRedirect:
        """Let `view` delete empty categories, all or none; one filled a moment ago is kept."""
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except ProtectedError:
            said = _("Articles or categories are in it. Move them first.")
            self.message_user(request, said, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_category_changelist"))
