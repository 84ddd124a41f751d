"""The reader of an open workbook, on a stand-in with the parts of xlwings that it uses.

The office tests read the same workbooks in a real program; here it is about which table is found where.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.live_book import read_book

LINES = [
    ["Datum", "Klantnr", "Omzet"],
    [dt.datetime(2024, 1, 31), "00123", 12.5],
    [dt.datetime(2024, 2, 1), "9", -3.0],
]


class Area:
    """A range of cells of a stand-in sheet."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.row, self.column = sheet, top, left
        self.rows, self.columns = (
            SimpleNamespace(count=bottom - top + 1),
            SimpleNamespace(count=right - left + 1),
        )
        self.last_cell = SimpleNamespace(row=bottom, column=right)

    @property
    def number_format(self) -> str | None:
        """The format that all cells share, None when they have several, as Excel gives it."""
        bottom, right = self.last_cell.row, self.last_cell.column
        places = [(i, j) for i in range(self.row, bottom + 1) for j in range(self.column, right + 1)]
        codes = {self.sheet.formats.get(place, "Standaard") for place in places}
        self.sheet.asked += 1
        return codes.pop() if len(codes) == 1 else None

    def _merges(self) -> list[tuple[int, int, int, int]]:
        bottom, right = self.last_cell.row, self.last_cell.column
        return [
            (a, b, c, d)
            for a, b, c, d in self.sheet.merged
            if a <= bottom and c >= self.row and b <= right and d >= self.column
        ]

    @property
    def merge_cells(self) -> bool | None:
        """False without merged cells, True when all are in one, None when some are, as Excel gives it."""
        found = self._merges()
        if not found:
            return False
        a, b, c, d = found[0]
        inside = a <= self.row and c >= self.last_cell.row and b <= self.column and d >= self.last_cell.column
        return True if inside else None

    @property
    def merge_area(self) -> Area:
        return Area(self.sheet, *self._merges()[0])

    def options(self, **how: Any) -> Any:
        cells = [
            [self.sheet.cells.get((self.row + i, self.column + j)) for j in range(self.columns.count)]
            for i in range(self.rows.count)
        ]
        return SimpleNamespace(value=cells if how.get("ndim") == 2 else cells[0][0])


class Sheet:
    """A sheet with rows from A1 on, and at most one Excel table over all of them."""

    def __init__(self, name: str, rows: list[list[object]], table: str = "", totals: bool = False) -> None:
        self.name, self.visible = name, True
        self.cells = {
            (i, j): v for i, row in enumerate(rows, 1) for j, v in enumerate(row, 1) if v is not None
        }
        self.used_range = Area(self, 1, 1, len(rows), max(map(len, rows)))
        self.formats: dict[tuple[int, int], str] = {}
        self.asked = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.tables = []
        if table:
            self.tables = [SimpleNamespace(name=table, range=self.used_range, show_totals=totals)]

    def shown(self, column: int, *codes: str) -> Sheet:
        """Give the cells below the header of a column these number formats."""
        self.formats |= {(row, column): code for row, code in enumerate(codes, 2)}
        return self

    def range(self, first: tuple[int, int], last: Any) -> Area:
        bottom, right = last if isinstance(last, tuple) else (last.row, last.column)
        return Area(self, *first, bottom, right)


def book(*sheets: Sheet, **names: Area) -> Any:
    defined = {name: SimpleNamespace(refers_to_range=area) for name, area in names.items()}
    return SimpleNamespace(name="open.xlsx", sheets=list(sheets), names=defined)


def rows(table: RawTable) -> list[list[object]]:
    return [[column.value(row) for column in table.columns] for row in range(len(table))]


@pytest.mark.parametrize(
    ("sheet", "table"), [("Blad1", "tblTransacties"), ("Transacties", ""), ("Blad1", ""), ("X", "Tabel3")]
)
def test_a_table_is_found_by_its_name_its_sheet_or_its_headers(sheet: str, table: str) -> None:
    found = read_book(book(Sheet(sheet, LINES, table)))
    assert rows(found.tables["tblTransacties"]) == LINES[1:]
    assert found.tables["tblTransacties"].address(0, 2) == f"{sheet}!C2"


def test_a_customer_merged_over_several_rows_holds_for_each_of_them() -> None:
    day = dt.datetime(2024, 1, 31)
    sheet = Sheet(
        "Transacties",
        [
            ["Datum", "Klantnr", "Omzet", "Aantal"],
            *(
                [day, "K1", 10.0, 1.0],
                [day, None, 20.0, 1.0],
                [day, None, 40.0, 1.0],
                [day, "K2", 80.0, None],
            ),
        ],
    )
    sheet.merged = [(2, 2, 4, 2), (4, 4, 5, 4)]
    found = read_book(book(sheet))
    lines = check_table(found.tables["tblTransacties"], InvoiceLine).good_rows()
    assert lines.groupby("customer_id", observed=True)["revenue"].sum().to_dict() == {"K1": 70.0, "K2": 80.0}
    # A quantity counts once: it says nothing of the other rows.
    assert lines["quantity"].sum() == 3.0
    assert "KW-149" in {finding.code for finding in found.findings}


