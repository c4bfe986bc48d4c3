"""HTML that a page's own script puts into an element once it is loaded: ``$("#rest").append("<p>…</p>")``.

Only literals are read; nothing is executed.
"""

from __future__ import annotations

import json
import re

_LITERAL = r"'(?:[^'\\\n]|\\.){200,}'|\"(?:[^\"\\\n]|\\.){200,}\""
_CALL = re.compile(
    rf"(?:\$|jQuery)\(\s*[\"']#(?P<id>[\w-]{{1,60}})[\"']\s*\)\.(?:html|append|prepend)\(\s*(?P<said>{_LITERAL})\s*\)"
    rf"|getElementById\(\s*[\"'](?P<id2>[\w-]{{1,60}})[\"']\s*\)\.innerHTML\s*\+?=\s*(?P<said2>{_LITERAL})"
)
_CUES = (".append(", ".prepend(", ".html(", ".innerHTML")


def written(html: str) -> str:
    """The page with such literals where the script would put them; the same text where there are none."""
    if not any(cue in html for cue in _CUES):
        return html
    for call in list(_CALL.finditer(html)):
        inner = unquote(call["said"] or call["said2"])
        name = re.escape(call["id"] or call["id2"])
        element = re.search(rf"<\w+[^<>]{{0,300}}?\sid\s*=\s*[\"']?{name}[\"']?(?:\s[^<>]{{0,300}})?>", html)
        if element and "<" in inner:
            html = html[: element.end()] + inner + html[element.end() :]
    return html


def unquote(literal: str) -> str:
    """The value of a JavaScript string literal, or ""."""
    inner = literal[1:-1].replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
    try:
        return json.loads(f'"{inner}"', strict=False)
    except ValueError:
        return ""
