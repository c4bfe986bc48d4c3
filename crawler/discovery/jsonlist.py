"""Lists that an API gives as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from crawler.discovery.kind import Answer, Ask, Found, Kind, Link, clean, fill, malformed
from crawler.encoding import decode
from crawler.urls import join
from crawler.when import when

_PATH = re.compile(r"\{([\w.\-]+)\}")
_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*(?:try\s*\{)?\s*(?:var\s+)?[\w.$\[\]'\"]+\s*[(=]\s*", re.S)


@dataclass(frozen=True, slots=True)
class JsonList(Kind):
    """A JSON API. Paths are dotted (``data.list``, ``result.0.items``); ``published`` and the others are paths inside
    one item."""

    items: str = ""
    link: str | tuple[str, ...] = "{url}"
    """Format string over the item's fields that gives the article's address, e.g. ``https://x.com/{id}``; fields are
    dotted paths. Of several the first whose fields all hold something; an item without any is skipped."""
    title: str = "title"
    published: str = ""
    section: str = ""
    method: str = "GET"
    body: dict[str, Any] | None = None
    """JSON body of a POST; ``"{page}"`` as a string value is replaced by the number."""
    form: dict[str, str] | None = None
    """Form fields of a POST."""
    headers: dict[str, str] = field(default_factory=dict)
    first: int = 1
    pages: int = 1
    unwrap: str = ""
    """Regular expression whose first group is the JSON inside a script answer; plain JSONP needs none."""

    @property
    def dated(self) -> bool:
        return "{date" in self.url or "{date" in json.dumps([self.body, self.form])

    def ask(self, page: int, day: date | None) -> Ask:
        def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: filled(inner) for name, inner in value.items()}
            if isinstance(value, list):
                return [filled(inner) for inner in value]
            return page if value == "{page}" else fill(value, page, day) if isinstance(value, str) else value

        headers, body, method = dict(self.headers), b"", self.method
        if self.body is not None:
            method, body = "POST", json.dumps(filled(self.body)).encode()
            headers.setdefault("Content-Type", "application/json")
        elif self.form is not None:
            method, body = "POST", urlencode(filled(self.form)).encode()
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return Ask(fill(self.url, page, day), method, body, headers, page, day)

    def parse(self, answer: Answer, ask: Ask) -> Found:
        text, _ = decode(answer.body, answer.content_type, answer.encoding)
        data = self._json(text)
        if data is None:
            return malformed(answer.body, "json")
        items = dig(data, self.items)
        if isinstance(items, dict):
            items = list(items.values())
        if not isinstance(items, list):
            return Found("malformed/no_items")
        found = Found("ok" if items else "empty")
        for item in items:
            url = self._link(item, answer.url)
            if url is None:
                found.incomplete += 1
                continue
            stamp = dig(item, self.published) if self.published else None
            title, section = (dig(item, path) if path else "" for path in (self.title, self.section))
            found.links.append(
                Link(url, clean(_text(title)), when(stamp, answer.zone, answer.now), section=clean(_text(section)))
            )
        if items and not found.links:
            found.fate = "malformed/no_links"
        if found.links and ask.page - self.first + 1 < self.pages:
            found.next = self.ask(ask.page + 1, ask.day)
        return found

    def _json(self, text: str) -> Any:
        if self.unwrap:
            inner = re.search(self.unwrap, text, re.S)
            text = inner[1] if inner else ""
        text = text.lstrip("\ufeff \t\r\n")
        if text[:1] not in ("{", "["):
            text = _JSONP.sub("", text, count=1)
        try:
            return json.JSONDecoder(strict=False).raw_decode(text)[0]
        except (ValueError, RecursionError):
            return None

    def _link(self, item: Any, base: str) -> str | None:
        for link in (self.link,) if isinstance(self.link, str) else self.link:
            values = {path: _text(dig(item, path)) for path in _PATH.findall(link)}
            if all(values.values()):
                return join(base, _PATH.sub(lambda found, values=values: values[found[1]], link))
        return None


def dig(data: Any, path: str) -> Any:
    """What stands at a dotted path of JSON data; None where there is nothing. An empty path is ``data`` itself."""
    for name in path.split(".") if path else ():
        if isinstance(data, dict):
            data = data.get(name)
        elif isinstance(data, list) and name.isdigit() and int(name) < len(data):
            data = data[int(name)]
        else:
            return None
    return data


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
