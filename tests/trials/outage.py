"""mongod slow, frozen, restarted and killed in the middle of a crawl: nothing is lost, memory stays flat.

``python -m tests.trials.outage [--pages 1200] [--seconds 60]``
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable

from tests.trials.lab import Crawl, Lab, wait_until
from tests.trials.paper import Paper

GROWTH = 40
"""Megabytes that a crawl may grow while MongoDB is away."""
UNSAVED = 5
"""Exit code of a run whose records wait in the spool."""


Trouble = Callable[[Lab, Crawl, float], list[float]]
"""Makes trouble for so many seconds; the crawl's memory meanwhile."""


def frozen(lab: Lab, crawl: Crawl, seconds: float) -> list[float]:
    lab.signal(signal.SIGSTOP)
    memory = watch(crawl, seconds)
    lab.signal(signal.SIGCONT)
    return memory


def restarted(lab: Lab, crawl: Crawl, seconds: float) -> list[float]:
    lab.signal(signal.SIGTERM)
    memory = watch(crawl, seconds)
    lab.restart()
    return memory


def killed(lab: Lab, crawl: Crawl, seconds: float) -> list[float]:
    lab.signal(signal.SIGKILL)
    memory = watch(crawl, min(seconds, 5))
    lab.restart()
    return memory


def watch(crawl: Crawl, seconds: float) -> list[float]:
    """Megabytes of the crawl, every tenth of a second."""
    end, memory = time.monotonic() + seconds, [crawl.megabytes()]
    while time.monotonic() < end and crawl.running():
        time.sleep(0.1)
        memory.append(crawl.megabytes())
    return memory


def check_memory(lab: Lab, memory: list[float]) -> None:
    flat = max(memory) - memory[0] <= GROWTH
    lab.check(flat, f"memory stays flat: {memory[0]:.0f} MB before, {max(memory):.0f} at most")


def passing(title: str, pages: int, seconds: float, trouble: Trouble) -> int:
    """An outage that is shorter than the crawl's patience."""
    with Lab(f"outage: {title}, {pages} pages") as lab, Paper(pages) as paper:
        crawl = lab.start(paper)
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        before = paper.fetched().total()
        memory = trouble(lab, crawl, seconds)
        meanwhile = paper.fetched().total() - before
        lab.check(crawl.running(), f"the crawl waits; {meanwhile} pages were fetched meanwhile")
        check_memory(lab, memory)
        code = crawl.finish()
        lab.check(code == 0, f"the run ends with exit code {code}")
        twice = sum(1 for count in paper.fetched().values() if count > 1)
        lab.check(twice == 0, f"{twice} pages fetched twice")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        lab.check(not list((lab.folder / "spool").glob("*")), "nothing is left in the spool")
        return lab.verdict()


def slow(pages: int) -> int:
    """mongod runs for a tenth of the time only, from a third of the pages on to the end of the crawl."""
    with Lab(f"outage: mongod ten times slower, {pages} pages") as lab, Paper(pages) as paper:
        crawl = lab.start(paper)
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        before, began, memory = paper.fetched().total(), time.monotonic(), [crawl.megabytes()]
        while crawl.running():
            lab.signal(signal.SIGSTOP)
            memory += watch(crawl, 0.9)
            lab.signal(signal.SIGCONT)
            time.sleep(0.1)
        rate = (paper.fetched().total() - before) / (time.monotonic() - began)
        first = [hit.at for hit in paper.log if hit.article][:before]
        lab.say(f"{before / (first[-1] - first[0]):.0f} pages a second before, {rate:.0f} meanwhile")
        check_memory(lab, [size for size in memory if size])
        code = crawl.finish()
        lab.check(code == 0, f"the run ends with exit code {code}")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        lab.check(set(paper.fetched().values()) == {1} and not lab.spooled(), "no page fetched twice, none spooled")
        return lab.verdict()


def lasting(pages: int) -> int:
    """An outage that is longer: what was fetched is spooled, and the next run stores it."""
    with Lab(f"outage: mongod gone until the run has ended, patience 3 s, {pages} pages") as lab, Paper(pages) as paper:
        crawl = lab.start(paper, {"MONGO_PATIENCE": 3, "MONGO_TIMEOUT": 1})
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        memory = [crawl.megabytes()]
        lab.signal(signal.SIGKILL)
        memory += watch(crawl, 180)
        code = crawl.finish(1)
        lab.check(code == UNSAVED, f"the run ends by itself with exit code {code} (records are in the spool)")
        check_memory(lab, memory)
        spooled = lab.spooled()
        lab.check(len(spooled) > 0, f"{len(spooled)} records wait in the spool")
        lab.restart()
        stored = lab.db.articles.count_documents({})
        lab.say(f"{paper.fetched().total()} pages fetched, {stored} stored before the next run")
        following, code = lab.run(paper)
        lab.check(code == 0, f"the next run ends with exit code {code}")
        lab.check("spooled records of" in following.log, "it stores what was in the spool")
        lab.check(not list((lab.folder / "spool").glob("*")), "and leaves nothing there")
        again = {f"paper:{n}" for n in paper.fetched(following.agent)}
        lab.check(not again & spooled, "and fetches none of these pages again")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        return lab.verdict()


def trial(pages: int, seconds: float) -> int:
    codes = [
        slow(pages),
        passing(f"mongod frozen for {seconds:.0f} s", pages, seconds, frozen),
        passing(f"mongod stopped for {seconds:.0f} s", pages, seconds, restarted),
        passing("mongod killed and restarted", pages, seconds, killed),
        lasting(pages // 2),
    ]
    return max(codes)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args(arguments)
    return trial(given.pages, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
