"""A real mongod for every test that asks: one for the session (shared by xdist workers), a database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from scrapy.settings import Settings

from crawler.mongod import Embedded


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URI of a mongod that the session started."""
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        base = base.parent  # of all workers
    embedded = Embedded(base / "mongod")
    yield embedded.join()
    embedded.leave()


@pytest.fixture
def database(mongo_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """An empty database of the test's own; dropped afterwards."""
    with MongoClient(mongo_uri, tz_aware=True) as client:
        name = f"test_{uuid4().hex[:12]}"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def settings(mongo_uri: str, database: Database[dict[str, Any]], tmp_path: Path) -> Settings:
    """Settings that lead to that database, with a data folder of the test's own."""
    values = {"MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name, "DATA_DIR": str(tmp_path / "var")}
    return Settings(values | {"MONGO_TIMEOUT": 0.5, "MONGO_PATIENCE": 20, "STORE_DELAY": 0.005})
