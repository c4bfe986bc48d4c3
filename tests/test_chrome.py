"""One convention of portals a test: which lines of a page are the article's text, which are captions, and what goes."""

from __future__ import annotations

import json

import pytest

from crawler.items import Article, Page
from crawler.rules import Profile, Rules
from pipelines.chrome import strip
from tests.snippets import LANGUAGES, TEXT, TITLE, URL, body, captions, document, extract, paragraphs, reasons

KO, HANS, HANT = (TEXT[language] for language in ("ko", "zh-Hans", "zh-Hant"))
IMAGE = "<img src='/photo/2024/river.jpg'>"


def text_of(*extra: tuple[int, str], language: str = "ko", **around: str) -> Article:
    """The article of a page whose paragraphs have ``extra`` HTML among them."""
    return extract(document(paragraphs(language, *extra), language, **around))


# ---------------------------------------------------------------------- how a text is split


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "form",
    [
        lambda rows: "".join(f"<p>{row}</p>" for row in rows),
        lambda rows: "".join(f"<div>{row}</div>" for row in rows),
        lambda rows: f"<table><tr><td>{'<br><br>'.join(rows)}</td></tr></table>",
        lambda rows: "<br/>\n".join(rows),
        lambda rows: "".join(f"<p><span>{row[:9]}</span><span>{row[9:]}</span></p>" for row in rows),
        lambda rows: f"{rows[0]}<p>{rows[1]}</p>{rows[2]}<br>{rows[3]}",
        lambda rows: "".join(f"<ul><li>{row}</li></ul>" for row in rows),
    ],
    ids=["p", "div", "br_in_td", "text_nodes", "spans", "mixed", "li"],
)
def test_paragraphs_in_any_markup(language: str, form) -> None:
    assert body(extract(document(form(TEXT[language]), language))) == TEXT[language]


def test_the_smallest_element_that_holds_the_text_is_taken() -> None:
    menu = "<div><ul>" + "".join(f"<li><a href='/s/{n}'>{n}번 면</a></li>" for n in range(8)) + "</ul></div>"
    foot = "<div>주소 한빛시 강변로 7 한빛일보 대표전화 031-000-0000 발행인 홍길동</div>"
    article = extract(f"<body>{menu}<h1>{TITLE['ko']}</h1><div><div>{paragraphs('ko')}</div></div>{foot}</body>")
    assert body(article) == KO


def test_text_starts_inside_a_link_and_stays() -> None:
    linked = KO[1].replace("9월에", "<a href='/x'>9월에</a>")
    article = extract(document(f"<p>{KO[0]}</p><p>{linked}</p><p>{KO[2]}</p>"))
    assert body(article) == KO[:3]


def test_headings_in_the_text_stay_in_order() -> None:
    article = text_of((2, "<h3>주민 반응은 엇갈려</h3>"))
    assert body(article) == [*KO[:2], "주민 반응은 엇갈려", *KO[2:]]


@pytest.mark.parametrize("mark", ["[앵커]", "[기자]", "◀ 리포트 ▶", "문", "主持人"])
def test_who_speaks_stays(mark: str) -> None:
    assert mark in body(text_of((1, f"<p>{mark}</p>")))


# ---------------------------------------------------------------------- captions and pictures


