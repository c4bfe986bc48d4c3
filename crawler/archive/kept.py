"""One kept answer of a portal, and what writers and readers of archives share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastwarc.warc import WarcRecordType

HOP_BY_HOP = {"transfer-encoding", "connection", "content-length"}
RESPONSE, REQUEST, INFO = WarcRecordType.response, WarcRecordType.request, WarcRecordType.warcinfo


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
