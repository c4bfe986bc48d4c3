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


def read(path: Path) -> Iterator[Kept]:
    """The answers of a WARC file (.warc, .warc.gz, .warc.zst) or a folder, one at a time, in order.

    A file that breaks off (a killed run) ends with a warning. Requests that are not GET are known from the records
    that stand before or behind the answer; in a stream the answer is given as GET when its request follows.
    """
    if path.is_dir():
        for manifest, entries in manifests(path):
            for name, entry in entries.items():
                yield page(manifest.parent / name, entry)
        for file in warcs(path):
            yield from read(file)
        return
    with path.open("rb") as file:
        for record in records(path, file, RESPONSE):
            if record.is_http and (kept := _kept(path, record)):
                yield kept


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
        logger.warning("%s: the record of %s is cut off", path, record.headers["WARC-Target-URI"])
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
    return (record.headers["WARC-Target-URI"] or "").strip().removeprefix("<").removesuffix(">")
