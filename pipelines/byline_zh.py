"""Reads Chinese bylines in both scripts: label chains, Taiwan's slashes, agency lines; and the plainest Japanese."""

from __future__ import annotations

import re

from pipelines import lexicon as lex
from pipelines.byline import FRAME, HAN, Byline, Found, cut_email, once, one_of

LABEL = re.compile(one_of(lex.ZH_OTHER_LABELS | lex.ZH_AUTHOR_LABELS))
_SHORT_LABELS = frozenset(["文", "图", "圖", "摄", "攝", "整理", "出品", "视频", "視頻", "设计", "設計"])
"""Labels that are words of prose too: they need a separator on both sides."""
_COLON_LABELS = frozenset(["出版", "更新", "发布", "發布"])
_AFTER_LABEL = frozenset(":：/／|｜丨︱ 　·》)）")

_ENDING = re.compile(lex.ZH_ORG_ENDINGS)
_MINORITY = re.compile(r"[\u3400-\u9fff]{1,6}(?:[·•‧・][\u3400-\u9fffA-Z]{1,8}\.?){1,3}$")
_NO_PEN = re.compile(
    "网络|網路|整理|综合|綜合|转载|轉載|来源|來源|编辑|編輯|记者|記者|报道|報導|佚名|匿名|公众号|未知|本站|小编"
)
_BETWEEN = re.compile(r"[\s,，、;；&＆/／|｜丨︱╱∕和与與及]+")
_SLASH = re.compile(r"\s*[／/╱∕|｜丨︱]\s*")
PLACE = re.compile(one_of(lex.ZH_PLACES))
_PLACE_END = re.compile(rf"(?:{one_of(lex.ZH_PLACES)})[市縣县]?$")
_HOUSE = re.compile(
    r"[报報社网網台刊》」]|新[闻聞]|[驻駐]|每[经經]|[财財][经經新]|界面|澎湃|南都|本|[专專]|首席|中心|[周週]末"
)
"""What stands before 记者 when the line is a byline and not prose."""
_MANNER = r"(?:即[时時]|外[电電]|[专專][题題访訪]|特稿|[连連][线線]|[现現][场場]|[综綜]合)*"
_REPORT = re.compile(
    r"(?:^|(?<=[\s／/╱]))(?P<what>[\u3400-\u9fff·]{0,14}?)(?:\d{1,2}日)?"
    rf"(?P<kind>{_MANNER}(?:[报報][导導道]|[专專]?[电電][讯訊]?|[摄攝]影|翻?[摄攝]|[传傳]真|提供|外[电電]))$"
)
_REPORTED = re.compile(r"(?:[综綜]合|[摄攝]影)*(?:[报報][导導道]|[电電][讯訊]|文)$")
_SAID = re.compile(rf"((?:[\u3400-\u9fff]{{2,6}} ){{1,4}}){_MANNER}[报報][导導道](?: 地[區区][:：]\S{{2,12}})?")
_TOGETHER = re.compile("[综綜]合")
_PHOTO = re.compile(r"[摄攝传傳]|提供")
_NEXT_HOUSE = re.compile(r"(?:^|(?<=[\s、；;]))[^\s、；;]{2,8}$|(?:每经|本报|本刊)$")
_INNER = re.compile(r"\s*\S{2,14}?(?:见习|实习|特约|首席)?(?:记者|記者)\s*(\S.*)")
_WITH_DAY = re.compile(r"\s*([\u3400-\u9fff·、，\s]{2,30}?)\s*(?P<wire>\d{1,2}日(?:[专專外]?[电電]|[传傳]真)?)?\s*")
_WIRE = re.compile(
    r"(?P<agency>[\u3400-\u9fff]{2,8}?[社网網報报])[／/\s]*(?P<place>[\u3400-\u9fff·]{0,10}?)\s?(?:\d{1,2}月)?\d{1,2}日"
    r"(?:[综綜]合)?[专專]?[外电電讯訊]{1,2}(?:報導|报道)?"
)
_EQUALS = re.compile(
    r"(?P<place>[\u30a0-\u30ff\u3400-\u9fff]{1,10})\s?[=＝]\s?(?P<name>[\u3040-\u30ff\u3400-\u9fff]{2,8})"
)
_BOTH = re.compile(r"文\s?[/／·、&]\s?[图圖]片?|[图圖]\s?[/／·、&]\s?文")
_AGENCIES = re.compile(r"[（(](?:[综綜]合[报報][导導道]|[^（()）]{2,16}社等?)$")
_ACCOUNT = re.compile(r"^(?:原创|原創)[:：]\s*(\S{2,8}?)(?:编译|整理)?\s+\S{2,20}$")
_PROSE = re.compile(r"[，。！？?!“”]")
_LATIN = re.compile(r"[A-Z][A-Za-z.'’\-]{0,20}(?: [A-Z][A-Za-z.'’\-]{0,20}){1,3}$")
_EDITORS = re.compile(
    r"(?:责任|責任|执行|值班|网络|本文)?(?:编辑|編輯|责编|責編)\s?[:：/／]?\s?([^:：/／()（）\[\]【】_\d]{2,24})"
)


