"""The headline: the printed line that the page's own titles confirm, else the best of those titles.

A title without its site's name is told from the others by what they share, in whatever order the names stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC

from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import CAPTION, CHROME, CONTROL, HEADING, HIDDEN, Document
from pipelines.chrome.jsonld import Data
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import Pairs, collapse, is_closed, squash, width

_META = (
    "og:title", "twitter:title", "dable:title", "headline", "articletitle", "title", "dc.title", "dcterms.title",
    "weibo:title",
)  # fmt: skip
# what stands between headline, section and site in a <title>
_CRUMBS = re.compile(r"^(?:홈|HOME|Home|首[页頁])\s?[>›»]|[^<>]\s?[>›»]\s?[^<>]+\s?[>›»]\s?[^<>]")
"""홈 > 지역 > 사회"""
_DOMAIN = re.compile(r"(?i)[a-z0-9-]\.(?:com|net|org|(?:co\.)?kr|cn|tw|hk)\s*$")
_SEPARATORS = re.compile(r"\s*(?:\||｜|ㅣ|_|::|：：|»|«|›|<|>|◎|\s[-–—:·•/]\s|[-–—](?=[^-–—]{2,14}$))\s*")
_BAR = re.compile(
    r"(?i)(?<![a-z])(?:mobile|mo|m)[-_]?(?:head|header|tit|title|bar|top)|app[-_]?bar|hidden-(?:pc|desktop)|(?:small|mobile)-only"
    r"|(?:lg|md)-none|(?<![a-z])(?:sticky|fixed|floating|scroll)(?![a-z])"
)
"""A bar that repeats the headline at the edge of a window, or on a telephone."""
_NO_HEADLINE = re.compile(
    r"(?i)(?:[网網]|[网網]站|日报|日報|晚报|晚報|广播|廣播|[电電]视台|[電电]視台|신문|일보|뉴스|방송|닷컴|\bnews|\bradio|\bonline|\btimes"
    r"|\bdaily|\btv|\.(?:com|net|org|co\.kr|cn|tw))$"
    r"|^(?:新[闻聞]|文章)(?:[详詳]情|[内內]容|正文|中心|[页頁])?$|^正文$|^(?:뉴스|기사)\s?(?:보기|본문|상세|내용)?$"
)
"""The name of a site or of a kind of page, as pages that tell no headline have it in all of their titles."""
_WIDEST_NAME = 24
_DAY_LEAD = re.compile(r"^[\[(（]?(?:19|20)\d\d[-./年년]\s?\d{1,2}[-./月월]\s?\d{1,2}[.日일]?[\])）]?\s{0,3}(?=\D)")
"""A day in one line with the headline."""
_ENOUGH = 2.5
"""Score from which a line is the headline."""
_MOST_LINES = 600
"""Lines from the top of the page among which the headline is looked for."""
_NEAR = 10
"""Lines behind a headline that no title confirms among which prose stands."""
_ABOUT = 0.3
"""Share of its pairs of characters that a headline has in common with its text."""
_ABOVE, _FOOT, _COMPARED = 25, 40, 4000
"""Lines above the text, lines of the page's foot, and characters of the text that are looked at."""
_LEVELS = {1: 3.0, 2: 1.8, 3: 1.2, 4: 1.0}
"""What <h1> to <h4> say for a line; any other element that counts as a heading says 0.5."""


@dataclass(slots=True)
class Head:
    """The headline, where it is printed, and by which rung it was found ("generic", "meta", "title", "rules", "")."""

    title: str = ""
    title_by: str = ""
    title_at: int = -1
    """Index of the title's line in the page, -1 where it is not printed."""
    title_node: int = -1
    witnesses: dict[str, list[str]] = field(default_factory=dict)


def find(doc: Document, page: list[Line], data: Data, site: str) -> Head:
    """The headline of a page. ``site`` is the publisher's name, "" where it is not known."""
    declared = [collapse(v) for name in _META for v in doc.meta.get(name, ()) if v.strip()] + data.headlines
    head = Head(witnesses={"title": [*dict.fromkeys([*declared, doc.title])]})
    search = _Search(doc, page, declared, site)
    k, score = search.best()
    if score >= _ENOUGH:
        head.title, head.title_by = search.whole(k), "generic"
        head.title_at, head.title_node = k, page[k].node
    elif search.titled or (k := search.named()) < 0:
        head.title, head.title_by = _declared(declared, doc.title, site)
    else:
        head.title, head.title_by, head.title_at, head.title_node = page[k].text, "generic", k, page[k].node
    return head


