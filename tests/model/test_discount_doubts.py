"""Discounts that count as turnover, through the commands; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export
from plain_book import HEADERS, Refreshed, plain_lines, said
from quick import first_quick

HEAD = "Datum;Klantnr;Factuurnr;Omschrijving;Omzet"
SALES = "2024-01-05;K1;F1;Stoel;200,00", "2024-02-05;K2;F2;Tafel;500,00", "2024-02-05;K2;F2;Bezorgen;50,00"


@pytest.mark.parametrize(
    "text",
    first_quick(
        2,
        [
            *(
                "Korting 10%",
                "10% korting",
                "Kortingsregel",
                "Extra korting",
                "Staffelkorting 5 %",
                "Discount",
            ),
            *("Korting: trouwe klant", "Rabatt 5 %", "Remise 10 %", "Betalingskorting"),
        ],
    ),
)
def test_a_discount_with_a_plus_is_an_error(text: str, door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, *SALES, f"2024-01-05;K1;F1;{text};20,00", head=HEAD))
    (doubt,) = answer.findings("KW-182")
    assert (doubt["severity"], doubt["value"], answer.code) == ("fout", "€ 20,00", 1)
    # 750 of sales less 20, and not plus 20
    assert "€ 730,00 in plaats van € 770,00" in doubt["hint"]


@pytest.mark.parametrize(
    "line",
    first_quick(
        2,
        [
            "F1;Korting 10%;-20,00",
            "F1;Kortingskaart;20,00",
            "F1;Stoel incl. korting 10%;20,00",
            "F1;Korting teruggedraaid;20,00",
            "F1;Remise sleutel;20,00",
            "F1;Korting 10%;0,00",
            "F1;Kort bankje;20,00",
            "F1;Correctie korting januari;20,00",
        ],
    ),
)
def test_what_is_no_discount_on_more_turnover_is_no_doubt(line: str, door: Door, tmp_path: Path) -> None:
    assert "KW-182" not in codes(door.imports(export(tmp_path, *SALES, f"2024-01-05;K1;{line}", head=HEAD)))


def test_a_discount_taken_back_on_a_credit_note_is_right(door: Door, tmp_path: Path) -> None:
    more = ("2024-03-05;K2;F3;Tafel;-500,00", "2024-03-05;K2;F3;Korting 10%;50,00")
    assert "KW-182" not in codes(door.imports(export(tmp_path, *SALES, *more, head=HEAD)))


@pytest.mark.parametrize("header", ["Soort korting", "Klantnaam", "Productgroep"])
def test_what_a_column_says_of_discounts_or_customers_is_no_doubt(
    header: str, door: Door, tmp_path: Path
) -> None:
    rows = ("2024-01-05;K1;geen;200,00", "2024-02-05;K2;Kwantumkorting;500,00", "2024-02-06;K3;geen;5,00")
    answer = door.imports(export(tmp_path, *rows, head=f"Datum;Klantnr;{header};Omzet"))
    assert "KW-182" not in codes(answer)


@pytest.mark.parametrize("header", ["Omschrijving", "Productcode"])
def test_a_workbook_says_it_too(header: str, read: Refreshed) -> None:
    # The lines of 100, 170 and 240 euros are discounts: 510.
    rows = [[*line, "Korting" if n % 10 == 0 else "Stoel"] for n, line in enumerate(plain_lines())]
    (text,) = said(read([[*HEADERS, header], *rows]), "KW-182")
    assert "€ 510,00" in text
