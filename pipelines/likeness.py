"""What two texts are compared by: a hash of the normalised text, its 5-grams and their minimum hashes, its figures.

Texts are compared after NFKC, in letters and digits only, casefolded, Traditional characters folded to Simplified.
Hashes and bands are kept in databases: what this module computes does not change without a migration.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

ROWS, BANDS = 3, 24
"""Texts half alike share a band in 96 of 100 cases. Unrelated articles have 0.2 % of their 5-grams in common (our
golden pages): less than one of 200,000 shares one."""
SHINGLE = 5
LONG = 400
"""Normalised characters from which near-duplicate evidence is good."""
TITLED = 100
"""Below so many characters a text has no near-duplicate evidence, and the title is part of what must be equal: such a
body can be mere boilerplate."""
MUTE = 20
"""Below so many characters a text says nothing (galleries): it equals no other."""
SIMILAR = 0.5
CANDIDATE, CONTAINED = 0.4, 0.75
"""From CANDIDATE to SIMILAR, the shorter text must be in the other to this share, or they must begin alike."""
LEAD, BEGUN = 120, 0.5
"""So many characters are a beginning, and this share of each must be in the other text. What is new stands first: a
follow-up has a beginning of its own, and shares the background that ends it."""
STRICTER = 0.1
"""How much more a text that is not LONG must have in common."""
TOLD = 0.3
"""Short texts of two sources under one title must have this much in common: else two writers told one event."""
AROUND, AGREE = 4, 0.6
"""Where two texts have the same letters around a number, so many before and after, it must be the same number in this
share of the cases: one form, filled in anew every day, is no copy. (An edit takes the letters away with the number.)"""
FIGURES = 48
"""Of more numbers than this, a sample is compared."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_bits = random.Random(20261122).getrandbits  # whose sequence does not change from release to release
_A = np.array([[_bits(32) | 1] for _ in range(ROWS * BANDS)], np.uint32)
_B = np.array([[_bits(32)] for _ in range(ROWS * BANDS)], np.uint32)
_WEIGHTS = np.array([_bits(64) | 1 for _ in range(SHINGLE)], np.uint64)
_ROW_WEIGHTS = np.array([_bits(64) | 1 for _ in range(ROWS)], np.uint64)
_AROUND_WEIGHTS = np.array([_bits(64) | 1 for _ in range(2 * AROUND)], np.uint64)


