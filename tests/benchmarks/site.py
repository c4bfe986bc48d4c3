"""Many different article pages in the frames of our golden ones, served from a process of its own.

``python -m tests.benchmarks.site PAGES`` prints its address, serves until its input closes, and answers /list with
links to /article/0 to /article/<PAGES - 1>.
"""

from __future__ import annotations

import random
import re
import sys
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests import stories
from tests.evaluation import cases

_SCRIPT = re.compile(r"<script.*?</script>", re.S)


@cache
def frames() -> list[tuple[str, list[str], str, str]]:
    """(HTML, paragraphs, title, language) of the golden pages whose text stands in the markup as it is."""
    out = []
    for case in cases.read_folder(cases.OWN):
        markup = _SCRIPT.sub("", case.page.text)
        held = [p for p in case.gold["body"] if len(p) > 20 and p in markup]
        if len(held) >= 3 and not case.pages:
            out.append((case.page.text, held, case.gold["title"], case.gold["language"]))
    return out


def page(number: int) -> bytes:
    """A golden page with a story of its own: about as many sentences, the same frame, a headline out of its text."""
    html, paragraphs, title, language = frames()[number % len(frames())]
    short = "ko" if language == "ko" else "zh"
    rng = random.Random(number)
    _, sentences = stories.story(number, short, 4 * len(paragraphs))
    heading = ""
    for paragraph in paragraphs:
        wanted = max(1, round(len(paragraph) / 45))
        said = " ".join(rng.sample(sentences, min(wanted, len(sentences))))
        said = said.translate(stories.TO_TRADITIONAL) if language == "zh-Hant" else said
        heading = heading or said[:24].rstrip(" ,.，。")
        html = html.replace(paragraph, said)
    return html.replace(title, heading).encode("utf-8")


def main() -> None:
    made = [page(n) for n in range(int(sys.argv[1]))]
    links = "".join(f'<a href="/article/{n}">{n}</a>' for n in range(len(made))).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = self.path.rpartition("/")[2]
            body = made[int(number)] if self.path.startswith("/article/") else links if self.path == "/list" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", sum(map(len, made)), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
