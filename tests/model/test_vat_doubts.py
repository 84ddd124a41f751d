"""VAT in turnover and lines of VAT, through the commands; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export
from quick import first_quick

TAXED = "Datum;Klantnr;Omzet excl. btw;BTW"


def test_turnover_that_holds_its_vat_is_an_error(door: Door, tmp_path: Path) -> None:
    rows = ("2024-01-05;K1;121,00;21,00", "2024-02-05;K2;242,00;42,00", "2024-03-05;K2;10,90;0,90")
    answer = door.imports(export(tmp_path, *rows, head=TAXED))
    (doubt,) = answer.findings("KW-173")
    assert (doubt["severity"], doubt["value"], answer.code) == ("fout", "€ 373,90", 1)


@pytest.mark.parametrize("rows", [("100,00;21,00", "200,00;18,00"), ("100,00;0,00", "50,00;0,00")])
def test_vat_beside_turnover_is_right(rows: tuple[str, ...], door: Door, tmp_path: Path) -> None:
    path = export(tmp_path, *(f"2024-01-0{n};K1;{row}" for n, row in enumerate(rows, 1)), head=TAXED)
    assert not {"KW-172", "KW-173"} & codes(door.imports(path))


@pytest.mark.parametrize(
    "text", first_quick(2, ["BTW 21%", "btw hoog", "Beginsaldo", "Saldo vorige periode", "21% btw"])
)
def test_a_line_that_is_vat_or_a_balance_is_an_error(text: str, door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Omschrijving;Omzet"
    rows = ("2024-01-05;K1;Artikel;100,00", f"2024-01-05;K1;{text};21,00")
    answer = door.imports(export(tmp_path, *rows, head=head))
    (doubt,) = answer.findings("KW-172")
    assert (doubt["severity"], doubt["value"]) == ("fout", "€ 21,00")


def test_a_column_of_vat_rates_names_no_lines(door: Door, tmp_path: Path) -> None:
    rows = ("2024-01-05;K1;BTW 21%;100,00", "2024-01-05;K1;;21,00", "2024-01-06;K1;;21,50")
    path = export(tmp_path, *rows, head="Datum;Klantnr;Btw-code;Omzet")
    assert "KW-172" not in codes(door.imports(path))


@pytest.mark.parametrize("head", ["Omschrijving", "Soort"])
@pytest.mark.parametrize(
    "text", first_quick(1, ["Betaling factuur 1", "Ontvangst", "Factuurbetaling ontvangen", "Payment"])
)
def test_a_payment_among_the_lines_is_an_error(head: str, text: str, door: Door, tmp_path: Path) -> None:
    rows = (
        "2024-01-05;K1;Factuur 1;100,00",
        "2024-02-05;K2;Factuur 2;50,00",
        f"2024-03-05;K1;{text};-121,00",
    )
    (doubt,) = door.imports(export(tmp_path, *rows, head=f"Datum;Klantnr;{head};Omzet")).findings("KW-172")
    assert (doubt["severity"], doubt["value"]) == ("fout", "€ -121,00")


@pytest.mark.parametrize("line", ["Ontvangst;80,00", "Betalingskorting;-2,00", "Vergoeding betaling;-5,00"])
def test_what_only_looks_like_a_payment_is_none(line: str, door: Door, tmp_path: Path) -> None:
    rows = ("2024-01-05;K1;Koffie;100,00", "2024-02-05;K2;Thee;50,00", f"2024-03-05;K1;{line}")
    answer = door.imports(export(tmp_path, *rows, head="Datum;Klantnr;Omschrijving;Omzet"))
    assert "KW-172" not in codes(answer)
