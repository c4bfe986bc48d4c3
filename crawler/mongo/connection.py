"""The one connection to MongoDB: MONGO_URI, or the embedded mongod, shared by ledger, dedup and store of a crawl."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from pymongo import AsyncMongoClient, IndexModel, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from pymongo.errors import (
    CollectionInvalid,
    ConfigurationError,
    OperationFailure,
    PyMongoError,
)
from pymongo.uri_parser import parse_uri
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler.mongo.patience import patiently
from crawler.mongod import Embedded, MongodError

logger = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")
Document = dict[str, Any]


class DatabaseUnavailable(CloseSpider):
    """There is no database to work with; the message is one sentence that says what to do.

    Raised while a crawl opens, it ends the crawl with the reason ``no_database``; commands print it.
    """

    def __init__(self, message: str) -> None:
        super().__init__("no_database")
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Collection:
    """What must hold for one collection; ``Mongo.ensure`` sees to it."""

    name: str
    indexes: tuple[IndexModel, ...] = ()
    validator: Mapping[str, Any] | None = None


@dataclass
class Mongo:
    """An open connection. ``db`` gives aware UTC datetimes; writes wait for the majority."""

    client: AsyncMongoClient[Document]
    db: AsyncDatabase[Document]
    embedded: Embedded | None = None
    _ensured: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def ensure(self, *collections: Collection) -> None:
        """Create or update collections, their indexes and validators, once per connection."""
        for wanted in collections:
            if wanted.name not in self._ensured:
                self._ensured[wanted.name] = asyncio.create_task(_ensure(self.db, wanted))
        try:
            await asyncio.gather(*(self._ensured[wanted.name] for wanted in collections))
        except PyMongoError:
            self._ensured.clear()  # to be tried again
            raise

    async def prepare(self, *collections: Collection, patience: float = 120) -> None:
        """``ensure``, patiently. Raises DatabaseUnavailable, which is logged."""
        try:
            await patiently(lambda: self.ensure(*collections), patience, "preparing collections")
        except PyMongoError as error:
            names = ", ".join(wanted.name for wanted in collections)
            said = " ".join(str(error).split())[:200]
            problem = DatabaseUnavailable(f"MongoDB does not prepare {names}: {said}")
            logger.critical("%s", problem)
            raise problem from None

    async def close(self) -> None:
        """Close the connection; the embedded mongod stops if nobody else uses it."""
        await self.client.close()
        if self.embedded:
            embedded, self.embedded = self.embedded, None
            await asyncio.to_thread(embedded.leave)


# Connecting

_shared: WeakKeyDictionary[Crawler, asyncio.Task[Mongo]] = WeakKeyDictionary()


async def connect(crawler: Crawler) -> Mongo:
    """The crawl's connection, opened by whoever asks first and closed after everything else, at ``engine_stopped``.

    Components flush in ``close_spider`` or at ``spider_closed``, both of which the engine awaits before that signal.
    Raises DatabaseUnavailable, which is logged once.
    """
    if crawler not in _shared:
        _shared[crawler] = asyncio.create_task(_open_shared(crawler))
    return await asyncio.shield(_shared[crawler])


async def open_mongo(settings: BaseSettings) -> Mongo:
    """A connection of one's own, for commands and tests; close it. Raises DatabaseUnavailable."""
    uri, embedded = await asyncio.to_thread(_reach, settings)
    client: AsyncMongoClient[Document] = AsyncMongoClient(uri, **_options(settings))
    return Mongo(client, client.get_database(_name(settings)), embedded)


@contextmanager
def database(settings: BaseSettings) -> Iterator[Database[Document]]:
    """The database for code without an event loop (commands). Raises DatabaseUnavailable."""
    uri, embedded = _reach(settings)
    try:
        with MongoClient(uri, **_options(settings, timed=False)) as client:
            yield client.get_database(_name(settings))
    finally:
        if embedded:
            embedded.leave()


