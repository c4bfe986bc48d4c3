from __future__ import annotations

from crawler.discovery import Feed
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

FEEDS = ("news", "politics", "economy", "society", "culture-sports", "nk", "china-relationship")


class CnYna(NewsSpider):
    """韩联社中文 (Yonhap, Chinese edition). Server-rendered, same templates as the Korean agency's site."""

    name = "cn_yna"
    publisher, language, timezone = "韩联社", "zh-Hans", "Asia/Seoul"

    # discovery: exactly these seven feeds; pubDate is YYYYMMDDHHmmss in Korean time
    sources = [Feed(f"https://cn.yna.co.kr/RSS/{feed}.xml") for feed in FEEDS]
    # cb.yna.co.kr/gate/big5 is the Traditional mirror; APC and MYH are photos and videos
    article_url = r"^https?://(?:m-)?cn\.yna\.co\.kr/view/(?P<id>ACK\d{17})(?=[/?#]|$)"
    canonical = "https://cn.yna.co.kr/view/{id}"

    # extraction
    rules = [
        Rules(
            body="article.story-news",
            drop=(".related-group", ".writer-zone01", ".txt-copyright", "aside"),
            title="h1.tit01",
            byline=".writer-zone01 .tit-name",
            published=".update-time[data-published-time]::attr(data-published-time)",
            tags=".keyword-zone a",
            copyright=".txt-copyright",
            caption=".comp-box .txt-desc",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(20, 300), filled={"published_at": 0.99})

    # manners
    robots = (
        "not on record (2026-11): robots.txt is read at run time and obeyed; the terms forbid copying and"
        " redistribution without permission"
    )
