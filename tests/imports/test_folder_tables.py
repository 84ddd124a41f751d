"""A folder of text exports: tables of one database are joined, exports of one layout are not."""

from __future__ import annotations

from pathlib import Path

from at_the_door import CASES, Door, cells


def test_orders_lines_customers_and_products_are_joined(door: Door) -> None:
    answer = door.imports(CASES / "exports" / "folder_of_tables")
    assert answer.turnover() == 470.0
    assert answer.json["added"] == {"tblTransacties": 4, "tblKlanten": 2, "tblProducten": 3}
    assert answer.findings("KW-135")[0]["value"] == "€ 35,00"
    assert answer.findings("KW-570")[0]["value"] == "orderdetails.csv"
    result = door.refreshes(door.workbook, "--van", "2024-01-01", "--tot", "2024-12-31")
    assert (result.turnover(), result.json["gross_margin"]) == (470.0, 170.0)


def test_a_table_that_belongs_to_nothing_is_said(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    for file in (CASES / "exports" / "folder_of_tables").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "weer.csv").write_text("dag;regen\n2024-01-01;3\n", encoding="utf-8")
    (said,) = door.imports(folder).findings("KW-571")
    assert "'weer.csv'" in said["message"]


def test_exports_of_one_layout_are_sources_of_their_own(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    for month in ("01", "02"):
        rows = f"Datum;Klantnr;Omzet\n2024-{month}-03;K1;10,00\n2024-{month}-04;K1;5,00\n"
        (folder / f"{month}.csv").write_text(rows, encoding="utf-8")
    answer = door.imports(folder)
    assert (answer.turnover(), len(answer.json["sources"])) == (30.0, 2)


def test_the_cost_of_a_list_of_products_is_per_unit(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "tabellen"
    folder.mkdir()
    files = {
        "facturen.csv": "Factuurnr;Klantnr;Factuurdatum\n1;K1;09-01-2024\n2;K2;10-01-2024\n",
        "regels.csv": "Factuurnr;Artikelcode;Aantal;Prijs\n1;A;2;50,00\n2;B;1;20,00\n",
        "producten.csv": "Artikelcode;Omschrijving;Kostprijs\nA;Doos;30,00\nB;Tape;10,00\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert door.imports(folder).turnover() == 120.0
    # 2 x 30.00 and 1 x 10.00
    assert cells(door, "Transacties", "Kostprijs") == [60, 10]
