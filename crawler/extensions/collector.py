"""Spares the garbage collector work: a page is thousands of objects that are gone a moment later."""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.crawler import Crawler

THRESHOLDS = (20_000, 20, 20)
"""Objects of each generation from which it is collected; Python's own: 700, 10, 10."""


class Collector:
    """Leaves what lives as long as the process out of collections, and collects less often."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collector:
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
