from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from crawler.items import Article, Evidence, Fate, Lead, Page, Stripped
from crawler.rules import Profile
from pipelines import normalize as stage
from pipelines.normalize import Normalize, normalize

KST = timezone(timedelta(hours=9))
URL = "https://news.example.com/a/1.html"


def article(**fields: Any) -> Article:
    made = Article(
        pages=[Page(URL, URL, "")], profile=Profile(name="hanbit", publisher="한빛일보"), publisher="한빛일보"
    )
    for name, value in fields.items():
        setattr(made, name, value)
    normalize(made)
    return made


def test_text_fields_are_regular() -> None:
    made = article(
        title=" 봄이\u200b 왔다 - 한빛일보",
        subtitle="첫 부제\n봄이 왔다\n 둘째&nbsp;부제 \n첫 부제",
        body="첫 문단\u00a0이다.\n\n\n둘째 문단이다.\n\n",
        copyright=" ⓒ 한빛일보,  무단 전재 금지 ",
        published_text="입력\u00a02024.03.07 06:00 ",
    )
    assert made.title == "봄이 왔다"
    assert made.subtitle == "첫 부제\n둘째 부제"
    assert made.body == "첫 문단 이다.\n\n둘째 문단이다."
    assert made.copyright == "ⓒ 한빛일보, 무단 전재 금지"
    assert made.published_text == "입력 2024.03.07 06:00"
    empty = article(subtitle=" \n", byline="", copyright=" ", credit="", section="")
    assert (empty.subtitle, empty.byline, empty.copyright, empty.credit, empty.section) == (None,) * 5


def titled(title: str) -> Evidence:
    return Evidence(witnesses={"title": [title]})


HEAD = "(서울=연합뉴스) 성춘향 기자 = 봄이 왔다고 한다."
TAIL = "꽃도 피었다고 말했다. 임꺽정 기자 lim@example.com"


@pytest.mark.parametrize(
    ("fields", "authors", "by"),
    [
        ({"printed_authors": ["홍길동"], "byline": "이몽룡 기자", "body": HEAD}, ["홍길동"], "printed"),
        (
            {"printed_authors": ["한빛일보", "https://x.example/p"], "byline": "이몽룡 기자", "body": HEAD},
            ["이몽룡"],
            "byline",
        ),
        ({"body": f"{HEAD}\n\n{TAIL}"}, ["성춘향"], "dateline"),
        ({"body": f"봄이 왔다.\n\n{TAIL}"}, ["임꺽정"], "tail"),
        ({"printed_authors": ["홍길동", "성춘향"], "byline": "홍길동 기자 외 1명"}, ["홍길동", "성춘향"], "printed"),
        ({"printed_authors": ["홍길동"], "byline": "홍길동·성춘향 기자"}, ["홍길동", "성춘향"], "byline"),
        ({"byline": "홍길동 기자, 성춘향 기자, 구독하기"}, ["홍길동", "성춘향"], "byline"),
        ({"byline": "地方中心／新竹報導"}, ["地方中心"], "byline"),
        ({"byline": "中央社 花蓮縣5日電"}, ["中央社"], "byline"),
        ({"byline": "한빛뉴스 web@example.com"}, [], None),
        ({"body": "〔即時新聞／綜合報導〕春天來了。"}, [], None),
        ({"body": "봄이 왔다."}, [], None),
        ({"authors": ["미리 정한 이"], "printed_authors": ["홍길동"]}, ["미리 정한 이"], None),
    ],
)
def test_authors_in_the_order_of_trust(fields: dict[str, Any], authors: list[str], by: str | None) -> None:
    made = article(**fields)
    assert made.authors == authors
    assert made.extraction["by"].get("authors") == by


def test_an_editor_in_the_metadata_is_no_author() -> None:
    evidence = Evidence(stripped=[Stripped("责任编辑：王小明", "pattern:editor")])
    made = article(printed_authors=["王小明"], byline="作者：李四", evidence=evidence)
    assert made.authors == ["李四"]
    assert article(printed_authors=["王小明"], evidence=evidence).authors == []


def test_the_byline_is_taken_from_the_text_where_no_line_was_found() -> None:
    made = article(body=HEAD)
    assert made.byline == "(서울=연합뉴스) 성춘향 기자 ="
    assert made.body == HEAD
    assert article(byline=" 이몽룡\u00a0기자 ", body=HEAD).byline == "이몽룡 기자"


