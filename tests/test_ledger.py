"""The ledger: the same rules in memory and in MongoDB, and safety among workers."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawler.items import Fate, Lead
from crawler.ledger import MemoryLedger, MongoLedger, next_visit, rules
from crawler.ledger.rules import ATTEMPTS, CLAIMS, delay
from crawler.mongo import Mongo, open_mongo

ROOT = Path(__file__).resolve().parent.parent
START = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """The ledger's time, moved by the test."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> None:
        self.at += timedelta(**amount)


def lead(number: int, source: str = "hani") -> Lead:
    return Lead(source, str(number), f"https://{source}.kr/{number}", f"제목 {number}", START, "정치", "https://feed/")


def keys(leads: list[Lead]) -> list[str]:
    return [each.key for each in leads]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(rules, "now", moved)
    return moved


Test = Callable[[Any, Clock], Awaitable[None]]


@pytest.fixture(params=["memory", "mongo"])
def run(request: pytest.FixtureRequest, clock: Clock) -> Callable[[Test], None]:
    """Runs a test with a ledger of either kind."""

    async def in_memory(test: Test) -> None:
        await test(MemoryLedger(), clock)

    async def in_mongo(test: Test) -> None:
        mongo = await open_mongo(request.getfixturevalue("settings"))
        ledger = await MongoLedger(mongo).open()
        try:
            await test(ledger, clock)
        finally:
            await ledger.close()
            await mongo.close()

    kind = in_memory if request.param == "memory" else in_mongo
    if request.param == "mongo":
        request.getfixturevalue("settings")
    return lambda test: asyncio.run(kind(test))


def test_a_lead_goes_in_once_and_comes_out_as_it_was(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        assert await ledger.add([lead(1), lead(2), lead(1)]) == ["hani:1", "hani:2"]
        assert await ledger.add([lead(2), lead(3)]) == ["hani:3"]
        assert await ledger.add([]) == []
        await ledger.add([lead(1, "sina")])
        claimed = await ledger.claim("hani", 2)
        assert claimed == [lead(1), lead(2)]
        assert keys(await ledger.claim("hani", 9)) == ["hani:3"]
        assert await ledger.claim("hani", 9) == []
        assert await ledger.counts("hani") == {"leased": 3}
        assert await ledger.counts() == {"leased": 3, "pending": 1}

    run(test)


def test_discovered_is_the_sum_of_states_and_fates(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(n) for n in range(8)])
        await ledger.claim("hani", 7)
        fates = [Fate("stored"), Fate("stored"), Fate("rejected", "no_text", "x"), Fate("failed", "http_404"),
                 Fate("duplicate", "exact", "sina:9"), Fate("failed", "timeout")]  # fmt: skip
        await asyncio.gather(*(ledger.settle(f"hani:{n}", fate) for n, fate in enumerate(fates)))
        await ledger.settle("hani:unknown", Fate("stored"))
        counts = await ledger.counts("hani")
        assert counts == {
            "stored": 2, "rejected/no_text": 1, "failed/http_404": 1, "duplicate/exact": 1, "pending": 2, "leased": 1
        }  # fmt: skip
        assert sum(counts.values()) == 8
        assert await ledger.release() == 1

    run(test)


def test_an_expired_lease_is_free_again_and_a_renewed_one_is_not(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        assert len(await ledger.claim("hani", 1, "dead", 60)) == 1
        clock.forward(seconds=59)
        assert await ledger.claim("hani", 1) == []
        clock.forward(seconds=2)
        assert keys(await ledger.claim("hani", 1)) == ["hani:1"]
        clock.forward(seconds=500)
        assert await ledger.renew() == 1
        clock.forward(seconds=500)
        assert await ledger.claim("hani", 1, "other", 60) == []
        assert await ledger.renew("dead") == 0
        assert await ledger.release("dead") == 0
        assert await ledger.release() == 1
        assert keys(await ledger.claim("hani", 1, "other", 60)) == ["hani:1"]

    run(test)


def test_passing_failures_come_back_more_slowly_each_time_and_end(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        for attempt in range(1, ATTEMPTS):
            assert len(await ledger.claim("hani", 1)) == 1
            await ledger.settle("hani:1", Fate("failed", "http_503"))
            assert await ledger.counts("hani") == {"pending": 1}
            clock.forward(seconds=delay(attempt).total_seconds() - 1)
            assert await ledger.claim("hani", 1) == []
            clock.forward(seconds=2)
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("failed", "http_503"))
        clock.forward(days=365)
        assert await ledger.claim("hani", 1) == []
        assert await ledger.counts("hani") == {"failed/http_503": 1}

    run(test)
    assert [delay(n).total_seconds() / 60 for n in (1, 2, 3, 4)] == [5, 20, 80, 320]


@pytest.mark.parametrize("reason", ["http_404", "http_403", "http_410", "robots", "too_large", "bad_url"])
def test_permanent_failures_never_come_back(run: Any, reason: str) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("failed", reason))
        clock.forward(days=365)
        assert await ledger.claim("hani", 1) == []
        assert await ledger.add([lead(1)]) == []

    run(test)


