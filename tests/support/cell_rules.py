"""What must hold of cells: their values, formulas, looks, and the places to which they refer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from lxml import etree
from openpyxl.utils import FORMULAE
from openpyxl.utils.cell import column_index_from_string
from package_reading import MAIN, RELATION, Package

ROWS, COLUMNS = 1_048_576, 16_384
ERRORS = {
    *(
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
    ),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!"),
}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_DAY = re.compile(r"(?:\d{4}-\d\d-\d\d)?T?(?:\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_SHEET = re.compile(r"'(?:[^']|'')*'!")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_ARRAY = re.compile(r"\{[^{}]*\}")
_CALL = re.compile(r"(?<![\w.!\\])([A-Za-z_\\][\w.\\]*)\(")
_PLACE = re.compile(r"(?<![\w.$\\])\$?([A-Za-z]{1,3})\$?(\d{1,9})(?![\w.(!\\])")
_COLUMNS = re.compile(r"(?<![\w.$\\])\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})(?![\w.(!\\$])")
_ROWS = re.compile(r"(?<![\w.$:\\])\$?(\d+):\$?(\d+)(?![\w.(!\\$])")
OLDER = {
    "CALL",
    "REGISTER.ID",
    "EVALUATE",
    "GETPIVOTDATA",
    "IFERROR",
    "COUNTIFS",
    "SUMIFS",
    "AVERAGEIF",
    "AVERAGEIFS",
}
"""Functions that openpyxl's list, of ECMA-376 part 1, 18.17.7, lacks and that have no prefix either."""
KNOWN = frozenset(FORMULAE) | OLDER
OF_CHARTS = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
SINCE_2010 = "{http://schemas.microsoft.com/office/excel/2006/main}f"
"""The formulas of a series, and those of what the format of 2007 had no place for."""
_CHART = re.compile(r"xl/charts/chart\d+\.xml")


def bare(formula: str) -> str:
    """Return a formula without its texts, the names of its sheets, and what stands between brackets.

    >>> bare('IF(tbl[[#This Row],[a;b]]="x;y",\\'Mijn; blad\\'!A1,"")')
    'IF(tbl=0,A1,0)'
    """
    rest = _QUOTED_SHEET.sub("", _TEXT.sub("0", formula))
    while (shorter := _BRACKETS.sub("", rest)) != rest:
        rest = shorter
    return rest


Formula = tuple[str, str, str]
"""Where it stands, as it stands, and without texts, names of sheets, brackets and arrays."""


@lru_cache(maxsize=1)
def every_formula(package: Package) -> list[Formula]:
    """Return the formulas of a package; three rules look at them."""
    bared = lru_cache(maxsize=None)(lambda formula: _ARRAY.sub("", bare(formula)))
    return [(place, text, bared(text)) for place, text in (*of_cells(package), *of_rules(package))]


