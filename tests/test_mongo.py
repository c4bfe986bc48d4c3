"""The connection and the embedded mongod, with real servers in real processes."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo import IndexModel, MongoClient
from pymongo.errors import AutoReconnect, BulkWriteError, OperationFailure, WriteError
from scrapy.settings import Settings

from crawler import mongo, mongod
from crawler.mongo import Batcher, Collection, DatabaseUnavailable, Mongo, open_mongo, passing, patiently
from crawler.mongod import Embedded

ROOT = Path(__file__).resolve().parent.parent


def pid_of(uri: str) -> int:
    with MongoClient(uri) as client:
        return client.admin.command("serverStatus")["pid"]


def python(code: str, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **more)


USER = """
    import sys
    from crawler.mongod import Embedded
    embedded = Embedded(sys.argv[1])
    print(embedded.join(), flush=True)
    sys.stdin.readline()
    print(embedded.leave(), flush=True)
"""


def test_the_first_user_starts_it_and_the_last_one_stops_it(tmp_path: Path) -> None:
    """Three processes at once get one server; it outlives those that leave or are killed, and stops with the last."""
    users = [python(USER, str(tmp_path), stdin=subprocess.PIPE) for _ in range(3)]
    uris = {user.stdout.readline().strip() for user in users}
    assert len(uris) == 1
    uri = uris.pop()
    with MongoClient(uri) as client:
        client.x.y.insert_one({"_id": 1})
        with client.x.watch() as stream:  # a replica set: change streams work
            client.x.y.insert_one({"_id": 2})
            assert stream.next()["documentKey"] == {"_id": 2}
    users[0].kill()
    users[0].communicate()
    assert users[1].communicate("\n")[0].strip() == "False"
    assert Embedded(tmp_path).status().used
    assert users[2].communicate("\n")[0].strip() == "True"
    status = Embedded(tmp_path).status()
    assert (status.running, status.used) == (False, False)
    assert (tmp_path / "mongodb.log").stat().st_size > 0

    embedded = Embedded(tmp_path)
    with MongoClient(embedded.join()) as client:
        assert client.x.y.count_documents({}) == 2
    assert embedded.leave()


def test_it_recovers_from_kill_9_and_from_a_port_that_is_taken(tmp_path: Path) -> None:
    embedded = Embedded(tmp_path)
    uri = embedded.join()
    with MongoClient(uri) as client:
        client.x.y.insert_one({"_id": 1})
        port = client.address[1]
    os.kill(pid_of(uri), signal.SIGKILL)
    while embedded.server.alive():
        pass
    embedded.leave()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        again = embedded.join()
        assert again != uri
        with MongoClient(again) as client:
            assert client.x.y.find_one() == {"_id": 1}
            client.x.y.insert_one({"_id": 2})  # it is a primary at its new port
        embedded.leave()


def test_start_keeps_it_running_until_stop(tmp_path: Path) -> None:
    settings = Settings({"DATA_DIR": str(tmp_path)})
    embedded = Embedded(tmp_path)
    assert embedded.stop() is False
    uri = embedded.start()
    user = Embedded(tmp_path)
    assert user.join() == uri
    assert user.leave() is False  # it stays although nobody uses it
    status = embedded.status()
    assert (status.running, status.kept, status.used, status.uri) == (True, True, False, uri)
    with mongo.database(settings) as database:
        assert database.name == "news"
    assert embedded.stop() is True
    assert not embedded.status().running
    embedded.start()
    user.join()
    assert embedded.stop() is False  # in use
    assert user.leave() is True  # so the last user stops it


def test_without_any_mongod_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DatabaseUnavailable) as caught:
        asyncio.run(open_mongo(Settings({"DATA_DIR": str(tmp_path)})))
    assert "MONGO_URI" in str(caught.value) and "pip install" in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.reason == "no_database"


def test_a_mongod_that_cannot_run_is_told_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "mongod"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho libcurl.so.4: cannot open shared object file >&2\nexit 127\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert mongod.find_mongod() == program
    with pytest.raises(mongod.MongodError, match=r"libcurl.*MONGO_URI"):
        Embedded(tmp_path / "var").join()
    assert not Embedded(tmp_path / "var").status().used


@pytest.mark.parametrize("uri", ["mongodb://user:secret@127.0.0.1:9/", "mongodb://user:sec/ret@127.0.0.1:9/"])
def test_a_server_that_is_away_is_told_without_the_password(uri: str, tmp_path: Path) -> None:
    settings = Settings({"MONGO_URI": uri, "MONGO_TIMEOUT": 0.2, "DATA_DIR": str(tmp_path)})
    with pytest.raises(DatabaseUnavailable) as caught:
        asyncio.run(open_mongo(settings))
    with pytest.raises(DatabaseUnavailable) as sync, mongo.database(settings):
        pass
    for error in (caught.value, sync.value):
        assert "MONGO_URI" in str(error) and "sec" not in str(error) and "user:" not in str(error)


def test_collections_are_made_and_kept_up_to_date(settings: Settings) -> None:
    wanted = Collection("things", (IndexModel("a"),), {"$jsonSchema": {"required": ["a"]}})
    changed = Collection("things", (IndexModel("a"),), {"$jsonSchema": {"required": ["b"]}})

    async def ensure(*collections: Collection) -> None:
        one, other = await open_mongo(settings), await open_mongo(settings)
        await asyncio.gather(one.ensure(*collections), other.ensure(*collections), one.ensure(*collections))
        with pytest.raises(WriteError):
            await one.db.things.insert_one({"c": 1})
        if collections[0] is changed:
            await one.db.things.insert_one({"b": 1})
        await one.close()
        await other.close()

    asyncio.run(ensure(wanted))
    asyncio.run(ensure(wanted))
    asyncio.run(ensure(changed))


def test_a_batcher_gives_each_its_own_result_and_loses_nothing_at_close() -> None:
    batches: list[list[int]] = []

    async def work(values: list[int]) -> list[int]:
        batches.append(values)
        await asyncio.sleep(0)
        if 13 in values:
            raise ValueError("unlucky")
        return [value * 2 for value in values]

    async def main() -> list[Any]:
        batcher: Batcher[int, int] = Batcher(work, size=10, delay=60)
        first = [asyncio.create_task(batcher.put(n)) for n in range(25)]
        await asyncio.sleep(0)
        await batcher.close()
        late = await batcher.put(100)
        return [*await asyncio.gather(*first, return_exceptions=True), late]

    results = asyncio.run(main())
    assert [len(batch) for batch in batches] == [10, 10, 5, 1]
    assert results[:10] == [n * 2 for n in range(10)]
    assert all(isinstance(error, ValueError) for error in results[10:20])
    assert results[20:] == [40, 42, 44, 46, 48, 200]


def test_patience_repeats_what_passes_and_nothing_else() -> None:
    calls: list[int] = []

    async def failing(error: Exception, times: int) -> str:
        calls.append(1)
        if len(calls) <= times:
            raise error
        return "done"

    async def run(error: Exception, times: int, patience: float) -> str:
        calls.clear()
        return await patiently(lambda: failing(error, times), patience, "the test")

    assert asyncio.run(run(AutoReconnect("gone"), 2, 60)) == "done"
    assert len(calls) == 3
    with pytest.raises(AutoReconnect):
        asyncio.run(run(AutoReconnect("gone"), 9, 0))
    assert len(calls) == 1
    assert asyncio.run(run(OperationFailure("stepped down", 189), 1, 60)) == "done"
    full = OperationFailure("28: No space left on device", 8)
    assert asyncio.run(run(full, 1, 60)) == "done"
    refused = {"index": 0, "code": 8, "errmsg": "28: No space left on device"}
    assert passing(BulkWriteError({"writeErrors": [refused], "writeConcernErrors": []}))
    with pytest.raises(OperationFailure):
        asyncio.run(run(OperationFailure("not allowed", 13), 1, 60))
    assert len(calls) == 1


def test_a_run_has_one_document(settings: Settings, database: Any) -> None:
    async def main() -> str:
        connection: Mongo = await open_mongo(settings)
        run = await mongo.start_run(connection, "hani", version="0.1.0", limit=5)
        stats = {"a/twisted.error": 2, "at": datetime(2026, 1, 1, tzinfo=UTC), "odd": {1, 2}, "type": str}
        await mongo.finish_run(connection, run, "finished", {"stored": 3}, stats, exit_code=0)
        await connection.close()
        return run

    run = database.runs.find_one({"_id": asyncio.run(main())})
    assert run["source"] == "hani" and run["reason"] == "finished" and run["counts"] == {"stored": 3}
    assert run["started_at"] <= run["finished_at"] and run["limit"] == 5 and run["exit_code"] == 0
    assert run["stats"]["a/twisted_error"] == 2 and sorted(run["stats"]["odd"]) == [1, 2]
