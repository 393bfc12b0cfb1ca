"""Lists as CSV files: what a page shows as it is filtered and searched, all of it, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, NamedTuple

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.csv_cells import STRETCH, Cell, csv_file

from .pages import PagesMixin


class Column(NamedTuple):
    """A heading, and what stands below it for a row."""

    heading: str
    cell: Callable[[Any], Cell]


def download(name: str, columns: Iterable[Column], rows: Iterable) -> StreamingHttpResponse:
    """Return `rows` as a file that is called `name` and the day; it is sent while it is read."""
    columns = list(columns)
    headings = [[column.heading for column in columns]]
    cells = ([column.cell(row) for column in columns] for row in rows)
    return StreamingHttpResponse(
        csv_file(chain(headings, cells)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.csv"'
        },
    )


class DownloadMixin(PagesMixin):
    """A list with "Download as CSV" at its foot, for whoever may see the list."""

    def csv_columns(self, request: HttpRequest) -> list[Column]:
        """Return the columns of the file."""
        raise NotImplementedError

    def csv_rows(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        """Return `rows`, the rows of the list, with what the columns need beside them."""
        return rows

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.csv_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist_csv"
        return [path("csv/", view, name=name), *super().get_urls()]

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """Send all rows that the list's filters and its search find."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise BadRequest("The list has no such filter.") from error
        name = str(self.opts.verbose_name_plural).replace(" ", "-")
        rows = self.csv_rows(request, listed).iterator(chunk_size=STRETCH)
        return download(name, self.csv_columns(request), rows)
