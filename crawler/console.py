"""Text for a person at a terminal, where a Korean or Chinese character is two columns wide."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Sequence


def width(text: str) -> int:
    """Columns that ``text`` takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def fit(text: object, columns: int) -> str:
    """One line of at most ``columns``, with an ellipsis where it was cut."""
    line = " ".join(str(text).split())
    if width(line) <= columns:
        return line
    taken, used = [], 1
    for char in line:
        used += width(char)
        if used > columns:
            break
        taken.append(char)
    return "".join(taken) + "…"


def pad(text: str, columns: int, right: bool = False) -> str:
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def table(rows: Iterable[Sequence[object]], indent: str = "  ", columns: int = 0) -> str:
    """Aligned rows; numbers stand right, the last cell is cut at the terminal's width (or ``columns``)."""
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    if not cells:
        return ""
    count = max(map(len, cells))
    widths = [max((width(str(row[i])) for row in cells if i < len(row)), default=0) for i in range(count)]
    room = columns or terminal()
    lines = []
    for row in cells:
        *first, last = row
        line = indent + "".join(
            pad(str(cell), size, isinstance(cell, (int, float))) + "  "
            for cell, size in zip(first, widths, strict=False)
        )
        last = pad(str(last), widths[len(row) - 1], True) if isinstance(last, (int, float)) else str(last)
        lines.append((line + fit(last, max(20, room - width(line)))).rstrip() if first else indent + str(last))
    return "\n".join(lines)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``, broken at spaces where there are any, else between characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in _words(paragraph):
            size = width(word)
            if used + size > columns and line.strip():
                lines.append(line.rstrip())
                line, used = "", 0
                word = word.lstrip()
                size = width(word)
            line, used = line + word, used + size
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> Iterable[str]:
    """Hangul and Latin words with the space before them; Han characters one by one."""
    word = ""
    for char in text:
        han = "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uff60"
        if word and (char == " " or han or (word and "\u2e80" <= word[-1] <= "\u9fff")):
            yield word
            word = ""
        word += char
    if word:
        yield word


def terminal() -> int:
    """Columns of the terminal, 40 to 160; 120 where there is none."""
    return min(160, max(40, shutil.get_terminal_size((120, 40)).columns))
