"""The table of the sheet Geschiedenis: one row per customer and refresh date, which travels along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.text_conversion import id_text

HISTORY_TABLE = "tblGeschiedenis"
"""Excel table of the sheet Geschiedenis."""


class HistoryField(NamedTuple):
    """One column of the table: its Dutch header, what its cells hold and what that means."""

    header: str
    kind: Literal["date", "id", "text", "number"]
    help: str = ""


HISTORY_FIELDS = {
    "date": HistoryField("Datum", "date", "De dag waarop is vernieuwd."),
    "until": HistoryField("Periode tot", "date", "Laatste dag van de periode waarover is gerekend."),
    "customer_id": HistoryField("Klantnr", "id", "Het klantnummer zoals in de facturen."),
    "score": HistoryField("Score", "number"),
    "pareto_class": HistoryField("Klasse", "text"),
    "rank": HistoryField("Rang", "number"),
    "contribution": HistoryField("Nettobijdrage", "number", "Van de periode, in EUR."),
    "gross_margin": HistoryField("Brutomarge", "number", "Van de periode, in EUR."),
    "leave_chance": HistoryField("Kans weg", "number"),
    "value_next": HistoryField("Waarde komend jaar", "number", "In EUR."),
    "potential": HistoryField("Te winnen per jaar", "number", "De drie hefbomen samen, in EUR."),
    "best_lever": HistoryField("Eerst", "text", "Waarmee te beginnen."),
    "label": HistoryField("Wat te doen", "text"),
    "status": HistoryField("Status", "text", "Wat toen bij Status op Acties stond."),
    "chances": HistoryField("Kansen op", "text", "Wat deze klant toen nog niet kocht en wel kon kopen."),
    "expected": HistoryField("Verwacht per jaar", "number", "Marge die daarvan werd verwacht, in EUR."),
    "trial": HistoryField("Proef", "text", "In de proef: benaderen of niet benaderen, door loting."),
    "first_proposed": HistoryField("Eerste voorstel", "date", "De dag waarop de klant in de proef kwam."),
    "scale": HistoryField("Maatstaf", "text", "Normalisatie, schaal en gewichten waarop de score rust."),
}
"""Columns of the table by field of the frame, in order."""
BETWEEN = " ¦ "
"""Between the names in one cell of ``chances``; no name of a product holds it."""
APPROACH, LEAVE_ALONE = "benaderen", "niet benaderen"
"""The two groups of the fair test, as the column ``trial`` names them."""
MOST_ROWS = 200_000
"""Rows that the sheet holds at most."""


def no_history() -> pd.DataFrame:
    """Return a history without rows."""
    return history_of(RawTable("Geschiedenis", (), (), np.array([], int)))


def history_of(table: RawTable) -> pd.DataFrame:
    """Return the history as read: a column per field of HISTORY_FIELDS, oldest date first.

    Dates are datetime64[s], numbers float (NaN when blank), texts str. Rows without a date or a customer
    number are left out; of two rows for one customer and date the last counts; a column that is absent is
    blank.

    >>> import datetime as dt
    >>> cells = [dt.datetime(2025, 1, 31), None], ["007", "8"], [61.5, 2]
    >>> columns = tuple(map(RawColumn.from_values, cells))
    >>> rows = history_of(RawTable("Geschiedenis", ("Datum", "Klantnr", "Score"), columns, np.array([6, 7])))
    >>> rows[["customer_id", "score", "label"]].values.tolist()
    [['007', 61.5, '']]
    """
    where = {normalise_header(header): place for place, header in enumerate(table.headers)}
    found = {}
    for name, field in HISTORY_FIELDS.items():
        place = where.get(normalise_header(field.header))
        cells = RawColumn.blank_column(len(table)) if place is None else table.columns[place]
        found[name] = _READ[field.kind](cells)
    frame = pd.DataFrame(found)
    frame = frame[frame["date"].notna() & (frame["customer_id"] != "")]
    frame = frame[~frame.duplicated(["date", "customer_id"], keep="last")]
    return frame.sort_values("date", kind="stable", ignore_index=True)


def joined_histories(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return one history of several; of a date in more than one of them the rows of the first count."""
    kept: list[pd.DataFrame] = []
    known: set[object] = set()
    for part in parts:
        rows = part[~part["date"].isin(list(known))]
        known |= set(rows["date"])
        if len(rows):
            kept.append(rows)
    if not kept:
        return no_history()
    return pd.concat(kept).sort_values("date", kind="stable", ignore_index=True)


def in_trial(history: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of every customer that ever came into the fair test, index customer_id."""
    rows = history[history["trial"].isin([APPROACH, LEAVE_ALONE]) & history["first_proposed"].notna()]
    return rows.drop_duplicates("customer_id", keep="last").set_index("customer_id")


def _dates(cells: RawColumn) -> pd.Series:
    days = np.where(cells.kind == Kind.DATE, np.floor(cells.number), np.nan)
    return pd.Series(pd.to_datetime(days, unit="D")).astype("datetime64[s]")


def _numbers(cells: RawColumn) -> pd.Series:
    return pd.Series(np.where(cells.kind == Kind.NUMBER, cells.number, np.nan), dtype=float)


def _texts(cells: RawColumn) -> pd.Series:
    known = np.array([*cells.texts, ""], object)
    return pd.Series(np.where(cells.kind == Kind.TEXT, known[cells.code], ""), dtype=object)


def _ids(cells: RawColumn) -> pd.Series:
    """Return customer numbers, of which some lost their leading apostrophe and became numbers."""
    texts = _texts(cells).tolist()
    for row in np.flatnonzero(cells.kind == Kind.NUMBER).tolist():
        texts[row] = id_text(Kind.NUMBER, cells.number[row])
    return pd.Series(texts, dtype=object)


_READ = {"date": _dates, "id": _ids, "text": _texts, "number": _numbers}
