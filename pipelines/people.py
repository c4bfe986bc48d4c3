"""Who wrote an article: bylines as whole lines, datelines before and signatures behind the text, author strings.

Persons go into ``Byline.names``; desks, papers and agencies into ``Byline.agency``. Photographers and editors are no
authors. Every scan looks at a bounded piece of text with linear patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipelines import byline_en as en
from pipelines import byline_ja as ja
from pipelines import byline_ko as ko
from pipelines import byline_zh as zh
from pipelines import lexicon_ko, names_ko, names_zh
from pipelines.byline import EMAIL, FRAME, HAN, HANGUL, Byline, one_of
from pipelines.byline_zh import editors
from pipelines.datelines import dateline

LONGEST = 140
"""Characters; a longer line is prose."""
TAIL = 160
"""Characters looked at by ``tail``."""

_KO_WORDS = lexicon_ko.KO_TITLES | lexicon_ko.KO_WEAK_TITLES | lexicon_ko.KO_AUTHOR_ROLES | frozenset(["필진"])
_FIRST = "팀부국센종기記记作采採撰執执報报編编译譯翻評评主原特通文图圖中整社取構論摘发發专專口支総訳实實由"
_FIRST += "@bBNswrcRWC=＝(（／/|｜"
_CUE = re.compile(
    rf"(?=[{_FIRST}{''.join({w[0] for w in _KO_WORDS})}])"
    rf"(?:{one_of(_KO_WORDS)}|@|(?:[팀부국]|센터)(?:\s종합)?[\])]?$|[记記]者|作者|[采採][写寫訪访编]|[撰执執][文写寫稿笔筆]"
    r"|[报報][导導道]|[编編][译譯集]|[译譯]者|翻[译譯]|[評评][论論][员員]|主[笔筆]|原[创創]|特[派约約]|通[讯訊][员員]"
    r"|^文 |文\s?[/／|｜丨︱:：·、・图圖字]|[图圖]\s?[/／·、]?\s?文|中央社|整理|社等?[)）]|[Bb][Yy]\s|BY\b|News\b"
    r"|[\u3400-\u9fff]\s?[=＝]|[=＝]\s?[\u3400-\u9fff]|\([a-z]|取材|支局|総局|翻訳|論説|摘[编編]|[专專][栏欄]作|口述"
    r"|[实實][习習]生|由\s?[\u3400-\u9fff]{2,4}\s?[发發撰]|[／/|｜]\s?文|staff|(?:[Ww]rit|[Rr]eport|[Cc]orrespond)[a-z]{2,4}\b|columnist)"
)
"""Something that every byline has: most lines of a page are turned away here."""
_DATE = re.compile(
    r"(?:(?:기사|최종|최초)?\s?(?:입력|수정|등록|승인|송고|업데이트|작성)(?:\s?(?:시간|일시|일))?\s?[:：|]?\s?"
    r"|(?:最[后後近])?(?:更新|[发發][布表稿]|刊登|出版)(?:[于於]|[时時][间間]|日期)?\s?[:：|]?\s?)?"
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\.?(?:\s?\d{1,2}:\d\d(?::\d\d)?)?"
)
_ANNOUNCED = re.compile(
    r"(?:^|[\s.])(?P<who>(?:[가-힣]{2,5}[,·]\s?){0,2}[가-힣]{2,5} (?:기자|특파원|리포터))"
    r"(?:[가이의]|(?:[를을와과]|에게)\s?[^.]{0,16}(?:연결|이야기|들어|물어|알아))[^.]{0,24}(?:습니다|니다|시죠|보시죠)\.?$"
)
MARKS = "◎●○■◆▲★✎□◇▌"
"""In front of a writer's name alone."""
_PIECES = re.compile(r"[,，、;；|｜/／&]| and |(?<=[가-힣])[·ㆍ](?=[가-힣])")


