from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import people

LINES = {
    # Korean
    "홍길동 기자": ["홍길동"],
    "홍길동기자": ["홍길동"],
    "도쿄=홍길동 특파원": ["홍길동"],
    "도쿄/홍길동 특파원 hong@example.com": ["홍길동"],
    "정리=홍길동 기자": ["홍길동"],
    "글·사진=홍길동 기자": ["홍길동"],
    "글 홍길동, 사진 임꺽정": ["홍길동"],
    "취재: 홍길동 / 촬영: 임꺽정": ["홍길동"],
    "인턴 홍길동, 디자이너 성춘향": ["홍길동", "성춘향"],
    "홍길동 기자 외 1명": ["홍길동"],
    "세종=홍길동·성춘향 기자": ["홍길동", "성춘향"],
    "홍길동 기자, 성춘향 인턴기자": ["홍길동", "성춘향"],
    "문화부 홍길동 선임기자": ["홍길동"],
    "특별취재팀=홍길동 성춘향 기자": ["홍길동", "성춘향"],
    "홍길동 의학전문기자": ["홍길동"],
    "남궁민수 기자": ["남궁민수"],
    "[한빛경제=홍길동 기자]": ["홍길동"],
    "[한빛일보 홍길동 기자]": ["홍길동"],
    "[ 홍길동 기자 / hong@example.com]": ["홍길동"],
    "[한빛ㅣ광화문=홍길동 기자]": ["홍길동"],
    "HBN 홍길동 (hong@example.com)": ["홍길동"],
    "홍길동 기자 입력 2024.01.01 10:00": ["홍길동"],
    "홍길동 소방청장 직무대행": ["홍길동"],
    "홍길동 서울대 교수": ["홍길동"],
    "홍길동 | 영화평론가": ["홍길동"],
    # Simplified
    "本报记者 王小明 李四": ["王小明", "李四"],
    "本报记者王小明李大华": ["王小明", "李大华"],
    "某某新闻记者 | 王小明": ["王小明"],
    "某某报驻东京记者 王小明": ["王小明"],
    "记者 王小明 李四 北京报道": ["王小明", "李四"],
    "采写：某都见习记者 王小明": ["王小明"],
    "某某日报记者 王小明 通讯员 李四": ["王小明", "李四"],
    "每经记者 王小明 每经编辑 李四": ["王小明"],
    "作者：王小明 编辑：李四": ["王小明"],
    "2024-03-07 10:22:14 出处：某某网 作者：阿明": ["阿明"],
    "《某栏目》作者 王小明": ["王小明"],
    "作者︱春夏": ["春夏"],
    "执笔/阿明哥、赵一刀&钱小飞刀": ["阿明哥", "赵一刀", "钱小飞刀"],
    "文/图 王小明 李四": ["王小明", "李四"],
    "文｜王小明 编辑｜李四": ["王小明"],
    "【文/观察者网 王小明】": ["王小明"],
    "编译/王小明": ["王小明"],
    "评论员 王小明 李四光": ["王小明", "李四光"],
    "执笔记者 王小明；参与记者：李四": ["王小明", "李四"],
    "新华社记者 欧阳小明": ["欧阳小明"],
    "新华社记者 阿依古丽·买买提": ["阿依古丽·买买提"],
    "作者：约翰·史密斯": ["约翰·史密斯"],
    "原创： 路远卓立编译 某某研究": ["路远卓立"],
    "乐明/李鱼（综合报道）": ["乐明", "李鱼"],
    # Traditional
    "記者王小明／台北報導": ["王小明"],
    "〔記者王小明、李大華／綜合報導〕": ["王小明", "李大華"],
    "【聯合報╱本報記者王小明】": ["王小明"],
    "聯合報／ 記者王小明／台北即時報導": ["王小明"],
    "政治中心／王小明報導": ["王小明"],
    "王小明 李大華 報導 地區：台北市報導": ["王小明", "李大華"],
    "（中央社記者王小明台北3日電）": ["王小明"],
    "（中央社記者王小明仁川水原5日專電）": ["王小明"],
    "編譯王小明／綜合報導": ["王小明"],
    "駐日特派員王小明／東京報導": ["王小明"],
    "圖文／王小明": ["王小明"],
    "撰文：王小明 出版：2024-01-01 12:00 更新：2024-01-01 13:00": ["王小明"],
    # English, Japanese
    "By Hong Gil-dong and Max Lee": ["Hong Gil-dong", "Max Lee"],
    "BY HONG GIL-DONG [hong@example.com]": ["HONG GIL-DONG"],
    "Max Lee, Hanbit World Radio News.": ["Max Lee"],
    "ソウル=山田太郎": ["山田太郎"],
}


