"""Every golden page gives its gold: through its source's rules, and for pages of no source through the generic rung."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from crawler.items import Article, Lead, Page
from pipelines.validate import verdict
from tests import golden

SAMPLES = golden.samples()
ARTICLES = [s for s in SAMPLES if s.gold and not s.entry.get("page_of")]
REFUSED = [s for s in SAMPLES if s.entry.get("expect_fate") == "rejected"]


def squash(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def article_of(sample: golden.Sample) -> Article:
    """The article with all the pages that the manifest joins to it."""
    article = golden.make(sample)
    article.pages += [
        golden.page_of(s) for s in SAMPLES if s.source == sample.source and s.entry.get("page_of") == sample.path.name
    ]
    return golden.run(article)


@pytest.mark.parametrize("sample", ARTICLES, ids=lambda s: s.name)
def test_record_equals_gold(sample: golden.Sample) -> None:
    gold, article = sample.gold, article_of(sample)
    assert gold is not None
    body = [squash(p) for p in article.body.split("\n\n") if p]
    wanted = [squash(p) for p in gold["body"]]
    assert body == wanted, (
        f"{sample.name}: body\n+ "
        + "\n+ ".join(p for p in body if p not in wanted)
        + "\n- "
        + "\n- ".join(p for p in wanted if p not in body)
    )
    found = {
        "title": squash(article.title),
        "subtitle": squash(article.subtitle),
        "authors": article.authors,
        "language": article.lang,
        "captions": sorted(squash(i["caption"]) for i in article.images if i["caption"]),
    }
    expected = {
        "title": squash(gold["title"]),
        "subtitle": squash(gold.get("subtitle")),
        "authors": gold.get("authors") or [],
        "language": gold["language"],
        "captions": sorted(map(squash, gold.get("captions") or [])),
    }
    for field in ("section", "credit", "copyright"):
        if gold.get(field):
            found[field], expected[field] = squash(getattr(article, field)), squash(gold[field])
    assert found == expected, sample.name
    published = golden.moment(gold.get("published_at"))
    if published is not None:
        assert article.published_at is not None, f"{sample.name}: no date"
        assert abs(article.published_at - published) < timedelta(minutes=1), f"{sample.name}: {article.published_at}"
    assert verdict(article) is None, sample.name


@pytest.mark.parametrize("sample", REFUSED, ids=lambda s: s.name)
def test_what_is_no_article_is_refused_with_its_reason(sample: golden.Sample) -> None:
    article = golden.run(golden.make(sample))
    fate = verdict(article)
    assert fate is not None, f"{sample.name}: taken as an article: {article.title!r}"
    assert (fate.word, fate.reason) == ("rejected", sample.entry.get("why", fate.reason))


def test_every_source_has_a_golden_page() -> None:
    assert set(golden.LOADER.list()) <= {s.source for s in ARTICLES}


def test_without_rules_the_bodies_are_the_same() -> None:
    """The generic rung carries the sources' pages too: a layout change must not take the text away."""
    different = []
    for sample in ARTICLES:
        article = golden.run(golden.make(sample, rules=False))
        assert sample.gold is not None
        if [squash(p) for p in article.body.split("\n\n") if p] != [squash(p) for p in sample.gold["body"]]:
            different.append(sample.name)
    assert len(different) <= 2, different


def test_plain_text_as_copied_from_a_browser() -> None:
    path = golden.PAGES / "plain" / "ajunews-copied.txt"
    gold = golden.json.loads(path.with_suffix("").with_suffix(".gold.json").read_text("utf-8"))
    page = Page(url="file:copied", requested_url="copied", text=path.read_text("utf-8"), content_type="text/plain")
    article = golden.run(Article(pages=[page], lead=Lead("unknown", "x", "file:copied")))
    assert article.title == gold["title"]
    assert article.subtitle == gold["subtitle"]
    assert article.authors == gold["authors"]
    assert article.body.split("\n\n") == gold["body"]
    assert [squash(i["caption"]) for i in article.images] == [squash(c) for c in gold["captions"]]
    assert squash(article.copyright) == squash(gold["copyright"])
    assert article.published_at == golden.moment(gold["published_at"])
