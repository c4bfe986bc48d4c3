"""How articles are found: each kind turns an answer of the portal into links and further addresses to ask.

Pure: ``requests`` says what to ask, ``parse`` reads the bytes of an answer. Malformed answers have a fate, never an
exception. Fates: ``ok``, ``empty`` (well formed, nothing in it), ``malformed/<reason>``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any, ClassVar
from urllib.parse import urlencode

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.encoding import decode
from crawler.urls import join
from crawler.when import when
from crawler.xmlstream import TooLarge, elements, local

_FIELD = re.compile(r"\{(page|date)(?::([^}]*))?\}")
_PATH = re.compile(r"\{([\w.\-]+)\}")
_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*(?:try\s*\{)?\s*(?:var\s+)?[\w.$\[\]'\"]+\s*[(=]\s*", re.S)
_SPACE = re.compile(r"\s+")
_STAMPS = ("pubdate", "published", "date", "issued", "updated")


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask, and what it is within its kind."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    page: int = 1
    day: date | None = None
    depth: int = 0
    """Steps down from a sitemap index."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal said, and what is needed to read it."""

    body: bytes
    url: str
    """After redirects; relative links are seen from here."""
    content_type: str = ""
    encoding: str = "utf-8"
    """The source's default."""
    zone: tzinfo = UTC
    now: datetime | None = None
    since: datetime | None = None


@dataclass(slots=True)
class Link:
    """An absolute address that a list names; the source's ``article_url`` decides whether it is an article."""

    url: str
    title: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""


@dataclass(slots=True)
class Found:
    """What one answer brought."""

    fate: str = "ok"
    links: list[Link] = field(default_factory=list)
    more: list[Ask] = field(default_factory=list)
    """To be asked in any case (children of a sitemap index)."""
    next: Ask | None = None
    """To be asked if this answer brought something new (the next list page)."""
    incomplete: int = 0
    """Items without what is needed for a link."""


def _fill(text: str, page: int, day: date | None) -> str:
    """``text`` with ``{page}`` and ``{date:%Y%m%d}`` filled; other braces stay."""

    def value(found: re.Match[str]) -> str:
        if found[1] == "page":
            return format(page, found[2] or "")
        return (day or date.min).strftime(found[2] or "%Y-%m-%d")

    return _FIELD.sub(value, text)


def _clean(text: str | None) -> str:
    """A title from a list: entities undone twice (feeds that escape them twice), tags out, white space collapsed."""
    text = html.unescape(html.unescape(text or ""))
    return _SPACE.sub(" ", re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text)).strip()[:500]


