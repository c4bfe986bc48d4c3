"""The original source: as the header prints it, as the text says where it comes from, as the page's data names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC

from pipelines import dates, names_zh
from pipelines.chrome.container import Text
from pipelines.chrome.document import CONTROL, HIDDEN, ITEM
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import EASTERN, collapse, squash, width
from pipelines.chrome.view import View

_META = ("contentsource", "mediaid")
"""Names of <meta> that name the source, best first."""
_CONFIRMING = (*_META, "source", "article:media_name", "og:article:author", "article:author", "author")
"""Names of <meta> that confirm a printed name."""

_LABEL = re.compile(
    r"(?<![資资料数據据表])(?:来源|來源|출처|稿源|出处|出處|[来來]自(?=\s?[:：/／])|(?i:(?<![a-z])source(?=\s*[:：])))"
    r"\s*(?:于|於|自)?[\s:：丨｜|/／]{0,4}"
    r"([A-Z][A-Za-z]{1,15}(?:\s[A-Z][A-Za-z]{1,15}){1,3}|[^\s|｜丨／,，。:：（）()\[【]{2,24})"
)
_PAPER = re.compile(
    r"^[\u4e00-\u9fffA-Za-z·]{0,12}(?:网|網|报|報|社|新闻|新聞|周刊|週刊|电视台|電視台|客户端|广播|在线|財經|财经|卫视|日报|晚报|融媒体中心)$"
)
_SURE_PAPER = re.compile(
    r"^(?:(?!本[报報])[\u4e00-\u9fffA-Za-z\d]{2,10}(?:(?<![播海举舉简簡通汇彙情电電上回申填谎小战戰])[报報]|通[讯訊]社|周刊|週刊|[电電][视視][台臺]|融媒体中心)"
    r"|[\u4e00-\u9fff]{3,10}(?:学院|大学|宣传部|办公室|管理局|委员会|人民政府))$"
)
"""A name that needs no line of its own."""
_TOKENS = re.compile(r"[\s｜|丨/／]+")
_OWN_WORK = re.compile(r"^(?:原创|原創|首发|首發|转载|轉載)$")
_OFFICE = re.compile(r"^[가-힣]{2,12}(?:부|처|청|원회|위원회|공사|공단|시|도|군|구|국|실|원|은행)$")
"""A ministry, an agency or a town that signs its own release."""
_WRITER_AND_PAPER = re.compile(
    r"^[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?\s*[/／|]\s*"
    r"([\u4e00-\u9fff]{2,12}(?:报|报道|社|网|新闻|周刊|电视台|日報|新聞|報))$"
)
_NAMED = re.compile(
    r"(?i)(?<![a-z])(?:(?:article)?source(?:_baidu)?|src|laiyuan|outlet|jgname|(?:media|press|cp|paper|source)[-_]?(?:name|nm))(?![a-z])"
)
_FROM = re.compile(
    r"(?:本文|文章|原文|本稿|稿件)?(?:来自|來自|转自|轉自|转载自|轉載自|首发于|首發於|原载于|原載於|刊于|獲|获|經|经)\s?"
    r"(?:微信)?(?:公众号|公眾號|订阅号)?\s*[:：]?\s*[“「『《〈\"]([^”」』》〉\"]{2,20})[”」』》〉\"]"
)
_NO_NAME = re.compile(
    r"\d{2}|^(?:原创|原創|转载|轉載|综合|綜合|网络|網路|网络整理|作者|记者|記者|编辑|編輯|기자|기사원문|입력|수정|등록|글자|复制|複製|分享|字[体號号]|链接|扫码|기사보기|구독|사진|제공|图|圖|www|https?)"
    r"|[。！？!?…]|(?:기자|記者|记者|PD|앵커)$|[创創]作者$|官方账号$|^(?:採訪|采访|[编編][辑輯]部)$|[摄攝]影?$|^(?:摄图网|图虫|视觉中国|東方IC|东方IC|Flickr|Unsplash|Pixabay|[Ss]hutterstock|Dreamstime|i[Ss]tock|Getty)"
)
_TOOLS = re.compile(r"\s*(?:기사\s?원문|원문\s?보기|구독(?:하기)?|바로가기|홈페이지|\[微博\]|\+?关注)$")
_PRESS = re.compile(r"(?:뉴스\d?|일보|신문|경제|타임[스즈]|방송|[网網报報]|新闻|新聞|周刊|週刊)$")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_PIECES = re.compile(r"\s*(?:[|｜]|\s[-–—]\s|::)\s*")
_BAR = re.compile(r"\s*[|｜]\s*")
_LONGEST, _NEAR = 160, 8
"""Characters of a line, and lines behind the text, among which a source is looked for."""


def name(view: View, text: Text) -> tuple[str, str]:
    """The source and the rung that gave it: "generic" (printed) or "data"; ("", "") where the page names none."""
    header = list(_header(view, text.first))
    inside = found.group(1) if (found := _FROM.search(text.credit)) else text.credit
    own = {squash(view.doc.first_meta("og:site_name")), squash(view.data.publisher)} - {""}
    if not header or (view.head.title_at < 0 and text.first < 0):
        printed = inside  # the markup is a shell around a text of scripts
    else:
        printed = _labelled(view, header) or _in_element(view, header) or inside or _beside(view, header, own)
    if printed := printed or _said(text) or _behind(view, text.last):
        return printed, "generic"
    declared = [
        _unlabelled(view.data.credit),
        *(v for meta in _META for v in map(_unlabelled, view.doc.meta.get(meta, ()))),
    ]
    told = next((v for v in declared if v and squash(v) not in own), "") or _foreign(view)
    return (told, "data") if told else ("", "")


def _header(view: View, first: int) -> Iterator[Line]:
    """The visible short lines between headline and text, and the few above the headline."""
    start, stop = view.span(first)
    for line in view.lines[max(0, start - 4) : stop]:
        if len(line.text) < _LONGEST and not line.bits & CONTROL:
            yield line


def _is_site(view: View, said: str) -> bool:
    """Whether a Korean name is that of the site, by the end of the page's title: such a line names no source."""
    name = said.strip(" []【】")
    return bool(_HANGUL.search(name)) and any(name in piece for piece in _PIECES.split(view.doc.title)[1:])


