"""What every trial needs: a mongod, crawls in processes of their own, the books, and a verdict."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from crawler.ledger.rules import RECORDED
from crawler.mongod import Embedded
from tests.trials.paper import Paper

ROOT = Path(__file__).resolve().parent.parent.parent


class Crawl:
    """One ``scrapy crawl`` under way. ``agent`` is the user agent by which the paper knows it."""

    def __init__(self, process: subprocess.Popen[bytes], agent: str, log: Path) -> None:
        self.process, self.agent, self._log = process, agent, log
        self.began = time.monotonic()

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def running(self) -> bool:
        return self.process.poll() is None

    def finish(self, seconds: float = 600) -> int:
        """Its exit code; killed if it takes longer than that."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def megabytes(self) -> float:
        """Resident memory."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


class Lab:
    """A folder with a mongod in it, thrown away at the end unless a check failed. ``ok`` says whether all held."""

    given_uri = ""
    """MONGO_URI of the crawls; empty: each joins the embedded mongod of the folder."""

    def __init__(self, title: str) -> None:
        print(title, flush=True)
        self.ok, self._number = True, 0
        self.folder = Path(tempfile.mkdtemp(prefix="trial-"))
        self.mongod = Embedded(self.folder)
        self._crawls: list[Crawl] = []

    def __enter__(self) -> Lab:
        self.uri = self.start_mongo()
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.uri, tz_aware=True, serverSelectionTimeoutMS=10_000)
        self.db = self.client["trial"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for crawl in self._crawls:
            if crawl.running():
                crawl.kill()
        self.client.close()
        self.stop_mongo()
        if self.ok and error is None:
            shutil.rmtree(self.folder)
        else:
            print(f"  logs and data are kept in {self.folder}", flush=True)

    def start_mongo(self) -> str:
        return self.mongod.join()

    def stop_mongo(self) -> None:
        self.mongod.leave()

    # crawls

    def start(self, paper: Paper, settings: dict[str, Any] | None = None, **arguments: Any) -> Crawl:
        self._number += 1
        agent, log = f"run-{self._number}", self.folder / f"run-{self._number}.log"
        given = {"SPIDER_MODULES": "tests.trials.paper", "USER_AGENT": agent} | (settings or {})
        command = [sys.executable, "-W", "error", "-m", "scrapy", "crawl", "paper", "-a", f"base={paper.url}"]
        command += [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        command += [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
        environment = os.environ | {
            "MONGO_URI": self.given_uri,
            "MONGO_DATABASE": "trial",
            "NEWS_DATA_DIR": str(self.folder),
            "PYTHONUTF8": "1",
        }
        with log.open("wb") as file:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
        self._crawls.append(Crawl(process, agent, log))
        return self._crawls[-1]

    def run(self, paper: Paper, settings: dict[str, Any] | None = None, **arguments: Any) -> tuple[Crawl, int]:
        """A crawl to its end, and its exit code."""
        crawl = self.start(paper, settings, **arguments)
        return crawl, crawl.finish()

    # MongoDB

    def pid(self) -> int:
        """mongod's process."""
        return int((self.folder / "mongodb" / "mongod.lock").read_text().strip())

    def signal(self, number: int) -> None:
        os.kill(self.pid(), number)

    def restart(self) -> None:
        """Start mongod again once the old one is gone."""
        wait_until(lambda: not self.mongod.server.alive(), 60)
        self.mongod.leave()
        assert self.mongod.join() == self.uri
        wait_until(self._answers, 60)

    def _answers(self) -> bool:
        try:
            return bool(self.client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False

    def spooled(self) -> set[str]:
        """The ids of the records in the spool."""
        lines = (line for path in (self.folder / "spool").glob("*.jsonl") for line in path.read_text().splitlines())
        return {json.loads(line)["document"]["_id"] for line in lines}

    # verdicts

    def say(self, words: str) -> None:
        print(f"  {words}", flush=True)

    def check(self, held: bool, words: str) -> None:
        """A line of the verdict; one that does not hold fails the trial."""
        self.ok = self.ok and bool(held)
        print(f"  {'ok  ' if held else 'FAIL'} {words}", flush=True)

    def books(self) -> Counter[str]:
        """The ledger by state, or by fate where a lead is settled."""
        counts: Counter[str] = Counter()
        for lead in self.db.leads.find({}, {"state": 1, "fate": 1}):
            fate = lead.get("fate") or {}
            word = "/".join(filter(None, (fate.get("word", "no fate"), fate.get("reason"))))
            counts[word if lead["state"] == "settled" else lead["state"]] += 1
        return counts

    def check_books(self, discovered: int) -> None:
        """discovered = pending + leased + fates, and what the fates say is recorded is what is in the collections."""
        books = self.books()
        words = ", ".join(f"{word} {count}" for word, count in books.most_common())
        self.check(books.total() == discovered, f"{discovered} discovered = {words}")
        self.check("no fate" not in books, "every settled lead has a fate")
        fates = {"state": {"$ne": "pending"}, "fate.word": {"$in": list(RECORDED)}}
        said = {d["_id"] for d in self.db.leads.find(fates, {"_id": 1})}
        said |= {d["_id"] for d in self.db.leads.find({"fate.word": "failed", "fate.reason": "gone"}, {"_id": 1})}
        articles = {d["_id"] for d in self.db.articles.find({}, {"_id": 1})}
        copies = {d["_id"] for d in self.db.duplicates.find({}, {"_id": 1})}
        records = articles | copies
        self.check(said == records, f"the {len(said)} recorded leads are the {len(records)} records")
        self.check(not articles & copies, "no record is an article and a copy")

    def check_stored_once(self, articles: int) -> None:
        """Every article of the paper is one record of one version."""
        wanted = {f"paper:{n}" for n in range(1, articles + 1)}
        stored = Counter(d["_id"].partition("@")[0] for place in ("articles", "duplicates", "revisions")
                         for d in self.db[place].find({}, {"_id": 1}))  # fmt: skip
        twice = sorted(key for key, count in stored.items() if count > 1)
        self.check(not wanted - set(stored), f"none of {articles} lost ({len(wanted - set(stored))} are missing)")
        self.check(not twice and set(stored) <= wanted, f"every one stored once ({len(twice)} are there twice)")

    def verdict(self) -> int:
        print(f"{'held' if self.ok else 'NOT HELD'}\n", flush=True)
        return 0 if self.ok else 1


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in that time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
