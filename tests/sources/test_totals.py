"""Rows that are totals: by a word and a blank cell, or by adding up; customers with such a name are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, export

from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.sources.cutting import Area, Grid, cut_area
from klantwaarde_xl.sources.totals import total_rows

LINES = ["Datum", "Klantnr", "Omschrijving", "Omzet"]
ONE, TWO = ["05-01-2024", "K1", "Doos", 100.0], ["06-01-2024", "K2", "Tape", 50.0]


def totals(rows: list[list[object]], headers: list[str], model: type[TableModel] | None) -> list[int]:
    cells = [RawColumn.from_values(column) for column in zip(*rows, strict=True)]
    return [row for row, is_total in enumerate(total_rows(cells, headers, model)) if is_total]


@pytest.mark.parametrize(
    ("row", "is_total"),
    [
        (["Totaal", None, None, 150.0], True),
        (["Subtotaal:", None, None, 999.0], True),
        ([None, "Eindtotaal", None, 150.0], True),
        (["Totaal K2", None, None, 50.0], True),
        (["Total for Jansen", None, None, 50.0], True),
        (["06-01-2024", "K2", "Totaal", 150.0], True),
        (["06-01-2024", "K2", "Subtotaal", 150.0], True),
        (["06-01-2024", "K2", "Factuurtotaal", 150.0], True),
        (["Maandtotaal", None, None, 150.0], True),
        (["06-01-2024", "K2", "Invoice total", 75.0], False),
        (["06-01-2024", "K2", "Totaal", 75.0], False),
        (["06-01-2024", "TOTAL", "Diesel", 150.0], False),
        (["06-01-2024", "Totaal Bouw bv", "Steen", 10.0], False),
        (["06-01-2024", "K2", "Totaalpakket", 150.0], False),
        (["06-01-2024", "K2", "Doos", 150.0], False),
    ],
)
def test_a_row_of_lines(row: list[object], is_total: bool) -> None:
    assert totals([ONE, TWO, row], LINES, InvoiceLine) == ([2] if is_total else [])


def test_each_subtotal_adds_up_since_the_last_and_the_last_one_over_all() -> None:
    sub = [["05-01-2024", "K1", "Subtotaal", 100.0], ["06-01-2024", "K2", "Subtotaal", 50.0]]
    whole = ["06-01-2024", "K2", "Totaal", 150.0]
    assert totals([ONE, sub[0], TWO, sub[1], whole], LINES, InvoiceLine) == [1, 3, 4]


def test_a_figure_too_large_to_have_cents_is_in_no_sum_and_warns_nobody() -> None:
    for much in (1e308, -1e308):
        rows = [ONE, TWO, ["06-01-2024", "K2", "Totaal", 150.0], ["07-01-2024", "K3", "Doos", much]]
        assert totals(rows, LINES, InvoiceLine) == [2]


@pytest.mark.parametrize(
    ("row", "is_total"),
    [
        (["Totaal", None, 15.75], True),
        (["Totaal", None, "15,75"], True),
        (["TOTAL", "Total Nederland", None], False),
        (["T1", "Totaal", None], False),
    ],
)
def test_a_row_of_a_list(row: list[object], is_total: bool) -> None:
    rows = [["1", "Een", 3.0], ["2", "Twee", 4.0], row]
    assert totals(rows, ["Klantnr", "Klantnaam", "Betaaldagen"], Customer) == ([2] if is_total else [])
    assert totals(rows, ["a", "b", "c"], None) == ([2] if is_total else [])


def test_the_amount_of_lines_without_a_date_is_their_revenue_and_no_quantity() -> None:
    # Amounts as texts below a title; in the quantities 11 is 10 + 1.
    rows = (
        ("Omzet 2025", None, None, None, None, None),
        ("Klantnr", "Productcode", "Aantal", "Omzet", "Opmerking", "Betaalwijze"),
        ("K1", "P6", 10.0, "35.35", "spoed", "Incasso"),
        ("K1", "P3", 11.0, "67.84", None, "Incasso"),
        ("K1", "P0", 1.0, "1'638.28", "spoed", "Incasso"),
    )
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    cut = cut_area(Grid("2025-06", columns), Area(1, slice(2, 5), slice(0, 6)), rows[1], None)
    assert len(cut.table) == 3
    assert cut.findings == ()


def test_of_many_totals_one_finding_tells_how_many(door: Door, tmp_path: Path) -> None:
    rows = [
        row
        for n in range(1, 7)
        for row in (f"2024-0{n}-05;K1;1{n},00", f"2024-0{n}-06;K2;2,00", f"Totaal {n};;1{n + 2},00")
    ]
    answer = door.imports(export(tmp_path, *rows, head="Datum;Klantnr;Omzet"))
    (told,) = answer.findings("KW-186")
    assert (told["count"], told["cell"], told["value"]) == (6, "'export.csv'!4:4", "Totaal 1")
    # 11 + 12 + ... + 16 = 81, and six times 2
    assert (answer.turnover(), answer.findings("KW-121")) == (93.0, [])
