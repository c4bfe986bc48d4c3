"""Folders of pages with a manifest, read as archives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archive.kept import Kept, NotAnArchive


def warcs(folder: Path) -> list[Path]:
    """All in it, but not in hidden folders: there one may be in the making."""
    found = (path for path in folder.rglob("*") if path.name.endswith((".warc", ".warc.gz", ".warc.zst")))
    return sorted(path for path in found if not any(part[0] == "." for part in path.relative_to(folder).parts[:-1]))


def manifests(folder: Path) -> Iterator[tuple[Path, dict[str, dict[str, Any]]]]:
    for manifest in sorted(folder.rglob("pages.json")):
        try:
            yield manifest, json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError as error:
            raise NotAnArchive(f"{manifest}: {error}") from error


def page(path: Path, entry: dict[str, Any], with_body: bool = True) -> Kept:
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
