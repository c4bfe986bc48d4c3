"""Reads chains of Chinese credit labels: 某某报记者 王小明 北京报道, 采写：王小明 摄影：李四, 撰文、攝影：王小明."""

from __future__ import annotations

import re

from pipelines import lexicon_zh as lex
from pipelines.byline import FRAME, Found, one_of
from pipelines.names_zh import BETWEEN, LABEL, PLACE, TITLE, account, county, house, housed, name, names, rare

_SHORT_LABELS = frozenset(
    [
        "文",
        "图",
        "圖",
        "摄",
        "攝",
        "整理",
        "出品",
        "视频",
        "視頻",
        "设计",
        "設計",
        "海报",
        "图表",
        "圖表",
        "后期",
        "後製",
        "制作",
        "製作",
        "口述",
        "运营",
        "撰述",
        "采编",
        "採編",
        "编撰",
        "編撰",
        "数据支持",
        "出品人",
        "视觉",
    ]
)
"""Labels that are words of prose too: they need a separator on both sides."""
_COLON_LABELS = frozenset(["出版", "更新", "发布", "發布", "报道", "報道", "報導", "报导"])
_COLONS = frozenset(":：/／|｜丨︱")
BLANK = frozenset(" 　")
_AFTER_LABEL = frozenset(":：/／|｜丨︱ 　·・•》)）")

_PLACE_END = re.compile(rf"(?:{one_of(lex.ZH_PLACES)})[市縣县]?$")
_HOUSE = re.compile(
    r"[报報社网網台刊》」]|新[闻聞]|[驻駐]|每[经經]|[财財][经經新]|界面|澎湃|南都|本|[专專]|首席|中心|[周週]末"
)
"""What stands before 记者 when the line is a byline and not prose."""
MANNER = r"(?:即[时時]|外[电電]|[专專][题題访訪]|特稿|[连連][线線]|[现現][场場]|[综綜]合)*"
REPORT = re.compile(
    r"(?:^|(?<=[\s／/╱]))(?P<what>[\u3400-\u9fff·、－\-]{0,20}?)(?:\d{1,2}日)?"
    rf"(?P<kind>{MANNER}(?:[报報][导導道]|[专專]?[电電][讯訊]?|[摄攝]影|翻?[摄攝]|[传傳]真|提供|外[电電]))$"
)
_REPORTED = re.compile(r"(?:[综綜]合|[摄攝]影)*(?:[报報][导導道]|[專专][訪访]|[电電][讯訊]|文)$")
PHOTO = re.compile(r"[摄攝传傳]|提供")
_NEXT_HOUSE = re.compile(r"(?:^|(?<=[\s、；;]))[^\s、；;]{2,8}$|(?:每经|本报|本刊)$")
_INNER = re.compile(r"\s*\S{2,14}?(?:见习|实习|特约|首席)?(?:记者|記者)\s*(\S.*)")
_WITH_DAY = re.compile(r"\s*([\u3400-\u9fff·、，\s]{2,30}?)\s*(?P<wire>\d{1,2}日(?:[专專外]?[电電]|[传傳]真)?)?\s*")
_JUNIOR = re.compile("实习|實習|见习|見習|通[讯訊][员員]")
"""Labels that stand between the names of others: 王小明 实习记者 李四."""
_BEAT = re.compile(
    "(?:[财財][经經]|[时時]政|金融|[体體]育|科技|文化|文[娱娛]|社[会會]|[国國][际際]|[产產][业業][经經]?[济濟]?|[教][育]|[汽][车車])$"
)
"""What a reporter writes of: 王小明 金融记者."""
_OFFICE = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:\s?[（(][\u3400-\u9fff]{{2,24}}[)）]?|\s[\u3400-\u9fff]{{2,16}}{TITLE})$"
)
"""王小明（某某大学教授）, 王小明 某某大学教授"""
_WHENCE = re.compile(r"\s*[发發]自\s?[\u3400-\u9fff·、]{2,12}$")
_ALSO = re.compile(
    r"(?<=[\u3400-\u9fff])\s?(?:文\s?[/／、]?\s?[图圖摄攝]|文[并並][图圖摄攝]|图文(?!.)|[摄攝]影[报報][导導道])[)）]?$"
)
"""The reporter took the pictures too."""
_JOIN = " 、・·／/&和及與与"
"""Between labels that share their names."""


