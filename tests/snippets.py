"""Tiny invented pages in Korean and in both Chinese scripts, and what the extractor makes of one."""

from __future__ import annotations

from crawler.items import Article, Page
from crawler.rules import GENERIC, Profile
from pipelines.chrome import strip

URL = "https://www.hanbit.example/local/view.html"
TITLE = {
    "ko": "한빛시, 도심 하천 산책로 12km 새로 놓는다",
    "zh-Hans": "青川市沿河新建十二公里步道",
    "zh-Hant": "青川市沿河新建十二公里步道計畫啟動",
}
TEXT = {
    "ko": [
        "한빛시는 5일 오전 시청 대회의실에서 설명회를 열고 도심 하천을 따라 산책로 12킬로미터를 새로 놓겠다고 밝혔다.",
        "공사는 오는 9월에 시작되며, 전체 예산 84억 원 가운데 절반은 도가 부담한다고 담당 과장이 설명했다.",
        "주민들은 대체로 반겼지만 일부는 공사 기간의 소음과 먼지를 걱정하며 대책을 요구했다.",
        "시는 다음 달까지 의견을 더 듣고 설계를 확정한 뒤 내년 봄에 첫 구간을 열 계획이다.",
    ],
    "zh-Hans": [
        "青川市五日上午在市政府会议室举行说明会，宣布将沿城区河道新建十二公里步道，全线不设台阶。",
        "工程计划九月开工，总预算八千四百万元，其中一半由省里承担，项目负责人在会上这样介绍。",
        "居民大多表示欢迎，但也有人担心施工期间的噪音和灰尘，要求市里拿出具体的办法来。",
        "市里表示，下个月以前会继续听取各方意见，定下设计方案，明年春天先开放第一段。",
    ],
    "zh-Hant": [
        "青川市五日上午在市府會議室舉行說明會，宣布將沿市區河道新建十二公里步道，全線不設台階。",
        "工程預計九月動工，總預算八千四百萬元，其中一半由縣府負擔，計畫負責人在會上這樣說明。",
        "居民大多表示歡迎，但也有人擔心施工期間的噪音和灰塵，要求市府提出具體的辦法。",
        "市府表示，下個月以前會繼續聽取各方意見，定下設計方案，明年春天先開放第一段。",
    ],
}
LANGUAGES = sorted(TEXT)
MENU = "<ul>" + "".join(f"<li><a href='/s/{n}'>{n}번 면 소식</a></li>" for n in range(6)) + "</ul>"
"""Links: what stands behind them is not read as one with the text."""


def paragraphs(language: str, *extra: tuple[int, str]) -> str:
    """The text as <p>, with the HTML of ``extra`` in front of the paragraphs of these numbers (4: at the end)."""
    parts = [f"<p>{said}</p>" for said in TEXT[language]]
    for k, markup in sorted(extra, reverse=True):
        parts.insert(k, markup)
    return "\n".join(parts)


def document(text: str, language: str = "ko", head: str = "", above: str = "", below: str = "") -> str:
    """A page: headline, what stands ``above`` the text, the text in a box, what stands ``below`` it."""
    return (
        f"<html><head>{head}</head><body><h1>{TITLE[language]}</h1>{above}"
        f"<div id='w1'>{text}</div>{below}</body></html>"
    )


def extract(html: str, url: str = URL, profile: Profile = GENERIC, content_type: str = "text/html") -> Article:
    article = Article(profile=profile, pages=[Page(url, url, html, content_type=content_type)])
    strip(article)
    return article


def body(article: Article) -> list[str]:
    return article.body.split("\n\n") if article.body else []


def captions(article: Article) -> list[str | None]:
    return [image["caption"] for image in article.images if image["caption"]]


def reasons(article: Article, part: str) -> list[str]:
    """Why lines that hold ``part`` were taken out."""
    return [stripped.why for stripped in article.evidence.stripped if part in stripped.text]