def _reach(settings: BaseSettings) -> tuple[str, Embedded | None]:
    """The address of a server that answers; the embedded one is joined. Raises DatabaseUnavailable.

    Asked with a blocking client, for a thread: AsyncMongoClient leaves sockets open when it is closed while connecting.
    """
    logging.getLogger("pymongo").setLevel(logging.INFO)  # at DEBUG it logs every command
    uri, embedded = settings.get("MONGO_URI"), None
    try:
        if not uri:
            embedded = Embedded(settings["DATA_DIR"])
            uri = embedded.join()
        with MongoClient(uri, **_options(settings)) as client:
            client.admin.command("ping")
    except (MongodError, OSError) as error:
        raise DatabaseUnavailable(str(error)) from error
    except (ConfigurationError, ValueError):  # InvalidURI too; their texts may quote the password
        raise DatabaseUnavailable(
            "MONGO_URI is not a valid MongoDB URI (mongodb://HOST:PORT/), or its name has no DNS record."
        ) from None
    except PyMongoError as error:
        if embedded:
            embedded.leave()
        raise DatabaseUnavailable(_complaint(uri, error)) from None
    return uri, embedded


def _name(settings: BaseSettings) -> str:
    return settings.get("MONGO_DATABASE") or "news"


def _options(settings: BaseSettings, timed: bool = True) -> dict[str, Any]:
    options: dict[str, Any] = {"tz_aware": True, "tzinfo": UTC, "appname": "news", "w": "majority"}
    options["serverSelectionTimeoutMS"] = int(settings.getfloat("MONGO_TIMEOUT", 5) * 1000)
    if timed:  # an answer that takes longer is given up, and asked for again by ``patiently``
        options["socketTimeoutMS"] = int(settings.getfloat("MONGO_OPERATION_TIMEOUT", 30) * 1000)
    return options


def _complaint(uri: str, error: PyMongoError) -> str:
    """One sentence on a connection that failed, with the hosts and without the password."""
    if isinstance(error, OperationFailure) and error.code in (13, 18):
        return f"MongoDB at {hosts(uri)} refuses the user or password of MONGO_URI."
    return f"MongoDB at {hosts(uri)} does not answer ({type(error).__name__}): start it, or correct MONGO_URI."


def hosts(uri: str) -> str:
    """The hosts of a URI, fit for a log."""
    try:
        return ",".join(f"{host}:{port}" if port else host for host, port in parse_uri(uri)["nodelist"])
    except (PyMongoError, ConfigurationError, ValueError):
        return "the given address"


async def _open_shared(crawler: Crawler) -> Mongo:
    try:
        mongo = await open_mongo(crawler.settings)
    except DatabaseUnavailable as error:
        logger.critical("%s", error, extra={"crawler": crawler})
        crawler.stats.inc_value("news/mongo/unavailable")
        raise

    async def close() -> None:
        _shared.pop(crawler, None)
        await mongo.close()

    async def close_unstarted() -> None:
        if not crawler.engine.running:  # opening failed elsewhere: engine_stopped will not come
            await close()

    crawler.signals.connect(close, signal=signals.engine_stopped, weak=False)
    crawler.signals.connect(close_unstarted, signal=signals.spider_closed, weak=False)
    place = "embedded mongod" if mongo.embedded else f"MongoDB at {hosts(crawler.settings['MONGO_URI'])}"
    logger.info("Using the %s, database %s", place, mongo.db.name, extra={"crawler": crawler})
    return mongo


async def _ensure(db: AsyncDatabase[Document], wanted: Collection) -> None:
    options: dict[str, Any] = {"validator": wanted.validator} if wanted.validator else {}
    found = await (await db.list_collections(filter={"name": wanted.name})).to_list()
    if not found:
        try:
            await db.create_collection(wanted.name, check_exists=False, **options)
        except (CollectionInvalid, OperationFailure) as error:
            if getattr(error, "code", 48) != 48:  # 48: another process was faster
                raise
    elif wanted.validator and found[0]["options"].get("validator") != wanted.validator:
        await db.command("collMod", wanted.name, **options)
    if wanted.indexes:
        await db[wanted.name].create_indexes(list(wanted.indexes))
