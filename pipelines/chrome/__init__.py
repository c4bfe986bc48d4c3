"""Strips page chrome: HTML (or copied text) and rules in; headline, byline, text, captions and pictures out."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.items import Article
from pipelines.chrome.ladder import strip as strip

AGREE = 0.5
"""Share of text in common from which rules and generic extractor say the same."""


class StripChrome:
    """Stage 1: fills the article's fields from its pages; counts which rung gave the text and how the rungs agree."""

    def __init__(self, stats: StatsCollector):
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StripChrome:
        assert crawler.stats
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        if item.fate is not None:
            return item
        strip(item)
        rung = (item.extraction.get("by", {}).get("body") or "none").split(":")[0]
        self.stats.inc_value(f"news/chrome/body_by_{rung}")
        agreement = item.evidence.witnesses.get("agreement")
        if agreement is not None:
            self.stats.inc_value(f"news/chrome/{'agree' if agreement >= AGREE else 'disagree'}")
        return item
