"""The form of a publication set, and adding articles from the list: only while the set is open."""

from __future__ import annotations

import pytest

from articles import publication_sets, trash
from articles.admin.sets import SetItemForm
from articles.models import Article, AuditEntry, PublicationSet, SetItem
from articles.models.sets import MAX_ITEMS
from tests.articles.pages import LIST, errors, fields, page, submit, texts
from tests.articles.sets import SETS, check, make, press
from tests.articles.turns import overtaken

SET_FORM = "#publicationset_form"
State = PublicationSet.State


def test_a_set_is_made_in_the_form_with_addresses_as_they_are_pasted(at_desk, editor, write):
    article, other = write("Article", "Text."), write("Other", "Text.")
    desk = at_desk(editor)
    items = {"items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0",
             "items-0-deed": "publish", "items-0-article": article.pk, "items-0-old_slug": "x",
             "items-1-deed": "redirect", "items-1-article": other.pk,
             "items-1-old_slug": "https://help.example.com/articles/old-name/?x#y"}  # fmt: skip
    answer = submit(desk, f"{SETS}add/", _form=SET_FORM, name="Spring", **items)
    one = PublicationSet.objects.get()
    assert answer.url == check(one)
    assert one.made_by_name == editor.username
    assert list(one.items.values_list("deed", "article", "old_slug")) == [
        ("publish", article.pk, ""),
        ("redirect", other.pk, "old-name"),
    ]
    for bad in ("", "a b", "x" * 201, "a\x00b"):
        answer = submit(desk, f"{SETS}add/", _form=SET_FORM, name="Bad",
                        **items | {"items-1-old_slug": bad})  # fmt: skip
        assert errors(answer), bad
    twice = items | {"items-1-deed": "unpublish", "items-1-article": article.pk}
    answer = submit(desk, f"{SETS}add/", _form=SET_FORM, name="Bad", **twice)
    assert errors(answer) == "This article is in the set already."


def asked(desk, articles) -> tuple[str, dict]:
    """Choose articles in the list to add to a set; return where the page sends its form, and it."""
    chosen = {"action": "add_to_set_selected", "_selected_action": [a.pk for a in articles]}
    sent = fields(desk.post(LIST, chosen), "#content-main form")
    return f"{LIST}bulk/add_to_set/", sent | {"_apply": "1"}


def test_chosen_articles_are_added_to_a_new_set_or_to_one_that_is_open(at_desk, editor, publish):
    _other, *articles = [publish("Other"), publish("One"), publish("Two")]
    desk = at_desk(editor)
    address, sent = asked(desk, articles)
    assert "name a new one" in errors(desk.post(address, sent))
    desk.post(address, sent | {"name": "Autumn", "what": "publish"})
    one = PublicationSet.objects.get(name="Autumn")
    desk.post(address, sent | {"set": one.pk, "what": "unpublish"})
    assert list(one.items.values_list("deed", flat=True)) == ["unpublish"] * 2
    record = AuditEntry.objects.filter(title="Publication set: Autumn").order_by("id")
    assert list(record.values_list("deed", "user_name", "comment")) == [
        ("added", "petra", "Publish: One, Two"),
        ("changed", "petra", "Unpublish: One, Two"),
    ]
    publication_sets.publish(one, None)
    answer = desk.post(address, sent | {"set": one.pk})
    assert errors(answer)  # closed, and the articles have new versions
    assert one.items.count() == 2


def fill(one: PublicationSet, faq, count: int) -> list[Article]:
    """Put so many new articles into a set."""
    articles = Article.objects.bulk_create(
        Article(title=f"Title {n}", slug=f"title-{n}", category=faq) for n in range(count)
    )
    SetItem.objects.bulk_create(SetItem(publication_set=one, article=new) for new in articles)
    return articles


