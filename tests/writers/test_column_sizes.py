from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import ColumnSpec
from klantwaarde_xl.writers.cell_values import texts
from klantwaarde_xl.writers.column_sizes import fitting_width, header_height, header_width

# Sums of the advance widths in Carlito-Bold.ttf, the free font of Calibri's measure, at 2,048 to the em.
VORIGE_PERIODE, ACCOUNTMANAGER = 12358, 14481
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
    # An x of Calibri is 887 and an X 1,063 of 2,048 parts of its height, here 10 points; a digit of width is
    # 5.25 points.
    assert fitting_width(name, texts(pd.Series(["x" * 20]))) == pytest.approx(20 * 887 / 2048 * 10 / 5.25 + 2)
    assert fitting_width(name, texts(pd.Series(["X" * 20]))) == pytest.approx(
        20 * 1063 / 2048 * 10 / 5.25 + 2
    )
    assert fitting_width(name, texts(pd.Series(["x" * 200]))) == 50.0
    assert fitting_width(name, texts(pd.Series([None, None], dtype=object))) == 10.0


def test_a_header_never_runs_under_its_filter_button() -> None:
    assert header_height((REVENUE,)) == 4 + 13.5
    long = ColumnSpec("x", "Nettobijdrage vorige periode", formats.EURO, 13.0)
    assert header_height((long,)) == 4 + 2 * 13.5
    points = 5.25 * header_width(long)
    assert points - 13 >= VORIGE_PERIODE / 2048 * 10
    almost = ColumnSpec("x", "Accountmanager", formats.TEXT, 14.0)
    assert 5.25 * header_width(almost) - 13 >= ACCOUNTMANAGER / 2048 * 10
