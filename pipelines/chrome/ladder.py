"""The ladder: a source's rules, then data embedded in the page, then the generic extractor; each field remembers its rung.

The rungs are witnesses of each other: the generic extractor also runs where rules gave the text, and how far the two
agree goes into the record's quality and into the run's statistics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, tzinfo
from urllib.parse import urljoin, urlsplit

from crawler.items import Article, Page
from crawler.rules import Rules, Selectors
from pipelines import dates, people
from pipelines.chrome import body as body_
from pipelines.chrome import embedded, generic, plain, quality
from pipelines.chrome import head as head_
from pipelines.chrome.document import Document, Line, collapse, lines, parse, width
from pipelines.chrome.generic import squash

VERSION = 1
"""Raised when the same page may give another record."""

_ATTR = re.compile(r"^(.*?)::attr\(([\w:-]+)\)$")
_ENOUGH = 300
"""Width of prose above which embedded data is not looked for, if the text begins as the page says it does."""


def strip(article: Article) -> None:
    """Fill the article's fields from its pages. Pure: no I/O; never raises on bad markup."""
    if article.page.content_type.startswith("text/plain"):
        plain.read(article)
        return
    _first(article, article.page)
    if article.profile.finish is not None:
        article.profile.finish(article, article.page)
    seen = {squash(p) for p in article.body.split("\n\n")}
    for page in article.pages[1:]:
        _further(article, page, seen)


def pick(doc: Document, selectors: Selectors, split: bool = False) -> list[str]:
    """Texts (or attribute values) that the first matching selector finds, in document order; ``split`` by line."""
    for selector in (selectors,) if isinstance(selectors, str) else selectors:
        attr = _ATTR.match(selector)
        nodes = doc.select(attr.group(1) if attr else selector)
        if split and not attr:
            texts = [x.text for i in nodes for x in lines(doc, i, doc.ends[i])]
        else:
            texts = [collapse(doc.attr(i, attr.group(2))) if attr else doc.text(i) for i in nodes]
        texts = [t for t in texts if t]
        if texts:
            return texts
    return []


def _first(article: Article, page: Page) -> None:
    profile, by = article.profile, {}
    doc = parse(page.text)
    data = embedded.linked_data(doc)
    everything = lines(doc)
    site = doc.first_meta("og:site_name") or profile.publisher or data.publisher
    sample = doc.title + "".join(x.text for x in everything[:200])[:3000]
    zone = head_.zone_for(profile.timezone, sample)
    head = head_.title(doc, everything, data, site)

    rules, roots = _by_rules(doc, profile.rules)
    if rules is not None and (given := pick(doc, rules.title)):
        head.title, head.title_by = given[0], "rules"
        key = squash(given[0])
        at = next((k for k, x in enumerate(everything) if squash(x.text) == key), -1)
        if at >= 0:
            head.title_at, head.title_node = at, everything[at].node
    mask = generic.chrome_mask(doc, everything, head.title_node)
    lead = doc.first_meta("og:description", "description", "twitter:description")
    guess = generic.find_body(doc, everything, mask, head.title_at, lead)
    text, rung = body_.Text(), ""
    source = doc
    agreement = _agreement(doc, everything, roots, guess) if roots and guess >= 0 else None
    if roots:
        text, rung = _read_all(doc, roots, head, zone, rules), "rules"
        article.evidence.witnesses["agreement"] = agreement
    if guess >= 0 and (not roots or (agreement == 0.0 and text.prose < _ENOUGH)):
        found = body_.read(doc, guess, title=head.title, zone=zone)
        if not roots or found.prose > 2 * text.prose:  # rules that find an empty shell are those of another layout
            text, rung = found, "generic"
    if text.prose < _ENOUGH or not _begins(text, lead):
        better = _by_data(doc, data, text, head, zone, lead)
        if better is not None:
            source, text, rung = better
    if source is doc and text.first > head.title_node >= 0:
        above = body_.above(doc, head.title_node, text.first, rules.caption if rules else ())
        text.images = above + text.images
    first = text.first if source is doc else -1
    last = text.last if source is doc else -1

    if rung:
        by["body"] = rung
    article.body = text.body
    article.title, by["title"] = head.title, head.title_by
    _headline_fields(article, doc, everything, data, head, text, rules, first, last, zone, by)
    article.images = [
        {"url": urljoin(page.url, im.url), "caption": im.caption, "credit": im.credit} for im in _unique(text.images)
    ]
    if source is not doc and not article.images:
        article.images = [{"url": urljoin(page.url, url), "caption": said, "credit": None} for url, said in data.images]
    paired = {im.caption for im in text.images}
    article.images += [{"url": "", "caption": c, "credit": None} for c in text.captions if c not in paired]
    if not article.images and doc.first_meta("og:image"):
        article.evidence.witnesses["og:image"] = doc.first_meta("og:image")
    article.copyright = article.copyright or text.copyright or None
    article.truncated = text.truncated or ("paywall" if data.free is False else None) or _cut(page.text, text)
    article.evidence.stripped.extend(text.stripped)
    article.evidence.witnesses.update(head.witnesses)
    _canonical(article, doc, page)
    article.extraction = {
        "by": {k: v for k, v in by.items() if v},
        "quality": quality.score(article, doc, everything, head, text, lead, source is not doc),
        "version": VERSION,
    }


