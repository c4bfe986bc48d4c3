"""Full disks: MongoDB's, for a while and until the run has ended, and that of the spool. Nothing is lost.

``python -m tests.trials.disk [--pages 600]``, as root: the disks are small file systems in memory.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pymongo.errors import PyMongoError

from crawler.spider import BATCH
from tests.trials.lab import Crawl, Lab, wait_until
from tests.trials.outage import UNSAVED, check_memory, watch
from tests.trials.paper import Paper

NO_DATABASE = 4
ROOM = 500
"""Megabytes for mongod, which takes 300 for its journal at once."""


class Disk:
    """A file system of some megabytes. ``fill`` leaves no byte of it free, ``clear`` gives them back."""

    def __init__(self, folder: Path, size: str) -> None:
        self.folder, self._ballast = folder, folder / "ballast"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True, capture_output=True)

    def fill(self) -> None:
        for size in (1 << 20, 1 << 12):
            with suppress(OSError), self._ballast.open("ab", buffering=0) as file:
                while file.write(bytes(size)):
                    pass

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def unmount(self) -> None:
        subprocess.run(["umount", self.folder], check=False, capture_output=True)


class DiskLab(Lab):
    """A lab whose mongod, or whose spool, has a small disk of its own."""

    def __init__(self, title: str, place: str, size: str) -> None:
        super().__init__(title)
        self.disk = Disk(self.folder / place, size)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disk.clear()
        self.stop_mongo()
        self.disk.unmount()
        super().__exit__(kind, error, trace)

    def fill(self, crawl: Crawl) -> None:
        """Fill mongod's disk, and have it write a checkpoint, as it does every minute."""
        self.disk.fill()
        with suppress(PyMongoError):
            self.client.admin.command("fsync")
        wait_until(lambda: not self.mongod.server.alive() or not crawl.running(), 60)
        self.say("mongod, on a full disk, " + ("goes on" if self.mongod.server.alive() else "has given up"))

    def check_end(self, pages: int, paper: Paper, again: int) -> None:
        twice = sum(1 for count in paper.fetched().values() if count > 1)
        self.check(twice <= again, f"{twice} pages fetched twice")
        self.check_stored_once(pages)
        self.check_books(pages)
        self.check(not list((self.folder / "spool").glob("*.*")), "nothing is left in the spool")


def for_a_while(pages: int) -> int:
    with (
        DiskLab(f"disk: mongod's is full for 15 s, {pages} pages", "mongodb", f"{ROOM}m") as lab,
        Paper(pages) as paper,
    ):
        crawl = lab.start(paper)
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        lab.fill(crawl)
        memory = watch(crawl, 15)
        lab.check(crawl.running(), f"the crawl waits; {paper.fetched().total()} pages are fetched")
        check_memory(lab, memory)
        lab.disk.clear()
        if not lab.mongod.server.alive():
            lab.restart()
        code = crawl.finish()
        lab.check(code == 0, f"the run ends with exit code {code}")
        lab.check_end(pages, paper, 0)
        return lab.verdict()


def until_the_end(pages: int) -> int:
    with (
        DiskLab(f"disk: mongod's is full until the run has ended, {pages} pages", "mongodb", f"{ROOM}m") as lab,
        Paper(pages) as paper,
    ):
        crawl = lab.start(paper, {"MONGO_PATIENCE": 3, "MONGO_TIMEOUT": 1})
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        lab.fill(crawl)
        code = crawl.finish(300)
        lab.check(code == UNSAVED, f"the run ends by itself with exit code {code} (records are in the spool)")
        spooled = lab.spooled()
        lab.check(len(spooled) > 0, f"{len(spooled)} records wait in the spool")
        lab.disk.clear()
        if not lab.mongod.server.alive():
            lab.restart()
        following, code = lab.run(paper)
        lab.check(code == 0, f"with room again, the next run ends with exit code {code}")
        again = {f"paper:{n}" for n in paper.fetched(following.agent)}
        lab.check(not again & spooled, "and fetches none of these pages again")
        lab.check_end(pages, paper, BATCH)  # what was stored, and not yet settled when mongod gave up
        return lab.verdict()


def from_the_start(pages: int) -> int:
    with DiskLab("disk: mongod's is full when a run begins", "mongodb", f"{ROOM}m") as lab, Paper(pages) as paper:
        lab.disk.fill()
        crawl, code = lab.run(paper, {"MONGO_PATIENCE": 2})
        lab.check(code == NO_DATABASE, f"the run ends with exit code {code} (no database to work with)")
        lab.check("Traceback" not in crawl.log and "No space left" in crawl.log, "and says why in one sentence")
        lab.disk.clear()
        if not lab.mongod.server.alive():
            lab.restart()
        _, code = lab.run(paper)
        lab.check(code == 0, f"with room again, the next run ends with exit code {code}")
        lab.check_end(pages, paper, 0)
        return lab.verdict()


def of_the_spool(pages: int) -> int:
    title = f"disk: the spool's is full while mongod is gone, {pages} pages"
    with DiskLab(title, "spool", "64k") as lab, Paper(pages) as paper:
        crawl = lab.start(paper, {"MONGO_PATIENCE": 3, "MONGO_TIMEOUT": 1, "STORE_BATCH": 10})
        wait_until(lambda: paper.fetched().total() >= pages // 3, 120)
        lab.signal(9)
        code = crawl.finish(300)
        lab.check(code == UNSAVED, f"the run ends by itself with exit code {code}")
        lab.check("could not be spooled and will be fetched again" in crawl.log, "and says what it could not keep")
        spooled = lab.spooled()
        lab.check(not list((lab.folder / "spool").glob("*.part")), f"{len(spooled)} records are in the spool, whole")
        lab.restart()
        following, code = lab.run(paper)
        lab.check(code == 0, f"the next run ends with exit code {code}")
        again = set(paper.fetched(following.agent)) & set(paper.fetched(crawl.agent))
        lab.check(not {f"paper:{n}" for n in again} & spooled, "and fetches none of the spooled pages again")
        lab.check(again != set(), f"it fetches the {len(again)} again that could not be kept")
        lab.check_end(pages, paper, len(again))
        return lab.verdict()


def possible() -> bool:
    try:
        with tempfile.TemporaryDirectory() as folder:
            Disk(Path(folder) / "disk", "1m").unmount()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=600)
    pages = parser.parse_args(arguments).pages
    if not possible():
        print("disk: left out, since it needs root and the right to mount a tmpfs")
        return 0
    return max(for_a_while(pages), until_the_end(pages), from_the_start(pages // 10), of_the_spool(pages))


if __name__ == "__main__":
    sys.exit(main())
