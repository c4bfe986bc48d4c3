"""The embedded mongod: a MongoDB of one's own for development, demos and tests, used where MONGO_URI is empty.

It listens on a loopback port, keeps its data in ``DATA_DIR/mongodb`` and is a replica set of one, so that change
streams work. Whoever needs it first starts it, whoever leaves last stops it. Both are decided under locks that the
kernel releases, so a killed process leaves nothing to clean up: ``mongodb.lock`` is held while starting or stopping,
``mongodb.users`` is held shared by every process that uses the server.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

START_SECONDS = 60
REPLICA_SET = "news"
LOG_LIMIT = 16 * 1024 * 1024  # bytes; a larger log is begun anew at the next start
ADVICE = "set MONGO_URI to a MongoDB, or install a local one with: pip install -r requirements-dev.txt"


class MongodError(Exception):
    """The embedded mongod cannot be had; the message is one sentence for a person."""


@dataclass(frozen=True)
class Status:
    """What ``status`` found. ``used`` says whether another process uses the server; ``kept`` that none stops it."""

    running: bool
    uri: str | None
    used: bool
    kept: bool
    program: str | None
    data: str


class Embedded:
    """The server that belongs to one data folder."""

    def __init__(self, data_dir: str | Path) -> None:
        base = Path(data_dir).absolute()
        self.data = base / "mongodb"
        self.log = base / "mongodb.log"
        self._state = base / "mongodb.json"
        self._lock = base / "mongodb.lock"
        self._users = base / "mongodb.users"
        self._mine: IO[bytes] | None = None

    # Using it

    def join(self) -> str:
        """The server's URI; starts the server if it is not running. Blocks for a second or so then.

        The server runs at least until ``leave`` is called or this process ends. Raises MongodError.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        with _locked(self._lock):
            if self._mine is None:
                self._mine = self._users.open("ab")
                fcntl.flock(self._mine, fcntl.LOCK_SH)
            try:
                return self._running() or self._start()
            except BaseException:
                self._mine.close()
                self._mine = None
                raise

    def leave(self) -> bool:
        """Stop using the server; True if nobody else does and it was stopped."""
        if self._mine is None:
            return False
        with _locked(self._lock):
            self._mine.close()
            self._mine = None
            if self._load().get("keep") or self._in_use():
                return False
            return self._stop()

    # Managing it

    def start(self) -> str:
        """Start the server if need be and leave it running until ``stop``; gives its URI."""
        uri = self.join()
        self._save(keep=True)
        self.leave()
        return uri

    def stop(self, force: bool = False) -> bool:
        """Stop the server cleanly; False if it was not running or, without ``force``, is in use.

        In the latter case the last user stops it.
        """
        if not self._lock.exists():
            return False
        with _locked(self._lock):
            self._save(keep=False)
            return (force or not self._in_use()) and self._stop()

    def status(self) -> Status:
        with _locked(self._lock):
            uri = self._running()
            used = self._in_use()
        program = find_mongod()
        return Status(
            uri is not None, uri, used, bool(self._load().get("keep")), program and str(program), str(self.data)
        )

    # Inside

    def _load(self) -> dict[str, Any]:
        try:
            return json.loads(self._state.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def _save(self, **changes: Any) -> None:
        temporary = self._state.with_suffix(".new")
        temporary.write_text(json.dumps(self._load() | changes))
        temporary.replace(self._state)

    def _in_use(self) -> bool:
        with self._users.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _running(self) -> str | None:
        """The URI of our server if it answers on the port we gave it and serves our folder."""
        port = self._load().get("port")
        if not port or not self._alive() or not _answers(port):
            return None
        try:
            with _client(port) as client:
                options = client.admin.command("getCmdLineOpts")
                if Path(options["parsed"]["storage"]["dbPath"]) != self.data:
                    return None
                _make_primary(client, port)
        except (PyMongoError, KeyError):
            return None
        return _uri(port)

    def _start(self) -> str:
        program = find_mongod()
        if program is None:
            raise MongodError(f"There is no mongod on this machine: {ADVICE}.")
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        port = self._load().get("port") or _free_port()
        for _ in range(3):
            self._save(port=port)  # before the start: a server whose starter was killed is found again
            code, said = self._move(program, port)
            code, said = (code, said) if code else self._fork(program, port, "--replSet", REPLICA_SET)
            if code == 0:
                with _client(port) as client:
                    _make_primary(client, port)
                self._save(member=port)
                return _uri(port)
            if code == 48:  # the port is taken
                port = _free_port()
            elif code == 100 and (uri := self._wait()):  # the folder is in use: another start of ours, still under way
                return uri
            else:
                break
        raise MongodError(f"{program} does not start (exit code {code}, {said or 'see'} {self.log}): {ADVICE}.")

    def _move(self, program: Path, port: int) -> tuple[int, str]:
        """Write a new port into the configuration of the replica set, which a server of no set can do at once."""
        if self._load().get("member") == port or not (self.data / "WiredTiger").exists():
            return 0, ""
        code, said = self._fork(program, port)
        if code == 0:
            with _client(port) as client:
                client.local["system.replset"].update_one({}, {"$set": {"members.0.host": _host(port)}})
            self._shut_down(port)
        return code, said

    def _fork(self, program: Path, port: int, *more: str) -> tuple[int, str]:
        """Run mongod; it detaches itself once it accepts connections. Gives its exit code and last complaint."""
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

    def _wait(self) -> str | None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if uri := self._running():
                return uri
            if not self._alive():
                return None
            time.sleep(0.1)
        return None

    def _alive(self) -> bool:
        """Whether a mongod holds the data folder: it keeps its lock file locked while it lives."""
        try:
            with (self.data / "mongod.lock").open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _stop(self) -> bool:
        if not self._running():
            return False
        self._shut_down(self._load()["port"])
        return True

    def _shut_down(self, port: int) -> None:
        try:
            with _client(port) as client:
                client.admin.command("shutdown", force=True, timeoutSecs=0)
        except OperationFailure as error:
            raise MongodError(f"mongod refuses to stop ({error.code}), see {self.log}.") from error
        except PyMongoError:
            pass  # it hung up, as it should
        end = time.monotonic() + START_SECONDS
        while self._alive():
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


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _host(port: int) -> str:
    return f"127.0.0.1:{port}"


def _uri(port: int) -> str:
    return f"mongodb://{_host(port)}/?directConnection=true"


def _client(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(_uri(port), serverSelectionTimeoutMS=10_000, socketTimeoutMS=30_000, appname="news-embedded")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _make_primary(client: MongoClient[dict[str, Any]], port: int) -> None:
    """Make the server the primary of a replica set of its own."""
    if client.admin.command("hello").get("isWritablePrimary"):
        return
    with suppress(OperationFailure):  # it is one already
        members = [{"_id": 0, "host": _host(port)}]
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
    end = time.monotonic() + START_SECONDS
    while not client.admin.command("hello").get("isWritablePrimary"):
        if time.monotonic() > end:
            raise MongodError("mongod started, but does not become primary.")
        time.sleep(0.01)
