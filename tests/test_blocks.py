"""Lists of blocks, as publishing systems keep an article, written out as HTML."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.chrome.blocks import as_html

ROWS = [
    "다온시는 언덕길에 열선을 깔았다고 밝혔다.",
    "시는 지난겨울 사고가 마흔세 건이었다고 했다.",
    "주민들은 공사를 반겼다고 한다.",
]
PARAGRAPHS = "".join(f"<p>{row}</p>" for row in ROWS)


def inline(row: str, kind: str = "text", key: str = "content") -> list[dict[str, Any]]:
    return [{"type": kind, key: row[:5]}, {"type": "link", key: row[5:], "href": "/x"}]


@pytest.mark.parametrize(
    "items",
    [
        ROWS,
        [{"type": "text", "content": row} for row in ROWS],
        [{"blockType": "text", "htmlTokens": [inline(row) for row in ROWS]}, {"blockType": "ad", "slot": "x"}],
        [{"type": "paragraph", "children": inline(row, key="text")} for row in ROWS],
        [{"type": "paragraph", "model": {"blocks": inline(row, "fragment", "text")}} for row in ROWS],
        [inline(row) for row in ROWS],
        [{"kind": "p", "text": row} for row in ROWS] + [{"kind": "related", "text": "관련 기사 제목을 여기 둔다."}],
    ],
    ids=["strings", "content", "tokens", "children", "nested", "lists", "related"],
)
def test_paragraphs_of_any_system(items: list[Any]) -> None:
    assert as_html(items) == PARAGRAPHS


@pytest.mark.parametrize(
    "picture",
    [
        {"type": "image", "url": "/p/1.jpg", "caption": "언덕길 <b>열선</b>"},
        {"blockType": "image", "image": {"cdnUrl": "/p/1.jpg", "caption": "언덕길 열선"}},
        {"type": "photo", "data": {"src": "/p/1.jpg"}, "caption": "언덕길 열선"},
        {"type": "gallery", "images": [{"url": "/p/1.jpg", "desc": "언덕길 열선"}]},
    ],
)
def test_pictures_stand_where_they_stood(picture: dict[str, Any]) -> None:
    made = as_html([ROWS[0], picture, *ROWS[1:]])
    figure = '<figure><img src="/p/1.jpg"><figcaption>언덕길 열선</figcaption></figure>'
    assert made == f"<p>{ROWS[0]}</p>{figure}<p>{ROWS[1]}</p><p>{ROWS[2]}</p>"


def test_items_of_a_list_are_lines_of_their_own() -> None:
    listed = {"type": "list", "items": [{"type": "text", "content": said} for said in ("열선 점검", "모래 뿌리기")]}
    assert as_html([*ROWS, listed]).endswith("<p>열선 점검</p><p>모래 뿌리기</p>")


def test_headings_and_markup() -> None:
    items = [
        {"type": "header", "text": "반긴 주민들"},
        *ROWS,
        {"type": "text", "content": "첫 줄이다.<br>둘째 줄이다."},
    ]
    assert as_html(items).startswith("<h3>반긴 주민들</h3><p>")
    assert as_html(items).endswith("<div>첫 줄이다.<br>둘째 줄이다.</div>")
    assert as_html([{"content": "1 < 2 라고 했다."}, *ROWS])[:5] == "<div>"


@pytest.mark.parametrize(
    "items",
    [
        [],
        ["정치", "경제", "사회"],
        [{"id": n, "title": f"{n}번째 소식", "url": f"/n/{n}"} for n in range(9)],
        [{"type": "ad", "content": row} for row in ROWS],
        [1, None, True, [[[]]]],
    ],
)
def test_other_lists_are_no_text(items: list[Any]) -> None:
    assert as_html(items) == ""


def test_deep_and_long_lists_end() -> None:
    deep: Any = ROWS[0]
    for _ in range(5000):
        deep = {"children": [deep]}
    assert as_html([deep, *ROWS]) == PARAGRAPHS
    assert as_html(ROWS * 5000).count("<p>") == 400
