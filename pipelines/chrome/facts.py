"""Facts beside an embedded text: the one object of a script's state that carries the page's own headline.

Keys are read by what they are called (camelCase and snake_case alike), values only where their form fits.
"""

from __future__ import annotations

import html
import re
from typing import Any

from pipelines.chrome.jsonld import Data
from pipelines.chrome.prose import collapse, squash

# keys of the article's object
_TITLE = re.compile(r"(?i)^(?:[a-z]{2,12}_?)?(?:title|headline|subject)s?$|^(?:article_?|news_?)?names?$")
_PUBLISHED = re.compile(
    r"(?i)^(?:(?:first_?)?publish(?:ed)?|pub|reg|input|creat(?:e|ed|ion)|issued?|deploy|display|service|release|news"
    r"|article)_?(?:_?(?:at|dt|date|time|ts|datetime|timelong))+$|^(?:date|time|ptime|ctime)$"
)
_UPDATED = re.compile(
    r"(?i)^(?:re_?deploy|modif(?:y|ied)|updat(?:e|ed)|last_?(?:updated|modified)|mod|edit(?:ed)?)"
    r"_?(?:at|dt|date|time|datetime)$|^mtime$"
)
_SHOWN = re.compile(r"(?i)^(?:first|display)")
_MADE = re.compile(r"(?i)^creat")
"""The time that a page shows goes before that of the last publication, the one when a text was begun behind it."""
_AUTHORS = re.compile(
    r"(?i)^(?:article_?|news_?)?(?:authors?|by_?lines?|writers?|reporters?|journalists?|contributors?|creators?)"
    r"(?:_?(?:names?|list|infos?|display|data)){0,2}$"
)
_SUBTITLE = re.compile(r"(?i)^(?:article_?)?(?:sub_?(?:title|head|headline|heading)s?|deck)$")
_SECTION = re.compile(r"(?i)^(?:section|category|channel|column)(?:_?name)?$")
_CREDIT = re.compile(r"(?i)^(?:article_?)?(?:source|media|origin|copyright_?from)(?:_?name)?$")
_PICTURES = re.compile(
    r"(?i)^(?:(?:original|main|lead|cover|feature|featured|top|hero)_?)?(?:images?|photos?|pictures?|media|figures?)(?:_?list)?$"
)

_TAG = re.compile(r"<[^<>]{0,300}>")

# keys of the objects in it
_PERSON = re.compile(
    r"(?i)^(?:name|(?:writer|reporter|author|journalist|display|publish|real|full|pen|ko(?:r|rean)?|zh|cn)_?name"
    r"|name_?(?:kor?|zh|cn)|byline)$"
)
_ADDRESS = re.compile(r"(?i)^(?:(?:cdn|image|orig(?:inal)?)_?)?url$|^(?:src|path|href)$")
_CAPTION = re.compile(r"(?i)^(?:caption|desc|description|alt_?text|summary|title)$")


class Facts:
    """Reads into ``data`` what the page's own object says; other objects of a state are passed over."""

    def __init__(self, data: Data, title: str):
        self.data, self.title = data, squash(title)
        self._loose: list[tuple[str, str]] = []

    def loose(self, name: str, date: str) -> None:
        """A script variable that holds a date: it counts where no object of the page says when it was published."""
        self._loose.append((name, date))

    def settle(self) -> None:
        """All scripts are read."""
        if not self.data.published:
            for name, date in self._loose:
                self._time(name, date)

    def look(self, thing: dict[str, Any]) -> None:
        """Read one object of a state, if it carries the headline."""
        if not self._is_ours(thing):
            arc, credits = thing.get("headlines"), thing.get("credits")
            if isinstance(arc, dict) and isinstance(credits, dict) and self._is_ours({"title": arc.get("basic")}):
                self.data.authors.extend(_people(credits.get("by")))  # Arc: headlines.basic, credits.by[].name
            return
        for key, value in sorted(thing.items(), key=lambda item: _rank(item[0])):
            if isinstance(value, dict) and isinstance(value.get("basic"), str):  # Arc: subheadlines.basic
                value = value["basic"]
            if isinstance(value, str | int) and not isinstance(value, bool):
                self._time(key, str(value).strip())
            if isinstance(value, str) and value.strip():
                self._text(key, value)
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                self._name(key, value["name"])
            if _AUTHORS.match(key):
                self.data.authors.extend(_people(value))
            elif key == "credits" and isinstance(value, dict):  # Arc: credits.by[].name
                self.data.authors.extend(_people(value.get("by")))
            if isinstance(value, list | dict) and _PICTURES.match(key):
                self.data.images.extend(_pictures(value if isinstance(value, list) else [value]))

    def _is_ours(self, thing: dict[str, Any]) -> bool:
        if len(self.title) < 4:
            return False
        told = [
            v.get("basic") if isinstance(v, dict) else v for k, v in thing.items() if _TITLE.match(k) and len(k) < 24
        ]
        keys = [squash(v) for v in told if isinstance(v, str)]
        return any(
            (len(key) >= 4 and self.title.startswith(key))
            or (len(key) >= 6 and len(self.title) >= 6 and (key in self.title or self.title in key))
            for key in keys
        )

    def _time(self, key: str, text: str) -> None:
        if any(c.isdigit() for c in text):
            if _PUBLISHED.match(key):
                self.data.published.append(text)
            elif _UPDATED.match(key):
                self.data.updated.append(text)

    def _text(self, key: str, value: str) -> None:
        data = self.data
        if not _SUBTITLE.match(key):
            value = _TAG.sub("", html.unescape(value))
        if _SUBTITLE.match(key) and not data.subtitle:
            data.subtitle = value
        elif _SECTION.match(key) and not data.section and len(value) < 24:
            data.section = collapse(value)
        elif _CREDIT.match(key) and not data.credit and 1 < len(value) < 40:
            data.credit = collapse(value)

    def _name(self, key: str, name: str) -> None:
        data = self.data
        if _SECTION.match(key) and not data.section:
            data.section = collapse(name)
        elif _CREDIT.match(key) and not data.credit:
            data.credit = collapse(name)


def _rank(key: str) -> int:
    return -1 if _SHOWN.match(key) else 1 if _MADE.match(key) else 0


def _people(value: Any) -> list[str]:
    """Author strings of a string, of an object, or of a list of them."""
    if isinstance(value, str):
        value = _TAG.sub("", value)
        return [collapse(value)] if 1 < len(value) < 80 else []
    if isinstance(value, dict):
        return [collapse(v) for k, v in value.items() if isinstance(v, str) and _PERSON.match(k) and v.strip()][:1]
    return [p for one in value[:10] for p in _people(one)] if isinstance(value, list) else []


def _pictures(items: list[Any]) -> list[tuple[str, str]]:
    """(address, caption) of picture objects that have both."""
    out = []
    for item in items[:50]:
        if isinstance(item, dict):
            url = next((v for k, v in item.items() if isinstance(v, str) and _ADDRESS.match(k)), "")
            said = next((v for k, v in item.items() if isinstance(v, str) and _CAPTION.match(k)), "")
            if url and said.strip():
                out.append((url, collapse(said)))
    return out
