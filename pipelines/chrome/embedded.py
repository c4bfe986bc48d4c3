"""Article texts that a page carries in scripts: framework state, streamed chunks, string variables, text areas.

Nothing is executed: JSON is looked for inside the script text and parsed. Of a state object only what generalises is
used: the strings that are long enough to be an article, and the facts beside its headline (``facts``).
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote as percent_decoded

from pipelines.chrome import blocks, jsonld
from pipelines.chrome.document import Document, Script
from pipelines.chrome.facts import Facts
from pipelines.chrome.jsonld import Data
from pipelines.chrome.prose import width
from pipelines.chrome.scripted import unquote

# where data begins in a script
_STATE = re.compile(r"=\s*(?=\{\s*[\"}]|\[\s*[\[{\"\d\]])")
_NAME_BEFORE = re.compile(r"([A-Za-z_$][\w$.]{0,60})\s{0,20}$")
_STRING_VAR = re.compile(
    r"(?:var|let|const|window\.)\s*([\w$]+)\s*=\s*(\"(?:[^\"\\\n]|\\.){200,}\"|'(?:[^'\\\n]|\\.){200,}'|`[^`]{200,}`)"
)
_DATE_VAR = re.compile(r"(?:var|let|const|window\.)\s*([\w$]{1,40})\s*=\s*([\"'])(\d[\dTZ年月日:+\-/. ]{7,32})\2")
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(\[.*\])\s*\)", re.S)
_FLIGHT_ROW = re.compile(rb"\s*([0-9a-f]{0,6}):(?:T([0-9a-f]{1,7}),)?")

# what a string holds
_TAG = re.compile(r"<[^>]{0,2000}>")
_HTMLISH = re.compile(r"(?i)<(?:p|br|div|span|img|figure|h[1-6])\b")
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div)")
_STOP = re.compile(r"[。！？]|[다요][.]|[.!?][\s\"'<]")
_EAST = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_ROW_BREAK = re.compile(r"\s*(?:\r?\n|\u2028|\u3000\u3000)+\s*")

# what keys say of their string
_BODY_KEY = re.compile(r"(?i)body|content|article|text|html|detail|paragraph|story|messageText|data")
_BAD_KEY = re.compile(
    r"(?i)css|style|script|template|svg|copyright|agreement|policy|comment|related|recommend|summary"
    r"|desc(?:ription)?$|keyword|config|license"
)
MAX_SCRIPT = 4_000_000
"""Characters above which a script is not looked at."""
MAX_STRINGS = 20_000
"""Values of one state that are looked at."""
_LONGEST_FACT = 1000
"""Characters of a form's value up to which it is a fact and no text."""
_FAILURES = 20
"""Assignments of one script that look like JSON and are none, after which the script is given up."""
_DECODER = json.JSONDecoder(strict=False)


def states(doc: Document, data: Data, title: str) -> list[tuple[str, str]]:
    """Long texts inside script data and text areas as (text or HTML, path), the most article-like first.

    The object that carries the page's headline also gives dates, writers, subtitle and section where ``data`` has none;
    so do text areas and hidden inputs, which are read as one object.
    """
    search = _Search(Facts(data, title))
    for script in doc.scripts:
        search.script(script)
    search.stream()
    search.facts.look(_form(doc))
    search.facts.settle()
    found = sorted((f for f in search.found if f[0] > 0), key=lambda f: -f[0])
    return [(blocks.with_pictures(text, search.pictures), path) for _, text, path in found[:6]]


def as_html(text: str) -> str:
    """An embedded text as HTML: plain text gets a paragraph a line."""
    if _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if _HTMLISH.search(text):
        return text
    rows = [row for row in _ROW_BREAK.split(text) if row.strip()]
    return "".join(f"<p>{html.escape(html.unescape(row), quote=False)}</p>" for row in rows)


def _form(doc: Document) -> dict[str, Any]:
    """Name of a text area or a hidden input -> its value; the first of a name counts."""
    form: dict[str, Any] = {}
    for i, tag in enumerate(doc.tags):
        if tag == "textarea":
            value = "".join(doc.texts[i : doc.ends[i]])
        elif tag == "input" and doc.attr(i, "type").lower() == "hidden":
            value = doc.attr(i, "value")
        else:
            continue
        name = doc.attr(i, "name") or doc.attr(i, "id") or doc.attr(i, "class")
        if name and value and len(value) < _LONGEST_FACT:
            form.setdefault(name.replace("-", "_"), value)
    return form


