"""Plain text as copied from a browser: the same patterns, without any markup to lean on."""

from __future__ import annotations

from crawler.items import Article


def read(article: Article) -> None:
    raise NotImplementedError
