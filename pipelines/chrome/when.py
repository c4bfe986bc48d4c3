"""When an article was published and updated.

A date has several witnesses: the lines between headline and text, lines farther away, <meta> and JSON-LD, the address.
A printed line wins where it stands with the headline or where another witness confirms its day; metadata gives the
minutes that are not printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Literal

from pipelines import dates
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import width
from pipelines.chrome.view import View

# names of <meta>, best first
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date",
    "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "sailthru.date", "parsely-pub-date",
    "og:regdate", "regdate", "newsdate", "article:create_at", "weibo: article:create_at", "og:release_date",
    "published_time", "publication_date", "createdate", "apub:time", "dable:published_time",
    "bytedance:published_time", "og:published_time", "pubtime", "firstpublishedtime", "dateupdate", "og:time",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "article:update_at", "datemodified", "lastmod",
    "og:article:modified_time", "dcterms.modified", "last-modified", "bytedance:updated_time",
    "bytedance:lrdate_time", "lastmodifiedtime", "modified_time", "lastupdate", "moddate", "updatetime",
)  # fmt: skip

# labels in a box of their own before the date
_LABEL_PUBLISHED = re.compile(r"입력|등록|승인|송고|작성|발행|게재|发布|發布|发表|發表|刊登|时间|時間")
_LABEL_UPDATED = re.compile(r"수정|업데이트|更新|更改|修改|修訂|修订")
# a day in an address: 20240102, 2024/01/02, 2024-01/02, also at the head of a longer number
_URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|19\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?:\D|$))(?:\d{6,}|\D|$)"
)
_ABOVE, _BEHIND = 12, 14
"""Lines above the headline and behind the text in which a date is looked for."""
_SECOND, _MINUTE, _HOUR, _DAY, _TWO_DAYS = (timedelta(seconds=n) for n in (1, 60, 3600, 86_400, 172_800))
_DATA = re.compile(r"^data-(?:article-|news-)?(?:publish(?:ed)?|pub|reg|create)-?(?:time|date|at)$")
_COMMENT = re.compile(
    r"(?i)(?<![a-z])(?:re)?(?:comments?|cmt|reply|replies|disqus|livere|discuss|pinglun)(?![a-z])|댓글"
)
_EXPLICIT = re.compile(r"T\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)\s*$")
"""A machine's date that names its offset."""
_NO_YEAR = re.compile(r"\d{1,2}\s?[-./月월]\s?\d{1,2}(?!\d|\s?[-./]\s?\d)")
# the site's own bar: what it says is updated is the site
_SITE_BAR = re.compile(r"로그인|회원가입|지면보기|전체기사|登录|登入|注册|Log\s?in|Sign\s?in|최종\s?편집|^UPDATED?\b")


@dataclass(slots=True)
class When:
    """Publication and update, each with the witness that gave it: "generic" (a printed line), "meta" or "url"."""

    published: dates.Stamp | None = None
    updated: dates.Stamp | None = None
    by: str = ""
    updated_by: str = ""


def find(view: View, text: tuple[int, int], inside: list[dates.Stamp]) -> When:
    """Publication and update time.

    ``text`` are the first and last node of the text (-1: unknown), ``inside`` the stamps found in its container.
    Printed stamps are looked for between the headline and the text, then inside the container, then just above the
    headline and behind the text; a stamp from there counts only where metadata does not contradict its day.
    """
    found = _URL_DATE.search(view.url)
    in_url = "-".join(found.groups()) if found else ""
    printed = _printed(view, text, inside)
    published, updated = _declared(view)
    if _coarse(printed) and _coarse(published):
        view.states()  # fills ``view.data``
        published, updated = _declared(view)
        published = published if published and not _coarse(published) else _attributes(view) + published
    if view.head.title_at < 0 and text[0] < 0 and published:
        printed = []  # neither headline nor text stand in the markup: nor does their date
    elif not printed:
        printed = _trusted(_far(view, text), {s.value.date() for s in published[:3]}, in_url)
    elif _coarse(printed):  # the day of a picture, and the time behind the text
        timed = [s for s in _far(view, text) if _is_time_of(s, printed)]
        printed = timed if len(timed) == 1 and timed[0].label == "published" else printed
    printed = _with_years(printed, [s.value for s in published])
    if zone := _printed_zone(printed, published, view.zone):
        printed = [_in_zone(s, view.zone, zone) for s in printed]
    out = _published(printed, published, updated, view.zone)
    if out.published is None and in_url and (day := dates.parse(in_url, view.zone)):
        out.published, out.by = day, "url"
    changed = next((s for s in printed if s.label == "updated"), None)
    if changed and changed is not out.published:
        out.updated, out.updated_by = changed, "generic"
    elif updated and out.published and _is_later(updated[0], out.published):
        out.updated, out.updated_by = updated[0], "meta"
    return out


def _coarse(stamps: list[dates.Stamp]) -> bool:
    """Whether no time of day is among them."""
    return all(s.precision == "day" for s in stamps)


