"""robots.txt, obeyed by requests that start together too, and its Crawl-delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.robotstxt import RobotParser


class Robots(RobotsTxtMiddleware):
    """In Scrapy 2.19.0 all but the first request that wait for one robots.txt get None, which allows everything.

    They wait for one Deferred, whose result the first waiter's future takes away (2026-11). Scrapy reads Crawl-delay
    and does nothing with it: here it is the least delay of the host, up to AUTOTHROTTLE_MAX_DELAY.
    Stat: ``news/robots/crawl_delay``, seconds.
    """

    async def robot_parser(self, request: Request) -> RobotParser | None:
        await super().robot_parser(request)
        parser = self._parsers[urlparse_cached(request).netloc]
        if not hasattr(parser, "allowed"):
            return None
        if seconds := parser.crawl_delay(self._robotstxt_useragent or self._default_useragent):
            self._slow_down(request, min(seconds, self.crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY")))
        return parser

    def _slow_down(self, request: Request, seconds: float) -> None:
        downloader = self.crawler.engine.downloader
        seconds = max(seconds, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        key = downloader.get_slot_key(request)
        request.meta["autothrottle_dont_adjust_delay"] = True
        if key not in downloader.per_slot_settings:  # DOWNLOAD_SLOTS, where an operator may know better
            downloader.per_slot_settings[key] = {"delay": seconds, "concurrency": 1}
            if slot := downloader.slots.get(key):  # made for robots.txt itself
                slot.delay, slot.concurrency = seconds, 1
        self._stats.max_value("news/robots/crawl_delay", seconds)
