"""Draws a Document as an .xlsx file with XlsxWriter.

It holds no rule of the report: only how a declaration becomes cells.

The library turns text that looks like a formula or an address into one; here text is written as text, always.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from klantwaarde_xl.files.cell_text import clean
from klantwaarde_xl.files.safe_file import replace_safely, scratch_folder
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import (
    CellSpec,
    ChartSpec,
    FigureSpec,
    GridSpec,
    LinkSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
    Validation,
)
from klantwaarde_xl.report.words.formula_sentences import change_formula
from klantwaarde_xl.writers.column_sizes import header_height
from klantwaarde_xl.writers.streamed_sheet import StreamedSheet
from klantwaarde_xl.writers.xlsx_charts import GridPlaces, chart_options, draw_chart
from klantwaarde_xl.writers.xlsx_tables import ROOM, draw_grid, draw_table, figures

CALC_ID = 191029
"""The calculation engine of Excel 2019 and later: with it, Excel trusts the values in the file and does not
recalculate."""
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_A4, _MARGIN = 9, 0.4
_LAST_ROW = 1_048_575
_FOOTER = "&L&9klantwaarde_xl&C&9&A&R&9Pagina &P van &N"


def write_xlsx(document: Document, path: str | os.PathLike[str]) -> Path:
    """Write the document to ``path``, whole or not at all, and return the path.

    Raises ``KW-005`` when the file cannot be written; what stood there before then still stands there.
    """
    with replace_safely(path) as unfinished, unfinished.open("wb") as stream:
        stream.write(xlsx_bytes(document))
    return Path(path)


def xlsx_bytes(document: Document, finish: Callable[[Any], None] | None = None) -> bytes:
    """Return the document as the bytes of an .xlsx file; equal documents give equal parts.

    ``finish`` gets the drawn workbook of XlsxWriter before it is closed, to add what is no report: sheets,
    code names, macros. Raises ``KW-005`` when the disk of the temporary files is full, or there is no place
    for them."""
    stream = io.BytesIO()
    # The library puts every part in a file before it packs it: those hold customers, and may not be left
    # lying about.
    with scratch_folder() as folder:
        book = xlsxwriter.Workbook(stream, _OPTIONS | {"tmpdir": str(folder)})
        _Drawing(book, document).draw()
        if finish is not None:
            finish(book)
        try:
            book.close()
        except FileCreateError as failure:
            problem = failure.args[0]
            # The half-made package closes itself when it is let go, and needs the stream for that: so now,
            # not later.
            problem.__traceback__ = failure.__traceback__ = None
            raise problem from None
    return stream.getvalue()


class _Drawing:
    """One document on its way into one workbook: the formats made so far and where the chart data stand."""

    def __init__(self, book: xlsxwriter.Workbook, document: Document) -> None:
        self.book = book
        self.document = document
        self.known: dict[CellFormat, Any] = {}
        self.places = GridPlaces(document)
        self.negative = book.add_format({"font_color": formats.ACCENT_2})

    def look(self, wanted: CellFormat) -> Any:
        """Return the workbook's format for a declared one, made once."""
        if wanted not in self.known:
            self.known[wanted] = self.book.add_format(format_properties(wanted))
        return self.known[wanted]

    def draw(self) -> None:
        document = self.document
        self.book.calc_on_load = False
        self.book.set_calc_mode("auto", CALC_ID)
        self.book.set_properties(
            {
                "title": document.title,
                "author": "klantwaarde_xl",
                "created": document.created,
                "comments": "Gemaakt met klantwaarde_xl",
            }
        )
        self.book.set_size(2400, 1400)
        sheets = {spec.name: self.book.add_worksheet(spec.name, StreamedSheet) for spec in document.sheets}
        for spec in document.sheets:
            self._sheet(spec, sheets[spec.name])
        for name, formula in document.names:
            self.book.define_name(name, f"={formula}")
        if document.active:
            sheets[document.active].activate()
            if document.sheets[0].hidden:
                sheets[document.active].set_first_sheet()

    def _sheet(self, spec: SheetSpec, sheet: Any) -> None:
        sheet.hide_gridlines(2)
        sheet.set_tab_color(spec.tab_colour)
        if spec.hidden:
            sheet.hide()
        for columns, width in spec.widths:
            sheet.set_column(columns, width)
        if spec.freeze:
            sheet.freeze_panes(*xl_cell_to_rowcol(spec.freeze))
        self._print_setup(spec, sheet)
        sheet.set_row(1, 24)
        for row, points in spec.heights:
            sheet.set_row(row - 1, points)
        for row, text, look in (
            (1, spec.title, formats.SHEET_TITLE),
            (2, str(self.document.values.get(spec.message, "")), formats.MESSAGE),
            (3, str(self.document.values.get(spec.subtitle, "")), formats.SUBTITLE),
        ):
            self._text(sheet, f"{spec.left}{row}", text, look)
        if spec.message_formula:
            place = xl_cell_to_rowcol(f"{spec.left}2")
            self.formula(
                sheet, *place, spec.message_formula, self.document.values[spec.message], formats.MESSAGE
            )
        if spec.back:
            self._link(sheet, LinkSpec(spec.back, self.document.sheets[0].name, "Terug naar Start"))
        for block in spec.blocks:
            self._block(spec, sheet, block)

    def _print_setup(self, spec: SheetSpec, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, 0.6)
        sheet.fit_to_pages(1, spec.pages_tall)
        if spec.pages_tall == 1:
            sheet.center_horizontally()
        sheet.set_footer(_FOOTER)
        if spec.hidden:
            return
        grids = [block for block in spec.blocks if isinstance(block, GridSpec)]
        if spec.print_area:
            sheet.print_area(spec.print_area)
        elif grids and not any(isinstance(block, TableSpec) for block in spec.blocks):
            corners = [(xl_cell_to_rowcol(grid.at), grid) for grid in grids]
            bottom = max(row + grid.rows for (row, _), grid in corners)
            sheet.print_area(
                0, 0, bottom, max(column + len(grid.columns) - 1 for (_, column), grid in corners)
            )

    def _block(self, spec: SheetSpec, sheet: Any, block: object) -> None:
        if isinstance(block, TextSpec):
            text = self.document.values[block.value] if block.value else block.text
            self._text(sheet, block.at, str(text), block.format)
        elif isinstance(block, LinkSpec):
            self._link(sheet, block)
        elif isinstance(block, CellSpec):
            self._cell(spec, sheet, block)
        elif isinstance(block, FigureSpec):
            self._figure(sheet, block)
        elif isinstance(block, GridSpec):
            title = str(self.document.values[block.title_value]) if block.title_value else block.title
            draw_grid(sheet, self, block, self.document.frames[block.frame], title)
        elif isinstance(block, TableSpec):
            self._table(spec, sheet, block)
        elif isinstance(block, ChartSpec):
            chart = draw_chart(self.book, block, self.places, str(self.document.values[block.title_value]))
            sheet.insert_chart(
                block.at, chart, chart_options(block, str(self.document.values[block.alt_value]))
            )

    def _text(self, sheet: Any, at: str, text: str, look: CellFormat) -> None:
        if text:
            sheet.write_string(at, clean(text), self.look(look))
        elif look.fill:
            sheet.write_blank(at, None, self.look(look))

    def _link(self, sheet: Any, block: LinkSpec) -> None:
        sheet.write_url(block.at, f"internal:'{block.sheet}'!A1", self.look(formats.LINK), string=block.text)

    def value(
        self, sheet: Any, row: int, column: int, value: object, look: CellFormat, formula: str = ""
    ) -> None:
        """Write one value as its kind; a blank one leaves a formatted empty cell, and drops the formula."""
        cell_format = self.look(look)
        if is_blank(value):
            sheet.write_blank(row, column, None, cell_format)
        elif formula:
            sheet.write_formula(row, column, f"={formula}", cell_format, value)
        elif look.kind == "date":
            # type: ignore[arg-type]
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), cell_format)
        elif look.kind == "number":
            sheet.write_number(row, column, float(value), cell_format)  # type: ignore[arg-type]
        else:
            sheet.write_string(row, column, clean(str(value)), cell_format)

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: object, look: CellFormat
    ) -> None:
        """Write a formula with the value that it has now; a blank value is the empty text that the formula
        gives."""
        if is_blank(value):
            value = ""
        elif isinstance(value, str):
            value = formula_text(clean(value))
        elif look.kind == "date":
            value = int(figures(pd.Series([value]), look)[0])
        sheet.write_formula(row, column, f"={formula}", self.look(look), value)

    def _cell(self, spec: SheetSpec, sheet: Any, block: CellSpec) -> None:
        row, column = xl_cell_to_rowcol(block.at)
        value = self.document.values[block.value]
        if block.live:
            self.formula(sheet, row, column, block.formula, value, block.format)
        else:
            self.value(sheet, row, column, value, block.format, block.formula)
        if block.name:
            self.book.define_name(block.name, f"='{spec.name}'!{xl_rowcol_to_cell(row, column, True, True)}")
        if block.validation:
            validate(sheet, (row, column, row, column), block.validation)

    def _figure(self, sheet: Any, block: FigureSpec) -> None:
        now, before = self.document.values[block.value], self.document.values[block.previous]
        look = block.format.as_total() if block.total else block.format
        label = (formats.TOTAL_TEXT if block.total else formats.TEXT_PLAIN).sized(look.size)
        row, column = xl_cell_to_rowcol(block.at)
        value_row, value_column = xl_cell_to_rowcol(block.value_at)
        sheet.write_string(row, column, block.label, self.look(label))
        for between in range(column + 1, value_column):
            sheet.write_blank(row, between, None, self.look(label))
        if block.formula:
            self.formula(sheet, value_row, value_column, block.formula, now, look)
        else:
            self.value(sheet, value_row, value_column, now, look)
        grey = look.in_colour(formats.GREY)
        self.value(sheet, *xl_cell_to_rowcol(block.previous_at), before, grey)
        # type: ignore[arg-type]
        comparable = not is_blank(now) and not is_blank(before) and float(before) > 0
        change = float(now) / float(before) - 1 if comparable else None  # type: ignore[arg-type]
        change_look = formats.CHANGE.sized(look.size)
        change_look = change_look.as_total() if block.total else change_look
        place = xl_cell_to_rowcol(block.change_at)
        self.formula(sheet, *place, change_formula(block), change, change_look)
        worse = {"type": "cell", "criteria": ">" if block.cost else "<", "value": 0, "format": self.negative}
        sheet.conditional_format(*place, *place, worse)

    def _table(self, spec: SheetSpec, sheet: Any, block: TableSpec) -> None:
        frame = self.document.frames[block.frame]
        top, left = xl_cell_to_rowcol(block.at)
        bottom, _ = draw_table(sheet, self, block, frame)
        sheet.set_row(top, header_height(block.columns))
        sheet.repeat_rows(top)
        if block.input:
            white = self.book.add_format({"bg_color": formats.WHITE})
            for row in range(top):
                sheet.set_row(row, 24 if row == 1 else None, white)
        if not spec.print_area and not spec.hidden:
            printed = left + (block.printed or len(block.columns)) - 1
            charts = [chart_end(chart) for chart in spec.blocks if isinstance(chart, ChartSpec)]
            shown = min(bottom, top + block.printed_rows) if block.printed_rows else bottom
            last_row = max([shown, *(row for row, _ in charts)])
            last_column = max([printed, *(column for _, column in charts)])
            sheet.print_area(0, 0, last_row, last_column)
        for index, column in enumerate(block.columns):
            if column.help:
                sheet.write_comment(
                    top,
                    left + index,
                    column.help,
                    {"x_scale": 1.6, "y_scale": note_scale(column.help), "font_size": 9},
                )
            if column.validation:
                last = _LAST_ROW if block.input else max(bottom, top + ROOM if frame.empty else 0)
                validate(sheet, (top + 1, left + index, last, left + index), column.validation)


