"""WARC archives: keep what was fetched, find it again, read it as a stream.

Every record is a gzip member of its own, so ``raw`` = {"archive": file name, "offset": bytes} leads to one page.
A folder of pages with a ``pages.json`` manifest (file name -> {"url", "content_type", "status", "method", "body",
"headers"}) is read through the same functions. Bodies are as they came over the wire: ``Content-Encoding`` applies.
"""

from __future__ import annotations

from crawler.archive.index import Index
from crawler.archive.kept import Kept, NotAnArchive
from crawler.archive.packing import pack
from crawler.archive.reader import read, read_one
from crawler.archive.writer import Writer

__all__ = ["Index", "Kept", "NotAnArchive", "Writer", "pack", "read", "read_one"]
