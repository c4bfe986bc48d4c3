"""Settles the lead of every article in the ledger, whatever way the article ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.items import Article, Fate

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Settle:
    """Recorded, rejected or broken: the fate that the stages set is the ledger's. Only NewsSpiders have a ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        for handler, signal in (
            (self.item_ended, signals.item_scraped),
            (self.item_ended, signals.item_dropped),
            (self.item_failed, signals.item_error),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Settle:
        return cls(crawler)

    async def _settle(self, item: Article, fate: Fate) -> None:
        settle = getattr(self.crawler.spider, "settle", None)
        if item.lead is not None and settle is not None:
            await settle(item.lead, fate, item.published_at)

    async def item_ended(self, item: Any, exception: Exception | None = None) -> None:
        if isinstance(item, Article):
            fallback = Fate("failed", "dropped", str(exception)) if exception else Fate("skipped", "not_stored")
            await self._settle(item, item.fate or fallback)

    async def item_failed(self, item: Any, failure: Any) -> None:
        if isinstance(item, Article):
            await self._settle(item, Fate("failed", "stage_error", repr(failure.value)[:500]))
