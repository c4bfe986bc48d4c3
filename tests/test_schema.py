"""One definition of the record: what MongoDB enforces, what the documentation says, what Article has."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
from pymongo.errors import WriteError
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler.items import RECORD_FIELDS, SCHEMA_VERSION
from crawler.mongo import Collection
from pipelines import schema, upgrade
from pipelines.entries import record_of
from tests.stories import article


def document() -> dict[str, Any]:
    made = article(1, "제목", "본문입니다.", images=[{"url": "https://a/b.jpg", "caption": "설명", "credit": None}])
    return record_of(made)


def test_the_documentation_is_in_step() -> None:
    assert schema.DOCUMENT.read_text("utf-8") == schema.markdown(), "run: python -m pipelines.schema"


def test_the_definition_has_the_fields_of_article() -> None:
    assert [f.name for f in schema.RECORD] == ["_id" if name == "id" else name for name in RECORD_FIELDS]


def test_mongodb_takes_a_record_and_a_copy(database: Any) -> None:
    for collection in (schema.ARTICLES, schema.DUPLICATES):
        database.create_collection(collection.name, validator=collection.validator)
        database[collection.name].create_indexes(list(collection.indexes))
    database.articles.insert_one(document())
    copy = document() | {"duplicate_of": "sina:1", "similarity": 1}
    database.duplicates.insert_one(copy)
    with pytest.raises(WriteError):
        database.articles.insert_one(copy | {"_id": "hani:2", "content_hash": "0" * 32})


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"body": None},
        {"lang": "korean"},
        {"url": "hani.kr/1"},
        {"_id": "1"},
        {"published_at": "2026-11-20"},
        {"first_seen_at": None},
        {"authors": "홍길동"},
        {"authors": [""]},
        {"revision": 0},
        {"images": [{"caption": "no url"}]},
        {"content_hash": "abc"},
        {"language": "ko"},
        {"raw": {"archive": "a.warc.gz", "offset": "12"}},
    ],
)
def test_mongodb_refuses_what_breaks_the_contract(database: Any, change: dict[str, Any]) -> None:
    database.create_collection("articles", validator=schema.ARTICLES.validator)
    with pytest.raises(WriteError) as caught:
        database.articles.insert_one(document() | change)
    assert caught.value.code == 121


def test_a_missing_field_is_refused(database: Any) -> None:
    database.create_collection("articles", validator=schema.ARTICLES.validator)
    for field in schema.RECORD[1:]:
        with pytest.raises(WriteError):
            database.articles.insert_one({k: v for k, v in document().items() if k != field.name})


def test_the_json_schema_describes_exports() -> None:
    exported = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in document().items()}
    made = schema.json_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    validator = jsonschema.Draft202012Validator(made)
    assert not list(validator.iter_errors(exported))
    assert list(validator.iter_errors(exported | {"revision": "1"}))
    assert list(validator.iter_errors(exported | {"published_at": datetime(2026, 1, 1, tzinfo=UTC)}))
    assert "bsonType" not in str(made)


def _numbered(version: int, **fields: Any) -> dict[str, Any]:
    return document() | {"_id": f"hani:{version}", "content_hash": f"{version:032x}", "schema": version} | fields


def _with_words(record: dict[str, Any]) -> dict[str, Any]:
    record["words"] = len(record["body"].split())
    return record


def _without_words(record: dict[str, Any]) -> dict[str, Any]:
    del record["words"]
    return record


def test_steps_are_taken_one_by_one() -> None:
    old = _numbered(1)  # its times are those of this call
    assert upgrade.upgraded(old | {"schema": 7}, 7, {}) == old | {"schema": 7}
    assert upgrade.upgraded(dict(old), 2, {2: _with_words}) == old | {"words": 1, "schema": 2}
    assert upgrade.upgraded(dict(old), 3, {2: _with_words, 3: _without_words}) == old | {"schema": 3}
    with pytest.raises(KeyError):
        upgrade.upgraded(_numbered(1), 2, {})
    assert sorted(upgrade.STEPS) == list(range(2, SCHEMA_VERSION + 1)), "every version needs its step"


def test_old_records_are_upgraded_once(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up version 2 has a field more; records of versions 1 and 2 stand side by side."""
    words = schema.Field("words", schema.WHOLE, "how many")
    places = [
        Collection(name, (), schema.validator((*schema.RECORD, words, *more)))
        for name, more in (("articles", ()), ("duplicates", schema.COPY))
    ]
    monkeypatch.setattr(upgrade, "PLACES", (*places, schema.REVISIONS))
    for each in (schema.ARTICLES, schema.DUPLICATES):
        database.create_collection(each.name, validator=each.validator)
    database.articles.insert_many([_numbered(1, _id=f"hani:{n}") for n in range(25)])
    database.duplicates.insert_one(_numbered(1, duplicate_of="hani:1", similarity=0.9))
    database.revisions.insert_one(_numbered(1, _id="hani:1@1", article="hani:1"))
    database.command("collMod", "articles", validator={})
    database.articles.insert_one(_numbered(2, _id="hani:new", words=5))
    before = database.articles.find_one({"_id": "hani:7"})

    def run() -> list[tuple[str, dict[str, int]]]:
        return [(place, dict(counts)) for place, counts in upgrade.upgrade(database, 2, {2: _with_words}, batch=10)]

    assert run()[2:] == [
        ("articles", {"upgraded": 25}),
        ("duplicates", {"upgraded": 1}),
        ("revisions", {"upgraded": 1}),
    ]
    assert run() == []
    assert database.articles.find_one({"_id": "hani:7"}) == before | {"words": 1, "schema": 2}
    assert database.articles.find_one({"_id": "hani:new"})["words"] == 5
    with pytest.raises(WriteError):  # the server enforces the new shape
        database.articles.insert_one(_numbered(1, _id="hani:old"))


def test_records_of_version_1_get_their_new_field(database: Any) -> None:
    old = {k: v for k, v in _numbered(1).items() if k != "gone_since"}
    database.articles.insert_one(old)
    assert dict(upgrade.upgrade(database)) == {"articles": {"upgraded": 1}}
    assert database.articles.find_one() == old | {"gone_since": None, "schema": SCHEMA_VERSION}
    assert database.get_collection("articles").options()["validator"] == schema.ARTICLES.validator


def test_a_wrong_step_leaves_the_record(database: Any) -> None:
    database.create_collection("articles", validator=schema.ARTICLES.validator)
    database.articles.insert_one(_numbered(1))
    assert dict(upgrade.upgrade(database, 2, {2: _with_words}))["articles"]["refused"] == 1  # no field "words" there
    assert database.articles.find_one()["schema"] == 1


def test_the_command_prints_what_is_enforced(capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*options: str) -> str:
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", "schema", *options], settings=get_project_settings())
        assert not ended.value.code
        return capsys.readouterr().out

    assert json.loads(printed()) == schema.json_schema()
    assert json.loads(printed("--mongo", "--collection", "duplicates")) == schema.DUPLICATES.validator
    assert printed("--markdown") == schema.DOCUMENT.read_text("utf-8")


def test_the_command_upgrades(mongo_uri: str, database: Any, capsys: pytest.CaptureFixture[str]) -> None:
    database.articles.insert_one(document())
    settings = get_project_settings()
    settings.setdict({"MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name}, priority="cmdline")
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "schema", "--upgrade"], settings=settings)
    assert not ended.value.code
    assert capsys.readouterr().out == f"every record has schema {SCHEMA_VERSION}\n"
