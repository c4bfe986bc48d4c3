from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.encoding import choose, declared, decode, family, known

KO = "한국은행은 기준금리를 동결했다고 밝혔다. 시장에서는 인하를 점쳤지만 물가가 발목을 잡았다. "
HANS = "中国人民银行宣布下调存款准备金率，市场普遍认为这是在经济放缓的情况下作出的决定。"
HANT = "中央銀行宣布調整利率，發言人表示這是在經濟放緩的情況下作出的決定，市場普遍認為合理。"
TEXTS = {"cp949": KO, "gb18030": HANS, "big5hkscs": HANT}
WRITTEN = {"cp949": "euc-kr", "gb18030": "gb2312", "big5hkscs": "big5"}
"""Encoded as the portals do, decoded with the superset."""
HEADERS = ["", "ISO-8859-1", "utf-8", "euc-kr", "gb2312", "big5", "windows-1252", "no-such-charset", "x-user-defined"]


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{f'<meta charset={meta}>' if meta else ''}<title>t</title></head><body>{text}</body></html>"


@pytest.mark.parametrize("codec", TEXTS)
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("meta", ["", "utf-8", "gb2312", "euc-kr"])
def test_the_bytes_decide_over_a_lying_header_or_meta(codec: str, header: str, meta: str) -> None:
    text = page(TEXTS[codec] * 3, meta)
    body = text.encode(WRITTEN[codec])
    assert decode(body, f"text/html; charset={header}" if header else "") == (text, codec)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("meta", ["", "gb2312", "euc-kr", "big5", "iso-8859-1"])
@pytest.mark.parametrize("text", TEXTS.values())
def test_valid_utf8_is_utf8_whatever_is_declared(header: str, meta: str, text: str) -> None:
    text = page(text, meta)
    assert decode(text.encode(), f"text/html; charset={header}", "euc-kr") == (text, "utf-8")


@pytest.mark.parametrize("text", TEXTS.values())
def test_utf8_with_a_few_broken_bytes_stays_utf8(text: str) -> None:
    body = page(text * 10, "gb2312").encode()
    for broken in (body[:-1] + b"\xff\xfe", body[:300] + b"\x80" + body[300:], page(text * 10).encode()[:-20][:-1]):
        decoded, codec = decode(broken, "text/html; charset=euc-kr", "euc-kr")
        assert codec == "utf-8"
        assert decoded.count("\ufffd") <= 4


def test_supersets_read_what_the_declared_charset_cannot() -> None:
    assert decode("똠방각하 ".encode("cp949") * 3, "text/html; charset=euc-kr")[0] == "똠방각하 " * 3
    assert decode("朱镕基 ".encode("gbk") * 3, "text/html; charset=gb2312")[0] == "朱镕基 " * 3
    assert decode("邨喺 ".encode("big5hkscs") * 3, "text/html; charset=big5")[0] == "邨喺 " * 3


def test_json_in_euc_kr_without_a_charset() -> None:
    text = '{"title": "%s"}' % (KO * 2)
    assert decode(text.encode("euc-kr"), "application/json", "euc-kr") == (text, "cp949")
    assert decode(text.encode("euc-kr"), "application/json", "utf-8") == (text, "cp949")


def test_short_text_follows_the_header_then_the_default() -> None:
    assert decode("속보".encode("euc-kr"), "text/plain; charset=euc-kr") == ("속보", "cp949")
    assert decode("快讯".encode("gbk"), "text/plain", "gbk") == ("快讯", "gb18030")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_byte_order_marks_and_wide_characters(codec: str) -> None:
    text = page(KO)
    decoded, chosen = decode(text.encode(codec), "text/html; charset=euc-kr")
    assert decoded == text
    assert chosen.startswith(codec[:5])


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<script charset='euc-kr' src=a.js></script><meta charset=big5>", "big5hkscs"),
        ("<!-- <meta charset=euc-kr> --><meta charset='gbk'>", "gb18030"),
        ("<script>document.write('<meta charset=euc-kr>')</script><meta charset=utf-8>", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987"/>', "cp949"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html;charset=EUC-KR'>", "cp949"),
        ("<?xml version='1.0' encoding='EUC-KR'?><rss/>", "cp949"),
        ('\n <?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=no-such>", None),
        ("<p>charset=euc-kr</p>", None),
    ],
)
def test_the_declaration_that_counts(head: str, expected: str | None) -> None:
    assert declared(head.encode()) == expected


@pytest.mark.parametrize(
    ("label", "codec"),
    [("UTF8", "utf-8"), (" utf-8;", "utf-8"), ("utf8mb4", "utf-8"), ("EUC-KR", "cp949"), ("MS949", "cp949"),
     ("ksc5601", "cp949"), ("GBK", "gb18030"), ("gb2312", "gb18030"), ("x-gbk", "gb18030"), ("Big5", "big5hkscs"),
     ("latin1", "cp1252"), ("", None), (None, None), ("utf-7", None)],
)  # fmt: skip
def test_labels(label: str | None, codec: str | None) -> None:
    assert known(label) == codec


def test_latin_text_stays_latin() -> None:
    body = b"<p>caf\xe9 na\xefve \x93quoted\x94</p>"
    assert decode(body, "text/html; charset=iso-8859-1")[0] == "<p>café naïve “quoted”</p>"


def test_family_needs_evidence() -> None:
    assert family(b"plain") is None
    assert [family(text.encode(codec)) for codec, text in TEXTS.items()] == ["ko", "zh-Hans", "zh-Hant"]


def test_large_input_costs_no_more_than_its_size() -> None:
    body = ("<p>" + KO * 300_000).encode("euc-kr")  # about 30 MB
    assert choose(body, "text/html; charset=utf-8") == "cp949"
    assert decode(b"<" * 2_000_000 + b"\xff", "")[0].startswith("<")
    assert declared(b"<meta " * 500_000) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(HEADERS), st.sampled_from(["utf-8", "euc-kr", "bogus", ""]))
def test_never_raises(body: bytes, header: str, default: str) -> None:
    text, codec = decode(body, f"text/html; charset={header}", default)
    assert isinstance(text, str)
    assert codec


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_round_trip_of_utf8(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    if not body.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")) and b"\0" not in body:
        assert decode(body, "text/html; charset=gbk")[0] == body.decode()
