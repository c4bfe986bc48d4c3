"""MongoDB: the one connection of a crawl (MONGO_URI, or the embedded mongod), and how to work with it."""

from crawler.mongo.batcher import Batcher
from crawler.mongo.connection import (
    Collection,
    DatabaseUnavailable,
    Document,
    Mongo,
    connect,
    database,
    hosts,
    open_mongo,
)
from crawler.mongo.patience import Patience, passing, patiently, transient
from crawler.mongo.runs import finish_run, start_run

__all__ = [
    "Batcher",
    "Collection",
    "DatabaseUnavailable",
    "Document",
    "Mongo",
    "Patience",
    "connect",
    "database",
    "finish_run",
    "hosts",
    "open_mongo",
    "passing",
    "patiently",
    "start_run",
    "transient",
]
