"""Columns are lettered as another library does, on the whole sheet."""

from __future__ import annotations

from openpyxl.utils import column_index_from_string, get_column_letter
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW, column_letters, column_number


def test_columns_are_lettered_as_another_library_does() -> None:
    for number in range(1, LAST_COLUMN + 1):
        letters = column_letters(number)
        assert letters == get_column_letter(number)
        assert column_number(letters) == column_index_from_string(letters) == number


def test_a_sheet_is_as_large_as_another_library_says() -> None:
    assert (Worksheet().xls_rowmax, Worksheet().xls_colmax) == (LAST_ROW, LAST_COLUMN)
