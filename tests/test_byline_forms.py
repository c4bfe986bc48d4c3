"""Forms of bylines by the cause that made them hard to read: unusual names, offices, labels of dates, lists.

Names are written as one string, ``" / "`` between them.
"""

from __future__ import annotations

import pytest

from pipelines import people

LINES = {
    # Korean names of four and five syllables, before a title
    "하늬바람 기자": "하늬바람",
    "마루누리 기자/ maru@hanbit.example": "마루누리",
    "박한빛나라 기자/ nara@hanbit.example": "박한빛나라",
    "김하늘별·박초롱빛 기자": "김하늘별 / 박초롱빛",
    "하늬바람·연무진 기자": "하늬바람 / 연무진",
    "연무진, 하늬바람 기자": "연무진 / 하늬바람",
    "한빛일보 김하늘별 기자": "김하늘별",
    "다온누리(hanbit) 시민기자": "다온누리",
    # places that no list has
    "연무진 기자 mujin@hanbit.example, 들미=탁이안 기자": "연무진 / 탁이안",
    "해림=선우해솔 기자 · 카인네스(영국)=탁가야 특파원": "선우해솔 / 탁가야",
    "(수원=한빛) 연무진 기자": "연무진",
    "입력시간 | 연무진 기자": "연무진",
    # names of two words
    "기자, 오웬 태슬리 & 연무진": "오웬 태슬리 / 연무진",
    "기자, 오웬 태슬리": "오웬 태슬리",
    "연무진 기자 & 탁이안 기자": "연무진 / 탁이안",
    # a paper, a desk or an office around a Chinese name
    "聞人芷、令狐伯遠 BBC中文特約記者": "聞人芷 / 令狐伯遠",
    "仝小满 青川日报特约记者": "仝小满",
    "万俟朝 见闻资深作者": "万俟朝",
    "鄒以恬 特約撰稿人": "鄒以恬",
    "（譯者：中央社鄒以恬）": "鄒以恬",
    "編譯：青川時報鄒以恬": "鄒以恬",
    "財經中心鄒以恬／綜合報導": "鄒以恬",
    "卜承翰 甘佳臻 報導 / 雲林縣": "卜承翰 / 甘佳臻",
    "卜承翰 甘佳臻 台北報導": "卜承翰 / 甘佳臻",
    "作者：南门知白 逯小雪（分别系青川大学文学院教授、博士研究生）": "南门知白 / 逯小雪",
    "作者：仝小满 边舒，分别系青川大学教授、讲师": "仝小满 / 边舒",
    "（作者仝小满、边舒分别为青川大学教授、副教授）": "仝小满 / 边舒",
    "作者：仝小满 边舒（单位：青川大学）": "仝小满 / 边舒",
    "（仝小满 作者为青川大学教授）": "仝小满",
    # labels of dates
    "文/東方冠豪 發布": "東方冠豪",
    "撰文：諸葛顥恩 2017/05/22 12:36 最後更新：2017/05/22 14:08": "諸葛顥恩",
    "作者 鄒以恬 發布於 2017/05/22": "鄒以恬",
    # names of other peoples, rare surnames
    "本报记者 娘吉措 通讯员 祁靖川": "娘吉措 / 祁靖川",
    "本报记者 才旦卓玛": "才旦卓玛",
    "青川日报记者 阿依古丽 边舒": "阿依古丽 / 边舒",
    # further hands and other words for writing
    "仝小满/文 边舒/图": "仝小满",
    "原创 仝小满 青川研究": "仝小满",
    "By 仝小满": "仝小满",
    "记者：仝小满（实习生） 编辑：边舒": "仝小满",
    "連線記者 鄒以恬／花蓮 報導": "鄒以恬",
    "文・鄒以恬 圖・邊舒": "鄒以恬",
    "文 鄒以恬": "鄒以恬",
    "文 鄒以恬 青川雜誌735期": "鄒以恬",
    "记者 仝小满 文 边舒 摄": "仝小满",
    "记者 仝小满 祁靖川/文 边舒/摄": "仝小满 / 祁靖川",
    "社會中心／鄒以恬、邊舒報導": "鄒以恬 / 邊舒",
    "青川新聞／鄒以恬、歐陽芷柔 台南報導": "鄒以恬 / 歐陽芷柔",
    "英国《青川时报》 西蒙•哈格里夫斯 伦敦报道": "西蒙•哈格里夫斯",
    "《青川时报》 边舒 伦敦报道": "边舒",
    "青川日报／报道：边舒": "边舒",
    "채은겨레 eun@hanbit.example, 남보드레 nam@hanbit.example": "채은겨레 / 남보드레",
    # 和 inside a name, and between two
    "记者 巫清和": "巫清和",
    "青川新闻记者 | 巫清和": "巫清和",
    "记者 李和平 边舒": "李和平 / 边舒",
    "记者 仝小满和边舒报道": "仝小满 / 边舒",
    "연무진 기자 l 승인 2026.11.20": "연무진",
}
NOBODY = [
    "본지 기자", "출입 기자", "청년 기자", "법조 기자", "어린이 기자", "담당자 기자", "문화예술 기자", "정치사회 기자",
    "고용노동 기자", "지역사회 전문기자", "서울·부산 기자", "시민·사회 기자", "한빛나라 대표", "봄 & 여름",
    "文丨山海经济圈", "文｜青川财经", "作者：青川观察", "作者：雲林縣", "青川縣／綜合報導", "对话 青川日报记者",
    "张强 回应记者", "출연 : 연무진 누리대 교수", "패널 연무진 기자",
    "作者系青川大学经济学院教授", "（作者为青川大学教授、博士生导师）", "由 青川日报 发布", "原创 版权所有 青川",
    "（编辑 仝小满）", "(责任编辑：边舒(实习生)、仝小满)", "图/仝小满 摄",
]  # fmt: skip


