"""The page command for plain text as copied from a browser."""

from __future__ import annotations

from crawler.commands.page import Command as PageCommand


class Command(PageCommand):
    text = True

    def syntax(self) -> str:
        return "FILE|- [--url URL] [--source SOURCE] [--json] [--full]"

    def short_desc(self) -> str:
        return "The same for plain text as copied from a browser: take the page chrome out of it"

    def long_desc(self) -> str:
        return """
Reads text as copied from a browser, chrome included, from a file or standard input, and shows the article in it:
title, byline, date, subtitle, captions, body, each with where it came from, and every line that was taken out with
the reason. No database is touched. --source (or --url) tells whose page it was, which helps with dates and names.

  scrapy clean copied.txt --full
  xclip -o | scrapy clean - --json | jq -r .record.body

Exit codes:
  0    it is an article
  1    it crashed, or the file cannot be read
  2    wrong arguments
  3    it is none
"""
