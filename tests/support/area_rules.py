"""What must hold of areas that belong to a formula or to paper: what is printed, arrays, shared formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from package_reading import MAIN, Package, Sheet

_SHEET = r"(?:'(?:[^']|'')+'|[^\s'\"!(),:]+)!"
_CELLS, _COLUMNS, _ROWS = (
    r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?",
    r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}",
    r"\$?\d+:\$?\d+",
)
_PART = r"((?:'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[^,'\"])+)(?:,|$)"
"""What is between two commas, of which a name of a sheet may have some."""
_LOST = rf"(?:{_SHEET})?#REF!"


def printed(package: Package) -> Iterator[str]:
    """A print area is cells, whole columns or whole rows; print titles are whole rows, whole columns or both.

    Both may be computed by a formula, which a user can have typed, and lost with what was deleted.
    """
    for one in package.workbook.iter(f"{MAIN}definedName"):
        name, text = one.get("name"), one.text or ""
        if name == "_xlnm.Print_Area":
            kinds = [rf"{_SHEET}(?:{_CELLS}|{_COLUMNS}|{_ROWS})"]
        elif name == "_xlnm.Print_Titles":
            kinds = [f"{_SHEET}{_COLUMNS}", f"{_SHEET}{_ROWS}"]
        else:
            continue
        parts = re.findall(_PART, text)
        fits = [next((n for n, kind in enumerate(kinds) if re.fullmatch(kind, part)), None) for part in parts]
        lost = any(re.fullmatch(_LOST, part) for part in parts)
        computed = re.match(r"[A-Z][\w.]*\(", text)
        twice = name == "_xlnm.Print_Titles" and len(set(fits)) < len(fits)
        broken = not text or ",".join(parts) != text
        if not (computed or lost) and (broken or None in fits or twice):
            yield f"{name} is {text}"


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


AREA_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (printed, areas_of_formulas)
