"""Rendering with a browser, for the pages that need it; nothing of it is loaded otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

RENDERED = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"}}
"""``Request.meta`` of a page that the browser fetches."""


def use_browser(settings: BaseSettings) -> str:
    """Loads the rendering download handler, which starts its browser at the first page; why it cannot, or nothing."""
    chromium = settings["CHROMIUM"]
    if not Path(chromium).exists():
        return f"rendering needs a browser and there is none at {chromium}: install chromium or set CHROMIUM"
    handler = settings["RENDER_HANDLER"]
    settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, priority="spider")
    return ""
