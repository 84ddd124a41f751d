"""What must hold of what formulas, lists and charts name: sheets, names, tables and columns that are there;
and of the window of the workbook, which shows a sheet that is there too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cell_rules import COLUMNS, column_index, every_formula
from package_reading import MAIN, Package, written_out

from klantwaarde_xl.model.text_units import units

LONGEST_LITERAL = 255
"""Characters of a text between quotes in a formula, as Excel's page on specifications and limits has it."""
_PIECES = re.compile(
    r"(\"(?:[^\"]|\"\")*\")|('(?:[^']|'')*')|(\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])", re.DOTALL
)
"""A text, the quoted name of a sheet, and what stands in brackets; there a quote goes before a bracket."""
_ELSEWHERE, _OPEN, _CLOSE = "\0", "\1", "\2"
"""Stand for the number of another workbook, and around the number of what stood between brackets."""
_BARE_SHEET = re.compile(r"([^\s'\"!()\[\]{}+*/^&=<>,;#%@\x00\x01\x02-]+)!")
_OUTSIDE = re.compile(r"\x00[^\s!,()+*/^&=<>-]*!\s*(?:#REF!|[\w.\\$?]*)(?:\x01\d+\x02)?")
_ERROR = re.compile(r"#[A-Z]+(?:[/_][A-Z0-9]+)*[!?]?")
_TABLE = re.compile(r"((?:[^\W\d]|\\)[\w.\\?]*)\x01(\d+)\x02")
_NAME = re.compile(r"(?<![\w.\\?$])(?:[^\W\d]|\\)[\w.\\?]*(?![\w.\\?]|\s*\()")
_CELL = re.compile(r"\$?[a-z]{1,3}\$?\d+|\$[a-z]{1,3}|\$?\d+")
"""Before ``:`` and a sheet: an area of which each end names its sheet; such a name would have quotes."""
_PLACE = re.compile(r"[A-Za-z]{1,3}(?:\$?\d+)?")
_COLUMN = re.compile(r"\[((?:'.|[^\[\]'])*)\]", re.DOTALL)
_PREFIXED = "_xl"
"""Before a name of LET or LAMBDA and before a function that is handed over as a value."""


@dataclass(frozen=True)
class Named:
    """What a formula names of this workbook: sheets, names, and tables with the columns of each."""

    sheets: frozenset[str]
    names: frozenset[str]
    tables: tuple[tuple[str, frozenset[str]], ...]
    longest: int


@lru_cache(maxsize=100_000)
def named(formula: str) -> Named:
    """Return what a formula names, in small letters, and the length of its longest text.

    >>> found = named('tbl[[#This Row],[Een]:[Twee]]&\\'Mijn blad\\'!A1&"x;y"&Omzet+[1]Elders!C3+Een:Twee!B2')
    >>> sorted(found.sheets), sorted(found.names), found.longest
    (['een', 'mijn blad', 'twee'], ['omzet'], 3)
    >>> [(table, sorted(columns)) for table, columns in found.tables]
    [('tbl', ['een', 'twee'])]
    """
    sheets: set[str] = set()
    brackets: list[str] = []
    longest = 0

    def without(found: re.Match[str]) -> str:
        nonlocal longest
        text, sheet, within = found.groups()
        if text is not None:
            longest = max(longest, units(text[1:-1].replace('""', '"')))
            return "0"
        if sheet is not None:
            if "[" in sheet:
                return _ELSEWHERE
            sheets.update(sheet[1:-1].replace("''", "'").lower().split(":"))
            return ""
        if within[1:-1].isdigit() and not re.search(r"[\w.\\?]$", found.string[: found.start()]):
            return _ELSEWHERE
        brackets.append(within)
        return f"{_OPEN}{len(brackets) - 1}{_CLOSE}"

    rest = _ERROR.sub("", _OUTSIDE.sub("0", _PIECES.sub(without, formula)))
    for bare in _BARE_SHEET.findall(rest):
        sheets.update(end for end in bare.lower().split(":") if not _CELL.fullmatch(end))
    rest = _BARE_SHEET.sub("", rest)
    tables = tuple((name.lower(), _columns(brackets[int(number)])) for name, number in _TABLE.findall(rest))
    given = {name.lower() for name in _NAME.findall(_TABLE.sub("0", rest)) if not _is_no_name(name)}
    return Named(frozenset(sheets), frozenset(given), tables, longest)


