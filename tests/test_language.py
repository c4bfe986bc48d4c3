from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Article, Fate
from crawler.rules import Profile
from pipelines.language import DetectLanguage, detect

CASES = [
    ("봄꽃이 예년보다 일찍 피었다고 기상청이 밝혔다.", None, "ko"),
    ("大韓民國 國會는 三日 豫算案을 議決했다. 與野는 合意文을 發表하고 國民에게 謝過한다고 宣言했다.", None, "ko"),
    ("國民은 首席代辯人의 論評을 통해 政府를 批判했다", "zh-Hant", "ko"),
    ("北 核實驗 强力 糾彈… 首腦 緊急 會同", "ko", "ko"),
    ("삼성전자 Galaxy S25 Ultra, CES 2026 Best of Innovation Award 수상", "ko", "ko"),
    ("BTS 컴백", "ko", "ko"),
    ("气象部门表示，今年春天的花比往年开得早，市民纷纷前往公园观赏。", None, "zh-Hans"),
    ("氣象部門表示，今年春天的花比往年開得早，市民紛紛前往公園觀賞。", None, "zh-Hant"),
    ("演员洪吉童(홍길동)与成春香(성춘향)主演的电视剧《春天》(봄이 오는 소리)在首尔举行发布会。", None, "zh-Hans"),
    ("演員洪吉童(홍길동)與成春香(성춘향)主演的電視劇《春天》(봄이 오는 소리)在首爾舉行記者會。", None, "zh-Hant"),
    ("韓團成員洪吉童（홍길동）、成春香（성춘향）、林巨正（임꺽정）今日入伍", None, "zh-Hant"),
    ("日本作家山田花子（やまだ はなこ）今日在台北舉行簽書會，讀者大排長龍，現場氣氛熱烈。", None, "zh-Hant"),
    ("外交部發言人表示，簡體字「国际关系」一詞的用法，與台灣的寫法並不相同，應予說明。", None, "zh-Hant"),
    ("中國時報", None, "zh-Hant"),
    ("你好", None, "zh-Hans"),
    ("你好", "zh-Hant", "zh-Hant"),
    ("気象庁は三日、桜の開花が平年より早いと発表した。公園には大勢の人が訪れている。", None, "ja"),
    ("日経平均続落", "ja", "ja"),
    ("The weather office said on Monday that flowers are blooming earlier than usual this spring.", "ko", "en"),
    ("The word 'jeong'(정) is hard to translate into English, scholars of the language say.", "ko", "en"),
    ("Cơ quan khí tượng cho biết mùa xuân năm nay hoa nở sớm hơn mọi năm ở thủ đô Seoul.", "ko", "vi"),
    ("Метеорологи сообщили, что этой весной цветы распустились раньше обычного.", "ko", "ru"),
    ("", "ko", "ko"),
    ("12:30", None, "und"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "prior", "lang"), CASES)
def test_hard_and_plain_texts(text: str, prior: str | None, lang: str) -> None:
    assert detect(text, "", prior)[0] == lang


def test_a_long_chinese_text_of_a_korean_source_is_chinese() -> None:
    assert detect("气象部门表示，今年春天的花比往年开得早。" * 5, "早春", "ko")[0] == "zh-Hans"


def test_the_evidence_says_what_decided() -> None:
    _, evidence = detect("봄꽃이 피었다")
    assert (evidence["by"], evidence["shares"]) == ("scripts", {"hangul": 1.0})
    _, evidence = detect("氣象部門表示，春天的花開得早。")
    assert evidence["traditional"] > evidence["simplified"] == 0
    _, evidence = detect("國民은 首席代辯人의 論評을 통해 政府를 批判했다")
    assert evidence["by"] == "langdetect"
    assert evidence["langdetect"]["ko"] > 0.5
    assert detect("北核實驗", prior="ko")[1]["by"] == "prior"


def test_langdetect_gives_the_same_answer_every_time() -> None:
    text = "LG, CES 2026 keynote"
    assert len({json.dumps(detect(text), sort_keys=True) for _ in range(10)}) == 1


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_a_tag(text: str) -> None:
    lang, evidence = detect(text, "", "ko")
    assert lang
    assert evidence["by"] in ("scripts", "langdetect", "prior")


class Stats(dict[str, int]):
    def inc_value(self, key: str) -> None:
        self[key] = self.get(key, 0) + 1


def test_the_stage_fills_lang_and_lets_settled_items_pass() -> None:
    stats = Stats()
    stage = DetectLanguage(stats)  # type: ignore[arg-type]
    item = stage.process_item(Article(title="봄", body="봄꽃이 피었다", profile=Profile(language="ko")))
    assert (item.lang, item.evidence.language["by"]) == ("ko", "scripts")
    settled = Article(title="봄", fate=Fate("rejected", "not_html"))
    assert stage.process_item(settled) is settled
    assert settled.lang == ""
    assert stats == {"news/language/ko": 1}


GOLD = Path(__file__).parents[2] / "shared/corpus/gold"


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/corpus is not here")
def test_every_real_page_is_known_without_a_prior() -> None:
    wrong = {}
    for path in sorted(GOLD.glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        lang, evidence = detect("\n\n".join(page["body"]), page["title"])
        if lang != page["language"]:
            wrong[page["id"]] = (lang, evidence)
    assert wrong == {}
