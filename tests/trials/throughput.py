"""Records a second into MongoDB: ``python -m tests.trials.throughput [RECORDS]``.

Side by side in one run, on the same records of about 4 kB: a plain ``insert_one`` for each record, one after the other
and 100 at a time; the store in its batches; and dedup and store together, as a crawl has them.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from time import perf_counter

from scrapy.settings import Settings

from crawler.items import Article
from crawler.mongo import Batcher, Mongo, open_mongo
from pipelines.dedup import Finder
from pipelines.entries import Entry, record_of
from pipelines.fingerprints import MongoIndex
from pipelines.likeness import content_hash
from pipelines.writer import Writer
from tests.stories import article, story, text

TOGETHER = 100
"""Items on their way at the same time, as many as Scrapy allows (CONCURRENT_ITEMS)."""


async def together(items: list[Article], work: Callable[[Article], Awaitable[object]]) -> None:
    waiting = iter(items)

    async def one() -> None:
        for item in waiting:
            await work(item)

    await asyncio.gather(*(one() for _ in range(TOGETHER)))


async def one_by_one(mongo: Mongo, items: list[Article]) -> None:
    for item in items:
        await mongo.db.articles.insert_one(record_of(item))


async def insert_one(mongo: Mongo, items: list[Article]) -> None:
    await together(items, lambda item: mongo.db.articles.insert_one(record_of(item)))


async def store(mongo: Mongo, items: list[Article]) -> None:
    batcher = Batcher(Writer(mongo).write)
    await together(items, lambda item: batcher.put(Entry("articles", record_of(item))))
    await batcher.close()


async def dedup_and_store(mongo: Mongo, items: list[Article]) -> None:
    finding, writing = Batcher(Finder(MongoIndex(mongo)).judge), Batcher(Writer(mongo).write)

    async def both(item: Article) -> None:
        item.content_hash = content_hash(item.title, item.body, item.id)
        if await finding.put(item) is None:
            await writing.put(Entry("articles", record_of(item)))

    await together(items, both)
    await finding.close()
    await writing.close()


async def main(number: int) -> None:
    items = [article(n, story(n)[0], text(story(n, sentences=40)[1])) for n in range(number)]
    size = sum(len(item.body.encode()) for item in items) // number
    print(f"{number} records of {size} bytes of text")
    rates: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for way in (one_by_one, insert_one, store, dedup_and_store):
            settings = {"MONGO_URI": "", "MONGO_DATABASE": way.__name__, "DATA_DIR": folder}
            mongo = await open_mongo(Settings(settings))
            await Writer(mongo).open()
            await MongoIndex(mongo).open()
            start = perf_counter()
            await way(mongo, items)
            rates.append(number / (perf_counter() - start))
            stored = await mongo.db.articles.count_documents({})
            print(f"{way.__name__:16} {rates[-1]:7.0f} records/s  x {rates[-1] / rates[0]:4.1f}  ({stored} stored)")
            await mongo.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
