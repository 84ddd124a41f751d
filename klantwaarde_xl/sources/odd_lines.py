"""Lines of a text file that do not fit its header line: longer ones, and those with another delimiter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import RawTable

_LEAST_FIELDS = 3
"""A comma in a line of two fields may be that of an amount."""
_FIGURES = 2
"""So many fields with a figure a line of data has: its date and its amount. A remark has less."""


def longer_rows(
    path: Path, table: RawTable, delimiter: str, widths: np.ndarray, fields: np.ndarray
) -> tuple[Finding, ...]:
    """Return a finding for each row of more fields than its headers; raises when all rows are such."""
    longer = np.flatnonzero(fields > widths).tolist()
    wording, found = errors.LONGER_THAN_HEADERS, []
    for row in longer:
        line, more, fits = table.sheet_row(row), int(fields[row]), int(widths[row])
        if len(longer) == len(table):
            raise wording.error(row=line, fields=more, path=path.name, headers=fits, delimiter=delimiter)
        cell = RawTable(table.sheet, (), (), np.array([line])).address(0, fits)
        found.append(
            Finding.of(
                wording, cell, row=line, fields=more, path=path.name, headers=fits, delimiter=delimiter
            )
        )
    return tuple(found)


def other_delimiter(table: RawTable, delimiters: Sequence[str]) -> str:
    """Return a delimiter that stands in first fields as often as the header line has its own; '' for none.

    It may be: only the lines themselves tell. ``delimiters``: those that may be it.
    """
    width = sum(map(bool, table.headers))
    if not table.columns or width < _LEAST_FIELDS:
        return ""
    first = table.columns[0].used_texts()
    joined = "\n".join(first)
    found = (mark for mark in delimiters if mark in joined)
    return next((mark for mark in found if any(text.count(mark) >= width - 2 for text in first)), "")


def with_one_delimiter(
    text: str, start: int, delimiter: str, other: str, width: int
) -> tuple[str, int, list[int]]:
    """Return a text with the header line's delimiter in lines that have another; how many, and which cannot.

    Only lines of exactly as many fields as the header line has, and without quotes: they can be read in one
    way. ``start``: where the header line begins, which is line 1.

    >>> with_one_delimiter("a;b;c\\n1,2,3\\n4;5,0;6\\n7,8,9,0\\n", 0, ";", ",", 3)
    ('a;b;c\\n1;2;3\\n4;5,0;6\\n7,8,9,0\\n', 1, [4])
    """
    lines, unread = text[start:].split("\n"), []
    changed = 0
    for at, line in enumerate(lines):
        if line.count(other) < width - 1 or line.count(delimiter) >= width - 1:
            continue
        if line.count(other) > width - 1 or '"' in line:
            if sum(any(map(str.isdigit, field)) for field in line.split(other)) >= _FIGURES:
                unread.append(at + 1)
            continue
        fields = (f'"{one}"' if delimiter in one else one for one in line.rstrip("\r").split(other))
        lines[at] = delimiter.join(fields) + "\r" * line.endswith("\r")
        changed += 1
    return text[:start] + "\n".join(lines), changed, unread


def delimiters_said(
    path: Path, marks: tuple[str, str], read: int, unread: Sequence[int], *, rows: int
) -> Iterator[Finding]:
    """Yield how many lines had another delimiter: those that are read by it, and those that cannot be.

    ``marks``: the delimiter of the header line, and the other. Raises MIXED_DELIMITERS when none of the
    ``rows`` of the table is read.
    """
    names: dict[str, Any] = {"path": path.name, "delimiter": marks[0], "other": marks[1]}
    if unread:
        wording, more = errors.MIXED_DELIMITERS, {"row": unread[0], "count": len(unread)}
        if len(unread) == rows:
            raise wording.error(**names, **more)
        yield Finding.of(wording, path.name, **names, **more)
    if read:
        yield Finding.of(errors.OTHER_DELIMITER, path.name, count=read, **names)
