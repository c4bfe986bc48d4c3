from __future__ import annotations

from crawler.cms import NDSoft


class Bloter(NDSoft):
    """블로터 (Bloter). News on technology and its companies."""

    name, publisher, host = "bloter", "블로터", "www.bloter.net"
