"""Months or years beside each other: amounts that no input table takes are said; sums are added by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.readers import read_text_export

HEADERS = [
    ("jan-24", "feb-24", "mrt-24"),
    ("Omzet 2022", "Omzet 2023", "Omzet 2024"),
    ("2024-01", "2024-02", "2024-03"),
    ("Q1", "Q2", "Q3"),
    ("Januari", "Februari", "Maart"),
    ("P01", "P02", "P03"),
    ("Sales Jan 2024", "Sales Feb 2024", "Sales Mar 2024"),
]


def read(folder: Path, *lines: str):
    path = folder / "export.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return [found for found in read_text_export([path], Choices()).findings if found.severity == "fout"]


@pytest.mark.parametrize("headers", HEADERS)
def test_amounts_per_period_are_never_silently_lost(tmp_path: Path, headers: tuple[str, ...]) -> None:
    (said,) = read(tmp_path, f"Klantnr;Naam;{';'.join(headers)}", "K1;Een;10,50;20;30", "K2;Twee;1;;-3")
    assert (said.code, said.count, said.value) == (errors.PERIODS_ACROSS.code, 3, "€ 58,50")
    assert f"'{headers[0]}'" in said.message
    assert f"'{headers[2]}'" in said.message


@pytest.mark.parametrize(
    "lines",
    [
        ("Klantnr;Naam;Klant sinds;Betaaldagen", "K1;Een;2020;30", "K2;Twee;2021;14"),
        ("Klantnr;Naam;Jaar 1;Jaar 2", "K1;Een;actief;actief", "K2;Twee;;gestopt"),
        ("Klantnr;Naam;2024", "K1;Een;1", "K2;Twee;2"),
        ("Datum;Klantnr;Omzet;jan-24;feb-24", "01-01-2024;K1;10;1;2", "02-01-2024;K2;20;3;4"),
    ],
)
def test_lists_without_amounts_per_period_and_lines_raise_nothing(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert read(tmp_path, *lines) == []