@pytest.mark.parametrize("line", LINES)
def test_a_byline_gives_its_writers(line: str) -> None:
    byline = people.read(line)
    assert byline is not None
    assert byline.names == LINES[line]
    assert byline.line == " ".join(line.split())


NO_BYLINE = [
    "", "기자", "기자의 눈", "홍길동 기자의 핫플레이스", "전문기자칼럼", "기자24시", "홍길동 기자의 구독을",
    "기자 프로필", "[특파원 칼럼/홍길동]먼 나라의 봄", "한국 기자", "사진=홍길동 기자", "사진기자 홍길동",
    "영상편집 : 홍길동", "정리 정돈", "인턴 채용 공고", "글 싣는 순서", "홍길동 대표", "홍길동 대통령",
    "어린이경제교실", "한빛문화센터", "기자들에게 말했다.", "记者了解到，涉事项目", "记者注意到",
    "外国记者盛赞新城活力", "记者问王小明是否还应任职", "编译技术", "作者", "作者：", "作者简介", "作者：网络整理",
    "编辑 王小明 校对 李四", "责编：王小明", "責任編輯/王小明", "記者王小明／攝影", "圖／王小明攝",
    "图片来源：某经记者 王小明 摄", "采访对象", "記者會／總統府", "本报评论员", "图文无关", "By now",
    "N. Korea slams drill, warns of consequences", "He met Max Lee on Friday",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_BYLINE)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert people.read(line) is None


@pytest.mark.parametrize(
    ("line", "agency", "place"),
    [
        ("地方中心／新竹報導", "地方中心", "新竹"),
        ("中央社 花蓮縣5日電", "中央社", "花蓮縣"),
        ("【聯合新聞網／綜合報導】", "聯合新聞網", None),
        ("新聞中心 綜合報導 報導 地區：台北市報導", "新聞中心", None),
        ("디지털뉴스팀", "디지털뉴스팀", None),
        ("[한빛 온라인뉴스팀]", "온라인뉴스팀", None),
        ("한빛뉴스 webmaster@example.com", "한빛뉴스", None),
    ],
)
def test_desks_and_agencies_are_no_persons(line: str, agency: str, place: str | None) -> None:
    byline = people.read(line)
    assert byline is not None
    assert (byline.names, byline.agency, byline.place) == ([], agency, place)


def test_place_agency_and_address_are_kept() -> None:
    byline = people.read("광주=홍길동 기자 hong@example.co.kr")
    assert byline is not None
    assert (byline.place, byline.email) == ("광주", "hong@example.co.kr")
    assert people.read("hong@example.co.kr").email == "hong@example.co.kr"
    assert people.read("연합뉴스 홍길동 기자").agency == "연합뉴스"


