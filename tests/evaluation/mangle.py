"""Markup as portals break it: cut, nested, doubled, shuffled, left open; and what a page shows, to check against.

A page is a list of tokens (tags, comments and runs of text). A change is (operation, place, extent, number): place and
extent are shares of the page (0 to 1), so that a change can be made to any page.
"""

from __future__ import annotations

import html as html_
import random
import re
import unicodedata
from collections.abc import Callable, Iterable

from selectolax.lexbor import LexborHTMLParser

Tokens = list[str]
Change = tuple[str, float, float, int]

_TOKEN = re.compile(
    r"<!--.*?-->|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)\s*>|<[^>]*>|[^<]+|<", re.S | re.I
)
_STREAM = re.compile(r'__next_f\.push\(\s*\[\s*1\s*,\s*"(.*)"\s*\]\s*\)', re.S)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.S)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": ""}
_NO_WORD = re.compile(r"[\W_]+")
_BLOCKS = ("div", "p", "section", "td", "li", "blockquote", "article", "ul", "table", "center")
_INLINES = ("span", "b", "a href='/x'", "em", "font color=red", "strong")
_DEBRIS = ("\0", "<", ">", "&", "&#0;", "&#x110000;", "&nbsp;" * 40, "<!--", "-->", "]]>", "<![CDATA[", "</", "<p", '"',
           "\ufffd", "\u202e", "\U000e0041", "<br>" * 30, "<script>", "</script>", "<table>", "<svg><title>",
           "<select><option>")  # fmt: skip


def tokens(html: str) -> Tokens:
    return _TOKEN.findall(html)


def mangle(html: str, changes: Iterable[Change]) -> str:
    made = tokens(html)
    for name, place, extent, number in changes:
        start = int(place * len(made))
        stop = min(len(made), start + 1 + int(extent * 0.3 * len(made)))
        made = OPERATIONS[name](made, start, stop, random.Random(number))
    return "".join(made)


def _cut(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    return made[:start] + made[stop:]


def _end(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    """The transfer ends, maybe inside a tag."""
    last = made[start][: rng.randrange(len(made[start]) + 1)] if start < len(made) else ""
    return [*made[:start], last]


def _double(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    return made[:stop] + made[start:stop] + made[stop:]


def _move(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    rest = made[:start] + made[stop:]
    to = rng.randrange(len(rest) + 1)
    return rest[:to] + made[start:stop] + rest[to:]


def _shuffle(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    some = made[start:stop]
    rng.shuffle(some)
    return made[:start] + some + made[stop:]


def _nest(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    tag, deep = rng.choice(_BLOCKS + _INLINES), rng.choice((1, 2, 8, 60, 600))
    return [*made[:start], f"<{tag}>" * deep, *made[start:stop], f"</{tag.split()[0]}>" * deep, *made[stop:]]


def _open(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    """Closing tags are forgotten."""
    return made[:start] + [t for t in made[start:stop] if not t.startswith("</")] + made[stop:]


def _close(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    """Closing tags that nothing opened."""
    return made[:start] + [t for one in made[start:stop] for t in (one, f"</{rng.choice(_BLOCKS)}>")] + made[stop:]


def _bare(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    """Attributes are lost: no class, no id."""
    return made[:start] + [re.sub(r"^<([\w-]+)\s[^>]*>$", r"<\1>", t) for t in made[start:stop]] + made[stop:]


def _rename(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    """Every tag of a kind becomes another."""
    old, new = (
        rng.choice(("p", "div", "h1", "span", "li", "a", "br")),
        rng.choice((*_BLOCKS, "h2", "pre", "x-y", "aside")),
    )
    pattern = re.compile(rf"^<(/?){old}\b", re.I)
    return made[:start] + [pattern.sub(rf"<\g<1>{new}", t) for t in made[start:stop]] + made[stop:]


def _litter(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    out = list(made)
    for _ in range(rng.randint(1, 20)):
        out.insert(rng.randrange(start, stop + 1), rng.choice(_DEBRIS))
    return out


def _hide(made: Tokens, start: int, stop: int, rng: random.Random) -> Tokens:
    how = rng.choice(
        ("style='display:none'", "hidden", "class='comment ad'", "class='caption'", "id='articleBody'", "dir=rtl")
    )
    return [*made[:start], f"<div {how}>", *made[start:stop], "</div>", *made[stop:]]


OPERATIONS: dict[str, Callable[[Tokens, int, int, random.Random], Tokens]] = {
    f.__name__.strip("_"): f
    for f in (_cut, _end, _double, _move, _shuffle, _nest, _open, _close, _bare, _rename, _litter, _hide)
}


# what a page shows


def word_characters(text: str) -> str:
    """NFKC, without white space, punctuation and marks that do not show."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text))


def shown(html: str) -> str:
    """The word characters of everything that a page can show: its text, and the strings in its scripts."""
    tree = LexborHTMLParser(html or "<html>")
    root = tree.root
    if root is None:
        return ""
    parts = [node.text(deep=True) or "" for node in tree.css("script, style, textarea, noscript, template, title")]
    said = [root.text(deep=True) or ""]
    streamed = "".join(m for part in parts for m in _STREAM.findall(part))  # one text in several scripts
    for part in [*parts, streamed]:
        once = _unescape(part)
        for form in (part, once, _unescape(once)):
            said.append(re.sub(r"<[^<>]{0,2000}>", "", html_.unescape(form)))
            said.append(LexborHTMLParser(f"<body>{html_.unescape(form)}").text(deep=True) or "")
    return "\0".join(word_characters(s) for s in said)


def _unescape(text: str) -> str:
    """JSON string escapes, anywhere."""

    def one(match: re.Match[str]) -> str:
        if match.group(1):
            return chr(int(match.group(1), 16))
        return _CONTROLS.get(match.group(2), match.group(2))

    return _ESCAPE.sub(one, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_made_of(text: str, page: str, pieces: int = 12, gap: int = 4000) -> bool:
    """Whether ``text`` stands in ``page`` (both word characters), in at most so many pieces in order.

    A line may lose an inline element (a stock quote, a hidden span): the rest is then found in pieces, each at most
    ``gap`` characters behind the one before.
    """
    if text in page:
        return True
    at = page.find(text[:6])
    while at >= 0:
        if _follows(text, page, at, pieces, gap):
            return True
        at = page.find(text[:6], at + 1)
    return False


def _follows(text: str, page: str, at: int, pieces: int, gap: int) -> bool:
    done = 0
    for _ in range(pieces):
        while done < len(text) and at < len(page) and text[done] == page[at]:
            done, at = done + 1, at + 1
        if done == len(text):
            return True
        at = page.find(text[done : done + 4], at, at + gap)
        if at < 0:
            return False
    return False
