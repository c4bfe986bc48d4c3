"""The record's definition, and old records brought up to it."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import Any

from pymongo.database import Database
from scrapy.exceptions import UsageError
from scrapy.utils.misc import load_object

from crawler.command import DatabaseCommand, readers_may_leave
from crawler.items import SCHEMA_VERSION


class Command(DatabaseCommand):
    def syntax(self) -> str:
        return "[--json | --markdown | --mongo | --upgrade] [--collection articles|duplicates]"

    def short_desc(self) -> str:
        return "Print the schema of the records, or upgrade old ones"

    def long_desc(self) -> str:
        return """
The schema of a record, from the one definition that MongoDB enforces:

  scrapy schema               JSON Schema (2020-12) of the lines that scrapy export writes: dates are strings
  scrapy schema --mongo       the $jsonSchema of the collection in MongoDB, with its bsonTypes
  scrapy schema --markdown    docs/record.md

--upgrade brings the records in the database that have an older schema to the present one, in batches, with a line of
progress on standard error. It can be interrupted and repeated, and crawls may go on; changed_at stays.

Exit codes: 0 done, 1 records are left that could not be upgraded, 2 wrong arguments, 4 no database.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        for name, words in (
            ("json", "JSON Schema (the default)"),
            ("markdown", "the documentation"),
            ("mongo", "MongoDB's validator"),
            ("upgrade", "upgrade old records"),
        ):
            what.add_argument(f"--{name}", action="store_true", help=words)
        parser.add_argument("--collection", default="articles", choices=("articles", "duplicates"))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("scrapy schema takes options only")
        if opts.upgrade:
            super().run(args, opts)
            return
        assert self.settings is not None
        schema = import_module(self.settings["RECORD_SCHEMA"])
        fields = schema.RECORD if opts.collection == "articles" else schema.RECORD + schema.COPY
        with readers_may_leave():
            if opts.markdown:
                print(schema.markdown(), end="")
            else:
                made = schema.validator(fields) if opts.mongo else schema.json_schema(fields)
                print(json.dumps(made, ensure_ascii=False, indent=2))

    def read(self, db: Database[dict[str, Any]], args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        totals: dict[str, Any] = {}
        for place, counts in load_object(self.settings["RECORD_UPGRADE"])(db):
            totals[place] = counts
            print(f"{place}: {_words(counts)}", file=sys.stderr)
        for place, counts in totals.items():
            print(f"{place}: {_words(counts)}")
        if not totals:
            print(f"every record has schema {SCHEMA_VERSION}")
        if any(counts["refused"] or counts["changed"] for counts in totals.values()):
            self.exitcode = 1


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)
