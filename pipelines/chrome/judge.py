"""Line by line: what stays in a container's text, and why a line goes.

A line is judged by what it says and by where it stands. One that carries a field fills it before it goes; when in
doubt a line is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.container import Container
from pipelines.chrome.document import BOLD, CAPTION, HEADING, ITEM
from pipelines.chrome.fields import take, take_date
from pipelines.chrome.grids import ROW
from pipelines.chrome.habits import Habits
from pipelines.chrome.lines import Line, is_broken
from pipelines.chrome.pictures import bare, is_reporter
from pipelines.chrome.prose import is_closed, squash, width

_ORPHAN = re.compile(r"^[\W_]{1,6}$")
# who speaks in an interview or in a broadcast script: [앵커], [기자], Q, 问
_SPEAKER = re.compile(
    r"^[◀\[［【<＜(（■□●▲△▼▽◆◇○#]?\s*(?:앵커|기자|리포트|리포터|인터뷰|녹취|현장음|질문|답변|앵커멘트|앵커\s*멘트|자막|출연자?|VCR"
    r"|전문|문|답|Q|A|问|答|主持人|記者|记者)\s*(?:[/:·][^\]］】>]{0,40})?[\]］】>)）▶]?\s*$"
)
_BRACKETED = re.compile(r"^[（(](?!.*(?:化名|가명|편집자|[编編]者|本文))[^（()）]{4,}[。.!?][)）]$")
_BRACKETED_PHOTO = re.compile(r"^[\[【<].{0,120}사진\s*[=:/].{1,40}[\]】>]$")
"""[무대에 선 홍길동. 사진 = 한빛방송 화면 캡처]"""
_LONGEST_BRACKET = 80
_ENDINGS = ("cut", "comments", "wall")
"""Verdicts on a line behind which the text may be over."""
_BRIEF = 80
"""Width of prose that may be a whole article."""
_REQUEST = re.compile(r"^☞|(?:세요|십시오|바랍니다)[.!]?$")
"""What promotes something, not what a text says."""
_AMID = frozenset(("ad", "ad_label", "ad_break_zh", "full_text_zh", "full_text_ko"))
"""Patterns of what stands between the paragraphs of a text."""
_BEYOND = 2
"""Lines of chrome behind the text's own element from which nothing more is text."""
_DECK = 120
"""Width of prose up to which what stands before the lines of dates and writers is a deck."""
_KICKER = 60
"""Width of prose up to which lines above the headline are taken for its kicker."""
_LABELLED = re.compile(
    r"(?:作者|撰文|文字|文|編譯|编译|译者|譯者|글|By)\s*[:：／/|｜]|[\u3400-\u9fff]{0,8}[记記]者\s*[:：／/|｜]"
)
_STAMPED = re.compile(
    r"(?:최종|최초|最[后後])?\s?(?:입력|등록|승인|수정|(?:更新|[发發][布表])(?:[于於]|[时時][间間])?)\s?[:：]?"
)
"""The label of a date."""
_HEADER = re.compile(r"(?i)(?<![a-z])(?:meta|info|infos|date|time|source|byline)(?![a-z])")
_ROWS = ("contact_ko", "staff_ko", "editor_zh", "staff_zh")
"""Patterns that act on rows of data tables too."""
_KEEP = ""
"""The verdict on a line that stays."""


@dataclass(slots=True)
class _Spot:
    """A line where it stands."""

    line: Line
    k: int
    """Its index in the container."""
    said: str
    size: int
    """Its width."""
    prose: bool
    """Whether it counts as prose of the article; a link does not."""
    scope: str
    """``head`` before the first prose, ``tail`` behind the last or in the last third of the prose, else ``middle``."""
    early: bool
    """Whether the prose before it may be no more than a deck."""
    after_image: bool

    @property
    def strong(self) -> bool:
        """Bold or a heading."""
        return bool(self.line.bits & (BOLD | HEADING))


