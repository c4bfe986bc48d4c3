"""The source that tests/server.py is. Which of its lists are asked is an argument."""

from __future__ import annotations

from typing import Any

from crawler.discovery import Feed, JsonList, Kind, Listing, Sitemap
from crawler.items import Article, Page
from crawler.rules import Rules
from crawler.spider import NewsSpider


def kinds(base: str) -> dict[str, Kind]:
    return {
        "feed": Feed(f"{base}/rss.xml"),
        "bad_feed": Feed(f"{base}/bad.xml"),
        "html_feed": Feed(f"{base}/html.xml"),
        "missing": Feed(f"{base}/missing-list"),
        "list": Listing(f"{base}/list?page={{page}}", links=".list a"),
        "overlap": Listing(f"{base}/overlap?page={{page}}", links=".list a"),
        "endless": Listing(f"{base}/endless", links=".list a", next="a.next", pages=7),
        "circle": Listing(f"{base}/circle?page=1", links=".list a", next="a.next"),
        "sitemap": Sitemap(f"{base}/index.xml"),
        "api": JsonList(
            f"{base}/api",
            items="data.list",
            link=base + "/article/{no}",
            published="at",
            body={"page": "{page}"},
            pages=3,
        ),
        "days": Listing(f"{base}/list?page=1&day={{date:%Y%m%d}}", links=".list a"),
        "bad": Listing(f"{base}/bad", links=".list a"),
        "many": Listing(f"{base}/many", links=".list a"),
        "paged": Listing(f"{base}/paged", links=".list a"),
    }


class TestSite(NewsSpider):
    """시험 (Test)."""

    __test__ = False  # no test case, whatever its name
    name = "testsite"
    publisher, language, timezone = "시험일보", "ko", "Asia/Seoul"
    article_url = r"^http://(?:127\.0\.0\.1|localhost):\d+/article/(?P<id>[\w-]+)"
    rules = [Rules(body="#body", title="h1", published=".date", next_page=".pages a")]
    custom_settings = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_TIMEOUT": 12, "RETRY_TIMES": 0}

    base = ""
    lists = "feed"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = [kinds(self.base)[name] for name in self.lists.split(",") if name]

    @staticmethod
    def prepare(page: Page) -> None:
        page.text = page.text.replace("본회의", "임시회")


class ForbiddenSite(TestSite):
    """금지 (Forbidden)."""

    name = "forbiddensite"
    forbidden = "its terms say no"


class BrokenSite(TestSite):
    """고장 (Broken): a hook that raises."""

    name = "brokensite"

    @staticmethod
    def prepare(page: Page) -> None:
        raise RuntimeError("hook")


class FinishedSite(TestSite):
    """마침 (Finished)."""

    name = "finishedsite"

    @staticmethod
    def finish(article: Article, page: Page) -> None:
        article.section = "끝"
