"""When an article was published and updated.

A date has several witnesses: the lines between headline and text, lines farther away, <meta> and JSON-LD, the address.
A printed line wins where it stands with the headline or where another witness confirms its day; metadata gives the
minutes that are not printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
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
    "bytedance:published_time", "og:published_time", "pubtime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "article:update_at", "datemodified", "lastmod",
    "og:article:modified_time", "dcterms.modified", "last-modified", "bytedance:updated_time",
    "bytedance:lrdate_time",
)  # fmt: skip

# labels in a box of their own before the date
_LABEL_PUBLISHED = re.compile(r"입력|등록|승인|송고|작성|발행|게재|发布|發布|发表|發表|刊登|时间|時間")
_LABEL_UPDATED = re.compile(r"수정|업데이트|更新|修改|修訂")
# a day in an address: 20240102, 2024/01/02, 2024-01/02, also at the head of a longer number
_URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|19\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?:\D|$))(?:\d{6,}|\D|$)"
)
_ABOVE, _BEHIND = 12, 14
"""Lines above the headline and behind the text in which a date is looked for."""
_TWO_DAYS = timedelta(days=2)


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
    published, updated = _declared(view)
    found = _URL_DATE.search(view.url)
    in_url = "-".join(found.groups()) if found else ""
    start, stop = view.span(text[0])
    printed = _stamps(view.lines[start:stop], view.zone) or inside
    if not printed:
        behind = at(view.lines, text[1] + 1) if text[1] >= 0 else stop
        far = _stamps(view.lines[max(0, start - _ABOVE) : start], view.zone)[::-1]
        far += _stamps(view.lines[behind : behind + _BEHIND], view.zone)
        printed = _trusted(far, {s.value.date() for s in published[:3]}, in_url)
    out = _published(printed, published, view.zone)
    if out.published is None and in_url and (day := dates.parse(in_url, view.zone)):
        out.published, out.by = day, "url"
    changed = next((s for s in printed if s.label == "updated"), None)
    if changed and changed is not out.published:
        out.updated, out.updated_by = changed, "generic"
    elif updated and out.published and updated[0].value > out.published.value:
        out.updated, out.updated_by = updated[0], "meta"
    return out


def _published(printed: list[dates.Stamp], declared: list[dates.Stamp], zone: tzinfo) -> When:
    """The publication time by the printed and the declared stamps."""
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

    return stamps(view.data.published, _PUBLISHED), stamps(view.data.updated, _UPDATED)


def _trusted(far: list[dates.Stamp], days: set[date], in_url: str) -> list[dates.Stamp]:
    """At most two of the stamps away from headline and text: those of the right day, else those with a label."""
    if days or in_url:
        return [s for s in far if s.value.date() in days or s.value.date().isoformat() == in_url][:2]
    return ([s for s in far if s.label] or far)[:2]


def _stamps(some: list[Line], zone: tzinfo) -> list[dates.Stamp]:
    """Stamps of short lines that are no link; with minutes, if any has them. A label may stand in the line before."""
    out: list[dates.Stamp] = []
    label = None
    for line in some:
        said = line.text
        if len(said) > 160 or (line.link > 0.8 * len(said) and line.size > 24):
            label = None
            continue
        found = dates.find(said, zone) if any(c.isdigit() for c in said) else []
        if not found:
            label = _label(said) if width(said) < 10 else None
            continue
        if label and found[0].label is None:
            found[0] = replace(found[0], label=label)
        label = None
        out.extend(found)
    return [s for s in out if s.precision != "day"] or out


def _label(said: str) -> Literal["published", "updated"] | None:
    if _LABEL_UPDATED.search(said):
        return "updated"
    return "published" if _LABEL_PUBLISHED.search(said) else None
