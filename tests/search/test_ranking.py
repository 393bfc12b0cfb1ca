"""Which articles answer, and in what order: as lists of titles, best first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import reading
from articles.models import Article, Passage, PublishedArticle
from search.address import Address
from search.results import find
from tests.articles.pages import read

pytestmark = pytest.mark.django_db


def titles(question: str, locale: str = "en-us") -> list[str]:
    return [card.plain_title for card in find(question, locale).cards()]


FILLER = "Nothing of interest stands in this sentence about other matters."


def test_any_word_of_the_question_may_match(publish):
    publish("Refunds", "How refunds work.")
    publish("Shipping", FILLER)
    assert titles("where on earth is my refund, please?") == ["Refunds"]


def test_a_rare_word_beats_a_common_one(publish):
    for number in range(6):
        publish(f"Account {number}", "Account, account and again account.")
    publish("Passkeys", "Use a passkey with your account.")
    assert titles("account passkey")[0] == "Passkeys"


def test_the_title_counts_more_than_the_text(publish):
    publish("Billing", f"Read about refunds here. {FILLER}")
    publish("Refunds", f"Read about billing here. {FILLER}")
    assert titles("refunds") == ["Refunds", "Billing"]


def test_a_heading_counts_more_than_the_text(publish):
    publish("One", f"## Other\n\nRefunds are here. {FILLER}")
    publish("Two", f"## Refunds\n\nOther is here. {FILLER}")
    assert titles("refunds") == ["Two", "One"]


def test_words_that_stand_together_count_more(publish):
    publish("One", f"The bank is far. {FILLER} Each transfer takes a day.")
    publish("Two", f"A bank transfer takes a day. {FILLER} It is far.")
    assert titles("bank transfer") == ["Two", "One"]


def test_words_that_an_underscore_binds_count_more_together_than_in_a_title(publish):
    publish("Max and min", "Vars of an input, and the max.")
    publish("Forms", "A form needs more of max_input_vars.")
    for number in range(5):
        publish(f"Other {number}", "Much else.")
    assert titles("max input vars") == ["Max and min", "Forms"]
    assert titles("max_input_vars") == ["Forms", "Max and min"]


def test_the_exact_title_comes_first(publish):
    publish("Invoices", "Invoices.")
    publish("Invoices, invoices", "Invoices, invoices and invoices. " * 5)
    publish("How invoices work", "Invoices " * 20)
    assert titles("invoices?")[0] == "Invoices"
    assert titles("INVOICES, INVOICES")[0] == "Invoices, invoices"
    assert titles("how invoices work")[0] == "How invoices work"


def test_a_title_that_an_article_had_finds_it_first(publish):
    article = publish("Closing your account", FILLER)
    publish("Closing your account early", "Closing your account. " * 9)
    article.title = "Leaving us"
    article.save()
    article.publish()
    assert titles("Closing your account?")[0] == "Leaving us"
    article.unpublish()
    assert "Leaving us" not in titles("Closing your account")


def test_a_title_of_words_that_are_everywhere_is_first(publish):
    for number in range(5):
        publish(f"The account {number}", "What is the account? " * 5)
    publish("What is the account", FILLER)
    assert titles("what is the account")[0] == "What is the account"


def test_a_former_title_of_words_that_no_article_holds_any_longer_is_found(publish):
    article = publish("Xyzzy", FILLER)
    article.title = "Magic"
    article.save()
    article.publish()
    assert titles("xyzzy") == ["Magic"]


def test_an_article_is_one_result_however_many_passages_match(publish):
    publish("Refunds", "\n\n".join(f"## Part {n}\n\nRefund number {n}." for n in range(8)))
    assert titles("refund") == ["Refunds"]


def test_tags_and_summary_are_found(publish):
    publish("One", FILLER, tags=["payroll"])
    publish("Two", FILLER, summary="About dividends.")
    assert titles("payroll") == ["One"]
    assert titles("dividends") == ["Two"]


def test_forms_of_a_word_and_accents_are_folded(publish):
    publish("Cafés", "Resetting passwords in cafés.")
    assert titles("reset password") == ["Cafés"]
    assert titles("cafe") == ["Cafés"]
    assert titles("CAFÉ") == ["Cafés"]


def test_questions_of_stop_words_alone_are_answered(publish):
    publish("Should I stay home?", "Yes.")
    publish("Refunds", FILLER)
    assert titles("should I") == ["Should I stay home?"]


def test_text_without_spaces_is_found_by_a_part_of_it(publish, settings):
    publish("東京都の設定", "請求書を再発行する方法。Adobe Commerceの管理画面。")
    publish("大阪", "別の話題です。")
    assert titles("再発行") == ["東京都の設定"]
    assert titles("請求書の再発行") == ["東京都の設定"]
    assert titles("commerce 管理画面") == ["東京都の設定"]


def test_a_published_article_is_found_at_once_and_an_unpublished_one_no_more(write):
    article = write("Refunds", "How refunds work.")
    assert titles("refunds") == []
    article.publish()
    assert titles("refunds") == ["Refunds"]
    article.unpublish()
    assert titles("refunds") == []


def test_a_draft_is_never_found_and_its_text_never_shown(publish):
    article = publish("Refunds", "How refunds work.")
    Article.objects.filter(pk=article.pk).update(title="Secret refunds", body="Secret refunds.")
    assert titles("refunds") == ["Refunds"]
    assert titles("secret") == []
    article.refresh_from_db()
    article.publish()
    assert titles("secret") == ["Secret refunds"]


def test_a_locale_finds_its_own_articles_only(publish):
    publish("Colors", "Choose a color.")
    publish("Colours", "Choose a colour.", locale="en-gb")
    assert titles("choose", "en-us") == ["Colors"]
    assert titles("choose", "en-gb") == ["Colours"]


def test_a_tab_narrows_the_results_and_every_tab_is_counted(publish, faq, make_category):
    news = make_category("news")
    below = make_category("offers", parent=news)
    publish("One", "Refunds.")
    publish("Two", "Refunds.", category=news)
    publish("Three", "Refunds.", category=below)
    results = find("refunds", "en-us")
    assert results.total() == 3
    in_tab = {tab.key: results.narrowed(Address("", tab)) for tab in reading.tabs("en-us")}
    assert {key: found.articles() for key, found in in_tab.items()} == {"faq": 1, "news": 2}
    assert sorted(card.plain_title for card in in_tab["news"].cards()) == ["Three", "Two"]


def test_pages_follow_one_another_without_gap_or_repetition(publish):
    for number in range(7):
        publish(f"Refund {number}", "Refunds. " * (number + 1))
    results = find("refund", "en-us")
    whole = [card.slug for card in results.cards(limit=7)]
    pages = [results.cards(offset=start, limit=3) for start in (0, 3, 6)]
    assert [card.slug for page in pages for card in page] == whole
    assert len(set(whole)) == 7


def test_common_words_alone_are_ranked_by_title_within_bounds(publish, monkeypatch):
    monkeypatch.setattr("search.candidates.MAX_RANKED", 3)
    monkeypatch.setattr("search.candidates.MAX_OF_COMMON", 3)
    for number in range(9):
        publish(f"Article {number}", "account settings")
    publish("Account settings", FILLER)
    assert titles("account settings")[0] == "Account settings"
    assert 1 < find("account settings", "en-us").total() <= 6


def test_the_ranking_is_planned_once_for_all_questions_of_as_many_words(publish):
    publish("Refunds", "How refunds, parcels, cards and accounts work.")

    def planned() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(generic_plans), 0)::int, coalesce(sum(custom_plans), 0)::int"
                " FROM pg_prepared_statements WHERE strpos(statement, ', refined AS (') > 0"
            )
            return cursor.fetchone()

    before, _ = planned()
    for question in ("refunds cards", "cards parcels", "accounts refunds", "parcels accounts"):
        assert titles(question) == ["Refunds"]
    kept, for_one_question = planned()
    assert (kept > before, for_one_question) == (True, 0)


def test_an_article_that_goes_while_the_page_is_made_is_left_out(publish):
    publish("One", "Refunds.")
    results = find("refunds", "en-us")
    Passage.objects.all().delete()
    assert results.cards() == []


def test_an_expired_article_is_not_found_even_by_its_title_or_among_the_popular(publish):
    article = publish("Winter sale", "Everything is cheaper.")
    read(article, 9)
    assert titles("cheaper") == titles("winter sale") == ["Winter sale"]
    PublishedArticle.objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    assert titles("cheaper") == titles("winter sale") == []
    assert reading.highlights("en-us")[0] == []
