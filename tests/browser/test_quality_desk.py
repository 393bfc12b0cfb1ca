"""Problems while writing, and leading visitors from one article to another, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.browser.axe import serious
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = "\n\n".join(f"Line {n} about cards." for n in range(120))


def chosen(page: Page) -> str:
    """Return what is selected in the editor."""
    return page.locator(".markdownx-editor").evaluate(
        "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    )


def test_problems_are_listed_while_writing_and_lead_to_their_line(desk, write):
    article = write("Title", LINES, summary="Said.")
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    area, listed = page.locator(".markdownx-editor"), page.locator(".problem-list > li")
    area.fill(f"{LINES}\n\n![](/static/helpcenter/favicon.svg) [x](/no/)\n\n#### Jumped <b>\n")
    expect(listed).to_have_count(3)
    expect(page.locator(".problem-count")).to_have_text("3")
    expect(listed.last).to_contain_text("“Jumped <b>” leaves out a level of headings.")
    area.evaluate("area => { area.scrollTop = 0; area.setSelectionRange(0, 0); }")
    line = listed.last.get_by_role("link", name="line 243")
    line.focus()
    page.keyboard.press("Enter")
    assert chosen(page) == "#### Jumped <b>"
    expect(area).to_be_focused()
    assert area.evaluate("area => area.scrollTop") > 1000
    page.keyboard.type("## Next")
    page.fill(
        "#id_title", "A title that goes on and on and on, until no other engine shows all of it"
    )
    expect(listed).to_have_count(3)
    expect(listed.last).to_contain_text("The title has 73 characters")
    area.fill("Fine.")
    page.fill("#id_title", "Fine")
    expect(page.locator(".problem-none")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_visitors_are_led_from_an_unpublished_article_to_another(desk, publish, scripted):
    article = publish("Fees", "Text.")
    publish("Linking", "[fees](/articles/fees/)")
    publish("What a card costs", "Other text.")
    page = desk(
        f"/admin/articles/article/{article.pk}/change/", width=390, java_script_enabled=scripted
    )
    page.click("[name=_unpublish]")
    expect(page.locator(".at-stake")).to_contain_text("1 live article links here.")
    field = page.get_by_label("Lead its visitors to")
    if scripted:
        with page.expect_response(re.compile("/instead/")):
            field.press_sequentially("card costs")
        option = page.locator("#instead-articles option").first
        expect(option).to_have_attribute("value", "/articles/what-a-card-costs/")
    field.fill("What a card costs")
    page.click("input[type=submit][value=Unpublish]")
    expect(page.locator(".messagelist")).to_contain_text("Its addresses lead to")
    page.goto("/articles/fees/")
    expect(page.locator("h1")).to_have_text("What a card costs")
    assert not Article.objects.get(pk=article.pk).is_live


def test_the_pages_about_quality_are_sound_to_assistive_technology(desk, publish):
    one = publish("One", LINES)
    two = publish("Two", f"{LINES}\n\n[x](/none/)\n\n![](/static/helpcenter/favicon.svg)")
    base = "/admin/articles/article/"
    paths = ["quality/", f"{one.pk}/leave/", f"{one.pk}/delete/", f"{one.pk}/merge/?with={two.pk}"]
    for width, scheme in ((320, "dark"), (1280, "light")):
        page = desk(base, width=width, scheme=scheme)
        for path in paths:
            page.goto(base + path)
            assert not scrolls_sideways(page), path
            assert serious(page) == [], path
