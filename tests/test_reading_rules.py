"""Kinds of exports and cells that once gave a wrong figure without a word, through the commands."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from at_the_door import CASES, Door, cells, export

pytestmark = pytest.mark.usefixtures("figures_alone")

# The kind of an export.


def test_an_amount_under_another_header_is_turnover_and_never_effort(door: Door) -> None:
    answer = door.imports(CASES / "amount_header" / "excl.xlsx")
    assert (answer.turnover(), answer.json["added"]) == (100.0, {"tblTransacties": 1, "tblKlanten": 1})


def test_an_amount_that_may_be_anything_is_asked_for(door: Door) -> None:
    answer = door.imports(CASES / "amount_header" / "bedrag3.xlsx")
    assert [problem["code"] for problem in answer.json["failed"]] == ["KW-530"]
    answer = door.imports(CASES / "amount_header" / "bedrag3.xlsx", "--kolom", "Omzet=Bedrag")
    assert (answer.turnover(), answer.json["added"].get("tblInspanning", 0)) == (10.0, 0)


@pytest.mark.parametrize(
    ("name", "revenue", "added"),
    [
        ("nl3.csv", 400.5, {"tblTransacties": 3, "tblKlanten": 2}),
        ("en1.csv", 150.0, {"tblTransacties": 2, "tblKlanten": 2}),
    ],
)
def test_lines_with_names_and_regions_are_lines(
    door: Door, name: str, revenue: float, added: dict[str, int]
) -> None:
    answer = door.imports(CASES / "lines_or_list" / name)
    assert (answer.turnover(), answer.json["added"]) == (revenue, added)


def test_region_of_a_flat_export_reaches_its_customers(door: Door) -> None:
    door.imports(CASES / "lines_or_list" / "nl3.csv")
    assert cells(door, "Klanten", "Regio") == ["Noord", "Zuid"]
    door.imports(CASES / "lines_or_list" / "en1.csv")
    assert sum(map(float, cells(door, "Transacties", "Marge"))) == 30.0


def test_the_user_may_say_what_an_export_is(door: Door, tmp_path: Path) -> None:
    path = export(tmp_path, "7;Jansen;100,00", head="Klantnr;Klantnaam;Saldo")
    assert door.imports(path, "--tabel", "klanten").json["added"] == {"tblKlanten": 1}
    answer = door.imports(path, "--tabel", "voorraad")
    assert answer.code == 2
    assert "kies uit transacties, klanten, producten, inspanning" in answer.text


def test_a_flat_export_as_it_comes(door: Door) -> None:
    answer = door.imports(CASES / "exports" / "superstore_like.xlsx")
    assert (answer.code, answer.turnover()) == (0, 1180.5)
    assert answer.json["added"] == {"tblTransacties": 4, "tblKlanten": 3, "tblProducten": 3}
    assert cells(door, "Klanten", "Segment") == ["Consumer", "Corporate", "Corporate"]
    assert cells(door, "Klanten", "Regio") == ["Noord", "Zuid", "Zuid"]
    assert cells(door, "Producten", "Productgroep") == ["Meubels", "Kantoor", "Techniek"]
    assert sum(map(float, cells(door, "Transacties", "Marge"))) == pytest.approx(210.25)


def test_details_that_lines_disagree_on_are_said(door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Regio;Omzet"
    rows = ("09-01-2024;K1;Noord;1,00", "10-01-2024;K1;Noord;1,00", "11-01-2024;K1;Zuid;1,00")
    answer = door.imports(export(tmp_path, *rows, head=head))
    assert cells(door, "Klanten", "Regio") == ["Noord"]
    (said,) = answer.findings("KW-557")
    assert (said["value"], said["count"]) == ("K1", 1)


def test_a_price_with_a_discount_is_asked_for_once(door: Door) -> None:
    path = CASES / "exports" / "us_regional_like.csv"
    answer = door.imports(path)
    assert [problem["code"] for problem in answer.json["failed"]] == ["KW-555"]
    assert "Unit Price" in answer.text
    answer = door.imports(path, "--kolom", "Korting=Discount Applied")
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (2460.0, 2)
    margin = 2460.0 - sum(map(float, cells(door, "Transacties", "Kostprijs")))
    assert margin == pytest.approx(900.0)


# Cells.


def test_a_dash_is_zero_and_a_comma_may_stand_first(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "dash_is_zero" / "dash.csv")
    assert (answer.turnover(), answer.json["added"]["tblTransacties"]) == (2950.0, 4)
    assert sum(map(float, cells(door, "Transacties", "Kostprijs"))) == 600.0
    for written, amount in ((",50", 0.5), ("-,50", -0.5), ("€ ,50", 0.5), ("€ --", 0.0), ("– €", 0.0)):
        assert door.imports(export(tmp_path, f"09-01-2024;K1;{written}")).turnover() == amount, written


def test_the_euro_has_many_names_and_other_currencies_ask_a_rate(door: Door, tmp_path: Path) -> None:
    path = CASES / "euro_names" / "curcol.csv"
    answer = door.imports(path)
    assert answer.turnover() == 400.0
    assert [said["value"] for said in answer.findings("KW-208")] == ["USD 100,00"]
    assert door.imports(path, "--koers", "USD=0,92").turnover() == 492.0
    book = tmp_path / "boek.xlsx"
    out = openpyxl.Workbook()
    out.active.title = "Klanten"
    out.active.append(["Klantnr", "Klantnaam"])
    out.active.append(["K1", "Een"])
    lines = out.create_sheet("Transacties")
    lines.append(["Datum", "Klantnr", "Omzet", "Valuta"])
    for currency in ("€", " Euro ", "euro", "EUR"):
        lines.append(["2024-01-09", "K1", 100, currency])
    out.save(book)
    assert door.refreshes(book).turnover() == 400.0


def test_ids_are_unwrapped_and_freed_of_what_nobody_sees(door: Door) -> None:
    answer = door.imports(CASES / "id_forms" / "eqq.csv")
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (1247.06, 1)
    assert set(cells(door, "Transacties", "Klantnr")) == {"00123"}
    assert set(cells(door, "Transacties", "Productcode")) == {"0045"}
    answer = door.refreshes(CASES / "id_forms" / "zw.xlsx")
    assert (answer.turnover(), answer.json["customers"]) == (32755.16, 10)


def test_a_code_that_excel_cut_off_is_a_fault_and_keeps_its_turnover(door: Door) -> None:
    answer = door.imports(CASES / "id_forms" / "sci.csv")
    (said,) = answer.findings("KW-132")
    assert (answer.turnover(), answer.code, said["severity"], said["count"]) == (35.0, 1, "fout", 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K10", "k10"),
        ("00123", "123"),
        ("123", "123.0"),
        ("'123", "123"),
        ("Zoë1", "Zoe\u03081"),
        ("K 1", "K1"),
    ],
)
def test_ids_that_look_alike_are_named_both(door: Door, tmp_path: Path, one: str, other: str) -> None:
    answer = door.imports(export(tmp_path, f"09-01-2024;{one};1,00", f"10-01-2024;{other};1,00"))
    (said,) = answer.findings("KW-124")
    assert f"'{one}'" in said["message"]
    assert f"'{other}'" in said["message"]
    assert answer.turnover() == 2.0


def test_moments_in_utc_are_the_dutch_day(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "before_midnight" / "utc.csv")
    days = sorted(str(day)[:10] for day in cells(door, "Transacties", "Datum"))
    assert (days, answer.turnover()) == (["2024-01-01", "2024-07-01"], 20.0)
    assert answer.findings("KW-129")
    door.imports(export(tmp_path, "2024-03-08T23:59:32;K1;1,00", "2024-03-09T23:59:16;K1;1,00"))
    days = sorted(str(day)[:10] for day in cells(door, "Transacties", "Datum"))
    assert days == ["2024-03-09", "2024-03-10"]


@pytest.mark.parametrize(
    "rows",
    [
        ("2024-01-09T23:00:00;K1;1,00", "2024-01-09T09:30:00;K1;1,00"),
        ("2024-01-09T23:00:00Z;K1;1,00", "2024-01-09;K1;1,00"),
        ("2024-01-09T22:00:00Z;K1;1,00",),
    ],
)
def test_a_late_hour_alone_moves_no_day(door: Door, tmp_path: Path, rows: tuple[str, ...]) -> None:
    door.imports(export(tmp_path, *rows))
    assert {str(day)[:10] for day in cells(door, "Transacties", "Datum")} == {"2024-01-09"}
