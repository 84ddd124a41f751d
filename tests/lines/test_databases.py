"""DuckDB and PostgreSQL: lines of a table or question, and what is told when there are none."""

from __future__ import annotations

import os
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from outside import as_duckdb, as_postgres, postgres_server

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.lines.databases import duckdb_parts, keep_apart, postgres_parts
from klantwaarde_xl.lines.description import LineSource, read_description
from klantwaarde_xl.lines.reading import read_lines

LINES = pd.DataFrame(
    {
        "Datum": pd.to_datetime(["2024-01-31", "2024-02-29", "2024-03-31"]),
        "Klantnr": ["00123", "Zoë", None],
        "Aantal": [1, 2, 3],
        "Omzet": [100.10, -2.5, 0.01],
    }
)
CELLS = [["00123", "Zoë", None], [1.0, 2.0, 3.0], [100.10, -2.5, 0.01]]


def cells(source: LineSource) -> list[list[object]]:
    table = read_lines(source).table
    assert table.headers == ("Datum", "Klantnr", "Aantal", "Omzet")
    assert str(table.columns[0].value(1)) == "2024-02-29 00:00:00"
    return [[column.value(row) for row in range(3)] for column in table.columns[1:]]


@pytest.fixture
def duck(tmp_path: Path) -> LineSource:
    pytest.importorskip("duckdb")
    return read_description(as_duckdb(LINES, tmp_path))


def asked(source: LineSource, **asked_for: str) -> LineSource:
    from dataclasses import replace

    return replace(source, **{"table": "", "query": "", **asked_for})


def test_a_table_and_a_question_of_duckdb(duck: LineSource) -> None:
    assert cells(duck) == cells(asked(duck, query="select * from regels order by Datum")) == CELLS


@pytest.mark.parametrize(
    ("asked_for", "reason"),
    [
        ({"table": "weg"}, "de tabel bestaat niet"),
        ({"query": "select weg from regels"}, "een tabel of kolom in de vraag bestaat niet"),
        ({"query": "selecteer 'geheim'"}, "de vraag is niet te begrijpen"),
        ({"query": "select cast(Klantnr as int) from regels"}, "past niet bij haar soort"),
        ({"query": "select * from read_csv('/etc/hostname')"}, "iets anders dan deze database lezen"),
        ({"query": "copy regels to 'weg.csv'"}, "iets anders dan deze database lezen"),
        ({"query": "delete from regels"}, ""),
        ({"query": "set memory_limit = '1GB'"}, ""),
    ],
)
def test_what_duckdb_refuses_is_told_without_a_word_of_it(
    asked_for: dict[str, str], reason: str, duck: LineSource
) -> None:
    with pytest.raises(KlantwaardeError) as told:
        read_lines(asked(duck, **asked_for))
    assert told.value.code == "KW-063"
    assert reason in told.value.message
    assert "geheim" not in str(told.value)
    assert "00123" not in str(told.value)
    assert cells(duck) == CELLS


def test_what_is_no_duckdb_is_told(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    (tmp_path / "regels.duckdb").write_bytes(b"Datum;Klantnr\n" * 1000)
    for name, code in (("regels.duckdb", "KW-063"), ("weg.duckdb", "KW-001")):
        with pytest.raises(KlantwaardeError) as told:
            read_lines(LineSource("bron.toml", tmp_path, "duckdb", name, "regels"))
        assert told.value.code == code
    assert not (tmp_path / "weg.duckdb").exists()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg")
    with postgres_server() as where:
        as_postgres(LINES, tmp_path_factory.mktemp("bron"), where)
        yield where


@pytest.fixture
def postgres(server: str, monkeypatch: pytest.MonkeyPatch) -> LineSource:
    monkeypatch.setenv("KW_TEST_DB", server)
    return LineSource("bron.toml", Path(), "postgres", table="regels", variable="KW_TEST_DB")


@pytest.mark.slow
def test_a_table_and_a_question_of_postgres(postgres: LineSource) -> None:
    assert cells(postgres) == cells(asked(postgres, table="public.regels")) == CELLS
    assert cells(asked(postgres, query="select * from regels order by 1")) == CELLS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked_for", "reason"),
    [
        ({"table": "weg"}, "de tabel bestaat niet"),
        ({"table": 'regels"; drop table regels; --'}, "de tabel bestaat niet"),
        ({"query": "select weg from regels"}, "een kolom in de vraag bestaat niet"),
        ({"query": "selecteer 'geheim'"}, "de vraag is niet te begrijpen"),
        ({"query": "select 1/0"}, "past niet bij haar soort"),
        ({"query": "with weg as (delete from regels returning *) select * from weg"}, ""),
        ({"query": "select setval('teller', 2)"}, ""),
    ],
)
def test_what_postgres_refuses_is_told_without_a_word_of_it(
    asked_for: dict[str, str], reason: str, postgres: LineSource
) -> None:
    with pytest.raises(KlantwaardeError) as told:
        read_lines(asked(postgres, **asked_for))
    assert told.value.code == "KW-066"
    assert reason in told.value.message
    assert "geheim" not in str(told.value)
    assert cells(postgres) == CELLS


