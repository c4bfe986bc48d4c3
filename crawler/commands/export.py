"""Records out of MongoDB as JSON lines or Parquet."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from pymongo.database import Database
from scrapy.exceptions import UsageError

from crawler import parquet
from crawler.command import DatabaseCommand

SORTED = {"articles": "lang", "duplicates": "source"}
"""The collections that have an index of this field and the publication."""
WHEN = {"rejects": "fetched_at"}
"""What stands for the publication where there is none."""


class Command(DatabaseCommand):
    def syntax(self) -> str:
        limits = "[--source SOURCE] [--lang LANG] [--since DATE] [--until DATE] [--changed-since TIME]"
        return f"-o FILE.jsonl|FILE.parquet|- {limits}"

    def short_desc(self) -> str:
        return "Write articles from MongoDB as JSON lines or Parquet"

    def long_desc(self) -> str:
        return """
Writes the records of the collection articles, oldest publication first, one JSON object a line, dates as ISO 8601 in
UTC. They are streamed from an index: the first line comes at once, and memory stays flat, here and in MongoDB. A file
that is there already is replaced when all is written. A file whose name ends in .parquet gets the types of the schema.

  scrapy export -o hani.jsonl --source hani --since 2026-03-01
  scrapy export -o - --lang zh-Hant | jq -r .title
  scrapy export -o news.parquet --since 2026-03-01
  scrapy export -o changes.jsonl --changed-since 2026-03-21T06:00   new and edited articles since the last export

--since and --until are days of publication in UTC, inclusive (of rejects, days of fetching).
Exit codes: 0 done, 2 wrong arguments, 4 no database.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for standard output")
        parser.add_argument("--source", action="append", metavar="SOURCE", help="only this source (may be repeated)")
        parser.add_argument("--lang", action="append", metavar="LANG", help="only this language: ko, zh-Hans, zh-Hant")
        parser.add_argument("--since", metavar="DATE", help="published on this day or later")
        parser.add_argument("--until", metavar="DATE", help="published on this day or earlier")
        parser.add_argument("--changed-since", metavar="TIME", help="stored or changed at this time (UTC) or later")
        parser.add_argument(
            "--collection", default="articles", choices=("articles", "duplicates", "revisions", "rejects")
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if args or not opts.output:
            raise UsageError("say where to with -o FILE.jsonl, or -o - for standard output")
        self.query, self.schema = query(opts, WHEN.get(opts.collection, "published_at")), self._schema(opts)

    def read(self, db: Database[dict[str, Any]], args: list[str], opts: argparse.Namespace) -> None:
        target = None if opts.output == "-" else Path(opts.output)
        partial = target.with_name(target.name + ".part") if target else None
        number = 0
        wanted, order = indexed(db, opts.collection, self.query), WHEN.get(opts.collection, "published_at")
        with db[opts.collection].find(wanted).sort(order, 1).allow_disk_use(True) as found:
            if partial and self.schema:
                number = parquet.write(partial, found, self.schema)
            else:
                with partial.open("w", encoding="utf-8") if partial else nullcontext(sys.stdout) as file:
                    for record in found:
                        file.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
                        number += 1
        if partial and target:
            partial.replace(target)
            print(f"{number} records written to {target}", file=sys.stderr)

    def _schema(self, opts: argparse.Namespace) -> dict[str, Any] | None:
        """For a Parquet file, the ``$jsonSchema`` of what it holds."""
        if not opts.output.endswith(".parquet"):
            return None
        assert self.settings is not None
        definition = import_module(self.settings["RECORD_SCHEMA"])
        collections = {each.name: each.validator for each in (definition.ARTICLES, definition.DUPLICATES)}
        if opts.collection not in collections:
            raise UsageError(f"{opts.collection} have no fixed columns: write them to FILE.jsonl", print_help=False)
        return collections[opts.collection]["$jsonSchema"]


def indexed(db: Database[dict[str, Any]], collection: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """The query, such that an index gives its results in the order of publication: those by source and by language do,
    for a few given values, and all of them is what a query means that names none."""
    if collection not in SORTED or wanted.keys() & {"source", "lang", "changed_at"}:
        return wanted
    key = SORTED[collection]
    return wanted | {key: {"$in": db[collection].distinct(key)}}


def query(opts: argparse.Namespace, when: str = "published_at") -> dict[str, Any]:
    """The MongoDB query of the options; UsageError for a date that is none."""
    wanted: dict[str, Any] = {}
    if opts.source:
        wanted["source"] = {"$in": opts.source}
    if opts.lang:
        wanted["lang"] = {"$in": opts.lang}
    if published := _between(opts.since, opts.until):
        wanted[when] = published
    if changed := _between(opts.changed_since, None):
        wanted["changed_at"] = changed
    return wanted


def _between(since: str | None, until: str | None) -> dict[str, datetime]:
    bounds = {}
    for name, text in (("$gte", since), ("$lte", until)):
        if not text:
            continue
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(f"{text!r} is no date; write 2026-03-21 or 2026-03-21T06:00", print_help=False) from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if name == "$lte" and len(text) <= 10:
            moment = moment.replace(hour=23, minute=59, second=59, microsecond=999000)
        bounds[name] = moment
    return bounds


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
