"""Working with a MongoDB that may be away for a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from pymongo.errors import BulkWriteError, ConnectionFailure, OperationFailure, PyMongoError

logger = logging.getLogger(__name__)
R = TypeVar("R")

PASSING = frozenset({6, 7, 50, 64, 89, 91, 189, 202, 262, 317, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 14031})
"""Server errors that pass by themselves: host gone, election, shutdown, time limit, disk full."""


def transient(error: Mapping[str, Any]) -> bool:
    """Whether what a server says of a failed write (code, errmsg) passes by itself.

    A full disk has its own code only where the server looks for room; elsewhere it is code 8 with the system's words.
    """
    return error.get("code") in PASSING or "No space left" in str(error.get("errmsg", ""))


def passing(error: BaseException) -> bool:
    """Whether trying again later can help."""
    if isinstance(error, BulkWriteError):
        return bool(error.details["writeConcernErrors"]) or any(map(transient, error.details["writeErrors"]))
    if isinstance(error, ConnectionFailure):
        return True
    if isinstance(error, OperationFailure) and transient({"code": error.code, "errmsg": str(error)}):
        return True
    return isinstance(error, PyMongoError) and (error.timeout or error.has_error_label("RetryableWriteError"))


async def patiently(work: Callable[[], Awaitable[R]], patience: float, what: str) -> R:
    """Await ``work()``, again and again with growing pauses while MongoDB is away, for ``patience`` seconds.

    The last error is raised when they are over, any other error at once. ``work`` must be safe to repeat.
    """
    loop = asyncio.get_running_loop()
    end, pause = loop.time() + patience, 0.1
    while True:
        try:
            return await work()
        except PyMongoError as error:
            if not passing(error) or loop.time() + pause > end:
                raise
            logger.warning("MongoDB is away (%s), %s waits %.1f s", type(error).__name__, what, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 10.0)


class Patience:
    """``patiently``, until it was in vain; from then on one try each, until one succeeds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.away = False

    async def __call__(self, work: Callable[[], Awaitable[R]], what: str) -> R:
        try:
            result = await patiently(work, 0 if self.away else self.seconds, what)
        except PyMongoError as error:
            self.away = self.away or passing(error)
            raise
        self.away = False
        return result