def _is_no_name(name: str) -> bool:
    """Return whether it is a place, a column, a yes or no, or a name that holds within the formula only."""
    place = _PLACE.fullmatch(name)
    if place and column_index(re.sub(r"[^A-Za-z]", "", name)) <= COLUMNS:
        return True
    return name.lower().startswith(_PREFIXED) or name.upper() in {"TRUE", "FALSE"}


def _columns(within: str) -> frozenset[str]:
    """Return the columns between the brackets of a table, without #All and its like.

    >>> sorted(_columns("[[#All],[Een '[x']]]")), sorted(_columns("[Een '#]")), sorted(_columns("[]"))
    (['een [x]'], ['een #'], [])
    """
    inside = _COLUMN.findall(within[1:-1]) or [within[1:-1]]
    plain = [one for one in inside if one.strip() and not one.startswith("#")]
    return frozenset(_header(re.sub(r"'(.)", r"\1", one, flags=re.DOTALL)) for one in plain)


def _header(text: str) -> str:
    return written_out(text).replace("\r\n", "\n").lower()


def sheets_in_formulas(package: Package) -> Iterator[str]:
    """A formula, a list or a chart names a sheet that is there."""
    sheets = {one.get("name").lower() for one in package.workbook.iter(f"{MAIN}sheet")}
    for place, formula, _ in every_formula(package):
        for sheet in named(formula).sheets - sheets:
            yield f"{place}: no sheet {sheet} for {formula}"


def names_in_formulas(package: Package) -> Iterator[str]:
    """A formula, a list or a chart names a range or a table that is there; Excel keeps one that is not."""
    known = {
        one.get("name").lower().removeprefix("_xlnm.") for one in package.workbook.iter(f"{MAIN}definedName")
    }
    known |= {table.get("displayName").lower() for _, table in package.tables}
    for place, formula, _ in every_formula(package):
        for name in named(formula).names - known:
            yield f"{place}: no name {name} for {formula}"


def tables_in_formulas(package: Package) -> Iterator[str]:
    """A formula names a table and columns of it that are there."""
    headers = {
        table.get("displayName").lower(): {
            _header(one.get("name")) for one in table.iter(f"{MAIN}tableColumn")
        }
        for _, table in package.tables
    }
    for place, formula, _ in every_formula(package):
        for table, columns in named(formula).tables:
            if table not in headers:
                yield f"{place}: no table {table} for {formula}"
            elif absent := columns - headers[table]:
                yield f"{place}: no column {min(absent)} of {table} for {formula}"


def texts_in_formulas(package: Package) -> Iterator[str]:
    """A text between quotes in a formula has at most 255 characters, among braces too."""
    for place, formula, _ in every_formula(package):
        if (longest := named(formula).longest) > LONGEST_LITERAL:
            yield f"{place}: a text of {longest} characters in a formula"


def sheets_in_sight(package: Package) -> Iterator[str]:
    """At least one sheet is in sight, and the window shows a sheet that is there."""
    states = [one.get("state", "visible") for one in package.workbook.iter(f"{MAIN}sheet")]
    if states and "visible" not in states:
        yield "no sheet in sight"
    for view in package.workbook.iter(f"{MAIN}workbookView"):
        for name in ("activeTab", "firstSheet"):
            if int(view.get(name, 0)) >= len(states):
                yield f"{name} is {view.get(name)} and there are {len(states)} sheets"
            elif name == "activeTab" and states[int(view.get(name, 0))] != "visible":
                yield f"the sheet in front, {view.get(name, 0)}, is hidden"


REFERENCE_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(sheets_in_formulas, tables_in_formulas, texts_in_formulas, sheets_in_sight),
)