@pytest.mark.parametrize(("line", "names"), LINES.items())
def test_a_line_names_its_writers(line: str, names: str) -> None:
    byline = people.read(line)
    assert byline is not None
    assert byline.names == names.split(" / ")


@pytest.mark.parametrize("line", NOBODY)
def test_a_line_that_names_nobody(line: str) -> None:
    byline = people.read(line)
    assert byline is None or byline.names == []


NOTED = {
    "编者按：本文来自微信公众号“深巷商业”（ID：shenxiang），作者：仝小满，编辑：阙如，青川网经授权发布。": "仝小满",
    "本文来自微信公众号：深巷商业（ID：shenxiang），作者：仝小满、边舒，题图来自：青川视觉": "仝小满 / 边舒",
    "原文刊于《青川评论》，作者：仝小满": "仝小满",
    "（来源：深巷商业 作者 | 仝小满 编辑 | 阙如）": "仝小满",
}


@pytest.mark.parametrize(("text", "names"), NOTED.items())
def test_a_note_on_the_source_names_the_writer(text: str, names: str) -> None:
    found = people.noted(text)
    assert found is not None
    assert found.names == names.split(" / ")


@pytest.mark.parametrize(
    "text",
    [
        "本文来自微信公众号：深巷商业（ID：shenxiang），编辑：阙如",
        "本文仅代表作者观点，不代表青川网立场。",
        "原文作者认为，作者：这个词早已过时。",
        "他在信中写道，作者：仝小满",
        "本文来自青川网，作者：青川观察",
    ],
)
def test_a_note_that_names_nobody(text: str) -> None:
    assert people.noted(text) is None


ANNOUNCED = {
    "밤사이 눈이 내렸습니다. 하늬바람 기자가 보도합니다.": "하늬바람",
    "연무진 기자의 보도입니다.": "연무진",
    "자세한 내용을 연무진, 탁이안 기자가 차례로 전해드립니다.": "연무진 / 탁이안",
    "현장에 나가 있는 연무진 기자를 연결합니다.": "연무진",
    "워싱턴에서 연무진 특파원이 전합니다.": "연무진",
    "취재 기자가 직접 가 봤습니다.": "",
    "현장 기자가 보도합니다.": "",
    "연무진 기자가 말한 대로였다.": "",
}


@pytest.mark.parametrize(("text", "names"), ANNOUNCED.items())
def test_a_newsreader_names_the_reporter(text: str, names: str) -> None:
    found = people.announced(text)
    assert " / ".join(found.names if found else []) == names


MARKED = {
    "◎ 顏芷苓": "顏芷苓", "◎顏芷苓（國小教師）": "顏芷苓", "●顏芷苓": "顏芷苓", "■ 金融": "", "● 高雄": "",
    "◆ 平安青川": "", "▲ 연무진 변호사": "", "▲图为青川市": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), MARKED.items())
def test_a_name_behind_a_mark(text: str, names: str) -> None:
    found = people.marked(text)
    assert " / ".join(found.names if found else []) == names


HEADS = {
    "【青川時報2013年11月14日訊】（青川時報記者鄒以恬墨爾本報導）小鎮上": ("鄒以恬", "小鎮上"),
    "【本報訊】記者鄒以恬報道：小鎮上": ("鄒以恬", "小鎮上"),
}


@pytest.mark.parametrize("text", HEADS)
def test_two_brackets_at_the_head(text: str) -> None:
    found = people.dateline(text)
    assert found is not None
    assert (" / ".join(found[0].names), found[1]) == HEADS[text]


CLOSING = {
    "（仝小满系青川大学教授，边舒系青川大学讲师）": "仝小满 / 边舒",
    "（青川日报 仝小满）": "仝小满",
    "（仝小满，青川大学教授）": "仝小满",
    "（青川日报 青川新闻网）": "",
    "（青川日报 摄影部）": "",
    "（青川市五日举行说明会）": "",
}


@pytest.mark.parametrize(("text", "names"), CLOSING.items())
def test_brackets_behind_the_text(text: str, names: str) -> None:
    found = people.closing(text)
    assert " / ".join(found.names if found else []) == names