def of_cells(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the formulas of cells, each with its place."""
    for sheet in package.sheets:
        for one in sheet.root.iter(f"{MAIN}f"):
            if one.text:
                yield f"{sheet.name}!{one.getparent().get('r')}", one.text


def of_rules(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the formulas of names, conditional formats, validations and charts, each with its place."""
    for one in package.workbook.iter(f"{MAIN}definedName"):
        yield one.get("name"), one.text or ""
    for sheet in package.sheets:
        for tag in (f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2", SINCE_2010):
            for one in sheet.root.iter(tag):
                yield f"{sheet.name}: {one.getparent().tag.rpartition('}')[2]}", one.text or ""
    for _, table in package.tables:
        for tag in ("calculatedColumnFormula", "totalsRowFormula"):
            for one in table.iter(f"{MAIN}{tag}"):
                yield f"{table.get('displayName')}: {one.getparent().get('name')}", one.text or ""
    for path in (name for name in package.names if _CHART.fullmatch(name)):
        yield from ((path, one.text or "") for one in package.xml(path).iter(OF_CHARTS))


def formulas(package: Package) -> Iterator[str]:
    """In a file arguments stand between commas, in every language; a formula has no = before it."""
    for place, formula, text in every_formula(package):
        if ";" in text:
            yield f"{place}: semicolons in {formula}"
        if formula.startswith("="):
            yield f"{place}: an = before {formula}"
        if text.count("(") != text.count(")"):
            yield f"{place}: brackets that do not close in {formula}"


def functions(package: Package) -> Iterator[str]:
    """A function has its English name, and _xlfn. before it when it is younger than 2007."""
    own = {one.get("name").upper() for one in package.workbook.iter(f"{MAIN}definedName")}
    for place, _, text in every_formula(package):
        for name in _CALL.findall(text):
            upper = name.upper()
            if upper not in KNOWN | own and not upper.startswith(("_XL", "KW_")):
                yield f"{place}: {name} is no function"


def beyond_the_sheet(package: Package) -> Iterator[str]:
    """A place beyond XFD1048576 is a name for Excel, and one that it does not know."""
    known = {one.get("name").upper() for one in package.workbook.iter(f"{MAIN}definedName")}
    known |= {table.get("displayName").upper() for _, table in package.tables}
    for place, _, text in every_formula(package):
        wrong = [
            letters + digits
            for letters, digits in _PLACE.findall(text)
            if not _within(letters, digits) and (letters + digits).upper() not in known
        ]
        wrong += [
            ":".join(ends) for ends in _COLUMNS.findall(text) if not all(_within(end, "1") for end in ends)
        ]
        wrong += [
            ":".join(ends) for ends in _ROWS.findall(text) if not all(_within("A", end) for end in ends)
        ]
        if wrong:
            yield f"{place} refers to {wrong[0]}, which is outside a sheet"
    for sheet, attribute, value in _areas(package):
        for end in re.split(r"[\s:]", value.replace("$", "")):
            found = re.fullmatch(r"([A-Z]{0,3})(\d*)", end)
            if not found or not _within(found[1] or "A", found[2] or "1"):
                yield f"{sheet}: {attribute} {value} is outside a sheet"


def _areas(package: Package) -> Iterator[tuple[str, str, str]]:
    for sheet in package.sheets:
        parts = [part for part in sheet.root.iterchildren(f"{MAIN}*") if part.tag != f"{MAIN}sheetData"]
        for one in (one for part in parts for one in part.iter(f"{MAIN}*")):
            for name in ("ref", "sqref", "activeCell", "topLeftCell"):
                if value := one.get(name):
                    yield sheet.name, f"{one.tag.rpartition('}')[2]}@{name}", value
    for _, table in package.tables:
        yield table.get("displayName"), "table@ref", table.get("ref")


def _within(letters: str, digits: str) -> bool:
    return column_index(letters) <= COLUMNS and 1 <= int(digits) <= ROWS


def column_index(letters: str) -> int:
    return int(column_index_from_string(letters.upper()))


def values(package: Package) -> Iterator[str]:
    """A number is finite, a yes is 0 or 1, an error is one of Excel's, a text and a day are there."""
    for sheet in package.sheets:
        for place, cell in sheet.cells.items():
            kind, text = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
            empty = kind == "n" and not text
            if kind == "inlineStr":
                text = "" if cell.find(f"{MAIN}is") is None else "a text"
            if not empty and not _fits(package, kind, (text or "").strip()):
                yield f"{sheet.name}!{place}: {text!r} as a value of kind {kind}"


def _fits(package: Package, kind: str, text: str) -> bool:
    if kind == "n":
        return bool(_NUMBER.fullmatch(text)) and math.isfinite(float(text))
    if kind == "b":
        return text in {"0", "1"}
    if kind in {"inlineStr", "str"}:
        return kind == "str" or bool(text)
    if kind == "d":
        return bool(text and _DAY.fullmatch(text))
    return (
        text in ERRORS if kind == "e" else kind == "s" and text.isdigit() and int(text) < len(package.texts)
    )


FORMATS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
_BUILT_IN = range(164)


def looks(package: Package) -> Iterator[str]:
    """Every look that is named is there: of cells, rows, columns, tables, filters and rules."""
    root = package.xml("xl/styles.xml")
    cells, dxfs = (len(root.findall(f"{MAIN}{name}/*")) for name in ("cellXfs", "dxfs"))
    yield from _within_styles(root)
    for owner, one in _styled(package):
        for name, value in one.attrib.items():
            if name.lower().endswith("dxfid") and int(value) >= dxfs:
                yield f"{owner}: {name} {value} is not there"
    for sheet in package.sheets:
        for tag, name in (("c", "s"), ("row", "s"), ("col", "style")):
            if any(int(one.get(name, 0)) >= cells for one in sheet.root.iter(f"{MAIN}{tag}")):
                yield f"{sheet.name}: a {tag} has a format that is not there"


def _within_styles(root: etree._Element) -> Iterator[str]:
    """Yield what a format names and the part of styles does not have; a list that is left out counts one."""
    there = {name: range(max(len(root.findall(f"{MAIN}{part}/*")), 1)) for name, part in FORMATS.items()}
    formats = [int(one.get("numFmtId")) for one in root.findall(f"{MAIN}numFmts/{MAIN}numFmt")]
    if len(set(formats)) < len(formats):
        yield f"styles: a number format twice: {formats}"
    own = {int(one.get("numFmtId")) for one in root.iter(f"{MAIN}numFmt")}
    for one in root.findall(f"{MAIN}cellStyles/{MAIN}cellStyle"):
        if int(one.get("xfId")) not in there["xfId"]:
            yield f"styles: the style {one.get('name')} has no look"
    for xf in (*root.findall(f"{MAIN}cellXfs/*"), *root.findall(f"{MAIN}cellStyleXfs/*")):
        for name, numbers in (*there.items(), ("numFmtId", {*_BUILT_IN, *own})):
            if int(xf.get(name, 0)) not in numbers:
                yield f"styles: {name} {xf.get(name)} is not there"


def _styled(package: Package) -> Iterator[tuple[str, etree._Element]]:
    tags = ("cfRule", "colorFilter", "sortCondition")
    for sheet in package.sheets:
        for tag in tags:
            yield from ((sheet.name, one) for one in sheet.root.iter(f"{MAIN}{tag}"))
    for _, table in package.tables:
        for tag in ("table", "tableColumn", *tags):
            yield from ((table.get("displayName"), one) for one in table.iter(f"{MAIN}{tag}"))


COUNTED = (
    *("mergeCells", "tableParts", "dataValidations", "fonts", "fills", "borders", "cellXfs", "cellStyleXfs"),
    *("cellStyles", "dxfs", "numFmts", "tableColumns"),
)


def counts(package: Package) -> Iterator[str]:
    """What a list states of its length is its length."""
    roots = [("styles", package.xml("xl/styles.xml"))]
    roots += [(sheet.name, sheet.root) for sheet in package.sheets]
    roots += [(table.get("displayName"), table) for _, table in package.tables]
    for owner, root in roots:
        for tag in COUNTED:
            for one in root.iterchildren(f"{MAIN}{tag}"):
                held = sum(isinstance(child.tag, str) for child in one)
                if one.get("count") not in {None, str(held)}:
                    yield f"{owner}: {tag} states {one.get('count')} and holds {held}"


def identities(package: Package) -> Iterator[str]:
    """No two sheets share a number or a part, no two columns of a table a number."""
    sheets = list(package.workbook.iter(f"{MAIN}sheet"))
    for name in ("sheetId", f"{RELATION}id"):
        given = [one.get(name) for one in sheets]
        if len(set(given)) < len(given):
            yield f"two sheets with one {name.rpartition('}')[2]}"
    if any(not 1 <= int(one.get("sheetId")) <= 65_534 for one in sheets):
        yield "a sheet with a number outside 1 to 65534"
    for _, table in package.tables:
        given = [one.get("id") for one in table.iter(f"{MAIN}tableColumn")]
        if len(set(given)) < len(given) or "0" in given:
            yield f"{table.get('displayName')}: columns numbered {given}"


CELL_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(formulas, functions, beyond_the_sheet, values, looks, counts, identities),
)