@pytest.mark.slow
def test_a_server_that_goes_away_is_told(postgres: LineSource, server: str) -> None:
    import psycopg

    many = asked(postgres, query="select i, 'x' as b from generate_series(1, 300000) i")
    part = next(parts := postgres_parts(many))
    next(part.blocks)
    with psycopg.connect(server, autocommit=True) as other:
        other.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
    with pytest.raises(KlantwaardeError) as told:
        list(part.blocks) + list(part.blocks)
    assert told.value.code == "KW-066"
    assert "verbroken" in told.value.message
    parts.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("{server} dbname=weg", "de gebruiker of database bestaat niet"),
        ("host=/nergens dbname=x password=geheim", "niet te bereiken"),
        ("host=server.invalid password=geheim connect_timeout=2", ""),
        ("geheim zonder vorm", ""),
    ],
)
def test_a_server_that_cannot_be_reached_is_told(
    where: str, reason: str, postgres: LineSource, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KW_TEST_DB", where.format(server=server.replace("dbname=postgres", "")))
    with pytest.raises(KlantwaardeError) as told:
        read_lines(postgres)
    assert told.value.code == "KW-066"
    assert reason in told.value.message
    assert "geheim" not in str(told.value)


def test_without_its_variable_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.delenv("KW_TEST_DB", raising=False)
    with pytest.raises(KlantwaardeError) as told:
        read_lines(LineSource("bron.toml", Path(), "postgres", table="r", variable="KW_TEST_DB"))
    assert (told.value.code, "KW_TEST_DB" in told.value.message) == ("KW-065", True)


class DriverError(Exception):
    """What a driver raises, with the code that the server gave."""

    sqlstate: str | None = None


class StandIn:
    """A connection of psycopg in the place of one to a server, which notes what happens in which order."""

    def __init__(self, rows: list[tuple[object, ...]], fault: DriverError | None = None) -> None:
        self.rows, self.fault, self.happened = rows, fault, list[tuple[str, object]]()
        self.adapters = types.SimpleNamespace(register_loader=lambda *_: None)
        self.description = [types.SimpleNamespace(name=name) for name in ("Datum", "Klantnr", "Omzet")]

    def __setattr__(self, name: str, value: object) -> None:
        if name == "read_only":
            self.happened.append((name, value))
        super().__setattr__(name, value)

    def connect(self, where: str, **_more: object) -> StandIn:
        self.happened.append(("connect", where))
        return self

    def cursor(self, name: str) -> StandIn:
        return self

    def execute(self, query: object) -> None:
        self.happened.append(("execute", query))
        if self.fault:
            raise self.fault

    def fetchmany(self, _size: int) -> list[tuple[object, ...]]:
        rows, self.rows = self.rows, []
        return rows

    def close(self) -> None:
        self.happened.append(("close", None))


def beside(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> LineSource:
    """Put the stand-in in the place of the driver, and return a source that asks it."""
    driver = types.ModuleType("psycopg")
    driver.connect, driver.Error = stand_in.connect, DriverError
    numbers = types.ModuleType("psycopg.types.numeric")
    numbers.FloatLoader = object
    for name, module in (("psycopg", driver), ("psycopg.types.numeric", numbers)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("KW_TEST_DB", "host=server password=geheim")
    return LineSource("bron.toml", Path(), "postgres", query="select 1", variable="KW_TEST_DB")


def test_postgres_is_told_that_it_is_only_read_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = StandIn([("2024-01-31", "00123", 100.1)])
    read = read_lines(beside(stand_in, monkeypatch))
    assert [column.value(0) for column in read.table.columns] == ["2024-01-31", "00123", 100.1]
    first = [what for what in stand_in.happened if what[0] != "close"]
    assert first == [
        ("connect", "host=server password=geheim"),
        ("read_only", True),
        ("execute", "select 1"),
    ]
    assert stand_in.happened[-1] == ("close", None)


@pytest.mark.parametrize(
    ("state", "words", "reason"),
    [
        ("28P01", "geheim", "gebruiker of wachtwoord wordt geweigerd"),
        ("42P01", "geheim", "de tabel bestaat niet"),
        ("42703", "geheim", "een kolom in de vraag bestaat niet"),
        ("42601", "geheim", "de vraag is niet te begrijpen"),
        ("25006", "geheim", "mag alleen lezen"),
        ("57P01", "geheim", "de verbinding met de server is verbroken"),
        ("57014", "geheim", "op de server afgebroken"),
        ("XX000", "geheim", "zij meldt fout XX000"),
        (None, "geheim: password authentication failed", "gebruiker of wachtwoord wordt geweigerd"),
        (None, "geheim", "niet te bereiken"),
    ],
)
def test_what_postgres_answers_is_told_in_dutch(
    state: str | None, words: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = DriverError(words)
    fault.sqlstate = state
    with pytest.raises(KlantwaardeError) as told:
        read_lines(beside(StandIn([], fault), monkeypatch))
    assert told.value.code == "KW-066"
    assert reason in told.value.message
    assert "geheim" not in str(told.value)


def test_a_duckdb_file_that_changes_while_it_is_read_is_told(duck: LineSource) -> None:
    part = next(parts := duckdb_parts(duck))
    next(part.blocks)
    os.utime(duck.folder / duck.path, (0, 0))
    with pytest.raises(KlantwaardeError) as told:
        list(part.blocks)
    assert told.value.code == "KW-017"
    parts.close()


def test_duckdb_draws_no_bar_and_what_is_set_stays(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(tmp_path / "leeg.duckdb")) as connection:
        keep_apart(connection)
        shown = connection.execute("select current_setting('enable_progress_bar')").fetchall()
        assert shown == [(False,)]
        for change in ("set enable_external_access = true", "set enable_progress_bar = true"):
            with pytest.raises(duckdb.Error):
                connection.execute(change)


def test_no_thread_is_left_behind(duck: LineSource) -> None:
    before = threading.active_count()
    read_lines(duck)
    assert threading.active_count() == before
    assert os.path.exists(duck.folder / duck.path)
