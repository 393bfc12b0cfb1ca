"""The WSGI application that gunicorn serves."""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpcenter.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - the settings exist from here on
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.db import connection  # noqa: E402

from helpcenter import page_connection, preloading, requests, schema  # noqa: E402

application = requests.Handler()

if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
    raise ImproperlyConfigured("Every page needs its static files: run manage.py collectstatic.")

# A page's statement that takes longer than this is an error; a command's may take its time.
options = connection.settings_dict["OPTIONS"]
options["options"] = f"{options.get('options', '')} -c statement_timeout={settings.PAGE_TIMEOUT}"
# A server whose machine or network is gone says nothing; the kernel would wait for a quarter of an
# hour, and so would every thread. https://www.postgresql.org/docs/current/libpq-connect.html
options |= {
    "tcp_user_timeout": 3000,  # milliseconds until what was sent has arrived
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}
# Nor does a paused one: after two seconds a visitor is told.
options["pool"] |= page_connection.POOL

if not settings.DEBUG:  # runserver tells by itself
    if not schema.is_current():
        raise ImproperlyConfigured("Every page needs its tables: run manage.py migrate.")
    preloading.preload()
    connection.close()
    # Its threads would not survive a fork into workers.
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has one
    # All of this stays for good: a worker that looked through it for garbage would hold a visitor
    # up, and copy the memory that it shares. https://docs.python.org/3/library/gc.html#gc.freeze
    gc.collect()
    gc.freeze()
