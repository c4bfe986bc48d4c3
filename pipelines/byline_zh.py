"""Reads Chinese bylines in both scripts: label chains, Taiwan's slashes, agency lines; names alone."""

from __future__ import annotations

import re

from pipelines.byline import FRAME, Byline, Found, cut_email, once
from pipelines.chain_zh import MANNER, PHOTO, REPORT, chain
from pipelines.lexicon_zh import ZH_COMPOUND, ZH_NOT_NAMES
from pipelines.names_zh import BETWEEN, PLACE, TITLE, county, house, name, names

_SLASH = re.compile(r"\s*[／/╱∕|｜丨︱]\s*")
_SAID = re.compile(
    rf"((?:[\u3400-\u9fff]{{2,6}} ){{1,4}})(?P<place>(?:{PLACE.pattern})[縣县市]?)?{MANNER}"
    r"[报報][导導道](?: 地[區区][:：]\S{2,12})?"
)
_APART = re.compile(rf"(?<=^[\u3400-\u9fff]{{2}}) (?={MANNER}[報报][導导道]$)")
"""／花蓮 報導"""
_TOGETHER = re.compile("[综綜]合")
_KIND = re.compile(
    "[专專][访訪题題]|特稿|特[别別]?[报報][导導道]|[综綜]合外[电電]|外[电電]|整理|[编編][译譯]|[观觀]察|[调調]查|[报報][导導道]"
)
_WIRE = re.compile(
    r"(?P<agency>[\u3400-\u9fff]{2,8}?[社网網報报])[／/\s]*(?P<place>[\u3400-\u9fff·]{0,10}?)\s?(?:\d{1,2}月)?\d{1,2}日"
    r"(?:[综綜]合)?[专專]?[外电電讯訊]{1,2}(?:報導|报道)?"
)
_BOTH = re.compile(r"文\s?[/／·、&]\s?[图圖]片?|[图圖]\s?[/／·、&]\s?文")
_RANK = re.compile("[(（](?:[实實見见][习習](?:生|[记記]者|[编編][辑輯])?|通[讯訊][员員])[)）]")
"""王小明（实习生）"""
_EDITED = re.compile(r"[（(][編编][輯辑][:：].{0,24}$")
_REPORTER = re.compile("[^、]{0,14}?(?=(?:特[约約]|[见見][习習]|[实實][习習])?[记記]者|通[讯訊][员員])")
"""The paper in front of its reporter."""
_AGENCIES = re.compile(r"[（(](?:[综綜]合[报報][导導道]|[^（()）]{2,16}社等?)$")
_ACCOUNT = re.compile(r"^(?:原创|原創)[:：]\s*(\S{2,8}?)(?:编译|整理)?\s+\S{2,20}$")
_PROSE = re.compile(r"[，。！？?!“”]")
_EDITORS = re.compile(
    r"(?:责任|責任|执行|值班|网络|本文)?(?:编辑|編輯|责编|責編)\s?[:：/／]?\s?([^:：/／()（）\[\]【】_\d]{2,24})"
)
_OFFICE = r"(?:分[别別]|均|皆|同|[现現]|[单單]位)?(?:[系係為为是任]|[：:])"
_BIO = re.compile(
    rf"(?:[本原]文)?作者[:：]?\s?(?P<name>[\u3400-\u9fff·、 ]{{2,24}}?)\s?(?:[，,(（]\s?|(?:[，,(（]\s?)?{_OFFICE}\s?)"
    rf"[^。！？]{{0,60}}?{TITLE}[。)）]?$"
)
"""作者王小明系某某大学教授, 作者：王小明 李四（分别系某某大学教授、讲师）"""
_BIOS = re.compile(
    rf"(?P<name>[\u3400-\u9fff·]{{2,8}}?)(?:[系係]|[现現]任|[為为是](?=[\u3400-\u9fff]{{2,12}}[大学學院所社]))[^。！？，；;]{{2,30}}?{TITLE}(?:[，；;]|$)"
)
"""王小明系某某大学教授，李四系某某大学讲师"""
_HE_IS = re.compile(rf"(?P<name>[\u3400-\u9fff·、 ]{{2,20}}?)[\s，,|｜]+作者{_OFFICE}[^。！？]{{2,40}}{TITLE}$")
"""王小明 作者为某某大学教授"""
_FIRM = re.compile(r"[(（](?:作者)?[单單]位[:：为為][^()（）]{2,30}$")
_DONE = re.compile(
    r"由\s?(?P<name>[\u3400-\u9fff·]{2,4})\s?(?:[发發]表|撰[写寫稿文]|[编編][译譯]|[编編][写寫])(?:[于於在])?$"
)
"""由 王小明 發表"""
_EACH = re.compile(
    r"(?:[\u3400-\u9fff·]{0,10}[记記]者\s?)?(?P<name>[\u3400-\u9fff·]{2,8}(?:[ 、][\u3400-\u9fff]{2,4}){0,3})"
    r"\s?[/／ ]\s?文(?:字)?"
    r"[\s，,、]+(?:[\u3400-\u9fff·]{0,10}[记記]者\s?)?[\u3400-\u9fff· 、]{2,12}[/／ ]\s?[图圖摄攝]影?[片像]?$"
)
"""王小明/文 李四/图, 记者 王小明 文 李四 摄"""
_FOR_PAPER = re.compile(
    r"[\u3400-\u9fff]{0,4}《?[^《》\s]{2,12}》\s?(?:驻[\u3400-\u9fff]{2,6})?(?:[记記]者)?\s?"
    r"(?P<name>[\u3400-\u9fff]{1,6}(?:[·•‧・][\u3400-\u9fff]{1,8}){0,2}(?:[、，和]\s?[\u3400-\u9fff·•‧・]{2,14}){0,2})"
    r"\s[\u3400-\u9fff]{2,8}[报報][导導道]$"
)
"""英国《某某时报》 约翰•史密斯 伦敦报道"""
_TEXT_BY = re.compile(
    r"文 (?P<name>[\u3400-\u9fff]{2,4}(?:[ 、][\u3400-\u9fff]{2,4}){0,3})(?: [\u3400-\u9fff]{2,8}\d{1,5}期)?$"
)
"""文 王小明 某某周刊735期"""
_LATIN_BY = re.compile(r"(?:(?:Text|Words|Written|Report(?:ed)?|Story) )?(?:[Bb]y|BY)[ :：]\s?(?=[\u3400-\u9fff])")
_WECHAT = re.compile(r"^(?:原创|原創)[\s:：]+(?P<name>[\u3400-\u9fff·]{2,4})(?:\s[\u3400-\u9fffA-Za-z0-9]{2,12})?$")
"""原创 王小明 某某研究"""
_PLACED_OF = re.compile(
    rf"(?P<name>[\u3400-\u9fff·]{{2,8}})\s?[／/|｜]\s?[^。！？／/|｜]{{0,24}}?{TITLE}\s?[(（][^()（）]{{2,10}}[)）]?$"
)
"""王小明／國小教師（台東縣）"""
_DESK = re.compile(r"(?P<desk>[\u3400-\u9fff]{2,4}(?:中心|新[聞闻]|[組组]))(?P<name>[\u3400-\u9fff]{2,4})$")
"""財經中心王小明"""
_OF = re.compile(rf"(?P<name>[\u3400-\u9fff·]{{2,8}})(?:\s?[／/|｜(（]|[，,])\s?[^。！？／/|｜]{{0,30}}?{TITLE}[)）]?$")
"""王小明／某某大學教授, 王小明（资深媒体人）"""
_OF_APART = re.compile(rf"(?P<name>[\u3400-\u9fff·]{{2,4}})\s[\u3400-\u9fff]{{2,20}}{TITLE}$")
"""王小明 某某大学教授"""
_DID = re.compile(
    r"(?P<name>[\u3400-\u9fff·、 ]{2,20}?)\s?[(（/／|｜]\s?"
    r"(?:摘[编編]|[编編][译譯]|[综綜]述|整理|特[约約]|[报報][导導道]|[综綜]合[报報][导導道]|[记記]者|[评評][论論][员員]?|翻[译譯]|[译譯]"
    r"|撰[文稿写寫]|文|[实實][习習](?:[记記]者|生)?)[)）]?$"
)
"""王小明（摘编）"""