@pytest.mark.parametrize(
    ("language", "markup", "caption"),
    [
        ("ko", f"<p>{IMAGE}</p><p>▲ 새 길이 날 강변 [사진=한빛시]</p>", "▲ 새 길이 날 강변 [사진=한빛시]"),
        ("ko", f"<figure>{IMAGE}<figcaption>강변의 아침 풍경</figcaption></figure>", "강변의 아침 풍경"),
        ("ko", f"<div class='photo'>{IMAGE}<p class='caption'>강변을 걷는 사람들</p></div>", "강변을 걷는 사람들"),
        ("ko", f"<table><tr><td>{IMAGE}</td></tr><tr><td>한빛시청 전경</td></tr></table>", "한빛시청 전경"),
        ("zh-Hans", f"<p>{IMAGE}</p><p>图为河道现状。王小明 摄</p>", "图为河道现状。王小明 摄"),
        ("zh-Hans", f"<p style='text-align:center'>{IMAGE}</p><p align='center'>河道两岸</p>", "河道两岸"),
        ("zh-Hant", f"<p>{IMAGE}</p><p>▲河道現況。（圖／記者王小明攝）</p>", "▲河道現況。（圖／記者王小明攝）"),
        ("zh-Hant", f"<figure>{IMAGE}<figcaption>圖說：河道兩岸</figcaption></figure>", "河道兩岸"),
    ],
    ids=["mark", "figcaption", "class", "table", "photographer", "centred", "credit", "label"],
)  # fmt: skip
def test_captions_leave_the_text_and_join_their_picture(language: str, markup: str, caption: str) -> None:
    article = text_of((1, markup), language=language)
    assert body(article) == TEXT[language]
    assert captions(article) == [caption]
    assert article.images[0]["url"] == "https://www.hanbit.example/photo/2024/river.jpg"


def test_bullets_are_no_captions() -> None:
    bullets = ["▲ 산책로 12km 조성", "▲ 쉼터 여섯 곳 설치", "▲ 야간 조명 보강"]
    markup = "".join(f"<p>{said}</p>" for said in bullets)
    article = text_of((1, f"<p>{IMAGE}</p>"), (2, markup))
    assert set(bullets) <= set(body(article))
    assert captions(article) == []


def test_a_line_that_repeats_the_alternative_text_is_a_caption() -> None:
    said = "시청 대회의실에서 열린 설명회 모습이다."
    article = text_of((1, f"<p><img src='/a/1.jpg' alt='{said}'></p>"), (3, f"<p>{said}</p>"))
    assert body(article) == KO
    assert captions(article) == [said]


def test_each_caption_goes_to_its_own_picture() -> None:
    first = "<figure><img src='/a/1.jpg'><figcaption>첫 구간 예정지</figcaption></figure>"
    second = "<figure><img src='/a/2.jpg'><figcaption>둘째 구간 예정지</figcaption></figure>"
    article = text_of((1, first), (3, second))
    assert [(i["url"][-5:], i["caption"]) for i in article.images] == [
        ("1.jpg", "첫 구간 예정지"),
        ("2.jpg", "둘째 구간 예정지"),
    ]


def test_icons_are_no_pictures_and_lazy_addresses_are_read() -> None:
    icons = "<img src='/img/icon_share.png'><img src='/img/btn/more.gif'><img src='/a/3.jpg' width=16>"
    lazy = "<p><img src='data:image/gif;base64,R0' data-src='/a/real.jpg'></p>"
    article = text_of((1, icons), (2, lazy))
    assert [i["url"] for i in article.images] == ["https://www.hanbit.example/a/real.jpg"]


def test_a_picture_between_headline_and_text_is_the_article_s() -> None:
    above = "<figure><img src='/a/top.jpg'><figcaption>강변 전경</figcaption></figure>"
    article = text_of(above=above)
    assert article.images == [
        {"url": "https://www.hanbit.example/a/top.jpg", "caption": "강변 전경", "credit": None}
    ]  # fmt: skip


def test_an_address_that_is_none_raises_nothing() -> None:
    broken = "<figure><img src='http://[bad'><figcaption>주소가 깨진 사진</figcaption></figure>"
    article = text_of((1, broken), head="<link rel=canonical href='http://[bad'>")
    assert article.images == [{"url": "", "caption": "주소가 깨진 사진", "credit": None}]


# ---------------------------------------------------------------------- nodes that go


