"""Lines from outside in the place of those of the workbook: the same answers, whatever they come from."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import openpyxl
import outside
import pandas as pd
import pytest
from plain_book import HEADERS, plain_customers, plain_lines, write_book

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.use_cases.outside_lines import described_lines
from klantwaarde_xl.use_cases.refreshing import Chosen, load, refresh

CREATED = dt.datetime(2025, 1, 15, 9, 30)


def test_the_setting_is_a_name_beside_the_workbook(tmp_path: Path) -> None:
    assert described_lines(Settings(lines_from="r.toml"), tmp_path) == tmp_path / "r.toml"


@pytest.mark.parametrize(
    "value", ["../r.toml", "/etc/r.toml", r"\\server\deel\r.toml", "C:r.toml", "r.csv", ".toml", "map/r.toml"]
)
def test_any_other_place_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        described_lines(Settings(lines_from=value), tmp_path)
    assert told.value.code == "KW-069"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with customers, ten lines of its own, and the setting that names thirty others."""
    frame = pd.DataFrame(plain_lines(), columns=HEADERS)
    outside.as_csv(frame.assign(Datum=pd.to_datetime(frame["Datum"])), tmp_path)
    sheets = {
        "Instellingen": [["Regels van buiten", "csv.toml"]],
        "Klanten": plain_customers(),
        "Transacties": [HEADERS, *plain_lines(10)],
    }
    return write_book(tmp_path / "werkmap.xlsx", sheets)


def test_the_setting_gives_the_lines_and_they_stay_outside(book: Path, tmp_path: Path) -> None:
    analysis = refresh(book, tmp_path / "uit.xlsx", created=CREATED, with_inputs=True)
    assert (analysis.inputs.read_lines, analysis.inputs.read_revenue) == (30, 6045.0)
    found = {finding.code: finding for finding in analysis.findings}
    assert found["KW-067"].count == 30
    assert found["KW-068"].count == 10
    names = openpyxl.load_workbook(tmp_path / "uit.xlsx", read_only=True).sheetnames
    assert "Klanten" in names
    assert "Transacties" not in names


def test_the_option_goes_before_the_setting(book: Path, tmp_path: Path) -> None:
    (tmp_path / "ander.csv").write_text("Datum;Klantnr;Omzet\n31-01-2024;00001;5,00\n")
    other = outside.described(tmp_path, '[regels]\nsoort = "csv"\npad = "ander.csv"\n', "ander.toml")
    assert load(book, chosen=Chosen(lines=other)).read_revenue == 5.0
    assert load(book).read_revenue == 6045.0


def summary(book: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "klantwaarde_xl", "vernieuw", str(book), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


RATIOS = ("whale", "concentration")
"""Not rounded to cents: amounts that were written and read as text differ in their last bit."""


@pytest.mark.slow
def test_the_resellers_have_the_same_figures_from_every_source(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.needs("pyarrow", "duckdb", "psycopg")
    sheets = datasets.adventureworks(shared_data / "adventureworks_reseller")
    whole = datasets.write_workbook(tmp_path / "vol.xlsx", sheets)
    lines = sheets.pop("Transacties")
    rest = datasets.write_workbook(tmp_path / "rest.xlsx", sheets)
    period = ("--van", "2017-07-01", "--tot", "2020-05-31")
    sheet = summary(whole, *period)
    assert (sheet["revenue"], sheet["customers"]) == (77_548_570.20, 632)
    with outside.postgres_server() as where:
        monkeypatch.setenv("KW_TEST_DB", where)
        sources = [
            outside.as_csv(lines, tmp_path),
            outside.as_parquet(lines, tmp_path, files=3),
            outside.as_duckdb(lines, tmp_path),
            outside.as_postgres(lines, tmp_path, where),
        ]
        for source in sources:
            found = summary(rest, *period, "--regels", os.fspath(source))
            for name in sheet.keys() - {"findings", "seconds"}:
                expected = pytest.approx(sheet[name], rel=1e-12) if name in RATIOS else sheet[name]
                assert found[name] == expected, (source.name, name)
