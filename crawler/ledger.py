"""The ledger: every address that discovery found, who works on it, and what became of it.

A lead is pending, leased or settled. ``next_visit_at`` is when the ledger hands it out next: at once for a new lead,
after a delay for one that failed in passing, when the lease ends for a leased one (so a killed worker loses nothing),
at the revisit for a settled one. A lead without it is done. So one small partial index finds the next leads, however
many are done. A worker takes leads at most once at a time, and at least once in all.
"""

from __future__ import annotations

import asyncio
import functools
import heapq
import logging
import os
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4
from weakref import WeakKeyDictionary

from pymongo import IndexModel, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.items import Fate, Lead
from crawler.mongo import Batcher, Collection, Document, Mongo, Patience, connect

logger = logging.getLogger(__name__)

ATTEMPTS = 5
"""Passing failures of a lead before it is given up."""
CLAIMS = 30
"""Claims of a lead that nobody settled before it is given up: a page that kills its worker must not do so for ever."""
GONE_DAYS = 3
"""An article counts as gone when it was missing on this many different days."""
PERMANENT = re.compile(
    r"http_(?!408|421|423|425|429)4\d\d|robots|forbidden|too_large|redirect_loop|bad_url|gone|unclaimed|not_archived"
)
"""Reasons of ``failed`` that another attempt does not change."""
OTHERWISE = (Fate("skipped", "outside_dates"), Fate("failed", "not_archived"))
"""Fates that say what a run was asked for, not what the page is: a run that asks otherwise takes such leads again."""
VANISHED = ("http_404", "http_410")
RECORDED = ("stored", "updated", "unchanged", "duplicate")

LEADS = Collection(
    "leads",
    (
        IndexModel([("source", 1), ("next_visit_at", 1)], partialFilterExpression={"next_visit_at": {"$exists": True}}),
        IndexModel([("source", 1), ("state", 1), ("fate.word", 1), ("fate.reason", 1)]),
    ),
)
WORKERS = Collection("workers")
LISTS = Collection("lists")


class Ledger(Protocol):
    """What the spider and the settle extension see; MemoryLedger and MongoLedger keep the same rules."""

    async def add(self, leads: Iterable[Lead]) -> list[str]:
        """Insert the leads that are new; the keys of those, in order."""

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


Settled = tuple[str, Fate, datetime | None, datetime | None]
"""Key, fate, next visit, publication."""


