"""Fields of the desk's forms: Markdown in its editor, and tags.

Tags are words between commas, each of which makes a working address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import AdminMarkdownxWidget

from .languages import is_right_to_left
from .markup.text import unix_lines
from .quality.overview import Overview

TAG_LENGTH = 100
# Milliseconds without a key; markdownx knows no fewer than 500.
PREVIEW_AFTER = 250
# taggit appends "_2" and so on to an address that another tag has.
TAG_SLUG_LENGTH = 95


class MarkdownEditor(AdminMarkdownxWidget):
    """markdownx's editor with our own script: its own one traps the Tab key and breaks undo."""

    template_name = "markdownx/widget.html"
    # What is known of the text's problems, and whether two articles may be merged for one of them;
    # the form's page sets both.
    overview: Overview | None = None
    may_merge = False

    @property
    def media(self) -> forms.Media:
        module = {"type": "module"}
        scripts = [
            forms.Script("helpcenter/admin/vendor/markdown-toolbar-element.js", **module),
            forms.Script("helpcenter/admin/editor.js", **module),
            forms.Script("helpcenter/admin/quality.js", **module),
        ]
        return forms.Media(
            css={"all": ["helpcenter/admin/editor.css", "helpcenter/admin/quality.css"]},
            js=scripts,  # type: ignore[arg-type]  # the stubs know paths only
        )

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-markdownx-urls-path": reverse("markdownx_markdownify"),
            "data-markdownx-upload-urls-path": reverse("markdownx_upload"),
            "data-markdownx-latency": PREVIEW_AFTER,
            "data-rtl": " ".join(filter(is_right_to_left, settings.LOCALES)),
        }
        context |= {
            "overview": self.overview,
            "article_id": self.overview and self.overview.article,
            "may_merge": self.may_merge,
        }
        context["empty_page"] = render_to_string("markdownx/preview.html")
        return context

    def render(self, name, value, attrs=None, renderer=None) -> str:
        """Render with the project's templates; the default renderer knows those of apps only."""
        return super().render(name, value, attrs, TemplatesSetting())


class MarkdownField(MarkdownxFormField):
    """Markdown with one kind of line end: browsers send CRLF whatever was typed."""

    widget = MarkdownEditor

    def to_python(self, value: str | None) -> str:
        return unix_lines(super().to_python(value))


class TagsField(forms.CharField):
    """Words between commas. Cleans to a sorted list of names without repetitions."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(sorted(value)) if isinstance(value, list) else value

    def clean(self, value: str | None) -> list[str]:
        names = [" ".join(name.split()) for name in super().clean(value).split(",")]
        unique = {name.casefold(): name for name in reversed(names) if name}
        for name in unique.values():
            self._refuse_unusable(name)
        return sorted(unique.values())

    def _refuse_unusable(self, name: str) -> None:
        slug = slugify(name, allow_unicode=True)
        if not slug:
            raise ValidationError(_("“%(tag)s” needs a letter or a digit."), params={"tag": name})
        if len(name) > TAG_LENGTH or len(slug) > TAG_SLUG_LENGTH:
            raise ValidationError(
                _("“%(tag)s…” is too long for a tag. Tags are separated by commas."),
                params={"tag": name[:40]},
            )

    def has_changed(self, initial: Any, data: str | None) -> bool:
        if self.disabled:
            return False
        try:
            return self.clean(data) != sorted(initial or [])
        except ValidationError:
            return True
