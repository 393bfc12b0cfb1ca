"""`make run` and `make dev`: from a fresh checkout to a site in the browser.

Brings the database up to date, makes the administrator and the demo content on the first start,
says where everything is, and serves until Ctrl-C. `supervisor` has what runs with it. Every step is
harmless when repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg.errors import InsufficientPrivilege

from . import supervisor
from .command_line import plain_refusals
from .environment import flag, number

USERNAME = "admin"
# Addresses that no browser can ask, and one of those that they stand for.
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104
# What the demo's company says on every page, where the environment says nothing.
DEMO = [
    ("name", "SITE_NAME", "Larkbooks Help"),
    ("contact", "CONTACT_URL", "mailto:support@larkbooks.example"),
]


def main() -> None:
    """Run the site: gunicorn, or Django's reloading server with --reload."""
    parser = argparse.ArgumentParser(prog="python -m helpcenter.run", description=__doc__)
    parser.add_argument("--reload", action="store_true", help="reload when code changes (DEBUG)")
    reload = parser.parse_args().reload
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(ending, signal.default_int_handler)
    for nothing in (signal.SIGUSR1, signal.SIGUSR2):  # until gunicorn takes them they would kill
        signal.signal(nothing, signal.SIG_IGN)
    with plain_refusals():
        try:
            start(reload)
        except KeyboardInterrupt:
            sys.exit("Stopped before the site was ready; the next start goes on from here.")


def start(reload: bool) -> None:
    """Prepare and serve; raises ImproperlyConfigured for whatever an operator can mend."""
    address, port = host(), number("PORT", 8000, least=1, most=65535)
    seconds = number("PUBLISH_EVERY", 15, most=999_999)
    workers = number("WEB_CONCURRENCY", 2, least=1, most=1000)
    threads = number("WEB_THREADS", 4, least=1, most=1000)
    demo = flag("DEMO", default=True)
    _refuse_taken_port(address, port)
    if reload:
        os.environ.setdefault("DEBUG", "1")

    login = prepare(demo)

    def begin() -> Callable[[], None]:
        print(welcome(address, port, login), flush=True)
        return supervisor.start(seconds)

    if reload:
        _serve_reloading(f"{address}:{port}", begin())
    else:
        from .server import Site

        Site(f"{address}:{port}", workers, threads, begin).run()


def _serve_reloading(bind: str, check: Callable[[], None]) -> None:
    """Run Django's own server until it ends, or a signal comes."""
    command = [sys.executable, "manage.py", "runserver", bind]
    site = subprocess.Popen(command)  # noqa: S603 - our own interpreter, fixed arguments
    try:
        while site.poll() is None:
            check()
            time.sleep(1)
    except KeyboardInterrupt:
        site.terminate()
        site.wait()


def host() -> str:
    """Return HOST as it stands before a port: IPv6 between brackets."""
    named = os.environ.get("HOST", "127.0.0.1").strip("[]")
    return f"[{named}]" if ":" in named else named


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        sys.exit(f"HOST is {host!r}; it must be an address of this machine ({error.strerror}).")
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            sys.exit(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Choose another port: make run PORT={port + 1 if port < 65535 else 8000}"
            )


def prepare(demo: bool) -> str:
    """Bring database, static files, administrator and demo up to date; return the login to show."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpcenter.settings")
    print("Starting the database ...", flush=True)
    django.setup()

    from django.conf import settings

    from helpcenter import static_files

    with alone():
        _migrate()
        if not settings.DEBUG:
            static_files.collect()
        if demo:
            _demo()
        return _administrator()  # last: who interrupts a start has seen no password


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let starts at once, such as those of two machines, prepare one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('helpcenter'))")
    try:
        yield
    finally:  # or the pool keeps it; a connection that is lost has given it up
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('helpcenter'))")


def _migrate() -> None:
    try:
        call_command("migrate", verbosity=0)
    except (MigrationSchemaMissing, ProgrammingError) as error:
        causes = (error.__cause__, error.__context__ and error.__context__.__cause__)
        if not any(isinstance(cause, InsufficientPrivilege) for cause in causes):
            raise
        first = str(error).partition("\n")[0]
        message = f"DATABASE_URL: its user must own the database ({first})."
        raise ImproperlyConfigured(message) from error


def _administrator() -> str:
    """Make the administrator on the first start; return what to print about the login."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    chosen = os.environ.get("ADMIN_PASSWORD", "")
    user = users.filter(username=USERNAME).first()
    if user is None:
        if users.filter(is_superuser=True).exists():
            return "your own login"
        password = chosen or secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, password=password)
        shown = "the one in ADMIN_PASSWORD" if chosen else f"{password}, shown this once"
        return f"user {USERNAME}, password {shown}"
    if chosen and not user.check_password(chosen):
        user.set_password(chosen)
        user.save()
    if chosen:
        return f"user {USERNAME}, password the one in ADMIN_PASSWORD"
    return (
        f"user {USERNAME}, password as shown on the first start (ADMIN_PASSWORD=... sets another)"
    )


def _demo() -> None:
    """Import the demo knowledge base into an empty site, all of it or nothing.

    Its company has a name and a contact, unless the environment says other ones.
    """
    from django.conf import settings

    from articles.models import Article, Branding, Category
    from articles.models.branding import ONLY

    if not Article.objects.exists() and not Category.objects.exists():
        print("Importing the demo content ...", flush=True)
        articles, rules = settings.BASE_DIR / "articles/demo", settings.BASE_DIR / "search/demo.yml"
        with transaction.atomic():
            call_command("import_articles", articles, publish=True, verbosity=0)
            call_command("import_search_rules", rules, verbosity=0)
            unsaid = {field: text for field, variable, text in DEMO if variable not in os.environ}
            Branding.objects.get_or_create(pk=ONLY, defaults=unsaid)


def welcome(host: str, port: int, login: str) -> str:
    """Return what is printed when the site is ready."""
    from django.conf import settings

    site = f"http://{EVERY_ADDRESS.get(host, host)}:{port}/"
    return (
        f"\n{settings.SITE_NAME} is ready. Ctrl-C stops it; data is kept in {settings.VAR_DIR}.\n\n"
        f"  Site   {site}\n"
        f"  Admin  {site}admin/  ({login})\n"
    )


if __name__ == "__main__":
    main()
