"""What the spider and the extensions see of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from crawler.items import Fate, Lead
from crawler.ledger.rules import Settled


class Ledger(Protocol):
    """What the spider and the settle extension see; MemoryLedger and MongoLedger keep the same rules."""

    async def add(self, leads: Iterable[Lead]) -> list[str]:
        """Insert the leads that are new; the keys of those, in order. A gone article that is named again, a week after
        its last look, is due again."""

    async def claim(
        self, source: str, n: int, worker: str | None = None, lease_seconds: float | None = None
    ) -> list[Lead]:
        """Lease up to n leads of a source that are due, longest due first. Empty: nothing is due now."""

    async def renew(self, worker: str | None = None) -> int:
        """Prolong this worker's leases (the ledger does so by itself while it is open); how many it still holds."""

    async def reopen(self, source: str, since: datetime | None = None, until: datetime | None = None) -> int:
        """Make pending again what an earlier run left out because it was asked for other days, or for an archive.

        Days count where the publication is known; how many leads.
        """

    async def settle(
        self, key: str, fate: Fate, next_visit_at: datetime | None = None, published_at: datetime | None = None
    ) -> None:
        """Write down what became of a lead. A passing failure makes it pending again, after a growing delay.

        ``next_visit_at`` is the revisit of what is recorded; it stays recorded when a revisit brings no article.
        """

    async def catch_up(self, settled: Sequence[Settled]) -> list[bool]:
        """Settle the leads whose records came out of a spool; which of them had waited for that. (The others are
        unknown, or were settled since.) Raises PyMongoError; safe to repeat."""

    async def gone_since(self, key: str, fate: Fate) -> datetime | None:
        """When a recorded article was first missing, if ``fate`` says that it is, for the third day: its record is to
        be marked, and its lead settled as ``failed/gone``."""

    async def release(self, worker: str | None = None) -> int:
        """Give back what this worker leased and did not settle, and its sources; how many leads."""

    async def counts(self, source: str | None = None) -> dict[str, int]:
        """``pending``, ``leased`` and each fate (``rejected/no_text``) with its number; their sum is all leads."""

    async def hold(self, source: str, workers: int = 1) -> bool:
        """Become (or stay) a worker of this source; False if it has its number of workers already."""

    async def validators(self, url: str) -> dict[str, str]:
        """Headers for a conditional request of a list: If-None-Match and If-Modified-Since, as far as known."""

    async def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep a list's validators, once its leads are in the ledger."""

    async def mark(self, walk: str, under_way: bool) -> None:
        """Keep that a walk through the pages of a list has pages before it, or has come to its end."""

    async def marked(self, walk: str) -> bool:
        """Whether a walk was begun and never came to its end."""

    async def close(self) -> None:
        """Settle what is under way and release the rest."""
