"""Datelines and bylines in front of a text: (서울=한빛통신) 홍길동 기자 =, 某某社巴黎12月9日电（记者王小明）."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines import byline_ja as ja
from pipelines import byline_ko as ko
from pipelines import byline_zh as zh
from pipelines import lexicon_ko, lexicon_zh, names_ko, names_zh
from pipelines.byline import HANGUL, Byline, once, one_of

HEAD = 240
"""Characters looked at."""

_HEAD_CUE = re.compile(r"[(\[【〔（［<=／社网網报報讯訊消]")
_KO_HEAD = re.compile(
    r"\s*(?:[(\[【〔（［<](?P<inside>[^()\[\]【】〔〕（）［］<>]{1,60}(?:\([^()]{1,12}\)[^()\[\]]{1,40})?)[)\]】〕）］>])?"
    r"\s*(?:(?P<by>[^=()\[\]\n]{2,50}?)\s?=\s*)?"
)
_ZH_WIRE_HEAD = re.compile(
    r"\s*(?P<agency>[\u3400-\u9fffA-Za-z·\-]{1,16}?(?:社|网|網|报|報|客户端|中文站|消息))\s?"
    r"(?P<place>[\u3400-\u9fff·]{0,10}?)"
    r"(?:[，,]?\s?\d{1,4}年)?\s?(?:\d{1,2}月)?\s?\d{1,2}日(?P<wire>[综綜]?合?[专專外]?[电電讯訊]|消息|报道|報道|報導)\s*"
    r"(?:[（(](?P<by>[^（）()]{2,60})[）)]|(?P<said>[记記]者[\u3400-\u9fff、 ]{2,20}?)[报報][导導道][：:，,\s])?\s*"
)
_ZH_NEWS_HEAD = re.compile(
    r"\s*(?P<agency>[\u3400-\u9fffA-Za-z]{2,10}?)(?P<wire>讯|訊|消息|快讯|报道|電|电)\s*[（(](?P<by>[^（）()]{2,60})[）)]\s*"
)
_ZH_PRE_HEAD = re.compile(
    r"\s*[【〔\[（(][\u3400-\u9fffA-Za-z]{2,10}?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?[讯訊电電][】〕\]）)]\s*"
    r"(?=[（(〔【\[]|[^\s，。]{0,8}[记記]者)|\s*[\u3400-\u9fff]{2,8}[讯訊]\s+(?=[记記]者)"
)
"""【某某報2026年3月2日訊】 in front of （某某報記者王小明報導）"""
_ZH_OPEN_HEAD = re.compile(
    r"\s*(?P<by>(?:(?:本[报報]|[\u3400-\u9fff]{2,6}[网網报報])?(?:首席|见习|实习|特约|全媒体)?(?:[记記]者|通[讯訊][员員]|实习生)\s?"
    r"[\u3400-\u9fff·]{2,4}(?:[、 　][\u3400-\u9fff]{2,4}(?=[、\s]))*\s+){1,4})"
)
"""某某网讯 记者王小明 通讯员李四 …"""
_NO_NAME = re.compile("[于日昨今从在全市省县]|黄昏|凌晨|近日|获悉")
"""What stands behind 记者 in a sentence."""
_ZH_CITY_HEAD = re.compile(
    r"\s*(?P<place>[\u3400-\u9fff]{2,6}?)(?:\d{1,2}月)?\d{1,2}日[电電讯訊]\s?[（(](?P<by>[^（）()]{2,60})[）)]\s*"
)
_ZH_BRACKET_HEAD = re.compile(r"\s*[〔［\[（(【](?P<inside>[^〔〕［］\[\]（）()【】]{2,48})[〕］\]）)】]\s*")
_ZH_PLACE_HEAD = re.compile(
    rf"(?P<place>[\u30a1-\u30ff·]{{2,10}}|{one_of(lexicon_zh.ZH_PLACES)})"
    r"(?:(?P<agency>聯合ニュース|共同|時事|AFP|ロイター)|(?:\d{1,2}日)?(?:综合)?[讯訊电電])"
)
_ZH_GLUED_HEAD = re.compile(rf"(?P<name>[\u3400-\u9fff]{{2,4}})(?P<place>{one_of(lexicon_zh.ZH_PLACES)})[报報][导導道]")
"""【王小明台北報導】"""
_ZH_HOUSE_HEAD = re.compile(
    r"(?P<agency>[\u3400-\u9fffA-Za-z]{2,12}?)(?:[综綜]合)?(?:讯|訊|报道|報道|報導|消息|专稿|電|电)?"
)
_ZH_LINE_HEAD = re.compile(
    r"\s*(?P<line>[^\s／/，。]{2,24}[／/][^\s，。]{2,10}[報报][導道]|[\u3400-\u9fff]{0,12}[记記]者\s?[^，。：:]{2,24}?[報报][導道])[\s：:]+"
)
_EN_HEAD = re.compile(
    r"\s*(?P<place>[A-Z][A-Z .'/\-]{1,38})(?:, (?:[A-Z][a-z.]{2,9} \d{1,2}))?,? "
    r"\((?P<agency>[A-Za-z0-9 .=가-힣\u3400-\u9fff]{2,30})\)\s?[-–—]{1,3}\s*"
)


def dateline(text: str) -> tuple[Byline, str] | None:
    """The dateline or byline at the head of a first paragraph and the text behind it, or None.

    (서울=한빛통신) 홍길동 기자 = … · 某某社巴黎12月9日电（记者王小明）… · 〔記者王小明／台北報導〕…
    SEOUL, Aug. 20 (Hanbit) -- …
    """
    head = (text or "")[:HEAD]
    if not _HEAD_CUE.search(head[:40]):
        return None
    found = (_ko_dateline(head) if HANGUL.search(head) else None) or _zh_dateline(head) or _en_dateline(head)
    if not found:
        return None
    byline, end = found
    return replace(byline, line=" ".join(head[:end].split())), text[end:].lstrip()


def _ko_dateline(head: str) -> tuple[Byline, int] | None:
    match = _KO_HEAD.match(head)
    if not match or not match.end():
        return None
    people: list[str] = []
    place = agency = None
    end = 0
    if inside := match["inside"]:
        got = ko.read(" ".join(inside.split())) if names_ko.TITLE_WORD.search(inside) else None
        left, equals, right = (part.strip() for part in inside.partition("="))
        if got:
            people, place, agency = list(got.names), got.place, got.agency
        elif equals and (_is_house(right) or (match["by"] and left.split("·")[0] in lexicon_ko.KO_PLACES)):
            place, agency = left, right
        elif not equals and names_ko.house(left):
            agency = left
        else:
            return None
        end = match.end("inside") + 1
    by = match["by"]
    if by and names_ko.TITLE_WORD.search(by) and (got := ko.read(" ".join(by.split()))):
        people += got.names
        place, agency, end = place or got.place, agency or got.agency, match.end()
    elif by and place and not people and names_ko.name(by.strip()):  # (가람=한빛통신) 홍길동 =
        people, end = [by.strip()], match.end()
    return (Byline(once(people), "", place, agency), end) if people or agency else None


def _is_house(text: str) -> bool:
    return names_ko.house(text.split("/")[-1]) or names_ko.house(text.split(" ")[0])


def _zh_dateline(head: str) -> tuple[Byline, int] | None:
    if before := _ZH_PRE_HEAD.match(head):
        rest = head[before.end() :]
        if behind := _zh_dateline(rest) or _zh_open(rest):
            return behind[0], before.end() + behind[1]
    if match := _ZH_WIRE_HEAD.match(head) or _ZH_NEWS_HEAD.match(head):
        said = match["by"] or match.groupdict().get("said")
        people = (zh.within(said) if said else None) or []
        if not people and match.re is _ZH_NEWS_HEAD:
            return None
        end = match.end("wire") if said and not people else match.end()
        place = match.groupdict().get("place") or None
        if not said and (behind := _zh_open(head[end:])):
            people, end = behind[0].names, end + behind[1]
        return Byline(people, "", place, match["agency"].removeprefix("据")), end
    if (match := _ZH_CITY_HEAD.match(head)) and (found := zh.within(match["by"])):
        return Byline(found, "", match["place"]), match.end()
    if match := _ZH_BRACKET_HEAD.match(head):
        byline = _zh_bracket(" ".join(match["inside"].split()))
        return (byline, match.end()) if byline else None
    match = _ZH_LINE_HEAD.match(head)
    byline = zh.read(match["line"]) if match else None
    return (byline, match.end()) if match and byline else None


def _zh_open(head: str) -> tuple[Byline, int] | None:
    """Reporters between a dateline and the text, without brackets."""
    match = _ZH_OPEN_HEAD.match(head)
    people = zh.within(match["by"].strip()) if match else None
    if people and any(_NO_NAME.search(name) for name in people):
        return None
    return (Byline(people), match.end()) if match and people else None


def _zh_bracket(inside: str) -> Byline | None:
    """What the brackets at the head of a text say: 記者王小明／台北報導, 环球某报综合报道, 本報訊."""
    if got := zh.read(inside) or (ja.read(inside) if ja.SIGN.search(inside) else None):
        agency = re.sub(r"(?:综合)?报道$", "", got.agency) if got.agency else None
        return replace(got, agency=agency)
    if match := _ZH_PLACE_HEAD.fullmatch(inside):
        return Byline([], "", match["place"], match["agency"] or None)
    if (match := _ZH_GLUED_HEAD.fullmatch(inside)) and (found := names_zh.name(match["name"])):
        return Byline([found], "", match["place"])
    people = (zh.within(inside) if re.search(r"[记記]者|特[约約派]", inside) else None) or []
    match = _ZH_HOUSE_HEAD.fullmatch(inside)
    if match and (people or names_zh.house(match["agency"]) or match["agency"] in ("本报", "本報")):
        return Byline(people, "", None, match["agency"])
    return Byline(people) if people else None


def _en_dateline(head: str) -> tuple[Byline, int] | None:
    match = _EN_HEAD.match(head)
    return (Byline([], "", match["place"].strip(), match["agency"]), match.end()) if match else None
