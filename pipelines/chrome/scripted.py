"""HTML that a page's own script puts into an element once it is loaded: ``$("#rest").append("<p>…</p>")``.

Only literals are read; nothing is executed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_CALLS = (".append(", ".prepend(", ".html(", ".innerHTML")
_LITERAL = re.compile(r"\s{0,20}\+?=?\s{0,20}('(?:[^'\\\n]|\\.){200,}'|\"(?:[^\"\\\n]|\\.){200,}\")")
_TARGET = re.compile(r"(?:(?:\$|jQuery)\(\s*[\"']#|getElementById\(\s*[\"'])([\w-]{1,60})[\"']\s*\)$")
_MOST = 50
"""Calls of one kind that are looked at."""


def written(html: str) -> str:
    """The page with such literals where the script would put them; the same text where there are none."""
    for name, inner in list(_writes(html)):
        tag = re.search(rf"<\w+[^<>]{{0,300}}?\sid\s*=\s*[\"']?{re.escape(name)}[\"']?(?:\s[^<>]{{0,300}})?>", html)
        if tag:
            html = html[: tag.end()] + inner + html[tag.end() :]
    return html


def _writes(html: str) -> Iterator[tuple[str, str]]:
    """Ids of elements with the HTML that is put into them."""
    for call in _CALLS:
        at = -1
        for _ in range(_MOST):
            at = html.find(call, at + 1)
            if at < 0:
                break
            target = _TARGET.search(html, max(0, at - 100), at)
            literal = _LITERAL.match(html, at + len(call)) if target else None
            if target and literal and "<" in (inner := unquote(literal.group(1))):
                yield target.group(1), inner


def unquote(literal: str) -> str:
    """The value of a JavaScript string literal, or ""."""
    inner = literal[1:-1].replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
    try:
        return json.loads(f'"{inner}"', strict=False)
    except ValueError:
        return ""
