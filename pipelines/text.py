"""Plain text made regular: Unicode, white space, entities, paragraphs, and headlines without the site's name."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from pipelines import lexicon_ko, lexicon_zh

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp(?![A-Za-z;])")
_TAG = re.compile(r"</?(?:br|p|b|i|u|em|strong|span|font|a|div|sup|sub|h[1-6])\b[^<>]{0,200}>", re.I)
_JUNK = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff\U000f0000-\U0010ffff]"
    "|(?<![\U0001f000-\U0001faff\ufe0f\u2640\u2642])\u200d"
)
"""Zero-width and bidirectional marks, soft hyphens, controls, fillers, private use; a joiner stays between emoji."""
_BREAK = re.compile(r"\r\n?|[\x0c\x85\u2028\u2029]")
_BLANK = re.compile(r"\n\s*\n")


def clean(text: str | None) -> str:
    """One line: NFC, entities decoded (doubly encoded ones too), invisible characters gone, white space single.

    Full-width letters and punctuation stay. None gives an empty string.
    """
    return " ".join(_visible(text).split()) if text else ""


def lines(text: str | None) -> list[str]:
    """The lines of a text, each as ``clean`` makes it, without empty ones."""
    return [line for raw in _visible(text).split("\n") if (line := " ".join(raw.split()))] if text else []


def paragraphs(text: str | None) -> list[str]:
    """Paragraphs (separated by blank lines), each one line, without empty ones and without direct repetition."""
    if not text:
        return []
    out: list[str] = []
    for raw in _BLANK.split(_visible(text)):
        paragraph = " ".join(raw.split())
        if paragraph and (not out or paragraph != out[-1]):
            out.append(paragraph)
    return out


def _visible(text: str) -> str:
    """NFC text with decoded entities and without invisible characters; line ends are ``\\n``."""
    if "&" in text:
        text = _decode(text)
    if "\\" in text:
        text = text.replace("\\'", "'").replace('\\"', '"')
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _BREAK.sub("\n", _JUNK.sub("", text))


def _decode(text: str) -> str:
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda m: html.unescape(m.group() if m.group().endswith(";") else m.group() + ";"), text)
        text = _TAG.sub(" ", text)
    return text


def squash(text: str) -> str:
    """For comparing: NFKC, lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


_SEPARATOR = re.compile(
    r" (?:[-–—－|｜ㅣ:：·•/<>‹›«»]|::|--) | ?(?:[|｜ㅣ_]|::|：：|--|——|»|›) ?|[-–—－](?=[^-–—－]{2,16}$)"
)
_SITE = re.compile(
    r"(?:[\w-]{1,40}\.){1,4}(?:com|net|org|kr|cn|tw|hk|jp|sg)$"
    r"|(?:뉴스|일보|신문|방송|닷컴|투데이|데일리|타임[스즈]|미디어|저널|헤럴드|인포맥스)$"
    r"|(?:[网網报報]|新闻|新聞|新聞雲|電子報|电视台|頻道|频道|客户端|通[讯訊]社)$"
    r"|^(?:The Paper|KBS|MBC|SBS|YTN|JTBC|MBN|BBC.{0,10}|AJP|RFI|DW)$|^(?:네이버|다음|Daum|Naver|네이트|ZUM).{0,6}$",
    re.I,
)
_SECTION_WORDS = frozenset(
    """
    정치 경제 사회 국제 문화 스포츠 연예 오피니언 전국 북한 산업 금융 증권 부동산 IT 과학 사설 칼럼 종합 홈 时政 要闻
    国内 国际 社会 财经 科技 体育 娱乐 军事 评论 滚动 新闻 正文 首页 生活 社會 政治 國際 財經 體育 娛樂 兩岸 地方 要聞
    焦點 即時 產經 股市 全球 运动 運動 文教
    """.split()  # noqa: SIM905
)
_ORGS = frozenset(squash(name) for name in (*lexicon_ko.KO_ORGS, *lexicon_zh.ZH_ORGS))


def headline(titles: Iterable[str | None], sites: Iterable[str | None] = (), printed: bool = False) -> str:
    """The headline among title strings of one page (best first), without site names before or behind it.

    From a ``printed`` headline only the given and the well-known names go, from <title> and metadata also what looks
    like one. A string that is cut off with an ellipsis gives way to a longer one that begins like it.
    """
    names = _ORGS.union(squash(site) for site in sites if site)
    found = [stripped for title in titles if (stripped := _strip_site(clean(title), names, printed))]
    if not found:
        return ""
    best = found[0]
    if stem := re.match(r"(.{6,}?)\s*(?:…|\.{3})$", best):
        best = next((other for other in found[1:] if other.startswith(stem[1]) and len(other) > len(best)), best)
    return best


def _strip_site(title: str, names: frozenset[str], printed: bool) -> str:
    """Cut site and section names off both ends as long as a headline remains."""
    marks = list(_SEPARATOR.finditer(title))
    if not marks:
        return title
    starts, stops = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(title)]
    parts = [title[a:b] for a, b in zip(starts, stops, strict=True)]
    first, last = 0, len(parts) - 1
    while last > first and (
        _is_site(parts[last], names, printed) or (last < len(parts) - 1 and parts[last] in _SECTION_WORDS)
    ):
        last -= 1
    if (
        not printed
        and last < len(parts) - 1
        and last > first
        and "_" in marks[first].group()
        and len(parts[first]) >= 5
    ):
        last = first  # 标题_频道_站名
    while first < last and (_is_site(parts[first], names, printed) or (first and parts[first] in _SECTION_WORDS)):
        first += 1
    kept = title[starts[first] : stops[last]].strip()
    return kept if len(squash(kept)) >= 4 or len(parts) == 1 else title


def _is_site(part: str, names: frozenset[str], printed: bool) -> bool:
    part = part.strip()
    if len(part) > 20:
        return False
    return squash(part) in names or (not printed and len(part) <= 14 and bool(_SITE.search(part)))
