"""Pictures of an article with their captions, in whatever way a page joins the two."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import UTC
from itertools import pairwise

from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.container import Container, Image
from pipelines.chrome.document import CAPTION, CONTROL, HEADING, HIDDEN, Document
from pipelines.chrome.fields import take_date
from pipelines.chrome.lines import Line, lines, shape_of, usual_shape
from pipelines.chrome.prose import is_closed, squash
from pipelines.chrome.view import absolute

_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-echo", "ori-src", "_src",
    "data-srcset", "srcset", "src",
)  # fmt: skip
"""Attributes that hold a picture's address, those of lazy loading first."""
# addresses of icons, buttons, placeholders, QR codes
_NO_PICTURE = re.compile(
    r"(?i)^data:|(?:^|[/_.-])(?:icons?|ico|btns?|buttons?|logos?|blank|spacer|loading|transparent|1x1|pixel|qr|qrcode"
    r"|ewm|weixin|wechat|sns|share|emoji|bullet|avatar|profile|line|dot|arrow|font|minus|reply|donate|banner"
    r"|adimg|app_(?:ios|android)|google[-_]?play|app[-_]?store)(?:[/_.\d-]|$)|\.svg(?:$|\?)"
)
_SHOWN = frozenset(("img", "audio", "video", "iframe"))
_PLACES = frozenset(("div", "span"))
"""Elements that a script may replace by a picture."""
_PICTURE_FILE = re.compile(r"(?i)\.(?:jpe?g|png|webp|gif)(?:$|\?)")
_PHOTO_BOX = re.compile(r"(?:^|[^A-Za-z])(?:photo|pic|picture|img|image)(?![a-z])|Photo|Pic(?![a-z])|Im(?:g|age)")
_DATED = re.compile(r"[发發][布表佈][时時][间間]|更新[时時][间間]|(?:기사\s?)?입력\s?[\d:：]")
_SOURCED = re.compile(r"[（(]?[图圖]片[来來]源")
_REPORTER = re.compile("기자|특파원|[记記]者")
_SMALLEST = 60
"""Pixels below which a picture is an icon."""
_LARGEST = 200
"""Nodes of an element that may be a picture with its caption."""
_TEXT_TAGS = frozenset(("p", "strong", "b", "span", "a", "center", "font", "em"))
"""Elements that hold a line: prose in them is no caption."""


def images_in(doc: Document, start: int, end: int) -> list[Image]:
    """Pictures of a node range that are no icons, with their real address where they load lazily."""
    out = []
    for i in range(start, end):
        late = doc.tags[i] in _PLACES and _PICTURE_FILE.search(doc.attr(i, "data-src"))
        late = late and "img" not in doc.tags[i : min(doc.ends[i], i + _LARGEST)]
        shown = doc.tags[i] == "img" and not _small(doc.attr(i, "width")) and not _small(doc.attr(i, "height"))
        if late or shown:
            url = _address(doc, i)
            if url and not _NO_PICTURE.search(url.split("?")[0]):
                out.append(Image(i, url, doc.attr(i, "alt").strip()))
    return out


def _address(doc: Document, i: int) -> str:
    for name in _SOURCES:
        value = doc.attr(i, name).strip()
        if value and not value.startswith("data:"):
            return value.split(",")[0].split(" ")[0] if "srcset" in name else value
    return ""


def _small(value: str) -> bool:
    digits = value.removesuffix("px").strip()
    return digits.isdigit() and int(digits) < _SMALLEST


def ruled(box: Container, selectors: tuple[str, ...]) -> None:
    """What a source's rules call captions."""
    for selector in selectors:
        for i in box.doc.select(selector):
            if box.root < i < box.end and not box.mask[i] and (said := box.doc.text(i)):
                box.captions[i] = said
                box.set_apart(i)


def captions(box: Container, page: list[Line]) -> None:
    """Elements that are captions by tag, by name, or because they hold a picture and little else."""
    search = _Captions(box, page)
    search.named()
    search.around_images()


