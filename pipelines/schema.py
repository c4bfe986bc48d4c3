"""The record, defined once: the validator that MongoDB enforces, the indexes, JSON Schema, and docs/record.md.

``python -m pipelines.schema`` writes docs/record.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from crawler.items import SCHEMA_VERSION
from crawler.mongo import Collection

Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of the record. ``types`` are BSON types; ``more`` are further JSON Schema keywords."""

    name: str
    types: tuple[str, ...]
    meaning: str
    more: Schema = field(default_factory=dict)
    shape: str = ""
    """The type as the documentation prints it, where the BSON names say too little."""


STRING, MAYBE = ("string",), ("string", "null")
NUMBER = ("double", "int", "long")
WHOLE = ("int", "long")
STRINGS = {"items": {"bsonType": "string", "minLength": 1}}
FILLED = {"minLength": 1}
IMAGE = {
    "bsonType": "object",
    "required": ["url"],
    "additionalProperties": False,
    "properties": {
        "url": {"bsonType": "string"},
        "caption": {"bsonType": ["string", "null"]},
        "credit": {"bsonType": ["string", "null"]},
    },
}

RECORD: tuple[Field, ...] = (
    Field("_id", STRING, "`source:article-id`, the portal's own id where its URL has one", {"pattern": "^[^:]+:."}),
    Field("source", STRING, "spider name, or the host of a page of no known source", FILLED),
    Field("publisher", STRING, "the publisher's name in its own script; empty where unknown"),
    Field("url", STRING, "canonical address", {"pattern": "^https?://"}),
    Field("requested_url", STRING, "the address fetched"),
    Field(
        "lang",
        STRING,
        "BCP 47: `ko`, `zh-Hans`, `zh-Hant`, `en`, `ja`, ...",
        {"pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"},
    ),
    Field("title", STRING, "headline", FILLED),
    Field("subtitle", MAYBE, "subtitle lines joined by a newline"),
    Field("body", STRING, "paragraphs and subheads in reading order, separated by a blank line; empty for a gallery"),
    Field("authors", ("array",), "names of persons, without titles", STRINGS, "[string]"),
    Field("byline", MAYBE, "the writers' line as printed"),
    Field("credit", MAYBE, "the agency or original source as printed (来源, 연합뉴스)"),
    Field("section", MAYBE, "section or column"),
    Field("tags", ("array",), "keywords that the page shows", STRINGS, "[string]"),
    Field("published_at", ("date", "null"), "first published, UTC"),
    Field("updated_at", ("date", "null"), "last edited according to the page, UTC"),
    Field("published_text", MAYBE, "the date as the page printed it"),
    Field("images", ("array",), "pictures in the article", {"items": IMAGE}, "[{url, caption, credit}]"),
    Field("copyright", MAYBE, "the copyright line as printed: the article's own, else the site's"),
    Field("truncated", MAYBE, "why the text is known to be incomplete: `paywall`, `login`, `pager`, `cut`"),
    Field(
        "gone_since",
        ("date", "null"),
        "when the page was first missing (404, 410), UTC; set once it was missing on three different days, null again"
        " when it is back",
    ),
    Field("first_seen_at", ("date",), "first stored, UTC"),
    Field("fetched_at", ("date",), "when this version was fetched, UTC"),
    Field("changed_at", ("date",), "when title, body or `gone_since` last changed here, UTC; at first `first_seen_at`"),
    Field("revision", WHOLE, "1, and one more for every change of title or body", {"minimum": 1}),
    Field(
        "content_hash",
        STRING,
        "of the normalised text, unique in `articles`; `HASH:_id` where an edit made two stories the same",
        {"pattern": "^[0-9a-f]{32}(:.+)?$"},
    ),
    Field("story", STRING, "`_id` of the first article of the story", FILLED),
    Field(
        "extraction",
        ("object",),
        "which rung of the ladder gave each field; quality 0 to 1; version of the extractor",
        {
            "properties": {
                "by": {"bsonType": "object", "additionalProperties": {"bsonType": "string"}},
                "quality": {"bsonType": [*NUMBER, "null"]},
                "version": {"bsonType": list(WHOLE)},
            }
        },
        "{by: {field: rung}, quality, version}",
    ),
    Field(
        "raw",
        ("object", "null"),
        "where the page is kept",
        {"properties": {"archive": {"bsonType": "string"}, "offset": {"bsonType": list(WHOLE)}}},
        "{archive, offset} or null",
    ),
    Field("schema", WHOLE, f"version of this table, now {SCHEMA_VERSION}", {"minimum": 1}),
)
COPY: tuple[Field, ...] = (
    Field("duplicate_of", STRING, "`_id` of the article that this is a copy of", FILLED),
    Field("similarity", NUMBER, "share of the texts' 5-grams that both have, 0 to 1", {"minimum": 0, "maximum": 1}),
)


