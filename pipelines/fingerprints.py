"""Where earlier articles are found by what their texts have in common: in MongoDB, or in memory for a dry run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import numpy as np
from pymongo import UpdateOne

from crawler.items import Article
from crawler.mongo import Document, Mongo
from pipelines.likeness import CANDIDATE, TITLED, Text, bands_of, contradict, minhash
from pipelines.schema import FINGERPRINTS, STORED

PERIOD = 4
"""Days whose bands stand together in the index: what is written and asked for are the last few, whatever is kept."""
CROWD = 100
"""A band with more texts than this is boilerplate; it is left out when the others suffice."""


@dataclass(slots=True, eq=False)
class Print:
    """What the index keeps of an article. ``order`` says who was there first."""

    id: str
    day: int
    """Days since 1970 of its publication, else of its fetching."""
    bands: list[int]
    signature: np.ndarray[Any, np.dtype[np.uint32]] | None
    figures: np.ndarray[Any, np.dtype[np.uint64]]
    order: tuple[Any, str] = (0, "")
    text: Text | None = None
    content_hash: str = ""

    def may_be(self, other: Print) -> bool:
        """Whether the two have a chance, before their texts are read."""
        estimate = self.estimate(other)  # its standard error is 0.06
        return (estimate is None or estimate >= CANDIDATE - 0.1) and not contradict(self.figures, other.figures)

    def estimate(self, other: Print) -> float | None:
        """The Jaccard similarity of the texts as their signatures tell it; None where one says nothing."""
        if self.signature is None or other.signature is None:
            return None
        return float(np.mean(self.signature == other.signature))


def print_of(article: Article, text: Text, now: datetime | None = None) -> Print:
    moment = article.published_at or article.fetched_at or now or datetime.now(UTC)
    day = (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    title = [int.from_bytes(text.title[:8], "little", signed=True)] if text.title else []
    signature = minhash(text.grams) if text.length >= TITLED else None
    bands = bands_of(signature) if signature is not None else []
    return Print(article.id, day, bands + title, signature, text.figures, text=text, content_hash=article.content_hash)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ids of the original and its story. ``reason``: exact, near, or kept (stored as a copy before)."""

    reason: str
    duplicate_of: str
    story: str
    similarity: float


class Index(Protocol):
    async def recorded(self, ids: list[str]) -> dict[str, Verdict | None]:
        """Of the ids that are recorded already: None for an article, the verdict for a copy."""

    async def exact(self, hashes: list[str]) -> dict[str, tuple[str, str]]:
        """Article and story that have this content hash."""

    async def enter(self, prints: list[Print]) -> None:
        """Make texts findable; one that is in already keeps its place in the order."""

    async def near(self, bands: list[int], first_day: int, last_day: int) -> list[Print]:
        """Everything that shares a band, those just entered too."""

    async def texts(self, ids: list[str]) -> dict[str, tuple[Text, str]]:
        """Text and story of the articles among these ids."""

    async def forget(self, ids: list[str]) -> None:
        """Take out what turned out to be a copy."""


class MemoryIndex:
    """For a dry run: knows the articles of this run."""

    def __init__(self) -> None:
        self._prints: dict[str, Print] = {}
        self._bands: dict[int, set[str]] = {}
        self._hashes: dict[str, str] = {}

    async def recorded(self, ids: list[str]) -> dict[str, Verdict | None]:
        return {}

    async def exact(self, hashes: list[str]) -> dict[str, tuple[str, str]]:
        return {h: (self._hashes[h], self._hashes[h]) for h in hashes if h in self._hashes}

    async def enter(self, prints: list[Print]) -> None:
        for each in prints:
            each.order = (len(self._prints), each.id)
            self._prints[each.id] = each
            self._hashes.setdefault(each.content_hash, each.id)
            for band in each.bands:
                self._bands.setdefault(band, set()).add(each.id)

    async def near(self, bands: list[int], first_day: int, last_day: int) -> list[Print]:
        ids = set().union(*(self._bands.get(band, ()) for band in bands))
        return [p for p in (self._prints[i] for i in sorted(ids)) if first_day <= p.day <= last_day]

    async def texts(self, ids: list[str]) -> dict[str, tuple[Text, str]]:
        return {i: (self._prints[i].text, i) for i in ids if i in self._prints}  # type: ignore[misc]

    async def forget(self, ids: list[str]) -> None:
        for key in ids:
            for band in self._prints[key].bands:
                self._bands[band].discard(key)


