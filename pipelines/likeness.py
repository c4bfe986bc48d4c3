"""What two texts are compared by: a hash of the normalised text, minimum hashes of its 5-grams, its numbers.

Texts are compared after NFKC, in letters and digits only, casefolded, Traditional characters folded to Simplified.
Hashes and bands are kept in databases: what this module computes does not change without a migration.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

ROWS, BANDS = 4, 24
SHINGLE = 5
LONG = 400
"""Normalised characters from which near-duplicate evidence is good."""
TITLED = 100
"""Below so many characters the title is part of what must be equal: such a body can be mere boilerplate."""
MUTE = 20
"""Below so many characters a text says nothing (galleries): it equals no other."""
SIMILAR = 0.5
CANDIDATE, CONTAINED = 0.4, 0.75
"""From CANDIDATE to SIMILAR, the shorter text must be contained in the other to this share."""
NUMBERS, AGREE = 5, 0.6
"""Texts that both have so many numbers must share this much of them: one template, other figures, is no copy."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_bits = random.Random(20261122).getrandbits  # whose sequence does not change from release to release
_A = np.array([[_bits(32) | 1] for _ in range(ROWS * BANDS)], np.uint32)
_B = np.array([[_bits(32)] for _ in range(ROWS * BANDS)], np.uint32)
_WEIGHTS = np.array([_bits(64) | 1 for _ in range(SHINGLE)], np.uint64)
_ROW_WEIGHTS = np.array([_bits(64) | 1 for _ in range(ROWS)], np.uint64)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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
    grams = np.sort(_scramble(total))  # three times faster than numpy.unique
    return grams[np.concatenate(([True], grams[1:] != grams[:-1]))]


def _scramble(values: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    values = (values ^ (values >> np.uint64(31))) * _MIX
    return values ^ (values >> np.uint64(29))


def minhash(grams: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The 96 minimum hashes of a text's 5-grams (at least one)."""
    return (_A * (grams >> np.uint64(32)).astype(np.uint32) + _B).min(axis=1)


def bands_of(signature: np.ndarray[Any, Any]) -> list[int]:
    """24 signed 64-bit numbers, each of four minimum hashes and of its place."""
    rows = signature.reshape(BANDS, ROWS).astype(np.uint64)
    mixed = _scramble((rows * _ROW_WEIGHTS).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX)
    return mixed.view(np.int64).tolist()


@dataclass(slots=True, eq=False)
class Text:
    """What two texts are compared by."""

    source: str
    title: bytes
    """Digest of the normalised title; empty for a title too short to say anything."""
    length: int
    grams: np.ndarray[Any, np.dtype[np.uint64]]
    numbers: frozenset[str]

    @classmethod
    def of(cls, source: str, title: str, body: str) -> Text:
        name, text = codes(title), codes(body)
        numbers = frozenset(_NUMBER.findall(unicodedata.normalize("NFKC", body)))
        return cls(source, _digest(name) if len(name) >= 8 else b"", len(text), shingles(text), numbers)


def similarity(one: Text, other: Text) -> float | None:
    """The Jaccard similarity of two texts (0 to 1) if they are copies of one story, else None."""
    common = len(np.intersect1d(one.grams, other.grams, assume_unique=True))
    smaller = min(len(one.grams), len(other.grams))
    jaccard = common / max(len(one.grams) + len(other.grams) - common, 1)
    contained = common / max(smaller, 1)
    if min(len(one.numbers), len(other.numbers)) >= NUMBERS:
        shared = len(one.numbers & other.numbers) / min(len(one.numbers), len(other.numbers))
        if shared < AGREE:
            return None
    if one.length >= LONG and other.length >= LONG:
        copies = jaccard >= SIMILAR or (jaccard >= CANDIDATE and contained >= CONTAINED)
    else:  # one of them is short: title and day; within a source, the texts must be alike too (series of photographs)
        copies = bool(one.title) and one.title == other.title
        copies = copies and (one.source != other.source or contained >= SIMILAR)
    return round(jaccard, 4) if copies else None
