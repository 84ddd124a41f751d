"""Text files with two delimiters, through the commands; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export

HEAD = "Datum;Klantnr;Factuurnr;Omzet"
GOOD = "2024-01-05;K1;F1;100,00", "2024-01-06;K2;F2;50,00"
ALL = {"KW-037", "KW-038"}


@pytest.mark.parametrize(
    ("head", "rows", "turnover"),
    [
        (HEAD, [*GOOD, "2024-01-07,K1,F3,25.00"], 175.0),
        (HEAD, ["2024-01-05,K1,F1,100.00", "2024-01-06,K2,F2,50.00"], 150.0),
        (HEAD.replace(";", ","), GOOD, 150.0),
        (HEAD, [*GOOD, "2024-01-07|K1|F3|25,00"], 175.0),
        (HEAD, [*GOOD, "2024-01-07\tK1\tF3\t25,00"], 175.0),
        (HEAD.replace(";", "\t"), GOOD, 150.0),
        (HEAD.replace(";", "|"), ["2024-01-05|K1|F1|100,00", GOOD[1]], 150.0),
    ],
)
def test_a_line_with_another_delimiter_is_read_and_said(
    head: str, rows: list[str], turnover: float, door: Door, tmp_path: Path
) -> None:
    answer = door.imports(export(tmp_path, *rows, head=head))
    assert (answer.turnover(), codes(answer) & ALL) == (turnover, {"KW-038"})


def test_a_line_that_can_be_split_in_more_ways_is_an_error(door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, *GOOD, "2024-01-07,K1,F3,25,00", head=HEAD))
    (told,) = answer.findings("KW-037")
    assert (told["severity"], answer.turnover()) == ("fout", 150.0)
    assert "1 regels, vanaf 4" in told["message"]


def test_when_all_lines_are_such_the_file_is_refused_for_that_reason(door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, "2024-01-07,K1,F3,25,00", "2024-01-08,K1,F4,5,00", head=HEAD))
    assert answer.code == 2
    assert "KW-037" in answer.text


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (f"Omschrijving;{HEAD}", [f"Stoel, blauw, hout, eik, groot;{row}" for row in GOOD]),
        (HEAD, [*GOOD, "Bron: pakket, versie, map, bestand"]),
        ("Datum;Klantnr;Omzet", ["2024-01-05;K1;100,00", "2024-01-06;K2;50,00"]),
        (HEAD, GOOD),
        (f"Omschrijving;{HEAD};Notitie;Kenmerk", [f"Stoel, 2, hout, 3, groot, 4;{row};;" for row in GOOD]),
    ],
)
def test_commas_in_a_text_are_no_delimiters(head: str, rows: list[str], door: Door, tmp_path: Path) -> None:
    answer = door.imports(export(tmp_path, *rows, head=head))
    assert (answer.turnover(), codes(answer) & ALL) == (150.0, set())
