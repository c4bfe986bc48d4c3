"""Scrapy's crawl command with exit codes that say how the run went."""

from __future__ import annotations

import argparse
import logging
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.command import Help
from crawler.extensions.summary import RECORDED, fates

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

OK, CRASH, USAGE, UNEXPECTED, NO_DATABASE, UNSAVED, STOPPED = 0, 1, 2, 3, 4, 5, 130
MEANINGS = {
    OK: "the run went as expected, or another worker has the source",
    CRASH: "it crashed or could not start",
    USAGE: "wrong arguments, or the source forbids crawling",
    UNEXPECTED: "it found no articles, or not what the source's Expect calls normal",
    NO_DATABASE: "no database to work with",
    UNSAVED: "records could not be saved and wait in DATA_DIR/spool",
    STOPPED: "it was stopped; the next run goes on",
}


def exit_code(crawler: Crawler, bootstrap_failed: bool) -> int:
    """How the run of this crawler ended, as one of MEANINGS."""
    if crawler._stats is None or crawler.spider is None:
        return CRASH
    value = crawler.stats.get_value
    reason = value("finish_reason")
    if value("news/mongo/unavailable") or reason == "no_database":
        return NO_DATABASE
    if reason == "refused":
        return USAGE
    if bootstrap_failed or reason in (None, "start_error") or value("news/summary/without_fate"):
        return CRASH
    if value("news/store/spooled") or value("news/store/unspooled"):
        return UNSAVED
    if reason == "database_away":  # what was spooled is written, what was not claimed waits
        return NO_DATABASE
    if reason == "shutdown":
        return STOPPED
    if reason == "busy":
        return OK
    recorded = sum(count for fate, count in fates(crawler.stats).items() if fate.split("/")[0] in RECORDED)
    url = getattr(crawler.spider, "url", "")
    nothing = not recorded if url else not value("news/discovery/leads") and not value("news/discovery/not_modified")
    return UNEXPECTED if nothing or value("news/expect/failed") else OK


class Command(ScrapyCrawl):
    def syntax(self) -> str:
        return "[options] SOURCE"

    def short_desc(self) -> str:
        return "Crawl one source into MongoDB"

    def long_desc(self) -> str:
        codes = "\n".join(f"  {code:<4} {words}" for code, words in MEANINGS.items())
        return f"""
Finds articles of SOURCE (see: scrapy list) and stores what is new or changed.

Arguments (-a NAME=VALUE):
  url=URL      only this article
  limit=N      fetch at most N articles
  since=DATE   published on this day or later, in the source's time zone; 2026-03-21 or 2026-03-21T08:00
  until=DATE   published on this day or earlier
  dry_run=1    no database; the records are printed
  render=1     fetch the articles with a browser
Settings (-s NAME=VALUE):
  ARCHIVE=1    keep what is fetched as WARC under DATA_DIR/archive (or name a folder)
  REPLAY=PATH  ask a WARC file, or a folder of them, instead of the network
  ALLOW_FORBIDDEN=SOURCE  crawl although the source forbids it
Exit codes:
{codes}
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one source (see: scrapy list)")
        assert self.crawler_process
        if args[0] not in self.crawler_process.spider_loader.list():
            raise UsageError(f"no such source: {args[0]} (see: scrapy list)", print_help=False)
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = exit_code(crawler, self.crawler_process.bootstrap_failed)
        if self.exitcode:
            logger.log(
                logging.INFO if self.exitcode == STOPPED else logging.ERROR,
                "exit code %d: %s",
                self.exitcode,
                MEANINGS[self.exitcode],
            )
