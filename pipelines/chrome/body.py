"""From a container to an article's text: paragraphs, captions with their images, and the lines that are metadata.

Nodes go first (hidden copies, controls, link lists, boxes that are chrome by name), then whole lines. A line that
carries a field (byline, date, credit, copyright, editor) fills it before it goes; characters inside a line stay, save
a writer's signature glued behind the last sentence. When in doubt a line is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import tzinfo

from crawler.items import Stripped
from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import BOLD, CAPTION, CONTROL, HEADING, HIDDEN, ITEM, LINK, Document, Line, lines, width
from pipelines.chrome.generic import chrome_mask, is_closed, is_prose, squash

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-echo",
    "ori-src",
    "_src",
    "data-srcset",
    "srcset",
    "src",
)
_JUNK_IMAGE = re.compile(
    r"(?i)^data:|(?:^|[/_.-])(?:icons?|ico|btns?|buttons?|logos?|blank|spacer|loading|transparent|1x1|pixel|qr|qrcode|ewm|weixin|wechat|sns|share|emoji|bullet|avatar|profile|line)(?:[/_.\d-]|$)|\.svg(?:$|\?)"
)  # noqa: E501
_STOCK_QUOTE = re.compile(r"^[(（\[]?\s*[-+]?[\d,.]+\s*,\s*[-+]?[\d,.]+\s*,\s*[-+]?[\d,.]+%\s*[)）\]]?$")
_CENTRED = re.compile(r"(?i)text-align\s*:\s*center")
_DATE_LINE_LEFT = re.compile(
    r"[\W\d_]+|입력|등록|승인|송고|작성|발행|게재|수정|업데이트|최종|기사|보도|시간|오전|오후|发布|發布|发表|發表|更新|时间|時間|日期|来源|來源|刊出|最新|[年月日时時分秒上下午星期一二三四五六天]|[월화수목금토일년시분초]"
)  # noqa: E501
_OUTLET = re.compile(r"(?:来源|來源|出处|稿源|출처)\s*[:：]\s*([^\s|,，。:：（）()]{2,24})")
_WRITER = re.compile(
    r"(?:作者|记者|記者|文)\s*[:：/／]\s*[^\s|,，。:：]{2,12}|[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4})*\s*報導"
)
_ORPHAN = re.compile(r"^[\W_]{1,6}$")
_KEEP_MARK = re.compile(
    r"^[◀\[［【<＜(（■□●▲△▼▽◆◇○#]?\s*(?:앵커|기자|리포트|리포터|인터뷰|녹취|현장음|질문|답변|앵커멘트|앵커\s*멘트|자막|출연자?|VCR|전문|문|답|Q|A|问|答|主持人|記者|记者)\s*(?:[/:·][^\]］】>]{0,40})?[\]］】>)）▶]?\s*$"
)  # noqa: E501
_SIGNATURE = re.compile(r"^[\[(<【/=\-–—\s]*[^\s。.]{2,40}(?:[\s·,=/][^\s。.]{1,20}){0,5}\s*[\])>】]?$")


@dataclass(slots=True)
class Image:
    node: int
    url: str
    alt: str = ""
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Text:
    """What a container holds. ``paragraphs`` are in reading order; ``first`` and ``last`` are nodes of the text."""

    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    subtitle: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    stamps: list[dates.Stamp] = field(default_factory=list)
    credit: str = ""
    copyright: str = ""
    section: str = ""
    tags: str = ""
    truncated: str | None = None
    stripped: list[Stripped] = field(default_factory=list)
    first: int = -1
    last: int = -1
    prose: int = 0
    """Width of the prose kept."""
    foreign: int = 0
    """Width of prose that was dropped as chrome."""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def images_in(doc: Document, start: int, end: int) -> list[Image]:
    """Pictures of a node range that are no icons, with their real address where they load lazily."""
    out = []
    for i in range(start, end):
        if doc.tags[i] != "img":
            continue
        attrs = doc.attrs[i] or {}
        url = ""
        for name in _LAZY:
            value = (attrs.get(name) or "").strip()
            if value and not value.startswith("data:"):
                url = value.split(",")[0].split(" ")[0] if "srcset" in name else value
                break
        if not url or _JUNK_IMAGE.search(url.split("?")[0]):
            continue
        if _small(attrs.get("width")) or _small(attrs.get("height")):
            continue
        out.append(Image(i, url, (attrs.get("alt") or "").strip()))
    return out


def _small(value: str | None) -> bool:
    digits = (value or "").removesuffix("px").strip()
    return digits.isdigit() and int(digits) < 60


_LISTS = frozenset(("ul", "ol", "dl", "table", "div", "section", "aside", "p", "blockquote"))


class _Reader:
    """One pass over one container; see :func:`read`."""

    def __init__(
        self, doc: Document, root: int, title: str, zone: tzinfo, drop: tuple[str, ...], caption: tuple[str, ...]
    ):
        self.doc, self.root, self.zone = doc, root, zone
        self.end = doc.ends[root]
        self.title = squash(title)
        self.text = Text()
        self.mask = bytearray(len(doc))
        self.gone = bytearray(len(doc))  # masked as chrome: pictures in it are not the article's
        self.in_summary = False
        self.shape = ("", "")
        self.captions: dict[int, str] = {}  # node -> caption text, in document order
        self._drop(drop)
        for selector in caption:
            for i in doc.select(selector):
                if root < i < self.end and not self.mask[i] and (said := doc.text(i)):
                    self.captions[i] = said
                    self._mark(i, "caption")

    # ------------------------------------------------------------------ nodes

    def _mark(self, i: int, why: str) -> None:
        if not self.mask[i]:
            shown = self.doc.text(i) if why not in ("hidden", "caption") else ""
            if shown:
                self.text.stripped.append(Stripped(shown[:200], why))
                if is_prose(shown):
                    self.text.foreign += width(shown)
            ones = b"\1" * (self.doc.ends[i] - i)
            self.mask[i : self.doc.ends[i]] = ones
            if why != "caption":
                self.gone[i : self.doc.ends[i]] = ones

    def _drop(self, selectors: tuple[str, ...]) -> None:
        for selector in selectors:
            for i in self.doc.select(selector):
                if self.root < i < self.end:
                    self._mark(i, f"drop:{selector}")

    def nodes(self) -> None:
        doc, root, end, mask = self.doc, self.root, self.end, self.mask
        hidden = HIDDEN & ~doc.bits[root]
        for i in range(root + 1, end):
            bits = doc.bits[i]
            if bits & (hidden | CONTROL) and doc.tags[i] and not mask[i]:
                self._mark(i, "hidden" if bits & hidden else "control")
        self.text.images = images_in(doc, root, end)
        page = lines(doc, root, end, mask)
        self._figures(page)
        named = chrome_mask(doc, page, -1, root + 1, end)
        for i in range(root + 1, end):
            if named[i] and not mask[i] and not named[doc.parents[i]]:
                self._mark(i, "box")
        for i in range(root + 1, end):
            if doc.tags[i] in ("span", "a", "em", "font") and not mask[i] and doc.ends[i] - i <= 24:
                shown = doc.text(i)
                if len(shown) < 40 and _STOCK_QUOTE.match(shown):
                    self._mark(i, "stock_quote")
                elif doc.tags[i] == "a" and 2 < len(shown) < 24 and _chrome(shown, "any"):
                    self._mark(i, "link")
        self._link_blocks()

    def _figures(self, page: list[Line]) -> None:
        """Elements around a picture whose only text is its caption."""
        doc, root, mask = self.doc, self.root, self.mask
        total = sum(width(x.text) for x in page if is_prose(x.text)) or 1
        firsts = [x.first for x in page]

        def inside(i: int) -> list[Line]:
            return page[bisect_left(firsts, i) : bisect_left(firsts, doc.ends[i])]

        for i in range(root + 1, self.end):
            if mask[i] or not doc.tags[i]:
                continue
            if doc.tags[i] in ("figure", "figcaption"):
                found = inside(i)
                if sum(width(x.text) for x in found) <= max(200, 0.3 * total):
                    self._caption(i, found)
            elif doc.named[i] & hints.CAPTION:
                found = inside(i)
                size = sum(width(x.text) for x in found)
                box = doc.parents[i] if doc.parents[i] > root else i
                near = any(box <= im.node < doc.ends[box] for im in self.text.images)
                if 0 < size <= min(300, max(60, 0.3 * total)) and len(found) <= 3 and (near or size < 120):
                    self._caption(i, found)
        for image in self.text.images:
            node, box, found = image.node, -1, []
            while True:
                node = doc.parents[node]
                if node <= root or mask[node]:
                    break
                inner = inside(node)
                size = sum(width(x.text) for x in inner)
                if len(inner) > 3 or size > 160 or size > 0.35 * total:
                    break
                box, found = node, inner
            found = [x for x in found if not self._is_date(x.text, not is_closed(x.text))] if box > 0 else found
            if box > 0 and found:
                size = sum(width(x.text) for x in found)
                plain = doc.tags[box] in ("p", "strong", "b", "span", "a", "center", "font", "em")
                prose = any(is_prose(x.text) and width(x.text) > 45 for x in found)
                looks = any(
                    phrasebook.CAPTION_LEAD.search(x.text) or phrasebook.CAPTION_TAIL.search(x.text) for x in found
                )
                heading = any(x.bits & HEADING for x in found)
                if looks or (not heading and (not prose if plain else size <= 120)):
                    self._caption(box, found)

    def _caption(self, node: int, found: list[Line]) -> None:
        said = [x.text for x in found if not x.bits & CONTROL and not _chrome(x.text, "any")]
        ruled = any(node <= i < self.doc.ends[node] for i in self.captions)
        if said and not ruled:
            self.captions[node] = phrasebook.CAPTION_LABEL.sub("", " ".join(said))
        self._mark(node, "caption")

    def _link_blocks(self) -> None:
        """Lists whose lines are links."""
        doc, mask = self.doc, self.mask
        page = lines(doc, self.root, self.end, mask)
        firsts = [x.first for x in page]
        i = self.root + 1
        while i < self.end:
            if not mask[i] and doc.tags[i] in _LISTS and doc.ends[i] - i > 3:
                inner = page[bisect_left(firsts, i) : bisect_left(firsts, doc.ends[i])]
                if 2 <= len(inner) <= 200:
                    linked = sum(x.link for x in inner)
                    size = sum(len(x.text) for x in inner)
                    heads = sum(1 for x in inner if x.link > (0.35 if x.bits & ITEM else 0.6) * len(x.text))
                    if (
                        heads >= 2
                        and linked > (0.4 if heads == len(inner) else 0.6) * size
                        and not any(is_prose(x.text) and width(x.text) > 60 for x in inner)
                    ):
                        self._mark(i, "link_list")
                        i = doc.ends[i]
                        continue
            i += 1

    # ------------------------------------------------------------------ lines

    def lines(self) -> None:
        doc, text = self.doc, self.text
        page = [x for x in lines(doc, self.root, self.end, self.mask)]
        sizes = [width(x.text) if is_prose(x.text) and not x.link > 0.6 * len(x.text) else 0 for x in page]
        total = sum(sizes) or 1
        self.shape = shape = self._usual_shape(page, sizes)
        positions = [im.node for im in text.images]
        alts = {squash(im.alt) for im in text.images if width(im.alt) >= 4}
        self.short_after_image = self._short_after_image(page, positions)
        self.centred = sum(1 for x, size in zip(page, sizes, strict=True) if size and self._centred(x)) > 0.3 * sum(
            1 for s in sizes if s
        )
        done, previous = 0, self.root
        last_prose = max((k for k, s in enumerate(sizes) if s), default=-1)
        triangles = sum(1 for x in page if x.text[:1] in "▲▼△▽")
        kept: list[tuple[Line, str]] = []
        for k, line in enumerate(page):
            scope = "head" if done == 0 else "tail" if k > last_prose or done >= 0.7 * total else "middle"
            after_image = any(previous <= p < line.first for p in positions)
            previous = line.last
            verdict = self._judge(line, scope, after_image, shape, alts, triangles, bool(sizes[k]), page, k, done)
            if verdict == "comments":
                verdict = "cut" if done > 60 or scope == "tail" else "pattern:comments"
                if verdict == "cut":
                    for x in page[k:]:
                        self._tail_line(x)
                    break
            if verdict == "cut":
                left = sum(sizes[k + 1 :])
                goes_on = any(
                    size and self._shape(x) == shape for x, size in zip(page[k + 1 :], sizes[k + 1 :], strict=True)
                )  # prose in the text's own paragraphs
                single = width(line.text) > 12  # one related headline, not the head of a box
                if done >= 0.4 * total and (done > 80 or left < 80) and not (goes_on and single):
                    for x in page[k:]:
                        self._tail_line(x)
                    break
                verdict = "related"
            if verdict:
                if verdict == "caption":
                    self.captions[line.first] = phrasebook.CAPTION_LABEL.sub("", line.text)
                text.stripped.append(Stripped(line.text[:200], verdict))
                if sizes[k]:
                    text.foreign += sizes[k]
                continue
            done += sizes[k]
            kept.append((line, line.text))
        self._settle(kept)

    def _short_after_image(self, page: list[Line], positions: list[int]) -> bool:
        """Whether this article sets a short line behind most of its pictures."""
        previous, short, all_ = self.root, 0, 0
        for line in page:
            if any(previous <= p < line.first for p in positions):
                all_ += 1
                short += width(line.text) <= 30 and is_closed(line.text) and not line.bits & (BOLD | HEADING)
            previous = line.last
        return all_ >= 2 and short >= 0.6 * all_

    def _tail_line(self, line: Line) -> None:
        """A line behind the cut: its field is read, then it goes."""
        found = phrasebook.match(line.text, "tail")
        if found and found.action not in ("drop", "cut", "comments"):
            self._fill(found.action, line.text)
        self.text.stripped.append(Stripped(line.text[:200], "cut"))

    def _usual_shape(self, page: list[Line], sizes: list[int]) -> tuple[str, str]:
        weights: Counter[tuple[str, str]] = Counter()
        for line, size in zip(page, sizes, strict=True):
            if size:
                weights[self._shape(line)] += size
        return weights.most_common(1)[0][0] if weights else ("", "")

    def _shape(self, line: Line) -> tuple[str, str]:
        return line.tag, self.doc.attr(line.node, "class")

    def _centred(self, line: Line) -> bool:
        node = line.node
        for _ in range(2):
            if node <= self.root:
                break
            style, align, name = (self.doc.attr(node, a) for a in ("style", "align", "class"))
            if (
                align.lower() == "center"
                or _CENTRED.search(style)
                or "center" in name.lower()
                or self.doc.tags[node] == "center"
            ):
                return True
            node = self.doc.parents[node]
        return False

    def _judge(
        self, line: Line, scope: str, after_image: bool, shape: tuple[str, str], alts: set[str], triangles: int,
        prose: bool, page: list[Line], k: int, done: int,
    ) -> str:  # fmt: skip
        """Why the line goes, or "" to keep it."""
        said = line.text
        key = squash(said)
        size = width(said)
        if not key:
            return "" if scope == "middle" and len(said) > 1 else "punctuation"
        if self.title and key == self.title:
            return "title"
        if len(key) >= 4 and key in alts and size < 200:
            return "caption"
        if _KEEP_MARK.match(said):
            return ""
        if phrasebook.SUMMARY_HEAD.match(said):
            self.in_summary = True
            return "summary"
        if self.in_summary:
            if line.bits & ITEM:
                return "summary"
            self.in_summary = False
        named = phrasebook.match(said, scope)
        if named and not (prose and size > 60 and named.scope == "any"):
            if named.action in ("cut", "comments"):
                return named.action
            if named.action != "drop":
                self._fill(named.action, said)
            return f"pattern:{named.name}"
        if line.link > 0.6 * len(said):
            if line.link > 0.9 * len(said) or scope == "tail":
                if not (prose and size > 40 and scope != "tail"):
                    return "link"
            elif size < 60:
                return "link"
        if line.bits & CAPTION:
            return "caption"
        if size < 90 and self._is_date(said, scope == "head" and not is_closed(said)):
            return "date"
        if scope == "head" and size < 60 and (who := people.read(said)) is not None and (who.email or "=" in said):
            self.text.bylines.append(said)
            return "byline"
        if self._is_caption(line, after_image, shape, triangles, size, prose):
            return "caption"
        if scope != "middle" or size < 40:
            who = people.read(said) if size < 80 else None
            if who is not None and (scope != "middle" or who.email):
                self.text.bylines.append(said)
                return "byline"
        if scope == "head" and size < 90 and self._is_subtitle(line, page, k, size):
            self.text.subtitle.append(said)
            return "subtitle"
        if scope == "tail" and not prose and _ORPHAN.match(said):
            return "punctuation"
        if (
            scope == "head"
            and not prose
            and size < 20
            and not line.bits & (BOLD | HEADING)
            and self._shape(line) != shape
        ):
            return "head"
        return ""

    def _is_subtitle(self, line: Line, page: list[Line], k: int, size: int) -> bool:
        if self.doc.named[line.node] & hints.SUBTITLE:
            return True
        return (
            bool(line.bits & (BOLD | HEADING))
            and not is_closed(line.text)
            and size >= 4
            and self._prose_follows(page, k)
        )

    def _prose_follows(self, page: list[Line], k: int) -> bool:
        return any(is_prose(x.text) for x in page[k + 1 : k + 8])

    def _is_caption(
        self, line: Line, after_image: bool, shape: tuple[str, str], triangles: int, size: int, prose: bool
    ) -> bool:
        said = line.text
        if size > 180:
            return False
        images = len(self.text.images)
        lead = phrasebook.CAPTION_LEAD.search(said)
        if said[-1:] in "▼▲◆■" and said[:1] == said[-1:]:
            return False  # a subhead between marks
        if lead and (after_image or (images and (said[:1] not in "▲△▼▽↑↓←→" or triangles <= images + 1))):
            return True
        if lead and line.bits & BOLD and said[:1] in "▲▼":
            return True
        if (
            size <= 40
            and not line.bits & (BOLD | HEADING)
            and not is_closed(said)
            and not self.centred
            and self._centred(line)
        ):
            return True
        if not after_image:
            return False
        if self.short_after_image and size <= 30 and is_closed(said) and not line.bits & (BOLD | HEADING):
            return True
        if phrasebook.CAPTION_TAIL.search(said) and (size < 120 or not prose):
            return True
        if size <= 120 and self._shape(line) != shape and self._centred(line) and not line.bits & HEADING:
            return True
        return False

    def _is_date(self, said: str, loose: bool) -> bool:
        """A line that is a date with labels; before the text (``loose``) also with outlet, writer and tools beside it."""
        found = dates.find(said, self.zone)
        if not found:
            return False
        rest = said
        for stamp in found:
            rest = rest.replace(stamp.text, " ")
        left = width(_DATE_LINE_LEFT.sub("", rest))
        timed = any(s.precision != "day" for s in found)
        if left > (40 if loose and timed else 12):
            return False
        self.text.stamps.extend(found)
        rest = rest.strip(" |·,[]")
        if loose and left > 3:
            credit = _OUTLET.search(rest)
            if credit and not self.text.credit:
                self.text.credit = credit.group(1)
            writer = people.read(rest) or (people.read(m.group(0)) if (m := _WRITER.search(rest)) else None)
            if writer is not None:
                self.text.bylines.append(writer.line)
        return True

    def _fill(self, action: str, said: str) -> None:
        text = self.text
        if action == "byline":
            text.bylines.append(said)
        elif action == "editor":
            pass
        elif action in ("login", "paywall", "pager", "more"):
            text.truncated = text.truncated or {"more": "cut"}.get(action, action)
        elif not getattr(text, action):
            outlet = _OUTLET.search(said) if action == "credit" else None
            setattr(text, action, outlet.group(1) if outlet else said)

    # ------------------------------------------------------------------ result

    def _settle(self, kept: list[tuple[Line, str]]) -> None:
        text = self.text
        text.images = [im for im in text.images if not self.gone[im.node]]
        loose = 0
        while loose < len(kept) and not is_prose(kept[-1 - loose][1]) and self._loose_end(kept[-1 - loose][0]):
            loose += 1
        if loose <= 2 or all(self._shape(line) != self.shape for line, _ in kept[-loose:]):  # more of them are a list
            for line, said in kept[len(kept) - loose :]:
                text.stripped.append(Stripped(said[:200], "loose_end"))
            del kept[len(kept) - loose :]
        if kept:
            line, said = kept[-1]
            tail = people.tail(said) if width(said) > 20 else None
            if tail is not None and tail[0].email and is_prose(tail[1]):
                text.bylines.append(tail[0].line)
                kept[-1] = (line, tail[1])
            text.first, text.last = kept[0][0].first, kept[-1][0].last
        text.paragraphs = [said for _, said in kept]
        text.prose = sum(width(said) for said in text.paragraphs if is_prose(said))
        self._pair()

    def _loose_end(self, line: Line) -> bool:
        """A short last line that is no sentence."""
        said = line.text
        return (
            not is_prose(said)
            and width(said) < 30
            and not is_closed(said)
            and not said.endswith(("）", ")", ":", "："))
        )

    def _pair(self) -> None:
        """Each caption goes to the nearest picture that stands before it, else to the next; twins go once."""
        text = self.text
        seen: set[str] = set()
        for node, said in sorted(self.captions.items()):
            key = squash(said)
            if not key or key in seen or key == self.title:
                continue
            seen.add(key)
            text.captions.append(said)
            inside = [im for im in text.images if node <= im.node < self.doc.ends[node]]
            before = [im for im in text.images if im.node < node]
            after = [im for im in text.images if im.node > node]
            for image in inside[:1] or ([after[0]] if said[:1] in "▼↓" and after else before[-1:] or after[:1]):
                if image.caption is None:
                    image.caption = said


def _chrome(said: str, scope: str) -> bool:
    found = phrasebook.match(said, "middle" if scope == "any" else scope)
    return found is not None and found.action in ("drop", "cut")


def read(
    doc: Document, root: int, *, title: str, zone: tzinfo, drop: tuple[str, ...] = (), caption: tuple[str, ...] = ()
) -> Text:
    """The text of the element ``root``.

    ``title`` is the headline (its copies are dropped), ``zone`` the source's, ``drop`` and ``caption`` CSS selectors of
    chrome and of captions inside.
    """
    reader = _Reader(doc, root, title, zone, drop, caption)
    reader.nodes()
    reader.lines()
    return reader.text


def above(doc: Document, start: int, end: int, captions: str | tuple[str, ...]) -> list[Image]:
    """Pictures with a caption that stand between the headline and the text, outside the container."""
    out: list[Image] = []
    chosen = {i for selector in ((captions,) if isinstance(captions, str) else captions) for i in doc.select(selector)}
    for image in images_in(doc, start, end):
        node = image.node
        for _ in range(4):
            node = doc.parents[node]
            if node <= 0 or doc.ends[node] > end or doc.bits[node] & (HIDDEN | LINK):
                break
            found = lines(doc, node, doc.ends[node])
            size = sum(width(x.text) for x in found)
            if not found:
                continue
            figure = doc.tags[node] == "figure" or any(
                i in chosen or doc.named[i] & hints.CAPTION for i in range(node, doc.ends[node])
            )
            if size <= 200 and len(found) <= 3 and figure:
                said = [doc.text(i) for i in sorted(chosen) if node <= i < doc.ends[node]] or [x.text for x in found]
                image.caption = " ".join(said)
                out.append(image)
            break
    return out
