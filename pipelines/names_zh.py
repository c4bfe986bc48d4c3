"""Tells Chinese names from other words, in both scripts: by surname, as a pseudonym, in lists, glued together."""

from __future__ import annotations

import re

from pipelines import lexicon_zh as lex
from pipelines.byline import FRAME, HAN, one_of

LABEL = re.compile(one_of(lex.ZH_OTHER_LABELS | lex.ZH_AUTHOR_LABELS))
PLACE = re.compile(one_of(lex.ZH_PLACES))
_ENDING = re.compile(lex.ZH_ORG_ENDINGS)
_MINORITY = re.compile(r"[\u3400-\u9fff]{1,6}(?:[·•‧・][\u3400-\u9fffA-Z]{1,8}\.?){1,3}$")
_ETHNIC = re.compile(
    rf"(?:{one_of(lex.ZH_MINORITY)})[\u3400-\u9fff]{{1,6}}$|[\u3400-\u9fff]{{1,6}}(?:{one_of(lex.ZH_MINORITY)})$"
)
_COUNTY = re.compile(rf"[\u3400-\u9fff]{{2,6}}[縣县市省區区盟旗]$|(?:{one_of(lex.ZH_PLACES)})[鎮镇鄉乡村州]$")
_STAMP = re.compile(
    "(?:最[后後近])?(?:更新|[发發]布|[发發]表|刊登|出版|上[传傳]|首[发發]|[发發]稿|建立)(?:[于於]|[时時][间間]|日期)?$"
)
"""What stands before and behind dates."""
_HOUSED = re.compile(
    rf"(?:{one_of(frozenset(org for org in lex.ZH_ORGS if len(org) > 2))}"
    r"|[\u3400-\u9fff]{1,6}?(?:[日晚时時早周週商][报報]|新[闻聞]|[电電][视視]台|通[讯訊]社|社|[网網]))(?P<name>[\u3400-\u9fff]{2,4})$"
)
"""中央社王小明"""
_ACCOUNT = re.compile(
    "(?:圈|[财財][经經]|商[业業]|[经經][济濟]|科技|[参參]考|[内內][参參]|智[库庫]|[观觀]察|[频頻]道|[评評][论論]|[实實][验驗]室|俱[乐樂]部"
    "|[学學]院|研究|[传傳]媒|公社|[杂雜][志誌]|号|號|局|看世界|大爆炸|那些事)$"
)
"""How accounts of social media end."""
_NO_PEN = re.compile(
    "网络|網路|整理|综合|綜合|转载|轉載|来源|來源|编辑|編輯|记者|記者|报道|報導|佚名|匿名|公众号|未知|本站|小编"
)
BETWEEN = re.compile(
    r"(?:[\s,，、;；&＆/／|｜丨︱╱∕▪■●◆+]|(?<=[\u3400-\u9fff][\u3400-\u9fff\s])[和与與及](?=\s?[\u3400-\u9fff]{2}))+"
)
"""Between names; 和 between two of them, not as a part of one."""
_BULLET = re.compile(r"\s[·•‧・]\s")
_NATION = re.compile(r"^[\[［【（(〔][\u3400-\u9fff]{1,3}[\]］】）)〕]\s?")
"""[美]约翰·史密斯"""
_EDGE = FRAME.replace("[", "").replace("［", "").replace("【", "").replace("（", "").replace("(", "") + "、，,；;。."
_VERB = re.compile("[了到着著过過将將把被在从從向对對与與及的地得是有说說称稱问問看见見讯訊电電者们們]")
_LATIN = re.compile(r"[A-Z][A-Za-z.'’\-]{0,20}(?: [A-Z][A-Za-z.'’\-]{0,20}){1,3}$")

TITLE = (
    r"(?:教授|[讲講][师師]|研究[员員]|研究生|[学學]者|博士[后後生]?|[硕碩]士|作家|[诗詩]人|[编編][剧劇]|[导導]演|[评評][论論][员員人]|[时時影]評人|[时影]评人"
    r"|[媒体體]{2}人|新[闻聞]人|撰稿人|律[师師]|[医醫][生师師]|主任|院[长長]|所[长長]|[会會][长長]|理事[长長]?|秘[书書][长長]|[总總][编編][辑輯]|董事[长長]"
    r"|[执執]行[长長]|[顾顧][问問]|委[员員]|[议議][员員]|立委|分析[师師]|[经經][济濟][学學]家|社[长長]|校[长長]|局[长長]|部[长長]|工程[师師]|建築師"
    r"|老[师師]|教[师師]|牧[师師]|工作者|志[愿願]者|召集人|[发發]言人|[记記]者|特[约約]作者|[专專][栏欄]作[家者])"
)
"""What people are who write columns."""
_TITLED = re.compile(TITLE + "$")


