"""kill -9 at random moments of a crawl, then a run to the end: every page is stored once, and none is lost.

``python -m tests.trials.kill [--pages 2000] [--kills 20] [--seed 7]``
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from crawler.archive import read_one
from crawler.spider import BATCH
from tests.trials.lab import Lab, wait_until
from tests.trials.paper import Paper


def trial(pages: int, kills: int, seed: int) -> int:
    rng = random.Random(seed)
    began = time.monotonic()
    with Lab(f"kill: {pages} pages, kill -9 at {kills} random moments (seed {seed})") as lab, Paper(pages) as paper:
        settings = {"ARCHIVE": "1"}
        runs, moments = [], []
        for number in range(kills):
            crawl = lab.start(paper, settings, lists="feed,list")
            if number % 5 == 4:  # any moment from the start of the process on
                time.sleep(rng.uniform(0, 3))
            else:  # after some pages, and a moment later
                pause, share = rng.uniform(0, 0.2), rng.randrange(max(2, round(1.2 * pages / kills)))
                wait_until(lambda c=crawl, n=share: sum(paper.fetched(c.agent).values()) >= n or not c.running(), 60)
                time.sleep(pause)
            moments.append(f"{sum(paper.fetched(crawl.agent).values())}" if crawl.running() else "over")
            crawl.kill()
            runs.append(crawl.agent)
        before_last = lab.db.articles.count_documents({})
        last, code = lab.run(paper, settings, lists="feed,list")
        lab.say(f"killed after pages: {' '.join(moments)}; {before_last} were stored before the last run")
        lab.check(code == 0, f"the last run ends with exit code {code}")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        later: set[int] = set()
        again: dict[str, int] = {}
        for agent in reversed([*runs, last.agent]):
            mine = set(paper.fetched(agent))
            again[agent] = len(mine & later)
            later |= mine
        most = max(again.values())
        lab.check(most <= BATCH, f"at most {most} pages fetched again for one kill (a lease batch is {BATCH})")
        lab.say(f"{sum(again.values())} of {paper.fetched().total()} fetches were fetches again")
        files = {path.name: path for path in Path(lab.folder / "archive").rglob("*") if path.is_file()}
        kept = 0
        for record in lab.db.articles.find({}, {"raw": 1, "requested_url": 1}):
            path = files.get(Path(record["raw"]["archive"]).name)
            kept += path is not None and read_one(path, record["raw"]["offset"]).url == record["requested_url"]
        lab.check(kept == lab.db.articles.count_documents({}), f"the page of each of {kept} records is in the archive")
        lab.say(f"{time.monotonic() - began:.0f} s")
        return lab.verdict()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    return trial(given.pages, given.kills, given.seed)


if __name__ == "__main__":
    sys.exit(main())
