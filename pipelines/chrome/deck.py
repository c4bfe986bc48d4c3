"""The subtitle: lines between headline and text that are named so, set as second headings, or stand as its deck."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC

from pipelines import dates, people
from pipelines.chrome import phrasebook
from pipelines.chrome.document import BOLD, CAPTION, CHROME, CONTROL, HEADING, HIDDEN, ITEM
from pipelines.chrome.lines import Line, at, is_broken
from pipelines.chrome.prose import EASTERN, is_closed, squash
from pipelines.chrome.view import View

# what an element is called: a subtitle; a deck or lead, which may also be a summary by the editors or by a machine
_SUB = re.compile(
    r"(?i)sub[-_]?(?:s?tit|ttl|head|list)|alternativeheadline|mid[-_]?tit|(?<![a-z])(?:s[-_]?tit(?:le)?|stl|deck|dek|standfirst|precis|summary[-_]?(?:line|view))(?![a-z])"
    r"|(?<![a-z])sub\d?(?=\s|$)"
)
_LEAD = re.compile(
    r"(?i)(?<![a-z])(?:summary|summ?|lead|lede|intro|introduction|teaser|chapo|chapeau|blurb|abstract|digest|synopsis|excerpt"
    r"|daodu|daoyu|zhaiyao)(?![a-z])"
)
_DESC = re.compile(r"(?i)(?<![a-z])desc(?:ription)?(?![a-z])")
"""A deck only before the first picture: behind one it is a caption."""
_ASIDE = re.compile(r"(?i)(?<![a-z])(?:ai|related?|comment|side|aside|sidebar|right)(?![a-z])")
_OTHER = re.compile(
    r"(?i)(?<![a-z])(?:ai|bot|auto|tts|audio|voice|player|img|image|photo|pic|video|share|sns|ad|ads|related?|comment|side|aside"
    r"|sidebar|right|card|profile|author|writer|reporter|info|meta|date|source|byline|tool|tools|btn|caption|dateline)(?![a-z])"
)
_UNSEEN = re.compile(
    r"(?i)visually-?hidden|(?<![a-z])(?:sr-?only|screen[-_]?reader|blind|a11y|off-?screen|ir|ir_su|skip)(?![a-z])"
)
"""For readers who hear the page."""

# what a box of points says
_SUMMARY = re.compile(
    r"(?<![A-Za-z])AI(?![A-Za-z])|인공지능|자동\s?요약|생성형|요약봇|[智][能慧]摘要|由.{0,4}生成|機器人|机器人"
)
_SUMMARY_HEAD = re.compile(
    r"^[\W_]*(?:\S{0,6}\s?(?:요약|브리핑|핵심|포인트)|\S{0,5}(?:摘要|要[点點]|重[点點]|导[读語语]|導[讀言語]|提要|提示|看[点點]|速[览覽]|前情)"
    r"|(?i:summary|key points|highlights|at a glance))[\W_]*$"
)

_SAID_SUMMARY = re.compile(r"^[【\[]?(?:[内內]容(?:摘要|提要)|摘要|提要|요약|Summary)[】\]]?\s?[:：]")
_SAID_LEAD = re.compile(r"^[【\[]?(?:核心提示|导[读語语]|導[讀言語])(?:[】\]]\s?[:：]?|\s?[:：])\s?(?=\S)")
"""The label of a deck."""
_DASHED = re.compile(r"^(?:[—–―─－-]{2,3}|[—―─])\s?[^\s—–―─－-]")
"""A Chinese subtitle: ——从一座桥说起."""
_NO_HEADING = re.compile(
    r"^[^—–―-].*[—–―-]$|글[씨자]\s?(?:크기|키우기|줄이기)|본문\s?듣기|字[體体级級號号]|한눈에$|^(?:相[关關]|延伸|推[荐薦]|目[录錄])"
    r"|(?:관련|이\s?시각|많이\s?본|추천)\s?\S{0,3}(?:기사|뉴스|정보)"
    r"|(?i:information$|^(?:related|read more|share|contents|advertisement))"
)
_SHORTEST, _SHORTEST_DECK, _LONGEST, _MOST = 4, 12, 220, 8
"""Widths of a line, and lines of a subtitle."""
_WHOLE = 320
"""Width of all lines of an element that is a subtitle."""
_SHORTEST_KICKER, _DECK_LINES = 10, 2
"""Width of a heading above the headline that is more than a label; lines that may stand between headline and date."""
_NO_DECK = re.compile(
    r"^\S{2,6}[:：]|\s>\s|\d:\d\d|조회|댓글|읽기\s?시간|듣기|음성|들어\s?보세요|阅读|閱讀|浏览|瀏覽|聽新聞|听新闻|字[体體号號]"
    r"|종합취재|인터넷\s?신문|출처|(?:팀|부|국|中心|[组組])(?:\s|$)|出品$|[报報][导導道]|[记記]者|\d\s?회\)$"
)
"""Tools, counts, desks and labels between headline and date."""
_HEADER, _FAR = 90, 30
"""Width of a line of dates; lines behind it among which the text is looked for."""
_LONG_DECK = 90
"""Width above which a deck that opens the text is its first paragraph."""
_MENU = 120
"""Lines above the headline among which a menu is looked for."""
_INTO = 3
"""Lines of the text that may still be its subtitle."""


def subtitle(view: View, first: int, last: int = -1) -> list[str]:
    """Subtitle lines between headline and text, in order; ``first`` and ``last`` are the text's outer nodes.

    Named elements also count where the text was taken to begin with them.
    """
    start, stop = view.span(first)
    boxes = _boxes(view, start, stop)
    shapes = _shapes(view, at(view.lines, first), last)
    found: list[str] = [pre] if (pre := _kicker(view)) else []
    block, dated = -1, _dated(view)
    for k in range(start, max([stop, dated, *(k + 1 for k in boxes)])):
        line = view.lines[k]
        label = _SAID_LEAD.match(line.text)
        if label and line.size <= _LONGEST and line.link < 0.5 * len(line.text) and not line.bits & (CONTROL | HIDDEN):
            found.append(line.text[label.end() :])
            continue
        beside = line.node == block and k < stop  # the next line of a block, set apart by <br>
        heading = k < stop and _is_heading(view, line, first) and _shape(view, line) not in shapes
        chosen = k in boxes or beside or heading or k < dated or (k < stop and _is_deck(view, line, k, first))
        if chosen and _may_be(view, line):
            found.append(line.text)
            block = line.node if line.bits & (HEADING | BOLD) else -1
    return list(dict.fromkeys(found))[:_MOST]


def heads_summary(said: str) -> bool:
    """Whether a line only says that a summary follows: 导语, 핵심 요약."""
    return _SUMMARY_HEAD.match(said) is not None


def _kicker(view: View) -> str:
    """A heading right above the headline, in the same element: the lead-in of a Chinese paper."""
    k, title = view.head.title_at - 1, view.head.title_node
    if k < 0 or title < 0 or not (line := view.lines[k]).bits & HEADING or line.size < _SHORTEST_KICKER:
        return ""
    beside = view.doc.parents[line.node] == view.doc.parents[title]
    return line.text if beside and _is_heading(view, line, -1) and _may_be(view, line) else ""


def _dated(view: View) -> int:
    """The line of dates before which a line or two behind the headline are its deck, each in an element of its own;
    -1 where something else stands there too.
    """
    start = view.head.title_at + 1
    for k in range(start, min(len(view.lines), start + _DECK_LINES + 1)) if start else ():
        line = view.lines[k]
        if dates.find(line.text, UTC):
            header = not line.prose and line.size <= _HEADER and k > start
            return k if header and not _is_beside_text(view, start, k) else -1
        if line.size < _SHORTEST_DECK - 2 or line.link or line.bits & (ITEM | CONTROL) or not _may_be(view, line):
            return -1
        if _NO_DECK.search(line.text):
            return -1
        if EASTERN.search(view.head.title) and not EASTERN.search(line.text):
            return -1  # names in Latin letters
        if _OTHER.search(_names(view, line.node)) or _OTHER.search(_names(view, view.doc.parents[line.first])):
            return -1
    return -1


def _is_beside_text(view: View, start: int, stop: int) -> bool:
    """Whether one of the lines stands in the same element as most of the prose behind them: all are the text's own."""
    parents, told = view.doc.parents, Counter[int]()
    for line in view.lines[stop + 1 : stop + 1 + _FAR]:
        if line.prose and not line.linked:
            told[parents[line.node]] += line.size
            told[line.node] += line.size  # paragraphs set apart by <br>
    own, _ = told.most_common(1)[0] if told else (-1, 0)
    return any(own in (parents[line.node], line.node) for line in view.lines[start : stop + 1])


