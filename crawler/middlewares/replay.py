"""Answers every request from an archive instead of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.archive import Index, Kept

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class NotArchived(IgnoreRequest):
    """The archive has no answer to this request; the lead's fate is failed/not_archived."""

    reason = "not_archived"


class Replay:
    """Setting REPLAY: WARC files or folders (of WARC files, or of pages with pages.json).

    No delay and no throttle: the answer never reaches the downloader. A robots.txt that was not kept is a 404,
    as for a portal without one. ``request.meta`` gets ``raw``, ``replayed`` and ``fetched_at``.
    """

    def __init__(self, crawler: Crawler, index: Index) -> None:
        self.stats = crawler.stats
        self.index = index

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Replay:
        paths = crawler.settings.getlist("REPLAY")
        if not paths:
            raise NotConfigured
        return cls(crawler, Index(paths))

    def process_request(self, request: Request) -> Response:
        kept = self.index.find(request.method, request.url, request.body)
        request.meta["replayed"] = True
        if kept is None:
            if urlsplit(request.url).path == "/robots.txt":
                return Response(request.url, status=404)
            self.stats.inc_value("news/replay/not_archived")
            raise NotArchived(f"not in the archive: {request.method} {request.url}")
        self.stats.inc_value("news/replay/answered")
        request.meta["raw"] = kept.raw
        request.meta["fetched_at"] = kept.fetched_at
        return response_of(kept, request.url)


def response_of(kept: Kept, url: str = "") -> Response:
    """A kept answer as the response that the downloader would have made of it."""
    headers = Headers()
    for name, value in kept.headers:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=kept.url, body=kept.body[:5000])
    return kind(url=url or kept.url, status=kept.status, headers=headers, body=kept.body)


class _Decompression(HttpCompressionMiddleware):
    """Scrapy's, for answers that come without a crawl."""

    def __init__(self, max_size: int) -> None:
        self.stats, self._max_size, self._warn_size = None, max_size, 0


def decompressed(response: Response, max_size: int) -> Response:
    """Without its Content-Encoding. Raises IgnoreRequest above ``max_size`` bytes, and any error of a decoder."""
    return _Decompression(max_size).process_response(Request(response.url), response)
