"""What stands around the text: headline, subtitle, byline, dates, section, and what the page says of itself in metadata.

Every field has several witnesses (a visible line, <meta>, JSON-LD, the address). The visible line wins where one of
the others confirms it or where it carries a label; metadata fills what is not printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import (
    BOLD,
    CAPTION,
    CHROME,
    CONTROL,
    HEADING,
    HIDDEN,
    LINK,
    Document,
    Line,
    collapse,
    width,
)
from pipelines.chrome.embedded import Data
from pipelines.chrome.generic import is_closed, squash

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_SEPARATORS = re.compile(r"\s*(?:\||｜|ㅣ|_|::|：：|»|«|›|<|>|◎|\s[-–—:·•/]\s|[-–—](?=[^-–—]{2,14}$))\s*")
_URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|19\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?:\D|$))(?:\d{6,}|\D|$)"
)
_OUTLET = re.compile(r"(?:来源|來源|출처|稿源|文章来源|信息来源)\s*[:：]?\s*([^\s|,，。:：（）()]{2,24})")

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date",
    "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "sailthru.date", "parsely-pub-date",
    "og:regdate", "regdate", "newsdate", "article:create_at", "weibo: article:create_at", "og:release_date", "published_time",
    "publication_date", "createdate", "apub:time", "dable:published_time", "bytedance:published_time", "og:published_time", "pubtime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "article:update_at", "datemodified", "lastmod", "og:article:modified_time",
    "dcterms.modified", "last-modified", "bytedance:updated_time", "bytedance:lrdate_time",
)  # fmt: skip
_AUTHORS = (
    "article:author", "author", "og:article:author", "dable:author", "byl", "dc.creator", "dcterms.creator", "parsely-author",
    "twitter:creator", "sailthru.author", "article:author:name", "mediator_author", "creator", "weibo: article:author", "nate:author",
)  # fmt: skip
_SECTIONS = (
    "article:section",
    "og:article:section",
    "section",
    "news_section",
    "category",
    "dable:section",
    "cxenseparse:pub-section",
)
_TITLES = (
    "og:title",
    "twitter:title",
    "dable:title",
    "headline",
    "articletitle",
    "title",
    "dc.title",
    "dcterms.title",
    "weibo:title",
)


_STAMP_LABEL = re.compile(
    r"(?:기사)?(?:입력|등록|승인|송고|작성|수정|최종수정|업데이트)\s*[:：]?|(?:发布|發布|更新|发表)?(?:时间|時間|日期)\s*[:：]"
)
_LABELLED = re.compile(
    r"(?:作者|记者|記者|撰文|文)\s*[:：/／]\s*[^\s|,，。:：\[【]{2,12}(?:[ 、][\u4e00-\u9fff]{2,4}(?=$|\s))?"
)
_OUTLET_PAIR = re.compile(
    r"^([\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?)\s*[/／|]\s*[\u4e00-\u9fff]{2,12}(?:报|报道|社|网|新闻|周刊|电视台|日報|新聞|報)$"
)
_CRUMB = re.compile(r"\s*(?:[>＞›»]+|\s/\s)\s*")
_NO_SECTION = re.compile(r"^(?:正文|内容|文章|内页|详情|전체|기사|본문|일반)$")
_WRITERS = re.compile(r"(?i)author|writer|reporter|byline|journalist")


@dataclass(slots=True)
class Head:
    title: str = ""
    title_by: str = ""
    title_at: int = -1
    """Index of the title's line in the page, -1 where it is not printed."""
    title_node: int = -1
    witnesses: dict[str, list[str]] = field(default_factory=dict)


def zone_for(name: str | None, text: str) -> tzinfo:
    """A source's time zone; for an unknown one the zone of the script: Hangul Seoul, kana Tokyo, else UTC+8."""
    if name:
        return ZoneInfo(name)
    hangul, kana, han = len(_HANGUL.findall(text)), len(_KANA.findall(text)), len(_HAN.findall(text))
    if hangul > 0.25 * (hangul + kana + han) and hangul > kana:
        return ZoneInfo("Asia/Seoul")
    return ZoneInfo("Asia/Tokyo") if kana > 0.15 * (kana + han) and kana > 3 else timezone(timedelta(hours=8))


