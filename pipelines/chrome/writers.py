"""Who signs a page: printed bylines above the text, cards behind it, author strings of metadata.

``first`` and ``last`` are the first and last node of the text.
"""

from __future__ import annotations

import re
from datetime import UTC
from urllib.parse import urlsplit

from pipelines import byline_zh, dates, names_ko, people
from pipelines.byline import EMAIL, HAN, HANGUL
from pipelines.chrome import hints
from pipelines.chrome.cards import MOST, apart, card_of, runs
from pipelines.chrome.document import CONTROL, HIDDEN, LINK
from pipelines.chrome.lines import Line
from pipelines.chrome.prose import collapse, squash, width
from pipelines.chrome.view import View

# names of <meta>, best first
_AUTHORS = (
    "article:author", "author", "og:article:author", "dable:author", "byl", "dc.creator", "dcterms.creator",
    "parsely-author", "twitter:creator", "sailthru.author", "article:author:name", "mediator_author", "creator",
    "weibo: article:author", "nate:author", "cxenseparse:author", "og:author", "article_author", "byline", "reporter",
    "writer",
)  # fmt: skip

# parts of a line that holds a writer
_STAMP = "\x00"
"""Stands where a date was."""
_STAMP_LABEL = re.compile(
    r"(?:(?:(?:기사|최종|최초|노출)\s?)?(?:입력|등록|승인|송고|작성|수정|업데이트|발행)(?:\s?(?:시간|일시|일자?))?"
    r"|(?:最[后後近])?(?:更新|[发發][布表稿]|刊登|出版|上[传傳])?(?:[于於]|[时時][间間]|日期)?)\s?[:：|ㅣ/／]?\s?"
    rf"{_STAMP}(?:\s?[|ㅣ]\s?{_STAMP})*(?:\s?(?:[发發][布表]|更新|입력|수정|등록|승인)(?![가-힣:：]))?"
)
_LOOSE_LABEL = re.compile(
    r"(?:기사|노출)?(?:입력|등록|승인|송고|작성|수정|최종수정|업데이트)\s*[:：]?|(?:发布|發布|更新|发表)?(?:时间|時間|日期)\s*[:：]"
)
_LABELLED = re.compile(
    r"(?:作者|记者|記者|撰文|文)\s*[:：/／]\s*[^\s|,，。:：\[【]{2,12}(?:[ 、][\u4e00-\u9fff]{2,4}(?=$|\s))?"
)
WRITER_AND_PAPER = re.compile(
    r"^([\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?)\s*[/／|]\s*"
    r"[\u4e00-\u9fff]{2,12}(?:报|报道|社|网|新闻|周刊|电视台|日報|新聞|報)$"
)
"""李明/中国青年报"""
_LABEL = re.compile(
    r"(?:撰文|作者|[记記]者|文|采写|採訪|글|기자|취재|작성자|글쓴이|[Bb]y|BY|Written by)\s?[:：/／|｜]?"
)
"""A line that only says that a writer follows."""
_WIDGET = re.compile(
    r"\s*[【\[（(]?\s?(?:字[体體号號]|大中小|[浏瀏][览覽]|[阅閱][读讀]|[点點][击擊]|[评評][论論]|打印|列印|分享|收藏|[发發]表|听新闻|扫码|我[有要来]|글자|댓글"
    r"|공유|인쇄|조회|추천).*$"
)
"""Tools at the end of a line of dates and writers."""
_LONE_MARKS = "◎●○■◆▲★✎"
_DOMAIN = re.compile(r"\w\.(?:com|net|org|cn|kr|tw|hk|jp|co|tv|news)\b")
_FROM = re.compile(r"(?:文章)?(?:来源|來源|稿源|出处|出處)\s?[:：]\s?")
_SOURCE = re.compile(r"(?:来源|來源|출처|稿源|出处|出處)\s*[:：]?\s*[^\s|,，。:：（）()]{2,24}")


def bylines(view: View, first: int) -> list[str]:
    """Printed byline lines between headline and text, best first."""
    start, stop = view.span(first)
    named: list[people.Byline] = []
    plain: list[people.Byline] = []
    cards: dict[int, list[str]] = {}  # several writers, each in a box of their own
    label = ""
    for line in view.lines[start:stop]:
        if (card := card_of(view, line.node)) >= 0:
            cards.setdefault(card, []).append(line.text)
        if line.size > 90 or line.bits & (CONTROL | HIDDEN):
            label = ""
            continue
        said = f"{label} {line.text}" if label else line.text  # 撰文： | 王小明 李四
        label = line.text if _LABEL.fullmatch(line.text) else ""
        spaced = apart(view, line)
        who = _writer(said) or (_writer(spaced, True) if card >= 0 else _boxed(view, line))
        if who is None and spaced != line.text:  # <b>王小明</b><i>某某日报记者</i>
            who = _writer(spaced)
        who = who or _beside(view, line)
        if who is None and line.text[0] in _LONE_MARKS:
            who = people.read(line.text[1:].strip(), placed=True)  # ◎王小明
        if who is not None and (who.names or who.agency):
            hint = view.doc.named[line.node] | view.doc.named[max(0, view.doc.parents[line.node])]
            (named if hint & hints.BYLINE or not line.bits & LINK else plain).append(who)
    listed = runs(view, range(start, stop))
    named.sort(key=lambda who: not who.names)  # persons before outlets
    joined = [", ".join(card) for card in cards.values() if 2 <= len(card) <= 6 and sum(map(len, card)) < 80]
    several = [text for text in joined if (who := people.read(text)) and len(who.names) > 1]
    each = ", ".join(card[0] for card in cards.values()) if 2 <= len(cards) <= MOST else ""
    if each and (who := people.read(each, placed=True)) and len(who.names) == len(cards):
        several.append(each)
    return several + listed + [who.line for who in named + plain]


