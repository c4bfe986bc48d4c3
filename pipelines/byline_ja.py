"""Reads Japanese bylines: （山田太郎／編集：佐藤花子）, ソウル=山田太郎, 山田太郎記者, 取材・文：山田太郎."""

from __future__ import annotations

import re

from pipelines import names_zh as zh
from pipelines.byline import FRAME, Byline, cut_email, once

SIGN = re.compile("[\u3041-\u30fa=＝]")
"""A line with one of these is read here first."""
_TITLES = "記者|特派員|編集委員|論説委員|解説委員|通信員|支局長"
_NAME = re.compile("[\u3041-\u30fa\u3400-\u9fff々ー]{2,8}$")
_SPACED = re.compile("(?<=[\u3400-\u9fff々])[ 　](?=[\u3400-\u9fff々])")
_NO_NAME = re.compile(
    "(?:社|報|網|新聞|ニュース|通信|局|部|班|室|放送|編集|取材|写真|撮影|聯合|共同|時事|委員会|チーム|グループ|オンライン"
    "|デジタル|関係者|外国人|日本人|者|員|会|人)$|^(?:本紙|外国|外國|資深|女性|同行|担当|現地|前線|従軍|新人|元)"
)
_BEFORE = re.compile(
    rf"(?:[\u3041-\u30fa\u3400-\u9fff]{{1,10}}\s?[=＝]\s?|[\u3041-\u30fa\u3400-\u9fff]{{2,10}}(?:支局|総局|部)\s)"
    rf"(?P<name>[^=＝:：]{{2,12}}?)\s?(?:{_TITLES})?$"
)
_TITLED = re.compile(rf"(?P<name>[^:：=＝]{{2,24}}?)\s?(?:{_TITLES})$")
_LED = re.compile(
    rf"(?:(?:取材|構成|聞き手|写真|文|執筆|翻訳)\s?[・、/／と]\s?){{0,2}}(?:取材|構成|聞き手|文|執筆|翻訳|{_TITLES})"
    r"(?:\s?[・、/／]\s?写真)?\s?[:：=＝・/／　 ]\s?(?P<name>.{2,24}?)(?:\s?[／/、]\s?(?:写真|撮影|編集).{1,16})?$"
)
_EDITED = re.compile(r"(?P<name>.{2,24}?)\s?[／/]\s?編集\s?[:：=＝].{2,16}$")


def read(line: str) -> Byline | None:
    """The byline that a line is as a whole, else None."""
    core, email = cut_email(line)
    core = core.strip(FRAME)
    for form in (_EDITED, _LED, _BEFORE, _TITLED):
        found = _names(match["name"]) if (match := form.match(core)) else []
        if found and (form is not _TITLED or all(len(name) > 2 or zh.name(name) for name in found)):
            return Byline(once(found), line, email=email)
    return None


def _names(text: str) -> list[str]:
    """All names of a list, or none where something else stands in it."""
    found = []
    for piece in re.split(r"[、，,・／/]", _SPACED.sub("", text.strip(FRAME))):
        piece = piece.strip()
        if not _NAME.match(piece) or _NO_NAME.search(piece) or zh.house(piece) or zh.PLACE.fullmatch(piece):
            return []
        found.append(piece)
    return found
