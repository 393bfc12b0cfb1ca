"""Synonyms, pinned results and golden queries as a file: out, in again, and nothing by halves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import trash
from search.models import GoldenQuery, PinnedQuestion, SynonymSet
from search.results import find
from search.rules import export_rules, import_rules

pytestmark = pytest.mark.django_db

RULES = """
en-us:
  synonyms:
    - terms: [money back, refund]
    - terms: 2fa
      also_finds: two-step verification
  pinned_results:
    - question: contact
      contains: true
      articles: [hours, refunds]
  golden_queries:
    - question: money back
      article: refunds
      within: 1
"""


@pytest.fixture
def shop(publish) -> None:
    publish("Refunds", "A refund takes five days.", slug="refunds")
    publish("Hours", "We are there from nine to five.", slug="hours")


@pytest.fixture
def bring(tmp_path, capsys):
    """Return a function that imports a text as a file and returns what was said."""

    def run(text: str, *options: str) -> str:
        file = tmp_path / "search.yml"
        file.write_text(text, "utf-8")
        call_command("import_search_rules", file, *options)
        return capsys.readouterr().out

    return run


def number_of_rules() -> int:
    return sum(model.objects.count() for model in (SynonymSet, PinnedQuestion, GoldenQuery))


def test_rules_from_a_file_work_at_once_and_a_second_import_changes_nothing(shop, bring):
    assert not find("money back", "en-us").hits
    assert bring(RULES) == "4 created, 0 changed, 0 unchanged.\n"
    assert find("money back", "en-us").cards()[0].slug == "refunds"
    assert [card.slug for card in find("whom to contact", "en-us").cards()] == ["hours", "refunds"]
    assert bring(RULES) == "0 created, 0 changed, 4 unchanged.\n"


def test_synonyms_that_repeat_others_are_imported_and_named_by_their_line(shop, bring):
    again = RULES.replace("  pinned", "    - terms: refunds, money back\n  pinned", 1)
    assert "Warning: search.yml:7: “money back = refund” says the same" in bring(again)
    assert SynonymSet.objects.count() == 3


def test_synonyms_that_can_never_work_are_refused_by_their_line(shop, bring):
    with pytest.raises(CommandError, match=r"search.yml:3: terms: These are forms of one word"):
        bring("en-us:\n  synonyms:\n    - terms: refund, refunds\n")


def test_a_changed_file_changes_its_rules_and_leaves_the_others(shop, bring):
    bring(RULES)
    changed = """
en-us:
  synonyms: [{terms: 2fa, also_finds: verification}]
  pinned_results: [{question: contact, articles: refunds}]
"""
    assert bring(changed) == "0 created, 2 changed, 0 unchanged.\n"
    assert SynonymSet.objects.get(terms="2fa").also_finds == "verification"
    pinned = PinnedQuestion.objects.get()
    assert ([article.slug for article in pinned.articles], pinned.contains) == (["refunds"], False)
    assert number_of_rules() == 4


def test_an_export_comes_back_as_it_was(shop, bring, tmp_path):
    bring(RULES)
    call_command("export_search_rules", tmp_path / "out.yml")
    exported = (tmp_path / "out.yml").read_text("utf-8")
    for model in (SynonymSet, PinnedQuestion, GoldenQuery):
        model.objects.all().delete()
    assert bring(exported).endswith("4 created, 0 changed, 0 unchanged.\n")
    assert export_rules() == exported


def test_rules_of_deleted_articles_are_not_exported(shop, bring):
    bring(RULES)
    trash.delete(PinnedQuestion.objects.get().second_id)
    exported = export_rules()
    assert "golden_queries" not in exported
    assert "refunds" not in exported
    assert "hours" in exported


def test_a_dry_run_keeps_nothing(shop, bring):
    said = bring(RULES, "--dry-run")
    assert said.startswith("4 created")
    assert "nothing was kept" in said
    assert number_of_rules() == 0


def test_a_locale_that_the_site_does_not_have_is_skipped(shop, bring):
    said = bring(RULES + "pt-br:\n  synonyms:\n    - terms: a, b\n")
    assert "Skipped: search.yml: The site has no locale 'pt-br'." in said
    assert "4 created" in said


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{question: a, article: lost}", "search.yml:4: article: No article in en-us has the"),
        ("{question: a, article: hours, within: 16}", "search.yml:4: within: Ensure this value"),
        ("{question: a, article: hours, within: top}", "search.yml:4: within: “top” value must"),
        ("{question: a, article: hours, place: 1}", "search.yml:4: place: There is no such field"),
        ("{article: hours}", "search.yml:4: question: This field cannot be blank."),
        ('{question: "a\\0b", article: hours}', "search.yml:4: question: It holds a character"),
        ("question only", "search.yml:4: Fields are expected, each as `name: value`."),
        ("{question: a", "search.yml:"),
    ],
)
def test_an_error_names_its_line_and_imports_nothing(shop, bring, wrong, told):
    text = f"en-us:\n  synonyms: [{{terms: 'one, two'}}]\n  golden_queries:\n    - {wrong}\n"
    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        bring(text)
    assert told in str(refused.value)
    assert number_of_rules() == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- en-us\n", "search.yml:1: Locales are expected"),
        ("en-us: [a]\n", "search.yml:1: Sections are expected"),
        ("en-us:\n  pins: []\n", "search.yml:2: There is no section 'pins'; there are synonyms"),
        ("en-us:\n  synonyms: a\n", "search.yml:2: synonyms must be a list"),
        ("en-us:\n  synonyms: [{terms: one}]\n", "search.yml:2: terms: Write at least two terms"),
        (
            "en-us:\n  pinned_results: [{question: a, articles: [b, c, d, e]}]\n",
            "search.yml:2: articles: At most 3 articles.",
        ),
        (
            "en-us:\n  pinned_results: [{question: a, articles: []}]\n",
            "search.yml:2: articles: Choose an article.",
        ),
    ],
)
def test_what_no_rule_can_be_is_told_with_its_place(shop, bring, text, told):
    with pytest.raises(CommandError) as refused:
        bring(text)
    assert told in str(refused.value)


def test_a_file_that_cannot_be_read_or_written_is_an_error_without_a_traceback(tmp_path):
    binary = tmp_path / "search.yml"
    binary.write_bytes(b"\xff\xfe\x00")
    for source, why in (
        (binary, "it is not UTF-8"),
        (tmp_path / "none.yml", "No such file or directory"),
        (tmp_path, "Is a directory"),
    ):
        with pytest.raises(CommandError, match=rf"^{source} cannot be read: {why}\.$"):
            call_command("import_search_rules", source)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_search_rules", Path(tmp_path, "no", "such", "folder.yml"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), field=st.sampled_from(["terms", "also_finds", "question", "article", "x"]))
def test_no_text_is_more_than_refused(shop, text, field):
    as_file = f"en-us:\n  synonyms:\n    - {field}: {text}\n"
    for said in (text, as_file, as_file.replace("synonyms", "golden_queries")):
        before = number_of_rules()
        report = import_rules(said, "search.yml")
        created = 0 if report.errors else report.counts["created"]
        assert number_of_rules() == before + created
