"""Holds a run against what its source says is normal."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.extensions.summary import fates
from crawler.items import Article
from crawler.rules import Expect as Expectation

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

TOLD = ("news/discovery/ok", "news/discovery/empty", "news/discovery/malformed", "news/discovery/failed")
ENOUGH = 20
"""Articles from which a share of filled fields says something; with fewer it only warns."""


RULED, DISAGREE = 0.5, 0.3
"""Share of articles that the rules must find the text of; share of pages on which they may stand alone."""


class Expect:
    """Counts articles and filled fields, and judges at the end; the words are logged and kept in the stats.

    Only a full run is judged: no ``url``, ``limit``, ``since`` or ``until``, ended by itself, and from the network
    (an archive says nothing about how the portal is today). Filled fields are judged in every run but that of one url.
    Stats: ``news/expect/failed`` and ``news/expect/warned``, lists of sentences.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.recorded = 0
        self.ruled = 0
        self.filled: Counter[str] = Counter()
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Expect:
        return cls(crawler)

    @property
    def expectation(self) -> Expectation | None:
        return getattr(self.crawler.spider, "expect", None)

    def item_scraped(self, item: object) -> None:
        if isinstance(item, Article) and self.expectation and item.profile.name == self.crawler.spider.name:
            self.recorded += 1
            self.ruled += item.extraction.get("by", {}).get("body") == "rules"
            self.filled.update(name for name in self.expectation.filled if getattr(item, name, None))

    def spider_closed(self, reason: str) -> None:
        if self.expectation is None or getattr(self.crawler.spider, "url", ""):
            return
        failed, warned = judge_filled(self.expectation, self.recorded, self.filled)
        if any(layout.body for layout in self.crawler.spider.rules):
            more_failed, more_warned = judge_layout(self.recorded, self.ruled, self._disagreements())
            failed, warned = failed + more_failed, warned + more_warned
        if reason == "finished" and self._full():
            more_failed, more_warned = judge_number(self.expectation, self._articles(), self._share())
            failed, warned = more_failed + failed, more_warned + warned
        for words in failed:
            logger.error("expected otherwise: %s", words, extra={"crawler": self.crawler})
        for words in warned:
            logger.warning("unusual: %s", words, extra={"crawler": self.crawler})
        self.crawler.stats.set_value("news/expect/failed", failed)
        self.crawler.stats.set_value("news/expect/warned", warned)

    def _disagreements(self) -> float:
        """Of the pages where rules gave the text, the share where the generic extractor chose another one."""
        agree, disagree = (self.crawler.stats.get_value(f"news/chrome/{name}", 0) for name in ("agree", "disagree"))
        return disagree / (agree + disagree) if disagree else 0.0

    def _full(self) -> bool:
        spider, settings = self.crawler.spider, self.crawler.settings
        narrowed = any(getattr(spider, name, None) for name in ("limit", "since", "until"))
        return not narrowed and not settings.getlist("REPLAY")

    def _share(self) -> float:
        """Of the lists, how many told their content; the others have not changed since the last run."""
        stats = self.crawler.stats.get_stats()
        told = sum(n for name, n in stats.items() if name.startswith(TOLD))
        same = stats.get("news/discovery/not_modified", 0)
        return told / (told + same) if same else 1.0

    def _articles(self) -> int:
        """Articles that the lists named and that did not turn out to be none, whether this run fetched them or not."""
        ends = fates(self.crawler.stats)
        lost = sum(count for fate, count in ends.items() if fate.startswith(("rejected", "failed")))
        return max(0, self.crawler.stats.get_value("news/discovery/leads", 0) - lost)


def judge_number(expect: Expectation, articles: int, share: float = 1.0) -> tuple[list[str], list[str]]:
    """(what fails the run, what is only unusual) about the number of articles in this share of the lists."""
    low, high = round(expect.articles[0] * share), expect.articles[1]
    if articles < low:
        return [f"{articles} articles, at least {low} are normal: has the portal changed its lists?"], []
    if articles > high:
        return [], [f"{articles} articles, at most {high} are normal"]
    return [], []


def judge_filled(expect: Expectation, recorded: int, filled: Counter[str]) -> tuple[list[str], list[str]]:
    """The same about the shares of filled fields among the articles that were recorded."""
    words = [
        f"{name} filled in {filled[name]} of {recorded} articles ({filled[name] / recorded:.0%}), "
        f"at least {share:.0%} is normal: has the layout changed?"
        for name, share in expect.filled.items()
        if recorded and filled[name] / recorded < share
    ]
    return (words, []) if recorded >= ENOUGH else ([], words)


def judge_layout(recorded: int, ruled: int, disagreements: float) -> tuple[list[str], list[str]]:
    """The same about the source's rules: how often they found the text, how often the generic extractor disagreed."""
    words = []
    if recorded and ruled < RULED * recorded:
        words.append(f"the rules found the text of {ruled} of {recorded} articles: has the layout changed?")
    if disagreements > DISAGREE:
        words.append(f"rules and generic extractor disagree on {disagreements:.0%} of pages: has the layout changed?")
    return (words, []) if recorded >= ENOUGH else ([], words)
