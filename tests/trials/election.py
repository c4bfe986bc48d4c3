"""A replica set of three elects a new primary in the middle of a crawl: nothing is lost, nothing is stored twice.

``python -m tests.trials.election [--pages 1200]``. The primary is asked to step down; the next one is killed (-9); then
the one after that too, which leaves one of three, and no primary until another member is back.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from crawler.mongod import Server, find_mongod, free_port
from tests.trials.lab import Lab, wait_until
from tests.trials.paper import Paper

SET = "trial"
MEMBERS = 3


class ReplicaLab(Lab):
    """A lab whose MongoDB is a replica set of three members."""

    def start_mongo(self) -> str:
        program = find_mongod()
        assert program, "there is no mongod"
        self._program = program
        self.ports = [free_port() for _ in range(MEMBERS)]
        self.members = [Server(self.folder / f"member{n}", self.folder / f"member{n}.log") for n in range(MEMBERS)]
        for number, member in enumerate(self.members):
            member.data.mkdir()
            self.start_member(number)
        hosts = [f"127.0.0.1:{port}" for port in self.ports]
        with MongoClient(hosts[0], directConnection=True) as first:
            members = [{"_id": n, "host": host} for n, host in enumerate(hosts)]
            first.admin.command("replSetInitiate", {"_id": SET, "members": members})
        self.given_uri = f"mongodb://{','.join(hosts)}/?replicaSet={SET}"
        return self.given_uri

    def stop_mongo(self) -> None:
        for number, member in enumerate(self.members):
            if member.alive():
                self.kill_member(number)

    def start_member(self, number: int) -> None:
        code, said = self.members[number].run(self._program, self.ports[number], "--replSet", SET)
        assert code == 0, said

    def kill_member(self, number: int) -> None:
        member = self.members[number]
        os.kill(int((member.data / "mongod.lock").read_text()), signal.SIGKILL)
        wait_until(lambda: not member.alive(), 60)

    def primary(self, other_than: int = -1) -> int:
        """The member that is primary (and not that one); waits until there is one."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            for number, port in enumerate(self.ports):
                if number != other_than and self.members[number].alive() and self._is_primary(port):
                    return number
            time.sleep(0.1)
        raise AssertionError("no primary")

    @staticmethod
    def _is_primary(port: int) -> bool:
        try:
            with MongoClient(
                "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=2000, socketTimeoutMS=2000
            ) as client:
                return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False


def trial(pages: int) -> int:
    with ReplicaLab(f"election: a replica set of three, {pages} pages") as lab, Paper(pages) as paper:
        first = lab.primary()
        crawl = lab.start(paper)

        def after(share: float) -> None:
            wait_until(lambda: paper.fetched().total() >= share * pages or not crawl.running(), 240)
            lab.check(crawl.running(), f"{paper.fetched().total()} pages fetched, the crawl runs")

        def waited(words: str, began: float, number: int) -> None:
            lab.say(f"{words}: member {number} is primary after {time.monotonic() - began:.1f} s")

        after(0.2)
        began = time.monotonic()
        with MongoClient("127.0.0.1", lab.ports[first], directConnection=True) as client:
            client.admin.command("replSetStepDown", 60, secondaryCatchUpPeriodSecs=10)
        second = lab.primary(other_than=first)
        waited(f"member {first} was told to step down", began, second)
        after(0.4)
        began = time.monotonic()
        lab.kill_member(second)
        third = lab.primary(other_than=second)
        waited(f"member {second} was killed (-9)", began, third)
        after(0.6)
        lab.kill_member(third)
        time.sleep(5)
        began = time.monotonic()
        lab.start_member(second)
        fourth = lab.primary(other_than=third)
        waited(f"member {third} was killed (-9), and 5 s later member {second} came back", began, fourth)
        after(0.8)
        lab.start_member(third)
        code = crawl.finish()
        lab.check(code == 0, f"the run ends with exit code {code}")
        lab.say(f"{crawl.log.count('MongoDB is away')} times a write or read waited")
        twice = sum(1 for count in paper.fetched().values() if count > 1)
        lab.check(twice == 0, f"{twice} pages fetched twice")
        lab.check_stored_once(pages)
        lab.check_books(pages)
        lab.check(not lab.spooled(), "nothing is in the spool")
        return lab.verdict()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    return trial(parser.parse_args(arguments).pages)


if __name__ == "__main__":
    sys.exit(main())