def _is_time_of(stamp: dates.Stamp, days: list[dates.Stamp]) -> bool:
    """Whether a stamp says the time of one of the days that are printed without; a paper's day may be the next."""
    apart = min(abs((stamp.value.date() - day.value.date()).days) for day in days)
    return stamp.precision != "day" and apart <= (stamp.label == "published")


def _is_later(updated: dates.Stamp, published: dates.Stamp) -> bool:
    """Whether a declared update is one: later than the publication by more than what the page does not print."""
    unsaid = {"day": _DAY, "minute": _MINUTE, "second": _SECOND}[published.precision]
    return updated.value - published.value >= unsaid


def _printed(view: View, text: tuple[int, int], inside: list[dates.Stamp]) -> list[dates.Stamp]:
    """Stamps between headline and text, else inside the text's container."""
    start, stop = view.span(text[0])
    return _stamps(view, start, stop) or inside


def _far(view: View, text: tuple[int, int]) -> list[dates.Stamp]:
    """Stamps just above the headline and behind the text, the nearest first."""
    start, stop = view.span(text[0])
    behind = at(view.lines, text[1] + 1) if text[1] >= 0 else stop
    above = _stamps(view, max(0, start - _ABOVE), start)[::-1]
    return above + _stamps(view, behind, behind + _BEHIND)


def _printed_zone(printed: list[dates.Stamp], declared: list[dates.Stamp], zone: tzinfo) -> tzinfo | None:
    """The zone of printed times where it is not ``zone``: the same minute as in metadata, by whole hours apart.

    Where metadata writes the same clock, or is off by just the page's own offset, its offset is what is wrong.
    """
    first = next((s for s in printed if s.label != "updated" and s.precision != "day"), None)
    told = [s for s in declared if _EXPLICIT.search(s.text)]
    if not first or not told or first.value.tzinfo is not zone:
        return None
    own = first.value.utcoffset() or timedelta()
    for stamp in told:
        apart = stamp.value.replace(second=0, microsecond=0) - first.value.replace(second=0)
        same_clock = stamp.value.replace(tzinfo=None, second=0) == first.value.replace(tzinfo=None, second=0)
        if not apart or same_clock or apart % _HOUR or apart == -own or abs(own - apart) > 14 * _HOUR:
            return None
    return timezone(own - (told[0].value.replace(second=0, microsecond=0) - first.value.replace(second=0)))


def _in_zone(stamp: dates.Stamp, wrong: tzinfo, right: tzinfo) -> dates.Stamp:
    """A stamp whose zone was taken to be ``wrong``."""
    return replace(stamp, value=stamp.value.replace(tzinfo=right)) if stamp.value.tzinfo is wrong else stamp


def _published(
    printed: list[dates.Stamp], declared: list[dates.Stamp], updated: list[dates.Stamp], zone: tzinfo
) -> When:
    """The publication time by the printed stamps and those that metadata declares."""
    plain = next((s for s in printed if s.label == "published"), None)
    plain = plain or next((s for s in printed if s.label is None), None)
    changed = next((s for s in printed if s.label == "updated"), None)
    if plain:
        day = plain.value.astimezone(zone).date()
        exact = next((s for s in declared if s.value.astimezone(zone).date() == day), plain)
        finer = plain.precision == "day" and exact.precision != "day"
        return When(exact, by="meta") if finer else When(plain, by="generic")
    if changed and declared:
        # one printed time only, called an update: it is what the page is dated with
        known = any(abs(changed.value - s.value) < _MINUTE for s in updated)
        days = [s.value.astimezone(zone).date() for s in (declared[0], changed)]
        if known and declared[0].precision != "day" and days[0] < days[1]:
            return When(declared[0], by="meta")
        near = abs(changed.value - declared[0].value) < _TWO_DAYS
        return When(changed, by="generic") if near or declared[0].precision == "day" else When(declared[0], by="meta")
    if changed:
        return When(changed, by="generic")
    return When(declared[0], by="meta") if declared else When()


def _declared(view: View) -> tuple[list[dates.Stamp], list[dates.Stamp]]:
    """(published, updated) stamps of JSON-LD and script data, then of <meta>, best first."""

    def stamps(values: list[str], names: tuple[str, ...]) -> list[dates.Stamp]:
        values = values + [value for name in names for value in view.doc.meta.get(name, ())]
        return [stamp for stamp in (dates.parse(v, view.zone) for v in values) if stamp]

    published, updated = stamps(view.data.published, _PUBLISHED), stamps(view.data.updated, _UPDATED)
    if published and updated and published[0].value == updated[0].value:  # both say when the page was last written
        earlier = next((s for s in published if s.precision != "day" and s.value < published[0].value), None)
        published = [earlier, *published] if earlier else published
    return published, updated


def _trusted(far: list[dates.Stamp], days: set[date], in_url: str) -> list[dates.Stamp]:
    """At most two of the stamps away from headline and text: those of the right day, else those with a label."""
    if days or in_url:
        return [s for s in far if s.value.date() in days or s.value.date().isoformat() == in_url][:2]
    return ([s for s in far if s.label] or far)[:2]


