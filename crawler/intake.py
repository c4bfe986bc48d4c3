"""From the links of lists to leads in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.stats import count

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

    from crawler.arguments import Arguments
    from crawler.discovery import Link
    from crawler.items import Lead
    from crawler.ledger import Ledger
    from crawler.source import Source

PART = 1000
"""Links added at a time: the reactor gets its turn between."""


@dataclass(slots=True)
class Taken:
    """What the links of one list page were."""

    keys: set[str] = field(default_factory=set)
    """Of the articles in the run's window."""
    fresh: set[str] = field(default_factory=set)
    """Those of them that no earlier run had; another list of this run may have had them."""
    later: bool = False
    """Whether there are articles after the window (lists go from new to old)."""


class Intake:
    """Adds each article once to the ledger, if it is in the run's window.

    Stats: ``news/discovery/`` leads, new and foreign (no article of the source); ``news/lead/skipped/outside_dates``.
    """

    def __init__(self, source: Source, arguments: Arguments, ledger: Ledger, stats: StatsCollector) -> None:
        self.source, self.arguments, self.ledger, self.stats = source, arguments, ledger, stats
        self._seen: set[str] = set()
        self._known: set[str] = set()

    async def add(self, links: list[Link], found_in: str) -> Taken:
        """Raises PyMongoError."""
        taken = Taken()
        for start in range(0, len(links), PART):
            leads = self._sift(links[start : start + PART], found_in, taken)
            new = await self.ledger.add(leads) if leads else []
            self._known |= {lead.key for lead in leads} - set(new)
            count(self.stats, "discovery/leads", len(leads))
            count(self.stats, "discovery/new", len(new))
        taken.fresh = taken.keys - self._known
        return taken

    def _sift(self, links: list[Link], found_in: str, taken: Taken) -> list[Lead]:
        """The leads that this run sees for the first time."""
        leads = []
        for link in links:
            lead = self._lead(link, found_in)
            if lead is None:
                count(self.stats, "discovery/foreign")
                continue
            since, until = self.arguments.since, self.arguments.until
            before = bool(since and (at := lead.published_at or link.modified_at) and at < since)
            after = bool(until and lead.published_at and lead.published_at > until)
            taken.later |= after
            if not before and not after:
                taken.keys.add(lead.key)
            if lead.key in self._seen:
                continue
            self._seen.add(lead.key)
            if before or after:
                count(self.stats, "lead/skipped/outside_dates")
            else:
                leads.append(lead)
        return leads

    def _lead(self, link: Link, found_in: str) -> Lead | None:
        lead = self.source.lead_for(link.url)
        if lead:
            lead.title, lead.published_at, lead.section = link.title, link.published_at, link.section
            lead.found_in = found_in
        return lead
