"""The last stage and the only writer: articles, duplicates, revisions and rejects, in bulk, nothing lost.

Every item waits for the batch that writes it. While MongoDB is away its batch waits and tries again, so that items pile
up in front of the stage and Scrapy stops fetching; when that takes too long, the batch goes to a spool file, which the
next run (or this one, once MongoDB is back) stores before anything else.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.items import DRAINED, Article, Fate
from crawler.mongo import Batcher, Document, connect, patiently
from pipelines.drain import Drain
from pipelines.entries import KEPT, Entry, gone_of, record_of, reject_of
from pipelines.fingerprints import MongoIndex
from pipelines.spool import Spool
from pipelines.writer import Writer

logger = logging.getLogger(__name__)


def show(document: Document, stream: TextIO | None = None) -> None:
    """Print a record as one line of JSON; what a dry run does instead of storing."""
    line = json.dumps(document, ensure_ascii=False, default=lambda value: value.isoformat())
    print(line.encode("utf-8", "backslashreplace").decode(), file=stream or sys.stdout, flush=True)


class Store:
    """Stage 600. Settings: DRY_RUN, DATA_DIR, STORE_BATCH (records), STORE_DELAY (s), MONGO_PATIENCE (s),
    DEDUP_DAYS (for what is drained)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler, self.stats = crawler, crawler.stats
        self.dry_run = settings.getbool("DRY_RUN")
        self.patience = settings.getfloat("MONGO_PATIENCE", 120)
        self.days = settings.getint("DEDUP_DAYS", 3)
        self.spool = Spool(Path(settings["DATA_DIR"]) / "spool", crawler.spidercls.name)
        self._batcher: Batcher[Entry, Fate] = Batcher(
            self._write, settings.getint("STORE_BATCH", 100), settings.getfloat("STORE_DELAY", 0.02)
        )
        self._away = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        return cls(crawler)

    async def open_spider(self) -> None:
        if not self.dry_run:
            mongo = await connect(self.crawler)
            self._writer, index = Writer(mongo), MongoIndex(mongo)
            await self._writer.open(self.patience)
            await index.open(self.patience)
            self._drain = Drain(self.spool, index, self._writer, self._drained, self.days)
            await self._empty_spool()

    async def process_item(self, item: Article) -> Article:
        """Write the item and set its fate; DropItem for what is no record.

        All the same, what was rejected is written to ``rejects``, and the record of a gone page is marked.
        """
        before = item.fate
        if before and before.word in ("skipped", "failed"):
            if before.reason == "gone" and not self.dry_run:
                item.fate = await self._batcher.put(Entry("gone", gone_of(item)))
            self._count(item.fate)
            raise DropItem(str(item.fate))
        rejected = before is not None and before.word == "rejected"
        if rejected:
            entry = Entry("rejects", reject_of(item, before))
        else:
            entry = Entry("duplicates" if before else "articles", record_of(item))
        if self.dry_run:
            item.fate = before or Fate("stored")
            if not rejected:
                show(entry.document)
        else:
            item.fate = await self._batcher.put(entry)
            if rejected and item.fate.word == "rejected":
                item.fate = before
        self._count(item.fate)
        if item.fate.word in ("rejected", "failed"):
            raise DropItem(str(item.fate))
        for name in (*KEPT, "fetched_at"):
            setattr(item, name, entry.document[name])
        item.duplicate_of = entry.document.get("duplicate_of")
        item.similarity = entry.document.get("similarity")
        return item

    async def close_spider(self) -> None:
        await self._batcher.close()
        if self._away:
            await self._empty_spool()

    def _count(self, fate: Fate) -> None:
        self.stats.inc_value(f"news/store/{fate}")

    async def _write(self, entries: list[Entry]) -> list[Fate]:
        """One try more while MongoDB is known to be away, else patiently; what still fails is spooled."""
        patience = 0 if self._away else self.patience
        try:
            fates = await patiently(lambda: self._writer.write(entries), patience, "the store")
        except PyMongoError as error:
            return self._spool(entries, error)
        if self._away:
            self._away = False
            await self._empty_spool()
        return fates

    def _spool(self, entries: list[Entry], error: PyMongoError) -> list[Fate]:
        if not self._away:
            logger.error("MongoDB is away (%s): records go to %s", type(error).__name__, self.spool.folder)
        self._away = True
        fate = Fate("failed", "spooled", str(self.spool.folder))
        kept = [entry for entry in entries if entry.place != "gone"]  # that a page is gone is found again
        try:
            if kept:
                self.spool.save(kept)
        except OSError as problem:
            logger.critical("%d records could not be spooled and will be fetched again: %s", len(kept), problem)
            fate = Fate("failed", "unspooled", str(problem))
        self.stats.inc_value(f"news/store/{fate.reason}", len(kept))
        return [Fate("failed", "unmarked") if entry.place == "gone" else fate for entry in entries]

    async def _empty_spool(self) -> None:
        try:
            await self._drain()
        except PyMongoError as error:
            logger.warning("The spool stays: MongoDB is away (%s)", type(error).__name__)

    async def _drained(self, entries: Sequence[Entry], ours: bool) -> None:
        """Count them, and have their leads settled."""
        for entry in entries:
            self.stats.inc_value(f"news/store/drained/{entry.fate}")
        leads = [(e.document.get("lead") or e.key, e.fate, e.document.get("published_at")) for e in entries]
        for _, failed in await self.crawler.signals.send_catch_log_async(DRAINED, drained=leads):
            if isinstance(failed, Exception):
                raise failed
        if ours:
            self.stats.inc_value("news/store/spooled", -len(entries))
