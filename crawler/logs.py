"""What the log says."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def quieten(settings: BaseSettings) -> None:
    """Lists of components and settings belong to DEBUG."""
    if settings["LOG_LEVEL"] == "INFO":
        for name in ("scrapy.crawler", "scrapy.middleware", "scrapy.addons"):
            logging.getLogger(name).setLevel(logging.WARNING)
