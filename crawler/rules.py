"""What a source states about its pages: where things stand (Rules), who it is (Profile), what is normal (Expect)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Selectors = str | tuple[str, ...]
"""One CSS selector, or several of which the first that finds text wins; ``::attr(name)`` reads an attribute."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One layout of a source's article pages.

    Every field is optional: what is left out is found by the lower rungs of the ladder.
    ``drop`` names chrome inside ``body``. ``next_page`` selects the links to the further pages of one article.
    ``since`` and ``until`` (ISO days, inclusive, by publication date) say when the layout was in use; they document
    the layout and let a reader prune, the extractor simply takes the first layout whose ``body`` finds text.
    """

    body: Selectors = ()
    drop: tuple[str, ...] = ()
    title: Selectors = ()
    subtitle: Selectors = ()
    byline: Selectors = ()
    published: Selectors = ()
    updated: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    credit: Selectors = ()
    copyright: Selectors = ()
    caption: Selectors = ()
    next_page: Selectors = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What a healthy run of a source looks like.

    ``articles`` is (minimum, maximum) stored or recognised articles of one full run: below fails it, above warns.
    ``filled`` maps a record field to the least share (0 to 1) of articles that must have it.
    """

    articles: tuple[int, int] = (1, 100_000)
    filled: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the pipelines may know of a source; ``NewsSpider.profile()`` makes it.

    ``name`` is empty for a page that belongs to no known source: the generic extractor then does all the work and
    language and time zone are read from the page.
    """

    name: str = ""
    publisher: str = ""
    language: str | None = None
    timezone: str | None = None
    rules: tuple[Rules, ...] = ()
    finish: Callable[[Any, Any], None] | None = None
    """The source's hook, called with the Article and its first Page (of ``crawler.items``, which knows this module)."""


GENERIC = Profile()
