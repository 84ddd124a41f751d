"""What must hold within the sheets of a package: filters, formats, drawings, notes, columns and limits of
cells."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator

from cell_rules import COLUMNS, ROWS
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from package_reading import MAIN, RELATION, Package, overlapping

from klantwaarde_xl.model.text_units import units

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
LONGEST_TEXT, LONGEST_FORMULA, TALLEST_ROW, WIDEST_COLUMN, MOST_LINKS = 32_767, 8_192, 409.5, 255.0, 65_530
"""Limits of Excel, as its own page on specifications and limits has them."""
ELEMENTS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *(
        "customSheetViews",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
    ),
    *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"),
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
    "extLst",
)
"""The order of the elements of a sheet (ECMA-376, CT_Worksheet)."""


def order_of_elements(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        found = [etree.QName(one).localname for one in sheet.root if isinstance(one.tag, str)]
        places = [ELEMENTS.index(name) for name in found if name in ELEMENTS]
        if places != sorted(places):
            yield f"{sheet.name}: elements out of order: {found}"
        once = Counter(name for name in found if name != "conditionalFormatting")
        yield from (f"{sheet.name}: {name} twice" for name, count in once.items() if count > 1)


def autofilters(package: Package) -> Iterator[str]:
    for _, table in package.tables:
        name, (left, top, right, bottom) = table.get("displayName"), range_boundaries(table.get("ref"))
        auto = table.find(f"{MAIN}autoFilter")
        if auto is None:
            continue
        wanted = (left, top, right, bottom - int(table.get("totalsRowCount", "0")))
        if range_boundaries(auto.get("ref")) != wanted:
            yield f"{name}: its filter is on {auto.get('ref')} and the table on {table.get('ref')}"
        fields = [int(one.get("colId")) for one in auto.iter(f"{MAIN}filterColumn")]
        if fields != sorted(set(fields)) or any(field > right - left for field in fields):
            yield f"{name}: filters on columns {fields}"
    for sheet in package.sheets:
        if (auto := sheet.root.find(f"{MAIN}autoFilter")) is None:
            continue
        area = range_boundaries(auto.get("ref"))
        tables = [range_boundaries(t.get("ref")) for owner, t in package.tables if owner.name == sheet.name]
        if any(area[0] <= t[2] and t[0] <= area[2] and area[1] <= t[3] and t[1] <= area[3] for t in tables):
            yield f"{sheet.name}: a filter of the sheet over a table"


def drawings(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for path in package.relations(sheet.path).values():
            if not path.startswith("xl/drawings/") or not path.endswith(".xml"):
                continue
            root, links = package.xml(path), {one.get("Id") for one in package.relationships(path)}
            numbers = Counter(one.get("id") for one in root.iter() if str(one.tag).endswith("}cNvPr"))
            yield from (f"{path}: two shapes with id {n}" for n, count in numbers.items() if count > 1)
            for anchor in root.iter(f"{DRAWING}twoCellAnchor", f"{DRAWING}oneCellAnchor"):
                end = "to" if anchor.tag == f"{DRAWING}twoCellAnchor" else "from"
                first, last = (_corner(anchor, name) for name in ("from", end))
                if not (0 <= first[0] <= last[0] < COLUMNS and 0 <= first[1] <= last[1] < ROWS):
                    yield f"{path}: a drawing from {first} to {last}"
            used = {
                value
                for one in root.iter()
                for key, value in one.attrib.items()
                if key.startswith(RELATION) and value
            }
            yield from (f"{path}: {one} is no relationship of it" for one in sorted(used - links))


def _corner(anchor: etree._Element, name: str) -> tuple[int, int]:
    end = anchor.find(f"{DRAWING}{name}")
    return int(end.findtext(f"{DRAWING}col")), int(end.findtext(f"{DRAWING}row"))


def notes(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        targets = package.relations(sheet.path).values()
        for path in targets:
            if not re.fullmatch(r"xl/comments\d*\.xml|xl/comments/comment\d+\.xml", path):
                continue
            root = package.xml(path)
            places = [one.get("ref") for one in root.iter(f"{MAIN}comment")]
            if len(set(places)) < len(places):
                yield f"{path}: two notes in one cell"
            authors = len(root.findall(f"{MAIN}authors/{MAIN}author"))
            if any(int(one.get("authorId")) >= authors for one in root.iter(f"{MAIN}comment")):
                yield f"{path}: a note of an author who is not there"
            if sheet.root.find(f"{MAIN}legacyDrawing") is None:
                yield f"{sheet.name}: notes without the drawing that shows them"


def columns_and_merges(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        last = 0
        for column in sheet.root.iter(f"{MAIN}col"):
            low, high = int(column.get("min")), int(column.get("max"))
            if not last < low <= high <= COLUMNS or float(column.get("width", 0)) > WIDEST_COLUMN:
                yield f"{sheet.name}: columns {low} to {high} after {last}"
            last = high
        merged = [range_boundaries(one.get("ref")) for one in sheet.root.iter(f"{MAIN}mergeCell")]
        if any(one[:2] == one[2:] for one in merged):
            yield f"{sheet.name}: one cell merged with itself"
        tables = [range_boundaries(t.get("ref")) for owner, t in package.tables if owner.name == sheet.name]
        for one, other in overlapping([*merged, *tables]):
            yield f"{sheet.name}: merged cells over others or over a table: {one} and {other}"


def limits(package: Package) -> Iterator[str]:
    if any(units(text) > LONGEST_TEXT for text in package.texts):
        yield "a text of more than 32,767 characters"
    for sheet in package.sheets:
        if any(float(row.get("ht", 0)) > TALLEST_ROW for row in sheet.root.iter(f"{MAIN}row")):
            yield f"{sheet.name}: a row that is too tall"
        for place, cell in sheet.cells.items():
            row, column = coordinate_to_tuple(place)
            if row > ROWS or column > COLUMNS:
                yield f"{sheet.name}: {place} is outside a sheet"
            if cell.get("t") == "inlineStr" and units(package.text(cell) or "") > LONGEST_TEXT:
                yield f"{sheet.name}!{place}: a text of more than 32,767 characters"
            if units(cell.findtext(f"{MAIN}f") or "") > LONGEST_FORMULA:
                yield f"{sheet.name}!{place}: a formula of more than 8,192 characters"
            if cell.get("t") == "e" and not (cell.findtext(f"{MAIN}v") or "").startswith("#"):
                yield f"{sheet.name}!{place}: an error without a name"
        if len(list(sheet.root.iter(f"{MAIN}hyperlink"))) > MOST_LINKS:
            yield f"{sheet.name}: more links than Excel keeps"


def parts_of_the_sheet(package: Package) -> Iterator[str]:
    """A relationship that a sheet names must be one of it, and the other way round for tables."""
    for sheet in package.sheets:
        rels = posixpath.join(
            posixpath.dirname(sheet.path), "_rels", f"{posixpath.basename(sheet.path)}.rels"
        )
        own = {one.get("Id") for one in package.xml(rels)} if rels in package.parts else set()
        named = {one.get(f"{RELATION}id") for one in sheet.root.iter() if one.get(f"{RELATION}id")}
        yield from (f"{sheet.name}: {one} is no relationship of it" for one in sorted(named - own))
        listed = sheet.root.find(f"{MAIN}tableParts")
        count = len([owner for owner, _ in package.tables if owner.path == sheet.path])
        if (0 if listed is None else len(listed)) != count:
            yield f"{sheet.name}: {count} tables, of which {0 if listed is None else len(listed)} are named"


SHEET_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(order_of_elements, autofilters, drawings, notes, columns_and_merges, limits),
    parts_of_the_sheet,
)
