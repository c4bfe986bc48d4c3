"""Makes one WARC file of folders of pages and of other archives."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.archive.kept import NotAnArchive
from crawler.archive.reader import read
from crawler.archive.writer import Writer


def pack(sources: Iterable[Path], out: Path) -> int:
    """Write the answers of folders and archives into one new WARC file; how many there were.

    Raises FileExistsError, NotAnArchive and OSError; then there is no new file.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists already")
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".pack-", dir=out.parent) as folder:
        with closing(Writer(Path(folder), out.name.partition(".")[0], max_bytes=1 << 62)) as writer:
            for source in sources:
                _add(source, writer)
        for written in Path(folder).iterdir():
            written.rename(out)
    return writer.records


def _add(source: Path, writer: Writer) -> None:
    before = writer.records
    for kept in read(source):
        writer.add(
            kept.url,
            kept.body,
            status=kept.status,
            headers=kept.headers,
            method=kept.method,
            sent=kept.sent,
            fetched_at=kept.fetched_at,
        )
    if writer.records == before:
        raise NotAnArchive(f"{source} holds no page")
