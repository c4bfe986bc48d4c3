"""From a container to an article's text: nodes go first, then whole lines, then loose ends.

Characters inside a line stay, save what is glued behind the last sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import tzinfo

from pipelines import people
from pipelines.byline import HANGUL
from pipelines.chrome import nodes, phrasebook, pictures
from pipelines.chrome.container import Container, Text
from pipelines.chrome.document import Document
from pipelines.chrome.fields import take
from pipelines.chrome.grids import ROW
from pipelines.chrome.habits import Habits
from pipelines.chrome.judge import Judge
from pipelines.chrome.lines import Line
from pipelines.chrome.prose import is_closed, is_prose, width

_GLUED_WIDTH = 80
_GLUED = re.compile(
    r"[。！？!?….”’」』）)\]】]\s*(?P<said>[（(\[【][^（(\[【】\])）]{0,60}[】\])）]|(?<=[。！？”])[^。！？”（(\[【]{4,50}|[■□◆●])$"
)
"""What stands behind the last sentence of a line: in brackets, or open."""
_GLUED_ACTIONS = frozenset(("editor", "copyright"))
_GLUED_NAMES = frozenset(("staff_zh", "correction_zh", "source_zh", "original_title_zh"))
_END_MARK = re.compile(r"[■□◆●]|[（(\[【]\s*[】\])）]")


def read(
    doc: Document, root: int, *, title: str, zone: tzinfo, drop: tuple[str, ...] = (), caption: tuple[str, ...] = ()
) -> Text:
    """The text of the element ``root``.

    ``title`` is the headline (its copies are dropped), ``zone`` the source's, ``drop`` and ``caption`` CSS selectors of
    chrome and of captions inside.
    """
    box = Container(doc, root, title, zone)
    nodes.drop(box, drop)
    pictures.ruled(box, caption)
    nodes.hidden(box)
    box.text.images = pictures.images_in(doc, root, box.end)
    page = box.lines()
    pictures.captions(box, page)
    nodes.boxes(box, page)
    nodes.inside_lines(box)
    nodes.link_lists(box)
    habits = Habits(box)
    kept = Judge(box, habits).kept()
    _cut_loose_ends(kept, habits, box.text)
    _cut_glued(kept, box.text)
    _cut_signatures(kept, box.text)
    pictures.pair(box)
    _settle(kept, box.text)
    return box.text


def _cut_loose_ends(kept: list[Line], habits: Habits, text: Text) -> None:
    """Short last lines that are no sentence go, unless they are a list in the text's own paragraphs."""
    loose = 0
    while loose < len(kept) and _is_loose_end(kept[-1 - loose], habits):
        loose += 1
    ends = kept[len(kept) - loose :]
    if loose <= 2 or not any(map(habits.same_shape, ends)):
        for line in ends:
            text.strip(line.text, "loose_end")
        del kept[len(kept) - loose :]


def _is_loose_end(line: Line, habits: Habits) -> bool:
    said = line.text
    if line.tag == ROW:  # a table of the text itself stays, one in a box behind it goes
        return not line.prose and not habits.is_in_flow(line)
    return width(said) < 30 and not is_prose(said) and not is_closed(said) and not said.endswith(("）", ")", ":", "："))


def _cut_glued(kept: list[Line], text: Text) -> None:
    """What is glued behind the last sentence and would go as a line of its own: editors, sources, end marks."""
    while kept and (glued := _GLUED.search(kept[-1].text, max(0, len(kept[-1].text) - _GLUED_WIDTH))):
        said = glued.group("said")
        found = phrasebook.match(said, "tail")
        if found and (found.action in _GLUED_ACTIONS or found.name in _GLUED_NAMES):
            take(text, found.action, said)
        elif not _END_MARK.fullmatch(said):
            break
        text.strip(said, f"glued:{found.name if found else 'mark'}")
        kept[-1] = replace(kept[-1], text=kept[-1].text[: glued.start("said")].rstrip())


def _cut_signatures(kept: list[Line], text: Text) -> None:
    """A writer's address behind the last sentence, of the text or of one of the pieces that it collects; at the end of
    the text a Korean writer or agency without one too."""
    for k, line in enumerate(kept):
        last = k == len(kept) - 1 and HANGUL.search(line.text[-24:]) is not None
        if line.size <= 20 or not (last or "@" in line.text[-80:]):
            continue
        tail = people.tail(line.text)
        if tail is None or not is_prose(tail[1]) or not (tail[0].email or (last and is_closed(tail[1]))):
            continue
        if tail[0].names or tail[0].email:
            text.bylines.append(tail[0].line)
        elif tail[0].agency:
            text.credit = text.credit or tail[0].agency
        kept[k] = replace(line, text=tail[1])


def _settle(kept: list[Line], text: Text) -> None:
    text.paragraphs = [line.text for line in kept]
    text.prose = sum(width(said) for said in text.paragraphs if is_prose(said))
    if kept:
        text.first, text.last = kept[0].first, kept[-1].last
