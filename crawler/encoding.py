"""Bytes to text. Portals state their charset in three places and all three can be wrong; the bytes decide."""

from __future__ import annotations

import re

from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding, to_unicode

HEAD = 32_768
"""Bytes that are searched for a declaration; some heads open with long scripts."""
SAMPLE = 1 << 20
"""Bytes on which candidates are compared: enough to decide, and a 40 MB page costs no more."""

_SUPERSET = {"euc_kr": "cp949", "johab": "johab", "big5": "big5hkscs", "cp950": "big5hkscs", "gb2312": "gb18030",
             "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030"}  # fmt: skip
_FAMILY = {"cp949": "ko", "gb18030": "zh-Hans", "big5hkscs": "zh-Hant"}
_ALIASES = {"ksc5601": "cp949", "ksc5601_1987": "cp949", "ks_c_5601": "cp949", "windows_949": "cp949",
            "x_windows_949": "cp949", "euckr": "cp949", "x_gbk": "gb18030", "windows_936": "gb18030",
            "gb_2312": "gb18030", "x_x_big5": "big5hkscs", "cn_big5": "big5hkscs", "utf": "utf-8"}  # fmt: skip
_WEAK = {"cp1252", "iso8859-1", "iso8859-15", "ascii"}
"""Every byte is a letter in these: as a declaration over Korean or Chinese they say nothing."""

_NOT_MARKUP = re.compile(rb"<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>", re.S | re.I)
_META = re.compile(rb"""<meta\b[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]+)""", re.I)
_BAD = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


def known(name: str | bytes | None) -> str | None:
    """The codec for a charset label as portals write it, widened to its superset; None if there is none."""
    if not name:
        return None
    label = name.decode("ascii", "replace") if isinstance(name, bytes) else name
    label = label.strip(" \t\"';,").lower().replace("-", "_")
    if label.startswith("utf8") or label.startswith("utf_8"):
        return "utf-8"
    codec = _ALIASES.get(label) or resolve_encoding(label)
    return _SUPERSET.get(codec, codec) if codec else None


def declared(body: bytes) -> str | None:
    """The codec that the document itself names: XML declaration, else the first real ``<meta>``."""
    head = body[:HEAD]
    if found := _XML.search(head):
        return known(found[1])
    found = _META.search(_NOT_MARKUP.sub(b"", head))
    codec = known(found[1]) if found else None
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec  # it was read as ASCII


def family(body: bytes, least: int = 20) -> str | None:
    """``ko``, ``zh-Hans`` or ``zh-Hant`` by the byte pairs of a double-byte charset; None under ``least`` pairs.

    Hangul stands in rows B0 to C8, frequent simplified characters in B0 to D7 (half of them above C8), and only
    Big5 often has second bytes below 7F.
    """
    pairs = [p for p in _PAIR.findall(body) if not 0xA1 <= p[0] <= 0xA3]
    if len(pairs) < least:
        return None
    if sum(p[1] < 0x7F for p in pairs) > 0.15 * len(pairs):
        return "zh-Hant"
    return "ko" if sum(0xB0 <= p[0] <= 0xC8 for p in pairs) > 0.93 * len(pairs) else "zh-Hans"


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark, by its zero bytes."""
    head = body[:512]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < len(head) // 10 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def choose(body: bytes, content_type: str = "", default: str = "utf-8") -> str:
    """The codec that reads ``body``; see :func:`decode`."""
    mark, _ = read_bom(body)
    if mark and mark != "utf-8":
        return mark
    if mark is None and b"\0" in body[:512] and (wide := _wide(body)):
        return wide
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    sample = body[:SAMPLE]
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 50 < len(sample) - len(text):  # a few broken bytes in UTF-8: it has no other explanation
        return "utf-8"
    names = [known(http_content_type_encoding(content_type)), declared(body), known(default)]
    strong = [n for n in dict.fromkeys(names) if n and n not in _WEAK]
    guess, hint = family(sample), family(sample, least=6)  # good enough to prefer by; good enough to try
    fallback = next((codec for codec, name in _FAMILY.items() if name == hint), None)
    candidates = list(dict.fromkeys([*strong, *([fallback] if fallback else []), "utf-8"]))

    def badness(codec: str) -> tuple[int, bool]:
        mismatch = bool(guess) and codec in _FAMILY and _FAMILY[codec] != guess
        try:
            return len(_BAD.findall(to_unicode(sample, codec))), mismatch
        except (LookupError, ValueError):  # a codec that is none for text
            return len(sample), True

    scores = {codec: badness(codec) for codec in candidates}
    best = min(candidates, key=lambda codec: (scores[codec], candidates.index(codec)))
    weak = next((n for n in names if n in _WEAK), None)
    return "cp1252" if weak and scores[best][0] > 0.05 * len(sample) else best


def decode(body: bytes, content_type: str = "", default: str = "utf-8") -> tuple[str, str]:
    """Text and the codec used, for any document of a portal; never raises.

    Strictly valid UTF-8 is UTF-8 whatever is declared. Otherwise the header (``content_type``), the document's own
    declaration, the source's ``default`` and what the byte pairs look like compete: fewest U+FFFD, C1 controls and
    private-use characters wins, then the fit of the byte pairs, then this order. GB labels are read as gb18030,
    Korean ones as cp949, Big5 as big5hkscs. A byte order mark is not part of the text.
    """
    codec = choose(body, content_type, default)
    _, mark = read_bom(body)
    return to_unicode(body[len(mark) :] if mark else body, codec), codec
