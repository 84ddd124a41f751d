from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.writers.cell_values import figures, formula_text, grid_values, is_blank, mixed_cells


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
def test_what_has_no_value_is_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, "0", False])
def test_nothing_else_is_blank(value: object) -> None:
    assert not is_blank(value)


def test_words_between_figures_stay_words() -> None:
    assert grid_values(pd.Series([1.0, "✓", None], dtype=object), f.PERCENTAGE)[:2] == [1.0, "✓"]
    assert np.isnan(grid_values(pd.Series([None], dtype=object), f.EURO)[0])


def test_cells_that_people_typed_keep_their_kind() -> None:
    day, early = dt.datetime(2024, 2, 1), dt.datetime(1900, 1, 5)
    typed = pd.Series(
        [True, 2.5, day, early, dt.timedelta(hours=6), CellError("#N/B"), "a", None], dtype=object
    )
    cells = mixed_cells(typed, f.DATE, lambda look: look.name)
    assert [cell and (cell.type, cell.value) for cell in cells] == [
        ("b", 1),
        ("n", 2.5),
        ("n", 45323.0),
        ("s", "05-01-1900"),
        ("n", 0.25),
        ("e", "#N/A"),
        ("s", "a"),
        None,
    ]


def test_dates_are_the_day_numbers_of_excel() -> None:
    assert figures(pd.Series([pd.Timestamp("2024-02-01")]), f.DATE).tolist() == [45323.0]
    assert formula_text("a\x01") == "a_x0001_"
