"""Reads archives, ours and those of other tools, as a stream."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.archive.folder import manifests, page, warcs
from crawler.archive.kept import HOP_BY_HOP, INFO, REQUEST, RESPONSE, Kept, NotAnArchive

logger = logging.getLogger(__name__)

Question = tuple[str, bytes]
"""Method and body of a request."""


def read(path: Path) -> Iterator[Kept]:
    """The answers of a WARC file (.warc, .warc.gz, .warc.zst) or a folder, one at a time, in order.

    A file that breaks off (a killed run) ends with a warning. What was asked is known from a request record somewhere
    before the answer or right behind it; an answer without one is given as GET.
    """
    if path.is_dir():
        files = warcs(path)  # before anything is made of the pages, perhaps in the same folder
        for manifest, entries in manifests(path):
            for name, entry in entries.items():
                yield page(manifest.parent / name, entry)
        for file in files:
            yield from _stream(file)
    else:
        yield from _stream(path)


def _stream(path: Path) -> Iterator[Kept]:
    asked: dict[str, Question] = {}
    last: Kept | None = None
    names: list[str] = []
    with path.open("rb") as file:
        for record in records(path, file, RESPONSE | REQUEST):
            if not record.is_http:
                continue
            if record.record_type == REQUEST:
                question = question_of(record)
                if last and set(partners(record)) & set(names):
                    last.method, last.sent = question
                elif question[0] != "GET":
                    asked |= dict.fromkeys(partners(record), question)
                continue
            if last:
                yield last
            last, names = _kept(path, record), partners(record)
            if last:
                last.method, last.sent = next((asked.pop(name) for name in names if name in asked), ("GET", b""))
    if last:
        yield last


def read_one(path: Path, offset: int) -> Kept:
    """The one answer at a place. Raises NotAnArchive where no response record starts there."""
    with path.open("rb") as file:
        file.seek(offset)
        for record in records(path, file, RESPONSE | REQUEST | INFO, start=offset):
            if record.record_type == RESPONSE and (kept := _kept(path, record, offset)):
                return kept
            break
    raise NotAnArchive(f"{path} has no response at offset {offset}")


def records(path: Path, file: Any, kinds: WarcRecordType, start: int = 0) -> Iterator[WarcRecord]:
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
        logger.warning("%s: the record of %s is cut off", path, address(record))
        return None
    headers = record.http_headers
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        body = _dechunked(body)
    return Kept(
        url=address(record),
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


def address(record: WarcRecord) -> str:
    """wget wrote the address between angle brackets until 2019."""
    return (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")


def question_of(request: WarcRecord) -> Question:
    method = (request.http_headers.status_line or "GET").split(" ", 1)[0]
    return method, request.reader.read()


def partners(record: WarcRecord) -> list[str]:
    """What ties a request and its answer together: most tools name the answer in the request, wget does the reverse."""
    names = (record.record_id, record.headers.get("WARC-Concurrent-To"))
    return [str(name).strip("<>") for name in names if name]
