"""Reads English bylines: By Hong Gil-dong and Max Lee, Contributing writers · Max Lee, Hanbit Radio News."""

from __future__ import annotations

import re

from pipelines.byline import FRAME, Byline, cut_email, once

_ORG_WORDS = (
    r"(?i)\b(?:news|times|press|daily|agency|team|desk|staff|editors?|reuters|yonhap|afp|ap|bbc|kbs|mbc|sbs|ytn|xinhua"
    r"|cna|herald|journal|post|media|online|world|radio|tv|television|network|service|chosun|joongang|donga"
    r"|kyunghyang|newsis|newsroom|bureau|correspondents?|reporters?|writers?|ltd|inc|co|corp|admin|webmaster|official"
    r"|company|group|magazine|today|korea|china|taiwan|english|bloomberg|global|editorial|board|facebook|twitter|com|www"
    r"|https?|university|institute|department|ministry|office|review|weekly|monthly|tribune|gazette|channel|studio"
    r"|contributor|columnist|intern|contents?|follow|share|more|views?|profile|articles?|stories|subscribe|sign|login|print"
    r"|email|send|photos?|videos?|latest|related|about|contact|top|most|click|updated|published|opinion|sources?|agencies)\b"
)
ORG = re.compile(_ORG_WORDS)
"""Words that no Latin name of a person has."""
_UPPER, _LETTER = "A-ZÀ-ÖØ-Þ", "A-Za-zÀ-ÖØ-öø-ÿ"
_WORD = rf"[{_UPPER}][{_LETTER}.'’\-]{{0,20}}"
_NAME = re.compile(rf"{_WORD}(?: (?:de|van|von|der|bin|al|la|{_WORD})){{1,3}}$")
_DESCRIBED = r"(?:writers?|reporters?|correspondents?|journalists?|columnists?)"
_BY = re.compile(
    r"(?:(?:Posted|Published|Written|Reported|Reporting|Story|Text|Words|Compiled|Translated|Report|Analysis) )?"
    r"(?:[Bb]y|BY)[: ]\s*"
    rf"(?:(?:[A-Z]\w{{1,20}} ){{0,2}}(?:staff )?{_DESCRIBED} (?=[A-Z]))?"
    rf"|(?i:(?:contributing |staff |senior )?{_DESCRIBED} )(?=[A-Z])"
)
_TITLED = re.compile(rf" (?:staff )?{_DESCRIBED}$")
_ROLE = re.compile(
    r"(?i)\b(?:writers?|reporters?|correspondents?|columnists?|contributors?|interns?|journalists?|editors?|professor"
    r"|researcher|fellow|analyst|staff|special to .{2,30}|contributing .{2,20})$"
)
_REST = re.compile(r"[;,.|(]?\s?(?:Posted|Published|Updated|Editing by|Edited by|Editor:|Photos? by)\b.*")
_FROM = re.compile(rf"\s(?:in|from)\s{_WORD}(?: {_WORD}){{0,2}}$")
_PLACE = re.compile(rf"{_WORD}$")
_INITIALS = re.compile("[A-Z]{2,6}$")
_CUT = re.compile(r",\s?|\s(?:and|&|AND)\s|\s?[/|;]\s?")
_MOST = 6


def person(text: str) -> str | None:
    """The name in a string that is meant to be one: two to four capitalised words, none of them a newsroom's."""
    text = re.sub(r"^(?:[Bb][Yy]|BY)\s+", "", text).strip(" .")
    return text if _NAME.match(text) and not ORG.search(text) else None


def read(line: str, placed: bool = False) -> Byline | None:
    """The byline that a line is as a whole, else None. ``placed``: names alone are one too."""
    core, email = cut_email(line)
    core = _REST.sub("", core.strip(FRAME + ".,"))
    by = _BY.match(core)
    core, titled = (core, 0) if by or "," in core else _TITLED.subn("", core)
    agency, role = None, bool(titled)
    people: list[str] = []
    for piece in _CUT.split(core[by.end() :] if by else core):
        piece = piece.strip(FRAME)
        if name := person(piece if not by else _FROM.sub("", piece)):
            people.append(name)
        elif len(piece) <= 40 and _ROLE.search(piece):
            role = True
        elif len(piece) <= 40 and (ORG.search(piece) or (people and _INITIALS.match(piece))):
            agency = agency or piece
        elif piece and not (by and people and _PLACE.match(piece)):
            return None
    signed = by or email or placed or ((agency or role) and len(people) == 1)
    return Byline(once(people), line, None, agency, email) if people and len(people) <= _MOST and signed else None
