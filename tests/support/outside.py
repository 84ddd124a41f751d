"""Lines outside a workbook for tests: the same rows as Parquet, csv, a DuckDB file, or in PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest


def needs(*modules: str) -> None:
    """Skip where an extra is not installed; CI installs them all."""
    for module in modules:
        pytest.importorskip(module)


def described(folder: Path, text: str, name: str = "bron.toml") -> Path:
    """Write a description of lines and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_parquet(lines: pd.DataFrame, folder: Path, files: int = 1) -> Path:
    """Write the lines as so many files of Parquet in a folder, and return the description."""
    place = folder / "parquet"
    place.mkdir()
    size = -(-len(lines) // files)
    for at in range(files):
        lines.iloc[at * size : (at + 1) * size].to_parquet(place / f"deel-{at}.parquet", index=False)
    return described(folder, '[regels]\nsoort = "parquet"\npad = "parquet"\n', "parquet.toml")


def as_csv(lines: pd.DataFrame, folder: Path) -> Path:
    """Write the lines as a Dutch csv, and return the description."""
    lines.to_csv(folder / "regels.csv", sep=";", decimal=",", date_format="%d-%m-%Y", index=False)
    return described(folder, '[regels]\nsoort = "csv"\npad = "regels.csv"\n', "csv.toml")


def as_duckdb(lines: pd.DataFrame, folder: Path) -> Path:
    """Write the lines into a table of a DuckDB file, and return the description."""
    import duckdb

    with duckdb.connect(str(folder / "regels.duckdb")) as connection:
        connection.register("gegeven", lines)
        connection.execute("create table regels as select * from gegeven")
    return described(
        folder, '[regels]\nsoort = "duckdb"\npad = "regels.duckdb"\ntabel = "regels"\n', "duckdb.toml"
    )


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL server with a socket of its own; give how to reach it, and stop it after.

    Skips where PostgreSQL is not installed. As root it runs under the user of Debian's package."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("pg_ctl") or "-").parent]
    if not (places[-1] / "pg_ctl").is_file():
        pytest.skip("PostgreSQL is niet geïnstalleerd")
    user = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []
    # Not among the folders of pytest: their paths are long for a socket, and only their owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="kw-"))
    if user:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        done = subprocess.run([*user, *command], capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr

    data = str(folder / "data")
    run(str(places[-1] / "initdb"), "-D", data, "-U", "klantwaarde", "-A", "trust", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    run(str(places[-1] / "pg_ctl"), "-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"host={folder} user=klantwaarde dbname=postgres"
    finally:
        run(str(places[-1] / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def as_postgres(lines: pd.DataFrame, folder: Path, where: str) -> Path:
    """Copy the lines into a table of PostgreSQL, and return the description, which asks KW_TEST_DB."""
    import psycopg

    kinds = {"M": "date", "f": "numeric(18,6)", "i": "integer"}
    columns = ", ".join(f'"{name}" {kinds.get(kind.kind, "text")}' for name, kind in lines.dtypes.items())
    with psycopg.connect(where) as connection, connection.cursor() as cursor:
        cursor.execute(f"create table regels ({columns})")
        with cursor.copy("copy regels from stdin with (format csv, null '')") as copy:
            copy.write(lines.to_csv(index=False, header=False, date_format="%Y-%m-%d"))
    text = '[regels]\nsoort = "postgres"\nverbinding = "env:KW_TEST_DB"\ntabel = "regels"\n'
    return described(folder, text, "postgres.toml")