def _stamps(view: View, start: int, stop: int) -> list[dates.Stamp]:
    """Stamps of short lines that are no link; with minutes, if any has them.

    The label may stand in the line before, the time in the line beside the day's.
    """
    out: list[dates.Stamp] = []
    label = None
    page = view.lines
    for k in range(max(0, start), min(stop, len(page))):
        line, said = page[k], page[k].text
        if len(said) > 160 or (line.link > 0.8 * len(said) and line.size > 24):
            label = None
            continue
        found = _of_line(view, line)
        if found and (
            (_SITE_BAR.search(said) and not any(s.label == "published" for s in found)) or _is_comment(view, line)
        ):
            label = None
            continue
        if not found:
            label = _label(said) if width(said) < 10 else None
            continue
        if len(found) == 1 and found[0].precision == "day":
            found = [_with_time(found[0], page[max(start, k - 1) : k], page[k + 1 : k + 3], view.zone)]
        if label and found[0].label is None:
            found[0] = replace(found[0], label=label)
        label = None
        out.extend(found)
    out = _with_years(out)
    timed = [s for s in out if s.precision != "day"]
    if timed and all(s.label == "updated" for s in timed):
        timed = [s for s in out if s.label == "published"] + timed
    return timed or out


def _with_years(found: list[dates.Stamp], told: Sequence[datetime] = ()) -> list[dates.Stamp]:
    """Stamps that are printed without a year have the one that brings them nearest to the first stamp with a year
    (2019/5/12 11:42 (5/12 16:05)), else to the first that is ``told``.
    """
    known = next((s.value for s in found if not _NO_YEAR.match(s.text)), next(iter(told), None))
    return [_nearest(s, known) if known and _NO_YEAR.match(s.text) else s for s in found]


def _nearest(stamp: dates.Stamp, known: datetime) -> dates.Stamp:
    near = []
    for year in (known.year - 1, known.year, known.year + 1):
        try:
            near.append(stamp.value.replace(year=year))
        except ValueError:  # the 29th of February
            continue
    return replace(stamp, value=min(near, key=lambda value: abs(value - known))) if near else stamp


def _is_comment(view: View, line: Line) -> bool:
    """Whether a line stands in an element that is named as readers' comments."""
    doc, node = view.doc, line.first
    for _ in range(6):
        node = doc.parents[node]
        if node <= 0:
            break
        if doc.attrs[node] and _COMMENT.search(f"{doc.attr(node, 'class')} {doc.attr(node, 'id')}"):
            return True
    return False


def _of_line(view: View, line: Line) -> list[dates.Stamp]:
    """The stamps of a line; where its parts are glued (08:2027 clicks), of its parts; where it stands in <time>, with
    the minutes of the attribute."""
    said, doc = line.text, view.doc
    found = dates.find(said, view.zone) if any(c.isdigit() for c in said) else []
    if not any(c.isdigit() for c in said) or not _coarse(found):
        return found
    parts = [doc.texts[j].strip() for j in range(line.first, line.last + 1) if doc.texts[j]]
    if len(parts) > 1:
        apart = dates.find(" ".join(parts), view.zone)
        if apart and (not found or not _coarse(apart)):
            found = apart
    told = _attribute(view, line) if _coarse(found) else None
    if told and (not found or found[0].value.date() == told.value.date()):
        return [replace(told, text=said, label=found[0].label if found else None)]
    return found


def _attribute(view: View, line: Line) -> dates.Stamp | None:
    """The date of a <time datetime> around a line's first text."""
    node = line.first
    for _ in range(4):
        node = view.doc.parents[node]
        if node < 0:
            break
        if view.doc.tags[node] == "time":
            stamp = dates.parse(view.doc.attr(node, "datetime"), view.zone)
            return replace(stamp, value=stamp.value.astimezone(view.zone)) if stamp else None
    return None


def _attributes(view: View) -> list[dates.Stamp]:
    """The date in the first attribute that is named as one: <html data-publishtime="2019-09-07 13:24:00">."""
    for attrs in view.doc.attrs:
        for name, value in attrs.items() if attrs else ():
            if value and name.startswith("data-") and _DATA.search(name) and (stamp := dates.parse(value, view.zone)):
                return [stamp]
    return []


def _with_time(day: dates.Stamp, before: list[Line], behind: list[Line], zone: tzinfo) -> dates.Stamp:
    """A day with the time that stands alone in the next lines or in the one before."""
    for line in behind + before:
        if len(line.text) < 16 and dates.CLOCK.fullmatch(line.text):
            stamp = dates.parse(f"{day.text} {line.text}", zone)
            if stamp and stamp.precision != "day":
                return replace(stamp, label=day.label)
    return day


def _label(said: str) -> Literal["published", "updated"] | None:
    if _LABEL_UPDATED.search(said):
        return "updated"
    return "published" if _LABEL_PUBLISHED.search(said) else None
