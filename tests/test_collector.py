"""A crawl leaves what was there before it out of garbage collections."""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.utils.test import get_crawler

from crawler.extensions.collector import THRESHOLDS, Collector


def test_what_was_there_is_frozen_when_the_spider_opens() -> None:
    before = gc.get_threshold()
    crawler = get_crawler()
    extension = Collector.from_crawler(crawler)
    gc.unfreeze()
    try:
        crawler.signals.send_catch_log(signals.spider_opened, spider=None)
        assert gc.get_freeze_count() > 1000
        assert gc.get_threshold() == THRESHOLDS
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    del extension