class MongoIndex:
    """Bands in the collection ``fingerprints``, texts in ``articles``."""

    def __init__(self, mongo: Mongo, keep_days: int = 14) -> None:
        self._mongo, self._db, self._keep = mongo, mongo.db, timedelta(days=keep_days)
        self._crowded: set[int] = set()

    async def open(self, patience: float = 120) -> None:
        """See to the collections. Raises DatabaseUnavailable."""
        await self._mongo.prepare(*STORED, FINGERPRINTS, patience=patience)

    async def recorded(self, ids: list[str]) -> dict[str, Verdict | None]:
        query = {"_id": {"$in": ids}}
        found: dict[str, Verdict | None] = {d["_id"]: None async for d in self._db.articles.find(query, {"_id": 1})}
        fields = {"duplicate_of": 1, "story": 1, "similarity": 1}
        async for d in self._db.duplicates.find(query, fields):
            found[d["_id"]] = Verdict("kept", d["duplicate_of"], d["story"], d["similarity"])
        return found

    async def exact(self, hashes: list[str]) -> dict[str, tuple[str, str]]:
        cursor = self._db.articles.find({"content_hash": {"$in": hashes}}, {"content_hash": 1, "story": 1})
        return {d["content_hash"]: (d["_id"], d["story"]) async for d in cursor}

    async def enter(self, prints: list[Print]) -> None:
        until = datetime.now(UTC) + self._keep
        if entries := [UpdateOne(*_entry(p, until), upsert=True) for p in prints if p.bands]:
            await self._db.fingerprints.bulk_write(entries, ordered=False)

    async def near(self, bands: list[int], first_day: int, last_day: int) -> list[Print]:
        wanted, limit = set(bands) - self._crowded, 20 * CROWD
        periods = list(range(first_day // PERIOD, last_day // PERIOD + 1))
        days = {"$gte": first_day, "$lte": last_day}
        while wanted:
            query = {"period": {"$in": periods}, "bands": {"$in": list(wanted)}, "day": days}
            found = await self._db.fingerprints.find(query).limit(limit).to_list()
            if len(found) < limit:
                return [_print(d) for d in found]
            shared = Counter(band for d in found for band in d["bands"] if band in wanted)
            crowded = {band for band, n in shared.items() if n > CROWD}
            if not crowded:
                limit *= 4
            wanted -= crowded
            self._crowded |= crowded
        return []

    async def texts(self, ids: list[str]) -> dict[str, tuple[Text, str]]:
        if not ids:
            return {}
        fields = {"source": 1, "title": 1, "body": 1, "story": 1}
        cursor = self._db.articles.find({"_id": {"$in": ids}}, fields)
        return {d["_id"]: (Text.of(d["source"], d["title"], d["body"]), d["story"]) async for d in cursor}

    async def forget(self, ids: list[str]) -> None:
        if ids:
            await self._db.fingerprints.delete_many({"_id": {"$in": ids}})


def _entry(entry: Print, until: datetime) -> tuple[Document, list[Document]]:
    """Filter and change that enter a print; the server's clock gives the order, once."""
    signature = entry.signature.astype("<u4").tobytes() if entry.signature is not None else None
    fields = {"bands": {"$literal": entry.bands}, "day": entry.day, "signature": signature, "expires_at": until}
    fields["period"] = entry.day // PERIOD
    fields["figures"] = entry.figures.astype("<u8").tobytes()
    return {"_id": entry.id}, [{"$set": fields | {"at": {"$ifNull": ["$at", "$$NOW"]}}}]


def _print(document: Document) -> Print:
    raw = document["signature"]
    signature = np.frombuffer(raw, "<u4").astype(np.uint32) if raw else None
    figures = np.frombuffer(document.get("figures", b""), "<u8").astype(np.uint64)
    order = (document["at"], document["_id"])
    return Print(document["_id"], document["day"], document["bands"], signature, figures, order)
