"""One convention of portals a test: which lines of a page are the article's text, which are captions, and what goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from crawler.items import Article, Fate, Page
from crawler.rules import GENERIC, Profile, Rules
from pipelines.chrome import StripChrome, strip
from tests.snippets import LANGUAGES, MENU, TEXT, TITLE, URL, body, captions, document, extract, paragraphs, reasons

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


def test_the_text_that_the_description_promises_wins_against_a_longer_one() -> None:
    own = [
        "도서관은 새 열람실을 6일 열었다. 좌석은 서른두 개이고 예약 없이 누구나 쓸 수 있다.",
        "운영 시간은 오전 9시부터 밤 10시까지다. 도서관은 이용자가 늘면 좌석을 더 놓기로 했다.",
        "첫날에만 이웃 마을 주민까지 백여 명이 다녀갔다.",
    ]
    text = "".join(f"<p>{said}</p>" for said in own)
    html = f"<h1>새 열람실 문 열어</h1><div>{text}</div>{MENU * 4}<div>{paragraphs('ko')}</div>"
    assert body(extract(f"<body>{html}</body>")) == KO
    assert body(extract(f"<head><meta name=description content='{own[0]}'></head><body>{html}</body>")) == own


def test_a_gallery_without_prose_is_found_by_the_name_of_its_box() -> None:
    gallery = "<div class='article_body'><img src='/a/1.jpg'><p>강변의 아침</p><p>안개 낀 다리</p></div>"
    article = extract(document(gallery))
    assert [image["url"] for image in article.images] == ["https://www.hanbit.example/a/1.jpg"]
    assert article.extraction["by"]["body"] == "generic"


def test_a_box_named_as_the_article_leaves_its_surroundings_out() -> None:
    around = "<p>한빛일보는 독자와 함께 만드는 지역 신문입니다. 오늘도 고맙습니다.</p>"
    text = f"{around}<div class='article_body'>{paragraphs('ko')}</div>"
    assert body(extract(document(text))) == KO


def test_a_short_first_line_stays_where_it_looks_as_the_text_does() -> None:
    assert body(text_of((0, "<p>시가 나섰다</p>"))) == ["시가 나섰다", *KO]
    assert body(text_of((0, "<div>지역부</div>"))) == KO


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
        ("zh-Hans", f"<p>{IMAGE}</p><p>（居民在河边走。）</p>", "（居民在河边走。）"),
        ("ko", f"<p>{IMAGE}</p><p>.</p><p>[강변. 사진 = 한빛시 제공]</p>", "[강변. 사진 = 한빛시 제공]"),
    ],
    ids=["mark", "figcaption", "class", "table", "photographer", "centred", "credit", "label", "bracketed", "photo"],
)  # fmt: skip
def test_captions_leave_the_text_and_join_their_picture(language: str, markup: str, caption: str) -> None:
    article = text_of((1, markup), language=language)
    assert body(article) == TEXT[language]
    assert captions(article) == [caption]
    assert article.images[0]["url"] == "https://www.hanbit.example/photo/2024/river.jpg"


def test_a_paragraph_with_a_picture_in_it_is_no_caption() -> None:
    rows = [f"<div>{row}</div>" for row in KO]
    rows[1] = f"<div>{IMAGE}{KO[1]}</div>"
    assert body(extract(document("".join(rows)))) == KO


def test_bullets_are_no_captions() -> None:
    bullets = ["▲ 산책로 12km 조성", "▲ 쉼터 여섯 곳 설치", "▲ 야간 조명 보강"]
    markup = "".join(f"<p>{said}</p>" for said in bullets)
    article = text_of((1, f"<p>{IMAGE}</p>"), (2, markup))
    assert set(bullets) <= set(body(article))
    assert captions(article) == []


def test_a_caption_in_a_box_that_its_name_tells_apart() -> None:
    """The name says it where the line stands far from its picture and reads as prose."""
    said = "산책로가 들어설 강변을 주민들이 걷고 있다. 시는 이곳에 쉼터 여섯 곳을 둘 계획이라고 했다."
    article = text_of((1, f"<div><p>{IMAGE}</p><div><p>.</p><p class='img_desc'>{said}</p></div></div>"))
    assert said not in body(article)
    assert said in captions(article)


def test_short_sentences_behind_most_pictures_are_captions() -> None:
    parts = [(n, f"<p>{IMAGE.replace('river', f'r{n}')}</p><p>강변의 {n}번 구간이다.</p>") for n in (1, 2, 3)]
    article = text_of(*parts)
    assert body(article) == KO
    assert len(captions(article)) == 3


def test_centred_lines_are_captions_unless_the_text_is_centred() -> None:
    line = "<p style='text-align:center'>강변 산책로 예정지</p>"
    assert "강변 산책로 예정지" not in body(text_of((2, line)))
    centred = "".join(f"<p style='text-align:center'>{row}</p>" for row in KO)
    assert body(extract(document(centred + line.replace("예정지", "예정지:")))) == [*KO, "강변 산책로 예정지:"]


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
    late = "<div class='js-image-load' data-src='/a/late.jpg'></div><div data-src='/a/menu.json'></div>"
    article = text_of((1, icons), (2, lazy), (3, late))
    assert [i["url"][-11:] for i in article.images] == ["/a/real.jpg", "/a/late.jpg"]


def test_a_picture_between_headline_and_text_is_the_article_s() -> None:
    above = "<figure><img src='/a/top.jpg'><figcaption>강변 전경</figcaption></figure>"
    article = text_of(above=above + MENU)
    assert article.images == [
        {"url": "https://www.hanbit.example/a/top.jpg", "caption": "강변 전경", "credit": None}
    ]  # fmt: skip


RIVER = "<img src='/a/river.jpg'>"


@pytest.mark.parametrize(
    ("above", "below", "caption"),
    [
        (f"<figure><a href='/a/big.jpg'>{RIVER}</a><figcaption>강변 전경</figcaption></figure>", "", "강변 전경"),
        (f"<div class='photoBox'>{RIVER}<p>주민들이 강변을 걷고 있다.</p></div>", "", "주민들이 강변을 걷고 있다."),
        (f"<div>{RIVER}<p>河道两岸©青川社/王小明</p></div>", "", "河道两岸©青川社/王小明"),
        (f"<div class='headercaption'>{RIVER}<p>강변 전경</p></div>", "", "강변 전경"),
        ("", f"<div class='news_photo'>{RIVER}<p>주민들이 강변을 걷고 있다.</p></div>", "주민들이 강변을 걷고 있다."),
        (f"<div class='pic'>{RIVER}<b>홍길동 기자</b></div>", "", None),
        (f"<div>{RIVER}<p>주민들이 강변을 걷고 있다.</p></div>", "", None),
        ("", f"<p>많이 본 뉴스</p><div class='photo'>{RIVER}<p>주차장이 다시 문을 연다.</p></div>", None),
        ("", f"<div class='photo'>{RIVER}<p><a href='/b'>주차장이 다시 문을 연다.</a></p></div>", None),
    ],
    ids=["link", "photo_box", "sign", "name", "behind", "reporter", "unnamed", "related", "elsewhere"],
)  # fmt: skip
def test_pictures_with_a_caption_around_the_text(above: str, below: str, caption: str | None) -> None:
    article = text_of(above=above + MENU, below=below)
    assert captions(article) == ([caption] if caption else [])
    assert [i["url"][-12:] for i in article.images if i["caption"]] == (["/a/river.jpg"] if caption else [])
    assert body(article) == KO


def test_a_figure_without_its_picture_and_a_gallery() -> None:
    article = text_of(above="<figure><div data-id=7></div><figcaption>강변 전경</figcaption></figure>" + MENU)
    assert article.images == [{"url": "", "caption": "강변 전경", "credit": None}]
    rows = [f"<figure><img src='/a/{n}.jpg'><figcaption>{n}번 구간</figcaption></figure>" for n in (1, 2)]
    article = text_of((2, f"<figure>{''.join(rows)}</figure>"))
    assert [(i["url"][-5:], i["caption"]) for i in article.images] == [("1.jpg", "1번 구간"), ("2.jpg", "2번 구간")]


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        ("이미지 크게 보기", None),
        ("강변 전경 사진 확대", "강변 전경"),
        ("강변 전경 원본 보기", "강변 전경"),
        ("圖片版權王小明", None),
        ("示意圖河道兩岸的步道（王小明提供）", "河道兩岸的步道（王小明提供）"),
        ("图片来源：青川晚报", "图片来源：青川晚报"),
        ("홍길동 기자", None),
    ],
)
def test_buttons_labels_and_bylines_are_no_part_of_a_caption(said: str, caption: str | None) -> None:
    article = text_of((1, f"<figure>{RIVER}<figcaption>{said}</figcaption></figure>"))
    assert captions(article) == ([caption] if caption else [])
    assert body(article) == KO


def test_bold_centred_lines_behind_pictures_are_captions_unless_the_text_has_such_heads() -> None:
    row = "<p style='text-align:center'><strong>{}</strong></p>"
    pictured = (2, f"<p style='text-align:center'>{RIVER}</p>{row.format('강변 산책로 예정지')}")
    article = text_of(pictured)
    assert (body(article), captions(article)) == (KO, ["강변 산책로 예정지"])
    article = text_of(pictured, (1, row.format("설명회에서 나온 말")))
    assert "강변 산책로 예정지" in body(article)
    heads = ["예산은 어디서", "누가 걷게 되나", "언제 열리나"]
    each = [(n + 1, f"<p style='text-align:center'>{RIVER}</p>{row.format(head)}") for n, head in enumerate(heads)]
    assert set(heads) <= set(body(text_of(*each)))


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


def test_lists_go_whose_lines_are_half_links() -> None:
    row = "<li><a href='/{0}'>강변 주차장 {0}호 다시 연다</a> 지역부 홍길동의 소식</li>"
    article = text_of((2, f"<ul>{row.format(1)}{row.format(2)}</ul>"))
    assert body(article) == KO
    assert reasons(article, "2호") == ["link_list"]


def test_a_tool_behind_a_sentence_goes() -> None:
    article = extract(document(f"<p>{KO[0]}</p><p>{KO[1]} <a href='#'>구독하기</a></p><p>{KO[2]}</p>"))
    assert body(article) == KO[:3]


def test_teasers_of_other_articles_go() -> None:
    """Siblings of one shape, each with a headline that is a link, though their names say nothing."""
    teaser = "<div><a href='/{0}'>강변 소식 {0}번째 이야기</a><p>시는 {0}번째 공사를 곧 시작한다고 밝혔다.</p></div>"
    article = text_of((4, "".join(teaser.format(n) for n in range(4))))
    assert body(article) == KO


def test_a_chrome_name_on_a_word_of_a_sentence_says_nothing() -> None:
    named = KO[1].replace("9월에", "<span class='keyword'>9월에</span>")
    assert body(extract(document(f"<p>{KO[0]}</p><p>{named}</p><p>{KO[2]}</p>"))) == KO[:3]


def test_a_chrome_name_around_the_headline_says_nothing() -> None:
    html = f"<div class='top_banner'><h1>{TITLE['ko']}</h1></div><div>{paragraphs('ko')}</div>"
    article = extract(f"<title>{TITLE['ko']} - 한빛일보</title>{html}")
    assert (article.title, body(article)) == (TITLE["ko"], KO)


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


@pytest.mark.parametrize("bar", ["댓글 2", "독자의견 (2) 200자까지 쓰실 수 있습니다. (현재 0 byte)", "100자평 (4건)"])
def test_comments_under_a_bar_are_told_without_any_name(bar: str) -> None:
    said = (
        "저는 산책로가 꼭 필요하다고 생각합니다. 강변이 너무 어두워서 밤에는 걷기가 무서웠거든요. 빨리 되면 좋겠습니다."
    )
    brief = f"<p>{KO[0]}</p>"
    comments = f"<div><div><h3>{bar}</h3></div><div><b>솔내주민</b><p>{said * 2}</p></div></div>"
    assert body(extract(document(brief, below=comments))) == KO[:1]
    counted = document(f"<div><span>{bar}</span></div>{paragraphs('ko')}")
    assert body(extract(counted)) == KO, "a count above the text heads nothing"
    deck = "강을 따라 걷는 길이 열리면 도심의 다리 일곱 개가 하나로 이어져 걸어서 출근할 수 있다고 한다."
    assert (
        body(extract(document(f"<div><span>{bar}</span></div>{paragraphs('ko')}", above=f"<p>{deck}</p>")))[-4:] == KO
    )


def test_a_text_goes_on_behind_a_box_of_related_articles() -> None:
    links = "".join(f"<li><a href='/n/{n}'>강변 주차장 {n}호 다시 연다</a></li>" for n in range(3))
    article = text_of((3, f"<div><strong>관련 뉴스</strong><ul>{links}</ul></div>"))
    assert body(article) == KO


@pytest.mark.parametrize("button", ["展开剩余56%", "点击展开全文", "余下全文"])
def test_a_button_that_unfolds_the_text_ends_it_only_where_nothing_follows(button: str) -> None:
    rows = TEXT["zh-Hans"]
    parts = ["".join(f"<p>{row}</p>" for row in part) for part in (rows[:2], rows[2:])]
    link = f"<div><a href='javascript:;'>{button}</a></div>"
    whole = extract(document(f"<div>{parts[0]}</div>{link}<div>{parts[1]}</div>", "zh-Hans", below=MENU))
    assert (body(whole), whole.truncated) == (rows, None)
    cut = extract(document(f"{parts[0]}{link}", "zh-Hans", below=MENU))
    assert (body(cut), cut.truncated) == (rows[:2], "cut")


def test_a_link_that_is_never_closed_is_no_link() -> None:
    article = text_of((0, "<p><a href='/photo/1'><img src='/a/1.jpg'></p>"), below=MENU)
    assert body(article) == KO
    leads = "".join(f"<p><a href='/n/{n}'>{row}</a></p>" for n, row in enumerate(KO))
    said = body(extract(document(leads, below=MENU)))
    assert not set(KO) & set(said), "each has an address of its own"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "不少网友评论说，这样的步道“越多越好”。"),
        ("zh-Hans", "如有疑问，市民可在步道预约平台报名参加导览，网址为https://www.qingchuan.example/walk"),
        ("zh-Hans", "精选优质品种 亩产提高两成，农户说明年还要扩大种植面积。"),
        ("ko", "광고 시장 침체에 지상파 적자 확대"),
        ("ko", "댓글은 모두 같은 계정으로 작성됐다."),
    ],
)
def test_sentences_that_begin_as_chrome_does_stay(language: str, said: str) -> None:
    rows = TEXT[language]
    article = extract(document("".join(f"<p>{row}</p>" for row in [*rows[:2], said, *rows[2:]]), language))
    assert body(article) == [*rows[:2], said, *rows[2:]]


def test_promotions_behind_an_arrow_go_and_teasers_in_script_links_are_links() -> None:
    lines = ["▶ 한빛일보 뉴스레터를 매일 아침 메일로 받아보세요.", "☞ 당신의 이야기를 들려주세요."]
    assert body(text_of((4, "".join(f"<p>{line}</p>" for line in lines)))) == KO
    leads = "".join(f"<div><a href='javascript:void(0)'>{row}{n}</a></div>" for n, row in enumerate(KO))
    assert body(extract(document(f"<p>{KO[0]}</p><p>{KO[1]}</p>", below=f"<div>{leads}</div>"))) == KO[:2]


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


@pytest.mark.parametrize(
    ("glued", "stays"),
    [
        ("（责任编辑：王小明）", False),
        (" （责任编辑：HN022）", False),
        ("责任编辑：王小明", False),
        ("[责编：王小明]", False),
        ("（原标题：青川修步道）", False),
        ("■", False),
        ("[]", False),
        ("（完）", True),
        ("（记者另有专稿说明会上的争论）", True),
    ],
)
def test_editors_and_marks_glued_to_the_last_sentence_go(glued: str, stays: bool) -> None:
    rows = TEXT["zh-Hans"]
    article = extract(document("".join(f"<p>{row}</p>" for row in [*rows[:-1], rows[-1] + glued]), "zh-Hans"))
    assert body(article) == [*rows[:-1], rows[-1] + (glued if stays else "")]
    assert article.byline is None


def test_lines_of_a_notice_behind_its_first_sentence_are_no_header() -> None:
    rows = [
        "한빛시는 하천 산책로 설명회를 연다고 밝혔다.",
        "일시: 2024년 3월 5일 오전 10시",
        "장소: 시청 대회의실",
        *KO,
    ]
    assert body(extract(document("".join(f"<p>{row}</p>" for row in rows), below=MENU))) == rows


def test_a_line_of_date_and_writer_behind_a_deck_is_a_header() -> None:
    deck = "강을 따라 걷는 길이 내년 봄에 열린다고 한다."
    line = "2024년 03월 05일 (화) 09:12:40 홍길동 기자 gildong@hanbit.example"
    article = extract(document("".join(f"<p>{row}</p>" for row in [deck, line, *KO]), below=MENU))
    assert body(article)[-4:] == KO
    assert (line in article.body, article.byline) == (False, "홍길동 기자 gildong@hanbit.example")


def test_a_disclaimer_longer_than_a_brief_goes_and_a_brief_on_rights_stays() -> None:
    brief = "青川市图书馆三月十五日起延长夜间开放时间，阅览室每天开到晚上十点，周末不变，无须另外预约。"
    notice = "免责声明：本文内容仅供参考，不构成任何投资建议，据此操作风险自担，本网站不承担任何责任。"
    rows = f"<p>{brief}</p><p>{notice}</p><p>版权声明：本网注明来源的作品，版权均属于本网，未经授权不得转载使用。</p>"
    assert body(extract(document(rows, "zh-Hans", below=MENU))) == [brief]
    rights = "青川市法院判决，未经授权转载他人文章的网站须公开道歉并赔偿损失，这是该市首例此类案件，双方均未上诉。"
    assert body(extract(document(f"<p>{rights}</p>", "zh-Hans", below=MENU))) == [rights]


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


def test_embedded_text_that_begins_as_the_description_says() -> None:
    """The markup shows another text, longer than the article."""
    own = [
        "도서관은 새 열람실을 6일 열었다. 좌석은 서른두 개이고 예약 없이 누구나 쓸 수 있다.",
        "운영 시간은 오전 9시부터 밤 10시까지다. 도서관은 이용자가 늘면 좌석을 더 놓기로 했다.",
    ]
    told = json.dumps({"@type": "NewsArticle", "headline": "새 열람실 문 열어", "articleBody": "\n".join(own)})
    head = f"<meta name=description content='{own[0]}'><script type='application/ld+json'>{told}</script>"
    assert body(extract(f"<head>{head}</head><h1>새 열람실 문 열어</h1><div>{paragraphs('ko')}</div>")) == own


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


def test_rules_that_name_paragraphs_keep_the_subheads_between_them() -> None:
    text = paragraphs("ko", (2, "<h3>주민 반응은 엇갈려</h3>"))
    article = extract(document(text), profile=Profile(name="hanbit", rules=(Rules(body="#w1 p"),)))
    assert body(article) == [*KO[:2], "주민 반응은 엇갈려", *KO[2:]]
    assert article.extraction["by"]["body"] == "rules"
    assert article.evidence.witnesses["agreement"] == 1.0


def test_rules_that_name_paragraphs_in_several_boxes() -> None:
    other = f"<div>{MENU}<p>한빛일보는 독자와 함께 만드는 지역 신문입니다. 늘 고맙습니다.</p></div>" * 4
    boxes = f"<div class=part><p>{KO[0]}</p></div>{other}<div class=part><p>{KO[1]}</p></div>"
    article = extract(document(boxes), profile=Profile(name="hanbit", rules=(Rules(body=".part"),)))
    assert body(article) == KO[:2]


def test_a_text_in_a_string_variable() -> None:
    text = paragraphs("ko").replace("\n", "").replace("'", "\\'")
    article = extract(f"<title>{TITLE['ko']}</title><div>잠시만</div><script>var newsBody = '{text}';</script>")
    assert body(article) == KO
    assert article.extraction["by"]["body"] == "data:newsBody"


def test_facts_beside_a_text_in_script_data() -> None:
    state = {
        "title": TITLE["ko"],
        "writers": [{"writerName": "홍길동"}, {"writerName": "성춘향"}],
        "section": {"name": "지역"},
        "images": [{"url": "/a/9.jpg", "caption": "강변 전경"}],
        "content": paragraphs("ko"),
    }
    script = f"<script>window.__DATA__ = {json.dumps(state, ensure_ascii=False)}</script>"
    article = extract(f"<title>{TITLE['ko']}</title><div>잠시만</div>{script}")
    assert (article.printed_authors, article.section) == (["홍길동", "성춘향"], "지역")
    assert article.images == [{"url": "https://www.hanbit.example/a/9.jpg", "caption": "강변 전경", "credit": None}]


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
    far = text_of(above=MENU * 20).evidence.witnesses["quality"]
    near = extract(document(f"<div class='article'>{paragraphs('ko')}</div>")).evidence.witnesses["quality"]
    assert (near["near"], near["named"], far["named"]) == (1.0, 1.0, 0.5)
    assert far["near"] < 1.0


def test_the_stage_counts_the_rung_and_the_agreement_and_leaves_a_settled_page_alone() -> None:
    stats = StatsCollector(get_crawler())
    stage = StripChrome(stats)
    rules = (Rules(body="#w1"),)
    for profile in (GENERIC, Profile(name="hanbit", rules=rules)):
        html = document(paragraphs("ko"))
        assert stage.process_item(Article(profile=profile, pages=[Page(URL, URL, html)])).title == TITLE["ko"]
    refused = Article(pages=[Page(URL, URL, document(paragraphs("ko")))], fate=Fate("rejected", "not_html"))
    assert stage.process_item(refused).title == ""
    counted = {"news/chrome/body_by_generic": 1, "news/chrome/body_by_rules": 1, "news/chrome/agree": 1}
    assert stats.get_stats() == counted


# ---------------------------------------------------------------------- text as copied from a browser


def test_copied_text_in_korean() -> None:
    rows = [
        TITLE["ko"], "입력 2024.03.05 09:30", "홍길동 기자", "• 9월 공사 시작", "• 내년 봄 첫 구간",
        "산책로를 따라 강변을 걷는 주민들 사진 한빛시", "산책로를 따라 강변을 걷는 주민들. [사진=한빛시 제공]",
        *KO, "저작권자 ⓒ 한빛일보 무단 전재 및 재배포 금지", "많이 본 뉴스", "강변 주차장 다시 연다",
    ]  # fmt: skip
    article = extract("\n\n".join(rows), content_type="text/plain")
    assert (article.title, article.byline, body(article)) == (TITLE["ko"], "홍길동 기자", KO)
    assert article.subtitle == "9월 공사 시작\n내년 봄 첫 구간"
    assert article.copyright == rows[-3]
    assert captions(article) == ["산책로를 따라 강변을 걷는 주민들. [사진=한빛시 제공]"]
    assert article.published_at == datetime(2024, 3, 5, 0, 30, tzinfo=UTC)
    assert reasons(article, "강변 주차장") == ["cut"]
    assert set(article.extraction["by"].values()) == {"text"}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_copied_text_in_chinese(language: str) -> None:
    rows = ["2024-03-05 09:30", TITLE[language], "来源：青川晚报", *TEXT[language], "登录后继续阅读全文"]
    article = extract("\n".join(rows), content_type="text/plain; charset=utf-8")
    assert (article.title, body(article)) == (TITLE[language], TEXT[language])
    assert (article.credit, article.truncated) == ("来源：青川晚报", "login")
    assert article.published_at == datetime(2024, 3, 5, 1, 30, tzinfo=UTC)


# ---------------------------------------------------------------------- where the text ends and what stands inside


LEADS = "".join(
    f"<li><a href='/n/{n}'>다른 마을 소식 {n}번째 제목입니다</a><p>다른 마을에서는 {n}월에 축제가 열린다고 한다. "
    f"주민 {n}백 명이 함께 준비했고 구경꾼은 해마다 는다고 했다.</p></li>"
    for n in range(1, 9)
)


def test_a_short_text_stays_alone_before_longer_leads_of_others() -> None:
    short = f"<div class='w2'>{KO[0]}</div>"
    below = (
        f"<div class='w3'><h3>관련기사</h3><ul>{LEADS}</ul></div><div class='w4'><h3>전체 댓글</h3><p>{KO[2]}</p></div>"
    )
    html = f"<html><body><div><h1>{TITLE['ko']}</h1>{short}{below}</div></body></html>"
    assert body(extract(html)) == KO[:1]


def test_a_line_about_comments_in_the_text_does_not_end_it() -> None:
    said = "网友评论各有看法："
    assert body(text_of((2, f"<p>{said}</p>"), language="zh-Hans")) == [*HANS[:2], said, *HANS[2:]]
    comments = f"<div><h3>网友评论</h3><p>{HANS[0]}</p></div>"
    assert body(text_of((4, comments), language="zh-Hans")) == HANS


def test_a_related_link_in_the_text_does_not_end_it() -> None:
    link = "<p>관련기사</p><p><a href='/n/1'>강변 공원 10년의 기록을 돌아보다</a></p>"
    assert body(text_of((3, link))) == KO


def test_what_a_wall_hides_and_sells_is_no_text() -> None:
    sold = "<p>지금 가입하면 첫 달은 무료, 다음 달부터 5천 원입니다.</p>"
    wall = f"<div><p>이 기사는 한빛플러스 구독 회원만 볼 수 있습니다.</p>{sold}</div>"
    article = text_of((4, wall))
    assert body(article) == KO
    assert article.truncated == "paywall"


def test_a_quote_in_a_box_with_a_name_of_chrome_stays() -> None:
    quote = "<blockquote class='sns'><p>강변을 걸으면 하루가 길어진다. 우리 동네가 달라졌다.</p></blockquote>"
    assert "강변을 걸으면 하루가 길어진다. 우리 동네가 달라졌다." in body(text_of((2, quote)))


def test_paragraphs_of_the_texts_own_class_stay_whatever_their_box_is_called() -> None:
    rows = [f"<p class='para'>{said}</p>" for said in KO]
    boxed = f"<div class='sns_box'>{rows[1]}</div>"
    assert body(extract(document("".join([rows[0], boxed, *rows[2:]])))) == KO


def test_what_an_element_has_is_no_name_of_chrome() -> None:
    assert body(text_of((2, "<div class='has-video is_related'><p>시는 강변 영상도 함께 냈다고 했다.</p></div>")))[
        2
    ].startswith("시는")


def test_a_summary_list_with_any_heading_of_summaries_goes() -> None:
    points = "<li>산책로가 새로 놓인다고 한다.</li><li>예산은 84억 원이라고 한다.</li>"
    summary = f"<div><b>AI가 뽑은 핵심</b><ul>{points}</ul></div>"
    assert body(text_of((0, summary))) == KO


def test_a_kicker_above_the_headline_in_the_container_goes() -> None:
    html = f"<body><article><h2>기획 연재</h2><h1>{TITLE['ko']}</h1>{paragraphs('ko')}</article></body>"
    assert body(extract(html)) == KO


@pytest.mark.parametrize(
    ("language", "signature", "byline"),
    [
        ("ko", " 홍길동 기자 gildong@hanbit.example", True),
        ("ko", " /연합뉴스", False),
        ("ko", " 홍길동 기자", True),
    ],
)
def test_signatures_glued_to_the_last_sentence_go(language: str, signature: str, byline: bool) -> None:
    rows = TEXT[language]
    text = "".join(f"<p>{said}</p>" for said in [*rows[:-1], rows[-1] + signature])
    article = extract(document(text, language))
    assert body(article) == rows
    assert bool(article.byline) is byline


def test_a_headline_of_the_site_alone_gives_way_to_the_line_that_the_text_is_about() -> None:
    above = f"<td>홈 &gt; 지역</td><td><font>{TITLE['ko']}</font></td><td>하천 산책로 공사, 예산 84억 원</td>"
    foot = "<div>Copyright ⓒ 한빛소리. 무단전재 및 재배포 금지</div>"
    html = f"<title>한빛소리</title><table><tr>{above}</tr></table><div>{paragraphs('ko')}</div>"
    article = extract(html + foot)
    assert (article.title, body(article)) == (TITLE["ko"], KO)
    assert extract(html).title == "한빛소리", "who knows"
    assert extract(f"<title>한빛소리</title><div>{paragraphs('ko')}</div>{foot}").title == "한빛소리"


def test_the_headline_goes_once_more_with_its_day_and_a_number_alone_is_no_headline() -> None:
    assert body(text_of((0, f"<p>2024-3-5 {TITLE['ko']}</p>"))) == KO
    assert body(text_of((0, "<p>시가 나섰다.</p><p>1 /</p>")))[0] == "시가 나섰다."


def test_each_piece_of_a_collection_loses_its_signature() -> None:
    text = "".join(f"<p>{said} 홍길동 기자 gildong@hanbit.example</p>" for said in KO)
    assert body(extract(document(text))) == KO


def test_item_headings_with_marks_are_no_subtitles() -> None:
    text = "".join(f"<p><b>■ {said[:8]} 소식</b></p><p>{said}</p>" for said in KO[:3])
    article = extract(document(text))
    assert article.subtitle is None
    assert len(body(article)) == 6


def test_a_caption_is_told_from_the_prose_in_the_same_cell() -> None:
    picture = f"<p>{IMAGE}</p><p class='pictext'>图为河道 王小明 摄</p>"
    cell = f"<div class='cell'><p>{KO[1][:40]}라고 말했다.</p>{picture}</div>"
    article = text_of((2, cell))
    assert f"{KO[1][:40]}라고 말했다." in body(article)
    assert captions(article) == ["图为河道 王小明 摄"]


# ---------------------------------------------------------------------- tables of data

CELLS = (("구분", "1분기"), ("매출", "803"), ("이익", "-29"))
TABLE = "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in CELLS) + "</table>"


def test_a_row_of_a_data_table_is_one_line() -> None:
    assert body(text_of((2, TABLE))) == [*KO[:2], "구분 1분기", "매출 803", "이익 -29", *KO[2:]]


def test_a_data_table_at_the_end_stays() -> None:
    assert body(text_of((4, TABLE)))[-1] == "이익 -29"


def test_a_table_of_links_is_no_data() -> None:
    links = (
        "<table>"
        + "".join(
            f"<tr><td><a href='/{n}'>{n}번 소식</a></td><td><a href='/x{n}'>더 보기</a></td></tr>" for n in range(4)
        )
        + "</table>"
    )
    assert body(text_of((4, links))) == KO


# ---------------------------------------------------------------------- what scripts show and write


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0", "display:none"])
def test_a_text_that_a_script_will_show_is_read(style: str) -> None:
    html = (
        f"<body><h1>{TITLE['ko']}</h1><div>로그인 알림</div><div id='c' style='{style}'>{paragraphs('ko')}</div></body>"
    )
    assert body(extract(html)) == KO


def test_a_hidden_copy_beside_a_shown_text_stays_hidden() -> None:
    hidden = f"<div style='display:none'><p>{KO[1]} 숨은 문장이다.</p></div>"
    assert body(text_of((4, hidden))) == KO


@pytest.mark.parametrize(
    "call",
    ["$('#rest').append({})", 'jQuery("#rest").html({})', "document.getElementById('rest').innerHTML = {}"],
)
def test_what_a_script_writes_into_an_element_is_text(call: str) -> None:
    rest = json.dumps("".join(f"<p>{said}</p>" for said in KO[2:] * 2), ensure_ascii=False)
    script = f"<script>{call.replace('{}', rest)};</script>"
    text = f"<p>{KO[0]}</p><p>{KO[1]}</p><div id='rest'></div>{script}"
    assert body(extract(document(text)))[: len(KO)] == KO
