"""Links lead to articles, pictures are taken along, and code is left alone."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage

from articles.importing.link_syntax import LINK, PICTURE
from articles.markup import render
from articles.models import Article
from tests.articles.sources import archive, article, folder, png, refused, run

pytestmark = pytest.mark.django_db
TARGET = "/articles/target/"


def imported(tmp_path, text: str, files: dict | None = None, **options) -> str:
    """Import `text` as faq/page.md beside faq/target.md and return its body."""
    target = "---\naliases: Before it was called target\n---\n\n# The target\n\nText"
    files = {"kb/faq/target.md": target, "kb/faq/page.md": text} | (files or {})
    imported.out = run(folder(tmp_path, files) / "kb", **options)
    return Article.objects.get(slug="page").body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](target.md)", f"[a]({TARGET})"),
        ("[a](./target.md#part)", f"[a]({TARGET}#part)"),
        ("[a](../faq/target.md?x=1#part)", f"[a]({TARGET}#part)"),
        ("[a](target)", f"[a]({TARGET})"),
        ("[a](target.html)", f"[a]({TARGET})"),
        ("[a](../target/)", f"[a]({TARGET})"),
        ("[a](/faq/target.md)", f"[a]({TARGET})"),
        ("[a](/kb/faq/target)", f"[a]({TARGET})"),
        ("[a](/help/kb/faq/target.html)", f"[a]({TARGET})"),
        ("[a](/hc/target#part)", f"[a]({TARGET}#part)"),
        ("[a](doc:target#part)", f"[a]({TARGET}#part)"),
        ("[a](<target.md>)", f"[a]({TARGET})"),
        ('[a](target.md "Title")', f'[a]({TARGET} "Title")'),
        ("[a [b] c](target.md)", f"[a [b] c]({TARGET})"),
        ("[a][t]\n\n[t]: target.md", f"[a][t]\n\n[t]: {TARGET}"),
        ('<a href="target.md">a</a>', f"[a]({TARGET})"),
        ("[[The target]] and [[target|it]]", f"[The target]({TARGET}) and [it]({TARGET})"),
        ("[[faq/target#Next step]]", f"[faq/target]({TARGET}#next-step)"),
        ("[[#A part]] and [[#A part|it]]", "[A part](#a-part) and [it](#a-part)"),
        ("| [[target\\|it]] |\n| --- |", f"| [it]({TARGET}) |\n| --- |"),
        ("![[target#^a1]]", f"[target]({TARGET})"),
        ("[[Before it was called target|it]]", f"[it]({TARGET})"),
        ("[target.md](target.md)", f"[The target]({TARGET})"),
        ("[AUTOTITLE](/faq/target)", f"[The target]({TARGET})"),
        ("[unser [a](target.md) b](x.md)", f"[unser [a]({TARGET}) b](x.md)"),
        ("| a |\n| --- |\n| [a](target.md) |", f"| a |\n| --- |\n| [a]({TARGET}) |"),
    ],
)
def test_a_link_to_a_file_leads_to_its_article(tmp_path, text, expected):
    assert imported(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://example.com/target.md)",
        "[a](//example.com/target.md)",
        "[a](mailto:a@example.com)",
        "[a](#part)",
        "<https://example.com>",
        "[^1]\n\n[^1]: For travel only.",
        "> [!NOTE]\n> Text",
        "[!UICONTROL Save] and [!DNL Tool]",
        "[x] (target.md)",
        r"\[a\](target.md)",
        "![a](https://example.com/a.png)",
        "`[a](target.md)`",
        "```\n[a](target.md) ![x](x.png)\n```",
        "    [a](target.md)",
        "1. Do\n\n    ```\n    <b>[a](target.md)</b>\n    ```",
    ],
)
def test_what_is_no_link_into_the_folder_stays(tmp_path, text):
    assert imported(tmp_path, text) == text.strip("\n")


def test_of_a_link_to_nowhere_the_text_stays_and_the_line_is_named(tmp_path):
    body = imported(tmp_path, "---\ntitle: Page\n---\n\nSee [the *guide*](gone.md#x).")
    assert body == "See the *guide*."
    assert "faq/page.md:5: There is no 'gone.md'" in imported.out


def test_of_a_wiki_link_to_nowhere_the_text_stays(tmp_path):
    assert imported(tmp_path, "[[Nobody knows]] [[gone#x|it]] ![[gone.png]]") == "Nobody knows it "
    assert "faq/page.md:1: There is no 'Nobody knows': the link is left out" in imported.out
    assert "faq/page.md:1: There is no picture 'gone.png'" in imported.out


def test_a_picture_of_a_wiki_may_say_how_wide_it_is(tmp_path):
    body = imported(tmp_path, "![[x.png#left|300]] ![[x.png|A door]]", {"kb/img/x.png": png()})
    assert body.startswith("![](/media/")
    assert "){width=300} ![A door](/media/" in body


def test_what_myst_names_above_a_heading_is_linked_by_that_name(tmp_path):
    files = {
        "kb/faq/bill.md": "(bills)=\n# All bills\n\nText\n\n(late)=\n## Late {term}`ones`\n\nText",
    }
    text = "{ref}`bills` {ref}`it <late>` [](late) {doc}`target` [](target.md)"
    assert imported(tmp_path, text, files) == (
        "[All bills](/articles/bill/) [it](/articles/bill/#late) "
        f"[Late ones](/articles/bill/#late) [The target]({TARGET}) [The target]({TARGET})"
    )
    assert Article.objects.get(title="All bills").body == "Text\n\n## Late ones {#late}\n\nText"


def test_a_link_without_text_to_nowhere_is_named(tmp_path):
    assert imported(tmp_path, "One [](gone)") == "One "
    assert "faq/page.md:1: There is no 'gone': the link, which has no text, goes." in imported.out


def test_a_line_with_the_same_link_twice_is_named_once(tmp_path):
    imported(tmp_path, "[a](gone.md) [b](gone.md)")
    assert imported.out.count("There is no 'gone.md'") == 1
    assert "1 warning, " in imported.out


def test_of_pages_that_an_address_may_mean_the_nearest_is_linked(tmp_path):
    files = {
        "new/start/setup.md": "# New\n\nText",
        "old/start/setup.md": "# Old\n\nText",
        "old/page-of-old.md": "[a](/start/setup)",
    }
    run(folder(tmp_path, files))
    old = Article.objects.get(title="Old")
    assert Article.objects.get(slug="page-of-old").body == f"[a](/articles/{old.slug}/)"


def test_of_pages_that_share_the_last_name_of_an_address_none_is_linked(tmp_path):
    files = {"kb/a/setup.md": "# One\n\nText", "kb/b/setup.md": "# Two\n\nText"}
    assert imported(tmp_path, "[a](/hc/setup) [b](/hc/index)", files) == "a b"


def test_a_link_leads_to_the_default_locale_where_its_own_lacks_the_file(tmp_path):
    run(folder(tmp_path, {"en/faq/two.md": "B", "de/faq/one.md": "[a](two.md#x)"}))
    assert Article.objects.get(locale="de").body == "[a](/articles/two/#x)"


def test_a_link_leads_to_the_file_of_its_own_locale(tmp_path):
    files = {
        "a/one.en.md": "[a](two.md) [b](../two/)",
        "a/one.de.md": "[a](two.md) [b](../two/)",
        "a/two.en.md": "Text",
        "a/two.de.md": "Text",
    }
    run(folder(tmp_path, files))
    bodies = dict(Article.objects.filter(slug="one").values_list("locale", "body"))
    assert bodies == {
        "en-us": "[a](/articles/two/) [b](/articles/two/)",
        "de": "[a](/de/articles/two/) [b](/de/articles/two/)",
    }


def test_a_link_to_a_page_that_is_not_imported_says_so(tmp_path):
    files = {"kb/includes/part.md": "Part"}
    assert imported(tmp_path, "See [the part](../includes/part.md).", files) == "See the part."
    assert "includes/part.md is no article here: the link to it is left out" in imported.out


def test_the_words_for_a_missing_picture_stay_only_where_they_stand_in_a_text(tmp_path):
    text = "Click ![the cog](gone.png) now.\n\n![The door](gone.png)\n\n> ![A](gone.svg)\n> One"
    assert imported(tmp_path, text) == "Click the cog now.\n\n\n\n> \n> One"
    assert "There is no picture 'gone.svg'" in imported.out


def test_a_link_around_a_picture_that_is_missing_goes_with_it(tmp_path):
    assert imported(tmp_path, "One [![](gone.png)](https://x.example) two") == "One  two"


def test_what_only_names_a_page_that_is_missing_goes_from_a_list_of_related_ones(tmp_path):
    related = "## Related articles\n\n- [One](gone.md)\n- [Two](target.md)"
    more = "## See also\n\n* [[Three]]\n* [Four\n  ever](gone.md)\n\n## Parts\n\n- [Five](gone.md)"
    assert imported(tmp_path, f"Text\n\n{related}\n\n{more}") == (
        f"Text\n\n## Related articles\n\n- [Two]({TARGET})\n\n## Parts\n\n- Five"
    )
    assert "There is no 'gone.md'" in imported.out


def test_a_link_to_a_page_of_the_site_stays(tmp_path, faq):
    text = "[a](/faq/) [b](/search/?q=x#y)"
    assert imported(tmp_path, text) == text


def test_a_picture_is_stored_once_wherever_it_is_used(tmp_path, settings):
    text = (
        '![a](../img/x.png)\n\n![b](/img/x.png "Caption")\n\n<img src="../img/copy.png" width="40">'
    )
    body = imported(tmp_path, text, {"kb/img/x.png": png(), "kb/img/copy.png": png()})
    (name,) = (path.name for path in (settings.MEDIA_ROOT / "images").glob("*.png"))
    url = f"/media/images/{name}"
    assert body == f'![a]({url})\n\n![b]({url} "Caption")\n\n![]({url}){{width=40}}'


def test_a_picture_is_found_by_the_end_of_its_path_when_one_file_has_it(tmp_path):
    pictures = {"kb/assets/a/one.png": png(), "kb/assets/b/two.png": png(), "kb/c/b/two.png": png()}
    body = imported(tmp_path, "![x](a/one.png) ![y](b/two.png)", pictures)
    assert body.startswith("![x](/media/")
    assert body.endswith(" y")
    assert "There is no picture 'b/two.png'" in imported.out


def test_a_picture_keeps_the_link_to_its_full_size(tmp_path):
    body = imported(tmp_path, "[![a](x.png)](x.png)", {"kb/faq/x.png": png()})
    assert body.count("/media/images/") == 2
    assert body.startswith("[![a](/media/")


def test_a_name_with_spaces_and_percent_signs_is_found(tmp_path):
    body = imported(tmp_path, "![a](my%20x.png) ![b](<my x.png>)", {"kb/faq/my x.png": png()})
    assert body.count("/media/images/") == 2


def test_a_translation_shows_the_pictures_of_its_source(tmp_path):
    files = {
        "en-us/a.md": "![x](img/x.png)",
        "en-us/img/x.png": png(),
        "en-gb/a.md": "![x](img/x.png)",
    }
    run(folder(tmp_path, files))
    one, other = Article.objects.values_list("body", flat=True)
    assert one == other
    assert "/media/images/" in one


@pytest.mark.parametrize(
    ("name", "content"), [("x.svg", b"<svg onload='alert(1)'/>"), ("x.png", b"<html>"), ("", b"")]
)
def test_of_a_picture_that_cannot_be_shown_the_alternative_text_stays(
    tmp_path, settings, name, content
):
    files = {f"kb/faq/{name}": content} if name else {}
    body = imported(tmp_path, f"![A chart]({name or 'gone.png'}){{width=40}} after", files)
    assert body == "A chart after"
    assert "faq/page.md:1: " in imported.out
    assert not settings.MEDIA_ROOT.exists()


def test_an_attachment_is_kept_under_the_hash_of_its_content(tmp_path):
    body = imported(tmp_path, "[form](form.PDF) [again](form.PDF)", {"kb/faq/form.PDF": b"%PDF-1"})
    url = body.split("(")[1].split(")")[0]
    assert body == f"[form]({url}) [again]({url})"
    name = url.removeprefix("/media/")
    assert name.startswith("files/")
    assert name.endswith(".pdf")
    assert default_storage.open(name).read() == b"%PDF-1"


@pytest.mark.parametrize("name", ["page2.html", "x.svg", "x.js", "x.xml", "x.exe", "noextension"])
def test_a_file_that_a_browser_may_run_is_not_kept(tmp_path, settings, name):
    body = imported(tmp_path, f"[file]({name})", {f"kb/faq/{name}": b"<script>alert(1)</script>"})
    assert body == "file"
    assert not settings.MEDIA_ROOT.exists()


def test_no_connection_is_ever_made(tmp_path, monkeypatch):
    def refuse(self, address):
        if not str(address).startswith("/"):  # the database's own socket
            raise AssertionError(f"connects to {address}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    text = "![a](http://127.0.0.1:9/a.png) [!INCLUDE [x](https://127.0.0.1/x.md)]"
    assert "127.0.0.1:9" in imported(tmp_path, text)


def test_names_that_a_mac_packed_are_found_by_what_people_type(tmp_path):
    mac = partial(unicodedata.normalize, "NFD")
    files = {
        mac("Häufig/Größe.md"): "# Größe\n\n![Ü](Übersicht.png) [Zwei](Ähnlich.md)",
        mac("Häufig/Übersicht.png"): png(),
        mac("Häufig/Ähnlich.md"): "Text",
    }
    out = run(archive(tmp_path / "mac.zip", files))
    assert "0 warnings" in out
    assert "![Ü](/media/images/" in article("größe").body
    assert article("ähnlich").title == "Ähnlich"
    assert str(article("größe").category) == "Häufig"


def test_names_that_differ_in_case_alone_are_two_files(tmp_path):
    files = {
        "A.md": "# Upper\n\n[lower](a.md) ![](P.png)",
        "a.md": "# Lower\n\n[upper](A.md) ![](p.png)",
        "P.png": png("red"),
        "p.png": png("blue"),
    }
    run(archive(tmp_path / "case.zip", files))
    upper, lower = (Article.objects.get(title=title) for title in ("Upper", "Lower"))
    assert f"[lower](/articles/{lower.slug}/)" in upper.body
    assert f"[upper](/articles/{upper.slug}/)" in lower.body
    assert upper.body.rpartition("![]")[2] != lower.body.rpartition("![]")[2]


@pytest.mark.parametrize("text", ['<video src="../v/demo.mp4"></video>', "![](../v/demo.mp4)"])
def test_a_video_of_the_source_plays_in_the_page(tmp_path, text):
    body = imported(tmp_path, f"- One\n\n  {text}", {"kb/v/demo.mp4": b"film"})
    page = BeautifulSoup(render(body).html, "html.parser")
    link = page.select_one("li p.video a")
    assert link["data-player"] == link["href"]
    assert default_storage.exists(link["href"].removeprefix("/media/"))
    assert imported.out.count("0 warnings") == 1


def test_a_video_that_browsers_do_not_play_is_a_file(tmp_path):
    body = imported(tmp_path, '<video src="a.mov" title="Tour"></video>', {"kb/faq/a.mov": b"film"})
    assert re.fullmatch(r"\[Tour\]\(/media/files/\w+\.mov\)", body)


def test_of_a_video_that_is_missing_the_title_stays(tmp_path):
    assert imported(tmp_path, 'A\n\n<video src="a.mp4" title="Tour"></video>') == "A\n\nTour"
    assert "There is no 'a.mp4'" in imported.out


def test_a_link_to_an_article_that_came_after_the_last_import_stays(tmp_path, publish):
    assert imported(tmp_path, "[a](/articles/later/)") == "a"
    publish("Later", slug="later")
    assert imported(tmp_path, "[a](/articles/later/)") == "[a](/articles/later/)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://old.example.com/some-article/)", "[a](/articles/some-article/)"),
        ("[a](http://OLD.example.com/2020/05/some-article/?x=1#b)",
         "[a](/articles/some-article/#b)"),
        ("[a](https://old.example.com/dated/)", "[a](/articles/dated/)"),
        ("[a][1]\n\n[1]: //old.example.com/some-article", "[a][1]\n\n[1]: /articles/some-article/"),
        ("<a href='https://old.example.com/some-article'>a</a>", "[a](/articles/some-article/)"),
        ("[a](https://old.example.com/other/)", "[a](https://old.example.com/other/)"),
        ("[a](https://old.example.com/)", "[a](https://old.example.com/)"),
        ("[a](https://old.example.com.au/some-article/)",
         "[a](https://old.example.com.au/some-article/)"),
        ("[a](https://example.com/some-article/)", "[a](https://example.com/some-article/)"),
        ("[a](https://old.example.com/twin/)", "[a](https://old.example.com/twin/)"),
    ],
)  # fmt: skip
def test_an_address_of_the_old_site_leads_to_the_one_article_that_had_it(tmp_path, text, expected):
    files = {
        "kb/posts/some-article/index.md": "B",
        "kb/posts/2020-05-06-dated.md": "---\nslug: dated\n---\nE",
        "kb/x/twin/index.md": "C",
        "kb/y/twin/index.md": "D",
    }
    site = "https://old.example.com/"
    assert imported(tmp_path, text, files, old_site=site) == expected


def test_a_picture_of_the_old_site_is_shown_from_the_source(tmp_path):
    text = "![A](https://x.example/blog/up/a.png)\n\n![B](https://x.example/blog/up/b.png)"
    body = imported(tmp_path, text, {"kb/up/a.png": png()}, old_site="https://x.example/blog")
    assert re.fullmatch(r"!\[A\]\(/media/images/\S+\)\n\n!\[B\]\(https://x\S+b\.png\)", body)


@pytest.mark.parametrize("site", ["old.example.com", "ftp://x.example", "https://"])
def test_what_is_no_address_of_a_site_is_refused(tmp_path, site):
    assert "is no address" in refused(folder(tmp_path, {"a.md": "A"}), old_site=site)


def test_a_post_is_found_by_its_address_without_the_date_of_its_file(tmp_path):
    body = imported(tmp_path, "[a](/2024/05/06/refund/)", {"kb/_posts/2024-05-06-refund.md": "R"})
    assert body == "[a](/articles/2024-05-06-refund/)"


@pytest.mark.parametrize("text", ["\\[", "[\\]", "![\\]", "[a [b]"])
def test_brackets_without_end_are_read_once(text):
    assert not LINK.search(text * 200_000)  # minutes when each is followed to the end
    assert not PICTURE.search(text * 200_000)
