"""The tree of categories in the admin."""

from __future__ import annotations

import pytest

from articles.admin import category_list
from articles.models import AuditEntry, Category, PublishedArticle
from tests.articles.pages import errors, fields, page, submit, texts, titles
from tests.articles.turns import overtaken

LIST = "/admin/articles/category/"
CATEGORY_FORM = "#category_form"


@pytest.fixture
def tree(make_category, faq) -> dict[str, Category]:
    """faq > (account > keys, cards), docs; keys are in alphabetical disorder on purpose."""
    docs = make_category("docs", name="Documents", position=1)
    cards = make_category("cards", faq, position=0)
    account = make_category("account", faq, position=1)
    keys = make_category("keys", account)
    return {c.key: c for c in (docs, faq, cards, account, keys)}


def listed(desk) -> list[tuple[str, str]]:
    """Return (depth class, name) of each row in order."""
    names = page(desk.get(LIST)).select("th.field-name span")
    return [(name["class"][0], name.get_text()) for name in names]


def press(desk, direction: str, category: Category):
    """Press a button of the list: its form sends its own fields to the button's address."""
    response = desk.get(LIST)
    button = page(response).select_one(f"#{direction}-{category.pk}")
    return desk.post(button["formaction"], fields(response, "#changelist-form"))


def test_the_list_is_the_tree_in_staffs_order(at_desk, publisher, tree):
    assert listed(at_desk(publisher)) == [
        ("tree-0", "FAQ"),
        ("tree-1", "Cards"),
        ("tree-1", "Account"),
        ("tree-2", "Keys"),
        ("tree-0", "Documents"),
    ]


def test_categories_that_stand_in_a_ring_are_listed_and_can_be_taken_out_of_it(
    at_desk, publisher, tree
):
    Category.objects.filter(key="account").update(parent=tree["keys"])
    desk = at_desk(publisher)
    assert listed(desk) == [
        ("tree-0", "FAQ"),
        ("tree-1", "Cards"),
        ("tree-0", "Documents"),
        ("tree-0", "Keys"),
        ("tree-1", "Account"),
    ]
    url = f"{LIST}{tree['account'].pk}/change/"
    desk.post(url, fields(desk.get(url), CATEGORY_FORM) | {"parent": tree["faq"].pk})
    assert listed(desk)[1:4] == [("tree-1", "Cards"), ("tree-1", "Account"), ("tree-2", "Keys")]


def test_buttons_swap_a_category_with_its_neighbour_and_take_what_is_below_along(
    at_desk, publisher, tree
):
    desk = at_desk(publisher)
    answer = press(desk, "up", tree["account"])
    assert answer.url == f"{LIST}#up-{tree['account'].pk}"
    assert [name for _depth, name in listed(desk)] == [
        "FAQ",
        "Account",
        "Keys",
        "Cards",
        "Documents",
    ]
    press(desk, "down", tree["faq"])
    assert [name for _depth, name in listed(desk)] == [
        "Documents",
        "FAQ",
        "Account",
        "Keys",
        "Cards",
    ]


def test_the_first_cannot_move_up_nor_the_last_down(at_desk, publisher, tree):
    desk = at_desk(publisher)
    before = listed(desk)
    press(desk, "up", tree["faq"])
    press(desk, "down", tree["docs"])
    assert listed(desk) == before


def test_equal_positions_can_be_ordered_too(at_desk, publisher, make_category):
    a, _b, c = (make_category(key, name=key) for key in "abc")
    desk = at_desk(publisher)
    press(desk, "up", c)
    assert [name for _depth, name in listed(desk)] == ["a", "c", "b"]
    press(desk, "down", a)
    assert [name for _depth, name in listed(desk)] == ["c", "a", "b"]


def test_ordering_needs_a_post_and_the_permission(at_desk, publisher, author, tree):
    url = f"{LIST}{tree['account'].pk}/move/up/"
    assert at_desk(publisher).get(url).status_code == 405
    assert at_desk(author).post(url).status_code == 403
    assert at_desk(publisher, enforce_csrf_checks=True).post(url).status_code == 403
    assert at_desk(publisher).post(f"{LIST}999/move/up/").status_code == 404
    assert at_desk(publisher).post(f"{LIST}{'9' * 25}/move/up/").status_code == 404


def test_the_list_takes_a_fixed_number_of_queries(
    at_desk, publisher, make_category, django_assert_max_num_queries
):
    for number in range(30):
        make_category(f"c{number}")
    desk = at_desk(publisher)
    with django_assert_max_num_queries(9):
        desk.get(LIST)


def new(desk, **changes):
    sent = fields(desk.get(f"{LIST}add/"), CATEGORY_FORM)
    names = {"translations-0-locale": "en-us", "translations-0-name": "New"}
    return desk.post(f"{LIST}add/", sent | names | {"key": "new"} | changes)


