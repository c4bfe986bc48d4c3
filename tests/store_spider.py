"""Runs dedup and store in the real engine: ``python -m tests.store_spider SETTINGS_JSON``, stats as JSON at the end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from crawler.items import Article, Fate, Lead, Page
from tests.stories import article, story, text

MARK = "\x1e"


class Stories(Spider):
    """COUNT stories, the last of them a copy of the first, a page without text, one out of dates, one MongoDB refuses.

    ``STEP`` names a file: the spider waits after every 20 stories until the file has one line more.
    """

    name = "stories"

    async def start(self) -> AsyncIterator[Request]:
        step, waited = self.settings["STEP"], 0
        for number in range(self.settings.getint("COUNT")):
            yield self.bring(self.story(number, number))
            if step and number % 20 == 19:
                waited += 1
                print(f"step {waited}", flush=True)
                while len(Path(step).read_text().split()) < waited:  # noqa: ASYNC110, ASYNC240
                    await asyncio.sleep(0.02)
        yield self.bring(self.story("copy", 0))
        page = Page("https://hani.kr/pdf", "https://hani.kr/pdf", "", raw={"archive": "a.warc.gz", "offset": 7})
        fate = Fate("rejected", "not_html", "application/pdf")
        yield self.bring(Article(pages=[page], lead=Lead("hani", "pdf", page.url), fate=fate))
        yield self.bring(self.story("old", 5001, fate=Fate("skipped", "outside_dates")))
        yield self.bring(self.story("refused", 5002, lang="korean"))

    def bring(self, item: Article) -> Request:
        return Request("data:,", self.parse, dont_filter=True, cb_kwargs={"item": item})

    def parse(self, response: Response, item: Article) -> Iterator[Article]:
        yield item

    @staticmethod
    def story(key: int | str, seed: int, **more: Any) -> Article:
        title, sentences = story(seed)
        return article(key, title, text(sentences), **more)


class Quiet(LogFormatter):
    """Prints no items."""

    def dropped(self, *args: Any, **more: Any) -> None:
        return None


def main() -> None:
    settings = {
        "ITEM_PIPELINES": {"pipelines.dedup.Deduplicate": 500, "pipelines.store.Store": 600},
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "INFO",
        "LOG_FORMATTER": "tests.store_spider.Quiet",
        "REMOTE_CONTROL_ENABLED": False,
        "COUNT": 30,
    }
    process = AsyncCrawlerProcess(settings | json.loads(sys.argv[1]))
    crawler = process.create_crawler(Stories)
    ended: dict[str, str] = {}

    def remember(item: Article) -> None:
        ended[item.id or item.lead.key] = str(item.fate)

    for signal in (signals.item_scraped, signals.item_dropped):
        crawler.signals.connect(remember, signal, weak=False)
    process.crawl(crawler)
    process.start()
    stats = crawler.stats.get_stats() | {"ended": ended}
    print(MARK + json.dumps(stats, default=str), flush=True)


if __name__ == "__main__":
    main()