@pytest.mark.parametrize(
    ("markup", "gone"),
    [
        ("<div class='ad_box'>오늘만 특가! 지금 사면 반값입니다.</div>", "오늘만 특가"),
        ("<div class='related_news'><p>강변 주차장 다시 연다</p><p>하천 정비 3년 만에 끝나</p></div>", "강변 주차장"),
        (f"<div style='display:none'><p>{KO[0]}</p><p>{KO[1]}</p></div>", KO[0]),
        ("<button>본문 글자 크게 보기</button>", "글자 크게"),
        ("<ul><li><a href='/1'>강변 주차장 다시 연다</a><li><a href='/2'>하천 정비 끝나</a></ul>", "하천 정비"),
        ("<div class='ai_summary'><p>산책로 12km를 새로 놓는다고 밝혔다.</p></div>", "새로 놓는다고"),
        ("<script>var a = '스크립트 안의 문장입니다.';</script><noscript>켜 주세요.</noscript>", "문장입니다"),
        ("<p><a href='/3'>☞ 강변 주차장 다시 문 연다</a></p>", "강변 주차장"),
    ],
    ids=["ad", "related_box", "hidden_copy", "control", "link_list", "ai_summary", "script", "linked_line"],
)  # fmt: skip
def test_what_is_no_text_goes_wherever_it_stands(markup: str, gone: str) -> None:
    article = text_of((2, markup))
    assert body(article) == KO
    assert gone not in article.body.replace(KO[0], "")


def test_a_stock_quote_goes_out_of_its_sentence() -> None:
    quoted = "한빛전자<span>(71,000, -300, -0.42%)</span>는 이날 강변에 새 공장을 착공했다고 밝혔다."
    article = extract(document(f"<p>{KO[0]}</p><p>{quoted}</p>"))
    assert body(article)[1] == "한빛전자는 이날 강변에 새 공장을 착공했다고 밝혔다."
    assert reasons(article, "-0.42%") == ["stock_quote"]


def test_an_element_with_a_chrome_name_that_holds_the_prose_is_the_text() -> None:
    article = extract(document(f"<div class='reply_wrap'>{paragraphs('ko')}</div>"))
    assert body(article) == KO


def test_rules_drop_what_they_name() -> None:
    rules = Rules(body=".story", drop=(".box",), caption=".cap")
    box, picture = "<p class=box>한빛일보가 만드는 소식지입니다.</p>", f"{IMAGE}<em class=cap>강변</em>"
    story = f"<div class=story>{paragraphs('ko', (1, picture), (2, box))}</div>"
    article = extract(document(story), profile=Profile(name="hanbit", rules=(rules,)))
    assert body(article) == KO
    assert captions(article) == ["강변"]
    assert reasons(article, "소식지") == ["drop:.box"]
    assert article.extraction["by"]["body"] == "rules"


# ---------------------------------------------------------------------- lines that go


def test_a_copy_of_the_headline_goes() -> None:
    article = text_of((0, f"<p>{TITLE['ko']}</p>"))
    assert body(article) == KO


@pytest.mark.parametrize(
    ("language", "heading", "rows"),
    [
        ("ko", "[관련기사]", ["강변 주차장 다시 연다", "하천 정비 3년 만에 끝나"]),
        ("ko", "많이 본 뉴스", ["강변 주차장 다시 연다", "하천 정비 3년 만에 끝나"]),
        ("zh-Hans", "相关阅读", ["河边停车场重新开放", "河道整治三年完成"]),
        ("zh-Hant", "延伸閱讀：", ["河邊停車場重新開放", "河道整治三年完成"]),
    ],
)
def test_a_related_heading_ends_the_text(language: str, heading: str, rows: list[str]) -> None:
    tail = "".join(f"<p>{said}</p>" for said in [heading, *rows])
    article = text_of((4, tail), language=language)
    assert body(article) == TEXT[language]
    assert reasons(article, rows[0]) == ["cut"]


def test_a_related_headline_in_the_middle_goes_alone() -> None:
    article = text_of((3, "<p>[관련기사] 강변 주차장, 다섯 달 만에 다시 문 연다</p>"))
    assert body(article) == KO


