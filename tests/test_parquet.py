"""Exports as Parquet have the records with the types of their schema."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet as reader
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler import parquet
from pipelines.entries import record_of
from pipelines.schema import ARTICLES
from tests.stories import article


def made(number: int, **more: Any) -> dict[str, Any]:
    return record_of(article(number, f"제목 {number}", f"본문 {number}입니다. " * 20)) | more


def export(settings: Any, *options: str) -> int:
    project = get_project_settings()
    project.setdict({name: settings[name] for name in ("MONGO_URI", "MONGO_DATABASE")}, priority="cmdline")
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "export", *options], settings=project)
    return int(ended.value.code or 0)


def test_records_come_back_as_they_were(
    settings: Any, database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS", 2)
    images = [{"url": "https://a/b.jpg", "caption": "설명", "credit": None}]
    records = [made(n, images=images, tags=["경제"], raw={"archive": "a.warc.gz", "offset": 12}) for n in range(4)]
    records.append(made(4, published_at=None, authors=["홍길동"]))
    database.articles.insert_many(records)
    path = tmp_path / "news.parquet"
    assert export(settings, "-o", str(path)) == 0
    table = reader.read_table(path)
    assert table.column_names == list(ARTICLES.validator["$jsonSchema"]["properties"])  # type: ignore[index]
    assert str(table.schema.field("published_at").type) == "timestamp[ms, tz=UTC]"
    rows = {row["_id"]: row for row in table.to_pylist(maps_as_pydicts="strict")}
    assert rows == {record["_id"]: record for record in records}
    assert rows["hani:1"]["published_at"] == datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert export(settings, "-o", str(path), "--lang", "zh-Hant") == 0
    assert reader.read_table(path).num_rows == 0  # nothing found: a file with columns, and no old rows


def test_what_cannot_be_written_is_said(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(settings, "-o", str(tmp_path / "a.parquet"), "--collection", "rejects") == 2
    assert "FILE.jsonl" in capsys.readouterr().err
    assert not list(tmp_path.glob("a.parquet*"))
