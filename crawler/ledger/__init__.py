"""The ledger: every address that discovery found, who works on it, and what became of it.

A lead is pending, leased or settled. ``next_visit_at`` is when the ledger hands it out next: at once for a new lead,
after a delay for one that failed in passing, when the lease ends for a leased one (so a killed worker loses nothing),
at the revisit for a settled one. A lead without it is done. So one small partial index finds the next leads, however
many are done. A worker takes leads at most once at a time, and at least once in all.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.ledger.base import Ledger
from crawler.ledger.memory import MemoryLedger
from crawler.ledger.mongo import MongoLedger
from crawler.ledger.rules import next_visit
from crawler.mongo import connect

__all__ = ["Ledger", "MemoryLedger", "MongoLedger", "next_visit", "open_ledger"]

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
