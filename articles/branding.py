"""What every page says about the site itself.

An administrator's word (the admin's page "Branding") goes before the environment's. Writing it is a
new edition (migration 0018), so kept pages follow at once; for others a process reads it at most
once a second: the pages that many ask for need no query for it. So it is with the tabs that the
foot of every page names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import get_language

from . import brand_values, colours, images, page_cache, paths, reading
from .models import Branding, BrandingLink, Greeting

FRESH = 1  # seconds
FIELDS = (
    "name", "contact", "logo", "logo_dark", "favicon", "shows_name", "accent", "accent_dark",
    "analytics_script",
)  # fmt: skip


class SiteLink(NamedTuple):
    """A link at the head or the foot of every page; `locale` is "" for all."""

    label: str
    address: str
    locale: str = ""


class Logo(NamedTuple):
    """A picture in the header; sizes in pixels, None for unknown."""

    src: str
    width: int | None = None
    height: int | None = None


class Analytics(NamedTuple):
    """A script that counts visits, its attributes, and the origins that it talks to."""

    script: str
    attributes: tuple[tuple[str, str], ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class BrandSettings:
    """What the administrator or the environment sets; what is empty is left to the other."""

    name: str = ""
    contact: str = ""
    logo: str = ""
    logo_dark: str = ""
    favicon: str = ""
    shows_name: bool = True
    accent: str = ""
    accent_dark: str = ""
    analytics_script: str = ""
    analytics_attributes: tuple[tuple[str, str], ...] = ()
    analytics_origins: tuple[str, ...] = ()
    greetings: tuple[tuple[str, str], ...] = ()
    header: tuple[SiteLink, ...] = ()
    footer: tuple[SiteLink, ...] = ()


@dataclass(frozen=True)
class Brand:
    """The site as the pages of one locale show it."""

    name: str
    contact: str
    greeting: str
    header: tuple[SiteLink, ...]
    footer: tuple[SiteLink, ...]
    logo: Logo | None
    logo_dark: Logo | None
    shows_name: bool
    favicon: str
    stylesheet: str
    analytics: Analytics | None


T = TypeVar("T")


class BrieflyCached(Generic[T]):
    """What `read` returns: fresh for a page that will be cached, else up to FRESH seconds old.

    `last` is what was read last, `default` before anything was.
    """

    def __init__(self, read: Callable[[], T], default: T) -> None:
        self._read, self._default = read, default
        self._per_edition = page_cache.once_per_edition(self.read)
        self.forget()

    def __call__(self) -> T:
        if page_cache.will_be_cached():
            return self._per_edition()
        return self.last if time.monotonic() - self._at < FRESH else self.read()

    def read(self) -> T:
        self.last, self._at = self._read(), time.monotonic()
        return self.last

    def forget(self) -> None:
        self.last, self._at = self._default, float("-inf")


def forget() -> None:
    """Forget what was read last, as after saving it."""
    _admin.forget()
    _tabs.forget()


def current() -> Brand:
    """Return the site as it shows itself in the active locale."""
    return brand_of(_admin())


def last_known() -> Brand:
    """Return what this process read last, without asking the database."""
    return brand_of(_admin.last)


def sections() -> tuple[SiteLink, ...]:
    """Return links to the tabs that have articles in the active locale."""
    locale = get_language()
    return tuple(SiteLink(tab.name, paths.tab(tab.key)) for tab in _tabs() if tab.locale == locale)


def accents() -> tuple[str, str]:
    """Return the site's light and dark accent; "" for one that is made from the other, or ours."""
    return _accents((_admin.read(), from_environment()))


def brand_of(admin: BrandSettings) -> Brand:
    """Return the site as an administrator sets it, and for the rest the environment."""
    return _brand(admin, from_environment(), get_language() or settings.LANGUAGE_CODE)


def from_environment() -> BrandSettings:
    """Return what Django's settings say; their values were checked at the start."""
    return BrandSettings(
        name=settings.SITE_NAME,
        contact=settings.CONTACT_URL,
        logo=settings.LOGO_URL,
        logo_dark=settings.LOGO_DARK_URL,
        favicon=settings.ICON_URL,
        accent=settings.ACCENT_COLOUR,
        accent_dark=settings.ACCENT_COLOUR_DARK,
        analytics_script=settings.ANALYTICS_SCRIPT,
        analytics_attributes=tuple(settings.ANALYTICS_ATTRIBUTES),
        analytics_origins=tuple(settings.ANALYTICS_ORIGINS),
        greetings=(("", settings.GREETING),) if settings.GREETING else (),
        header=tuple(SiteLink(*pair) for pair in settings.HEADER_LINKS),
        footer=tuple(SiteLink(*pair) for pair in settings.FOOTER_LINKS),
    )


