"""RSS and Atom."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import ClassVar

from lxml import etree

from crawler.discovery.kind import Answer, Ask, Found, Kind, Link, clean, malformed
from crawler.urls import join
from crawler.when import when
from crawler.xmlstream import TooLarge, elements, head, local

_STAMPS = ("pubdate", "published", "date", "issued", "updated")


@dataclass(frozen=True, slots=True)
class Feed(Kind):
    """An RSS or Atom feed."""

    changes: ClassVar[bool] = True

    def parse(self, answer: Answer, ask: Ask) -> Found:
        found = Found()
        try:
            for item in elements(answer.body, ("item", "entry"), answer.content_type, answer.encoding):
                href = _feed_link(item)
                url = join(answer.url, html.unescape(href)) if href else None
                if not url:
                    found.incomplete += 1
                    continue
                text = {local(child): "".join(child.itertext()) for child in reversed(item)}
                stamp = next((text[name] for name in _STAMPS if text.get(name)), "")
                published = when(stamp, answer.zone, answer.now)
                found.links.append(Link(url, clean(text.get("title")), published, section=clean(text.get("category"))))
        except TooLarge:
            return Found("malformed/too_large")
        if found.links:
            return found
        if found.incomplete:
            return Found("malformed/no_links", incomplete=found.incomplete)
        is_feed = re.search(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", head(answer.body), re.I)
        return Found("empty") if is_feed else malformed(answer.body, "xml")


def _feed_link(item: etree._Element) -> str:
    """RSS text or Atom attribute; an Atom entry's alternate; a guid that is an address as the last resort."""
    links = [child for child in item if local(child) == "link"]
    links = links or [child for child in item.iter() if local(child) == "link"]  # in a title that is not closed
    for link in links:
        if text := (link.text or "").strip():
            return text
    for link in sorted(links, key=lambda e: e.get("rel", "alternate") != "alternate"):
        if href := link.get("href"):
            return href.strip()
    for child in item:
        text = (child.text or "").strip()
        if local(child) in ("guid", "id", "origlink") and text.startswith(("http://", "https://")):
            return text
    return ""
