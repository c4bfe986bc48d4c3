"""What the confidence (``extraction.quality``) is worth: good pages against broken variants of them."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from crawler.archive import read
from crawler.generic import generic_article
from crawler.items import Article
from pipelines.validate import verdict
from tests import golden
from tests.evaluation import cases
from tests.evaluation.damage import VARIANTS

GOOD = "good"
BROKEN = ("body removed", "list page", "error page", "real list or error page")
"""What must not become an article. A page cut in half is one, marked as truncated."""


@dataclass(slots=True)
class Outcome:
    """The pages of one variant, each treated as a page of an unknown site."""

    quality: dict[str, float] = field(default_factory=dict)
    """Page -> confidence."""
    refused: Counter[str] = field(default_factory=Counter)
    """Reason -> pages that ``validate`` refuses."""
    taken: list[str] = field(default_factory=list)
    truncated: set[str] = field(default_factory=set)
    """Pages that are marked as incomplete."""

    def add(self, name: str, article: Article) -> None:
        self.quality[name] = float(article.extraction.get("quality") or 0.0)
        fate = verdict(article)
        if fate is None:
            self.taken.append(name)
        else:
            self.refused[fate.reason] += 1
        if article.truncated:
            self.truncated.add(name)


def measure(folder: Path, every: int = 1) -> dict[str, Outcome]:
    """Variant -> outcome, over each ``every``-th page of a folder that has a text in its gold."""
    out: dict[str, Outcome] = defaultdict(Outcome)
    pages = [case for case in cases.read_folder(folder) if case.gold["body"]]
    titles: dict[str, list[str]] = defaultdict(list)
    for case in pages:
        titles[case.gold["language"]].append(case.gold["title"])
    for case in pages[::every]:
        out[GOOD].add(case.id, cases.article_of(replace(case, pages=[]), rules=False))
        others = [t for t in titles[case.gold["language"]] if t != case.gold["title"]][:20]
        for name, broken in VARIANTS.items():
            page = replace(case.page, text=broken(case.page.text, case.gold, others or ["News", "More news"]))
            out[name].add(case.id, golden.run(generic_article(page)))
    for name, article in _real(folder):
        out["real list or error page"].add(name, golden.run(article))
    return dict(out)


def _real(folder: Path) -> Iterator[tuple[str, Article]]:
    """The folder's own list, error and login pages."""
    for manifest in sorted(folder.glob("*/pages.json")):
        for name, entry in json.loads(manifest.read_text("utf-8")).items():
            if name.endswith(".html") and (name.startswith("list-") or entry.get("expect_fate") == "rejected"):
                body = (manifest.parent / name).read_bytes()
                page = cases.page_of(entry["url"], body, entry.get("content_type", "text/html"))
                yield f"{manifest.parent.name}/{name}", generic_article(page)
    for archive in sorted(folder.glob("lists.warc*")):
        for kept in read(archive):
            if "html" in kept.content_type:
                yield kept.url, generic_article(cases.page_of(kept.url, kept.body, kept.content_type))


def auc(good: list[float], bad: list[float]) -> float:
    """The chance that a good page has more confidence than a broken one; ties count a half."""
    pairs = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return pairs / (len(good) * len(bad)) if good and bad else float("nan")


def figures(outcomes: dict[str, Outcome]) -> dict[str, float]:
    """For the floors: AUC of what is no article, share of good pages taken and of broken ones refused."""
    good = outcomes[GOOD]
    out = {"good taken": len(good.taken) / len(good.quality)}
    for variant in BROKEN:
        if one := outcomes.get(variant):
            out[f"{variant}: AUC"] = auc(list(good.quality.values()), list(one.quality.values()))
            out[f"{variant}: refused"] = one.refused.total() / len(one.quality)
    cut = outcomes["half cut"]
    out["half cut: marked or refused"] = 1 - len(set(cut.taken) - cut.truncated) / len(cut.quality)
    return out


def show(name: str, outcomes: dict[str, Outcome]) -> str:
    good = list(outcomes[GOOD].quality.values())
    lines = [f"{name}: confidence   pages    min  median    max    AUC  refused  truncated  reasons"]
    for variant, one in outcomes.items():
        values = list(one.quality.values())
        area = "     –" if variant == GOOD else f"{auc(good, values):6.3f}"
        reasons = ", ".join(f"{reason} {n}" for reason, n in one.refused.most_common())
        low, middle, high = min(values), statistics.median(values), max(values)
        lines.append(
            f"{variant:<24} {len(values):5d}  {low:.3f}   {middle:.3f}  {high:.3f} {area}"
            f"  {one.refused.total():7d}  {len(one.truncated):9d}  {reasons}"
        )
        if variant in BROKEN and one.taken:
            lines.append(f"    taken as articles: {', '.join(one.taken)}")
    return "\n".join(lines)
