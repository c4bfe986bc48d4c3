"""What is in the database, for a person."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from pymongo.database import Database

from crawler.command import DatabaseCommand
from crawler.console import fit, table, terminal, wrapped
from crawler.extensions.summary import duration

COLLECTIONS = ("articles", "duplicates", "revisions", "rejects", "leads", "runs")
Document = dict[str, Any]


class Command(DatabaseCommand):
    def syntax(self) -> str:
        return "[SOURCE] [-n N]"

    def short_desc(self) -> str:
        return "Show the newest records, duplicates, rejects and runs"

    def long_desc(self) -> str:
        return """
The newest articles of SOURCE (or of all), how many documents each collection has, the last duplicates with what they
duplicate, the last rejected pages with the reason, and the last runs. Times are UTC.

  scrapy show hani -n 3

Exit codes: 0 done, 4 no database.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-n", type=int, default=5, metavar="N", help="how many of each (default: 5)")

    def read(self, db: Database[Document], args: list[str], opts: argparse.Namespace) -> None:
        which: Document = {"source": {"$in": args}} if args else {}
        number = max(1, opts.n)
        parts = [_counts(db, which)]
        articles = list(db.articles.find(which).sort([("changed_at", -1), ("_id", 1)]).limit(number))
        parts += [_article(article) for article in articles]
        parts.append(_duplicates(db, which, number))
        parts.append(_rejects(db, which, number))
        parts.append(_runs(db, which, number))
        print("\n\n".join(part for part in parts if part))


def _counts(db: Database[Document], which: Document) -> str:
    counts = [(name, db[name].count_documents(which)) for name in COLLECTIONS]
    return f"database {db.name}: " + ", ".join(f"{count} {name}" for name, count in counts)


def _article(article: Document) -> str:
    when = _time(article.get("published_at"))
    about = [article.get("publisher") or article["source"], when, article["lang"], article.get("section")]
    about += [", ".join(article.get("authors") or []), article.get("credit")]
    if article.get("revision", 1) > 1:
        about.append(f"revision {article['revision']}")
    if article.get("gone_since"):
        about.append(f"gone since {_time(article['gone_since'])}")
    lines = [article["title"], fit(" · ".join(str(part) for part in about if part), terminal())]
    if article.get("subtitle"):
        lines.append(fit(article["subtitle"].replace("\n", " / "), terminal()))
    paragraphs = article["body"].split("\n\n")
    lead = wrapped(paragraphs[0], terminal() - 2)
    lines += [f"  {line}" for line in lead[:3]]
    images = len(article.get("images") or [])
    more = f"{len(article['body']):,} characters, {len(paragraphs)} paragraphs, {images} images"
    lines.append(f"  … {more}")
    return "\n".join([*lines, f"{article['_id']}  {article['url']}"])


def _duplicates(db: Database[Document], which: Document, number: int) -> str:
    found = list(db.duplicates.find(which).sort([("changed_at", -1), ("_id", 1)]).limit(number))
    if not found:
        return ""
    firsts = {d["_id"]: d for d in db.articles.find({"_id": {"$in": [d["duplicate_of"] for d in found]}})}
    rows = []
    for copy in found:
        first = firsts.get(copy["duplicate_of"], {})
        rows.append((copy["_id"], f"{copy['similarity']:.2f}", copy["title"]))
        rows.append(("  is a copy of", "", f"{copy['duplicate_of']}  {first.get('title', '')}"))
    return f"last duplicates\n{table(rows)}"


def _rejects(db: Database[Document], which: Document, number: int) -> str:
    found = db.rejects.find(which).sort([("fetched_at", -1), ("_id", 1)]).limit(number)
    rows = [(d["_id"], d["reason"], d.get("detail") or d.get("title") or "", d["url"]) for d in found]
    lines = [(name, reason, f"{fit(detail, 40)}  {url}" if detail else url) for name, reason, detail, url in rows]
    return f"last rejected pages\n{table(lines)}" if lines else ""


def _runs(db: Database[Document], which: Document, number: int) -> str:
    rows = []
    for run in db.runs.find(which).sort("started_at", -1).limit(number):
        finished = run.get("finished_at")
        took = duration((finished - run["started_at"]).total_seconds()) if finished else "not ended"
        counts = ", ".join(f"{count} {fate}" for fate, count in (run.get("counts") or {}).items())
        failed = (run.get("expect") or {}).get("failed") or []
        rows.append((_time(run["started_at"]), run["source"], run.get("reason") or "", took, counts or "nothing new"))
        rows += [("", "", "", "", f"! {words}") for words in failed]
    return f"last runs\n{table(rows)}" if rows else ""


def _time(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else "no date"
