"""Articles that a state keeps as a list of blocks (paragraphs, headings, pictures, quotes), written out as HTML.

Publishing systems differ in names, not in form: a block is an object with a type, its text under one of few keys or as
lists of inline pieces (text, link, bold), a picture with an address and a caption.
"""

from __future__ import annotations

import html
import re
from typing import Any

from pipelines.chrome.prose import width

MAX_BLOCKS = 400
"""Blocks of one list that are read."""
_DEPTH = 8

_TYPE_KEYS = ("type", "blockType", "_type", "kind", "block_type", "componentType", "tag", "nodeType")
_NO_TEXT = re.compile(
    r"(?i)relat|recommend|(?:^|[_-])ads?(?:$|[_-])|advert|banner|promo|summary|poll|newsletter|interstitial|link_?list"
    r"|video|audio|raw_?html|embed|iframe|script|story|reference|index|toc|divider|^hr$|subscribe|sponsor|comment"
)
_PICTURE = re.compile(r"(?i)image|photo|pic|figure|gallery|^img$|album|slide")
_HEADING = re.compile(r"(?i)head|title|^h[1-6]$|crosshead|subhead")
_LIST = re.compile(r"(?i)^(?:ul|ol)$|list")
_BOLD = re.compile(r"(?i)bold|strong|^b$")
_INLINE = re.compile(
    r"(?i)text|link|bold|strong|ital|^em$|underline|^a$|span|mark|fragment|hyperlink|plain|^b$|^i$|^u$"
)
_TEXT = ("content", "text", "value", "data", "html", "message", "body", "quote", "paragraph")
_CHILDREN = (
    "htmlTokens", "blocks", "children", "content", "items", "elements", "paragraphs", "tokens", "model", "props",
    "data", "value", "text", "body", "content_elements",
)  # fmt: skip
_ADDRESS = ("url", "src", "cdnUrl", "imageUrl", "image_url", "imgurl", "img_url", "origin", "originUrl", "link", "pic")
_CAPTION = ("caption", "desc", "description", "intro", "summary", "alt", "title", "note", "caption_text")
_IN_PICTURE = ("image", "img", "images", "photo", "photos", "data", "model", "items", "pics", "content", "imgurl0")
_PLACE = re.compile(r"<!--\s?(IMG[#_]?\d{1,3})\s?-->")
_PLACE_NAME = re.compile(r"IMG[#_]?\d{1,3}")
_STOP = re.compile(r"[。！？]|[다요][.]|[.!?][\"'”’」』)）\s]*$")
_TAGS = re.compile(r"<[^>]{0,2000}>")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5});")


def as_html(items: list[Any]) -> str:
    """A list of blocks, of lists of inline pieces or of plain strings as HTML; "" for a list of anything else."""
    parts: list[str] = []
    for item in items[:MAX_BLOCKS]:
        parts += _block(item, 0)
    texts = [plain for part in parts if not part.startswith("<figure") and (plain := _TAGS.sub("", part).strip())]
    closed = sum(_STOP.search(text) is not None for text in texts)
    if len(texts) < 2 or closed < max(2, 0.3 * len(texts)) or len(texts) < 0.25 * min(len(items), MAX_BLOCKS):
        return ""
    return "".join(parts)


def placed(thing: dict[str, Any]) -> dict[str, str]:
    """Names of places in a text (``<!--IMG_0-->``) -> the figures that an object keeps for them: by name, or in a list
    of pictures that say where they belong (``ref``).
    """
    out: dict[str, str] = {}
    for key, value in thing.items():
        if isinstance(value, dict) and _PLACE_NAME.fullmatch(key):
            out[key] = "".join(_pictures(value, 0))
        elif isinstance(value, list) and value and isinstance(value[0], dict) and "ref" in value[0]:
            for one in value[:MAX_BLOCKS]:
                if isinstance(one, dict) and (place := _PLACE.match(str(one.get("ref")))):
                    out[place.group(1)] = "".join(_pictures(one, 0))
    return out


