"""`rebuild_articles` renders, splits and indexes what is published, and changes nothing else."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Passage, PublishedArticle
from tests.articles.turns import overtaken

pytestmark = pytest.mark.django_db


def rebuild() -> str:
    out = StringIO()
    call_command("rebuild_articles", stdout=out)
    return out.getvalue()


def test_page_and_passages_are_made_again(publish):
    article = publish("Title", "## Heading\n\nSome words to find.", tags=["a"])
    page = PublishedArticle.objects.values().get()
    passages = list(Passage.objects.values("position", "heading", "anchor", "text", "vector"))
    PublishedArticle.objects.update(html="old", contents=[], opening="old", reading_minutes=9)
    Passage.objects.all().delete()
    assert "1 article rebuilt." in rebuild()
    assert PublishedArticle.objects.values().get() == page
    assert (
        list(Passage.objects.values("position", "heading", "anchor", "text", "vector")) == passages
    )
    assert article.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_somebody_publishes_meanwhile_is_not_overwritten(publish):
    article = publish("Title", "Old.")
    article.body = "New."
    overtaken(article.publish, lambda: PublishedArticle.rebuild_if_there(article.pk))
    assert PublishedArticle.objects.get().body == "New."


def test_the_working_copy_is_not_published_by_it(publish):
    article = publish("Title", "Live")
    article.body = "Secret"
    article.save()
    rebuild()
    assert "Secret" not in PublishedArticle.objects.get().html
    assert Article.objects.get().state == Article.State.CHANGED


def test_the_tab_follows_a_category_that_moved_in_the_database(publish, faq, make_category):
    publish("Title", "Text")
    news = make_category("news")
    type(faq).objects.filter(pk=faq.pk).update(parent=news)
    rebuild()
    assert PublishedArticle.objects.get().tab == news


def test_a_second_run_changes_nothing(publish):
    publish("Title", "Text")
    rebuild()
    before = PublishedArticle.objects.values().get()
    rebuild()
    assert PublishedArticle.objects.values().get() == before


def test_an_article_that_fails_does_not_keep_the_others_back(publish, monkeypatch):
    publish("One", "Text")
    publish("Two", "Text")
    PublishedArticle.objects.update(html="old")
    write_page = PublishedArticle.write_page

    def fails(self):
        if self.title == "One":
            raise RuntimeError("broken")
        write_page(self)

    monkeypatch.setattr(PublishedArticle, "write_page", fails)
    with pytest.raises(CommandError, match="1 article failed"):
        rebuild()
    assert [page.html == "old" for page in PublishedArticle.objects.order_by("title")] == [
        True,
        False,
    ]
