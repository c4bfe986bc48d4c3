"""A log line every few seconds that says where a run is."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.extensions.summary import fates

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Progress:
    """Setting PROGRESS_SECONDS (0: off). Addresses found, still to do, under way, pages a minute, counts by fate."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self.crawler, self.seconds = crawler, seconds
        self.task: asyncio.Task[None] | None = None
        self.before: tuple[float, int] = (time.monotonic(), 0)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        seconds = crawler.settings.getfloat("PROGRESS_SECONDS")
        if seconds <= 0:
            raise NotConfigured
        return cls(crawler, seconds)

    async def spider_opened(self) -> None:
        self.before = (time.monotonic(), 0)
        self.task = asyncio.create_task(self.speak())

    def spider_closed(self) -> None:
        if self.task:
            self.task.cancel()

    async def speak(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            try:
                logger.info("%s", await self.line(), extra={"crawler": self.crawler})
            except Exception as error:  # the database is away, say: the run itself goes on
                logger.warning("no progress to tell: %s", type(error).__name__)

    async def line(self) -> str:
        """E.g. ``hani: 512 found, 300 to do, 8 under way, 204 pages, 61 a minute; stored 190, rejected/no_text 4``."""
        spider, stats = self.crawler.spider, self.crawler.stats
        pages = stats.get_value("response_received_count", 0) or stats.get_value("news/replay/read", 0)
        (then, fewer), at = self.before, time.monotonic()
        self.before = (at, pages)
        parts = [f"{stats.get_value('news/discovery/leads', 0)} found"] if hasattr(spider, "sources") else []
        ledger = getattr(spider, "ledger", None)
        if ledger is not None:
            waiting = await ledger.counts(spider.name)
            parts.append(f"{waiting.get('pending', 0)} to do")
        parts += [f"{len(getattr(spider, 'in_flight', ()))} under way", f"{pages} pages"]
        if at > then:
            parts.append(f"{(pages - fewer) / (at - then) * 60:.0f} a minute")
        ends = ", ".join(f"{fate} {count}" for fate, count in fates(stats).items())
        return f"{spider.name}: {', '.join(parts)}{'; ' if ends else ''}{ends}"
