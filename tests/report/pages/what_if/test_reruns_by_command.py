"""Every scenario of Wat als against `vernieuw` of a workbook in which that input was changed, to the cent.

The base is the result of a first `vernieuw`; answers are those of Wat als for what that result holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from plain_book import write_book
from result_cells import columns
from small_workbook import CELLS
from what_if_answers import answers

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.settings import DIMENSION_NAMES, Settings
from klantwaarde_xl.use_cases.refreshing import look

CENT = 0.01
SHEETS = {"Klanten": "tblKlanten", "Transacties": "tblTransacties", "Producten": "tblProducten"}
EFFORT, RATES = "Inspanning", "Tarieven"
TABLES = {**SHEETS, EFFORT: "tblInspanning", RATES: "tblTarieven", "Beoordeling": "tblBeoordeling"}
pytestmark = pytest.mark.slow
Rows = dict[str, list[list[Any]]]


def company() -> Rows:
    return {sheet: [list(row) for row in CELLS[table]] for sheet, table in TABLES.items()}


def refreshed(door: Any, rows: Rows, name: str) -> dict[str, Any]:
    """Return the answer of vernieuw for a workbook with these rows."""
    answer = door.refreshes(write_book(door.folder / f"{name}.xlsx", rows))
    assert answer.code in {0, 1}, answer.text
    found: dict[str, Any] = answer.json
    return found


@pytest.fixture
def base(door: Any) -> Analysis:
    """Return the analysis of the result of a first refresh."""
    refreshed(door, company(), "basis")
    (door.folder / "resultaat.xlsx").rename(door.folder / "eerst.xlsx")
    return look(door.folder / "eerst.xlsx")


def test_another_price(door: Any, base: Analysis) -> None:
    rows = company()
    for line in rows["Transacties"][1:]:
        line[3] *= 1.03 if line[0].year == 2024 else 1.0
    again = refreshed(door, rows, "prijs")
    found = answers(base, Prijs=0.03)
    assert base.totals["contribution"] + found["PrijsNetto"] == pytest.approx(again["contribution"], abs=CENT)
    assert found["PrijsMarge"] == pytest.approx(again["gross_margin"] - base.totals["gross_margin"], abs=CENT)
    assert found["PrijsOmzet"] == pytest.approx(again["revenue"] - base.totals["revenue"], abs=CENT)


@pytest.mark.parametrize("days", [0, 75])
def test_other_payment_days(door: Any, base: Analysis, days: int) -> None:
    rows = company()
    for customer in rows["Klanten"][1:]:
        customer[3] = float(days)
    again = refreshed(door, rows, "dagen")
    assert answers(base, Dagen=days)["DagDan"] == pytest.approx(again["contribution"], abs=CENT)


def test_fewer_hours(door: Any, base: Analysis) -> None:
    rows = company()
    for effort in rows[EFFORT][1:]:
        effort[3] *= 0.8
    again = refreshed(door, rows, "uren")
    assert answers(base, Uren=0.8, Vermijdbaar=1)["UrenDan"] == pytest.approx(again["contribution"], abs=CENT)


@pytest.mark.parametrize("best", [False, True])
def test_customers_that_go(door: Any, base: Analysis, best: bool) -> None:
    order = base.customers["contribution"].astype(float).sort_values(ascending=not best)
    gone = set(order.index[:4].astype(str))
    rows = company()
    for sheet in ("Transacties", EFFORT):
        rows[sheet] = [row for row in rows[sheet] if str(row[1]) not in gone]
    again = refreshed(door, rows, "weg")
    typed = {"Top": 4} if best else {"Slechtste": 4}
    found = answers(base, Vermijdbaar=1, **typed)
    assert found["TopDan" if best else "WegDan"] == pytest.approx(again["contribution"], abs=CENT)
    if best:
        assert found["TopDeelDan"] == pytest.approx(again["concentration"]["top20_share"], abs=1e-6)


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_other_weights(door: Any, base: Analysis) -> None:
    weights = dict(zip(DIMENSION_NAMES, (0.5, 0.05, 0.3, 0.0, 0.1, 0.05, 0.0), strict=True))
    path = with_settings(door.folder, {f"weight_{name}": weight for name, weight in weights.items()})
    answer = door.refreshes(path)
    assert answer.code in {0, 1}, answer.text
    names = columns(door.folder / "resultaat.xlsx", "Klantwaarde", "Klantnaam", "Klantnr", "Rang")
    ranked = {f"{name} ({number})": rank for name, number, rank in names}
    found = answers(base, **{f"Gewicht_{name}": weight for name, weight in weights.items()})
    top = [str(found[f"E{row}"]) for row in range(54, 74)]
    assert [ranked[name] for name in top] == sorted(rank for rank in ranked.values() if rank != "")[:20]
    assert [found[f"G{row}"] for row in range(54, 74)] == [ranked[name] for name in top]


def with_settings(folder: Path, chosen: dict[str, float]) -> Path:
    """Return the first result with other values in its cells of Instellingen."""
    book = openpyxl.load_workbook(folder / "eerst.xlsx")
    cells = {item.field: item.cell_name for item in Settings.declared()}
    for field, value in chosen.items():
        sheet, cell = next(iter(book.defined_names[cells[field]].destinations))
        book[sheet][cell.replace("$", "")] = value
    path = folder / "gewichten.xlsx"
    book.save(path)
    return path