class Judge:
    """Reads the lines that a container has left, once."""

    def __init__(self, box: Container, habits: Habits):
        self.box, self.text, self.habits = box, box.text, habits
        self.alts = {squash(image.alt) for image in self.text.images if width(image.alt) >= 4}
        self.in_summary = False
        self.checks = (
            self._copy, self._speaker, self._summary, self._row, self._phrase, self._link, self._figcaption, self._date,
            self._signed, self._caption, self._byline, self._subtitle, self._remnant,
        )  # fmt: skip

    def kept(self) -> list[Line]:
        """The lines that stay, in reading order."""
        kept: list[Line] = []
        done = beyond = 0  # width of the prose kept; lines of chrome since the text's own element ended
        habits = self.habits
        for k, line in enumerate(habits.page):
            size = habits.prose[k]
            scope = "head" if not done else "tail" if self._in_tail(k, done) else "middle"
            early = done < min(_DECK, 0.25 * habits.total)
            spot = _Spot(line, k, line.text, line.size, bool(size), scope, early, habits.after_image[k])
            why = self._judge(spot)
            if why in _ENDINGS:
                if self._ends(spot, why, done):
                    self._cut(k)
                    break
                why = "related" if why == "cut" else f"pattern:{why}"
            if why == "title" and done < _KICKER:
                self._drop_kickers(kept)
                done = 0
            if why == _KEEP and beyond >= _BEYOND and line.tag != ROW:
                why = "beyond"
            if why == _KEEP:
                done += size
                kept.append(line)
                continue
            if why == "caption" and not is_reporter(said := bare(line.text)):
                self.box.captions[line.first] = said
            beyond += k > habits.end and done > _BRIEF and self._is_foreign(why)
            self.text.strip(line.text, why)
        return kept

    def _is_foreign(self, why: str) -> bool:
        """Whether a line went that does not stand in a text; advertisements and buttons that unfold it do."""
        return why in ("link", "related") or (why.startswith("pattern:") and why.removeprefix("pattern:") not in _AMID)

    def _drop_kickers(self, kept: list[Line]) -> None:
        """Lines that the headline stands below are no text."""
        for line in kept:
            self.text.strip(line.text, "kicker")
        kept.clear()

    # ------------------------------------------------------------------ the end of the text

    def _in_tail(self, k: int, done: int) -> bool:
        """Whether a line stands behind the text: by the prose before it, or by where the text's own element ends."""
        habits = self.habits
        return k > habits.last or done >= 0.7 * habits.total or (done > _BRIEF and k > habits.end)

    def _ends(self, spot: _Spot, why: str, done: int) -> bool:
        """Whether a wall, or the head of comments or related articles, ends the text; ``done``: prose before it."""
        if why == "comments":
            return spot.scope == "tail" or done > _KICKER
        if why == "wall":  # the text goes on behind it, or what sells it does
            return done > _KICKER and not self.habits.goes_on(spot.k)
        habits, rest = self.habits, range(spot.k + 1, len(self.habits.page))
        left = sum(habits.prose[k] for k in rest)
        if done < 0.4 * habits.total and not (done > _BRIEF and spot.k > habits.end):
            return False
        if done <= _BRIEF and left >= _BRIEF:
            return False
        if self._resumes(spot.k):
            return False
        single = spot.size > 12  # one related headline, not the head of a box
        goes_on = any(habits.prose[k] and habits.same_shape(habits.page[k]) for k in rest)
        return not (single and goes_on)

    def _resumes(self, k: int) -> bool:
        """Whether the text goes on behind a related link or two that the line ``k`` announces."""
        page, habits = self.habits.page, self.habits
        after = k + 1
        while after < len(page) and after < k + 4 and page[after].linked:
            after += 1
        if after == len(page) or (after == k + 1 and not self._is_box(k)):
            return False
        line = page[after]
        fits = habits.prose[after] > 30 and habits.is_flow(line)
        linked = sum(x.linked for x in page[after + 1 :])
        return fits and linked <= sum(map(bool, habits.prose[after:]))

    def _is_box(self, k: int) -> bool:
        """Whether a heading stands in a box of its own inside the text, whose links went before."""
        page, gone = self.habits.page, self.box.gone
        return not self.habits.is_flow(page[k]) and any(gone[page[k].last + 1 : page[k + 1].first])

    def _cut(self, start: int) -> None:
        """All lines from ``start`` on go; what fields they carry is read."""
        for line in self.habits.page[start:]:
            if found := phrasebook.match(line.text, "tail"):
                take(self.text, found.action, line.text)
            self.text.strip(line.text, "cut")

    # ------------------------------------------------------------------ one line

    def _judge(self, spot: _Spot) -> str:
        """Why the line goes: the first check that has an opinion decides."""
        for check in self.checks:
            why = check(spot)
            if why is not None:
                return why
        return _KEEP

    def _copy(self, spot: _Spot) -> str | None:
        """The headline or a picture's alternative text once more; a line without a word."""
        key = squash(spot.said)
        if not key:
            return _KEEP if spot.scope == "middle" and len(spot.said) > 1 else "punctuation"
        title = self.box.title
        if key == title or (len(title) >= 4 and title in key and key.replace(title, "", 1).isdigit()):
            return "title"  # with its day or not
        return "caption" if len(key) >= 4 and key in self.alts and spot.size < 200 else None

    def _speaker(self, spot: _Spot) -> str | None:
        return _KEEP if _SPEAKER.match(spot.said) else None

    def _summary(self, spot: _Spot) -> str | None:
        """A list of points that repeats the text, with its heading."""
        following = self.habits.page[spot.k + 1 : spot.k + 2]
        listed = spot.size <= 24 and any(x.bits & ITEM for x in following)
        heading = (phrasebook.SUMMARY_LABEL if listed else phrasebook.SUMMARY_HEAD).search(spot.said) is not None
        self.in_summary = heading or (self.in_summary and bool(spot.line.bits & ITEM))
        return "summary" if self.in_summary else None

    def _phrase(self, spot: _Spot) -> str | None:
        found = phrasebook.match(spot.said, spot.scope)
        if not found or (spot.prose and spot.size > 60 and found.scope == "any"):
            return None
        bullet = found.name == "link_ko" and not spot.line.link and is_closed(spot.said)
        if bullet and not _REQUEST.search(spot.said) and self.habits.is_flow(spot.line):
            return None  # a bullet of the text
        telling = spot.size > 12 or spot.said.endswith((":", "："))  # more than a bar says
        if found.action == "comments" and spot.scope == "middle" and telling and self.habits.is_flow(spot.line):
            return None
        if found.action in ("cut", "comments"):
            return found.action
        if found.action in ("login", "paywall") and spot.scope == "tail":
            take(self.text, found.action, spot.said)
            return "wall"
        if found.name == "image_source_zh" and spot.after_image:
            return "caption"
        if found.action == "more" and spot.k < self.habits.last:
            return f"pattern:{found.name}"  # what the button unfolds stands behind it
        take(self.text, found.action, spot.said)
        return f"pattern:{found.name}"

    def _link(self, spot: _Spot) -> str | None:
        if not spot.line.linked:
            return None
        alone = spot.line.link > 0.9 * len(spot.said)
        return "link" if alone or spot.scope == "tail" or spot.size < 60 else None

    def _row(self, spot: _Spot) -> str | None:
        if spot.line.tag != ROW or spot.line.linked:
            return None
        found = phrasebook.match(spot.said, spot.scope)
        return None if found and found.name in _ROWS else _KEEP

    def _figcaption(self, spot: _Spot) -> str | None:
        return "caption" if spot.line.bits & CAPTION else None

    def _date(self, spot: _Spot) -> str | None:
        open_ended = not is_closed(spot.said)
        named = spot.early and open_ended and not spot.prose and self._is_header(spot.line.node)
        loose = open_ended and (spot.scope == "head" or named or (spot.early and self._signs(spot.said)))
        dated = spot.size < 90 and take_date(self.text, spot.said, self.box.zone, loose, named)
        return "date" if dated else None

    def _signs(self, said: str) -> bool:
        """Whether what a line says beside its dates is a byline."""
        for stamp in dates.find(said, self.box.zone):
            said = said.replace(stamp.text, " ")
        who = people.read(" ".join(_STAMPED.sub(" ", said).split()))
        return who is not None and bool(who.names)

    def _is_header(self, node: int) -> bool:
        """Whether an element or the one around it is named after what stands in it beside the text."""
        doc = self.box.doc
        around = [i for i in (node, doc.parents[node]) if i > self.box.root and doc.attrs[i]]
        return any(_HEADER.search(f"{doc.attr(i, 'class')} {doc.attr(i, 'id')}") for i in around)

    def _signed(self, spot: _Spot) -> str | None:
        """A byline above the text that nothing else can be: with an address, or (place=outlet)."""
        if not spot.early or spot.size >= 60:
            return None
        who = people.read(spot.said)
        if who is None or not (who.email or "=" in spot.said or (who.names and _LABELLED.match(spot.said))):
            return None
        self.text.bylines.append(spot.said)
        return "byline"

    def _caption(self, spot: _Spot) -> str | None:
        return "caption" if self._is_caption(spot) else None

    def _byline(self, spot: _Spot) -> str | None:
        if spot.size >= (40 if spot.scope == "middle" else 80) or spot.said.count("△") > 1:
            return None
        who = people.read(spot.said)
        if who is None or (spot.scope == "middle" and not (who.email or _LABELLED.match(spot.said))):
            return None
        self.text.bylines.append(spot.said)
        return "byline"

    def _subtitle(self, spot: _Spot) -> str | None:
        if spot.scope != "head" or spot.size >= 90 or not self._is_subtitle(spot):
            return None
        self.text.subtitle.append(spot.said)
        return "subtitle"

    def _remnant(self, spot: _Spot) -> str | None:
        """Marks behind the text; a short line of another kind before it."""
        if spot.prose:
            return None
        if spot.scope == "tail" and _ORPHAN.match(spot.said):
            return "punctuation"
        foreign = spot.size < 20 and not spot.strong and not self.habits.same_shape(spot.line)
        return "head" if spot.scope == "head" and foreign else None

    def _is_subtitle(self, spot: _Spot) -> bool:
        doc, node = self.box.doc, spot.line.node
        if (
            doc.named[node] | (doc.named[doc.parents[node]] if doc.parents[node] > self.box.root else 0)
        ) & hints.SUBTITLE:
            return True
        if spot.line.bits & BOLD and not spot.prose and is_broken(doc, self.habits.page, spot.k):
            return spot.size >= 4
        if self.habits.marks[spot.said[:1]] > 1:  # the headings of several items
            return False
        following = self.habits.page[spot.k + 1 : spot.k + 8]
        return spot.strong and not is_closed(spot.said) and spot.size >= 4 and any(x.prose for x in following)

    def _is_caption(self, spot: _Spot) -> bool:
        said, size, images = spot.said, spot.size, len(self.text.images)
        if _LABELLED.match(said) and (who := people.read(said)) and who.names:
            return False
        if size > 180 or (said[-1:] in "▼▲◆■" and said[:1] == said[-1:]):  # a subhead between marks
            return False
        if phrasebook.CAPTION_LEAD.search(said):
            bullets = said[:1] in "▲△▼▽↑↓←→" and self.habits.triangles > images + 1
            if spot.after_image or (images and not bullets) or (said[:1] in "▲▼" and spot.line.bits & BOLD):
                return True
        if images and _BRACKETED_PHOTO.match(said):
            return True
        if spot.after_image and _BRACKETED.match(said) and size <= _LONGEST_BRACKET and not people.closing(said):
            return True
        centred = self.habits.is_centred(spot.line)
        if size <= 40 and not spot.strong and not is_closed(said) and not self.habits.centred and centred:
            return True
        if not spot.after_image:
            return False
        if size <= 60 and centred and not (is_closed(said) or self.habits.centred or self.habits.centred_heads):
            return True
        if self.habits.short_captions and size <= 30 and is_closed(said) and not spot.strong:
            return True
        if phrasebook.CAPTION_TAIL.search(said) and (size < 120 or not spot.prose):
            return True
        return size <= 120 and centred and not self.habits.same_shape(spot.line) and not spot.line.bits & HEADING
