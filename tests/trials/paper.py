"""A newspaper on localhost with any number of articles, and the source that crawls it.

The crawl is another process: ``scrapy crawl paper -s SPIDER_MODULES=tests.trials.paper -a base=URL``.
"""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawler.discovery import Feed, Kind, Listing, Sitemap
from crawler.items import Page
from crawler.ledger import rules as clock
from crawler.rules import Rules
from crawler.spider import NewsSpider
from tests.server import Site
from tests.stories import korean, story

CHILD = 500
"""Articles in one sitemap."""
SHOWN = 50
"""Articles on one list page."""


class Hit(NamedTuple):
    """One request. ``agent`` is the crawl's user agent, which tells the runs apart."""

    at: float
    agent: str
    path: str
    status: int

    @property
    def article(self) -> int | None:
        head, _, number = self.path.rpartition("/")
        return int(number) if head == "/article" else None


class Paper(Site):
    """Articles 1 to ``articles``, all of them in /map.xml and /list/1, /list/2 ..., the newest ``feed`` in /feed.xml.

    Every answer has another advertisement in it. ``edited`` and ``vanished`` may be changed at any time.
    """

    def __init__(self, articles: int, feed: int = 50) -> None:
        super().__init__()
        self.articles, self.feed = articles, feed
        self.edited: set[int] = set()
        self.vanished: set[int] = set()
        self.log: list[Hit] = []
        self.started = datetime.now(UTC).replace(microsecond=0)
        self._advertisement = itertools.count()

    def fetched(self, agent: str = "") -> Counter[int]:
        """How often each article was asked for (by one run)."""
        wanted = (hit.article for hit in list(self.log) if agent in ("", hit.agent))
        return Counter(number for number in wanted if number is not None)

    def asked(self, agent: str) -> list[str]:
        """The addresses that one run asked for, in order."""
        return [hit.path for hit in list(self.log) if hit.agent == agent]

    def route(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        path = urlsplit(handler.path).path
        content, kind, status, headers = self._answer(path, handler.headers.get("If-None-Match", ""))
        self.log.append(Hit(time.monotonic(), handler.headers.get("User-Agent", ""), path, status))
        self.send(handler, content, kind, status, **headers)

    def _answer(self, path: str, condition: str) -> tuple[str, str, int, dict[str, str]]:
        html, xml = "text/html; charset=utf-8", "application/xml"
        numbers = range(1, self.articles + 1)
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return "User-agent: *\nAllow: /\n", "text/plain", 200, {}
            case ["feed.xml"]:
                tag = f'"{len(self.edited)}-{self.articles}"'
                if condition == tag:
                    return "", xml, 304, {"ETag": tag}
                items = "".join(
                    f"<item><title>{n}</title><link>{self.url}/article/{n}</link></item>" for n in numbers[-self.feed :]
                )
                return f"<rss version='2.0'><channel>{items}</channel></rss>", xml, 200, {"ETag": tag}
            case ["list", page] if 0 < int(page) <= (self.articles + SHOWN - 1) // SHOWN:
                some = numbers[::-1][(int(page) - 1) * SHOWN : int(page) * SHOWN]
                links = "".join(f'<li><a href="/article/{n}">{n}</a></li>' for n in some)
                return f"<html><body><ul>{links}</ul></body></html>", html, 200, {}
            case ["map.xml"]:
                parts = range((self.articles + CHILD - 1) // CHILD)
                maps = "".join(f"<sitemap><loc>{self.url}/map/{n}</loc></sitemap>" for n in parts)
                return f"<sitemapindex>{maps}</sitemapindex>", xml, 200, {}
            case ["map", part]:
                some = numbers[int(part) * CHILD : (int(part) + 1) * CHILD]
                locs = "".join(f"<url><loc>{self.url}/article/{n}</loc></url>" for n in some)
                return f"<urlset>{locs}</urlset>", xml, 200, {}
            case ["article", number] if int(number) not in self.vanished:
                return self._page(int(number)), html, 200, {}
        return "<html>없는 페이지</html>", html, 404, {}

    def _page(self, number: int) -> str:
        title, sentences = story(number)
        if number in self.edited:
            sentences = [*sentences[:-1], *korean(random.Random(f"edit-{number}"), 1)]
        published = (self.started - timedelta(seconds=number % 60)).isoformat()
        text = "".join(f"<p>{' '.join(sentences[i : i + 3])}</p>" for i in range(0, len(sentences), 3))
        return (
            f"<!doctype html><html lang=ko><head><meta charset=utf-8><title>{title}</title>"
            f'<meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{published}"></head>'
            f'<body><h1>{title}</h1><div class="ad">광고 {next(self._advertisement)}</div>'
            f'<div id="body">{text}</div></body></html>'
        )


class PaperSource(NewsSpider):
    """시험신문 (Trial Paper). ``forward``: hours by which the ledger's clock is ahead; ``lists``: which are asked."""

    name = "paper"
    publisher, language, timezone = "시험신문", "ko", "Asia/Seoul"
    article_url = r"^http://127\.0\.0\.1:\d+/article/(?P<id>\d+)$"
    rules = [Rules(body="#body", title="h1", drop=(".ad",))]  # noqa: RUF012
    custom_settings = {  # noqa: RUF012
        "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "RETRY_TIMES": 0,
    }  # fmt: skip

    base = ""
    lists = "map"
    forward = "0"
    ahead = timedelta()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: dict[str, Kind] = {
            "map": Sitemap(f"{self.base}/map.xml"),
            "feed": Feed(f"{self.base}/feed.xml"),
            "list": Listing(f"{self.base}/list/{{page}}", links="li a", pages=1000),
        }
        self.sources = [kinds[name] for name in self.lists.split(",")]
        PaperSource.ahead = ahead = timedelta(hours=float(self.forward))
        now = clock.now
        clock.now = lambda: now() + ahead

    @classmethod
    def prepare(cls, page: Page) -> None:
        page.fetched_at += cls.ahead
