"""The collection ``runs``: one document a run."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pymongo import IndexModel
from pymongo.errors import PyMongoError

from crawler.mongo.connection import Collection, Mongo
from crawler.mongo.patience import patiently

logger = logging.getLogger(__name__)

RUNS = Collection("runs", (IndexModel([("source", 1), ("started_at", -1)]),))


async def start_run(mongo: Mongo, source: str, version: str = "", **more: Any) -> str:
    """Insert the document of a run that begins; gives its ``_id``. Raises DatabaseUnavailable, PyMongoError."""
    await mongo.prepare(RUNS, patience=10)
    run = {"_id": f"{source}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}", "source": source, "version": version}
    await mongo.db.runs.insert_one(run | {"started_at": datetime.now(UTC), "finished_at": None} | more)
    return run["_id"]


async def finish_run(
    mongo: Mongo, run_id: str, reason: str, counts: Mapping[str, int], stats: Mapping[str, Any], **more: Any
) -> bool:
    """Complete the document of a run: reason, counts by fate, and Scrapy's stats (dots in their names become ``_``).

    False, with a warning in the log, if MongoDB is away.
    """
    kept = {key.replace(".", "_").lstrip("$"): _storable(value) for key, value in stats.items()}
    changes = {"finished_at": datetime.now(UTC), "reason": reason, "counts": dict(counts), "stats": kept} | more
    try:
        await patiently(
            lambda: mongo.db.runs.update_one({"_id": run_id}, {"$set": changes}, upsert=True), 10, "the run's document"
        )
    except PyMongoError as error:
        logger.warning("The document of run %s is not complete: MongoDB is away (%s)", run_id, type(error).__name__)
        return False
    return True


def _storable(value: Any) -> Any:
    if isinstance(value, bool | float | str | datetime | None) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    return [_storable(v) for v in value] if isinstance(value, list | tuple | set) else str(value)
