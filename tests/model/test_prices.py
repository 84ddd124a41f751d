"""Turnover from a price and a quantity in a workbook, through the reading of it."""

from __future__ import annotations

import pytest
from plain_book import Refreshed, plain_lines, said, turnover

from klantwaarde_xl.errors import KlantwaardeError

DAYS = [line[:3] for line in plain_lines(4)]
PRICES = [10.0, 2.5, 3.335, "1.000,00"]


def rows(*more: object) -> list[list[object]]:
    """Return four lines of 2 pieces at 10, 2.50, 3.335 and 1,000 euros, with more cells behind."""
    return [[*day, 2.0, price, *more] for day, price in zip(DAYS, PRICES, strict=True)]


HEAD = ["Datum", "Klantnr", "Factuurnr", "Aantal"]


@pytest.mark.parametrize(
    "header", ["Prijs per stuk", "Stukprijs", "Unit price", "Verkoopprijs", "Prijs (EUR)"]
)
def test_a_price_times_a_quantity_is_the_turnover_and_is_said(header: str, read: Refreshed) -> None:
    found = read([[*HEAD, header], *rows()])
    # 20 + 5 + 6.67 + 2,000
    assert turnover(found) == 2031.67
    (text,) = said(found, "KW-550")
    assert f"'{header}' maal 'Aantal'" in text
    assert said(found, "KW-105") == []


def test_a_turnover_goes_before_a_price(read: Refreshed) -> None:
    found = read([[*HEAD, "Prijs", "Omzet"], *rows(7.0)])
    assert (turnover(found), said(found, "KW-550")) == (28.0, [])


@pytest.mark.parametrize(
    "header", ["Bedrag", "Totaal incl. btw", "Korting %", "Kortingsbedrag", "Prijseenheid"]
)
def test_beside_an_amount_or_a_discount_it_is_not_guessed(header: str, read: Refreshed) -> None:
    with pytest.raises(KlantwaardeError) as refused:
        read([[*HEAD, "Prijs", header], *rows(5.0)])
    assert refused.value.code == "KW-103"


@pytest.mark.parametrize("head", [[*HEAD, "Prijs per stuk incl. btw"], [*HEAD[:3], "Colli", "Prijs"]])
def test_a_price_with_vat_or_without_a_quantity_is_refused(head: list[object], read: Refreshed) -> None:
    with pytest.raises(KlantwaardeError) as refused:
        read([head, *rows()])
    assert refused.value.code == "KW-103"


def test_a_line_without_a_price_is_rejected_by_its_cell(read: Refreshed) -> None:
    found = read([[*HEAD, "Prijs"], *rows(), [*DAYS[0], 2.0, None]])
    assert (turnover(found), len(said(found, "KW-110"))) == (2031.67, 1)
