"""scrapy leads: list pages of an archive lead to the articles of our sources, and to nothing else."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive import Writer

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT.parent / "shared" / "corpus" / "lists.warc.gz"


def leads(*arguments: object) -> tuple[int, list[str], str]:
    """Exit code, lead keys in order, and the whole output."""
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "leads", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, re.findall(r"^  (\w+:\S+) ", done.stdout, re.M), done.stdout + done.stderr


def test_a_folder_of_lists() -> None:
    code, keys, shown = leads(ROOT / "tests/pages/ajunews", "--source", "ajunews")
    assert code == 0
    assert {"ajunews:20261120055812734", "ajunews:20261120101830207"} <= set(keys)
    assert "2026-11-20 06:00" in shown or "2026-11-20 05:58" in shown, shown


@pytest.mark.parametrize("header", [[("Content-Encoding", "gzip")], []], ids=["on the wire", "a file of its own"])
def test_a_compressed_sitemap(tmp_path: Path, header: list[tuple[str, str]]) -> None:
    """As Scrapy keeps what most portals send."""
    row = "<url><loc>https://www.ajunews.com/view/20261120055812734</loc></url>"
    writer = Writer(tmp_path, "x")
    writer.add("https://www.ajunews.com/map.xml", gzip.compress(f"<urlset>{row}</urlset>".encode()), headers=header)
    writer.close()
    assert leads(tmp_path)[:2] == (0, ["ajunews:20261120055812734"])


def test_no_list_of_ours_is_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><a href='https://example.org/news/1'>기사</a></html>", "utf-8")
    (tmp_path / "pages.json").write_text('{"a.html": {"url": "https://example.org/", "content_type": "text/html"}}')
    code, keys, shown = leads(tmp_path)
    assert (code, keys) == (3, [])
    assert "no articles of our sources" in shown


@pytest.mark.skipif(not LISTS.exists(), reason="the real lists of ../shared are not here")
def test_the_real_list_of_a_source_of_ours() -> None:
    code, keys, _ = leads(LISTS)
    assert code == 0
    assert len(keys) == 15
    assert all(re.fullmatch(r"hani:\d{6}", key) for key in keys), keys
