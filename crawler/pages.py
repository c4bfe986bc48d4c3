"""A Scrapy response as a Page, and the fate of a response that cannot be one."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.http import Response, TextResponse

from crawler.encoding import decode
from crawler.items import Fate, Page

MAX_SIZE = 16 << 20
"""Bytes; setting DOWNLOAD_MAXSIZE in a crawl. Longer answers (of an archive) become no page."""

_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\xd0\xcf\x11\xe0",
           b"BM", b"\x00\x00\x00", b"ID3", b"OggS", b"Rar!", b"7z\xbc\xaf")  # fmt: skip


def page_from(response: Response, default: str = "utf-8", max_size: int = MAX_SIZE) -> tuple[Page, Fate | None]:
    """The page, and why it can hold no article: ``rejected/too_large``, ``rejected/empty`` or ``rejected/not_html``.

    ``default`` is the source's charset. The fate's detail says what came instead (type and size in bytes). Text of
    any type is a page: some portals serve an article as JSON.
    """
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    meta = response.meta if response.request else {}
    page = Page(
        url=response.url,
        requested_url=(meta.get("redirect_urls") or [response.request.url if response.request else response.url])[0],
        text="",
        status=response.status,
        content_type=content_type,
        fetched_at=meta.get("fetched_at") or datetime.now(UTC),
        raw=meta.get("raw"),
    )
    detail = f"{content_type or 'no content type'}, {len(response.body)} bytes"
    if len(response.body) > max_size:
        return page, Fate("rejected", "too_large", detail)
    if not response.body.strip():
        return page, Fate("rejected", "empty", detail)
    if not _is_text(response):
        return page, Fate("rejected", "not_html", detail)
    page.text, page.encoding = decode(response.body, content_type, default)
    if not page.text.strip():
        return page, Fate("rejected", "empty", detail)
    return page, None


def _is_text(response: Response) -> bool:
    """By the bytes first: portals serve PDF files as text/html, and HTML as application/octet-stream."""
    head = response.body[:1024]
    if head.startswith(_BINARY):
        return False
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[")):
        return True
    return isinstance(response, TextResponse) or (b"\0" not in head and head.isascii())
