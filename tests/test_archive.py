"""crawler/archive/: what is written can be found, streamed, and read by others."""

from __future__ import annotations

import gzip
import json
import os
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import Index, NotAnArchive, Writer, pack, read, read_one

HTML = [("Content-Type", "text/html; charset=euc-kr"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[dict]]:
    """An archive of three answers, and where each is kept."""
    writer = Writer(tmp_path / "archive", "hani")
    places = [
        writer.add(
            "https://a.kr/1?b=2&a=1", "본문".encode("euc-kr"), headers=HTML, sent_headers=[("Cookie", "secret")]
        ),
        writer.add("https://a.kr/api", b'{"page": 1}', method="POST", sent=b'{"page": 1, "id": "x"}'),
        writer.add("https://a.kr/api", b'{"page": 2}', method="POST", sent=b'{"page": 2, "id": "x"}'),
    ]
    writer.close()
    return tmp_path / "archive" / places[0]["archive"], places


def test_round_trip(kept):
    path, places = kept
    first, *_ = answers = list(read(path))
    assert [answer.raw for answer in answers] == places
    assert first.body.decode("euc-kr") == "본문"
    assert first.headers == HTML
    assert first.content_type == "text/html; charset=euc-kr"
    assert first.fetched_at.tzinfo
    assert [read_one(path, place["offset"]).body for place in places] == [answer.body for answer in answers]
    assert [(answer.method, answer.sent) for answer in answers] == [
        ("GET", b""),
        ("POST", b'{"page": 1, "id": "x"}'),
        ("POST", b'{"page": 2, "id": "x"}'),
    ]


def test_every_record_is_a_gzip_member_and_holds_no_secret(kept):
    path, places = kept
    text = gzip.decompress(path.read_bytes()[places[1]["offset"] :]).decode()
    assert text.startswith("WARC/1.1\r\n")
    everything = gzip.decompress(path.read_bytes()).decode("latin-1")
    assert [everything.count(f"WARC-Type: {kind}") for kind in ("warcinfo", "response", "request")] == [1, 3, 3]
    assert "secret" not in everything


def test_found_by_what_was_asked(kept):
    path, _ = kept
    index = Index([path])
    assert len(index) == 3
    assert index.find("GET", "https://a.kr/1?a=1&b=2#top").body
    assert index.find("POST", "https://a.kr/api", b'{"id":"x","page":2}').body == b'{"page": 2}'
    assert index.find("GET", "https://a.kr/api") is None
    assert index.find("GET", "https://a.kr/2") is None


def test_an_error_does_not_hide_a_good_answer_and_the_newest_counts(tmp_path):
    writer = Writer(tmp_path, "x")
    for status, body in ((503, b"busy"), (200, b"old"), (200, b"new"), (500, b"down")):
        writer.add("https://a.kr/", body, status=status)
    writer.close()
    assert Index([tmp_path]).find("GET", "https://a.kr/").body == b"new"


def test_another_file_when_one_is_full(tmp_path):
    writer = Writer(tmp_path, "x", max_bytes=400)
    places = [writer.add(f"https://a.kr/{number}", bytes(100)) for number in range(3)]
    writer.close()
    assert len({place["archive"] for place in places}) == 3
    assert len(Index([tmp_path])) == 3


def test_a_full_disk_costs_the_record_and_none_of_the_others(tmp_path):
    """The kernel takes the beginning of a record and then no more, as on a disk that fills up."""
    writer = Writer(tmp_path, "x")
    first = writer.add("https://a.kr/1", b"one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / first["archive"]).stat().st_size + 100, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            writer.add("https://a.kr/2", os.urandom(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    third = writer.add("https://a.kr/3", b"three")
    writer.close()
    assert [kept.body for kept in read(tmp_path / first["archive"])] == [b"one", b"three"]
    assert read_one(tmp_path / third["archive"], third["offset"]).body == b"three"


def test_two_runs_never_share_a_file(tmp_path):
    writers = [Writer(tmp_path, label) for label in ("hani", "yna")]
    places = [writer.add("https://a.kr/", b"x") for writer in writers]
    for writer in writers:
        writer.close()
    assert places[0]["archive"] != places[1]["archive"]
    assert places[0]["offset"] > 0


@pytest.mark.parametrize("lost", [1, 9, 60, 200])
def test_a_killed_run_loses_its_last_record_only(kept, lost, caplog):
    path, places = kept
    path.write_bytes(path.read_bytes()[: -(len(path.read_bytes()) - places[2]["offset"]) + lost])
    assert [answer.raw for answer in read(path)] == places[:2]
    assert len(Index([path])) == 2


def test_what_is_no_archive_says_so(tmp_path):
    (tmp_path / "page.html").write_text("<html>" * 100)
    with pytest.raises(NotAnArchive, match=r"page\.html is no WARC file"):
        list(read(tmp_path / "page.html"))
    with pytest.raises(NotAnArchive, match="no page in"):
        Index([tmp_path])
    with pytest.raises(FileNotFoundError, match="no such archive"):
        Index([tmp_path / "missing"])
    (tmp_path / "pages.json").write_text("{")
    with pytest.raises(NotAnArchive, match=r"pages\.json"):
        Index([tmp_path])


def test_an_offset_without_a_response(kept):
    path, _ = kept
    for offset in (0, 7, 10_000_000):  # warcinfo, inside a record, behind the end
        with pytest.raises(NotAnArchive, match=f"offset {offset}"):
            read_one(path, offset)


def test_an_archive_packed_again_answers_the_same(kept, tmp_path):
    path, _ = kept
    assert pack([path], tmp_path / "again.warc.gz") == 3
    again = list(read(tmp_path / "again.warc.gz"))
    assert [(one.method, one.sent, one.body) for one in again] == [(x.method, x.sent, x.body) for x in read(path)]
    assert Index([tmp_path / "again.warc.gz"]).find("POST", "https://a.kr/api", b'{"page":2,"id":"x"}') is not None


def test_packing_keeps_when_each_page_was_fetched(tmp_path):
    then = datetime(2019, 3, 1, 9, tzinfo=UTC)
    writer = Writer(tmp_path, "x")
    writer.add("https://a.kr/", b"x", fetched_at=then)
    writer.close()
    pack([tmp_path], tmp_path / "out.warc.gz")
    assert Index([tmp_path / "out.warc.gz"]).find("GET", "https://a.kr/").fetched_at == then


def test_several_become_one_also_among_them(kept, pages, tmp_path):
    path, _ = kept
    out = pages / "hani" / "all.warc.gz"
    assert pack([path, pages], out) == 6
    assert len(list(read(out))) == len(Index([out])) == 6
    assert sorted(found.name for found in (pages / "hani").iterdir()) == [
        "all.warc.gz", "api.json", "gone.html", "list.xml", "pages.json"
    ]  # fmt: skip


def test_packing_that_fails_leaves_nothing(kept, tmp_path):
    path, _ = kept
    (tmp_path / "page.html").write_text("<html>" * 100)
    (tmp_path / "empty").mkdir()
    for wrong, error in (("page.html", "is no WARC file"), ("empty", "holds no page")):
        with pytest.raises(NotAnArchive, match=error):
            pack([path, tmp_path / wrong], tmp_path / "out" / "all.warc.gz")
        assert list((tmp_path / "out").iterdir()) == []


def _record(kind: str, url: str, content: bytes, more: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-01T09:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{abs(hash((kind, url)))}>\r\n{more}"
    head += f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return gzip.compress(head.encode() + content + b"\r\n\r\n")


def _identity(record: bytes) -> str:
    return gzip.decompress(record).split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode()


def test_other_tools_habits(tmp_path):
    """wget's angle brackets and chunks, request before response, dns and revisit records, no compression."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n4;x=y\r\n you\r\n0\r\n\r\n"
    joined = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>no chunks any more</html>"
    post = b"POST /api HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nb=2&a=1"
    answer = _record("response", "https://a.kr/api", b"HTTP/1.1 200 OK\r\n\r\n{}")
    identity = _identity(answer)
    asked = _record("request", "https://a.kr/wget", post)
    reverse = _record(
        "response", "https://a.kr/wget", b"HTTP/1.1 200 OK\r\n\r\n[]", f"WARC-Concurrent-To: {_identity(asked)}\r\n"
    )
    data = b"".join(
        [
            _record("response", "<https://a.kr/chunked>", chunked),
            _record("response", "https://a.kr/joined", joined),
            _record("request", "https://a.kr/api", post, f"WARC-Concurrent-To: {identity}\r\n"),
            answer,
            asked,
            reverse,
            _record("revisit", "https://a.kr/same", b"HTTP/1.1 200 OK\r\n\r\n"),
        ]
    )
    for name, content in (("a.warc.gz", data), ("b.warc", gzip.decompress(data))):
        path = tmp_path / name
        path.write_bytes(content)
        assert [kept.body for kept in read(path)] == [b"hello you", b"<html>no chunks any more</html>", b"{}", b"[]"]
        assert [kept.method for kept in read(path)] == ["GET", "GET", "POST", "POST"]
        index = Index([path])
        assert index.find("GET", "https://a.kr/chunked").body == b"hello you"
        assert index.find("POST", "https://a.kr/api", b"a=1&b=2").body == b"{}"
        assert index.find("POST", "https://a.kr/wget", b"a=1&b=2").body == b"[]"
        assert index.find("GET", "https://a.kr/same") is None
        assert index.find("GET", "https://a.kr/joined").fetched_at.year == 2019


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages" / "hani"
    folder.mkdir(parents=True)
    (folder / "list.xml").write_text("<rss/>")
    (folder / "api.json").write_text("{}")
    (folder / "gone.html").write_text("gone")
    manifest = {
        "list.xml": {"url": "https://a.kr/rss/", "content_type": "application/rss+xml"},
        "api.json": {"url": "https://a.kr/api", "method": "POST", "body": {"page": "1"}},
        "gone.html": {"url": "https://a.kr/old", "status": 301, "headers": {"Location": "https://a.kr/new"}},
    }
    (folder / "pages.json").write_text(json.dumps(manifest))
    return tmp_path / "pages"


def test_a_folder_of_pages_is_an_archive_too(pages, tmp_path):
    index = Index([pages])
    assert index.find("GET", "https://a.kr/rss/").content_type == "application/rss+xml"
    assert index.find("POST", "https://a.kr/api", b'{"page":"1"}').raw == {"archive": "hani/api.json", "offset": 0}
    assert ("Location", "https://a.kr/new") in index.find("GET", "https://a.kr/old").headers

    out = tmp_path / "out" / "pages.warc.gz"
    assert pack([pages], out) == 3
    packed = Index([out])
    for method, url, sent in (("GET", "https://a.kr/rss/", b""), ("POST", "https://a.kr/api", b'{"page":"1"}')):
        assert packed.find(method, url, sent).body == index.find(method, url, sent).body
    assert packed.find("GET", "https://a.kr/old").status == 301
    with pytest.raises(FileExistsError):
        pack([pages], out)


@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=2000),
    path=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30),
    header=st.text(st.characters(max_codepoint=255), max_size=30),
    status=st.integers(100, 599),
)
def test_any_bytes_come_back(tmp_path_factory, body, path, header, status):
    from scrapy import Request

    url = Request(f"https://a.kr/{path}").url
    writer = Writer(tmp_path_factory.mktemp("any"), "any")
    place = writer.add(url, body, status=status, headers=[("X-Any", header)], sent=body)
    writer.close()
    kept = read_one(writer.folder / place["archive"], place["offset"])
    assert (kept.url, kept.body, kept.status) == (url, body, status)
