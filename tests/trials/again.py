"""Run after run over one site: nothing is fetched without need, edits become revisions, what vanished is marked late.

``python -m tests.trials.again [--pages 200]``. The ledger's clock is moved forward from run to run.
"""

from __future__ import annotations

import argparse
import sys

from tests.trials.lab import Crawl, Lab
from tests.trials.paper import Paper

LISTS = ["/robots.txt", "/feed.xml"]


def numbers(keys: set[str]) -> str:
    return ", ".join(sorted(key.partition(":")[2] for key in keys)) or "none"


def returns(pages: int) -> int:
    with Lab(f"again: {pages} pages, visited for five days") as lab, Paper(pages, feed=pages) as paper:

        def run(words: str, forward: float) -> Crawl:
            crawl, code = lab.run(paper, lists="feed", forward=forward)
            asked = [path for path in paper.asked(crawl.agent) if path not in LISTS]
            lab.say(f"{words}: {len(asked)} articles asked for")
            if code:
                lab.check(False, f"exit code {code}")
            return crawl

        run("first run", 0)
        lab.check_stored_once(pages)

        second = run("second run", 0)
        lab.check(paper.asked(second.agent) == LISTS, "an unchanged site costs robots.txt and one request for its feed")
        lab.check([hit.status for hit in paper.log if hit.agent == second.agent][-1] == 304, "which answers 304")

        paper.edited = set(range(3, pages, 20))
        edited = {f"paper:{n}" for n in paper.edited}
        third = run(f"{len(edited)} articles are edited, at once", 0)
        lab.check(paper.asked(third.agent) == LISTS, "no article is fetched before its next visit")

        before = {d["_id"]: d for d in lab.db.articles.find()}
        with lab.db.watch(max_await_time_ms=200) as changes:
            due = run("two hours later", 2)
            told = set()
            while change := changes.try_next():
                if change["ns"]["coll"] == "articles":
                    told.add(change["documentKey"]["_id"])
        after = {d["_id"]: d for d in lab.db.articles.find()}
        revised = {key for key, d in after.items() if d["revision"] == 2}
        lab.check(paper.fetched(due.agent).total() == pages, "every article has its visit after an hour")
        lab.check(revised == edited, f"exactly the edited ones got a revision ({len(revised)})")
        lab.check({d["article"] for d in lab.db.revisions.find()} == edited, "their first versions are in revisions")
        lab.check(told == edited, "a change stream tells of exactly these")
        same = all(before[key] == after[key] for key in after.keys() - edited)
        lab.check(same, "the records of all others are as they were, to the byte")
        lab.check(not paper.fetched(run("at once again", 2).agent), "a visit is made once")

        gone, back = "paper:7", "paper:8"
        paper.vanished = {7, 8}
        run("a day later, 7 and 8 are missing", 25)
        lab.check(
            lab.books().total() == pages and "failed/gone" not in lab.books(), "missing once, they count as stored"
        )
        paper.vanished = {7}
        lab.check(not paper.fetched(run("an hour later", 26).agent), "no visit to them on the same day")
        asked = paper.fetched(run("two days later, 8 is back", 49.5).agent)
        lab.check(set(asked) == {7, 8}, "only they are asked for")
        lab.check("failed/gone" not in lab.books(), "missing on two days, 7 still counts as stored")
        lab.check(not lab.db.articles.count_documents({"gone_since": {"$ne": None}}), "and its record says nothing")
        asked = paper.fetched(run("three days later", 74).agent)
        marked = {d["_id"] for d in lab.db.leads.find({"fate.reason": "gone"})}
        told = {d["_id"] for d in lab.db.articles.find({"gone_since": {"$ne": None}})}
        lab.check(told == {gone}, f"its record has gone_since: {numbers(told)}")
        lab.check(set(asked) == {7} and marked == {gone}, f"missing on three days, it is gone: {numbers(marked)}")
        paper.edited.add(pages - 2)  # so that the feed is another one
        lab.check(not paper.fetched(run("listed again within the week", 78).agent), "it is left alone")
        asked = paper.fetched(run("four days later", 97).agent)
        lab.check(set(asked) == set(range(1, pages + 1)) - {7}, "the last visit is to all but the one that is gone")
        lab.check(not paper.fetched(run("a month later", 720).agent), "then all are left alone")
        paper.edited.add(pages)  # so that the feed is another one
        run("a month and a week later, listed again", 900)
        record, lead = (lab.db[place].find_one({"_id": gone}) for place in ("articles", "leads"))
        lab.check(record["gone_since"] and lead["fate"]["reason"] == "gone", "looked at again, 7 is still gone")
        paper.vanished = set()
        paper.edited.add(pages - 1)
        asked = paper.fetched(run("a week later, 7 is back, and listed", 1100).agent)
        record, lead = (lab.db[place].find_one({"_id": gone}) for place in ("articles", "leads"))
        lab.check(set(asked) == {7} and record["gone_since"] is None, "its record has no gone_since any more")
        lab.check((lead["fate"]["word"], lead["fate"]["reason"]) == ("unchanged", "back"), "and its lead is alive")
        lab.check(lab.db.leads.find_one({"_id": back})["fate"]["word"] == "unchanged", "8 is as if it had always been")
        lab.check_books(pages)
        return lab.verdict()


def windows(pages: int) -> int:
    with Lab(f"again: {pages} pages, runs for other days") as lab, Paper(pages, feed=pages) as paper:
        first, _ = lab.run(paper, lists="feed", until="2020-12-31")
        lab.check(paper.fetched(first.agent).total() == pages, "the feed has no dates: all pages are looked at")
        lab.check(lab.books() == {"skipped/outside_dates": pages}, "and skipped, since they are newer than asked for")
        lab.check_books(pages)
        again, _ = lab.run(paper, lists="feed", until="2021-12-31")
        lab.check(not paper.fetched(again.agent), "another run for early days does not fetch them again")
        lab.run(paper, lists="feed")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        return lab.verdict()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    given = parser.parse_args(arguments)
    return max(returns(given.pages), windows(max(10, given.pages // 5)))


if __name__ == "__main__":
    sys.exit(main())
