"""The store against a real mongod: every outcome of a write, and every kind of trouble."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import json_util
from pymongo import MongoClient
from scrapy.settings import Settings

from crawler.items import SCHEMA_VERSION, Article, Fate
from crawler.mongo import open_mongo
from crawler.mongod import Embedded
from pipelines.entries import Entry, moment, record_of
from pipelines.spool import Spool
from pipelines.store import show
from pipelines.writer import Writer
from tests.store_spider import MARK
from tests.stories import article, story, text

ROOT = Path(__file__).resolve().parent.parent


def made(number: int | str, seed: int | None = None, **more: Any) -> Article:
    title, sentences = story(number if seed is None else seed)  # type: ignore[arg-type]
    return article(number, **({"title": title, "body": text(sentences)} | more))


def entry(item: Article) -> Entry:
    return Entry("duplicates" if item.fate else "articles", record_of(item))


def write(settings: Settings, *batches: list[Entry]) -> list[list[str]]:
    """Write batches one after the other; the fates."""

    async def main() -> list[list[str]]:
        mongo = await open_mongo(settings)
        writer = Writer(mongo)
        await writer.open()
        fates = [[str(fate) for fate in await writer.write(batch)] for batch in batches]
        await mongo.close()
        return fates

    return asyncio.run(main())


def test_a_new_record_is_stored_whole(settings: Settings, database: Any) -> None:
    item = made(1, authors=["홍길동"], images=[{"url": "https://a/b.jpg", "caption": None, "credit": None}])
    assert write(settings, [entry(item)]) == [["stored"]]
    stored = database.articles.find_one()
    assert stored["_id"] == stored["story"] == "hani:1" and stored["title"] == item.title and stored["revision"] == 1
    assert stored["published_at"] == item.published_at and stored["authors"] == ["홍길동"]
    assert stored["first_seen_at"] == stored["changed_at"] and stored["fetched_at"] == item.fetched_at
    assert "duplicate_of" not in stored


def test_an_unchanged_article_is_not_touched(settings: Settings, database: Any) -> None:
    write(settings, [entry(made(1))])
    before = database.articles.find_one()
    with database.articles.watch(max_await_time_ms=50) as changes:
        assert write(settings, [entry(made(1, fetched_at=datetime.now(UTC)))]) == [["unchanged"]]
        assert changes.try_next() is None
    assert database.articles.find_one() == before and not database.revisions.count_documents({})


def test_a_changed_text_is_a_revision(settings: Settings, database: Any) -> None:
    second, third = made(1, seed=2), made(1, seed=2)
    third.title += " (종합)"
    assert write(settings, [entry(made(1))], [entry(second)], [entry(third)]) == [["stored"], ["updated"], ["updated"]]
    now = database.articles.find_one()
    assert (now["revision"], now["title"]) == (3, third.title)
    earlier = list(database.revisions.find().sort("revision"))
    assert [(e["_id"], e["article"], e["title"]) for e in earlier] == [
        ("hani:1@1", "hani:1", made(1).title),
        ("hani:1@2", "hani:1", second.title),
    ]
    assert earlier[0]["first_seen_at"] == now["first_seen_at"] <= earlier[1]["changed_at"] <= now["changed_at"]
    assert earlier[0]["body"] == made(1).body and now["body"] == second.body


def test_an_older_version_that_comes_late_changes_nothing(settings: Settings, database: Any) -> None:
    """The spool of a machine that was cut off, or an old archive."""
    later = made(1, seed=2, fetched_at=made(1).fetched_at + timedelta(hours=1))
    assert write(settings, [entry(later)], [entry(made(1))]) == [["stored"], ["unchanged/older"]]
    assert database.articles.find_one()["title"] == later.title and not database.revisions.count_documents({})


def test_other_fields_are_amended_without_a_revision(settings: Settings, database: Any) -> None:
    better = made(1, authors=["홍길동"], section="정치")
    assert write(settings, [entry(made(1))], [entry(better)]) == [["stored"], ["unchanged/amended"]]
    stored = database.articles.find_one()
    assert (stored["authors"], stored["section"], stored["revision"]) == (["홍길동"], "정치", 1)
    assert stored["changed_at"] == stored["first_seen_at"] and not database.revisions.count_documents({})


def gone(number: int, since: datetime) -> Entry:
    return Entry("gone", {"_id": f"hani:{number}", "gone_since": since})


def test_a_gone_page_is_marked_once_and_cleared_when_it_is_back(settings: Settings, database: Any) -> None:
    since = moment(datetime.now(UTC) - timedelta(days=2))
    copy = made(2, seed=1, fate=Fate("duplicate", "near"), duplicate_of="hani:1", similarity=0.9)
    write(settings, [entry(made(1)), entry(copy)])
    before = database.articles.find_one()
    lost = [gone(1, since), gone(2, since), gone(3, since)]
    assert write(settings, lost) == [["failed/gone"] * 3]
    marked = database.articles.find_one()
    assert marked == before | {"gone_since": since, "changed_at": marked["changed_at"]}
    assert marked["changed_at"] > before["changed_at"] and database.duplicates.find_one()["gone_since"] == since
    assert write(settings, [gone(1, moment())]) == [["failed/gone"]]
    assert database.articles.find_one() == marked
    assert write(settings, [entry(made(1))]) == [["unchanged"]]  # fetched before it went: an archive
    assert database.articles.find_one() == marked
    assert write(settings, [entry(made(1, fetched_at=moment()))]) == [["unchanged/back"]]
    back = database.articles.find_one()
    assert back["gone_since"] is None and back["revision"] == 1 and back["changed_at"] > marked["changed_at"]
    write(settings, [gone(1, since)])
    assert write(settings, [entry(made(1, seed=7, fetched_at=moment()))]) == [["updated"]]
    assert database.articles.find_one()["gone_since"] is None
    assert database.revisions.find_one()["gone_since"] == since and database.articles.count_documents({}) == 1


def test_a_record_of_an_older_schema_is_raised_when_it_changes(settings: Settings, database: Any) -> None:
    write(settings, [entry(made(n)) for n in range(3)])
    database.command("collMod", "articles", validator={})
    database.articles.update_many({}, {"$set": {"schema": 1}, "$unset": {"gone_since": ""}})
    now = moment()
    batch = [entry(made(0, fetched_at=now)), entry(made(1, section="정치", fetched_at=now)), gone(2, now)]
    assert write(settings, batch) == [["unchanged", "unchanged/amended", "failed/gone"]]
    found = list(database.articles.find().sort("_id"))
    assert [d["schema"] for d in found] == [1, SCHEMA_VERSION, SCHEMA_VERSION]  # what has not changed is not touched
    assert "gone_since" not in found[0] and found[1]["gone_since"] is None and found[2]["gone_since"] == now


def test_ids_never_move(settings: Settings, database: Any) -> None:
    """A copy that is rewritten stays a copy; an article that becomes like another stays an article."""
    copy = made(2, seed=1, fate=Fate("duplicate", "near"), duplicate_of="hani:1", similarity=0.9)
    assert write(settings, [entry(made(1)), entry(copy)]) == [["stored", "duplicate/near"]]
    rewritten = made(2, seed=77)
    now_a_copy = made(1, seed=5, fate=Fate("duplicate", "exact"), duplicate_of="hani:5", similarity=1.0)
    assert write(settings, [entry(rewritten), entry(now_a_copy)]) == [["duplicate/near", "updated"]]
    assert [d["_id"] for d in database.articles.find()] == ["hani:1"]
    kept = database.duplicates.find_one()
    assert (kept["_id"], kept["duplicate_of"], kept["revision"]) == ("hani:2", "hani:1", 2)
    assert {d["_id"] for d in database.revisions.find()} == {"hani:1@1", "hani:2@1"}


def test_an_edit_that_makes_two_articles_equal_keeps_both(settings: Settings, database: Any) -> None:
    fates = write(settings, [entry(made(1)), entry(made(2))], [entry(made(2, seed=1))], [entry(made(2, seed=1))])
    assert fates == [["stored", "stored"], ["updated"], ["unchanged"]]
    one, two = database.articles.find().sort("_id")
    assert two["content_hash"] == f"{one['content_hash']}:hani:2" and two["body"] == one["body"]


def test_equal_texts_that_arrive_together_leave_one(settings: Settings, database: Any) -> None:
    """Eight connections write at the same moment: eight copies of each of ten texts, each under its own id."""

    async def main() -> list[list[Fate]]:
        mongos = [await open_mongo(settings) for _ in range(8)]
        await Writer(mongos[0]).open()
        batches = [[entry(made(f"{n}-{i}", seed=n)) for n in range(10)] for i in range(8)]
        fates = await asyncio.gather(*(Writer(m).write(b) for m, b in zip(mongos, batches, strict=True)))
        for mongo in mongos:
            await mongo.close()
        return fates

    fates = [str(fate) for batch in asyncio.run(main()) for fate in batch]
    assert fates.count("stored") == 10 and fates.count("duplicate/exact") == 70
    assert database.articles.count_documents({}) == 10 and database.duplicates.count_documents({}) == 70
    ids = {d["content_hash"]: d["_id"] for d in database.articles.find()}
    for copy in database.duplicates.find():
        assert copy["duplicate_of"] == copy["story"] == ids[copy["content_hash"]] and copy["similarity"] == 1


def test_one_id_that_arrives_together_is_one_record(settings: Settings, database: Any) -> None:
    async def main() -> list[str]:
        mongos = [await open_mongo(settings) for _ in range(4)]
        await Writer(mongos[0]).open()
        batches = [[entry(made(1, seed=i)), entry(made(1, seed=i + 10))] for i in range(4)]
        fates = await asyncio.gather(*(Writer(m).write(b) for m, b in zip(mongos, batches, strict=True)))
        for mongo in mongos:
            await mongo.close()
        return [str(fate) for batch in fates for fate in batch]

    fates = asyncio.run(main())
    assert fates.count("stored") == 1 and set(fates) == {"stored", "updated"}
    assert database.articles.find_one()["revision"] == 8 and database.articles.count_documents({}) == 1
    assert [r["revision"] for r in database.revisions.find().sort("revision")] == list(range(1, 8))
    assert len({r["title"] for r in database.revisions.find()} | {database.articles.find_one()["title"]}) == 8


def test_what_mongodb_refuses_goes_to_rejects_with_its_reason(settings: Settings, database: Any) -> None:
    bad = made(2, lang="korean")
    batch = [entry(made(1)), entry(bad), entry(made(3, title="반쪽 \ud83d 문자")), entry(made(4, tags=[2**70]))]
    large = made(5, body="가" * (6 * 1024 * 1024))
    assert write(settings, [*batch, entry(large), entry(made(6))]) == [
        ["stored", "rejected/schema", "rejected/unwritable", "rejected/unwritable", "rejected/unwritable", "stored"]
    ]
    assert {d["_id"] for d in database.articles.find()} == {"hani:1", "hani:6"}
    reject = database.rejects.find_one({"_id": "hani:2"})
    assert reject["reason"] == "schema" and '"lang"' in reject["detail"] and "pattern" in reject["detail"]
    assert reject["source"] == "hani" and reject["url"] == bad.url and json.loads(reject["record"])["body"] == bad.body
    assert "16777216" not in database.rejects.find_one({"_id": "hani:5"})["detail"]
    assert len(database.rejects.find_one({"_id": "hani:5"})["record"]) <= 1024 * 1024
    assert write(settings, [entry(bad)]) == [["rejected/schema"]]
    assert database.rejects.find_one({"_id": "hani:2"})["times"] == 2


def test_an_update_that_mongodb_refuses_leaves_the_record(settings: Settings, database: Any) -> None:
    fates = write(settings, [entry(made(1))], [entry(made(1, seed=2, lang="korean"))], [entry(made(1, lang="x y"))])
    assert fates == [["stored"], ["rejected/schema"], ["rejected/schema"]]
    stored = database.articles.find_one()
    assert stored["title"] == made(1).title and stored["revision"] == 1


def test_a_write_that_is_repeated_tells_the_same(settings: Settings, database: Any) -> None:
    """An answer can be lost after the write: the repetition finds its own record and says so."""
    first, second = entry(made(1)), entry(made(1, seed=2))
    again = [Entry(e.place, dict(e.document), tried=True) for e in (first, second)]
    assert write(settings, [first], [again[0]], [second], [again[1]]) == [
        ["stored"],
        ["stored"],
        ["updated"],
        ["updated"],
    ]
    assert database.articles.find_one()["revision"] == 2 and database.revisions.count_documents({}) == 1


def test_the_spool_gives_back_what_it_got(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", "hani")
    assert spool.files() == []
    entries = [entry(made(n, raw={"archive": "a", "offset": 2**40})) for n in range(3)]
    spool.save(entries)
    [path] = spool.files()
    with path.open("a") as file:
        file.write('{"place": "articles", "docum')  # the disk was full
    with spool.taken(path) as file, Spool(tmp_path / "spool", "mk").taken(path) as other:
        assert file is not None and other is None
        back, broken = spool.read(file)
    assert [e.document for e in back] == [e.document for e in entries] and len(broken) == 1


def test_a_dry_run_prints_one_line_of_json(tmp_path: Path) -> None:
    out = io.StringIO()
    show(record_of(made(1)), out)
    line = out.getvalue()
    assert line.count("\n") == 1 and json.loads(line)["published_at"] == "2026-11-20T03:00:00+00:00"
    assert made(1).title in line


# In the engine


def engine(values: dict[str, Any], **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.store_spider", json.dumps(values)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def finish(process: subprocess.Popen[str]) -> tuple[dict[str, Any], str, str]:
    """Stats, standard output before them, and log."""
    out, log = process.communicate(timeout=120)
    assert MARK in out, log[-4000:]
    before, _, stats = out.partition(MARK)
    return json.loads(stats), before, log


def values_of(settings: Settings, **more: Any) -> dict[str, Any]:
    names = ("MONGO_URI", "MONGO_DATABASE", "DATA_DIR", "MONGO_TIMEOUT", "MONGO_PATIENCE")
    return {name: settings[name] for name in names} | more


def news(stats: dict[str, Any], stage: str) -> dict[str, int]:
    return {name.removeprefix(f"news/{stage}/"): n for name, n in stats.items() if name.startswith(f"news/{stage}/")}


def test_in_the_engine_everything_is_written_and_counted(settings: Settings, database: Any) -> None:
    stats, _, log = finish(engine(values_of(settings)))
    expected = {
        "stored": 30, "duplicate/exact": 1, "rejected/not_html": 1, "skipped/outside_dates": 1, "rejected/schema": 1
    }  # fmt: skip
    assert news(stats, "store") == expected
    assert stats["ended"]["hani:copy"] == "duplicate/exact" and stats["ended"]["hani:refused"] == "rejected/schema"
    assert (stats["item_scraped_count"], stats["item_dropped_count"]) == (31, 3)
    assert database.articles.count_documents({}) == 30
    assert database.duplicates.find_one()["duplicate_of"] == "hani:0"
    reject = database.rejects.find_one({"_id": "hani:pdf"})
    assert (reject["reason"], reject["detail"], reject["source"]) == ("not_html", "application/pdf", "hani")
    assert reject["raw"] == {"archive": "a.warc.gz", "offset": 7} and reject["times"] == 1
    assert "Traceback" not in log and "ResourceWarning" not in log

    stats, _, _ = finish(engine(values_of(settings)))
    del expected["stored"]
    assert news(stats, "store") == expected | {"unchanged": 30}
    assert database.articles.count_documents({}) == 30 and database.rejects.find_one({"_id": "hani:pdf"})["times"] == 2


def test_a_dry_run_writes_nothing(settings: Settings, database: Any, tmp_path: Path) -> None:
    values = values_of(settings, DRY_RUN=True, MONGO_URI="mongodb://127.0.0.1:9/", COUNT=5)
    stats, out, _ = finish(engine(values))
    assert news(stats, "store") == {
        "stored": 6, "duplicate/exact": 1, "rejected/not_html": 1, "skipped/outside_dates": 1
    }  # fmt: skip
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == 7 and [r["duplicate_of"] for r in records if "duplicate_of" in r] == ["hani:0"]
    assert not database.list_collection_names() and not (tmp_path / "var").exists()


def test_without_a_database_the_run_ends_at_once_and_says_so(settings: Settings) -> None:
    stats, _, log = finish(engine(values_of(settings, MONGO_URI="mongodb://me:secret@127.0.0.1:9/")))
    assert stats["finish_reason"] == "no_database" and stats["news/mongo/unavailable"] == 1
    assert log.count("MongoDB at 127.0.0.1:9 does not answer") == 1
    assert "secret" not in log and "Traceback" not in log


def test_the_embedded_mongod_ends_with_the_run(settings: Settings, tmp_path: Path) -> None:
    stats, _, _ = finish(engine(values_of(settings, MONGO_URI="", DATA_DIR=str(tmp_path), COUNT=3)))
    assert stats["news/store/stored"] == 3
    status = Embedded(tmp_path).status()
    assert not status.running and not status.used


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """A mongod of the test's own, to be killed."""
    embedded = Embedded(tmp_path / "own")
    embedded.join()
    yield embedded
    embedded.leave()


