"""Users in the admin: a colleague is let in, and nobody locks themselves out."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from articles import publication_sets, trash, unsaved
from articles.models import AuditEntry, PublicationSet, SetItem
from tests.articles.pages import LIST, change, page, submit, texts, titles, words

USERS = "/admin/auth/user/"
SECRET = "correct-horse-battery"


@pytest.fixture
def ada(make_colleague) -> User:
    return make_colleague("ada", "Administrators")


@pytest.fixture
def desk(at_desk, ada) -> Client:
    return at_desk(ada)


def test_a_colleague_who_is_added_can_sign_in(desk):
    told = {"username": "nina", "password1": SECRET, "password2": SECRET, "email": "n@example.com"}
    choices = page(desk.get(f"{USERS}add/")).select("#id_groups label")
    (authors,) = (label.input["value"] for label in choices if words(label) == "Authors")
    submit(desk, f"{USERS}add/", _form="#user_form", groups=authors, **told)
    assert User.objects.get(username="nina").email == "n@example.com"
    people = page(desk.get(USERS))
    assert texts(people, ".field-groups_label") == ["Administrators", "Authors"]
    sign_in = {"username": "nina", "password": SECRET}
    assert Client().post("/admin/login/?next=/admin/", sign_in).url == "/admin/"


def test_nobody_is_asked_whether_a_password_lets_them_in(desk, make_colleague):
    nina = make_colleague("nina", "Authors")
    nina.set_password(SECRET)  # Django asks it of those alone who have one
    nina.save()
    password = f"{USERS}{nina.pk}/password/"
    for address in (f"{USERS}add/", password):
        form = page(desk.get(address))
        assert not form.select("[name=usable_password], [name=unset-password]")
        assert "authentication" not in words(form.select_one("#content"))
        assert all(field.has_attr("required") for field in form.select("[type=password]"))
    told = {"password1": SECRET, "password2": SECRET}
    answer = submit(desk, password, "unset-password", "#user_form", usable_password="false", **told)
    assert answer.url == f"{USERS}{nina.pk}/change/"
    sign_in = {"username": "nina", "password": SECRET}
    assert Client().post("/admin/login/?next=/admin/", sign_in).url == "/admin/"


def test_who_signs_out_sees_the_page_where_staff_sign_in_again(desk):
    left = page(desk.post("/admin/logout/"))
    assert "login" in left.body["class"]
    assert left.find("a", string="Log in again")["href"] == "/admin/"


def test_nobody_takes_away_their_own_access(desk, ada, make_colleague):
    own, other = (f"{USERS}{user.pk}/change/" for user in (ada, make_colleague("bo", "Authors")))
    without = {"groups": str(ada.groups.get().pk), "user_permissions": []}
    for address in (own, other):
        form = page(desk.get(address))
        assert bool(form.select("input[name=is_active]")) is (address == other)
        answer = submit(desk, address, _form="#user_form", is_active="", is_staff="", **without)
        assert answer.status_code == 302
    ada.refresh_from_db()
    assert (ada.is_active, ada.is_staff) == (True, True)


def test_who_is_deleted_leaves_what_they_wrote(desk, at_desk, make_colleague, write):
    ana = make_colleague("ana", "Authors")
    article = write("Hers", owner=ana)
    submit(at_desk(ana), change(article), "_submit", body="Text.")
    unsaved.keep(ana, article.pk, "0" * 16, {"title": "Typed"}, timezone.now())
    address = f"{USERS}{ana.pk}/delete/"
    asked = page(desk.get(address))
    hers = asked.select_one("#content li a")
    assert texts(asked, "#content li") == ["Users: 1", f"ana · {words(hers)}"]
    assert words(hers) == "owner of 1 article, which will have none"
    assert titles(desk.get(hers["href"])) == ["Hers"]
    assert desk.post(address, {"post": "yes"}).status_code == 302
    article.refresh_from_db()
    assert (article.owner, article.body) == (None, "Text.")
    assert AuditEntry.objects.filter(user_name="ana", article_id=article.pk).exists()


@pytest.mark.parametrize("by", ["its page", "the list"])
def test_nobody_deletes_themselves(desk, ada, by):
    chosen = {"action": "delete_selected", "_selected_action": [ada.pk]}
    url, asked = (f"{USERS}{ada.pk}/delete/", {}) if by == "its page" else (USERS, chosen)
    shown = desk.get(url) if by == "its page" else desk.post(url, asked)
    assert "your own account" in texts(page(shown), "#content li")
    assert desk.post(url, asked | {"post": "yes"}).status_code == 403
    assert "ada" in words(page(desk.get(USERS)).select_one("#result_list"))


def test_versions_keep_the_name_of_an_author_whose_account_is_deleted(
    desk, at_desk, make_colleague, write
):
    ana, article = make_colleague("ana", "Authors"), write("Hers")  # which a program wrote
    submit(at_desk(ana), change(article), body="Text.")
    submit(desk, change(article), body="Other text.")
    desk.post(f"{USERS}{ana.pk}/delete/", {"post": "yes"})
    history = page(desk.get(f"/admin/articles/article/{article.pk}/history/"))
    assert texts(history, ".desk-history [data-label=Who]") == ["ada", "ana", "the site"]
    older = history.select(".desk-history .links a")[2]["href"]
    assert "by ana" in words(page(desk.get(older)))


def test_deeds_keep_the_name_of_who_did_them(desk, at_desk, make_colleague, write):
    petra, gone, launched = make_colleague("petra", "Publishers"), write("Gone"), write("Launched")
    submit(at_desk(petra), change(write("Changed")), body="Text.")
    trash.delete(gone.pk, petra)
    one = PublicationSet.objects.create(name="Launch")
    one.items.create(deed=SetItem.Deed.PUBLISH, article=launched)
    publication_sets.publish(one, petra)
    desk.post(f"{USERS}{petra.pk}/delete/", {"post": "yes"})
    told = {
        "/admin/": ".desk .quiet",
        f"{LIST}trash/": ".desk-line",
        f"/admin/articles/publicationset/{one.pk}/check/": ".desk-banner",
    }
    for address, where in told.items():
        assert "petra" in " ".join(texts(page(desk.get(address)), where)), address


GROUPS = "/admin/auth/group/"


def test_the_form_of_a_colleague_says_in_words_what_they_may_and_nothing_of_the_hash(desk, ada):
    ada.set_password(SECRET)
    ada.save()
    desk.force_login(ada, backend="articles.staff.StaffBackend")
    form = page(desk.get(f"{USERS}{ada.pk}/change/"))
    assert words(form.h1) == "ada"
    assert words(form.select_one(".field-password")) == (
        "Password: Reset password Nobody can read it. A new one ends every session of the old one."
    )
    for own in ("Staff: Only staff can sign in", "May do everything: Whatever the groups say"):
        assert own in words(form)
    fresh = page(desk.get(f"{USERS}add/"))
    assert words(fresh.select_one(".field-is_staff")).startswith("Staff Only staff can sign in")


def test_a_group_is_offered_what_does_something_at_the_desk_and_keeps_what_it_has(desk):
    authors, everything = Group.objects.get(name="Authors"), Permission.objects.all()
    (odd,) = everything.filter(codename="view_session")
    authors.permissions.add(odd)
    form = page(desk.get(f"{GROUPS}{authors.pk}/change/"))
    offered = set(texts(form, "#id_permissions label"))
    assert {"Can publish and unpublish articles", "Can see why an article is a result"} <= offered
    assert "Can view session" in offered  # it has that one
    assert not {"Can add session", "Can add log entry", "Can add passage"} & offered
    held = authors.permissions.count()
    chosen = [box["value"] for box in form.select("#id_permissions [checked]")]
    submit(desk, f"{GROUPS}{authors.pk}/change/", _form="#group_form", permissions=chosen)
    assert authors.permissions.count() == held
    assert "Can view session" not in texts(page(desk.get(f"{GROUPS}add/")), "label")


def test_a_history_that_is_empty_leads_to_the_audit_log_whoever_may_read_it(desk, at_desk, petra):
    one = PublicationSet.objects.create(name="Prices & plans")
    path = f"/admin/articles/publicationset/{one.pk}/history/"
    shown = page(desk.get(path)).select_one("#content")
    assert "Nobody has changed anything here yet." in words(shown)
    assert shown.select_one("p a")["href"] == "/admin/articles/auditentry/?q=Prices%20%26%20plans"
    assert page(at_desk(petra).get(path)).select_one("#content p a") is None
