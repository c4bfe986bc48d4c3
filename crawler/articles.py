"""Fetches the articles of a source: from a lead to the item that enters the stages."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy import Request

from crawler.browser import RENDERED
from crawler.failures import reason_of
from crawler.generic import generic_article
from crawler.items import Article, Fate, Lead, Page
from crawler.ledger import next_visit
from crawler.pager import MAX_PAGES, further_pages
from crawler.pages import page_from
from crawler.stats import count

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.ledger import Ledger
    from crawler.source import Source


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far an article of several pages has been fetched."""

    lead: Lead
    pages: tuple[Page, ...] = ()
    visited: tuple[str, ...] = ()
    """Addresses asked for and arrived at, two a page."""
    rest: tuple[str, ...] = ()
    """Addresses still to fetch, in reading order."""
    cut: bool = False
    """Whether one of its pages could not be read."""


class Articles:
    """Turns each lead into one article, whatever number of pages it has, or into a fate.

    ``in_flight`` holds the leads that were taken and have no fate yet. Stats: ``news/lead/<fate>``.
    """

    def __init__(self, source: Source, ledger: Ledger, crawler: Crawler, render: bool = False) -> None:
        self.source, self.ledger, self.stats = source, ledger, crawler.stats
        self.log = logging.getLogger(source.name)
        self.max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.meta = RENDERED if render else {}
        self.in_flight: dict[str, Lead] = {}

    def request(self, lead: Lead, url: str = "") -> Request:
        """Takes the lead; ``url`` is where it is fetched from, if not at its own address."""
        self.in_flight[lead.key] = lead
        return self._request(url or lead.url, Fetching(lead))

    def _request(self, url: str, fetching: Fetching) -> Request:
        return Request(
            url,
            headers=self.source.headers,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"fetching": fetching},
            dont_filter=True,
            meta=self.meta,
        )

    async def parse(self, response: Response, fetching: Fetching) -> AsyncIterator[Request | Article]:
        """The callback: asks for the next page of an article, or gives the article when there is none."""
        async with self._accounted(fetching.lead):
            page, fate = page_from(response, self.source.encoding, self.max_size)
            if fetching.lead.source != self.source.name:
                article = generic_article(page)
                article.lead, article.fate = fetching.lead, fate
                yield article
                return
            fetching = self._with(page, fate, fetching)
            if fetching.rest and len(fetching.visited) < 2 * MAX_PAGES:
                url, *rest = fetching.rest
                yield self._request(url, replace(fetching, rest=tuple(rest)))
                return
            article = self.source.article(list(fetching.pages) or [page], fetching.lead)
            article.fate = None if fetching.pages else fate
            article.truncated = "pager" if fetching.rest or (fetching.pages and fetching.cut) else None
            yield article

    def _with(self, page: Page, fate: Fate | None, fetching: Fetching) -> Fetching:
        """With this page, if it can hold a part of the article and does not say what an earlier one said."""
        pages, rest = fetching.pages, fetching.rest
        visited = (*fetching.visited, page.requested_url, page.url)
        if fate is None:
            rest = further_pages(page, visited, rest, self.source.rules, self.source.lead_for)
            if all(page.text != earlier.text for earlier in pages):
                pages = (*pages, page)
        return Fetching(fetching.lead, pages, visited, rest, fetching.cut or fate is not None)

    async def failed(self, failure: Failure) -> AsyncIterator[Article]:
        """The errback: settles the lead; where a later page failed, what there is goes on, marked as truncated."""
        fetching: Fetching = failure.request.cb_kwargs["fetching"]
        reason, detail = reason_of(failure)
        self.log.info("failed/%s: %s (%s)", reason, failure.request.url, detail)
        if not fetching.pages:
            lead, fate = fetching.lead, Fate("failed", reason, detail)
            if since := await self.ledger.gone_since(lead.key, fate):
                yield self.source.gone_article(lead, since)  # its record is marked before its lead is settled
            else:
                await self.settle(lead, fate)
            return
        async with self._accounted(fetching.lead):
            article = self.source.article(list(fetching.pages), fetching.lead)
            article.truncated = "pager"
            yield article

    @asynccontextmanager
    async def _accounted(self, lead: Lead) -> AsyncIterator[None]:
        """A lead whose page or hook raises has a fate, too."""
        try:
            yield
        except Exception as error:
            await self.settle(lead, Fate("failed", "spider_error", repr(error)[:500]))
            raise

    async def settle(self, lead: Lead, fate: Fate, published_at: datetime | None = None) -> None:
        """Writes the fate of a lead that this run took into the ledger, once, and when to visit it again."""
        if self.in_flight.pop(lead.key, None) is not None:
            count(self.stats, f"lead/{fate}")
            published_at = published_at or lead.published_at
            await self.ledger.settle(lead.key, fate, next_visit(published_at, self.source.revisit), published_at)
