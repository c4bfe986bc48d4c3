"""Every reason word: a page that gets it, and its neighbour that does not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from crawler.items import Article, Fate, Page
from pipelines import validate
from pipelines.validate import Validate, verdict
from tests.snippets import TEXT, TITLE, URL, document, extract, paragraphs

DAY = datetime(2024, 3, 5, 0, 30, tzinfo=UTC)
PROSE = "\n\n".join(TEXT["ko"] * 2)


def article(
    body: str = PROSE,
    quality: float = 0.9,
    links: float = 0.2,
    title_by: str = "generic",
    markup: str = "<p>강변 소식</p>",
    url: str = f"{URL}?id=1001",
    told: dict[str, float] | None = None,
    **fields: Any,
) -> Article:
    """An article as the stages before leave it; a good one, but for what is given."""
    values = {"title": TITLE["ko"], "published_at": DAY, "url": url} | fields
    made = Article(pages=[Page(url, url, markup)], body=body, **values)
    made.extraction = {"by": {"title": title_by}, "quality": quality}
    made.evidence.witnesses["link_share"] = links
    made.evidence.witnesses["quality"] = told or {}
    return made


def reason(made: Article) -> str | None:
    fate = verdict(made)
    assert fate is None or fate.word == "rejected"
    return fate.reason if fate else None


def test_a_good_article_passes() -> None:
    assert verdict(article()) is None
    assert verdict(extract(document(paragraphs("ko"), above="<p>입력 2024.03.05 09:30</p>"))) is None


REFUSED = [
    (article(markup="  \n"), "empty"),
    (article("", quality=0.0, published_at=None), "empty"),
    (article("Access Denied", quality=0.3), "blocked"),
    (article("비정상적인 접근이 감지되었습니다. 잠시 뒤 다시 시도해 주십시오.", quality=0.4), "blocked"),
    (article("访问过于频繁，请完成验证后再试。", quality=0.4), "blocked"),
    (article("요청하신 기사가 삭제되었거나 주소가 잘못되었습니다.", quality=0.4, published_at=None), "soft_404"),
    (article("您访问的文章已被删除。请返回首页查看其他新闻。", quality=0.4, published_at=None), "soft_404"),
    (article("", quality=0.0, published_at=None, markup="<h1>查無此頁</h1><p>頁面不存在</p>"), "soft_404"),
    (article("로그인 후 이용할 수 있는 기사입니다. 회원이 아니시면 가입해 주십시오.", quality=0.5), "login_wall"),
    (article("请先登录，登录后可查看本文的全部内容，谢谢您的理解和支持。", quality=0.5), "login_wall"),
    (article("시는 5일 설명회를 열고 이 같은 계획을 밝혔다.", quality=0.5, truncated="login"), "login_wall"),
    (article("시는 5일 설명회를 열고 이 같은 계획을 밝혔다.", quality=0.5, truncated="paywall"), "paywall"),
    (article("", quality=0.3, markup="<h1>x</h1><div>유료 회원 전용 기사입니다</div>"), "paywall"),
    (article("", quality=0.3, markup="<h1>x</h1><div>登录后继续阅读全文</div>"), "login_wall"),
    (article(title=""), "no_title"),
    (article("", quality=0.5, images=[{"url": "https://x.example/1.jpg", "caption": None}]), "empty"),
    (article("사진 한 장.", quality=0.3, published_at=None), "too_short"),
    (article("지역 문화 경제", quality=0.2, links=0.9, published_at=None), "list_page"),
    (article(quality=0.5, links=0.8, published_at=None), "list_page"),
    (article(quality=0.5, links=0.8, title_by="title"), "list_page"),
    (article(quality=0.7, links=0.8, url="https://www.hanbit.example/local/", published_at=None), "list_page"),
    (article(quality=0.5, published_at=None), "low_quality"),
    (article(quality=validate.LOW - 0.01), "low_quality"),
    (
        article(
            "주소를 다시 살펴 주십시오. 첫 화면에서 찾으실 수 있습니다.",
            title="페이지를 찾을 수 없습니다",
            quality=0.75,
        ),
        "soft_404",
    ),
    (article(title="页面不存在", quality=0.95), "soft_404"),
    (article(quality=0.75, told={"topic": 0.0, "lead": 0.1}), "other_text"),
    (article(quality=0.75, told={"topic": 0.2}), "other_text"),
]


@pytest.mark.parametrize(("made", "word"), REFUSED)
def test_what_is_no_article_gets_its_reason(made: Article, word: str) -> None:
    assert reason(made) == word
    fate = verdict(made)
    assert fate is not None
    assert fate.detail


@pytest.mark.parametrize(
    "made",
    [
        article(PROSE + "\n\n요청하신 기사가 삭제되었습니다."),
        article("시는 5일 오전 웹사이트 404 오류의 원인을 찾았다고 밝혔다." * 4),
        article("로그인 후 이용할 수 있는 전자 민원 창구를 시가 새로 열었다고 5일 밝혔다.", quality=0.8),
        article("강변 전경", title="[포토] 첫눈 내린 강변", quality=0.5),
        article("", quality=0.5, images=[{"url": f"https://x.example/{n}.jpg", "caption": None} for n in range(5)]),
        article(quality=0.6, links=0.3),
        article(quality=0.6, links=0.8),
        article(quality=0.7, links=0.8, url="https://www.hanbit.example/local/20240305"),
        article(quality=0.7, published_at=None),
        article(title="삭제된 기사 되찾은 시민들, 법원은 누구 손을 들었나", quality=0.95),
        article(quality=0.75, told={"topic": 0.1, "lead": 0.8}),
        article(quality=0.75, told={"topic": 0.4, "lead": 0.0}),
        article("시는 5일 오후 강변에서 이렇게 밝혔다고 한다.", quality=0.75, told={"topic": 0.0}),
    ],
    ids=[
        "long",
        "word_404",
        "about_login",
        "gallery",
        "pictures",
        "dated",
        "linked",
        "numbered",
        "undated",
        "about_deletion",
        "described",
        "headlined",
        "brief",
    ],
)
def test_its_neighbour_is_an_article(made: Article) -> None:
    assert verdict(made) is None


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        (DAY, None, True),
        (DAY + timedelta(seconds=1), None, False),
        (None, DAY - timedelta(seconds=1), False),
        (None, DAY, True),
    ],
)
def test_an_article_outside_the_asked_days_is_skipped(
    since: datetime | None, until: datetime | None, inside: bool
) -> None:
    fate = verdict(article(), since, until)
    assert fate == (None if inside else Fate("skipped", "outside_dates", DAY.isoformat()))


def test_a_page_that_is_no_article_is_rejected_before_its_day_is_asked() -> None:
    assert str(verdict(article(title=""), since=DAY + timedelta(days=9))) == "rejected/no_title"


def test_a_time_in_the_future_is_taken_away() -> None:
    future = datetime.now(UTC) + timedelta(days=30)
    made = article(published_at=future)
    assert verdict(made) is None
    assert made.published_at is None
    assert made.evidence.witnesses["future_date"] == future.isoformat()


def test_the_docstring_names_the_reasons_that_are_tested() -> None:
    """The words are stat names and quarantine fields: none may go without being written down."""
    told = re.findall(r"``(\w+)``", (validate.__doc__ or "").split("Reasons of a rejection:")[1])
    assert set(told) == {word for _, word in REFUSED} | {"outside_dates"}


def test_the_stage_counts_every_fate_and_leaves_a_settled_one_alone() -> None:
    stats = StatsCollector(get_crawler())
    stage = Validate(stats, None, None)
    settled = article(title="")
    settled.fate = Fate("rejected", "not_html")
    fates = [str(stage.process_item(made).fate or "valid") for made in (article(), article(title=""), settled)]
    assert fates == ["valid", "rejected/no_title", "rejected/not_html"]
    assert stats.get_stats() == {"news/validate/valid": 1, "news/validate/rejected/no_title": 1}