def editors(text: str) -> list[str]:
    """Names of the editors that a credit line states: 责任编辑：X, (责编：X、Y)."""
    match = _EDITORS.search(text[:120]) if text and ("编" in text or "編" in text) else None
    return (names(match[1], pen=True) or []) if match else []


def read(line: str) -> Byline | None:
    """The byline that a line is as a whole, else None."""
    core, email = cut_email(line)
    core = _BOTH.sub("图文", _EDITED.sub("", _RANK.sub("", core)).strip(FRAME))
    core = _ACCOUNT.sub(r"作者：\1", _AGENCIES.sub("／综合报道", core))
    core = _LATIN_BY.sub("作者：", _FIRM.sub("", core), count=1)
    if told := _told(core):
        return Byline(once(told), line, email=email)
    if _PROSE.search(core):
        return None
    if (match := _OF.match(core)) and "（" not in core and "(" not in core and (found := name(match["name"])):
        return Byline([found], line, email=email)
    if (match := _DID.match(core)) and (did := names(match["name"])):
        return Byline(once(did), line, email=email)
    found = chain(core) or _slashes(core) or _wire(core)
    if not found:
        return None
    people, place, agency = found
    return Byline(once(people), line, place, agency, email)


def _told(core: str) -> list[str] | None:
    """Whom a note says to have written: 作者王小明系某某大学教授, 王小明/文 李四/图, 由 王小明 發表."""
    for form in (_BIO, _HE_IS, _DONE, _EACH, _WECHAT, _TEXT_BY, _FOR_PAPER):
        if (match := form.match(core)) and (found := names(match["name"])) and len(found) <= 4:
            return found
    told = list(_BIOS.finditer(core)) if _BIOS.match(core) else []
    if told and sum(len(match.group()) for match in told) >= len(core):
        found = [name(match["name"]) or "" for match in told]
        return found if all(found) else None
    return None