@dataclass(slots=True)
class _Search:
    """Goes through the scripts of one page."""

    facts: Facts
    found: list[tuple[float, str, str]] = field(default_factory=list)
    """(likeness, text or HTML, path)."""
    chunks: list[str] = field(default_factory=list)
    """Streamed pieces of a React server component."""
    pictures: dict[str, str] = field(default_factory=dict)
    """Figures for the places that texts keep for them (``blocks.placed``)."""

    def script(self, script: Script) -> None:
        text = script.text
        if "ld+json" in script.kind or len(text) > MAX_SCRIPT:
            return
        if not script.kind or "javascript" in script.kind:
            for match in _DATE_VAR.finditer(text):
                self.facts.loose(match.group(1), match.group(3))
        if "__next_f" in text[:40]:
            pushed = _FLIGHT.search(text)
            chunk = jsonld.loads(pushed.group(1)) if pushed else None
            if isinstance(chunk, list) and len(chunk) > 1 and isinstance(chunk[1], str):
                self.chunks.append(chunk[1])
        elif len(text) < 200:
            return
        elif script.kind == "textarea":
            if _HTMLISH.search(text):
                self._keep(text, "textarea", f"textarea#{script.name}")
        elif "json" in script.kind or text.lstrip()[:1] in "{[":
            plain = percent_decoded(text) if text.lstrip().startswith("%7B") else text  # state that is percent-encoded
            self._strings(jsonld.loads(plain), script.name or "json")
        else:
            self._assignments(text)

    def stream(self) -> None:
        """The rows of the chunks: ``id:json`` up to a line end, and ``id:Tlength,text`` (hexadecimal, in bytes)."""
        data, at = "".join(self.chunks).encode(), 0
        while row := _FLIGHT_ROW.match(data, at):
            at = row.end()
            if row.group(2):
                stop = at + int(row.group(2), 16)
                text = data[at:stop].decode("utf-8", "ignore")
                at = stop
                if text[:1] == "{" and "schema.org" in text[:60]:
                    jsonld.read(self.facts.data, text)
                elif width(text) > 40:
                    self._keep(text, "content", "__next_f:T")
                continue
            stop = data.find(b"\n", at)
            stop = len(data) if stop < 0 else stop
            if stop - at > 120 and data[at : at + 1] in (b"[", b"{"):
                self._strings(jsonld.loads(data[at:stop].decode("utf-8", "ignore")), "__next_f")
            at = stop + 1

    def _keep(self, text: str, key: str, path: str) -> None:
        self.found.append((_likeness(text, key), text, path))

    def _assignments(self, text: str) -> None:
        """``name = {…}``, ``name = […]`` and long string variables."""
        failed = 0
        for match in _STATE.finditer(text):
            if len(text) - match.end() < 200 or failed > _FAILURES:
                break
            name = _NAME_BEFORE.search(text[max(0, match.start() - 80) : match.start()])
            if name is None:
                continue
            try:
                value = _DECODER.raw_decode(text, match.end())[0]
            except (ValueError, RecursionError):
                failed += 1  # each costs a look at all the text before it
                continue
            self._strings(value, name.group(1))
        for match in _STRING_VAR.finditer(text):
            if value := unquote(match.group(2)):
                self._keep(value, match.group(1), match.group(1))

    def _strings(self, value: Any, name: str) -> None:
        """Collect long strings of a JSON value, and lists of paragraph objects joined: in reading order, without
        recursion.
        """
        stack: list[tuple[Any, str]] = [(value, name)]
        budget = MAX_STRINGS
        while stack and budget:
            budget -= 1
            one, path = stack.pop()
            if isinstance(one, str):
                if len(one) > 60 and width(one) > 60:
                    self._keep(one, path, path)
                elif len(one) > 200 and one[:1] in "{[":
                    stack.append((jsonld.loads(one), path))
            elif isinstance(one, dict):
                self.facts.look(one)
                self.pictures.update(blocks.placed(one))
                stack.extend((v, f"{path}.{k}") for k, v in reversed(one.items()) if isinstance(v, str | dict | list))
            elif isinstance(one, list):
                text = blocks.as_html(one)
                if len(text) > 120:
                    self.found.append((_likeness(text, path) * 1.2, text, path + "[]"))
                stack.extend((v, f"{path}[]") for v in reversed(one[:400]) if isinstance(v, str | dict | list))


def _likeness(text: str, path: str) -> float:
    """How much a string looks like an article's text: about its width, 0 where it is none."""
    plain = _TAG.sub("", text)
    size, stops = width(plain), len(_STOP.findall(plain))
    if size < 60 or stops < 2 or plain.count("{") > 6 or plain.count(";") > 12 + stops:
        return 0.0
    if size < 600 and len(_EAST.findall(plain)) < 0.25 * len(plain):
        return 0.0
    score = float(min(size, 30 * stops + 200))
    last = path.rsplit(".", 1)[-1]
    if _BAD_KEY.search(last):
        score *= 0.3
    elif _BODY_KEY.search(last):
        score *= 1.3
    return score * 1.2 if _HTMLISH.search(text) else score