HEADS = {
    "(서울=연합뉴스) 홍길동 기자 = 정부는": (["홍길동"], "서울", "연합뉴스", "정부는"),
    "(서울·세종=연합뉴스) 홍길동 성춘향 기자 = 정부는": (["홍길동", "성춘향"], "서울·세종", "연합뉴스", "정부는"),
    "[서울=뉴시스]홍길동 기자 = 정부는": (["홍길동"], "서울", "뉴시스", "정부는"),
    "(연천=연합뉴스) 경기도는": ([], "연천", "연합뉴스", "경기도는"),
    "[헤럴드경제(세종)=홍길동 기자] 정부는": (["홍길동"], "세종", "헤럴드경제", "정부는"),
    "[이데일리 홍길동 기자] 회사는": (["홍길동"], None, "이데일리", "회사는"),
    "[OSEN=고척, 홍길동 기자] 선수는": (["홍길동"], "고척", "OSEN", "선수는"),
    "홍길동 기자 = 정부는": (["홍길동"], None, None, "정부는"),
    "新华社巴黎12月9日电（记者王小明）法国": (["王小明"], "巴黎", "新华社", "法国"),
    "新华社华盛顿３月３１日电（记者王小明）美国": (["王小明"], "华盛顿", "新华社", "美国"),
    "新华社北京7月8日电 近日": ([], "北京", "新华社", "近日"),
    "中新网南昌1月1日电 (王小明)江西": (["王小明"], "南昌", "中新网", "江西"),
    "新京报讯（记者 王小明）昨天": (["王小明"], None, "新京报", "昨天"),
    "本报讯（记者王小明 通讯员李四）昨天": (["王小明", "李四"], None, "本报", "昨天"),
    "【环球网报道 记者 王小明】日本": (["王小明"], None, "环球网", "日本"),
    "【环球时报综合报道】日本": ([], None, "环球时报", "日本"),
    "〔記者王小明／台北報導〕行政院": (["王小明"], "台北", None, "行政院"),
    "（中央社記者王小明、李大華台北3日電）總統": (["王小明", "李大華"], None, "中央社", "總統"),
    "（中央社首爾3日綜合外電報導）南韓": ([], "首爾", "中央社", "南韓"),
    "〔本報訊〕又見": ([], None, "本報", "又見"),
    "記者王小明／台北報導　總統": (["王小明"], "台北", None, "總統"),
    "【ソウル聯合ニュース】韓国": ([], "ソウル", "聯合ニュース", "韓国"),
    "SEOUL, Aug. 20 (Yonhap) -- North": ([], "SEOUL", "Yonhap", "North"),
}


@pytest.mark.parametrize("text", HEADS)
def test_a_dateline_and_the_text_behind_it(text: str) -> None:
    found = people.dateline(text)
    assert found is not None
    byline, rest = found
    assert (byline.names, byline.place, byline.agency, rest) == HEADS[text]


@pytest.mark.parametrize(
    "text",
    [
        "[속보=종합] 정부는", "[단독] 정부는", "(서울) 정부는", "(사진=홍길동 기자) 정부는", "A = B 라고 하자",
        "【导读】今天", "（化名）小王说", "北京时间3月5日消息，", "SEOUL -- something", "",
    ],
)  # fmt: skip
def test_other_beginnings_are_no_datelines(text: str) -> None:
    assert people.dateline(text) is None


TAILS = {
    "그렇게 말했다. 홍길동 기자 hong@example.com": (["홍길동"], None),
    "그렇게 말했다.홍길동기자": (["홍길동"], None),
    "그렇게 말했다. [홍길동 기자]": (["홍길동"], None),
    "그렇게 말했다 /홍길동 기자": (["홍길동"], None),
    "그렇게 말했다. 홍길동 서울대 교수": (["홍길동"], "서울대"),
    '"그렇다"고 말했다. 연합뉴스': ([], "연합뉴스"),
    "그렇게 말했다. hong@example.com": ([], None),
    "그렇게 말했다. 리바람 baram@example.com": (["리바람"], None),
    "지금까지 서울에서 YTN 홍길동입니다.": (["홍길동"], None),
    "已经开始。（王小明）": (["王小明"], None),
    "已经开始！（评论员 王小明 李四光）": (["王小明", "李四光"], None),
    "已经开始。（编译/王小明）": (["王小明"], None),
    "已经开始。(文/图 王小明 李四光)": (["王小明", "李四光"], None),
    "已经开始。（记者王小明）（完）": (["王小明"], None),
    "已經開始。（記者王小明）1130307": (["王小明"], None),
    "已经开始。本报记者王小明": (["王小明"], None),
    "It began. Max Lee, Hanbit World Radio News.": (["Max Lee"], "Hanbit World Radio News"),
}


