"""The commands as a person calls them: what they print, what they store, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from pymongo import MongoClient
from scrapy.cmdline import execute
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.project import get_project_settings

from crawler.archive import Writer
from crawler.commands import check_sources, crawl, export
from crawler.console import fit, table, width, wrapped
from crawler.discovery import Feed, Kind
from crawler.extensions.expect import judge_filled, judge_layout, judge_number
from crawler.items import RECORD_FIELDS
from crawler.rules import Expect, Rules
from crawler.spider import NewsSpider
from pipelines.schema import ARTICLES, DUPLICATES
from tests.server import Site, article

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "pages"
AJU = PAGES / "ajunews"
WIRE = "https://www.ajunews.com/view/20261120101830207"
GONE = "https://www.ajunews.com/view/20261118213305447"
SEED = ROOT.parent / "shared" / "seed"


def scrapy(*arguments: str, environment: dict[str, str] | None = None, given: bytes | None = None) -> Any:
    """One command in a process of its own; stdout and stderr as text."""
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-m", "scrapy", *arguments],
        cwd=ROOT,
        env=os.environ | {"MONGO_URI": "", "COLUMNS": "120"} | (environment or {}),
        input=given,
        capture_output=True,
        timeout=100,
    )
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def place(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a database of this module's own."""
    name = f"test_commands_{uuid4().hex[:8]}"
    folder = tmp_path_factory.mktemp("var")
    yield {"MONGO_URI": mongo_uri, "MONGO_DATABASE": name, "NEWS_DATA_DIR": str(folder)}
    with MongoClient(mongo_uri) as client:
        client.drop_database(name)


@pytest.fixture(scope="module")
def crawled(place: dict[str, str]) -> dict[str, str]:
    """The same after ajunews was crawled from our pages; twice, the second time with progress."""
    first = scrapy("crawl", "ajunews", "-s", f"REPLAY={AJU}", environment=place)
    assert first.returncode == 0, first.stderr
    assert "found              4  4 new, 0 known" in first.stderr
    again = scrapy("crawl", "ajunews", "-s", f"REPLAY={AJU}", "-s", "PROGRESS_SECONDS=0.01", environment=place)
    assert again.returncode == 0, again.stderr
    assert "found   4  0 new, 4 known" in again.stderr
    assert "stored" not in again.stderr
    assert "ledger  4  found in all = 0 pending + 0 leased + 4 with a fate" in again.stderr
    assert "ajunews: 0 found, 0 to do, 0 under way" in again.stderr, "progress"
    return place


