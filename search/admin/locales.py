"""What the lists of this package share: rows that belong to one locale each."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from articles.admin.audited import AuditedMixin
from articles.admin.choices import ChoicesMixin
from articles.admin.filters import LocaleFilter
from articles.admin.locales import LocaleColumnMixin
from articles.admin.versioned import VersionedMixin
from search.address import results_path


class LocaleAdmin(LocaleColumnMixin, ChoicesMixin, VersionedMixin, AuditedMixin):
    """A list that is narrowed by locale and by nothing else; one locale is not named."""

    list_filter = [LocaleFilter]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The address asks by the list's own filter, never by the fields of the database."""
        return lookup == LocaleFilter.parameter_name


def search_address(question: str, locale: str) -> str:
    """Return the path of the site's answer to `question` that tells staff why."""
    return f"{results_path(locale)}?{urlencode({'q': question, 'why': '1'})}"


def search_link(question: str, locale: str) -> str:
    """Return a link to what visitors get."""
    address = search_address(question, locale)
    return format_html('<a href="{}">{}</a>', address, _("See the results"))
