"""The project's own commands: ``scrapy <name> --help`` tells each one's."""

from __future__ import annotations

import textwrap
from typing import Any

from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import BaseSettings


class Help(ScrapyHelpFormatter):
    """Keeps the lines of a command's description; long lines are wrapped with their indent."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = []
        for line in textwrap.dedent(text).strip().splitlines():
            deeper = " " * (len(line) - len(line.lstrip()))
            hanging = deeper + " " * (len(line.lstrip()) - len(line.lstrip().partition("  ")[2].lstrip()))
            lines.append(textwrap.fill(line, width, subsequent_indent=hanging if "  " in line.strip() else deeper))
        return "\n".join(indent + line for line in lines)


def prefer(settings: BaseSettings, **values: Any) -> None:
    """A command's own values: they beat the project's settings, and -s NAME=VALUE beats them.

    (Scrapy's ``default_settings`` of a command give way to the project's settings.)
    """
    for name, value in values.items():
        settings.set(name, value, priority="spider")
