"""Two and four workers on one source: no page twice, the work is split, time falls; a killed one's leases are taken.

``python -m tests.trials.workers [--pages 400] [--delay 0.15]``. A delay between requests, as a portal asks for, is what
a second worker saves; the machine itself is the limit without one.
"""

from __future__ import annotations

import argparse
import sys

from tests.trials.lab import Lab, wait_until
from tests.trials.paper import Paper


def busy(paper: Paper) -> float:
    """Seconds from the first article asked for to the last."""
    times = [hit.at for hit in paper.log if hit.article]
    return max(times) - min(times)


def trial(pages: int, delay: float) -> int:
    settings = {"DOWNLOAD_DELAY": delay, "DOWNLOAD_DELAY_JITTER": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    seconds: dict[int, float] = {}
    ok = True
    for workers in (1, 2, 4):
        title = f"workers: {workers} on {pages} pages, {delay} s between requests"
        with Lab(title) as lab, Paper(pages) as paper:
            several = settings | {"WORKERS_PER_SOURCE": workers}
            crawls = [lab.start(paper, several) for _ in range(workers + 1)]
            codes = [crawl.finish() for crawl in crawls]
            lab.check(not any(codes), f"exit codes {codes}")
            refused = [crawl for crawl in crawls if "being crawled by another worker" in crawl.log]
            lab.check(len(refused) == 1, f"of {workers + 1} that start together one is told to leave the source")
            shares = [paper.fetched(crawl.agent).total() for crawl in crawls if crawl not in refused]
            seconds[workers] = busy(paper)
            lab.say(f"{seconds[workers]:.1f} s, shares {shares}")
            lab.check(set(paper.fetched().values()) == {1}, "no page was fetched twice")
            lab.check(min(shares) >= pages / workers / 3, "every worker had its share")
            lab.check_stored_once(pages)
            lab.check_books(pages)
            if workers > 1:
                fell = seconds[workers] < 0.8 * seconds[workers // 2]
                lab.check(fell, f"{seconds[workers] / seconds[1]:.0%} of the time that one takes")
            ok = lab.verdict() == 0 and ok

    with Lab(f"workers: one of two is killed on {pages} pages") as lab, Paper(pages) as paper:
        victim, survivor = (lab.start(paper, settings | {"WORKERS_PER_SOURCE": 2}) for _ in range(2))
        wait_until(lambda: lab.db.workers.count_documents({}) == 2, 120)
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        victim.kill()
        fetched = set(paper.fetched(victim.agent))
        leased = {d["_id"] for d in lab.db.leads.find({"state": "leased"}, {"_id": 1})}
        code = survivor.finish()
        lab.say(f"killed after {len(fetched)} pages, when {len(leased)} leads were leased")
        lab.check(code == 0, "the other ends as if nothing had happened")
        again = sum(1 for count in paper.fetched().values() if count > 1)
        lab.check(again <= 64, f"{again} pages fetched twice")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        lab.check("leased" not in lab.books(), "the other finished the leases of the killed one, in the same run")
        ok = lab.verdict() == 0 and ok
    return 0 if ok else 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--delay", type=float, default=0.15)
    given = parser.parse_args(arguments)
    return trial(given.pages, given.delay)


if __name__ == "__main__":
    sys.exit(main())