def name(word: str, pen: bool = False) -> str | None:
    """A Chinese name by its surname, a name with a dot in it, or (``pen``) a pseudonym of up to three characters."""
    word = word.strip(" 　·")
    if word in lex.ZH_NOT_NAMES or word in lex.ZH_ORGS or word in lex.ZH_PLACES or _NO_PEN.search(word):
        return None
    if _MINORITY.match(word) or (3 <= len(word) <= 8 and _ETHNIC.match(word)):
        return None if _ENDING.search(word) else word
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", word) or word[-1] in "摄攝某":
        return None
    if len(word) > 2 and (_ENDING.search(word) or _COUNTY.match(word) or (not pen and word[-1] in "员員者们們")):
        return None
    if word[:2] in lex.ZH_COMPOUND and len(word) >= 3:
        return word
    if len(word) <= 3:
        return word if pen or word[0] in lex.ZH_SURNAMES else None
    return word if word[0] in lex.ZH_SURNAMES and word[1] in lex.ZH_SURNAMES else None


def names(text: str, pen: bool = False) -> list[str] | None:
    """All names of a list of names; None where something else stands in it. Splits what is glued together."""
    text = _NATION.sub("", _BULLET.sub(" ", text).strip(_EDGE))
    if not text:
        return []
    if _LATIN.match(text):
        return [text]
    out: list[str] = []
    pieces = [piece for piece in BETWEEN.split(text) if piece]
    if len(pieces) > 1 and house(pieces[0]):  # 文/某某网 王小明
        del pieces[0]
    while pieces:
        piece = pieces.pop(0).strip("·:：")
        if len(piece) == 1 and pieces and len(pieces[0]) == 1:  # 王 明
            piece += pieces.pop(0)
        if not piece or piece in ("文", "等") or (out and _STAMP.match(piece)):
            continue
        piece = housed(piece) or piece
        if found := name(piece, pen) or name(piece.removesuffix("等"), pen):
            out.append(found)
        elif not (pen and len(piece) == 4) and (glued := _unglue(piece)):
            out += glued
        elif pen and _pseudonym(piece):
            out.append(piece)
        else:
            return None
    return out


def housed(text: str) -> str | None:
    """The name glued to its paper: 中央社王小明."""
    match = None if name(text) else _HOUSED.match(text)
    return name(match["name"]) if match else None


def rare(text: str) -> list[str] | None:
    """Names of surnames that no list has, behind a label and a separator; None where anything else stands there."""
    pieces = [piece for piece in BETWEEN.split(text.strip(_EDGE)) if piece]
    if not 0 < len(pieces) <= 4 or not all(2 <= len(piece) <= 3 and name(piece, pen=True) for piece in pieces):
        return None
    return None if any(_VERB.search(piece) for piece in pieces) else pieces


def _pseudonym(text: str) -> bool:
    if not re.fullmatch(r"[\w·・\-.]{2,16}", text) or len(HAN.findall(text)) > 6:
        return False
    if text.islower() or _TITLED.search(text) or _COUNTY.match(text) or account(text):
        return False
    return not house(text) and not _NO_PEN.search(text)


def _unglue(text: str) -> list[str]:
    """Two or three names written without a space, cut where surnames stand."""
    if not re.fullmatch(r"[\u3400-\u9fff]{4,9}", text):
        return []
    for sizes in ((3, 3), (3, 2), (2, 3), (3, 3, 3), (2, 2), (4, 3), (3, 4), (4, 2), (2, 4), (4, 4)):
        if sum(sizes) == len(text):
            starts = [sum(sizes[:i]) for i in range(len(sizes))]
            parts = [text[a : a + size] for a, size in zip(starts, sizes, strict=True)]
            if all(name(part) and (len(part) < 4 or part[:2] in lex.ZH_COMPOUND) for part in parts):
                return [] if any(len(part) == 3 and part[:2] in lex.ZH_NOT_NAMES for part in parts) else parts
    return []


def house(text: str) -> bool:
    """Whether a text names a paper, an agency, a desk or another organisation."""
    if text in lex.ZH_ORGS:
        return True
    return bool(re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9《》·]{2,14}", text) and _ENDING.search(text))


def account(text: str) -> bool:
    """Whether a text ends as accounts of social media do: 山海经济圈."""
    return bool(re.fullmatch(r"[\u3400-\u9fff]{4,10}", text) and _ACCOUNT.search(text))


def county(text: str) -> bool:
    """Whether a text names a county, a city or a province: 雲林縣."""
    return bool(_COUNTY.fullmatch(text))


def person(text: str) -> str | None:
    """The name in a string that is meant to be one: a pseudonym behind a label only, no editor."""
    label = LABEL.match(text)
    if label and label.group() in lex.ZH_OTHER_LABELS:
        return None
    return name(text[label.end() :].strip(FRAME) if label else text, pen=bool(label))
