"""Settles the lead of every article in the ledger, whatever way the article ended."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.spiderloader import get_spider_loader

from crawler.items import DRAINED, Article, Fate
from crawler.ledger import next_visit, open_ledger
from crawler.spider import NewsSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Settle:
    """Recorded, rejected or broken: the fate that the stages set is the ledger's. Only NewsSpiders have a ledger.

    Records that an earlier run had spooled, and this one stores, settle their leads too, of whatever source.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._spooled: set[str] = set()
        self._revisits = functools.cache(self._revisits_of)
        for handler, signal in (
            (self.item_ended, signals.item_scraped),
            (self.item_ended, signals.item_dropped),
            (self.item_failed, signals.item_error),
            (self.records_drained, DRAINED),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Settle:
        return cls(crawler)

    async def _settle(self, item: Article, fate: Fate) -> None:
        settle = getattr(self.crawler.spider, "settle", None)
        if item.lead is not None and settle is not None:
            if fate.reason == "spooled":
                self._spooled.add(item.lead.key)
            await settle(item.lead, fate, item.published_at)

    async def item_ended(self, item: Any, exception: Exception | None = None) -> None:
        if isinstance(item, Article):
            fallback = Fate("failed", "dropped", str(exception)) if exception else Fate("skipped", "not_stored")
            await self._settle(item, item.fate or fallback)

    async def item_failed(self, item: Any, failure: Any) -> None:
        if isinstance(item, Article):
            await self._settle(item, Fate("failed", "stage_error", repr(failure.value)[:500]))

    async def records_drained(self, drained: Sequence[tuple[str, Fate, datetime | None]]) -> None:
        """What this run itself had counted as spooled is counted by its new fate. Raises PyMongoError."""
        ledger = await open_ledger(self.crawler)
        await ledger.catch_up(
            [
                (key, fate, next_visit(published, self._revisits(key.partition(":")[0])), published)
                for key, fate, published in drained
            ]
        )
        for key, fate, _ in drained:
            if key in self._spooled:
                self._spooled.remove(key)
                self.crawler.stats.inc_value("news/lead/failed/spooled", -1)
                self.crawler.stats.inc_value(f"news/lead/{fate}")

    def _revisits_of(self, source: str) -> Sequence[float]:
        try:
            return getattr(get_spider_loader(self.crawler.settings).load(source), "revisit", NewsSpider.revisit)
        except KeyError:
            return NewsSpider.revisit
