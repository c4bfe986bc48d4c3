"""One definition of the record: what MongoDB enforces, what the documentation says, what Article has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
from pymongo.errors import WriteError

from crawler.items import RECORD_FIELDS
from pipelines import schema
from pipelines.writer import record_of
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