def alone(line: str) -> Byline | None:
    """Names that no label says to be writers: 王小明 李四, 王小明 某某日报, 王小明（某某大学教授）."""
    core, email = cut_email(line)
    core = core.strip(FRAME)
    if (match := _OF.match(core) or _PLACED_OF.match(core) or _OF_APART.match(core)) and (found := name(match["name"])):
        return Byline([found], line, email=email)
    if _PROSE.search(core) or not core:
        return None
    pieces = [piece for piece in BETWEEN.split(core) if piece]
    papers = [piece for piece in pieces if house(piece)]
    people = names(" ".join(piece for piece in pieces if piece not in papers)) if len(papers) < 2 else None
    if people and any(len(one) == 4 and one[:2] not in ZH_COMPOUND and "·" not in one for one in people):
        return None  # a channel rather than a person
    if people and any(len(one) == 3 and one[:2] in ZH_NOT_NAMES for one in people):
        return None
    return Byline(once(people), line, None, papers[0] if papers else None, email) if people else None


_NOTE = re.compile(r"^[（(【\[]?(?:[编編]者按[:：]\s?)?(?:[本原此]文|文章|稿件|[来來]源|[转轉]自)")
_NOTED = re.compile(
    r"[\s，,。；;）)|｜](?:原?作者|撰文|[记記]者|[编編][译譯]|文)\s?[:：|｜丨/／]\s?(?P<name>[^，,。；;（()）:：|｜]{2,20}?)"
    r"(?=[，,。；;（()）|｜]|\s(?:[编編][辑輯]|[责責][编編]|[题題頭头][图圖])|$)"
)


def noted(text: str) -> list[str] | None:
    """Whom a note on where a text is from names: 本文来自微信公众号：某某（ID：a），作者：王小明，编辑：李四"""
    if len(text) > 200 or not _NOTE.match(text) or not (match := _NOTED.search(text)):
        return None
    return names(match["name"], pen=True)


def posted(text: str) -> str | None:
    """The name in a line that says who it is, with an office behind it: 王小明／國小教師（台東縣）."""
    match = _PLACED_OF.match(text) or (_OF.match(text) if re.match(r"\S{2,8}\s?[／/|｜]", text) else None)
    return name(match["name"]) if match else None


def signed(text: str) -> str | None:
    """The name in closing brackets that say who it is: 王小明，某某大学教授."""
    match = _OF.match(text)
    return name(match["name"]) if match else None


def within(text: str) -> list[str] | None:
    """Names inside the brackets of a dateline, with labels or bare."""
    text = " ".join(text.split())
    if not re.search(r"[记記]者|通[讯訊][员員]|作者|[编編][译譯]|实习生|文\s?[/／]", text):
        return names(text)
    start = _REPORTER.match(text)
    text = text[start.end() :] if start else text
    found = chain(text)
    return found[0] if found else None


def _slashes(core: str) -> Found | None:
    """Taiwan's 記者王小明／台北報導, 地方中心／新竹報導, 某報／記者王小明／台北即時報導, 王小明 報導."""
    parts = [part for piece in _SLASH.split(core) if (part := piece.strip(FRAME))]
    if not 2 <= len(parts) <= 4 and not (len(parts) == 1 and re.search(r"\s\S{0,4}[报報][导導道]", core)):
        return None
    people: list[str] = []
    place = agency = None
    reported = False
    for part in parts:
        part = _APART.sub("", part)
        report = REPORT.fullmatch(part)
        if report and PHOTO.search(report["kind"]):
            return None
        if linked := chain(part):
            people += linked[0]
            agency, reported = agency or linked[2], True
        elif report:
            reported = True
            what = report["what"]
            if (found := names(what) if "、" in what else [name(what)]) and all(found) and not PLACE.match(what):
                people += found
            else:
                place = what or place
        elif (report := REPORT.search(part)) and (found := names(part[: report.start()])):
            people += found  # 王小明、李四 台南報導
            place, reported = report["what"] or place, True
        elif said := _SAID.fullmatch(part):
            reported = True
            place = said["place"] or place
            for word in said[1].split():
                if found := name(word):
                    people.append(found)
                elif house(word) and not _TOGETHER.match(word):
                    agency = agency or word
                elif not _TOGETHER.match(word):
                    return None
        elif _KIND.fullmatch(part):
            reported = True
        elif house(part) or re.fullmatch(r"即時新聞|[\u3400-\u9fff]{2,6}(?:中心|新聞|[A-Za-z]{2,12})", part):
            agency = agency or part
        elif got := names(part):
            people += got
        elif PLACE.match(part) or county(part):
            place = part
        elif (desk := _DESK.fullmatch(part)) and (found := name(desk["name"])):
            people.append(found)
            agency = agency or desk["desk"]
        else:
            return None
    return (people, place, agency) if reported and (people or agency) else None


def _wire(core: str) -> Found | None:
    """An agency's own line: 某某社 台北3日電."""
    match = _WIRE.fullmatch(core)
    return ([], match["place"] or None, match["agency"]) if match else None
