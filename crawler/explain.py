"""An article with the reason for every field of it, for a person and as JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from crawler.console import fit, table, terminal, wrapped
from crawler.items import Article, Fate

SHOWN = (
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("authors", "authors"),
    ("byline", "byline"),
    ("published_at", "published"),
    ("published_text", "  as printed"),
    ("updated_at", "updated"),
    ("section", "section"),
    ("tags", "tags"),
    ("credit", "credit"),
    ("copyright", "copyright"),
    ("truncated", "truncated"),
)
"""Fields in the order of the output, before body and images."""


def as_json(article: Article | None, fate: Fate | None, full: bool = False) -> str:
    """One object: fate, detail, record, evidence."""
    value: dict[str, Any] = {"fate": str(fate) if fate else "article", "detail": fate.detail if fate else ""}
    if article:
        value["record"] = article.record()
        value["evidence"] = dataclasses.asdict(article.evidence)
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_text(article: Article | None, fate: Fate | None, full: bool = False) -> str:
    """Aligned blocks; without ``full`` the body and what was stripped are shortened."""
    verdict = f"{fate}{': ' if fate and fate.detail else ''}{fate.detail if fate else ''}" if fate else "an article"
    if article is None:
        return f"fate  {verdict}"
    by = article.extraction.get("by", {})
    page = article.page if article.pages else None
    top: list[tuple[Any, ...]] = [
        ("fate", verdict),
        ("id", article.id),
        ("source", f"{article.source} {article.publisher}".strip() or "none"),
        ("url", article.url),
    ]
    if page:
        top.append(("page", f"{page.status} {page.content_type}, {page.encoding}, {len(page.text):,} characters"))
    if "quality" in article.extraction:
        top.append(("quality", f"{article.extraction['quality']:.2f}"))
    parts = [table([(name, value) for name, value in top if value], indent="")]
    rows = [("lang", by.get("lang", ""), article.lang or "unknown")]
    for name, label in SHOWN:
        lines = wrapped(_value(getattr(article, name)), terminal() - 28) if getattr(article, name) else []
        rows += [(label, by.get(name, ""), line) if n == 0 else ("", "", line) for n, line in enumerate(lines)]
    missing = [label.strip() for name, label in SHOWN if not getattr(article, name) and name != "truncated"]
    parts.append(table(rows, indent="") + (f"\nnot found: {', '.join(missing)}" if missing else ""))
    parts.append(_body(article, by.get("body", ""), full))
    if article.images:
        images = [
            (image.get("caption") or "", image.get("credit") or "", image.get("url") or "") for image in article.images
        ]
        lines = [fit(" · ".join(filter(None, image)), terminal() - 2) for image in images]
        parts.append(f"images  {by.get('images', '')} {len(images)}\n" + "\n".join(f"  {line}" for line in lines))
    parts += filter(None, (_stripped(article, full), _evidence("witnesses", article.evidence.witnesses)))
    parts += filter(None, (_evidence("language", article.evidence.language),))
    return "\n\n".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def _body(article: Article, rung: str, full: bool) -> str:
    paragraphs = article.body.split("\n\n") if article.body else []
    heading = f"body  {rung} {len(article.body):,} characters, {len(paragraphs)} paragraphs"
    shown = paragraphs if full or len(paragraphs) <= 6 else [*paragraphs[:3], None, *paragraphs[-2:]]
    lines = []
    for paragraph in shown:
        if paragraph is None:
            lines.append(f"  … {len(paragraphs) - 5} paragraphs more (--full)")
            continue
        wrapping = wrapped(paragraph, terminal() - 2)
        lines += [f"  {line}" for line in (wrapping if full else wrapping[:3])]
        if not full and len(wrapping) > 3:
            lines[-1] += " …"
    return "\n".join([heading, *lines])


def _stripped(article: Article, full: bool) -> str:
    stripped = article.evidence.stripped
    if not stripped:
        return ""
    shown = stripped if full else stripped[:25]
    rows: list[tuple[str, str]] = [(item.why, item.text) for item in shown]
    more = f"\n  … {len(stripped) - len(shown)} more (--full)" if len(stripped) > len(shown) else ""
    return f"stripped  {len(stripped)}\n{table(rows)}{more}"


def _evidence(name: str, evidence: dict[str, Any]) -> str:
    if not evidence:
        return ""
    cells = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)
        for key, value in evidence.items()
    }
    return f"{name}\n" + table(cells.items())
