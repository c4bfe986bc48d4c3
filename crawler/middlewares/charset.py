"""Gives every text response the charset that its bytes are really in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from crawler.encoding import choose

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Charset:
    """Sets ``response.encoding``, so that ``response.text`` and selectors are right; the body is left as it came."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Charset:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse) or not response.body:
            return response
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        codec = choose(response.body, content_type, getattr(self.crawler.spider, "encoding", "utf-8"))
        self.crawler.stats.inc_value(f"news/charset/{codec}")
        return response.replace(encoding=codec)