def _malformed(body: bytes, what: str) -> Found:
    head = body[:2048].lower()
    if not body.strip():
        return Found("malformed/empty_body")
    return Found("malformed/html" if b"<html" in head or b"<!doctype html" in head else f"malformed/{what}")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all kinds share: an address that may hold ``{page}`` and ``{date:...}``."""

    url: str

    large: ClassVar[bool] = False
    """Answers may be as long as SITEMAP_MAXSIZE instead of DOWNLOAD_MAXSIZE."""
    changes: ClassVar[bool] = False
    """Whether an answer that did not change since the last time brings nothing (conditional requests)."""

    @property
    def dated(self) -> bool:
        """Whether it is asked once for each day."""
        return "{date" in self.url

    def ask(self, page: int, day: date | None) -> Ask:
        return Ask(_fill(self.url, page, day), page=page, day=day)

    def requests(self, days: list[date]) -> list[Ask]:
        """What to ask first; ``days`` are those of the run, oldest first, in the source's time zone."""
        first = getattr(self, "first", 1)
        return [self.ask(first, day) for day in reversed(days)] if self.dated else [self.ask(first, None)]

    def parse(self, answer: Answer, ask: Ask) -> Found:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Feed(_Kind):
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
                found.links.append(
                    Link(url, _clean(text.get("title")), published, section=_clean(text.get("category")))
                )
        except TooLarge:
            return Found("malformed/too_large")
        if found.links:
            return found
        if found.incomplete:
            return Found("malformed/no_links", incomplete=found.incomplete)
        is_feed = re.search(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", answer.body[:4096], re.I)
        return Found("empty") if is_feed else _malformed(answer.body, "xml")


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


@dataclass(frozen=True, slots=True)
class Sitemap(_Kind):
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
                    found.links.append(Link(url, _clean(text.get("title")), published, modified))
        except TooLarge:
            found.fate = "malformed/too_large"
        found.more = self._children(children, answer, ask)
        if found.links or children or found.fate != "ok":
            return found
        is_sitemap = re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", answer.body[:4096], re.I)
        return Found("empty") if is_sitemap else _malformed(answer.body, "xml")

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


@dataclass(frozen=True, slots=True)
class Listing(_Kind):
    """HTML list pages. ``{page}`` in the url is counted up until a page brings nothing new."""

    links: str = "a"
    """CSS selector of the anchors that lead to articles, or of what holds them; ``article_url`` filters them too."""
    first: int = 1
    pages: int = 10
    """Never more pages than this in one run (and day, for a url with ``{date}``)."""
    next: str = ""
    """CSS selector of the link to the next list page, where the url cannot be counted."""

    def parse(self, answer: Answer, ask: Ask) -> Found:
        text, _ = decode(answer.body, answer.content_type, answer.encoding)
        if not text.strip():
            return Found("malformed/empty_body")
        tree = LexborHTMLParser(text)
        base = tree.css_first("base[href]")
        here = (join(answer.url, base.attributes.get("href") or "") if base else None) or answer.url
        titles: dict[str, str] = {}
        for anchor in self._anchors(tree):
            if url := join(here, anchor.attributes.get("href") or ""):
                titles[url] = titles.get(url) or _clean(anchor.attributes.get("title") or anchor.text(separator=" "))
        found = Found("ok" if titles else "empty", [Link(url, title) for url, title in titles.items()])
        found.next = self._next(tree, here, ask) if titles and ask.page - self.first + 1 < self.pages else None
        return found

    def _anchors(self, tree: LexborHTMLParser) -> Iterator[LexborNode]:
        for node in tree.css(self.links):
            for anchor in [node] if node.tag == "a" else node.css("a"):
                if anchor.attributes.get("href"):
                    yield anchor

    def _next(self, tree: LexborHTMLParser, here: str, ask: Ask) -> Ask | None:
        if self.next:
            node = tree.css_first(self.next)
            url = join(here, node.attributes.get("href") or "") if node else None
            return Ask(url, page=ask.page + 1, day=ask.day) if url and url != ask.url else None
        return self.ask(ask.page + 1, ask.day) if "{page" in self.url else None


@dataclass(frozen=True, slots=True)
class JsonList(_Kind):
    """A JSON API. Paths are dotted (``data.list``, ``result.0.items``); ``published`` and the others are paths inside
    one item."""

    items: str = ""
    link: str | tuple[str, ...] = "{url}"
    """Format string over the item's fields that gives the article's address, e.g. ``https://x.com/{id}``; fields are
    dotted paths. Of several the first whose fields all hold something; an item without any is skipped."""
    title: str = "title"
    published: str = ""
    section: str = ""
    method: str = "GET"
    body: dict[str, Any] | None = None
    """JSON body of a POST; ``"{page}"`` as a string value is replaced by the number."""
    form: dict[str, str] | None = None
    """Form fields of a POST."""
    headers: dict[str, str] = field(default_factory=dict)
    first: int = 1
    pages: int = 1
    unwrap: str = ""
    """Regular expression whose first group is the JSON inside a script answer; plain JSONP needs none."""

    @property
    def dated(self) -> bool:
        return "{date" in self.url or "{date" in json.dumps([self.body, self.form])

    def ask(self, page: int, day: date | None) -> Ask:
        def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: filled(inner) for name, inner in value.items()}
            if isinstance(value, list):
                return [filled(inner) for inner in value]
            return page if value == "{page}" else _fill(value, page, day) if isinstance(value, str) else value

        headers, body, method = dict(self.headers), b"", self.method
        if self.body is not None:
            method, body = "POST", json.dumps(filled(self.body)).encode()
            headers.setdefault("Content-Type", "application/json")
        elif self.form is not None:
            method, body = "POST", urlencode(filled(self.form)).encode()
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return Ask(_fill(self.url, page, day), method, body, headers, page, day)

    def parse(self, answer: Answer, ask: Ask) -> Found:
        text, _ = decode(answer.body, answer.content_type, answer.encoding)
        data = self._json(text)
        if data is None:
            return _malformed(answer.body, "json")
        items = dig(data, self.items)
        if isinstance(items, dict):
            items = list(items.values())
        if not isinstance(items, list):
            return Found("malformed/no_items")
        found = Found("ok" if items else "empty")
        for item in items:
            url = self._link(item, answer.url)
            if url is None:
                found.incomplete += 1
                continue
            stamp = dig(item, self.published) if self.published else None
            title, section = (dig(item, path) if path else "" for path in (self.title, self.section))
            found.links.append(
                Link(url, _clean(_text(title)), when(stamp, answer.zone, answer.now), section=_clean(_text(section)))
            )
        if items and not found.links:
            found.fate = "malformed/no_links"
        if found.links and ask.page - self.first + 1 < self.pages:
            found.next = self.ask(ask.page + 1, ask.day)
        return found

    def _json(self, text: str) -> Any:
        if self.unwrap:
            inner = re.search(self.unwrap, text, re.S)
            text = inner[1] if inner else ""
        text = text.lstrip("\ufeff \t\r\n")
        if text[:1] not in ("{", "["):
            text = _JSONP.sub("", text, count=1)
        try:
            return json.JSONDecoder(strict=False).raw_decode(text)[0]
        except (ValueError, RecursionError):
            return None

    def _link(self, item: Any, base: str) -> str | None:
        for link in (self.link,) if isinstance(self.link, str) else self.link:
            values = {path: _text(dig(item, path)) for path in _PATH.findall(link)}
            if all(values.values()):
                return join(base, _PATH.sub(lambda found, values=values: values[found[1]], link))
        return None


def dig(data: Any, path: str) -> Any:
    """What stands at a dotted path of JSON data; None where there is nothing. An empty path is ``data`` itself."""
    for name in path.split(".") if path else ():
        if isinstance(data, dict):
            data = data.get(name)
        elif isinstance(data, list) and name.isdigit() and int(name) < len(data):
            data = data[int(name)]
        else:
            return None
    return data


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


Kind = Feed | Sitemap | Listing | JsonList
"""Any of the kinds (a NewsSitemap is a Sitemap)."""
