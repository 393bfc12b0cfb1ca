"""A folder of HTML files comes in like one of Markdown."""

from __future__ import annotations

import pytest

from articles.models import Article, Category
from tests.articles.sources import archive, article, folder, png, refused, run

pytestmark = pytest.mark.django_db


def page(title: str, main: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f"<!doctype html><html{said}><head><meta charset='utf-8'><title>{title} | Acme</title>"
        "<meta name='description' content='In short.'><style>p { color: red }</style></head>"
        f"<body><nav><a href='/'>Home</a></nav><main>{main}</main><footer>A</footer></body></html>"
    )


def confluence(title: str, trail: list[str], content: str) -> str:
    """A page as Confluence exports it."""
    crumbs = "".join(f"<li><span><a href='{name}.html'>{name}</a></span></li>" for name in trail)
    return (
        f"<html><head><title>Support : {title}</title></head><body><div id='main-header'>"
        f"<div id='breadcrumb-section'><ol id='breadcrumbs'>{crumbs}</ol></div>"
        f"<h1 id='title-heading'><span id='title-text'> Support : {title} </span></h1></div>"
        "<div id='content'><div class='page-metadata'>Created by Ann</div>"
        f"<div id='main-content' class='wiki-content group'>{content}</div>"
        "<div class='pageSection group'><h2>Attachments:</h2></div></div></body></html>"
    )


def test_files_become_articles_with_their_links_and_pictures(tmp_path):
    files = {
        "site/faq/reset.html": page(
            "Reset",
            "<nav>On this page</nav><h1>Reset it<a class='headerlink' href='#r'>¶</a></h1>"
            "<p>See <a href='../billing/#fees'>fees</a>, "
            "<a href='other'>one</a> and <a href='gone.html'>gone</a>.</p>"
            "<img src='../img/a.png' alt='A'><ul><li><b>One</b></li></ul>",
        ),
        "site/faq/other.htm": page("Other one", "<p>x</p>"),
        "site/billing/index.html": page(
            "Fees",
            "<h1>Fees</h1><h2 id='fees'><a href='#fees'>All</a></h2><h3>B<a href='#b'>#</a></h3>",
        ),
        "site/billing/paid.html": page("Paid", "y"),
        "site/moved.html": "<meta http-equiv='Refresh' content='0; url=x.html'><p>Moved</p>",
        "site/empty.html": page("Empty", "<h1>Empty</h1>"),
        "site/img/a.png": png(),
    }
    source = folder(tmp_path, files)
    out = run(source, format="html", publish=True)
    reset = article("reset")
    assert (reset.title, reset.summary, reset.category.key) == ("Reset it", "In short.", "faq")
    text, picture, items = reset.body.split("\n\n")
    assert text == "See [fees](/articles/billing/#fees), [one](/articles/other/) and gone."
    assert picture.startswith("![A](/media/images/")
    assert items == "- **One**"
    assert article("other").title == "Other one"
    assert article("billing").body == "## All {#fees}\n\n### B"
    assert "There is no 'gone.html'" in out
    assert "site/empty.html: no text" in out
    assert "site/moved.html: no text" in out
    assert "4 unchanged" in run(source, format="html", publish=True)


def test_an_export_of_confluence_has_its_categories_from_the_trail(tmp_path):
    home = ["Support", "Support Home"]
    files = {
        "SUP/index.html": "<div id='main-content' class='pageSection'>Available pages</div>",
        "SUP/Support-Home_1.html": confluence("Support Home", home[:1], "Welcome"),
        "SUP/Cards_2.html": confluence("Cards", home, "<p>Of cards</p>"),
        "SUP/12345.html": confluence(
            "Freeze a card",
            [*home, "Cards"],
            "<div class='toc-macro'><ul><li>a</li></ul></div><p>As <a href='Cards_2.html'>Cards</a>"
            " says.</p><img src='attachments/3/4.png?width=9'>"
            "<div class='confluence-information-macro confluence-information-macro-warning'>"
            "<div class='confluence-information-macro-body'><p>Mind</p></div></div>",
        ),
        "SUP/attachments/3/4.png": png(),
    }
    out = run(archive(tmp_path / "export.zip", files), format="html")
    frozen = article("freeze-a-card")
    assert (frozen.title, str(frozen.category)) == ("Freeze a card", "Cards")
    assert frozen.body.startswith("As [Cards](/articles/cards/) says.\n\n![](/media/images/")
    assert frozen.body.endswith("> [!WARNING]\n> Mind")
    assert "index.html: a table of contents" in out
    assert Article.objects.count() == 3


def test_a_locale_is_that_of_the_folder_or_of_the_page(tmp_path):
    files = {"de/a.html": page("A", "x", lang="en"), "en/a.html": page("A", "x")}
    run(folder(tmp_path / "1", files), format="html")
    assert article("a", "de").translation_of == article("a", "en-us")
    run(folder(tmp_path / "2", {"b.html": page("B", "x", lang="fr-FR")}), format="html")
    assert not Category.objects.filter(key="fr").exists()
    assert article("b", "fr").title == "B"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<ul><li>" * 1500 + "x", "nested too deeply"),
        ("<p>\x00</p>", "A NUL"),
        (f"<title>{'x' * 201}</title>y", "The title has 201"),
    ],
)
def test_a_bad_file_is_refused_and_the_others_are_kept(tmp_path, text, said):
    source = folder(tmp_path, {"a.html": text, "b.html": page("B", "x")})
    assert said in refused(source, format="html")
    assert Article.objects.get().title == "B"


def test_a_folder_without_html_is_refused(tmp_path):
    assert "has no HTML files" in refused(folder(tmp_path, {"a.md": "A"}), format="html")
