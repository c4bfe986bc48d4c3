"""How well articles are read.

Without a folder: our own pages, those of tests/layouts, and ../shared/corpus where it is.
A folder has the form of either (see cases.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from tests.evaluation import cases, quality
from tests.evaluation.floors import EVERY, FLOORS, below, pin
from tests.evaluation.nameless import nameless
from tests.evaluation.score import Row, score, table

LABELS = {
    "f1": ("body F1, mean", 0.985), "worst": ("body F1, worst article", 0.90), "perfect": ("bodies perfect", 0.80),
    "clean": ("bodies free of chrome", 0.98), "title": ("title exact", 0.98),
    "published": ("published, as printed", 0.97), "authors": ("authors exactly right", 0.85),
    "language": ("language with script", 1.00), "subtitle": ("subtitle", None),
    "captions": ("captions, each once", None), "pictured": ("captions with their image", None),
    "credit": ("credit", None), "section": ("section", None), "updated": ("updated", None),
    "copyright": ("copyright line", None),
}  # fmt: skip
"""Figure -> (name, goal on the corpus without rules)."""
PARTS = ("rules", "no rules", "nameless")
"""With the sources' rules, without them, and without them on pages whose class and id names say nothing."""


def evaluate(folder: Path, part: str) -> list[Row]:
    rows = []
    for case in cases.read_folder(folder):
        if part == "nameless":
            case.page = replace(case.page, text=nameless(case.page.text))
            case.pages = [replace(page, text=nameless(page.text)) for page in case.pages]
        rows.append(score(case.gold | {"id": case.id}, cases.article_of(case, part == "rules")))
    return rows


def show(results: dict[tuple[str, str], list[Row]]) -> str:
    columns = [("goal", {k: goal for k, (_, goal) in LABELS.items() if goal is not None})]
    columns += [(f"{name}, {part}", table(rows)) for (name, part), rows in results.items()]
    widths = [max(8, len(head)) for head, _ in columns]
    lines = [" " * 28 + "  ".join(head.rjust(w) for (head, _), w in zip(columns, widths, strict=True))]
    counts = ["", *(str(len(rows)) for rows in results.values())]
    lines.append("pages".ljust(28) + "  ".join(n.rjust(w) for n, w in zip(counts, widths, strict=True)))
    for key, (label, _) in LABELS.items():
        cells = [f"{values[key]:.3f}" if key in values else "–" for _, values in columns]
        lines.append(label.ljust(28) + "  ".join(c.rjust(w) for c, w in zip(cells, widths, strict=True)))
    return "\n".join(lines)


def show_pages(rows: list[Row]) -> str:
    """Worst first; of the other figures those that are wrong."""
    out = []
    for row in sorted(rows, key=lambda r: r.f1):
        wrong = [k for k in LABELS if getattr(row, k, None) is False and k not in ("perfect", "clean")]
        leaks = f"  leaks: {' | '.join(row.leaks[:4])}" if row.leaks else ""
        said = f"f1 {row.f1:.4f}  p {row.precision:.3f}  r {row.recall:.3f}  wrong: {', '.join(wrong) or '–'}"
        out.append(f"{row.id:<32} {said}{leaks}")
    return "\n".join(out)


def worse_with_rules(with_rules: list[Row], without: list[Row]) -> list[str]:
    """Pages whose text is worse with the source's rules than without."""
    other = {row.id: row for row in without}
    return [row.id for row in with_rules if row.f1 < other[row.id].f1 - 0.001]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--per-page", action="store_true", help="also the figures of every page, worst first")
    parser.add_argument("--no-rules", action="store_true", help="without the sources' rules only")
    parser.add_argument("--nameless", action="store_true", help="also on pages whose class and id names say nothing")
    parser.add_argument("--quality", action="store_true", help="also what the confidence is worth")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write tables and rows there")
    parser.add_argument("--pin", action="store_true", help="write today's figures into floors.json, a hair lower")
    options = parser.parse_args()
    folders = options.folders or [cases.OWN, cases.LAYOUTS, cases.CORPUS]
    parts = [part for part in PARTS if part != "rules" or not options.no_rules]
    if not (options.nameless or options.pin):
        parts.remove("nameless")
    results: dict[tuple[str, str], list[Row]] = {}
    for folder in folders:
        try:
            for part in parts:
                results[cases.name_of(folder), part] = evaluate(folder, part)
        except FileNotFoundError as error:
            print(f"skipped: {error}", file=sys.stderr)
    if not results:
        return 1
    if options.per_page:
        for (name, part), rows in results.items():
            print(f"{name}, {part}\n{show_pages(rows)}\n")
    print(show(results))
    for (name, part), rows in results.items():
        if part == "rules" and (worse := worse_with_rules(rows, results[name, "no rules"])):
            print(f"{name}: worse with rules than without: {', '.join(worse)}")
        for line in below(table(rows), FLOORS.get(name, {}).get(part, {})):
            print(f"{name}, {part}: below its floor: {line}")
    pinned = {key: table(rows) for key, rows in results.items()}
    if options.quality or options.pin:
        for folder in dict.fromkeys(f for f in folders if any(n == cases.name_of(f) for n, _ in results)):
            outcomes = quality.measure(folder)
            if options.pin:
                pinned[cases.name_of(folder), "quality"] = quality.figures(quality.measure(folder, EVERY))
            print(f"\n{quality.show(cases.name_of(folder), outcomes)}")
    if options.pin:
        pin(pinned)
    if options.json:
        out = [
            {"set": name, "part": part, "table": table(rows), "pages": [asdict(r) for r in rows]}
            for (name, part), rows in results.items()
        ]
        options.json.write_text(json.dumps(out, ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
