"""The sheets Functies (every function at work on the workbook's own tables) and Functiewaarden (its values).

Excel shows the results in the file. LibreOffice recomputes a formula of more than one cell when it opens a
file, which gives errors without Python; so the values are once more on a sheet that computes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.functions.answers import ErrorValue, Value
from klantwaarde_xl.functions.declaration import Unit
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import ColumnSpec, LinkSpec, TableSpec
from klantwaarde_xl.template.function_results import NOTHING_YET, TOP, Block, fixed, in_file
from klantwaarde_xl.writers.cell_looks import format_properties

SHEET, FIXED_SHEET = "Functies", "Functiewaarden"
ABOUT = {
    SHEET: (
        "elke functie KW_ aan het werk op de tabellen van deze werkmap; kopieer een formule en ga ermee "
        "verder"
    ),
    FIXED_SHEET: "wat de functies gaven, als gewone waarden voor wie geen Python heeft",
}
"""What the sheets hold, for Start."""
_UNITS = {
    Unit.NONE: formats.TEXT_PLAIN,
    Unit.POINTS: formats.SCORE,
    Unit.EUR: formats.EURO_CENTS,
    Unit.SHARE: formats.PERCENTAGE,
    Unit.CHANCE: formats.PERCENTAGE,
}
_HEADER_FIGURE = replace(formats.HEADER_FIGURE, name="header_figure_line", wrap=False)
_NAME_ROW, _HELP_ROW, _FORMULA_ROW = 5, 6, 7
_WIDE, _NARROW, _GAP = 38, 14, 3
_LIVE_TEXTS = (
    "Elke functie aan het werk op de tabellen van deze werkmap: kopieer een formule en ga ermee verder.",
    "Excel 365 en 2021 laten een uitkomst vanzelf uitlopen; in 2016 en 2019 selecteert u het bereik en sluit "
    "u af met Ctrl+Shift+Enter.",
)
_FIXED_TEXTS = (
    "De uitkomsten van het blad Functies als vaste waarden: te lezen op elke computer, ook zonder Python.",
    "Elke uitkomst staat op dezelfde plaats als op Functies. De knop Vernieuwen schrijft ze opnieuw; zelf "
    "rekent dit blad niet.",
)
WITHOUT_PYTHON = (
    "Ziet u fouten of lege cellen? Dan staat klantwaarde_xl niet op deze computer: "
    f"lees de vaste waarden op {FIXED_SHEET} (klik met rechts op een tab, Zichtbaar maken)."
)
"""The line on Functies for those without Python; no link, for Excel follows none to a hidden sheet."""
CALCULATES_NOT = "Boven 20.000 factuurregels: niet rekenen."
CALCULATES = "Boven 20.000 factuurregels: wel rekenen."
"""What the user chooses on Functies; ``ModRekenen.bas`` reads it, and shows the first while it holds."""
CHOICE_ROW = 4
"""The row of that choice, counted from 0, in the first column."""


def add_functions_sheets(book: Workbook, document: Document, blocks: Sequence[Block]) -> None:
    """Add both sheets to a drawn workbook: one block per function with help, formula and result.

    The results in the file are those of Python. Without invoice lines each formula says so instead, until
    there are some.
    """
    start = document.sheets[0].name
    live = _Sheet(book, document, SHEET, _LIVE_TEXTS)
    live.text(3, 0, WITHOUT_PYTHON, formats.WARNING)
    values = _Sheet(book, document, FIXED_SHEET, _FIXED_TEXTS)
    values.link(LinkSpec("A4", start, f"Terug naar {start}"))
    for drawing in (live, values):
        drawing.sheet.set_v_pagebreaks([block.place.column for block in blocks[1:]])
    live.choice()
    empty = bool(blocks) and blocks[0].result == [[NOTHING_YET]]
    for number, block in enumerate(blocks):
        for drawing in (live, values):
            drawing.head(number, block)
        live.formula(block, guarded=empty)
        values.values(block)


class _Error(NamedTuple):
    """An error as a plain value."""

    text: str
    format: Format


class _SpillSheet(Worksheet):
    """A worksheet that can hold an error without a formula, as a spill does; XlsxWriter itself cannot."""

    def write_error(self, row: int, column: int, text: str, look: Format) -> None:
        """Write an error value."""
        self.table[row][column] = _Error(text, look)

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if not isinstance(cell, _Error):
            super()._write_cell(row, col, cell)
            return
        self._xml_start_tag(
            "c", [("r", xl_rowcol_to_cell(row, col)), ("s", cell.format._get_xf_index()), ("t", "e")]
        )
        self._write_cell_value(cell.text)
        self._xml_end_tag("c")


class _Sheet:
    """One of the two sheets under construction."""

    def __init__(self, book: Workbook, document: Document, name: str, texts: tuple[str, str]) -> None:
        self.book, self.name = book, name
        self.known: dict[CellFormat, Format] = {}
        tables = [
            block for sheet in document.sheets for block in sheet.blocks if isinstance(block, TableSpec)
        ]
        self.by_header = {column.header: column for block in tables for column in block.columns}
        self.sheet = book.add_worksheet(name, _SpillSheet)
        self.sheet.hide()
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(formats.GREY)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.freeze_panes(TOP, 2)
        self.sheet.set_column(0, 0, 24)
        self.sheet.set_column(1, 1, _GAP)
        self.sheet.set_row(1, 24)
        self.sheet.set_row(_HELP_ROW, 54)
        self.sheet.set_row(_FORMULA_ROW, 82)
        self.sheet.repeat_rows(_NAME_ROW)
        self.sheet.set_print_scale(70)
        self.text(0, 0, name, formats.SHEET_TITLE)
        self.text(1, 0, texts[0], formats.MESSAGE)
        self.text(2, 0, texts[1], formats.SUBTITLE)
        for row, label in (
            (_NAME_ROW, "Functie"),
            (_HELP_ROW, "Wat zij geeft"),
            (_FORMULA_ROW, "Formule om te kopiëren"),
        ):
            self.text(row, 0, label, formats.SUBTITLE)
        self.text(TOP - 1, 0, "Ga naar", formats.HEADING)

    def look(self, wanted: CellFormat) -> Format:
        if wanted not in self.known:
            self.known[wanted] = self.book.add_format(format_properties(wanted))
        return self.known[wanted]

    def text(self, row: int, column: int, text: str, look: CellFormat) -> None:
        self.sheet.write_string(row, column, text, self.look(look))

    def link(self, link: LinkSpec) -> None:
        self.sheet.write_url(
            link.at, f"internal:'{link.sheet}'!A1", self.look(formats.LINK), string=link.text
        )

    def choice(self) -> None:
        """Draw the cell in which the user lets the sheet calculate with many invoice lines."""
        self.text(CHOICE_ROW, 0, CALCULATES_NOT, formats.SUBTITLE)
        self.sheet.data_validation(
            CHOICE_ROW, 0, CHOICE_ROW, 0, {"validate": "list", "source": [CALCULATES_NOT, CALCULATES]}
        )

    def head(self, number: int, block: Block) -> None:
        """Draw the name, help and Dutch formula above a result, and its link in the list of functions."""
        function, place = block.function, block.place
        target = xl_rowcol_to_cell(_NAME_ROW, place.column)
        link = f"internal:'{self.name}'!{target}"
        self.sheet.write_url(TOP + number, 0, link, self.look(formats.LINK), string=function.name)
        for offset in range(place.width):
            # The format of the whole column, so that a result that grows looks as it does on its own sheet.
            self.sheet.set_column(
                place.column + offset,
                place.column + offset,
                self._width(block, offset),
                self.look(self._below(block, offset)),
            )
        self.sheet.set_column(place.column + place.width, place.column + place.width, _GAP)
        self.text(_NAME_ROW, place.column, function.name, formats.HEADING)
        self.text(_HELP_ROW, place.column, function.help, formats.WRAPPED)
        shown = function.live.replace("{cel}", place.before)
        self.text(_FORMULA_ROW, place.column, shown, formats.WRAPPED)

    def formula(self, block: Block, *, guarded: bool) -> None:
        """Write the live formula with the result that it has now, error cells as errors."""
        written, result, left = block.formula.written, block.result, block.place.column
        if guarded:
            written = f'=IF(COUNT(tblTransacties[Omzet])=0,"{NOTHING_YET}",{written[1:]})'
        last = (TOP + len(result) - 1, left + len(result[0]) - 1)
        look = self.look(self._look(block, 0, 0))
        self.sheet.write_dynamic_array_formula(TOP, left, *last, written, look, in_file(result[0][0]))
        self._cells(block, result, skip_first=True)

    def values(self, block: Block) -> None:
        """Write the result as plain values."""
        self._cells(block, fixed(block.result), skip_first=False)
        for offset in range(len(block.result[0]), block.place.width):
            # The header row is ready for a result that is still to come.
            self.sheet.write_blank(
                TOP, block.place.column + offset, None, self.look(self._look(block, 0, offset))
            )

    def _cells(self, block: Block, result: Sequence[Sequence[Value]], *, skip_first: bool) -> None:
        for row, cells in enumerate(result):
            for offset, value in enumerate(cells):
                if row or offset or not skip_first:
                    look = self.look(self._look(block, row, offset))
                    self._value(TOP + row, block.place.column + offset, value, look)

    def _look(self, block: Block, row: int, offset: int) -> CellFormat:
        if row or not block.place.headers:
            return self._below(block, offset)
        return _HEADER_FIGURE if self._below(block, offset).kind == "number" else formats.HEADER_LINE

    def _known(self, block: Block, offset: int) -> ColumnSpec | None:
        """Return the column of that header on a sheet; another table may call texts what are figures here."""
        known = self.by_header.get(block.place.headers[offset])
        return None if known and known.format.kind == "text" and block.place.figures[offset] else known

    def _below(self, block: Block, offset: int) -> CellFormat:
        """Return the format below a header: figures as on the table's own sheet, where it has one."""
        if not block.place.headers:
            return _UNITS[block.function.unit]
        known, texts = self._known(block, offset), block.place.texts[offset]
        if known and known.format.kind != "text":
            return known.format
        has_figures = block.place.figures[offset] or not (known or texts)
        return formats.NUMBER if offset and has_figures else formats.TEXT_PLAIN

    def _width(self, block: Block, offset: int) -> float:
        if not offset:
            return _WIDE
        known, header = self._known(block, offset), block.place.headers[offset]
        return max(known.width if known else max(_NARROW, block.place.texts[offset]), len(header) + 3)

    def _value(self, row: int, column: int, value: Value, look: Format) -> None:
        if value is None or value == "":
            # Also where the column has this format: XlsxWriter fills open cells of a formula's range with 0.
            self.sheet.write_blank(row, column, None, look)
            return
        if isinstance(value, ErrorValue):
            self.sheet.write_error(row, column, value.kind.value, look)
        elif isinstance(value, dt.datetime):
            self.sheet.write_datetime(row, column, value, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, look)
        else:
            self.sheet.write_number(row, column, value, look)
