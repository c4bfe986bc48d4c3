"""The ledger at a glance."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime
from typing import Any

from pymongo.database import Database

from crawler.command import DatabaseCommand
from crawler.console import table
from crawler.extensions.summary import duration
from crawler.ledger.rules import now, word

Document = dict[str, Any]
OPEN = ("pending", "leased")


class Command(DatabaseCommand):
    def syntax(self) -> str:
        return "[SOURCE...]"

    def short_desc(self) -> str:
        return "Count leads by state and fate"

    def long_desc(self) -> str:
        return """
For each source (or the named ones): how many addresses discovery has found, how many of them are pending, leased to a
worker or due (for the first time, or for another visit), and what became of the rest. What is found is what is pending,
leased or has a fate. Then the pending address that was found first, why those that are tried again have failed, who
works on the source, and the newest article. Times are UTC.

  scrapy ledger hani

Exit codes: 0 done, 1 a lead is lost (settled without a fate: a bug), 4 no database.
"""

    def read(self, db: Database[Document], args: list[str], opts: argparse.Namespace) -> None:
        found = sources(db, args)
        for source, counts in found.items():
            ends = Counter({name: n for name, n in counts.items() if name not in OPEN})
            pending, leased = (counts[name] for name in OPEN)
            due = db.leads.count_documents({"source": source, "next_visit_at": {"$lte": now()}})
            open_ones = f"{pending} pending + {leased} leased"
            print(f"{source}: {counts.total()} found = {open_ones} + {ends.total()} with a fate")
            print(table(ends.most_common()))
            more = [*_oldest(db, source), *_failures(db, source), *_workers(db, source)]
            print(table([("due", str(due), ""), *more, ("newest article", *_newest(db, source))]), end="\n\n")
            if lost := counts["settled"]:
                print(f"! {lost} leads are settled without a fate")
                self.exitcode = 1
        if missing := [name for name in args if name not in found]:
            print(f"no leads of {', '.join(missing)}")
        elif not found:
            print("no leads")


def sources(db: Database[Document], names: list[str]) -> dict[str, Counter[str]]:
    """Counts by state or fate of each source, in alphabetical order."""
    group = {"source": "$source", "state": "$state", "word": "$fate.word", "reason": "$fate.reason"}
    stages: list[Document] = [{"$match": {"source": {"$in": names}}}] if names else []
    found: dict[str, Counter[str]] = {}
    for row in db.leads.aggregate([*stages, {"$group": {"_id": group, "n": {"$sum": 1}}}]):
        lead = row["_id"]
        counted = word(lead["state"], lead if lead.get("word") else None)
        found.setdefault(lead["source"], Counter())[counted] += row["n"]
    return dict(sorted(found.items()))


def _oldest(db: Database[Document], source: str) -> list[tuple[str, str, str]]:
    lead = db.leads.find_one({"source": source, "state": "pending"}, sort=[("found_at", 1)])
    if lead is None:
        return []
    age = duration((now() - lead["found_at"]).total_seconds())
    return [("oldest pending", f"found {age} ago", lead["url"])]


def _failures(db: Database[Document], source: str) -> list[tuple[str, str, str]]:
    """Reasons of what failed and will be tried again; the index of what has a next visit knows them."""
    waiting = {"source": source, "next_visit_at": {"$exists": True}, "failure": {"$exists": True}}
    stages: list[Document] = [{"$match": waiting}, {"$group": {"_id": "$failure.reason", "n": {"$sum": 1}}}]
    rows = sorted(db.leads.aggregate(stages), key=lambda row: (-row["n"], str(row["_id"])))
    return [(f"to be tried again: {row['_id']}", str(row["n"]), "") for row in rows]


def _workers(db: Database[Document], source: str) -> list[tuple[str, str, str]]:
    slots = {"_id": {"$gte": f"{source}#", "$lt": f"{source}$"}, "until": {"$gt": now()}}
    return [("worker", slot["worker"], f"until {_time(slot['until'])}") for slot in db.workers.find(slots)]


def _newest(db: Database[Document], source: str) -> tuple[str, str]:
    article = db.articles.find_one({"source": source}, sort=[("published_at", -1)])
    if article is None:
        return "none", ""
    return _time(article["published_at"]), article["title"]


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "no date"
