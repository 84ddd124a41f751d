"""Turnover beside the ledger, through the doors: typed, and filled by an audit file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from at_the_door import Answer, Door
from audit_files import audit_file, journal, line
from quick import first_quick
from result_cells import cells

CLOSES = "De omzet sluit op de cent aan op de boekhouding."
LINES = [
    ("2025-01-15", "K1", 1000.25, "F1"),
    ("2025-12-30", "K2", 500.5, "F2"),
    ("2026-01-04", "K2", 80.0, "F3"),
    ("2025-06-01", None, 7.5, "F4"),
]
"""Three good lines, one of them after the year, and one without a customer, which is rejected."""


@pytest.fixture
def door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(capsys, tmp_path)


def workbook(door: Door, *ledger: tuple[object, ...], effort: bool = False) -> Path:
    """A workbook of plain sheets: lines of two entities, and what the ledger says."""
    book = openpyxl.Workbook()
    sheets: dict[str, list[tuple[object, ...]]] = {
        "Transacties": [
            ("Datum", "Klantnr", "Omzet", "Factuurnr", "Administratie"),
            *[(dt.date.fromisoformat(day), *rest, "Noord") for day, *rest in LINES],
        ],
        "Klanten": [
            ("Klantnr", "Klantnaam", "Meetellen"),
            ("K1", "A", None),
            ("K2", "B", None),
            ("X", "X", "nee"),
        ],
        "Boekhouding": [("Administratie", "Jaar", "Maand", "Omzet", "Kosten bediening"), *ledger],
    }
    if effort:
        hours = [(dt.date(2025, 3, 1), customer, 2.0, 10.0) for customer in ("K1", "K2", "X")]
        sheets["Inspanning"] = [("Datum", "Klantnr", "Uren", "Kosten"), *hours]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    path = door.folder / "boek.xlsx"
    book.save(path)
    return path


def refresh(door: Door, path: Path) -> tuple[Answer, str, dict[str, list[object]]]:
    """The answer, the line below the headline of the Dashboard, and the rows of Controle by their label."""
    answer = door.refreshes(path, "--van", "01-01-2025", "--tot", "31-12-2025")
    result = door.folder / "resultaat.xlsx"
    dashboard = " ".join(str(cell) for row in cells(result, "Dashboard")[:5] for cell in row)
    return answer, dashboard, {str(row[0]): row for row in cells(result, "Controle") if row and row[0]}


def test_what_closes_is_said_to_close(door: Door) -> None:
    answer, dashboard, control = refresh(door, workbook(door, ("Noord", 2025, None, 1500.75, None)))
    assert answer.findings("KW-412") == answer.findings("KW-413") == []
    assert CLOSES in dashboard
    assert control["Noord"][2:6] == [1500.75, 1500.75, 0.0, "Sluit op de cent."]
    assert control["Totaal"][2:5] == [1500.75, 1500.75, 0.0]


@pytest.mark.parametrize(
    ("booked", "why"),
    first_quick(
        1,
        [
            (1580.75, "F3 van 04-01-2026 (€ 80,00)"),
            (1508.25, "Precies de afgekeurde regels: F4 van 01-06-2025 (€ 7,50)"),
            (1000.25, "F2 van 30-12-2025 (€ 500,50)"),
            (1700.0, "niet te verklaren"),
        ],
    ),
)
def test_a_difference_is_never_said_to_close_and_is_explained_where_it_can(
    door: Door, booked: float, why: str
) -> None:
    answer, dashboard, control = refresh(door, workbook(door, ("Noord", 2025, None, booked, None)))
    assert "op de cent" not in dashboard
    gap = abs(booked - 1500.75)
    (finding,) = answer.findings("KW-412")
    assert f"{gap:,.2f}".replace(".", ",") in finding["text"]
    assert f"€ {gap:,.2f}".replace(".", ",") in dashboard
    assert control["Noord"][4] == pytest.approx(booked - 1500.75)
    assert why in str(control["Noord"][5])
    assert ("verklaren dat" in dashboard) is (why != "niet te verklaren")


@pytest.mark.slow
def test_a_ledger_of_some_months_does_not_close_the_year(door: Door) -> None:
    _, dashboard, control = refresh(door, workbook(door, ("Noord", 2025, 1, 1000.25, None)))
    assert CLOSES not in dashboard
    assert "niet over de hele periode" in dashboard
    assert control["Noord"][4] == 0.0


@pytest.mark.parametrize("booked", first_quick(1, [-1500.75, 1.50075]))
def test_a_wrong_sign_or_amounts_in_thousands_are_a_finding(door: Door, booked: float) -> None:
    answer, _, _ = refresh(door, workbook(door, ("Noord", 2025, None, booked, None)))
    assert len(answer.findings("KW-412")) == 1


@pytest.mark.slow
def test_a_ledger_of_another_year_is_said_to_compare_with_nothing(door: Door) -> None:
    answer, dashboard, _ = refresh(door, workbook(door, ("Noord", 2019, None, 1500.75, None)))
    assert len(answer.findings("KW-413")) == 1
    assert "op de cent aan op de boekhouding" not in dashboard


@pytest.mark.slow
def test_an_entity_that_the_lines_do_not_have_is_a_difference(door: Door) -> None:
    ledger = [("Noord", 2025, None, 1500.75, None), ("Zuid", 2025, None, 40.0, None)]
    answer, dashboard, control = refresh(door, workbook(door, *ledger))
    assert CLOSES not in dashboard
    assert ["Zuid" in found["text"] for found in answer.findings("KW-412")] == [True]
    assert control["Zuid"][2:5] == [40.0, 0.0, 40.0]


@pytest.mark.slow
def test_without_a_ledger_that_is_said(door: Door) -> None:
    _, dashboard, control = refresh(door, workbook(door))
    assert "Niet naast de boekhouding gelegd." in dashboard
    assert "Totaal" not in control


@pytest.mark.slow
def test_cost_of_serving_is_charged_not_assigned_and_the_rest(door: Door) -> None:
    # 2 hours at 60 and 10 of expense for each of K1 and K2 that count, and for X that does not.
    ledger = ("Noord", 2025, None, 1500.75, 500.0)
    _, _, control = refresh(door, workbook(door, ledger, effort=True))
    assert control["Kosten bediening"][2:5] == [500.0, 390.0, 110.0]
    assert "€ 260,00" in str(control["Kosten bediening"][5])
    assert "€ 130,00" in str(control["Kosten bediening"][5])


def test_what_is_wrong_in_the_ledger_is_said(door: Door) -> None:
    rows = [
        ("Noord", 2025, None, 1.0, None),
        ("Noord", 2025, None, 2.0, None),
        ("Noord", 2025, 13, 1.0, None),
    ]
    checked = door.checks(workbook(door, *rows))
    assert [found["cell"] for found in checked.findings("KW-120")] == ["Boekhouding!B3"]
    assert [found["cell"] for found in checked.findings("KW-117")] == ["Boekhouding!C4"]


def ledger_of(path: Path) -> list[tuple[object, ...]]:
    rows = cells(path, "Boekhouding")
    top = next(n for n, row in enumerate(rows) if row[0] == "Administratie")
    return [tuple(row[:4]) for row in rows[top + 1 :] if row[1] != ""]


SALES = journal(line("8000", "100.00", "C", "<custSupID>K1</custSupID>") + line("1300", "100.00", "D"))


def test_an_audit_file_fills_the_ledger_and_then_it_closes(door: Door) -> None:
    source = audit_file(door.folder / "boek.xaf", SALES)
    assert door.imports(source).json["added"]["tblBoekhouding"] == 1
    assert ledger_of(door.workbook) == [("Proef BV", 2025.0, 3.0, 100.0)]
    _, dashboard, control = refresh(door, door.workbook)
    assert control["Proef BV"][2:5] == [100.0, 100.0, 0.0]
    # Eleven months have no turnover in the ledger, which the audit file does not tell.
    assert CLOSES not in dashboard
    month = door.refreshes(door.workbook, "--van", "01-03-2025", "--tot", "31-03-2025")
    assert month.code in {0, 1}
    shown = " ".join(str(c) for row in cells(door.folder / "resultaat.xlsx", "Dashboard")[:5] for c in row)
    assert CLOSES in shown


def test_only_the_ledger_of_an_audit_file_beside_lines_from_elsewhere(door: Door) -> None:
    source = audit_file(door.folder / "boek.xaf", SALES)
    assert door.imports(source, "--tabel", "boekhouding").json["added"] == {"tblBoekhouding": 1}


def test_what_was_typed_stays_and_the_conflict_is_said(door: Door) -> None:
    source = audit_file(door.folder / "boek.xaf", SALES)
    door.imports(source, "--tabel", "boekhouding")
    # Once more the same file: what stands there is what it says.
    answer = door.run("importeer", source, "--tabel", "boekhouding", "--naar", door.workbook)
    assert answer.findings("KW-582") == []
    other = audit_file(door.folder / "ander.xaf", SALES.replace("100.00", "130.00"))
    answer = door.run("importeer", other, "--tabel", "boekhouding", "--naar", door.workbook)
    (conflict,) = answer.findings("KW-582")
    assert "Proef BV 03-2025" in conflict["message"]
    assert "€ 100,00" in conflict["message"]
    assert conflict["value"] == "€ 130,00"
    assert ledger_of(door.workbook) == [("Proef BV", 2025.0, 3.0, 100.0)]


def test_payroll_journals_are_in_the_ledger_and_not_in_the_lines(door: Door) -> None:
    wages = journal(line("8000", "7.00", "C") + line("1300", "7.00", "D"), kind="Y").replace("VRK", "LOON")
    door.imports(audit_file(door.folder / "boek.xaf", SALES + wages))
    assert ledger_of(door.workbook) == [("Proef BV", 2025.0, 3.0, 107.0)]


@pytest.mark.parametrize(
    ("totals", "codes"),
    [
        ("<linesCount>2</linesCount><totalDebit>100.00</totalDebit><totalCredit>100.00</totalCredit>", []),
        ("<linesCount>3</linesCount>", ["KW-581"]),
        ("<totalDebit>100.01</totalDebit>", ["KW-510"]),
        ("<totalCredit>1.00</totalCredit><linesCount>9</linesCount>", ["KW-510", "KW-581"]),
    ],
)
def test_an_audit_file_that_contradicts_itself_is_an_error(door: Door, totals: str, codes: list[str]) -> None:
    answer = door.imports(audit_file(door.folder / "boek.xaf", totals + SALES))
    found = [each for each in answer.json["findings"] if each["code"] in {"KW-510", "KW-581"}]
    assert sorted(each["code"] for each in found) == codes
    assert all(each["severity"] == "fout" for each in found)
    assert all("100,00" in each["message"] or "200,00" in each["message"] for each in found)
    assert answer.code == int(bool(codes))