def chart_end(chart: ChartSpec) -> tuple[int, int]:
    """Return the row and column, counted from 0, where a chart roughly ends: rows of 20 pixels, columns of
    68."""
    row, column = xl_cell_to_rowcol(chart.at)
    return row + math.ceil(chart.height / 20), column + math.ceil(chart.width / 68)


def note_scale(text: str) -> float:
    """Return how much higher than standard a note must be for its text: about 34 characters in each of 4
    lines."""
    return max(0.6, math.ceil(len(text) / 34) / 4)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(x[0-9a-fA-F]{4}_)")


def formula_text(text: str) -> str:
    r"""Return text as the value of a formula wants it; the library does this for plain text cells only.

    >>> formula_text("a\x07b _x0041_")
    'a_x0007_b _x005F_x0041_'
    """
    plain = _LOOKS_ESCAPED.sub(r"_x005F_\1", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def format_properties(look: CellFormat) -> dict[str, Any]:
    """Return a declared format in XlsxWriter's terms."""
    properties: dict[str, Any] = {
        "font_name": formats.FONT,
        "font_size": look.size,
        "font_color": look.colour,
        "num_format": look.number_format,
        "valign": "bottom" if look.name.startswith("header") else "top" if look.high else "vcenter",
    }
    for name, wanted in (
        ("bold", look.bold),
        ("italic", look.italic),
        ("text_wrap", look.wrap),
        ("shrink", look.shrink),
    ):
        if wanted:
            properties[name] = True
    if look.upright:
        properties["rotation"] = 90
    if look.underline:
        properties["underline"] = 1
    if look.indent:
        properties |= {"indent": look.indent, "align": "left"}
    if look.align:
        properties["align"] = look.align
    if look.fill:
        properties |= {"bg_color": look.fill, "pattern": 1}
    if look.top:
        properties |= {"top": 1, "top_color": formats.INK}
    if look.bottom:
        properties |= {
            "bottom": 1,
            "bottom_color": formats.LINE if look.fill == formats.INPUT_FILL else formats.PREVIOUS,
        }
    return properties


def is_blank(value: object) -> bool:
    """Return whether a value leaves its cell blank: None, NaN, infinite, NaT or empty text."""
    if value is None or value == "":
        return True
    return isinstance(value, float) and not math.isfinite(value)


_KINDS = {"number": "decimal", "integer": "integer", "date": "date", "text_length": "length"}


_TITLE = "klantwaarde_xl"


def validate(sheet: Any, area: tuple[int, int, int, int], check: Validation) -> None:
    """Put a declared validation on an area (first row, first column, last row, last column; from 0)."""
    if check.kind == "any":
        sheet.data_validation(
            *area, {"validate": "any", "input_title": _TITLE, "input_message": check.message[:255]}
        )
        return
    options: dict[str, Any] = {
        "error_title": _TITLE,
        "error_message": check.message[:255],
        "error_type": "stop" if check.strict else "warning",
    }
    if check.kind == "list":
        source = f"={check.source}" if isinstance(check.source, str) else list(check.source)
        options |= {"validate": "list", "source": source}
    else:
        options |= {
            "validate": _KINDS[check.kind],
            "criteria": "between",
            "minimum": check.minimum,
            "maximum": check.maximum,
        }
    sheet.data_validation(*area, options)
