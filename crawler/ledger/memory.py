"""A ledger that lasts for one run."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from crawler.items import Fate, Lead
from crawler.ledger import rules
from crawler.ledger.rules import (
    CLAIMS,
    Settled,
    conditions,
    document_of,
    gone_since,
    lead_of,
    settlement,
    to_be_seen_again,
    too_late,
    waits,
    word,
)
from crawler.mongo import Document


class MemoryLedger:
    """A ledger that lasts for one run: dry runs, exports without a database, tests."""

    def __init__(self, worker: str = "memory", lease_seconds: float = 600) -> None:
        self.worker, self.lease_seconds = worker, lease_seconds
        self._leads: dict[str, Document] = {}
        self._due: list[tuple[datetime, int, str]] = []
        self._lists: dict[str, dict[str, str]] = {}
        self._number = 0

    def _queue(self, lead: Document) -> None:
        if when := lead.get("next_visit_at"):
            self._number += 1
            heapq.heappush(self._due, (when, self._number, lead["_id"]))

    async def add(self, leads: Iterable[Lead]) -> list[str]:
        new = []
        for lead in leads:
            if lead.key not in self._leads:
                self._leads[lead.key] = {"_id": lead.key} | document_of(lead, rules.now())
                self._queue(self._leads[lead.key])
                new.append(lead.key)
            elif to_be_seen_again(known := self._leads[lead.key], rules.now()):
                known["next_visit_at"] = rules.now()
                self._queue(known)
        return new

    async def claim(
        self, source: str, n: int, worker: str | None = None, lease_seconds: float | None = None
    ) -> list[Lead]:
        at, claimed, others = rules.now(), [], []
        until = at + timedelta(seconds=lease_seconds or self.lease_seconds)
        while self._due and self._due[0][0] <= at and len(claimed) < n:
            when, _, key = entry = heapq.heappop(self._due)
            lead = self._leads[key]
            if lead.get("next_visit_at") != when:
                continue  # settled or claimed since
            if lead["source"] != source:
                others.append(entry)
                continue
            lead |= {"state": "leased", "next_visit_at": until, "claims": lead["claims"] + 1}
            if lead["claims"] > CLAIMS:
                lead |= settlement(lead, Fate("failed", "unclaimed"), None, at)
                continue
            lead["lease"] = {"worker": worker or self.worker, "until": until}
            self._queue(lead)
            claimed.append(lead_of(lead))
        for entry in others:
            heapq.heappush(self._due, entry)
        return claimed

    def _held(self, worker: str | None) -> list[Document]:
        return [x for x in self._leads.values() if (x.get("lease") or {}).get("worker") == (worker or self.worker)]

    async def renew(self, worker: str | None = None) -> int:
        until = rules.now() + timedelta(seconds=self.lease_seconds)
        for lead in (held := self._held(worker)):
            lead["next_visit_at"] = lead["lease"]["until"] = until
            self._queue(lead)
        return len(held)

    async def reopen(self, source: str, since: datetime | None = None, until: datetime | None = None) -> int:
        return 0  # it knows no earlier run

    async def settle(
        self, key: str, fate: Fate, next_visit_at: datetime | None = None, published_at: datetime | None = None
    ) -> None:
        if (lead := self._leads.get(key)) and not too_late(lead, fate):
            lead |= settlement(lead, fate, next_visit_at, rules.now(), published_at)
            self._queue(lead)

    async def catch_up(self, settled: Sequence[Settled]) -> list[bool]:
        waited = [key in self._leads and waits(self._leads[key]) for key, *_ in settled]
        for one in itertools.compress(settled, waited):
            await self.settle(*one)
        return waited

    async def gone_since(self, key: str, fate: Fate) -> datetime | None:
        return gone_since(self._leads.get(key, {}), fate, rules.now())

    async def release(self, worker: str | None = None) -> int:
        for lead in (held := self._held(worker)):
            lead |= {"state": "settled" if lead.get("fate") else "pending", "lease": None, "next_visit_at": rules.now()}
            self._queue(lead)
        return len(held)

    async def counts(self, source: str | None = None) -> dict[str, int]:
        wanted = (lead for lead in self._leads.values() if source in (None, lead["source"]))
        return dict(Counter(word(lead["state"], lead.get("fate")) for lead in wanted))

    async def hold(self, source: str, workers: int = 1) -> bool:
        return True

    async def validators(self, url: str) -> dict[str, str]:
        return self._lists.get(url, {})

    async def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        self._lists[url] = conditions({"etag": etag, "last_modified": last_modified})

    async def mark(self, walk: str, under_way: bool) -> None:
        pass  # it knows no earlier run

    async def marked(self, walk: str) -> bool:
        return False

    async def close(self) -> None:
        await self.release()
