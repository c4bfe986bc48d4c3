"""Data that a page carries in scripts: JSON-LD, framework state, streamed chunks, hidden text areas.

Nothing is executed: JSON is looked for inside the script text and parsed. Of a state object only what generalises is
used: the strings that are long enough to be an article, the names that say title, author or date next to them.
"""

from __future__ import annotations

import html as html_
import json
import re
from dataclasses import dataclass, field
from typing import Any

from pipelines.chrome.document import Document, collapse, width

_ARTICLE_TYPES = frozenset(
    (
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "opinionnewsarticle",
        "analysisnewsarticle",
        "webpage",
        "liveblogposting",
    )
)
_STATE = re.compile(r"(?:window\.|var\s+|let\s+|const\s+|self\.)?([A-Za-z_$][\w$.]{0,60})\s*=\s*(?=[\[{])")
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(\[.*\])\s*\)", re.S)
_ROW = re.compile(rb"\s*([0-9a-f]{0,6}):(?:T([0-9a-f]{1,7}),)?")
_STRING_VAR = re.compile(
    r"(?:var|let|const|window\.)\s*([\w$]+)\s*=\s*(\"(?:[^\"\\\n]|\\.){200,}\"|'(?:[^'\\\n]|\\.){200,}'|`[^`]{200,}`)"
)
_HTMLISH = re.compile(r"(?i)<(?:p|br|div|span|img|figure|h[1-6])\b")
_BODY_KEY = re.compile(r"(?i)body|content|article|text|html|detail|paragraph|story|messageText|data")
_BAD_KEY = re.compile(
    r"(?i)css|style|script|template|svg|copyright|agreement|policy|comment|related|recommend|summary|desc(?:ription)?$|keyword|config|license"
)
MAX_SCRIPT = 4_000_000
MAX_STRINGS = 20_000


@dataclass(slots=True)
class Data:
    """What scripts say. ``bodies`` are (text or HTML, path) candidates, longest first."""

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


_KEYS = {
    "title": re.compile(r"(?i)^(?:article_?|news_?|web_?|main_?)?(?:title|headline|subject|name)s?$"),
    "published": re.compile(r"(?i)^(?:(?:first_?)?publish(?:ed)?|pub|reg|input|creat(?:e|ed|ion)|issued?|deploy|display|service|release|news|article)_?(?:_?(?:at|dt|date|time|ts|datetime|timelong))+$|^(?:date|time|ptime|ctime)$"),
    "updated": re.compile(r"(?i)^(?:re_?deploy|modif(?:y|ied)|updat(?:e|ed)|last_?(?:updated|modified)|mod|edit(?:ed)?)_?(?:at|dt|date|time|datetime)$|^mtime$"),
    "authors": re.compile(r"(?i)^(?:authors?|by_?lines?|writers?|reporters?|journalists?|author_?names?|reporter_?names?|writer_?(?:name|display)s?)$"),
    "subtitle": re.compile(r"(?i)^(?:article_?)?(?:sub_?(?:title|head|headline|heading)s?|deck)$"),
    "section": re.compile(r"(?i)^(?:section|category|channel|column)(?:_?name)?$"),
    "credit": re.compile(r"(?i)^(?:article_?)?(?:source|media|origin|copyright_?from)(?:_?name)?$"),
}  # fmt: skip
_PICTURES = re.compile(r"(?i)^(?:images?|photos?|pictures?|media|figures?)(?:_?list)?$")
_ADDRESS = re.compile(r"(?i)^(?:url|src|image_?url|path|href)$")
_CAPTION = re.compile(r"(?i)^(?:caption|desc|description|alt_?text|summary|title)$")
_PERSON_KEY = re.compile(r"(?i)^(?:name|(?:writer|reporter|author|journalist)_?name|display_?name|byline)$")


class _Facts:
    """Reads the one object of a state that carries the page's own headline."""

    def __init__(self, data: Data, title: str):
        self.data, self.title = data, _word_characters(title)

    def look(self, thing: dict[str, Any]) -> None:
        if len(self.title) < 4:
            return
        named = [v for k, v in thing.items() if isinstance(v, str) and _KEYS["title"].match(k)]
        keys = [_word_characters(v) for v in named]
        if not any(
            (len(key) >= 4 and self.title.startswith(key))
            or (len(key) >= 6 and len(self.title) >= 6 and (key in self.title or self.title in key))
            for key in keys
        ):
            return
        data = self.data
        for key, value in thing.items():
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                text = str(value).strip()
                if any(c.isdigit() for c in text):
                    if _KEYS["published"].match(key):
                        data.published.append(text)
                    elif _KEYS["updated"].match(key):
                        data.updated.append(text)
            if isinstance(value, str) and value.strip():
                if _KEYS["subtitle"].match(key) and not data.subtitle:
                    data.subtitle = value
                elif _KEYS["section"].match(key) and not data.section and len(value) < 24:
                    data.section = collapse(value)
                elif _KEYS["credit"].match(key) and not data.credit and 1 < len(value) < 40:
                    data.credit = collapse(value)
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                if _KEYS["section"].match(key) and not data.section:
                    data.section = collapse(value["name"])
                elif _KEYS["credit"].match(key) and not data.credit:
                    data.credit = collapse(value["name"])
            if _KEYS["authors"].match(key):
                data.authors.extend(_people(value))
            if isinstance(value, list) and _PICTURES.match(key):
                data.images.extend(_pictures(value))


