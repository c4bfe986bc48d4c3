"""Tables of data, as opposed to tables that lay out a page: their rows are lines."""

from __future__ import annotations

from pipelines.chrome.document import LINK, Document

ROW = "tr"
"""Tag of a line that is a row of a grid; in a table of layout the cells are the blocks."""
_ROWS = frozenset((ROW, "table", "thead", "tbody", "tfoot", "caption"))
_LONGEST, _USUAL = 120, 40
"""Characters of the longest cell, and of the mean one."""


def is_row_border(tag: str) -> bool:
    """Whether an element inside a grid separates lines."""
    return tag in _ROWS


def is_grid(doc: Document, table: int) -> bool:
    """Whether a table holds data: at least two rows of several short cells, no pictures, few links, no inner table."""
    end, tags = doc.ends[table], doc.tags
    rows: dict[int, int] = {}
    said = cells = linked = 0
    for i in range(table + 1, end):
        tag = tags[i]
        if tag in ("td", "th"):
            cells += 1
            rows[doc.parents[i]] = rows.get(doc.parents[i], 0) + 1
            if sum(map(len, doc.texts[i : doc.ends[i]])) > _LONGEST:
                return False
        elif tag in ("table", "img", "ul", "ol", "h1", "h2", "h3", "input"):
            return False
        elif not tag:
            size = len(doc.texts[i])
            said += size
            linked += size if doc.bits[i] & LINK else 0
    several = sum(count > 1 for count in rows.values())
    return several >= max(2, 0.6 * len(rows)) and cells >= 4 and 0 < said <= _USUAL * cells and 2.5 * linked <= said