@pytest.mark.parametrize(
    ("fields", "credit"),
    [
        ({"credit": "来源：环球时报 作者：王小明"}, "环球时报"),
        ({"credit": "（来源：新华社）"}, "新华社"),
        ({"credit": "출처 : 연합뉴스"}, "연합뉴스"),
        ({"credit": "来源："}, None),
        ({"body": HEAD}, "연합뉴스"),
        ({"body": "봄이 왔다고 말했다. 연합뉴스"}, "연합뉴스"),
        ({"body": HEAD, "publisher": "연합뉴스"}, None),
        ({"body": "本报讯（记者王小明）昨天"}, None),
        ({"byline": "地方中心／新竹報導"}, None),
        ({"credit": "来源｜青川晚报"}, "青川晚报"),
        ({"credit": "《晚潮》作者：王小明"}, "《晚潮》"),
        ({"credit": "光明网-《晚潮》"}, "光明网-《晚潮》"),
        ({"credit": "晚潮》"}, "晚潮"),
        ({"byline": "한빛=글·사진 홍길동 기자"}, None),
        ({"byline": "[홍길동 디지털뉴스 기자]"}, None),
        ({"byline": "（中央社記者王小明台北3日電）", "publisher": "", "evidence": titled("春天 - 中央通訊社")}, None),
        ({"byline": "（中央社記者王小明台北3日電）", "publisher": "", "evidence": titled("春天 - 中央電台")}, "中央社"),
        ({"byline": "By Hong Gil-dong, staff reporter"}, None),
        ({"body": HEAD, "publisher": "", "evidence": titled("봄이 왔다 | 연합뉴스")}, None),
        ({"body": HEAD, "publisher": "", "evidence": titled("연합뉴스 기자의 봄 | 한빛일보")}, "연합뉴스"),
    ],
)
def test_the_credit_names_the_source(fields: dict[str, Any], credit: str | None) -> None:
    assert article(**fields).credit == credit


def test_times_are_utc() -> None:
    made = article(published_at=datetime(2024, 3, 7, 6, tzinfo=KST), updated_at=datetime(2024, 3, 7, 7, tzinfo=KST))
    assert made.published_at == datetime(2024, 3, 6, 21, tzinfo=UTC)
    assert made.published_at.tzinfo is UTC
    assert made.updated_at == datetime(2024, 3, 6, 22, tzinfo=UTC)
    assert stage.utc(datetime(2024, 3, 7, 6)) == datetime(2024, 3, 7, 6, tzinfo=UTC)


def test_an_update_before_publication_is_dropped_and_an_update_alone_is_the_publication() -> None:
    early, late = datetime(2024, 3, 7, tzinfo=UTC), datetime(2024, 3, 8, tzinfo=UTC)
    assert article(published_at=late, updated_at=early).updated_at is None
    assert article(updated_at=late).published_at == late


def test_the_lead_fills_what_the_page_does_not_give() -> None:
    when = datetime(2024, 3, 7, 6, tzinfo=KST)
    lead = Lead("hanbit", "1", URL, title="봄이 왔다 | 한빛일보", published_at=when, section="뉴스 > 사회")
    made = article(lead=lead)
    assert (made.title, made.published_at, made.section) == ("봄이 왔다", when, "사회")
    assert {made.extraction["by"][name] for name in ("title", "published_at", "section")} == {"lead"}
    given = article(lead=lead, title="꽃이 피었다", section="문화", published_at=when - timedelta(hours=1))
    assert (given.title, given.section, given.published_at) == ("꽃이 피었다", "문화", when - timedelta(hours=1))
    assert given.extraction["by"] == {}


def test_tags_sections_and_images() -> None:
    assert stage.tags(["#봄 #꽃", "봄,축제", " KBO ", "kbo", ""]) == ["봄", "꽃", "축제", "KBO"]
    assert stage.section("홈 > 뉴스 > 사회") == "사회"
    assert stage.section("新闻中心 > 国际 > 正文") == "国际"
    assert stage.section("봄이 왔다", "봄이 왔다") is None
    made = article(
        images=[
            {"url": "/i/1.jpg", "caption": None, "credit": None},
            {"url": "//cdn.example.com/2.jpg", "caption": " 봄꽃이  피었다. [사진=연합뉴스]", "credit": None},
            {"url": "https://news.example.com/i/1.jpg", "caption": "꽃밭. /뉴시스", "credit": None},
            {"url": "data:image/gif;base64,AAAA", "caption": "점", "credit": None},
            {"url": "", "caption": "春天。新华社记者 王小明 摄", "credit": None},
            {"url": "", "caption": None, "credit": None},
        ]
    )
    assert made.images == [
        {"url": "https://news.example.com/i/1.jpg", "caption": "꽃밭. /뉴시스", "credit": "뉴시스"},
        {"url": "https://cdn.example.com/2.jpg", "caption": "봄꽃이 피었다. [사진=연합뉴스]", "credit": "연합뉴스"},
        {"url": "", "caption": "春天。新华社记者 王小明 摄", "credit": "新华社记者 王小明 摄"},
    ]


class Stats(dict[str, int]):
    def inc_value(self, key: str) -> None:
        self[key] = self.get(key, 0) + 1


def test_the_stage_counts_and_lets_settled_items_pass() -> None:
    stats = Stats()
    component = Normalize(stats)  # type: ignore[arg-type]
    component.process_item(Article(title=" 봄 ", body="꽃.", authors=["홍길동"]))
    settled = Article(title=" 봄 ", fate=Fate("rejected", "not_html"))
    assert component.process_item(settled).title == " 봄 "
    assert stats == {"news/normalize/passed": 1, "news/normalize/without/published_at": 1}
