"""Keeps every answer of the network as WARC, and tells the page where it is kept."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.archive import Writer
from crawler.arguments import is_yes

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http.headers import Headers

logger = logging.getLogger(__name__)


class Archive:
    """Setting ARCHIVE: True keeps under DATA_DIR/archive, a string names the folder.

    Nearest to the network, so redirects, errors and compressed bodies are kept as they came. Sets
    ``request.meta["raw"]`` to {"archive": file name, "offset": bytes}. A full disk is counted and logged once, and
    the crawl goes on without it.
    """

    def __init__(self, crawler: Crawler, writer: Writer) -> None:
        self.stats = crawler.stats
        self.writer = writer
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archive:
        where = crawler.settings.get("ARCHIVE")
        if not is_yes(where):
            raise NotConfigured
        default = str(where).lower() in ("1", "true", "yes")
        folder = Path(crawler.settings["DATA_DIR"]) / "archive" if default else Path(where)
        label = crawler.spidercls.name or "run"
        archive = cls(crawler, Writer(folder, label, crawler.settings.getint("ARCHIVE_MAXSIZE")))
        crawler.signals.connect(archive.spider_closed, signals.spider_closed)
        return archive

    def process_response(self, request: Request, response: Response) -> Response:
        if "replayed" in request.meta:
            return response
        try:
            request.meta["raw"] = self.writer.add(
                response.url,
                response.body,
                status=response.status,
                headers=_pairs(response.headers),
                method=request.method,
                sent=request.body,
                sent_headers=_pairs(request.headers),
                ip_address=str(response.ip_address or ""),
            )
            self.stats.inc_value("news/archive/kept")
        except OSError as error:
            request.meta.pop("raw", None)  # of the redirect that led here
            self.stats.inc_value("news/archive/failed")
            if not self.failed:
                logger.error("cannot keep pages in %s: %s", self.writer.folder, error)
            self.failed = True
        return response

    def spider_closed(self) -> None:
        self.writer.close()


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Header bytes are decoded as HTTP defines them, so none can fail."""
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values or ()
    ]
