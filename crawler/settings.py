"""Every setting that differs from Scrapy's default or that our parts rely on, with that default and the reason.

The environment is read here and nowhere else: MONGO_URI, MONGO_DATABASE, NEWS_DATA_DIR, CONTACT, CHROMIUM.
One run is changed with ``-s NAME=VALUE``.
"""

from __future__ import annotations

import os
from pathlib import Path

from crawler.items import RECORD_FIELDS

ROOT = Path(__file__).resolve().parent.parent

# Project
BOT_NAME = "hanja-news-crawler"  # scrapybot; goes into the user agent
SPIDER_MODULES = ["crawler.spiders"]  # []
COMMANDS_MODULE = "crawler.commands"  # ""; scrapy page, clean, replay ...

# Who asks: portals can see the project's name and, if the operator gives one, a page or an e-mail address
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = f"{BOT_NAME}/0.1" + (f" (+{CONTACT})" if CONTACT else "")  # Scrapy/<version> (+https://scrapy.org)
ROBOTSTXT_OBEY = True  # False
ROBOTSTXT_USER_AGENT = BOT_NAME  # None (the whole USER_AGENT); robots.txt matches by name
ALLOW_FORBIDDEN: list[str] = []  # spider names that are crawled although the source forbids it
DEFAULT_REQUEST_HEADERS = {  # Accept-Language: en, which makes some portals answer with their English edition
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "ko,zh-CN;q=0.9,zh-TW;q=0.8,en;q=0.5",
}

# Politeness: one source is worked by one worker, so these hold for a portal as a whole
CONCURRENT_REQUESTS = 16  # 16; over all hosts of a run
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # 8
DOWNLOAD_DELAY = 1.0  # 0; seconds between two requests to a host, varied by half
AUTOTHROTTLE_ENABLED = True  # False; a slow portal is asked more slowly
AUTOTHROTTLE_START_DELAY = 1.0  # 5.0
AUTOTHROTTLE_MAX_DELAY = 30.0  # 60.0

# Limits: one bad answer must not stop or fill a run
DOWNLOAD_TIMEOUT = 30  # 180 s
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # 1 GB; the largest article page seen is below 3 MB
DOWNLOAD_WARNSIZE = 0  # 32 MB; DOWNLOAD_MAXSIZE is below it
SITEMAP_MAXSIZE = 64 * 1024 * 1024  # own; the sitemap protocol allows 50 MB a file
REDIRECT_MAX_TIMES = 5  # 20; loops end sooner
URLLENGTH_LIMIT = 0  # 2083; the middleware drops a request without a fate
METAREFRESH_MAXDELAY = 3  # 100 s; list pages that reload themselves every minute are not redirects
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # ERROR; the lead's fate counts it
COOKIES_ENABLED = False  # True; no portal here needs one, and sessions make answers differ
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # RFPDupeFilter; the ledger knows what was seen
TELNETCONSOLE_ENABLED = False  # True; no open port
REMOTE_CONTROL_ENABLED = False  # True; no open port, no files in the home directory

# Rendering with scrapy-playwright; a crawl that renders nothing loads neither (crawler/browser.py sets the handlers)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
RENDER_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
PLAYWRIGHT_LAUNCH_OPTIONS = {
    "executable_path": CHROMIUM,
    "args": [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--blink-settings=imagesEnabled=false",  # aborting image requests in Python costs 85 % of the speed
    ],
}
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = DOWNLOAD_TIMEOUT * 1000  # 30 000 ms; as for a plain request
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = CONCURRENT_REQUESTS_PER_DOMAIN  # CONCURRENT_REQUESTS; 700 MB at 16 pages

# Store and archive
MONGO_URI = os.environ.get("MONGO_URI", "")  # empty: the embedded mongod
MONGO_DATABASE = os.environ.get("MONGO_DATABASE", "news")
DATA_DIR = os.environ.get("NEWS_DATA_DIR", str(ROOT / "var"))
MONGO_TIMEOUT = 5  # own; seconds until a server that does not answer counts as away
MONGO_OPERATION_TIMEOUT = 30  # own; seconds until an operation that hangs is given up and tried again
MONGO_PATIENCE = 120  # own; seconds that reads and writes wait for a MongoDB that is away; then records are spooled
STORE_BATCH = 100  # own; records in one bulk write
STORE_DELAY = 0.02  # own; seconds that the first record of a bulk write waits for others
LEASE_SECONDS = 600  # own; a killed worker's leads are free after that; a living one renews its leases
WORKERS_PER_SOURCE = 1  # own; runs of one source at a time, over all machines; each keeps DOWNLOAD_DELAY for itself
DEDUP_DAYS = 3  # own; copies of a story are published at most so many days apart
DRY_RUN = False  # True: ledger and dedup in memory, records are printed and not stored
ARCHIVE: bool | str = False  # True or a folder: keep what was fetched as WARC
ARCHIVE_MAXSIZE = 1 << 30  # own; bytes, then another file is begun
REPLAY: str | list[str] = ""  # WARC files or folders of pages that answer instead of the network

# The way of a response (lower is nearer to the spider)
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.charset.Charset": 585,  # after decompression (590), before meta refresh (580)
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # 100
    "crawler.middlewares.robots.Robots": 100,  # the same, for requests that start together
    "crawler.middlewares.replay.Replay": 940,  # instead of the network, and of nothing else
    "crawler.middlewares.archive.Archive": 950,  # nearest to the network: bytes as they came, redirects too
}

# The way of an article
ITEM_PIPELINES = {
    "pipelines.chrome.StripChrome": 100,
    "pipelines.normalize.Normalize": 200,
    "pipelines.language.DetectLanguage": 300,
    "pipelines.validate.Validate": 400,
    "pipelines.dedup.Deduplicate": 500,
    "pipelines.store.Store": 600,
}
RECORD_SCHEMA = "pipelines.schema"  # own; what scrapy schema prints
RECORD_UPGRADE = "pipelines.upgrade.upgrade"  # own; what scrapy schema --upgrade runs
CONCURRENT_ITEMS = 100  # 100; Store collects this many into one bulk write

EXTENSIONS = {
    "crawler.extensions.collector.Collector": 0,
    "crawler.extensions.settle.Settle": 100,
    "crawler.extensions.expect.Expect": 200,  # before the summary, which tells its verdict
    "crawler.extensions.summary.Summary": 300,
    "crawler.extensions.progress.Progress": 400,
    "scrapy.extensions.logstats.LogStats": None,  # 0; Progress says more
}
PROGRESS_SECONDS = 15  # own; 0 for no progress
STATS_DUMP = False  # True; the summary says what matters, the runs collection has all of it

# Exports (-o file)
FEED_EXPORT_ENCODING = "utf-8"  # None (\uXXXX)
FEED_EXPORT_FIELDS = {  # None (all fields of the item): the record, and what dedup found
    **{name: "_id" if name == "id" else name for name in RECORD_FIELDS},
    "duplicate_of": "duplicate_of",
    "similarity": "similarity",
}

# Log: one line an event, no page and no item in it
LOG_LEVEL = "INFO"  # DEBUG
LOG_FORMAT = "%(asctime)s %(levelname).1s %(name)s: %(message)s"  # "%(asctime)s [%(name)s] %(levelname)s: %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"  # "%Y-%m-%d %H:%M:%S"
LOG_SHORT_NAMES = True  # False
LOG_VERSIONS: list[str] = []  # nine libraries; requirements.txt pins them
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # WARNING, which prints the whole item
