"""The fields of one article, each from the highest rung that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC

from crawler.items import Article
from pipelines import dates
from pipelines.chrome import crumbs, deck, keywords, outlet, phrasebook, rights, signers, when, writers
from pipelines.chrome.container import Text
from pipelines.chrome.layout import Layout, several
from pipelines.chrome.lines import at
from pipelines.chrome.pictures import entries, entry, outside
from pipelines.chrome.prose import collapse, squash
from pipelines.chrome.view import View, absolute

_SUBHEAD_MARKS = frozenset("■□◆◇▶▷●○▲△◎★※#【")
_BREAK = re.compile(r"(?i)<br\s*/?>|\n")
_HEAD_SHARE = 0.4
"""Share of the text that its subtitle may be."""
_PICTURES_BEHIND = 6
"""Lines behind the text among which a picture's caption is looked for."""
_TAG = re.compile(r"<[^>]{0,200}>")


@dataclass(slots=True)
class Fields:
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
            found = [x for x in text.subtitle if x not in subheads and x not in others and not deck.heads_summary(x)]
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
            view.states()  # fills ``view.data``
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

    def _end(self) -> int:
        """The node before which what belongs to the text ends: a few lines behind it, at a heading of other texts."""
        behind = at(self.view.lines, self.text.last + 1)
        near = self.view.lines[behind : behind + _PICTURES_BEHIND]
        for line in near:
            found = phrasebook.match(line.text, "tail")
            if line.linked or (found and found.action in ("cut", "comments")):
                return line.first
        return near[-1].last + 1 if near else self.text.last + 1

    def _pictures(self) -> None:
        article, view, text = self.article, self.view, self.text
        captions = several(self.layout.rules.caption)
        if text.first > view.head.title_node >= 0:
            start = max(1, view.head.title_at - 1)  # a picture may stand just above the headline
            text.images = outside(view.doc, view.lines[start - 1].last + 1, text.first, captions) + text.images
        if text.last >= 0:
            text.images += outside(view.doc, text.last + 1, self._end(), captions)
        article.images = entries(text.images, view.url)
        if self.embedded:
            known = {image["url"]: image for image in article.images}
            said = {image["caption"] for image in article.images if image["caption"]}
            told = [entry(absolute(view.url, url), caption) for url, caption in view.data.images if caption not in said]
            for image in told:
                if image["url"] in known:
                    known[image["url"]]["caption"] = known[image["url"]]["caption"] or image["caption"]
            article.images[:0] = [image for image in told if image["url"] not in known]
        paired = {image.caption for image in text.images}
        article.images += [entry("", caption) for caption in text.captions if caption not in paired]
        if not article.images and (picture := view.doc.first_meta("og:image")):
            article.evidence.witnesses["og:image"] = picture