def _table() -> np.ndarray[Any, np.dtype[np.uint32]]:
    """What each character of the basic plane becomes; 0 for what is no letter and no digit."""
    table = np.array([c if chr(c).isalnum() else 0 for c in range(0x10000)], np.uint32)
    for line in Path(__file__).with_name("fold.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for traditional, simplified in line.split():
                table[ord(traditional)] = ord(simplified)
    return table


_TABLE = _table()


@lru_cache(256)  # hash, grams and title of one article ask in turn
def codes(text: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The code points of the normalised text."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    values = np.frombuffer(plain.encode("utf-32-le", "ignore"), np.uint32)
    if len(values) and values.max() > 0xFFFF:
        kept = "".join(c for c in plain if c <= "\uffff" or c.isalnum())
        values = np.frombuffer(kept.encode("utf-32-le", "ignore"), np.uint32)
        folded = np.where(values > 0xFFFF, values, _TABLE[values & 0xFFFF])
    else:
        folded = _TABLE[values]
    return folded[folded != 0]


def _digest(*parts: np.ndarray[Any, Any] | bytes) -> bytes:
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(part if isinstance(part, bytes) else part.tobytes())
        state.update(b"\0\0\0\xff")  # no code point
    return state.digest()


def content_hash(title: str, body: str, key: str) -> str:
    """32 hex digits that texts have in common which differ only in spaces, punctuation, case, width and script.

    ``key`` is the article's id; it counts for texts that say nothing.
    """
    text = codes(body)
    if len(text) >= TITLED:
        return _digest(text).hex()
    return _digest(codes(title), text, key.encode("utf-8", "ignore") if len(text) < MUTE else b"").hex()


def shingles(text: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The sorted, distinct 64-bit hashes of a text's 5-grams."""
    if len(text) < SHINGLE:
        return np.empty(0, np.uint64)
    wide = text.astype(np.uint64)
    last = len(wide) - SHINGLE + 1
    total = np.zeros(last, np.uint64)
    for i, weight in enumerate(_WEIGHTS):
        total += wide[i : i + last] * weight
    return _distinct(_scramble(total))


def _distinct(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """numpy.unique, three times faster."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def _scramble(values: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    values = (values ^ (values >> np.uint64(31))) * _MIX
    return values ^ (values >> np.uint64(29))


def minhash(grams: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The 72 minimum hashes of a text's 5-grams (at least one)."""
    return (_A * (grams >> np.uint64(32)).astype(np.uint32) + _B).min(axis=1)


def bands_of(signature: np.ndarray[Any, Any]) -> list[int]:
    """24 signed 64-bit numbers, each of three minimum hashes and of its place."""
    rows = signature.reshape(BANDS, ROWS).astype(np.uint64)
    mixed = _scramble((rows * _ROW_WEIGHTS).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX)
    return mixed.view(np.int64).tolist()


def figures(text: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The numbers of a text, sorted: 32 bits for the letters around one, 32 bits for the number."""
    digits = np.zeros(len(text) + 2, bool)
    digits[1:-1] = (text >= 48) & (text <= 57)
    edges = np.flatnonzero(digits[1:] != digits[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return np.empty(0, np.uint64)
    plain = text[~digits[1:-1]]
    letters = np.zeros(len(plain) + 2 * AROUND, np.uint64)
    letters[AROUND : AROUND + len(plain)] = plain
    places = starts - np.cumsum(ends - starts) + (ends - starts)  # how many letters stand before
    near = letters[places[:, None] + np.arange(2 * AROUND)]
    around = _scramble((near * _AROUND_WEIGHTS).sum(axis=1, dtype=np.uint64)) >> np.uint64(32)
    numbers = np.array([crc32(text[a:b].tobytes()) for a, b in zip(starts, ends, strict=True)], np.uint64)
    return _distinct(around << np.uint64(32) | numbers)[:FIGURES]


def contradict(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Whether two texts (their figures) give other numbers in the same places."""
    places = {value >> 32 for value in one.tolist()} & {value >> 32 for value in other.tolist()}
    same = {value >> 32 for value in {*one.tolist()} & {*other.tolist()}}
    return len(same) < AGREE * len(places)


@dataclass(slots=True, eq=False)
class Text:
    """What two texts are compared by."""

    source: str
    title: bytes
    """Digest of the normalised title; empty for a title too short to say anything."""
    length: int
    grams: np.ndarray[Any, np.dtype[np.uint64]]
    lead: np.ndarray[Any, np.dtype[np.uint32]]
    """The beginning, normalised."""
    figures: np.ndarray[Any, np.dtype[np.uint64]]

    @classmethod
    def of(cls, source: str, title: str, body: str) -> Text:
        name, text = codes(title), codes(body)
        named = _digest(name) if len(name) >= 8 else b""
        return cls(source, named, len(text), shingles(text), text[:LEAD].copy(), figures(text))

    def begins_in(self, other: Text) -> float:
        """The share of this text's beginning that is in the other."""
        grams = shingles(self.lead)
        return len(np.intersect1d(grams, other.grams, assume_unique=True)) / max(len(grams), 1)


def similarity(one: Text, other: Text) -> float | None:
    """The Jaccard similarity of two texts (0 to 1) if they are copies of one story, else None."""
    common = len(np.intersect1d(one.grams, other.grams, assume_unique=True))
    jaccard = common / max(len(one.grams) + len(other.grams) - common, 1)
    contained = common / max(min(len(one.grams), len(other.grams)), 1)
    shorter = min(one.length, other.length)
    more = 0.0 if shorter >= LONG else STRICTER
    alike = jaccard >= SIMILAR + more
    if jaccard >= CANDIDATE + more and not alike:
        alike = contained >= CONTAINED or min(one.begins_in(other), other.begins_in(one)) >= BEGUN
    titled = bool(one.title) and one.title == other.title  # within a source, title and day are not enough: series
    if shorter < TITLED:
        copies = titled and (one.source != other.source or contained >= SIMILAR)
    elif shorter < LONG:
        copies = alike or (titled and contained >= (SIMILAR if one.source == other.source else TOLD))
    else:
        copies = alike
    return round(jaccard, 4) if copies and not contradict(one.figures, other.figures) else None
