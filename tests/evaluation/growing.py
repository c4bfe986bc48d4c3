"""Pages of any size, each growing in one respect: what costs more than its size shows on them."""

from __future__ import annotations

from collections.abc import Callable

SENTENCE = "의회는 {}일 본회의를 열어 {}호 안건을 통과시켰고, 시장은 곧 시행하겠다고 밝혔다. "
HEAD = "<!doctype html><html lang=ko><head><title>시의회, 안건 통과 - 시험일보</title></head><body>"
WHEN = "<h1>시의회, 안건 통과</h1><p class=date>입력 2026-11-19 19:05</p><p>김하나 기자</p>"


def paragraphs(n: int) -> str:
    return "".join(f"<p>{SENTENCE.format(i, i)}</p>" for i in range(n))


def page(body: str) -> str:
    return f"{HEAD}{WHEN}{body}</body></html>"


LIST = (
    "<ul class=list>"
    + '<li><a href="/a/{0}">시장, {0}번째 안건 곧 시행하기로</a><span>2026-11-19 {0}</span></li>'
    + "</ul>"
)
GROWING: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: page(f"<div id=body>{paragraphs(n)}</div>"),
    "lines": lambda n: page("<div>" + "<br>".join(SENTENCE.format(i, i) for i in range(n)) + "</div>"),
    "nested blocks": lambda n: page("<div>" * n + paragraphs(5) + "</div>" * n),
    "nested spans": lambda n: page("<p>" + "<span>" * n + SENTENCE + "</span>" * n + "</p>" + paragraphs(5)),
    "nested paragraphs": lambda n: page("".join(f"<div>{SENTENCE.format(i, i)}" for i in range(n))),
    "lists of links": lambda n: page(f"<div>{paragraphs(10)}</div>" + "".join(LIST.format(i) for i in range(n))),
    "one list": lambda n: page(f"<div>{paragraphs(10)}</div><ul>" + "<li><a href=/a>다른 기사 제목이다</a></li>" * n),
    "boxes of chrome": lambda n: page(f"<div>{paragraphs(10)}" + "<div class=ad><b>광고</b></div>" * n + "</div>"),
    "nested chrome": lambda n: page(f"<div>{paragraphs(10)}" + "<div class=related><b>관련</b>" * n + "</div>"),
    "pictures": lambda n: page(
        "<div>" + "".join(f"<figure><img src=/{i}.jpg><figcaption>본회의장 {i}. 시의회 제공</figcaption></figure>"
                          f"<p>{SENTENCE.format(i, i)}</p>" for i in range(n)) + "</div>"
    ),
    "bare pictures": lambda n: page("".join(f"<img src=/{i}.jpg><br>사진 {i}<br>" for i in range(n)) + paragraphs(5)),
    "dates": lambda n: page("".join(f"<p>입력 2026-11-19 19:{i % 60:02}</p>" for i in range(n)) + paragraphs(10)),
    "bylines": lambda n: page(paragraphs(10) + "".join(f"<p>김하나 기자 a{i}@b.kr</p>" for i in range(n))),
    "table": lambda n: page("<table>" + "<tr><td>안건</td><td>1,234</td></tr>" * n + "</table>" + paragraphs(10)),
    "headings": lambda n: page("<h1>시의회, 안건 통과</h1>" * n + paragraphs(10)),
    "metas": lambda n: "<meta property=og:title content=시의회><meta name=author content=김하나>" * n
    + page(paragraphs(10)),
    "linked data": lambda n: page(
        "".join(f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"시의회 {i}",'
                f'"author":{{"name":"김하나"}}}}</script>' for i in range(n)) + paragraphs(3)
    ),
    "state": lambda n: page(
        '<script>window.DATA = {"list":[' + ",".join(f'{{"title":"안건 {i}","text":"{SENTENCE}"}}' for i in range(n))
        + "]};</script>" + paragraphs(3)
    ),
    "scripts": lambda n: page("<script>var a = {b: [1, 2]}; f(a);</script>" * n + paragraphs(10)),
    "streamed": lambda n: page(
        "".join(f'<script>self.__next_f.push([1,"{i}:[\\"p\\",\\"{SENTENCE}\\"]\\n"])</script>' for i in range(n))
    ),
    "comments": lambda n: page(
        f"<div>{paragraphs(n // 5)}</div><div id=comments>"
        + "".join(f"<div class=comment><b>독자{i}</b><p>{SENTENCE.format(i, i)}</p></div>" for i in range(n)) + "</div>"
    ),
    "parts of a title": lambda n: (
        f"<title>{'나 - ' * n}</title><meta property=og:title content='시의회, 안건 통과'><p>{'나 - ' * n}</p>"
        + paragraphs(5)
    ),
    "assignments": lambda n: page("<script>" + "a={b};" * (10 * n) + "</script><p>짧다.</p>"),
    "open brackets in a script": lambda n: page("<script>" + "a=[" * (10 * n) + "</script><p>짧다.</p>"),
}  # fmt: skip
# What Python's own counters do not see, because it happens inside one call: measured by tests/benchmarks/growth.py.
INSIDE: dict[str, Callable[[int], str]] = {
    "one text": lambda n: page("<div>" + SENTENCE * (10 * n) + "</div>"),
    "one word": lambda n: page("<p>" + "가" * (500 * n) + "</p>" + paragraphs(5)),
    "one number": lambda n: page("<p>" + "1" * (500 * n) + "</p>" + paragraphs(5)),
    "white space": lambda n: page("<p>앞" + " " * (500 * n) + "뒤</p>" + paragraphs(5)),
    "brackets": lambda n: page("<p>" + "(" * (100 * n) + "</p><p>" + "[사진=" * (100 * n) + "</p>" + paragraphs(5)),
    "addresses": lambda n: page("<p>" + "a@b.kr " * (20 * n) + "a" * (500 * n) + "@</p>" + paragraphs(5)),
    "names in a line": lambda n: page(paragraphs(5) + "<p>" + "김하나·이두리 기자 " * (20 * n) + "</p>"),
    "crumbs in a line": lambda n: page("<p>" + "홈 > " * (200 * n) + "</p>" + paragraphs(5)),
    "class names": lambda n: page(f"<div class='{'adBox ' * (50 * n)}'>{paragraphs(5)}</div>"),
    "depth": lambda n: page("<div>" * (100 * n) + paragraphs(5)),
}
