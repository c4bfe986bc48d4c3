"""How fates are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector


def count(stats: StatsCollector, fate: str, n: int = 1) -> None:
    """Adds to the stat ``news/<fate>``; what did not happen has no stat."""
    if n:
        stats.inc_value(f"news/{fate}", n)
