from __future__ import annotations

from crawler.discovery import NewsSitemap, Sitemap
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider


def meta(name: str) -> str:
    return f'meta[property="article:{name}"]::attr(content)'


class Hankookilbo(NewsSpider):
    """한국일보 (Hankook Ilbo). No feed; three templates from May 2025 to July 2026."""

    name = "hankookilbo"
    publisher, language, timezone = "한국일보", "ko", "Asia/Seoul"

    # discovery
    sources = [
        NewsSitemap("https://www.hankookilbo.com/sitemap/latest-articles"),
        Sitemap("https://www.hankookilbo.com/sitemap/daily-articles/{date:%Y%m%d}"),
    ]
    # /news/article/ since 2026, /News/Read/ before
    article_url = r"^https?://(?:www\.|m\.)?hankookilbo\.com/[Nn]ews/(?:Read|article)/(?:[Aa]mp/)?(?P<id>A\d{16,19})\b"
    canonical = "https://www.hankookilbo.com/news/article/{id}"

    # extraction: newest layout first; from January to June 2026 the body stood in a script only (contentHtml), which
    # the rung of embedded data reads
    rules = [
        Rules(
            body="#article-view-content",
            drop=(
                ".no-print",
                "button.img-zoomin",
                "h2.sub-tit-ll",
                "div.div-line",
                ".more-articles",
                ".end-ad-container",
                '[id^="taboola-"]',
            ),
            title='meta[name="headline"]::attr(content)',
            subtitle="h2.sub-tit-ll",
            byline=meta("author"),
            published=meta("published_time"),
            updated=meta("modified_time"),
            section=meta("section"),
            tags=meta("tag"),
            caption=".editor-img-box .caption",
            since="2026-06-01",
        ),
        Rules(body='[itemprop="articleBody"]', published=meta("published_time"), until="2025-12-31"),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(50, 2000), filled={"published_at": 0.99, "authors": 0.8})

    # manners
    robots = "2026-07: pages say index, follow; robots.txt is not on record, it is read at run time and obeyed"