def from_row(
    row: Branding, links: Iterable[BrandingLink], greetings: Iterable[Greeting]
) -> BrandSettings:
    """Return what a row sets, saved or not, with its links in their order and its greetings."""
    placed: dict[str, list[SiteLink]] = {place: [] for place in BrandingLink.Place.values}
    for link in links:
        placed[link.place].append(SiteLink(link.label, link.address, link.locale))
    return BrandSettings(
        **{field: getattr(row, field) for field in FIELDS},
        analytics_attributes=tuple(brand_values.attributes(row.analytics_attributes.splitlines())),
        analytics_origins=tuple(row.analytics_origins.split()),
        greetings=tuple((greeting.locale, greeting.text) for greeting in greetings),
        header=tuple(placed["header"]),
        footer=tuple(placed["footer"]),
    )


def _read() -> BrandSettings:
    """Read the one row with all that belongs to it, in one query."""
    of_it = {"branding": OuterRef("pk")}
    links = BrandingLink.objects.filter(**of_it).values(
        row=JSONObject(place="place", label="label", address="address", locale="locale")
    )
    greetings = Greeting.objects.filter(**of_it).values(
        row=JSONObject(locale="locale", text="text")
    )
    rows = Branding.objects.annotate(
        all_links=ArraySubquery(links), all_greetings=ArraySubquery(greetings)
    )
    if (row := rows.first()) is None:
        return BrandSettings()
    return from_row(
        row,
        [BrandingLink(**link) for link in row.all_links],
        [Greeting(**greeting) for greeting in row.all_greetings],
    )


_admin = BrieflyCached(_read, BrandSettings())
_tabs: BrieflyCached[tuple[reading.Section, ...]] = BrieflyCached(reading.sections, ())


@lru_cache(maxsize=256)
def _brand(admin: BrandSettings, environment: BrandSettings, locale: str) -> Brand:
    sides = (admin, environment)

    def first(field: str):
        return next((value for side in sides if (value := getattr(side, field))), "")

    side_of_logo = admin if admin.logo else environment
    return Brand(
        name=first("name"),
        contact=first("contact"),
        greeting=_greeting(first("greetings") or (), locale),
        header=_in_locale(first("header") or (), locale),
        footer=_in_locale(first("footer") or (), locale),
        logo=_logo(side_of_logo.logo),
        logo_dark=_logo(side_of_logo.logo_dark) if side_of_logo.logo else None,
        shows_name=side_of_logo.shows_name or not side_of_logo.logo,
        favicon=first("favicon"),
        stylesheet=_stylesheet(*_accents(sides)),
        analytics=_analytics(admin if admin.analytics_script else environment),
    )


def _in_locale(links: tuple[SiteLink, ...], locale: str) -> tuple[SiteLink, ...]:
    return tuple(link for link in links if link.locale in ("", locale))


def _greeting(greetings: tuple[tuple[str, str], ...], locale: str) -> str:
    texts = dict(greetings)
    return texts.get(locale) or texts.get("") or ""


def _logo(src: str) -> Logo | None:
    return Logo(src, *(images.dimensions(src) or ())) if src else None


def _accents(sides: tuple[BrandSettings, ...]) -> tuple[str, str]:
    """Return both accents of the first side that names any."""
    pairs = ((side.accent, side.accent_dark) for side in sides)
    return next((pair for pair in pairs if any(pair)), ("", ""))


def _stylesheet(light: str, dark: str) -> str:
    named = light or dark
    return reverse("branding", args=[colours.version(light, dark)]) if named else ""


def _analytics(side: BrandSettings) -> Analytics | None:
    if not side.analytics_script:
        return None
    origin = brand_values.origin_of(side.analytics_script)
    origins = tuple(filter(None, dict.fromkeys((origin, *side.analytics_origins))))
    return Analytics(side.analytics_script, side.analytics_attributes, origins)
