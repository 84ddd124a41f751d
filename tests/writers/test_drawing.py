from __future__ import annotations

import datetime as dt
import io
from typing import Any

import light
import pytest
import xlsxwriter

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.writers.drawing import Pen, as_number, place


def drawn(draw: Any) -> Any:
    """Return the sheet on which ``draw(pen, sheet)`` has drawn."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    draw(Pen(book), book.add_worksheet())
    book.close()
    return light.load(stream.getvalue()).active


def test_a_look_is_made_once() -> None:
    pen = Pen(xlsxwriter.Workbook(io.BytesIO()))
    assert pen.look(f.EURO) is pen.look(f.EURO)
    assert pen.look(f.EURO) is not pen.look(f.EURO.as_total())


@pytest.mark.parametrize(
    ("value", "look", "found"),
    [
        (1.5, f.NUMBER, 1.5),
        ("=1+1", f.TEXT, "=1+1"),
        (dt.date(2024, 2, 1), f.DATE, dt.datetime(2024, 2, 1)),
        (float("nan"), f.EURO, None),
        ("", f.TEXT, None),
    ],
)
def test_a_value_is_written_as_its_kind(value: object, look: f.CellFormat, found: object) -> None:
    sheet = drawn(lambda pen, sheet: pen.value(sheet, place("B2"), value, look))
    assert sheet["B2"].value == found
    assert sheet["B2"].data_type != "f"


def test_a_blank_value_drops_its_formula_unless_it_is_live() -> None:
    sheet = drawn(lambda pen, sheet: pen.value(sheet, (0, 0), None, f.EURO, "1+1"))
    assert sheet["A1"].value is None
    sheet = drawn(lambda pen, sheet: pen.formula(sheet, (0, 0), "1+1", None, f.EURO))
    assert sheet["A1"].value == "=1+1"


def test_text_is_no_number() -> None:
    assert place("AA10") == (9, 26)
    with pytest.raises(TypeError):
        as_number("12")
