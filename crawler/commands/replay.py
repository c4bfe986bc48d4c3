"""Archived pages through the stages."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from crawler.arguments import is_yes
from crawler.command import Help
from crawler.commands.crawl import CRASH, NO_DATABASE, UNEXPECTED, UNSAVED, exit_code


class Command(BaseRunSpiderCommand):
    requires_project = True

    def syntax(self) -> str:
        return "FILE.warc.gz|FOLDER... [-o OUT.jsonl] [options]"

    def short_desc(self) -> str:
        return "Send archived pages through the stages, as a crawl would"

    def long_desc(self) -> str:
        return f"""
Every HTML page of the archives (ours, or any WARC with responses; a folder of them; a folder with pages.json) goes
through the same stages as in a crawl, into MongoDB and, with -o, into a file. The source is chosen by address;
where no source matches, the generic extractor does the work. Feeds, APIs and front pages are left out.

  scrapy replay var/archive -a dry_run=1       what would be stored today
  scrapy replay pages.warc.gz -O out.jsonl     into MongoDB, and into a file (one record a line)

To ask an archive instead of the network in a whole crawl, lists included: scrapy crawl SOURCE -s REPLAY=PATH

Exit codes:
  0    pages were read, and each has a fate
  1    it crashed, or an archive cannot be read
  2    wrong arguments
  {UNEXPECTED}    there was no page in it
  {NO_DATABASE}    no database to work with
  {UNSAVED}    records could not be saved and wait in DATA_DIR/spool
  130  it was stopped
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help
        parser.add_argument(
            "--no-rules", action="store_true", help="the generic extractor only, without sources' rules"
        )
        parser.add_argument("--lists", action="store_true", help="send front pages too")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if is_yes(opts.spargs.pop("dry_run", "")):
            self.settings.set("DRY_RUN", True, priority="cmdline")
        if opts.spargs:
            raise UsageError(f"no such argument: {', '.join(opts.spargs)} (only dry_run)", print_help=False)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.replay import ArchivePages, StagesSpider

        paths = [Path(name) for name in args]
        missing = [str(path) for path in paths if not path.exists()]
        if not paths or missing:
            raise UsageError(
                f"no such file: {', '.join(missing)}" if missing else "name an archive", print_help=not paths
            )
        assert self.crawler_process
        crawler = self._create_crawler(StagesSpider)
        pages = ArchivePages(paths, self.crawler_process.spider_loader, not opts.no_rules, opts.lists)
        self.crawler_process.crawl(crawler, articles=pages)
        self.crawler_process.start()
        code = exit_code(crawler, self.crawler_process.bootstrap_failed)
        stats = crawler.stats
        if code in (0, UNEXPECTED):
            code = 0 if stats.get_value("news/replay/read") else UNEXPECTED
            code = CRASH if stats.get_value("news/replay/unreadable") else code
        self.exitcode = code
