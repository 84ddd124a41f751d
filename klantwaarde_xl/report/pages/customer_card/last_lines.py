"""The last invoice lines of the chosen customer: formulas on Transacties, and what they give.

Excel 2016 has no FILTER, so the n-th latest line is the n-th largest key of date and row. That is fast enough
at 50,000 lines, and follows what is typed. Without the lines in the workbook there is no list."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_cells import CellError, Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.inputs.as_read import as_read
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW
from klantwaarde_xl.report.specs import CHART_DATA, ColumnSpec, GridSpec

LINES, TOP = 15, 22
"""Number of lines, and the row of their headers on the sheet and on Grafiekgegevens alike."""
SHOWS_LINES = "card_shows_lines"
"""Name of the value that says whether the lines are in the workbook."""
_SHIFT = 2_097_152
"""More than the rows of a sheet: date times this plus row keeps both."""
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of Excel
_HEADERS = {column.field: column.header for column in InvoiceLine.columns()}


def _column(field: str) -> str:
    return f"{InvoiceLine.table}[{_HEADERS[field]}]"


_DATE, _HEADER = _column("date"), f"ROW({InvoiceLine.table}[[#Headers],[{_HEADERS['date']}]])"
_KEYS = (
    f"(INT({_DATE})*{_SHIFT}+ROW({_DATE}))/(ISNUMBER({_DATE})*EXACT({_column('customer_id')},Kaart_Klantnr))"
)
STEPS = GridSpec(
    "card_line_steps",
    (
        ColumnSpec(
            "key",
            "Datum en rij",
            f.NUMBER_FREE,
            16,
            # 14 is LARGE, 6 passes over the errors of other customers' lines and of what is no date.
            formula=f"IF(Kaart_Lijst=0,0,IFERROR(_xlfn.AGGREGATE(14,6,{_KEYS},{{n}}),0))",
        ),
        ColumnSpec(
            "row",
            "Rij",
            f.INTEGER,
            10,
            formula=f"IF({{at[key]}}{{row}}=0,0,MOD({{at[key]}}{{row}},{_SHIFT})-{_HEADER})",
        ),
    ),
    f"DZ{TOP}",
    LINES,
    "Laatste factuurregels van de klant op Klantkaart",
    when=SHOWS_LINES,
)


def _shown(field: str, look: f.CellFormat, width: float = 12.5) -> ColumnSpec:
    row = f"{CHART_DATA}!${STEPS.letters['row']}{{row}}"
    cell = f"INDEX({_column(field)},{row})"
    formula = f'IF({row}=0,"",IFERROR(IF({cell}="","",{cell}),""))'
    return ColumnSpec(field, _HEADERS[field], look, width, formula=formula)


def _margin() -> ColumnSpec:
    """Return the margin as it is typed, and where it is not turnover less cost."""
    typed = _shown("margin", f.EURO_CENTS)
    revenue, cost = "{at[revenue]}{row}", "{at[cost]}{row}"
    known = f'IF(COUNT({revenue},{cost})=2,{revenue}-{cost},"")'
    return replace(typed, formula=typed.formula.replace('="","",', f'="",{known},'))


GRID = GridSpec(
    "card_lines",
    (
        _shown("product_id", f.TEXT_SHRUNK, 34),
        _shown("date", f.DATE),
        _shown("invoice_id", f.TEXT_SHRUNK),
        _shown("quantity", f.NUMBER_FREE),
        _shown("revenue", f.EURO_CENTS),
        _shown("cost", f.EURO_CENTS),
        _margin(),
    ),
    f"B{TOP}",
    LINES,
    when=SHOWS_LINES,
)


def lines_there(source: Source) -> bool:
    """Return whether the workbook has the invoice lines as a table."""
    return (source.copied or source.in_place) and not source.analysis.inputs.lines_from


def lines_of(inputs: Inputs, customer: str) -> pd.DataFrame:
    """Return the cells of the lines with this customer number as Transacties shows them.

    The index is the position in the table."""
    raw = inputs.raw.get(InvoiceLine.table)
    if raw is None:
        rows = np.flatnonzero(inputs.transactions["customer_id"] == customer)
        return inputs.transactions.iloc[rows].reindex(columns=list(_HEADERS)).set_axis(rows)
    rows = _rows_of(raw, customer)
    part = replace(raw, columns=tuple(column.take(rows) for column in raw.columns), rows=raw.rows[rows])
    return as_read(part, InvoiceLine)[0].set_axis(rows)


def _rows_of(raw: RawTable, customer: str) -> np.ndarray:
    """Return the positions of the rows that may be of this customer; numbers are looked at afterwards."""
    cells = raw.columns[match_headers(raw.headers, InvoiceLine).fields["customer_id"]]
    same = np.array([text == customer for text in cells.texts] + [False])
    numbers = (cells.kind == Kind.NUMBER) & (cells.number == _as_number(customer))
    return np.flatnonzero(((cells.kind == Kind.TEXT) & same[cells.code]) | numbers)


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def line_frames(found: pd.DataFrame, customer: str) -> dict[str, pd.DataFrame]:
    """Return what both grids hold for the lines of a customer, the latest first."""
    found = found[found["customer_id"].astype(object) == customer]
    days = np.array([_serial(value) for value in found["date"].astype(object)], float)
    place = found.index.to_numpy(int) + 1
    order = np.lexsort((-place, -np.nan_to_num(days)))
    order = order[~np.isnan(days[order])][:LINES]
    shown = found.iloc[order]
    keys = days[order] * _SHIFT + HEADER_ROW + place[order]
    steps = pd.DataFrame({"key": keys, "row": place[order].astype(float)}).reindex(
        range(LINES), fill_value=0.0
    )
    lines = {
        column.field: pd.Series([_cell(value) for value in shown[column.field].astype(object)], dtype=object)
        for column in GRID.columns
    }
    rows = zip(lines["margin"], lines["revenue"], lines["cost"], strict=True)
    lines["margin"] = pd.Series([_known_margin(*row) for row in rows], dtype=object)
    return {STEPS.frame: steps, GRID.frame: pd.DataFrame(lines).reindex(range(LINES))}


def _known_margin(typed: object, revenue: object, cost: object) -> object:
    if typed in {None, ""} and isinstance(revenue, float) and isinstance(cost, float):
        return revenue - cost
    return typed


def no_lines() -> dict[str, pd.DataFrame]:
    """Return both grids without a line."""
    grids = (STEPS, GRID)
    return {grid.frame: pd.DataFrame(columns=[column.field for column in grid.columns]) for grid in grids}


def note(inputs: Inputs, *, there: bool) -> str:
    """Return what stands above the list: which lines it has, or why there is none."""
    if not there:
        return "De factuurregels zitten niet in deze werkmap; daarom ontbreken hier de laatste regels."
    text = "De nieuwste eerst, uit Transacties; de lijst volgt wat u daar wijzigt."
    if inputs.settings.by_parent or inputs.moved[0]:
        text += " Alleen regels op dit klantnummer zelf, niet op nummers die erbij horen."
    return text


def _serial(value: object) -> float:
    """Return the day number of a cell as Excel counts, NaN for what is no number there."""
    if isinstance(value, dt.datetime) and not pd.isna(value):
        return float((value.replace(tzinfo=None) - _EPOCH).days)
    if isinstance(value, dt.timedelta) and not pd.isna(value):
        return float(value.days)
    return math.floor(value) if isinstance(value, float) and math.isfinite(value) else math.nan


def _cell(value: object) -> object:
    missing = value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    return None if missing or isinstance(value, CellError) else value
