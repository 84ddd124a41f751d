"""Cells of one column become typed values; every cell that does not fit is found at its address."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from checked_tables import codes, lines, table

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.tables import Customer, Effort, InvoiceLine, Rate


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("abc", "KW-111"),
        ("1.234", "KW-112"),
        (CellError("#N/A"), "KW-115"),
        (math.nan, "KW-123"),
        (math.inf, "KW-123"),
        (None, "KW-110"),
        (1e13, "KW-117"),
        (-1e13, "KW-116"),
        (True, "KW-111"),
        (dt.date(2024, 1, 1), "KW-111"),
    ],
)
def test_a_bad_amount_is_found_and_its_row_rejected(cell: object, code: str) -> None:
    checked = check_table(lines(Omzet=[5.0, cell]), InvoiceLine)
    assert codes(checked) == [(code, "Transacties!C3")]
    assert checked.good_rows()["revenue"].tolist() == [5.0]
    assert checked.rejected.tolist() == [False, True]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31-02-2024", "KW-113"),
        ("01/02/2024", "KW-114"),
        (dt.datetime(1899, 12, 31), "KW-116"),
        ("01-01-1850", "KW-116"),
        (dt.date(2999, 1, 1), "KW-117"),
        (0.5, "KW-113"),
        (20240131.5, "KW-113"),
        (math.inf, "KW-113"),
        (dt.timedelta(hours=3), "KW-113"),
        (None, "KW-110"),
    ],
)
def test_a_bad_date_is_found(cell: object, code: str) -> None:
    checked = check_table(lines(Datum=[dt.date(2024, 1, 1), cell]), InvoiceLine)
    assert codes(checked) == [(code, "Transacties!A3")]


def test_dates_in_every_form_become_the_same_day() -> None:
    cells = ["31-01-2024", "2024-01-31", dt.datetime(2024, 1, 31, 13, 5), 45322.0, 20240131.0, "31 jan 2024"]
    checked = check_table(lines(Datum=cells), InvoiceLine)
    assert checked.findings == ()
    assert (checked.frame["date"].to_numpy() == np.datetime64("2024-01-31")).all()


def test_hours_typed_as_a_time_are_hours() -> None:
    raw = table(
        "Inspanning",
        {
            "Datum": ["2024-01-01"] * 3,
            "Klantnr": ["1"] * 3,
            "Uren": [dt.time(1, 30), dt.timedelta(hours=30), "2,25"],
        },
    )
    assert check_table(raw, Effort).frame["hours"].tolist() == [1.5, 30.0, 2.25]


def test_yes_no_and_choices() -> None:
    raw = table(
        "Klanten",
        {"Klantnr": ["1", "2", "3", "4", "5"], "Meetellen": ["ja", "NEE", None, "misschien", False]},
    )
    checked = check_table(raw, Customer)
    assert codes(checked) == [("KW-118", "Klanten!B5")]
    np.testing.assert_array_equal(checked.good_rows()["include"], [1.0, 0.0, np.nan, 0.0])
    raw = table(
        "Tarieven",
        {"Activiteit": ["a", "b"], "Kostprijs per uur": [60.0, 60.0], "Drijver": ["Factuur", "dag"]},
    )
    checked = check_table(raw, Rate)
    assert codes(checked) == [("KW-119", "Tarieven!C3")]
    assert "uur, factuur, regel, creditregel, klant" in checked.findings[0].hint


def test_numbers_count_from_the_first_day_of_the_calendar_of_the_workbook() -> None:
    # 1 is 2 January 1904 where 0 is 1 January 1904; in the other calendar 1 is 31 December 1899.
    raw = lines(Datum=[36_526.0])
    later = check_table(replace(raw, date_1904=True), InvoiceLine).frame["date"].tolist()
    assert later == [pd.Timestamp(2004, 1, 2)]
    assert check_table(raw, InvoiceLine).frame["date"].tolist() == [pd.Timestamp(2000, 1, 1)]


def test_a_column_of_texts_in_utc_is_the_dutch_day() -> None:
    moments = ["2024-01-30T23:00:00Z", "2024-06-30T22:00:00Z", "2024-02-28T23:00:00.000Z"]
    checked = check_table(lines(Datum=moments), InvoiceLine)
    days = [pd.Timestamp(2024, 1, 31), pd.Timestamp(2024, 7, 1), pd.Timestamp(2024, 2, 29)]
    assert checked.frame["date"].tolist() == days