def test_results_of_ours_and_the_settings_are_no_input() -> None:
    assert (
        read_book(book(Sheet("Klantwaarde", LINES, "tblKlantwaarde"), Sheet("Instellingen", LINES))).tables
        == {}
    )


def test_a_totals_row_stays_out_and_rows_below_a_table_come_in() -> None:
    total = [None, "Totaal", 9.5]
    found = read_book(book(Sheet("Transacties", [*LINES, total], "tblTransacties", totals=True)))
    assert rows(found.tables["tblTransacties"]) == LINES[1:]
    sheet = Sheet("Transacties", [*LINES, [dt.datetime(2024, 3, 1), "9", 1.0]], "tblTransacties")
    sheet.tables[0].range = Area(sheet, 1, 1, 3, 3)
    found = read_book(book(sheet))
    assert len(found.tables["tblTransacties"]) == 3
    assert [finding.cell for finding in found.findings] == ["Transacties!A4"]


def test_settings_are_read_by_their_names_and_errors_stay_errors() -> None:
    page = Sheet("Instellingen", [["Grens A", 0.75], ["Grens B", "#N/A"]])
    names = {"Inst_GrensA": Area(page, 1, 2, 1, 2), "Inst_GrensB": Area(page, 2, 2, 2, 2)}
    found = read_book(book(page, **names))
    assert found.settings_cells == {"Inst_GrensA": 0.75, "Inst_GrensB": CellError("#N/A")}
    assert found.settings_addresses == {"Inst_GrensA": "Instellingen!B1", "Inst_GrensB": "Instellingen!B2"}


@pytest.mark.parametrize(("api", "day"), [(True, "2025-01-02"), (False, "2021-01-01"), (None, "2021-01-01")])
def test_numbers_for_dates_count_from_the_year_of_the_workbook(api: bool | None, day: str) -> None:
    # 44,197 days after 30 December 1899 is 1 January 2021; after 1 January 1904 it is 2 January 2025.
    opened = book(Sheet("Transacties", [LINES[0], [44_197.0, "1", 5.0]]))
    if api is not None:
        opened.api = SimpleNamespace(Date1904=api)
    table = read_book(opened).tables["tblTransacties"]
    assert str(check_table(table, InvoiceLine).frame["date"].iloc[0].date()) == day


def test_optional_tables_are_found_by_the_name_of_their_sheet() -> None:
    found = read_book(
        book(
            Sheet("Transacties", LINES),
            Sheet("Samenvoegen", [["Klantnr", "Hoort bij"], ["9", "00123"]]),
            Sheet("Koersen", [["Maand", "Valuta", "Koers"], [dt.datetime(2024, 1, 1), "USD", 0.9]]),
            Sheet("Boekhouding", [["Jaar", "Omzet"], [2024.0, 9.5]]),
        )
    )
    assert set(found.tables) == {"tblTransacties", "tblSamenvoegen", "tblKoersen", "tblBoekhouding"}
    inputs = check_inputs(found.tables, customers_required=False)
    assert set(inputs.transactions["customer_id"]) == {"00123"}
    assert inputs.moved == (1, -3.0)


def test_a_margin_shown_as_a_percentage_is_that_share_of_the_turnover() -> None:
    cells = [[*LINES[0], "Marge"], [*LINES[1], 0.4], [*LINES[2], 0.5]]
    found = read_book(book(Sheet("Transacties", cells).shown(4, "0%", "0,00%")))
    # 0.4 x 12.50 and 0.5 x -3.00
    assert [row[3] for row in rows(found.tables["tblTransacties"])] == [5.0, -1.5]
    assert [finding.code for finding in found.findings] == ["KW-152"]


def test_numbers_of_customers_are_read_as_their_format_shows_them() -> None:
    cells = [LINES[0], [LINES[1][0], 123.0, 12.5], [LINES[2][0], 9.0, -3.0]]
    found = read_book(
        book(
            Sheet("Klanten", [["Klantnr", "Klantnaam"], [123.0, "Jansen"], [9.0, "Smit"]]),
            Sheet("Transacties", cells).shown(2, "00000", "00000"),
        )
    )
    assert [row[1] for row in rows(found.tables["tblTransacties"])] == ["00123", "00009"]
    assert [row[0] for row in rows(found.tables["tblKlanten"])] == ["00123", "00009"]


@pytest.mark.parametrize("dollars", ["[$$-409]#,##0.00", "[$$-en-US]#.##0,00", '"US$" #.##0,00'])
def test_the_currency_of_a_line_comes_from_the_format_of_its_amount(dollars: str) -> None:
    sheet = Sheet("Transacties", LINES).shown(3, '"€" #.##0,00', dollars)
    table = read_book(book(sheet)).tables["tblTransacties"]
    assert table.headers[-1] == "Valuta"
    assert [row[-1] for row in rows(table)] == [None, "USD"]


def test_a_column_of_one_format_is_asked_once() -> None:
    lines = [LINES[0], *[[dt.datetime(2024, 1, 31), "1", float(at)] for at in range(2_000)]]
    sheet = Sheet("Transacties", lines).shown(3, *["0,00"] * 2_000)
    read_book(book(sheet))
    assert sheet.asked == 1
