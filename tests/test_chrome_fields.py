"""One convention of portals a test: headline, subtitle, writers, dates, section and outlet around the text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.items import Article
from crawler.rules import Profile, Rules
from pipelines.chrome.headline import strip_site
from tests.snippets import MENU, TEXT, TITLE, URL, body, document, extract, paragraphs

KO = TITLE["ko"]


def page(above: str = "", below: str = "", head: str = "", language: str = "ko", url: str = URL) -> Article:
    return extract(document(paragraphs(language), language, head, above, below), url)


def untitled(text: str, head: str = "") -> Article:
    return extract(f"<head>{head}</head><body>{text}<div>{paragraphs('ko')}</div></body>")


def utc(article: Article) -> str | None:
    return article.published_at.isoformat(timespec="minutes")[:16] if article.published_at else None


# ---------------------------------------------------------------------- headline


@pytest.mark.parametrize(
    ("title", "site", "others"),
    [
        (f"{KO} | 한빛일보", "한빛일보", []),
        (f"한빛일보 - {KO}", "한빛일보", []),
        (f"한빛일보 > 지역 > {KO}", "한빛일보", [KO]),
        (f"{KO} < 지역 < 뉴스 < 기사본문 - 한빛일보", "한빛일보", [KO]),
        (f"{KO}_青川新闻_青川网", "青川网", []),
        (f"{KO} :: 한빛일보", "", []),
        (f":::::한빛일보 Hanbit.com :: {KO}", "", []),
        (f"{KO} | hanbit.co.kr", "", []),
        (KO, "한빛일보", []),
    ],
)
def test_names_of_sites_and_sections_leave_a_title(title: str, site: str, others: list[str]) -> None:
    assert strip_site(title, site, others) == KO


@pytest.mark.parametrize(
    "markup",
    ["<h1>{}</h1>", "<table><tr><td>{}</td></tr></table>", "<div class='art_tit'>{}</div>", "<p><b>{}</b></p>"],
    ids=["h1", "td", "div", "bold"],
)
def test_a_printed_headline_is_confirmed_by_the_page_s_title(markup: str) -> None:
    article = untitled(markup.format(KO), f"<title>{KO} - 한빛일보</title>")
    assert article.title == KO
    assert article.extraction["by"]["title"] == "generic"
    assert body(article) == TEXT["ko"]


def test_the_site_s_name_in_a_heading_is_no_headline() -> None:
    head = f"<title>{KO} | 한빛일보</title><meta property=og:site_name content='한빛일보'>"
    assert untitled(f"<h1>한빛일보</h1><h2>{KO}</h2>", head).title == KO


@pytest.mark.parametrize("name", ["한빛일보", "Hanbit World Radio", "hanbit.co.kr", "뉴스 보기", "新闻详情", ""])
@pytest.mark.parametrize("markup", ["<p class=title>{}</p>", "<h3>{}</h3>"])
def test_where_all_titles_name_the_site_a_line_named_as_title_is_the_headline(name: str, markup: str) -> None:
    head = f"<title>{name}</title><meta property=og:title content='{name}'>"
    box = "<div class=title>오늘의 인기 기사를 모아 보기</div>"
    article = untitled(f"<h1><a href=/>{name}</a></h1>{box}{MENU * 2}{markup.format(KO)}<p>2024-03-05 09:30</p>", head)
    assert (article.title, body(article)) == (KO, TEXT["ko"])


def test_a_title_that_may_be_a_headline_goes_before_a_line_named_as_title() -> None:
    assert untitled("<h3>오늘의 지역 소식입니다</h3>", f"<title>{KO}</title>").title == KO


@pytest.mark.parametrize("day", ["2024-3-5", "[2024.03.05]"])
def test_a_line_of_day_and_headline_is_the_headline(day: str) -> None:
    text = f"<div><span>{day}</span> <span class=newstitle>{KO}</span><br>{paragraphs('ko')}</div>"
    article = extract(f"<head><title>한빛일보 - {KO}</title></head><body>{text}</body>")
    assert (article.title, body(article)) == (KO, TEXT["ko"])
    assert article.extraction["by"]["title"] == "generic"


def test_a_date_inside_the_heading_goes() -> None:
    article = untitled(f"<h1>{KO} 2024-03-05 09:30</h1>", f"<title>{KO}</title>")
    assert article.title == KO


def test_a_heading_broken_by_br_is_joined_as_the_title_has_it() -> None:
    article = untitled(f"<h1>{KO[:10]}<br>{KO[11:]}</h1>", f"<title>{KO} - 한빛일보</title>")
    assert article.title == f"{KO[:10].strip()} {KO[11:]}"


def test_a_headline_that_is_not_printed_comes_from_metadata() -> None:
    head = f"<meta property=og:title content='{KO}'><title>{KO} - 한빛일보</title>"
    article = untitled("<img src='/logo.png'>", head)
    assert article.title == KO
    assert article.extraction["by"]["title"] == "meta"


def test_the_title_element_is_the_last_resort() -> None:
    article = untitled("", f"<title>{KO} - 한빛일보</title>")
    assert (article.title, article.extraction["by"]["title"]) == (KO, "title")


# ---------------------------------------------------------------------- subtitle


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<h2>산책로 84억 들여 내년 봄 첫 구간</h2>", ["산책로 84억 들여 내년 봄 첫 구간"]),
        (
            "<ul class='sub_tit'><li>9월 공사 시작</li><li>내년 봄 첫 구간</li></ul>",
            ["9월 공사 시작", "내년 봄 첫 구간"],
        ),
        ("<p><strong>9월 공사 시작해 내년 봄 첫 구간</strong></p>", ["9월 공사 시작해 내년 봄 첫 구간"]),
    ],
    ids=["second_heading", "list", "bold"],
)
def test_subtitles_between_headline_and_text(markup: str, lines: list[str]) -> None:
    article = page(markup)
    assert (article.subtitle or "").split("\n") == lines
    assert body(article) == TEXT["ko"]


DECK = "강을 따라 걷는 길이 열리면 도심의 다리 일곱 개가 하나로 이어진다."


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div class=editor-subtitle><p>9월 공사 시작</p><p>“내년 봄 첫 구간”</p></div>", 2),
        ("<p><b>9월 공사 시작한다<br>내년 봄 첫 구간<br>주민은 ‘반색’</b></p>", 3),
        (f"<p class=summary>{DECK}</p>", 1),
        (f"<div class='teaser-text'><p>{DECK}</p></div>", 1),
        (f"<div class='intro'>{DECK}</div>", 1),
        (f"<div class='article_desc'>{DECK}</div>", 1),
        (f"<div class='t-content__chapo'>{DECK}</div>", 1),
        (f"<div class='text-xl' data-testid='story-teaser'>{DECK}</div>", 1),
        (f"<p itemprop='alternativeHeadline'>{DECK}</p>", 1),
        ("<em class='precis'>[느린 지도] 한빛천<br>9월 공사 시작<br>내년 봄 첫 구간</em>", 3),
        ("<div class='sub_list'><ul><li>9월 공사 시작</li><li>내년 봄 첫 구간</li></ul></div>", 2),
        ("<table><tr><td>——记沿河步道的设计者们</td></tr></table>", 1),
        (f"<p class='summary'>核心提示：{DECK}</p>", 1),
        (f"<p>【导读】{DECK}</p>", 1),
        (f"<p class='summary'>摘要：{DECK}</p>", 0),
        ("<section><strong class='visually-hidden'>Article Credits</strong><span>홍길동</span></section>", 0),
        ("<section><strong>지금까지 정리한 상황</strong><ul><li>9월 공사 시작</li></ul></section>", 0),
        ("<div><h4>본문을 더 크게 보는 창</h4><button>닫기</button></div>", 0),
        ("<h4>글씨 크기 조절하기</h4>", 0),
        ("<p class=dateline><strong>한빛시청 앞에서 —</strong></p>", 0),
        (f"<img src=/a.jpg><div class='article_desc'>{DECK}</div>", 0),
        (f"<div class='ai_sum'><h4>세 줄 요약</h4><p>{DECK}</p></div>", 0),
        (f"<div class='summary'><button>요약</button><p>{DECK}</p></div>", 0),
        (f"<div class='summary'><p>{DECK}</p><small>인공지능이 자동 요약했습니다</small></div>", 0),
        (f"<ul class='summary'><li>{DECK}</li><li>공사는 아홉 달이 걸린다.</li></ul>", 0),
        (f"<div class='news_lead'><b>직송 요약</b><p>{DECK}</p></div>", 0),
        (f"<div class='sum'><p>{DECK}</p><p>공사는 아홉 달이 걸린다.</p><p>주민은 반겼다.</p></div>", 0),
        ("<div class='sub-col-right'><div class=stitle>매주 오는 편지</div></div>", 0),
    ],
)  # fmt: skip
def test_decks_are_subtitles_and_summaries_are_none(markup: str, lines: int) -> None:
    article = page(markup + MENU)
    assert len(article.subtitle.split("\n") if article.subtitle else []) == lines
    assert body(article) == TEXT["ko"]


@pytest.mark.parametrize(
    ("markup", "subtitle"),
    [
        ("<div>9월 공사 시작해 내년 봄 첫 구간</div><div>2024.03.05 09:30</div>", "9월 공사 시작해 내년 봄 첫 구간"),
        ("<div>9월 공사 시작</div><div>2024.03.05 09:30</div>", None),
        ("<div><a href=/s>한빛천 산책로 기획 연재 전체 보기</a></div><div>2024.03.05 09:30</div>", None),
        ("<div class=info>연무진 한빛천연구소 연구위원</div><div>2024.03.05 09:30</div>", None),
        ("<div>9월 공사 시작해 내년 봄 첫 구간</div><div>강변 소식</div><div>2024.03.05 09:30</div>", None),
    ],
    ids=["deck", "label", "link", "named_otherwise", "among_others"],
)
def test_a_line_between_headline_and_date_is_the_deck(markup: str, subtitle: str | None) -> None:
    assert page(markup + MENU).subtitle == subtitle


@pytest.mark.parametrize(
    "second", ["2024년 3월 5일 오전 9시 30분 시청", "2024년 3월 5일 열린 설명회에는 주민 120명이 왔다."]
)
def test_the_first_paragraph_of_a_text_with_dates_in_it_is_no_deck(second: str) -> None:
    rows = ["한빛시가 하천을 따라 산책로를 놓는다.", second, *TEXT["ko"]]
    inside = "".join(f"<p>{row}</p>" for row in rows)
    broken = "<br><br>".join(rows)
    for text in (f"<h1>{KO}</h1>{inside}", f"<h1>{KO}</h1><div>{inside}</div>", f"<h1>{KO}</h1><div>{broken}</div>"):
        article = extract(f"<body><div>{text}</div>{MENU}</body>")
        assert (article.subtitle, body(article)[0], body(article)[-4:]) == (None, rows[0], TEXT["ko"])


def test_a_heading_right_above_the_headline_is_its_lead_in() -> None:
    heading = "<div><h3>9월 공사 시작해 내년 봄 첫 구간</h3><h1>"
    html = document(paragraphs("ko")).replace("<h1>", heading).replace("</h1>", f"</h1></div>{MENU}")
    assert extract(html).subtitle == "9월 공사 시작해 내년 봄 첫 구간"
    assert extract(html.replace("9월 공사 시작해 내년 봄 첫 구간", "기획 연재")).subtitle is None
    assert extract(html.replace("</h3>", "</h3></div><div>")).subtitle is None, "a box of its own"


@pytest.mark.parametrize("tag", ["<p><strong>{}</strong></p>", "<h3>{}</h3>"])
def test_the_first_subhead_of_a_text_stays_in_it(tag: str) -> None:
    heads = ["구간마다 다른 이름 붙인다", "다리 아래 쉼터 일곱 곳", "주민과 함께 걷는 개통식"]
    text = paragraphs("ko", *((k, tag.format(said)) for k, said in enumerate(heads)))
    article = extract(document(text))
    assert (article.subtitle, [p for p in body(article) if p in heads]) == (None, heads)


def test_what_a_menu_says_too_is_no_subtitle() -> None:
    menu = "<ul><li><a href=/c>문화와 사회 소식</a></li><li><a href=/e>경제</a></li></ul>"
    html = document(paragraphs("ko"), above="<h4>문화와 사회 소식</h4>")
    assert extract(html.replace("<h1>", f"{menu}<h1>")).subtitle is None


@pytest.mark.parametrize(
    ("said", "subtitle"),
    [
        (f"<p>{DECK}</p>", DECK),
        ("<p>홍길동 기자 입력 2024-03-05 09:30</p>", None),
        (f"<p class=info>{DECK}</p>", None),
        (f"<img src=/a.jpg><p>{DECK}</p>", None),
        ("<p>댓글 공유</p>", None),
    ],
)
def test_a_paragraph_in_the_headline_s_own_box(said: str, subtitle: str | None) -> None:
    html = document(paragraphs("ko"), above=f"{said}</div>{MENU}").replace("<h1>", "<div class=head><h1>")
    assert extract(html).subtitle == subtitle


def test_a_subtitle_that_was_taken_for_the_beginning_of_the_text_leaves_it() -> None:
    article = extract(document(paragraphs("ko", (0, f"<div class=subtitle><p>{DECK}</p></div>"))))
    assert (article.subtitle, body(article)) == (DECK, TEXT["ko"])


def test_a_leading_paragraph_among_paragraphs_is_text() -> None:
    article = extract(document(paragraphs("ko", (0, f"<p class=intro>{DECK}</p>"))))
    assert (article.subtitle, body(article)) == (None, [DECK, *TEXT["ko"]])


def test_the_first_of_several_subheads_is_no_subtitle() -> None:
    heads = [(0, "<p><b>■ 첫 구간은 내년 봄</b></p>"), (2, "<p><b>■ 주민은 반색</b></p>")]
    assert extract(document(paragraphs("ko", *heads))).subtitle is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "9월에 시작해 내년 봄 첫 구간"), ("zh-Hans", "九月开工明年开放"), ("zh-Hant", "九月動工明年開放")],
)
def test_bold_first_lines_of_the_text_are_the_subtitle(language: str, said: str) -> None:
    text = paragraphs(language, (0, f"<p><b>{said}</b></p>"))
    article = extract(document(text, language))
    assert (article.subtitle, body(article)) == (said, TEXT[language])


def test_bold_lines_in_one_element_are_the_subtitle_though_subheads_are_bold_too() -> None:
    rows = ["9월 공사 시작한다", "내년 봄 첫 구간", "주민은 ‘반색’"]
    text = f"<b>{'<br>'.join(rows)}</b><br><br>" + "<br><br>".join(
        [TEXT["ko"][0], "<b>● 반긴 주민들</b>", TEXT["ko"][1], "<b>● 남은 걱정</b>", *TEXT["ko"][2:]]
    )
    article = extract(document(text, "ko"))
    assert article.subtitle == "\n".join(rows)
    assert body(article)[:2] == [TEXT["ko"][0], "● 반긴 주민들"]


def test_a_subtitle_in_script_data_is_the_last_resort() -> None:
    state = {
        "title": KO,
        "subTitle": "9월 공사 시작<br>내년 봄 첫 구간",
        "body": "".join(f"<p>{x}</p>" for x in TEXT["ko"]),
    }
    script = f"<script>window.__STATE__ = {json.dumps(state, ensure_ascii=False)}</script>"
    assert extract(f"<title>{KO}</title><div>잠시만</div>{script}").subtitle == "9월 공사 시작\n내년 봄 첫 구간"


# ---------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("language", "line", "moment"),
    [
        ("ko", "입력 2024.03.05 09:30", "2024-03-05T00:30"),
        ("ko", "기사입력 2024년 3월 5일 오후 2시 10분", "2024-03-05T05:10"),
        ("zh-Hans", "2024-03-05 09:30:12 来源：青川晚报 作者：王小明", "2024-03-05T01:30"),
        ("zh-Hans", "发布时间：2024年03月05日 09:30", "2024-03-05T01:30"),
        ("zh-Hant", "發布時間：2024/03/05 09:30", "2024-03-05T01:30"),
    ],
)
def test_the_date_box_under_the_headline(language: str, line: str, moment: str) -> None:
    article = page(f"<div>{line}</div>", language=language)
    assert utc(article) == moment
    assert article.extraction["by"]["published_at"] == "generic"
    assert article.published_text in line


def test_published_and_updated_are_told_apart_by_their_labels() -> None:
    article = page("<ul><li>수정 2024.03.06 11:00</li><li>등록 2024.03.05 09:30</li></ul>")
    assert utc(article) == "2024-03-05T00:30"
    assert article.updated_at == datetime(2024, 3, 6, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "<em>2024.03.05 09:30 입력</em> <em>2024.03.06 11:00 수정</em>",
        "<em>입력 2024.03.05 09:30</em> <em>2024.03.06 11:00 수정</em>",
        "<em>입력 2024.03.05 09:30</em> <em>수정 2024.03.06 11:00</em>",
    ],
)
def test_labels_stand_before_or_behind_their_dates(line: str) -> None:
    article = page(f"<p>{line}</p>")
    assert utc(article) == "2024-03-05T00:30"
    assert article.updated_at == datetime(2024, 3, 6, 2, 0, tzinfo=UTC)


def test_a_time_without_a_year_has_that_of_metadata() -> None:
    told = "<meta property='article:published_time' content='2019-09-04T18:47:00+08:00'>"
    html = document(paragraphs("zh-Hans"), "zh-Hans", told, "<p><span>发布时间：09-04</span><span>18:47</span></p>")
    assert utc(extract(html)) == "2019-09-04T10:47"


def test_a_day_without_a_year_is_of_the_nearest_one() -> None:
    article = page("<p>입력 12.31 16:05 수정 2026.01.02 09:00</p>")
    assert utc(article) == "2025-12-31T07:05"


def test_an_update_without_a_year_has_that_of_the_publication() -> None:
    article = page("<p><span>2019/5/12 11:42</span>（5/12 16:05 更新）</p>")
    assert article.updated_at == datetime(2019, 5, 12, 7, 5, tzinfo=UTC)


def test_a_label_in_a_box_of_its_own() -> None:
    article = page("<dl><dt>최종수정</dt><dd>2024.03.06 11:00</dd><dt>입력</dt><dd>2024.03.05 09:30</dd></dl>")
    assert utc(article) == "2024-03-05T00:30"
    assert article.updated_at == datetime(2024, 3, 6, 2, 0, tzinfo=UTC)


def test_metadata_gives_the_minutes_of_a_printed_day() -> None:
    told = "<meta property='article:published_time' content='2024-03-05T09:30:00+09:00'>"
    article = page("<p>2024.03.05</p>", head=told)
    assert utc(article) == "2024-03-05T00:30"
    assert article.extraction["by"]["published_at"] == "meta"


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2024/03/05 09:30 송고", "2024-03-05T00:30"),
        ("입력시간 : 2024/03/04 16:41", "2024-03-04T07:41"),
        ("2024/03/09 09:30 송고", "2024-03-04T15:00"),
        ("2024/03/06 09:30", "2024-03-04T15:00"),
    ],
)
def test_the_time_behind_the_text_goes_before_the_day_of_a_picture(sent: str, moment: str) -> None:
    article = page("<div>주민들이 강변을 걷고 있다. 2024.3.5</div>", f"<p>{sent}</p>")
    assert utc(article) == moment


@pytest.mark.parametrize(
    ("told", "moment", "rung"),
    [
        ("2024-03-05T08:00:00+09:00", "2024-03-05T00:30", "generic"),
        ("2024-02-28T08:00:00+09:00", "2024-02-27T23:00", "meta"),
    ],
    ids=["agrees", "contradicts"],
)
def test_a_date_above_the_headline_counts_where_metadata_agrees(told: str, moment: str, rung: str) -> None:
    """Today's date in the masthead must not become the article's."""
    html = document(paragraphs("ko"), head=f"<meta property='article:published_time' content='{told}'>")
    article = extract(html.replace("<h1>", f"{MENU}<div>2024.03.05 09:30</div><h1>"))
    assert (utc(article), article.extraction["by"]["published_at"]) == (moment, rung)


def test_the_address_is_the_last_witness_of_the_day() -> None:
    article = page(url="https://www.hanbit.example/20240305/view")
    assert utc(article) == "2024-03-04T15:00"
    assert article.extraction["by"]["published_at"] == "url"


@pytest.mark.parametrize(
    ("language", "moment"), [("ko", "2024-03-05T00:30"), ("zh-Hans", "2024-03-05T01:30")], ids=["Seoul", "UTC+8"]
)
def test_an_unknown_site_has_the_time_zone_of_its_script(language: str, moment: str) -> None:
    assert utc(page("<p>2024-03-05 09:30</p>", language=language)) == moment


@pytest.mark.parametrize(
    ("url", "told", "hour"),
    [
        ("https://news.hanbit.co.kr/a/1", "", "00"),
        ("https://en.hanbit.tw/a/1", "", "01"),
        ("https://english.hanbit.example/a/1", "", "01"),
        ("https://english.hanbit.example/a/1", "2024-03-05T09:30:41+09:00", "00"),
        ("https://english.hanbit.example/a/1", "2024-03-05T01:30:41Z", "01"),
        ("https://news.hanbit.co.kr/a/1", "2024-03-05T09:30:41+08:00", "01"),
    ],
)
def test_metadata_and_the_address_know_the_zone_better_than_the_script(url: str, told: str, hour: str) -> None:
    head = f"<meta property='article:published_time' content='{told}'>" if told else ""
    menu = "<nav>한국어 日本語 Русский Español English</nav>"
    said = "<p>The town has told its seventeen bridges apart by colour since the flood, and nobody minds.</p>" * 5
    html = f"<html><head>{head}</head><body>{menu}<h1>A town of bridges</h1><p>2024-03-05 09:30</p>{said}</body></html>"
    assert utc(extract(html, url)) == f"2024-03-05T{hour}:30"


@pytest.mark.parametrize(
    "markup",
    [
        "<div><span>2024.03.05</span><div>09:30</div></div>",
        "<div><p>09:30</p><p>2024.03.05</p></div>",
        "<ul><li>2024-03-05</li><li>서울</li><li>(09:30)</li></ul>",
        "<p><span>홍길동 기자 2024-03-05 09:30</span><span>27,316 조회</span></p>",
        "<time datetime='2024-03-05 09:30'>2024년 3월 5일</time>",
        "<time datetime='2024-03-05T00:30:00Z'><b>3월</b> 다섯째 날</time>",
    ],
    ids=["behind", "before", "apart", "glued", "attribute", "attribute_only"],
)
def test_a_time_in_another_box_than_its_day(markup: str) -> None:
    article = page(markup)
    assert utc(article) == "2024-03-05T00:30"
    assert article.extraction["by"]["published_at"] == "generic"


@pytest.mark.parametrize(
    ("attribute", "moment"),
    [
        ("data-publishtime", "2024-03-05T00:30"),
        ("data-article-publish-time", "2024-03-05T00:30"),
        ("data-expires", None),
    ],
)
def test_a_date_in_an_attribute(attribute: str, moment: str | None) -> None:
    html = document(paragraphs("ko")).replace("<html>", f"<html {attribute}='2024-03-05 09:30:00'>")
    assert utc(extract(html)) == (moment and moment[:16])


@pytest.mark.parametrize(
    "bar",
    [
        "UPDATE 2024-03-06 10:00",
        "UPDATED. 2024-03-06 10:00 (수)",
        "최종편집 2024-03-06 10:00",
        "최종 업데이트 2024-03-06 10:00 로그인 회원가입",
    ],
)
def test_an_update_of_the_whole_site_is_none_of_the_article(bar: str) -> None:
    article = page(f"<div>{bar}</div><p>입력 2024-03-05 09:30</p>")
    assert (utc(article), article.updated_at) == ("2024-03-05T00:30", None)


@pytest.mark.parametrize(
    ("printed", "told", "updated"),
    [
        ("2024-03-05 09:30", "2024-03-05T09:30:41+09:00", None),
        ("2024-03-05 09:30:12", "2024-03-05T09:30:41+09:00", "00:30:41"),
        ("2024-03-05 09:30", "2024-03-05T11:02:41+09:00", "02:02:41"),
        ("2024-03-05 09:30", "2024-03-04T11:02:41+09:00", None),
        ("2024-03-05", "2024-03-05T11:02:41+09:00", None),
        ("2024-03-05", "2024-03-06T11:02:41+09:00", "02:02:41"),
    ],
)
def test_a_declared_update_counts_where_it_is_later_than_what_is_printed(
    printed: str, told: str, updated: str | None
) -> None:
    article = page(f"<p>{printed}</p>", head=f"<meta property='article:modified_time' content='{told}'>")
    assert (article.updated_at and article.updated_at.strftime("%H:%M:%S")) == updated


def declared(**times: str) -> str:
    return "".join(f"<meta property='article:{name}_time' content='{time}'>" for name, time in times.items())


@pytest.mark.parametrize(
    ("printed", "told", "published", "updated"),
    [
        # printed in Paris
        ("2024/03/05 - 10:13", {"published": "2024-03-05T09:13:00+00:00"}, "09:13", None),
        (
            "發表時間：2024/03/05 - 10:13 更改時間：2024/03/05 - 11:40",
            {"published": "2024-03-05T09:13:00+00:00", "modified": "2024-03-05T10:40:00+00:00"},
            "09:13",
            "10:40",
        ),
        # the same clock, or off by the page's own offset: metadata is wrong
        ("2024/03/05 10:13", {"published": "2024-03-05T10:13:00Z"}, "02:13", None),
        ("2024/03/05 10:13", {"published": "2024-03-05T02:13:00+08:00"}, "02:13", None),
        # another moment
        ("2024/03/05 10:13", {"published": "2024-03-05T09:14:00+00:00"}, "02:13", None),
        # only an update is printed, and metadata knows it
        (
            "Updated 16:15, 06-Mar-2024",
            {"published": "2024-03-05T18:35:00+08:00", "modified": "2024-03-06T16:15:00+08:00"},
            "10:35",
            "08:15",
        ),
        ("更新：2024/03/06 16:15", {"published": "2024-03-05T18:35:00+08:00"}, "08:15", None),
        # the update has minutes, the publication only a day
        ("發表 05-03-2024</p><p>更改時間 05-03-2024 16:48", {}, "16:00", "08:48"),
    ],
)
def test_printed_times_and_metadata_settle_zone_and_update(
    printed: str, told: dict[str, str], published: str, updated: str | None
) -> None:
    article = page(f"<p>{printed}</p>", language="zh-Hant", head=declared(**told))
    assert article.published_at.strftime("%H:%M") == published
    assert (article.updated_at and article.updated_at.strftime("%H:%M")) == updated


def test_metadata_that_knows_only_the_last_publication_has_an_earlier_witness() -> None:
    told = {
        "@type": "NewsArticle",
        "headline": KO,
        **dict.fromkeys(["datePublished", "dateModified"], "2024-03-05T11:00"),
    }
    head = f"<script type='application/ld+json'>{json.dumps(told)}</script>{declared(published='2024-03-05T09:30')}"
    article = page(head=head)
    assert (utc(article), article.updated_at) == ("2024-03-05T00:30", datetime(2024, 3, 5, 2, 0, tzinfo=UTC))


def test_a_line_of_dates_with_a_link_of_the_bar_and_the_dates_of_comments() -> None:
    said = "<ul class='comment_list'><li>2024.03.05 오전 11:21</li></ul>"
    url = "https://www.hanbit.example/20240305/view"
    assert utc(page("<p>입력 2024.03.05 09:30 <a href=/p>지면보기</a></p>", said, url=url)) == "2024-03-05T00:30"
    assert page("", said, url=url).extraction["by"]["published_at"] == "url"


# ---------------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("language", "markup", "line"),
    [
        ("ko", "<p>홍길동 기자 gildong@hanbit.example</p>", "홍길동 기자 gildong@hanbit.example"),
        ("ko", "<span class='writer'>홍길동 기자</span>", "홍길동 기자"),
        ("zh-Hans", "<p>记者 王小明</p>", "记者 王小明"),
        ("zh-Hant", "<p>記者王小明／台北報導</p>", "記者王小明／台北報導"),
    ],
)
@pytest.mark.parametrize("apart", ["", MENU], ids=["close", "apart"])
def test_the_byline_under_the_headline(language: str, markup: str, line: str, apart: str) -> None:
    article = page(markup + apart, language=language)
    assert article.byline == line
    assert body(article) == TEXT[language]


@pytest.mark.parametrize("apart", ["", MENU], ids=["close", "apart"])
@pytest.mark.parametrize(
    ("language", "line", "name"),
    [
        ("ko", "입력 2024.03.05 09:30 홍길동 기자", "홍길동 기자"),
        ("zh-Hans", "2024-03-05 09:30 来源：青川晚报 作者：王小明", "王小明"),
    ],
)
def test_a_writer_beside_the_date(language: str, line: str, name: str, apart: str) -> None:
    assert name in (page(f"<p>{line}</p>{apart}", language=language).byline or "")


def test_a_columnist_signs_with_an_office_behind_the_last_sentence() -> None:
    rows = "".join(f"<p>{row}</p>" for row in [*TEXT["ko"][:-1], TEXT["ko"][-1] + " 정수연 조각가"])
    article = extract(document(rows))
    assert (article.byline, body(article)) == ("정수연 조각가", TEXT["ko"])


def test_the_bar_of_an_account_leaves_the_text_and_its_credits_are_no_caption() -> None:
    bar = "<div class='rich_media_meta_list'><span>原创</span> <em>2018-03-14</em> <em>青川观察</em></div>"
    credits = "<p><img src='/a/1.jpg'></p><p>撰文｜季小舟 摄影｜欧阳木</p>"
    rows = "".join(f"<p>{row}</p>" for row in TEXT["zh-Hans"])
    article = extract(f"<div><h2>{TITLE['zh-Hans']}</h2>{bar}<div>{rows}{credits}</div></div>{MENU}")
    assert body(article) == TEXT["zh-Hans"]
    assert (article.byline, [i["caption"] for i in article.images]) == ("撰文｜季小舟 摄影｜欧阳木", [None])


def test_several_writers_in_boxes_of_their_own() -> None:
    boxes = "<div class='author_list'><span>홍길동 기자</span><div>성춘향 기자</div></div>"
    assert page(boxes).byline == "홍길동 기자, 성춘향 기자"


def test_a_writer_s_card_behind_the_text() -> None:
    card = "<div class='writer_info'><p>홍길동 기자</p></div>"
    assert page(below=MENU + card).byline == "홍길동 기자"
    assert page(below=MENU + card.replace("writer_info", "people")).byline is None


def test_authors_of_metadata_are_kept_as_given() -> None:
    told = json.dumps({"@type": "NewsArticle", "headline": KO, "author": [{"name": "홍길동"}, {"name": "성춘향"}]})
    head = f"<script type='application/ld+json'>{told}</script><meta name=author content='한빛일보 홍길동'>"
    assert page(head=head).printed_authors == ["홍길동", "성춘향", "한빛일보 홍길동"]


# ---------------------------------------------------------------------- section, outlet, copyright, address


def above_headline(markup: str, told: str = "", language: str = "ko") -> str | None:
    head = f"<meta property='article:section' content='{told}'>" if told else ""
    return extract(document(paragraphs(language), language, head).replace("<h1>", f"{markup}<h1>")).section


@pytest.mark.parametrize(
    ("crumbs", "told", "section"),
    [
        ("<div>홈 &gt; 뉴스 &gt; 지역</div>", "", "지역"),
        ("<div>홈 &gt; 사회 &gt; 지역</div>", "사회", "사회"),
        ("<div>홈 &gt; 사회 &gt; 지역</div>", "local", "지역"),
        ("<div>홈 &gt; 사회 &gt; 전체</div>", "", "사회"),
        ("<ol class=breadcrumb><li><a>홈</a></li><li><a>사회</a></li><li><a>지역</a></li></ol>", "", "지역"),
        ("<div class=breadcrumb><a>사회</a><a>지역</a></div>", "", "지역"),
        ("<div class=breadcrumb><a>지역</a></div>", "", "지역"),
        ("<ul class='nav-path01'><li>Home</li><li>사회</li><li>환경·생태</li></ul>", "", "환경·생태"),
        ("<div class=bread><a>民生</a> &gt; 正文 <a>收藏此文章</a></div>", "", "民生"),
        ("<div>您现在的位置：<a>首页</a> &gt;&gt; <a>青川新闻</a> &gt;&gt; 正文</div>", "", "青川新闻"),
        ("<div class=crumbs>本页位置：首页 → 图文 → 社会新闻</div>", "", "社会新闻"),
        ("<div class=path><a>青川网</a> &gt; 正文</div>", "", None),
        (
            "<table class=location><tr><td>青川網 &gt; 社會 &gt; 地方</td><td>小</td><td>大</td></tr></table>",
            "",
            "地方",
        ),
        ("<div class=path><a>首頁</a> &gt; <a>地方</a> &gt; 新聞內文</div>", "", "地方"),
        ("<div class=path><a>首页</a> &gt; <a>电报</a> &gt; 电报更新中</div>", "", "电报"),
        ("<div class=breadcrumb><a>이야기</a><em>느린 가게</em><em>2화</em></div>", "", "느린 가게"),
        ("<ul class=breadcrumb><li>新聞首頁</li><li>社會</li><li>青川早報</li></ul>", "", "社會"),
        ("<div class=flex><a>新闻</a><span>/</span><a>青川</a></div>", "", "青川"),
        ("<div class=flex><span>新闻</span><span>/</span><span>青川</span></div>", "", None),
        ("<table><tr><td>第005版：江河源</td></tr><tr><td><a>第006版：要闻</a></td></tr></table>", "", "江河源"),
        ("<p>A03版：江河源</p><p>A04版：要闻</p>", "", None),
        ("<div class=location><a>홈</a><a>브리핑</a><a>보도자료</a></div>", "", "보도자료"),
        ("<div class=location>한빛시 맑음</div>", "", None),
        ("<div>로그인 | 회원가입 | 고객센터</div>", "", None),
        ("<div class=crumb-search><label>검색 <input></label> 한빛</div>", "", None),
    ],
)
def test_the_step_of_the_crumbs_that_metadata_names_else_the_deepest(
    crumbs: str, told: str, section: str | None
) -> None:
    assert above_headline(crumbs, told) == section


SECTIONS = (
    "<ul>" + "".join(f"<li><a href=/{x}>{x}</a></li>" for x in ("정치", "경제", "지역", "문화", "구독")) + "</ul>"
)


@pytest.mark.parametrize(
    ("markup", "told", "section"),
    [
        ("<span class=cate>지역</span>", "", "지역"),
        ("<span class=cate>지역</span>", "local", "지역"),
        ("<div class=category><p class='category-name'>지역</p><p>저녁 뉴스</p></div>", "", "지역"),
        ("<div class=category><a>구독</a></div>", "", None),
        (f"{SECTIONS}<div><a>지역</a></div>", "", "지역"),
        (f"{SECTIONS}<div><a>지역</a></div>", "환경", "환경"),
        (f"{SECTIONS}<div><a>이어쓰기</a></div>", "", None),
        (f"{SECTIONS}<div><a>구독</a></div>", "", None),
        (SECTIONS, "", None),
        (SECTIONS.replace("<li><a href=/지역", "<li class=on><a href=/지역"), "", "지역"),
        (SECTIONS.replace("<li>", "<li class=on>"), "", None),
        ("<ul><li class=on><a>지역</a></li><li><a>전국</a></li></ul>", "", None),
        ("", "환경", "환경"),
        ("", "더하기,환경", "환경"),
        ("", "environment", None),
    ],
    ids=[
        "label", "label_and_latin", "innermost", "tool", "as_in_the_menu", "menu_after_metadata", "not_in_the_menu",
        "tool_of_the_menu", "menu", "active", "all_active", "tabs", "metadata", "narrowest", "latin",
    ],
)  # fmt: skip
def test_a_label_metadata_and_the_menu_know_the_section(markup: str, told: str, section: str | None) -> None:
    assert above_headline(markup, told) == section


@pytest.mark.parametrize(
    ("title", "section"),
    [
        (f"{KO} - 지역 - 한빛일보", "지역"),
        (f"{KO}_지역_한빛망", "지역"),
        (f"한빛 | {KO}", None),
        (f"{KO} | 구독", None),
        (f"지역 {KO}", None),
    ],
)
def test_the_page_s_title_names_what_the_menu_has_too(title: str, section: str | None) -> None:
    html = document(paragraphs("ko"), head=f"<title>{title}</title>")
    assert extract(html.replace("<h1>", f"{SECTIONS}<h1>")).section == section


def test_an_aggregator_says_below_the_text_how_it_was_classified() -> None:
    assert page(below=f"{MENU}<p>이 기사는 언론사에서 <em>사회, 지역</em> 섹션으로 분류했습니다.</p>").section == "사회"


def test_a_section_behind_the_headline_beside_the_date() -> None:
    assert page("<div><span class=cate>지역</span><span>입력 2024.03.05 09:30</span></div>").section == "지역"


def test_the_headline_of_the_article_goes_before_its_copy_in_a_bar() -> None:
    bar = f"<div class='mobile-head'><div class=bar><span>{KO}</span></div></div><p>2024-03-09 10:00</p>"
    html = document(paragraphs("ko"), head=f"<title>{KO}</title>", above="<p>2024-03-05 09:30</p>")
    article = extract(html.replace("<h1>", f"{bar}<div class=tit>").replace("</h1>", "</div>"))
    assert (article.title, utc(article)) == (KO, "2024-03-05T00:30")


@pytest.mark.parametrize("apart", ["", MENU], ids=["close", "apart"])
@pytest.mark.parametrize(("language", "line"), [("zh-Hans", "来源：青川晚报"), ("zh-Hant", "來源：青川晚报")])
def test_the_outlet_in_the_header(language: str, line: str, apart: str) -> None:
    assert page(f"<p>2024-03-05 09:30 {line}</p>{apart}", language=language).credit == "青川晚报"


@pytest.mark.parametrize("line", ["2024年03月05日 09:30 青川晚报", "王小明/青川晚报"])
def test_a_paper_beside_the_date_or_the_writer(line: str) -> None:
    assert page(f"<p>{line}</p>{MENU}", language="zh-Hans").credit == "青川晚报"


@pytest.mark.parametrize(
    ("markup", "credit"),
    [
        ("<p>2024-03-05 09:30 来源｜青川县融媒体中心</p>", "青川县融媒体中心"),
        ("<p>Source: Qingchuan Daily | 2024-03-05 09:30 | Editor: Li</p>", "Qingchuan Daily"),
        ("<p><span class=src>青川视界</span><span>2024-03-05 09:30</span></p>", "青川视界"),
        ("<div><span class='media_name'>한빛일보</span><a>기사원문</a></div>", "한빛일보"),
        ("<p>2024.03.05 한빛해양관리청</p>", "한빛해양관리청"),
        ("<p><span>来源：<a>青川晚报</a></span><span>作者：王小明</span><a>A+</a></p>", "青川晚报"),
        ("<p>来源：<a>青川</a>《晚潮》<small>作者:</small>王小明</p>", "青川《晚潮》"),
        ("<p><em>来自/</em>青川晚报 <em>文/</em>王小明 报道</p>", "青川晚报"),
        ("<p>http://www.qc.example <i>2024年03月05日 09:30</i> <b>青川晚报</b></p>", "青川晚报"),
        ("<ul><li>2024-03-05 09:30</li><li>青川商報</li><li>【王小明／青川報導】</li></ul>", "青川商報"),
        ("<p>2024-03-05 <span>王小明</span> <span>青川土木学院</span> 点击:12</p>", "青川土木学院"),
        ("<div><span>原创</span> <span>青川木匠手记</span> <span>2024-03-05 09:30</span></div>", "青川木匠手记"),
        ("<p><a class=medium>한빛스포츠</a> <em>2024-03-05 09:30</em></p>", "한빛스포츠"),
        ("<p>2024-03-05 09:30 <span>语音播报</span> <span>本报</span> <span>我要举报</span></p>", None),
        ("<p>2024年03月05日 09:30 青川视界</p>", None),
        ("<p><a class=source>复制链接</a></p>", None),
        ("<p><span class=source>원본 12개 보기 2024</span></p>", None),
        ("<p>2024.03.05 서울</p>", None),
    ],
)
def test_the_source_as_the_header_prints_it(markup: str, credit: str | None) -> None:
    language = "zh-Hans" if any("\u4e00" <= c <= "\u9fff" for c in markup) else "ko"
    assert page(markup + MENU, language=language).credit == credit


def test_the_site_s_own_name_beside_the_date_is_no_source() -> None:
    own = f"<title>{KO} - 한빛일보 뉴스</title>"
    assert page("<p><span class=source>[한빛일보]</span> 2024.03.05 09:30</p>", head=own).credit is None
    site = "<meta property=og:site_name content='青川晚报'>"
    assert page("<p>2024-03-05 09:30 <b>王小明</b> <b>青川晚报</b></p>", head=site, language="zh-Hans").credit is None


@pytest.mark.parametrize("line", ["新聞來源：青川晚報", "来源｜青川晚报"])
def test_a_labelled_source_behind_the_text(line: str) -> None:
    assert page("", f"<div class=source-line>{line}</div>{MENU}", language="zh-Hant").credit == line[-4:]


def test_metadata_confirms_a_name_beside_the_date() -> None:
    head = "<meta name=mediaid content='青川视界'>"
    assert page(f"<p>2024年03月05日 09:30 青川视界</p>{MENU}", head=head, language="zh-Hans").credit == "青川视界"


@pytest.mark.parametrize(
    ("meta", "credit"),
    [
        ("name=ContentSource content='来源：青川晚报'", "青川晚报"),
        ("name=mediaid content='青川视界'", "青川视界"),
        ("name=ContentSource content='cms01'", None),
        ("name=ContentSource content='青川网'", None),
    ],
)
def test_metadata_names_a_source_that_is_not_printed(meta: str, credit: str | None) -> None:
    head = f"<meta property=og:site_name content='青川网'><meta {meta}>"
    assert page(head=head, language="zh-Hans").credit == credit


def test_the_source_of_a_table_is_none_of_the_article() -> None:
    text = paragraphs("zh-Hant", (2, "<p>資料來源：公開資訊站</p>"), (4, "<p>文章來源：青川晚報</p>"))
    assert extract(document(text, "zh-Hant")).credit == "青川晚報"
    assert extract(document(paragraphs("zh-Hant", (4, "<p>資料來源：公開資訊站</p>")), "zh-Hant")).credit is None


@pytest.mark.parametrize(
    "line", ["本文来自微信公众号“青川夜话”，作者：王小明。", "（本文经《青川夜话》授权发布）", "本文转自「青川夜话」"]
)
def test_whom_the_text_names_as_its_source(line: str) -> None:
    assert extract(document(paragraphs("zh-Hans", (4, f"<p>{line}</p>")), "zh-Hans")).credit == "青川夜话"


@pytest.mark.parametrize(
    ("site", "told", "credit"),
    [
        ("모음", "<meta property='article:media_name' content='한빛일보'>", "한빛일보"),
        ("모음 | 한빛일보", "<meta property='article:media_name' content='한빛일보'>", "한빛일보"),
        ("모음", "<meta property='og:article:author' content='한빛일보 | 모음'>", "한빛일보"),
        ("모음", "<meta property='og:article:author' content='홍길동'>", None),
        ("한빛일보", "<meta property='article:media_name' content='한빛일보'>", None),
        ("", "<meta property='article:media_name' content='한빛일보'>", None),
        ("한빛 일보", "<meta property='article:media_name' content='한빛일보'>", None),
        ("", "<meta name='twitter:site' content='모음'><meta name='twitter:creator' content='한빛일보'>", "한빛일보"),
        ("", "<meta name='twitter:site' content='@hanbit'><meta name='twitter:creator' content='한빛일보'>", None),
    ],
)
def test_an_aggregator_names_the_publisher_in_metadata(site: str, told: str, credit: str | None) -> None:
    assert page(head=f"<meta property='og:site_name' content='{site}'>{told}").credit == credit


def test_the_copyright_line_behind_the_text() -> None:
    line = "Copyright ⓒ 한빛일보. 무단전재 및 재배포 금지"
    article = page(below=f"<div class='foot'><p>{line}</p></div>")
    assert article.copyright == line
    assert body(article) == TEXT["ko"]


@pytest.mark.parametrize(
    ("below", "head", "tags"),
    [
        ("<div class='tag_wrap'>태그 <a>하천</a> <a>산책로</a></div>", "", ["하천", "산책로"]),
        ("<div class='keyword-zone'><strong>키워드</strong><a>#하천</a><a>#산책로</a></div>", "", ["하천", "산책로"]),
        ("<p class=hashtag>#하천 #산책로</p>", "", ["하천", "산책로"]),
        ("<div class=tags><a>하천+关注</a></div>", "<meta name=keywords content='공사'>", ["하천"]),
        ("<div class=topics>相關主題 <a>하천</a></div>", "", ["하천"]),
        ("<div class=tags><a>하천이 넘치면 어디로 피해야 하는지 물어보았다</a></div>", "", []),
        ("<p class=tag>리뷰</p>", "", []),
        ("<div class=stage><a>하천</a></div>", "", []),
        ("", "<meta property='article:tag' content='물길'>", ["물길"]),
        ("", "<meta name=keywords content='산책로, 예산,물길'>", ["산책로", "예산", "물길"]),
        (
            "",
            "<meta name=keywords content='산책로,한빛일보'><meta property=og:site_name content='한빛일보'>",
            ["산책로"],
        ),
        ("", "<meta name=keywords content='속보, 뉴스, 신문, 산책로'>", []),
        ("", "<meta name=keywords content='산책로,지역'><meta name=section content='지역'>", ["산책로"]),
    ],
)
def test_tags_are_the_printed_links_else_the_keywords_that_the_text_bears_out(
    below: str, head: str, tags: list[str]
) -> None:
    assert page(below=below + MENU, head=head).tags == tags


def test_tags_above_the_headline_are_those_of_the_site() -> None:
    html = document(paragraphs("ko")).replace("<h1>", "<div class=tags><a>오늘의 말</a></div><h1>")
    assert extract(html).tags == []


def test_the_canonical_address_counts_on_the_same_site_only() -> None:
    own, foreign = "https://www.hanbit.example/news/77", "https://other.example/news/77"
    assert page(head=f"<link rel=canonical href='{own}'>").evidence.witnesses["canonical"] == own
    assert "canonical" not in page(head=f"<link rel=canonical href='{foreign}'>").evidence.witnesses


def test_rules_go_before_everything() -> None:
    rules = Rules(
        body="#w1", title=".t", subtitle=".s", byline=".w", published="time::attr(datetime)", section=".c", credit=".o"
    )
    above = (
        "<div class=t>규칙이 가리킨 제목</div><p class=s>첫 부제<br>둘째 부제</p><p class=w>성춘향 기자</p>"
        "<time datetime='2024-03-01T12:00:00+09:00'>2024.03.05 09:30</time><i class=c>지역</i><i class=o>한빛통신</i>"
    )
    article = extract(document(paragraphs("ko"), above=above), profile=Profile(name="hanbit", rules=(rules,)))
    assert (article.title, article.subtitle, article.byline) == (
        "규칙이 가리킨 제목",
        "첫 부제\n둘째 부제",
        "성춘향 기자",
    )
    assert (article.section, article.credit, utc(article)) == ("지역", "한빛통신", "2024-03-01T03:00")
    fields = ("body", "title", "subtitle", "byline", "published_at", "section", "credit")
    assert {article.extraction["by"][name] for name in fields} == {"rules"}


@pytest.mark.parametrize(
    ("foot", "line"),
    [
        ("<p>ⓒ 한빛일보</p>", "ⓒ 한빛일보"),
        ("<p>Copyright © 2024 Hanbit Daily. All rights reserved.</p>", None),
        ("<p>回到首頁</p><p>青川新聞網 版權所有 ©1995-2024 本網站內容未經允許，不得轉載。</p>", None),
        ("<p>青川之音版权所有</p>", "青川之音版权所有"),
        ("<p>青川日报社主管主办 版权所有：青川网</p>", "版权所有：青川网"),
        ("<p>版权所有：青川网 中文域名：青川.政务 网站标识码qc0001</p>", "版权所有：青川网"),
        ("<p>Copyright © 青川网 电子邮件: a@qc.example</p>", "Copyright © 青川网"),
        ("<p>Powered by DedeCMS © 2004-2011</p><p>Copyright © 2024 青川杂志</p>", "Copyright © 2024 青川杂志"),
        ("<p>本文系青川网原创，未经授权不得转载。</p><p>Copyright © 2024 青川网</p>", "Copyright © 2024 青川网"),
        ("<p>本網站版權屬青川傳媒所有，不得轉載</p>", None),
        (
            "<p>&lt;저작권자 ⓒ 한빛통신, 무단 전재-재배포 금지&gt;2024/03/05 10:52 송고</p>",
            "<저작권자 ⓒ 한빛통신, 무단 전재-재배포 금지>",
        ),
        ("<p>青川网 版权所有 互联网新闻信息服务许可证(10120170000) 京ICP备00000000号</p>", "青川网 版权所有"),
        ("<p>青川网简介 ┊ 广告服务 ┊ Copyright © 2024 Qingchuan</p>", "Copyright © 2024 Qingchuan"),
        ("<p><a href='/l'>版权与免责声明</a> Copyright ©青川网 版权所有</p>", "Copyright ©青川网 版权所有"),
        ("<p>Copyright © 2024 <a href='/'>青川网</a></p>", "Copyright © 2024 青川网"),
        ("<p>青川网(qc.example)版权与免责声明 Copyright ©青川网 版权所有</p>", "Copyright ©青川网 版权所有"),
        (
            "<p>免责声明：凡注明来源为青川网的作品，未经授权不得转载。</p><p>版权所有 青川传媒有限公司</p>",
            "版权所有 青川传媒有限公司",
        ),
        ("<ul><li>ⓒ한빛통신</li></ul>" + "<p>소식</p>" * 12 + "<p>© 2024 한빛일보</p>", "© 2024 한빛일보"),
    ],
)
def test_the_owner_s_line_in_the_foot_of_the_site(foot: str, line: str | None) -> None:
    article = page(below=f"{MENU * 5}<div class='foot'>{foot}</div>")
    expected = line or foot.rpartition("<p>")[2].removesuffix("</p>")
    assert article.copyright == expected


@pytest.mark.parametrize(
    "foot",
    [
        "<p><a href='/p'>저작권 정책</a></p><p>이메일무단수집거부</p>",
        "<p>版权声明</p>",
        "<p>©</p>",
        "<p hidden>© 2024 한빛일보</p>",
        "<figure><img src=/a.jpg><figcaption>ⓒ한빛통신 2024</figcaption></figure>",
        "<button>© 2024 한빛일보</button>",
    ],
)
def test_other_lines_of_the_foot_are_no_copyright_line(foot: str) -> None:
    assert page(below=f"{MENU * 5}<div class='foot'>{foot}</div>").copyright is None


def test_the_article_s_own_line_goes_before_that_of_the_foot() -> None:
    own = "<저작권자 ⓒ 한빛일보, 무단 전재 및 재배포 금지>"
    below = f"<p>{own.replace('<', '&lt;')}</p>{MENU * 5}<p>Copyright © 2024 Hanbit. All rights reserved.</p>"
    assert page(below=below).copyright == own
