from __future__ import annotations

import json
import re

from crawler.discovery import JsonList, dig
from crawler.items import Article, Page
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

CHANNELS = ("25950", "25951", "122908", "25953", "119908", "25952")
"""时事, 财经, 国际, 生活, 科技, 思想."""


class Thepaper(NewsSpider):
    """澎湃新闻 (The Paper). Next.js: the text stands in the HTML and again in ``__NEXT_DATA__``."""

    name = "thepaper"
    publisher, language, timezone = "澎湃新闻", "zh-Hans", "Asia/Shanghai"

    # discovery: an item with a link of its own leads elsewhere; pubTime is relative ("2小时前"), pubTimeLong is in ms
    sources = [
        JsonList(
            "https://api.thepaper.cn/contentapi/nodeCont/getByChannelId",
            items="data.list",
            link=("{link}", "https://www.thepaper.cn/newsDetail_forward_{contId}"),
            title="name",
            published="pubTimeLong",
            method="POST",
            body={"channelId": channel, "excludeContIds": [], "pageNum": "{page}"},
            pages=3,
        )
        for channel in CHANNELS
    ]
    article_url = r"^https?://(?:www\.|m\.)?thepaper\.cn/(?:newsDetail_forward_|detail/)(?P<id>\d{6,9})(?=[/?#]|$)"
    canonical = "https://www.thepaper.cn/newsDetail_forward_{id}"

    # extraction: newest layout first; what follows "__" in a class name changes at each build
    rules = [
        Rules(
            body="[class*='index_cententWrap__']",  # the site's own spelling
            title="h1[class*='index_title__']",
            byline="[class*='index_headerContent__'] > div > div:first-child",
            published="[class*='index_headerContent__'] .ant-space-item:first-child span",
            credit="[class*='index_headerContent__'] .ant-space-item:nth-child(2) span",
            copyright="[class*='index_copyrightBox__'] > div:last-child",
            caption="p.image_desc",
            since="2022-07-01",
        ),
        Rules(
            body=".news_txt",
            title=".news_title",
            byline=".news_about p:first-child",
            published=".news_about p:nth-child(2)",
            section=".news_path a:last-child",
            tags=".news_keyword a",
            copyright=".news_infor_extra > div:last-child",
            until="2022-06-30",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(30, 2000), filled={"published_at": 0.99, "authors": 0.5})

    # manners
    robots = (
        "2024-07: /userservice, /comment, /searchResult.jsp and /user_ are disallowed, and some hundred withdrawn"
        " articles one by one"
    )

    @staticmethod
    def finish(article: Article, page: Page) -> None:
        """Column and tags stand in the embedded data only."""
        found = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.+?)</script>', page.text, re.S)
        try:
            detail = dig(json.loads(found[1]), "props.pageProps.detailData.contentDetail") if found else None
        except ValueError:
            return
        article.section = article.section or dig(detail, "nodeInfo.name")
        article.tags = article.tags or [name for tag in dig(detail, "tagList") or () if (name := dig(tag, "tag"))]
