"""The recipes of docs/reading.md work as they are printed, against a real mongod."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from crawler.mongod import find_mongod
from pipelines import schema
from pipelines.entries import moment, record_of
from tests.stories import article

DOCUMENT = (Path(__file__).resolve().parent.parent / "docs" / "reading.md").read_text("utf-8")


@pytest.fixture(scope="module")
def recipes() -> dict[str, Any]:
    """All Python blocks, in one namespace."""
    names: dict[str, Any] = {}
    exec("\n\n".join(re.findall(r"```python\n(.*?)```", DOCUMENT, re.S)), names)
    return names


@pytest.fixture
def filled(database: Any) -> Any:
    for each in schema.STORED:
        database.create_collection(each.name, validator=each.validator)
        database[each.name].create_indexes(list(each.indexes))
    database.articles.insert_many([made(n) for n in range(3)])
    return database


def made(number: int, **more: Any) -> dict[str, Any]:
    return record_of(article(number, f"제목 {number}", f"본문 {number}입니다. " * 20)) | more


def edit(database: Any, key: str) -> None:
    """As the writer does it."""
    old = database.articles.find_one({"_id": key})
    database.revisions.insert_one(old | {"_id": f"{key}@{old['revision']}", "article": key})
    change = {"title": "고친 제목", "revision": old["revision"] + 1, "changed_at": moment()}
    database.articles.update_one({"_id": key}, {"$set": change})


def mark(database: Any, key: str, since: Any) -> None:
    """As the writer does it for a page that is gone, or back."""
    database.articles.update_one({"_id": key}, {"$set": {"gone_since": since, "changed_at": moment()}})


def some(events: Iterator[tuple[dict[str, Any], Any]], number: int) -> tuple[Any, list[dict[str, Any]]]:
    """The next articles, and the token after them."""
    found = []
    for token, event in events:
        found += [event] if event else []
        if len(found) == number:
            return token, found
    raise AssertionError


def test_the_change_stream_gives_each_change_once_and_resumes(recipes: dict[str, Any], filled: Any) -> None:
    stream = recipes["follow"](filled, wait_ms=10)
    token, nothing = next(stream)
    assert token and nothing is None
    filled.articles.insert_one(made(3))
    filled.articles.update_one({"_id": "hani:0"}, {"$set": {"tags": ["수정"]}})  # an amendment: no event
    edit(filled, "hani:1")
    token, found = some(stream, 1)
    assert found[0]["_id"] == "hani:3"
    stream.close()  # the process stops here
    filled.articles.insert_one(made(4))
    token, found = some(recipes["follow"](filled, token, wait_ms=10), 2)
    assert [(d["_id"], d["revision"]) for d in found] == [("hani:1", 2), ("hani:4", 1)]
    assert found[0]["title"] == "고친 제목" and json.dumps(token)
    mark(filled, "hani:2", moment())
    filled.articles.replace_one({"_id": "hani:0"}, made(0, tags=["수정"]))  # an upgrade of the schema: no event
    token, [lost] = some(recipes["follow"](filled, token, wait_ms=10), 1)
    assert lost["_id"] == "hani:2" and lost["gone_since"] and lost["revision"] == 1
    mark(filled, "hani:2", None)
    token, [back] = some(recipes["follow"](filled, token, wait_ms=10), 1)
    assert back["_id"] == "hani:2" and back["gone_since"] is None


def test_polling_finds_late_writes_and_nothing_twice(recipes: dict[str, Any], filled: Any) -> None:
    seen: set[tuple[str, Any]] = set()
    first = list(recipes["changed"](filled, moment() - timedelta(hours=1), seen))
    assert [d["_id"] for d in first] == ["hani:0", "hani:1", "hani:2"]
    since = first[-1]["changed_at"]
    late = since - timedelta(minutes=2)  # made before, written after
    filled.articles.insert_one(made(3, changed_at=late, first_seen_at=late))
    edit(filled, "hani:0")
    again = list(recipes["changed"](filled, since, seen))
    assert [(d["_id"], d["revision"]) for d in again] == [("hani:3", 1), ("hani:0", 2)]
    for value in (moment(), None):
        mark(filled, "hani:2", value)
        [told] = recipes["changed"](filled, since, seen)
        assert told["_id"] == "hani:2" and told["gone_since"] == value


def test_queries(recipes: dict[str, Any], filled: Any) -> None:
    copy = made(9, _id="yna:9", publisher="연합뉴스", story="hani:1", duplicate_of="hani:1", similarity=0.9)
    filled.duplicates.insert_one(copy)
    edit(filled, "hani:1")
    assert len(recipes["newest"](filled, "ko", 2)) == 2 and recipes["newest"](filled, "zh-Hans") == []
    first = filled.articles.find_one({"_id": "hani:1"})
    assert recipes["portals"](filled, first) == ["연합뉴스", "한겨레"]
    assert [d["title"] for d in recipes["history"](filled, "hani:1")] == ["제목 1", "고친 제목"]


def test_every_query_of_the_table_has_its_index(filled: Any) -> None:
    rows = re.findall(r"^\| [^|]+ \| `\{(\w+)[^|]*\| `([\w, ]+)` \|$", DOCUMENT, re.M)
    assert len(rows) == 6
    places = {"duplicate_of": "duplicates", "article": "revisions"}
    for field, index in rows:
        first, *rest = index.split(", ")
        assert field == first
        query = {field: {"$gte": moment()} if field == "changed_at" else "x"}
        found = filled[places.get(field, "articles")].find(query)
        plan = (found.sort(rest[0], -1) if rest else found).explain()
        assert index.replace(", ", "_") in re.sub(r"_-?1", "", str(plan["queryPlanner"]["winningPlan"]))


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[int]:
    """The port of a mongod of its own that asks for passwords; user root, password root."""
    program = find_mongod()
    assert program
    (tmp_path / "key").write_text("a" * 64)
    (tmp_path / "key").chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program), "--dbpath", str(tmp_path), "--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket"]
    command += ["--replSet", "guarded", "--keyFile", str(tmp_path / "key"), "--wiredTigerCacheSizeGB", "0.25"]
    with subprocess.Popen([*command, "--logpath", str(tmp_path / "log")], stdout=subprocess.DEVNULL) as process:
        try:
            with MongoClient("127.0.0.1", port, directConnection=True) as client:
                member = {"_id": 0, "host": f"127.0.0.1:{port}"}
                client.admin.command("replSetInitiate", {"_id": "guarded", "members": [member]})
                while not client.admin.command("hello")["isWritablePrimary"]:
                    time.sleep(0.05)
                client.admin.command("createUser", "root", pwd="root", roles=["root"])
            yield port
        finally:
            process.kill()


def test_the_role_can_read_and_nothing_else(recipes: dict[str, Any], guarded: int) -> None:
    """The commands for mongosh, which is not at hand, as the server gets them."""
    text = re.search(r"```js\n(.*?)```", DOCUMENT, re.S)
    assert text
    names, actions = (re.findall(r'"(\w+)"', found) for found in re.findall(r": (\[[^\[\]]*\w[^\[\]]*\])", text[1])[:2])
    assert len(names) == 5 and len(actions) == 4 and 'roles: ["newsReader"]' in text[1]
    grants = [{"resource": {"db": "news", "collection": name}, "actions": actions} for name in names]
    with MongoClient(f"mongodb://root:root@127.0.0.1:{guarded}", directConnection=True) as root:
        root.admin.command("createRole", "newsReader", privileges=grants, roles=[])
        root.admin.command("createUser", "downstream", pwd="secret", roles=["newsReader"])
        root.news.articles.insert_one(made(1))
        root.news.leads.insert_one({})
        news = recipes["connect"](f"mongodb://downstream:secret@127.0.0.1:{guarded}/?directConnection=true")
        with news.client:
            assert news.articles.find_one()["fetched_at"].tzinfo
            stream = recipes["follow"](news, wait_ms=10)
            next(stream)
            root.news.articles.insert_one(made(2))
            assert some(stream, 1)[1][0]["_id"] == "hani:2"
            stream.close()
            for work in (lambda: news.articles.insert_one({}), lambda: news.leads.find_one(), news.articles.drop):
                with pytest.raises(OperationFailure) as refused:
                    work()
                assert refused.value.code == 13
