"""The passage on a card: chosen for the question, whole sentences, matches marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.passages import sentences
from search import matching
from search.excerpts import MAX, MIN, excerpt
from search.matching import END, START, Matcher, marked
from search.phrases import in_order
from search.questions import Question, ask
from search.results import ResultCard, find
from search.words import Word
from tests.search.marks import plain

pytestmark = pytest.mark.django_db

BODY = """
An opening that says what this page is about and nothing else worth knowing to anybody who reads it.

## Refunds

A refund takes five days. It goes to the card that paid. Weekends do not count as days of a bank.
When the card has expired, the bank that gave it out passes the money on to the account behind it.

## Invoices

An invoice is sent by mail. Change the address under Billing. It can be paid by card or transfer.
The number on it is the one that the accounts department needs when it asks about the transfer.
"""


def of_lexemes(lexemes: tuple[str, ...], locale: str) -> Question:
    words = tuple(Word(lexeme, (1,), False, 1, 1.0) for lexeme in lexemes)
    return Question(" ".join(lexemes), locale, words, lexemes, 1.0, 1)


def card(question: str) -> ResultCard:
    return find(question, "en-us").cards()[0]


def shown(text: str) -> str:
    return text.replace(START, "[").replace(END, "]")


def test_the_passage_and_its_anchor_depend_on_the_question(publish):
    publish("Payments", BODY)
    assert "refund takes five days" in plain(card("refund days").passage)
    assert card("refund days").anchor == "refunds"
    assert "invoice is sent" in plain(card("invoice mail").passage)
    assert card("invoice mail").url == "/articles/payments/#invoices"


def test_matches_are_marked_in_passage_and_title_whatever_their_form(publish):
    publish("Refunded payments", BODY)
    found = card("when was I refunded?")
    assert shown(found.title) == "[Refunded] payments"
    assert "A [refund] takes five days." in shown(found.passage)


def test_of_code_a_card_shows_the_lines_that_match_and_those_around_them(publish):
    lines = [
        f"step_{number} = client.get('/v1/things/{number}', timeout=10)" for number in range(20)
    ]
    lines[12] = "print(invoice.number)"
    publish("First request", "```python\n" + "\n".join(lines) + "\n```\n")
    passage = shown(card("how to print").passage)
    assert passage.startswith("[print](invoice.number) · step_13 = ")
    assert "step_1 " not in passage


def test_stop_words_are_not_marked_unless_there_is_nothing_else(publish):
    publish("Should I stay home?", "You should stay.")
    assert shown(card("should I stay").title) == "Should I [stay] home?"
    assert shown(card("should I").title) == "[Should] [I] stay home?"


def test_where_only_the_title_matches_the_card_shows_the_opening(publish):
    publish("Payments", BODY)
    found = card("payments")
    assert plain(found.passage).startswith("An opening that says")
    assert found.passage.endswith("…")
    assert found.anchor == ""


def test_where_only_the_heading_matches_the_card_shows_it_and_what_stands_below(publish):
    publish("Questions", BODY.replace("A refund takes", "It takes"))
    found = card("refunds")
    assert found.anchor == "refunds"
    assert shown(found.passage).startswith("[Refunds]: ")
    assert "It takes five days." in found.passage


def test_a_short_answer_is_shown_under_its_question(publish):
    publish("Questions", "## Can I freeze a card?\n\nYes.\n\n## Can I thaw it?\n\nAt any time.")
    found = card("freeze card")
    assert (found.question, found.passage) == ("Can I freeze a card?", "Yes.")
    assert found.anchor == "can-i-freeze-a-card"


def test_a_short_section_is_shown_with_its_heading_and_what_follows(publish):
    publish("Cards", "## Freezing a card\n\nIn the app.\n\n## 2. Can I thaw it?\n\nAt any time.")
    found = card("freezing")
    assert plain(found.passage) == "Freezing a card: In the app. Can I thaw it? At any time."


def test_a_tab_that_follows_a_short_opening_is_named_once(publish):
    tab = "::: tab On the web\n1. Open **Cards**.\n2. Choose one.\n:::"
    publish("Freeze a card", f"A frozen card pays nothing.\n\n:::: tabs\n{tab}\n::::")
    found = plain(card("frozen").passage)
    assert found == "A frozen card pays nothing. On the web · Open Cards. Choose one."


def test_a_heading_with_several_passages_is_named_once(publish):
    tabs = ":::: tabs\n::: tab On the web\nOpen Expenses.\n:::\n::::\n\n"
    publish("Expenses", f"## Approve\n\n{tabs}A yellow mark means that a rule is not met.\n")
    assert plain(card("approve").passage) == (
        "Approve: On the web · Open Expenses. A yellow mark means that a rule is not met."
    )


def test_literal_tags_are_shown_and_private_characters_of_an_article_are_not_marks(publish):
    publish("The <p> element", f"A refund of {START}ours{END} uses <p class='x'> & <script>.")
    found = card("refund")
    assert "<script>" in found.passage
    assert shown(found.passage).count("[") == 1


def test_accented_and_unspaced_matches_are_marked(publish):
    publish("Le café", "Le café est ouvert. 請求書を再発行する方法。")
    assert "Le [café] est ouvert." in shown(card("cafe").passage)
    assert "[請求書]を[再発行]する方法。" in shown(card("請求書 再発行").passage)


def test_initials_are_marked_as_they_are_written(publish):
    publish("Tax", "About V.A.T. and more.")
    assert "About [V.A.T]. and" in shown(card("VAT").passage)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("email", "Write an [E\u2011mail] or [e-mail], by mail; a te-mail, an e mail: no."),
        ("mail", "Write an E\u2011[mail] or e-[mail], by [mail]; a te-[mail], an e [mail]: no."),
        ("e-mail", "Write an [E\u2011mail] or [e-mail], by mail; a te-mail, an e mail: no."),
    ],
)
def test_a_word_with_a_letter_before_its_hyphen_is_marked_as_one_and_by_its_last_part(
    publish, typed, marked
):
    for number in range(4):  # of a word in hardly any passage the parts are asked for, too
        publish(f"Newsletter {number}", "By e-mail.")
    publish("Support", marked.replace("[", "").replace("]", ""))
    assert shown(card(f"{typed} support").passage) == marked


@pytest.mark.parametrize("typed", ["1000", "1,000", "1.000", "1 000"])
@pytest.mark.parametrize("written", ["1000", "1,000", "1.000", "1 000"])
def test_a_number_is_found_and_marked_as_it_is_written(publish, typed, written):
    publish("Export", f"More than {written} invoices come by mail, 1,0001 do not.")
    assert f"More than [{written}] invoices come by mail, 1,0001 do" in shown(card(typed).passage)


TABS = """Ways to save.