def name(word: str, pen: bool = False) -> str | None:
    """A Chinese name by its surname, a name with a dot in it, or (``pen``) a pseudonym of up to three characters."""
    word = word.strip(" 　·")
    if word in lex.ZH_NOT_NAMES or word in lex.ZH_ORGS or word in lex.ZH_PLACES or _NO_PEN.search(word):
        return None
    if _MINORITY.match(word):
        return word
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", word) or word[-1] in "摄攝":
        return None
    if len(word) > 2 and _ENDING.search(word):
        return None
    if word[:2] in lex.ZH_COMPOUND and len(word) >= 3:
        return word
    if len(word) <= 3:
        return word if pen or word[0] in lex.ZH_SURNAMES else None
    return word if word[0] in lex.ZH_SURNAMES and word[1] in lex.ZH_SURNAMES else None


def names(text: str, pen: bool = False) -> list[str] | None:
    """All names of a list of names; None where something else stands in it. Splits what is glued together."""
    text = text.strip(FRAME + "、，,；;。.")
    if not text:
        return []
    if _LATIN.match(text):
        return [text]
    out: list[str] = []
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    if len(pieces) > 1 and house(pieces[0]):  # 文/某某网 王小明
        del pieces[0]
    while pieces:
        piece = pieces.pop(0).strip("·:：")
        if len(piece) == 1 and pieces and len(pieces[0]) == 1:  # 王 明
            piece += pieces.pop(0)
        if not piece or piece in ("文", "等"):
            continue
        if found := name(piece, pen) or name(piece.removesuffix("等"), pen):
            out.append(found)
        elif not (pen and len(piece) == 4) and (glued := _unglue(piece)):
            out += glued
        elif pen and _pseudonym(piece):
            out.append(piece)
        else:
            return None
    return out


def _pseudonym(text: str) -> bool:
    if not re.fullmatch(r"[\w·・\-.]{2,16}", text) or len(HAN.findall(text)) > 6:
        return False
    return not house(text) and not _NO_PEN.search(text)


def _unglue(text: str) -> list[str]:
    """Two or three names written without a space, cut where surnames stand."""
    if not re.fullmatch(r"[\u3400-\u9fff]{4,9}", text):
        return []
    for sizes in ((3, 3), (3, 2), (2, 3), (3, 3, 3), (2, 2)):
        if sum(sizes) == len(text):
            starts = [sum(sizes[:i]) for i in range(len(sizes))]
            parts = [text[a : a + size] for a, size in zip(starts, sizes, strict=True)]
            if all(name(part) for part in parts):
                return parts
    return []


def house(text: str) -> bool:
    """Whether a text names a paper, an agency, a desk or another organisation."""
    if text in lex.ZH_ORGS:
        return True
    return bool(re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9《》·]{2,14}", text) and _ENDING.search(text))


def person(text: str) -> str | None:
    """The name in a string that is meant to be one; pseudonyms allowed, editors not."""
    label = LABEL.match(text)
    if label and label.group() in lex.ZH_OTHER_LABELS:
        return None
    return name(text[label.end() :].strip(FRAME) if label else text, pen=True)


def editors(text: str) -> list[str]:
    """Names of the editors that a credit line states: 责任编辑：X, (责编：X、Y)."""
    match = _EDITORS.search(text[:120]) if text and ("编" in text or "編" in text) else None
    return (names(match[1], pen=True) or []) if match else []


def read(line: str) -> Byline | None:
    """The byline that a line is as a whole, else None."""
    core, email = cut_email(line)
    core = _BOTH.sub("图文", core.strip(FRAME))
    core = _ACCOUNT.sub(r"作者：\1", _AGENCIES.sub("／综合报道", core))
    if _PROSE.search(core):
        return None
    found = chain(core) or _slashes(core) or _wire(core) or _equals(core)
    if not found:
        return None
    people, place, agency = found
    return Byline(once(people), line, place, agency, email)


def within(text: str) -> list[str] | None:
    """Names inside the brackets of a dateline, with labels or bare."""
    text = " ".join(text.split())
    if not re.search(r"[记記]者|通[讯訊][员員]|作者|[编編][译譯]|实习生", text):
        return names(text)
    text = re.sub(r"^.{0,14}?(?=(?:特约|特約|见习|实习)?[记記]者)", "", text)
    found = chain(text)
    return found[0] if found else None


