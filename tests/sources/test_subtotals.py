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


def many(lines: int, blank: str) -> list[tuple[object, ...]]:
    """Return lines of few different amounts, so that sums of neighbours often equal another; every fourth
    leaves ``blank`` empty: customer, invoice, amount, date, product, account manager."""
    draws = np.random.default_rng(7)
    places = {"product": 4, "manager": 5}
    rows = []
    for n in range(lines):
        row: list[object] = [
            f"k{n % 40}",
            f"F{n}",
            float(draws.integers(1, 9) * 10),
            "2025-01-01",
            "P",
            "Noor",
        ]
        if n % 4 == 3:
            row[places[blank]] = None
        rows.append(tuple(row))
    return rows


WIDE = {"customer_id": 0, "invoice_id": 1, "revenue": 2, "date": 3, "product_id": 4}


def of_wide(rows: list[tuple[object, ...]]) -> tuple[np.ndarray, np.ndarray]:
    cells = [RawColumn.from_values(list(column)) for column in zip(*rows, strict=True)]
    amounts = np.array([float(str(row[2])) * 100 for row in rows])
    none = np.zeros(len(rows), bool)
    found = unmarked_totals(cells, WIDE, amounts, gaps_of(cells, WIDE, none), none)
    return np.flatnonzero(found[0]), np.flatnonzero(found[1])


@pytest.mark.parametrize("blank", ["manager", "product"])
def test_a_line_that_lacks_something_and_equals_others_by_chance_is_no_sum(blank: str) -> None:
    found, _ = of_wide(many(4_000, blank))
    assert found.tolist() == []


@pytest.mark.parametrize("blank", ["manager", "product"])
def test_sums_are_found_between_lines_that_lack_something_themselves(blank: str) -> None:
    rows = many(400, blank)
    with_sums: list[tuple[object, ...]] = []
    for start in range(0, 400, 20):
        part = rows[start : start + 20]
        total = sum(float(str(row[2])) for row in part)
        with_sums += [*part, (None, None, total, None, None, None)]
    found, _ = of_wide(with_sums)
    assert found.tolist() == [20 + 21 * n for n in range(20)]


def test_some_sums_among_many_lines_without_a_product_are_a_doubt() -> None:
    rows = many(80, "product")
    total = sum(float(str(row[2])) for row in rows[:20])
    with_sums = [*rows[:20], ("k0", "F", total, "2025-01-01", None, "Noor"), *rows[20:]]
    sums, doubtful = of_wide(with_sums)
    assert (sums.tolist(), doubtful.tolist()) == ([], [])
    # Of 25 rows without a product, 5 are the sum of the ten lines before them: neither habit nor chance.
    rows = [row for row in many(160, "product") if row[4] is not None]
    odd = [("k9", "F", 3.0, "2025-01-01", None, "Noor")] * 20
    for n in range(5):
        at = n * 11
        part = sum(float(str(row[2])) for row in rows[at : at + 10])
        rows.insert(at + 10, ("k9", "F", part, "2025-01-01", None, "Noor"))
    sums, doubtful = of_wide([*rows, *odd])
    assert sums.tolist() == []
    assert doubtful.tolist() == [10, 21, 32, 43, 54]
