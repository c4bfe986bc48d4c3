"""Writes records in batches into articles, duplicates, revisions and rejects, and says what became of each.

Knows MongoDB, and nothing of Scrapy.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import bson
from bson import json_util
from bson.errors import BSONError
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteError

from crawler.items import Article, Fate
from crawler.mongo import PASSING, Document, Mongo
from pipelines.schema import STORED

KEPT = ("first_seen_at", "changed_at", "revision", "story", "content_hash")
"""What the store gives a record that is there already."""
LARGEST = 15 * 1024 * 1024  # bytes; MongoDB takes 16 MB
PASSES = 25
"""Times that a record is looked at again because others changed it in the same moment."""


@dataclass(slots=True, eq=False)
class Entry:
    """One thing to write: a record for ``articles`` or ``duplicates``, or a document for ``rejects``."""

    place: str
    document: Document
    fate: Fate | None = None
    """What became of it, once written."""
    tried: bool = False
    """Whether a write was begun; its answer may have been lost."""

    @property
    def key(self) -> str:
        return self.document["_id"]


def moment(value: datetime | None = None) -> datetime:
    """UTC in the milliseconds that MongoDB keeps; now, if nothing is given."""
    value = (value or datetime.now(UTC)).astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def record_of(item: Article) -> Document:
    """The document of a new record, with the dates of a first version."""
    document = {k: moment(v) if isinstance(v, datetime) else v for k, v in item.record().items()}
    document["first_seen_at"] = document["changed_at"] = moment()
    document["fetched_at"] = document["fetched_at"] or moment(item.pages[0].fetched_at if item.pages else None)
    document |= {"revision": 1, "story": item.story or item.id}
    if item.fate and item.fate.word == "duplicate":
        copied = 1.0 if item.similarity is None else float(item.similarity)
        document |= {"duplicate_of": item.duplicate_of, "similarity": copied}
    return document


def reject_of(item: Article, fate: Fate) -> Document:
    """The document of a page that is no article. One a lead, however often it is tried."""
    page = item.pages[0] if item.pages else None
    lead = item.lead
    url = item.url or (page.url if page else "") or (lead.url if lead else "")
    return {
        "_id": (lead.key if lead else "") or item.id or url or "unknown",
        "source": item.source or (lead.source if lead else "") or item.profile.name,
        "url": url,
        "lead": lead.key if lead else None,
        "reason": fate.reason or "unknown",
        "detail": fate.detail[:2000],
        "title": item.title[:500],
        "raw": item.raw or (page.raw if page else None),
        "fetched_at": moment(item.fetched_at or (page.fetched_at if page else None)),
    }


def reject_of_record(document: Document, reason: str, detail: str) -> Document:
    """The document of a record that MongoDB refused, with the record as JSON."""
    text = json_util.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return {
        "_id": _clean(document["_id"]) or "unknown",
        "source": _clean(document["source"]),
        "url": _clean(document["url"]),
        "lead": _clean(document["_id"]),
        "reason": reason,
        "detail": detail[:2000],
        "title": _clean(document["title"])[:500],
        "raw": document["raw"] if isinstance(document["raw"], dict | None) else None,
        "fetched_at": document["fetched_at"],
        "record": text[: 1024 * 1024],
    }


def _clean(value: Any) -> str:
    return str(value or "").encode("utf-8", "backslashreplace").decode()


def restamp(entry: Entry) -> None:
    """A record that waited in a spool changes now: who follows ``changed_at`` has passed the time when it was made."""
    if "changed_at" in entry.document:
        entry.document["first_seen_at"] = entry.document["changed_at"] = moment()


def unwritable(document: Document) -> str:
    """Why this cannot be a document at all (an empty string: it can)."""
    try:
        size = len(bson.encode(document))
    except (BSONError, OverflowError, UnicodeError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{size} bytes are more than MongoDB takes" if size > LARGEST else ""


def same_text(one: Document, other: Document) -> bool:
    return one["title"] == other["title"] and one["body"] == other["body"]


def amendments(old: Document, new: Document) -> Document:
    """The fields besides the text that a new fetch of an unchanged article gives differently, to be set."""
    aside = (*KEPT, "fetched_at", "requested_url", "raw", "extraction")
    changed = {k: v for k, v in new.items() if k not in aside and old.get(k) != v}
    return changed | ({k: new[k] for k in ("extraction", "fetched_at", "raw")} if changed else {})


class Writer:
    """Safe to repeat after a failure."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._db = mongo, mongo.db

    async def open(self) -> None:
        await self._mongo.ensure(*STORED)

    async def write(self, entries: Sequence[Entry]) -> list[Fate]:
        """The fate of each entry: stored, updated, unchanged, duplicate or rejected.

        Raises PyMongoError if MongoDB is away. What was written by then is recognised at the next try.
        """
        for entry in entries:
            if entry.place != "rejects" and (problem := unwritable(entry.document)):
                self._reject(entry, "unwritable", problem)
        for _ in range(PASSES):
            todo = {entry.key: entry for entry in reversed(entries) if entry.fate is None and entry.place != "rejects"}
            if not todo:
                break
            await self._pass(list(todo.values()))
        for entry in entries:
            if entry.fate is None and entry.place != "rejects":
                self._reject(entry, "contended", f"still contended after {PASSES} tries")
        await self._write_rejects([entry for entry in entries if entry.place == "rejects"])
        return [entry.fate or Fate("failed", "unknown") for entry in entries]

    async def _pass(self, entries: list[Entry]) -> None:
        """Bring each entry, no two of one id, a step on: written, refused, or to be looked at again."""
        recorded = await self._recorded([entry.key for entry in entries])
        fresh: dict[str, list[Entry]] = {"articles": [], "duplicates": []}
        again = []
        for entry in entries:
            if entry.key in recorded:
                again.append(self._revisit(entry, *recorded[entry.key]))
            else:
                fresh[entry.place].append(entry)
        await asyncio.gather(*(self._insert(place, some) for place, some in fresh.items() if some), *again)

    async def _recorded(self, keys: list[str]) -> dict[str, tuple[str, Document]]:
        found: dict[str, tuple[str, Document]] = {}
        for place in ("duplicates", "articles"):
            found |= {d["_id"]: (place, d) async for d in self._db[place].find({"_id": {"$in": keys}})}
        return found

    async def _insert(self, place: str, entries: list[Entry]) -> None:
        refused: dict[int, Document] = {}
        for entry in entries:
            entry.tried = True
        try:
            await self._db[place].bulk_write([InsertOne(entry.document) for entry in entries], ordered=False)
        except BulkWriteError as error:
            if error.details["writeConcernErrors"]:
                raise
            refused = {each["index"]: each for each in error.details["writeErrors"]}
            if any(each["code"] in PASSING for each in refused.values()):
                raise
        for index, entry in enumerate(entries):
            if index not in refused:
                entry.fate = Fate("stored") if place == "articles" else self._copied(entry)
            else:
                await self._refused(entry, refused[index])

    async def _refused(self, entry: Entry, error: Document) -> None:
        if error["code"] != 11000:
            self._reject(entry, *_verdict(error))
        elif "content_hash" in error.get("keyPattern", {}):  # another worker stored the same text just before
            digest = entry.document["content_hash"]
            if first := await self._db.articles.find_one({"content_hash": digest}, {"story": 1}):
                entry.place = "duplicates"
                entry.document |= {"duplicate_of": first["_id"], "story": first["story"], "similarity": 1.0}
        # else the id is there since a moment: the next pass finds it

    async def _revisit(self, entry: Entry, place: str, old: Document) -> None:
        """An id that is recorded stays where it is: written by an earlier try, unchanged, amended, or revised."""
        new = entry.document
        ours = entry.tried and old["changed_at"] == new["changed_at"] and not amendments(old, new)
        if place == "duplicates":
            new = {"duplicate_of": old["duplicate_of"], "similarity": old["similarity"]} | new
        else:
            new = {k: v for k, v in new.items() if k not in ("duplicate_of", "similarity")}
        if new["fetched_at"] < old["fetched_at"]:  # from another machine's spool, or from an archive
            fate, entry.document = Fate("unchanged", "older"), old
        elif same_text(old, new):
            fate = Fate("stored" if old["revision"] == 1 else "updated") if ours else Fate("unchanged")
            if not ours and (changes := amendments(old, new)):
                fate = Fate("unchanged", "amended")
                if not await self._change(entry, place, old, changes):
                    return
            entry.document = old
        else:
            kept = {"first_seen_at": old["first_seen_at"], "revision": old["revision"] + 1, "story": old["story"]}
            if not await self._change(entry, place, old, new | kept, revise=True):
                return
            fate = Fate("updated")
            entry.document = new | kept
        entry.fate = fate if place == "articles" else self._copied(entry)

    async def _change(self, entry: Entry, place: str, old: Document, changes: Document, revise: bool = False) -> bool:
        """Change a record that is still as it was read; False if it is not, or was refused."""
        if revise:
            version = old | {"_id": f"{old['_id']}@{old['revision']}", "article": old["_id"]}
            with suppress(DuplicateKeyError):  # an earlier try got this far
                await self._db.revisions.insert_one(version)
        entry.tried = True
        where = {"_id": old["_id"], "revision": old["revision"], "changed_at": old["changed_at"]}
        values = {k: v for k, v in changes.items() if k != "_id"}
        try:
            done = await self._db[place].update_one(where, {"$set": values})
        except DuplicateKeyError:  # the edit made this text equal to another article's; both stay
            digest = f"{values['content_hash'].partition(':')[0]}:{old['_id']}"
            changes["content_hash"] = digest
            done = await self._db[place].update_one(where, {"$set": values | {"content_hash": digest}})
        except WriteError as error:
            if error.code in PASSING:
                raise
            self._reject(entry, *_verdict(error.details or {"code": error.code, "errmsg": str(error)}))
            return False
        return done.matched_count == 1

    async def _write_rejects(self, entries: list[Entry]) -> None:
        """One document a lead: the last refusal, when it was first seen, and how often."""
        updates = []
        for entry in entries:
            values = {k: v for k, v in entry.document.items() if k != "_id"}
            counted = {"$setOnInsert": {"first_seen_at": moment()}, "$inc": {"times": 1}}
            updates.append(UpdateOne({"_id": entry.key}, {"$set": values} | counted, upsert=True))
        if updates:
            await self._db.rejects.bulk_write(updates, ordered=False)
        for entry in entries:
            entry.fate = entry.fate or Fate("rejected", entry.document["reason"], entry.document["detail"])

    def _reject(self, entry: Entry, reason: str, detail: str) -> None:
        entry.document, entry.place = reject_of_record(entry.document, reason, detail), "rejects"

    def _copied(self, entry: Entry) -> Fate:
        document = entry.document
        reason = "exact" if document["similarity"] == 1 else "near"
        return Fate("duplicate", reason, document["duplicate_of"])


def _verdict(error: Document) -> tuple[str, str]:
    """Reason and detail of a refusal; for a schema, the fields and rules that it names."""
    if error.get("code") != 121:
        return "refused", f"{error.get('code')}: {error.get('errmsg', '')}"
    rules = (error.get("errInfo") or {}).get("details", {}).get("schemaRulesNotSatisfied", [])
    return "schema", json.dumps(rules, default=str, ensure_ascii=False)