def _pictures(items: list[Any]) -> list[tuple[str, str]]:
    """(address, caption) of picture objects."""
    out = []
    for item in items[:50]:
        if isinstance(item, dict):
            url = next((v for k, v in item.items() if isinstance(v, str) and _ADDRESS.match(k)), "")
            said = next((v for k, v in item.items() if isinstance(v, str) and _CAPTION.match(k)), "")
            if url and said.strip():
                out.append((url, collapse(said)))
    return out


def _people(value: Any) -> list[str]:
    if isinstance(value, str):
        return [collapse(value)] if 1 < len(value) < 80 else []
    if isinstance(value, dict):
        return [collapse(v) for k, v in value.items() if isinstance(v, str) and _PERSON_KEY.match(k) and v.strip()][:1]
    return [p for one in value[:10] for p in _people(one)] if isinstance(value, list) else []


def _word_characters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def linked_data(doc: Document) -> Data:
    """JSON-LD of the page. Broken JSON-LD (raw line breaks, trailing commas) is repaired where that is simple."""
    data = Data()
    for script in doc.scripts:
        if "ld+json" in script.kind:
            for thing in _things(_loads(script.text)):
                _read_thing(data, thing)
    return data


def _loads(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except ValueError:
        pass
    try:
        return json.loads(re.sub(r",\s*([}\]])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(value: Any, depth: int = 0):
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                yield from _things(value[key], depth + 1)


def _read_thing(data: Data, thing: dict[str, Any]) -> None:
    kinds = thing.get("@type")
    kinds = {str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])}
    if not kinds & _ARTICLE_TYPES and not ("headline" in thing and "datePublished" in thing):
        return
    main = not kinds <= {"webpage"}
    if isinstance(thing.get("headline"), str) and main:
        data.headlines.append(collapse(html_.unescape(thing["headline"])))
    for key, out in (
        ("datePublished", data.published),
        ("pubDate", data.published),
        ("dateModified", data.updated),
        ("upDate", data.updated),
    ):
        if isinstance(thing.get(key), str):
            out.append(thing[key])
    if main:
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
        if isinstance(body, str) and width(body) > 40:
            data.bodies.append((html_.unescape(body) if "&lt;" in body else body, "ld+json:articleBody"))
        free = thing.get("isAccessibleForFree")
        if free is not None:
            data.free = str(free).lower() not in ("false", "0", "no")
    publisher = thing.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        data.publisher = data.publisher or collapse(publisher["name"])


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [collapse(value)] if value.strip() else []
    if isinstance(value, list):
        return [name for one in value[:20] for name in _names(one)]
    if isinstance(value, dict):
        kind = str(value.get("@type") or "").lower()
        return [] if kind == "organization" else _names(value.get("name"))
    return []


def states(doc: Document, data: Data, title: str) -> list[tuple[str, str]]:
    """Long texts inside script data and text areas as (text or HTML, path), the most article-like first.

    The object that carries the page's headline also gives dates, writers, subtitle and section where ``data`` has none.
    """
    found: list[tuple[float, str, str]] = []
    facts = _Facts(data, title)
    flight: list[str] = []
    for script in doc.scripts:
        text = script.text
        if "ld+json" in script.kind or len(text) > MAX_SCRIPT:
            continue
        if "__next_f" in text[:40]:
            pushed = _FLIGHT.search(text)
            chunk = _loads(pushed.group(1)) if pushed else None
            if isinstance(chunk, list) and len(chunk) > 1 and isinstance(chunk[1], str):
                flight.append(chunk[1])
            continue
        if len(text) < 200:
            continue
        if script.kind == "textarea":
            if _HTMLISH.search(text):
                found.append((_likeness(text, "textarea"), text, f"textarea#{script.name}"))
            continue
        if "json" in script.kind or text.lstrip()[:1] in "{[":
            _strings(_loads(text), script.name or "json", found, facts)
            continue
        for match in _STATE.finditer(text):
            start = match.end()
            if len(text) - start < 200:
                break
            value = _decode_at(text, start)
            if value is not None:
                _strings(value, match.group(1), found, facts)
        for match in _STRING_VAR.finditer(text):
            value = _unquote(match.group(2))
            if value:
                found.append((_likeness(value, match.group(1)), value, match.group(1)))
    if flight:
        _flight("".join(flight), found, facts)
    found = [f for f in found if f[0] > 0]
    found.sort(key=lambda f: -f[0])
    return [(text, path) for _, text, path in found[:6]]


def _decode_at(text: str, start: int) -> Any:
    try:
        return _DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


_DECODER = json.JSONDecoder(strict=False)


def _unquote(literal: str) -> str:
    inner = literal[1:-1]
    try:
        return json.loads('"' + inner.replace("\\'", "'").replace('\\"', '"').replace('"', '\\"') + '"', strict=False)
    except ValueError:
        return ""


def _flight(stream: str, found: list[tuple[float, str, str]], facts: _Facts) -> None:
    """React server component rows: ``id:json`` up to a line end, and ``id:Tlength,text`` (hexadecimal, in bytes)."""
    data, at = stream.encode(), 0
    while row := _ROW.match(data, at):
        at = row.end()
        if row.group(2):
            stop = at + int(row.group(2), 16)
            text = data[at:stop].decode("utf-8", "ignore")
            at = stop
            if text[:1] == "{" and "schema.org" in text[:60]:
                for thing in _things(_loads(text)):
                    _read_thing(facts.data, thing)
            elif width(text) > 40:
                found.append((_likeness(text, "content"), text, "__next_f:T"))
            continue
        stop = data.find(b"\n", at)
        stop = len(data) if stop < 0 else stop
        if stop - at > 120 and data[at : at + 1] in (b"[", b"{"):
            _strings(_loads(data[at:stop].decode("utf-8", "ignore")), "__next_f", found, facts)
        at = stop + 1


def _strings(value: Any, name: str, found: list[tuple[float, str, str]], facts: _Facts) -> None:
    """Collect long strings of a JSON value, and lists of paragraph objects joined, without recursion."""
    stack: list[tuple[Any, str]] = [(value, name)]
    budget = MAX_STRINGS
    while stack and budget:
        budget -= 1
        one, path = stack.pop()
        if isinstance(one, str):
            if len(one) > 60 and width(one) > 60:
                score = _likeness(one, path)
                if score > 0:
                    found.append((score, one, path))
            elif len(one) > 200 and one[:1] in "{[":
                stack.append((_loads(one), path))
        elif isinstance(one, dict):
            facts.look(one)
            stack.extend((v, f"{path}.{k}") for k, v in one.items() if isinstance(v, str | dict | list))
        elif isinstance(one, list):
            parts = _paragraphs(one)
            if parts and sum(map(len, parts)) > 120:
                text = "".join(f"<p>{p}</p>" for p in parts)
                found.append((_likeness(text, path) * 1.2, text, path + "[]"))
            stack.extend((v, f"{path}[]") for v in one[:400] if isinstance(v, str | dict | list))


def _paragraphs(items: list[Any]) -> list[str]:
    """Texts of a list of content elements ({"type": "text", "content": …}) or of plain strings."""
    out = []
    for item in items[:400]:
        if isinstance(item, str):
            out.append(item)
        elif isinstance(item, dict):
            kind = str(item.get("type") or item.get("_type") or "").lower()
            if kind in (
                "image",
                "video",
                "gallery",
                "raw_html",
                "list",
                "link_list",
                "interstitial_link",
                "story",
                "reference",
                "img",
            ):
                continue
            for key in ("content", "text", "value", "data"):
                if isinstance(item.get(key), str) and item[key].strip():
                    out.append(item[key])
                    break
    if len(out) < 2 or len(out) < 0.4 * len(items):
        return []
    return out if sum(1 for p in out if re.search(r"[。！？]|[다요][.]|[.!?]\s*$", p)) >= max(2, len(out) * 0.3) else []


def _likeness(text: str, path: str) -> float:
    """How much a string looks like an article's text."""
    plain = re.sub(r"<[^>]{0,2000}>", "", text)
    size = width(plain)
    stops = len(re.findall(r"[。！？]|[다요][.]|[.!?][\s\"'<]", plain))
    if size < 60 or stops < 2 or plain.count("{") > 6 or plain.count(";") > 12 + stops:
        return 0.0
    east = len(re.findall(r"[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]", plain))
    if east < 0.25 * len(plain) and size < 600:
        return 0.0
    score = float(min(size, 30 * stops + 200))
    last = path.rsplit(".", 1)[-1]
    if _BAD_KEY.search(last):
        score *= 0.3
    elif _BODY_KEY.search(last):
        score *= 1.3
    if _HTMLISH.search(text):
        score *= 1.2
    return score


def as_html(text: str) -> str:
    """An embedded text as HTML: plain text gets a paragraph a line."""
    if "&lt;p" in text or "&lt;br" in text or "&lt;div" in text:
        text = html_.unescape(text)
    if _HTMLISH.search(text):
        return text
    rows = [r for r in re.split(r"\s*(?:\r?\n|\u2028|\u3000\u3000)+\s*", text) if r.strip()]
    return "".join(f"<p>{html_.escape(html_.unescape(r), quote=False)}</p>" for r in rows)