def chain(core: str) -> Found | None:
    """``LABEL names LABEL names``: 某某报记者 王小明 · 作者：王小明 编辑：李四 · 图文 王小明 · 王小明 记者.

    Labels side by side share their names (撰文、攝影：王小明); a label glued to a paper keeps the role of the one in
    front of it (图/某某报记者 李四).
    """
    core = _WHENCE.sub("", _ALSO.sub("", core))
    marks = [mark for mark in LABEL.finditer(core) if _is_label(core, mark)]
    if not marks or all(mark.group() in lex.ZH_OTHER_LABELS for mark in marks):
        return None
    before = core[: marks[0].start()].strip(FRAME)
    behind = core[marks[-1].end() :].strip(FRAME)
    if before and not house(before) and core[marks[0].end() : marks[0].end() + 1] in ("）", ")"):
        return None  # 王小明（摘编）…
    people: list[str] | None = []
    agency = None
    if len(before) > 1 and (_JUNIOR.match(marks[0].group()) or (len(marks) == 1 and not behind)):
        pieces = BETWEEN.split(_PLACE_END.sub("", _BEAT.sub("", before)).strip())
        employed = not all(map(name, pieces)) and core[marks[0].start() - 1] not in BLANK
        employed = employed and (len(marks[0].group()) > 2 or not name(pieces[-1], pen=True))
        if len(pieces) > 1 and (employed or house(pieces[-1])):
            agency = last if house(last := pieces.pop()) else None  # 王小明 某某日报记者
        people = pieces if all(map(name, pieces)) else []
    if not people and (len(before) > 14 or (len(before) > 4 and not _HOUSE.search(before)) or not behind):
        return None
    if people and not behind:
        return people, None, agency
    place, agency, signed = None, before if house(before) else None, False
    wrote, other = False, False  # the roles of the labels in front that have no names yet
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = core[mark.end() : following.start() if following else len(core)]
        wrote = not other and (wrote or mark.group() in lex.ZH_AUTHOR_LABELS)
        bare = text.strip(FRAME + _JOIN)
        other = following is not None and not wrote and _keeps_role(core, following, text, bare)
        if (following and not bare) or other:
            wrote = wrote and not text.strip(_JOIN)
            continue
        if not wrote:
            if len(text) > 24:
                return None
            continue
        wrote = False
        if following:  # the paper of the next reporter: 每经编辑, 某某日报通讯员
            apart, text = text[-1:] in BLANK, text.strip("》)）:：/／|｜丨 ")
            if not (apart and _unlisted(text)):
                text = _NEXT_HOUSE.sub(lambda m: m.group() if name(m.group()) or housed(m.group()) else "", text)
        pen = mark.group() in lex.ZH_PEN_LABELS
        parted = core[mark.end() : mark.end() + 1] in _AFTER_LABEL
        text = _OFFICE.sub("", text.lstrip("》)） "))
        got, where = _labelled(text, pen, parted)
        bare = text.strip(FRAME + "丨︱｜")
        if got is None and pen and (house(bare) or account(bare)):
            agency, signed, got = bare, True, []
        if got is None:
            return None
        people += got
        place = where or place
    return (people, place, agency) if people or signed else None


def _unlisted(text: str) -> bool:
    """Whether all that a label has is a name of a surname that no list has, and not the next reporter's paper."""
    return BETWEEN.search(text) is None and bool(rare(text)) and not _HOUSE.search(text)


def _keeps_role(core: str, following: re.Match[str], text: str, bare: str) -> bool:
    """Whether the next label is but the title of the one in front: 图/某某报记者 李四, 圖／記者李四."""
    if core[following.end() : following.end() + 1] in _COLONS:
        return False
    return house(bare) and text[-1:] not in _AFTER_LABEL if bare else bool(text.strip())


def _labelled(text: str, pen_label: bool, parted: bool) -> tuple[list[str] | None, str | None]:
    """Names behind one label, and the place where the line says from where they report."""
    place = None
    report = REPORT.search(text)
    if report and PHOTO.search(report["kind"]):
        return None, None
    if report and text[: report.start()].strip(FRAME):
        what = report["what"]
        listed = "、" in what and not PLACE.search(what)  # 王小明 李四、赵六报道
        place, text = (None, text[: report.start("kind")]) if listed else (what or None, text[: report.start()])
    elif match := _REPORTED.search(text):  # 记者王小明报道: a name stands where a place could
        text = text[: match.start()]
        if (end := _PLACE_END.search(text)) and (got := names(text[: end.start()])):
            return got, end.group()
    nested = LABEL.match(text.strip())
    if nested and nested.group() not in lex.ZH_OTHER_LABELS:
        text = text.strip()[nested.end() :]
    got = names(text, pen_label and parted)
    if got is None and (inner := _INNER.fullmatch(text)):
        got = names(inner[1])
    if got is None and not pen_label:
        got = _before_place(text) or (rare(text) if parted else None)
    return got, place


def _is_label(core: str, mark: re.Match[str]) -> bool:
    after, before = core[mark.end() : mark.end() + 1], core[mark.start() - 1 : mark.start()]
    if mark.group() in _SHORT_LABELS:
        return (not before or before in " 　、;；|｜/／·（(》") and bool(after) and after in ":：/／|｜丨︱ 　·・•"
    return mark.group() not in _COLON_LABELS or (bool(after) and after in ":：")


def _before_place(text: str) -> list[str] | None:
    """Names with a place and a day behind them: 王小明台北3日專電."""
    match = _WITH_DAY.fullmatch(text)
    pieces = [piece for piece in BETWEEN.split(match[1]) if piece] if match else []
    if not match or not pieces:
        return None
    *first, last = pieces
    people = [found for piece in first if (found := name(piece))]
    for size in (3, 2, 4):
        rest = last[size:]
        if (not rest or PLACE.match(rest) or county(rest)) and name(last[:size]):
            return [*people, last[:size]]
    if last in lex.ZH_PLACES:
        return people or None
    size = 4 if last[:2] in lex.ZH_COMPOUND else 3
    return [*people, last[:size]] if match["wire"] and len(last) <= 9 and name(last[:size]) else None
