"""The form of the admin's page "Branding": what it refuses, and the pictures that it keeps.

A picture is PNG or WebP and goes the way of every upload (`articles.images`): what Pillow decodes
is encoded anew. SVG, which can hold scripts, is none. A logo is kept at twice the size in which it
is shown; what browsers show in a tab is made from the icon, or else from the logo.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from . import brand_values, colours, images
from .branding import from_environment
from .models import Branding
from .models.branding import validate_link
from .versioned_form import VersionedForm

PICTURES = ("logo", "logo_dark", "icon")
LOGO = (640, 128)  # pixels at most: 36 in the header, on a screen of three and a half to one
ICON = (180, 180)  # the largest that a phone's home screen asks for


class StoredPicture:
    """A stored picture as a file field shows it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __str__(self) -> str:
        return self.url.rpartition("/")[2]


class PictureInput(forms.ClearableFileInput):
    """A file field that shows the picture it has."""

    template_name = "admin/articles/branding/_picture_input.html"

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """Render with the project's templates; the default renderer knows those of apps only."""
        return super().render(name, value, attrs, TemplatesSetting())


class PictureField(forms.FileField):
    """Cleans to the bytes of a PNG, False for "take it away", or what was there."""

    widget = PictureInput(attrs={"accept": "image/png,image/webp"})

    def __init__(self, size: tuple[int, int] = LOGO, **options: Any) -> None:
        self.size = size
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return _fitted(file, self.size) if isinstance(file, UploadedFile) else file


def _fitted(file: UploadedFile, size: tuple[int, int]) -> bytes:
    """Return an upload as a PNG of at most `size`; raise ValidationError for what is no picture."""
    try:
        url = images.store(file, keep=False)
    except images.InvalidImage as error:
        raise ValidationError(str(error)) from error
    if not url.endswith((".png", ".webp")):
        raise ValidationError(_("Upload a PNG or WebP file."))
    file.seek(0)
    try:
        with Image.open(file, formats=["PNG", "WEBP"]) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except Exception as error:  # the header was whole, the rest is not
        raise ValidationError(_("This picture cannot be read to its end.")) from error
    image.thumbnail(size, Image.Resampling.LANCZOS)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    encoded = BytesIO()
    image.save(encoded, "PNG", optimize=True)
    return encoded.getvalue()


def data_address(png: bytes) -> str:
    """Return a picture as an address, for a page that shows it before it is kept."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


class BrandingForm(VersionedForm):
    """Name, pictures, colours, contact and analytics."""

    parts = ("links", "greetings")

    logo = PictureField(
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("PNG or WebP with a transparent ground, shown 36 pixels high."),
    )
    logo_dark = PictureField(
        label=gettext_lazy("Logo on dark pages"),
        help_text=gettext_lazy("Where the one above cannot be seen on a dark ground."),
    )
    icon = PictureField(
        size=ICON,
        label=gettext_lazy("Icon"),
        help_text=gettext_lazy("A square for browser tabs; without one it is made from the logo."),
    )

    class Meta:
        model = Branding
        fields = [
            "name", "contact", *PICTURES, "shows_name", "accent", "accent_dark",
            "analytics_script", "analytics_attributes", "analytics_origins",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea({"rows": 3, "class": "vLargeTextField"})
            for name in ("analytics_attributes", "analytics_origins")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in PICTURES:
            url = getattr(self.instance, name)
            self.initial[name] = StoredPicture(url) if url else None
        self._hint_at_the_environment()

    def _hint_at_the_environment(self) -> None:
        """Show in each empty field what holds as long as it is empty."""
        environment = from_environment()
        hints = {
            "name": environment.name,
            "contact": environment.contact or "https://example.com/contact",
            "accent": environment.accent or "#0b6e5b",
            "accent_dark": environment.accent_dark or "#5ecfb0",
            "analytics_script": environment.analytics_script
            or "https://stats.example.com/script.js",
            "analytics_attributes": "data-domain=help.example.com",
            "analytics_origins": "https://stats.example.com",
        }
        for name, hint in hints.items():
            if name in self.fields:  # somebody who may only look has none
                self.fields[name].widget.attrs["placeholder"] = hint

    def clean_contact(self) -> str:
        address = brand_values.contact(self.cleaned_data["contact"])
        if address:
            validate_link(address)
        return address

    def clean_accent(self) -> str:
        return self._colour("accent", "light")

    def clean_accent_dark(self) -> str:
        return self._colour("accent_dark", "dark")

    def _colour(self, name: str, scheme: str) -> str:
        """Return a colour that can be read on its pages, or propose the nearest that can."""
        if not (written := self.cleaned_data[name]):
            return ""
        try:
            colour = colours.parsed(written)
        except ValueError as error:
            raise ValidationError(_("Write a colour like #0b6e5b.")) from error
        reached = colours.lowest_contrast(colour, scheme)
        if reached < colours.READABLE:
            values = {"colour": colour, "reached": f"{reached:.1f}"}
            values["nearest"] = colours.nearest(colour, scheme)
            raise ValidationError(
                _(
                    "%(colour)s is hard to read: its contrast to the page is %(reached)s, and text "
                    "needs 4.5. The nearest that can be read is %(nearest)s."
                ),
                params=values,
            )
        return colour

    def clean_analytics_script(self) -> str:
        script = self.cleaned_data["analytics_script"].strip()
        if script and not brand_values.is_source(script):
            raise ValidationError(_("Write an address that starts with https:// or /."))
        return script

    def clean_analytics_attributes(self) -> str:
        lines = self.cleaned_data["analytics_attributes"]
        try:
            brand_values.attributes(lines.splitlines())
        except ValueError as error:
            raise ValidationError(
                _("“%(line)s” is no line like data-domain=help.example.com."),
                params={"line": str(error)},
            ) from error
        return lines

    def clean_analytics_origins(self) -> str:
        origins = self.cleaned_data["analytics_origins"].split()
        for origin in origins:
            if not brand_values.is_origin(origin):
                raise ValidationError(
                    _("“%(origin)s” is no address like https://stats.example.com, without a path."),
                    params={"origin": origin},
                )
        return "\n".join(origins)

    def _post_clean(self) -> None:
        """Give the row addresses in place of pictures; what was uploaded is kept by `save`."""
        self.uploads = {}
        for name in PICTURES:
            chosen = self.cleaned_data.get(name)
            if isinstance(chosen, bytes):
                self.uploads[name] = chosen
                chosen = images.store(chosen, keep=False, encoded=True)
            self.cleaned_data[name] = "" if not chosen else str(getattr(chosen, "url", chosen))
        super()._post_clean()  # type: ignore[misc]  # private, where the row is filled

    def save(self, commit: bool = True) -> Branding:
        for png in self.uploads.values():
            images.store(png, encoded=True)
        if {"logo", "icon"} & set(self.changed_data):
            self.instance.favicon = self._favicon()
        return super().save(commit)

    def _favicon(self) -> str:
        """Return the address of a square made from the icon, else the logo; "" without either."""
        if not (url := self.instance.icon or self.instance.logo):
            return ""
        with default_storage.open(url.removeprefix(settings.MEDIA_URL)) as file:
            square = ImageOps.pad(Image.open(file).convert("RGBA"), ICON, color=(0, 0, 0, 0))
        return images.store(_png(square), encoded=True)
