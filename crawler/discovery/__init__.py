"""How articles are found: each kind turns an answer of the portal into links and further addresses to ask.

Pure: ``requests`` says what to ask, ``parse`` reads the bytes of an answer. Malformed answers have a fate, never an
exception. Fates: ``ok``, ``empty`` (well formed, nothing in it), ``malformed/<reason>``.
"""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.jsonlist import JsonList, dig
from crawler.discovery.kind import Answer, Ask, Found, Kind, Link
from crawler.discovery.listing import Listing
from crawler.discovery.sitemap import NewsSitemap, Sitemap

__all__ = ["Answer", "Ask", "Feed", "Found", "JsonList", "Kind", "Link", "Listing", "NewsSitemap", "Sitemap", "dig"]
