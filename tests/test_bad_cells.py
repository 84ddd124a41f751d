"""Cells and headers written wrongly or in a way of one's own, through the command: a code and an address."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import light
import pytest
import xlsxwriter
from handed_in import CUSTOMERS, LINES, check, lines_with, run, workbook
from quick import first_quick

pytestmark = pytest.mark.usefixtures("figures_alone")


@pytest.mark.parametrize(
    ("cells", "code", "address"),
    [
        ({"Omzet": "abc"}, "KW-111", "Transacties!C4"),
        ({"Omzet": "1.234"}, "KW-112", "Transacties!C4"),
        ({"Omzet": "#N/A"}, "KW-115", "Transacties!C4"),
        ({"Omzet": "#n/b"}, "KW-115", "Transacties!C4"),
        ({"Klantnr": " #DEEL/0! "}, "KW-115", "Transacties!B4"),
        ({"Omzet": True}, "KW-111", "Transacties!C4"),
        ({"Omzet": None}, "KW-110", "Transacties!C4"),
        ({"Datum": "31-02-2025"}, "KW-113", "Transacties!A4"),
        ({"Datum": "01/02/2025"}, "KW-114", "Transacties!A4"),
        ({"Datum": "01-01-1850"}, "KW-116", "Transacties!A4"),
        ({"Datum": 0.25}, "KW-113", "Transacties!A4"),
        ({"Klantnr": None}, "KW-110", "Transacties!B4"),
    ],
)
def test_a_bad_cell_is_named_by_its_address(
    cells: dict[str, object], code: str, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, findings = check(capsys, workbook(tmp_path / "in.xlsx", Transacties=lines_with(**cells)))
    assert exit_code == 1
    assert (code, address) in [(f["code"], f["cell"]) for f in findings]


@pytest.mark.parametrize("cell", first_quick(1, ["veel", 1e13, True, "1.234"]))
def test_an_unreadable_cost_costs_its_line_no_turnover(
    cell: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Kostprijs=cell))
    exit_code, findings = check(capsys, path)
    (said,) = (finding for finding in findings if finding["cell"] == "Transacties!D4")
    assert (exit_code, said["severity"]) == (0, "waarschuwing")
    assert "telt mee" in said["hint"]
    code, out, _ = run(capsys, "vernieuw", str(path), "--json", "--van", "2025-01-01", "--tot", "2025-12-31")
    expected = 150 + lines_with()[-1][2]
    assert (code, json.loads(out)["revenue"], json.loads(out)["rejected"]["rows"]) == (0, expected, 0)


@pytest.mark.parametrize(
    ("text", "revenue"),
    first_quick(
        2,
        [
            ("1.234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("123,45-", -123.45),
            ("(12,50)", -12.5),
            ("€ 5", 5.0),
            ("-1.234,56", -1234.56),
        ],
    ),
)
def test_amounts_typed_as_text_are_understood(
    text: str, revenue: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Omzet=text, Kostprijs=None))
    code, out, _ = run(capsys, "vernieuw", str(path), "--json", "--van", "2025-01-01", "--tot", "2025-12-31")
    assert code == 0
    assert json.loads(out)["revenue"] == round(150 + revenue, 2)


@pytest.mark.parametrize(
    "text", first_quick(2, ["01-05-2025", "2025-05-01", "1 mei 2025", 45778.0, 20250501])
)
def test_dates_typed_as_text_or_number_are_understood(
    text: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Datum=text))
    code, out, _ = run(capsys, "vernieuw", str(path), "--json", "--van", "2025-05-01", "--tot", "2025-05-01")
    assert (code, json.loads(out)["lines"]) == (0, 1)


def test_a_number_that_excel_cannot_hold_is_no_certain_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Excel keeps 15 figures: 12345678901234567 was typed, and its cell says 12345678901234500.
    code, findings = check(
        capsys, workbook(tmp_path / "in.xlsx", Transacties=lines_with(Klantnr=12345678901234500))
    )
    assert code == 0
    assert [f["message"] for f in findings if f["code"] == "KW-128"] == [
        "Klantnr: het getal 12345678901234500 is langer dan de 15 cijfers die Excel bewaart."
    ]


@pytest.mark.parametrize("typed", ["1E5", "00123", "12345678901234567", "1.0", "1-3"])
def test_an_id_typed_as_text_stays_that_text(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(
        tmp_path / "in.xlsx",
        Klanten=[*CUSTOMERS, [typed, "Zo getypt"]],
        Transacties=lines_with(Klantnr=typed, Omzet=1000.0),
    )
    _, out, _ = run(capsys, "acties", str(path), "--json")
    assert json.loads(out)["actions"][0]["customer_id"] == typed or typed in out


def test_dates_of_a_workbook_that_counts_from_1904(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "dd-mm-yyyy"})
    for name, rows in {"Klanten": CUSTOMERS, "Transacties": LINES}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    code, out, _ = run(capsys, "vernieuw", str(path), "--json")
    assert (code, json.loads(out)["period"]) == (0, {"from": "2025-03-01", "to": "2025-04-30"})


def test_a_percentage_counts_as_the_number_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Omzet=1.25, Kostprijs=0.5))
    book = light.load(path)
    book["Transacties"]["C4"].number_format = "0%"
    book.save(path)
    code, out, _ = run(capsys, "vernieuw", str(path), "--json")
    assert (code, json.loads(out)["revenue"]) == (0, 151.25)


def test_headers_with_hard_spaces_line_breaks_and_what_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ["Datum\u00a0", " Klant\u00a0nr ", "Omzet\n(excl. btw)", "Kost prijs"]
    code, out, _ = run(
        capsys, "vernieuw", str(workbook(tmp_path / "in.xlsx", Transacties=[header, *LINES[1:]])), "--json"
    )
    assert (code, json.loads(out)["gross_margin"]) == (0, 70.0)


def test_a_date_before_the_first_one_is_called_early_and_not_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, findings = check(capsys, workbook(tmp_path / "in.xlsx", Transacties=lines_with(Datum="31-12-1899")))
    said = [(f["message"], f["hint"]) for f in findings if f["code"] == "KW-116"]
    assert said == [("Datum is vroeger dan 01-01-1900.", "Geldig is 01-01-1900 of later.")]


def test_nan_and_infinity_in_a_cell_are_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Omzet=987654.0))
    for text in ("NaN", "INF"):
        target = tmp_path / f"{text}.xlsx"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
            for name in source.namelist():
                copy.writestr(name, source.read(name).replace(b"<v>987654</v>", f"<v>{text}</v>".encode()))
        code, out, err = run(capsys, "controleer", str(target), "--json")
        found = [f["code"] for f in json.loads(out)["findings"]] if out else [err]
        assert code in {1, 2}
        assert any("KW-123" in item or "KW-007" in item for item in found), (text, found)
