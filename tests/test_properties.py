"""Whatever is done to a page's markup: no exception, nothing invented, and work that grows with the page, not faster.

PROPERTY_EXAMPLES=5000 tries more pages than ``make test`` does.
"""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.generic import generic_article
from crawler.items import Article, Page
from crawler.source import source_for
from pipelines.validate import verdict
from tests import golden
from tests.evaluation import cases, mangle
from tests.evaluation.growing import GROWING, SENTENCE, page, paragraphs

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "200"))
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


KNOWN: set[str] = set()
"""What the extractor does not yet do; who mends it takes the name out."""
WHOLE = {"count", "replace", "split", "splitlines", "translate", "encode", "decode", "lower", "upper", "casefold"}


def work(html: str) -> int:
    """Function calls and Python lines that the stages make of a page; a call that reads a whole string counts by the
    string's length, in units of 64. The same on every machine.
    """
    count = 0

    def called(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        if event == "call":
            count += 1
        elif event == "c_call":
            count += 1
            if arg.__name__ in WHOLE and isinstance(subject := arg.__self__, str | bytes):
                count += len(subject) // 64

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


def marked(kinds: dict[str, Any]) -> list[Any]:
    known = pytest.mark.xfail(strict=True, reason="a known defect")
    return [pytest.param(kind, marks=known) if kind in KNOWN else kind for kind in kinds]


@pytest.mark.parametrize("kind", marked(GROWING))
def test_a_page_ten_times_larger_costs_about_ten_times_the_work(kind: str) -> None:
    work(GROWING[kind](5))  # what is loaded and compiled once
    small, large = work(GROWING[kind](40)), work(GROWING[kind](400))
    assert large <= 15 * small, f"{kind}: {small} -> {large}, {large / small:.1f} times"


STORY = paragraphs(6)
PIECES = (
    "1", " ", "(", "[", "【", "】", "|", "/", "=", ",", "、", "：", ":", ".", "。", "-", "@", "%", "▲", "■", "가", "中",
    "a", "A ", "记者", "编辑：", "文/", "图", "기자 ", "사진", "分享", "공유", "大", "年", "月", "日", "12:30", "2026",
)  # fmt: skip
"""Pairs of them, repeated, make patterns that can match in many ways try all of them."""
EXTREME: dict[str, str] = {
    "200,000 nested blocks": page("<div>" * 200_000 + STORY + "</div>" * 200_000),
    "20,000 nested blocks": page("<div>" * 20_000 + STORY + "</div>" * 20_000),
    "20,000 nested links": page("<b><a href=x>" * 20_000 + STORY),
    "20,000 open tables": page("<table><tr><td>" * 20_000 + STORY),
    "200,000 siblings": page("<i>.</i>" * 200_000 + STORY),
    "huge attributes": page(f"<div class='{'ad ' * 30_000}' data-x='{'y' * 1_000_000}'>{STORY}</div>"),
    "one text of 5 MB": page("<div>" + SENTENCE * (5_000_000 // len(SENTENCE)) + "</div>"),
    "one long word": page("<p>" + "가" * 300_000 + "</p>" + STORY),
    "one space of 5 MB": page("<p>앞" + " " * 5_000_000 + "뒤</p>" + STORY),
    "punctuation": page("<p>" + "(" * 20_000 + "</p><p>" + "[사진=" * 10_000 + "</p>" + STORY),
    "digits": page("<p>" + "2026-11-19 " * 5_000 + "</p>" + STORY),
    "addresses": page("<p>" + "a@b.kr " * 5_000 + "</p><p>" + "a" * 100_000 + "@</p>" + STORY),
    "short lines": page("기자<br>" * 5_000 + STORY),
    "repeated pieces": page("".join(f"<p>{(a + b) * 140}"[:283] + "</p>" for a in PIECES for b in PIECES) + STORY),
    "nothing closed": page("".join(f"<div><p><span class=a{i}>{SENTENCE.format(i, i)}" for i in range(300))),
    "zero bytes": page(STORY.replace("<p>", "<p>\0").replace("시장", "시\0장") + "\0" * 1000),
    "deep linked data": page(f"<script type=application/ld+json>{'[' * 100_000}</script>{STORY}"),
    "deep state": page(f"<script>window.DATA = {'[' * 100_000}</script><script>{'[' * 100_000}</script>{STORY[:200]}"),
    "broken streams": page('<script>self.__next_f.push([1,"1:Tffffff,짧다"])</script>' * 50 + STORY),
    "surrogates": page(f'<script>window.DATA = {{"title": "\\ud800", "body": "{SENTENCE * 9}\\udfff"}}</script>'),
    "long title": f"<title>{'가' * 100_000}</title><h1>{'나' * 100_000}</h1>{STORY}",
    "nothing": "",
    "a text without markup": SENTENCE * 5,
    "only tags": "<div>" * 100 + "</div>" * 100,
}  # fmt: skip
WITHOUT_STORY = {"surrogates", "nothing", "only tags", "a text without markup"}


@pytest.mark.parametrize("kind", marked(EXTREME))
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
