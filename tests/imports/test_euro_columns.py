"""An amount in euros beside an amount in another currency: the currency belongs to that other amount."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all

ROWS = ("31-01-2025;K1;100,00;USD;92,00", "28-02-2025;K1;50,00;EUR;50,00")


@pytest.mark.parametrize("header", ["Bedrag EUR", "Net amount (EUR)", "Line Amount (LCY)", "Omzet in euro"])
def test_the_currency_of_another_amount_is_left_out_and_named(header: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("\n".join((f"Datum;Klantnr;Bedrag FC;Valuta;{header}", *ROWS)), encoding="utf-8")
    (found,), failed = understand_all([path], Choices(columns={"Omzet": header}))
    assert failed == []
    assert found.revenue == 142.0
    (said,) = [one for one in found.findings if one.code == "KW-585"]
    assert said.cell.endswith("D1")
    assert not [one for one in found.findings if one.severity.value == "fout"]


def test_a_currency_beside_one_amount_only_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Datum;Klantnr;Valuta;Net amount (EUR)\n31-01-2025;K1;USD;92,00\n", encoding="utf-8")
    (found,), _ = understand_all([path], Choices())
    assert found.revenue == 0.0
    assert "KW-208" in {one.code for one in found.findings}


@pytest.mark.parametrize(("chosen", "turnover"), [("Bedrag EUR", 92.0), ("Bedrag", 100.0)])
def test_of_two_headers_that_differ_by_the_euro_the_chosen_one_is_read(
    tmp_path: Path, chosen: str, turnover: float
) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Datum;Klantnr;Bedrag;Bedrag EUR\n09-01-2024;K1;100,00;92,00\n", encoding="utf-8")
    (found,), failed = understand_all([path], Choices(columns={"Omzet": chosen}))
    assert (failed, found.revenue) == ([], turnover)
