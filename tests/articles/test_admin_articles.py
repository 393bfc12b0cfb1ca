"""The form of an article, through the admin's own pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, PublishedArticle
from tests.articles.pages import ADD, change, errors, page, submit, texts


@pytest.fixture
def live(publish) -> Article:
    return publish("Old title", "Old text.", tags=["old"], summary="Old.")


def write_new(client, faq, button="_save", **changes):
    return submit(
        client,
        ADD,
        button,
        **{"title": "A question", "body": "Text.", "category": faq.pk} | changes,
    )


def test_save_keeps_a_draft_that_no_visitor_reads(at_desk, author, faq, client):
    answer = write_new(at_desk(author), faq)
    article = Article.objects.get()
    assert (answer.status_code, answer.url) == (302, change(article))
    assert (article.slug, article.body, article.owner) == ("a-question", "Text.", author)
    assert client.get("/articles/a-question/").status_code == 404


def test_a_site_without_categories_says_where_to_add_the_first(at_desk, publisher, make_category):
    desk, hint = at_desk(publisher), "#id_category_helptext a"
    link = page(desk.get(ADD)).select_one(hint)
    assert "Add category" in desk.get(link["href"]).content.decode()
    make_category("faq")
    assert page(desk.get(ADD)).select_one(hint) is None


def test_saving_says_when_visitors_will_read_it(at_desk, publisher, faq):
    desk = at_desk(publisher)
    write_new(desk, faq)
    form = change(Article.objects.get())
    assert texts(page(desk.get(form)), ".messagelist li") == [
        "Saved. Visitors see no change until it is published."
    ]
    submit(desk, form, publish_at_0="2099-01-02", publish_at_1="15:04:00")
    assert texts(page(desk.get(form)), ".messagelist li") == [
        "Saved. It is published by itself at Jan 2, 2099, 3:04 PM."
    ]
    submit(desk, form, "_publish", publish_at_0="", publish_at_1="")
    submit(desk, form, pinned="")
    assert texts(page(desk.get(form)), ".messagelist li") == ["Saved. Visitors read exactly this."]


def test_publish_saves_and_publishes_in_one_version(at_desk, publisher, faq, client):
    write_new(at_desk(publisher), faq, "_publish", tags="billing, first steps")
    article = Article.objects.get()
    assert client.get("/articles/a-question/").status_code == 200
    version = article.history.get()
    assert version.history_change_reason == "Published"
    assert version.history_user == publisher
    assert version.tag_names == ["billing", "first steps"]


def test_saving_a_live_article_changes_nothing_that_visitors_read(at_desk, author, live, client):
    before = client.get(live.get_absolute_url()).content
    submit(at_desk(author), change(live), title="New", body="New.", summary="New.", tags="new")
    live.refresh_from_db()
    assert live.title == "New"
    assert client.get("/articles/old-title/").content == before


def test_each_deed_leaves_exactly_one_version(at_desk, publisher, live):
    desk = at_desk(publisher)
    deeds = [("_save", "One."), ("_publish", "Two."), ("_unpublish", "Three.")]
    for number, (button, body) in enumerate(deeds, live.history.count() + 1):
        submit(desk, change(live), button, body=body, change_note="Why")
        assert live.history.count() == number
    newest = live.history.order_by("-history_id")[:3]
    assert [v.history_change_reason for v in newest] == ["Unpublished", "Published", None]
    assert [v.body for v in newest] == ["Three.", "Two.", "One."]
    assert {v.history_user for v in newest} == {publisher}
    assert all(v.tag_names == ["old"] for v in newest)


def test_saving_without_a_change_leaves_no_version(at_desk, author, write):
    article = write("Title", "One\n\ntwo\n", tags=["a b"])
    count = article.history.count()
    answer = submit(at_desk(author), change(article))
    assert answer.status_code == 302
    assert article.history.count() == count


def test_unpublish_takes_the_page_away_and_keeps_the_text(at_desk, publisher, live, client):
    submit(at_desk(publisher), change(live), "_unpublish", body="Later.")
    live.refresh_from_db()
    assert live.body == "Later."
    assert client.get("/articles/old-title/").status_code == 410


@pytest.mark.parametrize("button", ["_publish", "_unpublish"])
def test_an_author_cannot_publish_or_unpublish(at_desk, author, live, button):
    desk = at_desk(author)
    buttons = {b.get("name") for b in page(desk.get(change(live))).select("[type=submit]")}
    assert buttons >= {"_save"}
    assert button not in buttons
    assert submit(desk, change(live), button, body="Mine.").status_code == 403
    live.refresh_from_db()
    assert live.body == "Old text."


def test_an_author_cannot_schedule_either(at_desk, author, write):
    article = write("Title")
    tomorrow = timezone.now() + timedelta(days=1)
    submit(
        at_desk(author), change(article), body="x",
        publish_at_0=f"{tomorrow:%Y-%m-%d}", publish_at_1="10:00:00",
    )  # fmt: skip
    article.refresh_from_db()
    assert (article.body, article.publish_at) == ("x", None)


def test_a_reader_sees_the_text_and_can_save_nothing(at_desk, reader, live):
    desk = at_desk(reader)
    response = desk.get(change(live))
    assert "Old text." in response.content.decode()
    assert not page(response).select("#article_form [type=submit]")
    assert desk.post(change(live), {"title": "x", "_save": "1"}).status_code == 403


def test_the_banner_says_what_visitors_see_now(at_desk, publisher, write):
    article = write("Title", "Text.")
    desk = at_desk(publisher)

    def banner() -> str:
        return page(desk.get(change(article))).select_one(".desk-banner").get_text(" ", strip=True)

    assert banner() == "Draft Visitors cannot read this article."
    submit(desk, change(article), "_publish")
    assert banner().startswith("Live Visitors read exactly this.")
    submit(desk, change(article), body="Changed.")
    assert banner().startswith("Changed since published Visitors still read the text of")
    assert page(desk.get(change(article))).select_one('.desk-banner a[href$="/difference/"]')


def test_view_on_site_leads_to_the_page_and_only_when_there_is_one(at_desk, publisher, live, write):
    desk = at_desk(publisher)
    submit(desk, change(live), slug="renamed")
    link = page(desk.get(change(live))).select_one(".desk-look")
    assert link["href"] == "/articles/old-title/"  # not published under the new slug yet
    assert not page(desk.get(change(write("Draft")))).select(".desk-look")


def test_dates_that_nobody_touched_keep_their_fractions_of_a_second(at_desk, publisher, live):
    before = (live.published_at, live.updated_at)
    assert before[0].microsecond
    submit(at_desk(publisher), change(live), summary="New summary.")
    live.refresh_from_db()
    assert (live.published_at, live.updated_at) == before


def test_publishing_a_changed_text_from_the_form_moves_updated_on(at_desk, publisher, live):
    before = live.updated_at
    submit(at_desk(publisher), change(live), "_publish", body="New text.", change_note="Why")
    live.refresh_from_db()
    assert live.updated_at > before
    assert live.published_at == before


@pytest.mark.parametrize("form", ["add", "change"])
def test_a_picture_at_a_relative_address_is_not_told_as_a_missing_article(
    at_desk, author, write, form
):
    desk, article = at_desk(author), write("Pasted", "![Menu](img/menu.png)")
    address = change(article) if form == "change" else ADD
    assert desk.get(f"{address}img/menu.png", follow=True).status_code == 404
    assert not texts(page(desk.get(address)), ".messagelist li")


def test_line_ends_of_a_browser_are_not_a_change(at_desk, publisher, publish):
    article = publish("Title", "One\n\n    code\n\ntwo\n\n")
    submit(at_desk(publisher), change(article))
    article.refresh_from_db()
    assert article.body == "One\n\n    code\n\ntwo\n\n"
    assert not article.differs_from_published()


def test_an_expiry_date_of_a_live_article_holds_at_once(at_desk, publisher, live):
    submit(
        at_desk(publisher), change(live), expire_at_0="2099-01-02", expire_at_1="03:04:05"
    )  # fmt: skip
    assert PublishedArticle.objects.get(article=live).expire_at.year == 2099


# Errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ("\N{PARTY POPPER}", "needs a letter or a digit"),
        ("ok, !!!", "needs a letter or a digit"),
        ("x" * 101, "too long"),
        ("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20, "too long"),
        ("a\x00b", "Null characters"),
    ],
)
def test_an_unusable_tag_is_a_form_error(at_desk, author, faq, tags, said):
    answer = write_new(at_desk(author), faq, tags=tags)
    assert answer.status_code == 200
    assert said in errors(answer)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("Foo, foo", ["Foo"]),
        ("two words, one", ["one", "two words"]),
        (' "quoted" ,, spaces  inside ', ['"quoted"', "spaces inside"]),
        ("日本語, naïve", ["naïve", "日本語"]),
    ],
)
def test_tags_are_words_between_commas(at_desk, publisher, faq, client, tags, names):
    assert write_new(at_desk(publisher), faq, "_publish", tags=tags).status_code == 302
    article = Article.objects.get()
    assert sorted(article.tags.names()) == names
    for slug in article.tags.values_list("slug", flat=True):
        assert client.get(f"/tags/{slug}/").status_code == 200


def test_a_tag_in_other_letters_is_the_tag_that_exists(at_desk, author, write, faq):
    write("First", tags=["Billing"])
    write_new(at_desk(author), faq, tags="billing")
    assert list(Article.objects.get(title="A question").tags.names()) == ["Billing"]


def test_a_slug_that_another_article_has_is_an_error_beside_the_slug(at_desk, author, write, faq):
    write("First", slug="taken")
    answer = write_new(at_desk(author), faq, slug="taken")
    assert errors(answer) == "“First” has this address already."
    in_another_locale = write_new(at_desk(author), faq, slug="taken", locale="en-gb")
    assert in_another_locale.status_code == 302


def test_the_old_address_of_a_renamed_live_article_is_taken_too(at_desk, publisher, live, faq):
    desk = at_desk(publisher)
    submit(desk, change(live), slug="renamed")
    assert "Old title" in errors(write_new(desk, faq, slug="old-title"))
    write_new(desk, faq, title="Old title")
    assert Article.objects.get(title="Old title", published=None).slug == "old-title-2"


@pytest.mark.parametrize("slug", ["größe-ändern", "パスワード", "a_b-c"])
def test_a_slug_may_be_in_any_script(at_desk, publisher, faq, client, slug):
    write_new(at_desk(publisher), faq, "_publish", slug=slug)
    assert client.get(f"/articles/{slug}/").status_code == 200


@pytest.mark.parametrize("slug", ["a/b", "a b", "x" * 201, "a\x00b", "<script>"])
def test_an_unusable_slug_is_a_form_error(at_desk, author, faq, slug):
    answer = write_new(at_desk(author), faq, slug=slug)
    assert answer.status_code == 200
    assert errors(answer)


def test_an_emptied_slug_is_made_from_the_title_again(at_desk, author, write):
    article = write("Title", slug="odd")
    submit(at_desk(author), change(article), slug="", title="A better title")
    article.refresh_from_db()
    assert article.slug == "a-better-title"


def test_an_expiry_before_the_publication_is_a_form_error(at_desk, publisher, faq):
    dates = {"publish_at_0": "2099-01-02", "publish_at_1": "00:00:00",
             "expire_at_0": "2099-01-01", "expire_at_1": "00:00:00"}  # fmt: skip
    assert "must expire after it is published" in errors(
        write_new(at_desk(publisher), faq, **dates)
    )


def test_a_translation_of_itself_or_in_the_same_locale_is_a_form_error(at_desk, author, write):
    article, other = write("One"), write("Two")
    desk = at_desk(author)
    assert "itself" in errors(submit(desk, change(article), translation_of=article.pk))
    assert "same locale" in errors(submit(desk, change(article), translation_of=other.pk))


def test_a_title_with_nul_is_a_form_error(at_desk, author, faq):
    assert "Null characters" in errors(write_new(at_desk(author), faq, title="a\x00b"))


def test_a_body_over_the_limit_is_a_form_error(at_desk, author, faq):
    answer = write_new(at_desk(author), faq, body="x" * 500_001)
    assert "at most 500000 characters" in errors(answer)


def test_the_form_leads_to_where_visitors_read_the_article_now(at_desk, author, publish):
    article = publish("Title", slug="old")
    article.slug = "new"
    article.save()
    form = page(at_desk(author).get(change(article)))
    assert form.find("a", string="View on site")["href"] == "/articles/old/"


def test_only_what_visitors_could_read_tells_of_views_votes_and_its_links(
    at_desk, author, write, publish
):
    gone = publish("Gone")
    gone.unpublish()
    heads = {
        article.title: texts(page(at_desk(author).get(change(article))), ".module h2, h3")
        for article in (write("Draft"), gone, publish("Live"))
    }
    read = ["Views", "Was this helpful?"]
    said = {
        title: [head for head in shown if head in read or head.startswith("What the live")]
        for title, shown in heads.items()
    }
    assert said == {"Draft": [], "Gone": read, "Live": ["What the live article links to 0", *read]}