def _boxed(view: View, line: Line) -> people.Byline | None:
    """The byline that inline elements of a line hold: <span class="author">王小明</span> beside date and source."""
    doc, parts = view.doc, dict[int, str]()
    for i in range(line.first, min(line.last + 1, line.first + 60)):
        text, node = doc.texts[i], doc.parents[i]
        if doc.tags[i] or not text.strip():
            continue
        while node > line.node and card_of(view, node, 1) < 0:
            node = doc.parents[node]
        if node > line.node:
            parts[node] = f"{parts.get(node, '')} {text}"
    said = ", ".join(collapse(part) for part in parts.values())
    return _writer(said, True) if said and len(parts) <= 6 else None


def _beside(view: View, line: Line) -> people.Byline | None:
    """A name that stands beside a date without a label: with a paper, or (Korean) alone in an element of its own.

    <b>某某晨报</b><b>王小明</b><b>2026-03-02 10:00</b> · <b>홍길동</b><b>입력 2026-03-02 10:00</b>
    """
    doc = view.doc
    if line.size > 60 or not any(c.isdigit() for c in line.text):
        return None
    nodes = range(line.first, min(line.last + 1, line.first + 60))
    parts = [doc.texts[i].strip() for i in nodes if not doc.tags[i] and not doc.bits[i] & LINK]
    said = " ".join(part for part in parts if part)
    stamps = dates.find(said, UTC)
    for stamp in stamps:
        said = said.replace(stamp.text, _STAMP)
    said = collapse(_FROM.sub("", _STAMP_LABEL.sub(" ", said)).replace(_STAMP, " ")).strip(" |ㅣ·")
    if not stamps or not said:
        return None
    if HANGUL.search(said):
        lone = said in parts and len(said) > 2 and names_ko.name(said)
        return people.Byline([said], said) if lone else None
    who = byline_zh.alone(said) if HAN.search(said) else None
    sure = who and who.agency and len(who.names) <= 3 and any(len(name) > 2 for name in who.names)
    return people.Byline(who.names, " ".join(who.names), agency=who.agency) if who and sure else None


def _writer(said: str, placed: bool = False) -> people.Byline | None:
    """A byline on its own, beside a date, or behind a label. ``placed``: the line is in a writer's box."""
    if any(c.isdigit() for c in said):
        for stamp in dates.find(said, UTC):
            said = said.replace(stamp.text, _STAMP)
        said = _STAMP_LABEL.sub(" | ", said).strip(" |ㅣ·,:：-")
        said = _LOOSE_LABEL.sub(" ", said).strip(" |ㅣ·,:：-")
    said = collapse(said)
    said = _WIDGET.sub("", said) or said
    if width(said) <= 60 and (who := people.read(said, placed)) is not None:
        return who
    rest = collapse(_SOURCE.sub(" ", said)).strip(" |·,:：-【[")
    if rest != said and 0 < width(rest) <= 60 and (who := people.read(rest, placed)) is not None:
        return who  # one line says all: 来源：… 作者：… 编辑：…
    if labelled := _LABELLED.search(said):
        return people.read(labelled.group(0).strip())
    if (found := WRITER_AND_PAPER.match(said)) and people.names([found.group(1)]):
        return people.read(f"记者 {found.group(1)}")
    return None


def authors(view: View, editors: set[str]) -> list[str]:
    """Author strings of JSON-LD, state data and <meta>, as given, without the site itself and its editors."""
    doc = view.doc
    declared = [v.strip() for name in _AUTHORS for v in doc.meta.get(name, ()) if v.strip()]
    site = [*doc.first_meta("og:site_name").split("|"), view.data.publisher]
    own = {squash(name).lower() for name in site if name}
    hosts = set((urlsplit(view.url).hostname or "").split("."))

    def foreign(given: str) -> bool:
        key = squash(given).lower()
        if key in own or key in hosts or _DOMAIN.search(EMAIL.sub("", given)):
            return False
        return not editors or not (names := set(people.names([given]))) or not names <= editors

    return [given for given in dict.fromkeys([*view.data.authors, *declared]) if foreign(given)]
