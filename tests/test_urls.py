from __future__ import annotations

import pytest

from crawler.urls import canonical, host, join, short_id


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Example.COM:443/a?id=3&utm_source=x&fbclid=y#c", "https://www.example.com/a?id=3"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:8080/x?", "http://example.com:8080/x"),
        ("http://example.com/a?b=2&a=1&a=3", "http://example.com/a?b=2&a=1&a=3"),
        ("http://example.com/a?idxno=1&", "http://example.com/a?idxno=1&"),
        ("http://example.com/뉴스?q=속보", "http://example.com/%EB%89%B4%EC%8A%A4?q=%EC%86%8D%EB%B3%B4"),
        (" http://example.com/a?spm=1.2.3&ref=x ", "http://example.com/a?ref=x"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("url", ["", "about:blank", "/relative", "ftp://a/b", "javascript:void(0)", "http://"])
def test_canonical_refuses_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


def test_short_id_is_the_same_for_every_spelling() -> None:
    spellings = [
        "http://www.example.com/a?x=1&y=2",
        "https://example.com/a?y=2&x=1#frag",
        "https://EXAMPLE.com:443/a?utm_medium=m&x=1&y=2",
    ]
    assert len({short_id(url) for url in spellings}) == 1
    assert short_id(spellings[0]) != short_id("http://www.example.com/a?x=1&y=3")
    assert len(short_id(spellings[0])) == 16


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://www.a.co.kr/x", "a.co.kr"), ("https://m.a.com:81/", "a.com"), ("http://mobile.b.c/", "b.c"),
     ("http://m.com/", "m.com"), ("nothing", ""), ("http://[bad", "")],
)  # fmt: skip
def test_host(url: str, expected: str) -> None:
    assert host(url) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [("../b?x=1#y", "http://a.com/b?x=1"), ("//c.com/d", "http://c.com/d"), ("\n /e \t", "http://a.com/e"),
     ("javascript:go()", None), ("mailto:a@b.c", None), ("http://[bad", None), ("", "http://a.com/list/"),
     ("tel:119", None)],
)  # fmt: skip
def test_join(href: str, expected: str | None) -> None:
    assert join("http://a.com/list/", href) == expected
