"""Which rows of a sheet with a table are on paper, in a file and in the workbook that is open in Excel."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.specs import SheetSpec, TableSpec
from klantwaarde_xl.writers.drawing import place

_ONE_AREA = re.compile(r"(\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?)(\d+)")


def chart_end(chart: ChartSpec) -> tuple[int, int]:
    """Return the row and column, counted from 0, where a chart roughly ends.

    Rows are taken as 20 pixels high, columns as 68 wide.
    """
    row, column = place(chart.at)
    return row + math.ceil(chart.height / 20), column + math.ceil(chart.width / 68)


def last_row(spec: SheetSpec, block: TableSpec, bottom: int) -> int:
    """Return the last row on paper, counted from 0: that of the table or of a chart beside it.

    ``bottom`` is the last row of the table, counted from 0. Of an input table all rows that may be on paper
    are, as the user fills them without us.
    """
    top, _ = place(block.at)
    most = top + block.printed_rows if block.printed_rows else bottom
    shown = most if block.input and block.printed_rows else min(bottom, most)
    return max([shown, *(chart_end(one)[0] for one in spec.blocks if isinstance(one, ChartSpec))])


def empty_end(spec: SheetSpec, block: TableSpec) -> int:
    """Return the last row on paper, counted from 0, of a table with the one blank row that it begins with."""
    return last_row(spec, block, place(block.at)[0] + 1 + int(block.totals))


def moved_end(area: str | None, ours: Collection[int], new: int) -> str | None:
    """Return a print area with the row where it ends now; None when it may stay as it is.

    ``ours`` are the rows where an area of ours may end; one that ends elsewhere is the user's own. Rows count
    from 0, as of :func:`last_row`.

    >>> moved_end("$A$1:$O$7", {6}, 28)
    '$A$1:$O$29'
    >>> moved_end("$A$1:$O$9", {6}, 28), moved_end("$A$1:$B$7,$D$1:$E$7", {6}, 28), moved_end(None, {6}, 28)
    (None, None, None)
    """
    found = _ONE_AREA.fullmatch(area or "")
    if found is None or int(found[2]) - 1 not in ours or int(found[2]) - 1 == new:
        return None
    return f"{found[1]}{new + 1}"