@pytest.mark.parametrize(
    ("language", "bar", "comment"),
    [
        ("ko", "댓글 128", "저는 산책로가 꼭 필요하다고 생각합니다. 강변이 너무 어두워서 밤에는 걷기가 무서웠거든요."),
        ("zh-Hans", "网友评论", "我觉得步道很有必要，晚上河边太黑了，走路都害怕，希望早一点开工，早一点建好。"),
        ("zh-Hant", "我要留言", "我覺得步道很有必要，晚上河邊太暗了，走路都害怕，希望早一點動工，早一點蓋好。"),
    ],
)
def test_comments_longer_than_the_text_go(language: str, bar: str, comment: str) -> None:
    comments = "".join(f"<div><b>독자{n}</b><p>{comment}{n}</p></div>" for n in range(12))
    below = f"<div class='comment_list'><p>{bar}</p>{comments}</div>"
    assert body(text_of(language=language, below=below)) == TEXT[language]


def test_comments_inside_the_container_end_the_text() -> None:
    rows = "".join(f"<p>저도 {n}번 구간이 걱정입니다. 소음이 너무 클 것 같아요.</p>" for n in range(9))
    article = text_of((4, f"<p>독자 의견</p>{rows}"))
    assert body(article) == KO


@pytest.mark.parametrize(
    ("language", "line", "field"),
    [
        ("ko", "저작권자 ⓒ 한빛일보 무단 전재 및 재배포 금지", "copyright"),
        ("zh-Hans", "版权所有，未经授权不得转载", "copyright"),
        ("zh-Hant", "版權所有 未經同意不得轉載", "copyright"),
        ("zh-Hans", "来源：青川晚报", "credit"),
        ("zh-Hant", "來源：青川時報", "credit"),
        ("zh-Hans", "关键词：步道 河道 青川", "section|tags"),
    ],
)
def test_a_line_fills_its_field_before_it_goes(language: str, line: str, field: str) -> None:
    article = text_of((4, f"<p>{line}</p>"), language=language)
    assert body(article) == TEXT[language]
    values = {"copyright": article.copyright, "credit": article.credit, "section|tags": " ".join(article.tags)}
    assert values[field] in (line, line.split("：")[-1])


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh-Hans", "责任编辑：王小明"),
        ("zh-Hans", "编辑：李小红 校对：王小明"),
        ("zh-Hant", "責任編輯／王小明"),
        ("ko", "영상편집 : 홍길동"),
    ],
)
def test_editors_go_and_are_no_authors(language: str, line: str) -> None:
    article = text_of((4, f"<p>{line}</p>"), language=language)
    assert body(article) == TEXT[language]
    assert article.byline is None


def test_an_address_glued_to_the_last_sentence_goes() -> None:
    rows = [*KO[:3], KO[3] + " 홍길동 기자 gildong@hanbit.example"]
    article = extract(document("".join(f"<p>{row}</p>" for row in rows)))
    assert body(article) == KO
    assert article.byline == "홍길동 기자 gildong@hanbit.example"


def test_an_address_on_a_line_of_its_own_goes() -> None:
    article = text_of((4, "<p>gildong@hanbit.example</p>"))
    assert body(article) == KO


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("ko", "광고"),
        ("ko", "ADVERTISEMENT"),
        ("zh-Hans", "广告"),
        ("zh-Hant", "廣告"),
        ("zh-Hant", "請繼續往下閱讀..."),
    ],
)
def test_labels_of_advertisements_go(language: str, label: str) -> None:
    assert body(text_of((2, f"<p>{label}</p>"), language=language)) == TEXT[language]


def test_a_list_that_repeats_the_text_goes_with_its_heading() -> None:
    points = "<ul><li>산책로 12km 조성</li><li>예산 84억 원 투입</li></ul>"
    article = text_of((0, f"<p>핵심 요약</p>{points}"))
    assert body(article) == KO
    assert reasons(article, "84억") == ["summary"]


def test_loose_ends_go() -> None:
    article = text_of((4, "<p>한빛일보 사회부</p><p>ㅡ</p>"))
    assert body(article) == KO


# ---------------------------------------------------------------------- texts that are not whole


