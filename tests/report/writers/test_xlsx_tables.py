from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.report.writers.xlsx_tables import figures, fitting_width, header_height, header_width, row_heights, texts

REVENUE = ColumnSpec("x", "Omzet", formats.EURO_CENTS, 12.0, total="sum")


@pytest.mark.parametrize("value", [0.0, -5.0, 123_456_789.12, -9e11])
def test_the_longest_figure_and_the_total_fit(value: float) -> None:
    shown = f"{value * 3:,.2f}"
    assert fitting_width(REVENUE, np.array([value] * 3)) >= len(shown) + 1


def test_a_column_without_a_figure_keeps_its_width() -> None:
    assert fitting_width(REVENUE, np.array([np.nan, np.inf])) == 12.0
    assert fitting_width(ColumnSpec("d", "Datum", formats.DATE, 12.0), np.array([45000.0])) == 12.0


def test_a_text_column_grows_to_a_limit() -> None:
    name = ColumnSpec("n", "Naam", formats.TEXT, 10.0)
    assert fitting_width(name, texts(pd.Series(["kort", None]))) == 10.0
    assert fitting_width(name, texts(pd.Series(["x" * 20]))) == 20 * 0.9 + 2
    assert fitting_width(name, texts(pd.Series(["X" * 20]))) == 25.0
    assert fitting_width(name, texts(pd.Series(["x" * 200]))) == 50.0
    assert fitting_width(name, texts(pd.Series([None, None], dtype=object))) == 10.0


def test_only_wrapping_rows_get_a_height() -> None:
    table = TableSpec("tblX", "x", (ColumnSpec("m", "Wat", formats.WRAPPED, 22.0), ColumnSpec("t", "Tekst", formats.TEXT, 5.0)))
    heights = row_heights(table, pd.DataFrame({"m": ["kort", "x" * 61, None], "t": ["x" * 99] * 3}))
    np.testing.assert_array_equal(heights, [np.nan, 2 + 3 * 13.5, np.nan])


def test_a_header_never_runs_under_its_filter_button() -> None:
    assert header_height((REVENUE,)) == 4 + 13.5
    long = ColumnSpec("x", "Nettobijdrage vorige periode", formats.EURO, 15.0)
    assert header_height((long,)) == 4 + 2 * 13.5
    assert (header_width(long) - 3) / 0.9 >= len("vorige periode")
    almost = ColumnSpec("x", "Accountmanager", formats.TEXT, 14.0)
    assert header_width(almost) >= len("Accountmanager") * 0.9 + 3


def test_categoricals_and_nullable_numbers_are_read() -> None:
    assert texts(pd.Series(pd.Categorical(["a", None, "b"]))).fillna("-").tolist() == ["a", "-", "b"]
    np.testing.assert_array_equal(figures(pd.Series([1, None], dtype="Int64"), formats.INTEGER), [1.0, np.nan])


def test_dates_are_the_day_numbers_of_excel() -> None:
    # Microsoft: 1 January 2008 is 39448.
    assert figures(pd.Series(pd.to_datetime(["2008-01-01"])), formats.DATE).tolist() == [39448.0]
