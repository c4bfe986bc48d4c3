"""Writes entries in batches into articles, duplicates, revisions and rejects, and says what became of each.

Knows MongoDB, and nothing of Scrapy.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteError

from crawler.items import Fate
from crawler.mongo import Document, Mongo, passing, transient
from pipelines.entries import KEPT, Entry, moment, reject_of_record, unwritable
from pipelines.schema import STORED
from pipelines.upgrade import upgraded

PASSES = 25
"""Times that a record is looked at again because others changed it in the same moment."""


def same_text(one: Document, other: Document) -> bool:
    return one["title"] == other["title"] and one["body"] == other["body"]


def amendments(old: Document, new: Document) -> Document:
    """The fields besides the text that a new fetch of an unchanged article gives differently, to be set."""
    aside = (*KEPT, "fetched_at", "requested_url", "raw", "extraction")
    changed = {k: v for k, v in new.items() if k not in aside and old.get(k) != v}
    with_it = ("extraction", "fetched_at", "raw", *(("changed_at",) if "gone_since" in changed else ()))
    return changed | ({k: new[k] for k in with_it} if changed else {})


class Writer:
    """Safe to repeat after a failure."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._db = mongo, mongo.db

    async def open(self, patience: float = 120) -> None:
        """See to the collections. Raises DatabaseUnavailable."""
        await self._mongo.prepare(*STORED, patience=patience)

    async def write(self, entries: Sequence[Entry]) -> list[Fate]:
        """The fate of each entry: stored, updated, unchanged, duplicate or rejected, or failed/gone as it is told.

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
                step = self._lose if entry.place == "gone" else self._revisit
                again.append(step(entry, *recorded[entry.key]))
            elif entry.place == "gone":  # it never was a record
                entry.fate = Fate("failed", "gone")
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
            if any(map(transient, refused.values())):
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

    async def _lose(self, entry: Entry, place: str, old: Document) -> None:
        """Mark a record whose page is gone; one that is marked stays as it is."""
        since = entry.document["gone_since"]
        if upgraded(old)["gone_since"] or await self._change(
            entry, place, old, {"gone_since": since, "changed_at": moment()}
        ):
            entry.fate = Fate("failed", "gone")

    async def _revisit(self, entry: Entry, place: str, found: Document) -> None:
        """An id that is recorded stays where it is: written by an earlier try, unchanged, amended, or revised."""
        new, old = entry.document, upgraded(found)
        if old["gone_since"] and new["fetched_at"] < old["gone_since"]:  # from a spool or an archive
            new = new | {"gone_since": old["gone_since"]}
        ours = entry.tried and old["changed_at"] == new["changed_at"] and not amendments(old, new)
        if place == "duplicates":
            new = {"duplicate_of": old["duplicate_of"], "similarity": old["similarity"]} | new
        else:
            new = {k: v for k, v in new.items() if k not in ("duplicate_of", "similarity")}
        if new["fetched_at"] < old["fetched_at"]:  # from another machine's spool, or from an archive
            fate, entry.document = Fate("unchanged", "older"), old
        elif same_text(old, new):
            fate = _ours(old) if ours else Fate("unchanged")
            if not ours and (changes := amendments(old, new)):
                fate = Fate("unchanged", "back" if "gone_since" in changes else "amended")
                if not await self._change(entry, place, found, changes):
                    return
            entry.document = old
        else:
            kept = {"first_seen_at": old["first_seen_at"], "revision": old["revision"] + 1, "story": old["story"]}
            if not await self._change(entry, place, found, new | kept, revise=True):
                return
            fate = Fate("updated")
            entry.document = new | kept
        entry.fate = fate if place == "articles" else self._copied(entry)

    async def _change(self, entry: Entry, place: str, old: Document, changes: Document, revise: bool = False) -> bool:
        """Change a record that is still as it was read; False if it is not, or was refused. Its schema rises too."""
        whole = upgraded(old)
        if revise:
            version = whole | {"_id": f"{old['_id']}@{old['revision']}", "article": old["_id"]}
            with suppress(DuplicateKeyError):  # an earlier try got this far
                await self._db.revisions.insert_one(version)
        entry.tried = True
        where = {"_id": old["_id"], "revision": old["revision"], "changed_at": old["changed_at"]}
        values = {k: v for k, v in (whole | changes).items() if k not in old or old[k] != v}
        dropped = {"$unset": dict.fromkeys(old.keys() - whole.keys(), "")} if old.keys() - whole.keys() else {}
        try:
            done = await self._db[place].update_one(where, {"$set": values} | dropped)
        except DuplicateKeyError:  # the edit made this text equal to another article's; both stay
            digest = f"{values['content_hash'].partition(':')[0]}:{old['_id']}"
            changes["content_hash"] = digest
            done = await self._db[place].update_one(where, {"$set": values | {"content_hash": digest}} | dropped)
        except WriteError as error:
            if passing(error):
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
        if entry.place == "gone":  # the next look finds it gone again
            entry.fate = Fate("failed", reason, detail)
            return
        entry.document, entry.place = reject_of_record(entry.document, reason, detail), "rejects"

    def _copied(self, entry: Entry) -> Fate:
        document = entry.document
        reason = "exact" if document["similarity"] == 1 else "near"
        return Fate("duplicate", reason, document["duplicate_of"])


def _ours(record: Document) -> Fate:
    """What an earlier try of the same write did."""
    if record["revision"] > 1:
        return Fate("updated")
    return Fate("stored") if record["first_seen_at"] == record["changed_at"] else Fate("unchanged", "back")


def _verdict(error: Document) -> tuple[str, str]:
    """Reason and detail of a refusal; for a schema, the fields and rules that it names."""
    if error.get("code") != 121:
        return "refused", f"{error.get('code')}: {error.get('errmsg', '')}"
    rules = (error.get("errInfo") or {}).get("details", {}).get("schemaRulesNotSatisfied", [])
    return "schema", json.dumps(rules, default=str, ensure_ascii=False)
