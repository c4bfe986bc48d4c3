from __future__ import annotations

from crawler.cms import NDSoft


class Einfomax(NDSoft):
    """연합인포맥스 (Yonhap Infomax). Financial wire; a line starting with ▲ is a bullet of the text, no caption."""

    name, publisher, host = "einfomax", "연합인포맥스", "news.einfomax.co.kr"
