"""Sitemaps, their indexes, and news sitemaps."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from crawler.discovery.kind import Answer, Ask, Found, Kind, Link, clean, malformed
from crawler.urls import join
from crawler.when import when
from crawler.xmlstream import TooLarge, elements, head, local


@dataclass(frozen=True, slots=True)
class Sitemap(Kind):
    """A sitemap or sitemap index, plain or gzip, read as a stream. ``{date:%Y%m%d}`` in the url is filled once for
    each day asked for."""

    follow: str = ""
    """Regular expression that a child sitemap's address must match; empty follows all."""
    newest: int = 0
    """Only the newest N children of an index (by lastmod, else by order); 0 for all."""

    large: ClassVar[bool] = True
    changes: ClassVar[bool] = True

    def parse(self, answer: Answer, ask: Ask) -> Found:
        found, children = Found(), []
        try:
            for element in elements(answer.body, ("url", "sitemap"), answer.content_type, answer.encoding):
                text = {local(child): (child.text or "").strip() for child in element}
                for news in element.iterchildren("{*}news"):  # image: and video: have a loc and a title, too
                    text |= {local(child): (child.text or "").strip() for child in news}
                url = join(answer.url, html.unescape(text.get("loc", "")))
                modified = when(text.get("lastmod"), answer.zone, answer.now)
                if not text.get("loc") or not url:
                    found.incomplete += 1
                elif local(element) == "sitemap":
                    children.append((modified, url))
                else:
                    published = when(text.get("publication_date"), answer.zone, answer.now)
                    found.links.append(Link(url, clean(text.get("title")), published, modified))
        except TooLarge:
            found.fate = "malformed/too_large"
        found.more = self._children(children, answer, ask)
        if found.links or children or found.fate != "ok":
            return found
        if found.incomplete:
            return Found("malformed/no_links", incomplete=found.incomplete)
        is_sitemap = re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", head(answer.body), re.I)
        return Found("empty") if is_sitemap else malformed(answer.body, "xml")

    def _children(self, children: list[tuple[datetime | None, str]], answer: Answer, ask: Ask) -> list[Ask]:
        if ask.depth >= 3:
            return []
        wanted = [(at, url) for at, url in children if re.search(self.follow, url)]
        if answer.since:
            wanted = [(at, url) for at, url in wanted if at is None or at >= answer.since]
        if self.newest:
            if any(at for at, _ in wanted):
                wanted.sort(key=lambda child: child[0].timestamp() if child[0] else 0, reverse=True)
            wanted = wanted[: self.newest]
        return [Ask(url, depth=ask.depth + 1) for _, url in wanted]


@dataclass(frozen=True, slots=True)
class NewsSitemap(Sitemap):
    """A Google News sitemap: titles and dates with the addresses."""
