"""What the site says about itself: from the admin before the environment, and nothing unsafe."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles import brand_values, colours
from articles.models import Branding, BrandingLink, Greeting
from tests.articles.pages import POISON, words
from tests.articles.pages import fields as fields_of
from tests.articles.pages import page as parsed

PAGE = "/admin/articles/branding/1/change/"
PREVIEW = "/admin/articles/branding/preview/"


def rows(prefix: str, *told: dict) -> dict[str, str]:
    counts = {f"{prefix}-TOTAL_FORMS": len(told), f"{prefix}-INITIAL_FORMS": 0}
    return counts | {
        f"{prefix}-{n}-{name}": value for n, one in enumerate(told) for name, value in one.items()
    }


def form(links: list[dict] = (), greetings: list[dict] = (), **fields) -> dict:
    return {"shows_name": "on"} | rows("links", *links) | rows("greetings", *greetings) | fields


def picture(width: int = 900, height: int = 300, kind: str = "PNG") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (width, height), "#1d5bb8").save(data, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", data.getvalue())


@pytest.fixture
def owner(db, at_desk):
    return at_desk(User.objects.create_superuser("olga"))


@pytest.fixture
def save(owner):
    """Return a function that saves the page and returns what the form finds wrong."""

    def post(**fields) -> dict:
        version = fields_of(owner.get(PAGE), "#branding_form")["version"]
        answer = owner.post(PAGE, form(**fields) | {"version": version})
        if answer.status_code == 302:
            return {}
        context = answer.context
        found = dict(context["adminform"].form.errors)
        for inline in context["inline_admin_formsets"]:
            found |= {name: said for row in inline.formset.errors for name, said in row.items()}
        assert found, answer.content
        return found

    return post


# The admin's word and the environment's -----------------------------------------------------------


def test_what_is_set_in_the_admin_stands_on_every_page_and_the_rest_is_the_environments(
    save, see, settings
):
    settings.HEADER_LINKS = [("Status", "https://status.example.com/")]
    settings.GREETING = "Hello?"
    wrong = save(
        name="Larkbooks <Help>",
        contact="help@example.com",
        links=[
            {"place": "footer", "label": "Imprint", "address": "/imprint/", "position": "2"},
            {"place": "footer", "label": "Terms", "address": "/terms/", "position": "1"},
            {"place": "footer", "label": "UK", "address": "/", "locale": "en-gb", "position": "0"},
        ],
    )
    assert wrong == {}
    page = see("/")
    assert page.title.text == page.select_one(".brand").text == "Larkbooks <Help>"
    assert page.h1.text == "Hello?"
    assert page.select_one(".contact-link")["href"] == "mailto:help@example.com"
    assert [link["href"] for link in page.select(".top-links a")] == ["https://status.example.com/"]
    footer = [link.text for link in page.select(".bottom-links a:not(.narrow-only)")]
    assert footer[-2:] == ["Terms", "Imprint"]
    assert "UK" in see("/en-gb/").select_one(".bottom-links").text
    assert page.select_one('link[href^="/branding"]') is None  # no colours, no stylesheet


def test_the_form_says_locale_as_the_rest_of_the_desk_does(admin_client):
    form = parsed(admin_client.get("/admin/articles/branding/1/change/")).select_one(
        "#branding_form"
    )
    heads = [words(head) for head in form.select(".inline-group thead th")]
    assert heads.count("Locale") == 2
    assert words(form.select_one("[name$=-locale] option")) == "All locales"
    assert "language" not in words(form)


def test_a_greeting_is_that_of_the_locale_else_that_of_all(save, see):
    assert not save(greetings=[{"text": "What is up?"}, {"text": "Good day", "locale": "en-gb"}])
    assert see("/").h1.text == "What is up?"
    assert see("/en-gb/").h1.text == "Good day"


@pytest.mark.django_db(transaction=True)
def test_kept_pages_change_with_the_branding_and_still_cost_one_query(client, publish):
    publish("How do I pay?", "By card.")
    Branding.objects.create(pk=1)
    for name in ("Before", "After"):
        Branding.objects.update(name=name)
        assert name in [client.get("/").content.decode() for _time in range(3)][-1]
        with CaptureQueriesContext(connection) as queries:
            assert name in client.get("/").content.decode()
        assert len(queries) == 1


def test_a_poisoned_name_is_text_everywhere(see, publish, client, db):
    publish("How do I pay?", "By card.")
    branding = Branding.objects.create(pk=1, name=POISON, accent="#1d5bb8")
    BrandingLink.objects.create(branding=branding, place="header", label=POISON[:60], address="/")
    Greeting.objects.create(branding=branding, text=POISON)
    for path in ("/", "/articles/how-do-i-pay/", "/search/?q=x", "/admin/login/"):
        page = see(path)
        assert not page.select("script:not([src]):not([type='application/ld+json'])")
        assert not page.select("[onerror], [onload], [onclick]")
    assert client.get("/feeds/articles.atom").status_code == 200


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"contact": "javascript:alert(1)"}, "contact"),
        ({"contact": "//evil.example.com"}, "contact"),
        ({"accent": "green"}, "accent"),
        ({"analytics_script": "http://stats.example.com/s.js"}, "analytics_script"),
        ({"analytics_script": "https://x.example; script-src *"}, "analytics_script"),
        ({"analytics_attributes": "onload=alert(1)"}, "analytics_attributes"),
        ({"analytics_origins": "https://a.example.com; default-src *"}, "analytics_origins"),
        ({"links": [{"place": "footer", "label": "x", "address": "javascript:x"}]}, "address"),
        ({"links": [{"place": "nowhere", "label": "x", "address": "/"}]}, "place"),
        ({"links": [{"place": "footer", "label": "x", "address": "/", "locale": "x"}]}, "locale"),
        ({"links": [{"place": "footer", "label": "x", "address": "/", "position": "9" * 20}]},
         "position"),
        ({"name": "a\x00b"}, "name"),
    ],
)  # fmt: skip
def test_what_would_harm_is_refused_and_nothing_is_saved(save, fields, field):
    assert field in save(**{"name": "Larkbooks"} | fields)
    assert not Branding.objects.exclude(name="").exists()
    assert not BrandingLink.objects.exists()


def test_an_accent_that_is_hard_to_read_is_refused_with_the_nearest_that_is_not(save):
    said = str(save(accent="#55aaff")["accent"])
    assert "#55aaff is hard to read" in said
    proposed = colours.nearest("#55aaff", "light")
    assert proposed in said
    assert save(accent=proposed) == {}
    assert "needs 4.5" in str(save(accent_dark="#333399")["accent_dark"])


@pytest.mark.parametrize("accent", ["#1d5bb8", "#c2410c", "#000000", "#7a0019", "#6d28d9"])
def test_everything_made_from_an_accent_can_be_read(accent):
    for scheme in ("light", "dark"):
        colour = accent if scheme == "light" else colours.nearest(accent, "dark", 7)
        plain, deep, wash, on_accent = colours.palette(colour, scheme)
        grounds = [*colours.GROUNDS[scheme], wash]
        assert min(colours.contrast(deep, ground) for ground in grounds) >= 4.5
        assert colours.contrast(on_accent, plain) >= 4.5
        assert colours.contrast(plain, wash) >= 3  # an icon on it


def test_the_grounds_are_those_of_the_stylesheet(settings):
    text = (settings.BASE_DIR / "articles/static/helpcenter/site.css").read_text()
    for name, light, dark in zip(("paper", "wash"), *colours.GROUNDS.values(), strict=False):
        said = text.split(f"--{name}: ")[1].split(";")[0].replace("#fff,", "#ffffff,")
        assert said == f"light-dark({light}, {dark})"
    assert colours.GROUNDS["dark"][2] in text.split("--raised: ")[1].split(";")[0]


@pytest.mark.parametrize("name", ["site.css", "widget.js"])
def test_older_browsers_have_the_light_value_of_every_colour(settings, name):
    text = (settings.BASE_DIR / "articles/static/helpcenter" / name).read_text()
    both, older = text.split("@supports not (color: light-dark(", 1)
    declared = re.findall(r"(--[\w-]+): ([^;]*light-dark[^;]*);", both)
    assert len(declared) >= 9
    for colour, value in declared:
        light = re.sub(r"light-dark\((#\w+), #\w+\)", r"\1", value)
        assert f"{colour}: {light};" in older


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.com", True), ("http://example.com:8080/a?b=c#d", True),
        ("mailto:a@example.com?subject=x", True), ("/imprint/", True), ("/", True),
        ("//example.com", False), ("/\\example.com", False), ("javascript:alert(1)", False),
        ("data:text/html,x", False), (" https://example.com", False), ("https://", False),
        ("https://[::1", False), ("https://a b", False), ("/a\nb", False), ("", False),
    ],
)  # fmt: skip
def test_a_link_leads_to_addresses_that_run_nothing(address, allowed):
    assert brand_values.is_link(address) is allowed


# Pictures and colours -----------------------------------------------------------------------------


def test_a_logo_is_encoded_anew_and_gives_the_icon_until_it_is_taken_away(save, see, client):
    assert save(logo=picture(), logo_dark=picture(kind="WEBP"), shows_name="") == {}
    page = see("/")
    light, dark = page.select(".brand img")
    assert (light["width"], light["height"], light["alt"]) == ("384", "128", "Help Center")
    assert "on-dark" in dark["class"]
    assert page.select_one(".brand span") is None
    icon = page.select_one("link[rel=icon]")["href"]
    content = b"".join(client.get(icon).streaming_content)
    assert Image.open(BytesIO(content)).size == (180, 180)
    assert save(**{"logo-clear": "on", "logo_dark-clear": "on"}) == {}
    page = see("/")
    assert page.select(".brand img") == []
    assert page.select_one("link[rel=icon]")["href"].endswith("favicon.svg")


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"broken"),
        picture(20, 20, "JPEG"),
    ],
    ids=["svg", "broken", "jpeg"],
)
def test_a_file_that_is_no_png_or_webp_is_refused(save, file):
    file.seek(0)
    assert "logo" in save(logo=file)


def test_colours_come_as_a_stylesheet_that_may_be_kept_for_a_year(save, see, client, settings):
    assert client.get("/branding-0.css").status_code == 404
    settings.ACCENT_COLOUR = "#9d174d"
    of_environment = see("/").select_one('link[href^="/branding"]')["href"]
    assert save(accent="#1D5BB8") == {}
    address = see("/").select_one('link[href^="/branding"]')["href"]
    assert address != of_environment
    answer = client.get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "light-dark(#1d5bb8, " in answer.content.decode()
    assert "--accent: #1d5bb8;" in answer.content.decode()  # for older browsers
    old = client.get(of_environment)  # a page that a browser still holds
    assert old.content == answer.content
    assert "immutable" not in old.headers["Cache-Control"]


# Analytics ----------------------------------------------------------------------------------------


def test_a_script_that_counts_is_allowed_on_visitors_pages_only_and_only_when_named(
    save, see, client, write
):
    assert "script-src" not in client.get("/").headers["Content-Security-Policy"]
    wrong = save(
        analytics_script="https://stats.example.com/js/s.js?v=1",
        analytics_attributes='data-domain=help.example.com\r\ndata-extra={"a": "<b>"}',
        analytics_origins="https://collect.example.com",
    )
    assert wrong == {}
    script = see("/").select_one("script[data-domain]")
    assert script["src"] == "https://stats.example.com/js/s.js?v=1"
    assert script["data-extra"] == '{"a": "<b>"}'
    policy = client.get("/").headers["Content-Security-Policy"]
    allowed = "'self' https://stats.example.com https://collect.example.com"
    assert f"script-src {allowed}" in policy
    assert f"connect-src {allowed}" in policy
    login = client.get("/admin/login/")
    assert "stats.example.com" not in login.headers["Content-Security-Policy"]
    assert b"stats.example.com" not in login.content


# The preview, and who may -------------------------------------------------------------------------


def test_a_preview_shows_what_is_not_saved(owner):
    told = form(name="Unsaved", accent="#c2410c", greetings=[{"text": "Hi"}], logo=picture())
    answer = owner.post(PREVIEW, told)
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert page.h1.text == "Hi"
    assert page.select_one(".brand img")["src"].startswith("data:image/png;base64,")
    rules = owner.get(page.select_one('link[href*="colours.css"]')["href"])
    assert "light-dark(#c2410c, " in rules.content.decode()
    assert not Branding.objects.exclude(name="").exists()
    refused = owner.post(PREVIEW, form(accent="#ffff00"))
    assert b"hard to read" in refused.content
    assert owner.get("/admin/articles/branding/colours.css?light=%00x").status_code == 400


def test_the_page_is_for_administrators_and_there_is_one_row(owner, make_staff, at_desk):
    assert owner.get("/admin/articles/branding/").url == PAGE
    with CaptureQueriesContext(connection) as queries:
        assert owner.get(PAGE).status_code == 200
    assert len(queries) < 14
    assert owner.get("/admin/articles/branding/2/change/").status_code == 302
    assert Branding.objects.count() == 1
    other = at_desk(make_staff("ana", ["change_article", "publish_article"]))
    assert other.get(PAGE).status_code == 403
    assert other.post(PREVIEW, form()).status_code == 403
