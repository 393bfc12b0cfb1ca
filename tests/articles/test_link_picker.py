"""What the editor's link picker asks the server."""

from __future__ import annotations

import pytest

PICKER = "/admin/articles/article/picker/"


def offered(client, question: str = "", **more) -> list[dict]:
    answer = client.get(PICKER, {"q": question, **more})
    assert answer.status_code == 200
    return answer.json()["articles"]


def test_articles_are_found_as_visitors_find_them_with_drafts_labelled(
    at_desk, reader, publish, write
):
    publish("Reset your password", "Text.")
    write("Resetting a lost password")
    publish("Holidays", "We are closed.")
    found = offered(at_desk(reader), "resetting passwords")
    assert [(one["title"], one["state_name"], one["url"]) for one in found] == [
        ("Reset your password", "Live", "/articles/reset-your-password/"),
        ("Resetting a lost password", "Draft", "/articles/resetting-a-lost-password/"),
    ]
    assert found[0]["about"] == "FAQ"


def test_the_own_locale_comes_first_and_an_address_is_the_one_that_visitors_have(
    at_desk, reader, publish
):
    publish("Fees", "Text.", locale="en-gb")
    renamed = publish("Fees", "Text.", slug="fees")
    renamed.slug = "new-fees"
    renamed.save()
    desk = at_desk(reader)
    assert [one["url"] for one in offered(desk, "fees", locale="en-gb")] == [
        "/en-gb/articles/fees/",
        "/articles/fees/",
    ]
    assert offered(desk, "fees", locale="en-us")[0]["url"] == "/articles/fees/"


def test_the_own_locale_comes_first_however_many_others_fit(at_desk, reader, write):
    write("Karte", "Card.", locale="de")
    for number in range(14):
        write(f"Card {number}")
    assert offered(at_desk(reader), "card", locale="de")[0]["title"] == "Karte"


def test_without_words_the_last_edited_of_the_locale_are_offered(at_desk, reader, write):
    for number in range(14):
        write(f"Number {number}")
        write(f"Numéro {number}", locale="fr")
    titles = [one["title"] for one in offered(at_desk(reader))]
    assert titles == [f"Number {number}" for number in range(13, 1, -1)]


def test_the_places_of_an_article_are_its_headings_accordions_and_tabs_as_visitors_read_them(
    at_desk, reader, publish
):
    body = "## Fees {#fees}\n\nText.\n\n::: details Can I undo it?\nYes.\n:::\n\n### Fees\n\nMore."
    article = publish("Title", body)
    article.body = "## Not yet"
    article.save()
    answer = at_desk(reader).get(f"{PICKER}{article.pk}/").json()
    assert [(place["title"], place["url"], place["level"]) for place in answer["places"]] == [
        ("Fees", "/articles/title/#fees", 2),
        ("Can I undo it?", "/articles/title/#can-i-undo-it", 3),
        ("Fees", "/articles/title/#fees-2", 3),
    ]


def test_who_may_not_see_articles_gets_403_and_what_is_not_there_404(
    at_desk, make_staff, reader, publish
):
    article = publish("Title", "Text.")
    stranger = at_desk(make_staff("sid", ["view_category"]))
    assert stranger.get(PICKER).status_code == 403
    assert stranger.get(f"{PICKER}{article.pk}/").status_code == 403
    assert at_desk(reader).get(f"{PICKER}99999999999999999999/").status_code == 404


@pytest.mark.parametrize("question", ["\0", "x" * 5000, "-" * 40, "\ud83d", '"', "%"])
def test_no_question_breaks_it(at_desk, reader, publish, question):
    publish("Title", "Text.")
    offered(at_desk(reader), question.encode("utf-8", "replace").decode(), locale="\0")


def test_it_costs_a_fixed_number_of_statements(
    at_desk, reader, publish, django_assert_max_num_queries
):
    for number in range(5):
        publish(f"Invoice {number}", "Text.")
    desk = at_desk(reader)
    with django_assert_max_num_queries(16):
        assert len(offered(desk, "invoice")) == 5
