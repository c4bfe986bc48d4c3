"""Broken variants of an article page: what a crawl meets when a portal has no article to give.

Each takes the page's HTML, its gold and a filler; the frame of the page (header, menus, footer, scripts) stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.evaluation.score import squash

_NOT_SHOWN = ("script", "style", "noscript", "template", "title", "head", "meta", "-comment")
ERRORS = {
    "ko": ("페이지를 찾을 수 없습니다", "요청하신 기사가 삭제되었거나 주소가 잘못되었습니다."),
    "zh-Hans": ("页面不存在", "您访问的文章不存在或已被删除，请检查网址是否正确。"),
    "zh-Hant": ("找不到網頁", "您要瀏覽的新聞不存在或已被移除，請確認網址是否正確。"),
    "en": ("Page not found", "The article you requested does not exist or has been removed. Please check the address."),
}


def body_removed(html: str, gold: dict[str, Any], fill: str = "") -> str:
    """Without the text, wherever the page keeps it: ``fill`` (HTML) stands in its place."""
    tree = LexborHTMLParser(html)
    root = tree.body
    if root is None:
        return html
    shown = squash(root.text(deep=True))
    keys = [squash(p) for p in gold["body"]]
    keys = [k for k in keys if len(k) >= 8 and k in shown] or [k for k in keys if k in shown]
    beginnings = {squash(p)[:12] for p in gold["body"]}
    for node in tree.css("script, textarea, meta"):
        said = _plain(node.text(deep=True) or "") + _plain(node.attributes.get("content") or "")
        if any(key in said for key in beginnings):
            node.decompose()
    filling = LexborHTMLParser(f"<div>{fill}</div>").css_first("div")
    holder = _holder(root, keys, 0.8) if keys else None
    if holder is None:
        root.insert_child(filling)
    else:
        holder.replace_with(filling)
    shown = squash(root.text(deep=True))
    for key in keys:  # what stands elsewhere: a copy, or a text in several boxes
        while key in shown and (copy := _holder(root, [key], 1.0)) is not None:
            copy.decompose()
            shown = squash(root.text(deep=True))
    return tree.html or ""


def _holder(root: LexborNode, keys: list[str], share: float) -> LexborNode | None:
    """The lowest element below ``root`` that shows that share of the paragraphs."""
    found, deeper = None, root
    while deeper is not None:
        child, inner = deeper.child, None
        while child is not None and inner is None:
            if child.tag not in _NOT_SHOWN and child.tag != "-text":
                shown = squash(child.text(deep=True))
                if sum(key in shown for key in keys) >= share * len(keys):
                    inner = child
            child = child.next
        found, deeper = inner or found, inner
    return found


def _plain(text: str) -> str:
    """Script text with JSON escapes and tags resolved, squashed."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text).replace('\\"', '"')
    return squash(re.sub(r"<[^>]{0,300}>|\\[nrt]", "", text))


def list_page(html: str, gold: dict[str, Any], titles: list[str]) -> str:
    """The page with headlines of other articles instead of its text and headline."""
    links = "".join(f'<li><a href="/article/{i}">{escape(title)}</a></li>' for i, title in enumerate(titles))
    return _retitled(body_removed(html, gold, f"<ul>{links}</ul>"), gold, gold.get("section") or "")


def error_page(html: str, gold: dict[str, Any], titles: list[str]) -> str:
    """What the portal says when the article is gone, inside its usual frame."""
    head, text = ERRORS.get(gold["language"], ERRORS["en"])
    return _retitled(body_removed(html, gold, f"<h2>{head}</h2><p>{text}</p>"), gold, head)


def _retitled(html: str, gold: dict[str, Any], title: str) -> str:
    """The headline of the article replaced wherever it stands, its date and description gone."""
    tree = LexborHTMLParser(html)
    key = squash(gold["title"])
    for node in tree.css("meta"):
        name = (node.attributes.get("property") or node.attributes.get("name") or "").lower()
        if name.rpartition(":")[2] in ("description", "title") or "time" in name:
            node.decompose()
    for node in tree.css("title"):
        node.replace_with(LexborHTMLParser(f"<title>{escape(title)}</title>").css_first("title"))
    for node in tree.css("h1, h2, h3, h4, p, div, td, span, strong"):
        if node.parent is not None and squash(node.text(deep=True)) == key:
            node.decompose()
    for node in tree.css('script[type*="ld+json"]'):
        node.decompose()
    return tree.html or ""


def half_cut(html: str, gold: dict[str, Any], titles: list[str]) -> str:
    """The transfer ended in the middle of the text, inside a paragraph."""
    longest = max(gold["body"], key=len)
    middle = html.find(longest[:12], max(0, html.find("<body")))
    return html[: middle + len(longest) // 2] if middle > 0 else html[: len(html) // 2]


VARIANTS: dict[str, Callable[[str, dict[str, Any], list[str]], str]] = {
    "body removed": lambda html, gold, titles: body_removed(html, gold),
    "list page": list_page,
    "error page": error_page,
    "half cut": half_cut,
}
