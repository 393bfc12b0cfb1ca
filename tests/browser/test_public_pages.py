"""The public pages in a real browser: nothing blocked, nothing overflows, every control works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from articles.models import Category, ViewTotal
from tests.browser.axe import serious, serious_in_both_schemes
from tests.browser.layout import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
BODY = f"""
Change it in the app or on the web.

::: action Self-service tool
For quick access, use the button below.

[Change my password](https://app.example.com/password)
:::

## Before you start

- [x] Your phone is with you
- [ ] No `VPN` is on {LONG}

> [!NOTE]
> You are signed out everywhere else.

> [!WARNING]
> Never give a code to anybody.[^1]

> [!CAUTION]
> What is deleted is gone.

[^1]: Not even to us.

## Change it

:::: tabs
::: tab On the app
1. Open the app.

### In the settings
Select **Security**.
:::
::: tab On the web
Sign in and select your initials.

### In the browser
Select **Password**.
:::
::::

## Which phone

:::: tabs
::: tab On the app
Any phone.
:::
::: tab On the web
No phone.
:::
::::

| Password | Time to guess | Verdict | Remark | {LONG} |
|:--|--:|:-:|---|---|
| `summer2024` | 2 seconds | Poor | It is in every list of passwords | yes |

```python
print("{LONG * 2}")
```

::: video https://video.example.com/watch/1 Watch it
:::

## Questions

::: details How often?
Only when somebody knows it.

### Recovery codes {{#recovery}}
Ten codes.
:::

> Quoted.

::: steps
1. One
2. Two
:::
"""

ARTICLE = "/articles/change-my-password/"
PAGES = ["/", "/?page=2", "/faq/", "/faq/account/", "/faq/empty/", ARTICLE, "/tags/security/",
         "/search/?q=password", "/search/?q=zzzzqqqq",
         "/search/?q=pasword+zzzzqqqq+text&category=account", "/none/like-this/"]  # fmt: skip


@pytest.fixture(autouse=True)
def account(publish, faq, make_category, settings) -> Category:
    """A category with an article that has every kind of thing, on a site with a contact."""
    settings.CONTACT_URL = "https://example.com/contact"
    account = make_category("account", parent=faq, name="Account and sign-in", icon="user")
    article = publish(
        "Change my password", BODY, category=account, pinned=True, tags=["security", LONG.lower()],
        summary="In the app or on the web.",
    )  # fmt: skip
    ViewTotal.objects.create(article=article, views=149333)
    return account


@pytest.fixture
def full(account, publish, make_category):
    """More articles than a page of a list takes, and, far below them, a category without any."""
    above = account
    for n in range(3):
        above = make_category(f"level-{n}", parent=above, name=LONG[: 40 + n])
    make_category("empty", parent=above, name="Nutzungsbedingungsdokumente")
    for n in range(16):
        publish(f"{LONG} {n}", "Some text.\n\n## A part\n\nMore.", category=account)


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_and_use_a_page(visit, full, path):
    page = visit(path, reduced_motion="reduce")
    assert serious_in_both_schemes(page) == []
    for width in (800, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == []
    assert serious(page) == []


def test_the_strip_of_tabs_reaches_the_edges_of_a_phone_and_its_words_stand_above_the_list(visit):
    page = visit("/faq/", width=320)
    strip = page.locator(".tabs-nav")
    assert strip.bounding_box()["x"] == 0
    assert strip.bounding_box()["width"] == 320
    page.set_viewport_size({"width": 1280, "height": 900})
    words = strip.locator("a").first.evaluate(
        "tab => tab.getBoundingClientRect().x + parseFloat(getComputedStyle(tab).paddingLeft)"
    )
    assert words == strip.bounding_box()["x"] == page.locator(".cards").bounding_box()["x"]
    line = page.locator(".tabs-nav [aria-current]").evaluate(
        "tab => [getComputedStyle(tab).backgroundImage, getComputedStyle(tab).backgroundOrigin]"
    )
    assert line[0].startswith("linear-gradient")
    assert line[1] == "content-box"


def test_the_box_in_the_header_gives_way_to_the_name_of_the_site(visit, settings):
    settings.SITE_NAME = "Larkbooks Help Center"
    name = visit(ARTICLE, width=768).locator(".brand span")
    assert (
        name.evaluate("name => name.scrollHeight / parseFloat(getComputedStyle(name).lineHeight)")
        < 1.5
    )


def test_lines_are_no_longer_than_can_be_read(visit, publish):
    publish("Long lines", f"{'Some words that are read. ' * 40}\n\n## A part\n\nMore.")
    page = visit("/articles/long-lines/", width=800)
    for path in ("/articles/long-lines/", "/search/?q=words"):
        page.goto(path)
        for width in (800, 1100, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            text = page.locator(".prose > p, .card-passage").first
            letters = text.evaluate(
                """text => {
                    const range = document.createRange();
                    range.selectNodeContents(text);
                    return range.toString().length / new Set(
                        [...range.getClientRects()].map((line) => Math.round(line.top))
                    ).size;
                }"""
            )
            assert 60 < letters <= 85
            page.emulate_media(media="print")
            assert text.bounding_box()["width"] > 0.9 * width
            page.emulate_media(media="screen")


def test_a_long_word_stays_where_it_is(visit, publish, faq, make_category, settings):
    settings.SITE_NAME = LONG
    publish(f"Pay {LONG}", "Text.", category=make_category("long", parent=faq, name=LONG[:40]))
    page = visit("/")
    topic = page.locator(".topic", has_text=LONG[:40])
    assert topic.evaluate("topic => topic.scrollWidth <= topic.clientWidth")
    page.set_viewport_size({"width": 320, "height": 900})
    for path in ("/", "/feeds/", "/articles/pay-more/"):
        page.goto(path)
        assert overflowing(page) == []
        assert page.locator(".brand span").bounding_box()["y"] >= 8


@pytest.mark.parametrize("path", ["/", ARTICLE, "/search/?q=password", "/none/like-this/"])
def test_a_page_without_javascript_shows_no_control_that_needs_it(visit, path):
    page = visit(path, java_script_enabled=False)
    expect(page.locator("h1")).to_have_count(1)
    for control in page.locator(".needs-script").all():
        expect(control).to_be_hidden()


def test_results_are_narrowed_without_javascript_on_any_screen(visit, full):
    page = visit("/search/?q=password", width=1280, java_script_enabled=False)
    tag = page.get_by_role("link", name="security 1")
    expect(tag).to_be_hidden()  # every result has it
    page = visit("/search/?q=text+password", width=1280, java_script_enabled=False)
    page.get_by_role("link", name="security 1").click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Remove security").click()
    expect(page.locator(".card")).to_have_count(15)
    page.set_viewport_size({"width": 360, "height": 900})
    expect(page.get_by_role("link", name="Newest")).to_be_hidden()
    page.get_by_text("Narrow and sort").click()
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"))


def test_an_article_without_javascript_shows_both_tabs_and_opens_its_contents(visit):
    page = visit(ARTICLE, java_script_enabled=False)
    expect(page.get_by_text("Open the app.")).to_be_visible()
    expect(page.get_by_text("Sign in and select your initials.")).to_be_visible()
    expect(page.locator(".contents a").first).to_be_visible()


def test_reading_an_article_counts_once(visit):
    visit(ARTICLE)
    visit(ARTICLE)
    assert visit("/").locator(".card .views").first.inner_text().startswith("149,334")


# App/web tabs -----------------------------------------------------------------------------------


def test_a_chosen_tab_is_chosen_everywhere_and_remembered(visit):
    page = visit(ARTICLE)
    expect(page.get_by_text("Open the app.")).to_be_visible()
    page.get_by_role("tab", name="On the web").first.click()
    expect(page.get_by_text("Sign in and select your initials.")).to_be_visible()
    expect(page.get_by_text("Open the app.")).to_be_hidden()
    expect(page.get_by_text("No phone.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No phone.")).to_be_visible()


def test_tabs_follow_the_arrow_keys(visit):
    page = visit(ARTICLE)
    app, web = page.get_by_role("tablist").first.get_by_role("tab").all()
    app.focus()
    page.keyboard.press("ArrowRight")
    expect(web).to_be_focused()
    expect(web).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(app).to_be_focused()
    page.keyboard.press("End")
    expect(web).to_be_focused()
    page.keyboard.press("Tab")
    expect(app).not_to_be_focused()


@pytest.mark.parametrize("anchor", ["in-the-browser", "on-the-web"])
def test_a_link_into_a_tab_opens_it(visit, anchor):
    page = visit(f"{ARTICLE}#{anchor}")
    expect(page.get_by_text("Sign in and select your initials.")).to_be_in_viewport()


# Accordions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("anchor", ["how-often", "recovery"])
def test_a_link_into_an_accordion_opens_it(visit, anchor):
    page = visit(ARTICLE)
    expect(page.get_by_text("Ten codes.")).to_be_hidden()
    page.evaluate("anchor => (location.hash = anchor)", anchor)
    expect(page.get_by_text("Only when somebody knows it.")).to_be_visible()
    expect(page.get_by_text("Ten codes.")).to_be_in_viewport()


def test_a_result_inside_an_article_opens_its_answer(visit, publish):
    filler = "Much else is written here, and this goes on for a while. " * 40
    asked = "".join(
        f"::: details May I carry {thing} abroad?\nOnly as much {thing} as said. {filler}\n:::\n"
        for thing in ("money", "gold", "coins")
    )
    publish("At the border", f"{filler}\n\n{asked}")
    page = visit("/search/?q=carry+gold+abroad")
    expect(page.get_by_text("in At the border").first).to_be_visible()
    page.get_by_role("link", name="May I carry gold abroad?").click()
    expect(page.get_by_text("Only as much gold as said.")).to_be_in_viewport()
    expect(page.get_by_text("Only as much coins as said.")).to_be_hidden()


def test_print_shows_all_that_is_folded_and_wide_and_no_chrome(visit):
    page = visit(ARTICLE, width=800)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert overflowing(page) == []
    for text in ("Open the app.", "Sign in and select your initials.", "Ten codes."):
        expect(page.get_by_text(text)).to_be_visible()
    for selector in (".top", ".bottom", ".contents", "[role=tablist] >> nth=0"):
        expect(page.locator(selector)).to_be_hidden()


def test_printed_results_say_what_was_asked(visit):
    page = visit("/search/?q=lost+codes", width=800)
    asked = page.get_by_role("heading", level=1)
    assert asked.bounding_box()["height"] == 1
    page.emulate_media(media="print")
    expect(asked).to_have_text("Search lost codes")
    assert asked.bounding_box()["height"] > 20
    expect(page.locator(".search-large")).to_be_hidden()


# Contents, headings, code -----------------------------------------------------------------------


def test_the_contents_follow_the_scroll(visit):
    page = visit(ARTICLE, reduced_motion="reduce")  # a key is lost while the page still glides
    current = page.locator(".contents [aria-current]")
    page.locator("#change-it").evaluate("heading => heading.scrollIntoView()")
    expect(current).to_have_text("Change it")
    bold = (
        "link => getComputedStyle(link).fontWeight"  # would break lines, and all below would move
    )
    assert current.evaluate(bold) == page.locator(".contents a").first.evaluate(bold)
    page.keyboard.press("End")
    expect(current).to_have_text("Questions")
    for name in ("Recovery codes", "Questions"):
        page.locator(".contents").get_by_text(name).click()
        expect(current).to_have_text(name)


def test_the_contents_are_folded_on_a_phone_and_open_beside_the_text(visit):
    page = visit(ARTICLE)
    assert page.locator(".contents").get_attribute("open") is not None
    page.locator(".crumbs a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".contents a").first).to_be_focused()
    phone = visit(ARTICLE, width=320)
    expect(phone.locator(".contents a").first).to_be_hidden()
    phone.locator(".contents summary").click()
    expect(phone.locator(".contents a").first).to_be_visible()


def test_a_heading_gives_its_link_and_says_so(visit):
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Link to this section: Questions").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{ARTICLE}#questions")


def test_the_sign_of_a_heading_s_link_stands_level_with_its_words(visit):
    page = visit(ARTICLE)
    distances = page.locator(".heading").evaluate_all(
        """headings => headings.map(({ children }) => {
            const [words, sign] = [...children].map((one) => one.getBoundingClientRect());
            return Math.abs(words.top + words.bottom - sign.top - sign.bottom) / 2;
        })"""
    )
    assert distances
    assert max(distances) <= 2


def test_code_can_be_copied(visit):
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f'print("{LONG * 2}")\n'


def test_a_name_in_a_table_stays_whole(visit):
    name = visit(ARTICLE, width=320).locator("td code")
    assert name.evaluate("code => code.getClientRects().length") == 1


def test_the_button_that_copies_covers_no_code(visit):
    page = visit(ARTICLE, width=320)
    code, button = page.locator(".code pre").bounding_box(), page.locator(".code button")
    assert code["x"] + code["width"] <= button.bounding_box()["x"]


# Colours and keys -------------------------------------------------------------------------------


def test_in_colours_of_the_reader_every_sign_can_be_seen(visit):
    page = visit(ARTICLE, forced_colors="active")
    drawn, unseen = page.evaluate(
        """() => {
            const ground = getComputedStyle(document.body).backgroundColor;
            const signs = [...document.querySelectorAll("*")].flatMap((one) =>
                ["::before", "::after"].map((part) => [one, getComputedStyle(one, part)])
            ).filter(([_, look]) => look.content !== "none" && look.maskImage !== "none");
            const lost = signs.filter(([_, look]) => look.backgroundColor === ground);
            return [signs.length, lost.map(([one]) => one.outerHTML.slice(0, 80))];
        }"""
    )
    assert drawn > 10
    assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_colours_stay(visit, scheme):
    page = visit("/", scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)
    page.get_by_role("button", name="Dark colours").click()
    chosen = page.evaluate(background)
    assert chosen != before
    page.goto("/faq/")
    assert page.evaluate(background) == chosen
    pressed = str(scheme == "light").lower()
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute(
        "aria-pressed", pressed
    )


@pytest.mark.parametrize("path", ["/", ARTICLE, "/nothing/"])
def test_a_key_leads_to_the_search(visit, path):
    page = visit(path)
    box = page.get_by_role("combobox")
    for keys in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(keys)
        expect(box).to_be_focused()
        page.keyboard.type("and/or")
        expect(box).to_have_value("and/or")
        box.blur()


def test_the_slash_can_be_turned_off(visit):
    page = visit("/")
    page.get_by_role("button", name="Search with the / key").click()
    for _ in range(2):
        page.locator("body").press("/")
        expect(page.get_by_role("combobox")).not_to_be_focused()
        page.reload()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_the_first_key_skips_to_the_content(visit):
    page = visit(ARTICLE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_text_of_twice_the_size_covers_nothing(visit):
    page = visit(ARTICLE, width=390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0
    line, letters = page.locator(".crumbs a").first.evaluate(
        "a => [getComputedStyle(a).lineHeight, getComputedStyle(a).fontSize].map(parseFloat)"
    )
    assert line > 1.5 * letters


def test_every_stop_of_the_keyboard_can_be_seen(visit):
    page = visit(ARTICLE)
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const element = document.activeElement;
                const box = element.getBoundingClientRect();
                const ring = getComputedStyle(element).outlineStyle !== "none"
                    || getComputedStyle(element.parentElement).boxShadow !== "none";
                return element === document.body || (ring && box.width > 1 && box.height > 1);
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
