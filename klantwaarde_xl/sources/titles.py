"""The texts above a table: a title, or what a report says of itself, such as the unit of its amounts."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.sources.cutting import Cut, Grid, header_texts

_MOST_ROWS = 12
_WIDEST = 2
"""So many cells a row of a title fills at most; more are lines of another table."""


def with_titles(grid: Grid, cut: Cut) -> Cut:
    """Return a table with the texts in the rows above its headers, a name and its value as ``Name: value``.

    Texts above the columns of the table go before those left of it, which may be of another table.
    """
    found: list[str] = []
    top, columns = min(cut.area.header, len(grid)), cut.area.columns
    for row in range(top - 1, max(top - 1 - _MOST_ROWS, -1), -1):
        texts = header_texts(grid, row)
        here = list(filter(None, texts[columns])) or list(filter(None, texts[: columns.start]))
        if len(here) > _WIDEST:
            break
        if here:
            found.append(": ".join(text.rstrip(": ") for text in here))
    return replace(cut, table=replace(cut.table, titles=tuple(reversed(found)))) if found else cut
