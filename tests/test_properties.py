"""Whatever is done to a page's markup: no exception, nothing invented, and work that grows with the page, not faster.

PROPERTY_EXAMPLES=5000 tries more pages than ``make test`` does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.items import Article, Page
from crawler.spider import generic_article, source_for
from pipelines.validate import verdict
from tests import golden
from tests.evaluation import cases, mangle

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "300"))
PAGES = {case.id: case.page for case in cases.read_folder(cases.OWN)}
SHARE = st.floats(0, 1, exclude_max=True, allow_nan=False, width=32)
CHANGES = st.lists(
    st.tuples(st.sampled_from(sorted(mangle.OPERATIONS)), SHARE, SHARE, st.integers(0, 999)), min_size=1, max_size=6
)


def through_the_stages(html: str, url: str, rules: bool = False) -> Article:
    """The article after every stage that needs no store."""
    page = Page(url=url, requested_url=url, text=html, content_type="text/html")
    source = source_for(url, golden.LOADER) if rules else None
    lead = source.lead_for(url) if source else None
    article = golden.run(source.article([page], lead) if source and lead else generic_article(page))
    article.fate = verdict(article)
    return article


@settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(name=st.sampled_from(sorted(PAGES)), changes=CHANGES, rules=st.booleans())
def test_no_mangled_page_raises_or_invents_a_paragraph(name: str, changes: list[mangle.Change], rules: bool) -> None:
    html = mangle.mangle(PAGES[name].text, changes)
    article = through_the_stages(html, PAGES[name].url, rules)
    shown = mangle.shown(html)
    for paragraph in article.body.split("\n\n"):
        key = mangle.word_characters(paragraph)
        assert not key or mangle.is_made_of(key, shown), f"{name}: not on the page: {paragraph!r}"
    assert 0 <= article.extraction["quality"] <= 1


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
    "metas": lambda n: "<meta property=og:title content=시의회><meta name=author content=김하나>" * n + page(paragraphs(10)),
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
        f"<div>{paragraphs(10)}</div><div id=comments>"
        + "".join(f"<div class=comment><b>독자{i}</b><p>{SENTENCE.format(i, i)}</p></div>" for i in range(n)) + "</div>"
    ),
}  # fmt: skip


def work(html: str) -> int:
    """Function calls (Python and C) and Python lines that the stages make of a page. The same on every machine."""
    count = 0

    def called(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    def line(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.getprofile(), sys.gettrace()
    sys.setprofile(called)
    sys.settrace(line)
    try:
        through_the_stages(html, "https://news.example.co.kr/article/1")
    finally:
        sys.setprofile(before[0])
        sys.settrace(before[1])
    return count


@pytest.mark.parametrize("kind", GROWING)
def test_a_page_ten_times_larger_costs_about_ten_times_the_work(kind: str) -> None:
    work(GROWING[kind](5))  # what is loaded and compiled once
    small, large = work(GROWING[kind](40)), work(GROWING[kind](400))
    assert large <= 15 * small, f"{kind}: {small} -> {large}, {large / small:.1f} times"


STORY = paragraphs(6)
EXTREME: dict[str, str] = {
    "20,000 nested blocks": page("<div>" * 20_000 + STORY + "</div>" * 20_000),
    "20,000 nested links": page("<b><a href=x>" * 20_000 + STORY),
    "20,000 open tables": page("<table><tr><td>" * 20_000 + STORY),
    "200,000 siblings": page("<i>.</i>" * 200_000 + STORY),
    "huge attributes": page(f"<div class='{'ad ' * 300_000}' data-x='{'y' * 1_000_000}'>{STORY}</div>"),
    "one text of 5 MB": page("<div>" + SENTENCE * (5_000_000 // len(SENTENCE)) + "</div>"),
    "one word of 5 MB": page("<p>" + "가" * 5_000_000 + "</p>" + STORY),
    "one space of 5 MB": page("<p>앞" + " " * 5_000_000 + "뒤</p>" + STORY),
    "punctuation": page("<p>" + "(" * 100_000 + "</p><p>" + "[사진=" * 50_000 + "</p>" + STORY),
    "digits": page("<p>" + "2026-11-19 " * 20_000 + "</p>" + STORY),
    "addresses": page("<p>" + "a@b.kr " * 20_000 + "</p><p>" + "a" * 100_000 + "@</p>" + STORY),
    "short lines": page("기자<br>" * 50_000 + STORY),
    "nothing closed": page("".join(f"<div><p><span class=a{i}>{SENTENCE.format(i, i)}" for i in range(300))),
    "zero bytes": page(STORY.replace("<p>", "<p>\0").replace("시장", "시\0장") + "\0" * 1000),
    "deep linked data": page(f"<script type=application/ld+json>{'[' * 100_000}</script>{STORY}"),
    "deep state": page(f"<script>window.DATA = {'[' * 100_000}</script><script>{'[' * 100_000}</script>{STORY[:200]}"),
    "broken streams": page('<script>self.__next_f.push([1,"1:Tffffff,짧다"])</script>' * 50 + STORY),
    "surrogates": page(f'<script>window.DATA = {{"title": "\\ud800", "body": "{SENTENCE * 9}\\udfff"}}</script>'),
    "long title": f"<title>{'가' * 1_000_000}</title><h1>{'나' * 1_000_000}</h1>{STORY}",
    "nothing": "",
    "a text without markup": SENTENCE * 5,
    "only tags": "<div>" * 100 + "</div>" * 100,
}  # fmt: skip
WITHOUT_STORY = {"surrogates", "nothing", "only tags", "a text without markup"}


@pytest.mark.parametrize("kind", EXTREME)
def test_extreme_pages(kind: str) -> None:
    article = through_the_stages(EXTREME[kind], "https://news.example.co.kr/article/1")
    assert 0 <= article.extraction["quality"] <= 1
    assert kind in WITHOUT_STORY or "본회의를 열어" in article.body, "the text is still found"
    assert "\0" not in article.body


def test_the_oracle_knows_what_a_page_shows() -> None:
    html = '<p>앞 <i>1,200원</i>뒤&amp;끝</p><script>a = {"b": "<p>\\uac00\\n나<br>다\\"라</p>"}</script>'
    shown = mangle.shown(html)
    for said in ("앞 1,200원 뒤", "뒤끝", "가 나다라"):
        assert mangle.is_made_of(mangle.word_characters(said), shown), said
    assert mangle.is_made_of("앞뒤끝", mangle.shown(html)) is False, "too short to be found in pieces"
    long = mangle.word_characters("의회는 본회의를 열어 안건을 통과시켰다")
    page = mangle.word_characters("의회는 본회의를 (한빛전자 1,200원) 열어 안건을 통과시켰다")
    assert mangle.is_made_of(long, page)
    assert not mangle.is_made_of(mangle.word_characters("의회는 본회의를 닫고 안건을 부결시켰다"), page)
