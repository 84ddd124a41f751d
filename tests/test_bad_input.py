"""Everything a user can hand in wrongly, through the command as a user runs it: a code, an address, never a
traceback."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import light
import openpyxl
import pytest
import xlsxwriter

from klantwaarde_xl.commands.app import main

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
Rows = list[list[object]]
CUSTOMERS: Rows = [["Klantnr", "Klantnaam"], ["1", "Jansen"], ["2", "De Vries"]]
LINES: Rows = [
    ["Datum", "Klantnr", "Omzet", "Kostprijs"],
    [dt.date(2025, 3, 1), "1", 100.0, 60.0],
    [dt.date(2025, 4, 1), "2", 50.0, 20.0],
]


def workbook(path: Path, **sheets: Rows) -> Path:
    """Write sheets of plain cells; Klanten and Transacties have good rows unless they are given."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in ({"Klanten": CUSTOMERS, "Transacties": LINES} | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return exit code, output and error text of a command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def check(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, list[dict]]:
    """Return exit code and findings of ``klantwaarde controleer --json``."""
    code, out, err = run(capsys, "controleer", str(path), "--json")
    assert not err
    return code, json.loads(out)["findings"]


def lines_with(**cells: object) -> Rows:
    """Return good lines with one more row that differs in these columns."""
    row = dict(zip(LINES[0], [dt.date(2025, 5, 1), "1", 10.0, 5.0], strict=True)) | cells
    return [*LINES, list(row.values())]


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


@pytest.mark.parametrize("cell", ["veel", 1e13, True, "1.234"])
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
    [
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("123,45-", -123.45),
        ("(12,50)", -12.5),
        ("€ 5", 5.0),
        ("-1.234,56", -1234.56),
    ],
)
def test_amounts_typed_as_text_are_understood(
    text: str, revenue: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=lines_with(Omzet=text, Kostprijs=None))
    code, out, _ = run(capsys, "vernieuw", str(path), "--json", "--van", "2025-01-01", "--tot", "2025-12-31")
    assert code == 0
    assert json.loads(out)["revenue"] == round(150 + revenue, 2)


@pytest.mark.parametrize("text", ["01-05-2025", "2025-05-01", "1 mei 2025", 45778.0, 20250501])
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


UNUSABLE: list[tuple[str, Callable[[Path], Path], str]] = [
    (
        "missing column",
        lambda p: workbook(p, Transacties=[["Datum", "Klantnrr", "Omzet"], [dt.date(2025, 1, 1), "1", 1.0]]),
        "KW-103",
    ),
    ("missing table", lambda p: workbook(p, Transacties=[["iets", "anders"], [1, 2]]), "KW-1"),
    ("header only", lambda p: workbook(p, Transacties=[LINES[0]]), "KW-102"),
    ("empty sheet", lambda p: workbook(p, Transacties=[]), "KW-10"),
    ("duplicate header", lambda p: workbook(p, Klanten=[["Klantnr", "Klantnr"], ["1", "1"]]), "KW-104"),
    (
        "negative weight",
        lambda p: workbook(p, Instellingen=[["Instelling", "Waarde"], ["Gewicht omzet", -0.2]]),
        "KW-321",
    ),
    ("nothing usable", lambda p: workbook(p, Transacties=[LINES[0], ["x", "1", 5.0, None]]), "KW-402"),
]


@pytest.mark.parametrize(("name", "write", "code"), UNUSABLE, ids=[name for name, _, _ in UNUSABLE])
def test_unusable_input_stops_with_one_clear_message(
    name: str, write: Callable[[Path], Path], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "in.xlsx")
    exit_code, _, err = run(capsys, "vernieuw", str(path))
    assert exit_code == 2, name
    assert code in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == [path]


def test_a_misspelled_column_gets_a_suggestion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capsys, "vernieuw", str(UNUSABLE[0][1](tmp_path / "in.xlsx")))
    assert "Bedoelde u 'Klantnrr'?" in err


def test_a_period_without_lines_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(
        capsys, "vernieuw", str(workbook(tmp_path / "in.xlsx")), "--van", "2030-01-01", "--tot", "2030-12-31"
    )
    assert code == 2
    assert "KW-401" in err
    assert "01-01-2030" in err


