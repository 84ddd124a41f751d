"""The workbook with its complete tables beside it: all of them, or what was there before."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from plain_book import HEADERS, plain_customers, plain_lines, write_book

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.report.complete import SHEETS
from klantwaarde_xl.report.specs import TableSpec
from klantwaarde_xl.use_cases.refreshing import Chosen, refresh
from klantwaarde_xl.writers import beside
from klantwaarde_xl.writers.parquet import write_parquet

pytest.importorskip("pyarrow")

CREATED = dt.datetime(2025, 1, 15, 9, 30)
TABLES = Chosen(tables=True)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose lists show ten rows at most; its thirty lines add up to 6,045 euros."""
    sheets = {
        "Instellingen": [["Langste lijst", 10]],
        "Klanten": plain_customers(),
        "Transacties": [HEADERS, *plain_lines()],
    }
    return write_book(tmp_path / "werkmap.xlsx", sheets)


def test_the_tables_hold_the_turnover_of_the_lines_and_replace_older_ones(book: Path, tmp_path: Path) -> None:
    (tmp_path / "uit-tabellen").mkdir()
    write_parquet(TableSpec("tblOud", "", ()), pd.DataFrame(), tmp_path / "uit-tabellen/Klantwaarde.parquet")
    analysis = refresh(book, tmp_path / "uit.xlsx", created=CREATED, chosen=TABLES)
    folder = tmp_path / "uit-tabellen"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(SHEETS)
    customers = pd.read_parquet(folder / "Klantwaarde.parquet")
    lines = pd.DataFrame(plain_lines(), columns=HEADERS).assign(Datum=lambda f: pd.to_datetime(f["Datum"]))
    first, last = pd.Timestamp(analysis.period.start), pd.Timestamp(analysis.period.end)
    expected = lines[lines["Datum"].between(first, last)].groupby("Klantnr")["Omzet"].sum()
    assert customers.set_index("Klantnr")["Omzet"].to_dict() == pytest.approx(expected.to_dict())
    assert len(openpyxl.load_workbook(tmp_path / "uit.xlsx", read_only=True).sheetnames) > 10


def test_a_file_of_somebody_else_stops_it_before_anything_is_read(book: Path, tmp_path: Path) -> None:
    (tmp_path / "uit-tabellen").mkdir()
    theirs = tmp_path / "uit-tabellen" / "Acties.parquet"
    theirs.write_text("van een ander")
    book.unlink()
    with pytest.raises(KlantwaardeError) as told:
        refresh(book, tmp_path / "uit.xlsx", created=CREATED, chosen=TABLES)
    assert told.value.code == "KW-009"
    assert theirs.read_text() == "van een ander"


@pytest.mark.parametrize("former", [False, True])
def test_a_disk_that_is_full_halfway_leaves_all_as_it_was(
    former: bool, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, folder = tmp_path / "uit.xlsx", tmp_path / "uit-tabellen"
    if former:
        refresh(book, output, created=CREATED, chosen=TABLES)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(_table: object, _frame: object, path: Path) -> None:
        if "Maandag" in path.name:
            raise OSError(errno.ENOSPC, "vol", str(path))
        path.write_bytes(b"half")

    monkeypatch.setattr(beside, "write_parquet", full)
    with pytest.raises(KlantwaardeError) as told:
        refresh(book, output, created=dt.datetime(2025, 2, 1), chosen=TABLES)
    assert told.value.code == "KW-005"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert folder.exists() == former