def refused(view: View, found: list[str], last: int) -> tuple[list[str], list[str]]:
    """Of subtitle lines that were ``found`` at the head of the text: subheads of the text, and names of other things.

    Subheads have the shape of later ones; other names head a list or stand in a menu above.
    """
    heads: list[str] = []
    others: list[str] = []
    for k in range(max(0, view.head.title_at - _INTO), at(view.lines, last) if found and last >= 0 else 0):
        line = view.lines[k]
        if line.text not in found:
            continue
        head = line.bits & (HEADING | BOLD) and not is_broken(view.doc, view.lines, k)
        if head and _shape(view, line) in _shapes(view, k + 1, last):
            heads.append(line.text)
        elif _is_label(view, line, last) or (line.bits & (HEADING | BOLD) and _NO_HEADING.search(line.text)):
            others.append(line.text)
    return heads, others


def _shapes(view: View, start: int, last: int) -> set[tuple[str, ...]]:
    """Shapes of the headings and bold lines of the text from line ``start``."""
    page = view.lines[start : at(view.lines, last) + 1] if last >= 0 else []
    return {_shape(view, x) for x in page if x.bits & (HEADING | BOLD) and not is_closed(x.text)}


def _shape(view: View, line: Line) -> tuple[str, ...]:
    """A heading's bits, and tag and class of its block, of the block's parent, of its own element."""
    doc, node = view.doc, line.node
    nodes = (node, max(0, doc.parents[node]), doc.parents[line.first])
    return (str(line.bits & (HEADING | BOLD)), *(x for n in nodes for x in (doc.tags[n], doc.attr(n, "class"))))


