from __future__ import annotations

from dataclasses import replace

from crawler.discovery import Feed, Listing
from crawler.items import Article, Page
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

COMMON = Rules(section="#rwb_navpath a:last-child", tags="meta[name=keywords]::attr(content)", next_page=".zdfy a")
LISTS = ("politics.people.com.cn/GB/1024", "society.people.com.cn/GB/1062")


class People(NewsSpider):
    """人民网 (People's Daily Online). Server-rendered; GB2312 or UTF-8 by subdomain and age, long texts in pages."""

    name = "people"
    publisher, language, timezone = "人民网", "zh-Hans", "Asia/Shanghai"

    # crawling: bytes are GB18030 whatever a GB page calls itself; www.people.com.cn asks for 120 s between requests
    encoding = "gb18030"
    custom_settings = {"AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_SLOTS": {"www.people.com.cn": {"delay": 120.0}}}

    # discovery: the feeds stand still at times (2026-10), so the lists come first
    sources = [
        *(Listing(f"http://{path}/index{{page}}.html", links="li a", pages=5) for path in LISTS),
        *(Feed(f"http://www.people.com.cn/rss/{feed}.xml") for feed in ("politics", "society", "world")),
    ]
    # one article stands under several nodes (c461001-, c1001-) with one number; -2 is its second page; /BIG5/ is
    # the Traditional mirror; foreign-language hosts are other papers
    article_url = (
        r"^https?://(?P<sub>(?!(?:korea|japan|korean|russian|french|spanish|arabic|german|portuguese|tibet|uyghur|"
        r"mongol|kazakh)\.)[a-z]{2,})\.people\.com\.cn/(?P<path>n[12]?/\d{4}/\d{4}/c\d+)-(?P<id>\d+)(?:-\d+)?\.html"
    )
    canonical = "http://{sub}.people.com.cn/{path}-{id}.html"

    # extraction: newest layout first
    rules = [
        replace(
            COMMON,
            body=".rm_txt_con",
            drop=(".edit", ".zdfy", ".paper_num", ".bza", ".share", ".box_down", ".rm_relevant", "#rwb_tjyd"),
            title=".rm_txt h1",
            subtitle=".rm_txt h4.sub",
            byline=".rm_txt .author",
            published=".channel .col-1-1",
            credit=".channel .col-1-1 a",
        ),
        replace(
            COMMON,
            body=("#rwb_zw", ".box_con"),
            drop=(".edit", ".zdfy", ".box_down", "#rwb_tjyd", "#rwb_xgxw", "#rwb_jctj"),
            title=".text_title h1",
            subtitle=".text_title h4.sub",
            byline=".text_title .author",
            published=".text_title .box01 .fl",
            credit=".text_title .box01 .fl a",
            until="2020-06-30",
        ),
        replace(
            COMMON,
            body=("#p_content", ".show_text"),
            title="#p_title",
            published="#p_publishtime",
            credit="#p_origin a",
            section="#p_navigator a:last-child",
            until="2013-12-31",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(20, 1500), filled={"published_at": 0.99, "credit": 0.9})

    # manners
    robots = "2024-07: everything is allowed; www.people.com.cn asks for a crawl delay of 120 s, which is kept"

    @staticmethod
    def finish(article: Article, page: Page) -> None:
        """Spaces separate the keywords."""
        article.tags = [word for tag in article.tags for word in tag.split()]
