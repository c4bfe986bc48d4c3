"""What the ledger keeps of feeds and lists: validators for conditional requests, and walks that are under way."""

from __future__ import annotations

from pymongo.asynchronous.database import AsyncDatabase

from crawler.ledger import rules
from crawler.mongo import Collection, Document, Patience

LISTS = Collection("lists")


class Lists:
    """The part of the ledger in MongoDB that is about lists (see base.Ledger)."""

    def __init__(self, db: AsyncDatabase[Document], patiently: Patience) -> None:
        self._db, self._patiently = db, patiently
        self._walks: set[str] = set()

    async def validators(self, url: str) -> dict[str, str]:
        return rules.conditions(await self._find(url) or {})

    async def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        await self._set(url, {"etag": etag, "last_modified": last_modified})

    async def mark(self, walk: str, under_way: bool) -> None:
        if under_way == (walk in self._walks):
            return
        if under_way:
            await self._set(walk, {})
            self._walks.add(walk)
        else:
            await self._patiently(lambda: self._db.lists.delete_one({"_id": walk}), "writing")
            self._walks.discard(walk)

    async def marked(self, walk: str) -> bool:
        if await self._find(walk):
            self._walks.add(walk)
        return walk in self._walks

    async def _find(self, key: str) -> Document | None:
        return await self._patiently(lambda: self._db.lists.find_one({"_id": key}), "reading")

    async def _set(self, key: str, values: Document) -> None:
        change = {"$set": values | {"seen_at": rules.now()}}
        await self._patiently(lambda: self._db.lists.update_one({"_id": key}, change, upsert=True), "writing")
