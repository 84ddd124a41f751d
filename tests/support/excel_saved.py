"""What Excel would save of a workbook in the stand-in: the package that was opened, and what was asked of it.

Excel saves the workbook after a click, so a file is no work of ours, but all in it that we asked for is: the
rules of packages judge that here. What Excel itself moves along, such as the areas of conditional formats
that stretch with a table, stays as it was.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from excel_contents import MOST_COLUMNS, PRINT_AREA, STATES, Cell, Contents, Place, read
from excel_language import ExcelError
from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import get_column_letter
from package_reading import MAIN, Package, Sheet

if TYPE_CHECKING:
    from excel_com import Workbook

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_STATE_WORDS = {number: word for word, number in STATES.items()}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def saved(book: Workbook) -> bytes:
    """Return the workbook as a package; the very bytes that were opened when nothing was asked of it."""
    package, before = Package(book.data), read(book.data)[0]
    sheets = [sheet._contents for sheet in book.sheets]
    if sheets == before:
        return book.data
    formats, parts = _Formats(package), dict(package.parts)
    states = list(package.workbook.iter(f"{MAIN}sheet"))
    for sheet, state, was, now in zip(package.sheets, states, before, sheets, strict=True):
        state.attrib.pop("state", None)
        if now.state in _STATE_WORDS:
            state.set("state", _STATE_WORDS[now.state])
        _write_cells(sheet.root, was, now, formats)
        _write_widths(sheet.root, was, now)
        parts[sheet.path] = etree.tostring(sheet.root)
        parts |= _tables(package, sheet, now)
    for one in package.workbook.iter(f"{MAIN}definedName"):
        if one.get("name") == PRINT_AREA:
            place = (one.text or "").rpartition("!")[0]
            one.text = f"{place}!{sheets[int(one.get('localSheetId'))].paper}"
    parts["xl/workbook.xml"] = etree.tostring(package.workbook)
    parts["xl/styles.xml"] = etree.tostring(formats.root)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in package.names:
            target.writestr(name, parts[name])
    return out.getvalue()


class _Formats:
    """The looks of a workbook by format code; one of a code that is new is added."""

    def __init__(self, package: Package) -> None:
        self.root = package.xml("xl/styles.xml")
        self.looks = self.root.find(f"{MAIN}cellXfs")
        own = {int(one.get("numFmtId")): one.get("formatCode") for one in self.root.iter(f"{MAIN}numFmt")}
        codes = {**BUILTIN_FORMATS, 14: "dd-mm-yyyy", **own}
        self.numbers = {code: number for number, code in reversed(codes.items())}
        self.by_code = {
            codes.get(int(look.get("numFmtId", 0)), "General"): at
            for at, look in reversed(list(enumerate(self.looks)))
        }

    def look(self, code: str) -> str:
        """Return the number of a look with this format code."""
        if code not in self.by_code:
            if code not in self.numbers:
                self._add_code(code)
            self.by_code[code] = len(self.looks)
            number = str(self.numbers[code])
            etree.SubElement(
                self.looks, f"{MAIN}xf", numFmtId=number, fontId="0", fillId="0", borderId="0", xfId="0"
            )
            self.looks.set("count", str(len(self.looks)))
        return str(self.by_code[code])

    def _add_code(self, code: str) -> None:
        held = self.root.find(f"{MAIN}numFmts")
        if held is None:
            held = etree.Element(f"{MAIN}numFmts")
            self.root.insert(0, held)
        self.numbers[code] = max(163, *self.numbers.values()) + 1
        etree.SubElement(held, f"{MAIN}numFmt", numFmtId=str(self.numbers[code]), formatCode=code)
        held.set("count", str(len(held)))


def _write_cells(root: etree._Element, was: Contents, now: Contents, formats: _Formats) -> None:
    """Write the cells that are otherwise than in the file that was opened."""
    changed = {place for place in {*was.cells, *now.cells} if was.cells.get(place) != now.cells.get(place)}
    looks = {place for place in now.formats if was.formats.get(place) != now.formats[place]}
    if not changed | looks:
        return
    data = root.find(f"{MAIN}sheetData")
    rows = {int(row.get("r")): row for row in data}
    of_columns = {
        column: one.get("style", "")
        for one in root.iter(f"{MAIN}col")
        for column in range(int(one.get("min")), min(int(one.get("max")), MOST_COLUMNS) + 1)
    }
    for row, column in sorted(changed | looks):
        if row not in rows:
            rows[row] = etree.SubElement(data, f"{MAIN}row", r=str(row))
        one = _cell_in(rows[row], (row, column), of_columns.get(column, ""))
        if (row, column) in looks:
            one.set("s", formats.look(now.formats[row, column]))
        if (row, column) in changed:
            _fill(one, now.cells.get((row, column), Cell()))
    data[:] = [rows[row] for row in sorted(rows)]
    corner = now.corner()
    root.find(f"{MAIN}dimension").set("ref", f"A1:{get_column_letter(corner[1])}{corner[0]}")


def _cell_in(row: etree._Element, place: Place, look: str) -> etree._Element:
    """Return the cell of a row at a place; one that is added gets the look of its row or of its column."""
    address = f"{get_column_letter(place[1])}{place[0]}"
    row.attrib.pop("spans", None)
    at = len(row)
    for number, one in enumerate(row):
        if one.get("r") == address:
            return one
        if (len(one.get("r")), one.get("r")) > (len(address), address):
            at = number
            break
    added = etree.Element(f"{MAIN}c", r=address)
    if look := row.get("s", look):
        added.set("s", look)
    row.insert(at, added)
    return added


def _fill(one: etree._Element, cell: Cell) -> None:
    """Put what a cell holds into its element, in place of what is there; its look stays."""
    for child in list(one):
        one.remove(child)
    for name in ("t", "cm", "vm"):
        one.attrib.pop(name, None)
    if cell.formula:
        etree.SubElement(one, f"{MAIN}f").text = _in_xml(cell.formula.removeprefix("="))
    if isinstance(cell.value, str) and not cell.formula:
        one.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(one, f"{MAIN}is"), f"{MAIN}t")
        text.set(_SPACE, "preserve")
        text.text = _in_xml(cell.value)
    elif cell.value is not None:
        kind, shown = _shown(cell.value)
        one.set("t", kind)
        etree.SubElement(one, f"{MAIN}v").text = shown


def _shown(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, ExcelError):
        return "e", value.text
    return ("str", _in_xml(value)) if isinstance(value, str) else ("n", repr(value))


def _in_xml(text: str) -> str:
    r"""Return a text as the format has it.

    >>> _in_xml("a\x0bb_x0041_")
    'a_x000B_b_x005F_x0041_'
    """
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _write_widths(root: etree._Element, was: Contents, now: Contents) -> None:
    """Write the widths of columns that are otherwise; a column with a width is in sight."""
    changed = {column: width for column, width in now.widths.items() if was.widths.get(column) != width}
    columns = root.find(f"{MAIN}cols")
    if not changed or columns is None:
        return
    split = []
    for held in columns:
        low, high = int(held.get("min")), int(held.get("max"))
        ends = sorted({low, *(at for one in changed for at in (one, one + 1) if low < at <= high), high + 1})
        for first, after in pairwise(ends):
            part = copy.deepcopy(held)
            part.attrib.update({"min": str(first), "max": str(after - 1)})
            if first in changed:
                part.attrib.pop("hidden", None)
                part.attrib.update({"width": repr(changed[first]), "customWidth": "1"})
            split.append(part)
    columns[:] = split


def _tables(package: Package, sheet: Sheet, now: Contents) -> dict[str, bytes]:
    """Return the parts of the tables of a sheet, with the places and headers that they have now."""
    held, found = {table.name: table for table in now.tables}, {}
    for path in package.relations(sheet.path).values():
        if not path.startswith("xl/tables/"):
            continue
        root = package.xml(path)
        table = held[root.get("displayName")]
        top, left, bottom, right = table.area
        letters = get_column_letter(left), get_column_letter(right)
        root.set("ref", f"{letters[0]}{top}:{letters[1]}{bottom}")
        if (auto := root.find(f"{MAIN}autoFilter")) is not None:
            auto.set("ref", f"{letters[0]}{top}:{letters[1]}{bottom - int(table.totals)}")
        root.attrib.pop("totalsRowCount", None)
        if table.totals:
            root.set("totalsRowCount", "1")
        _headers(root.find(f"{MAIN}tableColumns"), [now.value((top, at)) for at in range(left, right + 1)])
        found[path] = etree.tostring(root)
    return found


def _headers(columns: etree._Element, headers: list[object]) -> None:
    """Give the columns of a table their headers; those beyond go, and a new one gets a number of its own."""
    for gone in columns[len(headers) :]:
        columns.remove(gone)
    highest = max(int(one.get("id")) for one in columns)
    for at, header in enumerate(headers):
        if at == len(columns):
            highest += 1
            etree.SubElement(columns, f"{MAIN}tableColumn", id=str(highest))
        columns[at].set("name", _in_attribute("" if header is None else str(header)))
    columns.set("count", str(len(headers)))


def _in_attribute(text: str) -> str:
    return _in_xml(text).replace("\r", "_x000d_").replace("\n", "_x000a_")