# ---------------------------------------------------------------------- headline


def title(doc: Document, page: list[Line], data: Data, site: str) -> Head:
    """The headline: the printed line that the page's own titles confirm, else the best of those without site names."""
    declared = [collapse(v) for name in _TITLES for v in doc.meta.get(name, ()) if v.strip()]
    declared += data.headlines
    keys = [squash(t) for t in declared if t]
    whole = squash(doc.title)
    told = " ".join([doc.title, *declared])
    head = Head(witnesses={"title": [*dict.fromkeys([*declared, doc.title])]})
    best = 0.0
    limit = min(len(page), 600)
    for k in range(limit):
        line = page[k]
        size = width(line.text)
        heading = line.bits & HEADING
        if size < 3 or size > 130 or line.bits & (CONTROL | CAPTION) or phrasebook.CAPTION_LEAD.search(line.text):
            continue
        text = line.text
        if not heading and text[1:4] not in told:
            continue
        named = doc.named[line.node] | doc.named[max(0, doc.parents[line.node])]
        titled = named & hints.TITLE
        key = squash(text)
        if len(key) < 2:
            continue
        agreement = _agreement(key, keys, whole)
        if not agreement and not heading:
            continue
        score = 5.0 * agreement
        if heading:
            level = _level(doc, line.node)
            score += {1: 3.0, 2: 1.8, 3: 1.2, 4: 1.0}.get(level, 0.5)
        if titled:
            score += 1.0
        if line.bits & HIDDEN:
            score -= 1.5
        if line.link > 0.6 * len(text):
            score -= 2.0
        if line.bits & CHROME:
            score -= 2.0
        if named & hints.CHROME and not titled:
            score -= 0.5
        if site and squash(site) == key:
            score -= 5.0
        if phrasebook.match(text, "tail"):
            score -= 3.0
        score -= k / 600
        if score > best:
            best, head.title, head.title_at, head.title_node = score, text, k, line.node
    if best >= 2.5:
        head.title_by = "generic"
        head.title = _whole_heading(doc, page, head, keys, whole)
    else:
        head.title_at = head.title_node = -1
        head.title, head.title_by = _declared(declared, doc.title, site)
    return head


def _agreement(key: str, keys: list[str], whole: str) -> float:
    """0..1: how far the page's own titles confirm a line."""
    best = 0.0
    for other in keys:
        if other == key:
            return 1.0
        if len(key) >= 4 and key in other:
            best = max(best, len(key) / len(other))
        elif len(other) >= 6 and other in key:
            best = max(best, 0.9 * len(other) / len(key))
    if whole:
        if whole.startswith(key) and len(key) >= 5:
            best = max(best, 0.75 + 0.25 * len(key) / len(whole))
        elif len(key) >= 5 and key in whole:
            best = max(best, 0.2 + 0.75 * len(key) / len(whole))
        elif len(whole) >= 6 and whole in key:
            best = max(best, 0.9 * len(whole) / len(key))
    return best


def _level(doc: Document, node: int) -> int:
    for _ in range(4):
        tag = doc.tags[node]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return int(tag[1])
        node = doc.parents[node]
        if node < 0:
            break
    return 9


def _whole_heading(doc: Document, page: list[Line], head: Head, keys: list[str], whole: str) -> str:
    """A headline broken by <br> is joined where the page's titles have it whole; a date inside the h1 goes."""
    text = head.title
    siblings = [x for x in page[max(0, head.title_at - 2) : head.title_at + 3] if x.node == head.title_node]
    if len(siblings) > 1:
        joined = " ".join(x.text for x in siblings)
        key = squash(joined)
        if key in keys or (len(key) >= 6 and key in whole):
            return joined
    for stamp in dates.find(text, UTC) if any(c.isdigit() for c in text[-24:]) else ():
        rest = text.replace(stamp.text, "").strip(" -|·()[]（）")
        if squash(rest) in keys or (stamp.precision != "day" and width(rest) >= 6):
            return rest
    return text


