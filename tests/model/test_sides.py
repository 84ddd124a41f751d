"""Debit and credit in a column of their own; signs are worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.sides import Signs, find_sides, is_side, sides_of, signs_beside


def table(header: str, *cells: object) -> RawTable:
    return RawTable("Blad", (header,), (RawColumn.from_values(list(cells)),), np.arange(len(cells)) + 2)


def test_a_debit_is_an_invoice_and_on_revenue_accounts_turnover_is_credit() -> None:
    found = sides_of(table("D/C", "D", "C", None), 0)
    assert found.minus().tolist() == [False, True, False]
    assert found.minus(ledger=True).tolist() == [True, False, False]


def test_mostly_credit_lines_are_those_of_revenue_accounts() -> None:
    found = sides_of(table("D/C", "C", "C", "C", "C", "D"), 0)
    assert found.minus().tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("cells", [("D", "x"), ("A", "B"), (None, None), (1.0, 2.0)])
def test_a_column_that_holds_anything_else_is_none(cells: tuple[object, ...]) -> None:
    assert find_sides(table("D/C", *cells), [0]).place == -1


def test_only_a_column_of_that_name_or_for_a_type_is_looked_at() -> None:
    assert find_sides(table("Soort", "D", "C"), [0]).place == 0
    assert find_sides(table("Klasse", "D", "C"), [0]).place == -1
    assert is_side("Debet/Credit")
    assert not is_side("Soort")


@pytest.mark.parametrize(
    ("amounts", "signs"),
    [
        ((10.0, 5.0), Signs.TURNED),
        ((10.0, -5.0), Signs.SIGNED),
        ((10.0, 0.0), Signs.TURNED),
        ((-10.0, 5.0), Signs.MIXED),
        ((10.0, float("nan")), Signs.TURNED),
    ],
)
def test_the_amounts_say_whether_they_have_a_sign_of_their_own(
    amounts: tuple[float, ...], signs: Signs
) -> None:
    assert signs_beside(np.array(amounts), np.array([False, True])) is signs


def test_lines_of_both_signs_on_the_credit_side_are_mixed() -> None:
    assert signs_beside(np.array([5.0, -5.0]), np.array([True, True])) is Signs.MIXED
