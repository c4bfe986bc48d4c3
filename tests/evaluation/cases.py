"""Pages with gold, and how one becomes an Article as a crawl makes it.

Two forms of a folder are read: tests/pages and tests/layouts (``<source>/pages.json`` with ``<name>.gold.json`` beside
the page), and a corpus (``pages.warc.gz`` with ``gold/<id>.json``, joined by address).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crawler import encoding
from crawler.archive import read
from crawler.generic import generic_article
from crawler.items import Article, Page
from crawler.source import source_for
from tests import golden

OWN = golden.PAGES
LAYOUTS = OWN.parent / "layouts"
"""Invented news on the layouts of many portals, today's and earlier ones; most have no source of ours."""
CORPUS = OWN.parent.parent.parent / "shared" / "corpus"


@dataclass(slots=True)
class Case:
    """One article with what a reader would call its text. ``pages`` are the further pages of the same article."""

    id: str
    gold: dict[str, Any]
    page: Page
    pages: list[Page] = field(default_factory=list)
    encoding: str = ""
    """What the gold calls the encoding; "" where it does not say."""


def name_of(folder: Path) -> str:
    """ "own", "layouts", "corpus", or another folder's name."""
    known = {OWN.resolve(): "own", LAYOUTS.resolve(): "layouts", CORPUS.resolve(): "corpus"}
    return known.get(folder.resolve(), folder.name)


def read_folder(folder: Path) -> list[Case]:
    """FileNotFoundError where the folder has neither form."""
    if (folder / "gold").is_dir():
        return list(_corpus(folder))
    if any(folder.glob("*/pages.json")):
        return list(_own(folder))
    raise FileNotFoundError(f"{folder}: neither pages.warc.gz with gold/ nor */pages.json")


def _corpus(folder: Path) -> Iterator[Case]:
    golds = [json.loads(p.read_text("utf-8")) for p in sorted((folder / "gold").glob("*.json"))]
    by_url = {gold["url"]: gold for gold in golds if not gold.get("skip")}
    for archive in sorted(folder.glob("*pages*.warc*")):
        for kept in read(archive):
            gold = by_url.pop(kept.url, None)
            if gold is not None:
                page = page_of(kept.url, kept.body, kept.content_type)
                yield Case(gold["id"], gold, page, encoding=gold.get("encoding", ""))
    for url, gold in by_url.items():  # a page that is missing counts as an empty one
        yield Case(gold["id"], gold, Page(url, url, ""))


def _own(folder: Path) -> Iterator[Case]:
    for manifest in sorted(folder.glob("*/pages.json")):
        entries = json.loads(manifest.read_text("utf-8"))

        def load(name: str, entry: dict[str, Any], folder: Path = manifest.parent) -> Page:
            return page_of(entry["url"], (folder / name).read_bytes(), entry.get("content_type", "text/html"))

        for name, entry in entries.items():
            gold = (manifest.parent / name).with_suffix(".gold.json")
            if gold.exists() and not entry.get("page_of"):
                further = [load(n, e) for n, e in entries.items() if e.get("page_of") == name]
                label = f"{manifest.parent.name}/{Path(name).stem}"
                yield Case(label, json.loads(gold.read_text("utf-8")), load(name, entry), further)


def page_of(url: str, body: bytes, content_type: str) -> Page:
    source = source_for(url, golden.LOADER)
    text, used = encoding.decode(body, content_type, source.encoding if source else "utf-8")
    return Page(url=url, requested_url=url, text=text, encoding=used, content_type=content_type)


def article_of(case: Case, rules: bool = True) -> Article:
    """Through the text stages. Without ``rules`` the page is treated as one of an unknown site."""
    pages = [replace(page) for page in (case.page, *case.pages)]  # a source's hook may change them
    source = source_for(case.page.url, golden.LOADER) if rules else None
    lead = source.lead_for(case.page.url) if source else None
    if source and lead:
        return golden.run(source.article(pages, lead))
    article = generic_article(pages[0])
    article.pages = pages
    return golden.run(article)
