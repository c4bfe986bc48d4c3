"""NewsSpider: the one base class of all sources."""

from __future__ import annotations

import asyncio
import functools
import inspect
import logging
import re
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError
from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from crawler import urls
from crawler.discovery import Answer, Ask, Found, Kind, Link
from crawler.failures import reason_of
from crawler.items import Article, Fate, Lead, Page
from crawler.ledger import Ledger, next_visit, open_ledger
from crawler.pager import further_pages
from crawler.pages import page_from
from crawler.rules import GENERIC, Expect, Profile, Rules

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from scrapy.spiderloader import SpiderLoaderProtocol
    from twisted.python.failure import Failure

BATCH = 64
"""Leads that all workers of a source together have leased at most: so many may be fetched twice after a kill."""
LISTS = 16
"""First list pages asked at a time: a backfill of years begins to fetch before it has asked every day."""
LONG = 1 << 20
"""Bytes of a list that is read in a thread, so that downloads go on."""
MAX_PAGES = 50
"""Pages of one article."""


class NewsSpider(Spider):
    """A source states where its articles are found and where things stand on its pages; all work is done here.

    Arguments: ``url`` (crawl this one address), ``limit`` (articles fetched), ``since`` and ``until`` (day or ISO
    time, in the source's time zone, inclusive), ``dry_run`` (1: store nothing), ``render`` (1: with a browser).
    Hooks, as static or class methods: ``prepare(page)`` may change ``page.text`` before extraction,
    ``finish(article, page)`` may change the article after it.
    """

    publisher: ClassVar[str] = ""
    language: ClassVar[str] = ""
    timezone: ClassVar[str] = "UTC"
    encoding: ClassVar[str] = "utf-8"
    """Charset when neither the bytes, nor the header, nor the document say."""

    sources: ClassVar[list[Kind]] = []
    article_url: ClassVar[str | tuple[str, ...]] = ()
    """Regular expression(s) searched in an address; ``(?P<id>...)`` is the article's id."""
    canonical: ClassVar[str] = ""
    """Format string over the named groups; empty: the address found, without tracking parameters."""
    revisit: ClassVar[tuple[int, ...]] = (1, 24, 96)
    """Hours after the first visit at which an article is looked at again."""

    rules: ClassVar[list[Rules]] = []
    render: Any = False
    """Fetch article pages with a browser."""
    headers: ClassVar[dict[str, str]] = {}

    expect: ClassVar[Expect] = Expect()
    robots: ClassVar[str] = ""
    forbidden: ClassVar[str] = ""
    """Why the source must not be crawled; empty: it may be. ALLOW_FORBIDDEN overrides it by name."""

    prepare: ClassVar[Callable[[Page], None] | None] = None
    finish: ClassVar[Callable[[Article, Page], None] | None] = None

    url: str = ""
    limit: int = 0
    since: datetime | None = None
    until: datetime | None = None
    dry_run: Any = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for hook in ("prepare", "finish"):
            if inspect.isfunction(inspect.getattr_static(cls, hook)):
                raise TypeError(f"{cls.__name__}.{hook} must be a staticmethod or a classmethod")

    # what a source is, without a crawl

    @classmethod
    def lead_for(cls, url: str) -> Lead | None:
        """The article of this source that ``url`` names, whatever its spelling; None if it is no article of it."""
        for pattern in _compiled(cls.article_url):
            if found := pattern.search(url):
                groups = {name: value or "" for name, value in found.groupdict().items()}
                try:
                    address = cls.canonical.format(**groups) if cls.canonical else urls.canonical(url)
                except ValueError:
                    return None
                return Lead(source=cls.name, id=groups["id"], url=address)
        return None

    @classmethod
    def profile(cls) -> Profile:
        """What the stages may know of the source."""
        return Profile(cls.name, cls.publisher, cls.language, cls.timezone, tuple(cls.rules), cls.finish)

    @classmethod
    def article(cls, pages: list[Page], lead: Lead) -> Article:
        """The item that enters the stages: identity and pages, prepared; nothing is extracted yet."""
        if cls.prepare is not None:
            for page in pages:
                if page.text:
                    cls.prepare(page)
        return Article(
            profile=cls.profile(),
            pages=pages,
            lead=lead,
            id=lead.key,
            source=lead.source,
            publisher=cls.publisher,
            url=lead.url,
            requested_url=pages[0].requested_url,
            fetched_at=pages[0].fetched_at,
            raw=pages[0].raw,
        )

    @classmethod
    def gone_article(cls, lead: Lead, since: datetime) -> Article:
        """The item that tells the stages that a recorded article is gone."""
        fate = Fate("failed", "gone")
        known = {"id": lead.key, "source": lead.source, "url": lead.url, "publisher": cls.publisher}
        return Article(profile=cls.profile(), lead=lead, fate=fate, gone_since=since, **known)

    # setting up

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        quieten(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.refusal = spider._read_arguments() or spider._check_allowed()
        if spider.dry_run:
            crawler.settings.set("DRY_RUN", True, priority="cmdline")
        if spider.render and not spider.refusal:
            spider.refusal = spider._use_browser()
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = ""
        self.ledger: Ledger
        self.in_flight: dict[str, Lead] = {}
        self.asked: set[tuple[str, str, bytes]] = set()
        self.seen: set[str] = set()
        self.known: set[str] = set()
        self.pages_had: defaultdict[tuple[int, date | None], set[str]] = defaultdict(set)
        self.walks: dict[str, bool] = {}
        """Lists of several pages, and whether an earlier run was stopped before their end."""

    def _read_arguments(self) -> str:
        """Turns the arguments' texts into values; what is wrong with them, or nothing."""
        self.zone = ZoneInfo(self.timezone)
        try:
            self.limit = int(self.limit)
            self.since = _moment(self.since, self.zone)
            self.until = _moment(self.until, self.zone, end=True)
        except ValueError as error:
            return f"bad argument: {error}; dates are written 2026-03-21 or 2026-03-21T08:00"
        self.render, self.dry_run = _yes(self.render), _yes(self.dry_run)
        if self.since and self.until and self.since > self.until:
            return f"since ({self.since}) is after until ({self.until})"
        return ""

    def _check_allowed(self) -> str:
        replayed = bool(self.settings.getlist("REPLAY"))
        if not self.forbidden or replayed or self.name in self.settings.getlist("ALLOW_FORBIDDEN"):
            return ""
        return f"{self.name} forbids crawling: {self.forbidden} (to override: -s ALLOW_FORBIDDEN={self.name})"

    def _use_browser(self) -> str:
        """Loads the rendering download handler, which starts its browser at the first page."""
        if self.settings.getlist("REPLAY"):
            return ""
        chromium = self.settings["CHROMIUM"]
        if not Path(chromium).exists():
            return f"rendering needs a browser and there is none at {chromium}: install chromium or set CHROMIUM"
        handler = self.settings["RENDER_HANDLER"]
        self.settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, priority="spider")
        return ""

    @property
    def days(self) -> list[date]:
        """The days asked for, oldest first; without ``since`` yesterday and today, in the source's time zone."""
        now = datetime.now(self.zone)
        last = min(self.until, now).astimezone(self.zone).date() if self.until else now.date()
        first = self.since.astimezone(self.zone).date() if self.since else last - timedelta(days=1)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    # the crawl: some lists, then what the ledger has for this source, and so on

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
        if self.url:
            lead = self.lead_for(self.url) or _unknown(self.url)
            await self.ledger.add([lead])
            yield self._article_request(lead, self.url)
            return
        workers = self.settings.getint("WORKERS_PER_SOURCE", 1)
        batch = max(BATCH // workers, 1)
        if not await self.ledger.hold(self.name, workers):
            self.logger.error("%s is being crawled by another worker", self.name)
            raise CloseSpider("busy")
        self._count("discovery", "reopened", await self.ledger.reopen(self.name, self.since, self.until))
        asks = deque((kind, ask) for kind in self.sources for ask in kind.requests(self.days))
        left = self.limit or float("inf")
        while left > 0:
            for _ in range(0 if self._enough() else min(LISTS, len(asks))):
                if request := await self._list_request(*asks.popleft()):
                    yield request
            await self.crawler.signals.wait_for(signals.scheduler_empty)
            idle = self._idle()
            room = batch - len(self.in_flight)
            leads = await self.ledger.claim(self.name, int(min(room, left))) if room >= batch / 2 else []
            left -= len(leads)
            for lead in leads:
                yield self._article_request(lead)
            if idle and not leads and (not asks or self._enough()):
                break

    def _enough(self) -> bool:
        """Whether this run has found as many new articles as it may fetch."""
        return bool(self.limit) and self.crawler.stats.get_value("news/discovery/new", 0) >= self.limit

    def _idle(self) -> bool:
        """Nothing waits, is fetched or is being processed: only the ledger can bring more."""
        engine = self.crawler.engine
        return not (
            engine.scheduler.has_pending_requests() or engine.downloader.active or not engine.scraper.slot.is_idle()
        )

    # discovery

    @property
    def conditional(self) -> bool:
        """Whether lists are asked for only if they changed: not where this run or an earlier one left leads out."""
        return not (self.since or self.until or self.limit or self.settings.getlist("REPLAY"))

    async def _list_request(self, kind: Kind, ask: Ask) -> Request | None:
        identity = (ask.method, ask.url, ask.body)
        if identity in self.asked:
            return None
        self.asked.add(identity)
        meta: dict[str, Any] = {"handle_httpstatus_list": [304]}
        if kind.large:
            meta["download_maxsize"] = self.settings.getint("SITEMAP_MAXSIZE")
        validators = await self.ledger.validators(ask.url) if kind.changes and self.conditional else {}
        return Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=self.headers | ask.headers | validators,
            callback=self.parse_list,
            errback=self.list_failed,
            cb_kwargs={"kind": kind, "ask": ask},
            priority=10,
            dont_filter=True,
            meta=meta,
        )

    async def parse_list(self, response: Response, kind: Kind, ask: Ask) -> AsyncIterator[Request]:
        try:
            async for request in self._read_list(response, kind, ask):
                yield request
        except PyMongoError as error:
            self._count("discovery", "failed/database_away")
            self.logger.warning("discovery failed/database_away: %s (%s)", response.url, type(error).__name__)

    async def _read_list(self, response: Response, kind: Kind, ask: Ask) -> AsyncIterator[Request]:
        if response.status == 304:
            self._count("discovery", "not_modified")
            return
        answer = Answer(
            response.body,
            response.url,
            (response.headers.get("Content-Type") or b"").decode("latin-1"),
            self.encoding,
            self.zone,
            since=self.since,
        )
        try:
            if len(response.body) > LONG:
                found = await asyncio.to_thread(kind.parse, answer, ask)
            else:
                found = kind.parse(answer, ask)
        except Exception:
            self.logger.exception("%s cannot read %s", type(kind).__name__, response.url)
            found = Found("malformed/error")
        self._count("discovery", found.fate)
        if found.fate != "ok":
            self.logger.warning("discovery %s: %s", found.fate, response.url)
        fresh = await self._discovered(found, kind, ask)
        if kind.changes and self.conditional and found.fate == "ok" and not found.more:
            etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
            if etag or modified:
                await self.ledger.remember(ask.url, *(v.decode("latin-1") if v else None for v in (etag, modified)))
        further = bool(found.next and fresh)
        if walk := self._walk(found, kind, ask):
            await self.ledger.mark(walk, further)
        if self._enough():
            return
        for more in [*found.more, *([found.next] if further else [])]:
            if request := await self._list_request(kind, more):
                yield request

    async def _discovered(self, found: Found, kind: Kind, ask: Ask) -> bool:
        """Adds what was found to the ledger; whether the next list page could bring something new.

        New is what no earlier run and no earlier page of this list had; other lists of this run may have had it. With
        ``since``, or where an earlier run was stopped in the middle of this list, an earlier run does not count: it
        may not have gone so far back.
        """
        self._count("discovery", "incomplete", found.incomplete)
        fresh, earlier = False, self.pages_had[id(kind), ask.day]
        walk = self._walk(found, kind, ask)
        if walk and walk not in self.walks:
            self.walks[walk] = await self.ledger.marked(walk)
        deep = bool(self.since) or self.walks.get(walk, False)
        for start in range(0, len(found.links), 1000):  # the reactor gets its turn between
            keys, leads, later = self._sift(found.links[start : start + 1000], ask.url)
            new = await self.ledger.add(leads) if leads else []
            self.known |= {lead.key for lead in leads} - set(new)
            self._count("discovery", "leads", len(leads))
            self._count("discovery", "new", len(new))
            if found.next:
                fresh |= later or not earlier.issuperset(keys if deep else keys - self.known)
                earlier |= keys
        return fresh

    def _walk(self, found: Found, kind: Kind, ask: Ask) -> str:
        """The name of a walk through the pages of a list, in the ledger; empty if there is one page only."""
        first = getattr(kind, "first", 1)
        if not found.next and ask.page == first:
            return ""
        start = kind.ask(first, ask.day)
        return f"walk {start.method} {start.url} {start.body.decode('utf-8', 'replace')}".strip()

    def _sift(self, links: list[Link], found_in: str) -> tuple[set[str], list[Lead], bool]:
        """Of the links: the keys of the articles in the run's window, those that this run sees for the first time, and
        whether there are articles after the window (lists go from new to old)."""
        keys: set[str] = set()
        leads, later = [], False
        for link in links:
            lead = self._lead(link, found_in)
            if lead is None:
                self._count("discovery", "foreign")
                continue
            before = self.since and (at := lead.published_at or link.modified_at) and at < self.since
            after = bool(self.until and lead.published_at and lead.published_at > self.until)
            later |= after
            if not before and not after:
                keys.add(lead.key)
            if lead.key in self.seen:
                continue
            self.seen.add(lead.key)
            if before or after:
                self._count("lead", "skipped/outside_dates")
            else:
                leads.append(lead)
        return keys, leads, later

    def _lead(self, link: Link, found_in: str) -> Lead | None:
        lead = self.lead_for(link.url)
        if lead:
            lead.title, lead.published_at, lead.section = link.title, link.published_at, link.section
            lead.found_in = found_in
        return lead

    def list_failed(self, failure: Failure) -> None:
        reason, detail = reason_of(failure)
        self._count("discovery", f"failed/{reason}")
        self.logger.warning("discovery failed/%s: %s (%s)", reason, failure.request.url, detail)

    # articles

    def _article_request(
        self, lead: Lead, url: str = "", pages: tuple[Page, ...] = (), visited: tuple[str, ...] = (), rest: Any = ()
    ) -> Request:
        self.in_flight[lead.key] = lead
        meta: dict[str, Any] = {}
        if self.render and not self.settings.getlist("REPLAY"):
            meta = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"}}
        return Request(
            url or lead.url,
            headers=self.headers,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"lead": lead, "pages": pages, "visited": visited, "rest": tuple(rest)},
            dont_filter=True,
            meta=meta,
        )

    async def parse_article(
        self,
        response: Response,
        lead: Lead,
        pages: tuple[Page, ...],
        visited: tuple[str, ...],
        rest: tuple[str, ...],
    ) -> AsyncIterator[Any]:
        """One page of an article: asks for the next page of it, or gives the article when there is none."""
        try:
            page, fate = page_from(response, self.encoding, self.settings.getint("DOWNLOAD_MAXSIZE"))
            if lead.source != self.name:
                article = generic_article(page)
                article.lead, article.fate = lead, fate
                yield article
                return
            visited = (*visited, page.requested_url, page.url)
            if fate is None:
                rest = further_pages(page, visited, rest, self.rules, self.lead_for)
                if all(page.text != earlier.text for earlier in pages):
                    pages = (*pages, page)
            if rest and len(visited) < 2 * MAX_PAGES:
                yield self._article_request(lead, rest[0], pages, visited, rest[1:])
                return
            article = self.article(list(pages) or [page], lead)
            article.fate = None if pages else fate
            article.truncated = "pager" if rest or (pages and fate) else None
            yield article
        except Exception as error:
            await self.settle(lead, Fate("failed", "spider_error", repr(error)[:500]))
            raise

    async def article_failed(self, failure: Failure) -> AsyncIterator[Article]:
        """Settles the lead; of an article whose later page failed, what there is goes on, marked as truncated."""
        lead, pages = failure.request.cb_kwargs["lead"], failure.request.cb_kwargs["pages"]
        reason, detail = reason_of(failure)
        self.logger.info("failed/%s: %s (%s)", reason, failure.request.url, detail)
        if pages:
            article = self.article(list(pages), lead)
            article.truncated = "pager"
            yield article
        elif since := await self.ledger.gone_since(lead.key, Fate("failed", reason)):
            yield self.gone_article(lead, since)  # its record is marked before its lead is settled
        else:
            await self.settle(lead, Fate("failed", reason, detail))

    async def settle(self, lead: Lead, fate: Fate, published_at: datetime | None = None) -> None:
        """Writes the fate of a lead that this run took into the ledger, once, and when to visit it again."""
        if self.in_flight.pop(lead.key, None) is not None:
            self._count("lead", str(fate))
            published_at = published_at or lead.published_at
            await self.ledger.settle(lead.key, fate, next_visit(published_at, self.revisit), published_at)

    def _count(self, stage: str, fate: str, n: int = 1) -> None:
        if n:
            self.crawler.stats.inc_value(f"news/{stage}/{fate}", n)


