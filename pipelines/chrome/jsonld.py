"""JSON-LD of a page (schema.org), and the one place where everything that scripts say is gathered: Data."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.chrome.document import Document
from pipelines.chrome.prose import collapse, width

_TYPES = frozenset((
    "newsarticle", "article", "reportagenewsarticle", "blogposting", "opinionnewsarticle", "analysisnewsarticle",
    "webpage", "liveblogposting",
))  # fmt: skip
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_NOTE = re.compile(r"(?m)(?<=[\s,{\[])//[^\n\"]{0,200}$")
_PLAIN = re.compile(
    r"\"(headline|datePublished|dateModified|articleSection)\"\s{0,9}:\s{0,9}\"((?:[^\"\\\n]|\\.){1,300})\""
)
"""What is read from a text that is no JSON."""
_SHORTEST = 40
"""Width up to which a text is no article."""


@dataclass(slots=True)
class Data:
    """What scripts say, values as written. ``bodies`` are (text or HTML, path) candidates."""

    headlines: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    section: str = ""
    subtitle: str = ""
    credit: str = ""
    images: list[tuple[str, str]] = field(default_factory=list)
    """(address, caption) of pictures named beside the text."""
    keywords: list[str] = field(default_factory=list)
    publisher: str = ""
    free: bool | None = None
    """isAccessibleForFree of the JSON-LD."""
    bodies: list[tuple[str, str]] = field(default_factory=list)


def linked_data(doc: Document) -> Data:
    """JSON-LD of the page. Broken JSON-LD (raw line breaks, trailing commas) is repaired where that is simple."""
    data = Data()
    for script in doc.scripts:
        if "ld+json" in script.kind:
            read(data, script.text)
    return data


def read(data: Data, text: str) -> None:
    """Add what one JSON-LD text says of an article."""
    value = loads(text)
    if value is None and 'Article"' in text:
        value = {"@type": "NewsArticle"} | dict(reversed(_PLAIN.findall(text)))  # of several the first
    for thing in _things(value):
        _read(data, thing)


def loads(text: str) -> Any:
    """The value of a JSON text, or None."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub(r"\1", _NOTE.sub("", text)), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of a graph that may be an article."""
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _NESTED:
            if isinstance(value.get(key), dict | list):
                yield from _things(value[key], depth + 1)


def _read(data: Data, thing: dict[str, Any]) -> None:
    kinds = thing.get("@type")
    kinds = {str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])}
    if not kinds & _TYPES and not ("headline" in thing and "datePublished" in thing):
        return
    for keys, out in ((("datePublished", "pubDate"), data.published), (("dateModified", "upDate"), data.updated)):
        out.extend(thing[key] for key in keys if isinstance(thing.get(key), str))
    if not kinds <= {"webpage"}:
        _read_article(data, thing)
    publisher = thing.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        data.publisher = data.publisher or collapse(publisher["name"])


def _read_article(data: Data, thing: dict[str, Any]) -> None:
    if isinstance(thing.get("headline"), str):
        data.headlines.append(collapse(html.unescape(thing["headline"])))
    data.authors.extend(_names(thing.get("author") or thing.get("creator")))
    section = thing.get("articleSection")
    section = section[0] if isinstance(section, list) and section else section
    if isinstance(section, str) and not data.section:
        data.section = collapse(section)
    words = thing.get("keywords")
    words = words.split(",") if isinstance(words, str) else words
    if isinstance(words, list):
        data.keywords.extend(collapse(w) for w in words if isinstance(w, str) and w.strip())
    body = thing.get("articleBody")
    if isinstance(body, str) and width(body) > _SHORTEST:
        data.bodies.append((html.unescape(body) if "&lt;" in body else body, "ld+json:articleBody"))
    free = thing.get("isAccessibleForFree")
    if free is not None:
        data.free = str(free).lower() not in ("false", "0", "no")


def _names(value: Any) -> list[str]:
    """Names of persons; an organization is none."""
    if isinstance(value, str):
        return [collapse(value)] if value.strip() else []
    if isinstance(value, list):
        return [name for one in value[:20] for name in _names(one)]
    if isinstance(value, dict):
        kind = str(value.get("@type") or "").lower()
        return [] if kind == "organization" else _names(value.get("name"))
    return []
