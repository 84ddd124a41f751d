"""A column that the user points at may hold thousands, cents, dollars or VAT: its header says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.readers import read_text_export


def read(folder: Path, header: str, more: str = "", value: str = ""):
    path = folder / "export.csv"
    lines = [f"Datum;Klantnr;{header}{more}", f"01-02-2024;K1;100{value}", f"02-02-2024;K2;50{value}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_text_export([path], Choices(columns={"Omzet": header})).findings
    return [one for one in found if one.code == errors.CHOSEN_AMOUNT.code]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Omzet (x 1000)", "duizenden"),
        ("Omzet x 1.000", "duizenden"),
        ("Omzet k€", "duizenden"),
        ("Omzet in mln", "miljoenen"),
        ("Omzet in centen", "centen"),
        ("Omzet USD", "USD"),
        ("Sales Amount ($)", "USD"),
        ("Bedrag incl. btw", "btw"),
    ],
)
def test_what_the_header_says_is_named_with_the_column(tmp_path: Path, header: str, says: str) -> None:
    (found,) = read(tmp_path, header)
    assert found.severity == "fout"
    assert found.value == says
    assert f"'{header}'" in found.message


@pytest.mark.parametrize("header", ["Bedrag", "Bedrag (EUR)", "Totaal €", "Percentage", "Incentive"])
def test_another_chosen_header_raises_nothing(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, header) == []


def test_a_currency_beside_the_lines_settles_the_one_in_the_header(tmp_path: Path) -> None:
    assert read(tmp_path, "Omzet USD", ";Valuta", ";USD") == []
