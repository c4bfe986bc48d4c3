"""The ladder: a source's rules, then data embedded in the page, then the generic extractor; a field remembers its rung.

The rungs are witnesses of each other: the generic extractor also runs where rules gave the text, and how far the two
agree goes into the record's quality and into the run's statistics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from crawler.items import Article, Page
from pipelines import dates
from pipelines.chrome import (
    address,
    body,
    crumbs,
    deck,
    embedded,
    headline,
    keywords,
    outlet,
    phrasebook,
    plain,
    quality,
    rights,
    signers,
    when,
    writers,
)
from pipelines.chrome.container import Text
from pipelines.chrome.document import HIDDEN, parse
from pipelines.chrome.generic import find_body
from pipelines.chrome.jsonld import Data
from pipelines.chrome.layout import Layout, several
from pipelines.chrome.lines import at
from pipelines.chrome.mask import chrome_mask
from pipelines.chrome.pictures import above, entries, entry
from pipelines.chrome.prose import collapse, is_closed, squash
from pipelines.chrome.view import View, absolute

VERSION = 2
"""Raised when the same page may give another record."""

_ENOUGH = 300
"""Width of prose above which embedded data is not looked for, if the text begins as the page says it does."""
_SUBHEAD_MARKS = frozenset("■□◆◇▶▷●○▲△◎★※#【")
_BREAK = re.compile(r"(?i)<br\s*/?>|\n")
_WALL_BEHIND = 4
"""Lines behind the text in which a wall is looked for."""
_HEAD_SHARE = 0.4
"""Share of the text that its subtitle may be."""
_TAG = re.compile(r"<[^>]{0,200}>")


def strip(article: Article) -> None:
    """Fill the article's fields from its pages. Pure: no I/O; never raises on bad markup."""
    if article.page.content_type.startswith("text/plain"):
        plain.read(article)
        article.extraction["version"] = VERSION
        return
    _first(article, article.page)
    if article.profile.finish is not None:
        article.profile.finish(article, article.page)
    seen = {squash(p) for p in article.body.split("\n\n")}
    for page in article.pages[1:]:
        _further(article, page, seen)


def _first(article: Article, page: Page) -> None:
    """The page that gives every field."""
    view = View.of(page, article.profile)
    layout = Layout.of(view.doc, article.profile.rules)
    _ruled_title(view, layout)
    text, rung = _text(view, layout, article.evidence.witnesses)
    if headline.recovered(view.head, view.doc, view.lines, text.first, text.body):
        text, rung = _text(view, layout, article.evidence.witnesses)
    fields = _Fields(article, view, layout, text, rung)
    fields.fill()
    seen = None if text.truncated == "pager" and len(article.pages) > 1 else text.truncated
    walled = view.data.free is False or _is_walled(view, text.last)
    article.truncated = article.truncated or seen or ("paywall" if walled else _cut(page.text, text))
    article.evidence.stripped.extend(text.stripped)
    article.evidence.witnesses.update(view.head.witnesses)
    if not article.profile.name:
        _unknown_site(article, view)
    article.extraction = {
        "by": {name: rung for name, rung in fields.by.items() if rung},
        "quality": quality.score(article, view, text, fields.embedded),
        "version": VERSION,
    }


def _unknown_site(article: Article, view: View) -> None:
    """What only the page itself can say where no spider stands behind it."""
    if told := address.canonical(view):
        article.evidence.witnesses["canonical"] = told
    article.publisher = article.publisher or view.doc.first_meta("og:site_name")


def _further(article: Article, page: Page, seen: set[str]) -> None:
    """A later page of the same article: only its text and pictures are new. ``seen`` are the paragraphs so far."""
    view = View.of(page, article.profile)
    layout = Layout.of(view.doc, article.profile.rules)
    if layout.roots:
        text = layout.read(view.head.title, view.zone)
    else:
        guess = _guess(view, "")
        if guess < 0:
            return
        text = body.read(view.doc, guess, title=view.head.title, zone=view.zone)
    fresh = [p for p in text.paragraphs if squash(p) not in seen and squash(p) != squash(article.title)]
    seen.update(map(squash, fresh))
    article.body = "\n\n".join([article.body, *fresh] if article.body else fresh)
    known = {image["url"] for image in article.images}
    article.images += [image for image in entries(text.images, page.url) if image["url"] not in known]
    article.copyright = article.copyright or text.copyright or None
    article.evidence.stripped.extend(text.stripped)


# ---------------------------------------------------------------------- the text