def _may_be(view: View, line: Line) -> bool:
    """Whether a line between headline and text can be a subtitle at all."""
    said = line.text
    if not _SHORTEST <= line.size <= _LONGEST or line.bits & (CONTROL | HIDDEN | CHROME | CAPTION):
        return False
    if line.link > 0.5 * len(said) or (line.node == view.head.title_node and view.head.title_at >= 0):
        return False
    return not (
        squash(said) == squash(view.head.title)
        or heads_summary(said)
        or phrasebook.CAPTION_LEAD.search(said)
        or phrasebook.CAPTION_TAIL.search(said)
        or _SAID_SUMMARY.search(said)
        or phrasebook.match(said, "tail")
        or people.read(said)
        or any(stamp.precision != "day" for stamp in dates.find(said, UTC))
    )


def _boxes(view: View, start: int, stop: int) -> set[int]:
    """Indices of the lines of elements that are named as subtitle or deck; an element is taken whole."""
    out: set[int] = set()
    for k in range(start, min(stop + _INTO, len(view.lines))):
        if k in out or view.lines[k].bits & HIDDEN or (box := _box(view, view.lines[k], stop)) < 0:
            continue
        inside = range(at(view.lines, box), at(view.lines, view.doc.ends[box]))
        said = [view.lines[j] for j in inside]
        told = sum(x.prose and is_closed(x.text) for x in said)
        if len(inside) <= _MOST and told <= 1 and sum(x.size for x in said) <= _WHOLE:  # more sentences are a text
            out.update(inside)
    return out


