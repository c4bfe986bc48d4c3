"""Finds copies of a story: exact by a hash of the normalised text, near by MinHash, across runs, sources and scripts.

Texts are compared after NFKC, in word characters only, casefolded, Traditional characters folded to Simplified. Texts
of 100 characters and more have 72 minimum hashes of their 5-grams in 24 bands of 3: texts that share a band are
candidates, and the texts themselves decide; those below 400 must have more in common. Still shorter ones are copies
when they are equal, or have title and day in common. Other numbers between the same words are other news. A text
enters its bands before it looks for candidates, so of two that arrive together one sees the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler

from crawler.items import Article, Fate
from crawler.mongo import Batcher, Patience, connect
from pipelines.fingerprints import Index, MemoryIndex, MongoIndex, Print, Verdict, print_of
from pipelines.likeness import SIMILAR, STRICTER, Text, content_hash, similarity

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
        # on its way in another process: only the print speaks
        at = other.order[0]
        estimate = mine.estimate(other)
        if estimate is None or datetime.now(UTC) - at > IN_FLIGHT:
            return None, ""
        return (round(estimate, 4) if estimate >= SIMILAR + STRICTER else None), other.id

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
        self._patiently = Patience(crawler.settings.getfloat("MONGO_PATIENCE", 120))
        self._batcher: Batcher[Article, Verdict | None] = Batcher(self._judge)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Deduplicate:
        return cls(crawler)

    async def open_spider(self) -> None:
        index: MemoryIndex | MongoIndex = MemoryIndex()
        if not self.dry_run:
            index = MongoIndex(await connect(self.crawler))
            await index.open(self._patiently.seconds)
        self._finder = Finder(index, self.days)

    async def _judge(self, batch: list[Article]) -> list[Verdict | None]:
        return await self._patiently(lambda: self._finder.judge(batch), "dedup")

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
