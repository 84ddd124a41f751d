"""Advice about columns and headers can be followed: done to the workbook, the finding that gave it goes away.

Beside ``test_advice_followed``, which follows advice that names an option or another name for a column. Here
a column is added, its cells are filled otherwise, or the same headers are given to every part.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from plain_book import write_book

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.use_cases.refreshing import load

Rows = list[list[object]]
Sheets = dict[str, Rows]
DAY = dt.date(2024, 1, 31)
HEAD: list[object] = ["Datum", "Klantnr", "Omzet"]
DOLLARS = "[$$-409]#,##0.00"


def lines(*rows: list[object], head: list[object] = HEAD) -> Sheets:
    return {"Transacties": [head, *rows]}


def shares(values: list[object], header: str = "Marge") -> Sheets:
    """Return lines of 1000, 1070, ... euros with these values in a column of margins or costs."""
    rows = [[DAY, "K1", 1000.0 + 70 * at, value] for at, value in enumerate(values)]
    return lines(*rows, head=[*HEAD, header])


CASES: dict[str, tuple[Sheets, Sheets]] = {
    "KW-104": (
        lines([DAY, "K1", 5.0, 6.0], head=[*HEAD, "Omzet"]),
        lines([DAY, "K1", 5.0, 6.0], head=[*HEAD, "Anders"]),
    ),
    "KW-128": (
        lines([DAY, 1234567890123456.0, 5.0], [DAY, "K1", 5.0]),
        lines([DAY, "1234567890123456", 5.0], [DAY, "K1", 5.0]),
    ),
    "KW-136": (
        lines([DAY, "K1", 5.0, "C"], [DAY, "K1", 9.0, "D"], head=[*HEAD, "D/C"]),
        lines([DAY, "K1", -5.0], [DAY, "K1", 9.0]),
    ),
    "KW-139": (
        lines([DAY, "K1", 5.0])
        | {"Inspanning": [["Datum", "Klantnr", "Uren", "Bedrag"], [DAY, "K1", 2, 90.0]]},
        lines([DAY, "K1", 5.0])
        | {"Inspanning": [["Datum", "Klantnr", "Uren", "Omzet"], [DAY, "K1", 2, 90.0]]},
    ),
    "KW-143": (
        lines(
            [DAY, "K1", "F1", "P1", 5.0],
            ["Dag", "Klantnr", "Factuurnr", "Productcode", "Omzet"],
            [DAY, "K1", "F2", "P1", 6.0],
            head=["Datum", "Klantnr", "Factuurnr", "Productcode", "Omzet"],
        ),
        lines(
            [DAY, "K1", "F1", "P1", 5.0],
            ["Datum", "Klantnr", "Factuurnr", "Productcode", "Omzet"],
            [DAY, "K1", "F2", "P1", 6.0],
            head=["Datum", "Klantnr", "Factuurnr", "Productcode", "Omzet"],
        ),
    ),
    "KW-144": (
        lines([DAY, "K1", 5.0]) | {"Rest": [["Datum", "Wie", "Omzet"], [DAY, "K1", 6.0], [DAY, "K2", 7.0]]},
        lines([DAY, "K1", 5.0])
        | {"Rest": [["Datum", "Klantnr", "Omzet"], [DAY, "K1", 6.0], [DAY, "K2", 7.0]]},
    ),
    "KW-150": (
        lines([DAY, "K1", (5.0,)], [DAY, "K1", 6.0]),
        lines([DAY, "K1", (5.0,), "EUR"], [DAY, "K1", 6.0, "EUR"], head=[*HEAD, "Valuta"]),
    ),
    "KW-152": (shares([(0.25,)] * 30), shares([250.0 + 70 * at / 4 for at in range(30)])),
    "KW-153": (
        lines(
            [DAY, "K1", "F1", 5.0],
            [DAY, "K1", "F2", 6.0],
            [DAY, "K1", None, 11.0],
            head=[*HEAD[:2], "Factuurnr", "Omzet"],
        ),
        lines(
            [DAY, "K1", "F1", 5.0],
            [DAY, "K1", "F2", 6.0],
            [DAY, "K1", "F3", 11.0],
            head=[*HEAD[:2], "Factuurnr", "Omzet"],
        ),
    ),
    "KW-155": (
        lines([DAY, "K1", "USD 5,00"], [DAY, "K1", 6.0]),
        lines([DAY, "K1", 5.0, "USD"], [DAY, "K1", 6.0, "EUR"], head=[*HEAD, "Valuta"]),
    ),
    "KW-156": (
        {"jan 2024": [["Klantnr", "Omzet"], ["K1", 5.0], ["K2", 6.0]]},
        {"jan 2024": [["Datum", "Klantnr", "Omzet"], [DAY, "K1", 5.0], [DAY, "K2", 6.0]]},
    ),
    "KW-157": (
        lines([DAY, "K1", 5.0]) | {"feb": [["Klantnr", "Omzet"], ["K1", 5.0], ["K2", 6.0]]},
        lines([DAY, "K1", 5.0]) | {"2025-02": [["Klantnr", "Omzet"], ["K1", 5.0], ["K2", 6.0]]},
    ),
    "KW-161": (
        lines([2024, 1, "K1", 5.0], [2024, 2, "K2", 6.0], head=["Jaar", "Maand", "Klantnr", "Omzet"]),
        lines([DAY, 2024, "K1", 5.0], [DAY, 2024, "K2", 6.0], head=["Datum", "Jaar", "Klantnr", "Omzet"]),
    ),
    "KW-222": (
        shares([0.2 + 0.01 * (at % 9) for at in range(30)]),
        shares([250.0 + 9 * at for at in range(30)]),
    ),
    "KW-223": (shares([20.0 + at % 9 for at in range(30)]), shares([250.0 + 20 * at for at in range(30)])),
}
"""Sheets by which a code is raised, and the same after the advice was followed."""
ELSEWHERE = {
    **dict.fromkeys(("KW-101", "KW-102"), "stops the reading: tests/model/test_inputs.py"),
    **dict.fromkeys(("KW-167", "KW-168"), "tests/model/test_status_doubts.py"),
    "KW-148": "says what is hidden; nothing has to go away",
    "KW-151": "two formats in one row: tests/sources/test_cell_notes.py",
    "KW-158": "the advice to fill a column is followed as KW-153",
    "KW-176": "the advice to add a column of currencies is followed as KW-137",
    "KW-232": "tells to compare two sheets",
    "KW-234": "as KW-222, for another column",
    "KW-533": "the name of a column that was chosen",
    **dict.fromkeys(
        ("KW-106", "KW-107", "KW-137", "KW-138", "KW-163", "KW-540"), "tests/test_advice_followed.py"
    ),
    "KW-551": "the file to remove is that of tests/test_own_files_in_trouble.py",
    "KW-579": "tells to compute another column",
    **dict.fromkeys(("KW-602", "KW-603", "KW-612"), "ranges of a function"),
    **dict.fromkeys(("KW-701", "KW-815"), "the shape of the sheet"),
}
"""Codes whose advice speaks of columns and that are followed elsewhere, or cannot be."""


def said(path: Path, sheets: Sheets, number_format: str) -> set[str]:
    """Return the codes that reading these sheets raises, beside a list of two customers."""
    write_book(path, {"Klanten": [["Klantnr"], ["K1"], ["K2"]], **sheets}, number_format)
    try:
        return {found.code for found in load(path).findings}
    except KlantwaardeError as mistake:
        return {mistake.code, *(other.code for other in mistake.others)}


@pytest.mark.parametrize("code", CASES)
def test_a_column_as_the_advice_says_makes_the_finding_go_away(code: str, tmp_path: Path) -> None:
    before, after = CASES[code]
    number_format = DOLLARS if code == "KW-150" else "0%"
    assert code in said(tmp_path / "voor.xlsx", before, number_format), "the sheets do not raise it"
    left = said(tmp_path / "na.xlsx", after, number_format)
    assert code not in left
    # Nothing worse comes in its place, but that a currency that is now known asks for its rate.
    assert {one for one in left if errors.CATALOGUE[one].severity is errors.Severity.ERROR} <= {
        "KW-207",
        "KW-208",
    }


def test_every_code_that_advises_about_a_column_is_followed_or_explained() -> None:
    named = {
        code
        for code, wording in errors.CATALOGUE.items()
        if re.search(r"kolom|\bkop(?:pen)?\b", wording.hint)
        # Advice that names an option is followed in test_advice_followed.
        and not re.search(r"--[a-z]|klantwaarde [a-z]", wording.hint)
    }
    assert named <= {*CASES, *ELSEWHERE}
