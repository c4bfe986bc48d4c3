"""Reads bylines: who wrote an article, from lines, datelines and the tails of last paragraphs, in every print style.

Persons go into ``Byline.names``; desks, papers and agencies into ``Byline.agency``. Photographers and editors are no
authors. All scans look at a bounded piece of text and use linear patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipelines import lexicon as lex


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says. ``line`` is as printed, white space collapsed."""

    names: list[str] = field(default_factory=list)
    line: str = ""
    place: str | None = None
    agency: str | None = None
    """Paper, agency or desk."""
    email: str | None = None


LONGEST_LINE = 140
"""A longer line is prose."""
HEAD, TAIL = 240, 160
"""Characters looked at by ``dateline`` and ``tail``."""

_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_TITLES = sorted([*lex.KO_TITLES, *lex.KO_WEAK_TITLES], key=len, reverse=True)
_STRONG = frozenset(lex.KO_TITLES)
_TITLE = re.compile(rf"(?P<head>\S{{0,20}}?)(?P<title>{'|'.join(_TITLES)})$")
_TITLE_WORD = re.compile("|".join(sorted(lex.KO_TITLES, key=len, reverse=True)))
_CUE = re.compile(
    rf"(?=[@글취정기인디팀부국센记記作采採撰执執报報编編译譯翻评評主原特通文图圖中整社bBN=＝{''.join({t[0] for t in _TITLES})}])"
    rf"(?:{'|'.join(_TITLES)}|@|글|취재|정리|기획|인턴|디자이너|(?:[팀부국]|센터)[\])]?$|[记記]者|作者|[采採][写寫访訪编]|[撰执執][文写寫稿笔筆]"
    r"|[报報][导導道]|[编編][译譯]|[译譯]者|翻[译譯]|[评評][论論][员員]|主[笔筆]|原[创創]|特[派约約]|通[讯訊][员員]|文\s?[/／|｜丨︱:：·、图圖字]"
    r"|[图圖]\s?[/／·、]?\s?文|中央社|整理|社等?[)）]|[Bb][Yy]\s|BY\b|News\b|[一-鿿]\s?[=＝]|[=＝]\s?[一-鿿])"
)
_KO_TOKEN = re.compile(r"[^\s,·ㆍ・/|ㅣ&;:=()\[\]<>【】〔〕，、／｜]+|[,·ㆍ・/|ㅣ&;:=()\[\]<>【】〔〕，、／｜]")
_KO_MARKS = frozenset(",·ㆍ・/|ㅣ&;:=()[]<>【】〔〕，、／｜.-–—▶■◆●○□◎▲△◇※*\"'")
_KO_WORD = re.compile(r"[가-힣]{2,4}$")
_KO_ENDING = re.compile(rf"(?:{'|'.join(lex.KO_ORG_ENDINGS)})$")
_KO_NEWSROOM = re.compile(
    r"(?:뉴스|이슈|취재|보도|편집|디지털|온라인|정치|경제|사회|국제|문화|산업|스포츠|연예|콘텐츠|기획|속보)\d?(?:팀|부|국|본부|뉴스센터)$"
)
_KO_DESK = re.compile(r"(?:[팀부국실대]|법인|대학교|대학|대학원|병원|은행|증권|그룹|공사|공단|연구원)$")
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'’\-]{0,20}(?: (?:de|van|von|bin|al|[A-Z][A-Za-z.'’\-]{0,20})){1,3}$")
_LATIN_ORG = re.compile(lex.LATIN_ORG)
_ZH_ENDING = re.compile(lex.ZH_ORG_ENDINGS)
_ZH_MINORITY = re.compile(r"[\u3400-\u9fff]{1,6}(?:[·•‧・][\u3400-\u9fffA-Z]{1,8}\.?){1,3}$")
_ZH_OTHERS = frozenset(lex.ZH_OTHER_LABELS)
_ZH_LABEL = re.compile("|".join(sorted([*lex.ZH_OTHER_LABELS, *lex.ZH_AUTHOR_LABELS], key=len, reverse=True)))
_ZH_NO_PEN = re.compile("网络|網路|整理|综合|綜合|转载|轉載|来源|來源|编辑|編輯|记者|記者|报道|報導|佚名|匿名|公众号|未知|本站|小编")
_DATE = re.compile(
    r"(?:(?:기사|최종|최초)?\s?(?:입력|수정|등록|승인|송고|업데이트|작성)\s?[:：]?\s?)?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\.?(?:\s?\d{1,2}:\d\d(?::\d\d)?)?"
)
_ZH_PEN = frozenset(
    "作者 撰文 撰稿 撰稿人 采写 采寫 採寫 执笔 執筆 文 文字 图文 圖文 编译 編譯 译者 譯者 整理 主笔 主筆 撰写 撰寫 文稿 特约撰稿".split()
)
_ZH_SEPARATORS = re.compile(r"[\s,，、;；&＆/／|｜丨︱╱∕和与與及]+")
_ZH_SLASH = re.compile(r"\s*[／/╱∕|｜丨︱]\s*")
_ZH_PLACES = frozenset(lex.ZH_PLACES)
_ZH_PLACE = re.compile("|".join(sorted(lex.ZH_PLACES, key=len, reverse=True)))
_ZH_HOUSE = re.compile(r"[报報社网網台刊》」]|新[闻聞]|[驻駐]|每[经經]|[财財][经經新]|界面|澎湃|南都|本|[专專]|首席|中心|[周週]末")
_ZH_SET = frozenset(":：/／|｜丨︱ 　·》)）")
_ZH_REPORTED = re.compile(r"(?:[综綜]合|[摄攝]影)*(?:[报報][导導道]|[电電][讯訊]|文)$")
_ZH_PLACE_END = re.compile(rf"(?:{'|'.join(sorted(lex.ZH_PLACES, key=len, reverse=True))})[市縣县]?$")
_ZH_REPORT = re.compile(
    r"(?:^|(?<=[\s／/╱]))(?P<what>[\u3400-\u9fff·]{0,14}?)(?:\d{1,2}日)?(?P<kind>(?:即[时時]|外[电電]|[专專][题題访訪]|特稿|[连連][线線]|[现現][场場]|[综綜]合)*"
    r"(?:[报報][导導道]|[专專]?[电電][讯訊]?|[摄攝]影|翻?[摄攝]|[传傳]真|提供|外[电電]))$"
)
_BRACKETS = "[](){}<>【】〔〕（）［］〈〉《》 \t▶■◆●○□◎▲△◇※*=-–—|ㅣ/／╱∕·・•‧:："


