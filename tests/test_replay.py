"""A crawl that is kept, and the same crawl from what was kept, with the network gone."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector

from crawler.archive import Writer, read_one
from crawler.middlewares.archive import Archive

ROOT = Path(__file__).resolve().parent.parent

SPIDER = """
import json
import scrapy

class Asker(scrapy.Spider):
    name = "asker"
    custom_settings = {
        "ITEM_PIPELINES": {}, "EXTENSIONS": {}, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, "FEED_EXPORT_FIELDS": None,
    }

    async def start(self):
        site = self.site
        for path in ("/list", "/redirect", "/packed", "/forbidden", "/euc", "/error", *self.more.split()):
            yield scrapy.Request(site + path, self.parse, errback=self.failed)
        for page in (1, 2):
            yield scrapy.http.JsonRequest(site + "/api", self.parse, data={"page": page, "kind": "post"})

    def parse(self, response):
        yield {
            "asked": response.request.url, "url": response.url, "status": response.status, "raw": response.meta["raw"],
            "body": response.body.decode("cp949"), "page": json.loads(response.request.body or "{}").get("page"),
        }

    def failed(self, failure):
        reason = getattr(failure.value, "reason", None) or type(failure.value).__name__
        yield {"asked": failure.request.url, "failed": reason}
"""


class Site(BaseHTTPRequestHandler):
    """A portal: a list, a redirect, compressed and EUC-KR pages, an API by POST, and a robots.txt."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        answers = {
            "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /forbidden\n"),
            "/redirect": (302, {"Location": "/list"}, b""),
            "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"packed" * 50)),
            "/euc": (200, {"Content-Type": "text/html; charset=utf-8"}, "기사 본문".encode("cp949")),
            "/error": (500, {"Content-Type": "text/html"}, b"down"),
        }
        self._say(*answers.get(self.path, (200, {"Content-Type": "text/html"}, self.path.encode())))

    def do_POST(self) -> None:
        self.asked.append(self.path)
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._say(200, {"Content-Type": "application/json"}, json.dumps({"answer": sent["page"]}).encode())

    def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def crawl(tmp_path: Path, name: str, site: str, *settings: str, more: str = "") -> list[dict]:
    """Items of one run of the real engine with the project's settings."""
    spider = tmp_path / "asker.py"
    spider.write_text(SPIDER)
    out = tmp_path / f"{name}.jsonl"
    command = [sys.executable, "-W", "error::DeprecationWarning", "-m", "scrapy", "runspider", str(spider)]
    command += ["-a", f"site={site}", "-a", f"more={more}", "-O", str(out), "-s", f"DATA_DIR={tmp_path}"]
    command += settings
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    items = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return sorted(items, key=lambda item: (item["asked"], item.get("page") or 0))


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[Path, str, list[dict], list[str]]:
    """(folder, site, items of the kept crawl, what the site was asked); the site is down afterwards."""
    tmp_path = tmp_path_factory.mktemp("replay")
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site = f"http://127.0.0.1:{server.server_port}"
    try:
        items = crawl(tmp_path, "kept", site, "-s", "ARCHIVE=1")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    return tmp_path, site, items, Site.asked


def test_kept_then_replayed(run):
    tmp_path, site, items, asked = run
    archive = tmp_path / "archive"
    assert sorted(set(asked)) == ["/api", "/error", "/euc", "/list", "/packed", "/redirect", "/robots.txt"]
    assert len(list(archive.iterdir())) == 1

    again = crawl(tmp_path, "again", site, "-s", f"REPLAY={archive}", "-s", "DOWNLOAD_DELAY=60")
    without = [{name: value for name, value in item.items() if name != "raw"} for item in items]
    assert [{name: value for name, value in item.items() if name != "raw"} for item in again] == without
    for item in (item for item in again if item.get("raw") and not item["url"].endswith("/packed")):
        assert read_one(archive / item["raw"]["archive"], item["raw"]["offset"]).body.decode("cp949") == item["body"]
    assert len(list(archive.iterdir())) == 1, "a replay keeps nothing"

    by_path = {(urlsplit(item["asked"]).path, item.get("page")): item for item in again}
    assert by_path["/api", 1]["body"] == '{"answer": 1}'
    assert by_path["/api", 2]["body"] == '{"answer": 2}'
    assert by_path["/packed", None]["body"] == "packed" * 50
    assert by_path["/euc", None]["body"] == "기사 본문"
    assert by_path["/forbidden", None] == {"asked": f"{site}/forbidden", "failed": "IgnoreRequest"}
    assert by_path["/error", None]["failed"] == "HttpError"
    redirected = [item for item in again if item["url" if "url" in item else "asked"] == f"{site}/list"]
    assert len(redirected) == 2, "the redirect was kept and followed"


def test_what_is_not_kept_fails_with_a_reason(run):
    tmp_path, site, items, _ = run
    again = crawl(tmp_path, "more", site, "-s", f"REPLAY={tmp_path / 'archive'}", more="/never")
    assert [item for item in again if item["asked"] == f"{site}/never"] == [
        {"asked": f"{site}/never", "failed": "not_archived"}
    ]
    assert len(again) == len(items) + 1


def test_without_a_kept_robots_everything_is_allowed(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "forbidden.html").write_text("a page of ours")
    (folder / "pages.json").write_text(json.dumps({"forbidden.html": {"url": "https://a.kr/forbidden"}}))
    items = crawl(tmp_path, "pages", "https://a.kr", "-s", f"REPLAY={folder}")
    assert [item["body"] for item in items if "body" in item] == ["a page of ours"]
    assert {item["failed"] for item in items if "failed" in item} == {"not_archived"}


def test_a_page_that_could_not_be_kept_does_not_point_at_the_redirect_to_it(tmp_path):
    (tmp_path / "file").write_text("")
    crawler = Crawler(Spider)
    crawler.stats = MemoryStatsCollector(crawler)
    middleware = Archive(crawler, Writer(tmp_path / "file", "x"))
    request = Request("https://a.kr/new", meta={"raw": {"archive": "x-01.warc.gz", "offset": 7}})
    middleware.process_response(request, Response(request.url, body=b"text"))
    assert "raw" not in request.meta
    assert crawler.stats.get_value("news/archive/failed") == 1