def _cut(html: str, text: body_.Text) -> str | None:
    """Whether the transfer ended inside the text."""
    ended = "</html" in html[-4000:].lower() or "</body" in html[-4000:].lower()
    return "cut" if not ended and text.paragraphs and not generic.is_closed(text.paragraphs[-1]) else None


def _further(article: Article, page: Page, seen: set[str]) -> None:
    """A later page of the same article: only its text and pictures are new."""
    doc = parse(page.text)
    everything = lines(doc)
    zone = head_.zone_for(article.profile.timezone, doc.title)
    head = head_.title(doc, everything, embedded.linked_data(doc), "")
    rules, roots = _by_rules(doc, article.profile.rules)
    if roots:
        text = _read_all(doc, roots, head, zone, rules)
    else:
        mask = generic.chrome_mask(doc, everything, head.title_node)
        guess = generic.find_body(doc, everything, mask, head.title_at)
        if guess < 0:
            return
        text = body_.read(doc, guess, title=head.title, zone=zone)
    fresh = [p for p in text.paragraphs if squash(p) not in seen and squash(p) != squash(article.title)]
    seen.update(squash(p) for p in fresh)
    article.body = "\n\n".join([article.body, *fresh]) if article.body else "\n\n".join(fresh)
    known = {im["url"] for im in article.images}
    for im in _unique(text.images):
        url = urljoin(page.url, im.url)
        if url not in known:
            article.images.append({"url": url, "caption": im.caption, "credit": im.credit})
    article.copyright = article.copyright or text.copyright or None
    article.evidence.stripped.extend(text.stripped)


def _by_rules(doc: Document, layouts: Iterable[Rules]) -> tuple[Rules | None, list[int]]:
    """The first layout whose body finds text, and its outermost nodes."""
    for rules in layouts:
        for selector in (rules.body,) if isinstance(rules.body, str) else rules.body:
            roots: list[int] = []
            for i in doc.select(selector):
                if not (roots and i < doc.ends[roots[-1]]) and doc.text(i):
                    roots.append(i)
            if roots:
                return rules, roots
    return None, []


def _read_all(doc: Document, roots: list[int], head: head_.Head, zone: tzinfo, rules: Rules | None) -> body_.Text:
    """One container, or several read as one (a selector that names paragraphs)."""
    drop = rules.drop if rules else ()
    caption = () if not rules else (rules.caption,) if isinstance(rules.caption, str) else rules.caption
    if len(roots) > 1:
        shared = _common(doc, roots)
        inside = [i for i in roots if doc.ends[shared] >= doc.ends[i]]
        if len(inside) == len(roots) and doc.tags[shared] not in ("html", "body"):
            covered = sum(width(doc.text(i)) for i in roots)
            if covered > 0.6 * width(doc.text(shared)):
                return body_.read(doc, shared, title=head.title, zone=zone, drop=drop, caption=caption)
    texts = [body_.read(doc, i, title=head.title, zone=zone, drop=drop, caption=caption) for i in roots]
    text = texts[0]
    for more in texts[1:]:
        text.paragraphs += more.paragraphs
        text.captions += more.captions
        text.images += more.images
        text.bylines += more.bylines
        text.stamps += more.stamps
        text.stripped += more.stripped
        text.prose += more.prose
        text.last = max(text.last, more.last)
        text.copyright = text.copyright or more.copyright
        text.credit = text.credit or more.credit
    return text


def _agreement(doc: Document, page: list[Line], roots: list[int], guess: int) -> float:
    """How far rules and generic extractor chose the same text: shared prose over all prose of both, 0 to 1."""
    shared = either = 0
    for line in page:
        if generic.is_prose(line.text):
            ruled = any(doc.within(line.first, i) for i in roots)
            guessed = doc.within(line.first, guess)
            size = width(line.text)
            shared += size * (ruled and guessed)
            either += size * (ruled or guessed)
    return round(shared / either, 2) if either else 1.0


def _common(doc: Document, nodes: list[int]) -> int:
    """The lowest element that holds all of the nodes (document order)."""
    shared = nodes[0]
    while shared > 0 and doc.ends[shared] < doc.ends[nodes[-1]]:
        shared = doc.parents[shared]
    return shared


def _begins(text: body_.Text, lead: str) -> bool:
    """Whether the text holds what the page's description promises; True where the page promises nothing usable."""
    key = squash(lead)[:16]
    if len(key) < 12:
        return True
    return key in squash(text.body[:3000]) or key in squash(" ".join(text.subtitle + text.captions))


