"""Addresses: canonical form, identity, joining. Pure; what the URL standard covers is left to w3lib."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|ms|y|tt)clid|gbraid|wbraid|igshid|mc_[ce]id|_ga|_gl|spm|scm|wlog_tag\d*|OutUrl"
    r"|share_(?:token|source|medium|from|tag|id)|isappinstalled|nsukey|from_?source|ref_?src|fromModule|wfr|xtor",
    re.I,
)
"""Query parameters that never say which article it is. ``ref``, ``from``, ``section`` or ``sid`` do so on some
portals: a source's ``canonical`` drops those."""
_PORTS = {"http": 80, "https": 443}
_READY = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[A-Za-z0-9/?&=%._~:@!$'()*+,;-]*")
"""An absolute address that needs no work: nearly all in a sitemap."""
_DOTS = re.compile(r"/\.\.?(?:/|$)")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile)\.(?=[^.]+\.)")


def canonical(url: str) -> str:
    """The address without fragment, tracking parameters and default port, with a lower-case host.

    Raises ValueError for what is no absolute http(s) address.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    host = (parts.hostname or "").lower()
    if parts.scheme not in _PORTS or not host:
        raise ValueError(f"not an http address: {url[:200]}")
    host = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != _PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    tracking = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if TRACKING.fullmatch(name)]
    clean = urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
    return url_query_cleaner(clean, tracking, remove=True, unique=False) if tracking else clean


def short_id(url: str) -> str:
    """16 hex digits that are the same for every spelling of an address: order of parameters, http and https, www.

    For what is no address (a file's name) a hash of the text.
    """
    try:
        same = re.sub(r"^https?://(?:www\.)?", "", canonicalize_url(canonical(url)))
    except ValueError:
        same = url
    return hashlib.blake2b(same.encode(), digest_size=8).hexdigest()


def host(url: str) -> str:
    """Lower-case host without ``www.``, ``m.`` or ``mobile.``; empty if there is none."""
    try:
        return _PREFIX.sub("", (urlsplit(url).hostname or "").lower())
    except ValueError:
        return ""


def join(base: str, href: str) -> str | None:
    """``href`` seen from ``base`` as an absolute http(s) address without fragment; None for any other kind of link."""
    if _READY.fullmatch(href) and not _DOTS.search(href):
        return href
    try:
        url = urljoin(base, re.sub(r"[\t\r\n]", "", href).strip())
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            return None
        return safe_url_string(urlunsplit(parts._replace(fragment="")))
    except ValueError:
        return None
