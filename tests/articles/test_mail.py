"""Authors are told by mail what went live, however it did, with the address of the site."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles.mail import tell
from articles.models import Deed, PublicationSet, audit
from tests.articles.pages import LIST, change, fields, submit
from tests.articles.sets import make, press


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_mail_names_the_address_of_the_site_whatever_host_was_asked(
    at_desk, ana, petra, write, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://help.example.com"
    article = write("Title", "Text.")
    with django_capture_on_commit_callbacks(execute=True):
        submit(at_desk(ana), change(article), "_submit")
    assert f"https://help.example.com{change(article)}" in mail.outbox[0].body


@pytest.mark.parametrize("by", ["a button", "the schedule"])
def test_a_set_tells_the_authors_of_what_it_publishes(
    at_desk, ana, petra, write, publish, django_capture_on_commit_callbacks, by
):
    comes = [write("One", owner=ana), write("Two", owner=ana), publish("Live", owner=ana)]
    goes = publish("Off", owner=ana)
    one = make(*[("publish", article) for article in comes], ("unpublish", goes))
    with django_capture_on_commit_callbacks(execute=True):
        if by == "a button":
            press(at_desk(petra), one, "_publish")
        else:
            PublicationSet.objects.update(state="scheduled", publish_at=timezone.now())
            call_command("publish_due", verbosity=0)
    assert subjects() == ["Published: 2 articles"]


def test_a_merge_tells_the_author_of_what_it_publishes(
    at_desk, ana, petra, publish, django_capture_on_commit_callbacks
):
    kept, gone = publish("Kept", owner=ana), publish("Gone", owner=ana)
    with django_capture_on_commit_callbacks(execute=True):
        submit(at_desk(petra), f"{LIST}{kept.pk}/merge/?with={gone.pk}", _form="form.merge")
    assert subjects() == ["Published: Kept"]


def test_publishing_a_change_of_the_list_too_tells_the_authors(
    at_desk, ana, petra, publish, django_capture_on_commit_callbacks
):
    article, desk = publish("Title", owner=ana), at_desk(petra)
    chosen = {"action": "add_tags_selected", "_selected_action": [article.pk]}
    sent = fields(desk.post(LIST, chosen), "#content-main form")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            f"{LIST}bulk/add_tags/", sent | {"tags": "new", "publish_too": "on", "_apply": "1"}
        )
    assert subjects() == ["Published: Title"]


@pytest.mark.parametrize("count", [1, 12])
def test_who_is_told_takes_as_many_queries_however_many_articles(
    ana, petra, write, django_assert_num_queries, django_capture_on_commit_callbacks, count
):
    articles = [write(f"Title {n}") for n in range(count)]
    for article in articles:
        audit.note(Deed.SUBMITTED, article, ana)
    articles[0].owner = petra
    with django_assert_num_queries(3), django_capture_on_commit_callbacks(execute=True):
        tell(Deed.APPROVED, articles)
    assert len(mail.outbox) == 2
