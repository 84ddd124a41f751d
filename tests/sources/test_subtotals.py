"""Rows that are sums without saying so; the sums are added by hand."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.model.raw_table import RawColumn
from klantwaarde_xl.sources.subtotals import gaps_of, unmarked_totals

FIELDS = {"customer_id": 0, "invoice_id": 1, "revenue": 2}


def sums(*rows: tuple[str, str | None, float]) -> list[int]:
    cells = [RawColumn.from_values(list(column)) for column in zip(*rows, strict=True)]
    amounts = np.array([row[2] * 100 for row in rows])
    none = np.zeros(len(rows), bool)
    found, _ = unmarked_totals(cells, FIELDS, amounts, gaps_of(cells, FIELDS, none), none)
    return np.flatnonzero(found).tolist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "1", 5.0), ("a", "2", 7.0), ("a", None, 12.0)], [2]),
        ([("a", None, 12.0), ("a", "1", 5.0), ("a", "2", 7.0)], [0]),
        ([("a", "1", 5.0), ("a", "2", 7.0), ("a", None, 12.0), ("b", "3", 9.0), ("b", None, 9.0)], [2, 4]),
        ([("a", "1", 5.0), ("b", "2", 7.0), ("a", "3", 1.0), ("b", None, 7.0), ("a", None, 6.0)], [3, 4]),
        # one line twice, the second time without its number: no sum
        ([("a", "1", 5.0), ("b", "2", 7.0), ("b", None, 7.0)], []),
        # of two such lines one is by chance the sum of two others
        ([("a", "1", 5.0), ("a", "2", 5.0), ("a", None, 10.0), ("b", "3", 1.0), ("b", None, 3.0)], []),
        ([("a", "1", 5.0), ("a", "2", 7.0), ("a", "3", 12.0)], []),
        ([("a", None, 5.0), ("a", None, 7.0), ("a", None, 12.0)], []),
    ],
)
def test_a_sum_is_a_row_with_a_gap_that_adds_up(
    rows: list[tuple[str, str | None, float]], expected: list[int]
) -> None:
    assert sums(*rows) == expected


def test_the_total_of_all_lines_above_is_one_though_others_are_none() -> None:
    rows = [
        ("a", "1", 5.0),
        ("b", "2", 7.0),
        ("c", "3", 9.0),
        ("d", None, 2.0),
        ("e", "4", 1.0),
        ("x", None, 22.0),
    ]
    assert sums(*rows) == [5]


def test_one_line_with_its_sum_is_doubtful_unless_nothing_else_is_left_of_it() -> None:
    fields = {"customer_id": 0, "invoice_id": 1, "revenue": 2, "date": 3, "product_id": 4}

    def of(*rows: tuple[object, ...]) -> tuple[list[bool], list[bool]]:
        cells = [RawColumn.from_values(list(column)) for column in zip(*rows, strict=True)]
        amounts = np.array([float(str(row[2])) * 100 for row in rows])
        none = np.zeros(len(rows), bool)
        found, doubtful = unmarked_totals(cells, fields, amounts, gaps_of(cells, fields, none), none)
        return found.tolist(), doubtful.tolist()

    line = ("a", "1", 5.0, "2025-01-01", "P")
    assert of(line, ("a", None, 5.0, "2025-01-01", None)) == ([False, True], [False, False])
    assert of(line, ("a", None, 5.0, "2025-01-01", "P")) == ([False, False], [False, True])
    assert of(line, ("b", None, 5.0, "2025-01-01", "P")) == ([False, False], [False, False])
