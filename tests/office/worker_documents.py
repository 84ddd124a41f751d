"""What the tests ask of the documents that are open in LibreOffice (see ``uno_worker``)."""

from __future__ import annotations

from com.sun.star.beans.PropertyState import AMBIGUOUS_VALUE
from com.sun.star.lang import Locale
from com.sun.star.sheet import CellFlags, TableFilterField
from com.sun.star.sheet.FilterConnection import AND
from com.sun.star.sheet.FilterOperator import EQUAL, GREATER_EQUAL
from worker_bridge import plain

FORMULA_ERROR = 4


def place(where, sheets):
    """Return the name of the sheet, and first row and column and last row and column, of an address."""
    return [sheets[where.Sheet], [where.StartRow, where.StartColumn, where.EndRow, where.EndColumn]]


class Documents:
    """The open documents by key: their cells, tables, sheets and macros, in values that JSON can carry."""

    READS = frozenset(
        (
            *("tables", "table", "totals", "filters", "names", "named", "read", "formulas", "used"),
            *("format_areas", "number_format", "is_merged", "is_protected", "is_visible", "sheets", "active"),
            "column_width",
        )
    )
    """What changes no table: until anything else is asked, the tables that were found are told again."""

    def __init__(self) -> None:
        self.documents: dict[str, object] = {}
        self.known_tables: dict[str, dict[str, list]] = {}
        self.format_types: dict[tuple[str, int], int] = {}
        self.changing = 0

    def calculate(self, document):
        self.documents[document].calculateAll()

    def run(self, document, macro, arguments):
        provider = self.documents[document].getScriptProvider()
        script = provider.getScript(f"vnd.sun.star.script:{macro}?language=Basic&location=document")
        result, _, _ = script.invoke(tuple(arguments), (), ())
        return plain(result)

    def sheets(self, document):
        return list(self.documents[document].Sheets.ElementNames)

    def _range(self, document, sheet, area):
        top, left, bottom, right = area
        return (
            self.documents[document].Sheets.getByName(sheet).getCellRangeByPosition(left, top, right, bottom)
        )

    def read(self, document, sheet, area):
        """Return the values, and per error cell its row, column, error number and text."""
        found = self._range(document, sheet, area)
        top, left = area[0], area[1]
        values = [[plain(value) for value in row] for row in found.getDataArray()]
        errors = []
        for part in found.queryFormulaCells(FORMULA_ERROR).getRangeAddresses():
            for row in range(part.StartRow, part.EndRow + 1):
                for column in range(part.StartColumn, part.EndColumn + 1):
                    cell = found.getCellByPosition(column - left, row - top)
                    errors.append([row - top, column - left, cell.getError(), cell.String])
        return {"values": values, "errors": errors}

    def formula_cells(self, document):
        """Return per sheet how many formulas it has and which of them show an error, as addresses of
        areas."""
        found = {}
        for name in self.documents[document].Sheets.ElementNames:
            sheet = self.documents[document].Sheets.getByName(name)
            areas = sheet.queryContentCells(CellFlags.FORMULA).getRangeAddresses()
            count = sum((a.EndRow - a.StartRow + 1) * (a.EndColumn - a.StartColumn + 1) for a in areas)
            found[name] = {
                "count": count,
                "errors": sheet.queryFormulaCells(FORMULA_ERROR).RangeAddressesAsString,
            }
        return found

    def format_areas(self, document, sheet, area, kind):
        """Return the areas within an area whose number format is of a kind (2: date, 256: text), as rows and
        columns in it."""
        found = self._range(document, sheet, area)
        if found.getPropertyState("NumberFormat") != AMBIGUOUS_VALUE:
            alike = self._format_type(document, found.NumberFormat) & kind
            return [[0, 0, area[2] - area[0], area[3] - area[1]]] if alike else []
        areas = []
        for group in found.getUniqueCellFormatRanges():
            if self._format_type(document, group.getByIndex(0).NumberFormat) & kind:
                for part in group.getRangeAddresses():
                    edges = (
                        part.StartRow - area[0],
                        part.StartColumn - area[1],
                        part.EndRow - area[0],
                        part.EndColumn - area[1],
                    )
                    areas.append(list(edges))
        return areas

    def _format_type(self, document, key):
        if (document, key) not in self.format_types:
            self.format_types[document, key] = self.documents[document].NumberFormats.getByKey(key).Type
        return self.format_types[document, key]

    def number_format(self, document, sheet, area):
        """Return the format code that all cells of an area share, None when they have several."""
        groups = self._range(document, sheet, area).getUniqueCellFormatRanges()
        keys = {groups.getByIndex(at).getByIndex(0).NumberFormat for at in range(groups.getCount())}
        formats = self.documents[document].NumberFormats
        codes = {formats.getByKey(key).FormatString for key in keys}
        return codes.pop() if len(codes) == 1 else None

    def is_merged(self, document, sheet, area):
        """Return whether any cell of an area is part of merged cells."""
        return self._range(document, sheet, area).getIsMerged()

    def merge_area(self, document, sheet, area):
        """Return the merged cells that a cell is part of: top, left, bottom, right."""
        cell = self._range(document, sheet, area)
        cursor = cell.getSpreadsheet().createCursorByRange(cell)
        cursor.collapseToMergedArea()
        found = cursor.RangeAddress
        return [found.StartRow, found.StartColumn, found.EndRow, found.EndColumn]

    def column_width(self, document, sheet, area):
        """Return how many hundredths of a millimetre the first column of an area is wide, 0 when hidden."""
        column = self._range(document, sheet, area).Columns.getByIndex(0)
        return column.Width if column.IsVisible else 0

    def set_column_width(self, document, sheet, area, width):
        """Show the columns of an area, of so many characters of about two millimetres; hide them at 0."""
        columns = self._range(document, sheet, area).Columns
        columns.IsVisible = width > 0
        if width:
            columns.Width = round(width * 200)

    def set_number_format(self, document, sheet, area, code):
        formats, locale = self.documents[document].NumberFormats, Locale("en", "US", "")
        key = formats.queryKey(code, locale, False)
        self._range(document, sheet, area).NumberFormat = formats.addNew(code, locale) if key == -1 else key

    def copy(self, document, sheet, area, to):
        cells = self.documents[document].Sheets.getByName(sheet)
        target = self._range(document, sheet, to).getCellByPosition(0, 0).CellAddress
        cells.copyRange(target, self._range(document, sheet, area).RangeAddress)

    def active(self, document):
        return self.documents[document].CurrentController.ActiveSheet.Name

    def activate(self, document, sheet):
        self.documents[document].CurrentController.setActiveSheet(
            self.documents[document].Sheets.getByName(sheet)
        )

    def select(self, document, sheet, area):
        self.activate(document, sheet)
        self.documents[document].CurrentController.select(self._range(document, sheet, area))

    def selection(self, document):
        where = self.documents[document].CurrentSelection.RangeAddress
        return [
            self.documents[document].Sheets.ElementNames[where.Sheet],
            [where.StartRow, where.StartColumn, where.EndRow, where.EndColumn],
        ]

    def is_protected(self, document, sheet):
        return self.documents[document].Sheets.getByName(sheet).isProtected()

    def protect(self, document, sheet, on):
        found = self.documents[document].Sheets.getByName(sheet)
        found.protect("") if on else found.unprotect("")

    def names(self, document):
        found = {
            name: self.named(document, name) for name in self.documents[document].NamedRanges.ElementNames
        }
        return {name: where for name, where in found.items() if where}

    def named(self, document, name):
        """Return the sheet and the area that a defined name is of; None without such a name."""
        defined = self.documents[document].NamedRanges
        cells = defined.getByName(name).ReferredCells if defined.hasByName(name) else None
        return place(cells.RangeAddress, self.sheets(document)) if cells is not None else None

    def write(self, document, sheet, area, values):
        self._range(document, sheet, area).setDataArray(tuple(tuple(row) for row in values))

    def paste(self, document, sheet, at, source, area):
        """Copy an area of the first sheet of another open document and paste it at a cell, as Ctrl+C and
        Ctrl+V do."""
        self.select(source, self.documents[source].Sheets.ElementNames[0], area)
        copied = self.documents[source].CurrentController.getTransferable()
        self.select(document, sheet, [*at, *at])
        self.documents[document].CurrentController.insertTransferable(copied)

    def formulas(self, document, sheet, area):
        return [list(row) for row in self._range(document, sheet, area).getFormulaArray()]

    def set_formula(self, document, sheet, area, formula, array):
        found = self._range(document, sheet, area)
        if array:
            found.setArrayFormula(formula)
        else:
            found.getCellByPosition(0, 0).setFormula(formula)

    def set_formulas(self, document, sheet, area, formulas):
        self._range(document, sheet, area).setFormulaArray(tuple(tuple(row) for row in formulas))

    def clear(self, document, sheet, area, flags):
        self._range(document, sheet, area).clearContents(flags)

    def used(self, document, sheet):
        cursor = self.documents[document].Sheets.getByName(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        return [address.EndRow, address.EndColumn]

    def tables(self, document):
        if document not in self.known_tables:
            ranges, sheets = self.documents[document].DatabaseRanges, self.sheets(document)
            self.known_tables[document] = {
                name: place(ranges.getByName(name).DataArea, sheets) for name in ranges.ElementNames
            }
        return self.known_tables[document]

    def table(self, document, name):
        """Return the sheet and the area of a table; None without such a table."""
        ranges = self.documents[document].DatabaseRanges
        return (
            place(ranges.getByName(name).DataArea, self.sheets(document)) if ranges.hasByName(name) else None
        )

    def resize_table(self, document, name, area):
        table = self.documents[document].DatabaseRanges.getByName(name)
        where = table.DataArea
        where.StartRow, where.StartColumn, where.EndRow, where.EndColumn = area
        table.DataArea = where

    def filters(self, document, name):
        """Return the filters of a table as [column from 0, '=text' or '>=number']."""
        fields = (
            self.documents[document].DatabaseRanges.getByName(name).getFilterDescriptor().getFilterFields()
        )
        return [
            [field.Field, f">={field.NumericValue:g}" if field.IsNumeric else f"={field.StringValue}"]
            for field in fields
        ]

    def set_filters(self, document, name, filters):
        table = self.documents[document].DatabaseRanges.getByName(name)
        fields = []
        for column, criterion in filters:
            field = TableFilterField()
            field.Connection, field.Field = AND, column
            field.IsNumeric = criterion.startswith(">=")
            field.Operator = GREATER_EQUAL if field.IsNumeric else EQUAL
            field.NumericValue = float(criterion[2:]) if field.IsNumeric else 0.0
            field.StringValue = "" if field.IsNumeric else criterion[1:]
            fields.append(field)
        table.getFilterDescriptor().setFilterFields(tuple(fields))
        if fields:
            table.refresh()
        else:  # a refresh without fields leaves hidden what was hidden
            rows = self.documents[document].Sheets.getByIndex(table.DataArea.Sheet).Rows
            for row in range(table.DataArea.StartRow, table.DataArea.EndRow + 1):
                rows.getByIndex(row).IsFiltered = False

    def hidden(self, document, sheet, area):
        """Return which rows of an area a filter hides, counted from its top."""
        rows = self._range(document, sheet, area).Rows
        return [number for number in range(rows.Count) if rows.getByIndex(number).IsFiltered]

    def is_visible(self, document, sheet):
        return bool(self.documents[document].Sheets.getByName(sheet).IsVisible)

    def totals(self, document, name):
        return bool(self.documents[document].DatabaseRanges.getByName(name).TotalsRow)

    def set_totals(self, document, name, shown):
        self.documents[document].DatabaseRanges.getByName(name).TotalsRow = shown
