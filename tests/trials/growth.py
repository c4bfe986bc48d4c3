"""What a step costs as the collections grow: ``python -m tests.trials.growth [--sizes 10000,100000,1000000]``.

In one embedded MongoDB, a database of each size: claiming a batch of 100 leads, looking for duplicates of 100 texts,
storing 100 records, at each size in turn, so that a machine that is busy is busy for all of them. Records come 10,000 a
day in the order of their days, as in years of crawling; fingerprints are kept as long as a store keeps them
(``keep_days``), half of all leads are done. Prints milliseconds (median of the rounds) and the plan of each query. Exit
code 1 where a step at the last size costs more than twice what it costs at the first, or a query scans a collection.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from time import perf_counter
from typing import Any

import numpy as np
from pymongo import WriteConcern, monitoring
from scrapy.settings import Settings

from crawler.items import Article, Lead
from crawler.ledger import MongoLedger
from crawler.mongo import Document, Mongo, open_mongo
from pipelines.dedup import Finder
from pipelines.entries import Entry, record_of
from pipelines.fingerprints import PERIOD, MongoIndex
from pipelines.likeness import FIGURES, bands_of
from pipelines.writer import Writer
from tests.stories import article
from tests.trials import wire

SIZES = (10_000, 100_000, 1_000_000)
TIMES = 2.0
"""What a step may cost at the last size, of what it costs at the first."""
A_DAY, SOURCES, BATCH, CHUNK = 10_000, 20, 100, 5_000
KEEP_DAYS = 14
STEPS = ("claim", "look", "store")
WARM_UP = 10
START = datetime(2026, 1, 1, tzinfo=UTC)


class Plans(monitoring.CommandListener):
    """The queries of the measured steps, each once, to be explained afterwards."""

    def __init__(self) -> None:
        self.listening = False
        self.seen: dict[str, Document] = {}

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        command = event.command
        if self.listening and event.command_name in ("find", "update"):
            filters = [command["filter"]] if "filter" in command else [each["q"] for each in command["updates"][:1]]
            shape = f"{event.command_name} {command[event.command_name]} by {', '.join(filters[0])}"
            kept = {k: command[k] for k in ("find", "filter", "sort", "limit") if k in command}
            self.seen.setdefault(shape, kept or {"find": command["update"], "filter": filters[0]})

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


class Growing:
    """The collections, filled to a size, and the steps that are measured on them."""

    def __init__(self, mongo: Mongo, seed: int = 1) -> None:
        self.mongo, self.db, self.size = mongo, mongo.db, 0
        self.index, self.writer = MongoIndex(mongo), Writer(mongo)
        self.ledger = MongoLedger(mongo, worker="growth")
        self._rng = np.random.default_rng(seed)
        bodies = [wire.base(f"growth {n}", "ko", 400, 900) for n in range(50)]
        self._template = record_of(article(1, bodies[0].title, bodies[0].body))
        self._bodies = [body.body for body in bodies]
        self._next = 0

    async def open(self) -> None:
        await self.index.open()
        await self.writer.open()
        await self.ledger.open()

    async def grow(self, size: int) -> None:
        """Insert straight into the collections what crawling would have left there."""
        began = perf_counter()
        while self.size < size:
            number = min(CHUNK, size - self.size)
            numbers = range(self.size, self.size + number)
            leads, records = [self._lead(n) for n in numbers], [self._record(n) for n in numbers]
            prints = [self._print(n) for n in numbers if n >= size - KEEP_DAYS * A_DAY]
            some = {"leads": leads, "articles": records, "fingerprints": prints}
            await asyncio.gather(*(self._insert(place, documents) for place, documents in some.items() if documents))
            self.size += number
            if self.size % 50_000 == 0 or self.size == size:
                print(f"  {self.size:,} records, {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        oldest = int((self._when(size) - timedelta(days=KEEP_DAYS)).timestamp() // 86400) // PERIOD
        for period in await self.db.fingerprints.distinct("period", {"period": {"$lt": oldest}}):
            await self.db.fingerprints.delete_many({"period": period})  # as the TTL index does

    async def _insert(self, place: str, documents: list[Document]) -> None:
        quick = self.db[place].with_options(write_concern=WriteConcern(w=1, j=False))
        await quick.insert_many(documents, ordered=False, bypass_document_validation=True)

    def _when(self, number: int) -> datetime:
        return START + timedelta(days=number / A_DAY)

    def _lead(self, number: int) -> Document:
        source, when = f"source{number % SOURCES}", self._when(number)
        lead: Document = {"_id": f"{source}:{number}", "source": source, "url": f"https://{source}.example/{number}"}
        lead |= {"attempts": 0, "claims": 0, "found_at": when, "title": f"기사 {number}"}
        if number % 2:
            return lead | {"state": "settled", "fate": {"word": "stored", "reason": ""}, "settled_at": when}
        return lead | {"state": "pending", "next_visit_at": when}

    def _record(self, number: int) -> Document:
        source, when = f"source{number % SOURCES}", self._when(number)
        key = f"{source}:{number}"
        made = self._template | {"_id": key, "source": source, "body": self._bodies[number % len(self._bodies)]}
        made |= {"story": key, "content_hash": blake2b(key.encode(), digest_size=16).hexdigest()}
        return made | dict.fromkeys(("published_at", "fetched_at", "first_seen_at", "changed_at"), when)

    def _print(self, number: int) -> Document:
        """Of a text with nothing in common with any other, but a paragraph of boilerplate in one of a hundred."""
        signature = self._rng.integers(0, 2**32, 72, dtype=np.uint32)
        bands = bands_of(signature)
        if number % 100 == 0:
            bands[:3] = [number % 7, number % 7 + 10, number % 7 + 20]
        when = self._when(number)
        return {
            "_id": f"source{number % SOURCES}:{number}",
            "bands": [*bands, int(self._rng.integers(-(2**63), 2**63))],
            "day": int(when.timestamp() // 86400),
            "period": int(when.timestamp() // 86400) // PERIOD,
            "signature": signature.tobytes(),
            "figures": self._rng.integers(0, 2**63, FIGURES // 2, dtype=np.uint64).tobytes(),
            "at": when,
            "expires_at": datetime.now(UTC) + timedelta(days=KEEP_DAYS),
        }

    # The steps

    def articles(self) -> list[Article]:
        """A batch of new articles, published at the present end of the collections."""
        made = []
        for _ in range(BATCH):
            self._next += 1
            story = wire.base(f"{self.size} new {self._next}", wire.LANGUAGES[self._next % 3], 600, 2000)
            item = article(f"new{self._next}", story.title, story.body, published_at=self._when(self.size))
            made.append(item)
        return made

    async def claim(self, batch: list[Article]) -> None:
        source = f"source{2 * self._next // BATCH % SOURCES}"  # the even ones have pending leads
        leads = await self.ledger.claim(source, BATCH)
        assert len(leads) == BATCH and isinstance(leads[0], Lead)

    async def look(self, batch: list[Article]) -> None:
        """Texts are hashed and compared here too; that part does not grow."""
        verdicts = await Finder(self.index).judge(batch)
        assert sum(verdict is None for verdict in verdicts) > BATCH * 0.9

    async def store(self, batch: list[Article]) -> None:
        fates = await self.writer.write([Entry("articles", record_of(item)) for item in batch])
        assert {fate.word for fate in fates} == {"stored"}


async def explained(mongo: Mongo, query: Document) -> str:
    """Index and numbers of keys and documents looked at."""
    plan = await mongo.db.command("explain", query, verbosity="executionStats")
    stats = plan["executionStats"]
    stages = _stages(plan["queryPlanner"]["winningPlan"])
    names = [stage.get("indexName", "_id_") for stage in stages if stage["stage"] in ("IXSCAN", "IDHACK")]
    how = ", ".join(dict.fromkeys(names)) or "COLLSCAN"
    return (
        f"{how}: {stats['totalKeysExamined']} keys, {stats['totalDocsExamined']} documents, {stats['nReturned']} found"
    )


def _stages(node: Any) -> list[Document]:
    found = []
    if isinstance(node, dict):
        found = [node] if "stage" in node else []
        found += [stage for value in node.values() for stage in _stages(value)]
    elif isinstance(node, list):
        found = [stage for value in node for stage in _stages(value)]
    return found


async def trial(sizes: list[int], rounds: int, folder: str) -> bool:
    plans = Plans()
    monitoring.register(plans)
    grown: dict[int, Growing] = {}
    for size in sizes:
        settings = {"MONGO_URI": "", "MONGO_DATABASE": f"growth_{size}", "DATA_DIR": folder}
        grown[size] = Growing(await open_mongo(Settings(settings | {"MONGO_OPERATION_TIMEOUT": 600})))
        await grown[size].open()
        await grown[size].grow(size)
    mongo = grown[sizes[-1]].mongo
    await mongo.client.admin.command("fsync")  # what filling left in the cache is not the steps' work
    times: dict[str, dict[int, list[float]]] = {name: {size: [] for size in sizes} for name in STEPS}
    for number in range(WARM_UP + rounds):
        for size, growing in grown.items():
            batch = growing.articles()
            plans.listening = size == sizes[-1]
            for name in STEPS:
                began = perf_counter()
                await getattr(growing, name)(batch)
                if number >= WARM_UP:
                    times[name][size].append(1000 * (perf_counter() - began))
            plans.listening = False
    costs = {name: [statistics.median(by_size[size]) for size in sizes] for name, by_size in times.items()}
    print(f"{f'ms for {BATCH}':16}" + "".join(f"{size:>12,}" for size in sizes) + f"{'times':>8}")
    good = True
    for name, some in costs.items():
        ratio = some[-1] / some[0]
        good = good and ratio <= TIMES
        print(f"{name:16}" + "".join(f"{cost:12.1f}" for cost in some) + f"{ratio:8.2f}")
    print(f"plans at {sizes[-1]:,}")
    for shape, query in sorted(plans.seen.items()):
        how = await explained(mongo, query)
        good = good and "COLLSCAN" not in how
        print(f"  {shape}\n    {how}")
    for growing in grown.values():
        await growing.ledger.close()
        await growing.mongo.close()
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="records, rising (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="batches a size (default: %(default)s)")
    args = parser.parse_args()
    sizes = sorted(int(size) for size in args.sizes.split(","))
    with tempfile.TemporaryDirectory() as folder:
        return 0 if asyncio.run(trial(sizes, args.rounds, folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
