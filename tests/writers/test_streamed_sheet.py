from __future__ import annotations

import datetime as dt
import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.writers.cell_values import texts
from klantwaarde_xl.writers.streamed_sheet import StreamedSheet, _prepared


def written(figures: list[float], names: list[str | None]) -> list[tuple[object, ...]]:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Blad", StreamedSheet)
    look = book.add_format({"bold": True})
    sheet.write_string(0, 0, "boven")
    sheet.start_body(2, 1, len(figures), 2, np.r_[27.5, np.full(len(figures) - 1, np.nan)])
    sheet.add_figures(np.array(figures), look)
    sheet.add_text(texts(pd.Series(names, dtype=object)), look)
    sheet.write_string(2 + len(figures), 1, "onder")
    book.close()
    read = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))["Blad"]
    assert read["A1"].value == "boven"
    assert read.row_dimensions[3].height == 27.5
    assert read.row_dimensions[4].height is None
    assert read.cell(3 + len(figures), 2).value == "onder"
    assert read["B3"].font.bold or read["B3"].value is None
    return [(row[0].value, row[1].value) for row in read.iter_rows(3, 2 + len(figures), 2, 3)]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(allow_infinity=True), st.text("abc=é<&\"'", max_size=4)), min_size=1, max_size=20
    )
)
def test_what_is_streamed_is_read_back(rows: list[tuple[float, str]]) -> None:
    figures, names = [row[0] for row in rows], [row[1] for row in rows]
    for (number, name), figure, text in zip(written(figures, names), figures, names, strict=True):
        assert name == (text or None)
        assert number == (figure if np.isfinite(figure) else None)


def test_more_rows_than_one_block_keep_their_places() -> None:
    count = 4_321
    rows = written([float(n) for n in range(count)], [f"k{n}" for n in range(count)])
    assert rows == [(n, f"k{n}") for n in range(count)]


@pytest.mark.parametrize(
    "formula",
    [
        *("=SUM(A1:A3)", "SUM(A1)", "=A1", "", "={1,2}", "{=SUM(1)}", "=SUM({1,2})", "=INDEX(A1:B2,{1}"),
        *('=IFERROR(SORT(A1:A3),"")', "=XLOOKUP(1,A1:A2,B1:B2)", "=_xlfn.UNIQUE(A1:A3)", "=SINGLE(A1)"),
        *('=IF(A1="SORT(","x",SUM(FILTER(A1:A2,B1:B2)))', "=MYSORT(A1)", "=SORTBY(A1,B1)", "=TAKE(A1:A9,2)"),
        *("=STDEV.S(A1:A3)", "=1+PERCENTILE.EXC(A1:A9,0.5)", "=SUM(STDEV.S(A1:A3),1)"),
    ],
)
def test_a_formula_is_what_the_library_makes_of_it(formula: str) -> None:
    assert _prepared(formula) == xlsxwriter.worksheet.Worksheet()._prepare_formula(formula)


def test_a_sheet_without_a_body_is_an_ordinary_sheet() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("Leeg", StreamedSheet).write_number(4, 4, 3.5)
    book.close()
    assert openpyxl.load_workbook(io.BytesIO(stream.getvalue()))["Leeg"]["E5"].value == 3.5


@pytest.mark.parametrize("totals", [False, True])
@pytest.mark.parametrize("rows", [1, 2, 500])
def test_a_long_table_is_the_table_that_the_library_makes(rows: int, totals: bool) -> None:
    # The library itself, with its step per cell, is the judge: part by part the packages are equal.
    packages = []
    for ours in (False, True):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        sheet = book.add_worksheet("Blad", StreamedSheet)
        sheet.start_body(3, 1, rows, 2, np.full(rows, np.nan))
        for _ in range(2):
            sheet.add_figures(np.arange(rows, dtype=float), book.add_format())
        columns = [{"header": "Naam", "total_string": "Totaal"}, {"header": "Omzet", "total_function": "sum"}]
        options = {"name": "tblProef", "columns": columns, "total_row": totals}
        last = 2 + rows + totals
        if ours:
            sheet.add_long_table((2, 1, last, 2), options)
        else:
            sheet.add_table(2, 1, last, 2, options)
        if totals:
            sheet.write_string(last, 1, "Totaal")
            sheet.write_formula(last, 2, "=SUBTOTAL(109,tblProef[Omzet])", None, 1.0)
        book.close()
        packages.append(zipfile.ZipFile(stream))
    names = packages[0].namelist()
    assert names == packages[1].namelist()
    assert all(packages[0].read(name) == packages[1].read(name) for name in names)