def kill(uri: str) -> None:
    with MongoClient(uri) as client:
        os.kill(client.admin.command("serverStatus")["pid"], signal.SIGKILL)


def test_mongod_killed_and_restarted_loses_nothing(settings: Settings, own: Embedded, tmp_path: Path) -> None:
    step = tmp_path / "step"
    step.write_text("")
    uri = own.join()
    process = engine(values_of(settings, MONGO_URI=uri, MONGO_PATIENCE=60, COUNT=100, STEP=str(step)))
    for line in iter(process.stdout.readline, ""):
        if line.startswith("step 2"):  # some are stored, some wait for their batch
            kill(uri)
        if line.startswith("step 3"):
            while own.server.alive():
                pass
            own.leave()
            assert own.join() == uri
        with step.open("a") as file:
            file.write("go\n")
        if line.startswith("step 5"):
            break
    stats, _, log = finish(process)
    fates = news(stats, "store")
    assert fates["stored"] == 100 and "spooled" not in fates and fates["duplicate/exact"] == 1
    assert "waits" in log
    with MongoClient(uri) as client:
        assert client[settings["MONGO_DATABASE"]].articles.count_documents({}) == 100


def test_what_is_spooled_is_stored_in_the_same_run_once_mongod_is_back(
    settings: Settings, own: Embedded, tmp_path: Path
) -> None:
    step = tmp_path / "step"
    step.write_text("")
    uri = own.join()
    values = values_of(settings, MONGO_URI=uri, MONGO_TIMEOUT=0.2, MONGO_PATIENCE=0.5)
    process = engine(values | {"COUNT": 100, "STEP": str(step)})
    spool = Path(values["DATA_DIR"]) / "spool"
    for line in iter(process.stdout.readline, ""):
        if line.startswith("step 2"):
            kill(uri)
        if line.startswith("step 4"):
            while not list(spool.glob("*.jsonl")) or own.server.alive():
                time.sleep(0.02)
            own.leave()
            assert own.join() == uri
        with step.open("a") as file:
            file.write("go\n")
        if line.startswith("step 5"):
            break
    stats, _, _ = finish(process)
    fates, drained = news(stats, "store"), news(stats, "store/drained")
    assert sum(drained.values()) == fates["failed/spooled"] > 0
    assert fates["spooled"] == 0 and not list(spool.iterdir())  # so the exit code is that of a good run
    assert fates.get("stored", 0) + drained.get("stored", 0) + drained.get("unchanged", 0) == 100
    with MongoClient(uri) as client:
        assert client[settings["MONGO_DATABASE"]].articles.count_documents({}) == 100


