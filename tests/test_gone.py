"""An article whose page goes and comes back, through the whole chain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crawler.ledger.rules import now
from tests.trials.lab import Lab
from tests.trials.paper import Paper


def test_a_page_that_is_gone_is_marked_on_its_record_until_it_is_back() -> None:
    with Lab("gone: a page on its third day") as lab, Paper(3, feed=3) as paper:

        def visit(**more: Any) -> None:
            """A run that looks at article 2 again."""
            lab.db.leads.update_one({"_id": "paper:2"}, {"$set": {"next_visit_at": now()} | more})
            crawl, code = lab.run(paper, lists="feed")
            assert code == 0, crawl.log[-3000:]
            assert set(paper.fetched(crawl.agent)) == {2}, crawl.log[-3000:]
            lab.check_books(3)

        def record() -> dict[str, Any]:
            return lab.db.articles.find_one({"_id": "paper:2"}) or {}

        assert lab.run(paper, lists="feed")[1] == 0
        before, first = record(), now() - timedelta(days=2)
        days = [f"{first + timedelta(days=n):%Y-%m-%d}" for n in range(2)]
        paper.vanished = {2}
        visit(gone_since=first, gone_days=days[:1])
        assert record() == before  # today is the second day
        visit(gone_since=first, gone_days=days)
        gone, lead = record(), lab.db.leads.find_one({"_id": "paper:2"})
        assert gone == before | {"gone_since": first, "changed_at": gone["changed_at"]}
        assert gone["changed_at"] > before["changed_at"]
        assert (lead["state"], lead["fate"]["word"], lead["fate"]["reason"]) == ("settled", "failed", "gone")
        assert "next_visit_at" not in lead and not lab.db.revisions.count_documents({})
        visit()
        assert record() == gone  # still gone: nothing is touched
        paper.vanished = set()
        visit()
        assert record()["gone_since"] is None and record()["changed_at"] > gone["changed_at"]
        assert lab.books() == {"stored": 2, "unchanged/back": 1}
        assert lab.ok
