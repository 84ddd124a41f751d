"""Headers of packages that were refused though they can be read in one way only."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export

OF = {"day": "2024-0{n}-05", "id": "K{n}", "name": "Klant {n}", "net": "10{n},00", "two": "2", "year": "2024"}
OF |= {"month": "{n}", "bill": "B{n}", "gross": "12{n},00"}
NET = 621.0
"""101, 102 ... 106 euros."""


def lines(tmp_path: Path, head: str, *kinds: str) -> Path:
    rows = (";".join(OF[kind].format(n=n) for kind in kinds) for n in range(1, 7))
    return export(tmp_path, *rows, head=head)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Bedrag (EUR) excl. btw",
            "Bedrag EUR excl. btw",
            "Bedrag (€) excl. btw",
            "Omzet in euro excl. btw",
        ),
        *(
            "EUR bedrag excl. btw",
            "Totaal (EUR) exclusief btw",
            "Amount (EUR) excl. VAT",
            "total_price_excl_tax",
        ),
        *("Total excl. tax", "Amount excluding tax", "Untaxed Amount Signed"),
    ],
)
def test_an_amount_without_vat_is_turnover_wherever_the_euro_stands(
    header: str, door: Door, tmp_path: Path
) -> None:
    path = lines(tmp_path, f"Factuurdatum;Debiteur;{header}", "day", "id", "net")
    assert door.imports(path).turnover() == NET


@pytest.mark.parametrize(
    "header", ["Bedrag (EUR) incl. btw", "Bedrag (USD) excl. btw", "Bedrag (EUR)", "total_price_incl_tax"]
)
def test_an_amount_that_may_be_another_is_still_refused(header: str, door: Door, tmp_path: Path) -> None:
    path = lines(tmp_path, f"Factuurdatum;Debiteur;{header}", "day", "id", "net")
    assert door.imports(path).code == 2


@pytest.mark.parametrize(
    "header",
    [
        "Nr_debiteur",
        "Nummer_debiteur",
        "Code debiteur",
        "Nr klant",
        "Nummer relatie",
        "contact_id",
        "partner_id",
    ],
)
def test_a_number_of_a_customer_is_known_whichever_word_comes_first(
    header: str, door: Door, tmp_path: Path
) -> None:
    answer = door.imports(lines(tmp_path, f"Datum;{header};Naam;Omzet", "day", "id", "name", "net"))
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (NET, 6)


@pytest.mark.parametrize(
    "header", ["Invoice/Bill Date", "Bondatum", "Kassadatum", "Receipt Date", "Datum verkoop"]
)
def test_a_day_of_a_bill_is_the_date(header: str, door: Door, tmp_path: Path) -> None:
    path = lines(tmp_path, f"{header};Klantnr;Bonnummer;Omzet", "day", "id", "bill", "net")
    assert door.imports(path).turnover() == NET


@pytest.mark.parametrize("head", ["Factuurdatum;Bondatum;Klantnr;Omzet", "Datum;Klantnr;Contact ID;Omzet"])
def test_beside_a_better_header_such_a_one_asks_nothing(head: str, door: Door, tmp_path: Path) -> None:
    kinds = ["day", "day", "id", "net"] if "Bondatum" in head else ["day", "id", "bill", "net"]
    assert door.imports(lines(tmp_path, head, *kinds)).turnover() == NET


@pytest.mark.parametrize(
    "header", ["Prijs per stuk", "Prijs/stuk", "Stukprijs excl. btw", "Prijs per eenheid", "Price per unit"]
)
def test_a_price_times_a_quantity_is_turnover_where_no_amount_is_and_it_is_said(
    header: str, door: Door, tmp_path: Path
) -> None:
    answer = door.imports(lines(tmp_path, f"Datum;Klantnr;Aantal;{header}", "day", "id", "two", "net"))
    assert (answer.turnover(), "KW-550" in codes(answer)) == (2 * NET, True)


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("Datum;Klantnr;Aantal;Prijs per stuk incl. btw", ("day", "id", "two", "net")),
        ("Datum;Klantnr;Aantal;Prijs per stuk;Totaal incl. btw", ("day", "id", "two", "net", "gross")),
        ("Datum;Klantnr;Prijs per stuk", ("day", "id", "net")),
    ],
)
def test_a_price_that_may_hold_vat_or_has_no_quantity_is_refused(
    head: str, kinds: tuple[str, ...], door: Door, tmp_path: Path
) -> None:
    assert door.imports(lines(tmp_path, head, *kinds)).code == 2


@pytest.mark.parametrize(
    "head",
    ["Jaar;Periodenr", "Fiscaal jaar;Periode", "Fin. jaar;Fin. periode", "Jaar;Mnd", "Boekjaar;Boekmaand"],
)
def test_a_year_and_a_period_are_the_date(head: str, door: Door, tmp_path: Path) -> None:
    answer = door.imports(lines(tmp_path, f"{head};Klantnr;Omzet", "year", "month", "id", "net"))
    assert (answer.turnover(), "KW-161" in codes(answer)) == (NET, True)
