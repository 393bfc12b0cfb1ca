"""Old addresses: one step from where the article is now, whatever was renamed or replaced."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, OldPath
from tests.articles.pages import led_to

SLUGS = ["a", "b", "c", "d"]
DEEDS = ["publish", "publish", "publish", "unpublish", "unpublish", "delete"]


def rename(article: Article, slug: str) -> None:
    article.slug = slug
    article.publish()


def test_every_former_address_leads_to_the_present_one_in_one_step(publish, client):
    article = publish("A")
    for slug in ["b", "c", "a"]:
        rename(article, slug)
    assert [led_to(client, slug) for slug in "abc"] == [200, "/articles/a/", "/articles/a/"]
    assert OldPath.objects.count() == 2  # none of the address that is in use again


def test_another_article_may_take_an_address_that_was_given_up(publish, client):
    rename(publish("First", slug="a"), "b")
    publish("Second", slug="a")
    assert b"Second" in client.get("/articles/a/").content
    assert not OldPath.objects.exists()


def test_an_unpublished_address_is_gone_and_comes_back_as_a_redirect(publish, client):
    article = publish("A")
    article.unpublish()
    assert led_to(client, "a") == 410
    rename(article, "b")
    assert led_to(client, "a") == "/articles/b/"


def test_redirects_stay_in_their_locale(publish, client):
    rename(publish("A", locale="en-gb"), "b")
    assert client.get("/en-gb/articles/a/").url == "/en-gb/articles/b/"
    assert led_to(client, "a") == 404


def test_two_articles_that_swap_names_leave_no_redirect_between_them(publish, client):
    one, two = publish("A"), publish("B")
    rename(one, "c")
    rename(two, "a")
    rename(one, "b")
    assert [led_to(client, slug) for slug in "abc"] == [200, 200, "/articles/b/"]


def test_addresses_handed_over_follow_the_article_that_took_the_place(publish, client):
    first, second, third = publish("A"), publish("B"), publish("C")
    rename(first, "a2")
    first.unpublish(instead=second)
    assert [led_to(client, slug) for slug in ["a", "a2"]] == ["/articles/b/"] * 2
    second.unpublish(instead=third)
    rename(third, "c2")
    assert [led_to(client, slug) for slug in ["a", "a2", "b", "c"]] == ["/articles/c2/"] * 4


def test_addresses_handed_over_outlive_their_article(publish, client):
    first, second = publish("A"), publish("B")
    first.hand_over_addresses(second)
    assert led_to(client, "a") == 200  # its own page, until it is gone
    first.delete()
    assert led_to(client, "a") == "/articles/b/"


def test_an_address_leads_into_the_locale_of_the_article_that_took_the_place(publish, client):
    here, there = publish("A"), publish("B", locale="en-gb")
    here.unpublish(instead=there)
    assert led_to(client, "a") == "/en-gb/articles/b/"
    assert client.get("/en-gb/articles/a/").status_code == 404


def test_an_article_published_in_another_locale_does_not_redirect_to_itself(publish, client):
    article = publish("A")
    article.unpublish()
    article.locale = "en-gb"
    article.publish()
    assert led_to(client, "a") == "/en-gb/articles/a/"


def test_nothing_is_handed_over_to_a_draft_or_to_itself(publish, write, client):
    article, draft = publish("A"), write("B")
    for other in (draft, article):
        with pytest.raises(ValidationError):
            article.unpublish(instead=other)
    assert led_to(client, "a") == 200


def test_a_new_article_does_not_take_an_address_that_leads_elsewhere(publish, write, client):
    rename(publish("Limits"), "card-limits")
    assert write("Limits").slug == "limits-2"
    assert led_to(client, "limits") == "/articles/card-limits/"


class Site:
    """Three articles and what must be true of their addresses."""

    def __init__(self, write) -> None:
        self.articles = [write(f"Title {n}", slug=f"start-{n}") for n in range(3)]
        self.live: dict[int, str] = {}
        self.leads: dict[str, int] = {}

    def publish(self, number: int, slug: str, other: int | None) -> None:
        if any(a.slug == slug for n, a in enumerate(self.articles) if n != number):
            return
        try:
            rename(self.articles[number], slug)
        except ValidationError:
            assert slug in [s for n, s in self.live.items() if n != number]
            self.articles[number].refresh_from_db()
            return
        if number in self.live:
            self.leads[self.live[number]] = number
        self.live[number] = slug
        self.leads.pop(slug, None)

    def unpublish(self, number: int, slug: str, other: int | None) -> None:
        self._leave(number, other, lambda article, instead: article.unpublish(instead))

    def delete(self, number: int, slug: str, other: int | None) -> None:
        self._leave(number, other, self._delete)
        self.articles[number].save()  # written anew
        self.leads = {slug: n for slug, n in self.leads.items() if n != number}

    def _delete(self, article: Article, instead: Article | None) -> None:
        if instead:
            article.hand_over_addresses(instead)
        Article.objects.get(pk=article.pk).delete()
        article._state.fields_cache.clear()
        article.pk, article._state.adding = None, True

    def _leave(self, number: int, other: int | None, deed) -> None:
        others = sorted(n for n in self.live if n != number)
        other = others[other % len(others)] if others and other is not None else None
        deed(self.articles[number], None if other is None else self.articles[other])
        if slug := self.live.pop(number, None):
            self.leads[slug] = number
        if other is not None:
            self.leads = {s: other if n == number else n for s, n in self.leads.items()}

    def expected(self, slug: str) -> str | int:
        if slug in self.live.values():
            return 200
        there = self.live.get(self.leads.get(slug))
        if there:
            return f"/articles/{there}/"
        return 410 if slug in self.leads else 404


@given(
    st.lists(
        st.tuples(
            st.sampled_from(DEEDS),
            st.integers(0, 2),
            st.sampled_from(SLUGS),
            st.sampled_from([0, 1, None]),
        ),
        min_size=6,
        max_size=10,
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_deeds_makes_a_chain_or_a_loop(client, write, steps):
    with transaction.atomic():
        site = Site(write)
        for deed, number, slug, other in steps:
            getattr(site, deed)(number, slug, other)
        answers = {slug: led_to(client, slug) for slug in SLUGS}
        assert answers == {slug: site.expected(slug) for slug in SLUGS}
        assert not OldPath.objects.filter(slug__in=site.live.values()).exists()
        transaction.set_rollback(True)
