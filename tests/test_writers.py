"""Writers of whole pages: boxes, labels, cards, metadata, state data, lines of their own in the text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.normalize import normalize
from tests.snippets import MENU, TITLE, document, extract, paragraphs

DATE = "<p class=date>2026.11.20 10:00</p>"


def writers(language: str = "ko", above: str = "", text: str = "", below: str = "", head: str = "", at: int = 4) -> str:
    """Who wrote the tiny page; ``text`` stands in front of its paragraph ``at``."""
    extra = [(at, text)] if text else []
    article = extract(document(paragraphs(language, *extra), language, head, above + DATE, below + MENU))
    normalize(article)
    return " / ".join(article.authors)


def linked(author: Any) -> str:
    told = {"@type": "NewsArticle", "headline": "x", "author": author}
    return f"<script type='application/ld+json'>{json.dumps(told, ensure_ascii=False)}</script>"


def state(language: str, **facts: Any) -> str:
    told = {"page": {"article": {"title": TITLE[language], "padding": "x" * 200, **facts}}}
    return f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(told, ensure_ascii=False)}</script>"


@pytest.mark.parametrize(
    ("language", "markup", "names"),
    [
        ("ko", "<p>연무진 다온대 공공정책학과 교수</p>", "연무진"),
        ("ko", "<div class='byline'>연무진 변호사</div>", "연무진"),
        ("ko", "<div class='writer'><strong>연무진</strong><span>누리연구소 소장</span></div>", "연무진"),
        ("ko", "<div class='writer'><p>연무진</p><p>누리연구소 소장</p></div>", "연무진"),
        ("ko", "<div class='info'><span class='writer'>연무진</span><span>2026-11-20 10:00</span></div>", "연무진"),
        ("ko", "<div class='author'><a>서다온(daonbike)</a></div>", "서다온"),
        ("ko", "<ul><li>기자명 연무진 기자</li><li>댓글 0</li></ul>", "연무진"),
        ("ko", "<div class='reporter'><em>연무진 기자</em><button>구독</button></div>", "연무진"),
        ("zh-Hans", "<div class='author'>仝小满</div>", "仝小满"),
        ("zh-Hans", "<p><span class='author'>仝小满</span><span>2026-11-20</span><span>某某网</span></p>", "仝小满"),
        ("zh-Hans", "<p>来源：青川日报 作者：仝小满 责任编辑：杭文昊</p>", "仝小满"),
        (
            "zh-Hans",
            "<p>2026-11-20 10:00 来源：青川日报 记者：仝小满 边舒 见习记者：郦知遥 【字体：大 中 小】</p>",
            "仝小满 / 边舒 / 郦知遥",
        ),
        ("zh-Hans", "<div><span>作者：</span><div><a>仝小满</a> <a>边舒</a></div></div>", "仝小满 / 边舒"),
        ("zh-Hant", "<div class='meta'><div>青川時報</div><div class='author'><a>鄒以恬</a></div></div>", "鄒以恬"),
        ("zh-Hant", "<div class='name author'>文　鄒以恬</div>", "鄒以恬"),
        ("zh-Hant", "<p>◎鄒以恬（台灣大學教授）</p>", "鄒以恬"),
        ("ko", "<div class='author'>한빛일보</div>", ""),
        ("ko", "<div class='author'>편집국</div>", ""),
        ("ko", "<div class='author'>디지털뉴스팀</div>", ""),
        ("ko", "<div class='reporter'>구독</div>", ""),
        ("ko", "<div class='author'>정선</div>", ""),
        ("zh-Hans", "<div class='author'>青川发布</div>", ""),
        ("zh-Hans", "<div class='author'>平安青川</div>", ""),
        ("zh-Hans", "<div class='author'><a>关注</a></div>", ""),
    ],
)
def test_above_the_text(language: str, markup: str, names: str) -> None:
    assert writers(language, markup) == names


@pytest.mark.parametrize(
    ("language", "markup", "names"),
    [
        ("ko", "<p>연무진 기자</p>", "연무진"),
        ("ko", "<p>연무진 누리대 교수</p>", "연무진"),
        ("ko", "<p>/연무진 기자 a@hanbit.example</p>", "연무진"),
        ("zh-Hans", "<p>（记者 仝小满）</p>", "仝小满"),
        ("zh-Hans", "<p>采写：青川日报记者 边舒</p><p>摄影：青川日报记者 仝小满</p><p>编辑：杭文昊</p>", "边舒"),
        ("zh-Hans", "<p>作者 | 边舒</p><p>编辑 | 杭文昊</p><p>校对 | 仝小满</p>", "边舒"),
        ("zh-Hans", "<p>（作者边舒系青川大学经济学院教授）</p>", "边舒"),
        ("zh-Hans", "<p>（边舒，青川大学经济学院教授）</p>", "边舒"),
        ("zh-Hans", "<p>（作者系青川大学经济学院教授）</p>", ""),
        ("zh-Hans", "<p>作者单位：青川大学</p>", ""),
        ("zh-Hant", "<p>（編輯：鄒以恬）</p>", ""),
    ],
)
def test_at_the_end_of_the_text(language: str, markup: str, names: str) -> None:
    assert writers(language, text=markup) == names


def test_a_photographer_further_down_is_no_writer() -> None:
    assert writers("zh-Hans", text="<p>新华社记者边舒、郦知遥</p>", at=0) == "边舒 / 郦知遥"
    both = "<p>青川日报记者 边舒</p><p>青川市五日举行说明会。</p><img src=/a.jpg><p>步道。青川日报记者 仝小满 摄</p>"
    assert writers("zh-Hans", text=both, at=0) == "边舒"


CARDS = (
    "<div class='reporter'><p>연무진 기자</p><p>a@hanbit.example</p></div>"
    "<div class='reporter'><p>탁이안 기자</p><p>b@hanbit.example</p></div>"
)


def test_cards_behind_the_text() -> None:
    card = "<div class='reporter'>%s 기자 %s@hanbit.example</div>"
    assert writers(below=card % ("연무진", "a") + card % ("탁이안", "b")) == "연무진 / 탁이안"
    assert writers(below="<div class='journalist'><em>연무진 기자</em><span>구독</span></div>") == "연무진"
    assert writers("zh-Hant", below="<div class='author'><h4>鄒以恬</h4><p>資深記者</p></div>") == "鄒以恬"


def test_those_whom_a_byline_only_counts() -> None:
    counted = "<p>연무진 기자 외 1명</p>"
    assert writers(above=counted, below=CARDS) == "연무진 / 탁이안"
    assert writers(above=counted, head=linked([{"name": "연무진"}, {"name": "탁이안"}])) == "연무진 / 탁이안"
    assert writers(above=counted) == "연무진"
    assert writers(above="<p>연무진 기자 외 2명</p>", below=CARDS) == "연무진"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ([{"@type": "Person", "name": "연무진 기자"}, {"@type": "Person", "name": "탁이안"}], "연무진 / 탁이안"),
        ("연무진, 탁이안", "연무진 / 탁이안"),
        ("연무진 누리대 사회학과 교수", "연무진"),
        ("연무진(mujin@hanbit.example)", "연무진"),
        ({"name": "万俟朝"}, "万俟朝"),
        ("仝小满 边舒", "仝小满 / 边舒"),
        ({"@type": "Organization", "name": "연무진"}, ""),
        ({"name": "온라인뉴스팀"}, ""),
        ({"name": "青川新聞網"}, ""),
        ({"name": "國際中心"}, ""),
        ({"name": "财经"}, ""),
        ({"name": "Hanbit"}, ""),
        ({"name": "Qing Chuan (www.qingchuan.com)"}, ""),
    ],
)
def test_authors_of_linked_data(author: Any, names: str) -> None:
    assert writers(head=linked(author)) == names


def test_the_site_itself_is_no_author() -> None:
    told = linked({"name": "Blue River"})
    assert writers(head=told) == "Blue River"
    assert writers(head=told + "<meta property='og:site_name' content='Blue River'>") == ""


def test_the_editor_of_the_page_is_no_author() -> None:
    head, editor = "<meta name=author content='杭文昊'>", "<div class='e'>（责任编辑：杭文昊）</div>"
    assert writers("zh-Hans", head=head) == "杭文昊"
    assert writers("zh-Hans", head=head, below=editor) == ""
    assert writers("zh-Hans", head=head, text="<p>（青川日报记者 边舒）</p>") == "边舒"
    assert writers("zh-Hans", head=head, below=editor, text="<p>（青川日报记者 边舒）</p>") == "边舒"


@pytest.mark.parametrize(
    ("language", "facts", "names"),
    [
        ("ko", {"reporters": [{"name": "연무진", "email": "a@hanbit.example"}]}, "연무진"),
        ("ko", {"byline": "연무진 기자"}, "연무진"),
        ("ko", {"credits": {"by": [{"type": "author", "name": "연무진"}]}}, "연무진"),
        ("ko", {"writerInfo": {"writerName": "연무진"}}, "연무진"),
        (
            "zh-Hant",
            {"authors": [{"authorId": 3, "publishName": "譚曦文"}, {"publishName": "鄒以恬"}]},
            "譚曦文 / 鄒以恬",
        ),
        ("zh-Hans", {"author": {"id": 1, "name": "仝小满"}}, "仝小满"),
        ("zh-Hans", {"author": "青川发布"}, ""),
    ],
)
def test_authors_of_state_data(language: str, facts: dict[str, Any], names: str) -> None:
    assert writers(language, head=state(language, **facts)) == names
