"""What a source declares, and what can be said of it without a crawl."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from crawler import urls
from crawler.discovery import Kind
from crawler.items import Article, Fate, Lead, Page
from crawler.rules import Expect, Profile, Rules

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoaderProtocol


class Source:
    """A source states where its articles are found and where things stand on its pages.

    Hooks, as static or class methods: ``prepare(page)`` may change ``page.text`` before extraction,
    ``finish(article, page)`` may change the article after it.
    """

    name: str
    publisher: ClassVar[str] = ""
    language: ClassVar[str] = ""
    timezone: ClassVar[str] = "UTC"
    encoding: ClassVar[str] = "utf-8"
    """Charset when neither the bytes, nor the header, nor the document say."""

    sources: ClassVar[list[Kind]] = []
    article_url: ClassVar[str | tuple[str, ...]] = ()
    """Regular expression(s) searched in an address; ``(?P<id>...)`` is the article's id."""
    canonical: ClassVar[str] = ""
    """Format string over the named groups; empty: the address found, without tracking parameters."""
    revisit: ClassVar[tuple[int, ...]] = (1, 24, 96)
    """Hours after the first visit at which an article is looked at again."""

    rules: ClassVar[list[Rules]] = []
    render: Any = False
    """Fetch article pages with a browser."""
    headers: ClassVar[dict[str, str]] = {}

    expect: ClassVar[Expect] = Expect()
    robots: ClassVar[str] = ""
    forbidden: ClassVar[str] = ""
    """Why the source must not be crawled; empty: it may be. ALLOW_FORBIDDEN overrides it by name."""

    prepare: ClassVar[Callable[[Page], None] | None] = None
    finish: ClassVar[Callable[[Article, Page], None] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for hook in ("prepare", "finish"):
            if inspect.isfunction(inspect.getattr_static(cls, hook)):
                raise TypeError(f"{cls.__name__}.{hook} must be a staticmethod or a classmethod")

    @classmethod
    def lead_for(cls, url: str) -> Lead | None:
        """The article of this source that ``url`` names, whatever its spelling; None if it is no article of it."""
        for pattern in _compiled(cls.article_url):
            if found := pattern.search(url):
                groups = {name: value or "" for name, value in found.groupdict().items()}
                try:
                    address = cls.canonical.format(**groups) if cls.canonical else urls.canonical(url)
                except ValueError:
                    return None
                return Lead(source=cls.name, id=groups["id"], url=address)
        return None

    @classmethod
    def profile(cls) -> Profile:
        """What the stages may know of the source."""
        return Profile(cls.name, cls.publisher, cls.language, cls.timezone, tuple(cls.rules), cls.finish)

    @classmethod
    def article(cls, pages: list[Page], lead: Lead) -> Article:
        """The item that enters the stages: identity and pages, prepared; nothing is extracted yet."""
        if cls.prepare is not None:
            for page in pages:
                if page.text:
                    cls.prepare(page)
        return Article(
            profile=cls.profile(),
            pages=pages,
            lead=lead,
            id=lead.key,
            source=lead.source,
            publisher=cls.publisher,
            url=lead.url,
            requested_url=pages[0].requested_url,
            fetched_at=pages[0].fetched_at,
            raw=pages[0].raw,
        )

    @classmethod
    def gone_article(cls, lead: Lead, since: datetime) -> Article:
        """The item that tells the stages that a recorded article is gone."""
        fate = Fate("failed", "gone")
        known = {"id": lead.key, "source": lead.source, "url": lead.url, "publisher": cls.publisher}
        return Article(profile=cls.profile(), lead=lead, fate=fate, gone_since=since, **known)


def source_for(url: str, spider_loader: SpiderLoaderProtocol) -> type[Source] | None:
    """The spider whose articles have addresses like ``url``."""
    for name in spider_loader.list():
        spider = spider_loader.load(name)
        if issubclass(spider, Source) and spider.lead_for(url):
            return spider
    return None


@functools.cache
def _compiled(patterns: str | tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in ([patterns] if isinstance(patterns, str) else patterns))
