"""Plain text as copied from a browser: the same patterns and the same fields, without markup to lean on.

What markup would say is read from the order of the lines: the headline comes first, byline, date and subtitle bullets
stand before the first prose, a picture's alternative text is the twin of its caption, a copyright line closes the
article.
"""

from __future__ import annotations

import re
from datetime import UTC, tzinfo

from crawler.items import Article, Stripped
from pipelines import dates, people
from pipelines.chrome import phrasebook
from pipelines.chrome.document import collapse, width
from pipelines.chrome.generic import is_closed, is_prose, squash

_BULLET = re.compile(r"^\s*(?:[•·‣◦∙●○■□▪*]|[-–—](?=\s))\s*")
_CREDITED = re.compile(
    r"[\[(<【（]\s*(?:사진|그래픽|자료|출처|영상|이미지|图|圖|图片|圖片)\s*(?:제공|출처)?\s*[=:：/／][^\])>】）]{1,40}[\])>】）]\s*$"
)
_DATED = re.compile(r"[^\d]{0,24}\d")


def read(article: Article) -> None:
    """Fill the article from the first page's text. ``extraction.by`` says ``text`` for every field found."""
    from pipelines.chrome.head import zone_for  # head reads documents too; only its zones are needed here

    page = article.page
    zone = zone_for(article.profile.timezone, page.text[:4000])
    rows = [(bool(_BULLET.match(raw)), collapse(_BULLET.sub("", raw))) for raw in page.text.splitlines()]
    rows = [(bullet, text) for bullet, text in rows if text]
    reader = _Reader(article, rows, zone)
    reader.run()
    by = {
        name: "text"
        for name in ("title", "subtitle", "body", "byline", "published_at", "copyright")
        if getattr(article, name)
    }
    size = sum(width(p) for p in article.body.split("\n\n") if is_prose(p))
    quality = 0.25 * bool(article.title) + 0.5 * min(1.0, size / 250) + 0.25 * bool(article.published_at)
    article.extraction = {"by": by, "quality": round(quality, 3), "version": 1}


class _Reader:
    def __init__(self, article: Article, rows: list[tuple[bool, str]], zone: tzinfo):
        self.article, self.rows, self.zone = article, rows, zone
        self.title_key = ""
        self.subtitle: list[str] = []
        self.captions: list[str] = []

    def run(self) -> None:
        article, rows = self.article, self.rows
        twins = self._twins()
        prose = [width(t) if is_prose(t) else 0 for _, t in rows]
        total, done = sum(prose) or 1, 0
        last = max((k for k, size in enumerate(prose) if size), default=-1)
        paragraphs: list[str] = []
        for k, (bullet, said) in enumerate(rows):
            scope = "head" if done == 0 else "tail" if k > last or done >= 0.7 * total else "middle"
            why = self._judge(k, bullet, said, scope, prose, twins)
            if why == "title":
                continue
            if why in ("cut", "pattern:copyright") and done >= 0.4 * total:
                for _, rest in rows[k:]:
                    self._drop(rest, "cut")
                break
            if why:
                self._drop(said, why)
                continue
            done += prose[k]
            paragraphs.append(said)
        article.body = "\n\n".join(paragraphs)
        article.subtitle = "\n".join(self.subtitle) or None
        article.images = [{"url": "", "caption": said, "credit": None} for said in dict.fromkeys(self.captions)]

    def _drop(self, said: str, why: str) -> None:
        self.article.evidence.stripped.append(Stripped(said[:200], why))

    def _twins(self) -> dict[int, str]:
        """Neighbours of nearly the same word characters: the one with the punctuation is a caption, the other its copy."""
        out: dict[int, str] = {}
        keys = [squash(t) for _, t in self.rows]
        for k, key in enumerate(keys):
            for j in (k + 1, k + 2):
                if (
                    6 <= len(key) <= 200
                    and j < len(keys)
                    and (keys[j] == key or (_alike(key, keys[j]) and self._credited(k, j)))
                ):
                    longer, shorter = (k, j) if len(self.rows[k][1]) > len(self.rows[j][1]) else (j, k)
                    out[longer], out[shorter] = "caption", "twin"
        return out

    def _credited(self, k: int, j: int) -> bool:
        return any(_CREDITED.search(self.rows[x][1]) for x in (k, j))

    def _judge(self, k: int, bullet: bool, said: str, scope: str, prose: list[int], twins: dict[int, str]) -> str:
        article, size = self.article, width(said)
        twin = twins.get(k)
        if twin:
            if twin == "caption":
                self.captions.append(said)
            return twin
        found = phrasebook.match(said, scope) if not (prose[k] and size > 60 and scope == "middle") else None
        if found and article.title:
            if found.action == "copyright":
                article.copyright = article.copyright or said
                return "pattern:copyright"
            if found.action == "byline":
                article.byline = article.byline or said
            elif found.action == "credit":
                article.credit = article.credit or said
            elif found.action in ("login", "paywall"):
                article.truncated = article.truncated or found.action
            return "cut" if found.action == "cut" else f"pattern:{found.name}"
        if (
            not article.title
            and size >= 5
            and not (_DATED.match(said) and self._date(said))
            and not (found and prose[k] == 0)
        ):
            article.title, self.title_key = said, squash(said)
            return "title"
        if squash(said) == self.title_key:
            return "title_copy"
        if size < 90 and self._date(said):
            return "date"
        if scope != "middle" and size < 60 and not prose[k]:
            who = people.read(said)
            if who is not None:
                article.byline = article.byline or said
                return "byline"
        if _CREDITED.search(said) or (phrasebook.CAPTION_LEAD.search(said) and phrasebook.CAPTION_TAIL.search(said)):
            self.captions.append(said)
            return "caption"
        if scope == "head" and not prose[k]:
            if bullet and size >= 4:
                self.subtitle.append(said)
                return "subtitle"
            if size < 3:
                return "orphan"
        if scope == "tail" and not prose[k] and not is_closed(said):
            return "tail"
        return ""

    def _date(self, said: str) -> bool:
        stamps = dates.find(said, self.zone)
        if not stamps:
            return False
        rest = said
        for stamp in stamps:
            rest = rest.replace(stamp.text, "")
        if width(rest) > 16:
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
