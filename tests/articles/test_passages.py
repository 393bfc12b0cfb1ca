"""How an article is cut into the pieces that search ranks and cards show."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import Block
from articles.passages import LONGEST, Piece, flowing, opening, sentences, split


def block(text: str, heading: str = "", anchor: str = "") -> Block:
    return Block(text, heading, anchor or heading.lower())


def squeezed(texts) -> str:
    return "".join("".join(texts).split())


# --- Sentences


def test_a_sentence_ends_at_its_mark_and_what_closes_around_it():
    assert sentences('Is it free? Yes! "Always." (Mostly.) It is…  Done') == [
        "Is it free?",
        "Yes!",
        '"Always."',
        "(Mostly.)",
        "It is…",
        "Done",
    ]


def test_abbreviations_versions_and_numbers_end_no_sentence():
    text = (
        "Use a browser, e.g. Chrome, i.e. Not Safari. Install v2.4.1 from No. 5 on p. 12 of"
        " J. R. Smith vs. Jones. No. You cannot pay 3.50 by .csv file."
    )
    assert sentences(text) == [
        "Use a browser, e.g. Chrome, i.e. Not Safari.",
        "Install v2.4.1 from No. 5 on p. 12 of J. R. Smith vs. Jones.",
        "No.",
        "You cannot pay 3.50 by .csv file.",
    ]


def test_a_time_stays_with_its_zone_and_a_day_with_its_month():
    assert sentences("Closed from 2 to 5 p.m. ET; then open. Call at 9 a.m. We answer.") == [
        "Closed from 2 to 5 p.m. ET; then open.",
        "Call at 9 a.m.",
        "We answer.",
    ]
    assert sentences("Am Do., 24. Dezember sind es 5. Danach nicht.") == [
        "Am Do., 24. Dezember sind es 5.",
        "Danach nicht.",
    ]


def test_a_list_number_stays_with_its_sentence():
    assert sentences("1. Open it. 2. Close it.") == ["1. Open it.", "2. Close it."]


def test_chinese_and_japanese_sentences_need_no_space():
    assert sentences("設定を開きます。「保存」を押しますか？はい！終わり") == [
        "設定を開きます。",
        "「保存」を押しますか？",
        "はい！",
        "終わり",
    ]


def test_a_lower_case_word_goes_on_with_the_sentence():
    assert sentences("Sold by Yahoo! and others etc. until noon. Then not.") == [
        "Sold by Yahoo! and others etc. until noon.",
        "Then not.",
    ]


def test_a_line_of_its_own_is_a_sentence_without_a_mark():
    assert sentences("On the app\nTap Save.") == ["On the app", "Tap Save."]


@settings(deadline=None)
@given(st.text(alphabet="ab1. \n!?。」A\t)"))
def test_sentences_lose_nothing_but_space(text):
    found = sentences(text)
    assert squeezed(found) == squeezed([text])
    assert all(sentence and sentence == sentence.strip() for sentence in found)


# --- Pieces


def test_blocks_under_one_heading_share_a_piece():
    assert split([block("One.", "A"), block("Two", "A"), block("Three.", "B")]) == [
        Piece("A", "a", "One.\nTwo"),
        Piece("B", "b", "Three."),
    ]


def test_two_headings_of_one_name_keep_their_own_anchors():
    blocks = [block("One.", "A", "a"), block("Two.", "A", "a-2")]
    assert [piece.anchor for piece in split(blocks)] == ["a", "a-2"]


def test_a_full_piece_gives_way_to_the_next():
    blocks = [block(letter * 400, "A") for letter in "abcde"]
    assert [piece.text[0] for piece in split(blocks)] == ["a", "c", "e"]


def test_a_tiny_last_piece_joins_the_one_before():
    pieces = split([block("a" * 990, "A"), block("The end.", "A")])
    assert [piece.text[-8:] for piece in pieces] == ["The end."]


def test_a_long_block_is_cut_at_sentence_ends():
    text = " ".join(f"Sentence number {number} says something." for number in range(100))
    pieces = split([block(text)])
    assert len(pieces) > 3
    assert all(piece.text.endswith("something.") for piece in pieces)
    assert " ".join(piece.text for piece in pieces) == text


def test_a_long_japanese_block_gets_no_spaces():
    text = "設定を開いて保存を押します。" * 200
    assert "".join(piece.text for piece in split([block(text)])) == text


def test_a_long_block_without_marks_is_cut_between_words():
    pieces = split([block("word " * 1000)])
    assert all(len(piece.text) <= LONGEST for piece in pieces)
    assert {word for piece in pieces for word in piece.text.split()} == {"word"}


def test_an_article_without_text_has_no_pieces():
    assert split([]) == []


TEXTS = st.text(alphabet="ab1. !?。A", max_size=60) | st.builds(
    lambda word, times, tail: word * times + tail,
    st.sampled_from(["word ", "word. ", "Word. ", "語", "語。", "x", "1. ", "No. 5 "]),
    st.integers(0, 600),
    st.sampled_from(["", "end", "End."]),
)


@settings(deadline=None)
@given(st.lists(st.builds(block, TEXTS, st.sampled_from(["", "A", "B"])), max_size=8))
def test_pieces_hold_every_word_in_order_and_are_never_too_long(blocks):
    pieces = split(blocks)
    assert squeezed(piece.text for piece in pieces) == squeezed(b.text for b in blocks)
    assert all(piece.text.strip() and len(piece.text) <= LONGEST for piece in pieces)


@settings(deadline=None)
@given(st.lists(st.builds(block, TEXTS, st.sampled_from(["", "A", "B"])), max_size=8))
def test_a_piece_never_reaches_across_a_heading(blocks):
    for heading in ("", "A", "B"):
        held = squeezed(piece.text for piece in split(blocks) if piece.heading == heading)
        assert held == squeezed(b.text for b in blocks if b.heading == heading)


# --- The opening


def test_the_opening_is_the_first_whole_sentences():
    blocks = [block("One is short. " + "Two is long " * 20 + "here."), block("Three.")]
    assert opening(blocks, limit=100) == "One is short."


def test_the_opening_goes_on_in_the_next_block_with_a_space():
    assert opening([block("Do this:"), block("Tap.")]) == "Do this: Tap."


def test_the_opening_stays_under_the_first_heading_when_that_says_enough():
    enough = "This much is enough to tell a reader what it is. " * 4
    assert opening([block(enough), block("Else.", "B")]) == enough.strip()
    assert opening([block("Hi."), block("Else.", "B")]) == "Hi. Else."
    assert opening([block("東京です。大阪です。")]) == "東京です。大阪です。"


def test_the_opening_takes_a_row_of_a_table_only_where_the_text_leads_to_it():
    row = Block("Plan: Solo – Price: $9", "", "", is_row=True)
    assert opening([block("Choose a plan."), row]) == "Choose a plan."
    assert opening([block("The plans:"), row]) == "The plans: Plan: Solo – Price: $9"
    assert opening([row, row]) == "Plan: Solo – Price: $9 · Plan: Solo – Price: $9"


def test_a_first_sentence_that_is_too_long_is_cut_between_words():
    assert opening([block("A long, winding sentence")], limit=9) == "A long…"


def test_the_opening_of_nothing_is_empty():
    assert opening([]) == ""


@settings(deadline=None)
@given(st.lists(st.builds(block, TEXTS), max_size=4), st.integers(2, 400))
def test_the_opening_keeps_to_its_limit(blocks, limit):
    assert len(opening(blocks, limit)) <= limit


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("One\ntwo.\nThree", "One · two. Three"),
        ("Open these:\nCards\nLimits", "Open these: Cards · Limits"),
        ("the \ue000card\ue001\nthe limit", "the \ue000card\ue001 · the limit"),
        ("東京。\n大阪\n京都", "東京。大阪 · 京都"),
        ("\ue000東京\ue001:\n大阪。\n京都", "\ue000東京\ue001：大阪。京都"),
    ],
)
def test_elements_that_end_without_a_mark_are_kept_apart_in_one_line(lines, text):
    assert flowing(lines) == text
