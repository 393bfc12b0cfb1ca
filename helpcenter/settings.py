"""Settings of the site. Everything that differs between installations is read from the environment.

Without any environment the site runs on this machine only: embedded PostgreSQL, a generated secret
key, 127.0.0.1. With HELPCENTER_ENV=production it refuses to start on anything unsafe.
The table in README.md lists every variable.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import zoneinfo
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from articles import brand_values, colours

from . import environment, locales, logs, secret_key
from .environment import flag, number, text, words

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = environment.checked(
    "HELPCENTER_ENV", ("local", "production").__contains__, "local or production", "local"
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = flag("DEBUG")
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
_TESTING = "pytest" in sys.modules
# An origin, or with "*." all below a host.
_ORIGIN = re.compile(r"https?://(\*\.)?[\w.-]+(:\d{1,5})?")


# Secrets and hosts -------------------------------------------------------------------------------


# Without one it is generated on the first start and kept.
SECRET_KEY = text("SECRET_KEY") or secret_key.read_or_generate(VAR_DIR / "secret_key")
ALLOWED_HOSTS = words(
    "ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]"],
    re.compile(r"\*|\.?[\w.-]+|\[[\da-fA-F:.]+\]").fullmatch,
    "help.example.com, without https:// and port",
)
CSRF_TRUSTED_ORIGINS = words(
    "CSRF_TRUSTED_ORIGINS", [], _ORIGIN.fullmatch, "https://help.example.com without a path"
)
# Behind a proxy that sets X-Forwarded-For and -Proto itself; never on an open port.
TRUST_PROXY_HEADERS = flag("TRUST_PROXY_HEADERS")

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off when HELPCENTER_ENV is production.")
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("django-insecure", "change")):
        raise ImproperlyConfigured("SECRET_KEY must be 50 random characters in production.")
    if "*" in ALLOWED_HOSTS or "ALLOWED_HOSTS" not in os.environ:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts in production.")

SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", True) and PRODUCTION
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # whoever asks is behind the proxy
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 31_536_000) * PRODUCTION
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True) and PRODUCTION
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Players of videos that a page may load when a reader starts one, never before; empty for none.
VIDEO_PLAYERS = words(
    "VIDEO_PLAYERS",
    ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    _ORIGIN.fullmatch,
    "https://player.vimeo.com without a path",
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-src": ["'self'", *VIDEO_PLAYERS],
        "img-src": ["'self'", "data:", "https:"],  # articles may show pictures of other hosts
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}


# Applications ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "search",
    "articles",
    "helpcenter.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "taggit",
    "markdownx",
    "simple_history",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpcenter.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "helpcenter.middleware.PermissionsPolicyMiddleware",
    "helpcenter.middleware.AnalyticsPolicyMiddleware",
    "helpcenter.middleware.MalformedRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "helpcenter.middleware.LocaleFromPathMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "helpcenter.middleware.OpenedResultMiddleware",
    "helpcenter.middleware.StaffHintMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "helpcenter.urls"
WSGI_APPLICATION = "helpcenter.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpcenter.branding.branding",
            ],
        },
    },
]


# Database ----------------------------------------------------------------------------------------


def _database() -> dict:
    """Return the configuration of DATABASE_URL, or of the embedded server, started if need be."""
    if not (url := text("DATABASE_URL")):
        from helpcenter import embedded

        # Tests have a server of their own, which need not survive anything.
        name = "postgres-of-tests" if _TESTING else "postgres"
        url = embedded.ensure_running(VAR_DIR / name, durable=not _TESTING)
    database = environment.database(url)
    database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = database.get("OPTIONS", {}) | {
        "pool": {
            "min_size": 1,
            "max_size": number("DATABASE_POOL_SIZE", 8, least=1, most=1000),
            "timeout": 5,
        },
        "connect_timeout": 3,
        # Statements that a worker sends again and again are planned once: planning costs the
        # article page's query three times its execution.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    if host := database["OPTIONS"].pop("host", None):
        database["HOST"] = host
    database["TEST"] = {"NAME": os.environ.get("HELPCENTER_TEST_DB")}
    return database


DATABASES = {"default": _database()}
# Of one statement while a page is made.
PAGE_TIMEOUT = environment.checked(
    "PAGE_TIMEOUT", re.compile(r"[1-9]\d{0,5}(ms|s)|[1-9]\d?min").fullmatch, "10s or 500ms", "10s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Languages and time ------------------------------------------------------------------------------


# The first locale is the default: its pages have no prefix.
LANGUAGES = locales.named(
    words("LOCALES", ["en-us", "en-gb", "de", "fr", "ja", "ar"]), BASE_DIR / "locale"
)
LOCALES = [locale for locale, _name in LANGUAGES]
LANGUAGE_CODE = LOCALES[0]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "helpcenter.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.checked(
    "TIME_ZONE", zoneinfo.available_timezones().__contains__, "Europe/Berlin or UTC", "UTC"
)


# Files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "helpcenter.storage.WholeFilesStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or _TESTING
        else "helpcenter.storage.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or _TESTING
# A test has many clients; each would look through all the files before its first answer.
WHITENOISE_AUTOREFRESH = DEBUG or _TESTING
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["helpcenter.uploading.BoundedUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES + 1024 * 1024  # of all files of a request
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a bulk deed has a tick for each article


# People ------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "articles.staff.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a link in mail works
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "helpcenter.views.outdated"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_ENABLE_ADMIN = False  # the desk has lists of its own
AXES_CLIENT_IP_CALLABLE = "articles.visitors.subscriber"


# Articles ----------------------------------------------------------------------------------------

MARKDOWNX_MARKDOWNIFY_FUNCTION = "articles.markup.preview"
TAGGIT_CASE_INSENSITIVE = True
ARTICLES_PER_PAGE = 15
# The key of the root category whose latest articles stand on the home page; empty for none.
ANNOUNCEMENTS_TAB = os.environ.get("ANNOUNCEMENTS_TAB", "announcements")
# HTML that a worker process keeps of rendered pages, in characters.
PAGE_CACHE_CHARACTERS = number("PAGE_CACHE_CHARACTERS", 32_000_000)
# Seconds that a view may wait in a worker before it is written; 0 writes at once.
VIEWS_FLUSH_SECONDS = environment.seconds("VIEWS_FLUSH_SECONDS", 1.0, most=3600)
# Whether a text must have been approved before anybody can publish it.
REVIEW_REQUIRED = flag("REVIEW_REQUIRED")
# An article without a day of its own is to be read again so many days after its last update.
REVIEW_AFTER_DAYS = number("REVIEW_AFTER_DAYS", 365, least=1, most=36_500)
QUESTIONS_KEPT_DAYS = number("QUESTIONS_KEPT_DAYS", 400, most=36_500)  # 0 keeps them for good


# The site itself ---------------------------------------------------------------------------------

# What the admin's page "Branding" says goes before this; docs/branding.md tells about both.


def _accent(name: str, scheme: str) -> str:
    """Return a colour that can be read on the pages of a scheme, "" for none."""
    if not (written := text(name)):
        return ""
    try:
        colour = colours.parsed(written)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None
    if colours.lowest_contrast(colour, scheme) < colours.READABLE:
        near = colours.nearest(colour, scheme)
        raise ImproperlyConfigured(
            f"{name} is {colour}, which is hard to read on {scheme} pages; {near} is not."
        )
    return colour


def _links(name: str) -> list[tuple[str, str]]:
    """Return (label, address) for each "Label=address"."""
    links = _pairs(name, brand_values.pairs, "Label=https://...,Label=/path/")
    if wrong := [address for _label, address in links if not brand_values.is_link(address)]:
        raise ImproperlyConfigured(f"{name}: no link may lead to {wrong[0]!r}.")
    return links


def _pairs(name: str, read, wanted: str) -> list[tuple[str, str]]:
    try:
        return read(text(name).split(","))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error} is not of the form {wanted}.") from None


def _folder(name: str) -> list[Path]:
    """Return the folder of a variable, none when it is not set."""
    folder = Path(text(name))
    if folder.name and not folder.is_dir():
        raise ImproperlyConfigured(f"{name}: there is no folder {str(folder)!r}.")
    return [folder.resolve()] if folder.name else []


_SOURCE = "https://... or a path such as /static/logo.png"
SITE_NAME = text("SITE_NAME", "Help Center")
# Where visitors reach the site, for addresses that leave it.
SITE_URL = environment.checked(
    "SITE_URL",
    re.compile(r"https?://[\w.:\[\]-]+/*").fullmatch,
    "https://host without a path",
).rstrip("/")
CONTACT_URL = brand_values.contact(
    environment.checked(
        "CONTACT_URL",
        lambda value: brand_values.is_link(brand_values.contact(value)),
        "https://..., mailto:... or /path/",
    )
)
GREETING = text("GREETING")  # above the search box of the home page
LOGO_URL = environment.checked("LOGO_URL", brand_values.is_source, _SOURCE)
LOGO_DARK_URL = environment.checked("LOGO_DARK_URL", brand_values.is_source, _SOURCE)
ICON_URL = environment.checked("ICON_URL", brand_values.is_source, _SOURCE)
ACCENT_COLOUR = _accent("ACCENT_COLOUR", "light")
ACCENT_COLOUR_DARK = _accent("ACCENT_COLOUR_DARK", "dark")
HEADER_LINKS = _links("HEADER_LINKS")
FOOTER_LINKS = _links("FOOTER_LINKS")
# A script that counts visits; none unless somebody names one.
ANALYTICS_SCRIPT = environment.checked(
    "ANALYTICS_SCRIPT", brand_values.is_source, "https://.../script.js"
)
ANALYTICS_ATTRIBUTES = _pairs("ANALYTICS_ATTRIBUTES", brand_values.attributes, "data-name=value")
ANALYTICS_ORIGINS = words(
    "ANALYTICS_ORIGINS", [], brand_values.is_origin, "https://host without a path"
)
# A folder whose templates are found before ours, and one of files below /static/.
TEMPLATES[0]["DIRS"] = [*_folder("TEMPLATES_DIR"), *TEMPLATES[0]["DIRS"]]
STATICFILES_DIRS = _folder("STATIC_DIR")


# Mail --------------------------------------------------------------------------------------------

# Without a server it is written to the console.
vars().update(environment.mail("consolemail://"))
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "help-center@localhost")
EMAIL_TIMEOUT = 5  # seconds; whoever submits a text waits for it


# Other sites -------------------------------------------------------------------------------------

# Origins whose pages may read /api/: "https://www.example.com", or "*" for all.
API_CORS_ORIGINS = [
    origin.rstrip("/")
    for origin in words(
        "API_CORS_ORIGINS",
        [],
        re.compile(rf"\*|{_ORIGIN.pattern}/?").fullmatch,
        "https://www.example.com without a path, or *",
    )
]
# Requests to /api/ that one address has a minute, of each worker process; 0 is without end.
API_REQUESTS_PER_MINUTE = number("API_REQUESTS_PER_MINUTE", 120)
# Searches on the site itself, counted alike, and ten times as many suggestions; an office may share
# an address.
QUESTIONS_PER_MINUTE = number("QUESTIONS_PER_MINUTE", 300)


# Log ---------------------------------------------------------------------------------------------

_LOG_LEVEL = environment.checked(
    "LOG_LEVEL", logging.getLevelNamesMapping().__contains__, "WARNING or INFO", "WARNING"
)
LOGGING = logs.configuration(_LOG_LEVEL)
