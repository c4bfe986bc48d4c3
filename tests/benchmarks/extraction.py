"""Milliseconds a page and peak memory of our extraction beside others', in one run on the same pages.

``python -m tests.benchmarks.extraction [--rounds N] [--peers FOLDER] [FOLDER ...]``. The others are no part of this
project; they are measured where they are installed, by default from var/peers (``make bench`` puts them there).

All get the same decoded text. Each page is read by every tool in turn before the next page is, in another order each
round, so that a noisy moment hits all alike; of a page's rounds the fastest counts. Memory is measured in a process of
its own for each tool: what its resident set gained over what it was with the tool loaded and the smallest page read.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import logging
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.items import Page
from pipelines.validate import verdict
from tests.evaluation import cases

ROOT = Path(__file__).resolve().parents[2]
Tool = Callable[[Page], Any]


def ours(rules: bool) -> Tool:
    """All text stages, with all fields of the record."""

    def extract(page: Page) -> Any:
        article = cases.article_of(cases.Case("", {}, page), rules)
        return verdict(article)

    return extract


def trafilatura() -> Tool:
    extract = importlib.import_module("trafilatura").bare_extraction
    return lambda page: extract(page.text, url=page.url, with_metadata=True, include_comments=False)


def readability() -> Tool:
    document = importlib.import_module("readability").Document

    def extract(page: Page) -> Any:
        read = document(page.text)
        return read.title(), read.summary()

    return extract


def gne() -> Tool:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()
    return lambda page: extractor.extract(page.text, host=page.url)


def goose() -> Tool:
    """By the script of the page: goose has stop words for Korean and for Chinese."""
    module, words = importlib.import_module("goose3"), importlib.import_module("goose3.text")
    korean, chinese = (
        module.Goose({"stopwords_class": kind}) for kind in (words.StopWordsKorean, words.StopWordsChinese)
    )

    def extract(page: Page) -> Any:
        return (korean if _HANGUL.search(page.text) else chinese).extract(url=page.url, raw_html=page.text).cleaned_text

    return extract


def justext() -> Tool:
    """Without stop words: it has none for Chinese."""
    module = importlib.import_module("justext")
    return lambda page: module.justext(page.text, frozenset(), stopwords_low=0, stopwords_high=0)


def resiliparse() -> Tool:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: extract(page.text, main_content=True)


TOOLS: dict[str, Callable[[], Tool]] = {
    "ours, without rules": lambda: ours(False),
    "ours, with rules": lambda: ours(True),
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "gne": gne,
    "goose3": goose,
    "justext": justext,
    "resiliparse": resiliparse,
}
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def load(name: str) -> Tool | str:
    """The tool, or why it is not there."""
    try:
        return TOOLS[name]()
    except Exception as error:  # a peer may fail in its own ways while it is loaded
        return f"{type(error).__name__}: {error}"


def pages(folders: list[Path]) -> list[Page]:
    return [case.page for folder in folders if folder.is_dir() for case in cases.read_folder(folder) if case.page.text]


def times(tools: dict[str, Tool], sample: list[Page], rounds: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Tool -> seconds for each page, and how many pages it failed on."""
    best = {name: [float("inf")] * len(sample) for name in tools}
    failed = dict.fromkeys(tools, 0)
    rng = random.Random(0)
    for number in range(rounds + 1):  # the first is for what is loaded once
        order = list(tools)
        rng.shuffle(order)
        for k, page in enumerate(sample):
            for name in order:
                start = time.perf_counter()
                try:
                    tools[name](page)
                except Exception:
                    failed[name] += number == 0
                if number:
                    best[name][k] = min(best[name][k], time.perf_counter() - start)
        gc.collect()
    return best, failed


def peak(name: str, folder: Path) -> None:
    """Run in a process of its own: print megabytes before and after the pages of the folder, one at a time."""
    tool = load(name)
    assert callable(tool), tool
    files = sorted(folder.glob("*.json"), key=lambda f: f.stat().st_size)
    attempt(tool, Page(**json.loads(files[0].read_text("utf-8"))))
    before = high_water()
    for file in files:
        attempt(tool, Page(**json.loads(file.read_text("utf-8"))))
    print(json.dumps([before, high_water()]))


def high_water() -> float:
    """Megabytes of the largest resident set so far (Linux; what getrusage says includes the parent's)."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def attempt(tool: Tool, page: Page) -> None:
    try:
        tool(page)
    except Exception:  # counted where the times are taken
        return


def measure_peak(name: str, folder: Path, peers: Path) -> list[float]:
    command = [sys.executable, "-m", "tests.benchmarks.extraction", "--peers", str(peers), "--peak", name, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else [float("nan")] * 2


def peaks(names: list[str], sample: list[Page], peers: Path) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        for k, page in enumerate(sample):
            kept = {"url": page.url, "requested_url": page.url, "text": page.text, "content_type": page.content_type}
            Path(folder, f"{k}.json").write_text(json.dumps(kept), "utf-8")
        return {name: measure_peak(name, Path(folder), peers) for name in names}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extraction", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="of the forms of tests/evaluation")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=ROOT / "var" / "peers", help="where the others are installed")
    parser.add_argument("--peak", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.folders = options.folders or [cases.OWN, cases.LAYOUTS, cases.CORPUS]
    sys.path.append(str(options.peers))  # last: what is in our environment comes from there
    logging.disable()
    warnings.simplefilter("ignore")
    if options.peak:
        peak(options.peak, options.folders[0])
        return 0
    sample = pages(options.folders)
    tools: dict[str, Tool] = {}
    for name in TOOLS:
        tool = load(name)
        if isinstance(tool, str):
            print(f"{name}: skipped, {tool}", file=sys.stderr)
        else:
            tools[name] = tool
    size = sum(len(p.text) for p in sample)
    print(f"{len(sample)} pages, {size / len(sample) / 1000:.0f} thousand characters a page, {options.rounds} rounds")
    print(
        f"{'':22}{'median':>8}{'p95':>8}{'mean':>8}{'max':>8}  ms a page{'':4}{'peak':>6}{'added':>7}  MB   failed on"
    )
    best, failed = times(tools, sample, options.rounds)
    memory = peaks(list(best), sample, options.peers)
    for name, seconds in best.items():
        before, most = memory[name]
        print(f"{name:22}{figures(seconds)}{'':15}{most:6.0f}{most - before:7.0f}  {'':5}{failed[name]}")
    others = [seconds for name, seconds in best.items() if not name.startswith("ours")]
    if len(others) > 1:  # what choosing the best of them for each page would take
        print(f"{'the others together':22}{figures([sum(each) for each in zip(*others, strict=True)])}")
    return 0


def figures(seconds: list[float]) -> str:
    """Median, 95th percentile, mean and maximum in milliseconds."""
    ms = sorted(1000 * s for s in seconds)
    shown = (statistics.median(ms), ms[int(0.95 * (len(ms) - 1))], statistics.fmean(ms), ms[-1])
    return "".join(f"{value:8.2f}" for value in shown)


if __name__ == "__main__":
    sys.exit(main())
