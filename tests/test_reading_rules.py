"""Kinds of input that once gave a wrong figure without a word, through the commands as a user gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from at_the_door import CASES, Answer, Door

HEAD = "Datum;Klantnr;Omzet excl. btw"


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    return Door(capsys, tmp_path)


def text(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "export.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def cells(door: Door, sheet: str, header: str) -> list[Any]:
    """Return the cells of a column of the workbook that was imported into, as text."""
    rows = list(openpyxl.load_workbook(door.workbook)[sheet].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if header in row)
    at = rows[top].index(header)
    return [row[at] for row in rows[top + 1 :] if row[at] is not None]


def codes(answer: Answer) -> set[str]:
    return {finding["code"] for finding in answer.json["findings"]}


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
    path = text(tmp_path, "7;Jansen;100,00", head="Klantnr;Klantnaam;Saldo")
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
    answer = door.imports(text(tmp_path, *rows, head=head))
    assert cells(door, "Klanten", "Regio") == ["Noord"]
    (said,) = answer.findings("KW-557")
    assert (said["value"], said["count"]) == ("K1", 1)


def test_a_price_with_a_discount_is_asked_for_once(door: Door) -> None:
    path = CASES / "exports" / "us_regional_like.csv"
    answer = door.imports(path)
    assert [problem["code"] for problem in answer.json["failed"]] == ["KW-555"]
    assert "Unit Price" in answer.text
    answer = door.imports(path, "--kolom", "discount=Discount Applied")
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (2460.0, 2)
    margin = 2460.0 - sum(map(float, cells(door, "Transacties", "Kostprijs")))
    assert margin == pytest.approx(900.0)


# Cells.


def test_a_dash_is_zero_and_a_comma_may_stand_first(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "dash_is_zero" / "dash.csv")
    assert (answer.turnover(), answer.json["added"]["tblTransacties"]) == (2950.0, 4)
    assert sum(map(float, cells(door, "Transacties", "Kostprijs"))) == 600.0
    for written, amount in ((",50", 0.5), ("-,50", -0.5), ("€ ,50", 0.5), ("€ --", 0.0), ("– €", 0.0)):
        assert door.imports(text(tmp_path, f"09-01-2024;K1;{written}")).turnover() == amount, written


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
    answer = door.imports(text(tmp_path, f"09-01-2024;{one};1,00", f"10-01-2024;{other};1,00"))
    (said,) = answer.findings("KW-124")
    assert f"'{one}'" in said["message"]
    assert f"'{other}'" in said["message"]
    assert answer.turnover() == 2.0


def test_moments_in_utc_are_the_dutch_day(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "before_midnight" / "utc.csv")
    days = sorted(str(day)[:10] for day in cells(door, "Transacties", "Datum"))
    assert (days, answer.turnover()) == (["2024-01-01", "2024-07-01"], 20.0)
    assert answer.findings("KW-129")
    door.imports(text(tmp_path, "2024-03-08T23:59:32;K1;1,00", "2024-03-09T23:59:16;K1;1,00"))
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
    door.imports(text(tmp_path, *rows))
    assert {str(day)[:10] for day in cells(door, "Transacties", "Datum")} == {"2024-01-09"}


# What documents are.


def test_credit_notes_told_by_a_column_count_negative(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "document_type" / "doctype.csv")
    assert answer.turnover() == 60.0
    assert answer.findings("KW-133")[0]["value"] == "€ -40,00"
    head = "Datum;Klantnr;Omzet;Factuurstatus"
    states = ("Betaald", "Concept", "Vervallen", "Pro forma", "Geannuleerd", "Draft", "Void", "Open")
    rows = [f"09-01-2024;K1;{10 * n},00;{state}" for n, state in enumerate(states, start=1)]
    answer = door.imports(text(tmp_path, *rows, head=head))
    assert answer.turnover() == 10.0 + 80.0
    assert answer.findings("KW-135")[0]["value"] == "€ 270,00"


def test_credit_notes_that_are_negative_already_stay_so(door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Omzet;Soort"
    rows = ("09-01-2024;K1;100,00;Factuur", "10-01-2024;K1;-40,00;Credit nota")
    answer = door.imports(text(tmp_path, *rows, head=head))
    assert (answer.turnover(), codes(answer) & {"KW-133", "KW-134"}) == (60.0, set())
    answer = door.imports(text(tmp_path, *rows, "11-01-2024;K1;5,00;Creditnota", head=head))
    assert (answer.turnover(), answer.findings("KW-134")[0]["severity"]) == (55.0, "fout")


def test_a_type_in_a_workbook_counts_as_in_an_import(door: Door, tmp_path: Path) -> None:
    book = tmp_path / "boek.xlsx"
    out = openpyxl.Workbook()
    out.active.title = "Klanten"
    out.active.append(["Klantnr"])
    out.active.append(["K1"])
    lines = out.create_sheet("Transacties")
    for row in (["Datum", "Klantnr", "Omzet", "Documentsoort"], ["2024-01-09", "K1", 100, "Factuur"]):
        lines.append(row)
    lines.append(["2024-01-10", "K1", 40, "Creditnota"])
    lines.append(["2024-01-11", "K1", 7, "Concept"])
    out.save(book)
    answer = door.refreshes(book)
    assert (answer.turnover(), answer.json["rejected"]["revenue"]) == (60.0, 7.0)


def test_the_total_of_an_invoice_on_each_of_its_lines_is_not_added_up(door: Door) -> None:
    answer = door.imports(CASES / "repeated_totals" / "reptotal.csv")
    assert answer.turnover() == 160.0
    assert "KW-558" in codes(answer)


# E-invoices.


@pytest.mark.parametrize(
    ("name", "revenue", "code"),
    [("cnneg.xml", -100.0, "KW-560"), ("inv381.xml", -100.0, "KW-566"), ("inv386.d", 100.0, "KW-562")],
)
def test_signs_and_types_of_e_invoices(door: Door, name: str, revenue: float, code: str) -> None:
    answer = door.imports(CASES / "invoice_sign" / name)
    assert (answer.turnover(), code in codes(answer)) == (revenue, True)


@pytest.mark.parametrize(
    ("change", "code"),
    [(("<cbc:InvoiceTypeCode>381", "<cbc:InvoiceTypeCode>325"), "KW-561"),
     (("<cbc:IssueDate>", "<cbc:CopyIndicator>true</cbc:CopyIndicator><cbc:IssueDate>"), "KW-561")],
)  # fmt: skip
def test_pro_forma_invoices_and_copies_are_no_turnover(
    door: Door, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    document = (CASES / "invoice_sign" / "inv381.xml").read_text(encoding="utf-8")
    path = tmp_path / "factuur.xml"
    path.write_text(document.replace(*change), encoding="utf-8")
    answer = door.imports(path)
    assert (answer.turnover(), answer.findings(code)[0]["value"][:2]) == (0.0, "€ ")


def test_a_prepayment_that_is_not_here_is_said(door: Door) -> None:
    answer = door.imports(CASES / "invoice_sign" / "inv386.d" / "inv3861.xml")
    assert (answer.turnover(), answer.findings("KW-563")[0]["value"]) == (100.0, "€ 60,50")


def test_a_buyer_is_one_customer_under_any_identifier_it_shares(door: Door) -> None:
    answer = door.imports(CASES / "invoice_parties" / "idsplit.d")
    assert (answer.turnover(), answer.json["added"]["tblKlanten"]) == (400.0, 2)
    ids = cells(door, "Transacties", "Klantnr")
    assert sorted((key, ids.count(key)) for key in set(ids)) == [("K1", 3), ("NL001B01", 1)]
    (said,) = answer.findings("KW-565")
    assert "'K1'" in said["message"]
    assert "'NL001B01'" in said["message"]


def test_purchase_invoices_are_added_only_after_a_yes(door: Door) -> None:
    answer = door.imports(CASES / "invoice_parties" / "purchase.d")
    assert ([p["code"] for p in answer.json["failed"]], answer.json["added"]) == (["KW-564"], {})
    answer = door.imports(CASES / "invoice_parties" / "purchase.d", "--verkoop")
    assert answer.json["added"]["tblTransacties"] == 2


def test_an_invoice_in_mills_gives_its_declared_total(door: Door) -> None:
    answer = door.imports(CASES / "invoice_cents" / "frac.xml")
    assert (answer.turnover(), answer.code) == (100.0, 0)
    assert sorted(map(float, cells(door, "Transacties", "Omzet"))) == [0.01, 33.33, 33.33, 33.33]


# Figures that can hardly be meant.


def test_margins_that_are_shares_are_used_as_shares_or_are_a_fault(door: Door) -> None:
    assert door.checks(CASES / "margin_share" / "pct.xlsx").findings("KW-152")
    answer = door.refreshes(CASES / "margin_share" / "pct.xlsx")
    assert answer.json["gross_margin"] == pytest.approx(8188.79, abs=0.01)
    (said,) = door.checks(CASES / "implausible" / "20_procent_marge.xlsx").findings("KW-222")
    assert "€ 48,00, anders € 26.400,00" in said["message"]


def test_a_cost_per_unit_is_suspected_with_the_figure_otherwise(door: Door) -> None:
    (said,) = door.checks(CASES / "implausible" / "13_kostprijs_per_stuk_als_regel.xlsx").findings("KW-221")
    assert "62.400,00" in said["message"]
    assert "58.800,00" in said["message"]


def test_costs_against_all_turnover_are_turned_and_that_is_said(door: Door) -> None:
    answer = door.refreshes(CASES / "negative_cost" / "costneg.xlsx")
    assert (answer.turnover(), answer.json["gross_margin"]) == (32755.16, pytest.approx(8188.77, abs=0.02))
    assert door.checks(CASES / "negative_cost" / "costneg.xlsx").findings("KW-224")


def test_a_source_without_one_good_row_is_said_and_the_others_go_in(door: Door, tmp_path: Path) -> None:
    good = text(tmp_path, "09-01-2024;K1;1,00")
    answer = door.imports(CASES / "all_bad" / "all_rows_bad.csv", good)
    assert (answer.code, answer.json["added"]["tblTransacties"]) == (1, 1)
    assert len(answer.findings("KW-113")) == 2
    assert answer.findings("KW-559")[0]["value"] == "€ 11,00"
