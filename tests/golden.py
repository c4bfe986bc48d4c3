"""Our own pages with gold: where they are, and how a page becomes an Article, exactly as a crawl makes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler import encoding
from crawler.generic import generic_article
from crawler.items import Article, Page
from crawler.source import source_for
from pipelines.chrome import strip
from pipelines.language import detect
from pipelines.normalize import normalize

PAGES = Path(__file__).parent / "pages"
LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))


@dataclass(frozen=True)
class Sample:
    """One file of tests/pages with its manifest entry and, for an article, its gold."""

    source: str
    path: Path
    entry: dict[str, Any]
    gold: dict[str, Any] | None

    @property
    def name(self) -> str:
        return f"{self.source}/{self.path.stem}"


def samples() -> list[Sample]:
    out = []
    for manifest in sorted(PAGES.glob("*/pages.json")):
        for name, entry in json.loads(manifest.read_text("utf-8")).items():
            path = manifest.parent / name
            gold = path.with_suffix("").with_suffix(".gold.json")
            out.append(
                Sample(
                    manifest.parent.name, path, entry, json.loads(gold.read_text("utf-8")) if gold.exists() else None
                )
            )
    return out


def page_of(sample: Sample) -> Page:
    content_type = sample.entry.get("content_type", "text/html")
    text, used = encoding.decode(sample.path.read_bytes(), content_type, "utf-8")
    url = sample.entry["url"]
    return Page(url=url, requested_url=url, text=text, encoding=used, content_type=content_type)


def make(sample: Sample, rules: bool = True) -> Article:
    """The article before any stage; ``rules=False`` treats the page as one of an unknown site."""
    page = page_of(sample)
    spider = source_for(page.url, LOADER) if rules else None
    lead = spider.lead_for(page.url) if spider else None
    return spider.article([page], lead) if spider and lead else generic_article(page)


def run(article: Article) -> Article:
    """The text stages in their order."""
    strip(article)
    normalize(article)
    prior = article.profile.language
    article.lang, article.evidence.language = detect(article.body, article.title, prior)
    return article


def moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