def test_mongod_gone_for_good_fills_the_spool_and_the_next_run_empties_it(
    settings: Settings, own: Embedded, tmp_path: Path
) -> None:
    step = tmp_path / "step"
    step.write_text("")
    uri = own.join()
    values = values_of(settings, MONGO_URI=uri, MONGO_TIMEOUT=0.2, MONGO_PATIENCE=0.5)
    process = engine(values | {"COUNT": 60, "STEP": str(step)})
    for line in iter(process.stdout.readline, ""):
        if line.startswith("step 2"):
            kill(uri)
        with step.open("a") as file:
            file.write("go\n")
        if line.startswith("step 3"):
            break
    stats, _, log = finish(process)
    fates = news(stats, "store")
    written = fates.get("stored", 0)
    assert written + fates["failed/spooled"] == 60 + 3 and fates["spooled"] == fates["failed/spooled"]
    assert "records go to" in log
    assert stats["ended"]["hani:59"] == "failed/spooled"
    spool = Path(values["DATA_DIR"]) / "spool"
    lines = [line for path in spool.glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(lines) == fates["spooled"]

    while own.server.alive():
        pass
    own.leave()
    uri = own.join()
    stats, _, _ = finish(engine(values | {"MONGO_URI": uri, "COUNT": 0}))
    drained = news(stats, "store/drained")
    assert sum(drained.values()) == len(lines) and drained["rejected/schema"] == 1
    assert not list(spool.glob("*.jsonl"))
    with MongoClient(uri) as client:
        database = client[settings["MONGO_DATABASE"]]
        assert database.articles.count_documents({}) + database.duplicates.count_documents({}) == 61
        waited = [entry for entry in map(json_util.loads, lines) if entry["place"] == "articles" and not entry["tried"]]
        old = {entry["document"]["_id"]: entry["document"]["changed_at"] for entry in waited}
        new = {d["_id"]: d["changed_at"] for d in database.articles.find({"_id": {"$in": list(old)}})}
        assert new and all(old[key].replace(tzinfo=None) < when for key, when in new.items())  # followers see them
        assert {d["_id"] for d in database.rejects.find()} == {"hani:pdf", "hani:refused"}