def test_a_new_category_comes_last_among_its_siblings(at_desk, publisher, tree):
    desk = at_desk(publisher)
    assert new(desk, parent=tree["faq"].pk).status_code == 302
    assert [name for _depth, name in listed(desk)] == [
        "FAQ", "Cards", "Account", "Keys", "New", "Documents",
    ]  # fmt: skip


def test_a_name_is_of_the_next_locale_that_has_none(at_desk, publisher, db):
    desk = at_desk(publisher)
    named = {"key": "fees", "translations-0-name": "Fees"}
    assert submit(desk, f"{LIST}add/", _form=CATEGORY_FORM, **named).status_code == 302
    fees = Category.objects.get()
    assert submit(desk, f"{LIST}{fees.pk}/change/", _form=CATEGORY_FORM).status_code == 302
    british = {"translations-1-name": "Charges"}
    assert (
        submit(desk, f"{LIST}{fees.pk}/change/", _form=CATEGORY_FORM, **british).status_code == 302
    )
    assert dict(fees.translations.values_list("locale", "name")) == {
        "en-us": "Fees", "en-gb": "Charges",
    }  # fmt: skip


@pytest.mark.parametrize("key", ["admin", "search", "en-gb", "a b", "größe", "x" * 51])
def test_a_key_that_makes_no_address_is_a_form_error(at_desk, publisher, db, key):
    answer = new(at_desk(publisher), key=key)
    assert answer.status_code == 200
    assert errors(answer)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Account & login", "account-login"), ("FAQ", "faq-2"), ("Gebühren", "gebuhren"),
        ("Admin", "admin-2"), ("請求", "section"), ("x" * 60, "x" * 50),
    ],
)  # fmt: skip
def test_a_key_that_is_left_empty_is_made_from_the_name(at_desk, publisher, faq, name, key):
    assert new(at_desk(publisher), key="", **{"translations-0-name": name}).status_code == 302
    assert Category.objects.exclude(pk=faq.pk).get().key == key


def test_the_key_of_a_category_is_not_taken_away(at_desk, publisher, faq):
    answer = submit(at_desk(publisher), f"{LIST}{faq.pk}/change/", _form=CATEGORY_FORM, key="")
    assert errors(answer) == "This field is required."


def test_a_category_cannot_stand_below_itself(at_desk, publisher, tree):
    url = f"{LIST}{tree['faq'].pk}/change/"
    desk = at_desk(publisher)
    sent = fields(desk.get(url), CATEGORY_FORM) | {"parent": tree["keys"].pk}
    assert "cannot stand below itself" in errors(desk.post(url, sent))


@pytest.mark.django_db(transaction=True)
def test_two_who_move_categories_at_once_do_not_put_them_below_each_other(at_desk, publisher, tree):
    docs, account = tree["docs"], tree["account"]
    first, second = at_desk(publisher), at_desk(publisher)
    forms = {one: f"{LIST}{one.pk}/change/" for one in (docs, account)}
    sent = {one: fields(first.get(url), CATEGORY_FORM) for one, url in forms.items()}
    answer = overtaken(
        lambda: first.post(forms[docs], sent[docs] | {"parent": account.pk}),
        lambda: second.post(forms[account], sent[account] | {"parent": docs.pk}),
    )
    assert "cannot stand below itself" in errors(answer)
    assert [name for _depth, name in listed(first)] == [
        "FAQ", "Cards", "Account", "Keys", "Documents",
    ]  # fmt: skip


@pytest.mark.parametrize("who_moves", ["a category", "a new category"])
@pytest.mark.django_db(transaction=True)
def test_a_parent_that_a_colleague_deletes_meanwhile_is_a_form_error(
    at_desk, publisher, tree, who_moves
):
    first, second = at_desk(publisher), at_desk(publisher)
    url = f"{LIST}add/" if "new" in who_moves else f"{LIST}{tree['cards'].pk}/change/"
    sent = fields(second.get(url), CATEGORY_FORM) | {"parent": tree["keys"].pk}
    sent |= {"key": "any", "translations-0-name": "Any"}
    answer = overtaken(
        lambda: first.post(f"{LIST}{tree['keys'].pk}/delete/", {"post": "yes"}),
        lambda: second.post(url, sent),
    )
    assert page(answer).select_one(".field-parent .errorlist").get_text() == (
        "This category was deleted a moment ago."
    )


