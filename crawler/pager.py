"""The further pages of one article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.items import Lead, Page
from crawler.rules import Rules, Selectors
from crawler.urls import canonical, join

MAX_PAGES = 50
"""Pages of one article."""
_FIRST = re.compile(r"[?&](?:page|p|pn|pageno|currentpage|page_no)=[01](?=&|$)", re.I)


def _same(url: str) -> str:
    """The address without a parameter that only says "page 1"."""
    cut = _FIRST.sub(lambda found: "?" if found[0][0] == "?" else "", canonical(url))
    return cut.replace("?&", "?").rstrip("?&")


def _select(text: str, selectors: Selectors) -> list[str]:
    """The hrefs of the first selector that finds links; ``::attr(name)`` reads that attribute instead."""
    tree = LexborHTMLParser(text)
    for selector in (selectors,) if isinstance(selectors, str) else selectors:
        css, _, attribute = selector.partition("::attr(")
        found = [node.attributes.get(attribute.rstrip(")") or "href") or "" for node in tree.css(css)]
        if any(found):
            return [href for href in found if href]
    return []


def further_pages(
    page: Page,
    visited: Iterable[str],
    waiting: Iterable[str],
    rules: Iterable[Rules],
    lead_for: Callable[[str], Lead | None],
) -> tuple[str, ...]:
    """The addresses still to fetch, in reading order: ``waiting``, then what this page links to.

    Only links on the same host that were not ``visited``, and that are not another article's, are taken.
    """
    seen = {_same(url) for url in visited}
    wanted = [url for url in waiting if _same(url) not in seen]
    seen |= {_same(url) for url in wanted}
    here = lead_for(page.requested_url) or lead_for(page.url)
    for layout in rules:
        hrefs = _select(page.text, layout.next_page) if layout.next_page else []
        for href in hrefs:
            url = join(page.url, href)
            if not url or urlsplit(url).hostname != urlsplit(page.url).hostname or _same(url) in seen:
                continue
            other = lead_for(url)
            if here and other and other.id != here.id:
                continue
            seen.add(_same(url))
            wanted.append(url)
        if hrefs:
            break
    return tuple(wanted)