@pytest.mark.parametrize("reason", ["timeout", "dns", "http_500", "http_429", "http_408", "connection", "spooled"])
def test_other_failures_do(run: Any, reason: str) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("failed", reason))
        clock.forward(minutes=6)
        assert len(await ledger.claim("hani", 1)) == 1

    run(test)


def test_an_article_is_revisited_and_gone_only_after_three_days(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("stored"), clock.at + timedelta(hours=1))
        assert await ledger.claim("hani", 1) == []
        clock.forward(hours=2)
        assert len(await ledger.claim("hani", 1)) == 1
        assert await ledger.release() == 1
        assert await ledger.counts() == {"stored": 1}  # it is not pending: it has been stored before
        assert len(await ledger.claim("hani", 1)) == 1
        await ledger.settle("hani:1", Fate("failed", "timeout"))  # a revisit that failed changes nothing
        assert await ledger.counts() == {"stored": 1}
        for _ in range(2):
            clock.forward(days=1, minutes=1)
            assert len(await ledger.claim("hani", 1)) == 1
            await ledger.settle("hani:1", Fate("failed", "http_404"))
            assert await ledger.counts() == {"stored": 1}
            assert await ledger.gone_since("hani:1", Fate("failed", "http_404")) is None
        first = clock.at - timedelta(days=1, minutes=1)
        clock.forward(hours=23)
        await ledger.settle("hani:1", Fate("failed", "http_404"))  # by hand, on the same day
        clock.forward(days=1, minutes=1)
        assert await ledger.gone_since("hani:1", Fate("failed", "http_503")) is None
        assert await ledger.gone_since("hani:1", Fate("failed", "http_410")) == first
        await ledger.settle("hani:1", Fate("failed", "gone"))
        assert await ledger.counts() == {"failed/gone": 1}
        clock.forward(days=30)
        assert await ledger.claim("hani", 1) == []

    run(test)


def test_a_gone_article_that_is_listed_again_is_looked_at_once_a_week(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("stored"), clock.at + timedelta(hours=1))
        for _ in range(2):
            clock.forward(days=1, minutes=1)
            await ledger.claim("hani", 1)
            await ledger.settle("hani:1", Fate("failed", "http_404"))
        clock.forward(days=1, minutes=1)
        for _ in range(2):
            await ledger.claim("hani", 1)
            await ledger.settle("hani:1", Fate("failed", "gone"))
            clock.forward(days=6)
            assert await ledger.add([lead(1)]) == [] and await ledger.claim("hani", 1) == []
            clock.forward(days=1, minutes=1)
            assert await ledger.add([lead(1)]) == []
            assert keys(await ledger.claim("hani", 1)) == ["hani:1"]
            assert await ledger.gone_since("hani:1", Fate("failed", "http_404"))
            await ledger.release()
        await ledger.claim("hani", 1)
        await ledger.settle("hani:1", Fate("rejected", "no_text"))  # a notice in its place
        assert await ledger.counts() == {"failed/gone": 1}
        await ledger.settle("hani:1", Fate("unchanged", "back"))
        assert await ledger.counts() == {"unchanged/back": 1}
        assert await ledger.gone_since("hani:1", Fate("failed", "http_404")) is None

    run(test)


