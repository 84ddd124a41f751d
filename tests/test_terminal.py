"""What a terminal obeys (controls, ESC, marks of direction) never reaches it raw from a name or a cell."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import openpyxl
import pytest

from klantwaarde_xl.commands.app import COMMANDS, main
from klantwaarde_xl.commands.screen import harmless

OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]")
"""ECMA-48 (controls of both sets) and the marks of direction and lines of Unicode; a line end is our own."""
EVIL = "\x9b31mRood\u202eXSLX\u2066\u0085"
"""The control sequence introducer of the second set, an override of direction, an isolate and a next line:
all of them allowed in XML, so also in a workbook."""


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command and return all it printed."""
    with pytest.raises(SystemExit):
        main([str(part) for part in arguments])
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook whose name, sheets and texts hold such characters."""
    path = tmp_path_factory.mktemp("invoer") / f"klanten{EVIL}\x1b[2J\n.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Klanten"
    sheet.append(["Klantnr", "Klantnaam", "Segment", "Accountmanager", f"Kop{EVIL}"])
    for number in range(20):
        name = f"Klant {number}{EVIL}_x001B_[2J"
        sheet.append([f"{number:03}{EVIL}", name, f"S{EVIL}", f"Noor{EVIL}", f"x{EVIL}"])
    sheet = made.create_sheet("Transacties")
    sheet.append(["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"])
    for number in range(120):
        day = dt.date(2024 + number % 2, 1 + number % 12, 1 + number % 28)
        item = f"P{number % 7 % (2 + number % 5)}{EVIL}"
        sheet.append([day, f"{number * 7 % 20:03}{EVIL}", item, 10.0 + number, 5.0])
    sheet.append([dt.date(2025, 5, 5), f"weg{EVIL}", "P1", f"tien{EVIL}", 1.0])
    made.create_sheet(f"Blad{EVIL}").append([f"Notitie{EVIL}", 12.5])
    made.save(path)
    return path


@pytest.mark.parametrize("command", ["controleer", "vernieuw", "kansen", "acties", "deel", "verschil"])
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_workbook_of_others_commands_no_terminal(
    command: str, book: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    more = ["--uit", tmp_path / f"uit{EVIL}.xlsx"] if command in {"vernieuw", "deel"} else []
    text = shown(capsys, command, book, *more)
    assert "KW-9" not in text
    assert OBEYED.findall(text) == []
    if command == "acties":
        assert r"\x9b31mRood" in text


def test_json_has_the_very_text_and_no_raw_controls(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "acties", book, "--json")
    assert OBEYED.findall(text) == []
    names = {row["name"] for row in json.loads(text)["actions"]}
    assert any(EVIL[:5] in name for name in names), names


@pytest.mark.parametrize(
    "name", [f"export{EVIL}.csv", "export\x1b]0;titel\x07.csv", "export\nKW-001 nep.csv"]
)
def test_an_export_of_others_commands_no_terminal(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{day:02}-03-2026;{day}\x1b[31m;F{day};1{day},00\n" for day in range(1, 9))
    export = tmp_path / name
    export.write_text(f"Datum;Klantnr;Factuurnr;Omzet\x1b[2J\n{rows}99-99-2026;x\x1b[8m;F;a\x07\n", "utf-8")
    for more in (["--toon"], ["--kolom", "Omzet=Omzet\x1b[2J"], ["--tabel", f"weg{EVIL}"]):
        text = shown(capsys, "importeer", export, "--naar", tmp_path / "nieuw.xlsx", *more)
        assert "KW-9" not in text
        assert "De optie --" not in text
        assert OBEYED.findall(text) == [], more


@pytest.mark.parametrize(
    "evil", [EVIL, *(pytest.param(text, marks=pytest.mark.slow) for text in ("\x1b[2Jx", "\r\nKW-001: nep"))]
)
def test_errors_name_what_was_typed_and_command_no_terminal(
    evil: str, book: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [(name, f"--{evil}") for name in COMMANDS] + [(evil,), ("--" + evil,)]
    lines += [(name, tmp_path / f"weg{evil}.xlsx") for name in ("controleer", "vernieuw", "kansen", "deel")]
    lines += [("kansen", book, "--klant", evil), ("kansen", book, "--aantal", evil)]
    lines += [("vernieuw", book, "--van", evil), ("nieuw", tmp_path / f"{evil}.xls")]
    lines += [("diagnose", "--controle", tmp_path / f"{evil}.xlsx")]
    for line in lines:
        text = shown(capsys, *line)
        assert OBEYED.findall(text) == [], line
        assert not re.search("^KW-001: nep", text, re.MULTILINE), line


@pytest.mark.slow
def test_nor_does_what_a_build_cannot_write_to(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so when all workbooks are built."""
    text = shown(capsys, "bouw", "--uit", book / EVIL)
    assert "KW-005" in text
    assert OBEYED.findall(text) == []


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("Café ‘De Zon’ € 1.250,00", "日本 שלום مرحبا 😀👩‍👩‍👧", "a — b…"):
        assert harmless(text) == text
