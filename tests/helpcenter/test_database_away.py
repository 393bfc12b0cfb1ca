"""While PostgreSQL is away visitors are told to come back; afterwards no error is left."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.db import OperationalError, connection, transaction

from helpcenter import schema
from helpcenter.page_connection import IMPATIENT, POOL
from search import bounded
from tests.articles.pages import change, page, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def away(monkeypatch):
    """Return a function that sends this process's connections to a socket where nobody listens."""
    host = connection.settings_dict["HOST"]

    def move(host: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["HOST"] = host

    options = connection.settings_dict["OPTIONS"]
    soon = {"timeout": 0.5, "reconnect_timeout": 0}
    with monkeypatch.context() as changed:
        changed.setitem(options, "pool", options["pool"] | POOL | soon)
        yield lambda: move("/nowhere"), lambda: move(host)
        move(host)


def test_pages_say_so_with_retry_after_and_work_again_when_it_is_back(client, publish, away):
    publish("Answer", "The answer.")
    leave, come_back = away
    client.raise_request_exception = False
    leave()
    for path in ("/", "/articles/answer/", "/search/?q=answer", "/healthz"):
        response = client.get(path)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
    assert connection.pool.timeout == IMPATIENT
    assert schema.is_current()  # so that a server may start
    come_back()
    assert client.get("/articles/answer/").status_code == 200


@pytest.fixture
def log():
    """What the site writes to its log."""
    [console] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    for one in console.filters:
        one.told.clear()
    written = StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


def test_the_log_has_one_line_for_each_page_that_it_keeps_from_being_made(client, away, log):
    leave, _come_back = away
    client.raise_request_exception = False
    leave()
    client.get("/articles/answer/")
    [said] = [line for line in log.getvalue().splitlines() if "/articles/answer/" in line]
    assert "couldn't get a connection after 0.50 sec" in said
    assert "Traceback" not in log.getvalue()
    client.get("/articles/other/")
    assert log.getvalue().count("error connecting") == 1


def test_the_log_has_one_line_for_each_request_to_a_host_that_is_not_ours(client, log):
    assert client.get("/", headers={"host": "scanner.example"}).status_code == 400
    assert "Invalid HTTP_HOST header: 'scanner.example'" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_a_statement_that_took_too_long_keeps_its_traceback_in_the_log(log):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(1)")
    except OperationalError:
        logging.getLogger("django.request").exception("Internal Server Error")
    assert "Traceback" in log.getvalue()


# As PostgreSQL refuses to write where its disk is full; what is there it still reads.
FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE disk_full USING MESSAGE = 'could not extend file'; END $$;
    CREATE TRIGGER full_disk BEFORE UPDATE ON articles_article EXECUTE FUNCTION full_disk()"""


def test_who_saves_on_a_full_disk_reads_why_nothing_was_saved(admin_client, publish, log):
    article = publish("Answer", "The answer.")
    admin_client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    try:
        refused = submit(admin_client, change(article), body="Another answer.")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION full_disk CASCADE")
    assert refused.status_code == 503
    told = [line.text for line in page(refused).select(".lead")]
    assert told[1].startswith("The database has no room on its disk;")
    assert "Nothing was saved. Your browser keeps what you typed" in told[1]
    assert "could not extend file" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_the_page_that_says_so_speaks_its_locale_and_leads_home_in_it(client, away, settings):
    settings.CONTACT_URL = ""
    leave, _come_back = away
    client.raise_request_exception = False
    leave()
    said = page(client.get("/ar/articles/answer/"))
    assert (said.html["lang"], said.html["dir"]) == ("ar", "rtl")
    assert [link["href"] for link in said.select("a")] == ["/ar/", "", "/ar/"]


def test_a_connection_that_the_server_dropped_is_replaced_unseen(client, publish):
    publish("Answer", "The answer.")
    assert client.get("/articles/answer/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> %s"
            "   AND backend_type = 'client backend'",
            [mine],
        )
    connection.close()
    assert client.get("/articles/answer/").status_code == 200


def test_a_connection_lost_in_the_middle_of_a_page_is_the_database_away():
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError), bounded.limited():
        pass
    connection.close()
