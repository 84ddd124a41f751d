"""What must hold of the names in a package: of sheets, of ranges and of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from cell_rules import COLUMNS, ROWS, column_index
from package_reading import MAIN, Package

from klantwaarde_xl.model.text_units import units

LONGEST_SHEET_NAME, LONGEST_NAME = 31, 255
_BAD_SHEET = re.compile(r"[\\/*?:\[\]]")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_ROW_COLUMN = re.compile(r"[Rr]\d*[Cc]\d*|[RrCc]\d*")
_ROW_COLUMN_ELSEWHERE = re.compile(r"[RrLlZzFfWwSs]\d*[CcKkSsOo]\d*|[RrLlZzFfWwSsCcKkOo]\d*")
"""R1C1 in some language of Excel: in Dutch R1K1, in German Z1S1, in French L1C1, in Spanish F1C1, in Polish
W1K1, in Hungarian S1O1."""
_YES_AND_NO = {
    *("true", "false", "waar", "onwaar", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero"),
    *("verdadeiro", "sant", "falskt", "prawda", "fałsz"),
}
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")

BUILT_IN = {
    f"_xlnm.{name}"
    for name in (
        *("Print_Area", "Print_Titles", "_FilterDatabase", "Criteria", "Extract", "Database"),
        *("Consolidate_Area", "Data_Form", "Sheet_Title", "Auto_Open", "Auto_Close", "Recorder"),
    )
}
"""Names that Excel gives a meaning (ECMA-376, 18.2.5)."""


def is_name(name: str) -> bool:
    """Return whether Excel in English takes a name for a range or a table.

    >>> [is_name(name) for name in ("Omzet", "tbl_1", "_a.b", "XFE1")]
    [True, True, True, True]
    >>> [is_name(name) for name in ("1e", "A1", "R1C1", "rc", "TRUE", "a b")]
    [False, False, False, False, False, False]
    """
    place = _ADDRESS.fullmatch(name)
    if place and column_index(place[1]) <= COLUMNS and 1 <= int(place[2]) <= ROWS:
        return False
    if _ROW_COLUMN.fullmatch(name) or name.lower() in {"true", "false"}:
        return False
    return units(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def names_of_sheets(package: Package) -> Iterator[str]:
    given = Counter(sheet.name.lower() for sheet in package.sheets)
    yield from (f"two sheets named {name}" for name, count in given.items() if count > 1)
    for name in (sheet.name for sheet in package.sheets):
        if not 0 < units(name) <= LONGEST_SHEET_NAME or _BAD_SHEET.search(name) or "'" in (name[0], name[-1]):
            yield f"{name}: no name for a sheet"


def names(package: Package) -> Iterator[str]:
    """Names of ranges: valid, once per sheet or workbook, of a sheet that is there, and of something."""
    sheets = len(list(package.workbook.iter(f"{MAIN}sheet")))
    seen: Counter[tuple[str, str]] = Counter()
    for one in package.workbook.iter(f"{MAIN}definedName"):
        name, of_sheet = one.get("name"), one.get("localSheetId")
        seen[name.lower(), of_sheet or ""] += 1
        if of_sheet is not None and int(of_sheet) >= sheets:
            yield f"{name} is a name of sheet {of_sheet}, and there are {sheets}"
        if not (one.text or "").strip():
            yield f"{name} refers to nothing"
        if name not in BUILT_IN if name.lower().startswith("_xlnm.") else not is_name(name):
            yield f"{name}: no name for a range"
    yield from (f"{name} twice" for (name, _), count in seen.items() if count > 1)


def names_of_tables(package: Package) -> Iterator[str]:
    """Names of tables: valid, and once in the workbook, with those of ranges."""
    ranges = {one.get("name").lower() for one in package.workbook.iter(f"{MAIN}definedName")}
    given = Counter(table.get("displayName").lower() for _, table in package.tables)
    for name, count in given.items():
        if count > 1:
            yield f"two tables named {name}"
        if name in ranges:
            yield f"{name}: a table and a range with one name"
        if not is_name(name):
            yield f"{name}: no name for a table"


def names_elsewhere(package: Package) -> Iterator[str]:
    """Names that Excel in another language takes for a place or a yes: it renames them when it opens."""
    given = [one.get("name") for one in package.workbook.iter(f"{MAIN}definedName")]
    given += [table.get("displayName") for _, table in package.tables]
    for name in given:
        if _ROW_COLUMN_ELSEWHERE.fullmatch(name) or name.lower() in _YES_AND_NO:
            yield f"{name}: no name in every language of Excel"
        if re.fullmatch(r"[A-Za-z]{1,3}\d+", name):
            yield f"{name}: a place in a larger sheet"


NAME_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (names_of_sheets, names, names_of_tables)