class _Captions:
    """Looks for captions in the lines of one container."""

    def __init__(self, box: Container, page: list[Line]):
        self.box, self.doc, self.page = box, box.doc, page
        self.firsts = [x.first for x in page]
        self.total = sum(x.size for x in page if x.prose) or 1
        self.taken = sorted(box.captions)
        self.shape = usual_shape(box.doc, page)
        self.places = [image.node for image in box.text.images]  # in document order

    def _inside(self, i: int) -> list[Line]:
        return self.page[bisect_left(self.firsts, i) : bisect_left(self.firsts, self.doc.ends[i])]

    def named(self) -> None:
        box, doc = self.box, self.doc
        galleries = _galleries(doc, box.root + 1, box.end)
        for i in range(box.root + 1, box.end):
            if box.mask[i] or not doc.tags[i]:
                continue
            if doc.tags[i] in ("figure", "figcaption"):
                if i in galleries:
                    continue
                found = self._inside(i)
                if sum(x.size for x in found) <= max(200, 0.3 * self.total):
                    self._take(i, found)
            elif doc.named[i] & hints.CAPTION:
                found = self._inside(i)
                size = sum(x.size for x in found)
                around = doc.parents[i] if doc.parents[i] > box.root else i
                near = self._pictures(around) > 0
                if 0 < size <= min(300, max(60, 0.3 * self.total)) and len(found) <= 3 and (near or size < 120):
                    self._take(i, found)

    def around_images(self) -> None:
        box, doc = self.box, self.doc
        for image in box.text.images:
            outer, found = self._widest(image.node)
            found = [x for x in found if not take_date(box.text, x.text, box.zone, not is_closed(x.text))]
            if not found:
                continue
            size = sum(x.size for x in found)
            is_line = doc.tags[outer] in _TEXT_TAGS or shape_of(doc, found[-1]) == self.shape
            fits = not any(x.prose and x.size > 45 for x in found) if is_line else size <= 120
            if any(map(_looks, found)) or (fits and not any(x.bits & HEADING for x in found)):
                self._take(outer, found)

    def _widest(self, node: int) -> tuple[int, list[Line]]:
        """The outermost element around a picture that holds at most a few short lines, and these; (-1, []) if none."""
        outer, found = -1, []
        node = self.doc.parents[node]
        while node > self.box.root and not self.box.mask[node]:
            inner = self._inside(node)
            size = sum(x.size for x in inner)
            if len(inner) > 3 or size > 160 or size > 0.35 * self.total:
                break
            if len(inner) > 1 and self._pictures(node) > 1:
                break
            blocks = {x.node for x in inner if _looks(x)}
            if len(inner) > 1 and blocks and any(x.prose and x.node not in blocks for x in inner):
                break  # a caption and the text beside it
            outer, found = node, inner
            node = self.doc.parents[node]
        return outer, found

    def _pictures(self, node: int) -> int:
        return bisect_left(self.places, self.doc.ends[node]) - bisect_left(self.places, node)

    def _take(self, node: int, found: list[Line]) -> None:
        box, said = self.box, joined(found)
        if not said and any(is_reporter(x.text) for x in found):
            return  # a byline beside an icon
        at = bisect_left(self.taken, node)
        holds_one = at < len(self.taken) and self.taken[at] < self.doc.ends[node]
        if said and not holds_one:
            box.captions[node] = said
            self.taken.insert(at, node)
        box.set_apart(node)


def joined(found: list[Line]) -> str:
    """The lines of a caption as one text, without buttons, links to elsewhere and bylines."""
    shown = [x for x in found if not x.bits & CONTROL and (_SOURCED.match(x.text) or not phrasebook.is_chrome(x.text))]
    shown = [x for x in shown if not x.linked or x.bits & CAPTION or phrasebook.CAPTION_TAIL.search(x.text)]
    shown = [x for x in shown if not _DATED.match(x.text) and _is_timeless(x.text)]
    said = " ".join(filter(None, (bare(x.text) for x in shown)))
    return "" if is_reporter(said) else said


def _is_timeless(said: str) -> bool:
    stamps = dates.find(said, UTC)
    rest = said
    for stamp in stamps:
        rest = rest.replace(stamp.text, " ")
    return len(squash(rest)) > 12 or all(stamp.precision == "day" for stamp in stamps)


def is_reporter(said: str) -> bool:
    """Whether what stands by a picture only names a reporter: the picture of a card, or a byline."""
    return _REPORTER.search(said) is not None and (who := people.read(said)) is not None and bool(who.names)


