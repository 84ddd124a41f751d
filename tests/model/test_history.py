"""The table of Geschiedenis as it comes back from a workbook."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.model.history import (
    APPROACH,
    HISTORY_FIELDS,
    LEAVE_ALONE,
    history_of,
    in_trial,
    joined_histories,
    no_history,
)
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable


def table(**columns: list[object]) -> RawTable:
    cells = tuple(map(RawColumn.from_values, columns.values()))
    return RawTable("Geschiedenis", tuple(columns), cells, np.arange(6, 6 + len(cells[0])))


def day(*date: int) -> dt.datetime:
    return dt.datetime(*date)


def test_rows_nobody_can_place_are_left_out() -> None:
    found = history_of(
        table(
            Klantnr=["a", 7.0, None, "b", "a"],
            Datum=[day(2025, 2, 1), day(2025, 1, 1, 9), day(2025, 1, 1), "gisteren", day(2025, 2, 1)],
            Score=[1.0, 2.0, 3.0, 4.0, 5.0],
            Status=["open", None, None, None, "gedaan"],
        )
    )
    assert list(found.columns) == list(HISTORY_FIELDS)
    assert found[["customer_id", "score", "status"]].values.tolist() == [["7", 2.0, ""], ["a", 5.0, "gedaan"]]
    assert found["date"].tolist() == [pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 2, 1)]
    assert found["contribution"].isna().all()


def test_of_a_date_in_two_results_the_first_counts() -> None:
    first = history_of(table(Klantnr=["a"], Datum=[day(2025, 2, 1)], Score=[1.0]))
    second = history_of(
        table(Klantnr=["a", "b", "c"], Datum=[day(2025, 1, 1), day(2025, 2, 1), None], Score=[2.0] * 3)
    )
    found = joined_histories([first, second])
    assert found[["customer_id", "score"]].values.tolist() == [["a", 2.0], ["a", 1.0]]
    assert len(joined_histories([no_history()])) == 0


def test_of_a_customer_in_the_trial_the_last_row_counts() -> None:
    rows = history_of(
        table(
            Klantnr=["a", "a", "a", "b", "c"],
            Datum=[day(2025, month, 1) for month in (1, 2, 3, 1, 1)],
            Proef=[LEAVE_ALONE, APPROACH, None, APPROACH, "later"],
            **{"Eerste voorstel": [day(2025, 1, 1), day(2025, 2, 1), None, None, day(2025, 1, 1)]},
        )
    )
    found = in_trial(rows)
    assert found[["trial", "first_proposed"]].to_dict("index") == {
        "a": {"trial": APPROACH, "first_proposed": pd.Timestamp(2025, 2, 1)}
    }