def test_what_came_out_of_a_spool_settles_the_leads_that_wait_for_it(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(n) for n in range(5)])
        await ledger.claim("hani", 5)
        spooled = Fate("failed", "spooled")
        await ledger.settle("hani:1", spooled)
        await ledger.settle("hani:2", Fate("stored"), clock.at + timedelta(hours=1))
        await ledger.settle("hani:2", spooled)  # too late: it is out again
        await ledger.settle("hani:3", Fate("stored"), clock.at)
        assert keys(await ledger.claim("hani", 1)) == ["hani:3"]
        await ledger.settle("hani:3", spooled)
        for _ in range(ATTEMPTS):
            await ledger.settle("hani:4", spooled)
        assert await ledger.counts() == {"leased": 1, "pending": 1, "stored": 2, "failed/spooled": 1}
        late = [(f"hani:{n}", Fate("updated"), None, None) for n in (0, 1, 2, 3, 4, 77)]
        assert await ledger.catch_up(late) == [True, True, False, True, True, False]
        assert await ledger.counts() == {"stored": 1, "updated": 4}
        assert await ledger.catch_up(late) == [False] * 6
        clock.forward(days=1)
        assert keys(await ledger.claim("hani", 9)) == ["hani:2"]

    run(test)


@pytest.mark.parametrize(
    "fate", [Fate("skipped", "outside_dates"), Fate("rejected", "no_text"), Fate("failed", "http_403")]
)
def test_what_is_recorded_stays_recorded_when_a_revisit_brings_no_article(run: Any, fate: Fate) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1), lead(2)])
        assert len(await ledger.claim("hani", 1)) == 1
        await ledger.settle("hani:1", Fate("stored"), clock.at + timedelta(hours=1))
        clock.forward(hours=2)
        assert len(await ledger.claim("hani", 2)) == 2
        for key in ("hani:1", "hani:2"):
            await ledger.settle(key, fate, clock.at + timedelta(hours=1))
        assert await ledger.counts() == {"stored": 1, str(fate): 1}
        clock.forward(hours=2)
        assert keys(await ledger.claim("hani", 2)) == ["hani:1"]

    run(test)


