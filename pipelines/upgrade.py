"""Brings records of an older ``schema`` to the present one, step by step.

When a field comes, goes or changes its shape: raise SCHEMA_VERSION in crawler/items.py, change RECORD in
pipelines/schema.py, and add the step here. New records have the new shape at once; old ones when
``scrapy schema --upgrade`` has passed over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from pymongo import ReplaceOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from crawler.items import SCHEMA_VERSION
from crawler.mongo import Document, passing
from pipelines.schema import ARTICLES, DUPLICATES, REVISIONS

Step = Callable[[Document], Document]


def _gone_since(record: Document) -> Document:
    """Version 2: whether the page is gone. Of older records that is found out at their next visits."""
    return record | {"gone_since": None}


STEPS: Mapping[int, Step] = {2: _gone_since}
"""By version: the function that makes a record of that version of one of the version before. It gets a copy, knows
nothing but the record, and leaves ``schema`` alone."""
PLACES = (ARTICLES, DUPLICATES, REVISIONS)


def upgraded(document: Document, version: int = SCHEMA_VERSION, steps: Mapping[int, Step] = STEPS) -> Document:
    """The document at ``version``; one that is there already, or beyond, as it is. KeyError: a step is missing."""
    for number in range(document["schema"] + 1, version + 1):
        document = steps[number](dict(document)) | {"schema": number}
    return document


def upgrade(
    db: Database[Document], version: int = SCHEMA_VERSION, steps: Mapping[int, Step] = STEPS, batch: int = 500
) -> Iterator[tuple[str, Counter[str]]]:
    """Upgrade what is older than ``version``, batch by batch; after each, the collection and its counts so far.

    Counts: ``upgraded``, ``changed`` (a crawl wrote it in that moment; the next call sees it), ``refused`` (by the
    validator: the step is wrong). Safe to repeat, to interrupt, and beside crawls; text, dates and revision stay.
    Raises PyMongoError if MongoDB is away.
    """
    for place in PLACES:
        if place.validator and db.list_collection_names(filter={"name": place.name}):
            db.command("collMod", place.name, validator=place.validator)
        counts: Counter[str] = Counter()
        last: str | None = None
        while old := _older(db, place.name, version, last, batch):
            last = old[-1]["_id"]
            counts += _replace(db, place.name, [(each, upgraded(each, version, steps)) for each in old])
            yield place.name, counts


def _older(db: Database[Document], name: str, version: int, last: str | None, batch: int) -> list[Document]:
    after = {"_id": {"$gt": last}} if last is not None else {}
    return list(db[name].find({"schema": {"$lt": version}} | after).sort("_id", 1).limit(batch))


def _replace(db: Database[Document], name: str, pairs: list[tuple[Document, Document]]) -> Counter[str]:
    same = ("_id", "schema", "revision", "changed_at", "fetched_at")
    writes = [ReplaceOne({key: old[key] for key in same}, new) for old, new in pairs]
    refused = 0
    try:
        done = db[name].bulk_write(writes, ordered=False).matched_count
    except BulkWriteError as error:
        if passing(error):
            raise
        done, refused = error.details["nMatched"], len(error.details["writeErrors"])
    return Counter({"upgraded": done, "refused": refused, "changed": len(pairs) - done - refused})
