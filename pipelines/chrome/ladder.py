"""The ladder: a source's rules, then data embedded in the page, then the generic extractor; a field remembers its rung.

The rungs are witnesses of each other: the generic extractor also runs where rules gave the text, and how far the two
agree goes into the record's quality and into the run's statistics.
"""

from __future__ import annotations

from typing import Any

from crawler.items import Article, Page
from pipelines.chrome import address, body, embedded, headline, phrasebook, plain, quality
from pipelines.chrome.assembly import Fields
from pipelines.chrome.container import Text
from pipelines.chrome.document import HIDDEN, parse
from pipelines.chrome.generic import find_body
from pipelines.chrome.layout import Layout
from pipelines.chrome.lines import at
from pipelines.chrome.mask import chrome_mask
from pipelines.chrome.pictures import entries
from pipelines.chrome.prose import is_closed, squash
from pipelines.chrome.view import View

VERSION = 3
"""Raised when the same page may give another record."""

_ENOUGH = 300
"""Width of prose above which embedded data is not looked for, if the text begins as the page says it does."""
_WALL_BEHIND = 4
"""Lines behind the text in which a wall is looked for."""


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
    fields = Fields(article, view, layout, text, rung)
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
