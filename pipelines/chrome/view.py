"""A page as the readers of its fields see it: parsed once, with its headline, its time zone and its JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.items import Page
from crawler.rules import Profile
from pipelines import dates
from pipelines.chrome import embedded, headline, jsonld, scripted
from pipelines.chrome.document import CONTROL, HIDDEN, Document, parse
from pipelines.chrome.lines import Line, at, lines

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_VEILED = 150
"""Width of hidden prose from which a page that shows little else is taken to hide its text until a script shows it."""
_UNCLOSED = 120
"""Width of prose inside links of one address from which they are one that was never closed."""
_LATIN = re.compile(r"[A-Za-z]")
_SEOUL, _TOKYO, _CHINA = ZoneInfo("Asia/Seoul"), ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=8))
_OF_COUNTRY = {
    "kr": _SEOUL,
    "jp": _TOKYO,
    "fr": ZoneInfo("Europe/Paris"),
    "de": ZoneInfo("Europe/Berlin"),
    "uk": ZoneInfo("Europe/London"),
    **dict.fromkeys(("cn", "tw", "hk", "mo", "sg"), _CHINA),
}
_DATED = ("article:published_time", "article:modified_time")
_SAMPLE = 3000
"""Characters of a page by which its script is told."""


@dataclass(slots=True)
class View:
    """One page. ``lines`` are those of the whole document."""

    url: str
    doc: Document
    lines: list[Line]
    data: jsonld.Data
    zone: tzinfo
    head: headline.Head
    lead: str
    """What the page's description promises as the beginning of the text; "" where there is none."""
    _states: list[tuple[str, str]] | None = None

    @classmethod
    def of(cls, page: Page, profile: Profile) -> View:
        doc = parse(scripted.written(page.text))
        data = jsonld.linked_data(doc)
        everything = lines(doc)
        if (veiled := _veiled(doc, everything)) >= 0:
            doc.show(veiled)
            everything = lines(doc)
        if unclosed := _unclosed(doc, everything):
            doc.unlink(unclosed)
            everything = lines(doc)
        site = doc.first_meta("og:site_name") or profile.publisher or data.publisher
        sample = doc.title + "".join(x.text for x in everything[:200])[:_SAMPLE]
        told = [value for name in _DATED for value in doc.meta.get(name, ())]
        return cls(
            page.url,
            doc,
            everything,
            data,
            zone_for(profile.timezone, sample, page.url, data.published + told),
            headline.find(doc, everything, data, site),
            doc.first_meta("og:description", "description", "twitter:description"),
        )

    def states(self) -> list[tuple[str, str]]:
        """Long texts of the page's scripts (``embedded.states``); facts beside them go into ``data``, once."""
        if self._states is None:
            self._states = embedded.states(self.doc, self.data, self.head.title)
        return self._states

    def span(self, first: int) -> tuple[int, int]:
        """Lines between the headline and the text, at most 120; ``first`` is the text's first node, -1 if unknown."""
        start = self.head.title_at + 1
        stop = at(self.lines, first) if first >= 0 else min(len(self.lines), start + 40)
        if stop < start:
            start = max(0, stop - 30)
        return max(start, stop - 120), stop

    def meaning(self, line: Line) -> int:
        """What the names of three elements around a line say."""
        bits, node = 0, line.node
        for _ in range(3):
            bits |= self.doc.named[node]
            node = max(0, self.doc.parents[node])
        return bits


def _veiled(doc: Document, page: list[Line]) -> int:
    """The hidden element that holds nearly all prose, to be shown by a script once the page is loaded; -1 if none."""
    shown, hidden = 0, Counter[int]()
    for line in page:
        if not line.prose:
            continue
        if not line.bits & HIDDEN:
            shown += line.size
        elif not line.bits & CONTROL:
            node = line.node
            while doc.parents[node] >= 0 and doc.bits[doc.parents[node]] & HIDDEN:
                node = doc.parents[node]
            hidden[node] += line.size
    node, size = max(hidden.items(), key=lambda item: item[1], default=(-1, 0))
    return node if size > max(_VEILED, 2 * shown) else -1


def _unclosed(doc: Document, page: list[Line]) -> set[int]:
    """The links around most of the prose that all have one address: one that was never closed, reopened in each block;
    empty where the page has none.
    """
    around: dict[str, set[int]] = {}
    sizes = Counter[str]()
    prose = 0
    for line in page:
        if not line.prose:
            continue
        prose += line.size
        if line.linked and (link := _link_of(doc, line.first)) > 0:
            address = doc.attr(link, "href")
            if not address or address.startswith(("#", "javascript:")):
                continue
            around.setdefault(address, set()).add(link)
            sizes[address] += line.size
    address, size = max(sizes.items(), key=lambda item: item[1], default=("", 0))
    return around[address] if size > max(_UNCLOSED, 0.5 * prose) else set()


def _link_of(doc: Document, node: int) -> int:
    """The outermost of the links around a node that stand in each other; -1 where there is none."""
    found = -1
    while node > 0:
        node = doc.parents[node]
        if node > 0 and doc.tags[node] == "a":
            found = node
    return found


def absolute(base: str, url: str) -> str:
    """An address as written on a page joined with the page's; "" where it is none (``http://[``)."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def zone_for(name: str | None, text: str, url: str = "", told: Iterable[str] = ()) -> tzinfo:
    """The zone of printed times: the source's (``name``), else the one that metadata writes (``told``, date texts),
    the one of the address's country, the one of the script of ``text``."""
    if name:
        return ZoneInfo(name)
    named = next((zone for zone in map(dates.offset, told) if zone), None)
    return named or _of_address(url) or _of_script(text)


def _of_address(url: str) -> tzinfo | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return _OF_COUNTRY.get(host.rpartition(".")[2])


def _of_script(text: str) -> tzinfo:
    """Hangul Seoul, kana Tokyo, else UTC+8; names of other languages in a Latin page's menu say nothing."""
    hangul, kana, han = len(_HANGUL.findall(text)), len(_KANA.findall(text)), len(_HAN.findall(text))
    if hangul + kana + han < 0.1 * len(_LATIN.findall(text)):
        return _CHINA
    if hangul > 0.25 * (hangul + kana + han) and hangul > kana:
        return _SEOUL
    return _TOKYO if kana > 0.15 * (kana + han) and kana > 3 else _CHINA
