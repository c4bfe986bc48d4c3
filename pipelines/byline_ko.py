"""Reads Korean bylines, token by token: 도쿄=홍길동 특파원, 글·사진 홍길동, [한빛일보 홍길동 기자]."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines import lexicon_ko as lex
from pipelines.byline import EMAIL, Byline, cut_email, once
from pipelines.names_ko import TITLE, TITLE_WORD, WORD, given, house, name

_MARK = ",·ㆍ・/|ㅣ&;:=()[]<>【】〔〕，、／｜"
_TOKEN = re.compile(rf"[^\s{re.escape(_MARK)}]+|[{re.escape(_MARK)}]")
_MARKS = frozenset(_MARK + ".-–—▶■◆●○□◎▲△◇※*\"'")
_NEWSROOM = re.compile(
    r"(?:뉴스|지방|지역|전국|이슈|취재|보도|편집|디지털|온라인|정치|경제|사회|국제|문화|산업|스포츠|연예|콘텐츠|기획|속보)\d?"
    r"(?:팀|부|국|본부|뉴스센터)$|^(?:편집국|보도국|논설실)$"
)
_LATIN_HOUSE = re.compile(r"[가-힣]{0,4}[A-Z][A-Za-z0-9]{1,11}$")
_COUNT = re.compile(r"외$|외?\d+[명인]$|등$|종합$|\d학년$")
_BUTTON = re.compile(r"(?:구독|응원|팔로[우잉])(?:하기|중|자)?$|프로필$|페이지$|이?메일$|\+$|좋아요$")
"""What stands beside a writer's name in his card."""
_JOINED = re.compile(r"(?<=기자)(?=외\s?\d|[가-힣]{2,4}\s?(?:기자|특파원))")
_BAR = re.compile(r"\s[lI](?=\s|$)")
_COLUMN = re.compile(r"^\[[^\[\]=]{0,8}(?:기고|칼럼|시론|수첩|시평|논단|에세이|단상|산책|읽기|광장|시각|평론)\]\s?")
"""The name of a column in front of its writer: [기고] 홍길동 한빛대 교수."""
_ACCOUNT = re.compile(r"(?P<name>[가-힣]{2,5})\s?\([a-z][A-Za-z0-9_.\-]{2,19}\)(?P<citizen>\s?시민기자)?")
"""A citizen reporter: 홍길동(hong123)."""
_COUNTRY = re.compile(r"(?<![가-힣])([가-힣]{2,8})\s?\([가-힣·\s]{2,12}\)\s?(?==)")
"""하노이(베트남)=홍길동 특파원"""
_NAME_OF_MAIL = re.compile(rf"([가-힣]{{2,5}})\s?[(<]?{EMAIL.pattern}")
_MAILED = re.compile(rf"(?:{_NAME_OF_MAIL.pattern}[)>]?[\s,·]{{0,3}}){{2,4}}")
"""홍길동 hong@…, 성춘향 sung@…"""
_TRANSCRIBED = re.compile(r"[크트프츠즈슨턴튼웬웰켈펠텔셸렉넷릿릭닉믹윅딕잭맥벡쿨캐케킹퍼커]")
"""Syllables that only foreign names have."""
_FOREIGN = re.compile(r"(?P<first>[가-힣]{2,6}) (?P<last>[가-힣]{2,6})$")
_LIST = frozenset(",·ㆍ・/|ㅣ&;，、／｜")
_CLOSING = frozenset(")]】〕")


@dataclass(slots=True)
class _State:
    authors: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """Names that wait for their title."""
    heads: list[str] = field(default_factory=list)
    """Of those, the ones that begin a part of the line: 홍길동 in 홍길동 고려대 교수."""
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
    strange: int = 0
    """Words that nothing explains."""

    def wrote(self) -> bool:
        return not self.roles or bool(self.roles & lex.KO_AUTHOR_ROLES)

    def wait(self, name: str, before: str) -> None:
        """Add a name; ``before`` is the token in front of it."""
        if not self.pending or before in _LIST:
            self.heads.append(name)
        self.pending.append(name)
        self.fresh = True

    def settle(self) -> None:
        if self.wrote():
            self.authors += self.pending
        self.pending, self.heads, self.fresh = [], [], True


