"""Where articles stand: categories in a tree, each with its names per locale."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from ..languages import locale_choices
from .published import PublishedArticle

# Addresses that a tab would hide: /articles/, /search/ and so on come first in the URLconf.
RESERVED_KEYS = frozenset(
    [
        "admin",
        "api",
        "articles",
        "feeds",
        "healthz",
        "media",
        "preview",
        "search",
        "static",
        "tags",
        "widget",
    ]
)


def validate_category_key(key: str) -> None:
    """Refuse a key whose page another page of the site would hide."""
    if key in RESERVED_KEYS or key in {code for code, _name in settings.LANGUAGES}:
        raise ValidationError(_("The site uses this address itself. Choose another key."))


class Icon(models.TextChoices):
    """Icons that a category card can show; each is a symbol of the icon sprite."""

    BOOK = "book", _("Book")
    QUESTION = "question", _("Question mark")
    MEGAPHONE = "megaphone", _("Megaphone")
    USER = "user", _("Person")
    SHIELD = "shield", _("Shield")
    CARD = "card", _("Card")
    WALLET = "wallet", _("Wallet")
    PHONE = "phone", _("Phone")
    ROCKET = "rocket", _("Rocket")
    INVOICE = "invoice", _("Invoice")
    RECEIPT = "receipt", _("Receipt")
    BANK = "bank", _("Bank")
    TEAM = "team", _("Team")
    CHART = "chart", _("Chart")
    PLUG = "plug", _("Plug")
    SPARKLE = "sparkle", _("Sparkle")
    STATUS = "status", _("Status")
    SCALE = "scale", _("Scale")


class Category(models.Model):
    """A place for articles. Root categories are the tabs, in staff's order."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    key = models.SlugField(
        unique=True,
        validators=[validate_category_key],
        help_text=_("Part of the address: /key/. Old addresses lead to the new one."),
    )
    former_keys = ArrayField(
        models.SlugField(), default=list, db_default=[], editable=False,
        help_text=_("Addresses with one of these lead to the category, too."),
    )  # fmt: skip
    position = models.PositiveIntegerField(
        default=0, help_text=_("Smaller numbers come first among the categories of one parent.")
    )
    icon = models.CharField(max_length=20, choices=Icon, default=Icon.BOOK)
    # What the desk's list knows of each: how deep it stands, articles written in it or below, and
    # live ones.
    depth: int
    written: int
    live: int

    class Meta:
        ordering = ["position", "key"]
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name_in(settings.LANGUAGE_CODE)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save, remember a key that is given up, and take the published articles along when the
        category moves to another tab."""
        known = Category.objects.filter(pk=self.pk).exclude(key=self.key)
        given_up = set(known.values_list("key", flat=True))
        if not given_up <= {*self.former_keys}:
            self.former_keys = sorted({*self.former_keys, *given_up})
        super().save(*args, **kwargs)
        tab, below, seen = self.ancestry()[0], [self], set()
        while below:
            PublishedArticle.objects.filter(category__in=below).exclude(tab=tab).update(tab=tab)
            seen |= {category.pk for category in below}
            below = list(Category.objects.filter(parent__in=below).exclude(pk__in=seen))

    def name_in(self, locale: str) -> str:
        """Return the name in `locale`, in the default locale, in any, or the key."""
        names = {t.locale: t.name for t in self.translations.all()}
        return (
            names.get(locale)
            or names.get(settings.LANGUAGE_CODE)
            or next(iter(names.values()), self.key)
        )

    def ancestry(self) -> list[Category]:
        """Return the path from the tab down to this category, both included."""
        path, category, seen = [self], self.parent, {self.pk}
        while category is not None and category.pk not in seen:
            path.append(category)
            seen.add(category.pk)
            category = category.parent
        return path[::-1]

    def clean(self) -> None:
        """Refuse a parent that is this category itself or stands below it."""
        if self.parent and self.pk in {above.pk for above in self.parent.ancestry()}:
            raise ValidationError({"parent": _("A category cannot stand below itself.")})


def lock_category_tree() -> None:
    """Let nobody else change the tree before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('articles_category'::regclass::bigint)")


class CategoryTranslation(models.Model):
    """Name and description of a category in one locale."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="translations")
    locale = models.CharField(max_length=10, choices=locale_choices)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "locale"], name="one_name_per_category_and_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"