@pytest.mark.parametrize("text", TAILS)
def test_a_signature_behind_the_last_sentence(text: str) -> None:
    found = people.tail(text)
    assert found is not None
    byline, before = found
    assert (byline.names, byline.agency) == TAILS[text]
    assert text.startswith(before)
    assert len(before) < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "그렇게 말했다. 문의 help@example.com",
        "그렇게 말했다. (끝)", "그는 홍길동 기자입니다.", "문의는 help@example.com 으로", "그는 홍길동 기자를 만났다.",
        "좋은 뉴스 소식입니다.", "已经开始。（完）", "已经开始。（编辑：王小明）", "已经开始。（资料图）",
        "他去了（王小明）", "已经开始。（作者为教授）", "He met Max Lee, News Corp.", "",
    ],
)  # fmt: skip
def test_other_ends_are_no_signatures(text: str) -> None:
    assert people.tail(text) is None


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        (["홍길동 기자", "홍길동", "성춘향"], ["홍길동", "성춘향"]),
        (["홍길동, 성춘향 기자"], ["홍길동", "성춘향"]),
        (["홍길동(hong123)"], ["홍길동"]),
        (["한빛뉴스 | 네이버", "연합뉴스", "한국일보", "@Hanbit", "104363", ""], []),
        (["https://www.facebook.com/hanbit", "hong@example.com"], []),
        (["网易", "新华社", "参考消息", "某某财经-自媒体综合", "某某日报"], []),
        (["王小明", "记者 李四", "责任编辑：赵六"], ["王小明", "李四"]),
        (["聯合新聞網", "中央通訊社", "ETtoday 新聞雲"], []),
        (["By Max Lee", "Staff Reporter", "Yonhap News Agency", "Hong Gil-dong"], ["Max Lee", "Hong Gil-dong"]),
    ],
)
def test_author_strings_of_metadata(strings: list[str], expected: list[str]) -> None:
    assert people.names(strings) == expected


def test_editors_of_a_credit_line() -> None:
    assert people.editors("责任编辑：王小明_NB123") == ["王小明"]
    assert people.editors("(责编：王小明、李四)") == ["王小明", "李四"]
    assert people.editors("그냥 글이다") == []


@settings(deadline=None)
@given(
    st.text(
        alphabet="가홍길동기자특파원王小明记者報導作者文图社电（）()[]【】=／/、,. 12日月@a.com By Max", max_size=80
    )
)
def test_any_text_is_answered(text: str) -> None:
    people.read(text)
    people.names([text])
    if found := people.dateline(text):
        assert text.endswith(found[1])
    if found := people.tail(text):
        assert text.startswith(found[1])


@pytest.mark.parametrize(
    "unit", ["기자 ", "（记者", "記者王小明、", "[", "=", "홍길동,", "a@", "／", "(가=나)", "By A ", "。", "王小明"]
)
def test_long_repetitive_lines_end(unit: str) -> None:
    for length in (139, 30_000):
        text = (unit * length)[:length]
        people.read(text)
        people.dateline(text)
        people.tail(text)
        people.names([text])


GOLD = Path(__file__).parents[2] / "shared/corpus/gold"


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/corpus is not here")
def test_no_name_is_read_out_of_ordinary_prose() -> None:
    for path in sorted(GOLD.glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        inner = page["body"][1:-1]
        found = [p for p in page["body"] if (b := people.read(p)) and b.names]
        found += [p for p in inner if people.dateline(p) or people.tail(p)]
        assert not found, page["id"]
        if page.get("byline") and page["authors"] and (byline := people.read(page["byline"])):
            assert set(byline.names) <= set(page["authors"]), page["id"]