def _declared(declared: list[str], page_title: str, site: str) -> tuple[str, str]:
    """The best of the page's own titles with site and section names taken off."""
    keys = {squash(t): t for t in declared}
    inner = [
        t for k, t in keys.items() if len(k) >= 8 and sum(k in other for other in keys) == len(keys) and len(keys) > 1
    ]
    if inner:
        return min(inner, key=len), "meta"  # the one that all the others contain
    options = [(t, "meta") for t in declared if t] + ([(page_title, "title")] if page_title else [])
    for text, by in options:
        cleaned = strip_site(text, site, [t for t, _ in options if t != text])
        if width(cleaned) >= 3:
            return cleaned, by
    return "", ""


def strip_site(text: str, site: str, others: list[str]) -> str:
    """A <title> without the names of site and section, in any order.

    A piece is taken off when it is the site's name, when another of the page's titles lacks it, or when it is the
    shorter end of a separated title.
    """
    pieces = [p for p in _SEPARATORS.split(text) if p and p.strip()]
    if len(pieces) < 2:
        return text.strip()
    key_site = squash(site)
    for other in others:
        key = squash(other)
        for a in range(len(pieces)):
            for b in range(len(pieces), a, -1):
                start = text.find(pieces[a])
                stop = text.rfind(pieces[b - 1]) + len(pieces[b - 1])
                if (b - a) < len(pieces) and squash(text[start:stop]) == key and len(key) >= 4:
                    return text[start:stop].strip()
    left, right = 0, len(pieces)
    while right - left > 1:
        last, first = pieces[right - 1], pieces[left]
        rest = sum(width(p) for p in pieces[left : right - 1])
        if (key_site and squash(last) and (squash(last) in key_site or key_site in squash(last))) or (
            width(last) <= 12 and width(last) < rest
        ):
            right -= 1
            continue
        if key_site and squash(first) and (squash(first) in key_site or key_site in squash(first)):
            left += 1
            continue
        break
    start, stop = text.find(pieces[left]), text.rfind(pieces[right - 1]) + len(pieces[right - 1])
    return text[start:stop].strip()


# ---------------------------------------------------------------------- dates


@dataclass(slots=True)
class When:
    published: dates.Stamp | None = None
    updated: dates.Stamp | None = None
    by: str = ""
    updated_by: str = ""


def declared_stamps(doc: Document, data: Data, zone: tzinfo) -> tuple[list[dates.Stamp], list[dates.Stamp]]:
    """(published, updated) stamps of JSON-LD, <meta> and <time>, best first."""
    published = [s for s in (dates.parse(v, zone) for v in data.published) if s]
    updated = [s for s in (dates.parse(v, zone) for v in data.updated) if s]
    for names, out in ((_PUBLISHED, published), (_UPDATED, updated)):
        for name in names:
            for value in doc.meta.get(name, ()):
                stamp = dates.parse(value, zone)
                if stamp:
                    out.append(stamp)
    return published, updated


def when(
    doc: Document,
    page: list[Line],
    head: Head,
    first: int,
    last: int,
    inside: list[dates.Stamp],
    data: Data,
    zone: tzinfo,
    url: str,
) -> When:
    """Publication and update time.

    ``first`` and ``last`` are the nodes of the text. Printed stamps are looked for between the headline and the text,
    then inside the container, then just above the headline, then behind the text; a stamp above the headline or
    behind the text counts only where metadata does not contradict its day.
    """
    out = When()
    published, updated = declared_stamps(doc, data, zone)
    start, stop = _span(page, head, first)
    printed = _stamps(doc, page[start:stop], zone)
    if not printed:
        printed = inside
    days = {s.value.date() for s in published[:3]}
    from_url = _URL_DATE.search(url)
    if not printed:
        far = _stamps(doc, page[max(0, start - 12) : start], zone)[::-1]
        behind = next((k for k in range(stop, len(page)) if page[k].first > last), len(page)) if last >= 0 else stop
        far += _stamps(doc, page[behind : behind + 14], zone)
        url_day = "-".join(from_url.groups()) if from_url else ""
        agreed = [s for s in far if s.value.date() in days or s.value.date().isoformat() == url_day]
        printed = (
            agreed
            or ([s for s in far if s.label] if not days and not url_day else [])
            or (far if not days and not url_day else [])
        )
        printed = printed[:2]
    plain = [s for s in printed if s.label == "published"] or [s for s in printed if s.label is None]
    changed = [s for s in printed if s.label == "updated"]
    if plain:
        out.published, out.by = plain[0], "generic"
        same_day = [s for s in published if s.value.astimezone(zone).date() == plain[0].value.astimezone(zone).date()]
        if plain[0].precision == "day" and same_day and same_day[0].precision != "day":
            out.published, out.by = same_day[0], "meta"
    elif published and not (changed and published[0].precision == "day"):
        out.published, out.by = published[0], "meta"
        if (
            changed
            and abs((changed[0].value - published[0].value).total_seconds()) < 86_400 * 2
            and not any(s.label == "published" for s in printed)
        ):
            # one printed time only, called an update: it is what the page is dated with
            out.published, out.by = changed[0], "generic"
    elif changed:
        out.published, out.by = changed[0], "generic"
    elif published:
        out.published, out.by = published[0], "meta"
    elif from_url:
        stamp = dates.parse("-".join(from_url.groups()), zone)
        if stamp:
            out.published, out.by = stamp, "url"
    if changed and changed[0] is not out.published:
        out.updated, out.updated_by = changed[0], "generic"
    elif updated and out.published and updated[0].value > out.published.value:
        out.updated, out.updated_by = updated[0], "meta"
    return out


