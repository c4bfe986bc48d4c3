"""The tags: links that the page prints as such behind its text, else those of its metadata that the text bears out."""

from __future__ import annotations

import re

from pipelines.chrome import hints
from pipelines.chrome.container import Text
from pipelines.chrome.document import CONTROL, HIDDEN, LINK
from pipelines.chrome.prose import collapse, squash, width
from pipelines.chrome.view import View

_META = ("article:tag", "tags", "news_keywords", "keywords")
"""Names of <meta>, best first."""
_CUT = re.compile(r"\s*[,，、;；|]+\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_TOOL = re.compile(r"\s*(?:\+\s?(?:关注|關注|订阅|구독)|(?:관심|구독)\s?(?:등록|추가)|닫기|더보기|查看更多|更多)$")

_MOST, _WIDEST, _NODES = 20, 20, 160
"""Tags of an element, width of one, nodes of the element."""


def tags(view: View, text: Text, section: str | None) -> tuple[list[str], str]:
    """The tags and the rung that gave them: "generic" (printed) or "meta"; ([], "") where there are none.

    Of metadata the name of the ``section`` is none.
    """
    if found := _printed(view, text):
        return found, "generic"
    doc = view.doc
    if given := view.data.keywords or doc.meta.get("article:tag"):
        return given, "meta"
    if text.tags:
        return [text.tags], "generic"
    for meta in _META:
        words = [word for value in doc.meta.get(meta, ()) for word in _CUT.split(collapse(value)) if word]
        if borne := _borne_out([word for word in words if word != section], view, text):
            return borne, "meta"
    return [], ""


def _printed(view: View, text: Text) -> list[str]:
    """The links of the first element behind the text's beginning that is named as tags, else of one of topics."""
    doc, topics = view.doc, -1
    start = max(text.first, view.head.title_node, 0)
    for i in [i for i in range(start, len(doc)) if doc.named[i] & (hints.TAGS | hints.TOPICS)]:
        if doc.ends[i] - i > _NODES or doc.bits[i] & (HIDDEN | CONTROL) or doc.tags[i] == "a":
            continue
        if not doc.named[i] & hints.TAGS:
            topics = topics if topics >= 0 else i
        elif found := _links(view, i):
            return found
    return _links(view, topics) if topics >= 0 else []


def _links(view: View, box: int) -> list[str]:
    """The short links of an element, where it has nothing but them and a label; without ``#``."""
    doc = view.doc
    found: dict[str, None] = {}
    spoken = 0
    for j in range(box, doc.ends[box]):
        if not doc.texts[j] or doc.bits[j] & (HIDDEN | CONTROL):
            continue
        said = _TOOL.sub("", collapse(doc.texts[j]))
        if doc.bits[j] & LINK or said.startswith("#"):
            for word in re.split(r"\s*[#＃]", said.lstrip("#＃ ")):
                if word.strip():
                    found[word.strip()] = None
        else:
            spoken += width(said)
    fits = all(width(word) <= _WIDEST and not word.startswith("http") for word in found)
    return list(found) if found and fits and len(found) <= _MOST and spoken <= _WIDEST else []


def _borne_out(words: list[str], view: View, text: Text) -> list[str]:
    """Keywords of metadata without the names of the site, where the article speaks of at least half of them."""
    site = squash(f"{view.doc.first_meta('og:site_name')} {view.doc.title.removeprefix(view.head.title)}")
    words = [word for word in words if width(word) <= _WIDEST and squash(word) not in site]
    said = squash(f"{view.head.title} {text.body}")
    spoken = [word for word in words if squash(word) in said]
    return words if words and 2 * len(spoken) >= len(words) else []
