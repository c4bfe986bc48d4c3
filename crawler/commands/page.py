"""One page in, every field out, with the reason for each."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command import Help, prefer, readers_may_leave
from crawler.commands.crawl import CRASH, OK, UNEXPECTED
from crawler.encoding import decode
from crawler.explain import as_json, as_text
from crawler.items import Article, Fate, Lead, Page

if TYPE_CHECKING:
    from crawler.spider import NewsSpider

CANONICAL = re.compile(
    r"""<link[^>]+rel=["']?canonical["']?[^>]*href=["']([^"']+)|<meta[^>]+og:url["'][^>]*content=["']([^"']+)""", re.I
)
HEAD = 100_000


class Command(ScrapyCommand):
    requires_project = True
    text = False
    """Plain text instead of HTML."""

    def syntax(self) -> str:
        return "URL|FILE|- [--url URL] [--source SOURCE] [--render] [--json] [--full]"

    def short_desc(self) -> str:
        return "Show what becomes of one page: every field, where it came from, and what was stripped"

    def long_desc(self) -> str:
        return f"""
Fetches one page (or reads it from a file) and sends it through the stages without touching a database. Shown are
the fate that it would have, each field with the rung of the ladder that gave it (rules, embedded data, meta,
generic ...), what was taken out of the text and why, what the other rungs said, and the evidence for the language.

  scrapy page https://www.hani.co.kr/arti/politics/1234567.html
  scrapy page saved.html --url https://www.hani.co.kr/arti/politics/1234567.html
  scrapy page https://example.org/news/1 --render --json | jq .record.body

The source is chosen by address, or named with --source; where none matches, the generic extractor does the work.

Exit codes:
  {OK}    it is an article
  {CRASH}    it crashed, or the file cannot be read
  2    wrong arguments
  {UNEXPECTED}    it is none: rejected, skipped, or it could not be fetched
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help
        parser.add_argument("--url", metavar="URL", default="", help="the address of the page in FILE")
        parser.add_argument("--source", metavar="SOURCE", help="read it as a page of this source (see: scrapy list)")
        if not self.text:
            parser.add_argument("--render", action="store_true", help="fetch with a browser")
        parser.add_argument("--json", action="store_true", help="one JSON object: record, fate, evidence")
        parser.add_argument("--full", action="store_true", help="the whole body, and all that was stripped")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        stages = {name: order for name, order in self.settings.getdict("ITEM_PIPELINES").items() if "store" not in name}
        prefer(
            self.settings,
            LOG_LEVEL="WARNING",
            DRY_RUN=True,
            ITEM_PIPELINES=stages,
            EXTENSIONS={"crawler.extensions.settle.Settle": 100},
            DOWNLOAD_DELAY=0,
            AUTOTHROTTLE_ENABLED=False,
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one file, or - for standard input" if self.text else "name one address or file")
        assert self.crawler_process
        loader = self.crawler_process.spider_loader
        if opts.source and opts.source not in loader.list():
            raise UsageError(f"no such source: {opts.source} (see: scrapy list)", print_help=False)
        if opts.url and urlsplit(opts.url).scheme not in ("http", "https"):
            raise UsageError(f"no address: {opts.url}", print_help=False)
        source = loader.load(opts.source) if opts.source else None
        if not self.text and urlsplit(args[0]).scheme in ("http", "https"):
            article, fate = self._fetched(args[0], source, opts.render)
        else:
            try:
                data = sys.stdin.buffer.read() if args[0] == "-" else Path(args[0]).read_bytes()
            except OSError as error:
                print(f"{args[0]}: {error.strerror or error}", file=sys.stderr)
                self.exitcode = CRASH
                return
            article, fate = self._sent(self._article(data, opts.url, source))
        if article is None and fate is None:
            self.exitcode = CRASH
            return
        show = as_json if opts.json else as_text
        with readers_may_leave():
            print(show(article, fate, opts.full))
        self.exitcode = UNEXPECTED if fate else OK

    # the ways through the stages

    def _article(self, data: bytes, url: str, source: type[NewsSpider] | None) -> Article:
        """The article of a file's bytes."""
        from crawler.generic import generic_article
        from crawler.source import source_for

        assert self.crawler_process
        kind = "text/plain" if self.text else "text/html"
        if not self.text and not url and (found := CANONICAL.search(data[:HEAD].decode("latin-1"))):
            url = next(filter(None, found.groups()))
        source = source or source_for(url, self.crawler_process.spider_loader)
        text, encoding = decode(data, "", source.encoding if source else "utf-8")
        page = Page(url=url, requested_url=url, text=text, encoding=encoding, content_type=kind)
        if source is None:
            article = generic_article(page)
        else:
            article = source.article([page], source.lead_for(url) or _lead(source, url))
        if not text.strip():
            article.fate = Fate("rejected", "empty", f"{len(data)} bytes")
        return article

    def _sent(self, article: Article) -> tuple[Article | None, Fate | None]:
        from crawler.replay import StagesSpider

        return self._run(StagesSpider, articles=lambda spider: iter([article]))

    def _fetched(self, url: str, source: type[NewsSpider] | None, render: bool) -> tuple[Article | None, Fate | None]:
        from crawler.source import source_for
        from crawler.spider import NewsSpider

        assert self.crawler_process
        spider = source or source_for(url, self.crawler_process.spider_loader) or NewsSpider
        if spider.lead_for(url) is None:
            forced = {"name": getattr(spider, "name", None) or "page", "__doc__": spider.__doc__}
            if source:
                forced["lead_for"] = classmethod(lambda cls, address: _lead(source, address))
            spider = type("Forced", (spider,), forced)
        return self._run(spider, url=url, dry_run="1", **({"render": "1"} if render else {}))

    def _run(self, spider: type, **arguments: Any) -> tuple[Article | None, Fate | None]:
        """The article when it left the stages, and why it is none (None: it is one). (None, None) after a crash."""
        assert self.crawler_process
        crawler = self.crawler_process.create_crawler(spider)
        ended: list[tuple[Article, Fate | None]] = []

        def item_ended(item: Article) -> None:
            ended.append((item, item.fate if item.fate and item.fate.word != "duplicate" else None))

        def item_error(item: Article, failure: Any) -> None:
            ended.append((item, Fate("failed", "stage_error", repr(failure.value))))

        crawler.signals.connect(item_ended, signals.item_scraped)
        crawler.signals.connect(item_ended, signals.item_dropped)
        crawler.signals.connect(item_error, signals.item_error)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        if ended:
            return ended[0]
        if self.crawler_process.bootstrap_failed or crawler._stats is None:
            return None, None
        failed = [
            name.removeprefix("news/lead/") for name in crawler.stats.get_stats() if name.startswith("news/lead/")
        ]
        word, _, reason = (failed or [f"failed/{crawler.stats.get_value('finish_reason')}"])[0].partition("/")
        return None, Fate(word, reason)


def _lead(source: type[NewsSpider], url: str) -> Lead:
    """A page that is taken for an article of the source whatever its address says."""
    from crawler.urls import short_id

    try:
        return source.lead_for(url) or Lead(source.name, short_id(url), url)
    except ValueError:
        return Lead(source.name, "page", url)
