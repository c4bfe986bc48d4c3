"""The ledger at a glance."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from pymongo.database import Database

from crawler.command import DatabaseCommand
from crawler.console import table
from crawler.items import Fate
from crawler.ledger.rules import now


class Command(DatabaseCommand):
    def syntax(self) -> str:
        return "[SOURCE...]"

    def short_desc(self) -> str:
        return "Count leads by state and fate"

    def long_desc(self) -> str:
        return """
For each source (or the named ones): how many addresses discovery has found, how many wait, are leased to a worker
or are due for another visit, and what became of the rest. The fates and those that wait or are leased add up to all.

Exit codes: 0 done, 4 no database.
"""

    def read(self, db: Database[dict[str, Any]], args: list[str], opts: argparse.Namespace) -> None:
        for source, counts in sources(db, args).items():
            due = db.leads.count_documents({"source": source, "next_visit_at": {"$lte": now()}})
            print(f"{source}: {counts.total()} leads, {due} due")
            print(table([(word, count) for word, count in counts.most_common()]))
        if not db.leads.find_one({"source": {"$in": args}} if args else {}):
            print("no leads" + (f" of {', '.join(args)}" if args else ""))


def sources(db: Database[dict[str, Any]], names: list[str]) -> dict[str, Counter[str]]:
    """Counts by state or fate of each source, in alphabetical order."""
    group = {"source": "$source", "state": "$state", "word": "$fate.word", "reason": "$fate.reason"}
    stages: list[dict[str, Any]] = [{"$match": {"source": {"$in": names}}}] if names else []
    found: dict[str, Counter[str]] = {}
    for row in db.leads.aggregate([*stages, {"$group": {"_id": group, "n": {"$sum": 1}}}]):
        lead = row["_id"]
        ended = lead["state"] == "settled" and lead.get("word")
        word = str(Fate(lead["word"], lead.get("reason") or "")) if ended else lead["state"]
        found.setdefault(lead["source"], Counter())[word] += row["n"]
    return dict(sorted(found.items()))
