"""What titles say of all amounts, through the commands; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, export
from xlsxwriter import Workbook

HEAD = "Datum;Klantnr;Factuurnr;Omzet"
ROWS = ("2025-01-05;K1;F1;12,50", "2025-02-05;K2;F2;7,25")
TITLES = {"KW-174", "KW-175", "KW-176", "KW-177"}


def titled(folder: Path, *titles: str) -> Path:
    return export(folder, *titles[1:], "", HEAD, *ROWS, head=titles[0])


@pytest.mark.parametrize(
    ("title", "code", "shown"),
    [
        ("Omzet per klant (x € 1.000)", "KW-174", "€ 19.750,00"),
        ("Eenheid;k€", "KW-174", "€ 19.750,00"),
        ("Bedragen in miljoenen euro", "KW-174", "€ 19.750.000,00"),
        ("Bedragen in centen", "KW-174", "€ 0,20"),
        ("Alle bedragen incl. btw", "KW-175", "€ 19,75"),
        ("Valuta;USD", "KW-176", "USD"),
        ("Begroting 2025 vestiging Utrecht", "KW-177", "€ 19,75"),
    ],
)
def test_a_title_raises_a_doubt_and_changes_nothing(
    title: str, code: str, shown: str, door: Door, tmp_path: Path
) -> None:
    answer = door.imports(titled(tmp_path, "Jansen Techniek BV", title))
    (doubt,) = [finding for finding in answer.json["findings"] if finding["code"] in TITLES]
    assert (doubt["code"], doubt["severity"]) == (code, "fout")
    assert shown in doubt["message"]
    assert (answer.turnover(), answer.code) == (19.75, 1)


@pytest.mark.parametrize(
    "title",
    ["Omzet 2025", "Bedragen in euro, excl. btw", "Offerte Adviesgroep B.V.", "Debiteuren boven € 1.000"],
)
def test_other_titles_raise_nothing(title: str, door: Door, tmp_path: Path) -> None:
    answer = door.imports(titled(tmp_path, title))
    assert not {finding["code"] for finding in answer.json["findings"]} & TITLES
    assert answer.turnover() == 19.75


def test_lines_below_a_title_of_quotations_do_not_count(door: Door, tmp_path: Path) -> None:
    for title in ("Openstaande offertes", "Nog te factureren", "Prognose 2025"):
        lower = ("", title, HEAD, "2025-03-05;K1;O1;900,00")
        answer = door.imports(export(tmp_path, HEAD, *ROWS, *lower, head="Facturen 2025"))
        (said,) = answer.findings("KW-135")
        assert (said["value"], f"titel '{title}'" in said["message"]) == ("€ 900,00", True)
        assert answer.turnover() == 19.75


def test_the_name_of_a_sheet_and_of_a_file_tell_too(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "omzet x 1000.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Omzet kEUR")
        for at, row in enumerate((HEAD, *ROWS)):
            sheet.write_row(
                at,
                0,
                [float(x.replace(",", ".")) if x[:1].isdigit() and "," in x else x for x in row.split(";")],
            )
    (doubt,) = door.imports(path).findings("KW-174")
    assert "Omzet kEUR" in doubt["message"]
    (doubt,) = door.imports(
        export(tmp_path, *ROWS, head=HEAD).rename(tmp_path / "omzet_x_1000.csv")
    ).findings("KW-174")
    assert "€ 19.750,00" in doubt["message"]


@pytest.mark.parametrize("header", ["Omzet k€", "Omzet kEUR", "Netto omzet TEUR", "Omzet €k"])
def test_a_header_in_thousands_is_never_offered_as_turnover(header: str, door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, *ROWS, head=HEAD.replace("Omzet", header)))
    assert answer.code == 2 or answer.turnover() == 0
    assert "Noem die kolom dan" not in answer.text
    assert f"Omzet={header}" not in answer.text


def test_thousands_below_the_headers_are_part_of_the_header(door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, ";;;(x € 1.000)", *ROWS, head=HEAD))
    assert (answer.code, "sources" in answer.json and answer.turnover() > 0) == (2, False)
