from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import archive, xmlstream
from crawler.discovery import Answer, Ask, Feed, Found, JsonList, Kind, Listing, NewsSitemap, Sitemap, dig
from crawler.urls import canonical
from crawler.when import when
from crawler.xmlstream import TooLarge, elements

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 12, tzinfo=SEOUL)
BASE = "https://news.example.com/feed"


def read(
    kind: Kind, body: str | bytes, content_type: str = "", encoding: str = "utf-8", ask: Ask | None = None
) -> Found:
    body = body.encode() if isinstance(body, str) else body
    answer = Answer(body, BASE, content_type, encoding, SEOUL, NOW)
    return kind.parse(answer, ask or kind.requests([date(2026, 10, 5)])[0])


def rss(item: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item>{item}</item></channel></rss>'


DATES = [
    ("2026-03-21 19:42:57", "2026-03-21T19:42:57+09:00"),
    ("20260321214325", "2026-03-21T21:43:25+09:00"),
    ("2026. 3. 21. 21:43", "2026-03-21T21:43:00+09:00"),
    ("2026.03.21. 오후 7:42", "2026-03-21T19:42:00+09:00"),
    ("2026.01.06. 오전 12:05", "2026-01-06T00:05:00+09:00"),
    ("2026.01.06. 오후 6:23.", "2026-01-06T18:23:00+09:00"),
    ("입력 2026.01.06. 08:15", "2026-01-06T08:15:00+09:00"),
    ("입력 2026.01.06 (17:45)", "2026-01-06T17:45:00+09:00"),
    ("송고2026-01-06 16:46", "2026-01-06T16:46:00+09:00"),
    ("기사입력 2026-01-06 13:59 | 최종수정 2026-01-06 14:16", "2026-01-06T13:59:00+09:00"),
    ("입력2024.01.29 15:35수정", "2024-01-29T15:35:00+09:00"),
    ("12-01 23:26", "2025-12-01T23:26:00+09:00"),
    ("11-22 11:00", "2026-11-22T11:00:00+09:00"),
    ("25.09.05 13:47", "2025-09-05T13:47:00+09:00"),
    ("2026-01-06T16:47+09:00", "2026-01-06T16:47:00+09:00"),
    ("2025-05-15T20:00:52.000+0900", "2025-05-15T20:00:52+09:00"),
    ("2024-11-28T01:35:33Z", "2024-11-28T01:35:33+00:00"),
    ("Mon,  9 Aug 2026 16:07:00 GMT", "2026-08-09T16:07:00+00:00"),
    ("Sun,27 Sep 2026 10:11:12 +0900", "2026-09-27T10:11:12+09:00"),
    ("Tue, 11 08 2026 10:20:30 +0900", "2026-08-11T10:20:30+09:00"),
    ("Sun, 05 Oct 2026 10:20:30 KST", "2026-10-05T10:20:30+09:00"),
    ("Aug 9, 2026 4:07 PM", "2026-08-09T16:07:00+09:00"),
    ("2026年3月5日 08:09", "2026-03-05T08:09:00+09:00"),
    ("2026년 3월 5일", "2026-03-05T00:00:00+09:00"),
    ("5분 전", "2026-11-22T11:55:00+09:00"),
    ("3小时前", "2026-11-22T09:00:00+09:00"),
    ("2일 전", "2026-11-20T12:00:00+09:00"),
    ("방금", "2026-11-22T12:00:00+09:00"),
    ("昨天 13:20", "2026-11-21T13:20:00+09:00"),
    (1791160200, "2026-10-05T00:30:00+00:00"),
    ("1791160200000", "2026-10-05T00:30:00+00:00"),
    ("2026-02-31", None),
    ("2026-13-01 10:00", None),
    ("no date", None),
    ("", None),
    (None, None),
    (True, None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: object, expected: str | None) -> None:
    found = when(text, SEOUL, NOW)
    assert found == (datetime.fromisoformat(expected) if expected else None)
    assert found is None or found.tzinfo is not None


# feeds


@pytest.mark.parametrize("pubdate", [text for text, expected in DATES if expected and isinstance(text, str)])
def test_feed_dates(pubdate: str) -> None:
    (link,) = read(Feed(BASE), rss(f"<link>/a/1</link><pubDate>\n{pubdate} </pubDate>")).links
    assert link.published_at == when(pubdate, SEOUL, NOW)


def test_feed_item() -> None:
    (link,) = read(
        Feed(BASE),
        rss(
            "<title>&lt;b&gt;속보&lt;/b&gt; A &amp;amp; B &amp;quot;C&amp;quot;</title><category>경제</category>"
            "<link>https://news.example.com/a?x=1&amp;y=2</link><dc:date>2026-10-05T01:00:00Z</dc:date>"
            '<media:content xmlns:media="m" url="x"><media:title>photo</media:title></media:content>'
        ),
    ).links
    assert link.url == "https://news.example.com/a?x=1&y=2"
    assert link.title == '속보 A & B "C"'
    assert link.section == "경제"
    assert link.published_at == datetime(2026, 10, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff" + rss("<link>/a/1</link>"),
        "\n\n  " + rss("<link>/a/1</link>"),
        rss("<link>/a/1</link>").partition("?>")[2],
        "PHP Notice: x" + rss("<link>/a/1</link>"),
        rss("<title>R&D & more &nbsp; &hellip; &unknown; <x></title><link>/a/1</link>"),
        rss("<title><![CDATA[a & b <br> c]]></title><link><![CDATA[/a/1]]></link>"),
        rss("<link>/a/1</link>")[:-20],
        rss("<title>\x00\x08 bad \x1f</title><link>/a/1</link>"),
        rss('<link/><guid isPermaLink="true">https://news.example.com/a/1</guid>'),
        rss("<link>/a/1</link>").replace("<rss", "<rdf:RDF").replace("</rss>", "</rdf:RDF>"),
        rss("<link>\n/a/1\n</link>") + "<script>late</script>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="enclosure" href="/x.mp3"/>'
        '<link rel="alternate" href="/a/1"/><updated>2026-10-05T00:00:00Z</updated></entry></feed>',
        '<feed><entry><link href="/a/1"/></entry></feed>',
    ],
)
def test_broken_feeds_are_read(body: str) -> None:
    found = read(Feed(BASE), body)
    assert found.fate == "ok"
    assert [link.url for link in found.links] == ["https://news.example.com/a/1"]


def test_feed_in_euc_kr_by_its_xml_declaration_only() -> None:
    body = rss("<title>한국은행 기준금리 동결</title><link>/a/1</link>").replace('"1.0"', "'1.0' encoding='EUC-KR'")
    assert read(Feed(BASE), body.encode("euc-kr"), "text/xml").links[0].title == "한국은행 기준금리 동결"


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read(Feed(BASE), bomb + rss("<title>&a;&f;</title><link>/a/1</link>"))
    assert "root:" not in str(found)
    assert "aaaaaaaaaa" not in str(found)


@pytest.mark.parametrize("kind", [Feed(BASE), Sitemap(BASE), JsonList(BASE), Listing(BASE)])
@pytest.mark.parametrize(
    ("body", "fates"),
    [
        (b"", {"malformed/empty_body"}),
        (b"  \n", {"malformed/empty_body"}),
        (b"<!doctype html><html><p>maintenance</p></html>", {"malformed/html", "empty"}),
        (b"nonsense", {"malformed/xml", "malformed/json", "empty"}),
        (b"\x1f\x8b\x08broken gzip", {"malformed/xml", "malformed/json", "malformed/empty_body", "empty"}),
        (b"[" * 100_000, {"malformed/xml", "malformed/json", "empty"}),
        (b"<a>" * 100_000, {"malformed/xml", "malformed/json", "empty"}),
        (b"<rss><channel></channel></rss>", {"empty", "malformed/xml", "malformed/json"}),
        (b'<urlset xmlns="x"></urlset>', {"empty", "malformed/xml", "malformed/json"}),
        (b"[]", {"empty", "malformed/xml"}),
        (
            b"<rss><item><title>x</title></item></rss>",
            {
                "malformed/no_links",
                "malformed/xml",
                "malformed/json",
                "empty",
            },
        ),
    ],
)
def test_malformed_answers_have_a_fate(kind: Kind, body: bytes, fates: set[str]) -> None:
    found = read(kind, body)
    assert found.fate in fates
    assert found.links == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "<rss><item>", "<urlset><url><loc>", "{", "<a href="]))
