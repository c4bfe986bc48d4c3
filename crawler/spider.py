"""NewsSpider: the one base class of all sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError
from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from crawler.arguments import Arguments, is_yes
from crawler.articles import Articles
from crawler.browser import use_browser
from crawler.generic import generic_lead
from crawler.items import Fate, Lead
from crawler.ledger import Ledger, open_ledger
from crawler.lists import Lists
from crawler.logs import quieten
from crawler.source import Source
from crawler.stats import count

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

BATCH = 64
"""Leads that all workers of a source together have leased at most: so many may be fetched twice after a kill."""
LISTS = 16
"""First list pages asked at a time: a backfill of years begins to fetch before it has asked every day."""


class NewsSpider(Source, Spider):
    """Crawls a source: some lists, then what the ledger has for it, and so on.

    Arguments: ``url`` (crawl this one address), ``limit`` (articles fetched), ``since`` and ``until`` (day or ISO
    time, in the source's time zone, inclusive), ``dry_run`` (1: store nothing), ``render`` (1: with a browser).
    Extensions and stages find their values in the attributes of the same names.
    """

    url: str = ""
    limit: int = 0
    since: datetime | None = None
    until: datetime | None = None
    dry_run: Any = False

    # setting up

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        quieten(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.refusal = spider._prepare_run([name for name in kwargs if not hasattr(cls, name)])
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments = Arguments()
        self.refusal = ""
        """Why this run cannot be, for the operator."""
        self.ledger: Ledger
        self._articles: Articles | None = None

    def _prepare_run(self, unknown: list[str]) -> str:
        """Reads the arguments and sees to what they need; what is wrong, or nothing."""
        if is_yes(self.dry_run):
            self.settings.set("DRY_RUN", True, priority="cmdline")
        if unknown:
            return f"no such argument: {', '.join(unknown)} (see: scrapy crawl --help)"
        try:
            self.arguments = given = Arguments.read(self, ZoneInfo(self.timezone))
        except ValueError as error:
            return str(error)
        self.limit, self.since, self.until, self.dry_run = given.limit, given.since, given.until, given.dry_run
        replayed = bool(self.settings.getlist("REPLAY"))
        if self.forbidden and not replayed and self.name not in self.settings.getlist("ALLOW_FORBIDDEN"):
            return f"{self.name} forbids crawling: {self.forbidden} (to override: -s ALLOW_FORBIDDEN={self.name})"
        self.render = given.render and not replayed
        return use_browser(self.settings) if self.render else ""

    # what extensions ask of a spider

    @property
    def in_flight(self) -> dict[str, Lead]:
        """The leads that this run took and that have no fate yet, by key."""
        return self._articles.in_flight if self._articles else {}

    async def settle(self, lead: Lead, fate: Fate, published_at: datetime | None = None) -> None:
        """Writes down what became of a lead; called for every article that has left the stages."""
        if self._articles:
            await self._articles.settle(lead, fate, published_at)

    # the crawl

    async def start(self) -> AsyncIterator[Request]:
        if self.refusal:
            self.logger.error(self.refusal)
            raise CloseSpider("refused")
        try:
            async for request in self._requests():
                yield request
        except PyMongoError as error:
            self.logger.error("MongoDB is away (%s): the run ends, the next one goes on", type(error).__name__)
            while not self._idle():  # noqa: ASYNC110 (until what was fetched is spooled)
                await asyncio.sleep(0.1)
            spooled = self.crawler.stats.get_value("news/store/spooled")
            raise CloseSpider("database_away" if spooled else "no_database") from None

    async def _requests(self) -> AsyncIterator[Request]:
        self.ledger = await open_ledger(self.crawler)
        self._articles = articles = Articles(self, self.ledger, self.crawler, self.render)
        if self.url:
            lead = self.lead_for(self.url) or generic_lead(self.url)
            await self.ledger.add([lead])
            yield articles.request(lead, self.url)
            return
        workers = max(1, self.settings.getint("WORKERS_PER_SOURCE", 1))
        batch = max(BATCH // workers, 1)
        if not await self.ledger.hold(self.name, workers):
            self.logger.error("%s is being crawled by another worker", self.name)
            raise CloseSpider("busy")
        reopened = await self.ledger.reopen(self.name, self.since, self.until)
        count(self.crawler.stats, "discovery/reopened", reopened)
        lists = Lists(self, self.arguments, self.ledger, self.crawler)
        left = self.limit or float("inf")
        while left > 0:
            async for request in lists.requests(LISTS):
                yield request
            await self.crawler.signals.wait_for(signals.scheduler_empty)
            idle = self._idle()
            room = batch - len(articles.in_flight)
            leads = await self.ledger.claim(self.name, int(min(room, left))) if room >= batch / 2 else []
            left -= len(leads)
            for lead in leads:
                yield articles.request(lead)
            if idle and not leads and lists.over:
                break

    def _idle(self) -> bool:
        """Nothing waits, is fetched or is being processed: only the ledger can bring more."""
        engine = self.crawler.engine
        return not (
            engine.scheduler.has_pending_requests() or engine.downloader.active or not engine.scraper.slot.is_idle()
        )
