"""The list of categories: a tree that staff order with buttons, a step up or down at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Category, Deed, audit
from articles.templatetags import formats

from .filters import TabFilter
from .pages import PagesMixin, at
from .tree import branches, counts

STEPS = {"up": -1, "down": 1}
# A line of the list is nearly a kilobyte, and nobody looks through more.
MAX_UNFOLDED = 300


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
    place = siblings.index(category)
    new_place = place + step
    if not 0 <= new_place < len(siblings):
        return False
    siblings[place], siblings[new_place] = siblings[new_place], siblings[place]
    for position, sibling in enumerate(siblings):
        sibling.position = position
    Category.objects.bulk_update(siblings, ["position"])
    return True


def _where_listed(category: Category) -> str:
    """Return the address of the list that shows `category`: of many, those of its tab alone."""
    path = category.ancestry()
    is_folded = len(path) > 2 and Category.objects.count() > MAX_UNFOLDED
    narrowed = {BelowTabFilter.parameter_name: path[0].pk} if is_folded else {}
    return reverse("admin:articles_category_changelist", query=narrowed)


class BelowTabFilter(TabFilter):
    """A tab and all below it. Where that would be hundreds of lines, all tabs show two levels."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        below = [b.id for b in self.branches if chosen in map(str, b.path)]
        self.folds = len(self.branches) > MAX_UNFOLDED and not request.GET.get(SEARCH_VAR)
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
        tree = branches(self.result_list)
        written, live = counts()
        for branch in tree:
            branch.category.depth = branch.depth
            branch.category.written, branch.category.live = written[branch.id], live[branch.id]
        self.result_list = [branch.category for branch in tree]


class CategoryListMixin(PagesMixin):
    """What the list shows, and the buttons that move a category among its neighbours."""

    list_display = ["name", "order", "count_of_articles", "key"]
    list_per_page = list_max_show_all = 1000  # a tree is of no use in pages
    sortable_by = ()
    search_fields = ["key", "translations__name"]
    list_filter = [BelowTabFilter]
    show_facets = admin.ShowFacets.NEVER

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
            formats.articles(category.written)
            + (f" ({_('%s live') % formats.number(category.live)})" if category.live else ""),
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
