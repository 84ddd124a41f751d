"""What must hold of areas that belong to a formula or to paper: what is printed, arrays, shared formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from package_reading import MAIN, Area, Package, Sheet, local, overlapping

from klantwaarde_xl.model.text_units import units

LONGEST_HEADER = 255
"""Characters of a header or footer with its codes: more does not fit in Excel's window for it."""
GIVE_CELLS = {
    *("OFFSET", "INDEX", "INDIRECT", "CHOOSE", "IF", "IFS", "SWITCH"),
    *("_xlfn.IFS", "_xlfn.SWITCH", "_xlfn.XLOOKUP", "_xlfn.LET", "_xlfn.ANCHORARRAY", "_xlfn.SINGLE"),
}
"""Functions that give cells, with which a user can have an area computed."""
_QUOTED = re.compile(r"'((?:[^']|'')*)'!|\"(?:[^\"]|\"\")*\"")
_INNERMOST = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHEET = r"(?:(\x01\d+\x02|[^\s'\"!(),:]+)!)?"
_CELL, _COLUMN, _ROW = r"\$?[A-Z]{1,3}\$?\d+", r"\$?[A-Z]{1,3}", r"\$?\d+"
_COLUMNS, _ROWS = f"{_SHEET}{_COLUMN}:{_COLUMN}", f"{_SHEET}{_ROW}:{_ROW}"
_KINDS = {
    "_xlnm.Print_Area": [f"{_SHEET}{_CELL}(?::{_CELL})?", _COLUMNS, _ROWS],
    "_xlnm.Print_Titles": [_COLUMNS, _ROWS],
}
_CALL = "\x03"
"""Stands for the arguments of a function."""
_END = re.compile(rf"{_SHEET}(?:(#REF!)|({_CELL})|([\w.\\?]+)({_CALL})?)")
"""One end of an area that is computed: what was lost, a cell, a name or a call."""


def printed(package: Package) -> Iterator[str]:
    """A print area is cells, whole columns or rows of its sheet; titles are whole rows, columns or both.

    Either may be computed, by a name or a function that gives cells, and lost with what was deleted.
    """
    sheets = [one.get("name").lower() for one in package.workbook.iter(f"{MAIN}sheet")]
    known = {one.get("name").lower() for one in package.workbook.iter(f"{MAIN}definedName")}
    known |= {table.get("displayName").lower() for _, table in package.tables}
    for one in package.workbook.iter(f"{MAIN}definedName"):
        name, number = one.get("name"), one.get("localSheetId", "")
        if name in _KINDS and not (number.isdigit() and int(number) < len(sheets)):
            yield f"{name} is of sheet {number or 'none'}"
        elif name in _KINDS:
            found = list(_parts(one.text or "", _KINDS[name], known))
            kinds = [kind for kind, _ in found if kind != COMPUTED]
            twice = name == "_xlnm.Print_Titles" and len(set(kinds)) < len(kinds)
            if WRONG in kinds or twice or {sheet for _, of in found for sheet in of} - {sheets[int(number)]}:
                yield f"{name} of {sheets[int(number)]} is {one.text}"


COMPUTED, WRONG = -1, -2


def _parts(text: str, kinds: list[str], known: set[str]) -> Iterator[tuple[int, set[str]]]:
    """Yield the kind of each part between commas, and the sheets on which it is."""
    quoted: list[str] = []

    def kept(found: re.Match[str]) -> str:
        quoted.append((found[1] or "").replace("''", "'"))
        return "" if found[1] is None else f"\x01{len(quoted) - 1}\x02!"

    def sheet_of(found: re.Match[str]) -> set[str]:
        token = found[1]
        name = token and (quoted[int(token[1:-1])] if token.startswith("\x01") else token)
        return {name.lower()} if name else set()

    rest = _QUOTED.sub(kept, text)
    while (shorter := _INNERMOST.sub(lambda one: _CALL if one[0] < "[" else "", rest)) != rest:
        rest = shorter
    for part in rest.split(","):
        fits = [(n, found) for n, kind in enumerate(kinds) if (found := re.fullmatch(kind, part))]
        ends = [found for end in part.split(":") if (found := _END.fullmatch(end))]
        if fits:
            yield (fits[0][0] if fits[0][1][1] else WRONG), sheet_of(fits[0][1])
        elif len(ends) > part.count(":") and _are_computed(ends, known):
            yield COMPUTED, {sheet for end in ends for sheet in sheet_of(end)}
        else:
            yield WRONG, set()