def read(text: str) -> Byline | None:
    """The byline that a whole line is, in any style, else None. A line of editors or photographers alone is None."""
    if not text or len(text) > LONGEST_LINE * 2:
        return None
    line = " ".join(text.split())
    if not 2 <= len(line) <= LONGEST_LINE or not _CUE.search(line):
        return None
    core = " ".join(_DATE.sub(" ", line).split()) if line[0].isdigit() or "20" in line else line
    if _HANGUL.search(core):
        byline = _korean(core)
    elif _HAN.search(core):
        byline = _chinese(core)
    elif match := _EMAIL.fullmatch(core.strip(_BRACKETS)):
        byline = Byline([], line, email=match.group())
    else:
        byline = _english(core)
    return replace(byline, line=line) if byline and core is not line else byline


def names(strings: Iterable[str]) -> list[str]:
    """Person names in order, without titles and doubles, from author strings of meta tags, JSON-LD or rules.

    Addresses, numbers, desks, papers and agencies are left out.
    """
    found: dict[str, None] = {}
    for string in strings:
        string = " ".join((string or "").split())
        if not string or len(string) > LONGEST_LINE or string.startswith(("http", "@")) or not re.search(r"[^\W\d_]", string):
            continue
        byline = read(string)
        if byline:
            found.update(dict.fromkeys(byline.names))
            continue
        for piece in re.split(r"[,，、;；|｜/／&]| and |(?<=[가-힣])[·ㆍ](?=[가-힣])", re.sub(r"[(（][^()（）]*[)）]", " ", _EMAIL.sub(" ", string))):
            if name := _person(piece.strip(_BRACKETS)):
                found.setdefault(name)
    return list(found)


def _person(text: str) -> str | None:
    """A name out of a string that is meant to be one: title and pseudonyms allowed, organisations not."""
    if _HANGUL.search(text):
        match = _TITLE.match(text.replace(" ", ""))
        word = match["head"] if match and match["head"] else text
        word = word.split(" ")[0] if " " in word else word
        return word if _ko_name(word) else None
    if _HAN.search(text):
        label = _ZH_LABEL.match(text)
        if label and label.group() in _ZH_OTHERS:
            return None
        return _zh_name(text[label.end() :].strip(_BRACKETS) if label else text, pen=True)
    return _latin_name(text)


def _latin_name(text: str) -> str | None:
    text = re.sub(r"^(?:[Bb][Yy]|BY)\s+", "", text).strip(" .")
    return text if _LATIN_NAME.match(text) and not _LATIN_ORG.search(text) else None


# --- Korean ---------------------------------------------------------------------------------------------------------


