"""Records that could not be written, kept on disk until MongoDB is back."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from time import time_ns
from typing import IO

from bson import json_util

from pipelines.entries import Entry

_JSON = json_util.JSONOptions(tz_aware=True, tzinfo=UTC)


class Spool:
    """What could not be written, as JSON lines of extended JSON on disk. One file a batch."""

    def __init__(self, folder: str | Path, name: str) -> None:
        self.folder, self._name = Path(folder), name

    def save(self, entries: Sequence[Entry]) -> None:
        """A new file, synced, or none at all. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self._name}-{os.getpid()}-{time_ns()}.part"  # nobody drains it yet
        try:
            with path.open("x", encoding="utf-8", errors="backslashreplace") as file:
                for entry in entries:
                    value = {"place": entry.place, "document": entry.document, "tried": entry.tried}
                    file.write(json_util.dumps(value) + "\n")
                file.flush()
                os.fsync(file.fileno())
            path.rename(path.with_suffix(".jsonl"))
        except OSError:
            path.unlink(missing_ok=True)
            raise

    def files(self) -> list[Path]:
        """What waits, in the order of time."""
        return sorted(self.folder.glob("*.jsonl"), key=_when) if self.folder.is_dir() else []

    def ours(self, path: Path) -> bool:
        """Whether this process wrote the file."""
        return path.stem.startswith(f"{self._name}-{os.getpid()}-")

    @contextmanager
    def taken(self, path: Path) -> Iterator[IO[str] | None]:
        """The open file, ours alone; None if another process has it."""
        try:
            file = path.open(encoding="utf-8")
        except FileNotFoundError:
            yield None
            return
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield file if path.exists() else None

    @staticmethod
    def read(file: IO[str]) -> tuple[list[Entry], list[str]]:
        """Its entries, and the lines that are none (cut off when the disk was full)."""
        entries, broken = [], []
        for line in file:
            try:
                value = json_util.loads(line, json_options=_JSON)
                entries.append(Entry(value["place"], value["document"], tried=value["tried"]))
            except (ValueError, KeyError, TypeError):
                broken.append(line)
        return entries, broken


def _when(path: Path) -> tuple[int, str]:
    number = path.stem.rpartition("-")[2]
    return (int(number) if number.isdecimal() else 0, path.stem)