def with_pictures(text: str, figures: dict[str, str]) -> str:
    """A text with the figures in their places."""
    return _PLACE.sub(lambda place: figures.get(place.group(1), ""), text) if figures else text


def _kind(item: dict[str, Any]) -> str:
    return next((value for key in _TYPE_KEYS if isinstance(value := item.get(key), str)), "")


def _block(item: Any, depth: int) -> list[str]:
    """The pieces of HTML that one block is."""
    if depth > _DEPTH:
        return []
    if isinstance(item, str):
        return [_paragraph(item)] if item.strip() else []
    if isinstance(item, list):
        if _is_inline(item):
            joined = "".join(map(_inline, item))
            return [f"<p>{joined}</p>"] if joined.strip() else []
        return [piece for one in item[:MAX_BLOCKS] for piece in _block(one, depth + 1)]
    if not isinstance(item, dict):
        return []
    kind = _kind(item)
    if _PICTURE.search(kind):
        return _pictures(item, depth)
    if _NO_TEXT.search(kind):
        return []
    tag = "h3" if _HEADING.search(kind) and "text" not in kind.lower() else "p"
    for key in _TEXT:
        if isinstance(value := item.get(key), str) and value.strip():
            return [_paragraph(value, tag)]
    for key in _CHILDREN:
        value = item.get(key)
        if isinstance(value, list) and value and _LIST.search(kind):
            pieces = [piece for one in value[:MAX_BLOCKS] for piece in _block(one, depth + 1)]
        elif isinstance(value, dict) or (isinstance(value, list) and value):
            pieces = _block(value, depth + 1)
        else:
            continue
        if pieces:
            return [_as_heading(piece) for piece in pieces] if tag == "h3" else pieces
    return []


def _as_heading(piece: str) -> str:
    return piece.replace("<p>", "<h3>").replace("</p>", "</h3>")


def _paragraph(text: str, tag: str = "p") -> str:
    """A text that may be HTML already."""
    if "<" in text or _ENTITY.search(text):
        return f"<div>{text}</div>" if tag == "p" else f"<{tag}>{text}</{tag}>"
    rows = [f"<{tag}>{html.escape(row, quote=False)}</{tag}>" for row in text.split("\n") if row.strip()]
    return "".join(rows)


def _is_inline(items: list[Any]) -> bool:
    """Whether a list holds the pieces of one paragraph."""
    return bool(items) and all(
        isinstance(one, dict)
        and isinstance(one.get("content", one.get("text", one.get("value"))), str)
        and (not _kind(one) or _INLINE.search(_kind(one)))
        for one in items
    )


def _inline(piece: dict[str, Any]) -> str:
    said = piece.get("content", piece.get("text", piece.get("value")))
    escaped = said if "<" in said else html.escape(html.unescape(said), quote=False)
    return f"<b>{escaped}</b>" if _BOLD.search(_kind(piece)) else escaped


def _pictures(item: dict[str, Any], depth: int) -> list[str]:
    """A picture block as figures; a gallery has several."""
    if depth > _DEPTH:
        return []
    address = next((v for k in _ADDRESS if isinstance(v := item.get(k), str) and "/" in v), "")
    if address:
        caption = next((v for k in _CAPTION if isinstance(v := item.get(k), str) and width(v) > 3), "")
        said = f"<figcaption>{html.escape(_TAGS.sub('', caption), quote=False)}</figcaption>" if caption else ""
        return [f'<figure><img src="{html.escape(address)}">{said}</figure>']
    for key in _IN_PICTURE:
        value = item.get(key)
        if isinstance(value, dict) and (found := _pictures(value | _outer(item, value), depth + 1)):
            return found
        if isinstance(value, list):
            found = [piece for one in value[:60] if isinstance(one, dict) for piece in _pictures(one, depth + 1)]
            if found:
                return found
    return []


def _outer(item: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    """The caption that stands outside the object with the address."""
    if any(isinstance(inner.get(key), str) and inner.get(key) for key in _CAPTION):
        return {}
    return {key: item[key] for key in _CAPTION if isinstance(item.get(key), str)}