def _ko_name(word: str) -> bool:
    """A Korean name by its surname: three syllables, two, or four with a surname of two."""
    if not _KO_WORD.match(word) or word in lex.KO_NOT_NAMES or word in lex.KO_ORGS or word in lex.KO_PLACES:
        return False
    if word[:2] in lex.KO_COMPOUND:
        return True
    if len(word) == 4 or word[0] not in lex.KO_SURNAMES:
        return False
    return len(word) == 2 or not (_KO_ENDING.search(word) or word[:2] in lex.KO_MODIFIERS or word[:2] in lex.KO_PLACES)


def _ko_org(word: str) -> bool:
    return word in lex.KO_ORGS or (len(word) > 2 and bool(_KO_ENDING.search(word) or _KO_DESK.search(word)))


def _korean(line: str) -> Byline | None:
    email = match.group() if (match := _EMAIL.search(line)) else None
    tokens = _KO_TOKEN.findall(_EMAIL.sub(" ", line) if email else line)
    authors: list[str] = []
    pending: list[str] = []
    roles: set[str] = set()
    fresh = True  # the next role word begins a new group of roles
    place = agency = None
    strong = weak = titled = False

    def is_author() -> bool:
        return not roles or bool(roles & lex.KO_AUTHOR_ROLES)

    for index, token in enumerate(tokens):
        if token in _KO_MARKS:
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token in lex.KO_AUTHOR_ROLES or token in lex.KO_OTHER_ROLES:
            if pending and is_author():
                authors += pending
            pending = []
            roles = {token} if fresh else roles | {token}
            fresh = False
            strong = strong or token in lex.KO_AUTHOR_ROLES
            continue
        match = _TITLE.match(token)
        if match and not _ko_name(token):
            head, title, titled = match["head"], match["title"], True
            if head in ("사진", "영상", "촬영"):
                pending, fresh = [], True
                continue
            if _KO_WORD.match(head) and not pending and head not in lex.KO_MODIFIERS and not _ko_org(head):
                pending = [head]
            elif head and head not in lex.KO_MODIFIERS and not pending and len(head) > 6:
                return None
            if title in _STRONG or (head and len(pending) == 1 and head not in pending and len(tokens) <= 4):
                strong = True  # a journalist, or a title with its house: 소방청장
            else:
                weak = True
                strong = strong or (not head and title in lex.KO_WRITERS)
            if is_author():
                authors += pending
            pending, fresh = [], True
        elif after in ("=", "/", "|", "ㅣ") and not pending and not authors and not _ko_name(token):
            if token in lex.KO_NOT_NAMES and token not in lex.KO_PLACES and not _ko_org(token):
                return None
            place, agency = (token, agency) if token in lex.KO_PLACES else (place, token)
        elif token in lex.KO_PLACES or (len(token) == 2 and after == "," and agency and tokens[index - 1] == "="):
            place = place or token  # [OSEN=고척, 홍길동 기자]
        elif token in lex.KO_ORGS:
            agency = agency or token
        elif _ko_name(token) or (
            _KO_WORD.match(token) and _TITLE.match(after) and not _ko_org(token) and token not in lex.KO_NOT_NAMES
        ):
            pending.append(token)
            fresh = True
        elif token in lex.KO_MODIFIERS or token == "외" or re.match(r"\d+[명인]$|등$", token):
            continue
        elif _ko_org(token) or re.match(r"[가-힣]{0,4}[A-Z][A-Za-z0-9]{1,11}$", token):
            agency = token if _KO_NEWSROOM.search(token) else agency or token
        elif email and index == len(tokens) - 1:
            continue
        else:
            return None
    if roles and not titled and not email:
        pending = [name for name in pending if len(name) > 2]  # 정리 정돈 is no byline
    if pending and is_author() and (strong or email or (agency and _KO_NEWSROOM.search(agency))):
        strong = True
        authors += pending
    if not authors:
        desk = agency and sum(t not in _KO_MARKS for t in tokens) <= 3 and (email or _KO_NEWSROOM.search(agency))
        return Byline([], line, place, agency, email) if desk else None
    if not (strong or email or (weak and agency)):
        return None
    return Byline(list(dict.fromkeys(authors)), line, place, agency, email)


# --- Chinese --------------------------------------------------------------------------------------------------------


def _zh_name(word: str, pen: bool = False) -> str | None:
    """A Chinese name by its surname, a name with a dot in it, or (``pen``) a pseudonym of up to six characters."""
    word = word.strip(" 　·")
    if word in lex.ZH_NOT_NAMES or word in lex.ZH_ORGS or word in _ZH_PLACES or _ZH_NO_PEN.search(word):
        return None
    if _ZH_MINORITY.match(word):
        return word
    if not re.fullmatch(r"[\u3400-\u9fff]{2,6}", word) or word[-1] in "摄攝" or (len(word) > 2 and _ZH_ENDING.search(word)):
        return None
    if word[:2] in lex.ZH_COMPOUND and 3 <= len(word) <= 4:
        return word
    if len(word) <= 3 and (word[0] in lex.ZH_SURNAMES or pen):
        return word
    return word if len(word) == 4 and word[0] in lex.ZH_SURNAMES and word[1] in lex.ZH_SURNAMES else None