def quieten(settings: BaseSettings) -> None:
    """Lists of components and settings belong to DEBUG."""
    if settings["LOG_LEVEL"] == "INFO":
        for name in ("scrapy.crawler", "scrapy.middleware", "scrapy.addons"):
            logging.getLogger(name).setLevel(logging.WARNING)


def generic_article(page: Page) -> Article:
    """An article of no known source: the host is the source, a hash of the address the id."""
    lead = _unknown(page.url or page.requested_url)
    return Article(
        profile=GENERIC,
        pages=[page],
        lead=lead,
        id=lead.key,
        source=lead.source,
        url=lead.url,
        requested_url=page.requested_url,
        fetched_at=page.fetched_at,
        raw=page.raw,
    )


def source_for(url: str, spider_loader: SpiderLoaderProtocol) -> type[NewsSpider] | None:
    """The spider whose articles have addresses like ``url``."""
    for name in spider_loader.list():
        spider = spider_loader.load(name)
        if issubclass(spider, NewsSpider) and spider.lead_for(url):
            return spider
    return None


def _unknown(url: str) -> Lead:
    try:
        address = urls.canonical(url)
    except ValueError:  # a file, or nothing
        address = url
    return Lead(source=urls.host(url) or "unknown", id=urls.short_id(address), url=address)


@functools.cache
def _compiled(patterns: str | tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in ([patterns] if isinstance(patterns, str) else patterns))


def _moment(value: Any, zone: ZoneInfo, end: bool = False) -> datetime | None:
    """A day or ISO time as a moment; a day is its start, or its last microsecond. Raises ValueError."""
    if not value:
        return None
    text = str(value)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment + timedelta(days=1, microseconds=-1) if end and len(text) <= 10 else moment


def _yes(value: Any) -> bool:
    return str(value).lower() not in ("", "0", "false", "no", "none")
