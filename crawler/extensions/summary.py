"""What a run did: a table for a person at its end, and its document in ``runs``."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from scrapy import signals

from crawler.console import table
from crawler.mongo import connect, finish_run, start_run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

PREFIX = "news/lead/"
RECORDED = ("stored", "updated", "unchanged", "duplicate")
"""Fates of what is in the database as an article."""
PROBLEMS = {
    "news/discovery/failed": "lists could not be fetched: see the warnings above",
    "news/discovery/malformed": "lists could not be read: see the warnings above",
    "news/replay/not_archived": "requests that the archive has no answer to",
    "news/replay/unreadable": "archives that could not be read to their end",
    "news/archive/failed": "pages could not be kept: is the disk full?",
    "news/store/spooled": "records wait in the spool, since MongoDB was away",
    "news/store/unspooled": "records were lost and will be fetched again: is the disk full?",
}
"""Prefix of the stats that count it -> what it means."""


def fates(stats: StatsCollector) -> dict[str, int]:
    """Counts by fate of the leads that this run settled, most first."""
    found = {key[len(PREFIX) :]: n for key, n in stats.get_stats().items() if key.startswith(PREFIX) and n}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


class Summary:
    """Logs the table when the spider has closed, after all stages have written what they had.

    Every lead that was taken must have a fate, or have been given back because the run was stopped: anything else is
    an error, counted in ``news/summary/without_fate``. In a dry run there is no document in ``runs``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.started = time.monotonic()
        self.mongo: Any = None
        self.run = ""
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Summary:
        return cls(crawler)

    async def spider_opened(self) -> None:
        self.started = time.monotonic()
        if not self.crawler.settings.getbool("DRY_RUN"):
            mongo = await connect(self.crawler)
            self.run = await start_run(mongo, self.crawler.spider.name, arguments=arguments(self.crawler.spider))
            self.mongo = mongo

    async def spider_closed(self, reason: str) -> None:
        stats = self.crawler.stats
        ends = fates(stats)
        open_leads = len(getattr(self.crawler.spider, "in_flight", ()))
        if open_leads and reason == "finished":
            stats.set_value("news/summary/without_fate", open_leads)
            logger.error("%d leads were taken and have no fate: this is a bug", open_leads)
        books = await self._books()
        logger.info("%s", self.text(reason, ends, open_leads, books), extra={"crawler": self.crawler})
        if self.mongo is not None:
            expected = {key: stats.get_value(f"news/expect/{key}", []) for key in ("failed", "warned")}
            await finish_run(self.mongo, self.run, reason, ends, stats.get_stats(), expect=expected, ledger=books)

    async def _books(self) -> dict[str, int]:
        """All leads of the source by state or fate, once the ledger has settled what it had; empty: it does not say."""
        ledger = getattr(self.crawler.spider, "ledger", None)
        if ledger is None:
            return {}
        try:
            await ledger.close()
            return await ledger.counts(self.crawler.spider.name)
        except PyMongoError:
            return {}

    def text(self, reason: str, ends: dict[str, int], open_leads: int, books: dict[str, int] | None = None) -> str:
        """The table: what was found, what was fetched, what became of it, what the ledger has, and what is wrong."""
        value = self.crawler.stats.get_value
        seconds = time.monotonic() - self.started
        pages = value("response_received_count", 0) or value("news/replay/read", 0)
        rows: list[tuple[Any, ...]] = []
        if leads := value("news/discovery/leads", 0):
            new = value("news/discovery/new", 0)
            rows.append(("found", leads, f"{new} new, {leads - new} known"))
        rows.append(("pages", pages, f"{pages / seconds * 60:.0f} a minute" if seconds > 1 else ""))
        rows += [(fate, count, "") for fate, count in ends.items()]
        if books:
            opened = [books.get(state, 0) for state in ("pending", "leased")]
            ended = sum(books.values()) - sum(opened)
            words = "found in all = {} pending + {} leased + {} with a fate"
            rows.append(("ledger", sum(books.values()), words.format(*opened, ended)))
        if open_leads and reason != "finished":
            rows.append(("given back", open_leads, "the run was stopped; the next one takes them"))
        stats = self.crawler.stats.get_stats()
        rows += [
            (f"left out: {name.rsplit('/', 1)[1]}", count, "")
            for name, count in sorted(stats.items())
            if name.startswith("news/replay/skipped/")
        ]
        for prefix, words in PROBLEMS.items():
            if count := sum(number for name, number in stats.items() if name.startswith(prefix)):
                rows.append((f"! {prefix.removeprefix('news/').rstrip('/')}", count, words))
        lines = [f"{self.crawler.spider.name}: {reason} after {duration(seconds)}", table(rows)]
        lines += [f"  ! {words}" for kind in ("failed", "warned") for words in value(f"news/expect/{kind}", [])]
        return "\n".join(lines)


def arguments(spider: Any) -> dict[str, str]:
    """What the run was narrowed to."""
    given = {name: getattr(spider, name, None) for name in ("url", "limit", "since", "until")}
    return {name: str(value) for name, value in given.items() if value}


def duration(seconds: float) -> str:
    """``7 s``, ``3 min 20 s``, ``2 h 5 min``."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
