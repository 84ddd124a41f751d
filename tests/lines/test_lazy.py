"""Lazy lines of every source: the same sums, and what is told when an engine cannot add them up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import outside
import pandas as pd
import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines.adding_up import add_up, months_of
from klantwaarde_xl.lines.description import LineSource, read_description
from klantwaarde_xl.lines.lazy import lazy_lines

for module in ("narwhals", "duckdb", "pyarrow"):
    pytest.importorskip(module)

LINES = pd.DataFrame(
    {
        "Datum": pd.to_datetime(["2024-01-31", "2024-02-29", "2024-03-31", "2023-03-31", "2024-03-31"]),
        "Klantnr": ["00123", " Zoë", "00123", "00123", None],
        "Factuurnr": [1, 2, 3, 4, 5],
        "Omzet": [100.10, -2.5, 0.01, 7.0, 50.0],
        "Kostprijs": [60.0, None, 0.0, 5.0, 1.0],
    }
)
YEAR, BEFORE = ((dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2024, 2023))
EXPECTED = [
    ("before", "00123", 7.0, 2.0, 1),
    ("now", "00123", 100.11, 40.11, 2),
    ("now", "Zoë", -2.5, None, 1),
]
Source = Callable[[pd.DataFrame, Path], Path]


def sums(source: LineSource) -> list[tuple[object, ...]]:
    with lazy_lines(source) as lines:
        months = months_of(lines)
        found = add_up(lines, YEAR, BEFORE).customers
    assert (months["lines"].sum(), round(months["revenue"].sum(), 2)) == (5, 154.61)
    found = found.round({"revenue": 2, "gross_margin": 2})[
        ["place", "customer_id", "revenue", "gross_margin", "invoices"]
    ]
    return [tuple(None if value != value else value for value in row) for row in found.to_numpy(object)]  # noqa: PLR0124 - NaN


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    outside.needs("psycopg")
    with outside.postgres_server() as where:
        yield where


@pytest.mark.parametrize("files", [1, 3])
def test_files_of_parquet(files: int, tmp_path: Path) -> None:
    assert sums(read_description(outside.as_parquet(LINES, tmp_path, files))) == EXPECTED


def test_a_table_and_a_question_of_duckdb(tmp_path: Path) -> None:
    source = read_description(outside.as_duckdb(LINES, tmp_path))
    assert sums(source) == EXPECTED
    assert sums(replace(source, table="", query="select * from regels")) == EXPECTED


def test_a_table_of_postgres(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KW_TEST_DB", server)
    source = read_description(outside.as_postgres(LINES, tmp_path, server))
    assert sums(source) == EXPECTED
    broken = 'select *, 1 / ("Factuurnr" - 4) as deel from regels order by "Factuurnr"'
    with pytest.raises(KlantwaardeError) as told, lazy_lines(replace(source, table="", query=broken)):
        pass
    assert told.value.code == "KW-066"
    monkeypatch.setenv("KW_TEST_DB", server.replace("user=klantwaarde", "user=weg"))
    with pytest.raises(KlantwaardeError) as told, lazy_lines(source):
        pass
    assert told.value.code == "KW-066"


def test_the_headers_of_the_description_count(tmp_path: Path) -> None:
    other = LINES.rename(columns={"Omzet": "netto", "Datum": "wanneer"})
    source = read_description(outside.as_parquet(other, tmp_path))
    assert sums(replace(source, columns={"Omzet": "netto", "Datum": "wanneer"})) == EXPECTED
    with pytest.raises(KlantwaardeError) as told:
        sums(source)
    assert told.value.code == "KW-103"


def test_lines_in_another_currency_are_counted_apart(tmp_path: Path) -> None:
    source = outside.as_parquet(LINES.assign(Valuta=["EUR", "", "usd", "€", None]), tmp_path)
    with lazy_lines(read_description(source)) as lines:
        months = months_of(lines)
        found = add_up(lines, YEAR, BEFORE).customers
    assert months.loc[months["month"].isna(), ["lines", "revenue"]].to_numpy().tolist() == [[2, 50.01]]
    assert found["lines"].sum() == 3


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Omzet", ["100,10"] * 5),
        ("Datum", ["31-01-2024"] * 5),
        ("Klantnr", [1.5] * 5),
        ("Kostprijs", [True] * 5),
        ("Datum", [pd.Timestamp("2024-01-31", tz="Europe/Amsterdam")] * 5),
    ],
)
def test_a_column_of_another_kind_is_named(column: str, values: list[object], tmp_path: Path) -> None:
    source = read_description(outside.as_parquet(LINES.assign(**{column: values}), tmp_path))
    with pytest.raises(KlantwaardeError) as told:
        sums(source)
    assert (told.value.code, f"'{column}'" in told.value.message) == ("KW-071", True)


def test_a_csv_of_texts_is_not_added_up(tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError) as told:
        sums(read_description(outside.as_csv(LINES, tmp_path)))
    assert told.value.code == "KW-071"


def test_a_column_that_is_gone_in_one_file_stops_it(tmp_path: Path) -> None:
    source = read_description(outside.as_parquet(LINES, tmp_path, files=2))
    LINES.drop(columns="Kostprijs").to_parquet(tmp_path / "parquet" / "deel-1.parquet", index=False)
    with pytest.raises(KlantwaardeError) as told:
        sums(source)
    assert (told.value.code, "'Kostprijs'" in told.value.message) == ("KW-064", True)


def test_a_file_that_is_damaged_further_on(tmp_path: Path) -> None:
    source = read_description(outside.as_parquet(pd.concat([LINES] * 9_000), tmp_path))
    path = tmp_path / "parquet" / "deel-0.parquet"
    data = bytearray(path.read_bytes())
    data[100 : len(data) // 2] = bytes(len(data) // 2 - 100)
    path.write_bytes(data)
    with pytest.raises(KlantwaardeError) as told:
        sums(source)
    assert told.value.code == "KW-063"


def test_a_file_that_changes_meanwhile(tmp_path: Path) -> None:
    source = read_description(outside.as_parquet(LINES, tmp_path))
    path = tmp_path / "parquet" / "deel-0.parquet"
    with pytest.raises(KlantwaardeError) as told, lazy_lines(source):
        LINES.head(2).to_parquet(path, index=False)
    assert told.value.code == "KW-017"


@pytest.mark.parametrize(
    "query",
    ["select * from read_csv('{0}')", "copy regels to '{0}'", "select * from regels; drop table regels"],
)
def test_a_question_can_only_read_its_own_database(query: str, tmp_path: Path) -> None:
    source = read_description(outside.as_duckdb(LINES, tmp_path))
    (tmp_path / "ander.csv").write_text("Datum,Klantnr,Omzet\n2024-01-01,a,1\n")
    asked = replace(source, table="", query=query.format(tmp_path / "ander.csv"))
    with pytest.raises(KlantwaardeError) as told:
        sums(asked)
    assert told.value.code == "KW-063"
    assert sums(source) == EXPECTED