def read(text: str, placed: bool = False) -> Byline | None:
    """The byline that a whole line is, in any style, else None. A line of editors or photographers alone is None.

    ``placed``: the line stands where a writer's name does, so that names alone are a byline too.
    """
    if not text or len(text) > LONGEST * 2:
        return None
    line = " ".join(text.split())
    if not 2 <= len(line) <= LONGEST or not (placed or _CUE.search(line)):
        return None
    core = " ".join(_DATE.sub(" ", line).split()) if "20" in line or "19" in line else line
    if HANGUL.search(core):
        byline = ko.read(core, placed)
    elif HAN.search(core):
        byline = (ja.read(core) if ja.SIGN.search(core) else None) or zh.read(core) or ja.read(core)
        byline = byline or (zh.alone(core) if placed else None)
    elif match := EMAIL.fullmatch(core.strip(FRAME)):
        byline = Byline([], line, email=match.group())
    else:
        byline = en.read(core, placed)
    return replace(byline, line=line) if byline and core is not line else byline


def marked(text: str) -> Byline | None:
    """A Chinese name that needs no label: behind a mark (◎王小明) or in front of an office (王小明／某某大學教授)."""
    if not text or len(text) > 60:
        return None
    text = " ".join(text.split())
    if HAN.search(text) and not HANGUL.search(text) and (found := zh.posted(text)):
        return Byline([found], text)
    if text[:1] not in MARKS or HANGUL.search(text) or not HAN.search(text):
        return None
    who = zh.alone(text[1:].strip())
    sure = who and (text[0] == "◎" or all(len(name) > 2 for name in who.names))
    return replace(who, line=text) if who and sure else None


def noted(text: str) -> Byline | None:
    """The writers whom a note on the text's source names, in a paragraph of its own."""
    found = zh.noted(" ".join(text.split())) if text and len(text) <= 240 else None
    return Byline(found, " ".join(text.split())) if found else None


def announced(text: str) -> Byline | None:
    """The reporter whom the newsreader names: …습니다. 홍길동 기자가 보도합니다."""
    match = (
        _ANNOUNCED.search(text[-120:]) if text and ("기자" in text or "특파원" in text or "리포터" in text) else None
    )
    return ko.read(match["who"]) if match else None


def names(strings: Iterable[str]) -> list[str]:
    """Person names in order, without titles and doubles, from author strings of meta tags, JSON-LD or rules.

    Addresses, numbers, desks, papers and agencies are left out.
    """
    found: dict[str, None] = {}
    for raw in strings:
        string = " ".join((raw or "").split())
        if not string or len(string) > LONGEST or string.startswith(("http", "@")):
            continue
        if byline := read(string) or read(string, placed=True):
            found.update(dict.fromkeys(byline.names))
            continue
        bare = re.sub(r"[(（][^()（）]{0,60}[)）]", " ", EMAIL.sub(" ", string))
        for piece in _PIECES.split(bare):
            if name := _person(piece.strip(FRAME)):
                found.setdefault(name)
    return list(found)


def _person(text: str) -> str | None:
    if HANGUL.search(text):
        return names_ko.person(text)
    return names_zh.person(text) if HAN.search(text) else en.person(text)


_END_MARK = re.compile(r"\s{0,4}(?:[（(\[]?(?:完|全文完|끝|END)[）)\]]|\d{7})?\s{0,4}$")
_END_BRACKET = re.compile(r"[（(\[【〔<]([^（()）\[\]【】〔〕<>]{2,90})[）)\]】〕>]$")
_SERIAL = re.compile(r"(?<=[）)])\s?\d{7}$")
"""A day that an agency writes behind its last bracket."""
_SENTENCE_END = "。！？!?…”’」』》〉\"'.）)]"
_LAST_PIECE = re.compile(r"[。.！？!?”’\"」』…]\s?[/=\-–(\[【]?\s?([^。.！？!?”’\"」』…]{2,60})$")
_SLASHED = re.compile(r"(?<=다)\s?/\s?()([^/.]{3,20})$")
_SIGN_OFF = re.compile(
    r"(?:KBS|MBC|SBS|YTN|JTBC|MBN|OBS|TBC|채널A|TV조선|연합뉴스(?:TV)?)\s?(?:뉴스)?[,.]?\s?([가-힣]{2,4})"
    r"(?:이었|였)?(?:입니다|습니다)\.?$"
)
_EN_SIGN_OFF = re.compile(
    r"(?<=[.!?”\"] )([A-Z][A-Za-z.'\-]{1,20}(?: [A-Z][A-Za-z.'\-]{1,20}){1,2}), ([A-Z][A-Za-z ]{2,40})\.?$"
)
_SURE = re.compile(r"[记記]者|作者|[撰执執][文笔筆]|[编編][译譯]|[评評][论論][员員]|文\s?[/／|｜:：]|^By ")


