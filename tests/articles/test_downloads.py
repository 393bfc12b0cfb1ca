"""Lists as CSV files: what a page shows, all of it, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Finding, ViewTotal, VoteTotal
from tests.articles.pages import LIST, csv_rows, download_link, page, texts, titles

SHEET = f"{LIST}csv/"


@pytest.fixture
def desk(at_desk, author):
    return at_desk(author)


def test_the_sheet_says_of_each_article_what_an_audit_asks(
    desk, author, faq, make_category, publish, write, settings
):
    settings.SITE_URL = "https://help.example.com"
    cards = make_category("cards", faq, name="Cards")
    told = {
        "owner": author,
        "review_by": date(2027, 1, 2),
        "published_at": datetime(2026, 1, 2, tzinfo=UTC),
        "updated_at": datetime(2026, 3, 4, tzinfo=UTC),
    }
    live = publish(
        "Pay by card", "Text.", tags=["visa", "card"], category=cards, slug="pay", **told
    )
    ViewTotal.objects.create(article=live, views=1234)
    VoteTotal.objects.create(article=live, helpful=5, unhelpful=2)
    Finding.objects.filter(article=live).delete()
    for line in (1, 2):
        Finding.objects.create(article=live, rule="long", severity=1, line=line)
    write("Payer", locale="fr").submit()
    assert csv_rows(desk.get(f"{SHEET}?o=1")) == [
        ["Title", "Locale", "State", "Category", "Tags", "Owner", "Published", "Updated",
         "Read again on", "Views", "Helpful", "Not helpful", "Quality findings", "Address"],
        ["Pay by card", "en-us", "Live", "FAQ > Cards", "card, visa", "ana", "2026-01-02",
         "2026-03-04", "2027-01-02", "1234", "5", "2", "2",
         "https://help.example.com/articles/pay/"],
        ["Payer", "fr", "In review", "FAQ", "", "", "", "", "", "0", "0", "0", "0", ""],
    ]  # fmt: skip


def test_an_expired_article_has_no_address_and_a_change_in_review_says_both(desk, publish):
    publish("Over", expire_at=timezone.now() - timedelta(days=1))
    changed = publish("New", "Old.", slug="new")
    changed.body = "Other."
    changed.save()
    changed.submit()
    (_head, new, over) = csv_rows(desk.get(f"{SHEET}?o=1"))
    assert (over[2], over[-1]) == ("Expired", "")
    assert new[2] == "Changed since published, In review"
    assert new[-1].endswith("/articles/new/")


def test_the_file_has_what_the_list_finds_in_its_order_on_all_of_its_pages(
    desk, write, monkeypatch
):
    monkeypatch.setattr("articles.admin.ArticleAdmin.list_per_page", 2)
    for name in "CADB":
        write(f"Cards {name}")
    write("Cards of France", locale="fr")
    write("Other")
    listed = desk.get(f"{LIST}?q=cards&locale=en-us&o=1&p=2")
    assert titles(listed) == ["Cards C", "Cards D"]
    file = desk.get(download_link(listed))
    assert [row[0] for row in csv_rows(file)[1:]] == ["Cards A", "Cards B", "Cards C", "Cards D"]
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    name = f"articles-{timezone.localdate()}.csv"
    assert file["Content-Disposition"] == f'attachment; filename="{name}"'


def test_deleted_articles_are_in_no_file(desk, write):
    write("Gone").delete()
    assert len(csv_rows(desk.get(SHEET))) == 1


def test_a_list_without_lines_offers_no_file(desk, write):
    write("Cards")
    assert texts(page(desk.get(f"{LIST}?q=zzz")), ".desk-download") == []


def test_an_unknown_filter_is_refused(desk, write):
    write("Cards")
    assert desk.get(f"{SHEET}?published__slug=x").status_code == 400
    assert desk.get(f"{SHEET}?state=%00").status_code == 400


def test_a_file_costs_as_many_statements_as_a_list_however_many_articles(desk, publish, write):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            csv_rows(desk.get(SHEET))
        return len(caught)

    publish("One", tags=["a"])
    few = statements()
    for number in range(5):
        publish(f"Live {number}", "Text.", tags=["a", f"b{number}"], locale="fr")
    assert statements() == few <= 12


def test_a_title_like_a_formula_comes_back_from_the_sheet(desk, write, tmp_path):
    write('=HYPERLINK("https://x.example", "A1")', slug="a")
    write("'=1+1", slug="b")
    file = csv_rows(desk.get(f"{SHEET}?o=1"))
    assert [row[0] for row in file[1:]] == ["''=1+1", '\'=HYPERLINK("https://x.example", "A1")']
    Article.objects.all().delete()
    table = tmp_path / "with-texts.csv"
    with table.open("w", newline="") as lines:
        csv.writer(lines).writerows(
            [*file[0], "Body"] if not n else [*row, "Text."] for n, row in enumerate(file)
        )
    call_command("import_articles", table, format="csv", verbosity=0)
    assert sorted(Article.objects.values_list("title", flat=True)) == [
        "'=1+1",
        '=HYPERLINK("https://x.example", "A1")',
    ]


def test_a_sheet_overwrites_no_article(desk, write, tmp_path):
    write("Cards", "Text.")
    (tmp_path / "sheet.csv").write_bytes(b"".join(desk.get(SHEET).streaming_content))
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_articles", tmp_path / "sheet.csv", format="csv", verbosity=0)
    assert Article.objects.get().body == "Text."
