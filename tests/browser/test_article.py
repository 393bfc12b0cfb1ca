"""Reading an article in a real browser: pictures, videos, what is around it, and who to ask."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect

from articles import images
from tests.browser.axe import violations
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/order-a-card/"


@pytest.fixture(autouse=True)
def site(publish, settings):
    """An article with a picture, a video and a file; two more beside it."""
    settings.CONTACT_URL = "https://example.com/contact?from=help"
    out = BytesIO()
    Image.new("RGB", (1200, 700), "teal").save(out, "PNG")
    picture = images.store(out.getvalue())
    video = default_storage.url(default_storage.save("files/tour.mp4", ContentFile(b"x" * 2000)))
    file = default_storage.url(default_storage.save("files/ab.csv", ContentFile(b"a,b\n" * 600)))
    body = (
        f'![A green card]({picture} "It is green")\n\n::: video {video} The tour\n:::\n\n'
        "::: video https://vimeo.com/76979871/82721a3f6e The talk\n:::\n\n"
        f"See [the list of fees]({file}).\n\n## Where to tap\n\nTap **Cards**."
    )
    publish("Order a card", body, tags=["cards"])
    publish("Freeze a card", "Tap **Freeze**.", tags=["cards"])
    for title in ("Export reports", "Close the year", "Invite people"):
        publish(title, "Much else.")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_a_picture_enlarges_and_gives_the_focus_back(visit, width, scheme):
    page = visit(ARTICLE, width=width, scheme=scheme)
    link = page.get_by_role("link", name="Enlarge the picture: A green card")
    shown = link.locator("img").evaluate("image => image.currentSrc")
    assert shown.endswith("-800.webp")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="A green card")
    expect(dialog.locator("img")).to_be_visible()
    expect(dialog.get_by_text("It is green")).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    page.get_by_role("dialog").click(position={"x": 4, "y": 4})
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not scrolls_sideways(page)


def test_a_video_is_loaded_when_it_is_asked_for_and_not_before(visit):
    page = visit(ARTICLE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert [url for url in asked if url.endswith(".mp4")] == []
    with page.expect_request("**/*.mp4"):
        page.get_by_role("link", name="The tour").click()
    expect(page.locator("video")).to_be_focused()
    page.route("https://player.vimeo.com/**", lambda route: route.fulfill(body=""))
    with page.expect_request(re.compile(r"/76979871\?h=82721a3f6e&autoplay=1$")):
        page.get_by_role("link", name="The talk").click()


def test_without_javascript_picture_video_and_file_are_links(visit):
    page = visit(ARTICLE, java_script_enabled=False, width=390)
    for name, end in (("Enlarge", ".png"), ("The tour", ".mp4"), ("the list of fees", ".csv")):
        assert page.get_by_role("link", name=name).get_attribute("href").endswith(end)
    expect(page.get_by_text("(CSV, 2.3")).to_be_visible()
    expect(page.locator(".section a").first).to_be_hidden()
    page.locator(".section summary").click()
    expect(page.get_by_role("link", name="Close the year").last).to_be_visible()


def test_the_way_on_leads_through_the_section_and_to_what_is_related(visit):
    page = visit(ARTICLE)
    section = page.locator(".section")
    expect(section.get_by_role("link", name="Order a card")).to_have_attribute(
        "aria-current", "page"
    )
    expect(section.get_by_role("link", name="Freeze a card")).to_be_in_viewport()
    page.set_viewport_size({"width": 1100, "height": 900})  # below the text, as open
    expect(section.get_by_role("link", name="Freeze a card")).to_be_visible()
    expect(section.locator("summary")).to_have_attribute("tabindex", "-1")
    page.locator(".related").get_by_role("link", name="Freeze a card").click()
    page.get_by_role("link", name="Next Order a card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Order a card")


def test_who_writes_to_us_takes_the_article_and_the_question_along(visit):
    page = visit(ARTICLE)
    contact = page.locator(".still").get_by_role("link")
    expect(contact).to_have_attribute("href", re.compile("article=.*order-a-card%2F$"))
    page.goto("/search/?q=order+a+%26+card")
    page.get_by_role("link", name="Order a card").first.click()
    expect(contact).to_have_attribute(
        "href", re.compile(r"contact\?from=help&article=.*%2F&question=order%20a%20%26%20card$")
    )


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.com/write?to=a?b#form", r"\?to=a\?b&article=.*&question=card#form$"),
        ("mailto:help@example.com?cc=us@example.com", r"\?cc=.*&body=.*order-a-card.*card$"),
    ],
)
def test_the_question_stands_where_the_address_of_the_contact_takes_it(
    visit, settings, address, told
):
    settings.CONTACT_URL = address
    page = visit("/search/?q=card")
    page.get_by_role("link", name="Order a card").first.click()
    expect(page.locator(".still").get_by_role("link")).to_have_attribute("href", re.compile(told))


def test_an_address_without_a_page_offers_what_is_close(visit):
    page = visit("/articles/ordering-cards/")
    page.get_by_role("link", name="Order a card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Order a card")


def test_a_task_with_blank_lines_around_it_stands_beside_its_box(visit, publish):
    article = publish("Pack", "- [ ] Label\n\n- [x] Tape")
    page = visit(article.get_absolute_url())
    for task in page.locator("li.task").all():
        assert task.bounding_box()["height"] < 2 * task.locator("input").bounding_box()["height"]
