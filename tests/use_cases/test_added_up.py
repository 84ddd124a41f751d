"""Lines added up where they are: the same turnover and margin as on the sheets, and whole files or none."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import datasets
import outside
import pandas as pd
import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.use_cases import added_up
from klantwaarde_xl.use_cases.added_up import totals_of, write_totals
from klantwaarde_xl.use_cases.refreshing import Chosen, look

for module in ("narwhals", "duckdb", "pyarrow"):
    pytest.importorskip(module)

LINES = pd.DataFrame(
    {
        "Datum": pd.to_datetime(["2024-01-31", "2024-06-30", "2024-12-31", "2023-03-31", None]),
        "Klantnr": ["a", "b", "a", "c", "a"],
        "Omzet": [80.0, 15.0, 5.0, 7.0, 3.0],
        "Kostprijs": [60.0, 5.0, 0.0, 5.0, 1.0],
    }
)
YEAR = Chosen(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return outside.as_parquet(LINES, tmp_path)


def test_the_totals_are_told_and_written(source: Path, tmp_path: Path) -> None:
    totals = totals_of(source, YEAR)
    assert totals.summary() == {
        "source": "parquet.toml",
        "lines": 5,
        "all_revenue": 110.0,
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "revenue": 100.0,
        "gross_margin": 35.0,
        "customers": 2,
        "classes": {"A": 1, "B": 1},
    }
    assert [(found.code, found.count) for found in totals.findings] == [("KW-072", 1)]
    customers, products = write_totals(totals, tmp_path / "uit" / "totalen")
    frame = pd.read_parquet(customers)
    assert frame["Klantnr"].tolist() == ["a", "b", "c"]
    assert frame["Omzet"].tolist() == [85.0, 15.0, 0.0]
    assert frame["Laatste aankoop"].tolist()[:2] == [dt.date(2024, 12, 31), dt.date(2024, 6, 30)]
    assert pd.read_parquet(products)["Omzet"].tolist() == [100.0]


def test_the_period_is_the_last_twelve_full_months_unless_told(source: Path) -> None:
    period = totals_of(source).period
    assert period == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    period = totals_of(source, Chosen(last=dt.date(2023, 12, 31))).period
    assert period == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    with pytest.raises(KlantwaardeError) as told:
        totals_of(source, Chosen(last=dt.date(2020, 12, 31)))
    assert told.value.code == "KW-401"
    assert "31-12-2024" in told.value.message


def test_without_a_line_that_can_be_used(tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        totals_of(
            outside.as_parquet(
                LINES.assign(Klantnr=None).astype({"Klantnr": str}).assign(Klantnr=""), tmp_path
            )
        )
    assert told.value.code == "KW-402"


def test_a_full_disk_leaves_the_older_totals(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = totals_of(source, YEAR)
    paths = write_totals(totals, tmp_path / "uit")
    before = [path.read_bytes() for path in paths]

    def full(_table: object, _frame: object, path: Path) -> None:
        if "Producten" in path.name:
            raise OSError(errno.ENOSPC, "vol", str(path))
        path.write_bytes(b"half")

    monkeypatch.setattr(added_up, "write_parquet", full)
    with pytest.raises(KlantwaardeError) as told:
        write_totals(totals, tmp_path / "uit")
    assert told.value.code == "KW-005"
    assert [path.read_bytes() for path in sorted((tmp_path / "uit").iterdir())] == before


def test_a_file_of_somebody_else_stays(source: Path, tmp_path: Path) -> None:
    (tmp_path / "Klanten.parquet").write_text("van een ander")
    with pytest.raises(KlantwaardeError) as told:
        write_totals(totals_of(source, YEAR), tmp_path)
    assert told.value.code == "KW-009"
    assert (tmp_path / "Klanten.parquet").read_text() == "van een ander"


@pytest.mark.slow
def test_the_resellers_have_the_figures_of_the_sheets(shared_data: Path, tmp_path: Path) -> None:
    sheets = datasets.adventureworks(shared_data / "adventureworks_reseller")
    analysis = look(datasets.write_workbook(tmp_path / "vol.xlsx", sheets))
    days = Chosen(analysis.period.start, analysis.period.end)
    own = analysis.customers.sort_index()
    for source in (outside.as_parquet, outside.as_duckdb):
        found = totals_of(source(sheets["Transacties"], tmp_path), days).customers
        found = found[found["lines"] > 0].set_index("customer_id").sort_index()
        assert found.index.tolist() == own.index.tolist()
        for name in ("revenue", "gross_margin"):
            assert found[name].round(2).tolist() == pytest.approx(own[name].round(2).tolist(), abs=1e-9)
        for name in ("lines", "credit_lines", "invoices", "first_purchase", "last_purchase"):
            assert found[name].tolist() == own[name].tolist()
