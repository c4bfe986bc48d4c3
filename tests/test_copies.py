"""The trial of copies in small: its stories are what they claim to be, and dedup tells copies from look-alikes."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.trials import copies, wire


def test_copies_are_found_and_look_alikes_are_not() -> None:
    first, later = copies.cases(30, seed=7)
    assert (first, later) == copies.cases(30, seed=7)
    some = first + later
    score = copies.scored(some, asyncio.run(copies.in_memory(some)))
    assert score.good, copies.table(score)
    assert set(wire.COPIES) | set(wire.LIKE) < set(score.items)


def test_a_score_counts_every_mistake() -> None:
    first, later = copies.cases(2, seed=7)
    some = first + later
    nothing = copies.scored(some, [None] * len(some))
    assert nothing.recall == 0 and not nothing.good
    key = first[0].article.id
    everything = copies.scored(some, [copies.Verdict("near", key, key, 1.0)] * len(some))
    assert everything.precision < 0.5 and everything.astray == sum(case.copy and case.story != "0" for case in later)


@pytest.mark.parametrize("language", wire.LANGUAGES)
def test_stories_have_their_lengths_and_scripts(language: str) -> None:
    stories = [wire.base(str(n), language) for n in range(40)]
    assert all(300 <= len(story.body) <= 3200 for story in stories)
    assert len({story.body for story in stories}) == 40
    text = "".join(story.body for story in stories)
    assert {"ko": "했다", "zh-Hans": "进", "zh-Hant": "進"}[language] in text
    assert "{" not in text and "=" not in text and "/" not in text
    if language != "ko":
        other = wire.script(stories[0], random.Random(1))
        assert other.language != language
        assert abs(len(other.sentences) - len(stories[0].sentences)) <= 1  # the words of the other script are longer


def test_particles_follow_the_sound() -> None:
    assert (
        wire.particle("정부은/는 물량을/를 서울으로/로 부산으로/로 대학와/과 학교와/과")
        == "정부는 물량을 서울로 부산으로 대학과 학교와"
    )