def _zh_names(text: str, pen: bool = False) -> list[str] | None:
    """All names of a list of names; None where something else stands in it. Splits what is glued together."""
    text = re.sub(r"[。.\s]+$", "", text.strip(_BRACKETS + "、，,；;。"))
    if not text:
        return []
    if _latin_name(text):
        return [text]
    out: list[str] = []
    pieces = [p for p in _ZH_SEPARATORS.split(text) if p]
    index = 1 if len(pieces) > 1 and _zh_org(pieces[0]) else 0  # 文/观察者网 张三
    while index < len(pieces):
        piece = pieces[index].strip("·:：")
        if len(piece) == 1 and index + 1 < len(pieces) and len(pieces[index + 1]) == 1:  # 张 三
            piece += pieces[index + 1]
            index += 1
        index += 1
        if not piece or piece in ("文", "等"):
            continue
        if name := _zh_name(piece, pen):
            out.append(name)
        elif glued := _unglue(piece):
            out += glued
        elif pen and re.fullmatch(r"[\w·・\-.]{2,16}", piece) and not _zh_org(piece) and not _ZH_NO_PEN.search(piece):
            if len(_HAN.findall(piece)) > 6:
                return None
            out.append(piece)
        elif piece.endswith("等") and (name := _zh_name(piece[:-1], pen)):
            out.append(name)
        else:
            return None
    return out


