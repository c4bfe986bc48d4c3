from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response, TextResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.failures import reason_of
from crawler.generic import generic_article
from crawler.items import Article, Lead, Page
from crawler.middlewares.charset import Charset
from crawler.pager import further_pages
from crawler.pages import page_from
from crawler.rules import GENERIC, Rules
from crawler.source import source_for
from crawler.spider import NewsSpider
from tests.site_spider import FinishedSite, TestSite

SEOUL = ZoneInfo("Asia/Seoul")
URL = "https://news.example.com/view/123?utm_source=x"


class Example(NewsSpider):
    """예 (Example)."""

    name = "example"
    publisher, language, timezone = "예제신문", "ko", "Asia/Seoul"
    article_url = (r"example\.com/view/(?P<id>\d+)", r"m\.example\.com/\?(?:.*&)?no=(?P<id>\d+)(?:&s=(?P<part>\w+))?")
    canonical = "https://news.example.com/view/{id}"
    rules = [Rules(body="#body")]  # noqa: RUF012


def made(**arguments: str) -> Example:
    return Example.from_crawler(Crawler(Example), **arguments)


def response(
    body: bytes, content_type: str = "text/html; charset=utf-8", cls: type = HtmlResponse, **meta: object
) -> Response:
    return cls(URL, body=body, headers={"Content-Type": content_type}, request=Request(URL, meta=meta))


# identity


@pytest.mark.parametrize("url", [URL, "http://example.com/view/123#c", "https://m.example.com/?a=1&no=123"])
def test_every_spelling_is_one_lead(url: str) -> None:
    lead = Example.lead_for(url)
    assert lead == Lead("example", "123", "https://news.example.com/view/123")
    assert lead.key == "example:123"


@pytest.mark.parametrize("url", ["", "https://news.example.com/list", "https://other.com/view/"])
def test_what_is_no_article_is_no_lead(url: str) -> None:
    assert Example.lead_for(url) is None


def test_without_a_canonical_form_the_address_is_cleaned() -> None:
    assert TestSite.lead_for("http://127.0.0.1:80/article/a-1?utm_source=x#y").url == "http://127.0.0.1/article/a-1"
    assert TestSite.lead_for("see http://127.0.0.1:1/article/1") is None


def test_article_and_profile() -> None:
    page = Page(URL, URL + "&r=1", "<html>", raw={"archive": "a", "offset": 1})
    article = Example.article([page], Example.lead_for(URL))
    assert (article.id, article.source, article.publisher) == ("example:123", "example", "예제신문")
    assert (article.url, article.requested_url) == ("https://news.example.com/view/123", URL + "&r=1")
    assert (article.raw, article.fetched_at) == (page.raw, page.fetched_at)
    assert article.profile == Example.profile()
    assert article.profile.rules == tuple(Example.rules)
    finished = FinishedSite.profile()
    finished.finish(article, page)
    assert article.section == "끝"


def test_generic_article() -> None:
    article = generic_article(Page("https://www.unknown.org/a?utm_source=x", "https://www.unknown.org/a", "t"))
    assert article.profile is GENERIC
    assert article.source == "unknown.org"
    assert article.id == f"unknown.org:{article.lead.id}"
    assert article.url == "https://www.unknown.org/a"
    assert generic_article(Page("/tmp/page.html", "/tmp/page.html", "t")).source == "unknown"


def test_source_for() -> None:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["tests.site_spider"]}))
    assert issubclass(source_for("http://127.0.0.1:9/article/1", loader), TestSite)
    assert source_for("http://127.0.0.1:9/list", loader) is None


def test_a_hook_that_needs_an_instance_is_refused() -> None:
    with pytest.raises(TypeError, match="staticmethod"):
        type("Wrong", (NewsSpider,), {"name": "wrong", "prepare": lambda self, page: None})


# arguments


def test_dates_are_the_sources() -> None:
    spider = made(since="2026-10-05", until="2026-10-06")
    assert spider.since == datetime(2026, 10, 5, tzinfo=SEOUL)
    assert spider.until == datetime(2026, 10, 6, 23, 59, 59, 999999, tzinfo=SEOUL)
    assert spider.arguments.days == [date(2026, 10, 5), date(2026, 10, 6)]
    assert made(since="2026-10-05T08:00Z").since.isoformat() == "2026-10-05T08:00:00+00:00"
    assert len(made().arguments.days) == 2
    assert made(until="2026-10-06").arguments.days == [date(2026, 10, 5), date(2026, 10, 6)]
    assert made(since="2999-01-01").arguments.days == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"limit": "many"}, "limit"),
        ({"limit": "-5"}, "limit"),
        ({"since": "x"}, "2026-03-21"),
        ({"since": "2026-10-02", "until": "2026-10-01"}, "is after until"),
        ({"limti": "20"}, "no such argument: limti"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, str], words: str) -> None:
    assert words in made(**arguments).refusal


