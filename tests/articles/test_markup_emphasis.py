"""Emphasis beside Chinese, Japanese and Korean; all other text is CommonMark's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from articles.markup import render
from articles.markup.emphasis import stars

ours = MarkdownIt("commonmark")
ours.inline.ruler.at("emphasis", stars)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("これは**注意：**本文", "これは<strong>注意：</strong>本文"),
        ("**「設定」**を開く", "<strong>「設定」</strong>を開く"),
        ("設定は*（必須）*です", "設定は<em>（必須）</em>です"),
        ("한국어**(필수)**입니다", "한국어<strong>(필수)</strong>입니다"),
        ("点击**“设置”**。", "点击<strong>“设置”</strong>。"),
        ("**重要**です", "<strong>重要</strong>です"),
        ("** 重要 **です", "** 重要 **です"),
    ],
)
def test_marks_of_emphasis_may_touch_marks_of_punctuation_in_text_without_spaces(text, html):
    assert render(text).html == f"<p>{html}</p>\n"


@given(st.text(alphabet=st.sampled_from('*_ab1 .,!("“é🎉\n'), max_size=30))
def test_all_other_text_is_read_as_commonmark_has_it(text):
    assert ours.render(text) == MarkdownIt("commonmark").render(text)
