"""Who signs in and behind a text: lines and credits of the text, cards behind it.

``first`` and ``last`` are the first and last node of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines import people
from pipelines.byline import EMAIL
from pipelines.chrome import hints
from pipelines.chrome.cards import MOST, apart, card_of, runs
from pipelines.chrome.container import Text
from pipelines.chrome.document import CONTROL, HIDDEN
from pipelines.chrome.lines import at
from pipelines.chrome.prose import collapse
from pipelines.chrome.view import View

_AND_OTHERS = re.compile(r"외\s?(?P<more>\d)\s?[명인]")
_CREDITS = ("pattern:staff", "pattern:editor", "pattern:source")
"""Why lines were taken out that name editors and others, at times a writer too."""
_BEHIND = 14
"""Lines behind the text in which a writer's card is looked for."""


def signers(view: View, text: Text) -> list[str]:
    """The bylines that were found in the text, those on lines side by side as one, the text's last first; then writers
    whom its credit lines name.
    """
    told = {collapse(said) for said in text.bylines}
    start, stop = at(view.lines, text.first), min(len(view.lines), at(view.lines, text.last + 1) + _BEHIND)
    rows = [k for k in range(start, stop) if view.lines[k].text in told] if text.first >= 0 else []
    credits = [stripped.text for stripped in text.stripped if stripped.why.startswith(_CREDITS)]
    signed = [who for said in text.bylines + credits if (who := people.read(said) or people.closing(said))]
    signed += [who for said in text.bylines if not people.read(said) and (who := people.read(said, placed=True))]
    return runs(view, rows)[::-1] + [who.line for who in signed if who.names]


def fuller(above: list[str], signed: list[str]) -> list[str]:
    """The bylines above the text, led by one in the text that names the first's writers and more."""
    who = people.read(above[0]) if above else None
    for line in signed if who and who.names else []:
        if (other := people.read(line)) and set(who.names if who else ()) < set(other.names):
            return [line, *above]
    return above


def signature(view: View, last: int) -> str:
    """Writers' cards behind the text: bylines in elements named so, or with an address; "" if there are none.

    Further cards count where each has an address.
    """
    found: list[str] = []
    names: set[str] = set()
    for who in _behind(view, last):
        if not found or (who.email and not names & set(who.names)):
            found.append(who.line)
            names.update(who.names)
        if not who.email:
            break
    return ", ".join(found[:MOST])


def others(view: View, last: int, byline: str) -> str:
    """The byline with the writers whom it only counts (홍길동 기자 외 1명), if the cards behind the text name them."""
    count, who = _AND_OTHERS.search(byline), people.read(byline)
    if not count or who is None or last < 0:
        return byline
    more = dict.fromkeys(name for card in _behind(view, last) for name in card.names)
    told = [name for name in more if name not in who.names]
    return ", ".join([byline[: count.start()].strip(), *told]) if len(told) == int(count["more"]) else byline


def _behind(view: View, last: int) -> Iterator[people.Byline]:
    """The writers' cards behind the text."""
    start = at(view.lines, last + 1)
    near = view.lines[start : start + _BEHIND]
    for k, line in enumerate(near):
        if line.size > 60 or line.bits & (CONTROL | HIDDEN):
            continue
        boxed = card_of(view, line.node) >= 0
        who = people.read(line.text) or (people.read(apart(view, line), placed=True) if boxed else None)
        if who and who.names and not who.email and any(EMAIL.fullmatch(x.text) for x in near[k + 1 : k + 2]):
            who = replace(who, email=near[k + 1].text, line=f"{who.line} {near[k + 1].text}")
        if who is not None and who.names and (who.email or boxed or view.meaning(line) & hints.BYLINE):
            yield who


def editors(view: View, first: int, last: int) -> set[str]:
    """Whom a line around the text calls its editor; <meta name=author> often names that one."""
    start, stop = view.span(first)
    behind = at(view.lines, last + 1) if last >= 0 else stop
    around = view.lines[start:stop] + view.lines[behind : behind + _BEHIND]
    return {name for line in around if line.size < 120 for name in people.editors(line.text)}
