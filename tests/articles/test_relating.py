"""Which articles a page names as related: those about the same, from both sides, none hidden."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import relating
from articles.models import Subject
from tests.articles.pages import texts

FILLER = ("Export reports", "Invite people", "Close the year", "Bank holidays", "Office plants")


@pytest.fixture
def shop(publish):
    """Articles about passports, and others that share no more with them than small words."""
    for title in FILLER:
        publish(title, f"How this works in the app.\n\n## What to do with {title.lower()}")
    publish("Renew a passport", "How this works in the app.", tags=["passport"])
    publish("My passport was stolen", "Renew it.", slug="stolen")


def related(see, slug: str) -> list[str]:
    return texts(see(f"/articles/{slug}/"), ".related li")


def test_articles_about_the_same_name_each_other_and_others_do_not(see, shop):
    assert related(see, "stolen") == ["Renew a passport"]
    assert related(see, "renew-a-passport") == ["My passport was stolen"]
    assert related(see, "office-plants") == []


def test_an_older_article_names_a_newer_one_without_being_written(see, shop, publish):
    before = list(Subject.objects.order_by("pk").values_list("pk", "related"))
    publish("Passport photo", "Renew.", slug="photo")
    assert "Passport photo" in related(see, "stolen")
    assert list(Subject.objects.order_by("pk").values_list("pk", "related"))[:-1] == before


def test_one_that_is_hidden_or_over_or_of_another_locale_is_not_named(see, shop, publish):
    publish("Passport abroad", locale="en-gb")
    over = publish("Passport offer", expire_at=timezone.now() - timedelta(hours=1))
    gone = publish("Passport fees")
    assert sorted(related(see, "stolen")) == ["Passport fees", "Renew a passport"]
    gone.unpublish()
    assert related(see, "stolen") == ["Renew a passport"]
    over.expire_at = None
    over.publish()
    assert "Passport offer" in related(see, "stolen")


def test_what_an_article_is_about_follows_its_text(see, shop, publish):
    article = publish("Visa fees", slug="visa")
    assert related(see, "visa") == []
    article.title = "Passport fees"
    article.publish()
    assert "Passport fees" in related(see, "stolen")


def test_an_import_relates_what_it_brings(see, db, tmp_path):
    for name in ("Renew a passport", "Passport stolen", *FILLER):
        (tmp_path / f"{name.replace(' ', '-').lower()}.md").write_text(f"# {name}\n\nText.")
    call_command("import_articles", str(tmp_path), "--publish", stdout=StringIO())
    assert related(see, "passport-stolen") == ["Renew a passport"]


def test_rebuilding_relates_everything_again(see, shop):
    Subject.objects.all().delete()
    assert related(see, "stolen") == []
    call_command("rebuild_articles", stdout=StringIO())
    assert related(see, "stolen") == ["Renew a passport"]


@pytest.mark.parametrize(
    "title", ["it's \\ a 'test' & | ! <->", "%s %(x)s {}", "日本の旅券", "12", "…"]
)
def test_any_title_can_be_related(publish, title):
    for n in range(2):
        publish(title, title, slug=f"a-{n}")
    assert Subject.objects.count() == 2


def test_relating_is_one_statement_however_many_share_a_word(publish, monkeypatch):
    """A word that too many hold is dropped, so the work for one article is bounded."""
    monkeypatch.setattr(relating, "RELATE", relating.RELATE.replace(str(relating.MAX_HOLDERS), "3"))
    articles = [publish(f"Passport number{n}", slug=f"a-{n}") for n in range(6)]
    with CaptureQueriesContext(connection) as queries:
        relating.relate([article.pk for article in articles])
    assert len(queries) == 1
    assert set(map(tuple, Subject.objects.values_list("related", flat=True))) == {()}


@pytest.mark.django_db(transaction=True)
def test_relating_waits_for_nobody_who_publishes(shop):
    """Else a rebuild and a publisher of several articles could wait for each other."""
    ids = list(Subject.objects.order_by("pk").values_list("pk", flat=True))
    Subject.objects.update(related=[])

    def rebuild():
        relating.relate(ids)
        connection.close()

    with transaction.atomic():
        Subject.objects.select_for_update().get(pk=ids[-1])
        rebuilding = threading.Thread(target=rebuild)
        rebuilding.start()
        rebuilding.join(10)
        assert not rebuilding.is_alive()
    related = dict(Subject.objects.values_list("pk", "related"))
    assert related[ids[-1]] == []
    assert related[ids[-2]] == [ids[-1]]
