"""The scorer on invented examples, the floors of its figures, and what the confidence is worth."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crawler.generic import generic_article
from crawler.items import Article, Page
from pipelines.validate import verdict
from tests import golden
from tests.benchmarks import site
from tests.evaluation import cases, damage, quality
from tests.evaluation import score as scorer
from tests.evaluation.__main__ import PARTS, evaluate, worse_with_rules
from tests.evaluation.floors import EVERY, FLOORS, below
from tests.evaluation.nameless import nameless
from tests.evaluation.score import Row, leaked, overlap, same_moment, score, squash, table

SEOUL = timezone(timedelta(hours=9))
SCORE_PY = cases.CORPUS.parent / "tools" / "score.py"
FOLDERS = {"own": cases.OWN, "layouts": cases.LAYOUTS, "corpus": cases.CORPUS}
needs_corpus = pytest.mark.skipif(not cases.CORPUS.is_dir(), reason="../shared/corpus is not here")
EACH_SET = pytest.mark.parametrize("name", ["own", "layouts", pytest.param("corpus", marks=needs_corpus)])

rows = cache(lambda name, part: evaluate(FOLDERS[name], part))
outcomes = cache(lambda name: quality.measure(FOLDERS[name], EVERY))

GOLD: dict[str, Any] = {
    "id": "x", "language": "ko", "title": "시장 “곧 시행”", "subtitle": "첫 줄\n둘째 줄",
    "authors": ["김하나", "이두리"],
    "published_at": "2026-11-19T19:05:00+09:00", "updated_at": None, "section": "사회", "credit": None,
    "body": ["의회가 안건을 통과시켰다.", "시장은 곧 시행한다고 밝혔다."], "captions": ["본회의장. 시의회 제공"],
    "image_urls": ["https://img.example/a/1.jpg"], "copyright": "ⓒ 시험일보", "chrome_samples": ["많이 본 기사"],
}  # fmt: skip


def right() -> Article:
    """What the gold asks for, in other clothes: white space, forms of width, order of authors, another host."""
    return Article(
        title="시장 “곧  시행”",
        subtitle="첫 줄\n둘째 줄",
        authors=["이두리", "김하나"],
        lang="ko",
        published_at=datetime(2026, 11, 19, 10, 5, 30, tzinfo=UTC),
        section="사회",
        body="의회가 안건을 통과시켰다．\n\n시장은 곧 시행한다고 밝혔다.",
        images=[{"url": "https://cdn.example/b/1.jpg?w=600", "caption": "본회의장. 시의회 제공", "credit": None}],
        copyright="ⓒ 시험일보",
    )


def test_a_right_article_has_every_figure_that_the_gold_knows() -> None:
    row = score(GOLD, right())
    assert (row.f1, row.precision, row.recall, row.leaks) == (1.0, 1.0, 1.0, [])
    unknown = {name for name in scorer.SHARES if getattr(row, name) is None}
    assert unknown == {"credit", "updated"}, "both sides say that there is none"
    assert all(getattr(row, name) for name in scorer.SHARES if name not in unknown)


def put(name: str, value: Any) -> Callable[[Article], None]:
    return lambda article: setattr(article, name, value)


CAPTION = right().images[0]
WRONG = {
    "title": put("title", "시장 곧 시행"),
    "published": put("published_at", datetime(2026, 11, 19, 10, 7, tzinfo=UTC)),
    "authors": put("authors", ["김하나"]),
    "language": put("lang", "zh-Hans"),
    "subtitle": put("subtitle", None),
    "captions": put("images", [CAPTION, CAPTION]),
    "pictured": put("images", [CAPTION | {"url": "https://img.example/a/2.jpg"}]),
    "credit": put("credit", "연합뉴스"),
    "section": put("section", "정치"),
    "updated": put("updated_at", datetime(2026, 11, 20, tzinfo=UTC)),
    "copyright": put("copyright", "저작권자"),
    "perfect": put("body", right().body + "\n\n기자 구독"),
    "clean": put("body", right().body + "\n\n많이 본 기사"),
}


@pytest.mark.parametrize("figure", WRONG)
def test_a_wrong_field_costs_its_figure_and_no_other(figure: str) -> None:
    article = right()
    WRONG[figure](article)
    row = score(GOLD, article)
    wrong = {name for name in scorer.SHARES if getattr(row, name) is False}
    assert wrong == ({"perfect", "clean"} if figure == "clean" else {figure})


def test_every_figure_of_a_row_has_an_example() -> None:
    assert set(WRONG) == set(scorer.SHARES)


def test_fields_that_the_gold_lacks_are_not_counted() -> None:
    known = ("id", "language", "title", "body")
    row = score({k: GOLD[k] for k in known}, right())
    counted = {name for name in scorer.SHARES if getattr(row, name) is not None}
    assert counted == {"perfect", "clean", "title", "language"}


def test_body_overlap() -> None:
    assert overlap("가나다라", "가나다라") == (1, 1, 1)
    assert overlap("가나다라", "가나") == pytest.approx((1, 0.5, 2 / 3))
    assert overlap("가나", "가x나y") == pytest.approx((0.5, 1, 2 / 3))
    assert overlap("가나다", "다나가")[2] == pytest.approx(1 / 3), "order counts"
    assert overlap("ＡＢ　가", "AB 가") == (1, 1, 1)
    assert overlap("", "") == (1, 1, 1)
    assert overlap("", "가") == (0, 1, 0)
    assert overlap("가", "") == (0, 0, 0)


def test_optional_lines_count_neither_way() -> None:
    assert overlap("본문이다.", "본문이다.\n기자 홍길동", ["기자 홍길동"])[2] == 1
    assert overlap("본문이다.", "본문이다.", ["기자 홍길동"])[2] == 1
    assert overlap("본문이다. 기자 홍길동", "본문이다.", ["기자 홍길동"])[2] < 1, "what the gold has is asked for"


def test_leaks_are_chrome_that_the_gold_does_not_have() -> None:
    assert leaked("본문", "본문 많이 본 기사", ["많이  본 기사"]) == ["많이  본 기사"]
    assert leaked("많이 본 기사가 화제다", "많이 본 기사가 화제다", ["많이 본 기사"]) == []
    assert leaked("본문", "본문 공유", ["공유"]) == [], "too short to tell"


@pytest.mark.parametrize(
    ("gold", "said", "expected"),
    [
        ("2026-11-19T19:05+09:00", datetime(2026, 11, 19, 10, 5, 59, tzinfo=UTC), True),
        ("2026-11-19T19:05+09:00", datetime(2026, 11, 19, 10, 6, tzinfo=UTC), False),
        ("2026-11-19", datetime(2026, 11, 18, 15, 0, tzinfo=UTC), True),
        ("2026-11-19", datetime(2026, 11, 19, 15, 0, tzinfo=UTC), False),
        ("2026-11-19T19:05", datetime(2026, 11, 19, 10, 5, tzinfo=UTC), True),
        ("2026-11-19", None, False),
        (None, None, None),
        (None, datetime(2026, 11, 19, tzinfo=UTC), False),
    ],
)
def test_times_at_the_precision_of_the_gold(gold: str | None, said: datetime | None, expected: bool | None) -> None:
    assert same_moment(gold, said, SEOUL) is expected


def test_without_a_picture_for_each_caption_any_of_the_golds_will_do() -> None:
    gold = GOLD | {"image_urls": ["https://img.example/1.jpg", "https://img.example/2.jpg"]}
    article = right()
    assert score(gold, article).pictured is True
    article.images[0]["url"] = "https://img.example/2.jpg"
    assert score(gold, article).pictured is True
    article.images[0]["url"] = "https://img.example/ad.jpg"
    assert score(gold, article).pictured is False
    article.images[0]["url"] = ""
    assert score(gold, article).pictured is False


def test_a_site_need_not_credit_itself_where_the_gold_has_a_source() -> None:
    gold = {k: v for k, v in GOLD.items() if k != "credit"} | {"source": "시험일보"}
    article = right()
    article.pages = [Page("", "", "<title>시장 “곧 시행” - 시험일보</title>")]
    assert score(gold, article).credit is None
    assert score(gold | {"source": "연합뉴스"}, article).credit is False
    article.credit = "시험일보"
    assert score(gold, article).credit is True
    article.credit = "연합뉴스"
    assert score(gold, article).credit is False


def test_the_table_is_a_mean_over_what_is_known() -> None:
    one = Row("a", "article", 1, 1, 0.9, title=True, credit=None, perfect=False)
    two = Row("b", "short", 1, 1, 0.2, title=False, credit=None, perfect=False)
    values = table([one, two])
    assert values == {"f1": pytest.approx(0.55), "worst": 0.9, "title": 0.5, "perfect": 0.0}
    assert table([]) == {}


def test_a_figure_below_its_floor_is_named() -> None:
    assert below({"title": 0.5, "f1": 0.9}, {"title": 0.6, "f1": 0.9, "section": 0.1}) == [
        "title 0.5000 < 0.6",
        "section 0.0000 < 0.1",
    ]


def test_auc() -> None:
    assert quality.auc([0.9, 0.8], [0.1, 0.2]) == 1
    assert quality.auc([0.5], [0.5]) == 0.5
    assert quality.auc([0.9, 0.1], [0.5]) == 0.5


def test_a_nameless_page_keeps_its_markup_and_what_its_scripts_ask_for() -> None:
    html = (
        "<style>.art{color:red}</style><div class='art top' id=main><p CLASS=art>1 < 2</p><p id='rest'></p></div>"
        "<script>$('#rest').append('<b class=\"x\">3</b>')</script><a href='/?class=1'>4</a>"
    )
    hidden = nameless(html)
    assert hidden.count("art") == 1, "only in the style"
    kind = hidden.partition('CLASS="')[2].partition('"')[0]
    assert kind and f'class="{kind} ' in hidden, "one name, one word"
    assert 'id="rest"' in hidden and '<b class="x">3</b>' in hidden and "href='/?class=1'" in hidden
    assert nameless(hidden).count("<") == html.count("<")


def test_a_folder_of_no_known_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cases.read_folder(tmp_path)


@EACH_SET
@pytest.mark.parametrize("part", PARTS)
def test_no_figure_is_below_its_floor(name: str, part: str) -> None:
    fell = below(table(rows(name, part)), FLOORS[name][part])
    assert not fell, f"{name}, {part}; see python -m tests.evaluation --per-page"


@EACH_SET
def test_rules_make_no_text_worse(name: str) -> None:
    assert worse_with_rules(rows(name, "rules"), rows(name, "no rules")) == []


@EACH_SET
def test_confidence_separates_articles_from_what_is_none(name: str) -> None:
    figures = quality.figures(outcomes(name))
    weak = {variant: value for variant, value in figures.items() if variant.endswith("AUC") and value < 0.95}
    assert not weak
    assert not below(figures, FLOORS[name]["quality"]), "see python -m tests.evaluation --quality"


@pytest.mark.parametrize("variant", ["body removed", "list page", "error page"])
def test_a_broken_variant_has_no_text_of_the_article(variant: str) -> None:
    for case in cases.read_folder(cases.OWN):
        html = damage.VARIANTS[variant](case.page.text, case.gold, ["다른 기사 제목"])
        shown = squash(damage.LexborHTMLParser(html).body.text(deep=True))
        left = [p for p in case.gold["body"] if len(squash(p)) > 20 and squash(p) in shown]
        assert not left, case.id


@needs_corpus
@pytest.mark.skipif(not SCORE_PY.exists(), reason="../shared/tools is not here")
def test_our_figures_are_those_of_score_py() -> None:
    theirs = _load(SCORE_PY)
    for case in cases.read_folder(cases.CORPUS):
        article = cases.article_of(replace(case), rules=False)
        row = score(case.gold | {"id": case.id}, article)
        said = {"published_at": article.published_at.isoformat() if article.published_at else None}
        optional = case.gold.get("optional", []) + case.gold.get("body_optional", [])
        found = theirs.body_scores(case.gold["body"], article.body, optional)
        assert found == (row.precision, row.recall, row.f1), case.id
        assert theirs.date_right(case.gold, said) == row.published, case.id
        assert theirs.same_set(case.gold["authors"], article.authors) == row.authors, case.id
        assert (theirs.squash(case.gold["title"]) == theirs.squash(article.title)) == row.title, case.id


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_py", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_of_the_benchmark_are_articles_of_their_own() -> None:
    pages = [site.page(n) for n in range(len(site.frames()))]
    assert len(set(pages)) == len(pages) >= 20
    for number, body in enumerate(pages):
        article = golden.run(generic_article(cases.page_of(f"http://127.0.0.1/article/{number}", body, "text/html")))
        assert verdict(article) is None, number
