"""Pages of no known source: the host is the source, a hash of the address the article's id."""

from __future__ import annotations

from crawler import urls
from crawler.items import Article, Lead, Page
from crawler.rules import GENERIC


def generic_lead(url: str) -> Lead:
    """The lead of an address; what is none (a file, or nothing) belongs to the source ``unknown``."""
    try:
        address = urls.canonical(url)
    except ValueError:
        address = url
    return Lead(source=urls.host(url) or "unknown", id=urls.short_id(address), url=address)


def generic_article(page: Page) -> Article:
    """The item that enters the stages, for the generic extractor alone."""
    lead = generic_lead(page.url or page.requested_url)
    return Article(
        profile=GENERIC,
        pages=[page],
        lead=lead,
        id=lead.key,
        source=lead.source,
        url=lead.url,
        requested_url=page.requested_url,
        fetched_at=page.fetched_at,
        raw=page.raw,
    )
