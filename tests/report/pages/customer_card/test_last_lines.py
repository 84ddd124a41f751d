"""The last invoice lines of a customer: what the formulas on Transacties give, beside a plain sort."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.report.pages.customer_card.last_lines import (
    GRID,
    LINES,
    STEPS,
    line_frames,
    lines_of,
    note,
)

HEADERS = ("Factuurnr", "Datum", "Klantnr", "Omzet")
ROWS: list[tuple[object, ...]] = [
    (f"F{n}", dt.datetime(2024, 1 + n * 7 % 12, 1 + n * 5 % 28), f"{n % 3:03d}", 10.0 * n) for n in range(60)
]
ROWS[9] = ("F9", "geen datum", "000", 1.0)
ROWS[12] = ("F12", dt.datetime(2025, 6, 1, 23, 30), "000", "tekst")
ROWS[15] = ("F15", dt.datetime(2025, 6, 1, 8), "000", None)


def inputs(rows: list[tuple[object, ...]]) -> Inputs:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    raw = RawTable("Transacties", HEADERS, columns, np.arange(len(rows)) + 7, 6)
    return Inputs(pd.DataFrame({"customer_id": [row[2] for row in rows]}), raw={"tblTransacties": raw})


def shown(rows: list[tuple[object, ...]], customer: str) -> pd.DataFrame:
    given = inputs(rows)
    return line_frames(lines_of(given, customer), customer)[GRID.frame]


def test_the_latest_come_first_and_of_one_day_the_lowest_row() -> None:
    found = shown(ROWS, "000")
    mine = [(row[1].date(), n) for n, row in enumerate(ROWS) if row[2] == "000" and n != 9]
    latest = [ROWS[n] for _, n in sorted(mine, reverse=True)][:LINES]
    assert found["invoice_id"].tolist() == [row[0] for row in latest]
    assert found["date"].tolist() == [row[1] for row in latest]
    assert found["invoice_id"].tolist()[:2] == ["F15", "F12"], "hours of the day do not count"
    assert found["revenue"].tolist()[:2] == [None, "tekst"]
    assert len(found) == LINES


def test_who_has_few_lines_has_blank_rows_and_a_stranger_none() -> None:
    found = shown(ROWS[:10], "001")
    assert found["invoice_id"].dropna().tolist() == ["F1", "F4", "F7"], "6 August, 21 May and 8 February"
    assert shown(ROWS, "999")["date"].isna().all()
    steps = line_frames(lines_of(inputs(ROWS), "999"), "999")[STEPS.frame]
    assert (steps == 0).all(axis=None)


def test_margin_is_as_typed_else_turnover_less_cost() -> None:
    day = dt.datetime(2024, 5, 1)
    rows = [
        ("F1", day, "1", 10.0, 6.0, 9.0),
        ("F2", day, "1", 10.0, 6.0, None),
        ("F3", day, "1", 10.0, None, None),
    ]
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    raw = RawTable("Transacties", (*HEADERS, "Kostprijs", "Marge"), columns, np.arange(3) + 7, 6)
    given = Inputs(pd.DataFrame({"customer_id": ["1"] * 3}), raw={"tblTransacties": raw})
    found = line_frames(lines_of(given, "1"), "1")[GRID.frame]
    assert found["margin"].tolist()[:3] == [None, 4.0, 9.0]
    assert found["margin"].isna().sum() == LINES - 2


@pytest.mark.parametrize(("typed", "number"), [(123.0, "123"), ("123", "123"), ("0123", "0123")])
def test_a_number_is_found_as_number_and_as_text(typed: object, number: str) -> None:
    rows = [("F1", dt.datetime(2024, 5, 1), typed, 5.0), ("F2", dt.datetime(2024, 5, 2), "124", 6.0)]
    assert shown(rows, number)["invoice_id"].dropna().tolist() == ["F1"]


def test_the_key_holds_date_and_row_of_the_sheet() -> None:
    steps = line_frames(lines_of(inputs(ROWS), "000"), "000")[STEPS.frame]
    day = (dt.date(2025, 6, 1) - dt.date(1899, 12, 30)).days
    assert divmod(steps["key"][0], 2_097_152) == (day, 6 + 16)
    assert steps["row"][0] == 16


def test_the_note_says_which_lines_or_why_there_are_none() -> None:
    assert "zitten niet in deze werkmap" in note(inputs(ROWS), there=False)
    assert "Alleen regels" not in note(inputs(ROWS), there=True)
