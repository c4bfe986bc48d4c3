"""The embedded mongod: a MongoDB of one's own for development, demos and tests, used where MONGO_URI is empty."""

from crawler.mongod.embedded import Embedded, Status
from crawler.mongod.server import MongodError, Server, find_mongod, free_port

__all__ = ["Embedded", "MongodError", "Server", "Status", "find_mongod", "free_port"]