def _span(page: list[Line], head: Head, first: int) -> tuple[int, int]:
    """Lines between the headline and the text."""
    start = head.title_at + 1 if head.title_at >= 0 else 0
    stop = (
        next((k for k, x in enumerate(page) if x.first >= first), len(page))
        if first >= 0
        else min(len(page), start + 40)
    )
    if stop < start:
        start = max(0, stop - 30)
    return max(start, stop - 120), stop


def _stamps(doc: Document, some: list[Line], zone: tzinfo) -> list[dates.Stamp]:
    out: list[dates.Stamp] = []
    label = None
    for line in some:
        said = line.text
        if len(said) > 160 or (line.link > 0.8 * len(said) and width(said) > 24):
            label = None
            continue
        found = dates.find(said, zone) if any(c.isdigit() for c in said) else []
        if not found:
            label = _label(said) if width(said) < 10 else None
            continue
        if label and found[0].label is None:
            found[0] = dates.Stamp(found[0].value, found[0].precision, found[0].text, label)
        label = None
        out.extend(found)
    timed = [s for s in out if s.precision != "day"]
    return timed or out


_LABEL_PUBLISHED = re.compile(r"입력|등록|승인|송고|작성|발행|게재|发布|發布|发表|發表|刊登|时间|時間")
_LABEL_UPDATED = re.compile(r"수정|업데이트|更新|修改|修訂")


def _label(said: str) -> str | None:
    """A label that stands in a box of its own before the date."""
    if _LABEL_UPDATED.search(said):
        return "updated"
    return "published" if _LABEL_PUBLISHED.search(said) else None


# ---------------------------------------------------------------------- people, section, outlet


def bylines(doc: Document, page: list[Line], head: Head, first: int) -> list[str]:
    """Printed byline lines between headline and text, best first."""
    start, stop = _span(page, head, first)
    named, plain = [], []
    cards: dict[int, list[str]] = {}
    for line in page[start:stop]:
        said = line.text
        node = line.node
        for _ in range(3):  # several writers, each in a box of their own
            if node > 0 and _WRITERS.search(doc.attr(node, "class")):
                cards.setdefault(node, []).append(said)
                break
            node = doc.parents[node]
        if width(said) > 90 or line.bits & (CONTROL | HIDDEN):
            continue
        who = _writer(said)
        if who is None or not (who.names or who.agency):
            continue
        said = who.line
        hint = doc.named[line.node] | doc.named[max(0, doc.parents[line.node])]
        (named if hint & hints.BYLINE or not line.bits & LINK else plain).append(said)
    named.sort(key=lambda said: not people.read(said).names)  # type: ignore[union-attr]  # persons before outlets
    joined = [", ".join(c) for c in cards.values() if 2 <= len(c) <= 6 and sum(map(len, c)) < 80]
    return [line for line in joined if (who := people.read(line)) and len(who.names) > 1] + named + plain


