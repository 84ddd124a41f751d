"""Builds a workbook with our VBA whose functions are called from cells, for LibreOffice.

The xlwings module cannot be compiled there (conditional compilation), so a stand-in with the same two
procedures takes its place: it asks the bridge of the tests instead of the DLL. Everything else is what the
product ships."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from klantwaarde_xl.template.vba import workbook_modules, xlwings_version
from klantwaarde_xl.template.vba_project import Module, ModuleKind, write_vba_project

STAND_IN = f"""Option Explicit
Public Const XLWINGS_VERSION As String = "{xlwings_version()}"

Public Function XLPy() As Object
    Set XLPy = CreateUnoService("nl.klantwaarde.test.XLPy")
End Function

Public Function RunPython(ByVal opdracht As String)
    XLPy.Exec opdracht
End Function
"""


def modules_for_libreoffice(sheets: Sequence[str], probes: str = "") -> list[Module]:
    """Return the shipped modules with the stand-in for those of xlwings, and ``probes``, VBA of a test."""
    ours = [module for module in workbook_modules(sheets) if module.name not in {"xlwings", "Dictionary"}]
    return [
        *ours,
        Module("xlwings", ModuleKind.STANDARD, STAND_IN),
        Module("Proeven", ModuleKind.STANDARD, probes),
    ]


def write_function_book(
    path: Path,
    data: Mapping[str, Sequence[Sequence[object]]],
    formulas: Mapping[str, tuple[str, int, int]],
    probes: str = "",
) -> dict[str, list[int]]:
    """Write each data sheet from A1, and each formula as an array of its rows and columns on a sheet of its
    own.

    Formulas are in English notation, as a file holds them. Returns the area of each formula: top, left,
    bottom, right."""
    names = [*data, *formulas]
    codes = [f"Blad{number}" for number in range(1, len(names) + 1)]
    areas = {}
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.set_vba_name("ThisWorkbook")
        book.add_vba_project(
            io.BytesIO(write_vba_project(modules_for_libreoffice(codes, probes))), is_stream=True
        )
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheets = {name: book.add_worksheet(name) for name in names}
        for code, sheet in zip(codes, sheets.values(), strict=True):
            sheet.set_vba_name(code)
        for name, rows in data.items():
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, dt.datetime):
                        sheets[name].write_datetime(number, column, value, day)
                    elif value is not None:
                        sheets[name].write(number, column, value)
        for name, (formula, rows, columns) in formulas.items():
            areas[name] = [0, 0, rows - 1, columns - 1]
            sheets[name].write_array_formula(0, 0, rows - 1, columns - 1, "{" + formula + "}")
    return areas
