"""How far the pages of a list are followed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discovery import Ask, Found, Kind
    from crawler.intake import Taken
    from crawler.ledger import Ledger


class Pagination:
    """Says after each page of a list whether the next one could bring something new.

    New is what no earlier run and no earlier page of this list had. With ``since`` (``deep``), or where an earlier run
    was stopped in the middle of this list, an earlier run does not count: it may not have gone so far back. So the
    ledger keeps which walks through a list have begun and not come to their end.
    """

    def __init__(self, ledger: Ledger, deep: bool) -> None:
        self.ledger, self.deep = ledger, deep
        self._had: defaultdict[str, set[str]] = defaultdict(set)
        self._stopped: dict[str, bool] = {}
        """Walks of this run, and whether an earlier run was stopped before their end."""

    async def goes_on(self, kind: Kind, ask: Ask, found: Found, taken: Taken) -> bool:
        """Whether ``found.next`` is to be asked, once the leads of this page are in the ledger. Raises PyMongoError."""
        if not found.next and ask.page == kind.first:
            return False  # one page only
        walk = _name(kind, ask)
        if walk not in self._stopped:
            self._stopped[walk] = await self.ledger.marked(walk)
        wanted = taken.keys if self.deep or self._stopped[walk] else taken.fresh
        fresh = taken.later or not self._had[walk].issuperset(wanted)
        self._had[walk] |= taken.keys
        further = bool(found.next and fresh)
        if not further:
            del self._had[walk]  # a backfill walks a list a day, of years
        await self.ledger.mark(walk, further)
        return further


def _name(kind: Kind, ask: Ask) -> str:
    """A walk's name in the ledger: what is asked first, the day included."""
    start = kind.ask(kind.first, ask.day)
    return f"walk {start.method} {start.url} {start.body.decode('utf-8', 'replace')}".strip()
