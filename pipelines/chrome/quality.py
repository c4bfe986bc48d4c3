"""How far an extraction can be trusted: a number from 0 to 1 made of what independent witnesses say."""

from __future__ import annotations

from crawler.items import Article
from pipelines.chrome import hints
from pipelines.chrome.container import Text
from pipelines.chrome.document import Document
from pipelines.chrome.lines import at
from pipelines.chrome.prose import Pairs, is_closed, pairs, width
from pipelines.chrome.view import View

_WEIGHTS = {
    "title": 1.5,
    "topic": 4.0,
    "length": 3.0,
    "density": 1.0,
    "date": 1.5,
    "share": 1.5,
    "lead": 2.0,
    "near": 1.5,
    "named": 1.0,
    "closed": 1.0,
}
_TOPIC, _LEAD = 0.25, 0.5
"""Share of the pairs of characters of headline and description from which a text is surely about the same."""
_LOOKED_AT = 4000
"""Characters of the text that are compared."""
_SHORTEST_LEAD = 12
"""Pairs of characters below which a description tells nothing."""
_ENOUGH = 250
"""Width of prose from which length is no doubt any more."""
_NEAR = 60
"""Lines between headline and text up to which they stand together."""


def score(article: Article, view: View, text: Text, embedded: bool) -> float:
    """0 to 1; also leaves the witnesses and the page's share of link text in the article's evidence.

    Witnesses: a headline that the page confirms, a text that says what headline and description say (pairs of
    characters in common), enough prose, prose among the lines kept, a date, a fair share of the page's text, text close
    to the headline, a container that is named as an article, a last sentence that is complete. Where the text is
    ``embedded`` in a script, it has no place on the page to speak for it.
    """
    said = Pairs(article.body[:_LOOKED_AT])
    total = sum(x.size for x in view.lines) or 1
    linked = sum(x.link for x in view.lines)
    parts = {
        "topic": min(1.0, said.of(article.title) / _TOPIC),
        "title": 1.0 if view.head.title_by in ("rules", "generic") else 0.5 if view.head.title else 0.0,
        "length": min(1.0, text.prose / _ENOUGH),
        "density": min(1.0, text.prose / max(1.0, sum(map(width, text.paragraphs)))),
        "date": 1.0 if article.published_at else 0.0,
        "closed": 1.0 if text.paragraphs and is_closed(text.paragraphs[-1]) else 0.0,
    }
    if len(pairs(view.lead)) >= _SHORTEST_LEAD:
        parts["lead"] = min(1.0, said.of(view.lead) / _LEAD)
    if not embedded:
        parts["share"] = min(1.0, 3.0 * text.prose / total)
        parts["near"] = _near(view, text.first)
        parts["named"] = _named(view.doc, text.first)
    value = sum(_WEIGHTS[k] * v for k, v in parts.items()) / sum(_WEIGHTS[k] for k in parts)
    if not text.paragraphs:
        value = 0.0
    article.evidence.witnesses["quality"] = {k: round(v, 2) for k, v in parts.items()}
    article.evidence.witnesses["link_share"] = round(min(1.0, linked / total), 2)
    return round(value, 3)


def _near(view: View, first: int) -> float:
    """1 where the text follows the headline, falling to 0 at three times the usual distance."""
    if view.head.title_at < 0 or first < 0:
        return 0.3
    distance = at(view.lines, first) - view.head.title_at
    if distance < -3:
        return 0.0
    return max(0.0, min(1.0, 1.5 - distance / (2 * _NEAR)))


def _named(doc: Document, first: int) -> float:
    """1 where an ancestor of the text is named as an article, 0 where one is named as chrome."""
    node, found = first, 0.5
    for _ in range(6):
        node = doc.parents[node] if node > 0 else -1
        if node <= 0:
            break
        if doc.named[node] & hints.CHROME and not doc.named[node] & hints.BODY:
            return 0.0
        if doc.named[node] & hints.BODY or doc.tags[node] == "article" or doc.attr(node, "itemprop") == "articleBody":
            found = 1.0
    return found
