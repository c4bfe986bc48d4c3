"""WARC archives: keep what was fetched, find it again, read it as a stream.

Every record is a gzip member of its own, so ``raw`` = {"archive": file name, "offset": bytes} leads to one page.
A folder of pages with a ``pages.json`` manifest (file name -> {"url", "content_type", "status", "method", "body",
"headers"}) is read through the same functions. Bodies are as they came over the wire: ``Content-Encoding`` applies.
"""

from __future__ import annotations

import hashlib
import http
import io
import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastwarc import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from w3lib.url import canonicalize_url

logger = logging.getLogger(__name__)

LEVEL = 6  # gzip; 3.3 ms for a page of 139 kB, 2.7 ms and a seventh more space at 1 (warcio: 7.5 ms; November 2026)
SECRET = {"authorization", "proxy-authorization", "cookie"}
HOP_BY_HOP = {"transfer-encoding", "connection", "content-length"}
RESPONSE, REQUEST, INFO = WarcRecordType.response, WarcRecordType.request, WarcRecordType.warcinfo

Headers = Iterable[tuple[str, str]]


class NotAnArchive(ValueError):
    """The file is neither WARC nor a folder with pages."""


@dataclass(slots=True)
class Kept:
    """One kept answer of a portal."""

    url: str
    body: bytes
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    method: str = "GET"
    sent: bytes = b""
    """Body of the request."""
    fetched_at: datetime | None = None
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


# writing


class Writer:
    """Appends request and response records to one file of a folder, and starts another when it is full.

    The file is made at the first record, under a name that no other run has (``<label>-<time>-<pid>-<n>.warc.gz``).
    A record goes to disk in one write: a killed run loses at most the record it was writing.
    """

    def __init__(self, folder: Path, label: str, max_bytes: int = 1 << 30) -> None:
        self.folder, self.label, self.max_bytes = folder, label, max_bytes
        self.stem = f"{label}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
        self.files = 0
        self.records = 0
        self._file: io.FileIO | None = None

    def add(
        self,
        url: str,
        body: bytes,
        *,
        status: int = 200,
        headers: Headers = (),
        method: str = "GET",
        sent: bytes = b"",
        sent_headers: Headers = (),
        ip_address: str = "",
    ) -> dict[str, Any]:
        """Keep one answer and what asked for it; the place of the answer, for ``raw``. Raises OSError (disk full)."""
        reply = _record(RESPONSE, _http(_status_line(status), headers, body), url)
        if ip_address:
            reply.headers["WARC-IP-Address"] = ip_address
        asked = _record(REQUEST, _http(f"{method} {url} HTTP/1.1", sent_headers, sent, SECRET), url)
        asked.headers["WARC-Concurrent-To"] = str(reply.record_id)
        file = self._open()
        offset = file.seek(0, os.SEEK_END)
        file.write(_gzip(reply, asked))
        self.records += 1
        return {"archive": Path(str(file.name)).name, "offset": offset}

    def _open(self) -> io.FileIO:
        if self._file and self._file.seek(0, os.SEEK_END) >= self.max_bytes:
            self.close()
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.files += 1
            path = self.folder / f"{self.stem}-{self.files:02}.warc.gz"
            self._file = io.FileIO(path, "ab")
            info = f"software: hanja-news-crawler\r\nformat: WARC File Format 1.1\r\nisPartOf: {self.label}\r\n"
            record = _record(INFO, info.encode())
            record.headers["WARC-Filename"] = path.name
            record.headers["Content-Type"] = "application/warc-fields"
            self._file.write(_gzip(record))
        return self._file

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _status_line(status: int) -> str:
    try:
        return f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP/1.1 {status} Unknown"


def _http(first_line: str, headers: Headers, body: bytes, leave_out: set[str] | None = None) -> bytes:
    skipped = HOP_BY_HOP | (leave_out or set())
    lines = [first_line, *(f"{name}: {value}" for name, value in headers if name.lower() not in skipped)]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(line.replace("\r", " ").replace("\n", " ") for line in lines).encode() + b"\r\n\r\n" + body


def _record(kind: WarcRecordType, content: bytes, url: str = "") -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.record_date = datetime.now(UTC).replace(microsecond=0)
    if url:
        record.is_http = True
        record.headers["WARC-Target-URI"] = url
        record.headers["Content-Type"] = f"application/http; msgtype={'request' if kind == REQUEST else 'response'}"
    record.set_bytes_content(content)
    return record


def _gzip(*records: WarcRecord) -> bytes:
    buffer = io.BytesIO()
    writer = GzipWriter(buffer, compression_level=LEVEL)
    for record in records:
        record.write(writer, checksum_data=True)
        writer.finish()
    return buffer.getvalue()