class _Search:
    """Scores the lines of one page as its headline."""

    def __init__(self, doc: Document, page: list[Line], declared: list[str], site: str):
        self.doc, self.page, self.site = doc, page, squash(site)
        self.keys = [squash(t) for t in declared if t]
        self.title = squash(doc.title)
        self.told = " ".join([doc.title, *declared])
        self.titled = not all(_is_name(t, site) for t in (doc.title, *declared))
        """Whether one of the page's titles may be a headline."""
        if not self.titled:
            self.keys, self.title = [], ""

    def best(self) -> tuple[int, float]:
        """Index and score of the likeliest line; (-1, 0) where there is none."""
        best, best_score = -1, 0.0
        for k, line in enumerate(self.page[:_MOST_LINES]):
            if (score := self._score(line) - k / _MOST_LINES) > best_score:
                best, best_score = k, score
        return best, best_score

    def named(self) -> int:
        """The first heading or line that is named as a title and has prose behind it; -1 where there is none."""
        for k, line in enumerate(self.page[:_MOST_LINES]):
            named = self.doc.named[line.node] | self.doc.named[max(0, self.doc.parents[line.node])]
            if not (named & hints.TITLE or line.bits & HEADING) or not 8 <= line.size <= 130:
                continue
            if named & hints.CHROME or line.linked or line.bits & (HIDDEN | CHROME | CONTROL | CAPTION):
                continue
            if not _is_name(line.text, self.site) and any(x.prose for x in self.page[k + 1 : k + _NEAR]):
                return k
        return -1

    def _score(self, line: Line) -> float:
        text, heading = line.text, line.bits & HEADING
        if text[:3].strip("[(（")[:2] in ("19", "20"):
            text = _DAY_LEAD.sub("", text)
        if not heading and text[1:4] not in self.told:
            return 0.0
        if _CRUMBS.search(text):
            return 0.0
        size, key = line.size, squash(text)
        if not 3 <= size <= 130 or len(key) < 2 or line.bits & (CONTROL | CAPTION):
            return 0.0
        confirmed = self._confirmed(key)
        if not (confirmed or heading) or phrasebook.CAPTION_LEAD.search(text):
            return 0.0
        named = self.doc.named[line.node] | self.doc.named[max(0, self.doc.parents[line.node])]
        score = 5.0 * confirmed
        if heading:
            score += _LEVELS.get(_level(self.doc, line.node), 0.5)
        if named & hints.TITLE:
            score += 1.0
        elif named & hints.CHROME:
            score -= 0.5
        if line.bits & HIDDEN:
            score -= 1.5
        if confirmed and self._in_bar(line.node):
            score -= 1.0
        if line.linked:
            score -= 2.0
        if line.bits & CHROME:
            score -= 2.0
        if (self.site and self.site == key) or (not self.titled and _is_name(text, self.site)):
            score -= 5.0
        if phrasebook.match(text, "tail"):
            score -= 3.0
        return score

    def _in_bar(self, node: int) -> bool:
        doc = self.doc
        for _ in range(4):
            if node <= 0 or doc.tags[node] == "body":
                break
            if doc.attrs[node] and _BAR.search(doc.attr(node, "class")):
                return True
            node = doc.parents[node]
        return False

    def _confirmed(self, key: str) -> float:
        """How far the page's own titles confirm a line, 0 to 1."""
        if key in self.keys:
            return 1.0
        best = 0.0
        for other in self.keys:
            if len(key) >= 4 and key in other:
                best = max(best, len(key) / len(other))
            elif len(other) >= 6 and other in key:
                best = max(best, 0.9 * len(other) / len(key))
        title = self.title
        if title and len(key) >= 5 and title.startswith(key):
            best = max(best, 0.75 + 0.25 * len(key) / len(title))
        elif title and len(key) >= 5 and key in title:
            best = max(best, 0.2 + 0.75 * len(key) / len(title))
        elif len(title) >= 6 and title in key:
            best = max(best, 0.9 * len(title) / len(key))
        return best

    def whole(self, k: int) -> str:
        """The line's text; broken by <br> it is joined where the titles have it whole, and a date in it goes."""
        line = self.page[k]
        siblings = [x.text for x in self.page[max(0, k - 2) : k + 3] if x.node == line.node]
        if len(siblings) > 1:
            joined = " ".join(siblings)
            key = squash(joined)
            if key in self.keys or (len(key) >= 6 and key in self.title):
                return joined
        text = line.text
        if (lead := _DAY_LEAD.match(text)) and self._confirmed(squash(text[lead.end() :])) > 0.6:
            text = text[lead.end() :]
        for stamp in dates.find(text, UTC) if any(c.isdigit() for c in text[-24:]) else ():
            rest = text.replace(stamp.text, "").strip(" -|·()[]（）")
            if squash(rest) in self.keys or (stamp.precision != "day" and width(rest) >= 6):
                return rest
        return text


