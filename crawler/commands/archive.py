"""Looks into an archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.archive import Kept, NotAnArchive, pack, read, read_one
from crawler.command import Help, readers_may_leave
from crawler.console import table


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "FILE|FOLDER... [--offset N] [--pack OUT.warc.gz]"

    def short_desc(self) -> str:
        return "List what WARC archives hold, print one page of them, or make one of them and of folders of pages"

    def long_desc(self) -> str:
        return """
Lists the answers in WARC files or folders: status, type, bytes, offset, method, address.

  scrapy archive hani-20260321T060000-4711-01.warc.gz             (DATA_DIR/archive is looked in, too)
  scrapy archive hani-20260321T060000-4711-01.warc.gz --offset 302
      the body that is kept there, as it came; a record's raw field is {archive, offset}
  scrapy archive tests/pages/hani --pack hani.warc.gz
      folders of pages with pages.json, and other archives, as one new WARC file

Exit codes: 0 done, 1 a file cannot be read or written, 2 wrong arguments.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help
        parser.add_argument("--offset", type=int, metavar="N", help="print the one page that is kept at N")
        parser.add_argument("--pack", metavar="OUT", help="write all into a new WARC file")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("name a WARC file or a folder")
        try:
            with readers_may_leave():
                paths = [self._find(name) for name in args]
                if opts.pack and opts.offset is None:
                    print(f"{pack(paths, Path(opts.pack))} answers written to {opts.pack}")
                    return
                for path in paths:
                    self._do(path, opts)
        except (OSError, NotAnArchive) as error:
            print(error, file=sys.stderr)
            self.exitcode = 1

    def _do(self, path: Path, opts: argparse.Namespace) -> None:
        if opts.offset is not None:
            sys.stdout.buffer.write(read_one(path, opts.offset).body)
        else:
            rows = [_row(kept) for kept in read(path)]
            print(f"{path}: {len(rows)} answers\n{table(rows)}")

    def _find(self, name: str) -> Path:
        assert self.settings is not None
        kept = Path(self.settings["DATA_DIR"]) / "archive" / name
        return kept if kept.exists() and not Path(name).exists() else Path(name)


def _row(kept: Kept) -> tuple[object, ...]:
    kind = kept.content_type.split(";")[0]
    return kept.status, kind, len(kept.body), kept.raw.get("offset"), kept.method, kept.url
