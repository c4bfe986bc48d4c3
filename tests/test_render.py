"""A page that a script writes, through scrapy-playwright and a real Chromium."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing (Debian: apt-get install chromium)"
)
PARAGRAPHS = [
    "다온시는 겨울철 눈길 사고를 줄이기 위해 언덕길 열두 곳에 열선을 깔기로 했다고 22일 밝혔다.",
    "시는 지난해 겨울 이 길들에서 미끄럼 사고가 마흔세 건 있었다며 이달 안에 공사를 끝낼 계획이라고 설명했다.",
    "주민 한결 씨는 눈이 오면 마을버스가 올라오지 못해 걸어 내려가야 했다며 공사를 반겼다.",
]
PAGE = """<!doctype html><html lang=ko><head><meta charset=utf-8><title>언덕길에 열선 까는 다온시</title></head>
<body><div id=root>불러오는 중</div><script>
const paragraphs = %s;
document.querySelector('#root').innerHTML = '<h1>언덕길에 열선 까는 다온시</h1><p class=date>입력 2026-11-22 09:10</p>'
  + '<div class=article-body>' + paragraphs.map(p => '<p>' + p.split('|').join('') + '</p>').join('') + '</div>';
</script></body></html>"""


class Script(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/news/1"
        # the text stands in the script in reversed pieces, so that only running it gives it back
        pieces = json.dumps(["|".join(p) for p in PARAGRAPHS])
        body = (PAGE % pieces).encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Script)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/news/1"
    server.shutdown()
    thread.join()
    server.server_close()


def page(*arguments: str) -> tuple[int, dict]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "page", *arguments, "--json"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    return done.returncode, json.loads(done.stdout)


@needs_chromium
def test_a_rendered_page_is_an_article(address: str) -> None:
    code, shown = page(address, "--render")
    assert code == 0
    assert shown["record"]["title"] == "언덕길에 열선 까는 다온시"
    assert shown["record"]["body"].split("\n\n") == PARAGRAPHS
    assert shown["record"]["published_at"] == "2026-11-22T00:10:00+00:00"


def test_the_same_page_without_a_browser_is_none(address: str) -> None:
    code, shown = page(address)
    assert code == 3
    assert shown["fate"].startswith("rejected"), shown["fate"]