def pack(source: Path, out: Path) -> int:
    """Write the pages of a folder (or the answers of another archive) into one WARC file; how many there were."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        raise FileExistsError(f"{out} exists already")
    writer = Writer(out.parent, source.name, max_bytes=1 << 62)
    for kept in read(source):
        writer.add(kept.url, kept.body, status=kept.status, headers=kept.headers, method=kept.method, sent=kept.sent)
    if not writer._file:
        raise NotAnArchive(f"{source} holds no page")
    written = Path(str(writer._file.name))
    writer.close()
    written.rename(out)
    return writer.records


# reading


def read(path: Path) -> Iterator[Kept]:
    """The answers of a WARC file (.warc, .warc.gz, .warc.zst) or a folder, one at a time, in order.

    A file that breaks off (a killed run) ends with a warning. Requests that are not GET are known from the records
    that stand before or behind the answer; in a stream the answer is given as GET when its request follows.
    """
    if path.is_dir():
        for manifest, entries in _manifests(path):
            for name, entry in entries.items():
                yield _page(manifest.parent / name, entry)
        for file in _warcs(path):
            yield from read(file)
        return
    with path.open("rb") as file:
        for record in _records(path, file, RESPONSE):
            if record.is_http and (kept := _kept(path, record)):
                yield kept


def read_one(path: Path, offset: int) -> Kept:
    """The one answer at a place. Raises NotAnArchive where no response record starts there."""
    with path.open("rb") as file:
        file.seek(offset)
        for record in _records(path, file, RESPONSE | REQUEST | INFO, start=offset):
            if record.record_type == RESPONSE and (kept := _kept(path, record, offset)):
                return kept
            break
    raise NotAnArchive(f"{path} has no response at offset {offset}")


def _records(path: Path, file: Any, kinds: WarcRecordType, start: int = 0) -> Iterator[WarcRecord]:
    found = False
    try:
        for record in ArchiveIterator(file, record_types=kinds):
            found = True
            yield record
    except OSError as error:
        if not found:
            raise NotAnArchive(f"{path} is no WARC file at offset {start}: {error}") from error
        logger.warning("%s is damaged, the rest of it is skipped: %s", path, error)


def _kept(path: Path, record: WarcRecord, offset: int | None = None) -> Kept | None:
    """None for a record that the end of the file cut off."""
    expected = record.content_length
    body = record.reader.read()
    if len(body) < expected:
        logger.warning("%s: the record of %s is cut off", path, record.headers["WARC-Target-URI"])
        return None
    headers = record.http_headers
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        body = _dechunked(body)
    return Kept(
        url=_address(record),
        body=body,
        status=headers.status_code or 200,
        headers=[(name, value) for name, value in headers.to_tuples() if name.lower() not in HOP_BY_HOP],
        fetched_at=record.record_date,
        raw={"archive": path.name, "offset": record.stream_pos if offset is None else offset},
    )


def _dechunked(body: bytes) -> bytes:
    """Some tools keep the chunks of the wire, some join them and keep the header."""
    parts, at = [], 0
    while at < len(body):
        end = body.find(b"\r\n", at)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end > at else -1
        except ValueError:
            size = -1
        if size < 0 or body[end + 2 + size : end + 4 + size] not in (b"\r\n", b""):
            return body
        parts.append(body[end + 2 : end + 2 + size])
        if size == 0:
            break
        at = end + 4 + size
    return b"".join(parts)


def _address(record: WarcRecord) -> str:
    """wget wrote the address between angle brackets until 2019."""
    return (record.headers["WARC-Target-URI"] or "").strip().removeprefix("<").removesuffix(">")


def _warcs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith((".warc", ".warc.gz", ".warc.zst")))


def _manifests(folder: Path) -> Iterator[tuple[Path, dict[str, dict[str, Any]]]]:
    for manifest in sorted(folder.rglob("pages.json")):
        try:
            yield manifest, json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError as error:
            raise NotAnArchive(f"{manifest}: {error}") from error


def _page(path: Path, entry: dict[str, Any], with_body: bool = True) -> Kept:
    sent = entry.get("body", b"")
    if not isinstance(sent, (bytes, str)):
        sent = json.dumps(sent, ensure_ascii=False)
    method = entry.get("method") or ("POST" if sent else "GET")
    return Kept(
        url=entry["url"],
        body=path.read_bytes() if with_body else b"",
        status=entry.get("status", 200),
        headers=[("Content-Type", entry.get("content_type") or "text/html"), *entry.get("headers", {}).items()],
        method=method,
        sent=sent.encode() if isinstance(sent, str) else sent,
        fetched_at=datetime.fromtimestamp(path.stat().st_mtime, UTC) if with_body else None,
        raw={"archive": f"{path.parent.name}/{path.name}", "offset": 0},
    )


# finding


class Index:
    """Finds kept answers by what was asked. About 150 bytes an address in memory; bodies stay on disk.

    Of several answers to one question the last one counts, but an error never hides a good answer.
    """

    def __init__(self, paths: Iterable[Path | str]) -> None:
        self._places: dict[bytes, tuple[Path, int, dict[str, Any] | None, bool]] = {}
        for path in map(Path, paths):
            if not path.exists():
                raise FileNotFoundError(f"no such archive: {path}")
            for manifest, entries in _manifests(path) if path.is_dir() else ():
                for name, entry in entries.items():
                    kept = _page(manifest.parent / name, entry, with_body=False)
                    self._put(_key(kept.method, kept.url, kept.sent), manifest.parent / name, 0, entry, kept.status)
            for file in _warcs(path) if path.is_dir() else [path]:
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
        return read_one(path, offset) if entry is None else _page(path, entry)

    def _scan(self, path: Path) -> None:
        answers: list[tuple[str, str, int, int]] = []  # record id, address, offset, status
        asked: dict[str, tuple[str, bytes]] = {}
        with path.open("rb") as file:
            for record in _records(path, file, RESPONSE | REQUEST):
                if not record.is_http:
                    continue
                if record.record_type == RESPONSE:
                    status, expected = record.http_headers.status_code or 200, record.content_length
                    if record.consume() < expected:
                        continue  # cut off
                    answers.append((str(record.record_id), _address(record), record.stream_pos, status))
                    continue
                method = (record.http_headers.status_line or "GET").split(" ", 1)[0]
                if method != "GET":
                    asked[record.headers["WARC-Concurrent-To"] or ""] = (method, record.reader.read())
        for identity, url, offset, status in answers:
            method, sent = asked.get(identity, asked.get(f"<{identity}>", ("GET", b"")))
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
