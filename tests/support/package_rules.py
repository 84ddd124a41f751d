"""What must hold in every workbook package that we write: rules of Excel that a schema does not hold.

A package that breaks one opens with "We found a problem with some content", or not at all.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator

from area_rules import AREA_RULES
from cell_rules import CELL_RULES
from chart_rules import CHART_RULES
from condition_rules import CONDITION_RULES
from format_code_rules import FORMAT_CODE_RULES
from future_rules import FUTURE_RULES
from grammar_rules import GRAMMAR_RULES
from name_rules import NAME_RULES, names_elsewhere
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries, rows_from_range
from package_reading import MAIN, Area, Package, Sheet, overlapping, written_out
from part_rules import PART_RULES, TYPES
from reference_rules import REFERENCE_RULES, names_in_formulas
from sheet_rules import SHEET_RULES
from style_rules import STYLE_RULES
from view_rules import VIEW_RULES

OF_ANY_TYPE = "xl/xmlMaps.xml"
"""The only part for which Excel itself has no content type but that of XML."""


def content_types(package: Package) -> Iterator[str]:
    declared = package.xml("[Content_Types].xml")
    endings = {one.get("Extension").lower() for one in declared.iter(f"{TYPES}Default")}
    overrides = [one.get("PartName").lstrip("/") for one in declared.iter(f"{TYPES}Override")]
    for name in package.names:
        if name == "[Content_Types].xml" or name in overrides:
            continue
        ending = name.rpartition(".")[2].lower()
        ours = ending == "xml" and name.startswith("xl/") and name != OF_ANY_TYPE
        if ending not in endings or ours:
            yield f"{name} has no content type of its own"
    yield from (
        f"a content type for {name}, which is not there" for name in overrides if name not in package.parts
    )
    yield from (
        f"{name} twice" for name, count in Counter(map(str.lower, package.names)).items() if count > 1
    )


def relationships(package: Package) -> Iterator[str]:
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        ids = [one.get("Id") for one in package.xml(name)]
        yield from (f"{name}: {one} twice" for one, count in Counter(ids).items() if count > 1)
        folder, rels = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), rels.removesuffix(".rels"))
        for target in package.relations(source).values():
            if target not in package.parts:
                yield f"{name} points to {target}, which is not there"


def _of_formulas(sheet: Sheet) -> set[str]:
    """Return the places of cells with a formula, those over which an array formula stretches too."""
    found = set()
    for place, cell in sheet.cells.items():
        formula = cell.find(f"{MAIN}f")
        if formula is not None and formula.get("t") == "array":
            found |= {one for row in rows_from_range(formula.get("ref")) for one in row}
        elif formula is not None:
            found.add(place)
    return found


def calculation_chain(package: Package) -> Iterator[str]:
    if "xl/calcChain.xml" not in package.parts:
        return
    by_id = {one.get("sheetId"): one.get("name") for one in package.workbook.iter(f"{MAIN}sheet")}
    cells = {sheet.name: _of_formulas(sheet) for sheet in package.sheets}
    number = None
    for one in package.xml("xl/calcChain.xml").iter(f"{MAIN}c"):
        number = one.get("i") or number
        if number not in by_id:
            yield f"calcChain names sheet {number}, which is not there"
        elif one.get("r") not in cells[by_id[number]]:
            yield f"calcChain names {by_id[number]}!{one.get('r')}, which has no formula"


def shared_texts(package: Package) -> Iterator[str]:
    used = sum(cell.get("t") == "s" for sheet in package.sheets for cell in sheet.cells.values())
    if "xl/sharedStrings.xml" in package.parts:
        root = package.xml("xl/sharedStrings.xml")
        if int(root.get("count", used)) < used:
            yield f"sharedStrings: count is {root.get('count')} and there are {used}"
        if root.get("uniqueCount") not in {None, str(len(package.texts))}:
            yield f"sharedStrings: uniqueCount is {root.get('uniqueCount')}, not {len(package.texts)}"


def order_of_cells(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        places = [coordinate_to_tuple(cell.get("r")) for cell in sheet.root.iter(f"{MAIN}c")]
        if places != sorted(set(places)):
            yield f"{sheet.name}: cells out of order or twice"
        for row in sheet.root.iter(f"{MAIN}row"):
            if any(not re.fullmatch(f"[A-Z]+{row.get('r')}", cell.get("r")) for cell in row.iter(f"{MAIN}c")):
                yield f"{sheet.name}: a cell of another row in row {row.get('r')}"
        rows = [int(row.get("r")) for row in sheet.root.iter(f"{MAIN}row")]
        if rows != sorted(set(rows)):
            yield f"{sheet.name}: rows out of order or twice"


def table_headers(package: Package) -> Iterator[str]:
    numbers = Counter(table.get("id") for _, table in package.tables)
    yield from (f"two tables with id {number}" for number, count in numbers.items() if count > 1)
    areas: dict[str, list[Area]] = {}
    for sheet, table in package.tables:
        name, area = table.get("displayName"), range_boundaries(table.get("ref"))
        left, top, right, bottom = area
        headers = [written_out(one.get("name")) for one in table.iter(f"{MAIN}tableColumn")]
        if len({header.lower() for header in headers}) < len(headers):
            yield f"{name}: two columns with one header"
        if len(headers) != right - left + 1:
            yield f"{name}: {len(headers)} columns in {table.get('ref')}"
        in_row = {
            coordinate_to_tuple(place)[1]: cell
            for place, cell in sheet.cells.items()
            if coordinate_to_tuple(place)[0] == top
        }
        headed = table.get("headerRowCount") != "0"
        for column, header in enumerate(headers if headed else (), left):
            if (shown := package.text(in_row.get(column))) != header:
                yield f"{name}: header {header!r} over a cell with {shown!r}"
        if bottom == top and headed:
            yield f"{name}: no row below its headers"
        areas.setdefault(sheet.name, []).append(area)
    for name, of_sheet in areas.items():
        yield from (f"{name}: tables over one another: {both}" for both in overlapping(of_sheet))


def hyperlinks(package: Package) -> Iterator[str]:
    sheets = {sheet.name.lower() for sheet in package.sheets}
    known = {one.get("name").lower() for one in package.workbook.iter(f"{MAIN}definedName")}
    for sheet in package.sheets:
        for one in sheet.root.iter(f"{MAIN}hyperlink"):
            location = one.get("location")
            if location is None:
                continue
            name, mark, _ = location.rpartition("!")
            wanted = name.strip("'").replace("''", "'").lower() if mark else location.lower()
            if wanted not in (sheets if mark else known):
                yield f"{sheet.name}!{one.get('ref')} links to {location}, which is not there"


def code_names(package: Package) -> Iterator[str]:
    if "xl/vbaProject.bin" not in package.parts:
        return
    import vba_records

    known = vba_records.documents(package.parts["xl/vbaProject.bin"])
    given = [name for name in _code_names(package) if name]
    if Counter(given) - Counter(known):
        yield f"code names {sorted(given)} and document modules {sorted(known)}"


def _code_names(package: Package) -> list[str | None]:
    """Return the code names of the workbook and of its sheets, None for one without."""
    carriers = [package.workbook.find(f"{MAIN}workbookPr")]
    carriers += [sheet.root.find(f"{MAIN}sheetPr") for sheet in package.sheets]
    return [None if one is None else one.get("codeName") for one in carriers]


def all_in_code(package: Package) -> Iterator[str]:
    """Excel gives a sheet without a code name one when it is opened, which macros cannot rely on."""
    if "xl/vbaProject.bin" in package.parts and None in _code_names(package):
        yield f"a sheet without a code name: {_code_names(package)}"


def one_in_front(package: Package) -> Iterator[str]:
    """Of several sheets in front Excel changes all at once when one is typed in."""
    view = next(package.workbook.iter(f"{MAIN}workbookView"), None)
    active = 0 if view is None else int(view.get("activeTab", 0))
    front = [
        number
        for number, sheet in enumerate(package.sheets)
        for one in sheet.root.iter(f"{MAIN}sheetView")
        if one.get("tabSelected") in {"1", "true"}
    ]
    if front not in ([], [active]):
        yield f"sheets {front} are in front, and {active} is shown"


OURS: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(hyperlinks, all_in_code, one_in_front, names_elsewhere, names_in_formulas),
)
"""What Excel allows and we do not want: links to nowhere, sheets that VBA cannot name, several sheets in
front, names that only some languages take, formulas that show #NAME?."""
RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(
        content_types,
        relationships,
        calculation_chain,
        shared_texts,
        order_of_cells,
        table_headers,
    ),
    code_names,
    *SHEET_RULES,
    *VIEW_RULES,
    *CONDITION_RULES,
    *CHART_RULES,
    *GRAMMAR_RULES,
    *PART_RULES,
    *STYLE_RULES,
    *CELL_RULES,
    *FORMAT_CODE_RULES,
    *FUTURE_RULES,
    *NAME_RULES,
    *REFERENCE_RULES,
    *AREA_RULES,
)


BY_NAME = {rule.__name__: rule for rule in (*RULES, *OURS)}


def faults(data: bytes, rules: tuple[Callable[[Package], Iterator[str]], ...] = (*RULES, *OURS)) -> list[str]:
    """Return what is wrong in a package, by the rules."""
    package = Package(data)
    return [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(package)]
