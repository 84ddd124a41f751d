"""What a copy without names still tells is said to the sender."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from quick import first_quick

from klantwaarde_xl.commands.app import main

FIRMS = ["Jansen B.V.", "De Groene Weide", "Van Dijk & Zn", "Bakkerij Korenaar", "Kees", "Ace"]


def book(path: Path, **cells: str) -> Path:
    """Write a workbook of some customers; ``cells`` changes the segment, group or description of one."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Klanten"
    sheet.append(["Klantnr", "Klantnaam", "Segment", "Regio", "Accountmanager"])
    for number, name in enumerate(FIRMS):
        segment = cells.get("segment", "Horeca") if number == 3 else "Horeca"
        sheet.append([f"D{number:03}", name, segment, "Noord" if number else "Zuid", "Noortje Bos"])
    sheet = made.create_sheet("Producten")
    sheet.append(["Productcode", "Omschrijving", "Productgroep"])
    sheet.append(
        [cells.get("product", "P1"), cells.get("description", "Tape"), cells.get("group", "Verpakking")]
    )
    sheet = made.create_sheet("Transacties")
    sheet.append(["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"])
    for number in range(48):
        day = dt.date(2024 + number // 24, 1 + number // 2 % 12, 5)
        sheet.append([day, f"D{number % 6:03}", cells.get("product", "P1"), 100.0 + number, 50.0])
    made.save(path)
    return path


def said(capsys: pytest.CaptureFixture[str], source: Path, *more: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["deel", str(source), "--zonder-namen", "--uit", str(source.with_name("kopie.xlsx")), *more])
    assert ended.value.code in {0, 1}
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("cells", "column"),
    first_quick(
        2,
        [
            ({"description": "Maatwerk voor jansen"}, "Omschrijving"),
            ({"description": "Doos D003 bedrukt"}, "Omschrijving"),
            ({"group": "Groene weide en de rest, De Groene Weide"}, "Productgroep"),
            ({"segment": "Van Dijk & Zn"}, "Segment"),
            ({"description": "via Noortje Bos"}, "Omschrijving"),
            ({"product": "KORENAAR-Bakkerij Korenaar"}, "Productcode"),
        ],
    ),
)
def test_a_name_or_number_in_a_column_that_stays_is_told(
    cells: dict[str, str], column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, book(tmp_path / "in.xlsx", **cells))
    assert text.count("KW-823") == 1
    assert f"kolom {column}, 1 keer" in text


@pytest.mark.parametrize(
    "cells",
    first_quick(
        1,
        [
            {},
            {"description": "Jansenisme in dozen", "group": "Weide"},  # part of a word, part of a name
            {"product": "D001"},  # a product code may look like a number
            {"description": "Ace tape"},  # three letters say nothing
        ],
    ),
)
def test_what_merely_looks_like_one_is_not(
    cells: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, book(tmp_path / "in.xlsx", **cells))
    assert "KW-823" not in text
    assert "Wat in de kopie herkenbaar blijft: bedragen op de cent" in text
    assert "Segment, Regio, Productcode, Omschrijving, Productgroep" in text
    assert "1 klant deelt de combinatie van segment en regio met niemand." in text


def test_rounding_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "bedragen op twee cijfers nauwkeurig" in said(capsys, book(tmp_path / "in.xlsx"), "--afgerond")
