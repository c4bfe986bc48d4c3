"""The address that a page says it has."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipelines.chrome.view import View, absolute


def canonical(view: View) -> str:
    """The page's own canonical address, where it is another one on the same site; else ""."""
    told = absolute(view.url, view.doc.links.get("canonical") or view.doc.first_meta("og:url"))
    ours, theirs = urlsplit(view.url), urlsplit(told)
    same_site = theirs.scheme in ("http", "https") and theirs.netloc == ours.netloc
    return told if told != view.url and same_site and len(theirs.path) > 3 else ""
