"""Makes the fields regular after the chrome is off: text, authors, credit, dates in UTC, tags, pictures, section."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urljoin

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.items import Article
from pipelines import people, text

_CREDIT_LABEL = re.compile(
    r"^[\[【(（<]?\s?(?:(?:文章|新[闻聞]|信息|稿件|本文)?[来來]源|稿源|出[处處]|출처|자료|제공|source|via)\s?[:：=/／|｜丨]?\s?",
    re.I,
)
_CREDIT_END = re.compile(
    r"[／/](?:[报報][导導道]|[综綜]合).*$|\s?(?:作者|[记記]者|[编編][辑輯]|[责責][编編]|[责責]任[编編][辑輯]|[时時][间間]|[发發]布|字号|阅读|评论)\s?[:：/／|].*$"
    r"|\s?[\]】)）>]$"
)
_CRUMB = re.compile(r"\s*(?:[>›»＞→|]|\s/\s)+\s*")
_NO_SECTION = frozenset(["正文", "首页", "首頁", "新闻", "新聞", "全文", "홈", "Home", "뉴스", "기사", "전체", "본문"])
_TAG_CUT = re.compile(r"\s*[,，、;；#＃|｜\n\t]+\s*")
_PHOTO_CREDIT = re.compile(
    r"[\[【(（〔<〈]\s?(?:사진|그래픽|자료|이미지|출처|[圖图](?:片[来來]源)?|[来來]源|[摄攝]影)\s?(?:제공|출처|[来來]源)?\s?[=:：/／|]\s?"
    r"(?P<a>[^\]】)）〕>〉]{2,40})[\]】)）〕>〉]\s?$"
    r"|[/／]\s?(?P<b>[가-힣A-Za-z0-9·]{2,12})\s?$"
    r"|[(（]?(?P<c>(?:新[华華]社|中新社|人民网|法新社|路透社|美[联聯]社|[视視][觉覺]中[国國]|中央社)[^()（）。]{0,16})[)）]?$"
    r"|[.。]\s?(?P<d>연합뉴스|뉴시스|뉴스1|게티이미지뱅크|AP|AFP|로이터|EPA)\s?$"
)
_DESK = re.compile(
    r"^(?:디지털|온라인|콘텐츠|이슈|영상)\s?(?:뉴스|콘텐츠|이슈)?$|^[本早][报報刊网網台站]$|即時新聞|(?:中心|[팀부국])$|(?i:^(?:staff|senior|chief)?\s?(?:reporter|writer)s?$)"
)
"""No source: the paper itself, a desk."""
_AGENCY = re.compile(
    r"(?:통신|뉴스\d?|뉴시스|일보|신문|방송|경제|타임[스즈]|미디어|저널|투데이|데일리|닷컴|프레스|헤럴드|포커스|비즈\w{0,3}|스포츠\w{0,3}|조선|포스트"
    r"|리뷰|매거진|TV|BC|BS|YTN)$|^[A-Z][\w .&-]+$|[\u4e00-\u9fff]"
)
"""What an agency is called; 물안=글 is a place."""
_STEM = re.compile(r"(?:通[訊讯])?社$")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,16}$")
_TITLE_PIECE = re.compile(r"\s*(?:[|｜_]|\s[-–—]\s|::)\s*")
_PRINTED = ("rules", "generic")
"""Rungs that took the headline from a visible line."""
_MOST_TAGS = 60


def normalize(article: Article) -> None:
    """Regularise every field of the record in place; the lead fills what the page does not give. No I/O."""
    by = article.extraction.setdefault("by", {})
    names = [article.publisher, article.profile.publisher]
    article.title = text.headline([article.title], names, printed=by.get("title") in _PRINTED)
    if not article.title and article.lead and article.lead.title:
        article.title, by["title"] = text.headline([article.lead.title], names), "lead"
    article.subtitle = "\n".join(_lines(article.subtitle, article.title)) or None
    body = text.paragraphs(article.body)
    article.body = "\n\n".join(body)
    article.byline = text.clean(article.byline) or None
    _people(article, body, by)
    article.published_at, article.updated_at = utc(article.published_at), utc(article.updated_at)
    if article.published_at is None and article.lead and article.lead.published_at:
        article.published_at, by["published_at"] = utc(article.lead.published_at), "lead"
    if article.published_at is None and article.updated_at is not None:
        article.published_at, by["published_at"] = article.updated_at, by.get("updated_at", "page")
    if article.updated_at and article.published_at and article.updated_at < article.published_at:
        article.updated_at = None
        by.pop("updated_at", None)
    article.published_text = text.clean(article.published_text) or None
    article.section = section(article.section, article.title)
    if not article.section and article.lead and (name := section(article.lead.section, article.title)):
        article.section, by["section"] = name, "lead"
    article.tags = tags(article.tags)
    article.images = images(article.images, article.pages[0].url if article.pages else article.url)
    article.copyright = text.clean(article.copyright) or None


def utc(value: datetime | None) -> datetime | None:
    """The moment in UTC; a naive one is taken as UTC already."""
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def section(name: str | None, title: str = "") -> str | None:
    """The last useful step of a breadcrumb, at most 40 characters."""
    for step in reversed(_CRUMB.split(text.clean(name))):
        if step and len(step) <= 40 and step not in _NO_SECTION and step != title:
            return step
    return None


def tags(strings: list[str]) -> list[str]:
    """Single keywords in order, without doubles; lists in one string are cut at commas and ``#``."""
    found: dict[str, str] = {}
    for string in strings:
        for tag in _TAG_CUT.split(text.clean(string)):
            if 0 < len(tag) <= 50:
                found.setdefault(tag.casefold(), tag)
    return list(found.values())[:_MOST_TAGS]


