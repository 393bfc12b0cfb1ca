"""How a form chooses another row: what a choice says, no pop-ups, and no error for nonsense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Article

from .tree import with_category_name

MAX_DIGITS = 18  # of a number that the database takes as an id


def is_id(value: object) -> bool:
    """Return whether `value`, as it was sent, can be the id of a row."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def choice_label(article: Article) -> str:
    """Return what a choice says of an article, which knows its `category_name`.

    Titles repeat: a draft has that of what it shall replace, an announcement that of last year's.
    """
    state = _("Deleted") if article.deleted_at else str(Article.State(article.state_now).label)
    return " · ".join(filter(None, [str(article), state, article.category_name]))


class ArticleSelect(AutocompleteSelect):
    """Django's own widget looks up whatever was sent, and fails on a word that is no number.

    `known` is an article that was read already; where it is the choice, nothing is looked up.
    """

    url_name = "%s:articles_article_choices"
    known: Article | None = None

    @property
    def media(self) -> forms.Media:
        script = forms.Script("helpcenter/admin/choices.js", type="module")
        return super().media + forms.Media(
            js=[script]  # type: ignore[list-item]  # the stubs know paths only
        )

    def optgroups(self, name: str, value: Sequence[str], attrs: dict | None = None) -> list:
        ids = [one for one in value if is_id(one)]
        if self.known is None or ids != [str(self.known.pk)]:
            return super().optgroups(name, ids, attrs)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.known)
        return [(None, [*nothing, self.create_option(name, self.known.pk, label, True, 1)], 0)]


class ArticleChoice(ModelChoiceField):
    """An article by its title, state and category."""

    def label_from_instance(self, obj: Article) -> str:
        return choice_label(obj)


class ChoicesMixin(BaseModelAdmin):
    """Lets autocomplete fields choose an article, and keeps the choice when that is in the trash.

    No choice has "+" and pencil beside it: they open windows, away from what is being written.
    """

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ArticleSelect(db_field, self.admin_site)
            kwargs["queryset"] = with_category_name(Article.with_deleted.all())
            kwargs["form_class"] = ArticleChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