def test_duplicate_and_unknown_customers_and_ids_with_zeros(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(
        tmp_path / "in.xlsx",
        Klanten=[*CUSTOMERS, ["1", "Dubbel"], ["00123", "Met nullen"], [123, "Zonder"]],
        Transacties=[*LINES, [dt.date(2025, 5, 1), "9", 1.0, None]],
    )
    code, findings = check(capsys, path)
    found = {(f["code"], f["cell"]) for f in findings}
    assert code == 1
    assert {("KW-120", "Klanten!A4"), ("KW-124", "Klanten!A6"), ("KW-201", "Transacties!B4")} <= found


@pytest.mark.parametrize(
    "rows",
    [
        [LINES[0], [dt.date(2025, 3, 1), "1", 0.0, 0.0], [dt.date(2025, 4, 1), "2", 0.0, 0.0]],
        [LINES[0], [dt.date(2025, 3, 1), "1", 10.0, 6.0], [dt.date(2025, 4, 1), "1", 5.0, 6.0]],
        [LINES[0], [dt.date(2025, 3, 1), "1", 10.0, None]],
        [LINES[0], [dt.date(2025, 3, 1), "1", -10.0, -5.0]],
    ],
    ids=["all turnover zero", "one customer", "one line", "only credit"],
)
def test_the_smallest_inputs_give_a_workbook(
    rows: Rows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "uit.xlsx"
    code, out, _ = run(
        capsys,
        "vernieuw",
        str(workbook(tmp_path / "in.xlsx", Transacties=rows)),
        "--uit",
        str(output),
        "--json",
    )
    assert code == 0
    found = json.loads(out)
    assert found["revenue"] == sum(row[2] for row in rows[1:])
    assert all(
        cell.value != "#NUM!" for sheet in light.load(output) for row in sheet.iter_rows() for cell in row
    )


def test_blank_rows_a_total_row_and_hidden_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*LINES, [None] * 4, [dt.date(2025, 5, 1), "1", 10.0, None], ["Totaal", None, 160.0, 80.0]]
    path = workbook(tmp_path / "in.xlsx", Transacties=rows)
    book = light.load(path)
    book["Transacties"].row_dimensions[2].hidden = True
    book.save(path)
    _, findings = check(capsys, path)
    assert {"KW-121", "KW-125"} <= {f["code"] for f in findings}
    code, out, _ = run(capsys, "vernieuw", str(path), "--json")
    assert (code, json.loads(out)["revenue"]) == (0, 160.0)


def test_a_merged_title_above_the_header_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx", Transacties=[["Verkopen 2025"], [], *LINES])
    book = light.load(path)
    book["Transacties"].merge_cells("A1:D1")
    book.save(path)
    code, out, _ = run(capsys, "vernieuw", str(path), "--json")
    assert (code, json.loads(out)["revenue"]) == (0, 150.0)


def test_a_name_that_looks_like_a_formula_stays_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["=1+1", "@SUM(A1)", "-2", "+3", '=HYPERLINK("http://x")']
    path, output = tmp_path / "in.xlsx", tmp_path / "uit.xlsx"
    workbook(path, Klanten=[["Klantnr", "Klantnaam"], ["1", "x"], ["2", "y"]])
    book = light.load(path)
    sheet, lines = book["Klanten"], book["Transacties"]
    for i, name in enumerate(names):
        cell = sheet.cell(row=i + 2, column=2)
        cell.value, cell.data_type = name, "s"
        sheet.cell(row=i + 2, column=1).value = str(i + 1)
        lines.append([dt.date(2025, 6, 1), str(i + 1), 10.0, 5.0])
    book.save(path)
    code, _, _ = run(capsys, "vernieuw", str(path), "--uit", str(output))
    assert code == 0
    cells = [
        cell for row in light.load(output)["Klantwaarde"].iter_rows() for cell in row if cell.value in names
    ]
    assert {cell.value for cell in cells} == set(names)
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("in.xlsx", b"dit is gewone tekst", "KW-002"),
        ("in.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "KW-00"),
        ("in.xlsx", b"", "KW-002"),
    ],
)
def test_a_file_that_is_no_workbook(
    name: str, content: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    exit_code, _, err = run(capsys, "vernieuw", str(tmp_path / name))
    assert exit_code == 2
    assert code in err


def test_a_file_that_is_not_there_and_one_that_is_cut_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "KW-001" in run(capsys, "controleer", str(tmp_path / "weg.xlsx"))[2]
    path = workbook(tmp_path / "in.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    code, _, err = run(capsys, "controleer", str(path))
    assert code == 2
    assert "KW-00" in err


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


def test_the_output_may_not_be_the_input_nor_a_place_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "in.xlsx")
    before = path.read_bytes()
    assert "KW-008" in run(capsys, "vernieuw", str(path), "--uit", str(path))[2]
    code, _, err = run(capsys, "vernieuw", str(path), "--uit", str(tmp_path / "geen-map" / "uit.xlsx"))
    assert code == 2
    assert "KW-005" in err
    assert path.read_bytes() == before


def test_a_wrong_option_is_a_dutch_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "vernieuw", str(tmp_path / "in.xlsx"), "--van", "gisteren")
    assert code == 2
    assert "dd-mm-jjjj" in err
