"""What a byline says, and what its readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs. ``line`` is as printed, white space collapsed."""

    names: list[str] = field(default_factory=list)
    """Persons, without titles."""
    line: str = ""
    place: str | None = None
    agency: str | None = None
    """Paper, agency or desk."""
    email: str | None = None


Found = tuple[list[str], str | None, str | None]
"""Names, place, agency."""

EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
HANGUL = re.compile(r"[가-힣]")
HAN = re.compile(r"[\u3400-\u9fff]")
FRAME = "[](){}<>【】〔〕（）［］〈〉《》 \t▶■◆●○□◎▲△◇※*=-–—|ㅣ/／╱∕·・•‧:："
"""Brackets, bullets and separators around a byline."""


def one_of(words: frozenset[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def cut_email(line: str) -> tuple[str, str | None]:
    """The line without its addresses, and the first of them."""
    match = EMAIL.search(line) if "@" in line else None
    return (EMAIL.sub(" ", line), match.group()) if match else (line, None)


def once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))