def _ruled_title(view: View, layout: Layout) -> None:
    """A headline by rules, and where it is printed."""
    given = layout.pick("title")
    if given:
        view.head.title, view.head.title_by = given[0], "rules"
        key = squash(given[0])
        at = next((k for k, line in enumerate(view.lines) if squash(line.text) == key), -1)
        if at >= 0:
            view.head.title_at, view.head.title_node = at, view.lines[at].node


def _guess(view: View, lead: str) -> int:
    """The element that the generic extractor takes for the text, or -1."""
    mask = chrome_mask(view.doc, view.lines, view.head.title_node)
    return find_body(view.doc, view.lines, mask, view.head.title_at, lead)


def _text(view: View, layout: Layout, witnesses: dict[str, Any]) -> tuple[Text, str]:
    """The text and its rung: "rules", "generic", "ld+json", "data:<path>", or "" where there is none."""
    title, zone = view.head.title, view.zone
    text, rung, agreement = Text(), "", None
    guess = _guess(view, view.lead)
    if layout.roots:
        agreement = layout.agreement(view.lines, guess) if guess >= 0 else None
        witnesses["agreement"] = agreement
        text, rung = layout.read(title, zone), "rules"
    if guess >= 0 and (not layout.roots or (agreement == 0.0 and text.prose < _ENOUGH)):
        found = body.read(view.doc, guess, title=title, zone=zone)
        if not layout.roots or found.prose > 2 * text.prose:  # rules that find a shell are those of another layout
            text, rung = found, "generic"
    if text.prose < _ENOUGH or not text.begins(view.lead):
        text, rung = _by_data(view, text) or (text, rung)
    return text, rung


def _by_data(view: View, seen: Text) -> tuple[Text, str] | None:
    """An embedded text that is clearly more than what the markup shows (``seen``), and its rung."""
    best: tuple[Text, str] | None = None
    begun = seen.begins(view.lead)
    most = 1.3 * seen.prose + 40 if begun or not seen.prose else 0.5 * seen.prose
    for raw, path in view.data.bodies + view.states():
        inner = parse(embedded.as_html(raw))
        if not len(inner):
            continue
        text = body.read(inner, 0, title=view.head.title, zone=view.zone)
        text.first = text.last = -1  # nodes of another document
        begins = text.begins(view.lead)
        size = text.prose if begun or not begins else 1.5 * text.prose
        if size > most and (best is not None or begins or text.prose > 2 * seen.prose):
            best, most = (text, "ld+json" if path.startswith("ld+json") else f"data:{path[:60]}"), size
    return best


def _is_walled(view: View, last: int) -> bool:
    """Whether a line just behind the text says that the rest is for subscribers."""
    behind = at(view.lines, last + 1) if last >= 0 else len(view.lines)
    found = (
        phrasebook.match(x.text, "tail") for x in view.lines[behind : behind + _WALL_BEHIND] if not x.bits & HIDDEN
    )
    return any(pattern is not None and pattern.name in ("wall_ko", "wall_zh") for pattern in found)


def _cut(html: str, text: Text) -> str | None:
    """Whether the transfer ended inside the text."""
    end = html[-4000:].lower()
    ended = "</html" in end or "</body" in end
    return "cut" if not ended and text.paragraphs and not is_closed(text.paragraphs[-1]) else None


# ---------------------------------------------------------------------- the fields


