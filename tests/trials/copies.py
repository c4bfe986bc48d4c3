"""Are copies found, and nothing else? ``python -m tests.trials.copies [--stories N] [--seed N] [--memory]``.

Judges generated wire stories (tests/trials/wire.py) as the dedup stage does, with the index in memory and the one in an
embedded MongoDB: N stories, a copy of each in every known way, and texts that only look like copies. Prints recall by
kind of copy, false copies by kind of look-alike, and both over all. Exit code 1 below PRECISION or RECALL.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

from scrapy.settings import Settings

from crawler.items import Article
from crawler.mongo import open_mongo
from pipelines.dedup import Finder
from pipelines.entries import Entry, record_of
from pipelines.fingerprints import MemoryIndex, MongoIndex, Verdict
from pipelines.likeness import content_hash
from pipelines.writer import Writer
from tests.trials import lexicon, wire

PRECISION, RECALL = 0.995, 0.95
DAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
PAPERS = tuple(f"paper{n}" for n in range(12))
BATCH = 100


@dataclass(frozen=True)
class Case:
    """``story`` is what a copy must be found to belong to: that of its article."""

    kind: str
    story: str
    article: Article
    copy: bool = False


@dataclass
class Score:
    """Counts by kind. ``astray``: copies that were found, of another story."""

    items: Counter[str]
    found: Counter[str]
    false: Counter[str]
    astray: int = 0

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / max(sum(self.items[kind] for kind in wire.COPIES), 1)

    @property
    def precision(self) -> float:
        right = sum(self.found.values())
        return right / max(right + sum(self.false.values()) + self.astray, 1)

    @property
    def good(self) -> bool:
        return self.precision >= PRECISION and self.recall >= RECALL


def article(number: int, story: wire.Story, source: str, when: datetime) -> Article:
    made = Article(
        id=f"{source}:{number}", source=source, url=f"https://{source}.example/{number}", lang=story.language
    )
    made.title, made.body, made.published_at = story.title, story.body, when
    made.fetched_at, made.requested_url = when, made.url
    made.extraction = {"by": {"title": "rules", "body": "rules"}, "quality": 1.0, "version": 1}
    made.content_hash = content_hash(made.title, made.body, made.id)
    made.story = made.id
    return made


def cases(stories: int, seed: int) -> tuple[list[Case], list[Case]]:
    """The stories, and what comes after them, each in the order of arrival."""
    rng = random.Random(seed)
    first: list[Case] = []
    later: list[Case] = []
    number = 0

    def put(place: list[Case], kind: str, group: str, story: wire.Story, hours: float, copy: bool = False) -> None:
        nonlocal number
        number += 1
        source = rng.choice(PAPERS) if copy or kind in wire.LIKE else "wire"
        place.append(Case(kind, group, article(number, story, source, DAY + timedelta(hours=hours)), copy))

    for n in range(stories):
        language = wire.LANGUAGES[(0, 1, 0, 2, 0, 1, 2)[n % 7]]
        base, start = wire.base(f"{seed}.{n}", language), rng.uniform(0, 12)
        put(first, "first", str(n), base, start)
        for kind, copied in wire.COPIES.items():
            if kind != "other script" or language != "ko":
                put(later, kind, str(n), copied(base, rng), start + rng.uniform(0, 36), copy=True)
        for kind, like in wire.LIKE.items():
            put(later, kind, f"{n}.{kind}", like(base, rng), start + rng.uniform(0, 36))
    for kind in lexicon.REPORTS:
        for language in wire.LANGUAGES:
            for n in range(max(stories // 25, 2)):
                story = wire.report(kind, language, f"{seed}.{kind}.{n}")
                put(later, f"report: {kind}", f"{kind}.{language}.{n}", story, rng.uniform(0, 60))
    rng.shuffle(later)
    return first, later


def scored(some: Sequence[Case], verdicts: Sequence[Verdict | None]) -> Score:
    story_of = {case.article.id: case.story for case in some}
    score = Score(Counter(case.kind for case in some), Counter(), Counter())
    for case, verdict in zip(some, verdicts, strict=True):
        if verdict and case.copy and story_of[verdict.duplicate_of] == case.story:
            score.found[case.kind] += 1
        elif verdict and case.copy:
            score.astray += 1
        elif verdict:
            score.false[case.kind] += 1
    return score


async def in_memory(some: Sequence[Case]) -> list[Verdict | None]:
    finder, verdicts = Finder(MemoryIndex()), []
    for start in range(0, len(some), BATCH):
        verdicts += await finder.judge([case.article for case in some[start : start + BATCH]])
    return verdicts


async def in_mongo(some: Sequence[Case], settings: Settings) -> list[Verdict | None]:
    """Each batch is stored before the next comes."""
    mongo = await open_mongo(settings)
    index, writer, verdicts = MongoIndex(mongo), Writer(mongo), []
    await index.open()
    finder = Finder(index, remember=0)  # as if each batch were of another run
    for start in range(0, len(some), BATCH):
        batch = [case.article for case in some[start : start + BATCH]]
        found = await finder.judge(batch)
        verdicts += found
        await writer.write([entry(item, verdict) for item, verdict in zip(batch, found, strict=True)])
    await mongo.close()
    return verdicts


def entry(item: Article, verdict: Verdict | None) -> Entry:
    if verdict is None:
        return Entry("articles", record_of(item))
    copied = {"duplicate_of": verdict.duplicate_of, "similarity": verdict.similarity, "story": verdict.story}
    return Entry("duplicates", record_of(item) | copied)


def table(score: Score) -> str:
    lines = [f"{'copies':28}{'items':>7}{'found':>7}{'recall':>9}"]
    for kind in wire.COPIES:
        items, found = score.items[kind], score.found[kind]
        lines.append(f"{kind:28}{items:7}{found:7}{found / max(items, 1):9.3f}")
    lines.append(f"{'look-alikes':28}{'items':>7}{'false':>7}")
    likes = [kind for kind in score.items if kind not in wire.COPIES]
    lines += [f"{kind:28}{score.items[kind]:7}{score.false[kind]:7}" for kind in sorted(likes)]
    lines.append(f"{'copies of another story':28}{'':7}{score.astray:7}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stories", type=int, default=1200, metavar="N", help="how many (default: 1200)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, other stories (default: 1)")
    parser.add_argument("--memory", action="store_true", help="only the index in memory")
    args = parser.parse_args()
    first, later = cases(args.stories, args.seed)
    some = first + later
    sizes = sorted(len(case.article.body) for case in first)
    middle = sizes[len(sizes) // 2]
    print(
        f"{len(first)} stories of {sizes[0]} to {sizes[-1]} characters (median {middle}), {len(later)} texts after them"
    )
    good = True
    for place in ("memory",) if args.memory else ("memory", "MongoDB"):
        start = perf_counter()
        if place == "memory":
            verdicts = asyncio.run(in_memory(some))
        else:
            with tempfile.TemporaryDirectory() as folder:
                settings = Settings({"MONGO_URI": "", "MONGO_DATABASE": "copies", "DATA_DIR": folder})
                verdicts = asyncio.run(in_mongo(some, settings))
        score = scored(some, verdicts)
        print(f"\nindex in {place}, {perf_counter() - start:.0f} s\n{table(score)}")
        print(f"precision {score.precision:.4f} (goal {PRECISION})  recall {score.recall:.4f} (goal {RECALL})")
        good = good and score.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