def command(capsys: pytest.CaptureFixture[str], place: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    """A command that reads the database, in this process: exit code, stdout, stderr."""
    settings = get_project_settings()
    values = {"MONGO_URI": place["MONGO_URI"], "MONGO_DATABASE": place["MONGO_DATABASE"]}
    settings.setdict(values | {"DATA_DIR": place["NEWS_DATA_DIR"], "MONGO_TIMEOUT": 0.5}, priority="cmdline")
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", *arguments], settings)
    printed = capsys.readouterr()
    return ended.value.code or 0, printed.out, printed.err


# crawl


def test_the_database_after_a_crawl(crawled):
    with MongoClient(crawled["MONGO_URI"]) as client:
        db = client[crawled["MONGO_DATABASE"]]
        assert {name: db[name].count_documents({}) for name in ("articles", "duplicates", "rejects", "leads")} == {
            "articles": 2,
            "duplicates": 1,
            "rejects": 1,
            "leads": 4,
        }
        first, again = db.runs.find().sort("started_at", 1)
        assert first["reason"] == again["reason"] == "finished"
        assert first["counts"] == {"stored": 2, "duplicate/near": 1, "rejected/soft_404": 1}
        assert again["counts"] == {}
        assert again["ledger"] == first["counts"]
        assert sum(first["counts"].values()) == db.leads.count_documents({}), "discovered = sum of fates"
        assert first["stats"]["news/discovery/leads"] == 4
        assert first["finished_at"] >= first["started_at"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["crawl", "nosuch"], 2, "no such source: nosuch"),
        (["crawl", "ajunews", "-a", "since=yesterday"], 2, "bad argument"),
        (["crawl", "ajunews", "-a", f"url={GONE}", "-a", "dry_run=1", "-s", f"REPLAY={AJU}"], 3, "rejected/soft_404"),
    ],
)
def test_crawl_says_how_it_ended(arguments, code, words):
    done = scrapy(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr + done.stdout


def test_no_database():
    nowhere = {"MONGO_URI": "mongodb://nobody:secret@127.0.0.1:1/"}
    done = scrapy("crawl", "ajunews", "-s", f"REPLAY={AJU}", "-s", "MONGO_TIMEOUT=0.3", environment=nowhere)
    assert done.returncode == 4, done.stderr
    assert "does not answer" in done.stderr
    assert "secret" not in done.stderr


def test_dry_run_prints_records(tmp_path):
    done = scrapy("crawl", "ajunews", "-a", "dry_run=1", "-s", f"REPLAY={AJU}", "-s", f"DATA_DIR={tmp_path}/var")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert len(records) == 3
    assert set(records[0]) >= set(RECORD_FIELDS) - {"id"} | {"_id"}
    assert not (tmp_path / "var").exists()


def test_a_run_below_its_expectation_fails(tmp_path):
    with Site() as site:
        lists = ["-a", f"base={site.url}", "-a", "lists=missing", "-a", "dry_run=1"]
        done = scrapy("crawl", "testsite", *lists, "-s", "SPIDER_MODULES=tests.site_spider")
    assert done.returncode == 3, done.stderr
    assert "expected otherwise: 0 articles, at least 1 are normal" in done.stderr
    assert "lists could not be fetched" in done.stderr


@pytest.mark.parametrize(
    ("stats", "url", "failed", "code"),
    [
        ({"finish_reason": "finished", "news/discovery/leads": 3}, "", False, crawl.OK),
        ({"finish_reason": "finished", "news/discovery/not_modified": 2}, "", False, crawl.OK),
        ({"finish_reason": "finished"}, "", False, crawl.UNEXPECTED),
        ({"finish_reason": "finished", "news/lead/unchanged/amended": 1}, "https://a.kr/1", False, crawl.OK),
        ({"finish_reason": "finished", "news/lead/failed/timeout": 1}, "https://a.kr/1", False, crawl.UNEXPECTED),
        (
            {"finish_reason": "finished", "news/discovery/leads": 3, "news/expect/failed": ["x"]},
            "",
            False,
            crawl.UNEXPECTED,
        ),
        ({"finish_reason": "finished", "news/discovery/leads": 3, "news/store/spooled": 1}, "", False, crawl.UNSAVED),
        (
            {"finish_reason": "finished", "news/discovery/leads": 3, "news/summary/without_fate": 1},
            "",
            False,
            crawl.CRASH,
        ),
        ({"finish_reason": "start_error"}, "", False, crawl.CRASH),
        ({"finish_reason": "finished", "news/discovery/leads": 3}, "", True, crawl.CRASH),
        ({"finish_reason": "refused"}, "", False, crawl.USAGE),
        ({"finish_reason": "busy"}, "", False, crawl.OK),
        ({"finish_reason": "shutdown"}, "", False, crawl.STOPPED),
        ({"finish_reason": "database_away", "news/store/spooled": 2}, "", False, crawl.UNSAVED),
        ({"finish_reason": "database_away", "news/store/spooled": 0}, "", False, crawl.NO_DATABASE),
        ({"finish_reason": "no_database", "news/mongo/unavailable": 1}, "", True, crawl.NO_DATABASE),
    ],
)
def test_exit_codes(stats, url, failed, code):
    crawler = Crawler(NewsSpider, Settings())
    assert crawl.exit_code(crawler, failed) == crawl.CRASH, "a crawl that never began"
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.stats.set_stats(stats)
    crawler.spider = NewsSpider(name="any", url=url)
    assert crawl.exit_code(crawler, failed) == code


def test_expectations():
    expect = Expect(articles=(30, 500), filled={"authors": 0.7})
    assert judge_number(expect, 29)[0] and not judge_number(expect, 29)[1]
    assert judge_number(expect, 501)[1] and not judge_number(expect, 501)[0]
    assert judge_number(expect, 30) == judge_number(expect, 500) == ([], [])
    assert judge_number(expect, 3, share=0.1) == ([], []), "nine of ten lists have not changed"
    failed, _ = judge_filled(expect, 100, Counter(authors=69))
    assert failed == ["authors filled in 69 of 100 articles (69%), at least 70% is normal: has the layout changed?"]
    assert judge_filled(expect, 10, Counter(authors=5))[0] == [], "ten articles prove nothing"
    assert judge_filled(expect, 10, Counter(authors=5))[1]
    assert judge_filled(expect, 100, Counter(authors=70)) == judge_filled(expect, 0, Counter()) == ([], [])
    assert judge_layout(100, 49, 0.0)[0] == ["the rules found the text of 49 of 100 articles: has the layout changed?"]
    assert judge_layout(100, 100, 0.31)[0]
    assert judge_layout(5, 0, 0.0) == ([], ["the rules found the text of 0 of 5 articles: has the layout changed?"])
    assert judge_layout(100, 50, 0.3) == judge_layout(0, 0, 0.0) == ([], [])


# page and clean


def test_page_for_a_person():
    done = scrapy("page", WIRE, "-s", f"REPLAY={AJU}")
    gold = json.loads((AJU / "wire.gold.json").read_text())
    assert done.returncode == 0, done.stderr
    for words in ("fate     an article", "id       ajunews:", gold["title"], "body  rules", "stripped", "language"):
        assert words in done.stdout
    assert "more (--full)" in done.stdout
    assert all(width(line) <= 120 for line in done.stdout.splitlines()), "nothing runs over the terminal's edge"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([GONE, "-s", f"REPLAY={AJU}"], 3, "rejected/soft_404"),
        (["https://example.org/news/1", "-s", f"REPLAY={AJU}"], 3, "failed/not_archived"),
        (["nosuch.html"], 1, "No such file"),
    ],
)
def test_page_says_what_is_wrong(arguments, code, words):
    done = scrapy("page", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr


def test_page_of_no_known_source_by_standard_input():
    html = (AJU / "wire.html").read_text().replace("ajunews.com", "example.org")
    gold = json.loads((AJU / "wire.gold.json").read_text())
    done = scrapy("page", "-", "--url", "https://news.example.org/a/1", "--json", given=html.encode("cp949", "ignore"))
    shown = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert shown["fate"] == "article"
    record = shown["record"]
    assert record["title"] == gold["title"]
    assert (record["source"], record["lang"]) == ("news.example.org", "ko")
    assert record["extraction"]["by"]["body"] not in ("", "rules")
    assert shown["evidence"]["language"]
    assert {"text", "why"} <= set(shown["evidence"]["stripped"][0])


@pytest.mark.parametrize("folder", [PAGES / "plain", SEED])
def test_clean(folder):
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    gold = json.loads(next(folder.glob("ajunews-*.gold.json")).read_text())
    text = next(folder.glob("ajunews-*.txt"))
    done = scrapy("clean", str(text), "--source", "ajunews", "--json")
    record = json.loads(done.stdout)["record"]
    assert done.returncode == 0, done.stderr
    assert record["title"] == gold["title"]
    assert record["subtitle"] == gold["subtitle"]
    assert record["authors"] == gold["authors"]
    assert record["body"].split("\n\n") == gold["body"]
    assert [image["caption"] for image in record["images"]] == gold["captions"]
    assert not [line for line in gold["chrome_samples"] if line in record["body"]]


def test_clean_of_nothing():
    done = scrapy("clean", "-", given=b" \n ")
    assert done.returncode == 3
    assert "rejected/empty" in done.stdout


# replay


def answer(writer: Writer, url: str, body: str, **more: Any) -> None:
    writer.add(url, body.encode(), headers=[("Content-Type", "text/html; charset=utf-8")], **more)


def test_replay_goes_the_way_of_a_crawl(place, tmp_path):
    """Sources by address, the generic extractor elsewhere, two versions in order, pages joined, the rest left out."""
    writer = Writer(tmp_path, "mixed")
    wire, feature = ((AJU / name).read_text() for name in ("wire.html", "feature.html"))
    answer(writer, WIRE, wire)
    answer(writer, "https://www.example.org/2026/story.html", feature.replace("ajunews", "example"))
    answer(writer, WIRE, wire.replace("3600원", "4100원"))
    answer(writer, "https://www.example.org/", "<html>front page</html>")
    answer(writer, "https://www.example.org/down", "<html>down</html>", status=503)
    writer.add("https://www.example.org/rss", b"<?xml version='1.0'?><rss/>", headers=[("Content-Type", "text/xml")])
    people = json.loads((PAGES / "people" / "pages.json").read_text())
    for name in ("pager.html", "pager-2.html", "pager-3.html"):
        body, kind = (PAGES / "people" / name).read_bytes(), people[name]["content_type"]
        writer.add(people[name]["url"], body, headers=[("Content-Type", kind)])
    writer.close()

    database = place | {"MONGO_DATABASE": f"{place['MONGO_DATABASE']}_replay"}
    out = tmp_path / "out.jsonl"
    done = scrapy("replay", str(tmp_path), "-O", str(out), environment=database)
    assert done.returncode == 0, done.stderr
    written = {record["source"]: record for record in map(json.loads, out.read_text().splitlines())}
    with MongoClient(place["MONGO_URI"]) as client:
        db = client[database["MONGO_DATABASE"]]
        stored = {record["source"]: record for record in db.articles.find()}
        run = db.runs.find_one()
        client.drop_database(db)
    assert set(stored) == {"ajunews", "example.org", "people"}
    assert stored["ajunews"]["revision"] == 2, "the later version came later"
    assert "4100원" in stored["ajunews"]["title"]
    assert written["ajunews"]["_id"] == stored["ajunews"]["_id"]
    assert stored["example.org"]["extraction"]["by"]["body"] != "rules"
    assert stored["ajunews"]["raw"]["archive"].startswith("mixed-")
    gold = json.loads((PAGES / "people" / "pager.gold.json").read_text())
    assert stored["people"]["body"].split("\n\n") == gold["body"], "three pages are one article"
    assert run["counts"] == {"stored": 3, "updated": 1}
    skipped = {name.rsplit("/", 1)[1] for name in run["stats"] if name.startswith("news/replay/skipped/")}
    assert skipped == {"list", "http_503", "feed", "further_page"}


def test_replay_without_rules_and_without_database(tmp_path):
    out = tmp_path / "out.jsonl"
    done = scrapy("replay", str(AJU), "--no-rules", "-a", "dry_run=1", "-O", str(out), "-s", f"DATA_DIR={tmp_path}/var")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(records) >= 3
    assert {record["source"] for record in records} == {"ajunews"}
    assert not [record for record in records if "rules" in record["extraction"]["by"].values()]
    assert not (tmp_path / "var").exists()


def test_replay_says_where_it_stopped_following_pages(tmp_path):
    writer = Writer(tmp_path, "ring")
    for page in range(1, 56):
        extra = f'<div class="pages"><a href="?page={page + 1}">다음</a></div>'
        answer(writer, f"http://127.0.0.1:9/article/ring?page={page}", article(f"ring{page}", extra=extra))
    writer.close()
    out = tmp_path / "out.jsonl"
    done = scrapy("replay", str(tmp_path), "-a", "dry_run=1", "-O", str(out), "-s", "SPIDER_MODULES=tests.site_spider")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in out.read_text().splitlines()]
    truncated = {record["requested_url"]: record["truncated"] for record in records}
    assert truncated["http://127.0.0.1:9/article/ring?page=1"] == "pager", "there are more than 50"
    assert truncated["http://127.0.0.1:9/article/ring?page=55"] == "pager", "the next one is not in the archive"


