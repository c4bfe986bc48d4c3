"""A small news site on localhost, good and bad pages, for tests of the real engine.

``with Site() as site:`` serves until the block ends; ``site.url`` is its root, ``site.hits`` counts (method, path).
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SENTENCE = (
    "{n}번 기사의 {p}번째 문단이다. 의회는 {n}일 본회의를 열어 {p}호 안건을 통과시켰고, 시장은 곧 시행하겠다고 밝혔다."
)
BAD = ("empty", "blank", "huge", "endless-stream", "lying", "pdf", "missing", "forbidden", "loop", "broken",
       "gone-to-list", "slow", "secret")  # fmt: skip
TITLE = "시의회, {n}번 안건 통과…{n}월부터 시행"


def article(n: int | str, paragraphs: int = 6, extra: str = "", charset: str = "utf-8") -> str:
    """An article page; its text says which article and paragraph it is."""
    body = "".join(f"<p>{SENTENCE.format(n=n, p=p)}</p>" for p in range(1, paragraphs + 1))
    title = TITLE.format(n=n)
    return (
        f"<!doctype html><html lang=ko><head><meta charset={charset}><title>{title}</title>"
        f'<meta property="og:title" content="{title}">'
        '<meta property="article:published_time" content="2026-10-05T09:30:00+09:00"></head>'
        f'<body><h1>{title}</h1><div class="date">입력 2026-10-05 09:30</div>'
        f'<div id="body">{body}</div>{extra}</body></html>'
    )


def rss(root: str, numbers: range | list[int | str], day: str = "Mon, 05 Oct 2026 09:30:00 +0900") -> str:
    items = "".join(
        f"<item><title>{TITLE.format(n=n)}</title><link>{root}/article/{n}?utm_source=rss&amp;x=1</link>"
        f"<pubDate>{day}</pubDate></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"


def listing(hrefs: list[str], next_href: str = "") -> str:
    links = "".join(f'<li><a href="{href}">기사 {href}</a></li>' for href in hrefs)
    more = f'<a class="next" href="{next_href}">다음</a>' if next_href else ""
    return f'<html><body><ul class="list">{links}</ul><a href="/about">소개</a>{more}</body></html>'


class Site:
    """Routes by path. ``slow`` pages wait until the site closes."""

    def __init__(self) -> None:
        self.hits: Counter[tuple[str, str]] = Counter()
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                site.hits[self.command, self.path] += 1
                site.route(self, body)

            do_GET = do_POST = answer

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:  # clients that hang up are part of the tests
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Site:
        self.thread.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @staticmethod
    def send(
        handler: BaseHTTPRequestHandler,
        body: bytes | str = b"",
        content_type: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> None:
        body = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    def route(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        parts = urlsplit(handler.path)
        path, query = parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}
        if path.startswith("/article/"):
            self.article(handler, path.removeprefix("/article/"), query)
        else:
            self.page(handler, path, query, body)

    def page(self, handler: BaseHTTPRequestHandler, path: str, query: dict[str, str], body: bytes) -> None:
        page = int(query.get("page", 1))
        match path:
            case "/robots.txt":
                slow = "Crawl-delay: 0.2\n" if handler.headers["Host"].startswith("localhost") else ""
                self.send(handler, f"User-agent: *\n{slow}Disallow: /article/secret\n", "text/plain")
            case "/rss.xml":
                if handler.headers.get("If-None-Match") == '"v1"':
                    self.send(handler, status=304)
                else:
                    self.send(handler, rss(self.url, range(1, 6)), "application/rss+xml", ETag='"v1"')
            case "/bad.xml":
                self.send(handler, "<rss><channel><item><title>x</title></item>", "text/xml")
            case "/html.xml":
                self.send(handler, "<!doctype html><html><body>점검 중</body></html>", "text/xml")
            case "/list":  # three pages, the third repeats
                hrefs = [f"/article/{n}" for n in range(10 * min(page, 2), 10 * min(page, 2) + 4)]
                self.send(handler, listing([*hrefs, "/video/3", "javascript:go()"]))
            case "/overlap":  # the first page has what the feed has, the second has more, the third is empty
                numbers = {1: range(1, 6), 2: range(70, 73)}.get(page, ())
                self.send(handler, listing([f"/article/{n}?x=1" for n in numbers]))
            case "/endless":
                self.send(handler, listing([f"/article/{1000 + page}"], f"/endless?page={page + 1}"))
            case "/circle":  # three pages, the last one leads back to the first
                self.send(handler, listing([f"/article/{500 + page}"], f"/circle?page={page % 3 + 1}"))
            case "/index.xml":
                children = "".join(f"<sitemap><loc>{self.url}/map{n}.xml.gz</loc></sitemap>" for n in (1, 2))
                self.send(handler, f"<sitemapindex>{children}</sitemapindex>", "text/xml")
            case "/map1.xml.gz" | "/map2.xml.gz":
                n = int(path[4])
                locs = "".join(f"<url><loc>{self.url}/article/{40 + 2 * n + i}</loc></url>" for i in (0, 1))
                self.send(handler, gzip.compress(f"<urlset>{locs}</urlset>".encode()), "application/gzip")
            case "/api":
                asked = int(json.loads(body)["page"])
                items = [{"no": 60 + asked, "title": "t", "at": 1791160200000}, {"title": "no number"}]
                self.send(handler, f"callback({json.dumps({'data': {'list': items}})});", "application/javascript")
            case "/bad":
                self.send(handler, listing([f"/article/{name}" for name in BAD]))
            case "/many":
                self.send(handler, listing([f"/article/{n}" for n in range(2000, 2000 + int(query.get("n", 200)))]))
            case "/paged":
                self.send(handler, listing([f"/article/{name}" for name in ("parts", "chain", "half", "ring", "gap")]))
            case "/missing-list":
                self.send(handler, "no", status=404)
            case _:
                self.send(handler, listing(["/article/1", "/article/2"]))

    def article(self, handler: BaseHTTPRequestHandler, name: str, query: dict[str, str]) -> None:
        page = int(query.get("page", 1))
        match name:
            case "empty":
                self.send(handler)
            case "blank":
                self.send(handler, " \n\t ")
            case "huge":
                self.send(handler, b"<html><p>" + b"x" * (40 << 20))
            case "endless-stream":  # no Content-Length: the size is known only while it comes
                handler.send_response(200)
                handler.send_header("Content-Type", "text/html")
                handler.send_header("Connection", "close")
                handler.end_headers()
                for _ in range(40):
                    handler.wfile.write(b"x" * (1 << 20))
                handler.close_connection = True
            case "lying":
                self.send(handler, article("99").encode("euc-kr"), "text/html; charset=utf-8")
            case "pdf":
                self.send(handler, b"%PDF-1.7\n" + bytes(range(256)) * 20, "text/html")
            case "missing":
                self.send(handler, "<html>없는 페이지</html>", status=404)
            case "forbidden":
                self.send(handler, "<html>차단</html>", status=403)
            case "loop":
                self.send(handler, status=302, Location="/article/loop?x=1" if not query else "/article/loop")
            case "broken":
                handler.send_response(200)
                handler.send_header("Content-Length", "1000")
                handler.end_headers()
                handler.wfile.write(b"<html>")
                handler.close_connection = True
            case "gone-to-list":
                self.send(handler, status=302, Location="/list")
            case "slow":
                self.closing.wait(30)
                self.send(handler, article("slow"))
            case "parts":  # every page names all pages, itself included
                pager = "".join(f'<a href="/article/parts?page={p}">{p}</a>' for p in (1, 2, 3))
                self.send(handler, article(f"part{page}", extra=f'<div class="pages">{pager}</div>'))
            case "chain":  # every page names the next one and another article
                more = f'<a href="/article/chain?page={page + 1}">다음</a>' if page < 3 else ""
                more += '<a href="/article/1">x</a>'
                self.send(handler, article(f"chain{page}", extra=f'<div class="pages">{more}</div>'))
            case "half":  # the second page is missing
                if page > 1:
                    self.send(handler, "no", status=404)
                else:
                    self.send(handler, article("half", extra='<div class="pages"><a href="?page=2">2</a></div>'))
            case "gap":  # the second of three pages is empty
                pager = "".join(f'<a href="/article/gap?page={p}">{p}</a>' for p in (1, 2, 3))
                text = article(f"gap{page}", extra=f'<div class="pages">{pager}</div>')
                self.send(handler, "" if page == 2 else text)
            case "ring":  # never ends, and says the same
                more = f'<a href="?page={page + 1}">다음</a>'
                self.send(handler, article("ring", extra=f'<div class="pages">{more}</div>'))
            case "nap":
                time.sleep(0.2)
                self.send(handler, article("nap"))
            case _:
                self.send(handler, article(name))
