"""A row of values is read back by another library as the same values."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from lxml import etree
from openpyxl.utils.datetime import from_excel

from klantwaarde_xl.files.row_xml import Value, fill_row, row_xml


def cell(value: Value, style: str = "", date_style: str = "9") -> dict[str, str | None] | None:
    row = etree.fromstring(row_xml(7, 2, [value], [style], date_style))
    assert row.get("r") == "7"
    if not len(row):
        return None
    text = "".join(row[0].itertext())
    return {"place": row[0].get("r"), "style": row[0].get("s"), "type": row[0].get("t"), "text": text}


@pytest.mark.parametrize("text", ["=1+1", "@x", "", " a ", 'b & "c" <d>', "é😀", "regel\nregel"])
def test_text_stays_text(text: str) -> None:
    assert cell(text) == {"place": "B7", "style": None, "type": "inlineStr", "text": text}


@pytest.mark.parametrize(
    ("text", "written"), [("a\x01b", "a_x0001_b"), ("_x0041_", "_x005F_x0041_"), ("a\rb", "a_x000D_b")]
)
def test_what_xml_forbids_is_escaped_as_excel_does(text: str, written: str) -> None:
    assert cell(text)["text"] == written


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (3.0, "3"), (-0.1, "-0.1"), (1e15, "1000000000000000.0"), (True, "1")]
)
def test_numbers_are_written_whole_and_short(value: Value, text: str) -> None:
    found = cell(value)
    assert found["text"] == text
    assert found["type"] == ("b" if value is True else None)


@pytest.mark.parametrize("day", [dt.date(2025, 3, 4), dt.datetime(2025, 3, 4, 18, 30)])
def test_a_date_is_a_serial_number_with_a_look(day: dt.date) -> None:
    found = cell(day)
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    assert from_excel(float(found["text"])) == moment
    assert found["style"] == "9"
    assert cell(day, style="4")["style"] == "4"


def test_a_blank_keeps_its_look_and_is_nothing_without_one() -> None:
    assert cell(None) is None
    assert cell(math.nan) is None
    assert cell(None, style="4") == {"place": "B7", "style": "4", "type": None, "text": ""}


def test_only_blank_and_absent_cells_are_filled() -> None:
    opening, blank, end = '<row r="4" spans="1:4">', '<c r="C4" s="7"/>', "</row>"
    text, formula = '<c r="A4" t="s"><v>0</v></c>', '<c r="D4"><f>1+1</f></c>'
    row = "".join((opening, text, blank, formula, end)).encode()
    filled = fill_row(row, 4, {1: "x", 2: "y", 3: 2.5, 4: 9.0, 5: "z"}, {5: "3"}, "")
    absent = '<c r="B4" t="inlineStr"><is><t xml:space="preserve">y</t></is></c>'
    styled = '<c r="E4" s="3" t="inlineStr"><is><t xml:space="preserve">z</t></is></c>'
    number = '<c r="C4" s="7"><v>2.5</v></c>'
    assert filled.decode() == "".join((opening, text, absent, number, formula, styled, end))
    assert fill_row(b'<row r="5"/>', 5, {1: True}, {}, "") == b'<row r="5"><c r="A5" t="b"><v>1</v></c></row>'
