from __future__ import annotations

from crawler.discovery import Feed, Listing
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider


class Ajunews(NewsSpider):
    """아주경제 (Aju Business Daily). Server-rendered; the feed of everything holds about 800 items."""

    name = "ajunews"
    publisher, language, timezone = "아주경제", "ko", "Asia/Seoul"

    # discovery: the feed has no XML declaration and is double-encoded (2026-08); the lists stand in when it fails
    sources = [
        Feed("https://www.ajunews.com/rss/sokbo.xml"),
        Listing("https://www.ajunews.com/economy/policy", links="ul.sc_news_lst a.tit"),
        Listing("https://www.ajunews.com/industry", links="ul.sc_news_lst a.tit"),
        Listing("https://www.ajunews.com/global/economarket", links="ul.sc_news_lst a.tit"),
    ]
    # 17 digits are YYYYMMDDhhmmss and three more; before about 2014 the id has 14
    article_url = r"^https?://(?:www4?\.|m\.)?ajunews\.com/(?:view|amp)/(?P<id>\d{14,17})(?=[/?#]|$)"
    canonical = "https://www.ajunews.com/view/{id}"

    # extraction: the body's id is the same from 2017 to 2026; title and date selectors are those of 2017, today's
    # title and date stand in the page's meta
    rules = [
        Rules(
            body=("#articleBody", ".article_con"),
            title="div.ma680-0001-head-block > h2",
            published="li.regi_date.cus",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(100, 3000), filled={"published_at": 0.99, "authors": 0.8})

    # manners
    robots = "2026-08: everything but /search, /keyword and /gen/ is allowed; GPTBot is blocked by name"
