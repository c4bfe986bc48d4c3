"""What is not an article gets a reason and goes to ``rejects``; an article outside the asked days is skipped."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.items import Article, Fate

_GONE = re.compile(
    r"(?:삭제\s*(?:된|되었|됐|하였)|존재하지\s*않는?|찾을\s*수\s*없|없는\s*(?:기사|페이지)|(?:기사|페이지)(?:가|를)\s*(?:없|찾)|주소가\s*(?:변경|잘못)|서비스\s*(?:종료|되지\s*않)"
    r"|页面(?:不存在|没有找到|走丢|丢失|未找到|已删除)|(?:文章|内容|新闻|稿件|网页)(?:已(?:下线|删除|被删除|撤回|失效)|不存在|未找到)|找不到(?:您|你)?|无法(?:找到|访问)"
    r"|(?:網頁|頁面|文章|新聞)(?:不存在|已(?:刪除|移除|下架)|找不到)|查無(?:此|資料)|找不到(?:網頁|頁面|您)"
    r"|404(?:\s|$|\D)|[Nn]ot\s*[Ff]ound|[Pp]age\s+(?:does\s+not|doesn't)\s+exist|no longer available)"
)
_BLOCKED = re.compile(
    r"(?i)web\s*firewall|contrary to the web firewall|접근이\s*차단|비정상적인\s*(?:접근|트래픽)|보안\s*(?:검사|확인)\s*중|just a moment|attention required"
    r"|access denied|安全验证|访问(?:过于频繁|被拒绝|受限|异常)|请完成验证|人机验证|系统检测到|checking your browser|enable javascript and cookies|存取被拒"
)
_LOGIN = re.compile(
    r"(?:로그인|회원\s*가입|회원\s*전용|유료\s*(?:회원|기사)|구독(?:자|\s*회원)\s*(?:전용|만)|아직\s*회원이)"
    r"|(?:请|請)(?:先)?(?:登录|登入|登陆)|(?:登录|登入)后|会员(?:专享|专属)|會員(?:專享|專屬|限定)|付费(?:阅读|文章|内容)|付費|订阅后|訂閱後|开通会员"
    r"|(?i:sign in to|log in to|subscribers? only|subscribe to (?:read|continue))"
)
_WALL = re.compile(
    r"회원\s*전용\s*(?:기사|콘텐츠)|유료\s*(?:회원|구독자)?\s*(?:전용|기사|콘텐츠)|로그인\s*(?:후|하시면).{0,20}(?:전체|전문|계속|이어서)"
    r"|(?:登录|登入|订阅|訂閱|付费|付費|开通会员|加入會員).{0,6}(?:后|後|即可|继续|繼續|以).{0,6}(?:阅读|閱讀|查看|解锁|解鎖|全文)|付费(?:内容|文章)|付費(?:內容|文章)"
)
_PAID = re.compile(r"유료|付费|付費|订阅后|訂閱後|会员专享|會員專享|开通会员|(?i:subscribers? only|paywall)")
SHORT, NOTICE, LOW = 20, 200, 0.45
"""Characters below which a body is no text; up to which a notice page may be one; quality below which it is refused."""


def verdict(article: Article, since: datetime | None = None, until: datetime | None = None) -> Fate | None:
    """Why the page is no article of the asked days, or None where it is one. Dates are aware; ``until`` is exclusive."""
    body, title = article.body.strip(), article.title.strip()
    quality = float(article.extraction.get("quality") or 0.0)
    link_share = float(article.evidence.witnesses.get("link_share") or 0.0)
    shown = f"{title}\n{body[:NOTICE]}"
    size = len(body)
    if not article.page.text.strip():
        return Fate("rejected", "empty", "the answer has no text")
    if size < NOTICE and not article.truncated:
        if found := _BLOCKED.search(shown):
            return Fate("rejected", "blocked", found.group(0))
        if (found := _GONE.search(shown)) and (size < 120 or not article.published_at):
            return Fate("rejected", "soft_404", found.group(0))
    if size < NOTICE and quality < 0.6 and (article.truncated in ("login", "paywall") or _LOGIN.search(shown)):
        wall = "paywall" if article.truncated == "paywall" else "login_wall"
        return Fate("rejected", wall, f"{size} characters before the wall")
    if not title:
        return Fate("rejected", "no_title", f"body of {size} characters")
    if size < SHORT:
        confirmed = article.extraction.get("by", {}).get("title") in ("rules", "generic")
        if confirmed and article.published_at and (found := _WALL.search(article.page.text)):
            return Fate("rejected", "paywall" if _PAID.search(article.page.text) else "login_wall", found.group(0))
        gallery = article.published_at and (
            any(i.get("url") for i in article.images) or article.byline or article.authors
        )
        if gallery and link_share < 0.9:
            return _outside(article, since, until)
        if found := _GONE.search(article.page.text[:20_000] if not size else shown):
            return Fate("rejected", "soft_404", found.group(0))
        return Fate(
            "rejected", "list_page" if link_share > 0.6 else "empty" if not size else "too_short", f"{size} characters"
        )
    doubt = not article.published_at or article.extraction.get("by", {}).get("title") not in ("rules", "generic")
    if link_share > 0.5 and (
        (quality < 0.6 and doubt) or (quality < 0.75 and _is_section(article.url or article.page.url))
    ):
        return Fate("rejected", "list_page", f"quality {quality}, links {link_share}")
    if quality < 0.6 and not article.published_at:
        return Fate("rejected", "low_quality", f"quality {quality}, no date")
    if quality < LOW:
        return Fate("rejected", "low_quality", f"quality {quality}")
    if article.published_at and article.published_at > datetime.now(UTC) + timedelta(days=2):
        article.evidence.witnesses["future_date"] = article.published_at.isoformat()
        article.published_at = None
    return _outside(article, since, until)


def _is_section(url: str) -> bool:
    """An address without number, date or slug: a front or section page."""
    parts = [p for p in urlsplit(url).path.split("/") if p]
    query = urlsplit(url).query
    return not any(c.isdigit() for c in "".join(parts) + query) and all(len(p) < 20 for p in parts)


def _outside(article: Article, since: datetime | None, until: datetime | None) -> Fate | None:
    at = article.published_at
    if at is not None and ((since and at < since) or (until and at >= until)):
        return Fate("skipped", "outside_dates", at.isoformat())
    return None


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
