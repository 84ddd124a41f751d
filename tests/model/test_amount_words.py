"""What a text says of amounts; texts as they stand in Dutch reports, and texts that only look like them."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.amount_words import currency_of, says_vat, unit_of

THOUSANDS = """
Omzet per klant x € 1.000|Bedragen in duizenden euro's|(x € 1.000)|in k€|Bedragen x EUR 1.000
(bedragen * 1.000)|(€ x 1.000)|€ '000|(000's)|in €1.000|Alle bedragen in EUR 1000|Omzet 2025 (× € 1.000)
bedragen in kEUR|x duizend euro|in thousands of euros|(EUR 1.000)|x 1.000|Omzet TEUR|Omzet €k
omzet x 1000.csv|Eenheid: x € 1.000
"""
NO_UNIT = """
Omzet 2025|Jansen BV|Debiteuren boven € 1.000|Pagina 1 van 1000|Keur BV|Omzet in Keur BV
Top 1.000 klanten|Selectie: bedrag > 1.000|Grootboek 1000-8999|In 1000 stukjes BV|Aantallen x 1000
K & R Euro Trading|Artikel 1000|Bedragen in euro|Periode 1-1-2025 t/m 31-12-2025|Centraal magazijn
€ 1.000.000 club|Miljoenenlijn
"""


@pytest.mark.parametrize("text", THOUSANDS.replace("\n", "|").strip("|").split("|"))
def test_texts_that_say_thousands(text: str) -> None:
    assert unit_of(text) == ("duizenden euro's", 1_000)


@pytest.mark.parametrize("text", NO_UNIT.replace("\n", "|").strip("|").split("|"))
def test_texts_that_say_no_unit(text: str) -> None:
    assert unit_of(text) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Bedragen in miljoenen euro", 1_000_000),
        ("in € mln", 1_000_000),
        ("x € 1.000.000", 1_000_000),
        ("bedragen in centen", 0.01),
        ("bedragen in eurocenten", 0.01),
    ],
)
def test_millions_and_cents(text: str, size: float) -> None:
    told = unit_of(text)
    assert told is not None
    assert told[1] == size


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bedragen inclusief btw", True),
        ("Alle bedragen incl. 21% BTW", True),
        ("facturen_incl_btw.csv", True),
        ("Bedragen exclusief btw", False),
        ("Bedragen in- en exclusief btw", False),
        ("Klanten met btw-nummer", False),
        ("Inclusief vervallen klanten", False),
    ],
)
def test_texts_that_say_with_vat(text: str, told: bool) -> None:
    assert says_vat(text) is told


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Valuta: USD", "USD"),
        ("Bedragen in US dollars", "USD"),
        ("Facturen in GBP", "GBP"),
        ("Omzet in SEK", "SEK"),
        ("Omzet $", "USD"),
        ("Valuta: EUR", ""),
        ("Omzet EUR en USD", ""),
        ("Koers USD: 0,92", ""),
        ("CAD-tekeningen", ""),
        ("Verkoop in USA", ""),
        ("Omzet in mei", ""),
    ],
)
def test_texts_that_say_a_currency(text: str, currency: str) -> None:
    assert currency_of(text) == currency
