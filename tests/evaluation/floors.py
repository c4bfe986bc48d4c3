"""The least that each figure may be: floors.json, set name -> "rules", "no rules" or "quality" -> figure -> value.

Set anew by ``python -m tests.evaluation --pin``, which is for figures that rose.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
FLOORS: dict[str, dict[str, dict[str, float]]] = json.loads(FILE.read_text("utf-8"))
EVERY = 2
"""Broken variants are made of each second page, so that the test stays cheap."""
HAIR = 0.002
"""Below the figure of the day: less than one page of a hundred, so a page that is lost shows."""


def below(values: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What fell, in words. A figure that has a floor and is not there has fallen too."""
    found = {name: values.get(name, 0.0) for name in floors}
    return [f"{name} {found[name]:.4f} < {floor}" for name, floor in floors.items() if found[name] < floor]


def pin(figures: dict[tuple[str, str], dict[str, float]]) -> None:
    """Write (set, part) -> figures as the new floors; other sets keep theirs."""
    floors = {name: dict(parts) for name, parts in FLOORS.items()}
    for (name, part), values in figures.items():
        floors.setdefault(name, {})[part] = {k: math.floor(1000 * (v - HAIR)) / 1000 for k, v in values.items()}
    FILE.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", "utf-8")
