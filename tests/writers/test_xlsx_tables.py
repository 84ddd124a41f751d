from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.writers.cell_values import figures, texts
from klantwaarde_xl.writers.xlsx_tables import row_heights


def test_only_wrapping_rows_get_a_height() -> None:
    table = TableSpec(
        "tblX",
        "x",
        (ColumnSpec("m", "Wat", formats.WRAPPED, 22.0), ColumnSpec("t", "Tekst", formats.TEXT, 5.0)),
    )
    # Twenty letters x and a blank take 17 of the 20 digits beside the indent: a line holds one such word.
    shown = ["kort", " ".join(["x" * 20] * 3), None, "x" * 20, "een\ntwee"]
    heights = row_heights(table, pd.DataFrame({"m": shown, "t": ["x" * 99] * 5}))
    np.testing.assert_array_equal(heights, [np.nan, 6 + 3 * 13.5, np.nan, np.nan, 6 + 2 * 13.5])


def test_categoricals_and_nullable_numbers_are_read() -> None:
    assert texts(pd.Series(pd.Categorical(["a", None, "b"]))).fillna("-").tolist() == ["a", "-", "b"]
    np.testing.assert_array_equal(
        figures(pd.Series([1, None], dtype="Int64"), formats.INTEGER), [1.0, np.nan]
    )


def test_dates_are_the_day_numbers_of_excel() -> None:
    # Microsoft: 1 January 2008 is 39448.
    assert figures(pd.Series(pd.to_datetime(["2008-01-01"])), formats.DATE).tolist() == [39448.0]
