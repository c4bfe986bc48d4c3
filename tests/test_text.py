from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (None, ""),
        ("  봄이\t왔다 \n 정말 ", "봄이 왔다 정말"),
        ("한글\u200b과 \ufeff폭 없는\u2060 글자", "한글과 폭 없는 글자"),
        ("자\u00ad유", "자유"),
        ("줄\u2028바꿈\u00a0공백　전각", "줄 바꿈 공백 전각"),
        ("標題　副標", "標題 副標"),
        (unicodedata.normalize("NFD", "한국어 뉴스"), "한국어 뉴스"),
        ("Ａ주 ２０％，１２：３０", "Ａ주 ２０％，１２：３０"),
        ("\uf914天", "樂天"),
        ("가\ue123나\x02다\x85라", "가나다 라"),
        ("&amp;quot;봄&amp;quot; &#39;꽃&#39;&nbsp;축제", "\"봄\" '꽃' 축제"),
        ("A&amp;amp;B", "A&B"),
        ("AT&T, R&D, ?a=1&copy=2", "AT&T, R&D, ?a=1&copy=2"),
        ("첫 줄&lt;br /&gt;둘째 줄", "첫 줄 둘째 줄"),
        ("3 &lt; 5 그리고 a&lt;b", "3 < 5 그리고 a<b"),
        (r"\'봄\'이 \"왔다\"", "'봄'이 \"왔다\""),
        ("가족 👨\u200d👩\u200d👧 사진", "가족 👨\u200d👩\u200d👧 사진"),
    ],
)
def test_one_clean_line(raw: str | None, clean: str) -> None:
    assert text.clean(raw) == clean


def test_paragraphs_are_separated_by_blank_lines_and_not_repeated() -> None:
    assert text.paragraphs("첫째 문단\n이어진 줄\n\n \u200b \n\n둘째&nbsp;문단\r\n\r\n둘째 문단\n\n셋째") == [
        "첫째 문단 이어진 줄",
        "둘째 문단",
        "셋째",
    ]
    assert text.paragraphs(None) == text.paragraphs(" \n\n ") == []
    assert text.lines("하나\n\n 둘 \r\n셋") == ["하나", "둘", "셋"]


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("봄꽃이 일찍 피었다 - 한빛일보", "봄꽃이 일찍 피었다"),
        ("봄꽃이 일찍 피었다 | 연합뉴스", "봄꽃이 일찍 피었다"),
        ("봄꽃이 일찍 피었다 : 사회 : 한빛신문", "봄꽃이 일찍 피었다"),
        ("한빛일보 - 봄꽃이 일찍 피었다", "봄꽃이 일찍 피었다"),
        ("봄꽃이 일찍 피었다 > 한빛닷컴", "봄꽃이 일찍 피었다"),
        ("春天的花开得早_新浪新闻", "春天的花开得早"),
        ("春天的花开得早_某某号·某某_澎湃新闻-The Paper", "春天的花开得早"),
        ("春天的花开得早-新华网", "春天的花开得早"),
        ("春天的花开得早--社会--人民网", "春天的花开得早"),
        ("春花早開 百姓歡喜 | 社會 | 聯合新聞網", "春花早開 百姓歡喜"),
        ("春花早開：：自由電子報", "春花早開"),
        ("Spring comes early - example.co.kr", "Spring comes early"),
        # what is no site stays
        ("[단독] 봄-여름 사이 | 꽃의 계절", "[단독] 봄-여름 사이 | 꽃의 계절"),
        ("한-중 정상, 내달 만난다", "한-중 정상, 내달 만난다"),
        ("어느 시골 신문의 하루", "어느 시골 신문의 하루"),
        ("三问：春天为什么来得早", "三问：春天为什么来得早"),
        ("연합뉴스", "연합뉴스"),
    ],
)
def test_site_names_leave_the_headline(title: str, headline: str) -> None:
    assert text.headline([title], ["한빛일보"]) == headline


def test_a_printed_headline_loses_only_names_that_are_known() -> None:
    assert text.headline(["春天的花开得早——访某某晚报"], ["某某晚报"], printed=True) == "春天的花开得早——访某某晚报"
    assert text.headline(["春天的花开得早 | 某某晚报"], ["某某晚报"], printed=True) == "春天的花开得早"
    assert text.headline(["春天的花开得早 | 别家晚报"], ["某某晚报"], printed=True) == "春天的花开得早 | 别家晚报"


def test_the_first_headline_wins_but_not_when_cut_off() -> None:
    assert text.headline([None, "", "봄이 왔다 - 한빛일보", "다른 제목"], ["한빛일보"]) == "봄이 왔다"
    assert (
        text.headline(["봄꽃이 일찍 피었다 그…", "봄꽃이 일찍 피었다 그리고 졌다"]) == "봄꽃이 일찍 피었다 그리고 졌다"
    )
    assert text.headline([]) == ""


@settings(deadline=None)
@given(st.text(max_size=200))
def test_cleaning_is_stable(raw: str) -> None:
    once = text.clean(raw)
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in once and "  " not in once
    if "&" not in once and "\\" not in once:
        assert text.clean(once) == once
    text.headline([raw])
    text.paragraphs(raw)


@pytest.mark.parametrize("unit", ["&", "&amp;", "<p", "_", " - ", "\u200b", "\n ", "\\", "::"])
def test_long_repetitive_texts_end(unit: str) -> None:
    long = unit * (30_000 // len(unit))
    text.clean(long)
    text.paragraphs(long)
    text.headline([long], ["한빛"])
