"""Products that are a discount by the list of products, in a workbook; the amounts are counted by hand."""

from __future__ import annotations

import pytest
from plain_book import HEADERS, Refreshed, plain_lines, said


def lines(code: str, sign: float = 1.0) -> list[list[object]]:
    """Return thirty lines, of which those of 100, 170 and 240 euros (510 together) have this code."""
    coded = ([*line[:3], sign * float(str(line[3])), code] for line in plain_lines()[::10])
    return [
        [*HEADERS, "Productcode"],
        *coded,
        *([*line, "A1"] for n, line in enumerate(plain_lines()) if n % 10),
    ]


PRODUCTS = [["Productcode", "Omschrijving"], ["A1", "Stoel"], ["K01", "Korting 10%"], ["B2", "Kortingskaart"]]


def test_a_product_that_is_a_discount_and_positive_is_an_error(read: Refreshed) -> None:
    (text,) = said(read(lines("K01"), Producten=PRODUCTS), "KW-182")
    assert text.startswith("fout: Regels die volgens 'Omschrijving' korting zijn ('Korting 10%')")
    assert text.endswith("tellen positief: 3, samen € 510,00.")


@pytest.mark.parametrize(("code", "sign"), [("K01", -1.0), ("B2", 1.0), ("A1", 1.0)])
def test_a_discount_with_a_minus_and_another_product_are_right(
    code: str, sign: float, read: Refreshed
) -> None:
    assert said(read(lines(code, sign), Producten=PRODUCTS), "KW-182") == []


def test_a_code_that_says_it_itself_is_said_once(read: Refreshed) -> None:
    listed = [*PRODUCTS, ["KORTING", "Korting"]]
    assert len(said(read(lines("KORTING"), Producten=listed), "KW-182")) == 1
