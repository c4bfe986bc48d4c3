"""The embedded mongod, by hand."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command import Help, prefer
from crawler.console import table
from crawler.mongo import hosts
from crawler.mongod import Embedded, MongodError


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "start|stop|status [--force]"

    def short_desc(self) -> str:
        return "Start, stop or look at the embedded MongoDB, and tell its address"

    def long_desc(self) -> str:
        return """
Without MONGO_URI, a crawl starts a MongoDB of its own with its data in DATA_DIR/mongodb, and stops it at the end.
To look into it with other programs, keep it running:

  scrapy mongo start      start it and print its address (only that goes to standard output)
  mongosh "$(scrapy mongo start)"
  scrapy mongo status     whether it runs, where its data is, who uses it
  scrapy mongo stop       stop it; --force even while others use it

Exit codes:
  0    done
  1    it is not running (status), or still in use (stop)
  2    wrong arguments
  4    it cannot be started
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help
        parser.add_argument("--force", action="store_true", help="stop it even while others use it")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        prefer(self.settings, LOG_LEVEL="WARNING")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1 or args[0] not in ("start", "stop", "status"):
            raise UsageError("say start, stop or status")
        if uri := self.settings["MONGO_URI"]:
            print(f"MONGO_URI is set (MongoDB at {hosts(uri)}): the embedded one is not used", file=sys.stderr)
        getattr(self, f"_{args[0]}")(Embedded(self.settings["DATA_DIR"]), opts)

    def _start(self, embedded: Embedded, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            print(embedded.start())
        except (MongodError, OSError) as error:
            print(error, file=sys.stderr)
            self.exitcode = 4
            return
        print(f"database {self.settings['MONGO_DATABASE']}; scrapy mongo stop ends it", file=sys.stderr)

    def _stop(self, embedded: Embedded, opts: argparse.Namespace) -> None:
        if not embedded.status().running:
            print("it is not running")
        elif embedded.stop(opts.force):
            print("stopped")
        else:
            print("another process uses it (--force stops it all the same)", file=sys.stderr)
            self.exitcode = 1

    def _status(self, embedded: Embedded, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        found = embedded.status()
        rows = [
            ("running", "yes" if found.running else "no"),
            ("address", found.uri),
            ("database", self.settings["MONGO_DATABASE"]),
            ("used", "by other processes" if found.used else "by nobody"),
            ("kept", "until scrapy mongo stop" if found.kept else "as long as somebody uses it"),
            ("data", found.data),
            ("program", found.program or "none: pip install -r requirements-dev.txt, or set MONGO_URI"),
        ]
        shown = [row for row in rows if found.running or row[0] in ("running", "data", "program")]
        print(table([(name, value) for name, value in shown if value], indent=""))
        self.exitcode = 0 if found.running else 1
