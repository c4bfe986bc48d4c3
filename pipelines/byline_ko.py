"""Reads Korean bylines, token by token: 도쿄=홍길동 특파원, 글·사진 홍길동, [한빛일보 홍길동 기자]."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines import lexicon as lex
from pipelines.byline import Byline, cut_email, once, one_of

TITLE = re.compile(rf"(?P<head>\S{{0,20}}?)(?P<title>{one_of(lex.KO_TITLES | lex.KO_WEAK_TITLES)})$")
TITLE_WORD = re.compile(one_of(lex.KO_TITLES))
"""A journalist's title anywhere in a text."""

_MARK = ",·ㆍ・/|ㅣ&;:=()[]<>【】〔〕，、／｜"
_TOKEN = re.compile(rf"[^\s{re.escape(_MARK)}]+|[{re.escape(_MARK)}]")
_MARKS = frozenset(_MARK + ".-–—▶■◆●○□◎▲△◇※*\"'")
_WORD = re.compile(r"[가-힣]{2,4}$")
_HOUSE = re.compile(
    rf"(?:{one_of(lex.KO_ORG_ENDINGS)})$|.[팀부국실대]$|(?:법인|대학교?|대학원|병원|은행|증권|그룹|공사|공단|연구원)$"
)
_NEWSROOM = re.compile(
    r"(?:뉴스|이슈|취재|보도|편집|디지털|온라인|정치|경제|사회|국제|문화|산업|스포츠|연예|콘텐츠|기획|속보)\d?"
    r"(?:팀|부|국|본부|뉴스센터)$"
)
_MEDIA_ENDING = re.compile(rf"(?:{one_of(lex.KO_ORG_ENDINGS)})$")
_LATIN_HOUSE = re.compile(r"[가-힣]{0,4}[A-Z][A-Za-z0-9]{1,11}$")
_COUNT = re.compile(r"외$|\d+[명인]$|등$")


def name(word: str) -> bool:
    """Whether a word is a Korean name: by its surname, of two or three syllables, or four with a surname of two."""
    if not _WORD.match(word) or word in lex.KO_NOT_NAMES or word in lex.KO_ORGS or word in lex.KO_PLACES:
        return False
    if word[:2] in lex.KO_COMPOUND:
        return True
    if len(word) == 4 or word[0] not in lex.KO_SURNAMES:
        return False
    return len(word) == 2 or not (
        _MEDIA_ENDING.search(word) or word[:2] in lex.KO_MODIFIERS or word[:2] in lex.KO_PLACES
    )


def house(word: str) -> bool:
    """Whether a word names a paper, an agency, a desk or another organisation."""
    return word in lex.KO_ORGS or (len(word) > 2 and bool(_HOUSE.search(word)))


def person(text: str) -> str | None:
    """The name in a string that is meant to be one: ``홍길동 기자``, ``홍길동``."""
    match = TITLE.match(text.replace(" ", ""))
    word = match["head"] if match and match["head"] else text.split(" ")[0]
    return word if name(word) else None


@dataclass(slots=True)
class _State:
    authors: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """Names that wait for their title."""
    roles: set[str] = field(default_factory=set)
    fresh: bool = True
    """The next role word begins a new group (글·사진 is one group)."""
    place: str | None = None
    agency: str | None = None
    titled: bool = False
    strong: bool = False
    """A journalist's title, a writing role or an address was seen: this is a byline."""
    weak: bool = False
    """A title was seen that news makers carry too."""

    def wrote(self) -> bool:
        return not self.roles or bool(self.roles & lex.KO_AUTHOR_ROLES)

    def settle(self) -> None:
        if self.wrote():
            self.authors += self.pending
        self.pending, self.fresh = [], True


def read(line: str) -> Byline | None:
    """The byline that a line is as a whole; None as soon as a word does not belong to one."""
    core, email = cut_email(line)
    tokens = _TOKEN.findall(core)
    words = sum(token not in _MARKS for token in tokens)
    state = _State(strong=bool(email))
    for index, token in enumerate(tokens):
        if token == "=" and state.pending:  # what stands before it is a place or a house
            state.agency, state.pending = state.agency or state.pending[0], []
        if token in _MARKS:
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        before = tokens[index - 1] if index else ""
        if not _take(state, token, before, after, words) and not (email and index == len(tokens) - 1):
            return None
    newsroom = bool(state.agency and _NEWSROOM.search(state.agency))
    if (state.roles or newsroom) and not state.titled and not email:
        state.pending = [word for word in state.pending if len(word) > 2]  # 정리 정돈 is no byline
    if state.pending and (state.strong or newsroom):
        state.strong = True
        state.settle()
    if not state.authors:
        desk = state.agency and words <= 3 and (email or newsroom)
        return Byline([], line, state.place, state.agency, email) if desk else None
    if not (state.strong or (state.weak and state.agency)):
        return None
    return Byline(once(state.authors), line, state.place, state.agency, email)


def _take(state: _State, token: str, before: str, after: str, words: int) -> bool:
    """Take one word into the state; False if it has no place in a byline."""
    if token in lex.KO_AUTHOR_ROLES or token in lex.KO_OTHER_ROLES:
        if state.pending:
            state.settle()
        state.roles = {token} if state.fresh else state.roles | {token}
        state.fresh = False
        state.strong = state.strong or token in lex.KO_AUTHOR_ROLES
        return True
    if (match := TITLE.match(token)) and not name(token):
        return _take_title(state, match["head"], match["title"], words)
    if after in ("=", "/", "|", "ㅣ") and not state.pending and not state.authors and not name(token):
        if token in lex.KO_PLACES:
            state.place = token
        elif token in lex.KO_NOT_NAMES and not house(token):
            return False
        else:
            state.agency = token
    elif token in lex.KO_PLACES or (len(token) == 2 and before == "=" and after == "," and state.agency):
        state.place = state.place or token  # [한빛스포츠=고척, 홍길동 기자]
    elif token in lex.KO_ORGS:
        state.agency = state.agency or token
    elif name(token) or (
        _WORD.match(token) and TITLE.match(after) and not house(token) and token not in lex.KO_NOT_NAMES
    ):
        state.pending.append(token)
        state.fresh = True
    elif token in lex.KO_MODIFIERS or _COUNT.match(token):
        pass
    elif house(token) or _LATIN_HOUSE.match(token):
        state.agency = token if _NEWSROOM.search(token) else state.agency or token
    else:
        return False
    return True


def _take_title(state: _State, head: str, title: str, words: int) -> bool:
    state.titled = True
    if head in ("사진", "영상", "촬영"):
        state.pending, state.fresh = [], True
        return True
    if _WORD.match(head) and not state.pending and head not in lex.KO_MODIFIERS and not house(head):
        state.pending = [head]
    elif len(head) > 6 and not state.pending:
        return False
    if title in lex.KO_TITLES or (head and len(state.pending) == 1 and head not in state.pending and words <= 4):
        state.strong = True  # a journalist, or a title with its house: 소방청장
    else:
        state.weak = True
        state.strong = state.strong or (not head and title in lex.KO_WRITERS)
    state.settle()
    return True