def test_no_bytes_raise(body: bytes, start: str) -> None:
    for kind in (Feed(BASE), Sitemap(BASE), JsonList(BASE), Listing(BASE)):
        read(kind, start.encode() + body)


# sitemaps


def test_news_sitemap_reads_the_news_and_not_the_image() -> None:
    (link,) = read(
        NewsSitemap(BASE),
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i"><url>'
        "<loc> https://news.example.com/a/1 </loc><news:news><news:publication><news:name>P</news:name>"
        "</news:publication><news:publication_date>2026-10-05T09:30:00+09:00</news:publication_date>"
        "<news:title>제목 &amp;amp; 부제</news:title></news:news>"
        "<image:image><image:loc>https://img/x.jpg</image:loc><image:title>사진</image:title></image:image></url></urlset>",
    ).links
    assert link.url == "https://news.example.com/a/1"
    assert link.title == "제목 & 부제"
    assert link.published_at == datetime(2026, 10, 5, 0, 30, tzinfo=UTC)


def index(*children: str) -> str:
    rows = "".join(f"<sitemap>{child}</sitemap>" for child in children)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def test_sitemap_index_follows_the_newest_that_match() -> None:
    body = index(
        "<loc>/news-1.xml</loc><lastmod>2026-10-01</lastmod>",
        "<loc>/video.xml</loc><lastmod>2026-10-09</lastmod>",
        "<loc>/news-3.xml</loc><lastmod>2026-10-03</lastmod>",
        "<loc>/news-2.xml</loc><lastmod>2026-10-02</lastmod>",
    )
    found = read(Sitemap(BASE, follow=r"/news-", newest=2), body)
    assert [ask.url.rsplit("/")[-1] for ask in found.more] == ["news-3.xml", "news-2.xml"]
    since = Answer(body.encode(), BASE, zone=SEOUL, since=datetime(2026, 10, 3, tzinfo=SEOUL))
    assert [a.url.rsplit("/")[-1] for a in Sitemap(BASE).parse(since, Ask(BASE)).more] == ["video.xml", "news-3.xml"]
    assert read(Sitemap(BASE), body, ask=Ask(BASE, depth=3)).more == []


