from __future__ import annotations

from dataclasses import replace

from crawler.discovery import Feed, Listing
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

FEEDS = (
    *("news", "politics", "northkorea", "economy", "market", "industry", "society", "local", "international"),
    *("culture", "health", "entertainment", "sports", "opinion", "people"),
)
LISTS = ("politics", "industry", "international")

TODAY = Rules(
    body="article#articleWrap .content01",
    drop=(
        "article.story-summary",
        ".writer-zone01",
        ".related-zone, .related-group, .related-news",
        "aside",
        "p.txt-copyright",
        ".ir-txt01",
        ".btn",
        ".adv",
    ),
    title="h1.tit01",
    subtitle=".tit-sub h2.tit01",
    byline=(".txt-con .tit-name a", "#newsWriterCarousel01 .writer-zone01 strong"),
    published=".update-time[data-published-time]::attr(data-published-time)",
    section=".nav-path01 li:last-child a",
    tags=".keyword-zone .list01 a",
    copyright="p.txt-copyright",
    caption=".image-zone01 figcaption .txt-desc",
)


class Yna(NewsSpider):
    """연합뉴스 (Yonhap). Wire agency, server-rendered; a feed holds 120 items, a list six pages of 25."""

    name = "yna"
    publisher, language, timezone = "연합뉴스", "ko", "Asia/Seoul"

    # discovery: news.xml overlaps the sections, but alone it holds less than an hour of a busy day
    sources = [
        *(Feed(f"https://www.yna.co.kr/rss/{feed}.xml") for feed in FEEDS),
        *(Listing(f"https://www.yna.co.kr/{x}/all/{{page}}", links=".list-type212 a.tit-news", pages=6) for x in LISTS),
    ]
    # AKR is text; PYH (photo), MYH (video) and GYH (graphic) are no articles
    article_url = r"^https?://(?:www\.|m\.)?yna\.co\.kr/(?:amp/)?view/(?P<id>AKR\d{17})\b"
    canonical = "https://www.yna.co.kr/view/{id}"

    # extraction: newest layout first; article.story-summary is only the automatic summary
    rules = [
        TODAY,
        replace(TODAY, body="div.story-news.article", until="2026-06-30"),
        replace(TODAY, body="article.story-news", until="2025-12-31"),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(100, 6000), filled={"published_at": 0.99, "authors": 0.8})

    # manners
    robots = (
        "2026-10: * is allowed, about 30 AI crawlers are blocked by name; the feeds are licensed for non-commercial use"
        " and the terms forbid information services built on them"
    )
