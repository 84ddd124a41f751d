"""Errors of Excel arrive as text, as a number of COM or as a pasted word, and are errors all the same."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS, dutch_error, newer_error, raw_column, typed_errors
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawColumn


def kinds(column: RawColumn) -> list[str]:
    return [Kind(kind).name for kind in column.kind]


@pytest.mark.parametrize("english", EXCEL_ERRORS)
def test_every_error_of_xlwings_is_one_and_has_its_dutch_name(english: str) -> None:
    column = raw_column([english, 1.0, "tekst", None])
    assert kinds(column) == ["ERROR", "NUMBER", "TEXT", "BLANK"]
    assert dutch_error(english) == EXCEL_ERRORS[english]
    assert dutch_error(EXCEL_ERRORS[english]) == EXCEL_ERRORS[english]


@pytest.mark.parametrize("typed", ["#N/B", " #n/b ", "#DEEL/0!", "#VALUE!"])
def test_a_pasted_error_is_an_error_in_either_language(typed: str) -> None:
    assert kinds(typed_errors(RawColumn.from_values([typed, "# 1", "a#N/B"]))) == ["ERROR", "TEXT", "TEXT"]


def test_a_column_without_errors_is_handed_back_as_it_is() -> None:
    column = RawColumn.from_values(["a", 1.0])
    assert typed_errors(column) is column


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (-2146828288 + 2045, "#OVERLOOP!"),
        (-2146828288 + 2050, "#BEREKEN!"),
        (-2146828288 + 2046, "van Excel"),
        (float(-2146828288 + 2045), ""),
        (-2146826301, ""),
        (True, ""),
        ("#OVERLOOP!", ""),
    ],
)
def test_an_error_that_xlwings_has_no_name_for_is_a_whole_number_of_com(cell: object, name: str) -> None:
    assert newer_error(cell) == name


def test_newer_errors_stand_among_other_cells() -> None:
    column = raw_column([-2146828288 + 2045, 5, float(-2146828288 + 2045), "tekst"])
    assert kinds(column) == ["ERROR", "NUMBER", "NUMBER", "TEXT"]
    assert column.texts[column.code[0]] == "#OVERLOOP!"
    assert column.texts[column.code[3]] == "tekst"
    assert column.number[1] == 5