def test_replay_of_nothing(tmp_path):
    (tmp_path / "junk.warc.gz").write_bytes(b"junk" * 100)
    done = scrapy("replay", str(tmp_path / "junk.warc.gz"), "-a", "dry_run=1")
    assert done.returncode == 1
    assert "is no WARC file" in done.stderr


def test_replay_answers_every_page_of_the_corpus(tmp_path):
    corpus = ROOT.parent / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("../shared is not here")
    out = tmp_path / "out.jsonl"
    done = scrapy("replay", str(corpus / "pages.warc.gz"), "-a", "dry_run=1", "-O", str(out))
    assert done.returncode == 0, done.stderr
    urls = {json.loads(line)["requested_url"] for line in out.read_text().splitlines()}
    assert urls == {json.loads(gold.read_text())["url"] for gold in (corpus / "gold").glob("*.json")}


# what reads the database


def test_show(crawled, capsys):
    code, out, _ = command(capsys, crawled, "show", "ajunews", "-n", "3")
    assert code == 0
    assert "2 articles, 1 duplicates, 0 revisions, 1 rejects, 4 leads, 2 runs" in out
    for words in ("아주경제 · 2026-11-", "is a copy of", "soft_404", "nothing new", "2 stored"):
        assert words in out
    code, out, _ = command(capsys, crawled, "show", "nosuch")
    assert code == 0
    assert "0 articles" in out


