"""Sheets that programs read and people do not: the settings of xlwings, and the tooltips of Excel-DNA."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from klantwaarde_xl.functions.declaration import CATEGORY, Function
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template.vba import FUNCTIONS_MODULE, TOOLTIP_SHEET

CONF_SHEET = "xlwings.conf"
CONF = {
    "UDF MODULES": FUNCTIONS_MODULE,
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "PYTHONPATH": "",
    "USE UDF SERVER": "True",
    "DEBUG UDFS": "False",
    "SHOW CONSOLE": "False",
    "SHOW_ERROR_POPUPS": "True",
    "TEMP DIR": "%TEMP%",
    "LICENSE_KEY": "",
    "ONEDRIVE_CONSUMER_WIN": "",
    "ONEDRIVE_COMMERCIAL_WIN": "",
    "SHAREPOINT_WIN": "",
    "ONEDRIVE_CONSUMER_MAC": "",
    "ONEDRIVE_COMMERCIAL_MAC": "",
    "SHAREPOINT_MAC": "",
}
"""Every setting that xlwings asks for, so that it need not look in files, but for those that say where Python
is.

A sheet goes before the user's own file: the interpreter of whoever made the workbook would break it for
everybody else. """


def add_conf_sheet(book: Workbook) -> None:
    """Add the settings of xlwings to a workbook under construction, on a hidden sheet."""
    sheet = book.add_worksheet(CONF_SHEET)
    for row, (key, value) in enumerate(CONF.items()):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    sheet.set_column(0, 1, 32)
    sheet.hide()


def add_tooltip_sheet(book: Workbook, functions: Sequence[Function] = FUNCTIONS) -> None:
    """Add the descriptions of functions and arguments that Excel-DNA IntelliSense reads, if it is installed.

    Call it last: that program wants its sheet behind all others. Layout: "FunctionInfo", the version 1 and a
    category on the first row; then per function one row without a gap, all text: name, description, help
    address (none here), and a name and a description per argument. Source: Excel-DNA, "IntelliSense for VBA
    functions" (tutorial) and "Getting Started" (wiki)."""
    sheet = book.add_worksheet(TOOLTIP_SHEET)
    sheet.write_string(0, 0, "FunctionInfo")
    sheet.write_number(0, 1, 1)
    sheet.write_string(0, 2, CATEGORY)
    for row, function in enumerate(functions, 1):
        texts = [function.name, function.help, ""]
        for argument in function.arguments:
            texts += [f"[{argument.name}]" if argument.optional else argument.name, argument.help]
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, text)
    sheet.very_hidden()
