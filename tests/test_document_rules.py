"""Kinds of invoices and margins that once gave a wrong figure without a word, through the commands."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from at_the_door import CASES, Door, cells, codes, export
from quick import first_quick

pytestmark = pytest.mark.usefixtures("figures_alone")

# What documents are.


def test_credit_notes_told_by_a_column_count_negative(door: Door, tmp_path: Path) -> None:
    answer = door.imports(CASES / "document_type" / "doctype.csv")
    assert answer.turnover() == 60.0
    assert answer.findings("KW-133")[0]["value"] == "€ -40,00"
    head = "Datum;Klantnr;Omzet;Factuurstatus"
    states = ("Betaald", "Concept", "Vervallen", "Pro forma", "Geannuleerd", "Draft", "Void", "Open")
    rows = [f"09-01-2024;K1;{10 * n},00;{state}" for n, state in enumerate(states, start=1)]
    answer = door.imports(export(tmp_path, *rows, head=head))
    assert answer.turnover() == 10.0 + 80.0
    assert answer.findings("KW-135")[0]["value"] == "€ 270,00"


def test_credit_notes_that_are_negative_already_stay_so(door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Omzet;Soort"
    rows = ("09-01-2024;K1;100,00;Factuur", "10-01-2024;K1;-40,00;Credit nota")
    answer = door.imports(export(tmp_path, *rows, head=head))
    assert (answer.turnover(), codes(answer) & {"KW-133", "KW-134"}) == (60.0, set())
    answer = door.imports(export(tmp_path, *rows, "11-01-2024;K1;5,00;Creditnota", head=head))
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


def book_of(tmp_path: Path, sheets: dict[str, list[tuple[str, float]]]) -> Path:
    """Write a workbook with lines of customer and amount on each of these sheets, and their customers."""
    out = openpyxl.Workbook()
    out.active.title = "Klanten"
    for row in (["Klantnr"], ["K1"], ["K2"]):
        out.active.append(row)
    for name, rows in sheets.items():
        sheet = out.create_sheet(name)
        sheet.append(["Datum", "Klantnr", "Omzet"])
        for day, (customer, amount) in enumerate(rows, 1):
            sheet.append([f"2024-03-{day:02}", customer, amount])
    path = tmp_path / "bladen.xlsx"
    out.save(path)
    return path


INVOICES = [("K1", 100.0), ("K2", 200.0)]


@pytest.mark.parametrize(
    "name",
    first_quick(
        2,
        [
            *("Offertes", "Begroting 2024", "Pakbonnen", "Conceptfacturen", "Inkoop facturen", "Budget_2024"),
            *("Forecast Q3", "Geannuleerde orders", "Te factureren", "Onderhanden werk"),
        ],
    ),
)
def test_lines_of_a_sheet_named_after_what_is_no_turnover_do_not_count(
    name: str, door: Door, tmp_path: Path
) -> None:
    path = book_of(tmp_path, {"Facturen": INVOICES, name: [("K1", 1_000.0), ("K2", 70.0)]})
    for answer in (door.refreshes(path), door.imports(path)):
        assert answer.turnover() == 300.0
        (said,) = answer.findings("KW-135")
        assert said["value"] == "€ 1.070,00"
        assert f"blad '{name}'" in said["message"]


@pytest.mark.parametrize(
    "name", ["Facturen en offertes", "Omzet vs budget", "Verkoop zonder concepten", "Conceptstore"]
)
def test_a_sheet_that_is_not_all_quotations_counts(name: str, door: Door, tmp_path: Path) -> None:
    assert door.imports(book_of(tmp_path, {name: INVOICES})).turnover() == 300.0


def test_lines_of_a_sheet_of_credit_notes_count_negative(door: Door, tmp_path: Path) -> None:
    path = book_of(tmp_path, {"Facturen": INVOICES, "Creditnota's": [("K2", 40.0)]})
    for answer in (door.refreshes(path), door.imports(path)):
        assert (answer.turnover(), answer.findings("KW-133")[0]["value"]) == (260.0, "€ -40,00")


def test_a_text_file_named_after_quotations_counts_as_asked_with_an_error(door: Door, tmp_path: Path) -> None:
    path = export(tmp_path, "09-01-2024;K1;100,00").rename(tmp_path / "offertes_2024.csv")
    answer = door.imports(path)
    assert (answer.turnover(), answer.code) == (100.0, 1)
    assert answer.findings("KW-170")[0]["value"] == "€ 100,00"


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


@pytest.mark.parametrize(
    ("code", "revenue"), [("396", -100.0), ("261", -100.0), ("384", 100.0), ("383", 100.0)]
)
def test_the_type_of_an_invoice_tells_a_credit_note(
    door: Door, tmp_path: Path, code: str, revenue: float
) -> None:
    """The types are those of EN 16931: 396 factored and 261 self-billed credit note, 384 and 383 none."""
    document = (CASES / "invoice_sign" / "inv381.xml").read_text(encoding="utf-8")
    path = tmp_path / "factuur.xml"
    path.write_text(document.replace("TypeCode>381<", f"TypeCode>{code}<"), encoding="utf-8")
    answer = door.imports(path)
    assert (answer.turnover(), "KW-566" in codes(answer)) == (revenue, revenue < 0)


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
    good = export(tmp_path, "09-01-2024;K1;1,00")
    answer = door.imports(CASES / "all_bad" / "all_rows_bad.csv", good)
    assert (answer.code, answer.json["added"]["tblTransacties"]) == (1, 1)
    assert len(answer.findings("KW-113")) == 2
    assert answer.findings("KW-559")[0]["value"] == "€ 11,00"