def test_ledger(crawled, capsys):
    code, out, _ = command(capsys, crawled, "ledger")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "ajunews: 4 found = 0 pending + 0 leased + 4 with a fate"
    assert {"stored 2", "duplicate/near 1", "rejected/soft_404 1", "due 0"} <= set(lines)
    assert any(line.startswith("newest article 2026-11-") for line in lines)
    assert command(capsys, crawled, "ledger", "nosuch")[1] == "no leads of nosuch\n"


def test_ledger_of_a_source_under_way(mongo_uri, database, capsys, tmp_path):
    at = datetime.now(UTC)
    lead = {"source": "hani", "url": "https://hani.kr/1", "found_at": at - timedelta(hours=3), "next_visit_at": at}
    failed = {"failure": {"word": "failed", "reason": "timeout"}}
    database.leads.insert_many(
        [
            lead | {"_id": "hani:1", "state": "pending"} | failed,
            lead | {"_id": "hani:2", "state": "pending", "found_at": at, "url": "https://hani.kr/2"},
            lead | {"_id": "hani:3", "state": "leased", "next_visit_at": at + timedelta(minutes=9)},
            lead | {"_id": "hani:4", "state": "settled", "fate": {"word": "stored", "reason": ""}} | failed,
            lead | {"_id": "mk:1", "source": "mk", "state": "settled"},
        ]
    )
    database.workers.insert_one({"_id": "hani#0", "worker": "here-1", "until": at + timedelta(minutes=9)})
    place = {"MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name, "NEWS_DATA_DIR": str(tmp_path)}
    code, out, _ = command(capsys, place, "ledger", "hani", "nosuch")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0 and lines[0] == "hani: 4 found = 2 pending + 1 leased + 1 with a fate"
    assert "oldest pending found 3 h 0 min ago https://hani.kr/1" in lines
    assert {"due 3", "to be tried again: timeout 2", "newest article none", "no leads of nosuch"} <= set(lines)
    assert any(line.startswith("worker here-1 until") for line in lines)
    code, out, _ = command(capsys, place, "ledger", "mk")
    assert code == 1 and "! 1 leads are settled without a fate" in out


def test_export(crawled, capsys, tmp_path):
    code, out, _ = command(capsys, crawled, "export", "-o", "-")
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [record["source"] for record in records] == ["ajunews", "ajunews"]
    assert records[0]["published_at"] <= records[1]["published_at"]
    assert records[0]["published_at"].endswith("+00:00")
    file = tmp_path / "out.jsonl"
    narrowed = ("--source", "ajunews", "--lang", "ko", "--since", "2026-11-20", "--until", "2026-11-20")
    assert command(capsys, crawled, "export", "-o", str(file), *narrowed)[0] == 0
    days = {json.loads(line)["published_at"][:10] for line in file.read_text().splitlines()}
    assert days <= {"2026-11-20"}
    assert list(tmp_path.iterdir()) == [file]
    assert command(capsys, crawled, "export", "-o", "-", "--lang", "zh-Hant")[1] == ""
    assert command(capsys, crawled, "export", "-o", "-", "--since", "soon")[0] == 2
    assert command(capsys, crawled, "export")[0] == 2


@pytest.mark.parametrize("place", [ARTICLES, DUPLICATES])
def test_export_is_read_in_the_order_of_an_index(database, place):
    database.create_collection(place.name).create_indexes(list(place.indexes))
    database[place.name].insert_many(
        {"source": f"s{n % 3}", "lang": f"l{n % 2}", "content_hash": str(n), "published_at": datetime.now(UTC)}
        for n in range(20)
    )
    for asked in ({}, {"source": {"$in": ["s0", "s1"]}}, {"published_at": {"$lte": datetime.now(UTC)}}):
        found = database[place.name].find(export.indexed(database, place.name, asked)).sort("published_at", 1)
        plan = json.dumps(found.explain()["queryPlanner"]["winningPlan"], default=str)
        assert '"SORT"' not in plan and "COLLSCAN" not in plan
        assert len(list(found)) == database[place.name].count_documents(asked)


def test_export_dates():
    class Options:
        source = lang = changed_since = None
        since, until = "2026-03-01", "2026-03-02"

    bounds = export.query(Options)["published_at"]
    assert bounds["$gte"].isoformat() == "2026-03-01T00:00:00+00:00"
    assert bounds["$lte"].isoformat() == "2026-03-02T23:59:59.999000+00:00"
    Options.until = "later"
    with pytest.raises(UsageError):
        export.query(Options)


def test_without_a_database_commands_say_one_sentence(capsys, tmp_path):
    nowhere = {"MONGO_URI": "mongodb://127.0.0.1:1/", "MONGO_DATABASE": "x", "NEWS_DATA_DIR": str(tmp_path)}
    code, out, err = command(capsys, nowhere, "show")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert "does not answer" in err


def test_mongo_by_hand(tmp_path, capsys):
    own = {"MONGO_URI": "", "MONGO_DATABASE": "news", "NEWS_DATA_DIR": str(tmp_path / "var")}
    assert command(capsys, own, "mongo", "status")[0] == 1
    code, out, err = command(capsys, own, "mongo", "start")
    assert code == 0, err
    try:
        with MongoClient(out.strip()) as client:
            assert client.admin.command("ping")["ok"] == 1
        assert out.strip() in command(capsys, own, "mongo", "status")[1]
    finally:
        stopped = command(capsys, own, "mongo", "stop")
    assert stopped[1] == "stopped\n"
    assert command(capsys, own, "mongo", "restart")[0] == 2


def test_archive(tmp_path, capsys):
    nowhere = {"MONGO_URI": "", "MONGO_DATABASE": "x", "NEWS_DATA_DIR": str(tmp_path)}
    packed = tmp_path / "archive" / "aju.warc.gz"
    assert command(capsys, nowhere, "archive", str(AJU), "--pack", str(packed))[0] == 0
    code, out, _ = command(capsys, nowhere, "archive", "aju.warc.gz")
    assert code == 0
    assert out.count("https://www.ajunews.com/") == len(json.loads((AJU / "pages.json").read_text()))
    code, _, err = command(capsys, nowhere, "archive", str(AJU / "wire.html"))
    assert code == 1
    assert "is no WARC file" in err


# house rules


def test_all_sources_keep_the_house_rules(capsys, tmp_path):
    nowhere = {"MONGO_URI": "", "MONGO_DATABASE": "x", "NEWS_DATA_DIR": str(tmp_path)}
    code, out, _ = command(capsys, nowhere, "check_sources")
    assert code == 0, out
    assert out.endswith("sources keep the house rules\n")
    assert command(capsys, nowhere, "check_sources", "nosuch")[0] == 2


class Careless(NewsSpider):
    """A source that breaks every rule."""

    name = "sloppy"
    publisher, language, timezone, encoding = "엉망일보", "kr", "Asia/Soul", "utf-9"
    sources: ClassVar[list[Kind]] = [Feed("feed.xml")]
    article_url = r"/view/(\d+)"
    canonical = "https://a.kr/{id}"
    rules: ClassVar[list[Rules]] = [Rules(body="div[", since="2024")]
    expect = Expect(articles=(9, 3), filled={"colour": 2.0})

    def parse(self, response: Any) -> None:
        """A method."""


def test_each_broken_house_rule_is_named(tmp_path):
    found = check_sources.check(Careless, tmp_path)
    assert {rule for rule, _ in found} == {
        "file",
        "identity",
        "discovery",
        "selectors",
        "expectation",
        "manners",
        "hooks",
        "pages",
    }
    text = "\n".join(what for _, what in found)
    for words in ("test_commands.py", "엉망일보", "'kr'", "Asia/Soul", "utf-9", "feed.xml", "no (?P<id>", "'div['"):
        assert words in text
    for words in ("'2024' is no ISO day", "(9, 3)", "'colour'", "2.0", "robots says nothing", "parse", "pages.json"):
        assert words in text


def test_every_pattern_gives_what_canonical_uses():
    class Uneven(Careless):
        article_url = (r"a\.kr/(?P<path>\w+)/(?P<id>\d+)", r"m\.a\.kr/(?P<id>\d+)")
        canonical = "https://a.kr/{path}/{id}"

    lacking = [what for _, what in check_sources.check(Uneven) if "canonical" in what]
    assert lacking == [f"canonical uses path, which article_url {Uneven.article_url[1]!r} does not give"]


# the terminal


def test_columns_of_wide_characters():
    assert width("한글 abc 中文") == 13
    assert fit("한글 뉴스 기사", 8) == "한글 뉴…"
    assert fit("짧다", 8) == "짧다"
    assert table([("한글", 1, "x"), ("ab", 22, "y")], indent="") == "한글   1  x\nab    22  y"
    assert table([]) == ""
    text = "오늘 아침 서울 " * 10 + "今天上午在北京举行的会议" * 10
    lines = wrapped(text, 30)
    assert all(width(line) <= 30 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
