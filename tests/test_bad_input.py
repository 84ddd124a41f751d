"""Files, tables and options that a user can get wrong, through the command: a code, never a traceback."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import light
import pytest
from handed_in import CUSTOMERS, LINES, Rows, check, run, workbook
from quick import first_quick

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


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
    first_quick(
        1,
        [
            [LINES[0], [dt.date(2025, 3, 1), "1", 0.0, 0.0], [dt.date(2025, 4, 1), "2", 0.0, 0.0]],
            [LINES[0], [dt.date(2025, 3, 1), "1", 10.0, 6.0], [dt.date(2025, 4, 1), "1", 5.0, 6.0]],
            [LINES[0], [dt.date(2025, 3, 1), "1", 10.0, None]],
            [LINES[0], [dt.date(2025, 3, 1), "1", -10.0, -5.0]],
        ],
    ),
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
