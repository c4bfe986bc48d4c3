"""Looks into an archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.archive import Kept, NotAnArchive, pack, read, read_one
from crawler.console import table


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "FILE|FOLDER... [--offset N] [--pack OUT.warc.gz]"

    def short_desc(self) -> str:
        return "List what a WARC archive holds, print one page of it, or make one from a folder of pages"

    def long_desc(self) -> str:
        return (
            "Lists the answers in WARC files or folders: status, type, bytes, offset, address. --offset N prints the "
            "body that is kept there, as it came: a record's raw field is {archive, offset}, and the archive is looked "
            "for under DATA_DIR/archive too. --pack writes the answers into one new WARC file. "
            "Exit code 1 when a file cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--offset", type=int, metavar="N", help="print the one page that is kept at N")
        parser.add_argument("--pack", metavar="OUT", help="write all into a new WARC file")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("name a WARC file or a folder")
        try:
            for path in map(self._find, args):
                if opts.offset is not None:
                    sys.stdout.buffer.write(read_one(path, opts.offset).body)
                elif opts.pack:
                    print(f"{pack(path, Path(opts.pack))} answers written to {opts.pack}")
                else:
                    rows = [_row(kept) for kept in read(path)]
                    print(f"{path}: {len(rows)} answers\n{table(rows)}")
        except (OSError, NotAnArchive) as error:
            print(error, file=sys.stderr)
            self.exitcode = 1

    def _find(self, name: str) -> Path:
        assert self.settings is not None
        kept = Path(self.settings["DATA_DIR"]) / "archive" / name
        return kept if kept.exists() and not Path(name).exists() else Path(name)


def _row(kept: Kept) -> tuple[object, ...]:
    kind = kept.content_type.split(";")[0]
    return kept.status, kind, len(kept.body), kept.raw.get("offset"), kept.method, kept.url
