"""The copyright line: the article's own, else the one in the foot of the site."""

from __future__ import annotations

import re

from pipelines.chrome import phrasebook
from pipelines.chrome.container import Text
from pipelines.chrome.document import CAPTION, CONTROL, HIDDEN, LINK
from pipelines.chrome.fields import is_notice
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import collapse
from pipelines.chrome.view import View

_OWNER = re.compile(
    r"[©ⓒⒸ]|\([cC]\)\s?(?=\S)|(?i:copyrights?(?![a-z])|all\s+rights?\s+reserved)|저작권자|(?:版|著作)[权權]所有|版[权權](?:归|歸|屬|属)"
)
_FIRM = re.compile(
    r"(?:19|20)\d\d|(?i:rights?\s+reserved)|[权權]所有|무단|금지|不得|必究|無断|禁止|(?i:\binc\b|\bcorp\b|\bltd\b|powered)"
)
"""What a line of the foot says beside the sign, and a picture's credit does not."""
_EMPTY = re.compile(
    r"(?i)[\W\d_]+|copyrights?|all|rights?|reserved|by|c|since|저작권자|[版著][权權作]?[权權]?所有|版[权權]归|所有"
)
_SEPARATOR = re.compile(r"\s*(?:[|｜┊│∣]|\s[ㅣ·•]\s)\s*")
_REGISTERED = re.compile(
    r"\s*(?:中文域名|网站标识码|电子邮[件箱]\s?[:：]|E-?mail\s?[:：]|备案号|Contact\s\S+@|互联网新闻信息|互联网宗教信息|(?:信息)?网络传播视听|网络视听|增值电信|广播电视节目|违法和?不良信息|举报电话|新出网证"
    r"|\S{0,2}ICP[证証備备]|\S?公网安备|\S网文|사업자\s?등록|(?:신문)?등록번호|통신판매|대표전화|(?:地址|电话|邮箱|邮编)[:：]"
    r"|(?:TEL|Tel)[.:： ]).*$"
)
"""Registrations, addresses and hotlines behind the owner's name."""
_BEFORE = re.compile(r"^[\u4e00-\u9fff]{2,12}(?:主管|主办|主辦|承办|制作|出品)[\u4e00-\u9fff]{0,4}\s+(?=版[权權]所有)")
_SENT = re.compile(r"(?<=[>\])〉])\s?\d{4}[-./]\d\d[-./]\d\d\s.{0,12}송고$")
_THIS = re.compile(r"^[※*\s]*(?:本|此)(?:文|報導|报道|篇)")
"""What is said of the article alone counts where the foot of the site names no owner."""
_MACHINE = re.compile(
    r"(?i)powered\s?by\s?(?:dedecms|discuz|phpcms|wordpress|(?:empire|e)cms|siteserver)|DesDev|Comsenz"
)
"""The maker of the site's software."""
_POLICY = re.compile(r"^\S{2,40}(?:[声聲]明|방침|정책|약관)\s+(?=\S)")
"""A link to the site's terms before it."""

_NEAR, _FOOT, _LAST = 20, 40, 10
"""Lines behind the text, at the end of the page, and at its very end, in which the line is looked for."""
_LONGEST = 200


def line(view: View, text: Text) -> str:
    """The copyright line as printed; "" where there is none."""
    given = _SENT.sub("", text.copyright)
    if given and not _THIS.match(given):
        return given
    start = at(view.lines, text.last + 1) if text.last >= 0 else view.head.title_at + 1
    near = view.lines[start : start + _NEAR] if text.last >= 0 else view.lines[start:]
    own = [x for x in near if _is_shown(x) and phrasebook.is_copyright(x.text) and not is_notice(x.text)]
    if owned := next((x for x in own if _OWNER.search(x.text) and not _THIS.match(x.text)), None):
        return _owner(_unlinked(view, owned))
    plea = given or (own[0].text if own else "")
    return plea if plea and not _THIS.match(plea) else _foot(view, start) or plea


def _foot(view: View, start: int) -> str:
    """The owner's line among the last lines of the page, behind line ``start``."""
    size = len(view.lines)
    foot = [
        x
        for x in view.lines[max(start, size - _FOOT) :]
        if _is_shown(x) and _named(_OWNER, x.text) and not _MACHINE.search(x.text)
    ]
    for some in (x for x in foot if _FIRM.search(x.text)):
        return _owner(_unlinked(view, some))
    end = view.lines[max(0, size - _LAST)].first if size else 0
    rest = [x for x in foot if x.first >= end]
    return _owner(_unlinked(view, rest[-1])) if rest else ""


def _is_shown(some: Line) -> bool:
    return not some.bits & (HIDDEN | CONTROL | CAPTION) and len(some.text) <= _LONGEST


def _named(sign: re.Pattern[str], said: str) -> bool:
    """Whether a text holds the sign and a name beside it."""
    return sign.search(said) is not None and len(_EMPTY.sub("", said)) >= 2


def _unlinked(view: View, some: Line) -> str:
    """A line without the links before and behind the owner's name."""
    doc = view.doc
    parts = [(doc.texts[j], doc.bits[j] & LINK) for j in range(some.first, some.last + 1) if doc.texts[j]]
    for end in (0, -1):
        while len(parts) > 1 and parts[end][1] and not _OWNER.search(parts[end][0]):
            rest = parts[1:] if end == 0 else parts[:-1]
            if not _named(_OWNER, "".join(said for said, _ in rest)):
                break
            parts = rest
    return collapse("".join(said for said, _ in parts))


def _owner(said: str) -> str:
    """The part of a foot's line that names the owner: without menus between bars and without registrations."""
    pieces = _SEPARATOR.split(said)
    if len(pieces) > 1:
        said = next((piece for piece in pieces if _named(_OWNER, piece)), said)
    short = _REGISTERED.sub("", _POLICY.sub("", _BEFORE.sub("", _SENT.sub("", said)))).strip(" |-–·,，、")
    return short if _named(_OWNER, short) else said