def _is_name(title: str, site: str) -> bool:
    """Whether a title is empty, the site's name, or that of a kind of page."""
    key = squash(title)
    return not key or key == squash(site) or (width(title) <= _WIDEST_NAME and _NO_HEADLINE.search(title) is not None)


def _is_site(title: str, page: list[Line]) -> bool:
    """Whether a title is a site's name: by its words, or because the owner's line in the foot has it."""
    if not title or width(title) > _WIDEST_NAME:
        return False
    key = squash(title)
    foot = (line.text for line in page[-_FOOT:] if phrasebook.is_copyright(line.text))
    return _NO_HEADLINE.search(title) is not None or any(key in squash(said) for said in foot)


def recovered(head: Head, doc: Document, page: list[Line], first: int, said: str) -> bool:
    """Whether a line above the text became the headline, because the one that was found is the site's name.

    Pages whose titles name the site only may print the headline in any element. ``first`` is the text's first node,
    ``said`` the text.
    """
    if first < 0 or head.title_by == "rules" or not _is_site(head.title, page):
        return False
    text = Pairs(said[:_COMPARED])
    stop = at(page, first)
    scores: dict[int, float] = {}
    for k in range(max(0, stop - _ABOVE), min(len(page), stop + 2)):
        line = page[k]
        if not 8 <= line.size <= 90 or line.linked or line.bits & (HIDDEN | CONTROL | CAPTION) or is_closed(line.text):
            continue
        if phrasebook.match(line.text, "tail") or phrasebook.CAPTION_LEAD.search(line.text) or people.read(line.text):
            continue
        if _CRUMBS.search(line.text):
            continue
        scores[k] = text.of(line.text)
    enough = max(_ABOUT, 0.5 * max(scores.values(), default=0.0))
    best = next((k for k, score in scores.items() if score >= enough), -1)  # a subtitle stands below
    if best < 0:
        return False
    head.title, head.title_by = page[best].text, "generic"
    head.title_at, head.title_node = best, page[best].node
    return True


def _level(doc: Document, node: int) -> int:
    """1 to 6 for a line in <h1> to <h6>, else 9."""
    for _ in range(4):
        tag = doc.tags[node]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return int(tag[1])
        node = doc.parents[node]
        if node < 0:
            break
    return 9


def _declared(declared: list[str], page_title: str, site: str) -> tuple[str, str]:
    """The best of the page's own titles with site and section names taken off, and where it stands."""
    keys = {squash(t): t for t in declared}
    inner = [t for key, t in keys.items() if len(key) >= 8 and all(key in other for other in keys)]
    if inner and len(keys) > 1:
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

    def joined(a: int, b: int) -> str:
        return text[text.find(pieces[a]) : text.rfind(pieces[b - 1]) + len(pieces[b - 1])]

    for other in map(squash, others):
        for a in range(len(pieces)):
            for b in range(len(pieces), a, -1):
                if b - a < len(pieces) and len(other) >= 4 and squash(joined(a, b)) == other:
                    return joined(a, b).strip()
    name = squash(site)

    def is_site(piece: str) -> bool:
        key = squash(piece)
        named = bool(name and key) and (key in name or name in key)
        return named or (width(piece) <= _WIDEST_NAME and _DOMAIN.search(piece) is not None)

    left, right = 0, len(pieces)
    while right - left > 1:
        last, rest = pieces[right - 1], sum(map(width, pieces[left : right - 1]))
        if is_site(last):
            right -= 1
        elif is_site(pieces[left]):
            left += 1
        elif width(last) <= 12 and width(last) < rest:
            right -= 1
        else:
            break
    return joined(left, right).strip()
