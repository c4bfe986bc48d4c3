"""What stands around the text: byline; authors and address in metadata.

``first`` and ``last`` are the first and last node of the text.
"""

from __future__ import annotations

import re
from datetime import UTC
from urllib.parse import urlsplit

from pipelines import dates, people
from pipelines.chrome import hints
from pipelines.chrome.document import CONTROL, HIDDEN, LINK
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import collapse, width
from pipelines.chrome.view import View, absolute

# names of <meta>, best first
_AUTHORS = (
    "article:author", "author", "og:article:author", "dable:author", "byl", "dc.creator", "dcterms.creator",
    "parsely-author", "twitter:creator", "sailthru.author", "article:author:name", "mediator_author", "creator",
    "weibo: article:author", "nate:author",
)  # fmt: skip

# parts of a line that holds a writer
_STAMP_LABEL = re.compile(
    r"(?:기사)?(?:입력|등록|승인|송고|작성|수정|최종수정|업데이트)\s*[:：]?|(?:发布|發布|更新|发表)?(?:时间|時間|日期)\s*[:：]"
)
_LABELLED = re.compile(
    r"(?:作者|记者|記者|撰文|文)\s*[:：/／]\s*[^\s|,，。:：\[【]{2,12}(?:[ 、][\u4e00-\u9fff]{2,4}(?=$|\s))?"
)
_WRITER_AND_PAPER = re.compile(
    r"^([\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?)\s*[/／|]\s*"
    r"[\u4e00-\u9fff]{2,12}(?:报|报道|社|网|新闻|周刊|电视台|日報|新聞|報)$"
)
_WRITER_BOX = re.compile(r"(?i)author|writer|reporter|byline|journalist")

_OUTLET = re.compile(r"(?:来源|來源|출처|稿源|出处|出處)\s*[:：]?\s*([^\s|,，。:：（）()]{2,24})")
_BEHIND = 14
"""Lines behind the text in which a writer's card is looked for."""


def bylines(view: View, first: int) -> list[str]:
    """Printed byline lines between headline and text, best first."""
    start, stop = view.span(first)
    named: list[people.Byline] = []
    plain: list[people.Byline] = []
    cards: dict[int, list[str]] = {}  # several writers, each in a box of their own
    for line in view.lines[start:stop]:
        if (card := _card(view, line)) >= 0:
            cards.setdefault(card, []).append(line.text)
        if line.size > 90 or line.bits & (CONTROL | HIDDEN):
            continue
        who = _writer(line.text)
        if who is not None and (who.names or who.agency):
            hint = view.doc.named[line.node] | view.doc.named[max(0, view.doc.parents[line.node])]
            (named if hint & hints.BYLINE or not line.bits & LINK else plain).append(who)
    named.sort(key=lambda who: not who.names)  # persons before outlets
    joined = [", ".join(card) for card in cards.values() if 2 <= len(card) <= 6 and sum(map(len, card)) < 80]
    several = [text for text in joined if (who := people.read(text)) and len(who.names) > 1]
    return several + [who.line for who in named + plain]


def _card(view: View, line: Line) -> int:
    """The nearest of three elements around a line that is a writer's by its class, or -1."""
    node = line.node
    for _ in range(3):
        if node > 0 and _WRITER_BOX.search(view.doc.attr(node, "class")):
            return node
        node = max(0, view.doc.parents[node])
    return -1


def _writer(said: str) -> people.Byline | None:
    """A byline on its own, beside a date, or behind a label."""
    if any(c.isdigit() for c in said):
        for stamp in dates.find(said, UTC):
            said = said.replace(stamp.text, " ")
        said = _STAMP_LABEL.sub(" ", said).strip(" |·,:：-")
    labelled = _LABELLED.search(said)
    if labelled and _OUTLET.search(said):  # one line says all: 来源：… 作者：… 编辑：…
        return people.read(labelled.group(0).strip())
    if width(said) <= 60 and (who := people.read(collapse(said))) is not None:
        return who
    if labelled:
        return people.read(labelled.group(0).strip())
    if (found := _WRITER_AND_PAPER.match(said)) and people.names([found.group(1)]):
        return people.read(f"记者 {found.group(1)}")
    return None


def signature(view: View, last: int) -> str:
    """A writer's card behind the text: a byline in an element named so, or with an address; "" if there is none."""
    behind = at(view.lines, last + 1)
    for line in view.lines[behind : behind + _BEHIND]:
        if line.size > 50 or line.bits & (CONTROL | HIDDEN):
            continue
        who = people.read(line.text)
        if who is not None and who.names and (who.email or _meaning(view, line) & hints.BYLINE):
            return line.text
    return ""


def _meaning(view: View, line: Line) -> int:
    """What the names of three elements around a line say."""
    bits, node = 0, line.node
    for _ in range(3):
        bits |= view.doc.named[node]
        node = max(0, view.doc.parents[node])
    return bits


def authors(view: View) -> list[str]:
    """Author strings of JSON-LD and <meta>, as given."""
    declared = (v.strip() for name in _AUTHORS for v in view.doc.meta.get(name, ()) if v.strip())
    return list(dict.fromkeys([*view.data.authors, *declared]))


def canonical(view: View) -> str:
    """The page's own canonical address, where it is another one on the same site; else ""."""
    told = absolute(view.url, view.doc.links.get("canonical") or view.doc.first_meta("og:url"))
    ours, theirs = urlsplit(view.url), urlsplit(told)
    same_site = theirs.scheme in ("http", "https") and theirs.netloc == ours.netloc
    return told if told != view.url and same_site and len(theirs.path) > 3 else ""
