"""Makes one WARC file of folders of pages and of other archives."""

from __future__ import annotations

from pathlib import Path

from crawler.archive.kept import NotAnArchive
from crawler.archive.reader import read
from crawler.archive.writer import Writer


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
