"""Pages a second of the whole chain beside a bare Scrapy spider on the same pages, in one run.

``python -m tests.benchmarks.chain [--pages N] [--rounds N]``. The chain is discovery, ledger, all stages, dedup and
store in the embedded mongod; the bare spider yields address, ``<title>`` and the joined ``<p>`` texts and stores
nothing. Both fetch from a server in a process of its own, without delay, each in a fresh process; they take turns.
The time is Scrapy's own: from the spider's opening to its end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import scrapy
from pymongo import MongoClient
from scrapy.http import Response

from crawler.discovery import Listing
from crawler.mongod import Embedded
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider

ROOT = Path(__file__).resolve().parents[2]
MARK = "\x1e"
FAST: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "ROBOTSTXT_OBEY": False,
    "LOG_LEVEL": "ERROR",
}


class ChainSite(NewsSpider):
    """시험 (Benchmark)."""

    name = "chainsite"
    publisher, language, timezone = "시험일보", "ko", "Asia/Seoul"
    article_url = r"^http://127\.0\.0\.1:\d+/article/(?P<id>\d+)"
    rules: list[Rules] = []  # noqa: RUF012 - the generic extractor does the work
    expect = Expect(articles=(0, 1_000_000))
    base = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = [Listing(f"{self.base}/list", links="a")]


class BareSite(scrapy.Spider):
    name = "baresite"
    base = ""

    async def start(self) -> Any:
        yield scrapy.Request(f"{self.base}/list", self.parse_list)

    def parse_list(self, response: Response) -> Iterator[Any]:
        yield from response.follow_all(css="a", callback=self.parse)

    def parse(self, response: Response, **kwargs: Any) -> Any:
        return {
            "url": response.url,
            "title": response.css("title::text").get(),
            "body": "\n\n".join("".join(p.css("::text").getall()) for p in response.css("p")),
        }


@contextmanager
def site(pages: int) -> Iterator[tuple[str, int]]:
    """(address, bytes of all pages)."""
    command = [sys.executable, "-m", "tests.benchmarks.site", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdin
        address, size = process.stdout.readline().split()
        try:
            yield address, int(size)
        finally:
            process.stdin.close()
            process.wait(10)


def crawl(name: str, base: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The stats of one crawl in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.chain", "--crawl", json.dumps([name, base, settings])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if MARK not in done.stdout:
        raise RuntimeError(done.stderr[-4000:])
    return json.loads(done.stdout.partition(MARK)[2])


def run(name: str, base: str, settings: dict[str, Any]) -> None:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings
    from scrapy.utils.project import get_project_settings

    own = get_project_settings() if name == "chainsite" else Settings()
    own.setdict(FAST | settings, priority="cmdline")
    process = AsyncCrawlerProcess(own)
    crawler = process.create_crawler(ChainSite if name == "chainsite" else BareSite)
    process.crawl(crawler, base=base)
    process.start()
    assert crawler.stats
    sys.stdout.write(MARK + json.dumps(crawler.stats.get_stats(), default=str))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.chain", description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--crawl", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.crawl:
        run(*json.loads(options.crawl))
        return 0
    speeds: dict[str, list[float]] = {"baresite": [], "chainsite": []}
    with tempfile.TemporaryDirectory() as folder, site(options.pages) as (base, size):
        embedded = Embedded(Path(folder) / "mongod")
        uri = embedded.join()
        try:
            print(f"{options.pages} pages of {size / options.pages / 1000:.0f} kB, {options.rounds} rounds", flush=True)
            for number in range(options.rounds):
                for name, speed in speeds.items():
                    database = f"bench_{number}"
                    settings = {"MONGO_URI": uri, "MONGO_DATABASE": database, "DATA_DIR": folder}
                    stats = crawl(name, base, settings if name == "chainsite" else {})
                    seconds = float(stats["elapsed_time_seconds"])
                    items = stats.get("item_scraped_count", 0)
                    speed.append(items / seconds)
                    kept = ""
                    if name == "chainsite":
                        with MongoClient(uri) as client:
                            counts = [
                                client[database][c].count_documents({}) for c in ("articles", "duplicates", "rejects")
                            ]
                        kept = "  articles {}, duplicates {}, rejects {}".format(*counts)
                    print(f"{name:10} {items:6d} items {seconds:7.2f} s {speed[-1]:8.1f} pages/s{kept}", flush=True)
        finally:
            embedded.leave()
    bare, chain = (max(speeds[name]) for name in ("baresite", "chainsite"))
    ratios = [c / b for b, c in zip(speeds["baresite"], speeds["chainsite"], strict=True)]
    print(f"fastest: bare {bare:.1f} pages/s, whole chain {chain:.1f} pages/s, ratio {chain / bare:.2f}")
    print(f"ratio of each round: {', '.join(f'{r:.2f}' for r in ratios)}; median {statistics.median(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
