"""Percentages in the place of amounts; the amounts are worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.shares import is_percentage, read_shares


@pytest.mark.parametrize("text", ["30%", "12,5 %", "-5%", " 100 % "])
def test_a_percentage_is_a_number_with_its_sign(text: str) -> None:
    assert is_percentage(text)


@pytest.mark.parametrize("text", ["30", "%", "30% korting", "1.234.567%x"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_percentage(text)


def table(revenue: list[object], margin: list[object]) -> RawTable:
    cells = (RawColumn.from_values(revenue), RawColumn.from_values(margin))
    return RawTable("Blad", ("Omzet", "Marge"), cells, np.arange(len(revenue)) + 2)


def test_percentages_become_that_part_of_the_turnover_and_amounts_stay() -> None:
    read, (said,) = read_shares(
        table([200.0, "1.000,50", 80.0], ["30%", "12,5 %", 7.0]), {"revenue": 0, "margin": 1}
    )
    assert [read.columns[1].value(row) for row in range(3)] == [60.0, 125.06, 7.0]
    assert (said.code, said.cell, said.count) == ("KW-152", "Blad!B1", 2)


def test_a_percentage_of_an_unreadable_turnover_stays_what_it_is() -> None:
    read, _ = read_shares(table(["?", 10.0], ["30%", "50%"]), {"revenue": 0, "margin": 1})
    assert [read.columns[1].value(row) for row in range(2)] == ["30%", 5.0]


def test_a_table_without_percentages_is_left_alone() -> None:
    raw = table([200.0], [60.0])
    read, said = read_shares(raw, {"revenue": 0, "margin": 1})
    assert (read.columns, said) == (raw.columns, [])
