"""Copies of a story are found and nothing else is, in memory and in MongoDB alike."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from crawler.items import Article
from crawler.mongo import open_mongo
from pipelines import fingerprints
from pipelines.dedup import Finder
from pipelines.entries import Entry, record_of
from pipelines.fingerprints import MemoryIndex, MongoIndex, Verdict
from pipelines.likeness import Text, bands_of, codes, content_hash, contradict, figures, minhash, shingles, similarity
from pipelines.writer import Writer
from tests.stories import DAY, TO_TRADITIONAL, article, edited, story, text

Judge = Callable[[list[Article]], Awaitable[list[Verdict | None]]]


@pytest.fixture(params=["memory", "mongo"])
def judge(request: pytest.FixtureRequest) -> Callable[[list[list[Article]]], list[Verdict | None]]:
    """Judges batches one after the other, and stores what they bring, as the stages do; all verdicts in order."""

    async def in_memory(batches: list[list[Article]]) -> list[Verdict | None]:
        finder = Finder(MemoryIndex())
        return [verdict for batch in batches for verdict in await finder.judge(batch)]

    async def in_mongo(batches: list[list[Article]]) -> list[Verdict | None]:
        mongo = await open_mongo(request.getfixturevalue("settings"))
        index, writer, verdicts = MongoIndex(mongo), Writer(mongo), []
        await index.open()
        for batch in batches:  # a new finder each: as if by another run
            found = await Finder(index).judge(batch)
            verdicts += found
            await writer.write([_entry(a, v) for a, v in zip(batch, found, strict=True)])
        await mongo.close()
        return verdicts

    if request.param == "mongo":
        request.getfixturevalue("settings")
    return lambda batches: asyncio.run((in_memory if request.param == "memory" else in_mongo)(batches))


def _entry(item: Article, verdict: Verdict | None) -> Entry:
    if verdict is None:
        return Entry("articles", record_of(item))
    copied = {"duplicate_of": verdict.duplicate_of, "similarity": verdict.similarity, "story": verdict.story}
    return Entry("duplicates", record_of(item) | copied)


def made(number: int, seed: int, source: str = "hani", language: str = "ko", **more: Any) -> Article:
    title, sentences = story(seed, language)
    return article(number, title, text(sentences), source, **more)


def test_the_hash_sees_words_only() -> None:
    body = "한국은행은 기준금리를 3.5%로 동결했다. " * 8

    def same(one: str, other: str, title: str = "가", other_title: str = "가") -> bool:
        return content_hash(title, one, "a:1") == content_hash(other_title, other, "b:2")

    assert same(body, "  " + body.replace(". ", "!\n\n"), "가", "나")
    assert same("Ａ" * 100, "a" * 100)
    assert not same(body, body.replace("3.5", "3.6"))
    assert same("国会通过预算" * 20, "國會通過預算" * 20)
    assert same(body, "\ud800" + body + "😀")  # a broken character does not stop it
    assert not same(body, body + "𠀀")
    boilerplate = "저작권자 무단 전재 및 재배포를 금지합니다 제보는"
    assert same(boilerplate, boilerplate) and not same(boilerplate, boilerplate, "사진 한 장", "다른 사진")
    assert not same("", "")  # two galleries


@given(st.text(max_size=300))
def test_any_text_has_evidence(value: str) -> None:
    assert len(content_hash(value, value, value)) == 32
    grams = shingles(codes(value))
    assert len(set(grams.tolist())) == len(grams) and sorted(grams.tolist()) == grams.tolist()
    if len(grams):
        signature = minhash(grams)
        assert signature.shape == (72,) and signature.dtype == np.uint32
        assert len(bands_of(signature)) == 24 and all(-(2**63) <= band < 2**63 for band in bands_of(signature))


def test_the_estimate_is_the_similarity() -> None:
    rng = np.random.default_rng(7)
    for jaccard in (0.2, 0.5, 0.8):
        estimates = []
        for _ in range(100):
            common = int(2 * 1000 * jaccard / (1 + jaccard))
            values = rng.integers(0, 2**64, 2000, dtype=np.uint64)
            one, other = minhash(values[:1000]), minhash(values[1000 - common : 2000 - common])
            estimates.append(float(np.mean(one == other)))
        assert abs(float(np.mean(estimates)) - jaccard) < 0.02


def test_stored_bands_do_not_change_with_a_release() -> None:
    """They are in databases; a change of constants, table or numpy would make every copy a first."""
    body = "국회 본회의에서 예산안이 통과됐다고 国會が " * 30
    assert content_hash("제목", body, "a:1") == "4b41298b6bceb449ee34563ee666a8ec"
    assert bands_of(minhash(shingles(codes(body))))[:2] == [-4208738363290211759, -6864612249943065641]
    assert figures(codes("코스피 2,500.12"))[0] == 16227115467146509431


COPIES: dict[str, Callable[[int, str], tuple[str, str]]] = {
    "same": lambda n, lang: (story(n, lang)[0], text(story(n, lang)[1])),
    "headline": lambda n, lang: ("속보 다른 제목으로 나간 기사", text(story(n, lang)[1])),
    "byline": lambda n, lang: (story(n, lang)[0], "(서울=연합뉴스) 홍길동 기자 = " + text(story(n, lang)[1])),
    "tail cut": lambda n, lang: (story(n, lang)[0], text(story(n, lang)[1][:17])),
    "edited 10": lambda n, lang: (story(n, lang)[0], text(edited(story(n, lang)[1], 0.1, n, lang))),
    "edited 20": lambda n, lang: (story(n, lang)[0], text(edited(story(n, lang)[1], 0.2, n, lang))),
    "chrome": lambda n, lang: (
        story(n, lang)[0],
        text(story(n, lang)[1]) + "\n\n무단전재 및 재배포 금지\n\n구독하기 제보하기",
    ),
    "other script": lambda n, lang: (story(n, lang)[0], text(story(n, lang)[1]).translate(TO_TRADITIONAL)),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_found_across_sources(judge: Any, kind: str) -> None:
    languages = ("zh",) if kind == "other script" else ("ko", "zh")
    cases = [(n, language) for language in languages for n in range(20)]
    firsts = [made(f"{lang}{n}", n, "yna", lang) for n, lang in cases]
    copies = [article(f"{lang}{n}", *COPIES[kind](n, lang), "hani") for n, lang in cases]
    verdicts = judge([firsts, copies])
    assert verdicts[: len(firsts)] == [None] * len(firsts)
    found = [v.duplicate_of if v else None for v in verdicts[len(firsts) :]]
    right = sum(f == a.id for f, a in zip(found, firsts, strict=True))
    assert right >= 0.95 * len(cases)
    assert all(f in (None, a.id) for f, a in zip(found, firsts, strict=True))
    assert all(v is None or (v.story == v.duplicate_of and 0.4 <= v.similarity <= 1) for v in verdicts)


def test_other_stories_are_no_copies(judge: Any) -> None:
    items = [made(f"{lang}{n}", n, "yna", lang) for lang in ("ko", "zh") for n in range(60)]
    assert judge([items[:50], items[50:]]) == [None] * 120


def _report(number: int, rng: random.Random) -> Article:
    """A market report: one template, other figures."""
    v = [f"{rng.uniform(1, 9999):,.2f}" for _ in range(16)]
    lines = [
        f"20일 코스피지수는 전 거래일보다 {v[0]}포인트 오른 {v[1]}에 거래를 마쳤다.",
        f"유가증권시장에서 외국인은 {v[2]}억원어치를 순매수했고 기관은 {v[3]}억원어치를 순매도했다.",
        f"개인은 {v[4]}억원어치를 사들였다. 거래대금은 {v[5]}억원으로 집계됐다.",
        f"시가총액 상위 종목 가운데 삼성전자는 {v[6]}원에, 에스케이하이닉스는 {v[7]}원에 장을 마감했다.",
        f"코스닥지수는 {v[8]}포인트 내린 {v[9]}에 마감했으며 외국인이 {v[10]}억원어치를 순매도했다.",
        f"서울외환시장에서 원/달러 환율은 전 거래일보다 {v[11]}원 오른 {v[12]}원에 거래를 마감했다.",
        f"업종별로는 전기전자가 {v[13]}퍼센트, 운수장비가 {v[14]}퍼센트, 은행이 {v[15]}퍼센트 올랐다.",
        "증권업계 관계자는 미국 연방공개시장위원회 결과를 기다리는 관망 심리가 이어지고 있다고 말했다.",
    ]
    return article(f"r{number}", f"코스피 마감 시황 {number}보 {v[1]}선", " ".join(lines), "yna")


def test_one_template_with_other_figures_is_no_copy(judge: Any) -> None:
    rng = random.Random(1)
    reports = [_report(n, rng) for n in range(20)]
    alike = Text.of("a", "", reports[0].body), Text.of("a", "", reports[1].body)
    assert len(np.intersect1d(alike[0].grams, alike[1].grams)) > 0.5 * len(alike[0].grams)
    assert judge([reports[:10], reports[10:]]) == [None] * 20


def test_numbers_are_compared_where_the_words_are_the_same() -> None:
    def differ(one: str, other: str) -> bool:
        return contradict(figures(codes(one)), figures(codes(other)))

    quake = "20일 오전 9시 12분 경북 경주시 남쪽 8.4㎞ 지역에서 규모 3.1의 지진이 발생했다. 깊이는 13㎞로 추정된다."
    assert differ(
        quake, "21일 오전 7시 48분 경북 경주시 남쪽 6.2㎞ 지역에서 규모 2.4의 지진이 발생했다. 깊이는 9㎞로 추정된다."
    )
    assert not differ(quake, quake.replace("13㎞", "12㎞"))  # a correction
    assert not differ(quake, "기상청은 20일 오전 9시 12분께 경주 부근에서 지진이 났다고 밝혔다. 1978년 이후 51번째다.")
    assert not differ("总额达到1,234亿元，同比增长5.6%", "總額達到１２３４億元，同比增長５．６％")
    assert not differ("", quake)


def test_a_follow_up_is_no_copy_and_a_heavy_edit_is(judge: Any) -> None:
    """Both have about 44 % of their 5-grams in common with the first; one begins with news."""
    title, old = story(5, sentences=40)
    new = story(6, sentences=16)[1]
    first = article(1, title, text(old), "yna")
    follow_up = article(2, "이튿날 새 소식", text(new + old[16:]), "hani")
    heavy = article(3, "다른 제목으로 나간 기사", text(old[:10] + story(9, sentences=16)[1] + old[26:]), "mk")
    verdicts = judge([[first], [follow_up, heavy]])
    assert [v and v.duplicate_of for v in verdicts] == [None, None, "yna:1"]


def test_short_texts_have_evidence_of_their_own(judge: Any) -> None:
    title, sentences = story(7, sentences=6)
    first = article(1, title, text(sentences), "yna")
    copy = article(2, "다른 제목으로 나간 기사", text(sentences[:5]), "hani")
    told = article(3, title, text(story(8, sentences=6)[1]), "mk")  # another text under the same title
    verdicts = judge([[first], [copy, told]])
    assert [v and v.duplicate_of for v in verdicts] == [None, "yna:1", None]


def test_a_report_on_its_way_elsewhere_does_not_swallow_the_next(settings: Settings) -> None:
    """Its text cannot be read yet; its print says that the figures are others."""
    rng = random.Random(2)

    async def main() -> list[Verdict | None]:
        mongo = await open_mongo(settings)
        index = MongoIndex(mongo)
        await index.open()
        found = [await Finder(index).judge([_report(n, rng)]) for n in range(3)]  # three workers, nothing stored
        await mongo.close()
        return [verdict for [verdict] in found]

    assert asyncio.run(main()) == [None, None, None]


def test_two_at_once_leave_one(judge: Any) -> None:
    title, sentences = story(1)
    batch = [article(n, f"{n} {title}", text(edited(sentences, 0.05, n)), f"paper{n}") for n in range(6)]
    same = [article(n, title, text(story(2)[1]), f"paper{n}") for n in range(6, 12)]
    verdicts = judge([batch + same])
    assert [v is None for v in verdicts].count(True) == 2
    first = next(a.id for a, v in zip(batch, verdicts, strict=False) if v is None)
    assert {v.duplicate_of for v in verdicts[:6] if v} == {first}
    assert {(v.duplicate_of, v.reason, v.similarity) for v in verdicts[7:]} == {("paper6:6", "exact", 1.0)}


@pytest.mark.parametrize("judge", ["mongo"], indirect=True)
def test_an_article_is_no_copy_of_itself_and_a_copy_stays_one(judge: Any) -> None:
    title, sentences = story(3)
    first, copy = article(1, title, text(sentences), "yna"), article(2, title, text(edited(sentences, 0.1, 1)), "hani")
    again = article(1, title, text(edited(sentences, 0.1, 5)), "yna")  # edited by its own portal
    other = article(2, title, text(story(99)[1]), "hani")  # rewritten altogether, and still where it was
    verdicts = judge([[first], [copy], [first, copy], [again], [other]])
    assert [v and v.reason for v in verdicts] == [None, "near", None, "kept", None, "kept"]
    assert {v.duplicate_of for v in verdicts if v} == {"yna:1"}


def test_short_texts_need_title_and_day(judge: Any) -> None:
    title, short = "국회 본회의 오늘 오후 다시 열려", "국회는 오늘 오후 2시에 본회의를 다시 연다고 밝혔다."
    first = article(1, title, short, "yna")
    longer = article(2, title, short + " 여야는 의사일정에 합의했으며 안건은 모두 열두 건이다.", "hani")
    headline = article(3, "여야 다시 만난다", short[:-3] + " 전했다", "mk")
    week_later = article(4, title, "내일 열린다고 한다.", "mk", published_at=DAY + timedelta(days=7))
    series = article(5, title, "위원장이 의사봉을 두드리고 있다. 사진=뉴스", "yna")
    midnight = article(6, title, "본회의가 다시 열린다.", "donga", published_at=DAY + timedelta(hours=22))
    verdicts = judge([[first], [longer, headline, week_later, series, midnight]])
    assert [v and v.duplicate_of for v in verdicts] == [None, "yna:1", None, None, None, "yna:1"]


def test_days_apart_is_another_story(judge: Any) -> None:
    near = made(2, 4, "hani", published_at=DAY + timedelta(days=3))
    far = article(3, *COPIES["edited 10"](4, "ko"), "mk", published_at=DAY + timedelta(days=30))
    verdicts = judge([[made(1, 4, "yna")], [near, far]])
    assert [v and v.duplicate_of for v in verdicts] == [None, "yna:1", None]


def test_boilerplate_neither_hides_a_copy_nor_piles_up_candidates(
    settings: Settings, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 texts share a paragraph, and with it bands; the copy of one of them is found all the same."""
    monkeypatch.setattr(fingerprints, "CROWD", 3)
    boilerplate = text(story(1000, sentences=12)[1])
    items = [article(n, f"{n}", text(story(n)[1]) + boilerplate, "yna") for n in range(300)]

    async def main() -> tuple[list[Verdict | None], MongoIndex]:
        mongo = await open_mongo(settings)
        index, writer = MongoIndex(mongo), Writer(mongo)
        await index.open()
        for start in range(0, 300, 100):
            batch = items[start : start + 100]
            assert await Finder(index).judge(batch) == [None] * 100
            await writer.write([Entry("articles", record_of(item)) for item in batch])
        copy = article("copy", "x", text(edited(story(150)[1], 0.1, 1)) + boilerplate, "hani")
        verdicts = await Finder(index).judge([copy])
        await mongo.close()
        return verdicts, index

    verdicts, index = asyncio.run(main())
    assert verdicts[0] is not None and verdicts[0].duplicate_of == "yna:150"
    assert index._crowded


def test_two_workers_with_like_texts_leave_one(settings: Settings) -> None:
    """Both look at the same moment, before either has stored anything."""

    async def main() -> int:
        mongos = [await open_mongo(settings) for _ in range(2)]
        finders = [Finder(MongoIndex(mongo)) for mongo in mongos]
        await MongoIndex(mongos[0]).open()
        left = 0
        for n in range(20):
            title, sentences = story(n)
            pair = [article(n, title, text(edited(sentences, 0.05, i)), f"paper{i}") for i in range(2)]
            found = await asyncio.gather(*(f.judge([a]) for f, a in zip(finders, pair, strict=True)))
            left += sum(verdict is None for [verdict] in found)
        for mongo in mongos:
            await mongo.close()
        return left

    assert asyncio.run(main()) in (20, 21)  # no lock is taken; a pair in a window of a millisecond may slip through


def test_similarity_of_short_and_empty_texts() -> None:
    empty = Text.of("a", "", "")
    assert similarity(empty, empty) is None
    assert similarity(Text.of("a", "같은 제목의 기사입니다", ""), Text.of("b", "같은 제목의 기사입니다", "")) == 0.0
