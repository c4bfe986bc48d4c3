"""The Chinese sources against their own pages, without a crawl: addresses, discovery and rules."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.archive import Index
from crawler.discovery import Answer
from crawler.encoding import decode
from crawler.items import Article, Page
from crawler.rules import Rules, Selectors
from crawler.spider import NewsSpider
from crawler.spiders.zh.cn_yna import CnYna
from crawler.spiders.zh.cna import Cna
from crawler.spiders.zh.people import People
from crawler.spiders.zh.sina import Sina
from crawler.spiders.zh.thepaper import Thepaper

PAGES = Path(__file__).parent / "pages"
SPIDERS = (Thepaper, People, Sina, Cna, CnYna)


def manifest(name: str) -> dict[str, dict[str, Any]]:
    return json.loads((PAGES / name / "pages.json").read_text(encoding="utf-8"))


def gold_of(name: str, file: str) -> dict[str, Any]:
    return json.loads((PAGES / name / file).with_suffix(".gold.json").read_text(encoding="utf-8"))


ARTICLES = [
    (spider, file)
    for spider in SPIDERS
    for file in manifest(spider.name)
    if (PAGES / spider.name / file).with_suffix(".gold.json").exists()
]
article = pytest.mark.parametrize(("spider", "file"), ARTICLES, ids=lambda v: v if isinstance(v, str) else v.name)
source = pytest.mark.parametrize("spider", SPIDERS, ids=lambda spider: spider.name)


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def tree_of(spider: type[NewsSpider], file: str) -> LexborHTMLParser:
    entry = manifest(spider.name)[file]
    text, _ = decode((PAGES / spider.name / file).read_bytes(), entry["content_type"], spider.encoding)
    return LexborHTMLParser(text)


def nodes(tree: LexborHTMLParser, selectors: Selectors) -> list[LexborNode]:
    """Of the first selector that finds text."""
    for selector in (selectors,) if isinstance(selectors, str) else selectors:
        found = tree.css(selector.split("::")[0])
        if "".join(node.text() for node in found).strip() or (found and "::attr" in selector):
            return found
    return []


def text_of(tree: LexborHTMLParser, selectors: Selectors) -> str:
    return squash("".join(node.text() for node in nodes(tree, selectors)))


def layout_of(spider: type[NewsSpider], tree: LexborHTMLParser) -> Rules:
    return next(rules for rules in spider.rules if text_of(tree, rules.body))


# addresses


@article
def test_address_gives_the_id(spider: type[NewsSpider], file: str) -> None:
    url, gold = manifest(spider.name)[file]["url"], gold_of(spider.name, file)
    lead = spider.lead_for(url)
    assert lead is not None
    assert lead.key == gold["id"]
    again = spider.lead_for(lead.url)
    assert again is not None
    assert (again.key, again.url) == (lead.key, lead.url)


@pytest.mark.parametrize(
    ("spider", "url", "canonical"),
    [
        (Thepaper, "https://m.thepaper.cn/detail/34194711", "https://www.thepaper.cn/newsDetail_forward_34194711"),
        (
            Thepaper,
            "https://m.thepaper.cn/newsDetail_forward_34194711?commTag=true",
            "https://www.thepaper.cn/newsDetail_forward_34194711",
        ),
        (
            People,
            "http://politics.people.com.cn/n1/2026/1118/c461001-40811873-3.html",
            "http://politics.people.com.cn/n1/2026/1118/c461001-40811873.html",
        ),
        (
            Sina,
            "https://news.sina.cn/gn/2026-11-18/detail-inxspzka6650321.d.html?from=wap&vt=4",
            "https://news.sina.com.cn/gn/2026-11-18/doc-inxspzka6650321.shtml",
        ),
        (
            Cna,
            "https://www.cna.com.tw/amp/news/aloc/202611180088.aspx",
            "https://www.cna.com.tw/news/aloc/202611180088.aspx",
        ),
        (
            CnYna,
            "https://m-cn.yna.co.kr/view/ACK20261118003300881?input=rss",
            "https://cn.yna.co.kr/view/ACK20261118003300881",
        ),
    ],
)
def test_one_address_for_one_article(spider: type[NewsSpider], url: str, canonical: str) -> None:
    lead = spider.lead_for(url)
    assert lead is not None
    assert lead.url == canonical


@pytest.mark.parametrize(
    ("spider", "url"),
    [
        (Thepaper, "https://www.thepaper.cn/channel_25950"),
        (Thepaper, "https://m.thepaper.cn/series/34194711"),
        (People, "http://politics.people.com.cn/BIG5/n1/2026/1118/c461001-40811873.html"),
        (People, "http://korea.people.com.cn/n1/2026/1118/c407366-40811990.html"),
        (People, "http://tv.people.com.cn/n1/2026/1118/c61600-v40812001.html"),
        (People, "http://politics.people.com.cn/GB/1024/index1.html"),
        (Sina, "https://k.sina.com.cn/article_1700000001_6553f0010000.html"),
        (Sina, "https://slide.news.sina.com.cn/c/slide_1_2841_600001.html"),
        (Cna, "https://www.cna.com.tw/topic/newstopic/4826.aspx"),
        (Cna, "https://www.cna.com.tw/list/aall.aspx"),
        (CnYna, "https://cb.yna.co.kr/gate/big5/cn.yna.co.kr/view/ACK20261118003300881"),
        (CnYna, "https://cn.yna.co.kr/view/MYH20261119000200881"),
        (CnYna, "https://www.yna.co.kr/view/AKR20261118003300881"),
    ],
)
def test_no_article(spider: type[NewsSpider], url: str) -> None:
    assert spider.lead_for(url) is None


# discovery


@source
def test_discovery_finds_the_articles_and_nothing_else(spider: type[NewsSpider]) -> None:
    index, found = Index([PAGES / spider.name]), {}
    asks = [(kind, ask) for kind in spider.sources for ask in kind.requests([date(2026, 11, 19)])]
    while asks:
        kind, ask = asks.pop(0)
        kept = index.find(ask.method, ask.url, ask.body)
        assert kept is not None, f"no sample for {ask.method} {ask.url} {ask.body!r}"
        answer = Answer(kept.body, kept.url, kept.content_type, spider.encoding, ZoneInfo(spider.timezone))
        result = kind.parse(answer, ask)
        assert result.fate in ("ok", "empty"), f"{ask.url}: {result.fate}"
        assert result.incomplete == 0
        leads = {lead.key: link for link in result.links if (lead := spider.lead_for(link.url))}
        if leads.keys() - found.keys() and result.next:
            asks.append((kind, result.next))
        found = leads | found

    entries = manifest(spider.name)
    expected = {
        spider.lead_for(entry["url"]).key: file
        for file, entry in entries.items()
        if (PAGES / spider.name / file).with_suffix(".gold.json").exists() or "expect_fate" in entry
        if not file.startswith("layout")
    }
    assert found.keys() == expected.keys()
    zone = ZoneInfo(spider.timezone)
    for key, file in expected.items():
        assert found[key].title
        assert index.find("GET", spider.lead_for(entries[file]["url"]).url) is not None
        if found[key].published_at and "expect_fate" not in entries[file]:  # HTML lists carry no dates
            published = found[key].published_at.astimezone(zone).isoformat()
            assert published[:10] == gold_of(spider.name, file)["published_at"][:10]


# rules


@source
def test_every_layout_has_a_page(spider: type[NewsSpider]) -> None:
    seen = [layout_of(spider, tree_of(spider, file)) for owner, file in ARTICLES if owner is spider]
    assert [rules for rules in spider.rules if rules not in seen] == []


@article
def test_rules_find_what_the_gold_has(spider: type[NewsSpider], file: str) -> None:
    gold = gold_of(spider.name, file)
    later = [name for name, entry in manifest(spider.name).items() if entry.get("page_of") == file]
    trees = [tree_of(spider, name) for name in (file, *later)]
    tree, rules = trees[0], layout_of(spider, trees[0])

    assert text_of(tree, rules.title) == squash(gold["title"])
    for name in ("subtitle", "section"):
        selectors = getattr(rules, name)
        assert text_of(tree, selectors) == squash(gold[name] or "") or not selectors, name
    if selectors := rules.caption:
        assert [squash(node.text()) for node in nodes(tree, selectors)] == [squash(text) for text in gold["captions"]]
    if selectors := rules.published:
        digits = re.sub(
            r"\D", "", text_of(tree, selectors) or nodes(tree, selectors)[0].attributes["data-published-time"]
        )
        assert digits.startswith(re.sub(r"\D", "", gold["published_at"])[:12])
    for name in ("byline", "credit"):
        if selectors := getattr(rules, name):
            assert squash(gold[name] or "") in text_of(tree, selectors), name

    text = ""
    for part in trees:
        for selector in rules.drop:
            for node in part.css(selector):
                if not any(squash(line) in squash(node.text()) for line in gold["body"]):
                    node.decompose()
        text += text_of(part, rules.body)
    position = 0
    for line in gold["body"]:
        position = text.find(squash(line), position)
        assert position >= 0, f"{spider.name}/{file}: body selector does not find, in order: {line}"
        position += len(squash(line))


@article
def test_hooks_fill_what_selectors_cannot(spider: type[NewsSpider], file: str) -> None:
    if spider.finish is None:
        return
    entry, gold = manifest(spider.name)[file], gold_of(spider.name, file)
    text, encoding = decode((PAGES / spider.name / file).read_bytes(), entry["content_type"], spider.encoding)
    page = Page(entry["url"], entry["url"], text, encoding)
    tree = LexborHTMLParser(text)
    made = Article(section=gold["section"] if layout_of(spider, tree).section else None)
    if selectors := layout_of(spider, tree).tags:
        found = nodes(tree, selectors)
        made.tags = [tag for node in found if (tag := node.text() or node.attributes.get("content") or "")]
    spider.finish(made, page)
    assert made.section == gold["section"]
    assert made.tags == gold["tags"]
    spider.finish(Article(), Page("", "", '<script id="__NEXT_DATA__" type="application/json">{"props":</script>'))


def test_pages_of_one_article_are_linked() -> None:
    rules = People.rules[0]
    urls = {entry["url"] for entry in manifest("people").values()}
    links = {
        f"http://politics.people.com.cn{node.attributes['href']}"
        for node in nodes(tree_of(People, "pager.html"), rules.next_page)
    }
    assert len(links) == 3
    assert links <= urls
    assert {People.lead_for(url).key for url in links} == {"people:40811873"}


def test_one_story_in_two_sources() -> None:
    original, rerun = (
        "".join(gold_of(*page)["body"]) for page in (("thepaper", "feature.html"), ("people", "rerun.html"))
    )
    grams = [{text[i : i + 5] for i in range(len(text) - 4)} for text in (squash(original), squash(rerun))]
    assert len(rerun) >= 800
    assert 0.7 < len(grams[0] & grams[1]) / len(grams[0] | grams[1]) < 0.95


@pytest.mark.parametrize("name", [*(spider.name for spider in SPIDERS), "generic"])
def test_gold_stands_on_its_page(name: str) -> None:
    """Gold is only worth something if the page says it: every paragraph and every line of chrome."""
    for file, entry in manifest(name).items():
        raw = (PAGES / name / file).read_bytes()
        assert len(raw) < 60_000
        if not (PAGES / name / file).with_suffix(".gold.json").exists():
            assert "page_of" in entry or "expect_fate" in entry or "list" in file or "feed" in file or "roll" in file
            continue
        gold, text = gold_of(name, file), decode(raw, entry["content_type"], "utf-8")[0]
        assert gold["url"] == entry["url"]
        for later in (other for other, it in manifest(name).items() if it.get("page_of") == file):
            text += decode((PAGES / name / later).read_bytes(), "text/html", "utf-8")[0]
        if "__next_f" in text:
            text = "".join(json.loads(chunk)[1] for chunk in re.findall(r"__next_f\.push\((\[1,.*?\])\)<", text)) + text
        text = squash(text.replace('\\"', '"').replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">"))
        text = re.sub(r"<[^<>]{0,200}>", "", text) + text
        for line in [*gold["body"], *gold["captions"], *gold["chrome_samples"], gold["title"], *gold["authors"]]:
            assert squash(line) in text, f"{name}/{file}: {line}"
