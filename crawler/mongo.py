"""The one connection to MongoDB: MONGO_URI, or the embedded mongod, shared by ledger, dedup and store of a crawl."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import uuid4
from weakref import WeakKeyDictionary

from pymongo import AsyncMongoClient, IndexModel, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from pymongo.errors import (
    BulkWriteError,
    CollectionInvalid,
    ConfigurationError,
    ConnectionFailure,
    OperationFailure,
    PyMongoError,
)
from pymongo.uri_parser import parse_uri
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler.mongod import Embedded, MongodError, Status

logger = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")
Document = dict[str, Any]

PASSING = frozenset({6, 7, 50, 64, 89, 91, 189, 202, 262, 317, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 14031})
"""Server errors that pass by themselves: host gone, election, shutdown, time limit, disk full."""


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


RUNS = Collection("runs", (IndexModel([("source", 1), ("started_at", -1)]),))


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


def start(settings: BaseSettings) -> str:
    """Start the embedded mongod and leave it running; its URI. Raises DatabaseUnavailable."""
    try:
        return Embedded(settings["DATA_DIR"]).start()
    except MongodError as error:
        raise DatabaseUnavailable(str(error)) from error


def stop(settings: BaseSettings, force: bool = False) -> bool:
    """Stop the embedded mongod; False if it was not running, or is in use: its last user stops it, unless ``force``."""
    return Embedded(settings["DATA_DIR"]).stop(force)


def status(settings: BaseSettings) -> Status:
    return Embedded(settings["DATA_DIR"]).status()


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


# Working with a database that may be away


def passing(error: BaseException) -> bool:
    """Whether trying again later can help."""
    if isinstance(error, BulkWriteError):
        details = error.details
        codes = {entry["code"] for entry in details["writeErrors"]} if details["writeErrors"] else set()
        return bool(codes & PASSING) or bool(details["writeConcernErrors"])
    if isinstance(error, ConnectionFailure):
        return True
    return isinstance(error, PyMongoError) and (
        error.timeout or error.has_error_label("RetryableWriteError") or getattr(error, "code", None) in PASSING
    )


async def patiently(work: Callable[[], Awaitable[R]], patience: float, what: str) -> R:
    """Await ``work()``, again and again with growing pauses while MongoDB is away, for ``patience`` seconds.

    The last error is raised when they are over, any other error at once. ``work`` must be safe to repeat.
    """
    loop = asyncio.get_running_loop()
    end, pause = loop.time() + patience, 0.1
    while True:
        try:
            return await work()
        except PyMongoError as error:
            if not passing(error) or loop.time() + pause > end:
                raise
            logger.warning("MongoDB is away (%s), %s waits %.1f s", type(error).__name__, what, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 10.0)


class Patience:
    """``patiently``, until it was in vain; from then on one try each, until one succeeds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.away = False

    async def __call__(self, work: Callable[[], Awaitable[R]], what: str) -> R:
        try:
            result = await patiently(work, 0 if self.away else self.seconds, what)
        except PyMongoError as error:
            self.away = self.away or passing(error)
            raise
        self.away = False
        return result


class Batcher(Generic[T, R]):
    """Collects single values into batches: whoever puts a value gets its result when its batch is done.

    A batch goes when it has ``size`` values or ``delay`` seconds after its first one, one batch at a time; what comes
    in meanwhile makes up the next. ``work`` takes a list and gives a list of results in the same order.
    """

    def __init__(self, work: Callable[[list[T]], Awaitable[list[R]]], size: int = 100, delay: float = 0.02) -> None:
        self._work, self._size, self._delay = work, size, delay
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._go = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def put(self, value: T) -> R:
        """The result for this value; raises what ``work`` raised for its batch."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((value, future))
        if len(self._waiting) >= self._size or self._closing:
            self._go.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Let what is waiting go at once, and wait for it; nothing is cancelled."""
        self._closing = True
        self._go.set()
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._waiting:
            if not self._go.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._go.wait(), self._delay)
            batch, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
            if len(self._waiting) < self._size and not self._closing:
                self._go.clear()
            try:
                results = await self._work([value for value, _ in batch])
                for (_, future), result in zip(batch, results, strict=True):
                    if not future.done():
                        future.set_result(result)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
        self._task = None


# Runs: one document a run


async def start_run(mongo: Mongo, source: str, version: str = "", **more: Any) -> str:
    """Insert the document of a run that begins; gives its ``_id``."""
    await mongo.ensure(RUNS)
    run = {"_id": f"{source}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}", "source": source, "version": version}
    await mongo.db.runs.insert_one(run | {"started_at": datetime.now(UTC), "finished_at": None} | more)
    return run["_id"]


async def finish_run(
    mongo: Mongo, run_id: str, reason: str, counts: Mapping[str, int], stats: Mapping[str, Any], **more: Any
) -> bool:
    """Complete the document of a run: reason, counts by fate, and Scrapy's stats (dots in their names become ``_``).

    False, with a warning in the log, if MongoDB is away.
    """
    kept = {key.replace(".", "_").lstrip("$"): _storable(value) for key, value in stats.items()}
    changes = {"finished_at": datetime.now(UTC), "reason": reason, "counts": dict(counts), "stats": kept} | more
    try:
        await patiently(
            lambda: mongo.db.runs.update_one({"_id": run_id}, {"$set": changes}, upsert=True), 10, "the run's document"
        )
    except PyMongoError as error:
        logger.warning("The document of run %s is not complete: MongoDB is away (%s)", run_id, type(error).__name__)
        return False
    return True


def _storable(value: Any) -> Any:
    if isinstance(value, bool | float | str | datetime | None) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    return [_storable(v) for v in value] if isinstance(value, list | tuple | set) else str(value)
