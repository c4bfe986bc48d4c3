"""What the trials show, in small, and what they found, so that it stays repaired."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.engine import Job, Outcome, crawl
from tests.server import Site, listing
from tests.trials import kill

ROOT = Path(__file__).resolve().parent.parent


def test_a_killed_crawl_loses_nothing() -> None:
    assert kill.trial(pages=60, kills=1, seed=1) == 0


def test_what_one_run_left_out_the_next_one_takes(mongo_uri: str, database: Any, tmp_path: Path) -> None:
    """A list of three pages, of which an archive has the first only; then a run that is limited; then a full one."""
    settings = {"DRY_RUN": False, "MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name}
    with Site() as site:
        (tmp_path / "list.html").write_text(listing([f"/article/{n}" for n in range(10, 14)]))
        (tmp_path / "pages.json").write_text(json.dumps({"list.html": {"url": f"{site.url}/list?page=1"}}))

        def run(more: dict[str, Any], **arguments: Any) -> Outcome:
            return crawl(Job("testsite", {"base": site.url, "lists": "list"} | arguments, settings | more))[0][0]

        replayed = run({"REPLAY": str(tmp_path)})
        assert replayed.counts == {"failed/not_archived": 4}
        limited = run({}, limit="2")
        assert len(limited.items) == 2
        rest = run({})
        assert sorted([*limited.ids, *rest.ids]) == ["10", "11", "12", "13", "20", "21", "22", "23"]
        assert rest.news("discovery")["ok"] == 3
    assert not database.lists.count_documents({})  # the walk has come to its end


def test_a_replay_can_be_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "scrapy", "replay", "tests/pages", "-a", "dry_run=1"]
    command += ["-s", "CLOSESPIDER_ITEMCOUNT=2", "-s", f"DATA_DIR={tmp_path}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "Spider closed (closespider_itemcount)" in done.stderr, done.stderr[-3000:]
    assert len(done.stdout.splitlines()) < 50