def test_a_full_set_takes_no_more_and_its_form_can_be_sent(at_desk, editor, write, faq, settings):
    one, desk = make(("publish", write("Title"))), at_desk(editor)
    sent = len(fields(desk.get(f"{SETS}{one.pk}/change/"), SET_FORM))
    of_an_item = len(SetItemForm.Meta.fields) + len(["id", "publication_set", "DELETE"])
    assert sent + MAX_ITEMS * of_an_item < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    there = fill(one, faq, MAX_ITEMS - 1)
    for articles, said in ((there[:2], ""), ([write("More")], "A set holds 400 items at most.")):
        address, sent = asked(desk, articles)
        answer = desk.post(address, sent | {"set": one.pk, "what": "unpublish"}, follow=True)
        assert errors(answer) == said
    assert one.items.count() == MAX_ITEMS


def test_the_form_of_a_large_set_is_opened_with_few_queries(
    at_desk, editor, faq, django_assert_max_num_queries
):
    one, desk = make(), at_desk(editor)
    fill(one, faq, 30)
    desk.get(f"{SETS}{one.pk}/change/")  # what a process reads once
    with django_assert_max_num_queries(8):
        desk.get(f"{SETS}{one.pk}/change/")


def test_the_article_of_an_item_is_read_and_chosen_again_only_where_it_is_lost(
    at_desk, editor, write
):
    there, other, binned, lost = map(write, ("There", "Other", "Binned", "Lost"))
    one, desk = make(*[("publish", article) for article in (there, binned, lost)]), at_desk(editor)
    trash.delete(binned.pk)
    lost.delete()
    form = page(desk.get(f"{SETS}{one.pk}/change/"))
    cells = form.select("tr.has_original .field-article")
    told = [cell.get_text(strip=True) for cell in cells[:2]]
    assert told == ["There · Draft · FAQ", "Binned · Deleted · FAQ"]
    assert [link["href"] for link in form.select(".field-article a")] == [
        f"{LIST}{there.pk}/change/"
    ]
    choices = [choice["name"] for choice in form.select("select.admin-autocomplete")]
    assert choices == ["items-2-article", "items-3-article", "items-__prefix__-article"]
    chosen = {"items-0-article": other.pk, "items-2-article": other.pk}
    submit(desk, f"{SETS}{one.pk}/change/", _form=SET_FORM, **chosen)
    assert [item.article for item in one.items.all()] == [there, binned, other]


def test_a_set_and_its_check_call_what_happens_to_an_article_an_action(at_desk, editor, spring):
    path = f"/admin/articles/publicationset/{spring.pk}/"
    for name in ("change", "check"):
        assert "Action" in texts(page(at_desk(editor).get(f"{path}{name}/")), "thead th"), name


def test_who_may_not_publish_may_look_and_press_nothing(at_desk, make_staff, author, spring):
    looker = make_staff("lena", ["view_publicationset", "view_article"])
    desk = at_desk(looker)
    assert desk.get(check(spring)).status_code == 200
    for button in ("_publish", "_schedule", "_unschedule", "_roll_back", ""):
        assert desk.post(check(spring), {button: "1"}).status_code == 403
    for address in ("change", "delete"):
        assert desk.post(f"{SETS}{spring.pk}/{address}/", {"post": "yes"}).status_code == 403
    assert at_desk(author).get(check(spring)).status_code == 403
    assert at_desk(author).post(f"{LIST}bulk/add_to_set/", {}).status_code == 403


def test_what_is_scheduled_or_live_is_not_changed(at_desk, editor, spring):
    desk = at_desk(editor)
    press(desk, spring, "_schedule", when="2099-01-02T03:04")
    form = page(desk.get(f"{SETS}{spring.pk}/change/"))
    assert not form.select("[name=_save], [name$=old_slug]")
    assert texts(form, ".object-tools a")[0] == "Check and schedule"
    assert desk.post(f"{SETS}{spring.pk}/delete/", {"post": "yes"}).url == check(spring)
    press(desk, spring, "_unschedule")
    assert page(desk.get(f"{SETS}{spring.pk}/change/")).select("[name=_save]")