def now() -> datetime:
    """UTC, in the milliseconds that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def delay(attempts: int) -> timedelta:
    """The pause after the n-th passing failure: 5 minutes, 20, 80, then 5 hours 20 minutes."""
    return timedelta(minutes=5 * 4 ** (max(attempts, 1) - 1))


def next_visit(published_at: datetime | None, hours: Sequence[float], at: datetime | None = None) -> datetime | None:
    """The next revisit of an article after ``at`` (now): the given hours after publication; None when all are over."""
    at = at or now()
    visits = ((published_at or at) + timedelta(hours=h) for h in sorted(hours))
    return next((visit for visit in visits if visit > at), None)


def settlement(
    lead: Document, fate: Fate, next_visit_at: datetime | None, at: datetime, published_at: datetime | None = None
) -> Document:
    """The fields of a lead that change when it is settled; a value of None takes the field away.

    ``lead`` is the lead as it stands (attempts, fate, gone_days).
    """
    changes: Document = {"lease": None, "claims": 0, "settled_at": at, "failure": None}
    changes |= {"published_at": published_at} if published_at else {}
    verdict = {"word": fate.word, "reason": fate.reason} | ({"detail": fate.detail[:500]} if fate.detail else {})
    before = lead.get("fate") or {}
    recorded = before.get("word") in RECORDED
    if fate.word == "failed" and fate.reason in VANISHED and recorded:
        days = sorted({*(lead.get("gone_days") or ()), at.strftime("%Y-%m-%d")})
        if len(days) < GONE_DAYS:
            again = at + timedelta(days=1)
            return changes | {"state": "settled", "gone_days": days, "failure": verdict, "next_visit_at": again}
        verdict = {"word": "failed", "reason": "gone"}
        return changes | {"state": "settled", "gone_days": days, "fate": verdict, "next_visit_at": None}
    if fate.word == "failed" and not PERMANENT.fullmatch(fate.reason):
        attempts = lead.get("attempts", 0) + 1
        changes |= {"attempts": attempts, "failure": verdict}
        if attempts < ATTEMPTS:
            return changes | {"state": "settled" if before else "pending", "next_visit_at": at + delay(attempts)}
        if before:  # what is recorded stays recorded; the revisit is given up
            return changes | {"state": "settled", "next_visit_at": None}
        return changes | {"state": "settled", "fate": verdict, "next_visit_at": None}
    if recorded and fate.word not in RECORDED:
        return changes | {"state": "settled", "failure": verdict, "attempts": 0, "next_visit_at": next_visit_at}
    again = next_visit_at if fate.word in RECORDED else None
    return changes | {"state": "settled", "fate": verdict, "attempts": 0, "gone_days": None, "next_visit_at": again}


def _document(lead: Lead, at: datetime) -> Document:
    kept = {k: v for k, v in asdict(lead).items() if v not in ("", None) and k != "id"}
    return kept | {"state": "pending", "attempts": 0, "claims": 0, "found_at": at, "next_visit_at": at}


def _lead(document: Document) -> Lead:
    names = ("source", "url", "title", "published_at", "section", "found_in")
    return Lead(id=document["_id"][len(document["source"]) + 1 :], **{n: document[n] for n in names if n in document})


class MemoryLedger:
    """A ledger that lasts for one run: dry runs, exports without a database, tests."""

    def __init__(self, worker: str = "memory", lease_seconds: float = 600, clock: Callable[[], datetime] = now) -> None:
        self.worker, self.lease_seconds, self._now = worker, lease_seconds, clock
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
                self._leads[lead.key] = {"_id": lead.key} | _document(lead, self._now())
                self._queue(self._leads[lead.key])
                new.append(lead.key)
        return new

    async def claim(
        self, source: str, n: int, worker: str | None = None, lease_seconds: float | None = None
    ) -> list[Lead]:
        at, claimed, others = self._now(), [], []
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
            claimed.append(_lead(lead))
        for entry in others:
            heapq.heappush(self._due, entry)
        return claimed

    def _held(self, worker: str | None) -> list[Document]:
        return [x for x in self._leads.values() if (x.get("lease") or {}).get("worker") == (worker or self.worker)]

    async def renew(self, worker: str | None = None) -> int:
        until = self._now() + timedelta(seconds=self.lease_seconds)
        for lead in (held := self._held(worker)):
            lead["next_visit_at"] = lead["lease"]["until"] = until
            self._queue(lead)
        return len(held)

    async def reopen(self, source: str, since: datetime | None = None, until: datetime | None = None) -> int:
        return 0  # it knows no earlier run

    async def settle(
        self, key: str, fate: Fate, next_visit_at: datetime | None = None, published_at: datetime | None = None
    ) -> None:
        if lead := self._leads.get(key):
            lead |= settlement(lead, fate, next_visit_at, self._now(), published_at)
            self._queue(lead)

    async def release(self, worker: str | None = None) -> int:
        for lead in (held := self._held(worker)):
            lead |= {"state": "settled" if lead.get("fate") else "pending", "lease": None, "next_visit_at": self._now()}
            self._queue(lead)
        return len(held)

    async def counts(self, source: str | None = None) -> dict[str, int]:
        wanted = (lead for lead in self._leads.values() if source in (None, lead["source"]))
        return dict(Counter(_word(lead["state"], lead.get("fate")) for lead in wanted))

    async def hold(self, source: str, workers: int = 1) -> bool:
        return True

    async def validators(self, url: str) -> dict[str, str]:
        return self._lists.get(url, {})

    async def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        self._lists[url] = _validators({"etag": etag, "last_modified": last_modified})

    async def mark(self, walk: str, under_way: bool) -> None:
        pass  # it knows no earlier run

    async def marked(self, walk: str) -> bool:
        return False

    async def close(self) -> None:
        await self.release()


class MongoLedger:
    """The ledger in MongoDB, shared by any number of workers on any machines."""

    def __init__(
        self, mongo: Mongo, worker: str | None = None, lease_seconds: float = 600, patience: float = 120
    ) -> None:
        self.worker = worker or f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"
        self.lease_seconds, self._patiently = lease_seconds, Patience(patience)
        self._mongo, self._db = mongo, mongo.db
        self._held: dict[str, Document] = {}
        self._sources: dict[str, str] = {}
        self._walks: set[str] = set()
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
        cursor = self._db.leads.find({"_id": {"$in": [lead.key for lead in leads]}}, {"_id": 1})
        known = {d["_id"] async for d in cursor}
        fresh = [lead for lead in leads if lead.key not in known]
        if not fresh:
            return []
        failed: set[int] = set()
        at = now()
        try:
            inserts = [InsertOne({"_id": lead.key} | _document(lead, at)) for lead in fresh]
            await self._db.leads.bulk_write(inserts, ordered=False)
        except BulkWriteError as error:
            if any(e["code"] != 11000 for e in error.details["writeErrors"]) or error.details["writeConcernErrors"]:
                raise
            failed = {e["index"] for e in error.details["writeErrors"]}  # another worker found them too
        return [lead.key for index, lead in enumerate(fresh) if index not in failed]

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
        return [_lead(lead) for lead in claimed]

    async def _claim(
        self, source: str, n: int, worker: str, seconds: float, token: str, tried: set[str]
    ) -> tuple[list[Document], bool]:
        """Candidates are read, then taken under a token: each update is atomic, so two workers never get the same.

        ``tried`` keeps the candidates for a repetition, which finds what was taken when only the answer was lost.
        """
        at, leads = now(), self._db.leads
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
                await leads.update_one({"_id": lead["_id"]}, _update(given_up))
        return [lead for lead in taken if lead["claims"] <= CLAIMS], len(keys) == n or len(taken) < len(keys)

    async def _bury(self, source: str) -> int:
        """Give back at once what workers of this source held that were killed on this machine; how many leads."""
        machine, count = _machine(), 0
        slots = {"_id": {"$gte": f"{source}#", "$lt": f"{source}$"}, "machine": machine, "worker": {"$ne": self.worker}}
        for holder in await self._db.workers.find(slots).to_list() if machine else ():
            if not _lives(holder["pid"]):
                held = {"source": source, "state": "leased", "lease.worker": holder["worker"]}
                count += await self._give_back(held)
                await self._db.workers.delete_one({"_id": holder["_id"], "worker": holder["worker"]})
        return count

    async def renew(self, worker: str | None = None) -> int:
        """Leases of another worker's name are found by the state index; one's own are known."""
        until = now() + timedelta(seconds=self.lease_seconds)
        mine = {"lease.worker": worker or self.worker, "state": "leased"}
        if worker in (None, self.worker):
            mine["_id"] = {"$in": list(self._held)}
        change = {"$set": {"lease.until": until, "next_visit_at": until}}
        done = await self._patiently(lambda: self._db.leads.update_many(mine, change), "renewing leases")
        for slot in self._sources.values():
            await self._db.workers.update_one({"_id": slot, "worker": self.worker}, {"$set": {"until": until}})
        return done.matched_count

    async def reopen(self, source: str, since: datetime | None = None, until: datetime | None = None) -> int:
        return await self._patiently(lambda: self._reopen(source, since, until), "reopening leads")

    async def _reopen(self, source: str, since: datetime | None, until: datetime | None) -> int:
        window = {op: day for op, day in (("$gte", since), ("$lt", until)) if day}
        change = {"$set": {"state": "pending", "next_visit_at": now()}, "$unset": {"fate": ""}}
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
        if missing := [key for key, *_ in batch if key not in leads]:
            leads |= {d["_id"]: d async for d in self._db.leads.find({"_id": {"$in": missing}})}
        at = now()
        updates = [
            UpdateOne({"_id": key}, _update(settlement(leads[key], fate, when, at, published_at)))
            for key, fate, when, published_at in batch
            if key in leads
        ]
        if updates:
            await self._db.leads.bulk_write(updates, ordered=False)

    async def release(self, worker: str | None = None) -> int:
        mine = {"lease.worker": worker or self.worker, "state": "leased"}
        if worker in (None, self.worker):
            mine["$or"] = [{"_id": {"$in": list(self._held)}}, {"source": {"$in": list(self._sources)}}]
        count = await self._patiently(lambda: self._give_back(mine), "releasing leads")
        if worker in (None, self.worker):
            self._held.clear()
            await self._db.workers.delete_many({"_id": {"$in": list(self._sources.values())}, "worker": self.worker})
            self._sources.clear()
        return count

    async def _give_back(self, leads: Document) -> int:
        state = {"$cond": [{"$eq": [{"$type": "$fate"}, "object"]}, "settled", "pending"]}
        change: list[Document] = [{"$set": {"state": state, "next_visit_at": now()}}, {"$unset": "lease"}]
        return (await self._db.leads.update_many(leads, change)).modified_count

    async def counts(self, source: str | None = None) -> dict[str, int]:
        group = {"_id": {"state": "$state", "word": "$fate.word", "reason": "$fate.reason"}, "n": {"$sum": 1}}
        stages: list[Document] = [{"$match": {"source": source} if source else {}}, {"$group": group}]
        counts: Counter[str] = Counter()
        for row in await (await self._db.leads.aggregate(stages)).to_list():
            counts[_word(row["_id"]["state"], row["_id"])] += row["n"]
        return dict(counts)

    async def hold(self, source: str, workers: int = 1) -> bool:
        if source in self._sources:
            return True
        for number in range(workers):
            slot = f"{source}#{number}"
            if await self._patiently(lambda slot=slot: self._take(slot), "taking the source"):
                self._sources[source] = slot
                return True
        return False

    async def _take(self, slot: str) -> bool:
        at = now()
        await self._bury(slot.rpartition("#")[0])
        free: list[Document] = [{"until": {"$lte": at}}, {"worker": self.worker}]
        mine = {"worker": self.worker, "until": at + timedelta(seconds=self.lease_seconds)}
        mine |= {"machine": _machine(), "pid": os.getpid()}
        try:
            await self._db.workers.update_one({"_id": slot, "$or": free}, {"$set": mine}, upsert=True)
        except DuplicateKeyError:
            return False
        return True

    async def validators(self, url: str) -> dict[str, str]:
        return _validators(await self._patiently(lambda: self._db.lists.find_one({"_id": url}), "reading") or {})

    async def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        change = {"$set": {"etag": etag, "last_modified": last_modified, "seen_at": now()}}
        await self._patiently(lambda: self._db.lists.update_one({"_id": url}, change, upsert=True), "writing")

    async def mark(self, walk: str, under_way: bool) -> None:
        if under_way == (walk in self._walks):
            return
        if under_way:
            change = {"$set": {"seen_at": now()}}
            await self._patiently(lambda: self._db.lists.update_one({"_id": walk}, change, upsert=True), "writing")
            self._walks.add(walk)
        else:
            await self._patiently(lambda: self._db.lists.delete_one({"_id": walk}), "writing")
            self._walks.discard(walk)

    async def marked(self, walk: str) -> bool:
        if await self._patiently(lambda: self._db.lists.find_one({"_id": walk}), "reading"):
            self._walks.add(walk)
        return walk in self._walks

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


def _machine() -> str:
    """Which processes we could see: those of this boot and process namespace; empty where that cannot be told."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip() + str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _word(state: str, fate: Document | None) -> str:
    return str(Fate(fate["word"], fate.get("reason", ""))) if state == "settled" and fate else state


