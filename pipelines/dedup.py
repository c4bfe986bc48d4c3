"""Finds copies of a story: exact by a hash of the normalised text, near by MinHash, across runs, sources and scripts.

Texts are compared after NFKC, in word characters only, casefolded, Traditional characters folded to Simplified. Long
texts (400 characters and more) have 96 minimum hashes of their 5-grams in 24 bands of 4: texts that share a band are
candidates, and the texts themselves decide. Short texts are copies when they are equal, or have title and day in
common. A text enters its bands before it looks for candidates, so of two that arrive together one sees the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from pymongo import UpdateOne
from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler

from crawler.items import Article, Fate
from crawler.mongo import Batcher, Document, Mongo, connect, patiently
from pipelines.schema import FINGERPRINTS, STORED

ROWS, BANDS = 4, 24
SHINGLE = 5
LONG = 400
"""Normalised characters from which near-duplicate evidence is good."""
TITLED = 100
"""Below so many characters the title is part of what must be equal: such a body can be mere boilerplate."""
MUTE = 20
"""Below so many characters a text says nothing (galleries): it equals no other."""
SIMILAR = 0.5
CANDIDATE, CONTAINED = 0.4, 0.75
"""From CANDIDATE to SIMILAR, the shorter text must be contained in the other to this share."""
NUMBERS, AGREE = 5, 0.6
"""Texts that both have so many numbers must share this much of them: one template, other figures, is no copy."""
CROWD = 100
"""A band with more texts than this is boilerplate; it is left out when the others suffice."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_rng = np.random.default_rng(20261122)
_A = _rng.integers(0, 2**32, (ROWS * BANDS, 1), dtype=np.uint32) | np.uint32(1)
_B = _rng.integers(0, 2**32, (ROWS * BANDS, 1), dtype=np.uint32)
_WEIGHTS = _rng.integers(1, 2**63, SHINGLE, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_ROW_WEIGHTS = _rng.integers(1, 2**63, ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _table() -> np.ndarray[Any, np.dtype[np.uint32]]:
    """What each character of the basic plane becomes; 0 for what is no letter and no digit."""
    table = np.array([c if chr(c).isalnum() else 0 for c in range(0x10000)], np.uint32)
    for line in Path(__file__).with_name("fold.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for traditional, simplified in line.split():
                table[ord(traditional)] = ord(simplified)
    return table


_TABLE = _table()


# Pure: from a text to its evidence


@lru_cache(256)  # hash, grams and title of one article ask in turn
def codes(text: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The code points of the normalised text."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    values = np.frombuffer(plain.encode("utf-32-le", "ignore"), np.uint32)
    if len(values) and values.max() > 0xFFFF:
        kept = "".join(c for c in plain if c <= "\uffff" or c.isalnum())
        values = np.frombuffer(kept.encode("utf-32-le", "ignore"), np.uint32)
        folded = np.where(values > 0xFFFF, values, _TABLE[values & 0xFFFF])
    else:
        folded = _TABLE[values]
    return folded[folded != 0]


def _digest(*parts: np.ndarray[Any, Any] | bytes) -> bytes:
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(part if isinstance(part, bytes) else part.tobytes())
        state.update(b"\0\0\0\xff")  # no code point
    return state.digest()


def content_hash(title: str, body: str, key: str) -> str:
    """32 hex digits that texts have in common which differ only in spaces, punctuation, case, width and script.

    ``key`` is the article's id; it counts for texts that say nothing.
    """
    text = codes(body)
    if len(text) >= TITLED:
        return _digest(text).hex()
    return _digest(codes(title), text, key.encode("utf-8", "ignore") if len(text) < MUTE else b"").hex()


def shingles(text: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The sorted, distinct 64-bit hashes of a text's 5-grams."""
    if len(text) < SHINGLE:
        return np.empty(0, np.uint64)
    wide = text.astype(np.uint64)
    last = len(wide) - SHINGLE + 1
    total = np.zeros(last, np.uint64)
    for i, weight in enumerate(_WEIGHTS):
        total += wide[i : i + last] * weight
    grams = np.sort(_scramble(total))  # three times faster than numpy.unique
    return grams[np.concatenate(([True], grams[1:] != grams[:-1]))]


def _scramble(values: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    values = (values ^ (values >> np.uint64(31))) * _MIX
    return values ^ (values >> np.uint64(29))


def minhash(grams: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The 96 minimum hashes of a text's 5-grams (at least one)."""
    return (_A * (grams >> np.uint64(32)).astype(np.uint32) + _B).min(axis=1)


def bands_of(signature: np.ndarray[Any, Any]) -> list[int]:
    """24 signed 64-bit numbers, each of four minimum hashes and of its place."""
    rows = signature.reshape(BANDS, ROWS).astype(np.uint64)
    mixed = _scramble((rows * _ROW_WEIGHTS).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX)
    return mixed.view(np.int64).tolist()


@dataclass(slots=True, eq=False)
class Text:
    """What two texts are compared by."""

    source: str
    title: bytes
    """Digest of the normalised title; empty for a title too short to say anything."""
    length: int
    grams: np.ndarray[Any, np.dtype[np.uint64]]
    numbers: frozenset[str]

    @classmethod
    def of(cls, source: str, title: str, body: str) -> Text:
        name, text = codes(title), codes(body)
        numbers = frozenset(_NUMBER.findall(unicodedata.normalize("NFKC", body)))
        return cls(source, _digest(name) if len(name) >= 8 else b"", len(text), shingles(text), numbers)


def similarity(one: Text, other: Text) -> float | None:
    """The Jaccard similarity of two texts (0 to 1) if they are copies of one story, else None."""
    common = len(np.intersect1d(one.grams, other.grams, assume_unique=True))
    smaller = min(len(one.grams), len(other.grams))
    jaccard = common / max(len(one.grams) + len(other.grams) - common, 1)
    contained = common / max(smaller, 1)
    if min(len(one.numbers), len(other.numbers)) >= NUMBERS:
        shared = len(one.numbers & other.numbers) / min(len(one.numbers), len(other.numbers))
        if shared < AGREE:
            return None
    if one.length >= LONG and other.length >= LONG:
        copies = jaccard >= SIMILAR or (jaccard >= CANDIDATE and contained >= CONTAINED)
    else:  # one of them is short: title and day; within a source, the texts must be alike too (series of photographs)
        copies = bool(one.title) and one.title == other.title
        copies = copies and (one.source != other.source or contained >= SIMILAR)
    return round(jaccard, 4) if copies else None


@dataclass(slots=True, eq=False)
class Print:
    """What the index keeps of an article. ``order`` says who was there first."""

    id: str
    day: int
    """Days since 1970 of its publication, else of its fetching."""
    bands: list[int]
    signature: np.ndarray[Any, np.dtype[np.uint32]] | None
    order: tuple[Any, str] = (0, "")
    text: Text | None = None
    content_hash: str = ""

    def may_be(self, other: Print) -> bool:
        """Whether the estimate leaves the two a chance (its standard error is 0.05)."""
        if self.signature is None or other.signature is None:
            return True
        return float(np.mean(self.signature == other.signature)) >= CANDIDATE - 0.1


def print_of(article: Article, text: Text, now: datetime | None = None) -> Print:
    moment = article.published_at or article.fetched_at or now or datetime.now(UTC)
    day = (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    title = [int.from_bytes(text.title[:8], "little", signed=True)] if text.title else []
    signature = minhash(text.grams) if text.length >= LONG else None
    bands = bands_of(signature) if signature is not None else []
    return Print(article.id, day, bands + title, signature, text=text, content_hash=article.content_hash)


# Where earlier articles are looked up


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

    async def open(self) -> None:
        await self._mongo.ensure(*STORED, FINGERPRINTS)

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
        while wanted:
            query = {"bands": {"$in": list(wanted)}, "day": {"$gte": first_day, "$lte": last_day}}
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
    return {"_id": entry.id}, [{"$set": fields | {"at": {"$ifNull": ["$at", "$$NOW"]}}}]


def _print(document: Document) -> Print:
    raw = document["signature"]
    signature = np.frombuffer(raw, "<u4").astype(np.uint32) if raw else None
    return Print(document["_id"], document["day"], document["bands"], signature, (document["at"], document["_id"]))


IN_FLIGHT = timedelta(minutes=10)
"""A print whose article is not stored after this time belongs to nothing (its worker was killed)."""


class Finder:
    """Judges articles in batches against an index; remembers texts that are still on their way to the store."""

    def __init__(self, index: Index, days: int = 3, remember: int = 1000) -> None:
        self._index, self._days, self._remember = index, days, remember
        self._recent: dict[str, tuple[Text, str]] = {}
        self._hashes: dict[str, str] = {}

    async def judge(self, articles: Sequence[Article]) -> list[Verdict | None]:
        """For each article with id, texts and content_hash: what it is a copy of, or None."""
        index = self._index
        verdicts: dict[str, Verdict] = {}
        recorded = await index.recorded([a.id for a in articles])
        exact = await index.exact([a.content_hash for a in articles])
        texts: dict[str, Text] = {}
        prints: dict[str, Print] = {}
        for article in articles:
            if earlier := recorded.get(article.id):
                verdicts[article.id] = earlier
            elif article.id not in recorded and (same := self._same(article, exact)):
                verdicts[article.id] = Verdict("exact", *same, 1.0)
            elif exact.get(article.content_hash, ("",))[0] != article.id:  # else it is known, and unchanged
                text = texts[article.id] = Text.of(article.source, article.title, article.body)
                prints[article.id] = print_of(article, text)
                self._hashes[article.content_hash] = article.id
                self._recent[article.id] = (text, article.id)
        await index.enter(list(prints.values()))
        fresh = {key: each for key, each in prints.items() if key not in recorded and each.bands}
        await self._judge_near(fresh, texts, verdicts)
        await index.forget([key for key in fresh if key in verdicts])
        for memory in (self._recent, self._hashes):
            for key in list(memory)[: max(len(memory) - self._remember, 0)]:
                del memory[key]
        return [verdicts.get(a.id) for a in articles]

    def _same(self, article: Article, exact: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
        """(id, story) of another article with the same content hash, stored or on its way."""
        if found := exact.get(article.content_hash):
            return found if found[0] != article.id else None
        key = self._hashes.get(article.content_hash, article.id)
        return (key, key) if key != article.id else None

    async def _judge_near(self, prints: dict[str, Print], texts: dict[str, Text], verdicts: dict[str, Verdict]) -> None:
        found: dict[str, Print] = {}
        for first, last, bands in self._windows(prints.values()):
            found |= {p.id: p for p in await self._index.near(bands, first, last)}
        by_band: dict[int, list[Print]] = {}
        for other in found.values():
            for band in other.bands:
                by_band.setdefault(band, []).append(other)
        candidates = {}
        for key, mine in prints.items():
            own = found.get(key, mine)
            near = {p.id: p for band in mine.bands for p in by_band.get(band, ()) if p.order < own.order}
            candidates[key] = [p for p in near.values() if abs(p.day - mine.day) <= self._days and mine.may_be(p)]
        wanted = {p.id for some in candidates.values() for p in some if p.id not in self._recent}
        stored = await self._index.texts(sorted(wanted))
        for key in sorted(candidates, key=lambda k: found.get(k, prints[k]).order):
            best: Verdict | None = None
            for other in candidates[key]:
                if other.id in verdicts:
                    continue  # a copy itself
                alike, story = self._compare(texts[key], prints[key], other, stored)
                if alike is not None and (best is None or alike > best.similarity):
                    best = Verdict("near", other.id, story, alike)
            if best:
                verdicts[key] = best
                self._recent.pop(key, None)

    def _compare(
        self, text: Text, mine: Print, other: Print, stored: dict[str, tuple[Text, str]]
    ) -> tuple[float | None, str]:
        if known := stored.get(other.id) or self._recent.get(other.id):
            return similarity(text, known[0]), known[1]
        # on its way in another process: only the estimate speaks
        at = other.order[0]
        if mine.signature is None or other.signature is None or datetime.now(UTC) - at > IN_FLIGHT:
            return None, ""
        estimate = float(np.mean(mine.signature == other.signature))
        return (round(estimate, 4) if estimate >= SIMILAR else None), other.id

    def _windows(self, prints: Iterable[Print]) -> list[tuple[int, int, list[int]]]:
        """(first day, last day, bands): one query for articles of about one time."""
        windows: list[tuple[int, int, list[int]]] = []
        for each in sorted(prints, key=lambda p: p.day):
            first, last = each.day - self._days, each.day + self._days
            if windows and first <= windows[-1][1]:
                windows[-1] = (windows[-1][0], last, windows[-1][2] + each.bands)
            else:
                windows.append((first, last, list(each.bands)))
        return windows


class Deduplicate:
    """Stage 500. Settings: DRY_RUN, DEDUP_DAYS (how far apart copies are published), MONGO_PATIENCE."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.stats = crawler, crawler.stats
        self.dry_run = crawler.settings.getbool("DRY_RUN")
        self.days = crawler.settings.getint("DEDUP_DAYS", 3)
        self.patience = crawler.settings.getfloat("MONGO_PATIENCE", 120)
        self._batcher: Batcher[Article, Verdict | None] = Batcher(self._judge)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Deduplicate:
        return cls(crawler)

    async def open_spider(self) -> None:
        index: MemoryIndex | MongoIndex = MemoryIndex()
        if not self.dry_run:
            index = MongoIndex(await connect(self.crawler))
            await index.open()
        self._finder = Finder(index, self.days)

    async def _judge(self, batch: list[Article]) -> list[Verdict | None]:
        return await patiently(lambda: self._finder.judge(batch), self.patience, "dedup")

    async def process_item(self, item: Article) -> Article:
        if item.fate:
            return item
        item.content_hash = content_hash(item.title, item.body, item.id)
        item.story = item.id
        try:
            verdict = await self._batcher.put(item)
        except PyMongoError:  # the store waits, spools and, for equal texts, finds them itself
            self.stats.inc_value("news/dedup/unanswered")
            return item
        if verdict is None:
            self.stats.inc_value("news/dedup/first")
            return item
        self.stats.inc_value(f"news/dedup/duplicate/{verdict.reason}")
        item.fate = Fate("duplicate", verdict.reason, verdict.duplicate_of)
        item.duplicate_of, item.similarity, item.story = verdict.duplicate_of, verdict.similarity, verdict.story
        return item

    async def close_spider(self) -> None:
        await self._batcher.close()
