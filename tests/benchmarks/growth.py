"""What ten and a hundred times the page cost, for pages that grow in one respect.

``python -m tests.benchmarks.growth [KIND ...]``. Linear work shows as 10 and 10; a fixed part makes it less. A kind
stops growing once a page takes two seconds.
"""

from __future__ import annotations

import argparse
import sys
import time

from crawler.generic import generic_article
from crawler.items import Page
from tests import golden
from tests.evaluation.growing import GROWING, INSIDE

SIZES = (40, 400, 4000)
PATIENCE = 2.0


def seconds(html: str) -> float:
    page = Page(url="https://news.example.co.kr/article/1", requested_url="", text=html)
    start = time.perf_counter()
    golden.run(generic_article(page))
    return time.perf_counter() - start


def main() -> int:
    kinds = GROWING | INSIDE
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", choices=[*kinds, []])
    options = parser.parse_args()
    print(f"{'':28}{'MB':>7}{'ms':>9}" + f"{'MB':>8}{'ms':>9}{'times':>7}" * (len(SIZES) - 1))
    for kind in options.kinds or kinds:
        seconds(kinds[kind](5))
        row, before = f"{kind:28}", 0.0
        for size in SIZES:
            html = kinds[kind](size)
            took = seconds(html)
            if took < 0.5:
                took = min(took, seconds(html), seconds(html))
            row += f"{len(html) / 1e6:{7 if not before else 8}.2f}{1000 * took:9.1f}"
            row += f"{took / before:7.1f}" if before else ""
            before = took
            if took > PATIENCE:
                break
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
