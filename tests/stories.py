"""Made-up wire stories in Korean and Chinese, and the ways in which portals change them."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from crawler.items import Article
from pipelines.likeness import content_hash

DAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
_KO_WORDS = """
정부 국회 서울 부산 검찰 경찰 시장 기업 은행 금리 물가 수출 반도체 자동차 조선 선박 의원 대통령 장관
위원회 법안 예산 조사 결과 발표 회의 협상 합의 노조 파업 임금 교육 학교 대학 학생 병원 의사 환자 백신
날씨 폭우 지진 화재 사고 구조 피해 주민 지역 개발 주택 아파트 분양 대출 투자 주식 지수 환율 달러 유가
미국 중국 일본 북한 외교 정상 회담 군사 훈련 미사일 우주 위성 발사
"""
_KO_VERB_WORDS = """
밝혔다 전했다 설명했다 강조했다 지적했다 요구했다 추진한다 검토했다 늘었다 줄었다 올랐다 내렸다
합의했다 거부했다
"""
_ZH_WORDS = """
政府 国会 北京 上海 经济 市场 企业 银行 利率 物价 出口 半导体 汽车 造船 船舶 议员 总统 部长 委员会 法案
预算 调查 结果 发布 会议 谈判 协议 工会 罢工 工资 教育 学校 大学 学生 医院 医生 患者 疫苗 天气 暴雨
地震 火灾 事故 救援 损失 居民 地区 开发 住宅 贷款 投资 股票 指数 汇率 美元 油价 美国 韩国 日本 外交
首脑 会谈 军事 训练 导弹 航天 卫星 发射 增长 下降 表示 指出 强调 要求 推进 研究 公布
"""
_KO, _KO_VERBS, _ZH = _KO_WORDS.split(), _KO_VERB_WORDS.split(), _ZH_WORDS.split()
_KO_ENDS = ("은", "는", "이", "가", "을", "를", "에", "의", "로", "와", "에서", "까지", "부터", "도")
TO_TRADITIONAL = str.maketrans(
    "国会经济场业银价进导体车议员总统长员预调结发谈协罢资教学医药疫气灾损开贷汇韩训练弹射卫",
    "國會經濟場業銀價進導體車議員總統長員預調結發談協罷資教學醫藥疫氣災損開貸匯韓訓練彈射衛",
)


def korean(rng: random.Random, sentences: int) -> list[str]:
    made = []
    for _ in range(sentences):
        words = [rng.choice(_KO) + rng.choice(_KO_ENDS) for _ in range(rng.randint(6, 11))]
        if rng.random() < 0.4:
            words.insert(3, f"{rng.randint(2, 9999)}억원")
        made.append(" ".join([*words, rng.choice(_KO_VERBS)]) + ".")
    return made


def chinese(rng: random.Random, sentences: int) -> list[str]:
    made = []
    for _ in range(sentences):
        words = [rng.choice(_ZH) for _ in range(rng.randint(9, 16))]
        if rng.random() < 0.4:
            words.insert(3, f"{rng.randint(2, 9999)}万元")
        made.append("".join(words[:5]) + "，" + "".join(words[5:]) + "。")
    return made


def story(seed: int, language: str = "ko", sentences: int = 24) -> tuple[str, list[str]]:
    """(title, sentences) of a story; the same seed gives the same."""
    rng = random.Random(f"{language}-{seed}")
    make = korean if language == "ko" else chinese
    title = " ".join(rng.sample(_KO, 5)) if language == "ko" else "".join(rng.sample(_ZH, 6))
    return title, make(rng, sentences)


def text(sentences: list[str]) -> str:
    return "\n\n".join("".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def edited(sentences: list[str], share: float, seed: int, language: str = "ko") -> list[str]:
    """Another desk's version: this share of the sentences is written anew."""
    rng = random.Random(seed)
    changed = list(sentences)
    for i in rng.sample(range(len(changed)), round(share * len(changed))):
        changed[i] = (korean if language == "ko" else chinese)(rng, 1)[0]
    return changed


def article(number: int | str, title: str, body: str, source: str = "hani", **more: Any) -> Article:
    """An article as it comes to the dedup stage, hashed."""
    made = Article(
        id=f"{source}:{number}", source=source, publisher="한겨레", url=f"https://{source}.kr/{number}",
        requested_url=f"https://{source}.kr/{number}", lang="ko", title=title, body=body, published_at=DAY,
        fetched_at=DAY,
        extraction={"by": {"title": "rules", "body": "rules"}, "quality": 1.0, "version": 1},
    )  # fmt: skip
    for name, value in more.items():
        setattr(made, name, value)
    made.content_hash = content_hash(made.title, made.body, made.id)
    made.story = made.id
    return made