def _update(changes: Document) -> Document:
    update = {"$set": {k: v for k, v in changes.items() if v is not None}}
    gone = {k: "" for k, v in changes.items() if v is None}
    return update | ({"$unset": gone} if gone else {})


def _validators(entry: dict[str, Any]) -> dict[str, str]:
    headers = {"If-None-Match": entry.get("etag"), "If-Modified-Since": entry.get("last_modified")}
    return {name: value for name, value in headers.items() if value}


_shared: WeakKeyDictionary[Crawler, asyncio.Task[Ledger]] = WeakKeyDictionary()


async def open_ledger(crawler: Crawler) -> Ledger:
    """The crawl's ledger, the same for whoever asks: in memory for a dry run, else in MongoDB.

    It closes itself at ``spider_closed``. Raises DatabaseUnavailable.
    """
    if crawler not in _shared:
        _shared[crawler] = asyncio.create_task(_open(crawler))
    return await asyncio.shield(_shared[crawler])


async def _open(crawler: Crawler) -> Ledger:
    settings = crawler.settings
    lease = settings.getfloat("LEASE_SECONDS", 600)
    ledger: Ledger
    if settings.getbool("DRY_RUN"):
        ledger = MemoryLedger(lease_seconds=lease)
    else:
        mongo = await connect(crawler)
        ledger = await MongoLedger(mongo, None, lease, settings.getfloat("MONGO_PATIENCE", 120)).open()
    crawler.signals.connect(ledger.close, signal=signals.spider_closed, weak=False)
    return ledger
