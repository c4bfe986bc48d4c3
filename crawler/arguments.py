"""The arguments of a run (``-a NAME=VALUE``): texts from the command line as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a run was asked for. ``since`` and ``until`` are aware, and both belong to the run."""

    url: str = ""
    limit: int = 0
    since: datetime | None = None
    until: datetime | None = None
    dry_run: bool = False
    render: bool = False
    zone: tzinfo = UTC
    """The source's: days are days there."""

    @classmethod
    def read(cls, given: Any, zone: tzinfo) -> Arguments:
        """From an object with attributes of these names. Raises ValueError with one sentence for the operator."""
        if not str(given.limit).isdecimal():
            raise ValueError(f"bad argument: limit is a number of articles, not {given.limit}")
        try:
            since, until = moment(given.since, zone), moment(given.until, zone, end=True)
        except ValueError as error:
            raise ValueError(f"bad argument: {error}; dates are written 2026-03-21 or 2026-03-21T08:00") from None
        if since and until and since > until:
            raise ValueError(f"since ({since}) is after until ({until})")
        return cls(given.url, int(given.limit), since, until, is_yes(given.dry_run), is_yes(given.render), zone)

    @property
    def narrowed(self) -> bool:
        """Whether the run leaves out articles that the lists name."""
        return bool(self.limit or self.since or self.until)

    @property
    def days(self) -> list[date]:
        """The days asked for, oldest first; without ``since`` yesterday and today, in the source's time zone."""
        now = datetime.now(self.zone)
        last = min(self.until, now).astimezone(self.zone).date() if self.until else now.date()
        first = self.since.astimezone(self.zone).date() if self.since else last - timedelta(days=1)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def moment(value: Any, zone: tzinfo, end: bool = False) -> datetime | None:
    """A day or ISO time as a moment; a day is its start, or its last microsecond. Raises ValueError."""
    if not value:
        return None
    text = str(value)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return at + timedelta(days=1, microseconds=-1) if end and len(text) <= 10 else at


def is_yes(value: Any) -> bool:
    """Whether a switch is on: anything but nothing, 0, false, no and none."""
    return str(value).lower() not in ("", "0", "false", "no", "none")
