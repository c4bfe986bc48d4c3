"""What the project's commands share."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError
from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.settings import BaseSettings

from crawler.mongo import DatabaseUnavailable, database


class Help(ScrapyHelpFormatter):
    """Keeps the lines of a command's description; long lines are wrapped with their indent."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = []
        for line in textwrap.dedent(text).strip().splitlines():
            deeper = " " * (len(line) - len(line.lstrip()))
            label = re.match(r" *\S.*?  +(?=\S)", line)
            hanging = " " * len(label[0]) if label and len(label[0]) <= 28 else deeper + "    "
            lines.append(textwrap.fill(line, width, subsequent_indent=hanging if deeper else ""))
        return "\n".join(indent + line for line in lines)


def prefer(settings: BaseSettings, **values: Any) -> None:
    """A command's own values: they beat the project's settings, and -s NAME=VALUE beats them.

    (Scrapy's ``default_settings`` of a command give way to the project's settings.)
    """
    for name, value in values.items():
        settings.set(name, value, priority="spider")


@contextmanager
def readers_may_leave() -> Iterator[None]:
    """``head`` or ``less`` has seen enough: no error, and nothing more to print."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class DatabaseCommand(ScrapyCommand):
    """Opens the database for ``read`` and turns its absence into one sentence and exit code 4."""

    requires_project = True
    requires_crawler_process = False

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = Help

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        prefer(self.settings, LOG_LEVEL="WARNING")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            with readers_may_leave(), database(self.settings) as db:
                self.read(db, args, opts)
        except DatabaseUnavailable as error:
            print(error, file=sys.stderr)
            self.exitcode = 4
        except PyMongoError as error:
            print(f"the database cannot answer: {type(error).__name__}", file=sys.stderr)
            self.exitcode = 4

    @abstractmethod
    def read(self, db: Database[dict[str, Any]], args: list[str], opts: argparse.Namespace) -> None:
        """Print what was asked for."""
