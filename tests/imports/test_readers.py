"""Readers of each kind: which table an export becomes."""

from __future__ import annotations

from pathlib import Path

from plain_book import write_book

from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all

LINES = "Factuurdatum;Debiteurnummer;Artikelcode;Factuurnummer;Aantal;Bedrag excl. BTW\n"


def export(path: Path, *rows: str, head: str = LINES) -> Path:
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_hours_per_customer_become_effort(tmp_path) -> None:
    head = "Datum;Medewerker;Debiteur;Werksoort;Aantal uren;Tarief;Bedrag\n"
    rows = (
        "05-01-2025;J. de Boer;00123;Advies;1,5;90,00;135,00",
        "06-01-2025;J. de Boer;00123;Reizen;0:45;90,00;67,50",
    )
    path = export(tmp_path / "uren.csv", *rows, head=head)
    found, failed = understand_all([path], Choices())
    assert not failed
    effort = found[0].tables["tblInspanning"]
    assert effort["hours"].tolist() == [1.5, 0.75]
    assert effort["customer_id"].tolist() == ["00123", "00123"]
    assert effort["expense"].isna().all()
    assert {finding.code for finding in found[0].findings} == {"KW-548", "KW-584"}
    assert [one.value for one in found[0].findings if one.code == "KW-584"] == ["€ 202,50"]
    # Whoever says that the amount is revenue, has invoice lines with hours.
    lines, _ = understand_all([path], Choices(columns={"Omzet": "Bedrag"}))
    assert lines[0].revenue == 202.5


BEDRAG = ["Datum", "Klantnr", "Bedrag"]
CHOSEN = Choices(columns={"Omzet": "Bedrag"})


def test_rows_that_a_chosen_column_makes_lines_are_not_called_unread(tmp_path: Path) -> None:
    rows = [BEDRAG, ["09-01-2024", "K1", 100.0], ["10-01-2024", "K2", 50.5]]
    found, failed = understand_all([write_book(tmp_path / "bedrag.xlsx", {"Blad1": rows})], CHOSEN)
    assert not failed
    assert (found[0].revenue, found[0].findings) == (150.5, ())


def test_every_sheet_with_the_chosen_column_is_read(tmp_path: Path) -> None:
    sheets = {
        "2024": [BEDRAG, ["09-01-2024", "K1", 100.0], ["10-01-2024", "K2", 50.5]],
        "2025": [BEDRAG, ["09-01-2025", "K1", 9.0], ["10-01-2025", "K2", 0.5]],
        "Anders": [["Datum", "Klantnr", "Totaal"], ["09-01-2025", "K1", 7.0], ["10-01-2025", "K2", 1.0]],
    }
    found, failed = understand_all([write_book(tmp_path / "jaren.xlsx", sheets)], CHOSEN)
    assert not failed
    assert found[0].revenue == 160.0
    # What has no such column is no longer part of it, and is said with its amount.
    unread = [one for one in found[0].findings if one.code == "KW-144"]
    assert [one.cell for one in unread] == ["Anders!A2"]
    assert "€ 8,00" in unread[0].message
