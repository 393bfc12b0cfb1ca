"""What a publication set's page says before anybody tries to publish it."""

from __future__ import annotations

from articles.models import Article
from tests.articles.pages import page, texts
from tests.articles.sets import check, make


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
    assert texts(page(at_desk(editor).get(check(make()))), ".desk-problems li") == [
        "In the way The set is empty."
    ]


def test_a_set_of_many_takes_few_queries_to_look_at(
    at_desk, editor, publish, django_assert_max_num_queries
):
    one = make(*[("publish", publish(f"Article {n}")) for n in range(12)])
    desk = at_desk(editor)
    with django_assert_max_num_queries(9):
        assert desk.get(check(one)).status_code == 200
