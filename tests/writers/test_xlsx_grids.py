from __future__ import annotations

import io
from typing import Any

import light
import pandas as pd
import xlsxwriter

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec
from klantwaarde_xl.writers.drawing import Pen
from klantwaarde_xl.writers.streamed_sheet import StreamedSheet
from klantwaarde_xl.writers.xlsx_grids import draw_grid

COLUMNS = (ColumnSpec("a", "A", f.EURO), ColumnSpec("b", "B", f.EURO, formula="{at[a]}{row}*{n}"))


def drawn(block: GridSpec, frame: pd.DataFrame) -> Any:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    draw_grid(book.add_worksheet("Blad", StreamedSheet), Pen(book), block, frame, "Titel")
    book.close()
    return light.load(stream.getvalue())["Blad"]


def test_formulas_stand_in_every_row_and_values_where_they_are() -> None:
    sheet = drawn(GridSpec("x", COLUMNS, "C5", 3), pd.DataFrame({"a": [2.0], "b": [2.0]}))
    assert [cell.value for cell in sheet["C"][3:8]] == ["Titel", "A", 2, None, None]
    assert [cell.value for cell in sheet["D"][4:8]] == ["B", "=C6*1", "=C7*2", "=C8*3"]


def test_more_rows_than_there_is_room_for_are_left_out() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.0, 0.0, 0.0]})
    assert drawn(GridSpec("x", COLUMNS, "C5", 2), frame).max_row == 7


def test_an_empty_grid_says_so_and_its_total_is_bold() -> None:
    empty = pd.DataFrame({"a": [], "b": []})
    assert drawn(GridSpec("x", COLUMNS, "C5", 2, empty="Niets."), empty)["C6"].value == "Niets."
    frame = pd.DataFrame({"a": [1.0, 1.0], "b": [0.0, 0.0]})
    sheet = drawn(GridSpec("x", COLUMNS, "C5", 2, total_row=True), frame)
    assert (sheet["C6"].font.bold, sheet["C7"].font.bold) == (False, True)
