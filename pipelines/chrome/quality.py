"""How far an extraction can be trusted: a number from 0 to 1 made of what independent witnesses say."""

from __future__ import annotations

from crawler.items import Article
from pipelines.chrome.body import Text
from pipelines.chrome.document import LINK, Document, Line, width
from pipelines.chrome.generic import squash
from pipelines.chrome.head import Head


def score(article: Article, doc: Document, page: list[Line], head: Head, text: Text, lead: str) -> float:
    """0..1 from five witnesses: a confirmed headline, enough prose, prose among the lines, a date, the promised lead."""
    total = sum(width(x.text) for x in page) or 1
    linked = sum(x.link for x in page)
    prose = text.prose
    parts = {
        "title": 1.0 if head.title_by in ("rules", "generic") else 0.5 if head.title else 0.0,
        "length": min(1.0, prose / 250),
        "density": min(1.0, prose / max(1.0, sum(width(p) for p in text.paragraphs))) if text.paragraphs else 0.0,
        "date": 1.0 if article.published_at else 0.0,
        "share": min(1.0, 3.0 * prose / total) if linked < 0.9 * total else 0.0,
    }
    key = squash(lead)[:16]
    if len(key) >= 12:
        parts["lead"] = 1.0 if key in squash(article.body[:3000] + (article.subtitle or "")) else 0.3
    weights = {"title": 2, "length": 4, "density": 2, "date": 1.5, "share": 1.5, "lead": 1.5}
    whole = sum(weights[k] for k in parts)
    value = sum(weights[k] * v for k, v in parts.items()) / whole
    if not text.paragraphs:
        value = 0.0
    article.evidence.witnesses["quality"] = {k: round(v, 2) for k, v in parts.items()}
    return round(value, 3)


__all__ = ["LINK", "score"]
