"""Which language an article is in: by its scripts, by langdetect where they leave it open, by its source if short."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from langdetect import DetectorFactory, LangDetectException, detect_langs
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.items import Article

DetectorFactory.seed = 0  # else langdetect changes its mind between runs

SAMPLE = 2500
"""Characters of the text that are looked at."""
SHORT = 40
"""Han characters below which a text without kana and Hangul may be a Korean or Japanese headline."""

_RUNS = {
    "hangul": re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+"),
    "kana": re.compile("[\u3041-\u309f\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9f]+"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"),
    "other": re.compile("[\u0370-\u052f\u0590-\u06ff\u0900-\u109f\u1780-\u17ff]+"),
}
_PARTICLE = re.compile("[\u4e00-\u9fff](?:[은는을를의에와과]|이[ 라며다]|가 |으?로|하[다고며여]|했[다고])|[다요까]\\.")
_PARTICLE_JA = re.compile("[\u4e00-\u9fff\u30a1-\u30fa][のをにはがとでもへや]")
_ASIDE = re.compile(r"[（(《][^（()）《》]{0,40}[)）》]")
_URL = re.compile(r"https?://[!-~]{1,300}|[!-?A-~]{1,64}@[!-~]{1,100}")


def detect(text: str, title: str = "", prior: str | None = None) -> tuple[str, dict[str, Any]]:
    """The BCP 47 tag of a text (``und`` where there is nothing to go by) and the evidence for it.

    ``prior`` is the source's language; it decides only what the text leaves open. Evidence: ``shares`` of the scripts
    (0 to 1), ``by`` (scripts, langdetect or prior), ``langdetect`` {tag: probability} where it was asked,
    ``simplified`` and ``traditional`` counts of characters for Chinese.
    """
    sample = _URL.sub(" ", f"{title}\n{text[:SAMPLE]}")
    count = {name: sum(map(len, runs.findall(sample))) for name, runs in _RUNS.items()}
    total = sum(count.values())
    evidence: dict[str, Any] = {"shares": {k: round(v / total, 3) for k, v in count.items() if v}, "by": "scripts"}
    if not total:
        evidence["by"] = "prior"
        return prior or "und", evidence
    hangul, kana, han = count["hangul"], count["kana"], count["han"]
    eastern = hangul + kana + han
    if count["latin"] / 3 + count["other"] > eastern:  # three Latin letters say about as much as one character
        return _western(sample, eastern, prior, evidence)
    if kana > 2 and kana > hangul and _japanese(sample, kana, han):
        return "ja", evidence
    if hangul >= 0.5 * eastern:
        return "ko", evidence
    if hangul > 0.05 * eastern and hangul > 2:
        plain = _ASIDE.sub(" ", sample)  # Chinese puts Korean names into brackets
        share = sum(map(len, _RUNS["hangul"].findall(plain))) / eastern
        guess = _ask(plain, evidence)
        if guess == "ko" and (share > 0.3 or _PARTICLE.search(plain) or (share and prior == "ko")):
            return "ko", evidence
        if guess not in ("zh", "ko") and prior == "ko":
            return "ko", evidence
    elif not hangul and han < SHORT and prior in ("ko", "ja"):
        evidence["by"] = "prior"
        return prior, evidence
    return _chinese(sample, prior, evidence), evidence


def _western(sample: str, eastern: int, prior: str | None, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Latin and further alphabets: langdetect, but a very short text only confirms."""
    if prior and prior[:2] in ("ko", "zh", "ja") and len(sample) < 200 and eastern > 0.07 * len(sample):
        evidence["by"] = "prior"  # a headline full of brand names
        return prior, evidence
    guess = _ask(sample, evidence)
    if len(sample) >= 30 and guess and guess not in ("zh", "ko", "ja"):
        return guess, evidence
    if eastern and prior:
        evidence["by"] = "prior"
        return prior, evidence
    return "en" if evidence["shares"].get("latin", 0) > 0.5 else guess or "und", evidence


def _japanese(sample: str, kana: int, han: int) -> bool:
    """Kana as grammar, not only as names: most of the text, or particles behind Han characters."""
    if kana > 0.4 * (kana + han):
        return True
    return kana > 0.02 * (kana + han) and len(_PARTICLE_JA.findall(sample)) > (kana + han) // 200


def _ask(sample: str, evidence: dict[str, Any]) -> str | None:
    """langdetect's first choice, its variants of Chinese taken together."""
    evidence["by"] = "langdetect"
    try:
        guesses = detect_langs(sample)
    except LangDetectException:  # no letters that it knows
        return None
    evidence["langdetect"] = {guess.lang: round(guess.prob, 3) for guess in guesses}
    return guesses[0].lang.split("-")[0] if guesses else None


def _chinese(sample: str, prior: str | None, evidence: dict[str, Any]) -> str:
    """Simplified or Traditional, by characters that only one of the two national sets can write."""
    simplified, traditional = _scripts()
    evidence["simplified"] = sum(map(len, simplified.findall(sample)))
    evidence["traditional"] = sum(map(len, traditional.findall(sample)))
    if evidence["simplified"] == evidence["traditional"]:
        return prior if prior in ("zh-Hans", "zh-Hant") else "zh-Hans"
    return "zh-Hans" if evidence["simplified"] > evidence["traditional"] else "zh-Hant"


@cache
def _scripts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the characters that only GB 2312 and only Big5 encode."""
    only: tuple[list[str], list[str]] = ([], [])
    for code in range(0x4E00, 0xA000):
        char = chr(code)
        in_gb, in_big5 = (bool(char.encode(name, "ignore")) for name in ("gb2312", "big5"))
        if in_gb != in_big5:
            only[0 if in_gb else 1].append(char)
    return re.compile(f"[{''.join(only[0])}]"), re.compile(f"[{''.join(only[1])}]")


class DetectLanguage:
    """Stage 3: fills ``lang``."""

    def __init__(self, stats: StatsCollector):
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DetectLanguage:
        assert crawler.stats
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        if item.fate is not None:
            return item
        item.lang, item.evidence.language = detect(item.body, item.title, item.profile.language)
        self.stats.inc_value(f"news/language/{item.lang}")
        return item
