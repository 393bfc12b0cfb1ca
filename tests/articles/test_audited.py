"""What staff change beside the articles is in the audit log, and what is private is not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import AuditEntry, BrandingLink, Category, PublicationSet, VoteReason
from search.models import GoldenQuery, PinnedQuestion, SynonymSet
from tests.articles.pages import fields, page, submit, texts
from tests.articles.sets import press

LOG = "/admin/articles/auditentry/"
BRANDING = "/admin/articles/branding/1/change/"
CATEGORIES = "/admin/articles/category/"
USERS = "/admin/auth/user/"


@pytest.fixture
def desk(at_desk, make_colleague):
    return at_desk(make_colleague("ada", "Administrators"))


def noted() -> list[tuple[str, str, str]]:
    """Return (deed, of what, comment) of what ada did, the first deed first."""
    ours = AuditEntry.objects.filter(user_name="ada").order_by("id")
    return list(ours.values_list("deed", "title", "comment"))


def delete(desk, address: str):
    assert desk.post(f"{address}delete/", {"post": "yes"}).status_code == 302


def test_branding_is_noted_field_by_field_and_row_by_row(desk):
    form = "#branding_form"
    row = {"links-0-place": "footer", "links-0-label": "Terms", "links-0-address": "/terms/",
           "links-0-position": "0", "links-TOTAL_FORMS": "1"}  # fmt: skip
    submit(desk, BRANDING, _form=form, name="Larkbooks", accent="#0b6e5b", **row)
    submit(desk, BRANDING, _form=form)  # changes nothing
    link = BrandingLink.objects.get()
    changed = {"name": "", "links-0-label": "Conditions", "links-0-id": link.pk}
    submit(desk, BRANDING, _form=form, **changed)
    submit(desk, BRANDING, _form=form, **{"links-0-DELETE": "on", "links-0-id": link.pk})
    assert noted() == [
        ("changed", "Branding", "Name of the site: — → “Larkbooks”; Accent colour: — → “#0b6e5b”; "
         "Link “Terms”: Label: — → “Terms”, Address: — → “/terms/”"),
        ("changed", "Branding", "Name of the site: “Larkbooks” → —; "
         "Link “Conditions”: Label: “Terms” → “Conditions”"),
        ("changed", "Branding", "Link removed: Conditions"),
    ]  # fmt: skip
    assert texts(page(desk.get(LOG)), ".field-article")[0] == "Branding"


def test_categories_are_noted_with_their_names_and_their_order(desk, make_category):
    first, second = make_category("first", position=0), make_category("second", position=1)
    assert desk.post(f"{CATEGORIES}{second.pk}/move/up/").status_code == 302
    desk.post(f"{CATEGORIES}{second.pk}/move/up/")  # it is the first one already
    submit(desk, f"{CATEGORIES}{first.pk}/change/", _form="#category_form", parent=second.pk)
    delete(desk, f"{CATEGORIES}{first.pk}/")
    assert noted() == [
        ("changed", "Category: Second", "One step up"),
        ("changed", "Category: First", "Parent: — → “Second”"),
        ("removed", "Category: First", ""),
    ]
    assert Category.objects.get() == second


def test_a_change_of_ones_own_password_is_noted(at_desk, make_colleague):
    ada, new = make_colleague("ada", "Authors"), "correct-horse-battery"
    ada.set_password("old-horse-battery")
    ada.save()
    desk, address = at_desk(ada), "/admin/password_change/"
    sent = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert desk.post(address, sent).status_code == 200
    assert noted() == []
    answer = desk.post(address, sent | {"old_password": "old-horse-battery"}, follow=True)
    assert "password was changed" in answer.content.decode()
    assert noted() == [("changed", "User: ada", "Password, by themselves")]
    answer = Client().post(address, sent)
    assert answer.url.startswith("/admin/login/")
    assert AuditEntry.objects.count() == 1


def test_who_may_do_what_is_noted_and_no_password_or_address(desk):
    secret = "correct-horse-battery"
    submit(desk, f"{USERS}add/", _form="#user_form", username="nina",
           password1=secret, password2=secret)  # fmt: skip
    nina = User.objects.get(username="nina")
    address, group = f"{USERS}{nina.pk}/change/", Group.objects.get(name="Publishers")
    submit(desk, address, _form="#user_form", email="nina@example.com", is_staff="on",
           groups=[group.pk], user_permissions=[])  # fmt: skip
    other = {"password1": f"{secret}-2", "password2": f"{secret}-2"}
    submit(desk, f"{USERS}{nina.pk}/password/", _form="#user_form", **other)
    told = noted()
    assert [(deed, what) for deed, what, _comment in told] == [
        ("added", "User: nina"), ("changed", "User: nina"), ("changed", "User: nina"),
    ]  # fmt: skip
    assert told[1][2] == "Email address; Groups: + Publishers"
    assert told[2][2] == "Password"
    everything = str(list(AuditEntry.objects.values()))
    assert secret not in everything
    assert "nina@example.com" not in everything
    nina.refresh_from_db()
    assert nina.password not in everything


def test_permissions_of_a_group_are_noted_one_by_one(desk):
    group = Group.objects.get(name="Authors")
    may = list(group.permissions.values_list("pk", flat=True))
    tag = Permission.objects.get(codename="delete_tag")
    address = f"/admin/auth/group/{group.pk}/change/"
    sent = fields(desk.get(address), "#group_form") | {"_save": "1"}
    desk.post(address, sent | {"permissions": [*may[1:], tag.pk]})
    (_deed, what, comment), = noted()  # fmt: skip
    assert what == "Group: Authors"
    gone = Permission.objects.get(pk=may[0])
    assert comment == f"Permissions: + {tag}, − {gone}"


def test_what_teaches_search_is_noted(desk, publish):
    article, other = publish("Fees"), publish("Prices")
    at = "/admin/search/"
    submit(desk, f"{at}synonymset/add/", _form="#synonymset_form", terms="fee, price")
    one = SynonymSet.objects.get()
    submit(desk, f"{at}synonymset/{one.pk}/change/", _form="#synonymset_form", terms="fee, cost")
    submit(desk, f"{at}pinnedquestion/add/", _form="#pinnedquestion_form", question="fees",
           first=article.pk)  # fmt: skip
    pin = PinnedQuestion.objects.get()
    submit(desk, f"{at}pinnedquestion/{pin.pk}/change/", _form="#pinnedquestion_form",
           first=other.pk)  # fmt: skip
    submit(desk, f"{at}goldenquery/add/", _form="#goldenquery_form", question="fees",
           article=article.pk, within="3")  # fmt: skip
    golden = GoldenQuery.objects.get()
    sent = {"action": "delete_selected", "_selected_action": [golden.pk], "post": "yes"}
    desk.post(f"{at}goldenquery/", sent)
    told = noted()
    assert [(deed, what) for deed, what, _comment in told] == [
        ("added", "Synonym set: fee = price"), ("changed", "Synonym set: fee = cost"),
        ("added", "Pinned result: fees"), ("changed", "Pinned result: fees"),
        ("added", "Golden query: fees"), ("removed", "Golden query: fees"),
    ]  # fmt: skip
    assert told[1][2] == "Terms: “fee, price” → “fee, cost”"
    assert told[3][2].endswith("“Fees” → “Prices”")


def test_a_publication_set_is_noted_from_its_making_to_its_end(desk, publish):
    article = publish("Fees")
    items = {"items-TOTAL_FORMS": "1", "items-0-deed": "unpublish", "items-0-article": article.pk}
    at = "/admin/articles/publicationset/"
    submit(desk, f"{at}add/", _form="#publicationset_form", name="Spring", **items)
    spring = PublicationSet.objects.get()
    for button in ("_schedule", "_unschedule", "_publish", "_roll_back"):
        press(desk, spring, button, when="2099-01-02T03:04")
    told = [deed for deed, what, _comment in noted() if what == "Publication set: Spring"]
    assert told == ["added", "scheduled", "unscheduled", "published", "rolled_back"]


def test_a_reason_that_is_deleted_leaves_its_article_and_none_of_its_words(desk, publish):
    reason = VoteReason.objects.create(article=publish("Fees"), day="2026-01-02", text="abuse")
    sent = {"action": "delete_selected", "_selected_action": [reason.pk], "post": "yes"}
    desk.post("/admin/articles/votereason/", sent)
    assert noted() == [("removed", "Fees", "A reason why it did not help")]


def test_as_many_statements_delete_ten_reasons_as_one(desk, publish):
    def deleting(number: int) -> int:
        article = publish(f"Fees {number}", "x" * 100)
        given = [VoteReason(article=article, day="2026-01-02", text="No") for _ in range(number)]
        ids = [reason.pk for reason in VoteReason.objects.bulk_create(given)]
        sent = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
        with CaptureQueriesContext(connection) as statements:
            desk.post("/admin/articles/votereason/", sent)
        return len(statements)

    deleting(1)  # what is read once
    assert deleting(10) == deleting(1)
    assert not VoteReason.objects.exists()


def test_addresses_that_are_handed_over_are_on_the_record(desk, publish):
    gone, instead = publish("Gone"), publish("Instead")
    gone.unpublish()
    submit(desk, f"/admin/articles/article/{gone.pk}/leave/", "_go",
           _form="form.padded[method=post]", instead=instead.title)  # fmt: skip
    assert noted() == [("redirected", "Gone", "Instead")]


def test_who_may_not_change_a_setting_leaves_no_trace(at_desk, make_colleague, make_category):
    category, author = make_category("first"), make_colleague("ana", "Authors")
    desk = at_desk(author)
    for address in (BRANDING, f"{USERS}{author.pk}/change/", f"{USERS}{author.pk}/password/",
                    "/admin/auth/group/1/change/", f"{CATEGORIES}{category.pk}/change/",
                    f"{CATEGORIES}{category.pk}/move/up/", "/admin/search/synonymset/add/",
                    f"{CATEGORIES}{category.pk}/delete/"):  # fmt: skip
        assert desk.post(address, {"name": "x", "post": "yes"}).status_code == 403, address
    assert not AuditEntry.objects.exists()
