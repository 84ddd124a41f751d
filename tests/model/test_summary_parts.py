"""A table that adds others up per customer is named; sheets that happen to look alike are not."""

from __future__ import annotations

import datetime as dt

import pytest
from grids import grid

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.summary_parts import summary_doubts
from klantwaarde_xl.model.tables import TABLES, InvoiceLine
from klantwaarde_xl.sources.joining import join_cuts
from klantwaarde_xl.sources.sheet_tables import cut_tables

Line = tuple[int, str, float]


def found(sheets: dict[str, list[Line]]) -> list[Finding]:
    cuts = []
    for sheet, lines in sheets.items():
        rows: list[list[object]] = [
            [dt.datetime(2025, month, 3), who, amount] for month, who, amount in lines
        ]
        cuts += cut_tables(grid([["Datum", "Klantnr", "Omzet"], *rows], sheet), TABLES)
    checked = check_table(join_cuts(cuts).table, InvoiceLine)
    return list(summary_doubts(checked, checked.good_rows()))


JANUARY: list[Line] = [(1, "K1", 100.0), (1, "K1", 50.0), (1, "K2", 40.0), (1, "K3", 10.01)]
FEBRUARY: list[Line] = [(2, "K1", 20.0), (2, "K2", 60.0), (2, "K2", -5.0)]


@pytest.mark.parametrize(
    ("sheets", "named"),
    [
        (
            {"Regels": JANUARY, "Overzicht": [(12, "K1", 150.0), (12, "K2", 40.0), (12, "K3", 10.01)]},
            "200,01",
        ),
        ({"Regels": JANUARY, "Top": [(12, "K1", 150.0), (12, "K2", 40.0)]}, "190,00"),
        ({"Som": [(12, "K2", 95.0), (12, "K1", 170.0)], "Jan": JANUARY, "Feb": FEBRUARY}, "265,00"),
        ({"Jan": JANUARY, "Feb": FEBRUARY, "Totaal feb": [(2, "K1", 20.0), (2, "K2", 55.0)]}, "75,00"),
    ],
)
def test_a_summary_beside_its_lines_is_named_with_its_amount(
    sheets: dict[str, list[Line]], named: str
) -> None:
    (finding,) = found(sheets)
    assert finding.code == "KW-235"
    assert named in finding.message
    assert any(f"op {sheet} zijn" in finding.message for sheet in ("Overzicht", "Top", "Som", "Totaal feb"))


@pytest.mark.parametrize(
    "sheets",
    [
        {"Jan": JANUARY, "Feb": FEBRUARY},
        {"Jan": [(1, "K1", 10.0), (1, "K2", 10.0)], "Feb": [(2, "K1", 10.0), (2, "K2", 10.0)]},
        {"Regels": JANUARY, "Meer": [(2, "K1", 150.0), (2, "K2", 41.0)]},
        {"Regels": JANUARY, "Een klant": [(2, "K1", 150.0)]},
        {"Regels": [(1, "K1", 0.0), (1, "K1", 0.0), (1, "K2", 0.0)], "Nul": [(2, "K1", 0.0), (2, "K2", 0.0)]},
    ],
)
def test_sheets_that_are_no_summary_raise_nothing(sheets: dict[str, list[Line]]) -> None:
    assert found(sheets) == []


def test_as_many_rows_are_a_summary_when_the_sums_per_month_are_equal_too() -> None:
    def finding_for(day: int, month: int) -> list[str]:
        sheets = {
            "Regels": [(dt.datetime(2025, m, 3), who, 10.0 * m) for m in (1, 2) for who in ("K1", "K2")],
            "Per maand": [
                (dt.datetime(2025, m + month, day), who, 10.0 * m) for m in (1, 2) for who in ("K1", "K2")
            ],
        }
        cuts = []
        for sheet, lines in sheets.items():
            cuts += cut_tables(grid([["Datum", "Klantnr", "Omzet"], *map(list, lines)], sheet), TABLES)
        checked = check_table(join_cuts(cuts).table, InvoiceLine)
        return [one.message for one in summary_doubts(checked, checked.good_rows())]

    (message,) = finding_for(28, 0)
    assert "op Per maand zijn" in message
    assert "€ 60,00" in message
    # The same amounts a quarter later are subscriptions.
    assert finding_for(3, 3) == []
