"""Rows without a word for a total that are the sum of lines: subtotals of a customer, month or invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn

_FILLED = 0.5
"""Part of the rows that fill a column which every line fills; groups of one line leave half of them blank."""
_ADDING_UP = 0.8
"""Part of the rows with such a blank that must be sums before a sum of one line is believed."""
_BARE = 2
"""So many blanks, and no row with more, leave nothing of a line but its date, customer and amount."""
_LEAST_LINES = 3
"""A sum of fewer lines may be chance when other rows with such a blank are no sums."""
_FEW, _HALF, _SOME = 10, 0.5, 0.05
"""From so many rows with such blanks on, half must be sums, or it is chance; some of them are a doubt."""


def unmarked_totals(
    cells: Sequence[RawColumn],
    fields: Mapping[str, int],
    amounts: np.ndarray,
    gaps: np.ndarray,
    totals: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return which of n rows are sums of lines though no word says so, and which may be; bool (n,) each.

    ``fields``: column (position) by field. ``amounts``: cents (n,), NaN without a figure. ``gaps``: as of
    :func:`gaps_of`. ``totals``: rows that are known to be totals. Such a row leaves a cell blank that the
    lines fill, such as the number of the invoice, and its amount is the sum of the lines between it and the
    row of its kind before or after it, of its customer, or of all lines above. A row may be the sum of the
    one line above it when customer and date are the same: nothing else tells. Rows with most blanks come
    first, so that a line that lacks less, such as freight without a product, counts as a line in their sums.
    """
    found, doubtful = np.zeros(len(amounts), bool), np.zeros(len(amounts), bool)
    usable = np.isfinite(amounts) & (amounts != 0) & ~totals
    for level in np.unique(gaps[usable & (gaps > 0)])[::-1].tolist():
        suspects = usable & (gaps >= level) & ~found
        line = np.isfinite(amounts) & ~suspects & ~totals & ~found
        if not line.any():
            continue
        rows = np.flatnonzero(suspects)
        is_sum, may_be = _sums_of(cells, fields, amounts, gaps, (rows, line))
        found[rows[is_sum]] = True
        doubtful[rows[may_be]] = True
    return found, doubtful & ~found


def _sums_of(
    cells: Sequence[RawColumn],
    fields: Mapping[str, int],
    amounts: np.ndarray,
    gaps: np.ndarray,
    suspects: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows are sums of lines and which may be, bool (k,) each.

    ``suspects``: the rows (k,), and which of all rows are lines, bool (n,). The rest as of
    :func:`unmarked_totals`."""
    rows, line = suspects
    whose = cells[fields["customer_id"]] if "customer_id" in fields else None
    sums = _lines_in_sum(amounts, line, rows, whose)
    is_habit = bool((sums >= 2).any()) and float((sums > 0).mean()) >= _ADDING_UP
    same = _as_above(cells, fields, rows) & line[rows - 1] & (rows > 0)
    # A repeated line would repeat more of its line than date, customer and amount.
    is_bare = (gaps[rows] >= _BARE) & (gaps[rows] == gaps.max()) & same
    several = sums >= _LEAST_LINES
    # Of thousands of lines without a product a few are a sum by chance.
    believed = several & (len(rows) < _FEW or float(several.mean()) >= _HALF)
    is_sum = (sums > 0) & (believed | is_habit | is_bare)
    return is_sum, (sums > 0) & (same | (several & (several.mean() >= _SOME))) & ~is_sum


def _as_above(cells: Sequence[RawColumn], fields: Mapping[str, int], rows: np.ndarray) -> np.ndarray:
    """Return which of these rows have the customer, and the date if any, of the row above; bool (k,)."""
    same = np.full(len(rows), "customer_id" in fields)
    for field in ("customer_id", "date"):
        if field not in fields:
            continue
        column = cells[fields[field]]
        filled = ~column.blank()[rows]
        same &= filled & (column.code[rows] == column.code[rows - 1])
        number = np.nan_to_num(column.number)
        same &= number[rows] == number[rows - 1]
    return same


def gaps_of(cells: Sequence[RawColumn], fields: Mapping[str, int], totals: np.ndarray) -> np.ndarray:
    """Return in how many columns of texts or dates that lines fill each of n rows is blank, int (n,).

    0 for a row that names invoice, product, date and customer as lines do: without its account manager or
    region it is a line. Where lines name neither invoice nor product, every blank counts."""
    figures = {fields[field] for field in ("revenue", "cost", "margin", "quantity") if field in fields}
    told = {fields[field] for field in ("invoice_id", "product_id", "date", "customer_id") if field in fields}
    gaps, lacks = np.zeros(len(totals), np.int64), np.zeros(len(totals), bool)
    telling = set()
    for place, column in enumerate(cells):
        if place in figures:
            continue
        filled = ~column.blank()
        is_text = 2 * int(((column.kind == Kind.TEXT) | (column.kind == Kind.DATE)).sum()) > filled.sum()
        if (is_text or place in told) and filled[~totals].mean() >= _FILLED:
            gaps += ~filled
            if place in told:
                telling.add(place)
                lacks |= ~filled
    if telling & {fields.get("invoice_id"), fields.get("product_id")}:
        gaps[~lacks] = 0
    return gaps


def _lines_in_sum(
    amounts: np.ndarray, line: np.ndarray, rows: np.ndarray, whose: RawColumn | None
) -> np.ndarray:
    """Return of how many lines each of these rows is the sum, 0 for none, int (k,)."""
    value = np.where(line, amounts, 0.0)
    sums = np.concatenate([[0.0], np.cumsum(value)])
    counts = np.concatenate([[0], np.cumsum(line)])
    before = np.concatenate([[-1], rows[:-1]]) + 1
    after = np.concatenate([rows[1:], [len(amounts)]])
    found = np.zeros(len(rows), np.int64)
    stretches = [(before, rows), (rows + 1, after), (np.zeros_like(rows), rows)]
    for first, end in stretches:
        fits = sums[end] - sums[first] == amounts[rows]
        found = np.where(fits, np.maximum(found, counts[end] - counts[first]), found)
    if whose is not None:
        keys = np.where(whose.code >= 0, whose.code.astype(float), -1.0 - np.nan_to_num(whose.number))
        names, code = np.unique(keys, return_inverse=True)
        per = np.bincount(code, value, len(names))
        many = np.bincount(code, line, len(names)).astype(np.int64)
        fits = (per[code[rows]] == amounts[rows]) & ~whose.blank()[rows]
        found = np.where(fits, np.maximum(found, many[code[rows]]), found)
    return found
