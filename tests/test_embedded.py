"""Texts that stand only in script data."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from crawler.items import Article, Page
from pipelines.chrome import strip

TITLE = "눈길 열선 깐 언덕 마을"
ROWS = [
    "다온시는 겨울철 눈길 사고를 줄이기 위해 언덕길 열두 곳에 열선을 깔았다고 22일 밝혔다.",
    "시는 지난해 겨울 이 길들에서 미끄럼 사고가 마흔세 건 있었다며 공사를 앞당겼다고 설명했다.",
    "주민 한결 씨는 눈이 오면 마을버스가 올라오지 못해 걸어 내려가야 했다며 공사를 반겼다.",
]


def page(script: str) -> Article:
    html = f"<html><head><title>{TITLE}</title></head><body><div id=app>불러오는 중</div>{script}</body></html>"
    article = Article(pages=[Page(url="https://news.example.org/a/1", requested_url="", text=html)])
    strip(article)
    return article


def state(detail: dict) -> str:
    return json.dumps({"menu": ["정치", "경제"], "article": detail}, ensure_ascii=False)


HTML = "".join(f"<p>{row}</p>" for row in ROWS)
DETAIL = {"title": TITLE, "publishTime": "2026-11-22 09:10:00", "source": "다온일보", "content": HTML}
TOKENS = [[{"type": "text", "content": row}] for row in ROWS]
FLIGHT = json.dumps([1, f"5:{state(DETAIL)}\n"])
TEXT_ROW = json.dumps([1, f"4:T{len(HTML.encode()):x},{HTML}5:{state(DETAIL | {'content': '$4'})}\n"])


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__INITIAL_STATE__ = {state(DETAIL)};</script>",
        f"<script id=__NEXT_DATA__ type='application/json'>{state(DETAIL)}</script>",
        f"<script id=RENDER_DATA type='application/json'>{quote(state(DETAIL))}</script>",
        f"<script>var allData = {state(DETAIL | {'content': '', 'blocks': TOKENS})};</script>",
        f"<script>self.__next_f.push({FLIGHT})</script>",
        f"<script>self.__next_f.push({TEXT_ROW})</script>",
        f"<textarea id=body style='display:none'>{HTML}</textarea><script>var meta = {state(DETAIL)};</script>",
    ],
    ids=["window", "next_data", "percent", "tokens", "flight", "flight_text", "textarea"],
)
def test_text_and_facts_of_script_data(script: str) -> None:
    article = page(script)
    assert article.body.split("\n\n") == ROWS
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-11-22T00:10:00+00:00"
    assert article.credit == "다온일보"
    assert article.extraction["by"]["body"].startswith("data:")


SRC = "https://img.example.org/1.jpg"
PICTURE = {"desc": "열선을 깐 언덕길", "img": {"imgurl0": {"imgurl": SRC}}}


@pytest.mark.parametrize(
    ("place", "pictures"),
    [
        ("<!--IMG_0-->", {"originAttribute": {"IMG_0": PICTURE, "VIDEO_0": {"vid": "1"}}}),
        ("<!--IMG#0-->", {"img": [{"ref": "<!--IMG#0-->", "src": SRC, "alt": PICTURE["desc"]}]}),
    ],
    ids=["by_name", "by_reference"],
)  # fmt: skip
def test_pictures_of_the_places_that_a_text_keeps_for_them(place: str, pictures: dict[str, object]) -> None:
    content = f"<p>{ROWS[0]}</p><p>{place}</p><p><!--VIDEO_0--></p><p>{ROWS[1]}</p><p><!--IMG_7--></p><p>{ROWS[2]}</p>"
    article = page(f"<script>window.DATA = {state(DETAIL | {'content': content} | pictures)};</script>")
    assert article.body.split("\n\n") == ROWS
    assert [(i["url"], i["caption"]) for i in article.images] == [(SRC, PICTURE["desc"])]


@pytest.mark.parametrize("key", ["originalImage", "images", "coverPhoto"])
def test_pictures_beside_an_embedded_text(key: str) -> None:
    lead = {"cdnUrl": SRC, "caption": "열선을 깐 언덕길"}
    told = {key: [lead] if key == "images" else lead}
    article = page(f"<script>window.DATA = {state(DETAIL | told)};</script>")
    assert [(i["url"], i["caption"]) for i in article.images] == [(lead["cdnUrl"], lead["caption"])]


@pytest.mark.parametrize(
    "detail",
    [
        {"widgetTitle": TITLE, "publishTime": 1795306200000},
        {"headlines": {"basic": TITLE}, "created_date": "2026-11-20T01:00:00Z", "publish_date": "2026-11-22T05:00:00Z"}
        | {"display_date": "2026-11-22T00:10:00Z"},
    ],
    ids=["prefix", "shown_before_last_written"],
)
def test_the_page_s_object_is_known_by_any_key_of_a_title(detail: dict[str, object]) -> None:
    article = page(f"<script>window.state = {state(detail | {'content': HTML})};</script>")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-11-22T00:10:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", // article\n"datePublished": "2026-11-22T09:10:00+09:00"}',
        '[{"@type": "NewsArticle", "name": "가"나", "datePublished": "2026-11-22T09:10:00+09:00"},'
        ' {"datePublished": "2020-01-01"',
    ],
    ids=["note", "broken"],
)
def test_linked_data_that_is_no_json(text: str) -> None:
    article = page(f"<script type='application/ld+json'>{text}</script>{RENDERED}")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-11-22T00:10:00+00:00"


RENDERED = f"<h1>{TITLE}</h1><div class=article-body>{HTML}</div>"
MENU_STATE = [
    {"title": "다른 기사", "createTime": "2026-11-21 08:00:00"},
    {"title": TITLE, "createTime": 1795306200000},
]


@pytest.mark.parametrize(
    "script",
    [
        f"<script>var list = {json.dumps(MENU_STATE, ensure_ascii=False)}; var unused = '{'-' * 200}';</script>",
        "<script>var n = 7; var createTime = '2026-11-22 09:10';</script>",
        '<script>window.publish_time = "1795306200";</script>',
        f"<input type=hidden name=title value='{TITLE}'><input type=hidden name=regDate value='2026-11-22 09:10'>",
        f"<textarea class=article-title>{TITLE}</textarea><textarea class=article-time>1795306200000</textarea>",
    ],
    ids=["milliseconds", "variable", "seconds", "inputs", "textareas"],
)
def test_a_date_that_only_scripts_know(script: str) -> None:
    article = page(RENDERED + script)
    assert article.published_at is not None
    assert article.published_at.isoformat(timespec="minutes") == "2026-11-22T00:10+00:00"
    assert article.extraction["by"]["published_at"] == "meta"


@pytest.mark.parametrize(
    "script",
    [
        "<script>var expires = '2026-11-22 09:10';</script>",
        "<script>var createTime = '4012-3344';</script>",
        "<input type=hidden name=title value='다른 제목'><input type=hidden name=regDate value='2026-11-22 09:10'>",
        "<input type=text name=title><input type=text name=regDate value='2026-11-22 09:10'>",
    ],
    ids=["other_name", "no_date", "other_title", "typed"],
)
def test_other_values_are_no_date_of_the_article(script: str) -> None:
    assert page(RENDERED + script).published_at is None


def test_a_printed_time_goes_before_that_of_a_script() -> None:
    article = page(
        f"<h1>{TITLE}</h1><p>2026-11-22 10:30</p>{HTML}<script>var createTime = '2026-11-22 09:10';</script>"
    )
    assert article.published_at is not None
    assert article.published_at.isoformat(timespec="minutes") == "2026-11-22T01:30+00:00"


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deep_or_broken_json_is_no_error(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    broken = f"<script type='application/ld+json'>{deep}</script><script>var data = {{'a': {deep}</script>"
    article = page(f"{broken}<h1>{TITLE}</h1><div class=article-body>{HTML}</div>")
    assert article.body.split("\n\n") == ROWS