def read(line: str, placed: bool = False) -> Byline | None:
    """The byline that a line is as a whole; None as soon as a word does not belong to one.

    ``placed``: the line stands where writers do, so a name with any title, or alone, is enough.
    """
    if _MAILED.fullmatch(line) and all(map(given, mailed := _NAME_OF_MAIL.findall(line))):
        return Byline(once(mailed), line, email=cut_email(line)[1])
    core, email = cut_email(_COLUMN.sub("", _BAR.sub(" | ", _JOINED.sub(" ", line))))
    core = _COUNTRY.sub(lambda m: m[0] if house(m[1]) else m[1], core)
    abroad = {match[1] for match in _COUNTRY.finditer(line)}
    if match := _ACCOUNT.fullmatch(core.strip()):
        known = name(match["name"]) or (match["citizen"] and given(match["name"]))
        return Byline([match["name"]], line, email=email) if known else None
    if foreign := _foreign(core):
        return Byline(foreign, line, email=email)
    tokens = _TOKEN.findall(core)
    words = sum(token not in _MARKS for token in tokens)
    places = _stations(tokens)
    state = _State(strong=bool(email) or placed)
    for index, token in enumerate(tokens):
        if token == "=" and state.pending:  # what stands before it is a place or a house
            if index == 1 and not house(state.pending[0]):
                state.place = state.place or state.pending[0]
            else:
                state.agency = state.agency or state.pending[0]
            state.pending, state.heads = [], []
        if token in _MARKS:
            continue
        if index in places or (token in abroad and not house(token)):
            state.place = state.place or token
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        before = tokens[index - 1] if index else ""
        if after in _LIST and _in_list(tokens[index : index + 12]):
            state.wait(token, before)
            continue
        if before == "=" and after in _CLOSING and state.place and index + 2 < len(tokens):  # (수원=한빛) 홍길동 기자
            state.agency = state.agency or token
            continue
        if not _take(state, token, before, after, words) and not (email and index == len(tokens) - 1):
            state.strange += 1
            led = all(token in _MARKS for token in tokens[:index])
            if state.strange > (4 if placed else 2) or words > 8 or not _may_be_house(token, state, led, placed):
                return None
    newsroom = bool(state.agency and _NEWSROOM.search(state.agency))
    if (state.roles or newsroom or placed) and not state.titled and not email:
        state.pending = [word for word in state.pending if len(word) > 2]  # 정리 정돈 is no byline
    if state.pending and (state.strong or newsroom) and not (state.strange and not state.titled):
        state.strong = True
        state.settle()
    if state.strange and not (state.titled and state.authors):
        return None
    if not state.authors:
        desk = state.agency and words <= 3 and (email or newsroom)
        return Byline([], line, state.place, state.agency, email) if desk else None
    if not (state.strong or (state.weak and state.agency)):
        return None
    return Byline(once(state.authors), line, state.place, state.agency, email)


def _stations(tokens: list[str]) -> set[int]:
    """Where places stand in 가람 홍길동·서울 성춘향 기자: all parts are a place and a name."""
    parts: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        if token in ("·", "ㆍ", "・", ",", "/"):
            parts.append([])
        elif token not in _MARKS and not (parts[-1] and TITLE_WORD.fullmatch(token)):
            parts[-1].append(index)
    paired = len(parts) > 1 and all(len(part) == 2 for part in parts)
    known = paired and any(tokens[part[0]] in lex.KO_PLACES for part in parts)
    return {part[0] for part in parts} if known else set()