def _box(view: View, line: Line, stop: int) -> int:
    """The element around a line that is named as a subtitle, or as a deck that is no list of points; else -1.

    A deck that reaches into the text (from line ``stop`` on), beside other paragraphs, is the text's own beginning.
    """
    doc, node = view.doc, line.first
    for _ in range(3):
        node = doc.parents[node]
        if node <= 0 or doc.within(view.head.title_node, node):
            return -1
        if not doc.attrs[node]:
            continue
        names = _names(view, node)
        lead = _LEAD.search(names) or (_DESC.search(names) and not _pictured(view, doc.ends[node]))
        if not (lead or _SUB.search(names)):
            continue
        if _OTHER.search(names) or _ASIDE.search(_names(view, doc.parents[node])):
            return -1
        if _SUB.search(names):
            return node
        inside = view.lines[at(view.lines, node) : at(view.lines, doc.ends[node])]
        in_text = stop < len(view.lines) and doc.ends[node] > view.lines[stop].first
        if in_text and (any(x.size > _LONG_DECK for x in inside) or _has_siblings(view, node)):
            return -1
        return -1 if _is_summary(view, node) else node
    return -1


def _names(view: View, node: int) -> str:
    attr = view.doc.attr
    return f"{attr(node, 'class')} {attr(node, 'id')} {attr(node, 'data-testid')} {attr(node, 'itemprop')}"


def _has_siblings(view: View, box: int) -> bool:
    """Whether prose stands in the same element behind a box."""
    doc, parent = view.doc, view.doc.parents[box]
    behind = view.lines[at(view.lines, doc.ends[box]) : at(view.lines, doc.ends[parent])]
    return any(line.prose and line.size > 40 for line in behind)


def _pictured(view: View, end: int) -> bool:
    """Whether a picture stands between the headline and a node."""
    return "img" in view.doc.tags[max(0, view.head.title_node) : end]


def _is_summary(view: View, box: int) -> bool:
    """Whether an element is an editor's or a machine's list of points: by its heading, its items, its own words."""
    inside = view.lines[at(view.lines, box) : at(view.lines, view.doc.ends[box])]
    around = f"{view.doc.attr(view.doc.parents[box], 'class')} {' '.join(x.text for x in inside)[:400]}"
    return (
        sum(bool(x.bits & ITEM) for x in inside) > 1
        or sum(is_closed(x.text) for x in inside) > 1
        or any(x.bits & CONTROL or heads_summary(x.text) for x in inside)
        or _SUMMARY.search(around) is not None
    )


def _is_heading(view: View, line: Line, first: int) -> bool:
    """A second heading, a bold line, or one behind a dash; none that names a box, a menu or a tool."""
    if view.head.title_at < 0 or line.size < 8 or is_closed(line.text):
        return False
    if not line.bits & (HEADING | BOLD):
        return _DASHED.search(line.text) is not None and line.size <= _LONG_DECK and not line.link
    return not (_NO_HEADING.search(line.text) or heads_summary(line.text) or _is_label(view, line, first))


def _is_label(view: View, line: Line, first: int) -> bool:
    """Whether a heading names the list or the control behind it in its own box, stands for those who hear the page, or
    is what a menu above the headline says too.
    """
    doc, node = view.doc, line.first
    for _ in range(3):
        node = doc.parents[node]
        if node <= 0 or doc.within(view.head.title_node, node) or (first >= 0 and doc.within(first, node)):
            break
        if doc.attrs[node] and _UNSEEN.search(doc.attr(node, "class")):
            return True
        inside = view.lines[at(view.lines, line.last + 1) : at(view.lines, doc.ends[node])]
        if not line.bits & ITEM and any(x.bits & (ITEM | CONTROL) for x in inside[:_MOST]):
            return True
    above = view.lines[max(0, view.head.title_at - _MENU) : max(0, view.head.title_at)]
    return line.size <= 24 and any(x.linked and x.text == line.text for x in above)


def _is_deck(view: View, line: Line, k: int, first: int) -> bool:
    """A line of its own element right behind the headline, in the headline's own box, of which the text is no part."""
    doc, title = view.doc, view.head.title_node
    if k != view.head.title_at + 1 or title < 0 or line.size < _SHORTEST_DECK or line.bits & ITEM:
        return False
    box = doc.parents[title]
    return (
        box > 0
        and doc.tags[box] not in ("body", "main", "article")
        and doc.parents[line.node] == box
        and not doc.within(first, box)
        and not _pictured(view, line.first)
        and not _OTHER.search(_names(view, line.node))
        and not any(c.isdigit() for c in line.text[-4:])
    )
