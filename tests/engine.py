"""Runs the real engine in a process of its own: ``crawl(Job("testsite", {...}))`` says what became of everything."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MARK = "\x1e"


@dataclass
class Job:
    """One crawl. Settings are the project's, in memory and without stages unless ``settings`` say else."""

    spider: str
    arguments: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    stats: dict[str, Any]
    items: list[dict[str, Any]]
    """id, fate, pages (texts), truncated, url, requested_url, section of every item that left the stages."""
    counts: dict[str, int]
    """The ledger's, at the end."""

    def news(self, stage: str) -> dict[str, int]:
        """``news/<stage>/...`` without the prefix."""
        prefix = f"news/{stage}/"
        return {name.removeprefix(prefix): n for name, n in self.stats.items() if name.startswith(prefix)}

    @property
    def ids(self) -> list[str]:
        return sorted(item["id"].partition(":")[2] for item in self.items)


def crawl(*jobs: Job, timeout: int = 120) -> tuple[list[Outcome], str]:
    """The outcome of each job, and the log. The jobs run side by side in one process, as Scrapy allows."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.engine", json.dumps([asdict(job) for job in jobs])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert MARK in done.stdout, done.stdout[-2000:] + done.stderr[-8000:]
    return [Outcome(**one) for one in json.loads(done.stdout.partition(MARK)[2])], done.stderr


def _watched(crawler: Any) -> dict[str, Any]:
    from scrapy import signals

    outcome: dict[str, Any] = {"items": [], "counts": {}}

    def ended(item: Any) -> None:
        kept = {name: getattr(item, name) for name in ("id", "truncated", "url", "requested_url", "section")}
        pages = [page.text for page in item.pages]
        outcome["items"].append(kept | {"fate": str(item.fate) if item.fate else "", "pages": pages})

    async def closed() -> None:
        if ledger := getattr(crawler.spider, "ledger", None):
            outcome["counts"] = await ledger.counts(crawler.spider.name)

    for handler, signal in (
        (ended, signals.item_scraped), (ended, signals.item_dropped), (closed, signals.spider_closed)
    ):  # fmt: skip
        crawler.signals.connect(handler, signal, weak=False)
    return outcome


def main() -> None:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    settings.set("SPIDER_MODULES", ["tests.site_spider"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    runs = []
    for job in json.loads(sys.argv[1]):
        own = settings.copy()
        own.setdict({"DRY_RUN": True, "ITEM_PIPELINES": {}} | job["settings"], priority="cmdline")
        crawler = type(process.create_crawler(job["spider"]))(process.spider_loader.load(job["spider"]), own)
        runs.append((crawler, _watched(crawler)))
        process.crawl(crawler, **job["arguments"])
    process.start()
    result = [outcome | {"stats": crawler.stats.get_stats()} for crawler, outcome in runs]
    assert "playwright" not in sys.modules, "a crawl that renders nothing loaded the browser's library"
    sys.stdout.write(MARK + json.dumps(result, default=str))


if __name__ == "__main__":
    main()
