"""Tells Korean names from other words: by surname, in front of a title; papers, desks and other organisations."""

from __future__ import annotations

import re

from pipelines import lexicon_ko as lex
from pipelines.byline import one_of

TITLE = re.compile(rf"(?P<head>\S{{0,20}}?)(?P<title>{one_of(lex.KO_TITLES | lex.KO_WEAK_TITLES)})$")
TITLE_WORD = re.compile(one_of(lex.KO_TITLES))
"""A journalist's title anywhere in a text."""

WORD = re.compile(r"[가-힣]{2,4}$")
_HANGUL = re.compile(r"[가-힣]+$")
_HOUSE = re.compile(
    rf"(?:{one_of(lex.KO_ORG_ENDINGS)})$|.[팀부국실대]$|(?:법인|법률사무소|대학교?|대학원|병원|의원|은행|증권|그룹|공사|공단"
    r"|연구원|연구소|학과|학부|전공|교실|학회|협의회|연대|연합|조합|포럼|의회|[시군구도]청|교육청|경찰청|[초중고]등?학교|교회|성당"
    r"|박물관|미술관|도서관|출판사|서점|컴퍼니|자산운용|투자|정당|민주당|국회|학교|사무소|공동체|네트워크|.[가-힣]{2,}[학당])$"
)
_DESK = re.compile(
    r"(?:정치|경제|사회|문화|국제|전국|산업|금융|증권|교육|사진|편집|보도|방송|체육|생활|국방|국토|고용|노동|문체|여가|환경|해수"
    r"|농식|통일|법무|과기|복지|외교|기재|행안|지역|영상|제작)\d?부$|[팀과]$"
    r"|(?:사회|정치|경제|경영|행정|법|역사|국문|영문|언론|심리|교육|물리|생물|통계|외교|국제|인류|지리|여성|북한|도시|환경|보건|간호|종교)학$"
)
"""Ends of three syllables that no name has."""
_TERRITORY = "시군구도읍면청대역점팀부국발인권"
"""Syllables that make a place's name another word: 서울시, 강원도."""
_MEDIA_ENDING = re.compile(rf"(?:{one_of(lex.KO_ORG_ENDINGS)})$")
_BEAT = re.compile(
    r"^(?:정치|경제|사회|문화|국제|산업|금융|증권|교육|스포츠|연예|환경|과학|의학|복지|보건|노동|고용|부동산|군사|북한|외교|종교|법조|여행"
    r"|음식|영화|음악|미술|출판|미디어|생활|건강|농업|농촌|해양|기후|디지털|온라인|데이터|탐사|사진|영상|취재|편집|전문|자동차|게임|바이오"
    r"|제약|유통|반도체|에너지|지역|전국|종합|현장|특별|공동|정책|행정|국방|통일|여성|청년|시민|객원|인턴|수습|선임|수석|한국|아시아)"
    r"|(?:전문|담당|출신|소속|출입|전담|종합|특집|연예|스포츠|예술|체육|정책|미디어)$"
)
"""What a reporter writes of stands before his title as his name does."""
_NO_NAMES = lex.KO_NOT_NAMES | lex.KO_ORGS | lex.KO_PLACES | lex.KO_TITLES | lex.KO_WEAK_TITLES


def name(word: str) -> bool:
    """Whether a word is a Korean name: by its surname, of two or three syllables, or four with a surname of two."""
    if not WORD.match(word) or word in _NO_NAMES or _DESK.search(word):
        return False
    if word[:2] in lex.KO_COMPOUND:
        return len(word) > 2
    if len(word) == 4 or word[0] not in lex.KO_SURNAMES:
        return False
    return len(word) == 2 or not (
        _MEDIA_ENDING.search(word)
        or word[:2] in lex.KO_MODIFIERS
        or (word[:2] in lex.KO_PLACES and word[2] in _TERRITORY)
    )


def given(word: str) -> bool:
    """Whether a word before a journalist's title can be a name of another form: 하늬바람, 표다온누리."""
    if not 2 <= len(word) <= 5 or not _HANGUL.match(word) or word in _NO_NAMES or house(word) or _DESK.search(word):
        return False
    return not (len(word) > 2 and _BEAT.search(word)) and (len(word) < 5 or word[0] in lex.KO_SURNAMES)


def house(word: str) -> bool:
    """Whether a word names a paper, an agency, a desk or another organisation."""
    return word in lex.KO_ORGS or (len(word) > 2 and bool(_HOUSE.search(word)))


def person(text: str) -> str | None:
    """The name in a string that is meant to be one: ``홍길동 기자``, ``홍길동``."""
    match = TITLE.match(text.replace(" ", ""))
    word = match["head"] if match and match["head"] else text.split(" ")[0]
    return word if name(word) else None
