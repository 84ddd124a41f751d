"""Test customers whose lines count as turnover, through the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_door import Door, codes, export
from plain_book import HEADERS, Refreshed, plain_lines, said

HEAD = "Datum;Klantnr;Klantnaam;Omzet"


@pytest.mark.parametrize(
    "name",
    [
        "Testklant",
        "TEST klant 2",
        "Test",
        "Test B.V.",
        "Dummy",
        "zz test",
        "Demo-debiteur",
        "Test customer",
        "Jan Test",
    ],
)
def test_a_test_customer_is_a_warning_and_counts(name: str, door: Door, tmp_path: Path) -> None:
    rows = ("2024-01-05;K1;Jansen;100,00", f"2024-02-05;K2;{name};30,00", f"2024-02-06;K2;{name};12,50")
    answer = door.imports(export(tmp_path, *rows, head=HEAD))
    (doubt,) = answer.findings("KW-183")
    assert (doubt["severity"], doubt["value"], doubt["count"]) == ("waarschuwing", name, 2)
    assert "samen € 42,50" in doubt["message"]
    assert answer.turnover() == 142.5


@pytest.mark.parametrize(
    "name",
    [
        "Test-Aankoop",
        "Testa BV",
        "Testament Notarissen",
        "Demo B.V.",
        "Proefstation Oost",
        "Van der Test en Zn",
        "Voorbeeld Communicatie",
        "Klant in de stad",
        "Protest Sportswear",
        "Contest Accountants",
    ],
)
def test_a_firm_that_is_called_so_is_no_doubt(name: str, door: Door, tmp_path: Path) -> None:
    rows = ("2024-01-05;K1;Jansen;100,00", f"2024-02-05;K2;{name};30,00")
    assert "KW-183" not in codes(door.imports(export(tmp_path, *rows, head=HEAD)))


def test_in_a_workbook_the_advice_makes_it_go_away(read: Refreshed) -> None:
    lines = [HEADERS, *plain_lines(6, customers=2)]
    head = ["Klantnr", "Klantnaam", "Meetellen"]
    before = read(lines, Klanten=[head, ["00001", "Jansen", None], ["00002", "Testklant", None]])
    # 107, 121 and 135 euros
    (text,) = said(before, "KW-183")
    assert text.endswith("3, samen € 363,00.")
    after = read(lines, Klanten=[head, ["00001", "Jansen", None], ["00002", "Testklant", "nee"]])
    assert said(after, "KW-183") == []


def test_a_test_customer_without_lines_is_no_doubt(read: Refreshed) -> None:
    lines = [HEADERS, *plain_lines(6, customers=1)]
    assert (
        said(read(lines, Klanten=[["Klantnr", "Klantnaam"], ["00001", "A"], ["T", "Test"]]), "KW-183") == []
    )


def test_a_number_tells_it_too(read: Refreshed) -> None:
    lines = [HEADERS, *plain_lines(6, customers=1), [plain_lines(1)[0][0], "TEST01", "F9", 8.0]]
    (text,) = said(read(lines, Klanten=[["Klantnr"], ["00001"], ["TEST01"]]), "KW-183")
    assert "'TEST01'" in text
