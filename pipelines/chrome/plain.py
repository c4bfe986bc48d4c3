"""Plain text as copied from a browser: the same patterns and the same fields, without markup to lean on.

What markup would say is read from the order of the lines: the headline comes first, byline, date and subtitle bullets
stand before the first prose, a picture's alternative text is the twin of its caption, a copyright line closes the
article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, tzinfo

from crawler.items import Article, Stripped
from pipelines import dates, people
from pipelines.chrome import phrasebook
from pipelines.chrome.prose import collapse, is_closed, is_prose, squash, width
from pipelines.chrome.view import zone_for

_BULLET = re.compile(r"^\s*(?:[•·‣◦∙●○■□▪*]|[-–—](?=\s))\s*")
# the credit at the end of a caption: [사진=…], (图/…)
_CREDITED = re.compile(
    r"[\[(<【（]\s*(?:사진|그래픽|자료|출처|영상|이미지|图|圖|图片|圖片)\s*(?:제공|출처)?\s*[=:：/／]"
    r"[^\])>】）]{1,40}[\])>】）]\s*$"
)
_NEAR_DIGIT = re.compile(r"[^\d]{0,24}\d")
_FIELDS = ("title", "subtitle", "body", "byline", "published_at", "copyright")
_ENOUGH = 250
"""Width of prose from which length is no doubt any more."""


def read(article: Article) -> None:
    """Fill the article from the first page's text. ``extraction.by`` says ``text`` for every field found."""
    page = article.page
    rows = [(bool(_BULLET.match(raw)), collapse(_BULLET.sub("", raw))) for raw in page.text.splitlines()]
    rows = [(bullet, text) for bullet, text in rows if text]
    _Reader(article, rows, zone_for(article.profile.timezone, page.text[:4000])).run()
    size = sum(width(p) for p in article.body.split("\n\n") if is_prose(p))
    quality = 0.25 * bool(article.title) + 0.5 * min(1.0, size / _ENOUGH) + 0.25 * bool(article.published_at)
    article.extraction = {
        "by": {name: "text" for name in _FIELDS if getattr(article, name)},
        "quality": round(quality, 3),
    }


@dataclass(slots=True)
class _Row:
    """A line where it stands."""

    said: str
    bullet: bool
    """A list mark stood before it."""
    size: int
    """Its width."""
    prose: bool
    scope: str
    """``head`` before the first prose, ``tail`` behind the last or in the last third of the prose, else ``middle``."""
    twin: str | None
    """``caption`` or ``twin`` where a neighbour says the same."""


class _Reader:
    """Goes through the lines of one text, (bullet, text) each, once."""

    def __init__(self, article: Article, rows: list[tuple[bool, str]], zone: tzinfo):
        self.article, self.rows, self.zone = article, rows, zone
        self.title_key = ""
        self.subtitle: list[str] = []
        self.captions: list[str] = []

    def run(self) -> None:
        article, twins = self.article, self._twins()
        prose = [width(text) if is_prose(text) else 0 for _, text in self.rows]
        total, done = sum(prose) or 1, 0
        last = max((k for k, size in enumerate(prose) if size), default=-1)
        paragraphs: list[str] = []
        for k, (bullet, said) in enumerate(self.rows):
            scope = "head" if done == 0 else "tail" if k > last or done >= 0.7 * total else "middle"
            why = self._judge(_Row(said, bullet, width(said), bool(prose[k]), scope, twins.get(k)))
            if why in ("cut", "pattern:copyright") and done >= 0.4 * total:
                for _, rest in self.rows[k:]:
                    self._drop(rest, "cut")
                break
            if not why:
                done += prose[k]
                paragraphs.append(said)
            elif why != "title":
                self._drop(said, why)
        article.body = "\n\n".join(paragraphs)
        article.subtitle = "\n".join(self.subtitle) or None
        article.images = [{"url": "", "caption": said, "credit": None} for said in dict.fromkeys(self.captions)]

    def _drop(self, said: str, why: str) -> None:
        self.article.evidence.stripped.append(Stripped(said[:200], why))

    def _twins(self) -> dict[int, str]:
        """Neighbours of nearly the same word characters: the longer one is a caption, the other its copy."""
        out: dict[int, str] = {}
        keys = [squash(text) for _, text in self.rows]
        for k, key in enumerate(keys):
            for j in range(k + 1, min(k + 3, len(keys))):
                same = keys[j] == key or (_alike(key, keys[j]) and (self._credited(k) or self._credited(j)))
                if 6 <= len(key) <= 200 and same:
                    longer, shorter = (k, j) if len(self.rows[k][1]) > len(self.rows[j][1]) else (j, k)
                    out[longer], out[shorter] = "caption", "twin"
        return out

    def _credited(self, k: int) -> bool:
        return _CREDITED.search(self.rows[k][1]) is not None

    def _judge(self, row: _Row) -> str:
        """Why the line goes, or "" to keep it."""
        article, said = self.article, row.said
        if row.twin:
            if row.twin == "caption":
                self.captions.append(said)
            return row.twin
        found = None
        if not (row.prose and row.size > 60 and row.scope == "middle"):
            found = phrasebook.match(said, row.scope)
        if found and article.title:
            return self._take(found, said)
        if not article.title and row.size >= 5 and not self._opens_with_date(said) and (row.prose or not found):
            article.title, self.title_key = said, squash(said)
            return "title"
        if squash(said) == self.title_key:
            return "title_copy"
        if row.size < 90 and self._date(said):
            return "date"
        if row.scope != "middle" and row.size < 60 and not row.prose and people.read(said) is not None:
            article.byline = article.byline or said
            return "byline"
        if _CREDITED.search(said) or (phrasebook.CAPTION_LEAD.search(said) and phrasebook.CAPTION_TAIL.search(said)):
            self.captions.append(said)
            return "caption"
        if row.scope == "head" and not row.prose:
            if row.bullet and row.size >= 4:
                self.subtitle.append(said)
                return "subtitle"
            if row.size < 3:
                return "orphan"
        return "tail" if row.scope == "tail" and not row.prose and not is_closed(said) else ""

    def _take(self, found: phrasebook.Pattern, said: str) -> str:
        """Fill the field that a pattern names."""
        article = self.article
        if found.action in ("copyright", "byline", "credit"):
            setattr(article, found.action, getattr(article, found.action) or said)
        elif found.action in ("login", "paywall"):
            article.truncated = article.truncated or found.action
        if found.action == "copyright":
            return "pattern:copyright"
        return "cut" if found.action == "cut" else f"pattern:{found.name}"

    def _opens_with_date(self, said: str) -> bool:
        return _NEAR_DIGIT.match(said) is not None and self._date(said)

    def _date(self, said: str) -> bool:
        """Whether a line is a date with little else; if so it fills the times."""
        stamps = dates.find(said, self.zone)
        rest = said
        for stamp in stamps:
            rest = rest.replace(stamp.text, "")
        if not stamps or width(rest) > 16:
            return False
        article = self.article
        for stamp in stamps:
            if stamp.label == "updated":
                article.updated_at = article.updated_at or stamp.value.astimezone(UTC)
            elif article.published_at is None:
                article.published_at, article.published_text = stamp.value.astimezone(UTC), stamp.text
        return True


def _alike(a: str, b: str) -> bool:
    """Nine in ten character pairs are shared."""
    if not 0.8 <= len(a) / max(1, len(b)) <= 1.25:
        return False
    x, y = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b))
    return len(x & y) >= 0.9 * min(len(x), len(y))