def credit(line: str | None) -> str | None:
    """The agency or original source without its label: ``来源：环球时报 作者：…`` gives 环球时报."""
    line = _CREDIT_END.sub("", _CREDIT_LABEL.sub("", text.clean(line)))
    line = line.strip(" :：|/=·-[]【】()（）")
    if line.count("《") != line.count("》"):
        line = line.strip("《》")
    return line if 2 <= len(line) <= 60 else None


def images(items: list[dict[str, str | None]], base: str) -> list[dict[str, str | None]]:
    """Absolute http addresses, one entry each, tidy captions; the credit is read from the caption's end if not given.

    An entry without an address stays if it has a caption.
    """
    found: dict[str, dict[str, str | None]] = {}
    for item in items:
        url = urljoin(base, (item.get("url") or "").strip()) if item.get("url") else ""
        if url and not url.startswith(("http://", "https://")):
            continue
        caption, given = text.clean(item.get("caption")) or None, text.clean(item.get("credit")) or None
        if not given and caption and (match := _PHOTO_CREDIT.search(caption[-80:])):
            given = next(filter(None, match.groups()), "").strip() or None
        if not url and not caption:
            continue
        entry = found.setdefault(url or f"caption:{caption}", {"url": url, "caption": caption, "credit": given})
        entry["caption"], entry["credit"] = entry["caption"] or caption, entry["credit"] or given
    return list(found.values())


def _lines(subtitle: str | None, title: str) -> list[str]:
    """Lines of a subtitle, without the headline and without doubles."""
    key = text.squash(title)
    return [line for line in dict.fromkeys(text.lines(subtitle)) if text.squash(line) != key]


