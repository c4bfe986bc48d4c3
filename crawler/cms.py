"""Base classes for content management systems that many papers share. A paper on one of them is about five lines."""

from __future__ import annotations

import re
from typing import Any

from crawler.discovery import Feed, Listing
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider


class NDSoft(NewsSpider):
    """엔디소프트 (ND Soft): about a hundred Korean papers. A paper states name, publisher and ``host``."""

    host = ""
    language, timezone = "ko", "Asia/Seoul"

    # extraction: the real spelling of the body's class is article-veiw-body, so the id is used
    rules = [
        Rules(
            body="#article-view-content-div",
            drop=(
                "#anchorBtm, .view-copyright",
                "article.writer, .view-editors",
                ".article-view-sns, #article-sns",
                ".quick-tool, .info-options2",
                ".ad-template, ins, iframe",
                "button, form",
            ),
            title=("h3.heading", "h1.heading"),
            subtitle=("h2.subheading", ".article-head-sub"),
            byline=("ul.infomation li:has(.icon-user-o)", ".view-editors .names", "article.writer .name"),
            published=('meta[property="article:published_time"]::attr(content)', "ul.infomation li:has(.icon-clock-o)"),
            updated="ul.infomation li:has(.icon-clock-o) + li",
            section='meta[property="article:section"]::attr(content)',
            tags=".tag-group .tag",
            copyright=".view-copyright",
            caption="figure.photo-layout figcaption",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(10, 500), filled={"published_at": 0.99, "authors": 0.7})

    # manners
    robots = "2026-10: usually only /admin/ is disallowed; bingbot is asked for a crawl delay of 30 s"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Addresses from the host, unless the paper states its own. ``idxno`` is the identity, unique per host."""
        if cls.host:
            site, bare = f"https://{cls.host}", re.escape(cls.host.removeprefix("www."))
            derived = {
                "sources": [
                    Feed(f"{site}/rss/allArticle.xml"),
                    Listing(
                        f"{site}/news/articleList.html?view_type=sm&page={{page}}",
                        links="#section-list .titles a, .list-block .list-titles a, .auto-titles a",
                    ),
                ],
                "article_url": rf"^https?://(?:www\.|m\.)?{bare}/news/articleView(?:Amp)?\.html\?"
                r"(?:[^#]*&)?idxno=(?P<id>\d+)",
                "canonical": f"{site}/news/articleView.html?idxno={{id}}",
            }
            for name, value in derived.items():
                if name not in vars(cls):
                    setattr(cls, name, value)
        super().__init_subclass__(**kwargs)
