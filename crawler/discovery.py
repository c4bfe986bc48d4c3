"""How articles are found: each kind turns an answer of the portal into leads and further addresses to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed."""

    url: str


@dataclass(frozen=True, slots=True)
class NewsSitemap:
    """A Google News sitemap: titles and dates with the addresses."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index. ``{date:%Y%m%d}`` in the url is filled once for each day asked for."""

    url: str
    follow: str = ""
    """Regular expression that a child sitemap's address must match; empty follows all."""
    newest: int = 0
    """Only the newest N children of an index (by lastmod, else by order); 0 for all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """HTML list pages. ``{page}`` in the url is counted up until a page brings nothing new."""

    url: str
    links: str = "a"
    """CSS selector of the anchors that lead to articles; the source's ``article_url`` filters them too."""
    first: int = 1
    pages: int = 10
    """Never more pages than this in one run."""
    next: str = ""
    """CSS selector of the link to the next list page, where the url cannot be counted."""


@dataclass(frozen=True, slots=True)
class JsonList:
    """A JSON API. Paths are dotted (``data.list``); ``url_field`` and the others are paths inside one item."""

    url: str
    items: str = ""
    link: str = "{url}"
    """Format string over the item's fields that gives the article's address, e.g. ``https://x.com/{id}``."""
    title: str = "title"
    published: str = ""
    method: str = "GET"
    body: dict[str, Any] | None = None
    """JSON body of a POST; ``"{page}"`` as a string value is replaced by the number."""
    form: dict[str, str] | None = None
    """Form fields of a POST."""
    headers: dict[str, str] = field(default_factory=dict)
    first: int = 1
    pages: int = 1
    unwrap: str = ""
    """Regular expression whose first group is the JSON inside a JSONP or script answer."""
