"""Workbooks that Excel wrote: our rules find nothing wrong in them, and we read them as openpyxl does."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from excel_made import packages, packages_elsewhere, with_input_tables
from openpyxl.worksheet.worksheet import Worksheet
from package_rules import RULES, faults

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.workbook_file import read_workbook

pytestmark = pytest.mark.office  # where the packages of npm and Debian are
ESCAPES = {"optimize06.xlsx", "optimize07.xlsx", "shared_strings01.xlsx", "shared_strings02.xlsx"}
"""Texts such as _x005F_x005F_, _x005F_ for Excel and us; openpyxl reads it as _ or as it stands."""
STRICT = {"57914.xlsx", "SampleSS.strict.xlsx", "SimpleStrict.xlsx", "sample.strict.xlsx"}
"""Saved as Strict Open XML, of which openpyxl sees no sheets."""
BEFORE_2007 = {"sample-beta.xlsx": "KW-007"}
"""Of a test version, with XML of its own; Excel itself asks to repair it."""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {**packages(), **packages_elsewhere()}


def test_the_rules_find_nothing_in_what_excel_wrote(made: dict[str, bytes]) -> None:
    found = {name: faults(data, RULES) for name, data in made.items()}
    wrong = {name: those for name, those in found.items() if those}
    assert wrong == {}


def plain(value: object) -> object:
    """Return a value as both readers can give it: numbers rounded, moments in whole seconds, texts without
    blanks and a text of blanks only as nothing."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(f"{value:.12g}")
    if isinstance(value, dt.time):
        value = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, dt.timedelta):
        return round(value.total_seconds())
    if isinstance(value, dt.datetime):
        return (value + dt.timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time()).isoformat()
    return str(value).strip() or None


def differences(table: RawTable, page: Worksheet) -> list[str]:
    """Return the cells of a table that openpyxl reads otherwise; the currency of a format is no cell."""
    found, done = [], set()
    for place, column in enumerate(table.columns):
        at_column = table.places[place] if table.places else table.first_column + place
        if at_column in done:
            continue
        done.add(at_column)
        for at, row in enumerate(table.rows):
            ours, theirs = column.value(at), page.cell(int(row), at_column).value
            if plain(ours) != plain(theirs):
                found.append(f"{table.address(at, place)}: {ours!r} and {theirs!r}")
    return found


def test_what_excel_wrote_is_read_as_openpyxl_reads_it(made: dict[str, bytes], tmp_path: Path) -> None:
    codes: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    cells = 0
    for name, data in made.items():
        if name in ESCAPES | STRICT or name.endswith(".xlam"):  # openpyxl takes no add-in
            continue
        path = tmp_path / name
        path.write_bytes(data)
        try:
            contents = read_workbook(path)
        except KlantwaardeError as fault:
            codes[name] = fault.code
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
        for table in (*contents.tables.values(), *contents.others):
            cells += len(table) * len(table.columns)
            if found := differences(table, book[table.sheet]):
                wrong[name] = found
    assert wrong == {}
    assert codes == BEFORE_2007
    assert cells > 200_000


RICH = (
    "loadExample.xlsx",
    "loadPivotTables.xlsx",
    "loadThreadComment.xlsx",
    "table08.xlsx",
    "comment06.xlsx",
)
"""With tables, pivot tables and their caches, a slicer's place, notes and answers to them, and formulas."""
FILLED = re.compile(r"xl/(worksheets/sheet|tables/table)9\d\.xml")
OF_CALCULATION = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml"}


@pytest.mark.parametrize("name", RICH)
def test_an_import_leaves_every_part_that_excel_wrote(
    name: str, made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "instellingen"))
    path, export = tmp_path / name, tmp_path / "export.csv"
    path.write_bytes(with_input_tables(made[name]))
    export.write_text("Datum;Klantnr;Klantnaam;Omzet\n31-01-2025;10023;De Wit;12,50\n", encoding="utf-8")
    old, before = parts(path), faults(path.read_bytes())
    with pytest.raises(SystemExit) as ended:
        main(["importeer", str(export), "--naar", str(path)])
    assert ended.value.code == 0
    new = parts(path)
    changed = {part for part, content in old.items() if new.get(part) != content}
    assert {part for part in changed if FILLED.fullmatch(part)}
    # What Excel remembers of the order of formulas goes, and with it what names that part.
    assert {part for part in changed if not FILLED.fullmatch(part)} <= OF_CALCULATION
    assert set(new) - set(old) == set()
    assert [fault for fault in faults(path.read_bytes()) if fault not in before] == []


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
