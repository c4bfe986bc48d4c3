"""Asks the lists of a source and follows them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from scrapy import Request

from crawler.discovery import Answer, Ask, Found, Kind
from crawler.failures import reason_of
from crawler.intake import Intake
from crawler.pagination import Pagination
from crawler.stats import count

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.arguments import Arguments
    from crawler.ledger import Ledger
    from crawler.source import Source

LONG = 1 << 20
"""Bytes of a list that is read in a thread, so that downloads go on."""


class Lists:
    """The discovery of one run: every list once, its answers read, what they name added to the ledger.

    Stats: ``news/discovery/`` the fate of each answer (ok, empty, malformed/..., failed/..., not_modified), and
    incomplete items.
    """

    def __init__(self, source: Source, arguments: Arguments, ledger: Ledger, crawler: Crawler) -> None:
        self.source, self.arguments, self.ledger, self.stats = source, arguments, ledger, crawler.stats
        self.log = logging.getLogger(source.name)
        self.max_size = crawler.settings.getint("SITEMAP_MAXSIZE")
        self.conditional = not (arguments.narrowed or crawler.settings.getlist("REPLAY"))
        """Whether lists are asked for only if they changed: not where this run or an earlier one left leads out."""
        self.intake = Intake(source, arguments, ledger, crawler.stats)
        self.pagination = Pagination(ledger, deep=bool(arguments.since))
        self._waiting = deque((kind, ask) for kind in source.sources for ask in kind.requests(arguments.days))
        self._asked: set[tuple[str, str, bytes]] = set()

    @property
    def enough(self) -> bool:
        """Whether this run has found as many new articles as it may fetch."""
        limit = self.arguments.limit
        return bool(limit) and self.stats.get_value("news/discovery/new", 0) >= limit

    @property
    def over(self) -> bool:
        """Whether no first page of a list is left to ask."""
        return not self._waiting or self.enough

    async def requests(self, n: int) -> AsyncIterator[Request]:
        """The next n first pages. Raises PyMongoError."""
        for _ in range(0 if self.enough else min(n, len(self._waiting))):
            if request := await self._request(*self._waiting.popleft()):
                yield request

    async def _request(self, kind: Kind, ask: Ask) -> Request | None:
        if _identity(ask) in self._asked:
            return None
        self._asked.add(_identity(ask))
        meta: dict[str, Any] = {"handle_httpstatus_list": [304]}
        if kind.large:
            meta["download_maxsize"] = self.max_size
        validators = await self.ledger.validators(ask.url) if kind.changes and self.conditional else {}
        return Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=self.source.headers | ask.headers | validators,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"kind": kind, "ask": ask},
            priority=10,
            dont_filter=True,
            meta=meta,
        )

    async def parse(self, response: Response, kind: Kind, ask: Ask) -> AsyncIterator[Request]:
        """The callback: what the answer leads to is added, and what it says to ask next is asked."""
        if response.status == 304:
            count(self.stats, "discovery/not_modified")
            return
        found = await self._read(response, kind, ask)
        try:
            for more in await self._follow(found, response, kind, ask):
                if request := await self._request(kind, more):
                    yield request
        except PyMongoError as error:
            count(self.stats, "discovery/failed/database_away")
            self.log.warning("discovery failed/database_away: %s (%s)", response.url, type(error).__name__)

    def failed(self, failure: Failure) -> None:
        """The errback: the others go on, and the next run asks again."""
        reason, detail = reason_of(failure)
        count(self.stats, f"discovery/failed/{reason}")
        self.log.warning("discovery failed/%s: %s (%s)", reason, failure.request.url, detail)

    async def _read(self, response: Response, kind: Kind, ask: Ask) -> Found:
        answer = Answer(
            response.body,
            response.url,
            (response.headers.get("Content-Type") or b"").decode("latin-1"),
            self.source.encoding,
            self.arguments.zone,
            since=self.arguments.since,
        )
        try:
            if len(response.body) > LONG:
                found = await asyncio.to_thread(kind.parse, answer, ask)
            else:
                found = kind.parse(answer, ask)
        except Exception:
            self.log.exception("%s cannot read %s", type(kind).__name__, response.url)
            found = Found("malformed/error")
        count(self.stats, f"discovery/{found.fate}")
        count(self.stats, "discovery/incomplete", found.incomplete)
        if found.fate != "ok":
            self.log.warning("discovery %s: %s", found.fate, response.url)
        return found

    async def _follow(self, found: Found, response: Response, kind: Kind, ask: Ask) -> list[Ask]:
        """Adds what was found to the ledger; what to ask next. Raises PyMongoError."""
        taken = await self.intake.add(found.links, ask.url)
        if kind.changes and self.conditional and found.fate == "ok" and not found.more:
            etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
            if etag or modified:
                await self.ledger.remember(ask.url, *(v.decode("latin-1") if v else None for v in (etag, modified)))
        if found.next and _identity(found.next) in self._asked:  # a list that leads back to its beginning
            found.next = None
        further = await self.pagination.goes_on(kind, ask, found, taken)
        if self.enough:
            return []
        return [*found.more, *([found.next] if found.next and further else [])]


def _identity(ask: Ask) -> tuple[str, str, bytes]:
    return ask.method, ask.url, ask.body
