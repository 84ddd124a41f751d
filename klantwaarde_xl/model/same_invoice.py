"""Lines that leave out what another line of their invoice states, as web shops export orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.document_types import is_document_type, is_no_turnover_flag
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable

_STATED_ONCE = ("customer_id", "currency", "entity")


def fill_from_invoice(
    raw: RawTable, where: Mapping[str, int], unused: Sequence[int]
) -> tuple[RawTable, list[Finding]]:
    """Return invoice lines with what other lines of their invoice state where they are blank, and a finding.

    That is customer, currency, entity and the type or status of the document, where all lines that state it
    agree. Lines are of one invoice with its number and day, and for all but the customer with that customer
    too: numbers come back in another year, or at another administration. A column that only asks whether
    something happened is blank for no, so it is filled on lines only that lack their customer or status too.

    >>> cells = (["A", "A"], ["K1", None], ["2024-01-02", "2024-01-02"])
    >>> columns = tuple(map(RawColumn.from_values, cells))
    >>> raw = RawTable("Blad1", ("Factuurnr", "Klantnr", "Datum"), columns, np.array([2, 3]))
    >>> filled, _ = fill_from_invoice(raw, {"invoice_id": 0, "customer_id": 1, "date": 2}, ())
    >>> filled.columns[1].value(1)
    'K1'
    """
    if not {"date", "customer_id", "invoice_id"} <= set(where):
        return raw, []
    invoice = raw.columns[where["invoice_id"]]
    able = ~invoice.blank() & ~raw.columns[where["date"]].blank()
    stated = [where[field] for field in _STATED_ONCE if field in where]
    stated += [place for place in unused if is_document_type(raw.headers[place])]
    if not any((able & raw.columns[place].blank()).any() for place in stated):
        return raw, []
    every, customer = np.arange(len(raw)), where["customer_id"]
    number = _together(_keys(invoice, every), _keys(raw.columns[where["date"]], every))
    columns, lacking, filled = list(raw.columns), np.zeros(len(raw), bool), []
    flags = [place for place in unused if is_no_turnover_flag(raw.headers[place])]
    for place in (*stated, *flags):
        rows = able & columns[place].blank()
        source = _stated_by(columns[place], number, rows & lacking if place in flags else rows)
        here = source >= 0
        if here.any():
            columns[place] = columns[place].take(np.where(here, source, every))
            lacking |= here
            filled.append(f"'{raw.headers[place]}'")
        if place == customer:
            number = _together(number, _keys(columns[place], every))
    if not filled:
        return raw, []
    found = Finding.of(
        errors.FILLED_FROM_INVOICE,
        raw.sheet,
        sheet=raw.sheet,
        headers=" en ".join(filter(None, (", ".join(filled[:-1]), filled[-1]))),
        count=int(lacking.sum()),
    )
    return replace(raw, columns=tuple(columns)), [found]


def _stated_by(column: RawColumn, number: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return for each of these rows (bool, n) a row of its invoice that states the column; -1 for none."""
    source = np.full(len(rows), -1)
    told = np.flatnonzero(~column.blank())
    if not rows.any() or not len(told):
        return source
    by_invoice = pd.DataFrame({"row": told, "value": _keys(column, told)}).groupby(number[told])
    agreed = by_invoice["value"].min() == by_invoice["value"].max()
    found = pd.Series(number[rows]).map(by_invoice["row"].first()[agreed])
    source[rows] = found.fillna(-1).to_numpy().astype(int)
    return source


def _together(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return a number per row, equal where both are."""
    one, other = (pd.factorize(values)[0] for values in (first, second))
    return np.asarray(pd.factorize(one * (other.max(initial=0) + 1) + other)[0])


def _keys(column: RawColumn, rows: np.ndarray) -> np.ndarray:
    """Return a number per cell of these rows, equal for equal cells."""
    return _together(column.code[rows], np.nan_to_num(column.number[rows]))