@pytest.mark.parametrize("by", ["its page", "the list"])
@pytest.mark.django_db(transaction=True)
def test_a_category_that_a_colleague_fills_meanwhile_is_kept(at_desk, publisher, tree, by):
    first, second, keys = at_desk(publisher), at_desk(publisher), tree["keys"]
    url = f"{LIST}{tree['cards'].pk}/change/"
    sent = fields(first.get(url), CATEGORY_FORM) | {"parent": keys.pk}
    chosen = {"action": "delete_selected", "_selected_action": [keys.pk]}
    asked = (f"{LIST}{keys.pk}/delete/", {}) if by == "its page" else (LIST, chosen)
    answer = overtaken(
        lambda: first.post(url, sent),
        lambda: second.post(asked[0], asked[1] | {"post": "yes"}, follow=True),
    )
    assert "Articles or categories are in it." in answer.content.decode()
    assert Category.objects.get(key="cards").parent == keys
    assert not AuditEntry.objects.filter(deed="removed").exists()


def test_moving_a_category_to_another_tab_takes_its_published_articles_along(
    at_desk, publisher, tree, publish
):
    publish("Title", category=tree["keys"])
    url = f"{LIST}{tree['account'].pk}/change/"
    desk = at_desk(publisher)
    sent = fields(desk.get(url), CATEGORY_FORM) | {"parent": tree["docs"].pk}
    assert desk.post(url, sent).status_code == 302
    assert PublishedArticle.objects.get().tab == tree["docs"]


def test_a_category_with_articles_is_not_deleted_and_the_page_says_why(
    at_desk, publisher, tree, write
):
    write("Held article", category=tree["cards"])
    desk = at_desk(publisher)
    asked = desk.get(f"{LIST}{tree['cards'].pk}/delete/")
    assert "Held article" in page(asked).select_one("#content").get_text()
    (leads,) = page(asked).select("#content a.button")
    held = page(desk.get(leads["href"])).select("th.field-title a")
    assert [link.get_text() for link in held] == ["Held article"]
    answer = desk.post(f"{LIST}{tree['cards'].pk}/delete/", {"post": "yes"})
    assert answer.status_code == 200
    bulk = {"action": "delete_selected", "_selected_action": [tree["cards"].pk], "post": "yes"}
    assert desk.post(LIST, bulk).status_code == 200
    assert Category.objects.filter(key="cards").exists()


def test_an_empty_category_can_be_deleted(at_desk, publisher, tree):
    desk = at_desk(publisher)
    desk.post(f"{LIST}{tree['keys'].pk}/delete/", {"post": "yes"})
    assert not Category.objects.filter(key="keys").exists()


def test_the_count_leads_to_as_many_articles(at_desk, publisher, tree, write, publish):
    write("Draft", category=tree["cards"])
    publish("Live", category=tree["cards"])
    publish("Deep", category=tree["keys"])
    desk = at_desk(publisher)
    shown = page(desk.get(LIST)).select("td.field-count_of_articles a")
    assert [link.get_text() for link in shown] == [
        "3 articles (2 live)", "2 articles (1 live)", "1 article (1 live)", "1 article (1 live)"
    ]  # fmt: skip
    for link in shown:
        assert len(titles(desk.get(link["href"]))) == int(link.get_text()[0])
    narrowed = page(desk.get(f"{LIST}?q=account")).select("td.field-count_of_articles a")
    assert [link.get_text() for link in narrowed] == ["1 article (1 live)"]


def test_what_keeps_a_category_is_named_by_a_fixed_number_of_queries(
    at_desk, publisher, make_category, django_assert_max_num_queries
):
    tab = make_category("tab")
    for number in range(30):
        make_category(f"c{number:02}", tab)
    desk = at_desk(publisher)
    with django_assert_max_num_queries(10):
        asked = desk.get(f"{LIST}{tab.pk}/delete/")
    said = page(asked).select_one("#content").get_text()
    assert "Category: C19" in said
    assert "Category: C20" not in said
    assert "… and more" in said


def test_of_hundreds_the_list_shows_two_levels_and_a_chosen_tab_all_below_it(
    at_desk, publisher, tree, monkeypatch
):
    monkeypatch.setattr(category_list, "MAX_UNFOLDED", 4)
    desk = at_desk(publisher)
    names = [name for _depth, name in listed(desk)]
    assert names == ["FAQ", "Cards", "Account", "Documents"]
    offered = page(desk.get(LIST)).select("#changelist-filter a")
    assert offered[0].get_text() == "Tabs and what is right below"
    assert found(desk, f"tab={tree['faq'].pk}") == ["FAQ", "Cards", "Account", "Keys"]
    assert found(desk, "q=keys") == ["Keys"]
    moved = desk.post(f"{LIST}{tree['keys'].pk}/move/up/")
    assert moved.url == f"{LIST}?tab={tree['faq'].pk}#up-{tree['keys'].pk}"


def found(desk, asked: str) -> list[str]:
    return texts(page(desk.get(f"{LIST}?{asked}")), "th.field-name span")
