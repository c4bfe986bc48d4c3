"""What stands around the text: subtitle, section, outlet, copyright, address.

``first`` and ``last`` are the first and last node of the text.
"""

from __future__ import annotations

import re
from datetime import UTC
from urllib.parse import urlsplit

from pipelines import dates, people
from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import BOLD, CHROME, CONTROL, HEADING, HIDDEN
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import is_closed, squash, width
from pipelines.chrome.view import View, absolute
from pipelines.chrome.writers import WRITER_AND_PAPER

# names of <meta>, best first
_SECTIONS = (
    "article:section", "og:article:section", "section", "news_section", "category", "dable:section",
    "cxenseparse:pub-section",
)  # fmt: skip

_OUTLET = re.compile(r"(?:来源|來源|출처|稿源|出处|出處)\s*[:：]?\s*([^\s|,，。:：（）()]{2,24})")
_PAPER = re.compile(
    r"^[\u4e00-\u9fffA-Za-z·]{0,12}(?:网|網|报|報|社|新闻|新聞|周刊|週刊|电视台|電視台|客户端|广播|在线)$"
)

# crumbs
_CRUMB = re.compile(r"\s*(?:[>＞›»]+|\s/\s)\s*")
_NO_SECTION = re.compile(r"^(?:正文|内容|文章|内页|详情|전체|기사|본문|일반)$")

_COPYRIGHT_BEHIND = 20
"""Lines behind the text in which a copyright line is looked for."""


def subtitle(view: View, first: int) -> list[str]:
    """Subtitle lines between headline and text: elements named so, or second headings."""
    start, stop = view.span(first)
    out = [x.text for x in view.lines[start:stop] if _is_subtitle(view, x)]
    return list(dict.fromkeys(out))[:8]


def _is_subtitle(view: View, line: Line) -> bool:
    text, size = line.text, line.size
    if not 4 <= size <= 160 or line.bits & (CONTROL | HIDDEN | CHROME) or line.link > 0.5 * len(text):
        return False
    named = view.meaning(line) & hints.SUBTITLE
    if not named and not (line.bits & (HEADING | BOLD) and view.head.title_at >= 0 and size >= 8):
        return False
    return not (
        squash(text) == squash(view.head.title)
        or (is_closed(text) and not named)
        or phrasebook.CAPTION_LEAD.search(text)
        or phrasebook.match(text, "tail")
        or dates.find(text, UTC)
        or people.read(text)
    )


def section(view: View) -> str:
    """The section by metadata, else the last step of the crumbs above the headline."""
    name = view.doc.first_meta(*_SECTIONS) or view.data.section
    at_title = view.head.title_at
    if name or at_title < 0:
        return name
    for line in reversed(view.lines[max(0, at_title - 12) : at_title]):
        steps = [s.strip() for s in _CRUMB.split(line.text) if s.strip()]
        if 2 <= len(steps) <= 6 and all(width(s) <= 10 for s in steps):
            steps = [s for s in steps[1:] if not _NO_SECTION.match(s)]
            if steps:
                return steps[-1]
    return ""


def outlet(view: View, first: int) -> str:
    """The original source as printed in the header (来源：…)."""
    start, stop = view.span(first)
    for line in view.lines[max(0, start - 4) : stop]:
        if len(line.text) < 160 and (found := _OUTLET.search(line.text)):
            return found.group(1).strip()
    for line in view.lines[start:stop]:
        if name := _beside_the_date(line.text) or _of_the_pair(line.text):
            return name
    return ""


def _beside_the_date(said: str) -> str:
    """A paper's name that stands alone beside a date: 2026年11月22日 09:10 环球网."""
    stamps = dates.find(said, UTC) if len(said) < 60 and any(c.isdigit() for c in said) else []
    for stamp in stamps:
        said = said.replace(stamp.text, " ")
    said = said.strip(" |·-")
    return said if stamps and _PAPER.match(said) else ""


def _of_the_pair(said: str) -> str:
    """The paper of a line like 李明/中国青年报."""
    found = WRITER_AND_PAPER.match(said)
    return said[found.end(1) :].strip(" /／|") if found else ""


def copyright_after(view: View, last: int) -> str:
    """The copyright line just behind the text."""
    behind = at(view.lines, last + 1)
    for line in view.lines[behind : behind + _COPYRIGHT_BEHIND]:
        if phrasebook.is_copyright(line.text):
            return line.text
    return ""


def canonical(view: View) -> str:
    """The page's own canonical address, where it is another one on the same site; else ""."""
    told = absolute(view.url, view.doc.links.get("canonical") or view.doc.first_meta("og:url"))
    ours, theirs = urlsplit(view.url), urlsplit(told)
    same_site = theirs.scheme in ("http", "https") and theirs.netloc == ours.netloc
    return told if told != view.url and same_site and len(theirs.path) > 3 else ""