def chain(core: str) -> Found | None:
    """``LABEL names LABEL names``: 某某报记者 王小明 · 作者：王小明 编辑：李四 · 图文 王小明."""
    marks = [mark for mark in LABEL.finditer(core) if _is_label(core, mark)]
    if not marks or all(mark.group() in lex.ZH_OTHER_LABELS for mark in marks):
        return None
    before = core[: marks[0].start()].strip(FRAME)
    if len(before) > 14 or (len(before) > 4 and not _HOUSE.search(before)):
        return None
    people: list[str] = []
    place, agency, signed = None, before if house(before) else None, False
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = core[mark.end() : following.start() if following else len(core)]
        if mark.group() in lex.ZH_OTHER_LABELS:
            if len(text) > 24:
                return None
            continue
        if following:  # the paper of the next reporter: 每经编辑, 某某日报通讯员
            text = _NEXT_HOUSE.sub(lambda m: m.group() if name(m.group()) else "", text.lstrip("》)） "))
        pen = mark.group() in lex.ZH_PEN_LABELS
        parted = core[mark.end() : mark.end() + 1] in _AFTER_LABEL
        got, where = _labelled(text.lstrip("》)） "), pen, pen and parted)
        if got is None and pen and house(text.strip(FRAME)):
            agency, signed, got = text.strip(FRAME), True, []
        if got is None:
            return None
        people += got
        place = where or place
    return (people, place, agency) if people or signed else None


def _labelled(text: str, pen_label: bool, pen: bool) -> tuple[list[str] | None, str | None]:
    """Names behind one label, and the place where the line says from where they report."""
    place = None
    report = _REPORT.search(text)
    if report and _PHOTO.search(report["kind"]):
        return None, None
    if report and text[: report.start()].strip(FRAME):
        place, text = report["what"] or None, text[: report.start()]
    elif match := _REPORTED.search(text):  # 记者王小明报道: a name stands where a place could
        text = text[: match.start()]
        if (end := _PLACE_END.search(text)) and (got := names(text[: end.start()])):
            return got, end.group()
    nested = LABEL.match(text.strip())
    if nested and nested.group() not in lex.ZH_OTHER_LABELS:
        text = text.strip()[nested.end() :]
    got = names(text, pen)
    if got is None and (inner := _INNER.fullmatch(text)):
        got = names(inner[1])
    if got is None and not pen_label:
        got = _before_place(text)
    return got, place


def _is_label(core: str, mark: re.Match[str]) -> bool:
    after, before = core[mark.end() : mark.end() + 1], core[mark.start() - 1 : mark.start()]
    if mark.group() in _SHORT_LABELS:
        return (not before or before in " 　、;；|｜/／·（(》") and bool(after) and after in ":：/／|｜丨︱ 　·"
    return mark.group() not in _COLON_LABELS or (bool(after) and after in ":：")


def _before_place(text: str) -> list[str] | None:
    """Names with a place and a day behind them: 王小明台北3日專電."""
    match = _WITH_DAY.fullmatch(text)
    pieces = [piece for piece in _BETWEEN.split(match[1]) if piece] if match else []
    if not match or not pieces:
        return None
    *first, last = pieces
    people = [found for piece in first if (found := name(piece))]
    for size in (3, 2, 4):
        rest = last[size:]
        if (not rest or PLACE.match(rest)) and name(last[:size]):
            return [*people, last[:size]]
    if last in lex.ZH_PLACES:
        return people or None
    size = 4 if last[:2] in lex.ZH_COMPOUND else 3
    return [*people, last[:size]] if match["wire"] and len(last) <= 9 and name(last[:size]) else None


def _slashes(core: str) -> Found | None:
    """Taiwan's 記者王小明／台北報導, 地方中心／新竹報導, 某報／記者王小明／台北即時報導, 王小明 報導."""
    parts = [part for piece in _SLASH.split(core) if (part := piece.strip(FRAME))]
    if not 2 <= len(parts) <= 4 and not (len(parts) == 1 and re.search(r"\s\S{0,4}[报報][导導道]", core)):
        return None
    people: list[str] = []
    place = agency = None
    reported = False
    for part in parts:
        report = _REPORT.fullmatch(part)
        if report and _PHOTO.search(report["kind"]):
            return None
        if linked := chain(part):
            people += linked[0]
            agency, reported = agency or linked[2], True
        elif report:
            reported = True
            if (found := name(report["what"])) and not PLACE.match(report["what"]):
                people.append(found)
            else:
                place = report["what"] or place
        elif said := _SAID.fullmatch(part):
            reported = True
            for word in said[1].split():
                if found := name(word):
                    people.append(found)
                elif house(word) and not _TOGETHER.match(word):
                    agency = agency or word
                elif not _TOGETHER.match(word):
                    return None
        elif house(part) or re.fullmatch(r"即時新聞|[\u3400-\u9fff]{2,6}(?:中心|新聞|[A-Za-z]{2,12})", part):
            agency = agency or part
        elif got := names(part):
            people += got
        elif PLACE.match(part):
            place = part
        else:
            return None
    return (people, place, agency) if reported and (people or agency) else None


def _wire(core: str) -> Found | None:
    """An agency's own line: 某某社 台北3日電."""
    match = _WIRE.fullmatch(core)
    return ([], match["place"] or None, match["agency"]) if match else None


def _equals(core: str) -> Found | None:
    """Japanese ソウル=山田太郎."""
    match = _EQUALS.fullmatch(core)
    if not match or house(match["name"]):
        return None
    return [match["name"]], match["place"], None