def _writer(said: str) -> people.Byline | None:
    """A byline on its own, beside a date, or behind a label."""
    if any(c.isdigit() for c in said):
        for stamp in dates.find(said, UTC):
            said = said.replace(stamp.text, " ")
        said = _STAMP_LABEL.sub(" ", said).strip(" |·,:：-")
    if width(said) <= 60 and (who := people.read(collapse(said))) is not None:
        return who
    found = _LABELLED.search(said)
    if found is not None:
        return people.read(found.group(0).strip())
    found = _OUTLET_PAIR.match(said)
    if found is not None and people.names([found.group(1)]):
        return people.read(f"记者 {found.group(1)}")
    return None


def signature(doc: Document, page: list[Line], last: int) -> str:
    """A writer's card behind the text: a byline in an element named so, or with an address."""
    behind = next((k for k, x in enumerate(page) if x.first > last), len(page))
    for line in page[behind : behind + 14]:
        if width(line.text) > 50 or line.bits & (CONTROL | HIDDEN):
            continue
        who = people.read(line.text)
        if who is not None and who.names:
            hint, node = 0, line.node
            for _ in range(3):
                hint |= doc.named[node]
                node = max(0, doc.parents[node])
            if who.email or hint & hints.BYLINE:
                return line.text
    return ""


def copyright_after(page: list[Line], last: int) -> str:
    """The copyright line just behind the text."""
    behind = next((k for k, x in enumerate(page) if x.first > last), len(page))
    for line in page[behind : behind + 20]:
        if phrasebook.is_copyright(line.text):
            return line.text
    return ""


def authors(doc: Document, data: Data) -> list[str]:
    """Author strings of JSON-LD and <meta>, as given."""
    return list(
        dict.fromkeys([*data.authors, *(v.strip() for name in _AUTHORS for v in doc.meta.get(name, ()) if v.strip())])
    )


def section(doc: Document, data: Data, page: list[Line], head: Head) -> str:
    """The section by metadata, else the last step of the crumbs above the headline."""
    name = doc.first_meta(*_SECTIONS) or data.section
    if name or head.title_at < 0:
        return name
    for line in reversed(page[max(0, head.title_at - 12) : head.title_at]):
        steps = [s.strip() for s in _CRUMB.split(line.text) if s.strip()]
        if 2 <= len(steps) <= 6 and all(width(s) <= 10 for s in steps):
            steps = [s for s in steps[1:] if not _NO_SECTION.match(s)]
            if steps:
                return steps[-1]
    return ""


def outlet(page: list[Line], head: Head, first: int) -> str:
    """The original source as printed in the header (来源：…)."""
    start, stop = _span(page, head, first)
    for line in page[max(0, start - 4) : stop]:
        if len(line.text) < 160:
            found = _OUTLET.search(line.text)
            if found:
                return found.group(1).strip()
    return ""


def subtitle(doc: Document, page: list[Line], head: Head, first: int) -> list[str]:
    """Subtitle lines between headline and text: elements named so, or second headings."""
    start, stop = _span(page, head, first)
    out: list[str] = []
    for line in page[start:stop]:
        size = width(line.text)
        if size < 4 or size > 160 or line.bits & (CONTROL | HIDDEN | CHROME) or line.link > 0.5 * len(line.text):
            continue
        named, node = 0, line.node
        for _ in range(3):
            named |= doc.named[node] & hints.SUBTITLE
            node = doc.parents[node]
            if node < 0:
                break
        if not named and not (line.bits & (HEADING | BOLD) and head.title_at >= 0 and size >= 8):
            continue
        if (
            squash(line.text) == squash(head.title)
            or (is_closed(line.text) and not named)
            or phrasebook.CAPTION_LEAD.search(line.text)
            or phrasebook.match(line.text, "tail")
            or dates.find(line.text, UTC)
        ):
            continue
        if people.read(line.text) is None and line.text not in out:
            out.append(line.text)
    return out[:8]


__all__ = [
    "Head",
    "When",
    "authors",
    "bylines",
    "outlet",
    "section",
    "strip_site",
    "subtitle",
    "title",
    "when",
    "zone_for",
]
