"""Forms of bylines by the cause that made them hard to read: unusual names, offices, labels of dates, lists.

Names are written as one string, ``" / "`` between them.
"""

from __future__ import annotations

import pytest

from pipelines import people

LINES = {
    # Korean names of four and five syllables, before a title
    "하늬바람 기자": "하늬바람",
    "마루누리 기자/ maru@hanbit.example": "마루누리",
    "박한빛나라 기자/ nara@hanbit.example": "박한빛나라",
    "김하늘별·박초롱빛 기자": "김하늘별 / 박초롱빛",
    "하늬바람·연무진 기자": "하늬바람 / 연무진",
    "연무진, 하늬바람 기자": "연무진 / 하늬바람",
    "한빛일보 김하늘별 기자": "김하늘별",
    "다온누리(hanbit) 시민기자": "다온누리",
    # places that no list has
    "연무진 기자 mujin@hanbit.example, 들미=탁이안 기자": "연무진 / 탁이안",
    "해림=선우해솔 기자 · 카인네스(영국)=탁가야 특파원": "선우해솔 / 탁가야",
    "(수원=한빛) 연무진 기자": "연무진",
    "입력시간 | 연무진 기자": "연무진",
    # names of two words
    "기자, 오웬 태슬리 & 연무진": "오웬 태슬리 / 연무진",
    "기자, 오웬 태슬리": "오웬 태슬리",
    "연무진 기자 & 탁이안 기자": "연무진 / 탁이안",
}
NOBODY = [
    "본지 기자", "출입 기자", "청년 기자", "법조 기자", "어린이 기자", "담당자 기자", "문화예술 기자", "정치사회 기자",
    "고용노동 기자", "지역사회 전문기자", "서울·부산 기자", "시민·사회 기자", "한빛나라 대표", "봄 & 여름",
]  # fmt: skip


@pytest.mark.parametrize(("line", "names"), LINES.items())
def test_a_line_names_its_writers(line: str, names: str) -> None:
    byline = people.read(line)
    assert byline is not None
    assert byline.names == names.split(" / ")


@pytest.mark.parametrize("line", NOBODY)
def test_a_line_that_names_nobody(line: str) -> None:
    byline = people.read(line)
    assert byline is None or byline.names == []