def test_a_page_that_kills_its_worker_is_given_up(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        await ledger.add([lead(1)])
        for _ in range(CLAIMS):
            assert len(await ledger.claim("hani", 1, "dead", 60)) == 1
            clock.forward(minutes=2)
        assert await ledger.claim("hani", 1) == []
        assert await ledger.counts() == {"failed/unclaimed": 1}

    run(test)


def test_lists_remember_their_validators(run: Any) -> None:
    async def test(ledger: Any, clock: Clock) -> None:
        assert await ledger.validators("https://feed/") == {}
        await ledger.remember("https://feed/", '"a1"', None)
        assert await ledger.validators("https://feed/") == {"If-None-Match": '"a1"'}
        await ledger.remember("https://feed/", None, "Sun, 22 Nov 2026 12:00:00 GMT")
        assert await ledger.validators("https://feed/") == {"If-Modified-Since": "Sun, 22 Nov 2026 12:00:00 GMT"}

    run(test)


def test_visits_count_from_publication() -> None:
    hours = (1, 24, 96)
    assert next_visit(START, hours, START) == START + timedelta(hours=1)
    assert next_visit(START, hours, START + timedelta(hours=2)) == START + timedelta(hours=24)
    assert next_visit(START, hours, START + timedelta(days=5)) is None
    assert next_visit(None, hours, START) == START + timedelta(hours=1)
    assert next_visit(START, (), START) is None


async def _ledgers(settings: Settings, n: int, **more: Any) -> tuple[list[Mongo], list[MongoLedger]]:
    mongos = [await open_mongo(settings) for _ in range(n)]
    return mongos, [await MongoLedger(mongo, f"worker-{i}", **more).open() for i, mongo in enumerate(mongos)]


def test_workers_never_get_the_same_lead(settings: Settings, database: Any) -> None:
    """Six connections claim at the same time until nothing is left; some find the same leads at the same time."""

    async def main() -> list[list[str]]:
        mongos, ledgers = await _ledgers(settings, 6)
        found = [[lead(n) for n in range(400)] for _ in ledgers]
        new = await asyncio.gather(*(ledger.add(leads) for ledger, leads in zip(ledgers, found, strict=True)))
        assert sorted(key for part in new for key in part) == sorted(keys(found[0]))

        async def work(ledger: MongoLedger) -> list[str]:
            mine: list[str] = []
            while leads := await ledger.claim("hani", 16):
                mine += keys(leads)
                for each in leads[::2]:
                    await ledger.settle(each.key, Fate("stored"))
            return mine

        shares = await asyncio.gather(*(work(ledger) for ledger in ledgers))
        counts = await ledgers[0].counts()
        assert sum(counts.values()) == 400 and set(counts) == {"stored", "leased"}
        for ledger, mongo in zip(ledgers, mongos, strict=True):
            await ledger.close()
            await mongo.close()
        return shares

    shares = asyncio.run(main())
    times = Counter(key for share in shares for key in share)
    assert len(times) == 400 and set(times.values()) == {1}
    states = Counter(d["state"] for d in database.leads.find())
    assert set(states) == {"settled", "pending"}  # closing gave the leases back
    assert not database.leads.count_documents({"lease": {"$exists": True}})


def test_a_source_has_one_worker_unless_more_are_allowed(settings: Settings, clock: Clock) -> None:
    async def main() -> None:
        mongos, (one, two, three) = await _ledgers(settings, 3)
        taken = await asyncio.gather(*(each.hold("hani") for each in (one, two, three)))
        assert sorted(taken) == [False, False, True]
        holder = (one, two, three)[taken.index(True)]
        other, third = (each for each in (one, two, three) if each is not holder)
        assert await holder.hold("hani")
        assert await other.hold("sina")
        assert await other.hold("hani", workers=2)
        assert not await third.hold("hani", workers=2)
        clock.forward(seconds=500)
        await holder.renew()
        clock.forward(seconds=500)  # the other did not renew its hold
        assert await third.hold("hani", workers=2)
        await holder.close()
        assert await other.hold("mk") and not await third.hold("mk")
        for mongo, each in zip(mongos, (one, two, three), strict=True):
            await each.close()
            await mongo.close()

    asyncio.run(main())


WORKER = """
    import asyncio, json, sys
    from scrapy.settings import Settings
    from crawler.ledger import MongoLedger
    from crawler.mongo import open_mongo

    async def main():
        ledger = await MongoLedger(await open_mongo(Settings(json.loads(sys.argv[1])))).open()
        print(await ledger.hold("hani"), len(await ledger.claim("hani", 2)), flush=True)
        await asyncio.sleep(600)

    asyncio.run(main())
"""


def test_what_a_killed_worker_held_is_free_at_once_on_its_machine(settings: Settings) -> None:
    values = {name: settings[name] for name in ("MONGO_URI", "MONGO_DATABASE", "DATA_DIR")}

    async def main() -> None:
        mongos, (ledger,) = await _ledgers(settings, 1)
        await ledger.add([lead(n) for n in range(3)])
        command = [sys.executable, "-c", textwrap.dedent(WORKER), json.dumps(values)]
        worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
        assert await worker.stdout.readline() == b"True 2\n"
        assert not await ledger.hold("hani")
        assert await ledger.counts() == {"leased": 2, "pending": 1}
        worker.kill()
        await worker.communicate()
        assert await ledger.hold("hani")
        assert await ledger.counts() == {"pending": 3}
        await ledger.close()
        await mongos[0].close()

    asyncio.run(main())


def test_another_worker_takes_what_a_killed_one_held(settings: Settings) -> None:
    values = {name: settings[name] for name in ("MONGO_URI", "MONGO_DATABASE", "DATA_DIR")}

    async def main() -> None:
        mongos, (ledger,) = await _ledgers(settings, 1)
        await ledger.add([lead(n) for n in range(3)])
        command = [sys.executable, "-c", textwrap.dedent(WORKER), json.dumps(values)]
        worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
        assert await worker.stdout.readline() == b"True 2\n"
        assert await ledger.hold("hani", workers=2)
        assert keys(await ledger.claim("hani", 9)) == ["hani:2"]
        assert await ledger.claim("hani", 9) == []
        worker.kill()
        await worker.communicate()
        assert sorted(keys(await ledger.claim("hani", 9))) == ["hani:0", "hani:1"]
        await ledger.close()
        await mongos[0].close()

    asyncio.run(main())


def test_a_claim_whose_answer_was_lost_is_found_again(settings: Settings) -> None:
    async def main() -> None:
        mongos, (ledger,) = await _ledgers(settings, 1)
        await ledger.add([lead(n) for n in range(5)])
        attempt = ("hani", 2, ledger.worker, 60.0, "token", set())
        await ledger._claim(*attempt)
        again, _ = await ledger._claim(*attempt)
        assert [each["_id"] for each in again] == ["hani:0", "hani:1"]
        assert await ledger.counts() == {"leased": 2, "pending": 3}
        assert await ledger.hold("hani")
        await ledger.close()  # it gives back what it has by name, known to it or not
        assert await ledger.counts() == {"pending": 5}
        await mongos[0].close()

    asyncio.run(main())


def test_what_was_asked_for_otherwise_is_taken_again(settings: Settings, database: Any) -> None:
    async def main() -> None:
        mongos, (ledger,) = await _ledgers(settings, 1)
        await ledger.add([lead(n) for n in range(4)] + [lead(9, "sina")])
        await ledger.claim("hani", 4)
        for number, days in ((0, -10), (1, 10)):
            day = START + timedelta(days=days)
            await ledger.settle(f"hani:{number}", Fate("skipped", "outside_dates"), None, day)
        await ledger.settle("hani:2", Fate("failed", "not_archived"))
        await ledger.settle("hani:3", Fate("failed", "http_404"))
        assert await ledger.reopen("hani", START - timedelta(days=1), START + timedelta(days=1)) == 1
        assert keys(await ledger.claim("hani", 4)) == ["hani:2"]
        assert await ledger.reopen("hani", START - timedelta(days=11)) == 2
        assert sorted(keys(await ledger.claim("hani", 4))) == ["hani:0", "hani:1"]
        assert await ledger.counts("hani") == {"leased": 3, "failed/http_404": 1}
        await ledger.close()
        await mongos[0].close()

    asyncio.run(main())


def test_a_walk_that_was_broken_off_is_known(settings: Settings, database: Any) -> None:
    async def main() -> None:
        mongos, (one, two) = await _ledgers(settings, 2)
        assert not await one.marked("walk a")
        await one.mark("walk a", True)
        await one.mark("walk a", True)
        await one.mark("walk b", False)
        assert await two.marked("walk a") and not await two.marked("walk b")
        await two.mark("walk a", False)
        assert not database.lists.count_documents({})
        for mongo, each in zip(mongos, (one, two), strict=True):
            await each.close()
            await mongo.close()

    asyncio.run(main())


def test_a_living_worker_renews_by_itself(settings: Settings, database: Any) -> None:
    async def main() -> None:
        mongos, ledgers = await _ledgers(settings, 1, lease_seconds=0.3)
        await ledgers[0].add([lead(1)])
        assert len(await ledgers[0].claim("hani", 1)) == 1
        first = (await mongos[0].db.leads.find_one())["lease"]["until"]
        while (await mongos[0].db.leads.find_one())["lease"]["until"] == first:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await ledgers[0].close()
        await mongos[0].close()

    asyncio.run(asyncio.wait_for(main(), 60))


def test_claiming_reads_the_small_index_only(settings: Settings, database: Any) -> None:
    """Of 2,000 leads that are done and 3 that are due, claiming looks at 3."""

    async def main() -> None:
        mongos, ledgers = await _ledgers(settings, 1)
        await ledgers[0].add([lead(n) for n in range(2003)])
        await mongos[0].db.leads.update_many(
            {"_id": {"$nin": ["hani:0", "hani:1", "hani:2"]}},
            {"$set": {"state": "settled", "fate": {"word": "stored", "reason": ""}}, "$unset": {"next_visit_at": ""}},
        )
        assert len(await ledgers[0].claim("hani", 64)) == 3
        await ledgers[0].close()
        await mongos[0].close()

    asyncio.run(main())
    query = {"source": "hani", "next_visit_at": {"$lte": datetime.now(UTC) + timedelta(hours=1)}}
    stats = database.leads.find(query).sort("next_visit_at", 1).explain()["executionStats"]
    assert stats["totalKeysExamined"] <= 4 and stats["totalDocsExamined"] <= 3
