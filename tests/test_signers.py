"""Writers by where they stand on a page: lists, boxes and links above the text, signatures and credits behind it."""

from __future__ import annotations

import pytest

from tests.test_writers import linked, state, writers

ABOVE = [
    (
        "ko",
        "<ul><li><a href='/r/1'>연무진 기자</a></li><li><a href='/r/2'>탁이안 기자</a></li></ul>",
        "연무진 / 탁이안",
    ),
    ("ko", "<p>연무진 기자</p><p>사진 탁이안 기자</p>", "연무진"),
    (
        "ko",
        "<dl class='author'><dt>연무진</dt><dd>a@h.example</dd></dl><dl class='author'><dt>탁이안</dt></dl>",
        "연무진 / 탁이안",
    ),
    ("ko", "<div><a href='/journalist/11'>연무진</a><a href='/journalist/12'>탁이안</a></div>", "연무진 / 탁이안"),
    ("ko", "<div><a href='/list?reporter_id=3'>연무진</a> 2024-03-07 10:00</div>", "연무진"),
    ("ko", "<div><a href='/list?section=3'>연무진</a> 2024-03-07 10:00</div>", ""),
    ("ko", "<div>26.05.09 11:48ㅣ최종 업데이트 26.05.09 14:02ㅣ<a href='/m/1'>서다온(daonbike)</a></div>", "서다온"),
    ("ko", "<p>입력시간 | 2013.06.21 15:52 | 연무진 기자 <a href='mailto:a@h.example'>a@h.example</a></p>", "연무진"),
    ("ko", "<p>기사입력 2013.06.21 15:52 | 최종수정 2013.06.21 16:00 | 연무진 기자</p>", "연무진"),
    ("ko", "<div><span>연무진</span><span>입력 2024. 3. 7. 10:00</span></div>", "연무진"),
    ("ko", "<div><span>조회수</span><span>입력 2024. 3. 7. 10:00</span></div>", ""),
    ("ko", "<div><span>문화재</span><span>연무진</span><span>입력 2024. 3. 7. 10:00</span></div>", ""),
    ("ko", "<p>승인 2013.06.21 15:52 | 오피니언</p>", ""),
    (
        "zh-Hans",
        "<div><a href=/s>社会新闻</a><span>青川晨报</span><span>骆以宁</span><span>2014-09-23 07:12</span></div>",
        "骆以宁",
    ),
    ("zh-Hans", "<p>2014-09-23 07:12 来源：青川晨报 骆以宁</p>", "骆以宁"),
    ("zh-Hans", "<p>青川网 仝小满 边舒 2026-11-20 10:00</p>", "仝小满 / 边舒"),
    ("zh-Hans", "<p>青川网 社会新闻 2026-11-20 10:00</p>", ""),
    ("zh-Hans", "<p>青川网 经济圈 2026-11-20 10:00</p>", ""),
    ("zh-Hans", "<p>仝小满 2026-11-20 10:00</p>", ""),
    ("zh-Hans", "<div><a>万俟朝</a><span>见闻资深作者</span></div>", "万俟朝"),
    (
        "zh-Hans",
        "<div><a href='/byline/yin'>鄞子皓</a> <a href='/byline/lan'>蓝静微</a><a href='mailto:y@s.a'>y</a></div>",
        "鄞子皓 / 蓝静微",
    ),
    ("zh-Hans", "<div><a href='/author/3'>青川观察</a> 2026-10-07</div>", ""),
    ("zh-Hans", "<p>编辑：边舒 2026-10-07</p>", ""),
    ("zh-Hant", "<div><span>聞人芷、令狐伯遠</span> <span>BBC中文特約記者</span></div>", "聞人芷 / 令狐伯遠"),
    (
        "zh-Hant",
        "<div><span>新青川</span><span>文/東方冠豪</span><span>發布 2015.06.23 | 16:41</span></div>",
        "東方冠豪",
    ),
    (
        "zh-Hant",
        "<div><span>撰文：諸葛顥恩</span> <span>2017/05/22 12:36</span> <span>最後更新：2017/05/22 14:08</span></div>",
        "諸葛顥恩",
    ),
]
AT_THE_HEAD = [
    (
        "zh-Hant",
        "<p>2011-8-14 小題</p><p>〔記者鄒以恬／屏東報導〕青川市七日舉行說明會，回顧步道建成後的情況。</p>",
        "鄒以恬",
    ),
    ("zh-Hant", "<p>【鄒以恬台北報導】青川市七日舉行說明會，回顧步道建成後的情況。</p>", "鄒以恬"),
    ("zh-Hant", "<p>◎ 顏芷苓</p>", "顏芷苓"),
    ("zh-Hans", "<p>本报讯 记者仝小满报道：青川市七日举行说明会，回顾步道建成后的情况。</p>", "仝小满"),
    ("zh-Hans", "<p>青川10月7日电（记者仝小满）青川市七日举行说明会，回顾步道建成后的情况。</p>", "仝小满"),
    ("zh-Hans", "<p>青川10月7日电（综合新华社报道）青川市七日举行说明会，回顾步道建成后的情况。</p>", ""),
    (
        "zh-Hans",
        "<p>编者按：本文来自微信公众号“深巷”（ID：shen），作者：仝小满，编辑：阙如，青川网经授权发布。</p>",
        "仝小满",
    ),
    ("zh-Hans", "<p>文丨山海经济圈</p>", ""),
    (
        "ko",
        "<p>[앵커]</p><p>밤사이 눈이 내려 도로가 얼었습니다. 하늬바람 기자가 보도합니다.</p><p>[기자]</p>",
        "하늬바람",
    ),
    ("ko", "<p>■ 출연 : 연무진 누리대 교수</p>", ""),
]
AT_THE_END = [
    ("ko", "<p>정선 연무진 기자 a@h.example</p><p>서울 탁이안 기자 b@h.example</p>", "연무진 / 탁이안"),
    ("ko", "<p>(영상편집 : 연무진, VJ : 탁이안)</p>", ""),
    ("zh-Hans", "<p>文字：仝小满</p><p>图片：边舒</p><p>编辑：郦知遥</p>", "仝小满"),
    ("zh-Hans", "<p>来源：青川日报 记者 仝小满 编辑 边舒</p>", "仝小满"),
    ("zh-Hans", "<p>(责编：仝小满、边舒)</p>", ""),
    ("zh-Hant", "<p>（譯者：中央社鄒以恬/核稿：邊舒）1050712</p>", "鄒以恬"),
    ("zh-Hant", "<p>（編輯：鄒以恬）1050712</p>", ""),
    ("zh-Hant", "<p>鄒以恬／台灣大學教授（台北市）</p>", "鄒以恬"),
    ("zh-Hant", "<p>（作者為國小退休教師，現任社區閱讀志工）</p>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "markup", "names"), ABOVE)
def test_above_the_text(language: str, markup: str, names: str) -> None:
    assert writers(language, markup) == names


@pytest.mark.parametrize(("language", "markup", "names"), AT_THE_HEAD)
def test_at_the_head_of_the_text(language: str, markup: str, names: str) -> None:
    assert writers(language, text=markup, at=0) == names


@pytest.mark.parametrize(("language", "markup", "names"), AT_THE_END)
def test_at_the_end_of_the_text(language: str, markup: str, names: str) -> None:
    assert writers(language, text=markup) == names


def test_a_signature_that_names_more_than_the_line_above() -> None:
    end = "<p>연무진 기자 a@h.example, 들미=탁이안 기자</p>"
    assert writers(above="<p>연무진 기자</p>", text=end) == "연무진 / 탁이안"
    assert writers(above="<p>방나루 기자</p>", text=end) == "방나루"


def test_a_headline_in_an_object_of_its_own() -> None:
    told = {"headlines": {"basic": "한빛시, 도심 하천 산책로 12km 새로 놓는다"}, "title": "-"}
    assert writers(head=state("ko", **told, credits={"by": [{"name": "연무진"}]})) == "연무진"


def test_metadata_with_a_label() -> None:
    assert writers("zh-Hant", head=linked({"@type": "Person", "name": "記者鄒以恬、邊舒／台北報導"})) == "鄒以恬 / 邊舒"