@pytest.mark.parametrize(
    ("language", "line", "reason"),
    [
        ("ko", "이 기사는 유료 회원 전용입니다", "paywall"),
        ("zh-Hans", "付费阅读全文，剩余 70%", "paywall"),
        ("zh-Hant", "訂閱後即可閱讀全文", "paywall"),
        ("zh-Hans", "登录后继续阅读全文", "login"),
        ("zh-Hans", "上一页 [1] [2] [3] 下一页", "pager"),
        ("zh-Hans", "展开全文", "cut"),
    ],
)
def test_marks_of_a_text_that_goes_on_elsewhere(language: str, line: str, reason: str) -> None:
    article = text_of((4, f"<p>{line}</p>"), language=language)
    assert body(article) == TEXT[language]
    assert article.truncated == reason


def test_metadata_that_names_a_paywall() -> None:
    told = json.dumps({"@type": "NewsArticle", "headline": TITLE["ko"], "isAccessibleForFree": False})
    assert text_of(head=f"<script type='application/ld+json'>{told}</script>").truncated == "paywall"


def test_a_page_cut_in_the_middle_of_a_sentence() -> None:
    whole = document(paragraphs("ko"))
    assert extract(whole).truncated is None
    article = extract(whole[: whole.index("열 계획이다")])
    assert article.truncated == "cut"
    assert body(article) == [*KO[:3], KO[3].removesuffix(" 열 계획이다.")]


def test_further_pages_add_only_what_is_new() -> None:
    first = document("".join(f"<p>{row}</p>" for row in KO[:3]))
    fifth = "산책로 설계도는 시청 누리집에서 볼 수 있다."
    second = document("".join(f"<p>{row}</p>" for row in [*KO[2:], fifth]))
    article = Article(pages=[Page(URL, URL, first), Page(URL + "?p=2", URL, second)])
    strip(article)
    assert body(article) == [*KO, fifth]


# ---------------------------------------------------------------------- the rungs


def test_the_body_of_json_ld_where_the_markup_shows_none() -> None:
    told = {"@type": "NewsArticle", "headline": TITLE["ko"], "articleBody": "\n".join(KO)}
    head = f"<script type='application/ld+json'>{json.dumps(told, ensure_ascii=False)}</script>"
    article = extract(document("<p>불러오는 중입니다</p>", head=head))
    assert body(article) == KO
    assert article.extraction["by"]["body"] == "ld+json"


def test_broken_json_ld_is_read() -> None:
    told = '{"@type": "NewsArticle",\n "headline": "강변\n산책로", "datePublished": "2024-03-05T09:30:00+09:00",}'
    article = text_of(head=f"<script type='application/ld+json'>{told}</script>")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-03-05T00:30:00+00:00"


def test_rules_of_another_layout_lose_against_the_text() -> None:
    """Rules that find an empty shell: the generic extractor's text is taken, and the witnesses say so."""
    shell = "<div class=story>한빛일보의 새 소식지를 받아 보세요</div>"
    profile = Profile(name="hanbit", rules=(Rules(body=".story"),))
    article = extract(document(paragraphs("ko"), above=shell), profile=profile)
    assert body(article) == KO
    assert article.extraction["by"]["body"] == "generic"
    assert article.evidence.witnesses["agreement"] == 0.0


def test_rules_that_agree_with_the_generic_extractor() -> None:
    article = extract(document(paragraphs("ko")), profile=Profile(name="hanbit", rules=(Rules(body="#w1 p"),)))
    assert body(article) == KO
    assert article.extraction["by"]["body"] == "rules"
    assert article.evidence.witnesses["agreement"] == 1.0


def test_a_selector_that_is_none_names_itself() -> None:
    with pytest.raises(ValueError, match="not a CSS selector"):
        extract(document(paragraphs("ko")), profile=Profile(name="hanbit", rules=(Rules(body="p[["),)))


def test_an_empty_page_has_no_text() -> None:
    article = extract("")
    assert (article.body, article.title, article.extraction["quality"]) == ("", "", 0.0)


def test_confidence_falls_with_its_witnesses() -> None:
    good = text_of(above="<p>입력 2024.03.05 09:30</p>").extraction["quality"]
    undated = text_of().extraction["quality"]
    short = extract(document(f"<p>{KO[0]}</p>")).extraction["quality"]
    assert 1.0 >= good > undated > short > 0.0
