"""Whom --klant finds: by number, by name, by a part of it, and what is told when that is not one customer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from at_the_door import run
from quick import first_quick

NAMES = {
    "001": "Bakkerij De Korenaar",
    "002": "Bakkerij Jansen",
    "003": "Jansen",
    "004": "Café  12",
    "12": "Zuivelhoeve",
    "korenaar": "Molen",
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    customers, lines = book.active, book.create_sheet("Transacties")
    customers.title = "Klanten"
    customers.append(["Klantnr", "Klantnaam"])
    lines.append(["Datum", "Klantnr", "Omzet", "Kostprijs"])
    for number, name in NAMES.items():
        customers.append([number, name])
        lines.append([dt.date(2025, 3, 1), number, 100, 60])
    path = tmp_path_factory.mktemp("namen") / "firma.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("001", "001"),
        (" 12 ", "12"),
        ("bakkerij de korenaar", "001"),
        ("De Koren", "001"),
        ("jansen", "003"),
        ("BAKKERIJ JAN", "002"),
        ("café 12", "004"),
        ("Cafe 12", "004"),
        ("cafe\u0301", "004"),
        ("zuivelhoevë", "12"),
        ("korenaar", "korenaar"),
    ],
)
def test_one_customer_is_found(
    workbook: Path, capsys: pytest.CaptureFixture[str], asked: str, number: str
) -> None:
    _, out, _ = run(capsys, "verschil", workbook, "--klant", asked, "--json")
    assert json.loads(out)["customer_id"] == number


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    first_quick(
        3,
        [
            ("bakkerij", "KW-035", ["Bakkerij De Korenaar (001)", "Bakkerij Jansen (002)"]),
            ("zuivelhoef", "KW-036", ["Zuivelhoeve (12)"]),
            ("0012", "KW-036", ["Bakkerij De Korenaar (001)", "Bakkerij Jansen (002)", "Zuivelhoeve (12)"]),
            ("korenaer", "KW-036", ["Bakkerij De Korenaar (001)", "Molen (korenaar)"]),
            ("bakkrij", "KW-036", ["Bakkerij De Korenaar (001)", "Bakkerij Jansen (002)"]),
            ("qqqq", "KW-011", []),
            ("xy", "KW-011", []),
            ("2", "KW-036", ["Bakkerij Jansen (002)"]),
            ("", "KW-011", []),
        ],
    ),
)
def test_what_is_not_one_customer_is_told_with_who_comes_near(
    workbook: Path, capsys: pytest.CaptureFixture[str], asked: str, code: str, told: list[str]
) -> None:
    for command in ("verschil", "kansen"):
        ended, out, err = run(capsys, command, workbook, "--klant", asked)
        err = " ".join(err.split())
        assert (ended, out) == (2, "")
        assert err.startswith(code)
        assert [f"{name} ({number})" for number, name in NAMES.items() if f"({number})" in err] == told
