"""The Korean sources against their own sample pages: addresses, lists and selectors, without the engine."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from selectolax.lexbor import LexborHTMLParser

from crawler.cms import NDSoft
from crawler.discovery import Answer, Ask, Feed, Link
from crawler.spider import NewsSpider

PAGES = Path(__file__).parent / "pages"
NAMES = ("ajunews", "yna", "hani", "hankookilbo", "einfomax", "aitimes", "bloter")
DAY = date(2026, 11, 20)
KST = ZoneInfo("Asia/Seoul")
IN_SCRIPT = {"hankookilbo/script-2026-03"}
"""Pages whose text stands in a script only: no rule can reach it."""

LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders.ko"]}))
SPIDERS: dict[str, type[NewsSpider]] = {name: LOADER.load(name) for name in NAMES}
INDEX: dict[str, dict[str, Any]] = {n: json.loads((PAGES / n / "pages.json").read_text("utf-8")) for n in NAMES}
GOLD: dict[str, dict[str, Any]] = {
    f"{name}/{path.name.removesuffix('.gold.json')}": json.loads(path.read_text("utf-8"))
    for name in NAMES
    for path in sorted((PAGES / name).glob("*.gold.json"))
}


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_of(key: str) -> tuple[type[NewsSpider], str, dict[str, Any], dict[str, Any]]:
    """Spider, HTML, gold and index entry of ``source/page``."""
    name, stem = key.split("/")
    entry = INDEX[name][f"{stem}.html"]
    return SPIDERS[name], (PAGES / name / f"{stem}.html").read_text("utf-8"), GOLD[key], entry


def known(name: str) -> set[str]:
    """Ids of the article pages that a source has a sample of, the removed one included."""
    spider = SPIDERS[name]
    return {lead.id for entry in INDEX[name].values() if (lead := spider.lead_for(entry["url"]))}


def asked(name: str) -> list[tuple[Any, Ask]]:
    return [(kind, ask) for kind in SPIDERS[name].sources for ask in kind.requests([DAY])]


def discover(name: str, url: str) -> list[Link]:
    """What the sample of one discovery address says, read by its kind."""
    kind, ask = next((kind, ask) for kind, ask in asked(name) if ask.url == url)
    sample, entry = next((f, e) for f, e in INDEX[name].items() if e["url"] == url)
    body = (PAGES / name / sample).read_bytes()
    found = kind.parse(Answer(body, url, entry["content_type"], SPIDERS[name].encoding, KST), ask)
    assert found.fate == "ok", (url, found.fate)
    return found.links


def test_base_class_is_no_source() -> None:
    assert set(NAMES) <= set(LOADER.list())
    assert NDSoft.__name__ not in {LOADER.load(name).__name__ for name in LOADER.list()}


@pytest.mark.parametrize("name", NAMES)
def test_source_states_what_it_must(name: str) -> None:
    spider = SPIDERS[name]
    assert spider.publisher in (spider.__doc__ or "")
    assert spider.language == "ko" and spider.timezone == "Asia/Seoul"
    assert spider.sources and spider.rules and spider.robots
    assert 0 < spider.expect.articles[0] < spider.expect.articles[1] and spider.expect.filled


@pytest.mark.parametrize("key", GOLD)
def test_address_gives_identity(key: str) -> None:
    spider, _, gold, entry = page_of(key)
    lead = spider.lead_for(entry["url"])
    assert lead is not None
    assert (lead.key, lead.url) == (gold["id"], gold["url"])
    assert spider.lead_for(lead.url) == lead, "the canonical address must name the same article"


@pytest.mark.parametrize(
    ("name", "url", "id"),
    [
        ("ajunews", "http://m.ajunews.com/view/20260821145030160?utm_source=x", "20260821145030160"),
        ("ajunews", "https://m.ajunews.com/amp/20130916000899", "20130916000899"),
        ("ajunews", "https://www4.ajunews.com/view/20260821145030160", "20260821145030160"),
        ("ajunews", "https://www.ajunews.com/photo/view/20260821", None),
        ("ajunews", "https://www.ajudaily.com/view/20260821145030160", None),
        ("yna", "https://m.yna.co.kr/amp/view/AKR20260514111111111?section=news", "AKR20260514111111111"),
        ("yna", "//www.yna.co.kr/view/AKR20260514111111111", None),
        ("yna", "https://www.yna.co.kr/view/PYH20260514111110001", None),
        ("yna", "https://cn.yna.co.kr/view/ACK20260514111111111", None),
        ("yna", "https://en.yna.co.kr/view/AEN20190820002300325", None),
        ("hani", "http://www.hani.co.kr/arti/society/labor/761484.html?_fr=st3", "761484"),
        ("hani", "https://www.hani.co.kr/arti/opinion/1176543.html", "1176543"),
        ("hani", "https://www.hani.co.kr/arti/SERIES/3021/home01.html", None),
        ("hani", "https://h21.hani.co.kr/arti/society/society_general/58001.html", None),
        ("hankookilbo", "https://m.hankookilbo.com/News/Read/Amp/A2025051520000001234", "A2025051520000001234"),
        ("hankookilbo", "https://www.hankookilbo.com/News/Politics", None),
        ("einfomax", "https://news.einfomax.co.kr/news/articleViewAmp.html?idxno=4388127", "4388127"),
        ("einfomax", "http://news.einfomax.co.kr/news/articleView.html?page=2&idxno=4388127#reply", "4388127"),
        ("einfomax", "https://news.einfomax.co.kr/news/articleList.html?sc_section_code=S1N5", None),
        ("aitimes", "http://aitimes.com/news/articleView.html?idxno=205731", "205731"),
        ("aitimes", "https://www.aitimes.kr/news/articleView.html?idxno=205731", None),
        ("bloter", "https://m.bloter.net/news/articleView.html?idxno=651208", "651208"),
    ],
)
def test_spellings(name: str, url: str, id: str | None) -> None:
    lead = SPIDERS[name].lead_for(url)
    assert (lead.id if lead else None) == id


@pytest.mark.parametrize("name", NAMES)
def test_every_discovery_address_has_a_sample(name: str) -> None:
    samples = {entry["url"] for entry in INDEX[name].values()}
    assert {ask.url for _, ask in asked(name)} <= samples
    assert all((PAGES / name / file).stat().st_size for file in INDEX[name])


@pytest.mark.parametrize("name", NAMES)
def test_lists_name_sampled_articles_and_nothing_else(name: str) -> None:
    spider, seen = SPIDERS[name], set()
    for _, ask in asked(name):
        leads = [lead for link in discover(name, ask.url) if (lead := spider.lead_for(link.url))]
        assert leads, ask.url
        seen |= {lead.id for lead in leads}
    assert seen <= known(name)
    of_old_layouts = {g["id"].split(":")[1] for key, g in GOLD.items() if re.match(rf"{name}/.*-20\d\d", key)}
    assert seen == known(name) - of_old_layouts


@pytest.mark.parametrize("name", NAMES)
def test_feed_titles_and_times(name: str) -> None:
    golds = {g["id"].split(":")[1]: g for key, g in GOLD.items() if key.startswith(f"{name}/")}
    for kind, ask in asked(name):
        for link in discover(name, ask.url):
            lead = SPIDERS[name].lead_for(link.url)
            if lead is None or lead.id not in golds:
                continue
            gold = golds[lead.id]
            if link.title:
                assert squash(gold["title"]) in squash(link.title)
            if isinstance(kind, Feed) and name != "hani":  # its feeds carry no dates
                assert link.published_at is not None
                assert link.published_at == datetime.fromisoformat(gold["published_at"]), ask.url


@pytest.mark.parametrize("key", [key for key in GOLD if key not in IN_SCRIPT])
def test_rules_find_the_text(key: str) -> None:
    spider, html, gold, _ = page_of(key)
    tree = LexborHTMLParser(html)

    def first(selectors: str | tuple[str, ...]) -> str:
        for selector in (selectors,) if isinstance(selectors, str) else selectors:
            path, _, attr = selector.partition("::attr(")
            for node in tree.css(path):
                value = node.attributes.get(attr.rstrip(")")) if attr else node.text()
                if value and value.strip():
                    return value
        return ""

    rules = next((r for r in spider.rules if first(r.body)), None)
    assert rules is not None, "no layout matches"
    if rules.title and (title := first(rules.title)):
        assert squash(title) == squash(gold["title"])
    if gold["subtitle"] and rules.subtitle:
        assert squash(first(rules.subtitle))[:8] == squash(gold["subtitle"])[:8]
    for name in ("byline", "copyright"):
        if getattr(rules, name) and gold[name]:
            assert squash(first(getattr(rules, name))) in squash(gold[name])
    captions = [squash(n.text()) for n in tree.css(rules.caption)] if isinstance(rules.caption, str) else []
    assert captions in ([], [squash(c) for c in gold["captions"]])
    for selector in rules.drop:
        for node in tree.css(selector):
            if node.tag not in ("html", "body") and not any(squash(p) in squash(node.text()) for p in gold["body"]):
                node.decompose()
    text = squash(first(rules.body))
    at = 0
    for paragraph in gold["body"]:
        assert squash(paragraph) in text[at:], paragraph
        at = text.index(squash(paragraph), at)


@pytest.mark.parametrize("key", GOLD)
def test_gold_is_of_its_page(key: str) -> None:
    """Chrome samples, captions and pictures stand on the page, and no sample of chrome is text."""
    _, html, gold, _ = page_of(key)
    if key in IN_SCRIPT:  # undo the script's escapes
        html += re.sub(r"\\u003c[^\\]*\\u003e|\\", "", html)
    tree = LexborHTMLParser(html)
    shown = squash(tree.body.text() if tree.body else "")
    body = squash("".join(gold["body"]))
    attributes = squash(" ".join(n.attributes.get("alt") or "" for n in tree.css("img")))
    for sample in gold["chrome_samples"]:
        assert squash(sample) in shown + attributes, sample
        assert squash(sample) not in body, sample
    assert all(url in html for url in gold["image_urls"])
    assert all(squash(caption) in shown for caption in gold["captions"])
    assert len(gold["body"]) >= 3 and datetime.fromisoformat(gold["published_at"]).tzinfo
    assert len(html.encode()) > 14_000


def test_rerun_is_a_near_copy() -> None:
    """The demo's duplicate: another headline and byline over nine tenths of the same text."""
    one, two = GOLD["ajunews/wire"], GOLD["ajunews/wire-again"]
    grams = [{t[i : i + 5] for i in range(len(t) - 4)} for t in (squash("".join(g["body"])) for g in (one, two))]
    assert 0.85 < len(grams[0] & grams[1]) / len(grams[0] | grams[1]) < 0.99
    assert min(len("".join(g["body"])) for g in (one, two)) >= 700
    assert one["title"] != two["title"] and one["authors"] != two["authors"]


def test_removed_article_has_an_article_address() -> None:
    assert SPIDERS["ajunews"].lead_for(INDEX["ajunews"]["removed.html"]["url"])
    assert "삭제된 기사입니다" in (PAGES / "ajunews" / "removed.html").read_text("utf-8")


def test_copied_text_holds_its_gold() -> None:
    gold = json.loads((PAGES / "plain" / "ajunews-copied.gold.json").read_text("utf-8"))
    lines = [line.strip() for line in (PAGES / "plain" / "ajunews-copied.txt").read_text("utf-8").splitlines()]
    wanted = [gold["title"], gold["byline"], *gold["captions"], *gold["body"], gold["copyright"]]
    assert [line for line in wanted if line not in lines] == []
    assert not set(gold["chrome_samples"]) & set(gold["body"])
