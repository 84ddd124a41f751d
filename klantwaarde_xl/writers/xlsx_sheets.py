"""Draws one sheet of a Document: its titles, its setup for paper, and its blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from klantwaarde_xl.model.sheet_grid import LAST_ROW
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.document import Document, change_look, figure_change
from klantwaarde_xl.report.specs import (
    Block,
    CellSpec,
    FigureSpec,
    GridSpec,
    LinkSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
)
from klantwaarde_xl.report.words.formula_sentences import change_formula
from klantwaarde_xl.writers.cell_looks import validate
from klantwaarde_xl.writers.cell_values import is_blank
from klantwaarde_xl.writers.column_sizes import SURE, header_height, with_room
from klantwaarde_xl.writers.drawing import Pen, place
from klantwaarde_xl.writers.print_areas import chart_end, last_row
from klantwaarde_xl.writers.streamed_sheet import StreamedSheet
from klantwaarde_xl.writers.text_width import text_widths
from klantwaarde_xl.writers.xlsx_charts import GridPlaces, chart_options, draw_chart
from klantwaarde_xl.writers.xlsx_grids import draw_grid
from klantwaarde_xl.writers.xlsx_tables import ROOM, draw_table

_A4, _MARGIN = 9, 0.4
_FOOTER = "&L&9klantwaarde_xl&C&9&A&R&9Pagina &P van &N"


@dataclass(frozen=True, slots=True, eq=False)
class SheetDrawing:
    """One sheet on its way into a workbook."""

    pen: Pen
    places: GridPlaces
    document: Document
    spec: SheetSpec
    sheet: StreamedSheet

    def draw(self) -> None:
        """Draw everything that the sheet declares."""
        spec, sheet, values = self.spec, self.sheet, self.document.values
        sheet.hide_gridlines(2)
        sheet.set_tab_color(spec.tab_colour)
        if spec.hidden:
            sheet.hide()
        for columns, width in spec.widths:
            sheet.set_column(columns, width)
        if spec.freeze:
            sheet.freeze_panes(*place(spec.freeze))
        self._print_setup()
        sheet.set_row(1, 24)
        for row, points in spec.heights:
            sheet.set_row(row - 1, points)
        self._text(f"{spec.left}1", spec.title, formats.SHEET_TITLE)
        if spec.message_formula:
            at = place(f"{spec.left}2")
            self.pen.formula(sheet, at, spec.message_formula, values[spec.message], formats.MESSAGE)
        else:
            self._text(f"{spec.left}2", str(values.get(spec.message, "")), formats.MESSAGE)
        self._text(f"{spec.left}3", str(values.get(spec.subtitle, "")), formats.SUBTITLE)
        if spec.back:
            self._link(LinkSpec(spec.back, self.document.sheets[0].name, "Terug naar Start"))
        for block in spec.blocks:
            self._block(block)

    def _print_setup(self) -> None:
        spec, sheet = self.spec, self.sheet
        if not spec.portrait:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, 0.6)
        sheet.fit_to_pages(1, spec.pages_tall)
        if spec.pages_tall == 1:
            sheet.center_horizontally()
        if spec.new_pages:
            sheet.set_h_pagebreaks([row - 1 for row in spec.new_pages])
        sheet.set_footer(_FOOTER)
        if spec.hidden:
            return
        grids = [block for block in spec.blocks if isinstance(block, GridSpec)]
        if spec.print_area:
            sheet.print_area(spec.print_area)
        elif grids and not spec.tables:
            corners = [(*place(grid.at), grid) for grid in grids]
            bottom = max(row + grid.rows for row, _, grid in corners)
            right = max(column + len(grid.columns) - 1 for _, column, grid in corners)
            sheet.print_area(0, 0, bottom, right)

    def _block(self, block: Block) -> None:
        values = self.document.values
        match block:
            case TextSpec():
                text = values[block.value] if block.value else block.text
                self._text(block.at, str(text), block.format)
            case LinkSpec():
                self._link(block)
            case CellSpec():
                self._cell(block)
            case FigureSpec():
                self._figure(block)
            case GridSpec():
                title = str(values[block.title_value]) if block.title_value else block.title
                frame = self.document.frames[block.frame]
                looks = block.frame not in self.places.charted
                draw_grid(self.sheet, self.pen, block, frame, title, looks=looks)
            case TableSpec():
                self._table(block)
            case ChartSpec():
                title = str(values[block.title_value])
                chart = draw_chart(self.pen.book, block, self.places, title)
                self.sheet.insert_chart(block.at, chart, chart_options(str(values[block.alt_value])))

    def _text(self, at: str, text: str, look: formats.CellFormat) -> None:
        self.pen.text(self.sheet, place(at), text, look)

    def _link(self, block: LinkSpec) -> None:
        look = self.pen.look(formats.LINK)
        self.sheet.write_url(block.at, f"internal:'{block.sheet}'!A1", look, string=block.text)

    def _cell(self, block: CellSpec) -> None:
        at, value = place(block.at), self.document.values[block.value]
        if block.live:
            self.pen.formula(self.sheet, at, block.formula, value, block.format)
        else:
            self.pen.value(self.sheet, at, value, block.format, block.formula)
        if block.name:
            cell = xl_rowcol_to_cell(*at, row_abs=True, col_abs=True)
            self.pen.book.define_name(block.name, f"='{self.spec.name}'!{cell}")
        if block.validation:
            validate(self.sheet, (*at, *at), block.validation)

    def _figure(self, block: FigureSpec) -> None:
        pen, sheet = self.pen, self.sheet
        now, before = self.document.values[block.value], self.document.values[block.previous]
        look, changed = block.format, change_look(block).sized(block.format.size)
        if block.total:
            look, changed = look.as_total(), changed.as_total()
        label = (formats.TOTAL_TEXT if block.total else formats.TEXT_PLAIN).sized(look.size)
        (row, column), value_at = place(block.at), place(block.value_at)
        sheet.write_string(row, column, block.label, pen.look(label))
        for between in range(column + 1, value_at[1]):
            sheet.write_blank(row, between, None, pen.look(label))
        if block.formula:
            pen.formula(sheet, value_at, block.formula, block.unknown if is_blank(now) else now, look)
        else:
            pen.value(sheet, value_at, now, look)
        pen.value(sheet, place(block.previous_at), before, look.in_colour(formats.GREY))
        change = figure_change(block, now, before)
        at = place(block.change_at)
        pen.formula(sheet, at, change_formula(block), change, changed)
        worse = {"type": "cell", "criteria": ">" if block.cost else "<", "value": 0, "format": pen.negative}
        sheet.conditional_format(*at, *at, worse)

    def _table(self, block: TableSpec) -> None:
        sheet, frame = self.sheet, self.document.frames[block.frame]
        block = self._with_room(block, frame)
        top, left = place(block.at)
        bottom, _ = draw_table(sheet, self.pen, block, frame)
        sheet.set_row(top, header_height(block.columns))
        sheet.repeat_rows(top)
        if block.input:
            white = self.pen.book.add_format({"bg_color": formats.WHITE})
            for row in range(top):
                sheet.set_row(row, 24 if row == 1 else None, white)
        if not self.spec.print_area and not self.spec.hidden:
            self._print_table(block, bottom)
        room = LAST_ROW - 1 if block.input else max(bottom, top + ROOM if frame.empty else 0)
        for index, column in enumerate(block.columns, left):
            if column.help:
                options = {"x_scale": 1.6, "y_scale": note_scale(column.help), "font_size": 9}
                sheet.write_comment(top, index, column.help, options)
            if column.validation:
                validate(sheet, (top + 1, index, room, index), column.validation)

    def _with_room(self, block: TableSpec, frame: pd.DataFrame) -> TableSpec:
        """Return the table as wide on paper as the lines above it, where it alone decides what is printed."""
        spec, values = self.spec, self.document.values
        others = any(
            isinstance(one, TableSpec | GridSpec | ChartSpec) for one in spec.blocks if one is not block
        )
        if block.input or spec.hidden or spec.print_area or others or frame.empty:
            return block
        top, left = place(block.at)
        texts = [
            TextSpec(f"{spec.left}2", value=spec.message, format=formats.MESSAGE),
            TextSpec(f"{spec.left}3", value=spec.subtitle, format=formats.SUBTITLE),
            *(one for one in spec.blocks if isinstance(one, TextSpec)),
        ]
        lines: dict[int, float] = {}
        for one in texts:
            row, column = place(one.at)
            if row < top and left <= column < left + len(block.columns):
                shown = str(values.get(one.value, one.text))
                width = float(text_widths([shown], bold=one.format.bold, size=one.format.size)[0])
                lines[column - left] = max(lines.get(column - left, 0.0), width / SURE)
        return with_room(block, frame, lines)

    def _print_table(self, block: TableSpec, bottom: int) -> None:
        """Print the rows and columns that the table declares, and the charts beside it."""
        _, left = place(block.at)
        printed = left + (block.printed or len(block.columns)) - 1
        charts = [chart_end(chart) for chart in self.spec.blocks if isinstance(chart, ChartSpec)]
        last_column = max([printed, *(column for _, column in charts)])
        self.sheet.print_area(0, 0, last_row(self.spec, block, bottom), last_column)


def note_scale(text: str) -> float:
    """Return the height that a note needs for its text, relative to the standard height.

    The standard note has 4 lines of about 34 characters.
    """
    return max(0.6, math.ceil(len(text) / 34) / 4)
