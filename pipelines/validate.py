"""What is not an article gets a reason and goes to ``rejects``; an article outside the asked days is skipped.

Reasons of a rejection: ``empty``, ``blocked``, ``soft_404``, ``login_wall``, ``paywall``, ``no_title``, ``too_short``,
``list_page``, ``other_text``, ``low_quality``; of a skip: ``outside_dates``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.items import Article, Fate

# notices that stand where the article should
_GONE = re.compile(
    r"(?:삭제\s*(?:된|되었|됐|하였)|존재하지\s*않는?|찾을\s*수\s*없|없는\s*(?:기사|페이지)|(?:기사|페이지)(?:가|를)\s*(?:없|찾)"
    r"|주소가\s*(?:변경|잘못)|서비스\s*(?:종료|되지\s*않)"
    r"|页面(?:不存在|没有找到|走丢|丢失|未找到|已删除)"
    r"|(?:文章|内容|新闻|稿件|网页)(?:已(?:下线|删除|被删除|撤回|失效)|不存在|未找到)|找不到(?:您|你)?|无法(?:找到|访问)"
    r"|(?:網頁|頁面|文章|新聞)(?:不存在|已(?:刪除|移除|下架)|找不到)|查無(?:此|資料)"
    r"|404(?:\s|$|\D)|[Nn]ot\s*[Ff]ound|[Pp]age\s+(?:does\s+not|doesn't)\s+exist|no longer available)"
)
_BLOCKED = re.compile(
    r"(?i)(?:contrary to the )?web\s*firewall|접근이\s*차단|비정상적인\s*(?:접근|트래픽)|보안\s*(?:검사|확인)\s*중"
    r"|just a moment|attention required|access denied|安全验证|访问(?:过于频繁|被拒绝|受限|异常)|请完成验证"
    r"|人机验证|系统检测到|checking your browser|enable javascript and cookies|存取被拒"
)
_LOGIN = re.compile(
    r"(?:로그인|회원\s*가입|회원\s*전용|유료\s*(?:회원|기사)|구독(?:자|\s*회원)\s*(?:전용|만)|아직\s*회원이)"
    r"|(?:请|請)(?:先)?(?:登录|登入|登陆)|(?:登录|登入)后|会员(?:专享|专属)|會員(?:專享|專屬|限定)|付费(?:阅读|文章|内容)|付費"
    r"|订阅后|訂閱後|开通会员|(?i:sign in to|log in to|subscribers? only|subscribe to (?:read|continue))"
)
# a wall as a page words it, anywhere in its markup
_WALL = re.compile(
    r"회원\s*전용\s*(?:기사|콘텐츠)|유료\s*(?:회원|구독자)?\s*(?:전용|기사|콘텐츠)"
    r"|로그인\s*(?:후|하시면).{0,20}(?:전체|전문|계속|이어서)"
    r"|(?:登录|登入|订阅|訂閱|付费|付費|开通会员|加入會員).{0,6}(?:后|後|即可|继续|繼續|以).{0,6}(?:阅读|閱讀|查看|解锁|解鎖|全文)"
    r"|付费(?:内容|文章)|付費(?:內容|文章)"
)
_PAID = re.compile(r"유료|付费|付費|订阅后|訂閱後|会员专享|會員專享|开通会员|(?i:subscribers? only|paywall)")

_GALLERY = re.compile(
    r"(?i)카드\s?뉴스|포토|화보|사진|갤러리|만평|영상|그래픽|图集|圖集|组图|組圖|高清|图说|圖說|漫画|漫畫|视频|視頻|影音|影片|快訊圖|\b(?:photos?|video|gallery|cartoon)\b"
)
_MANY = 5
"""Pictures from which a page without a text is a gallery."""
SHORT = 20
"""Characters below which a body is no text."""
NOTICE = 200
"""Characters up to which a body may be a notice instead of an article."""
LOW, DOUBTFUL = 0.55, 0.68
"""Quality below which a page is refused; below which it is refused if something else speaks against it."""
_OTHER, _HARDLY = 0.3, 0.3
"""How little headline and description may have in common with the text (quality's witnesses ``topic``, ``lead``)."""
_BESIDE = 6
"""Characters that a headline may have beside the notice that it is."""
_TOLD = 60
"""Characters of a text from which it should say what its headline says."""
_PRINTED = ("rules", "generic")
"""Rungs that took the headline from a visible line."""
_FUTURE = timedelta(days=2)


def verdict(article: Article, since: datetime | None = None, until: datetime | None = None) -> Fate | None:
    """Why the page is no article of the asked days, or None where it is one. Dates are aware and inclusive.

    A publication time that lies in the future is taken away; the evidence keeps it.
    """
    refused = _refusal(article)
    if refused is not None:
        return refused
    if article.published_at and article.published_at > datetime.now(UTC) + _FUTURE:
        article.evidence.witnesses["future_date"] = article.published_at.isoformat()
        article.published_at = None
    at = article.published_at
    if at is not None and ((since and at < since) or (until and at > until)):
        return Fate("skipped", "outside_dates", at.isoformat())
    return None


def _refusal(article: Article) -> Fate | None:
    """The first reason that speaks against the page."""
    size = len(article.body.strip())
    if not article.page.text.strip():
        return Fate("rejected", "empty", "the answer has no text")
    if (said := _GONE.search(article.title)) and len(article.title.strip()) - len(said.group(0)) <= _BESIDE:
        return Fate("rejected", "soft_404", article.title.strip())
    if size < NOTICE and (fate := _notice(article)):
        return fate
    if not article.title.strip():
        return Fate("rejected", "no_title", f"body of {size} characters")
    return _too_little(article) if size < SHORT else _doubtful(article)


def _notice(article: Article) -> Fate | None:
    """What a short page says of itself."""
    body, quality = article.body.strip(), _quality(article)
    shown = f"{article.title.strip()}\n{body}"
    if not article.truncated:
        if quality < 0.7 and (found := _BLOCKED.search(shown)):
            return Fate("rejected", "blocked", found.group(0))
        named = _GONE.search(article.title) is not None
        doubted = not article.published_at or (quality < 0.85 if named else len(body) < 120 and quality < 0.8)
        if doubted and (found := _GONE.search(shown)):
            return Fate("rejected", "soft_404", found.group(0))
    if quality < DOUBTFUL and (article.truncated in ("login", "paywall") or _LOGIN.search(shown)):
        wall = "paywall" if article.truncated == "paywall" else "login_wall"
        return Fate("rejected", wall, f"{len(body)} characters before the wall")
    return None


def _too_little(article: Article) -> Fate | None:
    """A page without a text. A dated page that calls itself a gallery, or has many pictures, is an article of few
    words; of any other one the text was not found."""
    body, linked = article.body.strip(), _link_share(article)
    markup = article.page.text
    if article.published_at:
        if _is_headline_printed(article) and (found := _WALL.search(markup)):
            return Fate("rejected", "paywall" if _PAID.search(markup) else "login_wall", found.group(0))
        if _is_gallery(article) and linked < 0.9:
            return None
    if found := _GONE.search(f"{article.title.strip()}\n{body}" if body else markup[:20_000]):
        return Fate("rejected", "soft_404", found.group(0))
    reason = "list_page" if linked > 0.6 else "too_short" if body else "empty"
    return Fate("rejected", reason, f"{len(body)} characters")


def _doubtful(article: Article) -> Fate | None:
    """A page whose text may not be an article's."""
    quality, linked = _quality(article), _link_share(article)
    if _is_gallery(article):
        return None
    if len(article.body) >= _TOLD and _is_other_text(article):
        return Fate("rejected", "other_text", f"quality {quality}; the text says nothing of the headline")
    if linked > 0.5:
        vague = quality < DOUBTFUL and not (article.published_at and _is_headline_printed(article))
        if vague:
            return Fate("rejected", "list_page", f"quality {quality}, links {linked}")
    if linked > 0.3 and quality < 0.75 and _is_section(article.url or article.page.url):
        return Fate("rejected", "list_page", f"quality {quality}, links {linked}")
    if quality < DOUBTFUL and not (article.published_at and _is_headline_printed(article)):
        return Fate("rejected", "low_quality", f"quality {quality}, no date or no headline printed")
    return Fate("rejected", "low_quality", f"quality {quality}") if quality < LOW else None


def _is_gallery(article: Article) -> bool:
    """A dated page of few words that calls itself a gallery, or has many pictures."""
    pictures = sum(bool(image.get("url")) for image in article.images)
    few = len(article.body.strip()) < NOTICE
    return bool(article.published_at and few and (pictures >= _MANY or _GALLERY.search(article.title)))


def _is_other_text(article: Article) -> bool:
    """The text of another article, or of comments: it has next to nothing of the page's headline and description."""
    told = article.evidence.witnesses.get("quality") or {}
    return told.get("topic", 1.0) < _OTHER and told.get("lead", 0.0) < _HARDLY


def _quality(article: Article) -> float:
    return float(article.extraction.get("quality") or 0.0)


def _link_share(article: Article) -> float:
    return float(article.evidence.witnesses.get("link_share") or 0.0)


def _is_headline_printed(article: Article) -> bool:
    return article.extraction.get("by", {}).get("title") in _PRINTED


def _is_section(url: str) -> bool:
    """An address without number, date or slug: a front or section page."""
    address = urlsplit(url)
    steps = [step for step in address.path.split("/") if step]
    return not any(c.isdigit() for c in address.path + address.query) and all(len(step) < 20 for step in steps)


class Validate:
    """Stage 4: sets the fate of what is no article."""

    def __init__(self, stats: StatsCollector, since: datetime | None, until: datetime | None):
        self.stats, self.since, self.until = stats, since, until

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        assert crawler.stats
        spider = crawler.spider
        return cls(crawler.stats, getattr(spider, "since", None), getattr(spider, "until", None))

    def process_item(self, item: Article) -> Article:
        if item.fate is not None:
            return item
        item.fate = verdict(item, self.since, self.until)
        self.stats.inc_value(f"news/validate/{item.fate or 'valid'}")
        return item
