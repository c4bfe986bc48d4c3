"""The house rules for sources, executable."""

from __future__ import annotations

import argparse
import inspect
import json
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler import discovery
from crawler.command import Help
from crawler.items import RECORD_FIELDS
from crawler.rules import Expect, Rules
from crawler.settings import ROOT

if TYPE_CHECKING:
    from crawler.source import Source

PAGES = ROOT / "tests" / "pages"
LINES = 80
LANGUAGES = ("ko", "zh-Hans", "zh-Hant")
HOOKS = {"prepare", "finish", "__init_subclass__"}
KINDS = (discovery.Feed, discovery.NewsSitemap, discovery.Sitemap, discovery.Listing, discovery.JsonList)

ALLOWED: dict[tuple[str, str], str] = {}
"""(source, rule) -> why this source may break this rule."""


def check(source: type[Source], pages: Path | None = PAGES) -> list[tuple[str, str]]:
    """(rule, what is wrong) of one source; an empty list when it keeps all rules."""
    rules: list[tuple[str, Callable[[type[Source]], Iterator[str]]]] = [
        ("file", _file),
        ("identity", _identity),
        ("discovery", _discovery),
        ("selectors", _selectors),
        ("expectation", _expectation),
        ("manners", _manners),
        ("hooks", _hooks),
    ]
    found = [(rule, wrong) for rule, test in rules for wrong in test(source)]
    if pages is not None and pages.is_dir():
        found += [("pages", wrong) for wrong in _pages(source, pages / source.name)]
    return [(rule, wrong) for rule, wrong in found if (source.name, rule) not in ALLOWED]


def _file(source: type[Source]) -> Iterator[str]:
    path = Path(inspect.getfile(source))
    if path.stem != re.sub(r"[.-]", "_", source.name):
        yield f"the spider {source.name!r} stands in {path.name}"
    if path.parent.name != (source.language or "")[:2]:
        yield f"language {source.language!r} in the folder {path.parent.name}/"
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > LINES:
        yield f"{path.name} has {lines} lines; a source is readable in one screen ({LINES})"


def _identity(source: type[Source]) -> Iterator[str]:
    if not source.publisher or source.publisher not in (source.__dict__.get("__doc__") or ""):
        yield f"the docstring does not name the publisher {source.publisher!r} in its own script"
    if source.language not in LANGUAGES:
        yield f"language {source.language!r} is none of {', '.join(LANGUAGES)}"
    try:
        ZoneInfo(source.timezone)
    except (ValueError, KeyError, TypeError):
        yield f"no such time zone: {source.timezone!r}"
    try:
        "".encode(source.encoding)
    except LookupError:
        yield f"no such encoding: {source.encoding!r}"


def _discovery(source: type[Source]) -> Iterator[str]:
    if not source.sources:
        yield "no way of discovery in sources"
    for way in source.sources:
        if not isinstance(way, KINDS):
            yield f"{way!r} is no kind of discovery"
        elif not re.match(r"https?://[^/]+\.[^/]+", way.url):
            yield f"{way.url!r} is no address"
    wanted = {name for _, name, _, _ in string.Formatter().parse(source.canonical or "") if name}
    patterns = (source.article_url,) if isinstance(source.article_url, str) else tuple(source.article_url)
    for pattern in patterns or ("",):
        try:
            names = set(re.compile(pattern).groupindex)
        except re.error as error:
            yield f"article_url {pattern!r}: {error}"
            continue
        if "id" not in names:
            yield f"article_url {pattern!r} has no (?P<id>...)"
        if wanted - names:
            yield f"canonical uses {', '.join(sorted(wanted - names))}, which article_url {pattern!r} does not give"


def _selectors(source: type[Source]) -> Iterator[str]:
    page = LexborHTMLParser("<p></p>")
    for number, rules in enumerate(source.rules):
        if not isinstance(rules, Rules):
            yield f"rules[{number}] is no Rules"
            continue
        for name in Rules.__dataclass_fields__:
            value = getattr(rules, name)
            if name in ("since", "until"):
                if value and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                    yield f"rules[{number}].{name} {value!r} is no ISO day"
                continue
            for selector in (value,) if isinstance(value, str) else value:
                try:
                    page.css(re.sub(r"::attr\([\w:-]+\)|::text", "", selector))
                except (SelectolaxError, ValueError) as error:
                    yield f"rules[{number}].{name} {selector!r}: {error}"


def _expectation(source: type[Source]) -> Iterator[str]:
    expect = source.expect
    if not isinstance(expect, Expect):
        yield "no Expect"
        return
    low, high = expect.articles
    if not 0 < low <= high:
        yield f"expect.articles {expect.articles} is no (minimum, maximum)"
    for name, share in expect.filled.items():
        if name not in RECORD_FIELDS:
            yield f"expect.filled names {name!r}, which is no field of the record"
        if not 0 < share <= 1:
            yield f"expect.filled[{name!r}] = {share} is no share of 1"


def _manners(source: type[Source]) -> Iterator[str]:
    if not re.search(r"\b20\d\d-\d\d\b", source.robots or "") and not source.forbidden:
        yield "robots says nothing, or not when it was read (YYYY-MM)"


def _hooks(source: type[Source]) -> Iterator[str]:
    own = {name for name, value in vars(source).items() if inspect.isroutine(value) or isinstance(value, property)}
    if own - HOOKS:
        yield f"methods beside prepare and finish: {', '.join(sorted(own - HOOKS))}"


def _pages(source: type[Source], folder: Path) -> Iterator[str]:
    try:
        manifest: dict[str, dict[str, Any]] = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield f"no readable {folder.name}/pages.json under tests/pages: {error}"
        return
    missing = [name for name in manifest if not (folder / name).is_file()]
    if missing:
        yield f"pages.json names files that are not there: {', '.join(missing)}"
    golden = [path for path in folder.glob("*.gold.json") if f"{path.name.removesuffix('.gold.json')}.html" in manifest]
    if not golden:
        yield "no golden page (<name>.html in pages.json with <name>.gold.json beside it)"
    parsed = []
    for gold in golden:
        name = f"{gold.name.removesuffix('.gold.json')}.html"
        if source.lead_for(manifest[name]["url"]) is None:
            yield f"the golden page {name} is no article by article_url: {manifest[name]['url']}"
        if name not in missing:
            parsed.append(LexborHTMLParser((folder / name).read_bytes()))
    for number, rules in enumerate(source.rules):
        bodies = (rules.body,) if isinstance(rules.body, str) else rules.body
        if bodies and not any(page.css_first(body) for page in parsed for body in bodies):
            yield f"no golden page for the layout rules[{number}] (body {rules.body!r})"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SOURCE...]"

    def short_desc(self) -> str:
        return "Check the house rules over all sources"

    def long_desc(self) -> str:
        return """
Checks every source, or the named ones: file and spider have one name, the docstring names the publisher in its own
script, time zone, encoding, addresses, article_url and selectors are valid, expectation and robots are stated, and
every layout has a golden page under tests/pages.

Exit codes: 0 all is well, 1 with a list of what is wrong, 2 wrong arguments.
"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        unknown = sorted(set(args) - set(loader.list()))
        if unknown:
            raise UsageError(f"no such source: {', '.join(unknown)} (see: scrapy list)", print_help=False)
        wrong = 0
        names = args or sorted(loader.list())
        for name in names:
            for rule, what in check(loader.load(name)):
                print(f"{name}: {rule}: {what}")
                wrong += 1
        print(f"{len(names)} sources, {wrong} findings" if wrong else f"{len(names)} sources keep the house rules")
        self.exitcode = 1 if wrong else 0
