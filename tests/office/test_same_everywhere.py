"""One workbook through the command line, the functions in cells and a refresh where it is open: the same
figures, every one.

The command line writes the workbook; its tables are read back as a file. The functions get the ranges of that
file over COM, as Excel hands them over. The refresh works on the workbook that a spreadsheet program has
open."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import light
import pytest
import xlwings
from office_client import Office
from small_workbook import CREATED, raw_tables
from uno_engine import open_book
from windows_stub import DIV0, MISSING, NA, VALUE, ComRange, WindowsXlwings

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.ribbon import open_book as live
from klantwaarde_xl.writers.xlsx import write_xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
EXACT = 1e-12
"""Relative; a file holds sixteen digits of a figure, an open workbook all of them."""
ERRORS = {"#N/A": NA, "#DIV/0!": DIV0, "#VALUE!": VALUE}
INPUTS = ("tblTransacties", "tblKlanten", "tblProducten", "tblInspanning", "tblTarieven", "tblBeoordeling")
Rows = list[list[Any]]
OTHERWISE = Settings(
    period_from=dt.date(2023, 7, 1),
    period_to=dt.date(2024, 6, 30),
    hourly_cost=75.0,
    pareto_measure="marge",
    bound_a=0.6,
    bound_b=0.9,
    weight_turnover=0.5,
    normalisation="min-max",
    gaps_per_customer=2,
    minimum_gap=0.0,
)
"""Settings of every kind that another company would have chosen."""
WEIGHTS = ("omzet", "marge", "tijd", "geld", "energie", "cultuur", "producten")


def table_rows(path: Path) -> dict[str, Rows]:
    """Return every Excel table of a file with its headers and without its totals row."""
    book = light.load(path, data_only=True)
    found = {}
    for sheet in book:
        for table in sheet.tables.values():
            rows = [[_value(cell) for cell in row] for row in sheet[table.ref]]
            found[table.name] = rows[: len(rows) - (table.totalsRowCount or 0)]
    return found


def _value(cell: Any) -> Any:
    # openpyxl shows where a link leads as the value of an empty cell.
    return None if cell.hyperlink is not None and cell.value == cell.hyperlink.location else cell.value


class Written:
    """A workbook that ``vernieuw`` wrote with its inputs: its tables, and the figures of ``--json``."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.path = folder / "uit.xlsx"
        shown = io.StringIO()
        with redirect_stdout(shown), pytest.raises(SystemExit) as ended:
            main(["vernieuw", str(source), "--uit", str(self.path), "--met-invoer", "--json"])
        assert ended.value.code in {0, 1}
        self.figures = json.loads(shown.getvalue())
        self.tables = table_rows(self.path)
        page = light.load(self.path)["Instellingen"]
        rows = [[cell.value for cell in row[:2]] for row in page.iter_rows()]
        self.settings = rows[rows.index(["Instelling", "Waarde"]) :]
        self.more = [self.tables.get(name) for name in ("tblSamenvoegen", "tblKoersen")]

    def column(self, table: str, header: str) -> list[Any]:
        headers, *rows = self.tables[table]
        place = headers.index(header)
        return [row[place] for row in rows]