def _unglue(text: str) -> list[str]:
    """Two or three names written without a space, cut where surnames stand."""
    if not re.fullmatch(r"[\u3400-\u9fff]{4,9}", text):
        return []
    for sizes in ((3, 3), (3, 2), (2, 3), (3, 3, 3), (2, 2)):
        if sum(sizes) == len(text):
            cuts = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
            parts = [text[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
            if all(_zh_name(part) for part in parts):
                return parts
    return []


def _zh_org(text: str) -> bool:
    return text in lex.ZH_ORGS or bool(re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9《》·]{2,14}", text) and _ZH_ENDING.search(text))


def _chinese(line: str) -> Byline | None:
    email = match.group() if (match := _EMAIL.search(line)) else None
    core = (_EMAIL.sub(" ", line) if email else line).strip(_BRACKETS)
    core = re.sub(r"文\s?[/／·、&]\s?[图圖]片?|[图圖]\s?[/／·、&]\s?文", "图文", core)
    core = re.sub(r"[（(](?:[综綜]合[报報][导導道]|[^（()）]{2,16}社等?)$", "／综合报道", core)
    core = re.sub(r"^(?:原创|原創)[:：]\s*(\S{2,8}?)(?:编译|整理)?\s+\S{2,20}$", r"作者：\1", core)
    if re.search(r"[，。！？?!“”]", core):
        return None
    found = _zh_chain(core) or _zh_slashes(core) or _zh_wire(core) or _zh_equals(core)
    if not found:
        return None
    people, place, agency = found
    return Byline(list(dict.fromkeys(people)), line, place, agency, email)


_Found = tuple[list[str], str | None, str | None]


def _zh_chain(core: str) -> _Found | None:
    """``LABEL names LABEL names``: 新京报记者 陆一夫 · 作者：王昊阳 编辑：叶晋 · 文/图 刘玺东."""
    marks = [m for m in _ZH_LABEL.finditer(core) if _mark(core, m)]
    if not marks or all(m.group() in _ZH_OTHERS for m in marks):
        return None
    before = core[: marks[0].start()].strip(_BRACKETS)
    if len(before) > 14 or (len(before) > 4 and not _ZH_HOUSE.search(before)):
        return None
    people: list[str] = []
    place = None
    agency = before if _zh_org(before) else None
    signed = False
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = core[mark.end() : following.start() if following else len(core)]
        if mark.group() in _ZH_OTHERS:
            if len(text) > 24:
                return None
            continue
        text = text.lstrip("》)） ")
        if following:  # the paper of the next reporter: 每经编辑, 光明日报通讯员
            text = re.sub(rf"(?:^|(?<=[\s、；;]))[^\s、；;]{{2,8}}$|(?:{'|'.join(map(re.escape, ('每经', '本报', '本刊')))})$", _keep_name, text)
        report = _ZH_REPORT.search(text)
        if report and re.search(r"[摄攝传傳]|提供", report["kind"]):
            return None
        if report and not text[: report.start()].strip(_BRACKETS):
            report = None  # 记者张三报道: the name stands where a place could
        if report:
            place, text = report["what"] or None, text[: report.start()]
        elif match := _ZH_REPORTED.search(text):
            text = text[: match.start()]
            if (end := _ZH_PLACE_END.search(text)) and (got := _zh_names(text[: end.start()])):
                place, people = end.group(), people + got
                continue
        nested = _ZH_LABEL.match(text.strip())
        if nested and nested.group() not in _ZH_OTHERS:
            text = text.strip()[nested.end() :]
        got = _zh_names(text, pen=mark.group() in _ZH_PEN and core[mark.end() : mark.end() + 1] in _ZH_SET)
        if got is None and (inner := re.fullmatch(r"\s*(\S{2,14}?)(?:见习|实习|特约|首席)?(?:记者|記者)\s*(\S.*)", text)):
            got = _zh_names(inner[2])
        if got is None and mark.group() not in _ZH_PEN:
            got = _glued_place(text)
        if got is None and _zh_org(text.strip(_BRACKETS)) and mark.group() in _ZH_PEN:
            agency, signed, got = text.strip(_BRACKETS), True, []
        if got is None:
            return None
        people += got
    return (people, place, agency) if people or (agency and signed) else None


def _mark(core: str, match: re.Match[str]) -> bool:
    """Whether a label word really is one: short words need a separator or the start of the line beside them."""
    word = match.group()
    after = core[match.end() : match.end() + 1]
    before = core[match.start() - 1 : match.start()]
    if word in ("文", "图", "圖", "摄", "攝", "整理", "出品", "视频", "視頻", "设计", "設計"):
        return (not before or before in " 　、;；|｜/／·（(》") and (after in ":：/／|｜丨︱ 　·" and after != "")
    return word not in ("出版", "更新", "发布", "發布") or after in ":："


def _keep_name(match: re.Match[str]) -> str:
    return match.group() if _zh_name(match.group().strip()) else ""


def _glued_place(text: str) -> list[str] | None:
    """Names with a place and a day behind them: 姜遠珍仁川富平29日專電."""
    match = re.fullmatch(r"\s*([\u3400-\u9fff·、，\s]{2,30}?)\s*(?P<wire>\d{1,2}日(?:[专專外]?[电電]|[传傳]真)?)?\s*", text)
    if not match:
        return None
    *first, last = [p for p in _ZH_SEPARATORS.split(match[1]) if p]
    people = [name for piece in first if (name := _zh_name(piece))]
    for size in (3, 2, 4):
        rest = last[size:]
        if (not rest or _ZH_PLACE.match(rest)) and _zh_name(last[:size]):
            return [*people, last[:size]]
    if len(people) == len(first) and last in _ZH_PLACES:
        return people or None
    size = 4 if last[:2] in lex.ZH_COMPOUND else 3
    return [*people, last[:size]] if match["wire"] and len(last) <= 9 and _zh_name(last[:size]) else None


def _zh_slashes(core: str) -> _Found | None:
    """Taiwan's ``記者王小明／台北報導``, ``地方中心／桃園報導``, ``聯合報／記者X／台北即時報導``."""
    parts = [p.strip(_BRACKETS) for p in _ZH_SLASH.split(core)]
    parts = [p for p in parts if p]
    if not 2 <= len(parts) <= 4 and not (len(parts) == 1 and re.search(r"\s\S{0,4}[报報][导導道]", core)):
        return None
    people: list[str] = []
    place = agency = None
    reported = False
    for part in parts:
        report = _ZH_REPORT.fullmatch(part)
        if report and re.search(r"[摄攝传傳]|提供", report["kind"]):
            return None
        chain = _zh_chain(part)
        if chain:
            people += chain[0]
            agency = agency or chain[2]
            reported = True
        elif report:
            what = report["what"]
            reported = True
            if not what or _ZH_PLACE.match(what):
                place = what or place
            elif name := _zh_name(what):
                people.append(name)
            else:
                place = what
        elif said := re.fullmatch(r"((?:[\u3400-\u9fff]{2,6} ){1,4})(?:[综綜]合|即[时時]|外[电電])*[报報][导導道](?: 地[區区][:：]\S{2,12})?", part):
            for word in said[1].split():
                if name := _zh_name(word):
                    people.append(name)
                elif _zh_org(word) and not re.match(r"[综綜]合", word):
                    agency = agency or word
                elif not re.match(r"[综綜]合", word):
                    return None
            reported = True
        elif _zh_org(part) or re.fullmatch(r"即時新聞|[\u3400-\u9fff]{2,6}(?:中心|新聞|[A-Za-z]{2,12})", part):
            agency = agency or part
        elif got := _zh_names(part):
            people += got
        elif (pair := part.split(" ")) and len(pair) == 2 and _zh_org(pair[0]) and (name := _zh_name(pair[1])):
            people, agency = [*people, name], pair[0]
        elif _ZH_PLACE.match(part):
            place = part
        else:
            return None
    return (people, place, agency) if reported and (people or agency) else None


_ZH_WIRE = re.compile(
    r"(?P<agency>(?:[\u3400-\u9fff]{2,8}?[社网網報报])?)[／/\s]*(?P<place>[\u3400-\u9fff·]{0,10}?)\s?(?:\d{1,2}月)?\d{1,2}日"
    r"(?:[综綜]合)?(?:[专專]?[外电電讯訊]{1,2})(?:報導|报道)?"
)


def _zh_wire(core: str) -> _Found | None:
    """An agency's own line: 中央社 台北3日電 · 新华社北京3月5日电."""
    match = _ZH_WIRE.fullmatch(core)
    return ([], match["place"] or None, match["agency"] or None) if match and match["agency"] else None


def _zh_equals(core: str) -> _Found | None:
    """Japanese ``ソウル=山田太郎``."""
    match = re.fullmatch(r"(?P<place>[\u30a0-\u30ff\u3400-\u9fff]{1,10})\s?[=＝]\s?(?P<name>[\u3040-\u30ff\u3400-\u9fff]{2,8})", core)
    if not match or _zh_org(match["name"]):
        return None
    return [match["name"]], match["place"], None


# --- English --------------------------------------------------------------------------------------------------------


def _english(line: str) -> Byline | None:
    email = match.group() if (match := _EMAIL.search(line)) else None
    core = (_EMAIL.sub(" ", line) if email else line).strip(_BRACKETS + ".,")
    core = re.sub(r"[;,.]?\s*(?:Posted|Published|Updated|Editing by|Edited by|Photos? by)\b.*", "", core)
    by = re.match(r"(?:Written |Reported |Reporting )?(?:[Bb][Yy]|BY)\s+", core)
    rest = core[by.end() :] if by else core
    agency = None
    people: list[str] = []
    for piece in re.split(r",\s*|\s+(?:and|&|AND)\s+|\s*[/|;]\s*", rest):
        piece = piece.strip(_BRACKETS)
        if name := _latin_name(piece):
            people.append(name)
        elif _LATIN_ORG.search(piece) and len(piece) <= 40:
            agency = agency or piece
        elif piece:
            return None
    if not people or len(people) > 6 or not (by or email or (agency and len(people) == 1)):
        return None
    return Byline(people, line, None, agency, email)


# --- inside paragraphs ----------------------------------------------------------------------------------------------

_KO_HEAD = re.compile(
    r"\s*(?:[(\[【〔（［<](?P<inside>[^()\[\]【】〔〕（）［］<>]{1,60}(?:\([^()]{1,12}\)[^()\[\]]{1,40})?)[)\]】〕）］>])?\s*(?:(?P<by>[^=()\[\]\n]{2,50}?)\s*=\s*)?"
)
_ZH_WIRE_HEAD = re.compile(
    r"\s*(?P<agency>[\u3400-\u9fffA-Za-z·\-]{1,16}?(?:社|网|網|报|報|客户端|中文站|消息))\s?(?P<place>[\u3400-\u9fff·]{0,10}?)(?:[，,]?\s?\d{1,4}年)?"
    r"\s?(?:\d{1,2}月)?\s?(?:\d{1,2}日)(?P<wire>[综綜]?合?[专專外]?[电電讯訊]|消息|报道|報道|報導)\s*(?:[（(](?P<by>[^（）()]{2,60})[）)])?\s*"
)
_ZH_NEWS_HEAD = re.compile(
    r"\s*(?P<agency>[\u3400-\u9fffA-Za-z]{2,10}?)(?P<wire>讯|訊|消息|快讯|报道|電|电)\s*[（(](?P<by>[^（）()]{2,60})[）)]\s*"
)
_ZH_PLACE_HEAD = re.compile(
    r"(?P<place>[\u30a1-\u30ff·]{2,10}|" + "|".join(sorted(lex.ZH_PLACES, key=len, reverse=True)) + r")"
    r"(?:(?P<agency>聯合ニュース|共同|時事|AFP|ロイター)|(?:\d{1,2}日)?(?:综合)?[讯訊电電])"
)
_ZH_LINE_HEAD = re.compile(r"\s*(?P<line>[^\s／/，。]{2,24}[／/][^\s，。]{2,10}[報报][導道])\s+")
_ZH_BRACKET_HEAD = re.compile(r"\s*[〔［\[（(【](?P<inside>[^〔〕［］\[\]（）()【】]{2,48})[〕］\]）)】]\s*")
_EN_HEAD = re.compile(
    r"\s*(?P<place>[A-Z][A-Z .'/\-]{1,38})(?:, (?:[A-Z][a-z.]{2,9} \d{1,2}))?,? \((?P<agency>[A-Za-z0-9 .=가-힣\u3400-\u9fff]{2,30})\)\s?[-–—]{1,3}\s*"
)
_HEAD_CUE = re.compile(r"[(\[【〔（［<=／社网網报報讯訊消]")


def dateline(text: str) -> tuple[Byline, str] | None:
    """The dateline or byline at the head of a first paragraph and the text behind it, or None.

    (서울=연합뉴스) 홍길동 기자 = … · 新华社巴黎12月9日电（记者唐霁）… · 〔記者李欣芳／台北報導〕… · SEOUL, Aug. 20 (Yonhap) -- …
    """
    head = (text or "")[:HEAD]
    if not _HEAD_CUE.search(head[:40]):
        return None
    found = (_ko_dateline(head) if _HANGUL.search(head) else None) or _zh_dateline(head) or _en_dateline(head)
    if not found:
        return None
    byline, end = found
    return byline, text[end:].lstrip()


def _ko_dateline(head: str) -> tuple[Byline, int] | None:
    match = _KO_HEAD.match(head)
    if not match or not match.end():
        return None
    people: list[str] = []
    place = agency = None
    end = 0
    if inside := match["inside"]:
        got = _korean(" ".join(inside.split())) if _TITLE_WORD.search(inside) else None
        if got:
            people, place, agency = list(got.names), got.place, got.agency
        elif "=" in inside:
            left, _, right = (part.strip() for part in inside.partition("="))
            if not _ko_org(right.split("/")[-1]) and not _ko_org(right.split(" ")[0]):
                return None
            place, agency = left, right
        elif not _ko_org(inside.strip()):
            return None
        else:
            agency = inside.strip()
        end = match.end("inside") + 1
    if by := match["by"]:
        got = _korean(" ".join(by.split())) if _TITLE_WORD.search(by) else None
        if got:
            people += got.names
            place, agency = place or got.place, agency or got.agency
            end = match.end()
    if not people and not agency:
        return None
    return Byline(list(dict.fromkeys(people)), " ".join(head[:end].split()), place, agency), end


def _zh_dateline(head: str) -> tuple[Byline, int] | None:
    match = _ZH_WIRE_HEAD.match(head) or _ZH_NEWS_HEAD.match(head)
    if match:
        by, end = match["by"], match.end()
        people = (_zh_by(by) if by else None) or []
        if by and not people:
            end = match.end("wire")
        if not people and match.re is _ZH_NEWS_HEAD:
            return None
        place = match.groupdict().get("place") or None
        return Byline(people, " ".join(head[:end].split()), place, match["agency"].removeprefix("据")), end
    match = _ZH_BRACKET_HEAD.match(head)
    if not match:
        match = _ZH_LINE_HEAD.match(head)
        got = _chinese(match["line"]) if match else None
        return (replace(got, line=match["line"]), match.end()) if match and got else None
    inside, end = " ".join(match["inside"].split()), match.end()
    line = head[:end].strip()
    if got := _chinese(inside):
        agency = re.sub(r"(?:综合)?报道$", "", got.agency) if got.agency else None
        return Byline(got.names, line, got.place, agency), end
    if loose := _ZH_PLACE_HEAD.fullmatch(inside):
        return Byline([], line, loose["place"], loose["agency"] or None), end
    if loose := re.fullmatch(r"(?P<agency>[\u3400-\u9fffA-Za-z]{2,12}?)(?:[综綜]合)?(?:讯|訊|报道|報道|報導|消息|专稿|電|电)?", inside):
        people = _zh_by(inside) if "记者" in inside or "記者" in inside else None
        if people or _zh_org(loose["agency"]) or loose["agency"] in ("本报", "本報"):
            return Byline(people or [], line, None, loose["agency"]), end
    if re.search(r"[记記]者|特[约約派]", inside) and (people := _zh_by(inside)):
        return Byline(people, line), end
    return None


def _zh_by(text: str) -> list[str] | None:
    """Names inside the brackets of a dateline: with labels or bare."""
    text = " ".join(text.split())
    if re.search(r"[记記]者|通[讯訊][员員]|作者|[编編][译譯]|实习生", text):
        text = re.sub(r"^.{0,14}?(?=(?:特约|特約|见习|实习)?[记記]者)", "", text) if "记者" in text or "記者" in text else text
        chain = _zh_chain(text)
        return chain[0] if chain else None
    return _zh_names(text)


def _en_dateline(head: str) -> tuple[Byline, int] | None:
    match = _EN_HEAD.match(head)
    if not match:
        return None
    return Byline([], head[: match.end()].strip(), match["place"].strip(), match["agency"]), match.end()


_END_MARK = re.compile(r"\s*(?:[（(\[]?(?:完|全文完|끝|END)[）)\]]|\d{7})?\s*$")
_END_BRACKET = re.compile(r"[（(\[【〔<]([^（()）\[\]【】〔〕<>]{2,60})[）)\]】〕>]$")
_SENTENCE_END = "。！？!?…”’」』》〉\"'.）)]"
_SIGN_OFF = re.compile(r"(?:KBS|MBC|SBS|YTN|JTBC|MBN|OBS|채널A|TV조선|연합뉴스TV|뉴스)\s?(?:뉴스\s?)?(?:[,.]\s?)?([가-힣]{2,4})(?:이|였)?(?:입니다|습니다)[.]?$")
_EN_SIGN_OFF = re.compile(r"(?<=[.!?”\"] )([A-Z][A-Za-z.'\-]{1,20}(?: [A-Z][A-Za-z.'\-]{1,20}){1,2}), ([A-Z][A-Za-z ]{2,40})\.?$")


def tail(text: str) -> tuple[Byline, str] | None:
    """The writer, e-mail address or agency glued to the end of a last paragraph and the text before it, or None.

    Only what stands behind a finished sentence counts: … 말했다. 홍길동 기자 hong@x.com · …城！（评论员 罗博 萧海川）
    """
    text = text or ""
    end_mark = _END_MARK.search(text, max(0, len(text) - 16))
    stop = end_mark.start() if end_mark else len(text)
    start = max(0, stop - TAIL)
    piece = text[start:stop]
    if match := _END_BRACKET.search(piece):
        before = piece[: match.start()].rstrip()
        byline = _signed(match[1]) if before[-1:] in _SENTENCE_END and before else None
        if byline:
            return byline, text[: start + match.start()].rstrip()
    if match := _SIGN_OFF.search(piece):
        return Byline([match[1]], match.group().strip()), text[: start + match.start()].rstrip()
    if match := _EN_SIGN_OFF.search(piece):
        byline = _english(match.group())
        if byline:
            return byline, text[: start + match.start()].rstrip()
    return _glued_tail(text, piece, start)


def _signed(inside: str) -> Byline | None:
    """What stands in the closing brackets, if it names writers."""
    inside = " ".join(inside.split())
    if byline := read(inside):
        return byline if byline.names or byline.email else None
    if not _HAN.search(inside) or re.search(r"[，。：:！？]", inside):
        return None
    pieces = [p for p in re.split(r"[\s、]+", inside) if p]
    if not 1 <= len(pieces) <= 4 or any(not _zh_name(p) for p in pieces):
        return None
    return Byline(pieces, inside)


def _glued_tail(text: str, piece: str, start: int) -> tuple[Byline, str] | None:
    """A byline behind the last full stop, without brackets."""
    mail = None
    if "@" in piece:
        for mail in _EMAIL.finditer(piece):
            pass
        if mail and piece[mail.end() :].strip(_BRACKETS + "."):
            return None
    cut = piece[: mail.start()].rstrip(_BRACKETS + ",") if mail else piece
    match = re.search(r"[。.！？!?”’\"」』…]\s*[/=\-–(\[【]?\s*([^。.！？!?”’\"」』…]{2,60})$", cut + " " if not cut else cut)
    if mail and (not match or not match[1].strip(_BRACKETS)):
        if cut and cut[-1] not in _SENTENCE_END:
            return None
        return Byline([], mail.group(), None, None, mail.group()), text[: start + len(cut)].rstrip()
    if not match:
        return None
    segment = " ".join(match[1].split())
    before = text[: start + match.start() + 1].rstrip()
    if segment.strip(_BRACKETS) in lex.KO_ORGS:
        return Byline([], segment, None, segment.strip(_BRACKETS)), before
    byline = read(f"{segment} {mail.group()}" if mail else segment)
    if not byline or not (byline.names or byline.email) or (not mail and not _tail_sure(segment)):
        return None
    return byline, before


def _tail_sure(segment: str) -> bool:
    """Without an address the segment must carry a journalist's title or label."""
    return bool(any(_TITLE.match(word) for word in segment.split()) or re.search(r"[记記]者|作者|[撰执執][文笔筆]|[编編][译譯]|[评評][论論][员員]|文\s?[/／|｜:：]|^By ", segment))


_EDITORS = re.compile(r"(?:责任|責任|执行|值班|网络|本文)?(?:编辑|編輯|责编|責編)\s?[:：/／]?\s?([^:：/／()（）\[\]【】_\d]{2,24})")


def editors(text: str) -> list[str]:
    """Names of the editors that a credit line states: 责任编辑：X, (责编：X、Y)."""
    match = _EDITORS.search(text[:120]) if text and ("编" in text or "編" in text) else None
    return (_zh_names(match[1], pen=True) or []) if match else []