def validator(fields: tuple[Field, ...]) -> Schema:
    """The ``$jsonSchema`` of a collection: every field is there, of its type, and no other."""
    properties = {f.name: {"bsonType": list(f.types) if len(f.types) > 1 else f.types[0]} | f.more for f in fields}
    required = [f.name for f in fields]
    schema = {"bsonType": "object", "required": required, "additionalProperties": False, "properties": properties}
    return {"$jsonSchema": schema}


_JSON = {"date": "string", "double": "number", "int": "integer", "long": "integer"}


def json_schema(fields: tuple[Field, ...] = RECORD) -> Schema:
    """The record as standard JSON Schema (2020-12), as exports have it: dates are ISO 8601 strings."""

    def translate(node: Any) -> Any:
        if isinstance(node, list):
            return [translate(each) for each in node]
        if not isinstance(node, dict):
            return node
        rest = {key: translate(value) for key, value in node.items() if key != "bsonType"}
        if "bsonType" not in node:
            return rest
        types = [node["bsonType"]] if isinstance(node["bsonType"], str) else node["bsonType"]
        names = list(dict.fromkeys(_JSON.get(name, name) for name in types))
        if "number" in names and "integer" in names:
            names.remove("integer")
        dated = {"format": "date-time"} if "date" in types else {}
        return {"type": names[0] if len(names) == 1 else names} | dated | rest

    schema = translate(validator(fields)["$jsonSchema"])
    for each in fields:
        schema["properties"][each.name]["description"] = each.meaning
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Article"} | schema


def _up(*names: str) -> list[tuple[str, int]]:
    return [(name, ASCENDING) for name in names]


BY_SOURCE = IndexModel([("source", ASCENDING), ("published_at", DESCENDING)])
BY_LANGUAGE = IndexModel([("lang", ASCENDING), ("published_at", DESCENDING)])
BY_STORY = IndexModel(_up("story"))
BY_CHANGE = IndexModel(_up("changed_at"))
ARTICLES = Collection(
    "articles",
    (IndexModel(_up("content_hash"), unique=True), BY_SOURCE, BY_LANGUAGE, BY_STORY, BY_CHANGE),
    validator(RECORD),
)
DUPLICATES = Collection("duplicates", (IndexModel(_up("duplicate_of")), BY_SOURCE, BY_STORY), validator(RECORD + COPY))
REVISIONS = Collection("revisions", (IndexModel(_up("article", "revision")),))
REJECTS = Collection("rejects", (IndexModel([*_up("source", "reason"), ("fetched_at", DESCENDING)]),))
FINGERPRINTS = Collection(
    "fingerprints", (IndexModel(_up("period", "bands")), IndexModel(_up("expires_at"), expireAfterSeconds=0))
)
STORED = (ARTICLES, DUPLICATES, REVISIONS, REJECTS)

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "record.md"
_SHAPES = {"array": "array", "object": "object", "double": "number", "int": "int", "long": "int"}


def markdown() -> str:
    """docs/record.md."""

    def rows(fields: tuple[Field, ...]) -> list[str]:
        lines = []
        for each in fields:
            shape = each.shape or " or ".join(dict.fromkeys(_SHAPES.get(t, t) for t in each.types))
            if "number" in shape:
                shape = "number"
            pattern = f"; matches `{re.sub('[|]', '¦', each.more['pattern'])}`" if "pattern" in each.more else ""
            lines.append(f"| `{each.name}` | {shape} | {each.meaning}{pattern} |")
        return lines

    def indexes(collection: Collection) -> str:
        shown = []
        for index in collection.indexes:
            keys = ", ".join(f"{name}: {order}" for name, order in index.document["key"].items())
            mark = " unique" if index.document.get("unique") else ""
            mark += " (expires)" if "expireAfterSeconds" in index.document else ""
            shown.append(f"`{{{keys}}}`{mark}")
        return ", ".join(shown)

    head = ["| field | type | meaning |", "|---|---|---|"]
    lines = [
        "# The record",
        "",
        "Written by `python -m pipelines.schema` from the definition that MongoDB enforces; do not edit.",
        f"Schema version {SCHEMA_VERSION}. Every field is always there; dates are UTC.",
        "",
        "## `articles`",
        "Each story once, in its latest version.",
        "",
        *head,
        *rows(RECORD),
        "",
        "## `duplicates`",
        "Copies of a story, with the same fields and these:",
        "",
        *head,
        *rows(COPY),
        "",
        "An `_id` never moves between the two collections.",
        "",
        "## `revisions`",
        "Every earlier version, append-only: the fields of the record, with `_id` = `ARTICLE@REVISION`"
        " and `article` = the record's `_id`.",
        "",
        "## `rejects`",
        "What could not become a record: `_id` (lead key or address), `source`, `url`, `reason`, `detail`, `title`,"
        " `raw`, `fetched_at`, `first_seen_at`, `times`, and `record` where MongoDB refused it.",
        "",
        "## Indexes",
        *(f"- `{each.name}`: {indexes(each)}" for each in (*STORED, FINGERPRINTS)),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(markdown(), "utf-8")
