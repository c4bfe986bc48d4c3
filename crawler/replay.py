"""Sends pages that are there already through the stages: from archives, from files."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals

from crawler.archive import Index, Kept, NotAnArchive, read
from crawler.generic import generic_article
from crawler.items import Article, Fate, Lead, Page
from crawler.logs import quieten
from crawler.middlewares.replay import decompressed, response_of
from crawler.pager import MAX_PAGES, further_pages
from crawler.pages import page_from
from crawler.source import Source, source_for
from crawler.urls import canonical

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from scrapy.spiderloader import SpiderLoaderProtocol

BUSY_CHARACTERS = 20_000_000
"""Text under way in the stages at any time: memory stays flat whatever the archive holds."""


class StagesSpider(Spider):
    """Yields the articles of ``articles(spider)`` as fast as the stages take them. No source: ``scrapy list`` is
    without it.

    At most CONCURRENT_ITEMS articles are under way, and never two of one identity, so that a later version of an
    article follows the earlier one into the store. The settle extension calls ``settle`` when one has ended.
    """

    name = "replay"
    articles: Callable[[StagesSpider], Iterator[Article]]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        quieten(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> StagesSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.in_flight = {}
        spider.freed = asyncio.Event()
        spider.most = crawler.settings.getint("CONCURRENT_ITEMS")
        crawler.signals.connect(spider.spider_opened, signals.spider_opened)
        crawler.signals.connect(spider.spider_closed, signals.spider_closed)
        return spider

    def spider_opened(self) -> None:
        self.closer = asyncio.create_task(self._close())

    def spider_closed(self) -> None:
        self.closer.cancel()

    async def _close(self) -> None:
        """When the run is stopped, Scrapy 2.19 waits for the items under way, but looks again only when a response
        has been processed; here there is none (Scraper._check_if_closing)."""
        slot = self.crawler.engine.scraper.slot
        while not (slot.closing and slot.is_idle()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        if not slot.closing.called:
            slot.closing.callback(self)

    async def start(self) -> AsyncIterator[Article]:
        for article in self.articles(self):
            if self.crawler.engine.needs_backout():  # it is closing
                return
            size = sum(len(page.text) for page in article.pages)
            while self.in_flight and (
                article.lead.key in self.in_flight
                or len(self.in_flight) >= self.most
                or sum(self.in_flight.values()) + size > BUSY_CHARACTERS
            ):
                await self._one_ends()
            self.in_flight[article.lead.key] = size
            yield article
        while self.in_flight:
            await self._one_ends()

    async def _one_ends(self) -> None:
        self.freed.clear()
        await self.freed.wait()

    async def settle(self, lead: Lead, fate: Fate, published_at: datetime | None = None) -> None:
        self.crawler.stats.inc_value(f"news/lead/{fate}")
        self.in_flight.pop(lead.key, None)
        self.freed.set()


class ArchivePages:
    """The articles of archives, in order: the source by address, else the generic extractor.

    ``rules`` False takes the rules away, so that the generic extractor does all the work; ``lists`` True sends list
    pages too. What is left out is counted in ``news/replay/skipped/<why>``.
    """

    def __init__(
        self, paths: Iterable[Path], loader: SpiderLoaderProtocol, rules: bool = True, lists: bool = False
    ) -> None:
        self.paths, self.loader, self.rules, self.lists = list(paths), loader, rules, lists
        self._index: Index | None = None

    def __call__(self, spider: StagesSpider) -> Iterator[Article]:
        crawler = spider.crawler
        self.count = crawler.stats.inc_value
        self.max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        for path in self.paths:
            try:
                for kept in read(path):
                    self.count("news/replay/read")
                    try:
                        found = self._article(kept)
                    except Exception:
                        spider.logger.exception("cannot make an article of %s", kept.url)
                        self.count("news/lead/failed/spider_error")
                        continue
                    if isinstance(found, Article):
                        yield found
                    else:
                        self.count(f"news/replay/skipped/{found}")
            except (NotAnArchive, OSError) as error:
                self.count("news/replay/unreadable")
                spider.logger.error("%s", error)

    def _article(self, kept: Kept) -> Article | str:
        """The article, or why there is none."""
        if not 200 <= kept.status < 300:
            return f"http_{kept.status}"
        source = source_for(kept.url, self.loader)
        if source is None and not self.lists and urlsplit(kept.url).path in ("", "/"):
            return "list"
        page, fate = self._page(kept, source.encoding if source else "utf-8")
        kind = page.content_type.split(";")[0].strip().lower()
        head = page.text[:300].lstrip().lower()
        if "html" not in kind and not (source and fate) and not head.startswith(("<!doctype html", "<html")):
            return "feed" if head.startswith(("<?xml", "<rss", "<feed", "<urlset", "{", "[")) else "not_html"
        if source is None:
            article = generic_article(page)
        else:
            lead = source.lead_for(kept.url)
            if self._is_later_page(kept.url, lead, source):
                return "further_page"
            pages, cut = self._pages(page, source)
            article = source.article(pages, lead)
            article.truncated = "pager" if cut else None
        article.fate = fate
        if not self.rules:
            article.profile = dataclasses.replace(article.profile, rules=(), finish=None)
        return article

    def _page(self, kept: Kept, encoding: str) -> tuple[Page, Fate | None]:
        request = Request(kept.url, meta={"raw": kept.raw, "fetched_at": kept.fetched_at})
        response = response_of(kept)
        try:
            response = decompressed(response, self.max_size)
        except Exception:  # the header lies, or the answer was cut: what is there is shown to the stages
            self.count("news/replay/not_decoded")
        response.request = request
        return page_from(response, encoding, self.max_size)

    # articles on several pages

    def _is_later_page(self, url: str, lead: Lead, source: type[Source]) -> bool:
        paged = any(layout.next_page for layout in source.rules)
        return paged and canonical(url) != lead.url and self.index.find("GET", lead.url) is not None

    def _pages(self, first: Page, source: type[Source]) -> tuple[list[Page], bool]:
        """The pages of one article that are in the archives, and whether some are not."""
        pages, visited, cut = [first], {first.url}, False
        rest = further_pages(first, visited, (), source.rules, source.lead_for)
        while rest and len(visited) < MAX_PAGES:
            url, *rest = rest
            visited.add(url)
            kept = self.index.find("GET", url)
            page, fate = self._page(kept, source.encoding) if kept and kept.status < 300 else (None, None)
            if page is None or fate:
                cut = True
                continue
            if all(page.text != earlier.text for earlier in pages):
                pages.append(page)
            rest = further_pages(page, visited, rest, source.rules, source.lead_for)
        return pages, cut or bool(rest)

    @property
    def index(self) -> Index:
        """Made when the first article on several pages comes."""
        if self._index is None:
            self._index = Index(self.paths)
        return self._index