def tail(text: str) -> tuple[Byline, str] | None:
    """The writer, e-mail address or agency glued to the end of a last paragraph and the text before it, or None.

    Only what stands behind a finished sentence counts: … 말했다. 홍길동 기자 a@example.com · …城！（评论员 王小明）
    """
    text = text or ""
    mark = _END_MARK.search(text, max(0, len(text) - 16))
    stop = mark.start() if mark else len(text)
    start = max(0, stop - TAIL)
    piece = text[start:stop]
    if match := _END_BRACKET.search(piece):
        before = piece[: match.start()].rstrip()
        byline = _signed(match[1]) if before and before[-1] in _SENTENCE_END else None
        if byline:
            return byline, text[: start + match.start()].rstrip()
    if (match := _SIGN_OFF.search(piece)) and len(match[1]) > 2 and names_ko.name(match[1]):
        return Byline([match[1]], match.group().strip()), text[: start + match.start()].rstrip()
    if (match := _EN_SIGN_OFF.search(piece)) and (byline := en.read(match.group())):
        return byline, text[: start + match.start()].rstrip()
    return _glued(text, piece, start)


def closing(text: str) -> Byline | None:
    """The writers whom a paragraph in brackets names, behind the text: （记者 王小明）, （王小明，某某大学教授）."""
    text = " ".join((text or "").split())
    match = _END_BRACKET.fullmatch(_SERIAL.sub("", text)) if len(text) <= 100 else None
    return _signed(match[1]) if match else None


def _signed(inside: str) -> Byline | None:
    """What stands in the closing brackets, if it names writers: with a label, or names alone."""
    inside = " ".join(inside.split())
    if byline := read(inside):
        return byline if byline.names or byline.email else None
    if found := zh.signed(inside):
        return Byline([found], inside)
    if HAN.search(inside) and (byline := zh.read(inside)) and byline.names:
        return byline
    pieces = re.split(r"[\s、]+", inside)
    if len(pieces) > 1 and names_zh.house(pieces[0]):  # （某某日报 王小明）
        del pieces[0]
    if not HAN.search(inside) or len(pieces) > 4 or not all(names_zh.name(piece) for piece in pieces):
        return None
    return Byline(pieces, inside)


_HANGUL_NAME = re.compile(r"[가-힣]{2,4}$")


def _glued(text: str, piece: str, start: int) -> tuple[Byline, str] | None:
    """A byline behind the last full stop, without brackets."""
    mails = list(EMAIL.finditer(piece)) if "@" in piece else []
    mail = mails[-1] if mails else None
    if mail and piece[mail.end() :].strip(FRAME + "."):
        return None
    cut = piece[: mail.start()].rstrip(FRAME + ",") if mail else piece
    match = _LAST_PIECE.search(cut) or _SLASHED.search(cut)
    if mail and not match:
        if cut and cut[-1] not in _SENTENCE_END:
            return None
        return Byline([], mail.group(), email=mail.group()), text[: start + len(cut)].rstrip()
    if not match:
        return None
    segment = " ".join(match[match.lastindex or 1].split())
    before = text[: start + match.start() + (match.re is _LAST_PIECE)].rstrip()
    if segment.strip(FRAME) in lexicon_ko.KO_ORGS:
        return Byline([], segment, agency=segment.strip(FRAME)), before
    byline = read(f"{segment} {mail.group()}" if mail else segment)
    words = segment.split()
    office = byline is None and 2 <= len(words) <= 3 and words[-1] in lexicon_ko.KO_WEAK_TITLES
    office = office and names_ko.name(words[0]) is not None and words[0][-1] not in "은는이가"
    if office:  # … 생각이다. 홍길동 조각가
        byline = read(segment, placed=True)
    alone = _HANGUL_NAME.match(segment) and segment not in lexicon_ko.KO_NOT_NAMES
    if byline is None and mail and alone:  # an address says that the word before it is a name
        byline = Byline([segment], f"{segment} {mail.group()}", email=mail.group())
    sure = (
        mail
        or office
        or _SURE.search(segment)
        or any(names_ko.TITLE.match(word.rstrip(")]>")) for word in segment.split())
    )
    return (byline, before) if byline and sure and (byline.names or byline.email) else None


__all__ = ["MARKS", "Byline", "announced", "closing", "dateline", "editors", "marked", "names", "noted", "read", "tail"]
