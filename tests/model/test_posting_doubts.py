"""Postings that are no sales among invoice lines, through the commands; the amounts are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export
from plain_book import HEADERS, WHOLE, Refreshed, plain_lines, said

SALES = (
    "2024-01-05;K1;100,00;Verkoop;8000",
    "2024-02-05;K2;250,00;Verkoop;8010",
    "2024-02-06;K2;50,00;Verkoop;8000",
)
ALL = {"KW-180", "KW-181"}


@pytest.mark.parametrize(
    ("line", "code", "head"),
    [
        ("500,00;Bank;", "KW-180", "Dagboek;Grootboekrekening"),
        ("500,00;20 ING bank;1100", "KW-180", "Dagboek;Grootboekrekening"),
        ("500,00;Kas;", "KW-180", "Journaal;Grootboekrekening"),
        ("500,00;Verkoop;1300", "KW-180", "Dagboek;Grootboekrekening"),
        ("500,00;Verkoop;BVorDebHad", "KW-180", "Dagboek;RGS-code"),
        ("500,00;Verkoop;7000", "KW-181", "Dagboek;Grootboekrekening"),
        ("500,00;Verkoop;", "KW-181", "Dagboek;Grootboekrekening"),
        ("500,00;Kas;", "KW-181", "Dagboek;Kenmerk"),
        ("500,00;Bank;", "KW-180", "Dagboek;Kenmerk"),
    ],
)
def test_a_posting_that_is_no_sale_is_said_with_its_amount(
    line: str, code: str, head: str, door: Door, tmp_path: Path
) -> None:
    path = export(tmp_path, *SALES, f"2024-03-05;K1;{line}", head=f"Datum;Klantnr;Omzet;{head}")
    answer = door.imports(path)
    (doubt,) = answer.findings(code)
    assert (doubt["value"], codes(answer) & ALL) == ("€ 500,00", {code})
    # 100 + 250 + 50 = 400 without the posting of 500
    assert "€ 400,00 in plaats van € 900,00" in doubt["hint"]


@pytest.mark.parametrize(
    "line",
    [
        "500,00;Kas;8000",
        "500,00;Verkoop export;8020",
        "0,00;Bank;",
        "500,00;Verkoop;9000",
    ],
)
def test_a_sale_is_no_doubt_whatever_its_journal(line: str, door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Omzet;Dagboek;Grootboekrekening"
    answer = door.imports(export(tmp_path, *SALES, f"2024-03-05;K1;{line}", head=head))
    assert not codes(answer) & ALL


def test_journals_and_accounts_of_another_kind_tell_nothing(door: Door, tmp_path: Path) -> None:
    rows = [f"2024-01-0{n};K1;10,00;Kas;4000" for n in range(1, 6)]
    head = "Datum;Klantnr;Omzet;Dagboek;Grootboekrekening"
    assert not codes(door.imports(export(tmp_path, *rows, "2024-01-06;K1;9,00;Bank;1300", head=head))) & ALL


def test_accounts_that_the_user_chose_are_no_doubt(door: Door, tmp_path: Path) -> None:
    head = "Datum;Klantnr;Omzet;Dagboek;Grootboekrekening"
    path = export(tmp_path, *SALES, "2024-03-05;K1;500,00;Bank;1300", head=head)
    chosen = [word for account in ("8000", "8010", "1300") for word in ("--omzetrekening", account)]
    answer = door.imports(path, *chosen)
    assert (answer.turnover(), codes(answer) & ALL) == (900.0, set())


def test_a_workbook_says_it_too(read: Refreshed) -> None:
    lines = plain_lines()
    # The lines of 100, 170 and 240 euros are paid by bank: 510.
    rows = [[*line, "Bank" if n % 10 == 0 else "Verkoop"] for n, line in enumerate(lines)]
    (text,) = said(read([[*HEADERS, "Dagboek"], *rows]), "KW-180")
    assert text.startswith("fout: ")
    assert "€ 510,00" in text
    assert WHOLE == 6045
