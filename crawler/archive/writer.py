"""Keeps answers as WARC, each record a gzip member of its own."""

from __future__ import annotations

import http
import io
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from crawler.archive.kept import HOP_BY_HOP, INFO, REQUEST, RESPONSE

LEVEL = 6  # gzip; 3.3 ms for a page of 139 kB, 2.7 ms and a seventh more space at 1 (warcio: 7.5 ms; November 2026)
SECRET = {"authorization", "proxy-authorization", "cookie"}

Headers = Iterable[tuple[str, str]]


class Writer:
    """Appends request and response records to one file of a folder, and starts another when it is full.

    The file is made at the first record, under a name that no other run has (``<label>-<time>-<pid>-<n>.warc.gz``).
    A killed run loses at most the record it was writing; of one that the disk has no room for nothing is left.
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
        fetched_at: datetime | None = None,
    ) -> dict[str, Any]:
        """Keep one answer and what asked for it; the place of the answer, for ``raw``. Raises OSError (disk full).

        ``fetched_at`` is aware, and now if it is not given.
        """
        reply = _record(RESPONSE, _http(_status_line(status), headers, body), url, fetched_at)
        if ip_address:
            reply.headers["WARC-IP-Address"] = ip_address
        asked = _record(REQUEST, _http(f"{method} {url} HTTP/1.1", sent_headers, sent, SECRET), url, fetched_at)
        asked.headers["WARC-Concurrent-To"] = str(reply.record_id)
        file = self._open()
        offset = _append(file, _gzip(reply, asked))
        self.records += 1
        return {"archive": Path(str(file.name)).name, "offset": offset}

    def _open(self) -> io.FileIO:
        if self._file and self._file.seek(0, os.SEEK_END) >= self.max_bytes:
            self.close()
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.files += 1
            path = self.folder / f"{self.stem}-{self.files:02}.warc.gz"
            info = f"software: hanja-news-crawler\r\nformat: WARC File Format 1.1\r\nisPartOf: {self.label}\r\n"
            record = _record(INFO, info.encode())
            record.headers["WARC-Filename"] = path.name
            record.headers["Content-Type"] = "application/warc-fields"
            self._file = io.FileIO(path, "ab")
            _append(self._file, _gzip(record))
        return self._file

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _append(file: io.FileIO, data: bytes) -> int:
    """Where the data begins in the file. A write can take a part only; the error comes with the next one."""
    offset, rest = file.seek(0, os.SEEK_END), memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(offset)
        raise
    return offset


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


def _record(kind: WarcRecordType, content: bytes, url: str = "", at: datetime | None = None) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.record_date = (at or datetime.now(UTC)).replace(microsecond=0)
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
