"""Columns of an export: which field each one is, what is asked, and where findings point."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all

LINES = "Factuurdatum;Debiteurnummer;Artikelcode;Factuurnummer;Aantal;Bedrag excl. BTW\n"


def export(path: Path, *rows: str, head: str = LINES) -> Path:
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("Datum;Klantnr;Bedrag\n", "31-01-2025;1;5,00", "KW-530"),
        ("Datum;Klantnr;Bedrag incl. btw\n", "31-01-2025;1;5,00", "KW-536"),
        ("Datum;Klantnr;Omzett\n", "31-01-2025;1;5,00", "KW-531"),
        ("Boekdatum;Factuurdatum;Klantnr;Omzet\n", "31-01-2025;31-01-2025;1;5,00", "KW-534"),
        ("Datum;Klantnr;Grootboekrekening;Debet;Credit\n", "31-01-2025;1;8000;;5,00", "KW-546"),
        ("Datum;Klantnr;D/C;Omzet\n", "31-01-2025;1;x;5,00", "KW-535"),
    ],
)
def test_what_only_the_user_can_tell_is_asked_for(tmp_path, head, row, code) -> None:
    understood, failed = understand_all([export(tmp_path / "a.csv", row, head=head)], Choices())
    assert ([problem.code for _, problem in failed], understood) == ([code], [])


def test_a_header_with_a_meaning_of_its_own_is_no_suggestion(shared_data, tmp_path) -> None:
    # Factuurstatus looks like Factuurdatum, and is the state of an invoice.
    _, failed = understand_all([shared_data / "csv" / "bdo_open_items_nl.csv"], Choices())
    assert failed[0][1].hint == (
        "Wijs een kolom aan met --kolom Datum=Kop. Is dit een lijst van klanten, geef dan --tabel klanten."
    )
    _, failed = understand_all(
        [export(tmp_path / "a.csv", "05-01-2025;1;5,00", head="Factuurdatun;Debiteur;Omzet\n")], Choices()
    )
    assert failed[0][1].hint.startswith("Bedoelde u 'Factuurdatun'?")


def test_findings_name_the_cell_as_it_stands_in_the_export(tmp_path) -> None:
    head = "Vrij veld;Factuurdatum;Soort;Debiteurnummer;Aantal;Prijs;Omzet\n"
    path = export(
        tmp_path / "a.csv", "x;05-01-2025;F;1;3;12,35;37,05", "x;05-01-2025;F;1;3;12,35;veel", head=head
    )
    found, _ = understand_all([path], Choices())
    assert [(one.code, one.cell) for one in found[0].findings] == [("KW-111", "'a.csv'!G3"), ("KW-559", "")]


def test_the_name_may_be_chosen_and_the_text_of_a_posting_is_no_product(tmp_path) -> None:
    head = "Datum;Klantnr;Wie;Productcode;Grootboekrekening;Omschrijving;Omzet\n"
    path = export(tmp_path / "a.csv", "31-01-2025;1;Jansen;P1;8000;Factuur 7;5,00", head=head)
    found, failed = understand_all([path], Choices(columns={"klantnaam": "Wie"}))
    assert not failed
    assert found[0].tables["tblKlanten"]["name"].tolist() == ["Jansen"]
    assert "tblProducten" not in found[0].tables
    uses = {use.header: (use.use.name, use.words) for use in found[0].columns["tblTransacties"]}
    assert uses["Wie"] == ("FIELD", "Klantnaam (blad Klanten)")
    assert uses["Omschrijving"][0] == "IGNORED"


def test_a_name_is_the_key_where_no_column_can_be_the_number(tmp_path: Path) -> None:
    head = "Number,Partner,Invoice Date,Invoice lines/Product,Invoice lines/Subtotal\n"
    rows = ("INV/1,Jansen,2024-01-09,Doos,100.0", "INV/2,Bakker,2024-01-10,Tape,30.0")
    (found,), _ = understand_all([export(tmp_path / "a.csv", *rows, head=head)], Choices())
    assert found.tables["tblTransacties"]["customer_id"].tolist() == ["Jansen", "Bakker"]
    assert "KW-573" in {finding.code for finding in found.findings}


def test_a_number_that_may_be_the_customers_is_asked_for_before_the_name(tmp_path: Path) -> None:
    rows = "31-01-2025;7;Jansen;5,00"
    for head, code in (("Datum;Nummer;Naam;Omzet\n", "KW-530"), ("Datum;Klantnrs;Naam;Omzet\n", "KW-531")):
        _, failed = understand_all([export(tmp_path / "a.csv", rows, head=head)], Choices())
        assert [problem.code for _, problem in failed] == [code]