def bare(said: str) -> str:
    """A caption without its label, button and source line; "" for a source line alone."""
    if credit := phrasebook.CAPTION_CREDIT.match(said):
        return credit["caption"] or ""
    return phrasebook.CAPTION_BUTTON.sub("", phrasebook.CAPTION_LABEL.sub("", said))


def _looks(line: Line) -> bool:
    """Whether a line begins or ends as captions do."""
    return bool(phrasebook.CAPTION_LEAD.search(line.text) or phrasebook.CAPTION_TAIL.search(line.text))


def pair(box: Container) -> None:
    """Each caption goes to the nearest picture that stands before it, else to the next; twins go once."""
    text, doc = box.text, box.doc
    text.images = [image for image in text.images if not box.gone[image.node]]
    places = [image.node for image in text.images]
    seen = {"", box.title}
    for node, said in sorted(box.captions.items()):
        key = squash(said)
        if key in seen:
            continue
        seen.add(key)
        text.captions.append(said)
        start, end = bisect_left(places, node), bisect_left(places, doc.ends[node])
        inside, after = text.images[start : min(end, start + 1)], text.images[start : start + 1]
        before = text.images[max(0, start - 1) : start]
        below = after if said[:1] in "▼↓" else []
        for image in inside or below or before or after:
            if image.caption is None:
                image.caption = said


def outside(doc: Document, start: int, end: int, selectors: tuple[str, ...]) -> list[Image]:
    """Pictures with a caption in a node range outside the container."""
    chosen = {i for selector in selectors for i in doc.select(selector)}
    out = []
    for image in images_in(doc, start, end):
        image.caption = _caption_outside(doc, image.node, start, end, chosen)
        if image.caption:
            out.append(image)
    galleries = _galleries(doc, start, end)
    for i in range(start, end):  # a figure whose picture only a script would show
        inside = doc.tags[i : doc.ends[i]] if doc.tags[i] == "figure" and i not in galleries else ()
        bare_figure = "figcaption" in inside and not _SHOWN.intersection(inside)
        if bare_figure and (caption := joined(lines(doc, i, doc.ends[i]))):
            out.append(Image(i, "", "", caption))
    return out


def _galleries(doc: Document, start: int, end: int) -> set[int]:
    """Figures of a node range that hold figures."""
    figures = [i for i in range(start, end) if doc.tags[i] == "figure"]
    return {outer for outer, inner in pairwise(figures) if inner < doc.ends[outer]}


def _caption_outside(doc: Document, node: int, start: int, end: int, chosen: set[int]) -> str | None:
    """The text of the nearest of four elements around a picture that has any, if it is a figure of a few lines."""
    for _ in range(4):
        node = doc.parents[node]
        if node < start or doc.ends[node] > min(end, node + _LARGEST) or doc.bits[node] & HIDDEN:
            return None
        found = lines(doc, node, doc.ends[node])
        if not found:
            continue
        subtree = range(node, doc.ends[node])
        figure = doc.tags[node] == "figure" or any(i in chosen or doc.named[i] & hints.CAPTION for i in subtree)
        figure = figure or any(map(_looks, found)) or (len(found) == 1 and _is_photo_box(doc, node, found[0]))
        if not figure or len(found) > 3 or sum(x.size for x in found) > 200:
            return None
        said = " ".join(filter(None, (bare(doc.text(i)) for i in sorted(chosen) if i in subtree)))
        return said or joined(found) or None
    return None


def _is_photo_box(doc: Document, node: int, line: Line) -> bool:
    """Whether an element is named after its picture and says one sentence with it."""
    return is_closed(line.text) and _PHOTO_BOX.search(f"{doc.attr(node, 'class')} {doc.attr(node, 'id')}") is not None


def entries(images: list[Image], base: str) -> list[dict[str, str | None]]:
    """Pictures as the record has them, one an address (joined with ``base``)."""
    found: dict[str, Image] = {}
    for image in images:
        key = image.url or f"caption:{image.caption}"
        if key not in found or (image.caption and not found[key].caption):
            found[key] = image
    return [entry(image.url and absolute(base, image.url), image.caption) for image in found.values()]


def entry(url: str, caption: str | None) -> dict[str, str | None]:
    """One picture of the record; its credit is read from the caption by a later stage."""
    return {"url": url, "caption": caption, "credit": None}
