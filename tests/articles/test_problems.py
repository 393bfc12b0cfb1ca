"""What is wrong with a text by itself: rules, reading ease, and how much two texts share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from articles import markup
from articles.quality.ease import level, reading_ease
from articles.quality.problems import RULES, SAMPLES, Problem, message, of_rendered
from articles.quality.sketch import percent, sketch

TEXT = " ".join(f"word{n}" for n in range(400))


def found(body: str, title: str = "Title", summary: str = "Said.") -> list[tuple[str, int]]:
    return [(problem.rule, problem.line) for problem in problems(title, summary, body)]


def problems(title: str, summary: str, body: str, locale: str = "en-us") -> list[Problem]:
    rendered = markup.render(body)
    measured = reading_ease([p.text for p in rendered.paragraphs], locale)
    return of_rendered(title, summary, rendered, measured)


def test_a_sound_text_has_no_problem():
    body = "Text.\n\n## One\n\n### Two\n\n![A card](/media/a.png)\n\n## Three\n\n[x](/faq/)\n"
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text\n\n# Title again\n", [("title_in_text", 3)]),
        ("Title again\n===\n", [("title_in_text", 1)]),
        ("## One\n\n#### Three\n\n##### Four\n", [("jumped_heading", 3)]),
        ("### First\n", [("jumped_heading", 1)]),
        ("## One\n\n##\n", [("empty_heading", 3)]),
        ("Text\n\n![](/media/a.png)\n", [("missing_alt", 3)]),
        ("| a | b |\n|---|---|\n| c | ![ ](x.png) |\n", [("missing_alt", 3)]),
        ("> [!NOTE]\n> One\n> ![](x.png)\n", [("missing_alt", 3)]),
        ("Line\n\n" + "long " * 46 + ".\n", [("long_sentence", 3)]),
        ("Very short. " * 80, [("long_paragraph", 1)]),
        ("::: details Is it safe?\nIts answer.\n:::\n", [("left_over", 2)]),
        ("```\n" + "code " * 400 + "\n```\n", []),
    ],
)
def test_each_rule_names_the_line(body, expected):
    assert found(body) == expected


def test_what_the_editor_puts_into_empty_blocks_is_known():
    put = Path(str(finders.find("helpcenter/admin/editor/blocks.js"))).read_text()
    assert [sample for sample in sorted(SAMPLES) if sample not in put] == []


def test_what_is_wrong_with_the_head():
    assert found("", title="t" * 66) == [("long_title", 0)]
    assert found("", title="t" * 65, summary=" ") == [("no_summary", 0)]


def test_every_problem_has_words():
    assert all("%" not in message(rule, "x").replace("84 %", "") for rule in RULES)


@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_an_error(text):
    for problem in problems(text, text, text, "de"):
        assert problem.message


def prose(text: str) -> list[str]:
    return [paragraph.text for paragraph in markup.render(text).paragraphs]


def test_headings_tables_and_code_are_no_prose():
    text = "## Head\n\nProse, *twice*.\n\n| a |\n|---|\n| b |\n\n```\ncode\n```\n"
    assert prose(text) == ["Prose, twice."]


def test_easy_and_difficult_english_are_told_apart():
    easy = "The cat sat on the mat. It was a red mat. The dog ran to the cat. " * 10
    hard = (
        "Notwithstanding the aforementioned contractual considerations, organisational "
        "responsibilities necessitate comprehensive documentation of intermediary institutions "
        "administering international remittances. " * 10
    )
    assert reading_ease(prose(easy), "en-gb") == 100
    assert reading_ease(prose(hard), "en-us") == 0
    assert ("hard_to_read", 0) in found(hard)


def test_german_is_measured_by_its_own_formula():
    # Ten words, 14 syllables a sentence: 180 - 10 - 58.5 * 1.4 = 88.1.
    said = "Wir gehen heute in den Garten und essen dort Brot. " * 11
    assert reading_ease([said], "de") == 88
    assert str(level(88)) == "easy"


def test_nothing_is_said_of_few_words_or_of_a_language_without_a_formula():
    assert reading_ease(["Two words."], "en-us") is None
    assert reading_ease(["Mot simple. " * 100], "fr") is None


@pytest.mark.parametrize(("kept", "low", "high"), [(400, 100, 100), (300, 52, 72), (60, 0, 12)])
def test_sketches_tell_how_much_two_texts_share(kept, low, high):
    other = " ".join(TEXT.split()[:kept] + [f"other{n}" for n in range(400 - kept)])
    assert low <= percent(sketch(TEXT), sketch(other)) <= high


def test_a_text_without_spaces_has_a_sketch():
    assert len(sketch("東京都の天気はとても良いので散歩に行きましょう")) > 12
