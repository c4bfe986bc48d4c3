"""What a line of text weighs and whether it reads as prose: the measures that all parts of the extractor share."""

from __future__ import annotations

import re

# white space, ideographic and no-break spaces included
_SPACES = re.compile(r"[ \t\n\r\f\v\u3000\xa0\u2002-\u200a]+")
EASTERN = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
"""Kana, Han or Hangul."""
_NO_WORD = re.compile(r"[\W_]+")

# sentences
_STOP = re.compile(r"[。！？；]|[다요죠음임함까네][.!?]|[.!?…][\"'”’」』）)]?(?:\s|$)")
_CLOSED = re.compile(r"[。！？；.!?…][\"'”’」』）)\]】]*$|[」』”’]$")
_COMMAS = re.compile(r"[，、,]")

_ANCHOR = 12
"""Word characters from which a beginning is told from others."""


def collapse(text: str) -> str:
    """White space runs to one space, trimmed."""
    return _SPACES.sub(" ", text).strip()


def width(text: str) -> int:
    """Weight of a text: Hangul, Han and kana count one, ASCII characters a half."""
    narrow = len(text.encode("ascii", "ignore"))
    return len(text) - narrow + narrow // 2


def squash(text: str) -> str:
    """Word characters only: what two copies of one line share."""
    return _NO_WORD.sub("", text)


def anchor(lead: str, size: int = 16) -> str:
    """The first word characters of a text that a page promises as its beginning; "" where they are too few to tell."""
    key = squash(lead)[:size]
    return key if len(key) >= _ANCHOR else ""


def is_prose(text: str, size: int | None = None) -> bool:
    """Whether a line reads as part of a text: it has a sentence end, or is long and has commas. ``size``: its width."""
    size = width(text) if size is None else size
    if size < 10:
        return False
    return bool(_STOP.search(text)) or (size >= 30 and _COMMAS.search(text) is not None) or size >= 60


def is_closed(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_CLOSED.search(text))


def pairs(text: str) -> set[str]:
    """Neighbouring word characters."""
    key = squash(text)
    return {key[i : i + 2] for i in range(len(key) - 1)}


class Pairs:
    """The word characters of a text, asked for pairs of neighbours."""

    def __init__(self, text: str):
        self.key = squash(text)

    def of(self, other: str) -> float:
        """The share of another text's pairs that stand in this one."""
        wanted = pairs(other)
        return sum(pair in self.key for pair in wanted) / len(wanted) if wanted else 0.0
