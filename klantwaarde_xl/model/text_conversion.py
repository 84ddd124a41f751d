"""From the cells of a column of ids or text to categories: every kind of cell as its shortest text.

Ids that are hard to tell apart, or that a spreadsheet cut off, are logged as warnings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import MAX_TEXT, Column, ColumnKind
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.look_alikes import difference, is_scientific, look_alikes
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.text_units import units

_EPOCH = dt.date(1970, 1, 1)
LONGEST_NUMBER = 1e15
"""Excel keeps fifteen figures of a number; what is longer ends in zeros that nobody typed."""
_COMPARED = {"customer_id", "product_id", "parent_id"}
"""Ids that are compared for look-alikes; numbers of invoices are not, for nothing is added up per invoice."""


def as_text(column: Column, position: int, log: Log) -> pd.Categorical:
    """Return the cells of a column of ids or text as categories (n,), and log those that do not fit."""
    cells = log.raw.columns[position]
    codes = np.where(cells.kind == Kind.TEXT, cells.code, -1)
    labels = [text.strip() for text in cells.texts]
    for kind in (Kind.NUMBER, Kind.DATE, Kind.BOOL, Kind.DURATION):
        rows = np.flatnonzero(cells.kind == kind)
        if len(rows):
            keys, inverse = np.unique(cells.number[rows], return_inverse=True)
            codes[rows] = len(labels) + inverse
            labels += [id_text(kind, number) for number in keys]
    if max(map(len, labels), default=0) > MAX_TEXT // 2:  # then it may have more units than that
        too_long = np.fromiter((units(label) > MAX_TEXT for label in labels), bool, len(labels))
        log.add(
            errors.TOO_LONG,
            np.flatnonzero((codes >= 0) & too_long[codes]),
            position,
            {"column": column.header, "limit": MAX_TEXT},
        )
    # rarely: texts that differ in white space only, or a number beside its text
    if len(set(labels)) < len(labels):
        joined, distinct = pd.factorize(np.array(labels, object))
        labels = list(distinct)
        codes = np.append(joined, -1)[codes]
    if column.kind is ColumnKind.ID:
        with np.errstate(invalid="ignore"):
            long = np.flatnonzero((cells.kind == Kind.NUMBER) & (np.abs(cells.number) >= LONGEST_NUMBER))
        log.add(
            errors.LONG_NUMBER,
            long,
            position,
            lambda row: {"column": column.header, "value": labels[codes[row]]},
        )
        if column.field in _COMPARED:
            _warn_look_alikes(column, position, log, labels, codes)
    # Counting which labels are used costs a tenth of the sorting that pandas does to remove unused
    # categories.
    used = np.bincount(codes + 1, minlength=len(labels) + 1)[1:] > 0
    if not used.all():
        codes = np.append(np.where(used, np.cumsum(used) - 1, -1), -1)[codes]
    categories = pd.Index(np.array(labels, object)[used], dtype=str)
    return pd.Categorical.from_codes(codes, categories=categories, validate=False)


def id_text(kind: Kind, number: float) -> str:
    """Return the shortest text of a number, date or yes/no in a text column: 123, not 123.0.

    A date is a number of days since 1970. A fraction has the fifteen figures that Excel shows.

    >>> id_text(Kind.NUMBER, 123.0), id_text(Kind.DATE, 0.0), id_text(Kind.BOOL, 1.0)
    ('123', '1970-01-01', 'ja')
    """
    if kind is Kind.BOOL:
        return "ja" if number else "nee"
    if kind is Kind.DATE:
        return (_EPOCH + dt.timedelta(days=int(number))).isoformat()
    if kind is Kind.NUMBER and number == np.rint(number) and abs(number) < 1e21:
        return str(int(number))
    return f"{number:.15g}"


def _warn_look_alikes(
    column: Column, position: int, log: Log, labels: Sequence[str], codes: np.ndarray
) -> None:
    """Warn of every pair of ids that look the same, and of ids that a spreadsheet cut off."""
    firsts = np.full(len(labels) + 1, len(codes))
    firsts[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of equal codes the first row is written last
    firsts[-1] = len(codes)
    places = np.argsort(firsts, kind="stable")[: int((firsts < len(codes)).sum())].tolist()
    first_row = {place: int(firsts[place]) for place in places}
    pairs = look_alikes([labels[place] for place in places])
    others = {first_row[places[one]]: labels[places[other]] for one, other in pairs}
    shown = {row: labels[codes[row]] for row in others}

    def names(row: int) -> dict[str, object]:
        how = difference(shown[row], others[row])
        merge = errors.OR_MERGE if column.field == "customer_id" else ""
        found = {"column": column.header, "value": shown[row], "other": others[row]}
        return {**found, "difference": how, "merge": merge}

    log.add(errors.SIMILAR_IDS, np.array(sorted(others), int), position, names)
    cut_off = [place for place in places if is_scientific(labels[place])]
    if cut_off:
        count = int(np.isin(codes, cut_off).sum())
        where, label = log.raw.address(first_row[cut_off[0]], position), labels[cut_off[0]]
        log.findings.append(Finding.of(errors.CUT_OFF_ID, where, label, count=count, column=column.header))