def test_dry_run_is_a_setting() -> None:
    crawler = Crawler(Example)
    Example.from_crawler(crawler, dry_run="1")
    assert crawler.settings.getbool("DRY_RUN")


def test_a_browser_is_loaded_only_for_rendering(tmp_path) -> None:
    def handlers(**arguments: str) -> dict[str, str]:
        crawler = Crawler(Example, {"CHROMIUM": str(tmp_path), "RENDER_HANDLER": "handler"})
        Example.from_crawler(crawler, **arguments)
        return crawler.settings.getdict("DOWNLOAD_HANDLERS")

    assert handlers() == handlers(render="0") == {}
    assert handlers(render="1") == {"http": "handler", "https": "handler"}


# pages


def test_page_from() -> None:
    page, fate = page_from(response("<p>한국</p>".encode("euc-kr"), raw={"archive": "x"}), "euc-kr")
    assert (page.text, page.encoding, page.url, page.raw, fate) == ("<p>한국</p>", "cp949", URL, {"archive": "x"}, None)
    page, _ = page_from(response(b"<p>", redirect_urls=["https://a.com/1"]))
    assert page.requested_url == "https://a.com/1"


@pytest.mark.parametrize(
    ("body", "content_type", "cls", "reason"),
    [
        (b"", "text/html", HtmlResponse, "empty"),
        (b" \n ", "text/html", HtmlResponse, "empty"),
        ("\ufeff".encode(), "text/html", HtmlResponse, "empty"),
        (b"%PDF-1.4 ...", "text/html", HtmlResponse, "not_html"),
        (b"%PDF-1.4 ...", "application/pdf", Response, "not_html"),
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg", Response, "not_html"),
        (b"\x00\x01\x02\x03" * 15, "application/octet-stream", Response, "not_html"),
        (b"<html>" + b"x" * 100, "text/html", HtmlResponse, "too_large"),
        (b"<html>text</html>", "application/octet-stream", Response, None),
        (b"\n  <p>no type</p>", "", Response, None),
        (b'{"body": "x"}', "application/json", TextResponse, None),
    ],
)
def test_what_cannot_be_a_page_has_a_fate(body: bytes, content_type: str, cls: type, reason: str | None) -> None:
    page, fate = page_from(response(body, content_type, cls), max_size=80)
    assert (fate.reason if fate else None) == reason
    assert bool(page.text) == (fate is None)


def test_charset_middleware() -> None:
    middleware = Charset(SimpleNamespace(spider=Example(), stats=SimpleNamespace(inc_value=lambda name: None)))
    given = response("<meta charset=utf-8><p>한국은행은 기준금리를 동결했다고 밝혔다</p>".encode("euc-kr"))
    fixed = middleware.process_response(given.request, given)
    assert "한국은행은 기준금리를" in fixed.text
    assert fixed.body == given.body
    assert middleware.process_response(given.request, plain := Response(URL, body=b"\x00")) is plain


PAGER = (
    "<div class=p><a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=3'>3</a><a href='//x.com/9'>x</a></div>"
)


def test_further_pages() -> None:
    url = "https://news.example.com/view/123"
    rules = [Rules(next_page=".none a"), Rules(next_page=(".q a", ".p a::attr(href)"))]
    page = Page(url, url, PAGER + "<div class=p><a href='/view/999?page=2'>other article</a></div>")
    wanted = further_pages(page, [url], (), rules, Example.lead_for)
    assert wanted == (f"{url}?page=2", f"{url}?page=3")
    assert further_pages(page, [url, wanted[0]], wanted[1:], rules, Example.lead_for) == (f"{url}?page=3",)
    assert further_pages(page, [url], (), [Rules(body="#b")], Example.lead_for) == ()


# failures


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HttpError(Response(URL, status=404)), "http_404"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (IgnoreRequest("max redirections reached"), "redirect_loop"),
        (IgnoreRequest("something"), "ignored"),
        (DownloadTimeoutError("slow"), "timeout"),
        (ConnectionResetError(), "connection"),
        (KeyError("x"), "other"),
    ],
)
def test_reasons(error: Exception, reason: str) -> None:
    word, detail = reason_of(Failure(error))
    assert word == reason
    assert detail


def test_an_exception_names_its_own_reason() -> None:
    error = IgnoreRequest("gone")
    error.reason = "not_archived"
    assert reason_of(Failure(error))[0] == "not_archived"


def test_article_is_recordable() -> None:
    assert Article().record()["_id"] == ""
