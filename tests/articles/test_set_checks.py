"""What a publication set's page says before anybody tries to publish it."""

from __future__ import annotations

from articles import trash
from articles.models import Article
from tests.articles.pages import change, page, texts
from tests.articles.sets import SETS, check, make, press


def test_the_check_names_what_is_in_the_way_and_what_to_look_at(at_desk, editor, write, publish):
    live = publish("Live", "Text.", slug="live")
    silent = publish("Silent", "Text.")
    silent.body = ""
    silent.save()
    draft = write("Draft", "Text.")
    other = publish("Other", slug="here")
    Article.objects.filter(pk=other.pk).update(slug="moved")
    Article.objects.filter(pk=draft.pk).update(slug="here")
    one = make(("publish", live), ("publish", silent), ("publish", draft),
               ("unpublish", write("Off")), ("redirect", write("Nowhere"), "live"))  # fmt: skip
    assert texts(page(at_desk(editor).get(check(one))), ".desk-problems li") == [
        "Look twice Live Visitors read it as it stands already.",
        "Look twice Silent It has no text.",
        "Look twice Silent Readers are not told what changed.",
        "Look twice Off It is not on the site.",
        "In the way Draft “Other” is live at this address.",
        "In the way live An article has this address, so nothing can be redirected from it.",
        "In the way Nowhere The redirect would lead to an article that is not on the site.",
    ]
    leads = page(at_desk(editor).get(check(one))).select(".desk-problems a")
    assert [(link.get_text(), link["href"]) for link in leads] == [
        ("Live", change(live)),
        ("Silent", f"{change(silent)}#id_body"),
        ("Silent", f"{change(silent)}#id_change_note"),
        ("Off", change(Article.objects.get(title="Off"))),
        ("Draft", f"{change(draft)}#id_slug"),
        ("Nowhere", change(Article.objects.get(title="Nowhere"))),
    ]
    form = page(at_desk(editor).get(change(silent)))
    assert {link["href"].partition("#")[2] for link in leads} - {""} <= {
        element["id"] for element in form.select("[id]")
    }
    assert texts(page(at_desk(editor).get(check(make()))), ".desk-problems li") == [
        "In the way The set is empty."
    ]


def test_an_old_address_leads_to_one_article_in_its_locale(at_desk, editor, publish):
    one, other = publish("One"), publish("Other")
    british = publish("British", locale="en-gb")
    twice = make(*[("redirect", article, "old") for article in (one, other, british)])
    assert texts(page(at_desk(editor).get(check(twice))), ".desk-problems li") == [
        "In the way old It is redirected twice."
    ]


def test_a_deleted_article_is_in_the_way_until_it_is_back_or_out_of_the_set(
    at_desk, editor, spring
):
    desk, news = at_desk(editor), Article.objects.get(title="Announcement")
    trash.delete(news.pk)
    shown = page(desk.get(check(spring)))
    said = "In the way Announcement It was deleted. Bring it back, or take it out of the set."
    assert texts(shown, ".desk-problems li") == [said]
    assert texts(shown, ".desk-rows th[scope=row]").count("Announcement (deleted)") == 2
    assert not [link for link in shown.select("a") if link["href"] == change(news)]
    form = page(desk.get(f"{SETS}{spring.pk}/change/"))
    assert texts(form, "td.field-article").count("Announcement · Deleted · FAQ") == 2
    for button in ("_publish", "_schedule"):
        said = press(desk, spring, button, when="2099-01-02T03:04")
        assert said.startswith("Nothing was changed. “Announcement”: It was deleted.")
    trash.bring_back(news.pk)
    assert press(desk, spring, "_publish").startswith("Published.")


def test_an_unapproved_text_is_in_the_way_where_review_is_required(
    at_desk, editor, write, publish, settings
):
    settings.REVIEW_REQUIRED = True
    approved, tagged, text = write("Approved"), write("Tagged", "Text."), write("Text", "Text.")
    tagged.publish(unreviewed=True)
    tagged.set_tags(["new"])
    approved.submit()
    approved.approve()
    one = make(("publish", approved), ("publish", tagged), ("publish", text))
    shown = texts(page(at_desk(editor).get(check(one))), ".desk-problems li")
    assert [said for said in shown if said.startswith("In the way")] == [
        "In the way Text This text is not approved."
    ]


def test_the_check_shows_what_a_reviewer_returned(at_desk, editor, publish):
    article = publish("Fees")
    article.body = "New."
    article.save()
    article.submit()
    article.send_back("Which fees?")
    shown = page(at_desk(editor).get(check(make(("publish", article)))))
    said = texts(shown, ".desk-rows tbody td")[-1]
    assert said == "Changed since published Returned See the difference"


def test_a_set_of_many_takes_few_queries_to_look_at(
    at_desk, editor, publish, django_assert_max_num_queries
):
    one = make(*[("publish", publish(f"Article {n}")) for n in range(12)])
    desk = at_desk(editor)
    with django_assert_max_num_queries(10):
        shown = page(desk.get(check(one)))
    assert texts(shown, ".desk-rows tbody tr")[0] == "Article 0 FAQ Publish Live"
