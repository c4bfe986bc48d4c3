"""Finds kept answers by what was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from w3lib.url import canonicalize_url

from crawler.archive.folder import manifests, page, warcs
from crawler.archive.kept import REQUEST, RESPONSE, Kept, NotAnArchive
from crawler.archive.reader import Question, address, partners, question_of, read_one, records


class Index:
    """Finds kept answers by what was asked. About 150 bytes an address in memory; bodies stay on disk.

    Of several answers to one question the last one counts, but an error never hides a good answer.
    """

    def __init__(self, paths: Iterable[Path | str]) -> None:
        self._places: dict[bytes, tuple[Path, int, dict[str, Any] | None, bool]] = {}
        for path in map(Path, paths):
            if not path.exists():
                raise FileNotFoundError(f"no such archive: {path}")
            for manifest, entries in manifests(path) if path.is_dir() else ():
                for name, entry in entries.items():
                    kept = page(manifest.parent / name, entry, with_body=False)
                    self._put(_key(kept.method, kept.url, kept.sent), manifest.parent / name, 0, entry, kept.status)
            for file in warcs(path) if path.is_dir() else [path]:
                self._scan(file)
        if not self._places:
            raise NotAnArchive(f"no page in {', '.join(map(str, paths))}")

    def __len__(self) -> int:
        return len(self._places)

    def find(self, method: str, url: str, sent: bytes = b"") -> Kept | None:
        """The answer to a request, or None. Query order, fragment and white space in JSON do not matter."""
        place = self._places.get(_key(method, url, sent))
        if place is None:
            return None
        path, offset, entry, _ = place
        return read_one(path, offset) if entry is None else page(path, entry)

    def _scan(self, path: Path) -> None:
        answers: list[tuple[list[str], str, int, int]] = []  # partners, address, offset, status
        asked: dict[str, Question] = {}
        with path.open("rb") as file:
            for record in records(path, file, RESPONSE | REQUEST):
                if not record.is_http:
                    continue
                if record.record_type == RESPONSE:
                    status, expected = record.http_headers.status_code or 200, record.content_length
                    names = partners(record)
                    if record.consume() < expected:
                        continue  # cut off
                    answers.append((names, address(record), record.stream_pos, status))
                    continue
                question = question_of(record)
                if question[0] != "GET":
                    asked |= dict.fromkeys(partners(record), question)
        for names, url, offset, status in answers:
            method, sent = next((asked[name] for name in names if name in asked), ("GET", b""))
            self._put(_key(method, url, sent), path, offset, None, status)

    def _put(self, key: bytes, path: Path, offset: int, entry: dict[str, Any] | None, status: int) -> None:
        good = status < 400
        if good or key not in self._places or not self._places[key][3]:
            self._places[key] = (path, offset, entry, good)


def _key(method: str, url: str, sent: bytes) -> bytes:
    question = f"{method.upper()} {canonicalize_url(url)} ".encode() + _canonical(sent)
    return hashlib.blake2b(question, digest_size=16).digest()


def _canonical(sent: bytes) -> bytes:
    """JSON and form bodies without the accidents of their writer."""
    if not sent:
        return b""
    try:
        return json.dumps(json.loads(sent), sort_keys=True, ensure_ascii=False).encode()
    except ValueError:
        pairs = sorted(parse_qsl(sent.decode("latin-1"), keep_blank_values=True))
        return urlencode(pairs, encoding="latin-1").encode() if pairs else sent