def _labelled(view: View, header: list[Line]) -> str:
    """来源：…, Source: …"""
    for line in header:
        if not _LABEL.search(line.text):
            continue
        if (found := _LABEL.search(_parts(view, line))) and _is_name(found.group(1)):
            return found.group(1).strip()
    return ""


def _parts(view: View, line: Line) -> str:
    """A line with a bar between its text nodes, but before a title in brackets: 来源：甲报｜作者：…"""
    texts = [collapse(view.doc.texts[j]) for j in range(line.first, line.last + 1) if view.doc.texts[j]]
    return "".join(said if said[:1] in "《「（(" else f"｜{said}" for said in texts if said)


def _in_element(view: View, header: list[Line]) -> str:
    """The text of a small element that is named as a source."""
    doc = view.doc
    for line in header:
        if line.bits & HIDDEN:
            continue
        for j in range(line.first, line.last + 1):
            if not doc.texts[j]:
                continue
            node = j
            for _ in range(2):
                node = doc.parents[node]
                names = f"{doc.attr(node, 'class')} {doc.attr(node, 'id')}" if node > 0 and doc.attrs[node] else ""
                if names and (_NAMED.search(names) or (names == "medium " and doc.tags[node] == "a")):
                    said = _TOOLS.sub("", collapse(doc.texts[j]))
                    if _is_name(said) and not dates.find(said, UTC) and not _is_site(view, said):
                        return said
    return ""


def _beside(view: View, header: list[Line], own: set[str]) -> str:
    """A name that stands alone beside a date (2026年11月22日 09:10 环球网) or behind a writer (李明/中国青年报)."""
    told = {collapse(v) for meta in _CONFIRMING for v in view.doc.meta.get(meta, ())}
    writers = told - {collapse(v) for meta in (*_META, "source") for v in view.doc.meta.get(meta, ())}

    def is_writer(said: str) -> bool:
        return said in writers and names_zh.name(said) is not None

    dated = -2
    for k, line in enumerate(header):
        said = line.text
        if found := _WRITER_AND_PAPER.match(said):
            return found.group(1)
        stamps = dates.find(said, UTC) if len(said) < 60 and any(c.isdigit() for c in said) else []
        for stamp in stamps:
            said = said.replace(stamp.text, " ")
        said = said.strip(" |·-—/")
        if (
            stamps
            and _is_name(said)
            and (
                (said in told and not (names_zh.name(said) and said in writers))
                or _PAPER.match(said)
                or _OFFICE.match(said)
            )
        ):
            return said
        dated = k if stamps else dated
        if (name := _token(view, line, bool(stamps))) and k - dated < 2 and squash(name) not in own:
            return name
    return ""


def _token(view: View, line: Line, dated: bool) -> str:
    """The paper's name among the words of a line with a date or beside it; whose own work it is called."""
    if line.bits & HIDDEN or line.linked or not EASTERN.search(line.text):
        return ""
    words = [word for word in _TOKENS.split(_parts(view, line)) if word and not any(c.isdigit() for c in word)]
    if dated and len(words) == 2 and _OWN_WORK.match(words[0]) and _is_name(words[1]):
        return words[1]
    return next((word for word in words[:8] if _SURE_PAPER.match(word)), "")


def _behind(view: View, last: int) -> str:
    """A labelled line of its own behind the text."""
    start = at(view.lines, last + 1) if last >= 0 else len(view.lines)
    for line in view.lines[start : start + _NEAR]:
        found = _LABEL.search(line.text) if line.size < 60 and not line.bits & (CONTROL | HIDDEN | ITEM) else None
        if found and found.start() < 4 and _is_name(found.group(1)):
            return found.group(1).strip()
    return ""


def _said(text: Text) -> str:
    """Whom a line under the text names as the first to print it: 本文来自微信公众号“…”."""
    tail = [*(one.text for one in text.stripped), *text.paragraphs[:1], *text.paragraphs[-2:]]
    for said in tail:
        if len(said) < 40 and (found := _LABEL.match(said)) and _is_name(found.group(1)):
            return found.group(1).strip()
        if len(said) < _LONGEST and (found := _FROM.search(said)):
            return found.group(1).strip()
    return ""


def _foreign(view: View) -> str:
    """The publisher that an aggregator's metadata names; nothing where it is the site itself."""
    doc = view.doc
    named = doc.first_meta("og:site_name") or doc.first_meta("twitter:site")
    site = "" if named.startswith("@") else _BAR.split(named)[0]
    media = collapse(doc.first_meta("article:media_name"))
    signed = _BAR.split(collapse(doc.first_meta("og:article:author", "twitter:creator")))[0]
    told = media or (signed if _PRESS.search(signed) else "")
    own = squash(told) in (squash(site), squash(view.data.publisher))
    return told if site and _is_name(told) and not own else ""


def _unlabelled(value: str) -> str:
    """The name in a <meta>; a machine's word is none."""
    said = collapse(value)
    if found := _LABEL.search(said):
        said = found.group(1)
    return said if _is_name(said) and EASTERN.search(said) else ""


def _is_name(said: str) -> bool:
    return 2 <= len(said) <= 30 and width(said) >= 2 and _NO_NAME.search(said) is None