def test_sitemap_gzip_whole_and_cut_off() -> None:
    rows = "".join(f"<url><loc>https://news.example.com/a/{n}</loc></url>" for n in range(5000))
    packed = gzip.compress(f"<urlset>{rows}</urlset>".encode())
    assert len(read(Sitemap(BASE), packed).links) == 5000
    assert 0 < len(read(Sitemap(BASE), packed[: len(packed) // 2]).links) < 5000


def test_sitemap_without_articles() -> None:
    assert read(Sitemap(BASE), "<urlset></urlset>").fate == "empty"
    assert read(Sitemap(BASE), gzip.compress(b"<urlset></urlset>")).fate == "empty"
    changed = read(Sitemap(BASE), "<urlset><url><href>/a/1</href></url><url/></urlset>")
    assert (changed.fate, changed.incomplete) == ("malformed/no_links", 2)


def test_sitemap_once_a_day() -> None:
    days = [date(2026, 10, 4), date(2026, 10, 5)]
    urls = [ask.url for ask in Sitemap("https://x.com/{date:%Y%m%d}.xml").requests(days)]
    assert urls == ["https://x.com/20261005.xml", "https://x.com/20261004.xml"]
    assert len(Sitemap("https://x.com/all.xml").requests(days)) == 1


def test_a_stream_is_read_in_pieces_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    row = b"<url><loc>https://news.example.com/a/1</loc></url>"
    first = next(elements(b"<urlset>" + row * 200_000, ("url",)))
    assert first[0].text == "https://news.example.com/a/1"
    assert len(first.getparent()) < 2000  # of 200,000: the rest is not yet parsed
    monkeypatch.setattr(xmlstream, "LIMIT", 1 << 20)
    bomb = gzip.compress(b"<urlset>" + b" " * (2 << 20))
    with pytest.raises(TooLarge):
        list(elements(bomb, ("url",)))
    assert read(Sitemap(BASE), bomb).fate == "malformed/too_large"


def test_cdata_and_entities_over_piece_boundaries() -> None:
    filler = "x" * 65_500
    body = f"<rss><item><title><![CDATA[{filler} <b> & y > z & w]]></title><link>/a?b=1&c=2</link></item></rss>"
    (item,) = [[child.text for child in e] for e in elements(body.encode(), ("item",))]
    assert item == [f"{filler} <b> & y > z & w", "/a?b=1&c=2"]


# lists


def test_listing_links_titles_and_base() -> None:
    found = read(
        Listing("https://news.example.com/list?p={page}", links=".list a"),
        "<base href='/sub/'><ul class=list><li><a href='a/1'><img></a><a href='a/1'> 첫  기사 </a></li>"
        "<li><a href='//other.com/2#c' title='둘째'>2</a></li><li><a href='javascript:x()'>no</a></li>"
        "<li><a>none</a></li></ul><a href='/outside'>no</a>",
    )
    assert [(link.url, link.title) for link in found.links] == [
        ("https://news.example.com/sub/a/1", "첫 기사"),
        ("https://other.com/2", "둘째"),
    ]
    assert found.next is not None
    assert found.next.url == "https://news.example.com/list?p=2"


def test_listing_selector_of_what_holds_the_links() -> None:
    found = read(Listing(BASE, links="li"), "<li><h3><a href='/1'>one</a></h3></li><li><a href='/2'>two</a></li>")
    assert [link.title for link in found.links] == ["one", "two"]


def test_listing_pages_are_bounded_and_linked() -> None:
    kind = Listing("https://x.com/{page}", first=0, pages=2)
    (ask,) = kind.requests([])
    assert ask.url == "https://x.com/0"
    second = read(kind, "<a href=/1>x</a>", ask=ask).next
    assert second is not None
    assert second.url == "https://x.com/1"
    assert read(kind, "<a href=/1>x</a>", ask=second).next is None
    linked = read(Listing("https://x.com/", next="a.more"), "<a href=/1>x</a><a class=more href='?p=7'>more</a>").next
    assert linked == Ask("https://news.example.com/feed?p=7", page=2)
    assert read(Listing("https://x.com/{page}"), "<p>no links</p>").next is None


def test_listing_by_day() -> None:
    urls = [ask.url for ask in Listing("https://x.com/{date:%Y/%m%d}/{page}").requests([date(2026, 10, 5)])]
    assert urls == ["https://x.com/2026/1005/1"]


# APIs


def test_json_list() -> None:
    kind = JsonList(
        "https://x.com/api?p={page}",
        items="data.0.list",
        link="https://x.com/{kind.name}/{id}",
        title="head",
        published="at",
        pages=2,
    )
    items = [
        {"id": 7, "kind": {"name": "eco"}, "head": "제목 &amp; 부제", "at": 1791160200000},
        {"id": None, "kind": {"name": "eco"}},
        {"id": 8},
        "no item",
    ]
    found = read(kind, json.dumps({"data": [{"list": items}]}))
    (link,) = found.links
    assert (link.url, link.title) == ("https://x.com/eco/7", "제목 & 부제")
    assert link.published_at == datetime(2026, 10, 5, 0, 30, tzinfo=UTC)
    assert found.incomplete == 3
    assert found.next is not None
    assert found.next.url == "https://x.com/api?p=2"


@pytest.mark.parametrize(
    ("body", "unwrap"),
    [
        ('{"list": [{"url": "/1"}]}', ""),
        ('\ufeff  {"list": [{"url": "/1"}]}', ""),
        ('cb_12.x({"list": [{"url": "/1"}]});', ""),
        ('/**/ try{callback({"list": [{"url": "/1"}]});}catch(e){};', ""),
        ('var data = {"list": [{"url": "/1"}]};', ""),
        ('<script>window.D = {"list": [{"url": "/1"}]};</script>', r"window\.D = (\{.*\});"),
        ('{"list": [{"url": "/1", "t": "tab\there"}]}', ""),
        ('{"list": {"0": {"url": "/1"}}}', ""),
    ],
)
def test_json_wrapped_in_a_script(body: str, unwrap: str) -> None:
    found = read(JsonList(BASE, items="list", unwrap=unwrap), body)
    assert [link.url for link in found.links] == ["https://news.example.com/1"]


def test_json_in_euc_kr_without_a_charset() -> None:
    title = "한국은행이 기준금리를 동결했다고 밝혔다"
    body = json.dumps([{"url": "/1", "title": title}], ensure_ascii=False).encode("euc-kr")
    assert read(JsonList(BASE), body, "application/json", "euc-kr").links[0].title == title


def test_json_post_bodies_and_forms() -> None:
    day = [date(2026, 10, 5)]
    kind = JsonList(BASE, body={"p": "{page}", "d": ["{date:%Y%m%d}"], "n": 20}, first=0, headers={"X-A": "b"})
    (ask,) = kind.requests(day)
    assert (ask.method, json.loads(ask.body)) == ("POST", {"p": 0, "d": ["20261005"], "n": 20})
    assert ask.headers == {"X-A": "b", "Content-Type": "application/json"}
    (ask,) = JsonList(BASE, form={"page": "{page}", "q": "경제"}).requests(day)
    assert ask.body == b"page=1&q=%EA%B2%BD%EC%A0%9C"
    assert ask.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_json_without_the_promised_place() -> None:
    assert read(JsonList(BASE, items="data.list"), '{"data": null}').fate == "malformed/no_items"
    assert read(JsonList(BASE), '[{"x": 1}]').fate == "malformed/no_links"
    assert read(JsonList(BASE), "[]").fate == "empty"
    assert dig({"a": [{"b": 1}]}, "a.0.b") == 1
    assert dig({"a": []}, "a.3.b") is None


# real lists


SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"


@pytest.mark.skipif(not (SHARED / "lists.warc.gz").exists(), reason="the real lists of ../shared are not here")
def test_real_lists_give_their_article_links() -> None:
    found = {}
    for kept in archive.read(SHARED / "lists.warc.gz"):
        kind: Kind = Feed(kept.url) if "rss" in kept.url else Listing(kept.url)
        answer = Answer(kept.body, kept.url, kept.content_type, zone=SEOUL, now=NOW)
        found[kept.url] = kind.parse(answer, kind.requests([])[0])
    assert {url for url, one in found.items() if one.fate != "ok"} == set()
    assert all("\ufffd" not in link.title for one in found.values() for link in one.links)
    for gold in (SHARED / "lists").glob("*.json"):
        wanted = json.loads(gold.read_text())
        pattern = re.compile(wanted["article_url_pattern"])
        links = {_bare(link.url) for link in found[wanted["url"]].links if pattern.search(link.url)}
        articles = {_bare(link["url"]) for link in wanted["article_links"]}
        optional = {_bare(link["url"]) for link in wanted.get("optional_links", ())}
        assert articles - links == set(), gold.name
        assert links - articles - optional == set(), gold.name


def _bare(url: str) -> str:
    return canonical(url).partition("?")[0].rstrip("/")
