"""What waited in the spool is stored as if it came in now, and once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from crawler.items import Article, Fate
from crawler.ledger.rules import document_of
from crawler.mongo import open_mongo
from pipelines.dedup import IN_FLIGHT, Finder
from pipelines.drain import Drain
from pipelines.entries import Entry, moment, record_of, reject_of
from pipelines.fingerprints import MongoIndex
from pipelines.spool import Spool
from pipelines.writer import Writer
from tests.stories import article, edited, story, text
from tests.trials.lab import Lab, wait_until
from tests.trials.paper import Paper, PaperSource


def made(number: int | str, seed: int, share: float = 0.0, **more: Any) -> Article:
    title, sentences = story(seed)
    return article(number, title, text(edited(sentences, share, seed)), **more)


def drained(settings: Settings, folder: Path, before: Sequence[Article], *files: Sequence[Entry]) -> list[list[str]]:
    """Store what came in before, spool the files, drain; what was told of each file."""
    told: list[list[str]] = []

    async def remember(entries: Sequence[Entry], ours: bool) -> None:
        told.append([f"{entry.key} {entry.fate}" for entry in entries])
        assert ours

    async def main() -> None:
        mongo = await open_mongo(settings)
        index, writer = MongoIndex(mongo), Writer(mongo)
        await index.open()
        await writer.open()
        if before:
            await Finder(index).judge(before)
            await writer.write([Entry("articles", record_of(item)) for item in before])
        spool = Spool(folder, "hani")
        for file in files:
            spool.save(file)
        await Drain(spool, index, writer, remember)()
        assert not spool.files()
        await mongo.close()

    asyncio.run(main())
    return told


def entry(item: Article) -> Entry:
    return Entry("duplicates" if item.fate else "articles", record_of(item))


def test_copies_that_came_in_meanwhile_are_found(settings: Settings, database: Any, tmp_path: Path) -> None:
    """The first of a story is now what is stored; in the spool lie a near and an equal copy, and one of the other."""
    stored = [made("first", 1, source="yna"), made("other", 2, source="yna")]
    waited = [entry(made(1, 1, share=0.2)), entry(made(2, 2)), entry(made(3, 3)), entry(made(4, 3, share=0.2))]
    was_a_copy = made(5, 5, fate=Fate("duplicate", "near"), duplicate_of="sina:5", similarity=0.8)  # never stored
    [told] = drained(settings, tmp_path, stored, [*waited, entry(was_a_copy)])
    assert told == [
        "hani:1 duplicate/near", "hani:2 duplicate/exact", "hani:3 stored", "hani:4 duplicate/near", "hani:5 stored"
    ]  # fmt: skip
    assert {d["_id"] for d in database.articles.find()} == {"yna:first", "yna:other", "hani:3", "hani:5"}
    copies = {d["_id"]: (d["duplicate_of"], d["story"]) for d in database.duplicates.find()}
    assert copies == {
        "hani:1": ("yna:first", "yna:first"), "hani:2": ("yna:other", "yna:other"), "hani:4": ("hani:3", "hani:3")
    }  # fmt: skip


def test_its_own_old_evidence_does_not_make_it_the_first(settings: Settings, database: Any, tmp_path: Path) -> None:
    """It was judged before the outage, and left its bands; an hour later a copy came in and was stored."""

    async def judged(item: Article) -> None:
        mongo = await open_mongo(settings)
        index = MongoIndex(mongo)
        await index.open()
        assert await Finder(index).judge([item]) == [None]
        await mongo.close()

    early = made(1, 1, share=0.2)
    asyncio.run(judged(early))
    long_ago = moment() - 2 * IN_FLIGHT
    database.fingerprints.update_one({"_id": "hani:1"}, {"$set": {"at": long_ago}})
    [told] = drained(settings, tmp_path, [made("first", 1, source="yna")], [entry(early)])
    assert told == ["hani:1 duplicate/near"]
    assert database.duplicates.find_one()["duplicate_of"] == "yna:first"


def test_versions_rejects_and_old_records(settings: Settings, database: Any, tmp_path: Path) -> None:
    """Two versions of one article in two files, one that was written although its answer was lost, a rejected page, and
    a record of an older schema."""
    written, later = made(1, 1), made(2, 7, fetched_at=made(2, 2).fetched_at + timedelta(hours=1))
    rejected = made(3, 3, fate=Fate("rejected", "no_text"))
    old = entry(made(4, 4))
    old.document = {k: v for k, v in old.document.items() if k != "gone_since"} | {"schema": 1}
    unsure = entry(made(1, 1))
    unsure.tried = True
    reject = Entry("rejects", reject_of(rejected, rejected.fate))
    told = drained(settings, tmp_path, [written], [unsure, entry(made(2, 2)), reject, old], [entry(later)])
    assert told == [
        ["hani:1 unchanged", "hani:2 stored", "hani:3 rejected/no_text", "hani:4 stored"],
        ["hani:2 updated"],
    ]
    assert database.articles.count_documents({}) == 3 and not database.duplicates.count_documents({})
    assert [d["_id"] for d in database.revisions.find()] == ["hani:2@1"]
    assert database.articles.find_one({"_id": "hani:4"})["schema"] == 2


def test_a_killed_drain_loses_nothing_and_the_next_one_stores_nothing_twice() -> None:
    """1,500 records wait and their leads are due; a run that drains them is killed in the middle, another one ends."""
    pages = 1500
    with Lab("drain: killed in the middle") as lab, Paper(pages) as paper:
        records, leads = [], []
        for number in range(1, pages + 1):
            lead = PaperSource.lead_for(f"{paper.url}/article/{number}")
            assert lead
            item = made(number, number, source="paper", url=lead.url, published_at=moment(), fetched_at=moment())
            records.append(Entry("articles", record_of(item)))
            waiting = document_of(lead, moment()) | {"failure": {"word": "failed", "reason": "spooled"}}
            leads.append({"_id": lead.key} | waiting)
        spool = Spool(lab.folder / "spool", "paper")
        for start in range(0, pages, 300):
            spool.save(records[start : start + 300])
        lab.db.leads.insert_many(leads)

        first = lab.start(paper)
        assert wait_until(lambda: lab.db.articles.estimated_document_count() >= 400 or not first.running(), 100)
        first.kill()
        stored = lab.db.articles.count_documents({})
        assert 400 <= stored < pages and spool.files()
        last, code = lab.run(paper)
        assert code == 0, last.log[-3000:]
        assert not spool.files()
        assert lab.db.articles.count_documents({}) == pages
        assert not lab.db.duplicates.count_documents({}) and not lab.db.revisions.count_documents({})
        assert not paper.fetched(), "what was drained is not fetched again"
        books = lab.books()
        assert books.total() == pages and set(books) <= {"stored", "unchanged"}
        assert books["stored"] >= pages - 300  # a batch may have been written, and its leads not yet settled
        assert lab.db.leads.find_one({"_id": "paper:1"})["next_visit_at"] > moment()
