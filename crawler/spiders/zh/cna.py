from __future__ import annotations

from crawler.discovery import JsonList
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

CATEGORIES = ("aipl", "aopl", "acn", "aie", "asc", "ait", "ahel", "asoc", "aloc", "acul", "aspt", "amov")


class Cna(NewsSpider):
    """中央社 (Central News Agency). Server-rendered, with JSON-LD; the desk stands at the end as （編輯：…）1151118."""

    name = "cna"
    publisher, language, timezone = "中央社", "zh-Hant", "Asia/Taipei"

    # discovery: a category's list is a window of about 100 items, five days; one article stands in several
    sources = [
        JsonList(
            "https://www.cna.com.tw/cna2018api/api/WNewsList",
            items="ResultData.Items",
            link="{PageUrl}",
            title="HeadLine",
            published="CreateTime",
            method="POST",
            body={"action": "0", "category": category, "pagesize": "100", "pageidx": "1"},
        )
        for category in CATEGORIES
    ]
    # twelve digits are YYYYMMDD and a serial; /News/FirstNews/…-1.aspx until about 2015
    article_url = r"^https?://www\.cna\.com\.tw/(?:amp/)?(?P<path>[Nn]ews/\w+)/(?P<id>\d{12})(?:-\d+)?\.aspx"
    canonical = "https://www.cna.com.tw/{path}/{id}.aspx"

    # extraction: newest layout first
    rules = [
        Rules(
            body=(
                ".centralContent .paragraph:not(.appDownload):not(.articleADbox):not(.bottomArticleBanner)"
                ":not(.moreArticle):not(.BtnShareGroup)"
            ),
            drop=(
                ".SubscriptionInner, .gmailNews",
                ".dictionary-box",
                ".moreArticle",
                ".appDownload, .articleADbox, .bottomArticleBanner",
                ".shareBar, .toolBox",
            ),
            title=".centralContent h1",
            published=".updatetime span",
            section=".breadcrumb a:last-of-type",
            tags=".keywordTag a",
            copyright=".statement",
            caption=".fullPic figcaption",
            since="2018-01-01",
        ),
        Rules(
            body=".news_content .box_2",
            drop=(".more",),
            title=".news_content > h2",
            published=".news_content .date",
            caption=".news_content .box_1 h2",
            until="2015-12-31",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(100, 1500), filled={"published_at": 0.99, "authors": 0.8})

    # manners
    robots = "2026-10: allowed, with Content-Signal ai-input=yes, ai-train=no; articles older than weeks are cut short"
