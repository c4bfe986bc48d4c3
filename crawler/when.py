"""Dates as feeds, sitemaps and lists give them. Article pages are read by the pipelines, not here."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_ZONES = {"Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "KST": 9, "JST": 9, "CST": 8, "HKT": 8, "SGT": 8,
          "EST": -5, "EDT": -4, "PST": -8, "PDT": -7}  # fmt: skip
"""CST is China Standard Time here."""
_TIME = (
    r"(?:[\sT(,.]*(?P<half>오전|오후|上午|下午|[AaPp][Mm]\b)?\s*(?P<H>\d{1,2})\s*[:시时時点點]\s*(?P<M>\d{2})"
    r"(?:\s*[:분]\s*(?P<S>\d{2}))?(?:[.,]\d+)?\s*(?P<after>[AaPp][Mm]\b)?"
    r"\s*(?P<zone>[A-Z]{1,3}\b|[+-]\d{2}:?\d{2})?)?"
)
_FORMS = [
    re.compile(r"(?P<y>(?:19|20)\d{2})\s*[-./년年]\s*(?P<m>\d{1,2})\s*[-./월月]\s*(?P<d>\d{1,2})[일日]?" + _TIME),
    re.compile(r"\b(?P<d>\d{1,2})[\s-]+(?P<m>[A-Za-z]{3,9}|\d{1,2})[\s,-]+(?P<y>(?:19|20)\d{2})" + _TIME),
    re.compile(r"\b(?P<m>[A-Z][a-z]{2,8})\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>(?:19|20)\d{2})" + _TIME),
    re.compile(r"(?<!\d)(?P<y>\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\b" + _TIME),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})[-./월月]\s*(?P<d>\d{1,2})[일日]?" + _TIME),
]
_AGO = re.compile(r"(\d{1,4})\s*(?:(초|秒)|(분|分钟|分鐘|分)|(시간|小时|小時)|(일|天))\s*(?:전|前)")
_DAYS = re.compile(r"(방금|刚刚|剛剛|오늘|今天)|(어제|昨天|昨日)|(그제|그저께|前天)")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\d{0,3}")


def when(value: object, zone: tzinfo, now: datetime | None = None) -> datetime | None:
    """The moment that ``value`` names, aware; None if it names none.

    Reads RFC 822 and ISO 8601 in the spellings that portals use, Korean and Chinese forms, compact digits, Unix
    seconds and milliseconds, and relative forms. Without an offset it is local time in ``zone``; a year that is left
    out is the one that puts it before ``now``.
    """
    now = (now or datetime.now(UTC)).astimezone(zone)
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    if not text:
        return None
    if len(text) >= 19 and text[10] in "T ":  # the usual case in sitemaps, ten times faster
        with suppress(ValueError):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        if re.fullmatch(r"\d+(?:\.\d+)?", text):
            return _number(text.split(".")[0], zone)
        return _words(text[:200], zone, now)
    except (ValueError, OverflowError):  # the 31st of February, hour 25
        return None


def _number(digits: str, zone: tzinfo) -> datetime | None:
    if len(digits) in (10, 13):
        return datetime.fromtimestamp(int(digits) / (1000 if len(digits) == 13 else 1), UTC)
    if len(digits) in (8, 12, 14, 17) and (found := _DIGITS.fullmatch(digits)):
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=zone)  # type: ignore[misc, arg-type]
    return None


def _words(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    for form in _FORMS:
        if found := form.search(text):
            return _calendar(found.groupdict(), zone, now)
    if found := _AGO.search(text):
        seconds, minutes, hours, days = (bool(unit) for unit in found.groups()[1:])
        n = int(found[1])
        return now - timedelta(seconds=n * seconds, minutes=n * minutes, hours=n * hours, days=n * days)
    if found := _DAYS.search(text):
        day = now - timedelta(days=(found.lastindex or 1) - 1)
        if clock := re.search(r"(\d{1,2}):(\d{2})", text):
            return day.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
        return now if found[0] in ("방금", "刚刚", "剛剛") else day.replace(hour=0, minute=0, second=0, microsecond=0)
    return None


def _calendar(part: dict[str, str | None], zone: tzinfo, now: datetime) -> datetime | None:
    month = part["m"] or ""
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower())
    if number is None:
        return None
    year = int(part["y"]) if part.get("y") else now.year
    year += 2000 if year < 100 else 0
    hour, half = int(part["H"] or 0), (part["half"] or part["after"] or "").lower()
    if half in ("오후", "下午", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "上午", "am") and hour == 12:
        hour = 0
    name = part["zone"] or ""
    if name[:1] in ("+", "-"):
        sign, digits = (-1 if name[0] == "-" else 1), name[1:].replace(":", "")
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    elif name in _ZONES:
        zone = timezone(timedelta(hours=_ZONES[name]))
    value = datetime(year, number, int(part["d"] or 0), hour, int(part["M"] or 0), int(part["S"] or 0), tzinfo=zone)
    if not part.get("y") and value > now + timedelta(days=1):
        value = value.replace(year=year - 1)
    return value
