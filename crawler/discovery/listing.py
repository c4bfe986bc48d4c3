"""HTML list pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.discovery.kind import Answer, Ask, Found, Kind, Link, clean
from crawler.encoding import decode
from crawler.urls import join


@dataclass(frozen=True, slots=True)
class Listing(Kind):
    """HTML list pages. ``{page}`` in the url is counted up until a page brings nothing new."""

    links: str = "a"
    """CSS selector of the anchors that lead to articles, or of what holds them; ``article_url`` filters them too."""
    first: int = 1
    pages: int = 10
    """Never more pages than this in one run (and day, for a url with ``{date}``)."""
    next: str = ""
    """CSS selector of the link to the next list page, where the url cannot be counted."""

    def parse(self, answer: Answer, ask: Ask) -> Found:
        text, _ = decode(answer.body, answer.content_type, answer.encoding)
        if not text.strip():
            return Found("malformed/empty_body")
        tree = LexborHTMLParser(text)
        base = tree.css_first("base[href]")
        here = (join(answer.url, base.attributes.get("href") or "") if base else None) or answer.url
        titles: dict[str, str] = {}
        for anchor in self._anchors(tree):
            if url := join(here, anchor.attributes.get("href") or ""):
                titles[url] = titles.get(url) or clean(anchor.attributes.get("title") or anchor.text(separator=" "))
        found = Found("ok" if titles else "empty", [Link(url, title) for url, title in titles.items()])
        found.next = self._next(tree, here, ask) if titles and ask.page - self.first + 1 < self.pages else None
        return found

    def _anchors(self, tree: LexborHTMLParser) -> Iterator[LexborNode]:
        for node in tree.css(self.links):
            for anchor in [node] if node.tag == "a" else node.css("a"):
                if anchor.attributes.get("href"):
                    yield anchor

    def _next(self, tree: LexborHTMLParser, here: str, ask: Ask) -> Ask | None:
        if self.next:
            node = tree.css_first(self.next)
            url = join(here, node.attributes.get("href") or "") if node else None
            return Ask(url, page=ask.page + 1, day=ask.day) if url and url != ask.url else None
        return self.ask(ask.page + 1, ask.day) if "{page" in self.url else None
