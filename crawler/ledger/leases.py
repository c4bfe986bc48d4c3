"""Taking leads of a source, keeping them, and giving them back."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from uuid import uuid4

from pymongo.asynchronous.database import AsyncDatabase

from crawler.items import Fate, Lead
from crawler.ledger import rules
from crawler.ledger.rules import CLAIMS, lead_of, settlement
from crawler.ledger.workers import Workers
from crawler.mongo import Document, Patience


class Leases:
    """The part of the ledger in MongoDB that is about leases, of leads and of sources (see base.Ledger)."""

    def __init__(self, db: AsyncDatabase[Document], patiently: Patience, worker: str, lease_seconds: float) -> None:
        self._db, self._patiently, self.worker, self.lease_seconds = db, patiently, worker, lease_seconds
        self._workers = Workers(db, worker)
        self._held: dict[str, Document] = {}

    async def claim(
        self, source: str, n: int, worker: str | None = None, lease_seconds: float | None = None
    ) -> list[Lead]:
        worker = worker or self.worker
        seconds = lease_seconds or self.lease_seconds
        claimed: list[Document] = []
        while len(claimed) < n:
            attempt = functools.partial(self._claim, source, n - len(claimed), worker, seconds, uuid4().hex, set())
            part, more = await self._patiently(attempt, "claiming leads")
            claimed += part
            if not more and (claimed or not await self._patiently(lambda: self._bury(source), "looking for the dead")):
                break
        if worker == self.worker:
            self._held |= {lead["_id"]: lead for lead in claimed}
        return [lead_of(lead) for lead in claimed]

    async def _claim(
        self, source: str, n: int, worker: str, seconds: float, token: str, tried: set[str]
    ) -> tuple[list[Document], bool]:
        """Candidates are read, then taken under a token: each update is atomic, so two workers never get the same.

        ``tried`` keeps the candidates for a repetition, which finds what was taken when only the answer was lost.
        """
        at, leads = rules.now(), self._db.leads
        due = {"source": source, "next_visit_at": {"$lte": at}}
        mine = {"_id": {"$in": list(tried)}, "lease.token": token}
        if tried and (taken := await leads.find(mine).sort("found_at", 1).to_list()):
            return taken, False
        keys = [d["_id"] async for d in leads.find(due, {"_id": 1}).sort("next_visit_at", 1).limit(n)]
        if not keys:
            return [], False
        tried.update(keys)
        until = at + timedelta(seconds=seconds)
        lease = {"worker": worker, "token": token, "until": until}
        change = {"$set": {"state": "leased", "lease": lease, "next_visit_at": until}, "$inc": {"claims": 1}}
        await leads.update_many({"_id": {"$in": keys}, "next_visit_at": {"$lte": at}}, change)
        taken = await leads.find({"_id": {"$in": keys}, "lease.token": token}).to_list()
        order = {key: i for i, key in enumerate(keys)}
        taken.sort(key=lambda lead: order[lead["_id"]])
        for lead in taken:
            if lead["claims"] > CLAIMS:
                given_up = settlement(lead, Fate("failed", "unclaimed"), None, at)
                await leads.update_one({"_id": lead["_id"]}, changed(given_up))
        return [lead for lead in taken if lead["claims"] <= CLAIMS], len(keys) == n or len(taken) < len(keys)

    async def _bury(self, source: str) -> int:
        """Give back at once what workers of this source held that were killed on this machine; how many leads."""
        count = 0
        for slot in await self._workers.dead(source):
            count += await self._give_back({"source": source, "state": "leased", "lease.worker": slot["worker"]})
            await self._workers.bury(slot)
        return count

    async def renew(self, worker: str | None = None) -> int:
        """Leases of another worker's name are found by the state index; one's own are known."""
        until = self._until()
        mine = {"lease.worker": worker or self.worker, "state": "leased"}
        if worker in (None, self.worker):
            mine["_id"] = {"$in": list(self._held)}
        change = {"$set": {"lease.until": until, "next_visit_at": until}}
        done = await self._patiently(lambda: self._db.leads.update_many(mine, change), "renewing leases")
        await self._workers.renew(until)
        return done.matched_count

    async def release(self, worker: str | None = None) -> int:
        mine = {"lease.worker": worker or self.worker, "state": "leased"}
        if worker in (None, self.worker):
            mine["$or"] = [{"_id": {"$in": list(self._held)}}, {"source": {"$in": list(self._workers.held)}}]
        count = await self._patiently(lambda: self._give_back(mine), "releasing leads")
        if worker in (None, self.worker):
            self._held.clear()
            await self._workers.leave()
        return count

    async def _give_back(self, leads: Document) -> int:
        state = {"$cond": [{"$eq": [{"$type": "$fate"}, "object"]}, "settled", "pending"]}
        change: list[Document] = [{"$set": {"state": state, "next_visit_at": rules.now()}}, {"$unset": "lease"}]
        return (await self._db.leads.update_many(leads, change)).modified_count

    async def hold(self, source: str, workers: int = 1) -> bool:
        if source in self._workers.held:
            return True
        for number in range(workers):
            if await self._patiently(lambda n=number: self._take(source, n), "taking the source"):
                return True
        return False

    async def _take(self, source: str, number: int) -> bool:
        await self._bury(source)
        return await self._workers.take(source, number, self._until())

    def _until(self) -> datetime:
        return rules.now() + timedelta(seconds=self.lease_seconds)


def changed(changes: Document) -> Document:
    """What ``settlement`` gives, as an update."""
    update = {"$set": {k: v for k, v in changes.items() if v is not None}}
    gone = {k: "" for k, v in changes.items() if v is None}
    return update | ({"$unset": gone} if gone else {})
