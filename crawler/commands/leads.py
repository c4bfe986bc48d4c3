"""Shows what discovery finds on list pages."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from crawler.archive import Kept, NotAnArchive, read
from crawler.command import Help, readers_may_leave
from crawler.discovery import Answer, Ask, Feed, Link, Listing, NewsSitemap
from crawler.middlewares.replay import decompressed, response_of
from crawler.source import Source, source_for
from crawler.xmlstream import LIMIT, head


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "FILE.warc.gz|FOLDER... [--source SOURCE]"

    def short_desc(self) -> str:
        return "Show the articles that feeds, sitemaps and list pages of an archive lead to"

    def long_desc(self) -> str:
        return """
For each feed, sitemap and HTML list of the archives (APIs are left out): the links that are articles of our sources,
with the date and the title that the list gives. Nothing is fetched, and nothing is written.

  scrapy crawl hani -s ARCHIVE=1 -a limit=1     keep today's lists
  scrapy leads var/archive --source hani        what they lead to
  scrapy leads tests/pages/cna

Exit codes: 0 done, 1 a file cannot be read, 2 wrong arguments, 3 no list leads to an article.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help
        parser.add_argument("--source", metavar="SOURCE", help="only articles of this source (see: scrapy list)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self.loader = get_spider_loader(self.settings)
        if not args:
            raise UsageError("name a WARC file or a folder")
        if opts.source and opts.source not in self.loader.list():
            raise UsageError(f"there is no source {opts.source!r}; scrapy list names them")
        found: Counter[str] = Counter()
        try:
            with readers_may_leave():
                for path in args:
                    for kept in read(Path(path)):
                        if 200 <= kept.status < 300:
                            found.update(self._show(kept, opts.source))
                print(", ".join(f"{name} {n}" for name, n in found.most_common()) or "no articles of our sources")
        except (OSError, NotAnArchive) as error:
            print(error, file=sys.stderr)
            self.exitcode = 1
            return
        self.exitcode = 0 if found else 3

    def _show(self, kept: Kept, only: str | None) -> Counter[str]:
        """Print one list's leads; the number of them by source."""
        leads: dict[str, tuple[str, Link]] = {}
        spiders = {link.url: source_for(link.url, self.loader) for link in links_of(kept, ZoneInfo("UTC"))}
        known: type[Source] | None = next((s for s in spiders.values() if s), None)
        for link in links_of(kept, ZoneInfo(known.timezone)) if known else ():
            spider = spiders.get(link.url)
            lead = spider.lead_for(link.url) if spider else None
            if spider is None or lead is None or lead.url == kept.url or (only and spider.name != only):
                continue
            if lead.key not in leads or not leads[lead.key][1].title:
                leads[lead.key] = (spider.name, link)
        if leads and known:
            print(f"\n{kept.url}: {len(leads)}")
            for key, (_, link) in leads.items():
                at = link.published_at and link.published_at.astimezone(ZoneInfo(known.timezone))
                print(f"  {key}  {f'{at:%Y-%m-%d %H:%M}' if at else '':16}  {link.title[:60] or link.url}")
        return Counter(name for name, _ in leads.values())


def links_of(kept: Kept, zone: tzinfo) -> list[Link]:
    """All links of a feed, a sitemap or an HTML page; none of anything else. Naive dates are in ``zone``."""
    try:
        body = decompressed(response_of(kept), LIMIT).body
    except Exception:  # the header lies, or the answer was cut
        body = kept.body
    beginning = head(body)[:2048].lower()
    answer = Answer(body, kept.url, kept.content_type, zone=zone)
    ask = Ask(kept.url)
    if b"<urlset" in beginning or b"<sitemapindex" in beginning:
        return NewsSitemap(kept.url).parse(answer, ask).links
    if b"<rss" in beginning or b"<feed" in beginning or b"<rdf" in beginning:
        return Feed(kept.url).parse(answer, ask).links
    if "html" in kept.content_type or b"<html" in beginning:
        return Listing(kept.url).parse(answer, ask).links
    return []