def _people(article: Article, body: list[str], by: dict[str, str]) -> None:
    """Authors by trust (metadata, byline, dateline, end of the text), the byline as printed, and the credit."""
    read = _byline(article.byline)
    heads = [found for paragraph in body[:3] if (found := people.dateline(paragraph))]
    head = next((found for found in heads if found[0].names), people.dateline(body[0]) if body else None)
    tail = people.tail(body[-1]) if body else None
    own = _own_line(body)
    said = next((found for paragraph in body[:4] if (found := people.announced(paragraph))), None)
    given = [
        ("printed", _printed(article), None),
        ("byline", read.names if read else [], read),
        ("line", own.names if own else [], own),
        ("dateline", head[0].names if head else [], head[0] if head else None),
        ("tail", tail[0].names if tail else [], tail[0] if tail else None),
        ("lead", said.names if said else [], said),
    ]
    if not article.authors:
        found = [(rung, names) for rung, names, _ in given if names]
        if found:
            rung, names = found[0]
            for other, more in found[1:]:  # the longer list, if it holds the first one
                if set(names) < set(more) or (rung == "printed" and _another_hand(names, more)):
                    rung, names = other, more
            article.authors, by["authors"] = list(names), rung
        elif read and read.agency and _desk(article.byline or ""):
            article.authors, by["authors"] = [read.agency], "byline"
    if not article.byline:
        for rung, names, line in given[2:]:
            if names and line:
                article.byline, by["byline"] = line.line, rung
                break
    article.credit = credit(article.credit)
    if not article.credit:
        first = people.dateline(body[0]) if body else None  # further down it may be that of one of several items
        for rung, line in (("dateline", first[0] if first else None), ("tail", given[4][2]), ("byline", read)):
            agency = line.agency if line else None
            if agency and _AGENCY.search(agency) and not _DESK.search(agency) and not _is_own(article, agency):
                article.credit, by["credit"] = agency, rung
                break


def _another_hand(printed: list[str], signed: list[str]) -> bool:
    """Whether a Chinese text is signed by others than its metadata say: those often name who put it on the page."""
    return not set(printed) & set(signed) and all(_HAN_NAME.match(name) for name in (*printed, *signed))


def _own_line(body: list[str]) -> people.Byline | None:
    """A byline that is a paragraph of its own among the first or last two of the text."""
    if len(body) > 2:
        for paragraph in (*body[:2], *reversed(body[-2:])):
            if (found := people.read(paragraph) or people.noted(paragraph)) and found.names:
                return found
        return people.closing(body[-1]) or people.marked(body[0]) or people.marked(body[-1])
    return None


def _is_own(article: Article, agency: str) -> bool:
    """Whether an agency is the site itself: by its publisher's name, else by the end of the page's titles."""
    key = text.squash(agency)
    titles = article.evidence.witnesses.get("title") or ()
    names = {text.squash(piece) for title in titles for piece in _TITLE_PIECE.split(title)[1:]}
    site = text.squash(article.publisher)
    stem = _STEM.sub("", key)
    known = (stem == _STEM.sub("", name) for name in (site, *names)) if len(stem) > 1 else ()
    return key == site or any(key in name for name in names) or any(known)


def _byline(line: str | None) -> people.Byline | None:
    """The byline read as a whole, else by its parts (rules join several elements with a comma)."""
    if not line:
        return None
    if read := people.read(line) or people.read(line, placed=True):
        return read
    names = people.names(re.split(r"\s*[,\n]\s*", line)) if len(line) <= 80 else []
    return people.Byline(names, line) if names else None


def _printed(article: Article) -> list[str]:
    """Persons of the page's metadata, without those whom a line of the page calls its editor."""
    names = people.names(article.printed_authors)
    if names and article.evidence.stripped:
        editors = {name for stripped in article.evidence.stripped for name in people.editors(stripped.text)}
        names = [name for name in names if name not in editors]
    own = {text.squash(article.publisher), text.squash(article.profile.publisher)}
    return [name for name in names if text.squash(name) not in own]


def _desk(line: str) -> bool:
    """A desk or agency that signs as reporter: 地方中心／新竹報導 · 中央社 台北3日電."""
    return bool(re.search(r"(?:[報报][導导道]|\d日(?:[綜综]合)?[專专外]?[電电])[\s)）】〕\]]{0,4}$", line))


class Normalize:
    """Stage 2: regularises the fields and counts what is missing."""

    def __init__(self, stats: StatsCollector):
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Normalize:
        assert crawler.stats
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        if item.fate is not None:
            return item
        normalize(item)
        self.stats.inc_value("news/normalize/passed")
        for name in ("published_at", "authors"):
            if not getattr(item, name):
                self.stats.inc_value(f"news/normalize/without/{name}")
        return item
