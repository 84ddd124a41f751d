"""One rule for every command: 0 fine, 1 a finding of severity error, 2 nothing could be done."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from at_the_door import run

from klantwaarde_xl.commands.app import main

HEAD = "Datum;Klantnr;Omzet;Valuta\n"


def workbook(
    path: Path, *, amount: str = "100,00", currency: str = "", rates: str = "", month: str = ""
) -> Path:
    """Write a workbook of three lines, of which the last has this amount and currency."""
    raw = path.with_suffix(".csv")
    raw.write_text(f"{HEAD}2025-01-31;1;100,00;\n2025-02-28;1;100,00;\n2025-03-31;1;100,00;{currency}\n")
    main_code(["importeer", str(raw), "--naar", str(path)])
    book = openpyxl.load_workbook(path)
    lines = book["Transacties"]
    row = max(cell.row for cell in lines["A"] if cell.value is not None)
    amounts = next(cell.column for cells in lines.iter_rows() for cell in cells if cell.value == "Omzet")
    if amount != "100,00":
        lines.cell(row, amounts, amount)
    if rates:
        ((sheet, cell),) = book.defined_names["Inst_Wisselkoersen"].destinations
        book[sheet][cell.replace("$", "")] = rates
    if month:
        cells = book["Koersen"]
        first = next(cell for cells in cells.iter_rows() for cell in cells if cell.value == "Maand")
        for place, value in enumerate((month, "USD", 0.92)):
            cells.cell(first.row + 1, first.column + place, value)
    book.save(path)
    return path


def main_code(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    return int(done.value.code or 0)


COMMANDS = {
    "controleer": lambda path: ["controleer", path],
    "vernieuw": lambda path: ["vernieuw", path, "--uit", path.with_name("uit.xlsx")],
    "kansen": lambda path: ["kansen", path],
    "acties": lambda path: ["acties", path],
    "verschil": lambda path: ["verschil", path],
    "deel": lambda path: ["deel", path, "--uit", path.with_name("kopie.xlsx")],
}


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, int]:
    """Return workbooks with the exit code that each calls for."""
    folder = tmp_path_factory.mktemp("invoer")
    return {
        workbook(folder / "munt.xlsx", currency="USD"): 1,
        workbook(folder / "koers.xlsx", currency="USD", rates="USD=0,92"): 0,
        workbook(folder / "tekst.xlsx", amount="veel"): 1,
        folder / "nergens.xlsx": 2,
    }


SLOW = ("vernieuw", "deel")


@pytest.mark.parametrize(
    "command", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in COMMANDS]
)
def test_commands_on_a_workbook_answer_by_the_gravest_finding(
    command: str, workbooks: dict[Path, int], capsys
) -> None:
    for path, code in workbooks.items():
        assert run(capsys, *COMMANDS[command](path))[0] == code, (command, path.name)
    if command == "deel":
        copies = [path.with_name("kopie.xlsx") for path in workbooks]
        assert "KW-028" in run(capsys, "deel", copies[0])[2]


@pytest.mark.parametrize(
    ("line", "more", "code"),
    [
        ("2025-04-30;1;100,00;", (), 0),
        ("2025-04-30;1;veel;", (), 1),
        ("2025-04-30;1;100,00;USD", (), 1),
        ("2025-04-30;1;100,00;USD", ("--koers", "USD=0,92"), 0),
    ],
)
def test_an_import_answers_by_the_same_rule(
    line: str, more: tuple[str, ...], code: int, tmp_path: Path, capsys
) -> None:
    source = tmp_path / "export.csv"
    source.write_text(f"{HEAD}2025-03-31;1;50,00;\n{line}\n", encoding="utf-8")
    assert run(capsys, "importeer", source, "--toon", *more)[0] == code
    assert run(capsys, "importeer", source, "--naar", tmp_path / "naar.xlsx", *more)[0] == code


def test_a_rate_of_the_workbook_is_a_rate(tmp_path: Path, capsys) -> None:
    source = tmp_path / "export.csv"
    source.write_text(f"{HEAD}2025-04-30;1;100,00;USD\n", encoding="utf-8")
    usual = workbook(tmp_path / "instelling.xlsx", rates="USD=0,92")
    assert run(capsys, "importeer", source, "--naar", usual)[0] == 0
    # The rate of another month is none for April, as a refresh says too.
    for month, code in (("04-2025", 0), ("03-2025", 1)):
        path = workbook(tmp_path / f"koersen{month}.xlsx", month=month)
        assert run(capsys, "importeer", source, "--naar", path)[0] == code
        assert run(capsys, "controleer", path)[0] == code


@pytest.mark.parametrize("command", ["deel", "vernieuw", "controleer", "kansen"])
def test_a_copy_without_inputs_is_named_for_what_it_is(command: str, tmp_path: Path, capsys) -> None:
    copy = tmp_path / "kopie.xlsx"
    with xlsxwriter.Workbook(copy) as book:
        page = book.add_worksheet("Klantwaarde")
        page.add_table(
            0, 0, 2, 1, {"name": "tblKlantwaarde", "columns": [{"header": "Klantnr"}, {"header": "Omzet"}]}
        )
    code, out, err = run(capsys, command, copy)
    assert code == 2
    assert out + err == (
        "KW-028: 'kopie.xlsx' bevat alleen resultaten en geen invoer, zoals een kopie om te delen. "
        "Geef de werkmap waarin de bladen Klanten en Transacties staan.\n"
    )
    assert "KW-028" in run(capsys, "importeer", copy, "--toon")[1]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kopie.xls", "KW-012"),
        ("kopie", "KW-012"),
        ("vraag?.xlsx", "KW-029"),
        ("a:b.xlsx", "KW-029"),
        ("map", "KW-030"),
        ("nul.xlsx", "KW-023"),
    ],
)
def test_a_bad_name_for_the_output_is_refused_before_anything_is_read(
    name: str, code: str, tmp_path: Path, capsys
) -> None:
    (tmp_path / "map").mkdir()
    there = sorted(tmp_path.iterdir())
    for words in (
        ["deel", tmp_path / "nergens.xlsx", "--uit", tmp_path / name],
        ["vernieuw", tmp_path / "nergens.xlsx", "--uit", tmp_path / name],
        ["nieuw", tmp_path / name],
        ["importeer", tmp_path / "nergens.csv", "--naar", tmp_path / name],
    ):
        exit_code, out, err = run(capsys, *words)
        assert (exit_code, code in out + err) == (2, True), (words, out, err)
    assert sorted(tmp_path.iterdir()) == there
