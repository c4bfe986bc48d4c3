"""Who works on a source: each source has one slot, or more by setting, and a slot has a lease like a lead."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from crawler.ledger import rules
from crawler.mongo import Collection, Document

WORKERS = Collection("workers")


def new_name() -> str:
    """The name of a worker: machine, process, and a part that makes it the only one."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"


class Workers:
    """The slots that one worker has. ``held``: source -> slot."""

    def __init__(self, db: AsyncDatabase[Document], worker: str) -> None:
        self._db, self._worker = db, worker
        self._machine = _machine()
        self.held: dict[str, str] = {}

    async def take(self, source: str, number: int, until: datetime) -> bool:
        """Take a slot of a source if it is free; whether it is ours."""
        slot = f"{source}#{number}"
        free: list[Document] = [{"until": {"$lte": rules.now()}}, {"worker": self._worker}]
        mine = {"worker": self._worker, "until": until, "machine": self._machine, "pid": os.getpid()}
        try:
            await self._db.workers.update_one({"_id": slot, "$or": free}, {"$set": mine}, upsert=True)
        except DuplicateKeyError:
            return False
        self.held[source] = slot
        return True

    async def renew(self, until: datetime) -> None:
        for slot in self.held.values():
            await self._db.workers.update_one({"_id": slot, "worker": self._worker}, {"$set": {"until": until}})

    async def leave(self) -> None:
        await self._db.workers.delete_many({"_id": {"$in": list(self.held.values())}, "worker": self._worker})
        self.held.clear()

    async def dead(self, source: str) -> list[Document]:
        """The slots of a source whose workers were killed on this machine."""
        if not self._machine:
            return []
        slots = {"_id": {"$gte": f"{source}#", "$lt": f"{source}$"}}
        others = slots | {"machine": self._machine, "worker": {"$ne": self._worker}}
        return [slot for slot in await self._db.workers.find(others).to_list() if not _lives(slot["pid"])]

    async def bury(self, slot: Document) -> None:
        await self._db.workers.delete_one({"_id": slot["_id"], "worker": slot["worker"]})


def _machine() -> str:
    """Which processes we could see: those of this boot and process namespace; empty where that cannot be told."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip() + str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
