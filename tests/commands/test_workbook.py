"""The commands about a workbook, as typed: exit codes, one object with --json, options that matter."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import every_way
import killing
import light
import openpyxl
import pytest
from at_the_door import run
from openpyxl.workbook.defined_name import DefinedName
from plain_book import write_book


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.small_workbook(tmp_path_factory.mktemp("invoer") / "klanten.xlsx")


def test_a_new_workbook_says_what_to_do_next_and_has_nothing_to_refresh_yet(tmp_path: Path, capsys) -> None:
    path = tmp_path / "nieuw.xlsx"
    code, out, _ = run(capsys, "nieuw", path)
    assert code == 0
    assert f"klantwaarde vernieuw {path}" in out
    assert run(capsys, "controleer", path)[0] == 2


def test_checking_writes_nothing_and_counts_what_was_rejected(source: Path, capsys) -> None:
    before = sorted(source.parent.iterdir())
    code, out, err = run(capsys, "controleer", source, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rejected"] == 0
    assert sorted(source.parent.iterdir()) == before


@pytest.mark.slow
def test_the_period_on_the_command_line_chooses_the_lines(source: Path, tmp_path: Path, capsys) -> None:
    # 300 lines, of which the even ones are in 2024.
    found = {}
    for first, last in (
        ("2024-01-01", "2024-12-31"),
        ("2025-01-01", "2025-12-31"),
        ("2024-01-01", "2025-12-31"),
    ):
        code, out, _ = run(
            capsys,
            "vernieuw",
            source,
            "--uit",
            tmp_path / "uit.xlsx",
            "--van",
            first,
            "--tot",
            last,
            "--json",
        )
        assert code == 0
        found[first, last] = json.loads(out)["lines"]
    assert list(found.values()) == [150, 150, 300]


def test_the_result_stands_beside_the_source_unless_told_otherwise(tmp_path: Path, capsys) -> None:
    source = killing.small_workbook(tmp_path / "klanten.xlsx", customers=5, lines=40)
    content = source.read_bytes()
    code, out, _ = run(capsys, "vernieuw", source)
    assert code == 0
    assert f"Geschreven: {tmp_path / 'klanten-resultaat.xlsx'}" in out
    assert (tmp_path / "klanten-resultaat.xlsx").is_file()
    assert source.read_bytes() == content


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_what_was_typed_in_the_usual_result_and_stays_behind_is_said(tmp_path: Path, capsys) -> None:
    source = killing.small_workbook(tmp_path / "klanten.xlsx", customers=5, lines=40)
    assert run(capsys, "vernieuw", source)[0] == 0
    code, out, _ = run(capsys, "vernieuw", source, "--uit", tmp_path / "eerst.xlsx", "--json")
    assert "KW-417" not in out, "nothing was typed"
    usual = tmp_path / "klanten-resultaat.xlsx"
    book = light.load(usual)
    sheet = book["Acties"]
    headers = {cell.value: cell.column for row in sheet.iter_rows(max_row=30) for cell in row if cell.value}
    (top,) = (cell.row for row in sheet.iter_rows(max_row=30) for cell in row if cell.value == "Opmerking")
    sheet.cell(top + 1, headers["Opmerking"]).value = "bellen"
    book.save(usual)
    code, out, _ = run(capsys, "vernieuw", source, "--uit", tmp_path / "archief.xlsx")
    assert code == 0
    words = " ".join(out.replace("│", " ").split())
    assert "KW-417" in words
    assert "klanten-resultaat.xlsx" in words
    assert "aantekeningen van 1 klant" in words


@pytest.mark.parametrize("option", ["--van", "--tot"])
def test_a_day_typed_wrongly_names_its_option(option: str, source: Path, capsys) -> None:
    code, _, err = run(capsys, "vernieuw", source, option, "2025-02-30")
    assert code == 2
    assert option in err
    assert "is geen datum" in err


def test_actions_as_an_object_have_every_customer(source: Path, capsys) -> None:
    # Only customers with an odd number bought in 2025, the year that is looked at.
    _, out, _ = run(capsys, "acties", source, "--json")
    assert len(json.loads(out)["actions"]) == 15


@pytest.mark.parametrize("command", ["acties", "kansen"])
def test_as_many_are_shown_as_asked(command: str, tmp_path: Path, capsys) -> None:
    book = every_way.write_book(tmp_path / "in.xlsx")
    few, many = (run(capsys, command, book, "--aantal", count)[1] for count in (1, 4))
    assert 0 < few.count(every_way.MARK) < many.count(every_way.MARK)


def test_a_customer_that_is_not_there_is_said(source: Path, capsys) -> None:
    code, out, err = run(capsys, "kansen", source, "--klant", "bestaat niet")
    assert "bestaat niet" in out + err
    assert "Traceback" not in err
    assert code in {0, 2}


def test_checking_says_that_no_line_lies_in_the_period(tmp_path: Path, capsys) -> None:
    path = tmp_path / "leeg.xlsx"
    sheets = {
        "Klanten": [["Klantnr"], ["K1"]],
        "Transacties": [["Datum", "Klantnr", "Omzet"], [dt.date(2024, 3, 1), "K1", 5.0]],
        "Instellingen": [["Instelling", "Waarde"], ["Periode van", dt.date(2020, 1, 1)]],
    }
    book = openpyxl.load_workbook(write_book(path, sheets))
    page = book["Instellingen"]
    page["A3"], page["B3"] = "Periode tot", dt.datetime(2020, 12, 31)
    for name, cell in (("Inst_PeriodeVan", "$B$2"), ("Inst_PeriodeTot", "$B$3")):
        book.defined_names[name] = DefinedName(name, attr_text=f"Instellingen!{cell}")
    book.save(path)
    code, out, _ = run(capsys, "controleer", path, "--json")
    found = {one["code"]: one for one in json.loads(out)["findings"]}
    assert (code, found["KW-401"]["severity"]) == (1, "fout")
    assert "van 01-01-2020 tot en met 31-12-2020" in found["KW-401"]["message"]
    page["B2"], page["B3"] = dt.datetime(2024, 1, 1), dt.datetime(2024, 12, 31)
    book.save(path)
    code, out, _ = run(capsys, "controleer", path, "--json")
    assert "KW-401" not in {one["code"] for one in json.loads(out)["findings"]}


@pytest.mark.slow
def test_a_copy_without_names_stands_beside_an_earlier_one(source: Path, tmp_path: Path, capsys) -> None:
    mine = tmp_path / "map" / "jansen.xlsx"
    mine.parent.mkdir()
    mine.write_bytes(source.read_bytes())
    for _ in range(2):
        assert run(capsys, "deel", mine, "--zonder-namen")[0] == 0
    made = {path.name for path in mine.parent.glob("klantwaarde-delen*") if "sleutel" not in path.name}
    assert made == {"klantwaarde-delen.xlsx", "klantwaarde-delen-2.xlsx"}
    assert len(list(mine.parent.glob("klantwaarde-delen-sleutel-*"))) == 1
    assert len(list(mine.parent.glob("klantwaarde-delen-2-sleutel-*"))) == 1


@pytest.mark.slow
def test_a_pdf_of_an_earlier_copy_is_named(source: Path, tmp_path: Path, capsys) -> None:
    old = tmp_path / "kopie.pdf"
    old.write_bytes(b"%PDF of before")
    _, said, _ = run(capsys, "deel", source, "--uit", tmp_path / "kopie.xlsx")
    assert "van een eerdere kopie" in said
    assert "kopie.pdf" in said
    assert old.read_bytes() == b"%PDF of before"
