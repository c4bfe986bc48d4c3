"""One word for every way in which fetching can fail: the stat, the log field and the ledger's reason."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import exceptions
from scrapy.spidermiddlewares.httperror import HttpError

if TYPE_CHECKING:
    from twisted.python.failure import Failure

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.DownloadTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadConnectionRefusedError, "refused"),
    (exceptions.DownloadCancelledError, "too_large"),  # Scrapy cancels a download for its size only
    (asyncio.CancelledError, "cancelled"),
    (exceptions.ResponseDataLossError, "data_loss"),
    (exceptions.UnsupportedURLSchemeError, "bad_url"),
    (exceptions.NotSupported, "bad_url"),
    (exceptions.DownloadFailedError, "connection"),
    (ConnectionError, "connection"),
    (OSError, "connection"),
)
_IGNORED = (
    ("robots.txt", "robots"),
    ("max redirections", "redirect_loop"),
    ("DOWNLOAD_MAXSIZE", "too_large"),
)
"""Scrapy's IgnoreRequest says why only in its message."""


def reason_of(failure: Failure) -> tuple[str, str]:
    """(reason, detail) of a download's failure: ``http_404``, ``timeout``, ``robots`` ...; ``other`` if unknown.

    An exception of ours can name its own reason in an attribute ``reason``.
    """
    error = failure.value
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, HttpError):
        return f"http_{error.response.status}", detail
    own = getattr(error, "reason", None)
    if isinstance(error, exceptions.IgnoreRequest):
        if isinstance(own, str):
            return own, detail
        return next((word for text, word in _IGNORED if text in detail), "ignored"), detail
    if type(error).__module__.startswith("playwright"):
        return "timeout" if "imeout" in type(error).__name__ else "render", detail
    for kind, word in _WORDS:
        if isinstance(error, kind):
            return word, detail
    return "other", f"{type(error).__name__}: {detail}"