def _in_list(tokens: list[str]) -> bool:
    """Whether names begin here that share a title: 하늬바람·홍길동 기자."""
    end = 0
    while end + 2 < len(tokens) and tokens[end + 1] in "·ㆍ・,、" and given(tokens[end]):
        end += 2
    title = tokens[end + 1] if end and end + 1 < len(tokens) else ""
    return bool(title) and (name(tokens[end]) or given(tokens[end])) and TITLE_WORD.fullmatch(title) is not None


def _foreign(core: str) -> list[str] | None:
    """Transcribed names of two words each, in a list with &, alone or behind a role: 기자, 오웬 태슬리 & 홍길동."""
    lead, comma, rest = core.partition(",")
    if comma and lead.strip() in lex.KO_TITLES | lex.KO_AUTHOR_ROLES:
        core = rest
    elif "&" not in core:
        return None
    parts = [part.strip() for part in core.split("&")]
    whole = [_FOREIGN.match(part) and not TITLE.search(part) and _TRANSCRIBED.search(part) for part in parts]
    return parts if any(whole) and all(a or name(b) for a, b in zip(whole, parts, strict=True)) else None


def _may_be_house(token: str, state: _State, led: bool, placed: bool) -> bool:
    """Whether an unknown word can be part of a house's name or of an office: at the head of a line (``led``), behind a
    name, or behind the first title where writers stand (``placed``).
    """
    if not re.fullmatch(r"[가-힣A-Za-z0-9]{2,12}", token):
        return False
    return led or bool(state.pending) or (bool(state.authors) and (placed or token.endswith("학")))


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
    if after == "=" and state.authors and not state.pending and not name(token) and WORD.match(token):
        state.place = state.place or token  # 홍길동 기자, 들미=성춘향 기자
    elif after in ("=", "/", "|", "ㅣ") and not state.pending and not state.authors and not name(token):
        if token in lex.KO_PLACES or (after == "=" and not before and len(token) < 4 and not house(token)):
            state.place = token
        elif token in lex.KO_NOT_NAMES and not house(token):
            return False
        else:
            state.agency = token
    elif token in lex.KO_PLACES or (len(token) == 2 and before == "=" and after == "," and state.agency):
        state.place = state.place or token  # [한빛스포츠=고척, 홍길동 기자]
    elif token in lex.KO_ORGS:
        state.agency = state.agency or token
    elif name(token) or (TITLE.match(after) and given(token) and (not state.pending or before in _LIST)):
        state.wait(token, before)
    elif token in lex.KO_MODIFIERS or _COUNT.match(token) or (state.titled and _BUTTON.match(token)):
        pass
    elif house(token) or _LATIN_HOUSE.match(token):
        state.agency = token if _NEWSROOM.search(token) else state.agency or token
    else:
        return False
    return True


def _take_title(state: _State, head: str, title: str, words: int) -> bool:
    state.titled = True
    if head in ("사진", "영상", "촬영"):
        state.pending, state.heads, state.fresh = [], [], True
        return True
    if WORD.match(head) and head not in lex.KO_MODIFIERS and not house(head) and (not state.pending or name(head)):
        if not state.pending or title in lex.KO_TITLES:
            state.wait(head, "")
    elif len(head) > 6 and not state.pending:
        return False
    if title in lex.KO_TITLES or (head and len(state.pending) == 1 and head not in state.pending and words <= 4):
        state.strong = True  # a journalist, or a title with its house: 소방청장
    else:
        state.weak = True
        state.strong = state.strong or (not head and title in lex.KO_WRITERS)
    if title not in lex.KO_TITLES and len(state.pending) > 1:  # 홍길동 고려대 교수, 고려대 홍길동 교수
        heads = [word for word in state.heads if not house(word)]
        rest = [word for word in state.pending if not house(word)]
        houses = (word for word in state.pending if word not in (heads or rest[:1]) and house(word))
        state.agency = state.agency or next(houses, None)
        state.pending = heads or rest[:1]
    state.settle()
    return True
