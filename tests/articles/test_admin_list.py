"""The list of articles: states, filters, search, bulk deeds, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles import branding, unsaved
from articles.admin import filters
from articles.bulk import CHUNK
from articles.models import Article, PublishedArticle, ViewTotal, VoteReason, VoteTotal
from tests.articles.pages import ADD, LIST, change, page, select, texts, titles

State = Article.State


def messages(response) -> str:
    return " ".join(m.get_text(" ", strip=True) for m in page(response).select(".messagelist li"))


@pytest.fixture
def one_of_each(write, publish) -> dict[str, Article]:
    changed = publish("Changed", "Text.", tags=["a"])
    changed.body = "Other."
    changed.save()
    retagged = publish("Retagged", tags=["a", "b"])
    retagged.set_tags(["a"])
    return {
        "Draft": write("Draft"),
        "Scheduled": write("Scheduled", publish_at=timezone.now() + timedelta(days=1)),
        "Live": publish("Live", "Text.", tags=["b", "A"]),
        "Changed": changed,
        "Retagged": retagged,
    }


def test_the_database_and_the_model_agree_on_every_state(one_of_each):
    for article in Article.objects.all():
        assert article.state_now == article.state, article.title


@pytest.mark.parametrize(
    "field", ["title", "slug", "summary", "body", "pinned", "published_at", "updated_at"]
)
def test_any_field_that_visitors_read_makes_an_article_changed(publish, field):
    article = publish("Title", "Text.")
    value = {"pinned": True}.get(field, timezone.now() if field.endswith("_at") else "other")
    setattr(article, field, value)
    article.save()
    assert Article.objects.all().get().state_now == State.CHANGED
    assert Article.objects.get().state == State.CHANGED
    article.publish()
    assert Article.objects.all().get().state_now == State.LIVE


def test_the_list_says_the_state_of_each_article(at_desk, author, one_of_each):
    rows = page(at_desk(author).get(LIST)).select("#result_list tbody tr")
    said = {
        row.select_one(".field-title").get_text(): row.select_one(".state").get_text()
        for row in rows
    }
    assert said == {
        "Draft": "Draft",
        "Scheduled": "Scheduled",
        "Live": "Live",
        "Changed": "Changed since published",
        "Retagged": "Changed since published",
    }


def test_filters_narrow_the_list_and_nonsense_does_not(at_desk, author, one_of_each):
    desk, everything = at_desk(author), set(one_of_each)
    for asked, found in (
        ("state=draft", {"Draft"}),
        ("state=scheduled", {"Scheduled"}),
        ("state=live", {"Live"}),
        ("state=changed", {"Changed", "Retagged"}),
        ("state=nonsense", everything),
        ("locale=en-gb", set()),
        ("locale=xx", everything),
    ):
        assert set(titles(desk.get(f"{LIST}?{asked}"))) == found, asked


def test_the_articles_of_a_colleague_who_left_are_found(at_desk, author, make_colleague, write):
    leaver = make_colleague("lea", "Authors")
    write("Hers", owner=leaver)
    write("Nobody's")
    desk = at_desk(author)
    assert titles(desk.get(f"{LIST}?owner={leaver.pk}")) == ["Hers"]
    assert titles(desk.get(f"{LIST}?owner=nobody")) == ["Nobody's"]
    assert set(titles(desk.get(f"{LIST}?owner=x"))) == {"Hers", "Nobody's"}
    (of_owner,) = page(desk.get(LIST)).select('details[data-filter-title="owner"]')
    assert texts(of_owner, "li a") == ["All", "lea", "Nobody"]


def test_a_tab_or_category_filter_finds_what_stands_anywhere_below(
    at_desk, author, faq, make_category, write
):
    below = make_category("account", faq)
    deep = make_category("passwords", below)
    other = make_category("docs")
    write("In FAQ")
    write("Deep", category=deep)
    write("Elsewhere", category=other)
    desk = at_desk(author)
    assert set(titles(desk.get(f"{LIST}?tab={faq.pk}"))) == {"In FAQ", "Deep"}
    assert titles(desk.get(f"{LIST}?category={below.pk}")) == ["Deep"]
    assert titles(desk.get(f"{LIST}?tab={faq.pk}&category={other.pk}")) == []


def test_of_hundreds_of_categories_the_filter_offers_two_levels_and_all_of_a_chosen_tab(
    at_desk, author, faq, make_category, write, monkeypatch
):
    monkeypatch.setattr(filters, "MAX_OFFERED", 3)
    below = make_category("account", faq)
    deep = make_category("passwords", below)
    docs = make_category("docs")
    write("Deep", category=deep)
    desk = at_desk(author)
    assert _offered(desk.get(LIST)) == ["All", "Docs", "FAQ", "Account"]
    narrowed = desk.get(f"{LIST}?category={deep.pk}")
    assert titles(narrowed) == ["Deep"]
    assert _offered(narrowed) == ["All", "FAQ", "Account", "Passwords"]
    assert _offered(desk.get(f"{LIST}?tab={docs.pk}")) == ["All", "Docs"]


def _offered(response) -> list[str]:
    """Return the categories that the list can be narrowed to."""
    (of_category,) = page(response).select('details[data-filter-title="category"]')
    return [link.get_text(strip=True) for link in of_category.select("li a")]


@pytest.mark.parametrize("asked", ["title=%00", "body__regex=(", "owner__password__startswith=p"])
def test_the_address_asks_nothing_by_field_names(at_desk, author, write, asked):
    write("Title")
    assert at_desk(author).get(f"{LIST}?{asked}").status_code == 400


@pytest.mark.parametrize(
    "question", ["%00", "%ff", "-" * 33, "9" * 400, "%F0%9F%92%A9", "' OR 1=1"]
)
def test_no_question_breaks_the_list(at_desk, author, publish, question):
    publish("Title", "Text.")
    assert at_desk(author).get(f"{LIST}?q={question}").status_code == 200


def test_search_finds_drafts_by_title_text_slug_and_tag(at_desk, author, write):
    write("Alpha", "first text", slug="one")
    write("Beta", "second", slug="two", tags=["gamma"])
    desk = at_desk(author)
    for question, found in [
        ("alph", "Alpha"),
        ("SECOND", "Beta"),
        ("two", "Beta"),
        ("gamma", "Beta"),
    ]:
        assert titles(desk.get(f"{LIST}?q={question}")) == [found], question


def test_views_are_shown_and_sorted_by(at_desk, author, publish):
    for title, views in [("Few", 7), ("Many", 12_345), ("None", 0)]:
        article = publish(title)
        if views:
            ViewTotal.objects.create(article=article, views=views)
    response = at_desk(author).get(f"{LIST}?o=-6")
    assert titles(response) == ["Many", "Few", "None"]
    shown = [cell.get_text() for cell in page(response).select("td.field-views")]
    assert shown == ["12,345", "7", ""]


@pytest.fixture
def with_all(publish) -> Article:
    """A translation in review, with everything that its form shows."""
    source = publish("Other", "See [it](/articles/title/).")
    article = publish(
        "Title", "See [other](/articles/other/).", tags=["a", "b"], translation_of=source,
        locale="en-gb",
    )  # fmt: skip
    article.body = "Other."
    article.submit("Please look")
    VoteTotal.objects.create(article=article, helpful=1, unhelpful=1)
    VoteReason.objects.create(article=article, day=timezone.localdate(), text="Why")
    return article


@pytest.mark.parametrize("group", ["Authors", "Reviewers", "Publishers", "Administrators", None])
def test_a_process_that_knows_nothing_yet_opens_list_and_form_in_nine_queries(
    at_desk, make_colleague, admin_user, with_all, group, django_assert_max_num_queries
):
    user = make_colleague("cleo", group) if group else admin_user
    unsaved.keep(user, with_all.pk, "0" * 16, {"title": "Typed"}, timezone.now())
    desk = at_desk(user)
    for address in (LIST, f"{LIST}?state=changed", change(with_all), ADD):
        ContentType.objects.clear_cache()
        branding.forget()
        with django_assert_max_num_queries(9):
            assert desk.get(address).status_code == 200, address


@pytest.mark.parametrize("articles", [1, 40])
def test_the_list_takes_a_fixed_number_of_queries_and_loads_no_text(
    at_desk, publisher, publish, make_category, django_assert_max_num_queries, articles
):
    for number in range(articles):
        category = make_category(f"c{number}")
        publish(f"Title {number}", "SECRET", tags=[f"t{number}"], category=category)
    desk = at_desk(publisher)
    with django_assert_max_num_queries(9) as queries:
        assert len(titles(desk.get(LIST))) == articles
    list_query = [q["sql"] for q in queries.captured_queries if "state_now" in q["sql"]]
    assert list_query
    assert not any('"articles_article"."body",' in sql for sql in list_query)


# Bulk deeds ---------------------------------------------------------------------------------------


def test_bulk_publish_publishes_what_is_not_live_and_says_how_many(
    at_desk, publisher, one_of_each, client
):
    untouched = PublishedArticle.objects.get(title="Live")
    answer = select(at_desk(publisher), "publish_selected", one_of_each.values())
    assert messages(answer) == "4 articles published."
    assert {a.state for a in Article.objects.all()} == {State.LIVE}
    assert client.get("/articles/draft/").status_code == 200
    history = Article.objects.get(title="Live").history
    assert history.filter(history_change_reason="Published").count() == 1
    assert PublishedArticle.objects.get(title="Live").updated_at == untouched.updated_at
    assert Article.objects.get(title="Draft").history.first().history_user == publisher


def test_bulk_unpublish_takes_the_live_ones_down_and_says_how_many(at_desk, publisher, one_of_each):
    answer = select(at_desk(publisher), "unpublish_selected", one_of_each.values())
    assert messages(answer) == "3 articles unpublished."
    assert not PublishedArticle.objects.exists()


def test_one_article_that_cannot_be_published_keeps_all_unpublished(
    at_desk, publisher, write, publish
):
    live = publish("Live", slug="here")
    Article.objects.filter(pk=live.pk).update(slug="moved")
    fine, taken = write("Fine"), write("Taken", slug="here")
    answer = select(at_desk(publisher), "publish_selected", [fine, taken])
    assert messages(answer) == "Nothing was changed. Taken: “Live” is live at this address."
    assert PublishedArticle.objects.get().article == live


def test_an_author_has_no_bulk_deeds(at_desk, author, write):
    article = write("Title")
    desk = at_desk(author)
    offered = [o["value"] for o in page(desk.get(LIST)).select("select[name=action] option")]
    assert "publish_selected" not in offered
    select(desk, "publish_selected", [article])
    assert not PublishedArticle.objects.exists()


def test_more_articles_than_two_chunks_are_published_at_once(at_desk, publisher, faq):
    count = 2 * CHUNK + 1
    Article.objects.bulk_create(
        Article(title=f"T {n}", slug=f"t-{n}", body="Text.", category=faq) for n in range(count)
    )
    answer = select(
        at_desk(publisher), "publish_selected", Article.objects.all()[:1], select_across="1"
    )
    assert messages(answer) == f"{count} articles published."
    assert PublishedArticle.objects.count() == count


# Deleting -----------------------------------------------------------------------------------------


def test_deleting_names_the_articles_and_removes_them_from_the_site(
    at_desk, publisher, publish, client
):
    article = publish("Title", "One.\n\nTwo.")
    desk = at_desk(publisher)
    asked = desk.get(f"{LIST}{article.pk}/delete/")
    assert "Passage" not in asked.content.decode()
    assert desk.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 302
    assert client.get("/articles/title/").status_code == 410
    assert not Article.objects.exists()


def test_an_author_who_may_delete_drafts_cannot_delete_what_is_live(
    at_desk, author, write, publish
):
    from django.contrib.auth.models import Permission

    author.user_permissions.add(Permission.objects.get(codename="delete_article"))
    draft, live = write("Draft"), publish("Live")
    desk = at_desk(author)
    assert desk.post(f"{LIST}{live.pk}/delete/", {"post": "yes"}).status_code == 403
    select(desk, "delete_selected", [draft, live])
    assert Article.objects.count() == 2  # one of them may not go, so none goes
    assert desk.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Article.objects.get() == live