def test_a_form_of_a_set_that_is_gone_leads_back(at_desk, editor, spring):
    desk, address = at_desk(editor), f"{SETS}{spring.pk}/change/"
    opened = fields(desk.get(address), SET_FORM)
    spring.delete()
    assert desk.post(address, opened).status_code == 302


def test_the_schedule_says_its_time_zone(at_desk, editor, spring, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    desk = at_desk(editor)
    labels = texts(page(desk.get(check(spring))), ".desk-field label")
    assert labels == ["Publish at (Europe/Berlin)"]
    press(desk, spring, "_schedule", when="2099-01-02T03:04")
    (listed,) = texts(page(desk.get(SETS)), ".field-moment")
    assert listed.replace("\u202f", " ") == "Jan 2, 2099, 3:04 AM"
    (banner,) = texts(page(desk.get(check(spring))), ".desk-banner")
    assert "on Jan 2, 2099, 3:04 AM CET, with" in banner.replace("\u202f", " ")


@pytest.mark.parametrize("change", ["an item", "another deed", "the schedule"])
def test_a_page_that_is_older_than_the_set_does_nothing(at_desk, editor, spring, write, change):
    desk = at_desk(editor)
    sent = fields(desk.get(check(spring)), "form.module")
    if change == "an item":
        SetItem.objects.create(publication_set=spring, article=write("Embargo"))
    elif change == "another deed":
        spring.items.filter(deed="unpublish").update(deed="publish")
    else:
        press(desk, spring, "_schedule", when="2099-01-02T03:04")
    spring.refresh_from_db()
    before = (spring.version, Article.objects.live().count())
    for button in ("_publish", "_schedule", "_unschedule", "_roll_back"):
        pressed = sent | {button: "1", "when": "2099-12-31T23:59"}
        said = texts(page(desk.post(check(spring), pressed, follow=True)), ".messagelist li")
        assert said == ["Nothing was done: the set was changed since you opened it. Look again."]
    spring.refresh_from_db()
    assert (spring.version, Article.objects.live().count()) == before


@pytest.mark.parametrize("when", ["", "x\x00", "2020-01-01T00:00", "99999-01-01T00:00"])
def test_nonsense_schedules_nothing(at_desk, editor, spring, when):
    answer = at_desk(editor).post(check(spring), {"_schedule": "1", "when": when})
    assert answer.status_code in (200, 302)
    spring.refresh_from_db()
    assert spring.state == State.PREPARED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["change", "delete"])
def test_a_set_that_goes_live_while_its_form_is_sent_is_not_changed(
    at_desk, editor, spring, address
):
    desk, url = at_desk(editor), f"{SETS}{spring.pk}/{address}/"
    sent = fields(desk.get(url), "#content form") | {"name": "Renamed"}
    answer = overtaken(
        lambda: publication_sets.publish(spring, editor), lambda: desk.post(url, sent, follow=True)
    )
    assert answer.redirect_chain == [(check(spring), 302)]
    assert texts(page(answer), ".messagelist .error") == [
        "Nothing was changed: “Spring” was scheduled or published in the meantime."
    ]
    assert (PublicationSet.objects.get().name, PublicationSet.objects.get().state) == (
        "Spring", State.PUBLISHED,
    )  # fmt: skip
    assert press(desk, spring, "_roll_back").startswith("Rolled back.")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_set_that_goes_live_meanwhile(at_desk, editor, spring, write):
    # One that the set publishes: who publishes waits for it while this waits for the set.
    added, there = write("Added"), spring.items.get(article__title="Announcement", deed="publish")
    desk = at_desk(editor)
    address, sent = asked(desk, [added, there.article])
    answer = overtaken(
        lambda: PublicationSet.objects.select_for_update().get(),
        lambda: desk.post(address, sent | {"set": spring.pk, "what": "unpublish"}, follow=True),
    )
    assert texts(page(answer), ".messagelist li") == [
        "Nothing was changed. Somebody publishes or changes “Spring” just now."
    ]
    assert (spring.items.count(), spring.items.get(pk=there.pk).deed) == (5, "publish")
