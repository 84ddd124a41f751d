"""Prepayments beside a final invoice, and goods back with a plus, are doubted with both figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from klantwaarde_xl.use_cases.refreshing import load

HEADERS = ["Datum", "Klantnr", "Factuurnr", "Aantal", "Omzet", "Soort"]


def findings(path: Path, *lines: list[object]) -> dict[str, str]:
    book = openpyxl.Workbook()
    book.active.title = "Transacties"
    for row in (HEADERS, *lines):
        book.active.append(row)
    page = book.create_sheet("Klanten")
    for row in (["Klantnr", "Klantnaam"], ["K1", "Jansen"], ["K2", "Bakker"]):
        page.append(row)
    book.save(path)
    return {one.code: f"{one.severity.value} {one.message} {one.hint}" for one in load(path).findings}


def line(day: int, customer: str, amount: float, kind: str, quantity: float = 1.0) -> list[object]:
    return [dt.datetime(2025, 1, day), customer, f"F{day}", quantity, amount, kind]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Voorschotfactuur", "Eindfactuur"),
        ("Aanbetaling 30 %", "Slotfactuur"),
        ("deelfactuur 1", "eindfactuur"),
        ("Termijnfactuur", "Eindafrekening"),
        ("Prepayment", "Final invoice"),
        ("Down payment", "Final Invoice"),
        ("Anzahlung", "Schlussrechnung"),
        ("Facture d'acompte", "Facture finale"),
    ],
)
def test_a_prepayment_before_a_final_invoice_is_named_with_both_figures(
    first: str, last: str, tmp_path: Path
) -> None:
    found = findings(
        tmp_path / "a.xlsx",
        line(2, "K1", 300.0, first),
        line(9, "K1", 1000.0, last),
        line(5, "K2", 50.0, "Factuur"),
    )
    # 300 + 1,000 + 50 = 1,350; without the prepayment 1,050.
    assert "samen € 300,00; omzet nu € 1.350,00" in found["KW-236"]
    assert "€ 1.050,00" in found["KW-236"]


def test_a_prepayment_that_is_taken_back_or_of_another_customer_raises_nothing(tmp_path: Path) -> None:
    for number, lines in enumerate(
        (
            [
                line(2, "K1", 300.0, "Voorschot"),
                line(9, "K1", 1000.0, "Eindfactuur"),
                line(9, "K1", -300.0, "Voorschot"),
            ],
            [line(2, "K1", 300.0, "Voorschot"), line(9, "K2", 1000.0, "Eindfactuur")],
            [line(12, "K1", 300.0, "Voorschot"), line(9, "K1", 1000.0, "Eindfactuur")],
            [line(2, "K1", 300.0, "Voorschot"), line(9, "K1", 700.0, "Eindfactuur restant")],
            [line(2, "K1", 300.0, "Voorschot"), line(9, "K1", 100.0, "Eindfactuur")],
            [line(2, "K1", 300.0, "Factuur"), line(9, "K1", 1000.0, "Eindfactuur")],
        )
    ):
        assert "KW-236" not in findings(tmp_path / f"{number}.xlsx", *lines)


def test_goods_back_with_a_plus_are_an_error_where_nothing_else_signs_credits(tmp_path: Path) -> None:
    sales = [line(day, "K1", 100.0, "") for day in range(2, 6)]
    back = line(9, "K1", 50.0, "", quantity=-1.0)
    found = findings(tmp_path / "a.xlsx", *sales, back)
    assert found["KW-237"].startswith("fout")
    assert "omzet nu € 450,00" in found["KW-237"]
    assert "€ 350,00" in found["KW-237"]
    found = findings(tmp_path / "b.xlsx", *sales, back, line(10, "K1", -20.0, "", quantity=-1.0))
    assert found["KW-238"].startswith("waarschuwing")
    assert not {"KW-237", "KW-238"} & set(findings(tmp_path / "c.xlsx", *sales))


def test_turnover_below_zero_in_all_is_named_and_of_many_lines_an_error(tmp_path: Path) -> None:
    many = [line(1 + number, "K1", -10.0, "") for number in range(20)]
    found = findings(tmp_path / "a.xlsx", *many)["KW-239"]
    assert found.startswith("fout De omzet is samen negatief (€ -200,00); negatieve regels: 20.")
    assert "€ 200,00" in found
    few = [line(2, "K1", -100.0, ""), line(3, "K1", 20.0, "")]
    assert findings(tmp_path / "b.xlsx", *few)["KW-239"].startswith("waarschuwing")
    assert "KW-239" not in findings(tmp_path / "c.xlsx", line(2, "K1", 100.0, ""), line(3, "K1", -20.0, ""))
