"""Puts a Document in a workbook that is open in Excel, through xlwings.

Values only, in tables and blocks that the workbook has already: nothing is drawn and nothing moves. Input
tables and choices of the user are left alone, and of the settings what is not blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import pandas as pd
import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.model.text_units import cut
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import SPREAD, CellSpec, FigureSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words.formula_sentences import change_formula
from klantwaarde_xl.writers.cell_values import is_blank
from klantwaarde_xl.writers.drawing import as_number
from klantwaarde_xl.writers.live_cells import area, cells, live_cell, put
from klantwaarde_xl.writers.live_filters import unfiltered
from klantwaarde_xl.writers.live_tables import check_room, fill_table, refuse_protected
from klantwaarde_xl.writers.print_areas import empty_end, last_row, moved_end

_LONGEST_STATUS = 250
"""UTF-16 code units that Excel takes for its status bar, with some room."""


def in_status_bar(text: str) -> str:
    """Return a text as Excel takes it in the status bar, which refuses more than 255 characters."""
    return cut(text, _LONGEST_STATUS)


@contextmanager
def same_place(book: xw.Book) -> Iterator[None]:
    """Bring the user back to the sheet and selection of now, also when something fails."""
    sheet, selected = book.sheets.active, None
    with suppress(Exception):  # a chart or picture is selected: there is no range to come back to
        selection = book.app.selection
        selected = selection.address if selection is not None else None
    try:
        yield
    finally:
        sheet.select()
        with suppress(Exception):  # the address of many areas is longer than Excel takes back
            if selected:
                sheet.range(selected).select()


@contextmanager
def undisturbed(book: xw.Book, message: str = "") -> Iterator[list[str]]:
    """Keep the screen still while the workbook changes, and restore the state of Excel after.

    Restored are calculation, events, filters, the sheet in front and the selection.

    They come back as they were also when something fails half-way. ``message`` is shown in the status bar
    meanwhile. Gives a list that holds afterwards the headers of the filters that Excel could not set again.
    """
    bar = in_status_bar(message) if message else book.app.status_bar
    with (
        book.app.properties(screen_updating=False, enable_events=False, calculation="manual", status_bar=bar),
        same_place(book),
        unfiltered(book) as lost,
    ):
        yield lost


def write_book(document: Document, book: xw.Book, only: Sequence[str] = ()) -> None:
    """Write every result of the document into the open workbook; ``only`` limits it to sheets of these names.

    Tables are filled and resized in place, fixed blocks filled, sentences and key figures replaced. Raises
    OutputError before anything is changed: KW-813 or KW-814 when a sheet or table is not there, KW-815 when
    something stands where a table has to grow, KW-817 when a sheet is protected."""
    sheets = [spec for spec in document.sheets if _has_results(spec) and (not only or spec.name in only)]
    present = {sheet.name: sheet for sheet in book.sheets}
    for spec in sheets:
        if spec.name not in present:
            raise errors.SHEET_MISSING.error(workbook=book.name, sheet=spec.name)
        refuse_protected(present[spec.name])
        for block in spec.tables:
            if not block.input:
                check_room(present[spec.name], block, len(document.frames[block.frame]), book.name)
    for spec in sheets:
        _sheet(present[spec.name], spec, document)


def write_inputs(document: Document, book: xw.Book) -> None:
    """Replace the input tables of the open workbook by those of the document.

    Errors: as in :func:`write_book`.
    """
    present = {sheet.name: sheet for sheet in book.sheets}
    tables = [(spec, block) for spec in document.sheets for block in spec.tables if block.input]
    for spec, block in tables:
        if spec.name not in present:
            raise errors.SHEET_MISSING.error(workbook=book.name, sheet=spec.name)
        refuse_protected(present[spec.name])
        check_room(present[spec.name], block, len(document.frames[block.frame]), book.name)
    for spec, block in tables:
        fill_table(present[spec.name], block, document.frames[block.frame])


def fix_settings(values: Mapping[str, object], book: xw.Book) -> None:
    """Write values into the named cells of settings that are blank; a workbook without such a cell is older.

    ``values`` by defined name. What the user typed stays."""
    for name, value in values.items():
        if name in book.names and book.names[name].refers_to_range.value is None:
            book.names[name].refers_to_range.value = value


def _has_results(spec: SheetSpec) -> bool:
    return not any(table.input for table in spec.tables) and any(
        (isinstance(block, TableSpec | GridSpec | FigureSpec))
        or (isinstance(block, TextSpec) and block.value)
        for block in spec.blocks
    )


def _sheet(sheet: xw.Sheet, spec: SheetSpec, document: Document) -> None:
    values = document.values
    if not spec.message_formula:
        sheet.range(f"{spec.left}2").value = live_cell(str(values.get(spec.message, "")))
    sheet.range(f"{spec.left}3").value = live_cell(str(values.get(spec.subtitle, "")))
    for block in spec.blocks:
        if isinstance(block, TextSpec) and block.value:
            sheet.range(block.at).value = live_cell(str(values[block.value]))
        elif isinstance(block, CellSpec) and not (block.name or block.formula):
            shown = cells(pd.Series([values[block.value]], dtype=object), block.format)
            sheet.range(block.at).value = shown[0]
        elif isinstance(block, FigureSpec):
            _figure(sheet, block, document)
        elif isinstance(block, GridSpec):
            _grid(sheet, block, document)
        elif isinstance(block, TableSpec):
            _paper(sheet, spec, block, fill_table(sheet, block, document.frames[block.frame]))


def _paper(sheet: xw.Sheet, spec: SheetSpec, block: TableSpec, ends: tuple[int, int]) -> None:
    """Let the print area end where the table ends now: Excel leaves it where it was.

    One that an earlier version left where the empty table ended is ours too. ``ends``: the last row of the
    table before and after, counted from 1."""
    old, new = (last_row(spec, block, end - 1) for end in ends)
    if spec.hidden or spec.print_area or old == new:
        return
    with suppress(Exception):  # without a printer Excel may refuse; no results are lost by it
        area_now = moved_end(sheet.page_setup.print_area, {old, empty_end(spec, block)}, new)
        if area_now is not None:
            sheet.page_setup.print_area = area_now


def _figure(sheet: xw.Sheet, block: FigureSpec, document: Document) -> None:
    now, before = (_number(document.values[key]) for key in (block.value, block.previous))
    if block.formula:
        sheet.range(block.value_at).formula = f"={block.formula}"
    else:
        sheet.range(block.value_at).value = now
    sheet.range(block.previous_at).value = before
    sheet.range(block.change_at).formula = f"={change_formula(block)}"


def _number(value: object) -> float | None:
    return None if is_blank(value) else as_number(value)


def _grid(sheet: xw.Sheet, block: GridSpec, document: Document) -> None:
    corner = sheet.range(block.at)
    top, left = corner.row, corner.column
    frame = document.frames[block.frame].head(block.rows)
    if block.title_value:
        area(sheet, top - 1, left).value = live_cell(str(document.values[block.title_value]))
    if any(column.field.startswith(SPREAD) for column in block.columns):
        _spread_headers(sheet, block, (top, left))
    for index, named in enumerate(block.columns):
        if named.optional:
            area(sheet, top, left + index).value = live_cell(named.header)
    run: list[list[object]] = []
    start = 0
    for index, column in enumerate([*block.columns, None]):
        if column is not None and not column.formula:
            shown = cells(frame[column.field], column.format)
            run.append([*shown, *[None] * (block.rows - len(shown))])
            continue
        if run:
            put(sheet, top + 1, left + start, [list(row) for row in zip(*run, strict=True)])
        run, start = [], index + 1
    if block.empty and frame.empty:
        area(sheet, top + 1, left).value = live_cell(block.empty)


def _spread_headers(sheet: xw.Sheet, block: GridSpec, corner: tuple[int, int]) -> None:
    """Write the headers of a block whose columns follow the data, and clear those of an earlier one.

    The workbook has a look ready for as many columns as there can be.
    """
    top, left = corner
    last, width = sheet.used_range.last_cell.column, len(block.columns)
    if last >= left + width:
        area(sheet, top, left + width, block.rows + 1, last - left - width + 1).clear_contents()
    put(sheet, top, left, [[live_cell(column.header) for column in block.columns]])
