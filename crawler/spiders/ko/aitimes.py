from __future__ import annotations

from crawler.cms import NDSoft


class Aitimes(NDSoft):
    """AI타임스 (AI Times). News on artificial intelligence."""

    name, publisher, host = "aitimes", "AI타임스", "www.aitimes.com"
