from __future__ import annotations

from crawler.discovery import JsonList
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

ROLLS = ("pageid=153&lid=2509", "pageid=384&lid=2519")
"""Everything, and finance in depth."""


class Sina(NewsSpider):
    """新浪 (Sina): news, finance, tech, sports. Mostly other media's texts; the medium is the credit, no author."""

    name = "sina"
    publisher, language, timezone = "新浪", "zh-Hans", "Asia/Shanghai"

    # discovery: at most 50 items a page; times are Unix seconds as strings; the RSS feeds stand still since 2018
    sources = [
        JsonList(
            f"https://feed.mix.sina.com.cn/api/roll/get?{roll}&num=50&page={{page}}",
            items="result.data",
            link="{url}",
            published="ctime",
            pages=10,
        )
        for roll in ROLLS
    ]
    # doc-i (desktop) and detail-i (mobile) carry the same fourteen characters
    article_url = (
        r"^https?://(?P<sub>[a-z]+)\.sina\.(?:com\.)?cn/(?P<path>(?:[\w-]+/)*\d{4}-\d{2}-\d{2})/"
        r"(?:doc|detail)-i?(?P<id>[a-z]{7}\d{7})(?:\.d\.html|\.shtml)"
    )
    canonical = "https://{sub}.sina.com.cn/{path}/doc-i{id}.shtml"

    # extraction: newest layout first
    rules = [
        Rules(
            body=("#artibody.article", "#article.article"),
            drop=(
                "#left_hzh_ad",
                ".appendQr_wrap, .app-kaihu-qr, .ecode_weixin",
                ".tech-quotation, .quotation",
                ".blk-wxfollow, .wap_special",
                ".article-bottom",
                ".video-2017, .video-vms-2019",
                ".show_author",
                ".sinaads, ins, iframe",
            ),
            title="h1.main-title",
            published=".date-source .date",
            credit=".date-source .source",
            section=".channel-path a:last-of-type",
            tags="meta[name=keywords]::attr(content)",
            caption=".img_descr",
            since="2017-01-01",
        ),
        Rules(
            body="#artibody",
            drop=("#left_hzh_ad", ".show_author", ".blkComment"),
            title="#artibodyTitle",
            published=("#navtimeSource", "#pub_date"),
            credit=("#navtimeSource [data-sudaclick=media_name]", "#media_name"),
            section=".bread a:last-of-type",
            tags="meta[name=keywords]::attr(content)",
            caption=".img_descr",
            until="2017-06-30",
        ),
    ]

    # expectation: below the minimum fails the run, above the maximum warns
    expect = Expect(articles=(100, 3000), filled={"published_at": 0.99, "credit": 0.9})

    # manners
    robots = "2024-07: www.sina.com.cn answers an error page and finance.sina.com.cn an empty file: no rules"
