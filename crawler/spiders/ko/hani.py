from __future__ import annotations

from crawler.discovery import Feed, Listing
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

FEEDS = ("politics", "economy", "society", "international", "culture", "science", "sports", "opinion")
LISTS = ("politics", "economy", "society")


class Hani(NewsSpider):
    """한겨레 (Hankyoreh). Next.js, but the body is server-rendered; class hashes change at each build."""

    name = "hani"
    publisher, language, timezone = "한겨레", "ko", "Asia/Seoul"

    # discovery: a feed holds 30 items without dates (2026-08); the lists go deeper and have them
    sources = [
        Feed("https://www.hani.co.kr/rss/"),
        *(Feed(f"https://www.hani.co.kr/rss/{feed}/") for feed in FEEDS),
        *(
            Listing(f"https://www.hani.co.kr/arti/{x}?page={{page}}", links='[class*="BaseArticleCard_link"]')
            for x in LISTS
        ),
    ]
    article_url = r"^https?://(?:www\.|m\.)?hani\.co\.kr/arti/(?P<path>\w+(?:/\w+)?)/(?P<id>\d{5,8})\.html"
    canonical = "https://www.hani.co.kr/arti/{path}/{id}.html"

    # extraction: newest layout first
    rules = [
        Rules(
            body="article#renewal2023 div.article-text",
            drop=(
                '[class*="BaseAd_"], [class*="adWrap"]',
                ".embeded-area",  # the page's own spelling
                '[class*="ArticleDetailAudioPlayer"]',
                '[class*="copyrightBottom"]',
                "button, iframe",
            ),
            title='h3[class*="ArticleDetailView_title"]',
            subtitle='h4[class*="ArticleDetailView_subtitle"]',
            byline='[class*="ArticleDetailView_reporterList"]',
            published='[class*="ArticleDetailView_dateListItem"]:nth-child(1)',
            updated='[class*="ArticleDetailView_dateListItem"]:nth-child(2)',
            caption='[class*="figcaption"]',
        ),
        Rules(
            body=".article-text .text",
            title="#article_view_headline .title",
            subtitle=".article-text .subtitle",
            published=".date-time span:nth-child(1)",
            updated=".date-time span:nth-child(2)",
            section="#article_view_headline .category strong",
            caption=".image-area .desc",
            until="2023-12-31",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(30, 2000), filled={"published_at": 0.99, "authors": 0.7})

    # manners
    robots = "not on record (2026-11): robots.txt is read at run time and obeyed"