:::: tabs
::: tab On the app
Tap the floppy disk.
:::
::: tab On the web
Click Save.
:::
::::
"""


def test_a_passage_of_a_tab_has_a_door_to_each_tab_beside_it(publish):
    publish("Save it", TABS)
    found = card("floppy")
    assert found.url == "/articles/save-it/#on-the-app"
    assert found.doors == (
        ("On the app", "/articles/save-it/#on-the-app"),
        ("On the web", "/articles/save-it/#on-the-web"),
    )
    assert card("ways").doors == ()


def test_a_tab_without_another_has_no_doors(publish):
    publish("Save it", ":::: tabs\n::: tab On the app\nTap the floppy disk.\n:::\n::::")
    assert card("floppy").doors == ()


def test_a_last_long_vowel_is_marked_with_its_word(publish):
    publish("設定", "ユーザーはサーバーを開く。")
    assert "ユーザーは[サーバー]を" in shown(card("サーバ").passage)


LONG = st.text(alphabet="ab .\n。漢字é", max_size=1500)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=LONG)
def test_an_excerpt_is_whole_sentences_of_its_text(text):
    words = tuple(Word(lexeme, (1,), False, 1, 1.0) for lexeme in ("a", "漢字"))
    matcher = Matcher(Question("a", "en-us", words, ("a", "漢字"), 1.0, 1), [text])
    found = excerpt(text, matcher).replace(" · ", " ")  # between lines that end without a mark
    assert bool(found) == bool(matcher.matches(text))
    if not found:
        return
    assert len(plain(found)) <= MAX + 4
    if "…" not in found:
        assert "".join(plain(found).split()) in "".join("".join(sentences(text)).split())
        long = len(plain(found)) + text.count("。\n")  # there the card has no gap
        assert long >= min(MIN, len(text.strip())) or _no_room(text, plain(found))


def _no_room(text: str, found: str) -> bool:
    """Whether every neighbour of the excerpt is too long to be added."""
    said = sentences(text)
    is_all = found.split() == " ".join(said).replace("。 ", "。").split()
    return is_all or any(len(sentence) + len(found) > MAX - 2 for sentence in said)


def test_of_sentences_with_the_same_words_the_first_is_shown_in_whatever_order_they_say_them():
    worths = {"one": 1e16, "two": 1.0}  # as floats, 1e16 + 1 + 1 is less than 1 + 1 + 1e16
    words = tuple(Word(said, (1,), False, 1, worth) for said, worth in worths.items())
    between = "Nothing of interest stands in this long sentence. " * 12
    text = f"First one {'two ' * 30}. {between}Then {'two ' * 30} one. {between}"
    matcher = Matcher(Question("a", "en-us", words, tuple(worths), 1.0, 1), [text])
    assert excerpt(text, matcher).startswith("First ")


@pytest.mark.parametrize("lead", ["What makes a good one:", "What makes a good one?"])
def test_a_passage_does_not_end_in_what_only_leads_on(publish, lead):
    steps = "Choose Send link, then open the email that we send to you within a minute or two. "
    publish(
        "Passwords",
        f"Did you forget your zebra? {steps}Type a new password twice. {lead} Long. No more.",
    )
    passage = plain(card("zebra").passage)
    assert len(passage) >= MIN
    assert passage.endswith(f"{lead} Long.")


def test_overlapping_matches_share_a_mark(publish):
    publish("東京都", "text")
    matcher = Matcher(ask("東京都", "en-us"), ["東京都"])
    assert shown(marked("東京都", matcher.matches("東京都"))) == "[東京都]"


def test_a_sentence_that_is_too_long_is_cut_around_the_matches(publish):
    publish("Long", "word " * 200 + "refund " + "word " * 80)
    found = card("refund")
    assert "[refund]" in shown(found.passage)
    assert found.passage.startswith("… ")
    assert found.passage.endswith(" …")
    assert len(plain(found.passage)) <= MAX


@pytest.mark.parametrize(
    ("locale", "asked", "text", "shows"),
    [
        ("ar", "مرور", "نسيت كلمة المرور.", "نسيت كلمة [المرور]."),
        ("id", "bayar", "Pembayaran tertunda.", "[Pembayaran] tertunda."),
        ("sr", "рачуна", "Нови рачун.", "Нови [рачун]."),
        ("da", "køb", "Et køb er gratis.", "Et [køb] er gratis."),
        ("de", "Mass", "Das Maß ist voll.", "Das [Maß] ist voll."),
        ("de", "sperren", "Gesperrte Karten.", "[Gesperrte] Karten."),
        ("de", "anmelden", "Um sich anzumelden.", "Um sich [anzumelden]."),
        ("de", "übersetzen", "Sie ist übergesetzt.", "Sie ist [übergesetzt]."),
        ("de", "essbar", "Das ist eßbar.", "Das ist [eßbar]."),
        ("fr", "oeuvre", "Une œuvre rare.", "Une [œuvre] rare."),
    ],
)
def test_a_match_is_marked_whatever_stemming_does_to_its_beginning(locale, asked, text, shows):
    [phrase] = in_order([asked], locale)
    matcher = Matcher(of_lexemes(phrase.lexemes, locale), [text])
    assert shown(marked(text, matcher.matches(text))) == shows


def test_each_german_word_of_the_demo_is_marked_by_its_lexeme():
    texts = [path.read_text() for path in Path("articles/demo/de").rglob("*.md")]
    words = sorted({word for text in texts for word in re.findall(r"[^\W\d_]+", text)})
    assert len(words) > 500
    lost = [
        word
        for word, phrase in zip(words, in_order(words, "de"), strict=True)
        if not Matcher(of_lexemes(phrase.lexemes, "de"), [word]).matches(word)
    ]
    assert lost == []


class Forgotten(dict):
    """A memory that another thread clears whenever something was put there."""

    def update(self, *args) -> None:
        pass

    def __setitem__(self, *args) -> None:
        pass


def test_what_another_thread_clears_meanwhile_is_marked(publish, monkeypatch):
    publish("Refunds", "How a refund works.")
    monkeypatch.setattr(matching, "_stems", Forgotten())
    assert "a [refund] works." in shown(card("refunds").passage)
