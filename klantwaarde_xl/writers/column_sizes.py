"""The width of a table's column and the height of its header, so that no text is cut off."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.writers.text_width import text_widths, wrapped_lines

LINE_POINTS = 13.5
"""Height of a line of text."""
INDENT, SURE = 1.3, 0.97
"""Width of one indent in digits, and the part of a width that holds text on any screen and printer."""
_BUTTON_INDENT, _MOST_LINES = 2, 2
"""Indent that keeps a header to the right clear of its filter button, and most lines of a header."""
_BESIDE_FIGURES, _BESIDE_TEXT = _BUTTON_INDENT * INDENT, 3.3
"""Room in digits that a header leaves: to the right for the filter button, to the left for its indent too."""
_ON_PAPER, _BETWEEN = 213.0, 5 / 7
"""Digits across A4 on its side at which text of 10 points prints at 7, and what a column takes besides."""
_WIDEST = 50.0
"""Widest a text column grows by itself, in characters."""


def header_format(column: ColumnSpec, *, filtered: bool = True) -> CellFormat:
    """Return the look of a column's header: above figures to the right, required ones in the accent colour.

    ``filtered`` leaves room for the filter button, which stands at the right below.
    """
    if column.upright:
        return formats.HEADER_UPRIGHT
    if column.format.kind != "number":
        return formats.HEADER_REQUIRED if column.required else formats.HEADER_TEXT
    look = formats.HEADER_REQUIRED_FIGURE if column.required else formats.HEADER_FIGURE
    return replace(look, name=f"{look.name}_filtered", indent=_BUTTON_INDENT) if filtered else look


def header_lines(column: ColumnSpec, width: float) -> int:
    """Return how many lines the header takes in that width, beside its filter button.

    0 when a word does not fit.

    >>> [header_lines(ColumnSpec("rank", "Rang omzet", formats.INTEGER), width) for width in (14, 9, 6)]
    [1, 2, 0]
    """
    room = (width - (_BESIDE_FIGURES if column.format.kind == "number" else _BESIDE_TEXT)) * SURE
    if _widest_word(column.header) > room:
        return 0
    return int(wrapped_lines([column.header], room, bold=True)[0])


@functools.lru_cache(maxsize=4_000)
def _widest_word(header: str) -> float:
    return float(text_widths(header.split() or [""], bold=True).max())


@functools.lru_cache(maxsize=4_000)
def header_width(column: ColumnSpec) -> float:
    """Return the column's width, widened until its header fits on two lines beside the filter button."""
    width = column.width
    whole = float(text_widths([column.header], bold=True)[0])
    while True:
        lines = header_lines(column, width)
        # Excel breaks a header only where the column ends, so what would just fit runs under the button.
        short = lines == 1 or whole > width
        if 0 < lines <= _MOST_LINES and (short or column.format.kind == "number"):
            return width
        width += 0.5


def header_height(columns: tuple[ColumnSpec, ...]) -> float:
    """Return the height in points that the longest header needs."""
    return 4.0 + LINE_POINTS * max(header_lines(column, header_width(column)) for column in columns)


def fitting_width(column: ColumnSpec, values: pd.Series | np.ndarray) -> float:
    """Return the column's width, wider where its longest text or largest figure or total would not fit.

    >>> fitting_width(ColumnSpec("x", "Omzet", formats.EURO_CENTS, 12.0, total="sum"), np.array([6e8, 6e8]))
    17.5
    """
    least = header_width(column)
    if column.format.kind == "text":
        longest = (
            longest_text(pd.Series(values, dtype=object)) if len(values) and not column.format.wrap else 0.0
        )
        return max(least, min(_WIDEST, longest + 2))
    finite = values[np.isfinite(values)]
    if column.format.kind == "date" or not len(finite):
        return least
    shown = [finite.min(), finite.max(), *([finite.sum()] if column.total == "sum" else [])]
    decimals = column.format.number_format.split(";")[0].partition(".")[2].count("0")
    return max(least, max(len(f"{value:,.{decimals}f}") for value in shown) + 1.5)


def with_room(block: TableSpec, frame: pd.DataFrame, lines: Mapping[int, float]) -> TableSpec:
    """Return the table with its last text column wider, so that the lines of text above it are on the paper.

    Where many columns are out of sight a sentence would run off it. ``lines``: how wide the longest text is
    that begins above a column of the table, counted from 0. A table without a column of text stays as it is.

    >>> columns = (ColumnSpec("name", "Naam", width=20.0), ColumnSpec("x", "X", width=9.0))
    >>> block = TableSpec("tblA", "a", columns)
    >>> frame = pd.DataFrame({"name": ["a"], "x": ["b"]})
    >>> [column.width for column in with_room(block, frame, {0: 60.0, 1: 12.0}).columns]
    [20.0, 40.0]
    """
    on_paper = block.columns[: block.printed or len(block.columns)]
    sizes = np.array([0.0 if column.hidden else _width_of_text(column, frame) for column in on_paper])
    missing = max(width - sizes[at:].sum() for at, width in lines.items())
    missing = min(missing, _ON_PAPER - _BETWEEN * int((sizes > 0).sum()) - sizes.sum())
    grows = [n for n, column in enumerate(on_paper) if column.format.kind == "text" and not column.hidden]
    if missing <= 0 or not grows:
        return block
    wider = replace(on_paper[grows[-1]], width=float(sizes[grows[-1]] + missing))
    return replace(block, columns=(*block.columns[: grows[-1]], wider, *block.columns[grows[-1] + 1 :]))


def _width_of_text(column: ColumnSpec, frame: pd.DataFrame) -> float:
    """Return about how wide a column will be; one of figures may become wider."""
    if column.format.kind == "text" and not column.address:
        return fitting_width(column, frame[column.field])
    return header_width(column)


def longest_text(values: pd.Series) -> float:
    """Return the room in digits that the longest text takes; 0 without text.

    >>> [round(longest_text(pd.Series([text, None])), 1) for text in ("jansen", "JANSEN", "123456")]
    [5.1, 6.0, 5.8]
    """
    known = values.dropna().astype(str).tolist()
    return float(text_widths(known).max()) if known else 0.0
