"""A writer's box or line of a page: the element that is his, what it says, several of them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines import people
from pipelines.chrome.document import CONTROL, HIDDEN
from pipelines.chrome.lines import Line
from pipelines.chrome.prose import collapse
from pipelines.chrome.view import View

MOST = 6
"""Writers of one text."""
_WRITER_BOX = re.compile(r"(?i)author|writer|reporter|byline|journalist|columnist|jizhe|zuozhe|(?<![a-z])auth(?![a-z])")
_WRITER_PAGE = re.compile(
    r"(?i)/(?:by-?lines?|authors?|reporters?|journalists?|writers?|columnists?|contributors?)(?:[/?.]|$)"
    r"|[?&](?:reporter|journalist|author|writer|byline)_?(?:id|no|name|seq|cd|code)?="
)
"""Where a writer's name is linked to."""
_BOX_KEYS = ("class", "id", "itemprop", "rel", "data-testid")
_BUTTONS = re.compile(
    r"(?:\s(?:기자\s?페이지|구독|응원|팔로[우잉]|알림|관심|다른\s?기사|더\s?보기|[+＋]|[关關]注|追[踪蹤]|[訂订][閱阅]|更多|Follow\b)"
    r"|기자에게|기자의\s?다른|메일\s?보내기).*$"
)
"""What stands beside a writer's name in a box."""
_COMMA = re.compile(r"\s+(?=[,，、])")


def card_of(view: View, node: int, steps: int = 3) -> int:
    """The nearest of some elements upwards from a node that is a writer's by its attributes, or -1."""
    for _ in range(steps):
        if node <= 0:
            break
        attrs = view.doc.attrs[node]
        if attrs and any(_WRITER_BOX.search(attrs.get(key) or "") for key in _BOX_KEYS):
            return node
        if attrs and view.doc.tags[node] == "a" and _WRITER_PAGE.search(attrs.get("href") or ""):
            return node
        node = view.doc.parents[node]
    return -1


def apart(view: View, line: Line) -> str:
    """The line with a space between its elements: a name and a button stand side by side without one."""
    texts, tags = view.doc.texts, view.doc.tags
    parts = (texts[i] for i in range(line.first, min(line.last + 1, line.first + 60)) if not tags[i])
    said = _COMMA.sub("", collapse(" ".join(parts)))
    return _BUTTONS.sub("", said) or said


def runs(view: View, rows: Iterable[int]) -> list[str]:
    """Writers who stand one a line, side by side, as one byline: 홍길동 기자 | 성춘향 기자."""
    runs: list[list[tuple[str, set[str]]]] = []
    before = -2
    for k in rows:
        text = view.lines[k].text
        who = people.read(text) if view.lines[k].size < 60 and not view.lines[k].bits & (CONTROL | HIDDEN) else None
        if who is None or not who.names:
            continue
        if k != before + 1:
            runs.append([])
        runs[-1].append((text, set(who.names)))
        before = k
    found = []
    for run in runs:
        names = {name for _, said in run for name in said}
        joined = ", ".join(text for text, _ in run)
        if 2 <= len(run) <= MOST and (read := people.read(joined)) and set(read.names) == names and len(names) > 1:
            found.append(joined)
    return found
