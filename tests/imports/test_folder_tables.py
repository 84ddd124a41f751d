"""A folder of text exports: tables of one database are joined, exports of one layout are not."""

from __future__ import annotations

from pathlib import Path

from at_the_door import CASES, Door


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
