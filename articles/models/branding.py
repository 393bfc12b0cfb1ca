"""What an administrator says about the site itself: one row, with its links and greetings.

What is left empty is what the environment says (`articles.branding` puts the two together).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import brand_values

ONLY = 1


def validate_link(address: str) -> None:
    """Refuse what no link may lead to, such as javascript:."""
    if not brand_values.is_link(address):
        raise ValidationError(
            _("Write an address that starts with https://, http://, mailto: or /.")
        )


class Branding(models.Model):
    """Name, pictures, colours, contact and analytics of the site."""

    name = models.CharField(_("name of the site"), max_length=80, blank=True)
    contact = models.CharField(_("contact address"), max_length=500, blank=True)
    logo = models.CharField(_("logo"), max_length=200, blank=True)
    logo_dark = models.CharField(_("logo for dark pages"), max_length=200, blank=True)
    icon = models.CharField(_("icon"), max_length=200, blank=True)
    favicon = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Made from the icon, else the logo."
    )
    shows_name = models.BooleanField(_("show the name beside the logo"), default=True)
    accent = models.CharField(_("accent colour"), max_length=7, blank=True)
    accent_dark = models.CharField(_("accent colour on dark pages"), max_length=7, blank=True)
    analytics_script = models.CharField(_("analytics script"), max_length=500, blank=True)
    analytics_attributes = models.TextField(
        _("attributes of the script"), max_length=2000, blank=True
    )
    analytics_origins = models.TextField(_("where it sends to"), max_length=1000, blank=True)

    class Meta:
        default_permissions = ["view", "change"]
        verbose_name = _("branding")
        verbose_name_plural = _("branding")
        constraints = [models.CheckConstraint(condition=models.Q(pk=ONLY), name="one_branding")]

    def __str__(self) -> str:
        return str(_("Branding"))


class BrandingLink(models.Model):
    """A link of the site in its header or footer."""

    class Place(models.TextChoices):
        HEADER = "header", _("Header")
        FOOTER = "footer", _("Footer")

    branding = models.ForeignKey(Branding, models.CASCADE, related_name="links")
    place = models.CharField(_("place"), max_length=6, choices=Place, default=Place.FOOTER)
    label = models.CharField(_("label"), max_length=60)
    address = models.CharField(_("address"), max_length=500, validators=[validate_link])
    locale = models.CharField(_("locale"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        default_permissions = []
        ordering = ["place", "position", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links in header and footer")

    def __str__(self) -> str:
        return self.label


class Greeting(models.Model):
    """The line above the large search box of the home page."""

    branding = models.ForeignKey(Branding, models.CASCADE, related_name="greetings")
    locale = models.CharField(_("locale"), max_length=10, blank=True)
    text = models.CharField(_("text"), max_length=120)

    class Meta:
        default_permissions = []
        ordering = ["locale", "pk"]
        verbose_name = _("greeting")
        verbose_name_plural = _("greeting on the home page")
        constraints = [
            models.UniqueConstraint(
                fields=["branding", "locale"],
                name="one_greeting_of_a_locale",
                violation_error_message=_("There is a greeting in this locale already."),
            )
        ]

    def __str__(self) -> str:
        return self.text
