"""Branding: one page for what the site says about itself, with a preview before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import branding, colours, uploads
from articles.branding_form import BrandingForm, data_address
from articles.models import Branding, BrandingLink, Greeting
from articles.models.branding import ONLY

from .audited import AuditedMixin
from .locales import AnyLocaleMixin
from .pages import PagesMixin, at, page, require_form
from .versioned import RowsOfLocales, VersionedInline, VersionedMixin

FOLDER = "admin/articles/branding"


class LocaleInline(AnyLocaleMixin, VersionedInline):
    """Rows for one locale or all."""

    extra = 0


class GreetingInline(LocaleInline):
    model = Greeting
    formset = RowsOfLocales
    fields = ["text", "locale"]


class LinkInline(LocaleInline):
    model = BrandingLink
    fields = ["place", "label", "address", "locale", "position"]


@admin.register(Branding)
class BrandingAdmin(PagesMixin, VersionedMixin, AuditedMixin, admin.ModelAdmin):
    """The page of the one row, which is there as soon as somebody opens it."""

    form = BrandingForm
    inlines = [GreetingInline, LinkInline]
    fieldsets = [
        (None, {
            "fields": ["name", "contact"],
            "description": gettext_lazy(
                "What is left empty is as the environment says, shown in grey. "
                "Visitors see a change at once."
            ),
        }),
        (gettext_lazy("Pictures"), {"fields": ["logo", "logo_dark", "shows_name", "icon"]}),
        (gettext_lazy("Colours"), {
            "fields": ["accent", "accent_dark"],
            "description": gettext_lazy(
                "Links, buttons and marks. With one of the two the other is made from it."
            ),
        }),
        (gettext_lazy("Analytics"), {
            "fields": ["analytics_script", "analytics_attributes", "analytics_origins"],
            "description": gettext_lazy(
                "Off as long as no script is named. The script runs on every page for visitors and "
                "may read all that they do there; pages of the admin and previews never load it. "
                "One attribute a line; origins only where it sends to others than it comes from."
            ),
        }),
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Branding | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the one row."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:articles_branding_change", ONLY)

    def get_object(self, request: HttpRequest, object_id: str, from_field=None) -> Branding | None:
        if object_id == str(ONLY) and self.has_view_or_change_permission(request):
            Branding.objects.get_or_create(pk=ONLY)
        return super().get_object(request, object_id, from_field)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except uploads.NotKept as error:
            self.message_user(request, _("Nothing was saved. %s") % error, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        context |= {"title": _("Branding"), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Branding) -> HttpResponse:
        self.message_user(request, _("Saved. Visitors see it at once."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        branding.forget()
        transaction.on_commit(branding.forget)  # others may have read it in between

    @at("preview/", "articles_branding_preview", require_form)
    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show a page as the form says, without saving anything."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return require_POST(self._preview)(request)

    def _preview(self, request: HttpRequest) -> HttpResponse:
        row = Branding.objects.filter(pk=ONLY).first() or Branding(pk=ONLY)
        form = self.get_form(request, row, change=True)(request.POST, request.FILES, instance=row)
        del form.fields["version"]  # nothing is saved, so nothing can be overwritten
        sets = [
            made(request.POST, instance=row, prefix=made.get_default_prefix())
            for made, _inline in self.get_formsets_with_inlines(request, row)
        ]
        if not all([form.is_valid(), *(rows.is_valid() for rows in sets)]):
            context = {"title": _("Preview"), "problems": _problems(form, sets)}
            return page(self, request, f"{FOLDER}/refused.html", context)
        brand = _unsaved(form, *sets)  # type: ignore[arg-type]  # made from BrandingForm
        return render(request, f"{FOLDER}/preview.html", {"brand": brand})

    @at("colours.css", "articles_branding_colours")
    def colours_view(self, request: HttpRequest) -> HttpResponse:
        """The stylesheet of colours that nobody has saved: `?light=0b6e5b&dark=`."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        accents = [request.GET.get(scheme, "") for scheme in colours.GROUNDS]
        try:
            light, dark = (text and colours.parsed(text) for text in accents)
        except ValueError:
            return HttpResponseBadRequest("No colours.\n", "text/plain")
        text = colours.stylesheet(light, dark) if light or dark else ""
        return HttpResponse(text, "text/css; charset=utf-8")


def _unsaved(form: BrandingForm, greetings, links) -> branding.Brand:
    """Return the site as the forms say; pictures that are not kept yet stand in the page itself."""
    row = form.instance
    sorted_links = sorted(_after_saving(links), key=lambda link: link.position)
    brand = branding.brand_of(branding.from_row(row, sorted_links, _after_saving(greetings)))
    query = urlencode({"light": row.accent, "dark": row.accent_dark})
    if row.accent or row.accent_dark:
        address = f"{reverse('admin:articles_branding_colours')}?{query}"
        brand = replace(brand, stylesheet=address)
    pictures: dict[str, Any] = {
        name: branding.Logo(data_address(png))
        for name, png in form.uploads.items()
        if name != "icon"
    }
    return replace(brand, **pictures)


def _after_saving(rows) -> list:
    """Return the rows of a formset that would be there after saving."""
    forms = (form for form in rows.forms if form.has_changed() or form.instance.pk)
    return [form.instance for form in forms if form not in rows.deleted_forms]


def _problems(form: ModelForm, sets: list) -> list[tuple[str, str]]:
    """Return (field, what is wrong) of all forms."""
    forms = [form, *(row for rows in sets for row in rows.forms)]
    return [
        (str(each.fields[name].label if name in each.fields else ""), error)
        for each in forms
        for name, errors in each.errors.items()
        for error in errors
    ]
