from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import light
import pytest
from at_the_door import run
from plain_book import write_book

from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.words.definitions import DEFINITIONS


def test_the_printed_columns_of_klantwaarde_hold_the_answer() -> None:
    printed = {column.field for column in CUSTOMER_VALUE.columns[: CUSTOMER_VALUE.printed]}
    assert {
        "rank",
        "name",
        "score",
        "rank_revenue",
        "rank_shift",
        "revenue",
        "contribution",
        "at_risk_reason",
    } <= printed


def test_figures_of_a_ratio_have_no_total() -> None:
    totals = {column.field for column in CUSTOMER_VALUE.columns if column.total == "sum"}
    assert {"revenue", "gross_margin", "cost_to_serve", "contribution", "hours"} <= totals
    assert not totals & {
        "margin_pct",
        "score",
        "rank",
        "coverage",
        "contribution_per_hour",
        "time_intensity",
        "breadth",
    }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_row_of_who_has_effort_alone_is_explained(tmp_path: Path, capsys: Any) -> None:
    """Two customers bought; the third row of the list has hours and no invoice line."""
    lines = [["Datum", "Klantnr", "Omzet", "Kostprijs"]]
    lines += [[dt.date(2025, month, 3), who, 100.0, 60.0] for month in range(1, 13) for who in ("K1", "K2")]
    effort = [["Datum", "Klantnr", "Activiteit", "Uren"], [dt.date(2025, 5, 6), "K3", "Bezoek", 4.0]]
    path = write_book(
        tmp_path / "in.xlsx",
        {"Klanten": [["Klantnr"], ["K1"], ["K2"], ["K3"]], "Transacties": lines, "Inspanning": effort},
    )
    run(capsys, "vernieuw", path, "--uit", tmp_path / "uit.xlsx")
    sheet = light.load(tmp_path / "uit.xlsx")["Klantwaarde"]
    assert "van de 2 klanten" in sheet["A2"].value
    assert "En 1 rij van wie alleen inspanning heeft: geen klant van deze periode." in sheet["A3"].value
    assert [sheet.cell(row, 2).value for row in range(6, 9)] == ["K1", "K2", "K3"]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_blank_cost_is_filled_from_the_product_and_the_words_say_so(tmp_path: Path, capsys: Any) -> None:
    """One line of 10 pieces at 7 each, without a cost of its own; one of a product without a cost."""
    lines = [
        ["Datum", "Klantnr", "Productnr", "Aantal", "Omzet", "Kostprijs"],
        [dt.date(2025, 3, 3), "K1", "P1", 10.0, 100.0, None],
        [dt.date(2025, 4, 3), "K1", "P2", 10.0, 100.0, None],
        [dt.date(2025, 5, 3), "K1", "P2", 10.0, 200.0, 150.0],
    ]
    products = [["Productnr", "Kostprijs per stuk"], ["P1", 7.0], ["P2", None]]
    path = write_book(
        tmp_path / "in.xlsx",
        {"Klanten": [["Klantnr"], ["K1"]], "Transacties": lines, "Producten": products},
    )
    run(capsys, "vernieuw", path, "--uit", tmp_path / "uit.xlsx")
    sheet = light.load(tmp_path / "uit.xlsx")["Klantwaarde"]
    shown = {
        column.field: sheet.cell(6, place).value for place, column in enumerate(CUSTOMER_VALUE.columns, 1)
    }
    assert (shown["covered_revenue"], shown["coverage"]) == (300.0, pytest.approx(0.75))
    assert shown["gross_margin"] == pytest.approx(30.0 + 50.0)
    helps = {column.field: column.help for column in CUSTOMER_VALUE.columns}
    for field in ("gross_margin", "covered_revenue", "coverage"):
        assert "Kostprijs per stuk van Producten x aantal" in helps[field]
    assert "Kostprijs per stuk van Producten x aantal" in DEFINITIONS["Brutomarge"]
