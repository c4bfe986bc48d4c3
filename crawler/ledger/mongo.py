"""The ledger in MongoDB: what goes into it, what becomes of it, and what it says."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from pymongo import IndexModel, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError

from crawler.items import Fate, Lead
from crawler.ledger import rules
from crawler.ledger.leases import Leases, changed
from crawler.ledger.lists import LISTS, Lists
from crawler.ledger.rules import GONE_AGAIN, OTHERWISE, VANISHED, Settled, document_of, gone_since, settlement, word
from crawler.ledger.workers import WORKERS, new_name
from crawler.mongo import Batcher, Collection, Document, Mongo, Patience

logger = logging.getLogger(__name__)

LEADS = Collection(
    "leads",
    (
        IndexModel([("source", 1), ("next_visit_at", 1)], partialFilterExpression={"next_visit_at": {"$exists": True}}),
        IndexModel([("source", 1), ("state", 1), ("fate.word", 1), ("fate.reason", 1)]),
    ),
)


class MongoLedger(Leases, Lists):
    """The ledger in MongoDB, shared by any number of workers on any machines."""

    def __init__(
        self, mongo: Mongo, worker: str | None = None, lease_seconds: float = 600, patience: float = 120
    ) -> None:
        patiently = Patience(patience)
        Lists.__init__(self, mongo.db, patiently)
        Leases.__init__(self, mongo.db, patiently, worker or new_name(), lease_seconds)
        self._mongo = mongo
        self._settling: Batcher[Settled, None] = Batcher(self._settle)
        self._keeper: asyncio.Task[None] | None = None

    async def open(self) -> MongoLedger:
        """See to the indexes and begin to renew leases in the background."""
        await self._patiently(lambda: self._mongo.ensure(LEADS, WORKERS, LISTS), "the ledger")
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def add(self, leads: Iterable[Lead]) -> list[str]:
        found = list({lead.key: lead for lead in leads}.values())
        new: list[str] = []
        for start in range(0, len(found), 1000):
            new += await self._patiently(lambda part=found[start : start + 1000]: self._add(part), "adding leads")
        return new

    async def _add(self, leads: list[Lead]) -> list[str]:
        at, failed = rules.now(), set()
        cursor = self._db.leads.find({"_id": {"$in": [lead.key for lead in leads]}}, {"_id": 1})
        known = {d["_id"] async for d in cursor}
        if known:
            await self._look_again(known, {lead.source for lead in leads}, at)
        fresh = [lead for lead in leads if lead.key not in known]
        if not fresh:
            return []
        try:
            inserts = [InsertOne({"_id": lead.key} | document_of(lead, at)) for lead in fresh]
            await self._db.leads.bulk_write(inserts, ordered=False)
        except BulkWriteError as error:
            if any(e["code"] != 11000 for e in error.details["writeErrors"]) or error.details["writeConcernErrors"]:
                raise
            failed = {e["index"] for e in error.details["writeErrors"]}  # another worker found them too
        return [lead.key for index, lead in enumerate(fresh) if index not in failed]

    async def _look_again(self, keys: set[str], sources: set[str], at: datetime) -> None:
        """As ``to_be_seen_again`` says. The state index finds the gone ones of a source, which are few."""
        lost = {"source": {"$in": list(sources)}, "state": "settled", "fate.word": "failed", "fate.reason": "gone"}
        lost |= {"settled_at": {"$lte": at - GONE_AGAIN}, "_id": {"$in": list(keys)}}
        await self._db.leads.update_many(lost, {"$set": {"next_visit_at": at}})

    async def reopen(self, source: str, since: datetime | None = None, until: datetime | None = None) -> int:
        return await self._patiently(lambda: self._reopen(source, since, until), "reopening leads")

    async def _reopen(self, source: str, since: datetime | None, until: datetime | None) -> int:
        window = {op: day for op, day in (("$gte", since), ("$lte", until)) if day}
        change = {"$set": {"state": "pending", "next_visit_at": rules.now()}, "$unset": {"fate": ""}}
        count = 0
        for fate in OTHERWISE:
            left = {"source": source, "state": "settled", "fate.word": fate.word, "fate.reason": fate.reason}
            left |= {"published_at": window} if window and fate.word == "skipped" else {}
            count += (await self._db.leads.update_many(left, change)).modified_count
        return count

    async def settle(
        self, key: str, fate: Fate, next_visit_at: datetime | None = None, published_at: datetime | None = None
    ) -> None:
        await self._settling.put((key, fate, next_visit_at, published_at))

    async def _settle(self, batch: list[Settled]) -> list[None]:
        try:
            await self._patiently(lambda: self._write(batch), "settling leads")
        except PyMongoError as error:
            words = "%d leads stay leased until their leases end: MongoDB is away (%s)"
            logger.warning(words, len(batch), type(error).__name__)
        else:
            for key, *_ in batch:
                self._held.pop(key, None)
        return [None] * len(batch)

    async def _write(self, batch: list[Settled]) -> None:
        leads = {key: self._held[key] for key, *_ in batch if key in self._held}
        leads |= await self._read([key for key, *_ in batch if key not in leads])
        await self._update(leads, [each for each in batch if each[0] in leads])

    async def _read(self, keys: list[str]) -> dict[str, Document]:
        return {d["_id"]: d async for d in self._db.leads.find({"_id": {"$in": keys}})} if keys else {}

    async def _update(self, leads: dict[str, Document], batch: list[Settled]) -> None:
        at = rules.now()
        unsettled = {"state": {"$ne": "settled"}}  # as ``too_late`` says
        updates = [
            UpdateOne(
                {"_id": key} | (unsettled if fate.reason == "spooled" else {}),
                changed(settlement(leads[key], fate, when, at, published_at)),
            )
            for key, fate, when, published_at in batch
        ]
        if updates:
            await self._db.leads.bulk_write(updates, ordered=False)

    async def catch_up(self, settled: Sequence[Settled]) -> list[bool]:
        leads = await self._patiently(lambda: self._read([key for key, *_ in settled]), "reading leads")
        waiting = [key in leads and rules.waits(leads[key]) for key, *_ in settled]
        batch = list(itertools.compress(settled, waiting))
        await self._patiently(lambda: self._update(leads, batch), "settling leads")
        for key, *_ in batch:
            self._held.pop(key, None)
        return waiting

    async def gone_since(self, key: str, fate: Fate) -> datetime | None:
        lead = self._held.get(key)
        if lead is None and fate.reason in VANISHED:
            try:
                lead = (await self._patiently(lambda: self._read([key]), "reading a lead")).get(key)
            except PyMongoError:
                return None  # it has its next look tomorrow
        return gone_since(lead or {}, fate, rules.now())

    async def counts(self, source: str | None = None) -> dict[str, int]:
        group = {"_id": {"state": "$state", "word": "$fate.word", "reason": "$fate.reason"}, "n": {"$sum": 1}}
        stages: list[Document] = [{"$match": {"source": source} if source else {}}, {"$group": group}]
        counts: Counter[str] = Counter()
        for row in await (await self._db.leads.aggregate(stages)).to_list():
            counts[word(row["_id"]["state"], row["_id"])] += row["n"]
        return dict(counts)

    async def close(self) -> None:
        if self._keeper:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        await self._settling.close()
        self._patiently.seconds = min(self._patiently.seconds, 10)
        try:
            await self.release()
        except PyMongoError as error:
            logger.warning("Leases are left to expire: MongoDB is away (%s)", type(error).__name__)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self.lease_seconds / 3)
            try:
                await self.renew()
            except PyMongoError as error:
                logger.warning("Leases could not be renewed (%s)", type(error).__name__)