@pytest.fixture(scope="module", params=["klein", "anders", "demo"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "demo":
        source, _ = write_demo(folder, lambda _step: None)
    else:
        chosen = OTHERWISE if request.param == "anders" else Settings()
        document = build(analyse(check_inputs(raw_tables(), chosen)), created=CREATED, with_inputs=True)
        source = write_xlsx(document, folder / "klein.xlsx")
    return Written(source, folder)


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


def over_com(value: object) -> object:
    if isinstance(value, str):
        return ERRORS.get(value, value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def ranged(rows: Rows | None) -> object:
    return MISSING if rows is None else ComRange([[over_com(cell) for cell in row] for row in rows])


def called(windows: WindowsXlwings, name: str, *arguments: object) -> Rows:
    found = windows.call(
        name,
        *[
            ranged(given) if isinstance(given, list) else MISSING if given is None else given
            for given in arguments
        ],
    )
    assert isinstance(found, list), found
    return [row if isinstance(row, list) else [row] for row in found]


def equal(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=EXACT, abs_tol=0)
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    if isinstance(one, str) and isinstance(other, str):
        # On a sheet an amount keeps its sign on one line; of an array Excel takes no longer text.
        one, other = one.replace("\u00a0", " "), other.replace("\u00a0", " ")
        return one == (other if len(other) <= 255 else f"{other[:254]}…") or one == other
    return (one or None) == (other or None)


def compare(found: Rows, wanted: Rows, key: tuple[str, ...]) -> int:
    """Compare the columns and rows that both tables have, by key, and return how many cells were; every key
    must be known."""
    headers, known = found[0], wanted[0]
    shared = [header for header in headers if header in known]
    assert set(key) <= set(shared)
    by_key = {tuple(row[known.index(part)] for part in key): row for row in wanted[1:]}
    assert len(by_key) == len(wanted) - 1, "a key that is not unique compares too little"
    cells = met = 0
    for row in found[1:]:
        other = by_key.get(tuple(row[headers.index(part)] for part in key))
        met += other is not None
        for header in shared if other is not None else ():
            one, two = row[headers.index(header)], other[known.index(header)]
            assert equal(one, two), (row[:3], header, one, two)
            cells += 1
    assert met == len(by_key), "rows of the sheet that the function does not give"
    return cells


def test_the_function_for_customers_gives_the_sheet(written: Written, windows: WindowsXlwings) -> None:
    tables = [written.tables[name] for name in INPUTS]
    found = called(windows, "KW_KLANTEN", *tables, written.settings, *written.more)
    assert found[0] == written.tables["tblKlantwaarde"][0]
    assert len(found) == len(written.tables["tblKlantwaarde"])
    assert compare(found, written.tables["tblKlantwaarde"], ("Klantnr",)) > 1_000
    figures = written.figures
    assert len(found) - 1 == figures["customers"]
    revenue = math.fsum(row[found[0].index("Omzet")] for row in found[1:])
    assert revenue == pytest.approx(figures["revenue"], abs=0.005)


def test_the_function_for_actions_gives_the_sheet(written: Written, windows: WindowsXlwings) -> None:
    tables = [written.tables[name] for name in INPUTS]
    found = called(windows, "KW_ACTIES", *tables, written.settings, *written.more)
    assert compare(found, written.tables["tblActies"], ("Klantnr",)) > 150


def test_the_functions_for_chances_and_pairs_give_their_sheets(
    written: Written, windows: WindowsXlwings
) -> None:
    lines, customers, products = (written.tables[name] for name in INPUTS[:3])
    last = (customers, written.settings, *written.more)
    found = called(windows, "KW_GATEN", lines, products, None, None, *last)
    assert compare(found, written.tables["tblCrossSell"], ("Klantnr", "Koopt nog niet")) > 50
    found = called(windows, "KW_SAMEN", lines, products, None, *last)
    assert compare(found, written.tables["tblSamen"], ("Wie dit koopt", "Koopt ook")) > 50


def test_the_functions_on_columns_give_what_the_sheets_say(written: Written, windows: WindowsXlwings) -> None:
    def column(header: str, table: str = "tblKlantwaarde") -> Rows:
        return [[value] for value in written.column(table, header)]

    def same(found: Rows, wanted: Rows) -> None:
        assert len(found) == len(wanted)
        for row, (one, other) in enumerate(zip(found, wanted, strict=True)):
            assert equal(one[0], other[0]), (row, one, other)

    measures = ("Omzet", "Brutomarge", "Tijdkosten", "Geldkosten", "Energie", "Cultuur", "Breedte")
    settings = {str(row[0]): row[1] for row in written.settings}
    weights = [[settings[f"Gewicht {name}"]] for name in WEIGHTS]
    # An estimate is made from more than these columns: hours logged, activities, one-off lines.
    known = [not estimated for (estimated,) in column("Geschat")]
    assert any(known)
    scores = called(windows, "KW_SCORE", *map(column, measures), weights, settings["Normalisatie"])
    # An estimate moves the others too; a scale of an earlier refresh is not that of these columns.
    fixed_before = len({day for (day,) in column("Datum", "tblGeschiedenis")}) > 1
    if (settings["Normalisatie"] == "waarde" and not fixed_before) or all(known):
        both = (scores, column("Score"))
        same(*([row for row, whole in zip(rows, known, strict=True) if whole] for rows in both))
    measured = column("Pareto-maat", "tblPareto")
    same(called(windows, "KW_CUMULATIEF", measured), column("Cumulatief", "tblPareto"))
    same(
        called(windows, "KW_PARETO", measured, settings["Grens A"], settings["Grens B"]),
        column("Klasse", "tblPareto"),
    )
    costs = [
        [(time or 0.0) + (money or 0.0)]
        for (time,), (money,) in zip(column("Tijdkosten"), column("Geldkosten"), strict=True)
    ]
    none = [[0.0]] * len(costs)
    contribution = called(
        windows, "KW_NETTOBIJDRAGE", column("Brutomarge"), none, None, costs, None, None, None
    )
    for one, other in zip(contribution, column("Nettobijdrage"), strict=True):
        # Summed in another order here than in the core: the last digits may differ.
        assert one[0] == pytest.approx(other[0], rel=1e-9, abs=1e-9)


def test_the_functions_on_the_whole_give_the_figures_of_json(
    written: Written, windows: WindowsXlwings
) -> None:
    concentration = written.figures["concentration"]
    header = {"omzet": "Omzet", "marge": "Brutomarge"}[written.figures["pareto_measure"]]
    measured = [[value] for value in written.column("tblKlantwaarde", header)]
    found = {row[0]: row[1] for row in called(windows, "KW_CONCENTRATIE", measured)[1:]}
    for name, field in zip(found, ("share_for_80", "top20_share", "gini", "hhi"), strict=True):
        assert equal(found[name], concentration[field]), name
    contributions = [[value] for value in written.column("tblKlantwaarde", "Nettobijdrage")]
    (top,) = [row for row in called(windows, "KW_WALVIS", contributions)[1:] if row[3] == "top"]
    assert equal(top[0], written.figures["whale"]["at"])
    assert equal(top[2], written.figures["whale"]["peak"])


@pytest.fixture
def opened(
    office: Office, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[xlwings.Book]:
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    book = open_book(office, Path(shutil.copy(written.path, tmp_path / "open.xlsx")))
    yield book
    book.close()


def live_tables(book: xlwings.Book) -> Mapping[str, Rows]:
    found = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            rows = table.range.options(ndim=2, err_to_str=True).value
            found[table.name] = rows[: len(rows) - int(bool(table.show_totals))]
    return found


LINKED = {"In deze werkmap"}
"""Columns of formulas, for which a file that no program has opened yet holds what they will show."""


def test_a_refresh_where_it_is_open_gives_what_the_command_line_wrote(
    opened: xlwings.Book, written: Written
) -> None:
    # First the results are spoilt, so that what is compared must have been written by the refresh.
    for name in ("tblKlantwaarde", "tblPareto", "tblActies", "tblMaandomzet"):
        sheet = next(sheet for sheet in opened.sheets if name in [table.name for table in sheet.tables])
        area = sheet.tables[name].range
        sheet.range((area.row + 1, area.column + 4)).value = 0.123456789
    live.refresh_book(opened)
    opened.app.calculate()
    found = live_tables(opened)
    assert set(found) == set(written.tables)
    figures = 0
    for name, wanted in written.tables.items():
        if name in {*INPUTS, "tblAccountmanagers", "tblKlik"}:
            continue
        assert len(found[name]) == len(wanted), name
        for row, (left, right) in enumerate(zip(found[name], wanted, strict=True)):
            if name == "tblToelichting" and right[1] in {"Vingerafdruk (SHA-256)", "Bestand"}:
                continue
            for header, one, other in zip(wanted[0], left, right, strict=True):
                if header in LINKED:
                    continue
                assert equal(one, other), (name, row, header, one, other)
                figures += isinstance(other, int | float)
    assert figures > 1_000