@dataclass(slots=True)
class _Fields:
    """Fills the fields of one article, each from the highest rung that has it."""

    article: Article
    view: View
    layout: Layout
    text: Text
    rung: str
    by: dict[str, str] = field(default_factory=dict)

    @property
    def embedded(self) -> bool:
        """Whether the text is not that of the page's markup."""
        return self.rung not in ("", "rules", "generic")

    def fill(self) -> None:
        article, head = self.article, self.view.head
        article.body, self.by["body"] = self.text.body, self.rung
        article.title, self.by["title"] = head.title, head.title_by
        self._subtitle()
        self._people()
        self._times()
        self._section()
        self._tags()
        self._credit()
        self._copyright()
        self._pictures()

    def _subtitle(self) -> None:
        article, by, told = self.article, self.by, self.view.data.subtitle
        if given := self.layout.pick("subtitle", split=True):
            article.subtitle, by["subtitle"] = "\n".join(dict.fromkeys(given)), "rules"
        elif found := self._printed_subtitle():
            article.subtitle, by["subtitle"] = "\n".join(found), "generic"
            self._unhead({squash(line) for line in found})
        elif told:
            rows = [collapse(_TAG.sub("", row)) for row in _BREAK.split(told)]
            article.subtitle, by["subtitle"] = "\n".join(row for row in rows if row) or None, "data"

    def _printed_subtitle(self) -> list[str]:
        """Subtitle lines above the text, else at its head, without those whose mark heads later paragraphs too."""
        text, view = self.text, self.view
        found = deck.subtitle(view, text.first, text.last) if text.first >= 0 else []
        if not found and text.subtitle:
            subheads, others = deck.refused(view, text.subtitle, text.last)
            text.paragraphs[:0] = subheads
            self.article.body = text.body
            found = [line for line in text.subtitle if line not in subheads and line not in others]
        heads = {paragraph[0] for paragraph in text.paragraphs}
        return [line for line in found if not (line[0] in _SUBHEAD_MARKS and line[0] in heads)]

    def _unhead(self, subtitle: set[str]) -> None:
        """Take subtitle lines (squashed) off the beginning of the text."""
        paragraphs = self.text.paragraphs
        heads = next((k for k, said in enumerate(paragraphs) if squash(said) not in subtitle), len(paragraphs))
        if sum(map(len, paragraphs[:heads])) < _HEAD_SHARE * sum(map(len, paragraphs)):
            del paragraphs[:heads]
        self.article.body = self.text.body

    def _people(self) -> None:
        article, view, text = self.article, self.view, self.text
        editors = signers.editors(view, text.first, text.last)
        article.printed_authors = writers.authors(view, editors)
        if given := self.layout.pick("byline"):
            article.byline, self.by["byline"] = ", ".join(dict.fromkeys(given)), "rules"
            return
        lines = writers.bylines(view, text.first) if text.first >= 0 or not text.paragraphs else []
        lines = signers.fuller(lines, signed := signers.signers(view, text)) or signed
        line = lines[0] if lines else signers.signature(view, text.last) if text.last >= 0 else ""
        if line:
            article.byline, self.by["byline"] = signers.others(view, text.last, line), "generic"
        elif not article.printed_authors and not view.data.authors:
            facts = Data()
            embedded.states(view.doc, facts, view.head.title)
            view.data.authors.extend(facts.authors)
            article.printed_authors = writers.authors(view, editors)

    def _times(self) -> None:
        article, by, zone = self.article, self.by, self.view.zone

        def given(name: str) -> dates.Stamp | None:
            return next((s for s in (dates.parse(v, zone) for v in self.layout.pick(name)) if s), None)

        found = when.find(self.view, (self.text.first, self.text.last), self.text.stamps)
        published, updated = given("published"), given("updated")
        published, by["published_at"] = (published, "rules") if published else (found.published, found.by)
        updated, by["updated_at"] = (updated, "rules") if updated else (found.updated, found.updated_by)
        if published:
            article.published_at, article.published_text = published.value.astimezone(UTC), published.text
        if updated:
            article.updated_at = updated.value.astimezone(UTC)

    def _section(self) -> None:
        article, by = self.article, self.by
        if given := self.layout.pick("section"):
            article.section, by["section"] = given[-1], "rules"
        elif name := crumbs.section(self.view) or crumbs.deepest(self.text.section):
            article.section, by["section"] = name, "meta"

    def _tags(self) -> None:
        article, by = self.article, self.by
        if given := self.layout.pick("tags"):
            article.tags, by["tags"] = given, "rules"
        else:
            article.tags, by["tags"] = keywords.tags(self.view, self.text, article.section)

    def _credit(self) -> None:
        article, by = self.article, self.by
        if given := self.layout.pick("credit"):
            article.credit, by["credit"] = given[0], "rules"
        else:
            name, rung = outlet.name(self.view, self.text)
            article.credit, by["credit"] = name or None, rung

    def _copyright(self) -> None:
        if given := self.layout.pick("copyright"):
            self.article.copyright = given[0]
        else:
            self.article.copyright = rights.line(self.view, self.text) or None

    def _pictures(self) -> None:
        article, view, text = self.article, self.view, self.text
        if text.first > view.head.title_node >= 0:
            captions = several(self.layout.rules.caption)
            text.images = above(view.doc, view.head.title_node, text.first, captions) + text.images
        article.images = entries(text.images, view.url)
        if self.embedded and not article.images:
            article.images = [entry(absolute(view.url, url), caption) for url, caption in view.data.images]
        paired = {image.caption for image in text.images}
        article.images += [entry("", caption) for caption in text.captions if caption not in paired]
        if not article.images and (picture := view.doc.first_meta("og:image")):
            article.evidence.witnesses["og:image"] = picture
