"""The commands about lines outside a workbook, as a user gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, at

LINES = "Datum;Klantnr;Omzet\n31-01-2025;00123;100,00\n31-02-2025;7;5,00\n"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return at(tmp_path / "nieuw.xlsx", tmp_path, capsys, monkeypatch)


def test_rejected_lines_are_counted_and_found(desk: Desk) -> None:
    desk.export(LINES, "r.csv")
    source = desk.export('[regels]\nsoort = "csv"\npad = "r.csv"\n', "bron.toml")
    text = desk.run("regels", source, code={1})
    assert "2 regels in r.csv, € 105,00; 1 afgekeurd. Van 31-01-2025 t/m 31-01-2025, 1 klant." in text
    assert "'r.csv'!A3" in text


def test_a_source_without_good_lines_is_told_too(desk: Desk) -> None:
    desk.export("Datum;Klantnr;Omzet\nx;1;2\n", "r.csv")
    source = desk.export('[regels]\nsoort = "csv"\npad = "r.csv"\n', "bron.toml")
    assert "1 regel in r.csv, € 2,00; 1 afgekeurd." in desk.run("regels", source, code={1})
    assert desk.json("regels", source)["period"] == {"from": None, "to": None}


def test_a_csv_is_kept_outside_and_the_workbook_made(desk: Desk) -> None:
    pytest.importorskip("pyarrow")
    text = desk.run("importeer", desk.export(LINES, "r.csv"), "--naar", desk.path, "--buiten")
    assert f"Geef nu: klantwaarde vernieuw {desk.path} --regels {desk.beside('r.toml')}" in text
    assert desk.path.is_file()
    found = desk.json("importeer", desk.beside("r.csv"), "--naar", desk.path, "--buiten")
    assert found["converted"] == [{"parquet": "r.parquet", "description": "r.toml", "rows": 2}]


def test_lines_that_fit_no_sheet_are_kept_outside_as_the_refusal_advises(desk: Desk) -> None:
    pytest.importorskip("pyarrow")
    many = desk.export(LINES, "r.csv")
    desk.patch.setattr("klantwaarde_xl.sources.counted_lines.LAST_ROW", 2)
    refused = desk.run("importeer", many, "--naar", desk.path, code={2})
    assert "KW-020" in refused
    assert {"--naar", "--buiten"} <= set(refused.replace(";", " ").split())
    assert not desk.path.exists()
    assert "(2 rijen)" in desk.run("importeer", many, "--naar", desk.path, "--buiten")
    assert desk.json("regels", desk.beside("r.toml"))["lines"] == 2


@pytest.mark.parametrize("more", [(), ("--naar", "nieuw.xlsx", "--toon")])
def test_outside_asks_for_a_workbook_to_write_beside(more: tuple[str, ...], desk: Desk) -> None:
    assert "--naar" in desk.run("importeer", desk.export(LINES), "--buiten", *more, code={2})
    assert not desk.path.exists()


def test_an_option_that_would_do_nothing_is_refused(desk: Desk) -> None:
    source = desk.export('[regels]\nsoort = "csv"\npad = "r.csv"\n', "bron.toml")
    text = desk.run("regels", source, "--toon", "--tel-op", desk.beside("totalen"), code={2})
    assert "--toon: hoort bij regels zonder --tel-op." in text
    assert not desk.beside("totalen").exists()
