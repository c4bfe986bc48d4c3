"""The real engine against a real local site: every list and every page ends in a named fate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from scrapy.utils.project import get_project_settings

from tests.engine import Job, Outcome, crawl
from tests.server import Site


def jobs(url: str) -> dict[str, Job]:
    def job(spider: str = "testsite", settings: dict[str, Any] | None = None, **arguments: Any) -> Job:
        return Job(spider, {"base": url} | arguments, settings or {})

    return {
        "feed": job(lists="feed"),
        "broken lists": job(lists="bad_feed,html_feed,missing,feed"),
        "list": job(lists="list"),
        "overlap": job(lists="feed,overlap"),
        "delayed": job(lists="feed", base=url.replace("127.0.0.1", "localhost")),
        "endless": job(lists="endless"),
        "sitemap": job(lists="sitemap"),
        "api": job(lists="api"),
        "api until": job(lists="api", until="2026-10-04"),
        "api since": job(lists="api", since="2026-10-06"),
        "since": job(lists="feed", since="2026-10-05", until="2026-10-05T09:30"),
        "bad": job(lists="bad"),
        "paged": job(lists="paged"),
        "limit": job(lists="many,feed", limit="7"),
        "days": job(lists="days", since="2026-08-01", until="2026-10-05"),
        "limited days": job(lists="days", since="2020-01-01", limit="3"),
        "one": job(url=f"{url}/article/77?utm_source=x"),
        "one unknown": job(url=f"{url}/elsewhere/9"),
        "forbidden": job("forbiddensite", lists="feed"),
        "overridden": job("forbiddensite", {"ALLOW_FORBIDDEN": "forbiddensite"}, lists="feed"),
        "hook raises": job("brokensite", lists="feed"),
        "hook raises late": job("brokensite", lists="paged"),
        "no browser": job(lists="feed", render="1", settings={"CHROMIUM": "/nowhere/chromium"}),
        "bad date": job(lists="feed", since="yesterday"),
        "wrong window": job(lists="feed", since="2026-10-05", until="2026-10-01"),
    }


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def run(site: Site) -> dict[str, Any]:
    """All crawls, side by side in one process; ``log`` is what it wrote."""
    wanted = jobs(site.url)
    outcomes, log = crawl(*wanted.values())
    return dict(zip(wanted, outcomes, strict=True)) | {"log": log}


def test_every_lead_is_accounted_for(run: dict[str, Any]) -> None:
    for name, outcome in run.items():
        if isinstance(outcome, Outcome) and "one" not in name:
            fates, found = outcome.news("lead"), outcome.news("discovery")
            outside = fates.pop("skipped/outside_dates", 0)
            taken = sum(fates.values())
            assert taken + outcome.counts.get("pending", 0) >= found.get("leads", 0), name
            assert "leased" not in outcome.counts, name
            assert outside >= 0


def test_a_feed(run: dict[str, Any], site: Site) -> None:
    outcome = run["feed"]
    assert outcome.ids == ["1", "2", "3", "4", "5"]
    assert outcome.news("discovery") == {"ok": 1, "leads": 5, "new": 5}
    assert {item["url"] for item in outcome.items} == {f"{site.url}/article/{n}?x=1" for n in range(1, 6)}
    assert all("임시회" in item["pages"][0] for item in outcome.items)  # the hook prepare()
    assert outcome.stats["finish_reason"] == "finished"


def test_lists_that_fail_are_counted_and_the_others_go_on(run: dict[str, Any]) -> None:
    outcome = run["broken lists"]
    assert outcome.news("discovery") == {
        "malformed/no_links": 1,
        "malformed/html": 1,
        "failed/http_404": 1,
        "ok": 1,
        "incomplete": 1,
        "leads": 5,
        "new": 5,
    }
    assert outcome.ids == ["1", "2", "3", "4", "5"]
    assert "discovery malformed/html" in run["log"]


def test_a_paged_list_ends_where_a_page_brings_nothing_new(run: dict[str, Any]) -> None:
    outcome = run["list"]
    assert outcome.ids == ["10", "11", "12", "13", "20", "21", "22", "23"]
    assert outcome.news("discovery")["ok"] == 3
    assert outcome.news("discovery")["foreign"] == 3  # the video, once a page


def test_a_list_goes_deeper_than_what_a_feed_of_the_same_run_had(run: dict[str, Any]) -> None:
    assert run["overlap"].ids == ["1", "2", "3", "4", "5", "70", "71", "72"]


def test_a_crawl_delay_in_robots_txt_is_kept(run: dict[str, Any]) -> None:
    assert run["delayed"].news("robots") == {"crawl_delay": 0.2}
    assert len(run["delayed"].items) == 5
    assert run["feed"].news("robots") == {}


def test_endless_pagination_is_bounded(run: dict[str, Any]) -> None:
    assert run["endless"].news("discovery")["ok"] == 7
    assert len(run["endless"].items) == 7


def test_a_sitemap_index_with_gzip_children(run: dict[str, Any]) -> None:
    assert run["sitemap"].ids == ["42", "43", "44", "45"]
    assert run["sitemap"].news("discovery")["ok"] == 3


def test_an_api_with_post_and_paging(run: dict[str, Any]) -> None:
    assert run["api"].ids == ["61", "62", "63"]
    assert run["api"].news("discovery")["incomplete"] == 3


def test_dates_are_filtered_before_fetching(run: dict[str, Any]) -> None:
    assert run["api until"].news("lead") == {"skipped/outside_dates": 3}  # newer than asked for: the pages go on
    assert run["api since"].news("lead") == {"skipped/outside_dates": 1}  # older: nothing further is asked
    assert run["since"].ids == ["1", "2", "3", "4", "5"]


def test_every_bad_page_has_a_fate(run: dict[str, Any]) -> None:
    outcome = run["bad"]
    assert outcome.news("lead") == {
        "rejected/empty": 2,
        "rejected/not_html": 1,
        "failed/too_large": 2,
        "failed/http_404": 1,
        "failed/http_403": 1,
        "failed/redirect_loop": 1,
        "failed/data_loss": 1,
        "failed/timeout": 1,
        "failed/robots": 1,
        "skipped/not_stored": 2,
    }
    assert outcome.counts["pending"] == 2  # timeout and data loss are tried again later
    assert outcome.stats["finish_reason"] == "finished"
    lying = next(item for item in outcome.items if item["id"] == "testsite:lying")
    assert "99번 기사의 1번째 문단이다" in lying["pages"][0]


def test_articles_of_several_pages_are_joined_in_order(run: dict[str, Any]) -> None:
    items = {item["id"].partition(":")[2]: item for item in run["paged"].items}

    def parts(name: str) -> list[str]:
        return [re.findall(r"<p>(\w+)번", page)[0] for page in items[name]["pages"]]

    assert parts("parts") == ["part1", "part2", "part3"]
    assert parts("chain") == ["chain1", "chain2", "chain3"]
    assert [items[name]["truncated"] for name in ("parts", "chain", "half", "ring")] == [None, None, "pager", "pager"]
    assert len(items["half"]["pages"]) == 1
    assert parts("gap") == ["gap1", "gap3"]
    assert items["gap"]["truncated"] == "pager"
    assert len(items["ring"]["pages"]) <= 50


def test_limit(run: dict[str, Any]) -> None:
    assert len(run["limit"].items) == 7
    assert run["limit"].counts["pending"] > 100


def test_a_list_for_each_day(run: dict[str, Any]) -> None:
    assert run["days"].news("discovery")["ok"] == 66
    assert run["days"].ids == ["10", "11", "12", "13"]
    assert len(run["limited days"].items) == 3
    assert run["limited days"].news("discovery")["ok"] <= 64  # of more than 2000


def test_one_article_by_its_address(run: dict[str, Any], site: Site) -> None:
    (item,) = run["one"].items
    assert (item["id"], item["url"]) == ("testsite:77", f"{site.url}/article/77")
    assert item["requested_url"] == f"{site.url}/article/77?utm_source=x"
    (item,) = run["one unknown"].items
    assert re.fullmatch(r"127\.0\.0\.1:[0-9a-f]{16}", item["id"])
    assert run["one"].news("discovery") == run["one unknown"].news("discovery") == {}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("forbidden", "forbiddensite forbids crawling: its terms say no"),
        ("no browser", "there is none at /nowhere/chromium"),
        ("bad date", "bad argument"),
        ("wrong window", "is after until"),
    ],
)
def test_a_crawl_that_cannot_be_is_refused_in_one_sentence(run: dict[str, Any], name: str, words: str) -> None:
    assert run[name].stats["finish_reason"] == "refused"
    assert run[name].items == []
    assert words in run["log"]


def test_a_forbidden_source_can_be_overridden_by_name(run: dict[str, Any]) -> None:
    assert len(run["overridden"].items) == 5


def test_a_hook_that_raises_fails_its_lead_only(run: dict[str, Any]) -> None:
    assert run["hook raises"].news("lead") == {"failed/spider_error": 5}
    assert run["hook raises"].stats["finish_reason"] == "finished"
    assert run["hook raises"].stats["spider_exceptions/RuntimeError"] == 5


def test_a_hook_that_raises_after_a_later_page_failed_fails_its_lead_too(run: dict[str, Any]) -> None:
    outcome = run["hook raises late"]
    assert outcome.news("lead") == {"failed/spider_error": outcome.news("discovery")["leads"]}
    assert outcome.news("summary") == {}


def test_the_log_is_clean(run: dict[str, Any]) -> None:
    log = run["log"]
    assert "Overridden settings" not in log
    assert "never awaited" not in log
    assert "Deprecat" not in log
    raised = set(re.findall(r"^(\w+(?:Error|Exception|Warning)): ", log, re.M))
    assert raised <= {"RuntimeError"}  # the hook's


def test_through_all_stages_into_mongodb(mongo_uri: str, database: Any) -> None:
    stages = dict(get_project_settings()["ITEM_PIPELINES"])
    for path in stages:
        pytest.importorskip(path.rpartition(".")[0])
    settings = {"DRY_RUN": False, "MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name, "ITEM_PIPELINES": stages}
    with Site() as site:
        ((run,), log) = crawl(Job("testsite", {"base": site.url, "lists": "feed,bad"}, settings))
    fates = run.news("lead")
    assert sum(fates.values()) == 18, log[-3000:]
    assert sum(n for fate, n in fates.items() if fate.startswith(("stored", "duplicate"))) == 6  # the lying one, too
    assert fates["rejected/empty"] == 2
    assert fates["rejected/not_html"] == 1
    assert database.articles.count_documents({}) + database.duplicates.count_documents({}) == 6
    assert database.rejects.count_documents({}) == sum(n for f, n in fates.items() if f.startswith("rejected"))
    assert fates == {f: n for f, n in run.counts.items() if f != "pending"} | {
        f: n for f, n in fates.items() if f in ("failed/timeout", "failed/data_loss")
    }
    article = database.articles.find_one({"_id": "testsite:1"})
    assert article["title"] == "시의회, 1번 안건 통과…1월부터 시행"
    assert article["body"].count("\n\n") == 5


def test_runs_on_mongodb_go_on_where_the_last_one_stopped(mongo_uri: str, database: Any) -> None:
    settings = {"DRY_RUN": False, "MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name}
    with Site() as site:

        def run(**arguments: Any) -> Outcome:
            return crawl(Job("testsite", {"base": site.url, "lists": "feed"} | arguments, settings))[0][0]

        first = run(limit="2")
        assert len(first.items) == 2
        assert first.counts["pending"] == 3
        second = run()
        assert len(second.items) == 3
        assert set(first.ids).isdisjoint(second.ids)
        third = run()
        assert third.items == []
        assert third.news("discovery") == {"not_modified": 1}
        assert site.hits["GET", "/rss.xml"] == 3
        assert sum(n for (_, path), n in site.hits.items() if path.startswith("/article/")) == 5
        assert database.leads.count_documents({"state": "settled"}) == 5


def test_a_list_that_leads_back_to_its_beginning_has_been_walked_to_its_end(mongo_uri: str, database: Any) -> None:
    settings = {"DRY_RUN": False, "MONGO_URI": mongo_uri, "MONGO_DATABASE": database.name}
    with Site() as site:
        first, again = (crawl(Job("testsite", {"base": site.url, "lists": "circle"}, settings))[0][0] for _ in (1, 2))
        assert first.news("discovery") == {"ok": 3, "leads": 3, "new": 3}
        assert again.news("discovery") == {"ok": 1, "leads": 1}, "its first page brings nothing new"
        assert database.lists.count_documents({}) == 0