def _by_data(
    doc: Document, data: embedded.Data, seen: body_.Text, head: head_.Head, zone: tzinfo, lead: str
) -> tuple[Document, body_.Text, str] | None:
    """An embedded text that is clearly more than what the markup shows."""
    best: tuple[Document, body_.Text, str] | None = None
    begun = _begins(seen, lead)
    best_size = 1.3 * seen.prose + 40 if begun or not seen.prose else 0.5 * seen.prose
    for raw, path in data.bodies + embedded.states(doc, data, head.title):
        inner = parse(embedded.as_html(raw))
        if not len(inner):
            continue
        text = body_.read(inner, 0, title=head.title, zone=zone)
        size = text.prose * (1.5 if not begun and len(squash(lead)) >= 12 and _begins(text, lead) else 1.0)
        if size > best_size and (best is not None or _begins(text, lead) or text.prose > 2 * seen.prose):
            best, best_size = (inner, text, "ld+json" if path.startswith("ld+json") else f"data:{path[:60]}"), size
    return best


def _unique(images: list[body_.Image]) -> list[body_.Image]:
    found: dict[str, body_.Image] = {}
    for im in images:
        if im.url not in found or (im.caption and not found[im.url].caption):
            found[im.url] = im
    return list(found.values())


def _headline_fields(
    article: Article, doc: Document, everything: list[Line], data: embedded.Data, head: head_.Head, text: body_.Text,
    rules: Rules | None, first: int, last: int, zone: tzinfo, by: dict[str, str],
) -> None:  # fmt: skip
    def ruled(name: str) -> list[str]:
        return pick(doc, getattr(rules, name)) if rules is not None and getattr(rules, name) else []

    # subtitle
    if rules is not None and (given := pick(doc, rules.subtitle, split=True)):
        article.subtitle, by["subtitle"] = "\n".join(dict.fromkeys(given)), "rules"
    elif found := (head_.subtitle(doc, everything, head, first) if first >= 0 else []) or text.subtitle:
        article.subtitle, by["subtitle"] = "\n".join(found), "generic"
    elif data.subtitle:
        rows = [collapse(re.sub(r"<[^>]{0,200}>", "", row)) for row in re.split(r"(?i)<br\s*/?>|\n", data.subtitle)]
        article.subtitle, by["subtitle"] = "\n".join(r for r in rows if r) or None, "data"

    # people
    article.printed_authors = head_.authors(doc, data)
    printed = head_.bylines(doc, everything, head, first) if first >= 0 or not text.paragraphs else []
    if given := ruled("byline"):
        article.byline, by["byline"] = ", ".join(dict.fromkeys(given)), "rules"
    elif printed:
        article.byline, by["byline"] = printed[0], "generic"
    elif signed := [x for x in text.bylines if (who := people.read(x)) is not None and who.names]:
        article.byline, by["byline"] = signed[0], "generic"
    elif last >= 0 and (signed := head_.signature(doc, everything, last)):
        article.byline, by["byline"] = signed, "generic"

    # times
    given_published = [s for s in (dates.parse(v, zone) for v in ruled("published")) if s]
    given_updated = [s for s in (dates.parse(v, zone) for v in ruled("updated")) if s]
    when = head_.when(doc, everything, head, first, last, text.stamps, data, zone, article.page.url)
    published, by["published_at"] = (given_published[0], "rules") if given_published else (when.published, when.by)
    updated, by["updated_at"] = (given_updated[0], "rules") if given_updated else (when.updated, when.updated_by)
    if published:
        article.published_at, article.published_text = published.value.astimezone(UTC), published.text
    if updated:
        article.updated_at = updated.value.astimezone(UTC)

    # the rest
    if given := ruled("section"):
        article.section, by["section"] = given[-1], "rules"
    elif name := head_.section(doc, data, everything, head) or text.section:
        article.section, by["section"] = name, "meta"
    if given := ruled("tags"):
        article.tags, by["tags"] = given, "rules"
    elif data.keywords or doc.meta.get("article:tag"):
        article.tags, by["tags"] = data.keywords or doc.meta["article:tag"], "meta"
    elif text.tags:
        article.tags, by["tags"] = [text.tags], "generic"
    if given := ruled("credit"):
        article.credit, by["credit"] = given[0], "rules"
    elif name := text.credit or head_.outlet(everything, head, first):
        article.credit, by["credit"] = name, "generic"
    elif data.credit:
        article.credit, by["credit"] = data.credit, "data"
    if given := ruled("copyright"):
        article.copyright = given[0]
    elif not text.copyright and last >= 0:
        article.copyright = head_.copyright_after(everything, last) or None


def _canonical(article: Article, doc: Document, page: Page) -> None:
    """An unknown site's own canonical address, where it is on the same site."""
    if article.profile.name:
        return
    told = urljoin(page.url, doc.links.get("canonical") or doc.first_meta("og:url"))
    if told and told != page.url:
        ours, theirs = urlsplit(page.url), urlsplit(told)
        if theirs.scheme in ("http", "https") and theirs.netloc == ours.netloc and len(theirs.path) > 3:
            article.evidence.witnesses["canonical"] = told
    if not article.publisher:
        article.publisher = doc.first_meta("og:site_name")


__all__ = ["VERSION", "people", "strip"]
