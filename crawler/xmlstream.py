"""XML as portals send it: repaired on the fly and read as a stream, so that size costs time and not memory."""

from __future__ import annotations

import codecs
import gzip
import html
import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree
from w3lib.encoding import read_bom

from crawler.encoding import SAMPLE, choose

CHUNK = 1 << 16
LIMIT = 256 << 20
"""Bytes of one document after decompression; the sitemap protocol allows 50 MB."""

_ENTITY = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{1,32};)?")
_XML_OWN = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ufeff]")
_DECLARATION = re.compile(r"^[^<]*(?:<\?xml\b[^>]*\?>\s*)?")
_OPEN, _CLOSE = "<![CDATA[", "]]>"


class TooLarge(Exception):
    """The document is longer than :data:`LIMIT` when decompressed."""


def _plain(body: bytes) -> Iterator[bytes]:
    """``body`` in pieces, decompressed if it is gzip; a damaged end is where it ends."""
    stream = gzip.GzipFile(fileobj=BytesIO(body)) if body[:2] == b"\x1f\x8b" else BytesIO(body)
    size = 0
    while True:
        try:
            piece = stream.read(CHUNK)
        except (EOFError, OSError, zlib.error):
            return
        if not piece:
            return
        size += len(piece)
        if size > LIMIT:
            raise TooLarge
        yield piece


def head(body: bytes) -> bytes:
    """The beginning of the document, decompressed."""
    return next(_plain(body), b"")[:4096]


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_OWN or name[0] == "#":
        return found[0]
    char = html.entities.html5.get(name)  # &nbsp; and the like, which XML does not know
    return char if char else "&amp;" + name


def _repaired(pieces: Iterator[str]) -> Iterator[str]:
    """Escapes loose ampersands outside CDATA, drops control characters, and cuts only behind a ``>``."""
    rest, in_cdata, first = "", False, True
    for piece in pieces:
        rest += piece
        cut = rest.rfind(">") + 1 or (len(rest) if len(rest) > 16 * CHUNK else 0)
        text, rest = rest[:cut], rest[cut:]
        if first and text:
            text, first = _DECLARATION.sub("", text, count=1), False
        out = []
        while text:
            head, mark, text = text.partition(_CLOSE if in_cdata else _OPEN)
            out.append(head if in_cdata else _ENTITY.sub(_entity, head))
            if mark:
                out.append(mark)
                in_cdata = not in_cdata
        yield _CONTROL.sub("", "".join(out))
    yield _CONTROL.sub("", rest)


def elements(
    body: bytes, tags: tuple[str, ...], content_type: str = "", default: str = "utf-8"
) -> Iterator[etree._Element]:
    """The elements called ``tags`` (local names, any namespace), each whole, in document order.

    An element is emptied when the next one is asked for. What cannot be repaired is passed over; nothing is raised
    but :class:`TooLarge`.
    """
    head = next(_plain(body), b"")
    codec = choose(head if body[:2] == b"\x1f\x8b" else body[:SAMPLE], content_type, default)
    decoder = codecs.getincrementaldecoder(codec)("replace")
    mark = len(read_bom(head)[1] or b"")
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{tag}" for tag in tags], recover=True, resolve_entities=False, no_network=True
    )

    def decoded() -> Iterator[str]:
        for number, piece in enumerate(_plain(body)):
            yield decoder.decode(piece[mark:] if number == 0 else piece)
        yield decoder.decode(b"", final=True)

    def ready() -> Iterator[etree._Element]:
        for _, element in parser.read_events():
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    fed = False
    for text in _repaired(decoded()):
        if text:
            fed = True
            try:
                parser.feed(text.encode("utf-8", "replace"))
            except etree.XMLSyntaxError:
                break
            yield from ready()
    if fed:
        try:
            parser.close()
        except etree.XMLSyntaxError:
            return
        yield from ready()


def local(element: etree._Element) -> str:
    """The name without namespace or prefix, in lower case; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