def _are_computed(ends: list[re.Match[str]], known: set[str]) -> bool:
    """Whether one of the ends is no plain cell, and all names and functions give cells."""
    named = [(name, call) for *_, name, call in (end.groups() for end in ends) if name]
    right = all(name.lower() in known or (call and name in GIVE_CELLS) for name, call in named)
    return right and (bool(named) or any(end[2] for end in ends))


def areas_of_formulas(package: Package) -> Iterator[str]:
    """An array begins in its own cell; a shared formula has a first cell, and covers those that share it."""
    for sheet in package.sheets:
        shared: dict[str, str] = {}
        sharing: list[tuple[str, str]] = []
        for place, cell in sheet.cells.items():
            formula = cell.find(f"{MAIN}f")
            kind = None if formula is None else formula.get("t")
            if kind == "array" and formula.get("ref", "").split(":")[0] != place:
                yield f"{sheet.name}!{place}: an array over {formula.get('ref')}"
            if kind == "shared":
                sharing.append((place, formula.get("si", "")))
                if formula.get("ref"):
                    shared[formula.get("si", "")] = formula.get("ref") if formula.text else ""
        yield from _without_first(sheet, shared, sharing)


def _without_first(sheet: Sheet, shared: dict[str, str], sharing: list[tuple[str, str]]) -> Iterator[str]:
    for place, number in sharing:
        area = shared.get(number)
        if not area:
            yield f"{sheet.name}!{place}: shared formula {number} has no first cell"
            continue
        left, top, right, bottom = range_boundaries(area)
        row, column = coordinate_to_tuple(place)
        if not (left <= column <= right and top <= row <= bottom):
            yield f"{sheet.name}!{place}: shared formula {number} is of {area}"


def arrays(package: Package) -> Iterator[str]:
    """Arrays and data tables lie apart: from one another, from other formulas, and from merged cells.

    One of several cells lies outside tables as well.
    """
    for sheet in package.sheets:
        formulas = {
            place: one for place, cell in sheet.cells.items() if (one := cell.find(f"{MAIN}f")) is not None
        }
        spread = [
            one for one in formulas.values() if one.get("t") in {"array", "dataTable"} and one.get("ref")
        ]
        areas = [range_boundaries(one.get("ref")) for one in spread]
        if not areas:
            continue
        wide = [area for area in areas if area[:2] != area[2:]]
        merged = [range_boundaries(one.get("ref")) for one in sheet.root.iter(f"{MAIN}mergeCell")]
        tables = [range_boundaries(t.get("ref")) for owner, t in package.tables if owner.name == sheet.name]
        alone = [_one_cell(place) for place, one in formulas.items() if one not in spread]
        of_array = set(areas)
        for one, other in overlapping([*areas, *merged, *alone]):
            if of_array & {one, other}:
                yield f"{sheet.name}: the array over {one} meets {other}"
        yield from (
            f"{sheet.name}: the array over {one} meets the table over {other}"
            for one, other in overlapping([*wide, *tables])
        )


def _one_cell(place: str) -> Area:
    row, column = coordinate_to_tuple(place)
    return column, row, column, row


def headers_and_footers(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for one in (child for owner in sheet.root.iter(f"{MAIN}headerFooter") for child in owner):
            if (length := units(one.text or "")) > LONGEST_HEADER:
                yield f"{sheet.name}: {local(one)} of {length} characters"


AREA_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(printed, areas_of_formulas, arrays, headers_and_footers),
)
