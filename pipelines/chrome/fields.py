"""Lines inside a container that carry a field of the record: they fill it before they go."""

from __future__ import annotations

import re
from datetime import tzinfo

from pipelines import dates, people
from pipelines.chrome.container import Text
from pipelines.chrome.prose import width

# what a line of dates may hold beside them: punctuation, digits, labels, words of time
_NO_REST = re.compile(
    r"[\W\d_]+|입력|등록|승인|송고|작성|발행|게재|수정|업데이트|최종|기사|보도|시간|오전|오후|发布|發布|发表|發表|更新|时间|時間|日期"
    r"|来源|來源|刊出|最新|[年月日时時分秒上下午星期一二三四五六天]|[월화수목금토일년시분초]"
)
_OUTLET = re.compile(r"(?:来源|來源|出处|稿源|출처)\s*[:：]\s*([^\s|,，。:：（）()]{2,24})")
_WRITER = re.compile(
    r"(?:作者|记者|記者|文)\s*[:：/／]\s*[^\s|,，。:：]{2,12}|[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4})*\s*報導"
)
_FIGURE = re.compile(r"^[\[【（(※*\s]*(?:資料|资料|数据|數據|图表|圖表|자료)\s*(?:来源|來源|提供|출처)")
"""The source of a table or a picture."""
_NOTICE = re.compile(
    r"[仅僅]代表|不代表|不构成|免[责責]|凡[注本]|[转轉][载載]本文|本文.{0,12}[转轉][载載]|[声聲]明\s*[】\]]?\s*[:：]"
    r"|(?:如需|需要|获得|[联聯][系絡络繫]).{0,12}(?:授[权權]|[转轉][载載]|[:：])"
)
_SIGNED = re.compile(r"^\W{0,3}(?i:©|ⓒ|\(c\)|copyright|저작권자)")
_EVENT = re.compile(r"\W*(?:일\s?시|기\s?간)\s?[:：]")
"""When something takes place, in a notice."""
_REST, _REST_LOOSE = 12, 40
"""Width of other words that a line of dates may hold."""


def take_date(text: Text, said: str, zone: tzinfo, loose: bool, named: bool = False) -> bool:
    """Whether a line is a date with labels; if so its stamps are noted.

    Before the text (``loose``) outlet, writer and tools may stand beside a time, or beside a day in an element that is
    ``named`` so; outlet and writer are noted too.
    """
    found = dates.find(said, zone)
    if found and _EVENT.match(said):
        return False
    if not found:
        return loose and dates.CLOCK.fullmatch(said) is not None  # the time beside a day in another box
    rest = said
    for stamp in found:
        rest = rest.replace(stamp.text, " ")
    left = width(_NO_REST.sub("", rest))
    timed = any(s.precision != "day" for s in found)
    if left > (_REST_LOOSE if loose and (timed or named) else _REST):
        return False
    text.stamps.extend(found)
    if loose and left > 3:
        _take_rest(text, rest.strip(" |·,[]"))
    return True


def _take_rest(text: Text, rest: str) -> None:
    if not text.credit and (credit := _OUTLET.search(rest)):
        text.credit = credit.group(1)
    who = people.read(rest)
    if who is None and (writer := _WRITER.search(rest)):
        who = people.read(writer.group(0))
    if who is not None:
        text.bylines.append(who.line)


def is_notice(said: str) -> bool:
    """Whether a line on rights is a disclaimer or tells whom to ask, and is not the owner's line."""
    return _NOTICE.search(said) is not None and not _SIGNED.search(said)


def take(text: Text, action: str, said: str) -> None:
    """Fill the field that a phrasebook action names; the first line that names it wins."""
    match action:
        case "drop" | "cut" | "comments" | "editor":
            pass
        case "byline":
            text.bylines.append(said)
        case "login" | "paywall" | "pager":
            text.truncated = text.truncated or action
        case "more":
            text.truncated = text.truncated or "cut"
        case "credit" if _FIGURE.match(said):
            pass
        case "copyright" if is_notice(said):
            pass
        case "credit":
            outlet = _OUTLET.search(said)
            text.credit = text.credit or (outlet.group(1) if outlet else said)
        case "section" | "tags" | "copyright":
            setattr(text, action, getattr(text, action) or said)
        case _:
            raise ValueError(f"no such action: {action!r}")
