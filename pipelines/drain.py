"""Stores what earlier outages left in the spool, as if it came in now."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence

from crawler.items import Article
from pipelines.dedup import Finder
from pipelines.entries import Entry, restamp
from pipelines.fingerprints import MongoIndex
from pipelines.spool import Spool
from pipelines.upgrade import upgraded
from pipelines.writer import Writer

logger = logging.getLogger(__name__)

BATCH = 100
Told = Callable[[Sequence[Entry], bool], Awaitable[None]]
"""Gets entries that are written, and whether this process had spooled them."""


class Drain:
    """Looks for copies that came in meanwhile, writes, and tells; only then a file goes. All of it can be repeated:
    after a crash the next drain finds what is written already unchanged."""

    def __init__(self, spool: Spool, index: MongoIndex, writer: Writer, told: Told, days: int = 3) -> None:
        self._spool, self._index, self._writer, self._told = spool, index, writer, told
        self._finder = Finder(index, days)

    async def __call__(self) -> None:
        """Drain all files that no other process is draining. Raises PyMongoError if MongoDB goes away; the rest
        stays."""
        for path in self._spool.files():
            with self._spool.taken(path) as file:
                if file is None:
                    continue
                entries, broken = self._spool.read(file)
                for start in range(0, len(entries), BATCH):
                    some = entries[start : start + BATCH]
                    await self._judge([entry for entry in some if entry.place != "rejects"])
                    await self._writer.write(some)
                    await self._told(some, self._spool.ours(path))
                if broken:
                    path.with_suffix(".broken").write_text("".join(broken), "utf-8")
                    logger.error("%d lines of %s cannot be read and are kept beside it", len(broken), path.name)
                path.unlink()
                logger.info("Stored %d spooled records of %s", len(entries), path.name)

    async def _judge(self, entries: list[Entry]) -> None:
        """What an entry is a copy of may have come in after it: its own evidence is entered anew, as of now."""
        for entry in entries:
            entry.document = upgraded(entry.document)
            restamp(entry)
        recorded = await self._index.recorded([entry.key for entry in entries])
        await self._index.forget([entry.key for entry in entries if entry.key not in recorded])
        for entry, verdict in zip(entries, await self._finder.judge([_item(each) for each in entries]), strict=True):
            document = {k: v for k, v in entry.document.items() if k not in ("duplicate_of", "similarity")}
            entry.place, entry.document = "articles", document | {"story": entry.key}
            if verdict:
                entry.place = "duplicates"
                entry.document |= {"duplicate_of": verdict.duplicate_of, "similarity": verdict.similarity}
                entry.document["story"] = verdict.story


def _item(entry: Entry) -> Article:
    """Of a record, what dedup looks at."""
    names = ("source", "title", "body", "published_at", "fetched_at", "content_hash")
    return Article(id=entry.key, **{name: entry.document[name] for name in names})
